//! Mails to the vendor's staff.

use domain::catalogue::Kind;

use super::deadline;
use crate::content::*;

pub(super) fn mails(words: &str) -> Vec<(&'static str, Mail)> {
    let case = Case {
        number: "CLM-7K2M9QX4".to_owned(),
        kind: Kind::Association,
        partner: "Contoso Beratung GmbH".to_owned(),
        customer: "Fabrikam AG".to_owned(),
        engagement: "Modern work and security usage".to_owned(),
        programme: "Modern Work Partner Programme".to_owned(),
        claim_url: Some("https://claims.example.org/claims/clm_01j9".to_owned()),
    };
    let overdue = |clock, office| Mail::SlaOverdue { case: case.clone(), clock, since: deadline(), office };
    vec![
        ("sla_overdue_start", overdue(VendorClock::Start, Office::ReviewLead)),
        ("sla_overdue_decision", overdue(VendorClock::Decision, Office::ReviewLead)),
        ("sla_overdue_dispute", overdue(VendorClock::Dispute, Office::ReviewLead)),
        ("sla_overdue_manager", overdue(VendorClock::Start, Office::ProgrammeManager)),
        (
            "request_reported_manager",
            Mail::RequestReportedManager {
                case: case.clone(),
                by: Some(words.to_owned()),
                reason: Some(words.to_owned()),
            },
        ),
        (
            "request_reported_manager_engagement",
            Mail::RequestReportedManager {
                case: Case { kind: Kind::Engagement, ..case.clone() },
                by: Some(words.to_owned()),
                reason: None,
            },
        ),
    ]
}
