//! Mails to the customer.

use super::{deadline, moment, request};
use crate::content::*;

pub(super) fn mails(words: &str) -> Vec<(&'static str, Mail)> {
    let link = "https://claims.example.org/c/bWFpbC1zYW1wbGUtdG9rZW4".to_owned();
    let request = request(words);
    let receipt = |decision| Mail::Receipt {
        request: request.clone(),
        decision,
        receipt_id: "rcp_01j9k2".to_owned(),
        at: moment("2027-03-05T08:12:00Z"),
        by: words.to_owned(),
        link: link.clone(),
    };
    let voided = |reason| Mail::ConsentVoided { request: request.clone(), reason };
    let over = |by| Mail::AssociationOver { request: request.clone(), by };
    let notice = |window| Mail::Notice { request: request.clone(), window, link: link.clone() };
    let remind = |window| Mail::NoticeReminder { request: request.clone(), window, link: link.clone() };
    vec![
        ("notice", notice(ObjectionWindow::AfterDelivery { business_days: 5 })),
        ("notice_one_day", notice(ObjectionWindow::AfterDelivery { business_days: 1 })),
        ("notice_reminder", remind(ObjectionWindow::Until(deadline()))),
        ("notice_reminder_late", remind(ObjectionWindow::Closed)),
        ("consent_voided_recalled", voided(VoidReason::Recalled)),
        ("consent_voided_over", voided(VoidReason::Over)),
        ("consent_voided_replaced", voided(VoidReason::Replaced)),
        ("receipt_accepted", receipt(Decision::Accepted)),
        ("receipt_objected", receipt(Decision::Objected)),
        ("receipt_withdrawn", receipt(Decision::Withdrawn)),
        ("no_objection", Mail::NoObjection { request: request.clone(), link: link.clone() }),
        ("association_over_partner", over(EndedBy::Partner)),
        ("association_over_programme", over(EndedBy::Programme)),
    ]
}
