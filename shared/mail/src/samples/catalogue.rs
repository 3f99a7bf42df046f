//! The Fluent files: same texts, same variables, none unused, none missing.

use std::path::Path;

use crate::audit::same_texts;

#[test]
fn the_texts_are_complete_and_none_is_unused() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let composers = std::fs::read_dir(root.join("compose")).unwrap().map(|file| file.unwrap().path());
    let sources: String = ["render.rs", "time.rs", "compose.rs"]
        .map(|file| root.join(file))
        .into_iter()
        .chain(composers)
        .map(|file| std::fs::read_to_string(file).unwrap())
        .collect();
    let literal = |text: &str| sources.contains(&format!("\"{text}\""));
    let mail = same_texts(include_str!("../../i18n/mail.en.ftl"), include_str!("../../i18n/mail.de.ftl"));
    let time = same_texts(include_str!("../../i18n/time.en.ftl"), include_str!("../../i18n/time.de.ftl"));
    for id in mail.iter().chain(&time) {
        let reason = id.strip_prefix("reason-").is_some_and(|code| literal(&code.replace('-', "_")));
        let topic = ["-subject", "-heading", "-opening"]
            .iter()
            .any(|part| id.strip_suffix(part).is_some_and(literal));
        assert!(literal(id) || reason || topic, "{id} is unused");
    }
}

#[test]
fn p01_every_code_of_a_reviewer_has_a_text() {
    let claim = super::claim("x");
    let named = domain::catalogue::REVIEW_REASONS.iter().chain(&[domain::state::ending::CONTEST_LOST]);
    for code in named.filter(|code| **code != "other") {
        let reason =
            crate::Reason { code: (*code).to_owned(), about: None, document: None, text: String::new() };
        let mail = crate::Mail::Rejected { claim: claim.clone(), reasons: vec![reason], dispute_due: None };
        for locale in crate::Locale::ALL {
            let message = crate::render(&mail, locale, &super::identity()).unwrap();
            assert!(!message.text.contains(code), "{code} has no text");
        }
    }
}
