//! The shape of what is answered, whole.

use app::ports::{Comment, MailKey, MailRow, MailState, Visibility};
use domain::{
    Action, Actor, Claim, CommentId, Entry, Identifier, IdentifierType, Locale, Money, Role, Side, State,
    claim::{
        Association, AssociationStatus, Deal, Earning, EarningState, Estimate, ItemDecision, Line, Origin,
        Place, Reason, Referral, Review, ReviewResult, Stage,
    },
    consent::{Consent, ConsentState, Mode},
    document::{Covers, Document, DocumentState},
    history::By,
    state::Reviewer,
};
use serde_json::{Value, json};

use super::*;
use crate::testing::{admin, caller, catalogue, draft, now, staff};

fn at(text: &str) -> jiff::Timestamp {
    text.parse().unwrap()
}

fn whole(claim: &Claim, actor: &Actor) -> Value {
    serde_json::to_value(super::claim(claim, actor, now(), &catalogue())).unwrap()
}

/// Approved, the customer told, the objection window running.
fn approved() -> Claim {
    let mut claim = draft();
    claim.state = State::Approved;
    claim.version = 5;
    claim.submissions = 1;
    claim.content.items[0].decision = ItemDecision::Accepted;
    claim.content.items[0].association = Some(Association {
        status: AssociationStatus::Pending,
        since: at("2026-11-03T08:00:00.5Z"),
        ended_reason: None,
        end: None,
        watched: false,
    });
    claim.consent = Some(Consent {
        id: domain::ConsentId::derived(&["consent"]),
        mode: Mode::Notice,
        round: 1,
        contact: claim.content.customer_contact.clone(),
        terms: claim.terms(),
        state: ConsentState::Delivered,
        requested_at: now(),
        sent_at: Some(at("2026-11-02T09:00:01Z")),
        delivered_at: Some(at("2026-11-02T09:00:02Z")),
        window_ends: Some(at("2026-11-09T23:00:00Z")),
        reminders: 1,
        asked_at: now(),
        decision: None,
        delegate: None,
        delegations: 0,
        reported_at: None,
    });
    claim.documents.push(Document {
        id: domain::DocumentId::derived(&["document"]),
        file_name: "sow.pdf".into(),
        media_type: "application/pdf".into(),
        kind: "statement_of_work".into(),
        covers: Covers { items: vec![claim.content.items[0].key.clone()], elements: vec!["identity".into()] },
        size: 7,
        sha256: "0".repeat(64),
        activity_date: Some("2026-10-01".parse().unwrap()),
        state: DocumentState::Refused { problem: "file_encrypted".into() },
        added_at: now(),
    });
    claim.review = Some(Review {
        stage: Stage::First,
        result: ReviewResult::Approve,
        reasons: vec![Reason {
            code: "other".into(),
            pointer: "/items/workload:teams".into(),
            document_id: None,
            text: "fine".into(),
        }],
        at: now(),
        by: None,
    });
    claim
}

