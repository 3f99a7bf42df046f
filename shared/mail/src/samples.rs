//! Every mail once, as a real claim would fill it, and the tests that read them all.

use std::collections::BTreeSet;

use domain::catalogue::Kind;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::content::*;
use crate::{Identity, Locale, Message, Moment, RowTag, mime, render};

pub(crate) fn identity() -> Identity {
    Identity {
        from: "Assent <no-reply@mail.example.org>".to_owned(),
        base: "https://claims.example.org".to_owned(),
    }
}

fn deadline() -> Moment {
    moment("2027-03-12T23:00:00Z")
}

fn moment(at: &str) -> Moment {
    Moment::new(at.parse().unwrap(), &TimeZone::get("Europe/Berlin").unwrap())
}

fn strings(list: &[&str]) -> Vec<String> {
    list.iter().map(|entry| (*entry).to_owned()).collect()
}

fn request(recipient: &str) -> Request {
    Request {
        number: "CLM-7K2M9QX4".to_owned(),
        partner: Partner {
            legal_name: "Contoso Beratung GmbH".to_owned(),
            location: "Berlin (4821907)".to_owned(),
            person: recipient.replace("Erika", "Jana"),
        },
        programme: "Modern Work Partner Programme".to_owned(),
        vendor: "Northwind Ltd".to_owned(),
        engagement: "Modern work and security usage".to_owned(),
        customer: "Fabrikam AG".to_owned(),
        about: About::Association {
            role: "Use or consume".to_owned(),
            tenant: "3f2c5b1e-7d4a-4c39-9f51-0a9d2b7c6e10".to_owned(),
            items: strings(&["Teams", "Exchange Online"]),
        },
        privacy_contact: "https://northwind.example/privacy".to_owned(),
        recipient: recipient.to_owned(),
    }
}

fn claim(name: &str) -> ClaimRef {
    ClaimRef {
        number: "CLM-7K2M9QX4".to_owned(),
        kind: Kind::Association,
        name: name.to_owned(),
        customer: "Fabrikam AG".to_owned(),
        engagement: "Modern work and security usage".to_owned(),
        programme: "Modern Work Partner Programme".to_owned(),
        recipient: "Jana Müller".to_owned(),
        claim_url: Some("https://claims.example.org/claims/clm_01j9".to_owned()),
    }
}

/// Every mail, named; `words` stands wherever a partner's own words do, or a customer's.
pub(crate) fn mails(words: &str) -> Vec<(&'static str, Mail)> {
    let mut mails = customer::mails(words);
    mails.extend(partner::mails(words));
    mails.extend(course::mails(words));
    mails.extend(engagement::to_customer(words));
    mails.extend(engagement::to_partner(words));
    mails.extend(vendor::mails(words));
    mails
}

pub(crate) fn bytes(message: &Message, kind: &str) -> Vec<u8> {
    let row = RowTag::new("clm_01j9", 17, kind).unwrap();
    let date: Timestamp = "2027-03-01T07:30:00Z".parse().unwrap();
    mime(
        message,
        "erika@fabrikam.example",
        "<clm_01j9.17@mail.example.org>",
        &row,
        Some("JKJaXmPLvHcESHA="),
        date,
    )
    .unwrap()
}

fn all(words: &str) -> Vec<(String, Mail, Message)> {
    let mut all = Vec::new();
    for locale in Locale::ALL {
        for (name, mail) in mails(words) {
            let message = render(&mail, locale, &identity()).unwrap();
            all.push((format!("{name}.{}", locale.tag()), mail, message));
        }
    }
    all
}

mod catalogue;
mod course;
mod customer;
mod engagement;
mod hostile;
mod partner;
mod snapshots;
mod vendor;

fn kinds() -> BTreeSet<&'static str> {
    mails("x").iter().map(|(_, mail)| mail.kind()).collect()
}
