//! Mails about engagement claims: those that only they have, and those that read differently for them.

use domain::{Identifier, IdentifierType, catalogue::Kind};

use super::{deadline, moment};
use crate::content::*;

const ENGAGEMENT: &str = "Workshop";

fn request(words: &str, kind: IdentifierType, value: &str) -> Request {
    let identifier = Identifier { kind, value: value.to_owned() };
    Request {
        engagement: ENGAGEMENT.to_owned(),
        about: About::Engagement { identifier },
        ..super::request(words)
    }
}

fn claim(name: &str) -> ClaimRef {
    ClaimRef { kind: Kind::Engagement, engagement: ENGAGEMENT.to_owned(), ..super::claim(name) }
}

pub(super) fn to_customer(words: &str) -> Vec<(&'static str, Mail)> {
    let link = "https://claims.example.org/c/bWFpbC1zYW1wbGUtdG9rZW4".to_owned();
    let request = |kind, value| request(words, kind, value);
    let by_domain = || request(IdentifierType::Domain, "fabrikam.example");
    let receipt = |decision| Mail::Receipt {
        request: request(IdentifierType::Tenant, "3f2c5b1e-7d4a-4c39-9f51-0a9d2b7c6e10"),
        decision,
        receipt_id: "rcp_01j9k2".to_owned(),
        at: moment("2027-03-05T08:12:00Z"),
        by: words.to_owned(),
        link: link.clone(),
    };
    let voided = |reason| Mail::ConsentVoided { request: by_domain(), reason };
    let over = |by| Mail::ClaimOver { request: by_domain(), by };
    let parent = request(IdentifierType::ParentAccount, "4711");
    vec![
        (
            "consent_request",
            Mail::ConsentRequest { request: by_domain(), due: deadline(), link: link.clone() },
        ),
        (
            "consent_request_opportunity",
            Mail::ConsentRequest {
                request: request(IdentifierType::Opportunity, "7-3K9QX2"),
                due: deadline(),
                link: link.clone(),
            },
        ),
        ("consent_reminder", Mail::ConsentReminder { request: parent, due: deadline(), link: link.clone() }),
        ("consent_voided_engagement_recalled", voided(VoidReason::Recalled)),
        ("consent_voided_engagement_over", voided(VoidReason::Over)),
        ("consent_voided_engagement_replaced", voided(VoidReason::Replaced)),
        ("receipt_engagement_accepted", receipt(Decision::Accepted)),
        ("receipt_engagement_declined", receipt(Decision::Declined)),
        ("receipt_engagement_withdrawn", receipt(Decision::Withdrawn)),
        ("claim_over_partner", over(EndedBy::Partner)),
        ("claim_over_programme", over(EndedBy::Programme)),
    ]
}

pub(super) fn to_partner(words: &str) -> Vec<(&'static str, Mail)> {
    [reviewed(words), asked(words), timed(words)].concat()
}

fn reviewed(words: &str) -> Vec<(&'static str, Mail)> {
    let claim = claim(words);
    let reasons = vec![Reason {
        code: "poe_service_missing".to_owned(),
        about: None,
        document: Some(words.to_owned()),
        text: "Page 2 is missing.".to_owned(),
    }];
    vec![
        ("claim_submitted_engagement", Mail::ClaimSubmitted { claim: claim.clone(), start_due: deadline() }),
        (
            "action_required_engagement",
            Mail::ActionRequired { claim: claim.clone(), reasons: reasons.clone(), answer_due: deadline() },
        ),
        (
            "approved_engagement",
            Mail::Approved {
                claim: claim.clone(),
                accepted: Vec::new(),
                refused: Vec::new(),
                window: ObjectionWindow::Closed,
            },
        ),
        ("rejected_final_engagement", Mail::Rejected { claim, reasons, dispute_due: None }),
    ]
}

fn asked(words: &str) -> Vec<(&'static str, Mail)> {
    let claim = claim(words);
    let reason = Some(words.to_owned());
    let consent_due = Some(deadline());
    vec![
        (
            "customer_accepted_engagement",
            Mail::CustomerAccepted { claim: claim.clone(), submit_due: Some(deadline()) },
        ),
        ("customer_declined", Mail::CustomerDeclined { claim: claim.clone(), reason: reason.clone() }),
        ("customer_withdrew", Mail::CustomerWithdrew { claim: claim.clone(), reason: None }),
        ("claim_stopped", Mail::ClaimStopped { claim: claim.clone(), words: reason.clone() }),
        (
            "contact_undeliverable_engagement",
            Mail::ContactUndeliverable {
                claim: claim.clone(),
                address: "erika@fabrikam.example".to_owned(),
                consent_due: consent_due.clone(),
            },
        ),
        (
            "contact_delegated_engagement",
            Mail::ContactDelegated {
                claim: claim.clone(),
                name: words.to_owned(),
                address: "otto@fabrikam.example".to_owned(),
                consent_due: consent_due.clone(),
            },
        ),
        ("request_reported_engagement", Mail::RequestReported { claim, reason, consent_due }),
    ]
}

fn timed(words: &str) -> Vec<(&'static str, Mail)> {
    let claim = claim(words);
    let near = |clock| Mail::DeadlineNear { claim: claim.clone(), clock, due: deadline() };
    let expired = |missed| Mail::ClaimExpired { claim: claim.clone(), missed };
    vec![
        ("deadline_near_request", near(PartnerClock::Request)),
        ("deadline_near_consent", near(PartnerClock::Consent)),
        ("deadline_near_proof", near(PartnerClock::Proof)),
        ("deadline_near_return", near(PartnerClock::Answer { last: false })),
        ("claim_expired_request", expired(Lapse::Request)),
        ("claim_expired_consent", expired(Lapse::Consent)),
        ("claim_expired_proof", expired(Lapse::Proof)),
        ("claim_expired_return", expired(Lapse::Return { disputed: false })),
        ("claim_expired_return_disputed", expired(Lapse::Return { disputed: true })),
        ("claim_expired_undisputed", expired(Lapse::Dispute)),
    ]
}
