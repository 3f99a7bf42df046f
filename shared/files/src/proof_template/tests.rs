use super::{Language, TemplateFacts, file_name, proof_template};
use crate::{MediaType, inspect, xml};
use proptest::prelude::*;
use std::io::{Cursor, Read as _};

pub(super) fn facts(language: Language) -> TemplateFacts {
    TemplateFacts {
        language,
        programme: "Assent Partner Programme".into(),
        vendor: "Contoso Cloud".into(),
        today: match language {
            Language::En => "21 November 2026".into(),
            Language::De => "21. November 2026".into(),
        },
        claim_number: "CLM-7W9X1A2B3C".into(),
        claim_name: "Teams rollout Müller & Söhne".into(),
        engagement: "Teams: use or consume".into(),
        partner_role: "Build intent – Advisor".into(),
        partner_name: "Nordwind Consulting GmbH".into(),
        location: "Hamburg (DE)".into(),
        partner_contact: "Petra Nordmann, petra@nordwind.example".into(),
        customer_name: "Müller & Söhne <Holding> AG".into(),
        tenant_id: "6f1c2d3e-4b5a-4978-8695-a4b3c2d1e0f9".into(),
        customer_contact: "Karl Müller, karl@mueller.example".into(),
        items: vec![
            "Teams Meetings, Calling and Phone".into(),
            "SharePoint".into(),
            "Exchange Online".into(),
        ],
        public_sector: Some(true),
    }
}

fn part(file: &[u8], name: &str) -> String {
    let mut text = String::new();
    zip::ZipArchive::new(Cursor::new(file))
        .unwrap()
        .by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

/// The paragraphs: style and text.
fn texts_of(document: &str) -> Vec<(&str, &str)> {
    let paragraphs = document.split("<w:p><w:pPr><w:pStyle w:val=\"").skip(1);
    paragraphs
        .filter_map(|paragraph| {
            let (style, rest) = paragraph.split_once('"')?;
            Some((style, rest.split_once("preserve\">")?.1.split_once('<')?.0))
        })
        .collect()
}

const LANGUAGES: [Language; 2] = [Language::En, Language::De];

#[test]
fn a92_the_template_is_a_sound_document_by_our_own_rules() {
    for language in LANGUAGES {
        for facts in [facts(language), TemplateFacts::blank(language, "P", "V", "1.1.2026")] {
            let file = proof_template(&facts).unwrap();
            assert_eq!(inspect(&file, MediaType::Docx), Ok(()));
            assert_eq!(file, proof_template(&facts).unwrap(), "the same facts give the same bytes");
            for name in [
                "word/document.xml",
                "word/styles.xml",
                "word/footer1.xml",
                "docProps/core.xml",
                "word/settings.xml",
            ] {
                assert!(xml::elements(part(&file, name).as_bytes()).is_some(), "{name}");
            }
        }
    }
}

#[test]
fn v_21_every_element_has_its_section() {
    for language in LANGUAGES {
        let document = part(&proof_template(&facts(language)).unwrap(), "word/document.xml");
        for number in 1..=5 {
            let heading = texts_of(&document).into_iter().find(|(style, text)| {
                style.starts_with("Heading1") && text.starts_with(&format!("{number}. "))
            });
            assert!(heading.is_some(), "{number}");
        }
        for value in
            ["CLM-7W9X1A2B3C", "6f1c2d3e-4b5a-4978-8695-a4b3c2d1e0f9", "SharePoint", "12 ", "Contoso Cloud"]
        {
            assert!(document.contains(value), "{value}");
        }
        assert_eq!(document.matches("<w:tblHeader/>").count(), 5, "every table has a header row");
    }
}

#[test]
fn v_21_the_disclosure_is_asked_for_where_it_may_be_needed() {
    for (public_sector, tables) in [(Some(true), 5), (Some(false), 4), (None, 5)] {
        let facts = TemplateFacts { public_sector, ..facts(Language::En) };
        let document = part(&proof_template(&facts).unwrap(), "word/document.xml");
        assert_eq!(document.matches("<w:tbl>").count(), tables);
    }
}

#[test]
fn a92_without_a_claim_there_are_lines_to_fill_in() {
    let file =
        proof_template(&TemplateFacts::blank(Language::De, "Programm", "Anbieter", "1.1.2026")).unwrap();
    let document = part(&file, "word/document.xml");
    assert_eq!(document.matches("______________________________").count(), 12);
}

#[test]
fn a92_the_file_is_named_after_the_claim() {
    assert_eq!(file_name(&facts(Language::En)), "proof-of-execution-CLM-7W9X1A2B3C.docx");
    assert_eq!(file_name(&TemplateFacts::blank(Language::De, "P", "V", "")), "leistungsnachweis.docx");
}

#[test]
fn promise_15_names_are_text_and_nothing_else() {
    let hostile = TemplateFacts {
        customer_name:
            "</w:t></w:r><w:r><w:instrText>DDEAUTO \"cmd\"</w:instrText> & \u{0}\u{b}\u{1b}\u{ffff}\r\n x"
                .into(),
        ..facts(Language::En)
    };
    let document = part(&proof_template(&hostile).unwrap(), "word/document.xml");
    assert!(!document.contains("<w:instrText"));
    assert!(document.chars().all(|c| !c.is_control() || c == '\n'));
}

#[test]
fn i_23_the_properties_name_nobody() {
    let core = part(&proof_template(&facts(Language::De)).unwrap(), "docProps/core.xml");
    for text in ["creator", "lastModifiedBy", "Petra", "Karl", "Nordwind", "Müller"] {
        assert!(!core.contains(text), "{text}");
    }
    assert!(core.contains("<dc:language>de-DE</dc:language>"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn promise_15_no_text_breaks_the_document(text in any::<String>()) {
        let facts = TemplateFacts {
            programme: text.clone(),
            customer_name: text.clone(),
            items: vec![text.clone(), text],
            ..facts(Language::De)
        };
        let file = proof_template(&facts).unwrap();
        prop_assert_eq!(inspect(&file, MediaType::Docx), Ok(()));
        for name in ["word/document.xml", "word/footer1.xml", "docProps/core.xml"] {
            prop_assert!(xml::elements(part(&file, name).as_bytes()).is_some());
        }
    }
}
