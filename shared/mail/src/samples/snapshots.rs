//! Every mail in both languages, text and HTML, against what was reviewed.

use std::collections::BTreeSet;
use std::path::Path;

use super::{all, bytes, kinds};
use crate::Locale;

#[test]
fn every_mail_reads_as_reviewed() {
    for (name, _, message) in all("Erika Muster") {
        insta::assert_snapshot!(format!("{name}.txt"), format!("{}\n\n{}", message.subject, message.text));
        insta::assert_snapshot!(format!("{name}.html"), message.html);
    }
    let (_, _, notice) = all("Erika Muster").swap_remove(0);
    insta::assert_snapshot!("notice.en.eml", String::from_utf8(bytes(&notice, "notice")).unwrap());
}

#[test]
fn no_snapshot_is_stale() {
    let mut expected: BTreeSet<String> = all("x")
        .iter()
        .flat_map(|(name, _, _)| [format!("{name}.txt"), format!("{name}.html")])
        .map(|name| format!("mail__samples__snapshots__{name}.snap"))
        .collect();
    expected.insert("mail__samples__snapshots__notice.en.eml.snap".to_owned());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/samples/snapshots");
    let found: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn every_kind_has_a_sample() {
    assert_eq!(kinds().len(), 36);
    assert_eq!(all("x").len(), super::mails("x").len() * Locale::ALL.len());
}

#[test]
fn f13_a_repeat_is_byte_identical() {
    for ((name, mail, first), (_, _, second)) in all("Erika Muster").iter().zip(all("Erika Muster").iter()) {
        assert_eq!(bytes(first, mail.kind()), bytes(second, mail.kind()), "{name}");
    }
}

#[test]
fn domain_9_mails_load_nothing_and_name_no_amount() {
    for (name, _, message) in all("Erika Muster") {
        for forbidden in ["<img", "<link", "@import", "url(", "<script", "googleapis"] {
            assert!(!message.html.contains(forbidden), "{name} has {forbidden}");
        }
        for forbidden in ["USD", "EUR", "$"] {
            assert!(!message.text.contains(forbidden), "{name} has {forbidden}");
        }
    }
}

#[test]
fn p14_every_mail_to_partner_and_vendor_says_whose_move_it_is_by_when_and_what_next() {
    let labels = [
        (Locale::En, ["\nWhose move: ", "\nBy when: ", "\nWhat next: "]),
        (Locale::De, ["\nWer ist am Zug: ", "\nBis wann: ", "\nWie es weitergeht: "]),
    ];
    let customers = [super::customer::mails("x"), super::engagement::to_customer("x")].concat();
    let customers: BTreeSet<&str> = customers.iter().map(|(_, mail)| mail.kind()).collect();
    for (name, mail, message) in all("Erika Muster") {
        let (_, labels) = labels.iter().find(|(locale, _)| *locale == message.locale).unwrap();
        let customer = customers.contains(mail.kind());
        assert_eq!(customer, message.text.contains("\n>> "), "{name}");
        assert_eq!(!customer, labels.iter().all(|label| message.text.contains(label)), "{name}");
    }
}

#[test]
fn every_text_is_there_and_filled() {
    for (name, _, message) in all("Erika Muster") {
        for rest in ["{$", "{ $", "-title:", "-opening", "label-", "reason-p", "by-", "move-"] {
            assert!(!message.text.contains(rest), "{name} has {rest}");
        }
    }
}
