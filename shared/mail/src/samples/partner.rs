//! Mails to the partner about what is proven, reviewed and answered.

use super::{claim, deadline, moment, strings};
use crate::content::*;

pub(super) fn mails(words: &str) -> Vec<(&'static str, Mail)> {
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
    let lost = vec![Reason {
        code: "contest_lost".to_owned(),
        about: Some("Teams".to_owned()),
        document: None,
        text: String::new(),
    }];
    let rejected = |reasons, dispute_due| Mail::Rejected { claim: claim.clone(), reasons, dispute_due };
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
        ("claim_submitted", Mail::ClaimSubmitted { claim: claim.clone(), start_due: deadline() }),
        ("review_started", Mail::ReviewStarted { claim: claim.clone(), decision_due: Some(deadline()) }),
        ("review_started_contested", Mail::ReviewStarted { claim: claim.clone(), decision_due: None }),
        (
            "action_required",
            Mail::ActionRequired { claim: claim.clone(), reasons: reasons.clone(), answer_due: deadline() },
        ),
        ("approved_open", approved(ObjectionWindow::Until(deadline()), refused)),
        ("approved_undelivered", approved(ObjectionWindow::AfterDelivery { business_days: 5 }, Vec::new())),
        ("approved_closed", approved(ObjectionWindow::Closed, Vec::new())),
        ("rejected", rejected(reasons.clone(), Some(deadline()))),
        ("rejected_contest_lost", rejected(lost, Some(deadline()))),
        ("rejected_final", rejected(reasons, None)),
        ("digest", digest(&[News::Submitted, News::Approved, News::CustomerAccepted])),
        ("digest_others", digest(&[News::ReviewStarted, News::DisputeOpened, News::AssociationActive])),
        ("digest_of_one", digest(&[News::Approved])),
        ("dispute_opened", Mail::DisputeOpened { claim: claim.clone(), answer_due: deadline() }),
        (
            "customer_objected",
            Mail::CustomerObjected { claim: claim.clone(), reason: Some(words.to_owned()) },
        ),
        ("customer_accepted", Mail::CustomerAccepted { claim: claim.clone(), submit_due: None }),
        (
            "contact_undeliverable",
            Mail::ContactUndeliverable {
                claim: claim.clone(),
                address: "erika@fabrikam.example".to_owned(),
                consent_due: None,
            },
        ),
        (
            "contact_delegated",
            Mail::ContactDelegated {
                claim: claim.clone(),
                name: words.to_owned(),
                address: "otto@fabrikam.example".to_owned(),
                consent_due: None,
            },
        ),
        (
            "request_reported",
            Mail::RequestReported { claim: claim.clone(), reason: Some(words.to_owned()), consent_due: None },
        ),
        (
            "document_refused",
            Mail::DocumentRefused {
                claim,
                file_name: words.to_owned(),
                problem: DocumentProblem::TypeNotAllowed,
            },
        ),
    ]
}

fn digest(news: &[News]) -> Mail {
    let claim = claim("x");
    let row = |news: &News| DigestRow {
        number: claim.number.clone(),
        customer: claim.customer.clone(),
        news: *news,
        at: moment("2027-03-01T09:12:00Z"),
    };
    Mail::Digest {
        rows: news.iter().map(row).collect(),
        programme: claim.programme.clone(),
        recipient: claim.recipient.clone(),
        link: "https://claims.example.org/console/claims".to_owned(),
    }
}