#[test]
fn a_claim_has_exactly_the_fields_of_the_contract() {
    let claim = approved();
    let id = claim.id.to_string();
    assert_eq!(
        whole(&claim, &staff(admin())),
        json!({
            "id": id, "number": claim.id.number(), "kind": "association", "name": "Fabrikam Teams",
            "status": "approved", "waitingFor": "customer", "version": 5,
            "engagementId": "modern-work-usage", "ruleVersion": 1, "partnerRole": "use_or_consume",
            "origin": null, "locationId": "4821907",
            "customer": {
                "id": claim.customer.id.as_str(), "name": claim.customer.name,
                "identifier": { "type": "tenant", "value": "3f2c0a6e-0000-4000-8000-00000000000a" },
                "tenantId": "3f2c0a6e-0000-4000-8000-00000000000a", "mismatchReason": null,
            },
            "items": [{
                "key": "workload:teams", "workload": "teams", "subscriptionId": null, "product": null,
                "decision": "accepted", "reason": null,
                "association": { "status": "pending", "since": "2026-11-03T08:00:00.5Z", "endedReason": null, "endsAt": null },
            }],
            "customerContact": {
                "name": "Clara Kunde", "title": "Head of IT", "email": "clara@fabrikam.example", "locale": "de",
            },
            "partnerContact": { "name": "Paul Partner", "email": "paul@partner.example" },
            "revenue": null, "optOutOfIncentives": false, "dealSize": null, "hours": null,
            "payoutEstimate": null,
            "consent": {
                "id": claim.consent.as_ref().unwrap().id.as_str(), "mode": "notice", "state": "delivered",
                "round": 1, "sentAt": "2026-11-02T09:00:01Z", "deliveredAt": "2026-11-02T09:00:02Z",
                "remindersSent": 1, "nextReminderAllowedAt": "2026-11-03T09:00:00Z",
                "delegate": null, "reportedAt": null,
            },
            "deadlines": [
                { "clock": "objection", "at": "2026-11-09T23:00:00Z", "timeZone": "Europe/Berlin" },
            ],
            "documents": [{
                "id": claim.documents[0].id.as_str(), "fileName": "sow.pdf", "state": "refused",
                "kind": "statement_of_work",
                "covers": { "items": ["workload:teams"], "elements": ["identity"] },
                "size": 7, "sha256": "0".repeat(64), "activityDate": "2026-10-01",
                "problem": "file_encrypted",
            }],
            "referralId": null, "earning": null, "rejection": null,
            "review": {
                "stage": "first", "result": "approve",
                "reasons": [{
                    "code": "other", "pointer": "/items/workload:teams", "documentId": null, "text": "fine",
                }],
                "at": "2026-11-02T09:00:00Z",
            },
            "contestId": null, "copyOf": null, "overdue": [], "warnings": [],
            "allowedActions": ["disassociate", "upload", "comment", "resend", "change_contact"], "editableFields": [],
            "createdAt": "2026-11-02T09:00:00Z", "updatedAt": "2026-11-02T09:00:00Z",
        })
    );
}

/// An engagement claim by hours whose customer is asked.
fn engaged() -> Claim {
    let mut claim = draft();
    claim.state = State::AwaitingConsent;
    claim.content.items.clear();
    claim.content.role.clear();
    claim.customer.tenant.clear();
    let amount = Money::whole(1_538, "USD");
    claim.deal = Some(Deal {
        origin: Origin::Claimed,
        identifier: Identifier::parse(IdentifierType::Opportunity, "7-3K9QX2").unwrap(),
        mismatch_reason: Some("A subsidiary pays.".into()),
        quarter_hours: Some(41),
        estimate: Some(Estimate {
            amount: amount.clone(),
            lines: vec![Line { code: "cap".into(), inputs: String::new(), amount }],
        }),
        size: Some(Money::whole(48_500, "USD")),
        disclaimer: None,
        place: Place::default(),
        consent_by: at("2026-12-02T23:00:00Z"),
        submit_by: None,
        review_by: None,
        dispute_by: None,
        referral: Some(Referral::of(&claim.id, now())),
    });
    claim
}

