//! Every mail once, as a real claim would fill it, and the tests that read them all.

use std::collections::BTreeSet;

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
        role: "Use or consume".to_owned(),
        customer: "Fabrikam AG".to_owned(),
        tenant: "3f2c5b1e-7d4a-4c39-9f51-0a9d2b7c6e10".to_owned(),
        items: strings(&["Teams", "Exchange Online"]),
        privacy_contact: "https://northwind.example/privacy".to_owned(),
        recipient: recipient.to_owned(),
    }
}

fn claim(name: &str) -> ClaimRef {
    ClaimRef {
        number: "CLM-7K2M9QX4".to_owned(),
        name: name.to_owned(),
        customer: "Fabrikam AG".to_owned(),
        engagement: "Modern work and security usage".to_owned(),
        programme: "Modern Work Partner Programme".to_owned(),
        recipient: "Jana Müller".to_owned(),
        claim_url: Some("https://claims.example.org/claims/clm_01j9".to_owned()),
    }
}

/// Every mail, named; `words` stands wherever a partner's own words do.
pub(crate) fn mails(words: &str) -> Vec<(&'static str, Mail)> {
    let link = "https://claims.example.org/c/bWFpbC1zYW1wbGUtdG9rZW4".to_owned();
    let deadline = moment("2027-03-12T23:00:00Z");
    let request = request(words);
    let claim = claim(words);
    let reasons = vec![
        Reason {
            code: "poe_item_not_covered".to_owned(),
            about: Some("Exchange Online".to_owned()),
            document: Some(words.to_owned()),
            text: "Page 2 names Teams only.".to_owned(),
        },
        Reason { code: "odd_code".to_owned(), about: None, document: None, text: words.to_owned() },
    ];
    let receipt = |decision| Mail::Receipt {
        request: request.clone(),
        decision,
        receipt_id: "rcp_01j9k2".to_owned(),
        at: moment("2027-03-05T08:12:00Z"),
        by: words.to_owned(),
        link: link.clone(),
    };
    let voided = |reason| Mail::ConsentVoided { request: request.clone(), reason };
    let notice = |window| Mail::Notice { request: request.clone(), window, link: link.clone() };
    let remind = |window| Mail::NoticeReminder { request: request.clone(), window, link: link.clone() };
    let approved = |window, refused| Mail::Approved {
        claim: claim.clone(),
        accepted: strings(&["Teams"]),
        refused,
        window,
    };
    let refused = vec![RefusedItem {
        item: "Exchange Online".to_owned(),
        code: "poe_item_not_covered".to_owned(),
        text: String::new(),
    }];
    vec![
        ("notice", notice(ObjectionWindow::AfterDelivery { business_days: 5 })),
        ("notice_one_day", notice(ObjectionWindow::AfterDelivery { business_days: 1 })),
        ("notice_reminder", remind(ObjectionWindow::Until(deadline.clone()))),
        ("notice_reminder_late", remind(ObjectionWindow::Closed)),
        ("consent_voided_recalled", voided(VoidReason::Recalled)),
        ("consent_voided_canceled", voided(VoidReason::Canceled)),
        ("consent_voided_replaced", voided(VoidReason::Replaced)),
        ("receipt_accepted", receipt(Decision::Accepted)),
        ("receipt_objected", receipt(Decision::Objected)),
        ("receipt_withdrawn", receipt(Decision::Withdrawn)),
        ("no_objection", Mail::NoObjection { request: request.clone(), link: link.clone() }),
        (
            "association_ended",
            Mail::AssociationEnded { request: request.clone(), reason: EndReason::PartnerDisassociated },
        ),
        ("claim_submitted", Mail::ClaimSubmitted { claim: claim.clone(), start_due: deadline.clone() }),
        ("review_started", Mail::ReviewStarted { claim: claim.clone(), decision_due: deadline.clone() }),
        (
            "action_required",
            Mail::ActionRequired {
                claim: claim.clone(),
                reasons: reasons.clone(),
                answer_due: deadline.clone(),
            },
        ),
        ("approved_open", approved(ObjectionWindow::Until(deadline.clone()), refused)),
        ("approved_undelivered", approved(ObjectionWindow::AfterDelivery { business_days: 5 }, Vec::new())),
        ("approved_closed", approved(ObjectionWindow::Closed, Vec::new())),
        (
            "rejected",
            Mail::Rejected {
                claim: claim.clone(),
                reasons: reasons.clone(),
                dispute_due: Some(deadline.clone()),
            },
        ),
        ("rejected_final", Mail::Rejected { claim: claim.clone(), reasons, dispute_due: None }),
        (
            "customer_objected",
            Mail::CustomerObjected { claim: claim.clone(), reason: Some(words.to_owned()) },
        ),
        ("customer_accepted", Mail::CustomerAccepted { claim: claim.clone() }),
        (
            "contact_undeliverable",
            Mail::ContactUndeliverable { claim: claim.clone(), address: "erika@fabrikam.example".to_owned() },
        ),
        ("association_active", Mail::AssociationActive { claim: claim.clone(), items: strings(&["Teams"]) }),
        (
            "partner_association_ended",
            Mail::PartnerAssociationEnded {
                claim: claim.clone(),
                items: strings(&["Teams"]),
                reason: EndReason::CustomerDeclined,
            },
        ),
        (
            "document_refused",
            Mail::DocumentRefused {
                claim: claim.clone(),
                file_name: words.to_owned(),
                problem: DocumentProblem::TypeNotAllowed,
            },
        ),
        ("claim_expired", Mail::ClaimExpired { claim, dispute_due: Some(deadline) }),
    ]
}

pub(crate) fn bytes(message: &Message, kind: &str) -> Vec<u8> {
    let row = RowTag::new("clm_01j9", 17, kind).unwrap();
    let date: Timestamp = "2027-03-01T07:30:00Z".parse().unwrap();
    mime(message, "erika@fabrikam.example", "<clm_01j9.17@mail.example.org>", &row, date).unwrap()
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
mod hostile;
mod snapshots;

fn kinds() -> BTreeSet<&'static str> {
    mails("x").iter().map(|(_, mail)| mail.kind()).collect()
}