#[test]
fn an_engagement_claim_has_a_deal_and_no_role() {
    let mut claim = engaged();
    let view = whole(&claim, &staff(admin()));
    for (field, value) in [
        ("kind", json!("engagement")),
        ("origin", json!("claimed")),
        ("partnerRole", Value::Null),
        ("items", json!([])),
        ("dealSize", json!({ "amount": "48500.00", "currency": "USD" })),
        ("hours", json!(10.25)),
        ("referralId", json!(format!("ref_{}", claim.id.as_str().trim_start_matches("clm_")))),
        ("earning", Value::Null),
    ] {
        assert_eq!(view[field], value, "{field}");
    }
    let money = json!({ "amount": "1538.00", "currency": "USD" });
    assert_eq!(
        view["payoutEstimate"],
        json!({ "amount": "1538.00", "currency": "USD", "lines": [{ "code": "cap", "inputs": "", "amount": money }] })
    );
    assert_eq!(
        view["customer"],
        json!({
            "id": claim.customer.id.as_str(), "name": claim.customer.name, "tenantId": null,
            "identifier": { "type": "opportunity", "value": "7-3K9QX2" },
            "mismatchReason": "A subsidiary pays.",
        })
    );
    assert_eq!(
        view["deadlines"],
        json!([{ "clock": "consent", "at": "2026-12-02T23:00:00Z", "timeZone": "Europe/Berlin" }])
    );
    let row = serde_json::to_value(super::referral(&claim)).unwrap();
    assert_eq!((&row["type"], &row["status"]), (&json!("partner_led"), &json!("active")));
    claim.earning = Some(Earning { state: EarningState::Accrued, ..Earning::none(now(), "") });
    assert_eq!(serde_json::to_value(earning_row(&claim)).unwrap()["amount"], money);
    claim.deal.as_mut().unwrap().quarter_hours = Some(160);
    assert_eq!(whole(&claim, &staff(admin()))["hours"], json!(40));
}

#[test]
fn an_engagement_is_told_with_its_rules() {
    let catalogue = catalogue();
    let view = |id: &str| {
        let known = catalogue.newest(id).unwrap();
        serde_json::to_value(engagement(known, &catalogue, Locale::En, now())).unwrap()
    };
    let project = view("variable-project");
    for (field, value) in [
        ("payType", json!("variable")),
        ("consentMode", json!("opt_in")),
        ("identifierTypes", json!(["opportunity"])),
        ("eligibility", json!("open")),
        ("confirmation", json!("name")),
    ] {
        assert_eq!(project[field], value, "{field}");
    }
    assert_eq!(project["payout"]["is"], "variable");
    assert!(project["payout"]["rate"]["amount"].is_string() && project["payout"]["maxHours"].is_u64());
    assert!(project["referral"]["minimumDealSize"]["amount"].is_string());
    assert_eq!(project["disclaimer"]["id"], "deal-disclaimer");
    let days = &view("workshop")["deadlines"];
    assert_eq!(
        (&days["consentDays"], &days["submitDays"], &days["reviewDays"]),
        (&json!(30), &json!(90), &json!(120))
    );
    assert_eq!((&days["objectionBusinessDays"], &days["reminderDays"]), (&Value::Null, &json!([3, 7, 14])));
    let association = &view("modern-work-usage")["deadlines"];
    assert_eq!((&association["consentDays"], &association["reviewDays"]), (&Value::Null, &json!(14)));
    assert_eq!(association["objectionBusinessDays"], 5);
}

#[test]
fn a_draft_can_be_edited_by_those_who_may() {
    let claim = draft();
    let own = whole(&claim, &staff(admin()));
    assert_eq!(own["consent"], Value::Null);
    assert_eq!(own["allowedActions"], json!(["edit", "submit", "cancel", "upload", "comment"]));
    assert_eq!(own["editableFields"].as_array().map(Vec::len), Some(7));
    let user = whole(&claim, &staff(caller(Side::Partner, &[Role::IncentivesUser])));
    assert_eq!((&user["allowedActions"], &user["editableFields"]), (&json!([]), &json!([])));
}

#[test]
fn a_referrals_administrator_sees_the_header_only() {
    let claim = approved();
    let header = whole(&claim, &staff(caller(Side::Partner, &[Role::ReferralsAdmin])));
    let fields: Vec<_> = header.as_object().unwrap().keys().map(String::as_str).collect();
    let mut expected = vec![
        "id",
        "number",
        "kind",
        "name",
        "status",
        "waitingFor",
        "engagementId",
        "locationId",
        "customer",
        "deadlines",
        "updatedAt",
    ];
    expected.sort_unstable();
    assert_eq!(fields, expected);
    let both = whole(&claim, &staff(caller(Side::Partner, &[Role::ReferralsAdmin, Role::IncentivesUser])));
    assert!(both.get("documents").is_some());
}

#[test]
fn a_rejection_names_its_code() {
    let mut claim = draft();
    claim.state = State::RejectedFinal { code: "no_partner_response".into() };
    assert_eq!(whole(&claim, &staff(admin()))["rejection"], json!({ "code": "no_partner_response" }));
    claim.state = State::Canceled { code: None };
    assert_eq!(whole(&claim, &staff(admin()))["rejection"], Value::Null);
}

#[test]
fn i_14_the_history_carries_the_chain_and_hides_people_of_the_vendor() {
    let mut claim = draft();
    let reviewer = By::actor(&staff(caller(Side::Vendor, &[Role::Reviewer])));
    let entry = Entry::new(now(), reviewer, Action::ReviewStarted).change("submitted", "under_review");
    claim.history.push(entry);
    let seen = |viewer| serde_json::to_value(history(&claim, viewer)).unwrap();
    let partner = seen(Side::Partner);
    assert_eq!(
        partner[0]["actor"],
        json!({ "side": "partner", "name": "Name of pa-1", "role": "incentives_admin" })
    );
    assert_eq!(
        partner[1],
        json!({
            "seq": 2, "at": "2026-11-02T09:00:00Z",
            "actor": { "side": "vendor", "name": null, "role": "reviewer" },
            "action": "review_started", "from": "submitted", "to": "under_review", "reason": null,
            "hash": claim.history.head,
        })
    );
    assert_eq!(seen(Side::Vendor)[1]["actor"]["name"], "Name of rv-1");
}

#[test]
fn comments_are_for_the_side_they_are_meant_for() {
    let words = |side, visibility| Comment {
        id: CommentId::derived(&["comment"]),
        claim: draft().id,
        at: now(),
        by: "Rita Reviewer".into(),
        side,
        visibility,
        text: "hello".into(),
        answers: None,
        body: None,
    };
    let seen = |comment: &Comment, viewer| super::comment(comment, viewer);
    let internal = words(Side::Vendor, Visibility::Internal);
    assert!(seen(&internal, Side::Partner).is_none());
    assert_eq!(seen(&internal, Side::Vendor).unwrap().visibility, "internal");
    let shared = words(Side::Vendor, Visibility::Shared);
    assert_eq!(
        serde_json::to_value(seen(&shared, Side::Partner).unwrap()).unwrap(),
        json!({
            "id": shared.id.as_str(), "at": "2026-11-02T09:00:00Z", "by": null, "side": "vendor",
            "visibility": "shared", "text": "hello",
        })
    );
    assert_eq!(seen(&shared, Side::Vendor).unwrap().by.as_deref(), Some("Rita Reviewer"));
    let partner = words(Side::Partner, Visibility::Shared);
    assert_eq!(seen(&partner, Side::Partner).unwrap().by.as_deref(), Some("Rita Reviewer"));
}

#[test]
fn the_consent_record_lists_the_mails_to_the_customer() {
    let claim = approved();
    let row = |seq, kind: &str, state| MailRow {
        key: MailKey { claim: claim.id.clone(), seq, kind: kind.into() },
        round: Some(1),
        to: "clara@fabrikam.example".into(),
        state,
        attempt: 1,
        first_at: now(),
        at: now(),
        due: None,
        chased: false,
        message_id: None,
        request: None,
    };
    let rows = [
        row(9, "receipt", MailState::Bounced),
        row(5, "notice_reminder", MailState::Sent),
        row(3, "claim_submitted", MailState::Sent),
        row(2, "notice", MailState::Delivered),
        row(2, "no_such_kind", MailState::Sent),
    ];
    let record = serde_json::to_value(consent_record(&claim, &rows).unwrap()).unwrap();
    let kinds: Vec<_> = record["deliveries"].as_array().unwrap().iter().map(|row| &row["kind"]).collect();
    assert_eq!(kinds, ["request", "reminder", "receipt"]);
    assert_eq!(
        record["deliveries"][0],
        json!({ "kind": "request", "to": "clara@fabrikam.example", "state": "delivered", "at": "2026-11-02T09:00:00Z" })
    );
    assert_eq!((&record["state"], &record["round"]), (&json!("delivered"), &json!(1)));
    assert!(consent_record(&draft(), &rows).is_none());
}

#[test]
fn a_queue_row_says_who_has_it_and_by_when() {
    let mut claim = draft();
    claim.state = State::UnderReview {
        paused: None,
        reviewer: Reviewer { sub: "rv-1".into(), name: "Rita Reviewer".into() },
        start_by: at("2026-11-01T00:00:00Z"),
        decide_by: at("2026-11-02T08:00:00Z"),
    };
    let row = serde_json::to_value(review_row(&claim, now(), &catalogue())).unwrap();
    assert_eq!(row["takenBy"], "Rita Reviewer");
    assert_eq!(row["dueAt"], "2026-11-02T08:00:00Z");
    assert_eq!(row["overdue"], true);
    assert_eq!(row["claim"]["status"], "under_review");
    let untouched = review_row(&draft(), now(), &catalogue());
    assert_eq!((untouched.taken_by, untouched.due_at, untouched.overdue), (None, None, false));
}

#[test]
fn associations_are_rows_of_their_own() {
    let rows = serde_json::to_value(associations(&approved())).unwrap();
    assert_eq!(rows[0]["itemKey"], "workload:teams");
    assert_eq!((&rows[0]["status"], &rows[0]["endsAt"]), (&json!("pending"), &Value::Null));
    assert!(associations(&draft()).is_empty());
}

#[test]
fn an_engagement_speaks_the_language_of_the_caller() {
    let catalogue = catalogue();
    let known = catalogue.newest("modern-work-usage").unwrap();
    let seen = |locale| serde_json::to_value(engagement(known, &catalogue, locale, now())).unwrap();
    let (en, de) = (seen(Locale::En), seen(Locale::De));
    assert_ne!(en["name"], de["name"]);
    assert_ne!(en["acknowledgements"][0]["text"], de["acknowledgements"][0]["text"]);
    let fixed = [
        ("id", json!("modern-work-usage")),
        ("kind", json!("association")),
        ("payType", json!("none")),
        ("consentMode", json!("notice")),
        ("eligibility", json!("open")),
        ("caps", json!({ "activePerCustomer": null, "totalPerCustomer": null })),
        ("disclaimer", Value::Null),
        ("confirmation", json!("name")),
        ("payout", Value::Null),
        ("referral", Value::Null),
        ("timeZone", json!("Europe/Berlin")),
        ("ruleVersion", json!(1)),
        ("status", json!("active")),
    ];
    for (name, value) in fixed {
        assert_eq!(de[name], value, "{name}");
    }
    assert_eq!(en["partnerRoles"][0]["key"], "workload");
    assert!(en["deadlines"]["objectionBusinessDays"].is_number());
    assert!(!en["workloads"].as_array().unwrap().is_empty());
}

#[test]
fn who_i_am() {
    let mut person = admin();
    person.scope = domain::Scope::Only(vec![domain::LocationId::new("4821907")]);
    assert_eq!(
        serde_json::to_value(me(&person)).unwrap(),
        json!({
            "sub": "pa-1", "name": "Name of pa-1", "org": "partner-a", "side": "partner",
            "roles": ["incentives_admin"], "locations": ["4821907"], "locale": "en",
        })
    );
    assert_eq!(me(&admin()).locations, ["*"]);
}

#[test]
fn a_precheck_tells_what_a_submission_would_meet() {
    assert_eq!(
        serde_json::to_value(precheck(&[], Locale::En)).unwrap(),
        json!({ "ready": true, "errors": [] })
    );
    let fault = Fault::new("/documents", domain::Code::PoeMissing);
    let seen = serde_json::to_value(precheck(&[fault], Locale::De)).unwrap();
    assert_eq!((&seen["ready"], &seen["errors"][0]["code"]), (&json!(false), &json!("poe_missing")));
}
