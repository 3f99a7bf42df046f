//! What is compared: a claim as people see it and the answer to a command, from both sides in one shape.

use app::Failure;
use domain::{
    Claim, ContestId, Refusal, actor, allowed,
    claim::{ItemDecision, ReviewResult, Stage},
    contest::SeatRole,
};
use jiff::Timestamp;

use crate::{
    naive::{self, Answer, Refused, claim::Amount, standing, terms::amount},
    people,
};

/// A claim as people see it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct View {
    status: String,
    failure: Option<String>,
    name: String,
    location: String,
    opt_out: bool,
    /// Key, decision, reason, association: status, since, reason of its end, when it ends
    items: Vec<(String, String, Option<String>, Option<Association>)>,
    consent: Option<Consent>,
    contact: Option<String>,
    deal: Option<Deal>,
    waiting_for: String,
    deadlines: Vec<(String, i64)>,
    overdue: Vec<String>,
    /// Id, state
    documents: Vec<(String, String)>,
    submissions: (u32, u32),
    /// Stage, result, number of reasons
    review: Option<(String, String, usize)>,
    earning: Option<(String, Option<String>)>,
    /// Contest, key, challenger, won
    contests: Vec<(usize, String, bool, Option<bool>)>,
    /// Of those who are watched
    allowed: Vec<Vec<String>>,
    /// The same people's fields
    editable: Vec<Vec<String>>,
}

/// What an engagement claim has besides, as people see it.
#[derive(Debug, Clone, PartialEq)]
struct Deal {
    origin: String,
    identifier: (String, String),
    mismatch_reason: Option<String>,
    quarter_hours: Option<u32>,
    estimate: Option<Amount>,
    size: Option<Amount>,
    /// Kind, why it was closed
    referral: Option<(String, Option<String>)>,
}

fn deal_of_system(deal: &domain::claim::Deal) -> Deal {
    let identifier = (text(deal.identifier.kind.as_str()), deal.identifier.value.clone());
    Deal {
        origin: text(deal.origin.as_str()),
        identifier,
        mismatch_reason: deal.mismatch_reason.clone(),
        quarter_hours: deal.quarter_hours,
        estimate: deal.estimate.as_ref().map(|estimate| amount(&estimate.amount)),
        size: deal.size.as_ref().map(amount),
        referral: deal.referral.as_ref().map(|one| (text(one.kind.as_str()), one.closed.clone())),
    }
}

fn deal_of_model(deal: &naive::claim::Deal) -> Deal {
    Deal {
        origin: deal.origin.clone(),
        identifier: deal.identifier.clone(),
        mismatch_reason: deal.mismatch_reason.clone(),
        quarter_hours: deal.quarter_hours,
        estimate: deal.estimate.clone(),
        size: deal.size.clone(),
        referral: deal.referral.map(|(kind, closed)| (text(kind), closed.map(text))),
    }
}

/// The round as people see it.
#[derive(Debug, Clone, PartialEq)]
struct Consent {
    state: String,
    round: u32,
    reminders: u32,
    next_reminder: Option<i64>,
    delivered_at: Option<i64>,
    delegate: Option<String>,
    reported: bool,
}

type Association = (String, i64, Option<String>, Option<i64>);

fn text(text: impl ToString) -> String {
    text.to_string()
}

fn texts(list: impl IntoIterator<Item = impl ToString>) -> Vec<String> {
    list.into_iter().map(|one| one.to_string()).collect()
}

fn sorted(list: impl IntoIterator<Item = impl ToString>) -> Vec<String> {
    let mut list = texts(list);
    list.sort();
    list
}

/// The system's claim, settled.
pub(crate) fn of_system(claim: &Claim, now: Timestamp, contests: &[ContestId]) -> View {
    let item = |item: &domain::Item| {
        let (decision, reason) = match &item.decision {
            ItemDecision::Open => ("open", None),
            ItemDecision::Accepted => ("accepted", None),
            ItemDecision::Refused { reason } => ("refused", Some(reason.clone())),
        };
        let association = item.association.as_ref().map(|association| {
            (
                text(association.status.as_str()),
                association.since.as_millisecond(),
                association.ended_reason.clone(),
                association.end.as_ref().map(|end| end.at.as_millisecond()),
            )
        });
        (text(&item.key), text(decision), reason, association)
    };
    let place = |id: &ContestId| contests.iter().position(|known| known == id).unwrap_or(usize::MAX);
    let mut deadlines: Vec<(String, i64)> = allowed::deadlines(claim)
        .into_iter()
        .map(|running| (text(running.clock), running.at.as_millisecond()))
        .collect();
    deadlines.sort();
    View {
        status: text(claim.state.as_str()),
        failure: claim.state.failure().map(text),
        name: claim.content.name.clone(),
        location: text(&claim.content.location),
        opt_out: claim.content.opt_out,
        items: claim.content.items.iter().map(item).collect(),
        consent: claim.consent.as_ref().map(|consent| Consent {
            state: text(consent.state.as_str()),
            round: consent.round,
            reminders: consent.reminders,
            next_reminder: allowed::next_reminder_at(claim).map(Timestamp::as_millisecond),
            delivered_at: consent.delivered_at.map(Timestamp::as_millisecond),
            delegate: consent.delegate.as_ref().map(|named| named.email.clone()),
            reported: consent.reported_at.is_some(),
        }),
        contact: claim.consent.as_ref().map(|consent| consent.contact.email.clone()),
        deal: claim.deal.as_ref().map(deal_of_system),
        waiting_for: text(allowed::waiting_for(claim)),
        deadlines,
        overdue: sorted(allowed::overdue(claim, now)),
        documents: claim.documents.iter().map(|one| (text(&one.id), text(one.state.as_str()))).collect(),
        submissions: (claim.submissions, claim.resubmissions),
        review: claim.review.as_ref().map(|review| {
            let stage = if review.stage == Stage::Dispute { "dispute" } else { "first" };
            let result = match review.result {
                ReviewResult::Return => "return",
                ReviewResult::Approve => "approve",
                ReviewResult::Reject => "reject",
            };
            (text(stage), text(result), review.reasons.len())
        }),
        earning: claim
            .earning
            .as_ref()
            .and_then(|earning| Some((text(earning.state.as_str()?), earning.reason.clone()))),
        contests: claim
            .seats
            .iter()
            .map(|seat| (place(&seat.contest), text(&seat.key), seat.role == SeatRole::Challenger, seat.won))
            .collect(),
        allowed: people::WATCHED
            .iter()
            .map(|name| texts(allowed::allowed_actions(claim, people::actor(name))))
            .collect(),
        editable: people::WATCHED
            .iter()
            .map(|name| {
                let actor = people::actor(name);
                if actor::sees(actor, claim) {
                    sorted(allowed::editable_fields(claim, actor))
                } else {
                    vec![]
                }
            })
            .collect(),
    }
}

/// The model's claim, settled.
pub(crate) fn of_model(claim: &naive::claim::Claim, now: i64) -> View {
    let item = |item: &naive::claim::Item| {
        let association = item.association.as_ref().map(|association| {
            (
                text(association.status),
                association.since,
                association.ended_reason.clone(),
                association.end().map(|(at, _)| at),
            )
        });
        (item.key.clone(), text(item.decision), item.reason.clone(), association)
    };
    View {
        status: text(claim.status),
        failure: claim.failure.clone(),
        name: claim.name.clone(),
        location: claim.location.clone(),
        opt_out: claim.opt_out,
        items: claim.items.iter().map(item).collect(),
        consent: claim.consent.as_ref().map(|consent| Consent {
            state: text(consent.state),
            round: consent.round,
            reminders: consent.reminders,
            next_reminder: standing::next_reminder(claim),
            delivered_at: consent.delivered_at,
            delegate: consent.delegate.as_ref().map(|(_, email)| email.clone()),
            reported: consent.reported,
        }),
        contact: claim.consent.as_ref().map(|consent| consent.contact.email.clone()),
        deal: claim.deal.as_ref().map(deal_of_model),
        waiting_for: text(standing::waiting_for(claim)),
        deadlines: standing::deadlines(claim).into_iter().map(|(clock, at)| (text(clock), at)).collect(),
        overdue: sorted(standing::overdue(claim, now)),
        documents: claim.documents.iter().map(|one| (one.id.clone(), one.state.clone())).collect(),
        submissions: (claim.submissions, claim.resubmissions),
        review: claim.review.as_ref().map(|review| (text(review.stage), text(review.result), review.reasons)),
        earning: claim
            .earning
            .as_ref()
            .filter(|earning| earning.state != "expected")
            .map(|earning| (text(earning.state), earning.reason.map(text))),
        contests: claim
            .seats
            .iter()
            .map(|seat| (seat.contest, seat.key.clone(), seat.is_challenger, seat.won))
            .collect(),
        allowed: people::WATCHED.iter().map(|name| standing::allowed(claim, people::actor(name))).collect(),
        editable: people::WATCHED
            .iter()
            .map(|name| {
                let actor = people::actor(name);
                let sees = naive::who::sees(actor, claim);
                if sees { sorted(standing::editable(claim, actor)) } else { vec![] }
            })
            .collect(),
    }
}

/// One line for each of these fields that differs.
macro_rules! differing {
    ($system:expr, $model:expr, $($field:ident)*) => {{
        let mut text = String::new();
        $(if $system.$field != $model.$field {
            let name = stringify!($field);
            text.push_str(&format!("  {name}: system {:?}\n", $system.$field));
            text.push_str(&format!("  {name}: model  {:?}\n", $model.$field));
        })*
        text
    }};
}

impl View {
    /// Field by field, what differs.
    pub(crate) fn difference(&self, model: &Self) -> String {
        differing!(
            self, model, status failure name location opt_out items consent contact deal waiting_for deadlines
            overdue documents submissions review earning contests allowed editable
        )
    }
}

/// The system's refusal in the model's words.
pub(crate) fn refused(refusal: &Refusal) -> Refused {
    let faults = |faults: &[domain::Fault]| {
        faults.iter().map(|fault| (fault.pointer.clone(), text(fault.code.as_str()))).collect()
    };
    match refusal {
        Refusal::NotFound => Refused::code("not_found"),
        Refusal::Forbidden => Refused::code("forbidden"),
        Refusal::IdempotencyMismatch => Refused::code("idempotency_mismatch"),
        Refusal::PreconditionRequired => Refused::code("precondition_required"),
        Refusal::VersionConflict { .. } => Refused::code("version_conflict"),
        Refusal::State { code, status, allowed } => {
            let mut refused = Refused::code(code.as_str());
            refused.instead = Some((text(status), texts(allowed)));
            refused
        }
        Refusal::FieldFrozen(found) => Refused::coded("field_frozen", faults(found)),
        Refusal::LocationOutOfScope => Refused::code("location_out_of_scope"),
        Refusal::Invalid(found) => Refused::coded("invalid", faults(found)),
        Refusal::Duplicate { pointer, .. } => {
            Refused::coded("duplicate_claim", vec![(pointer.clone(), text("duplicate_claim"))])
        }
        Refusal::CustomerCapReached { engagement, reason } => {
            Refused::coded("customer_cap_reached", vec![(text(engagement), text(reason.as_str()))])
        }
        Refusal::CustomerAlreadyKnown { .. } => Refused::code("customer_already_known"),
        Refusal::CustomerNotKnown => Refused::code("customer_not_known"),
        Refusal::AssociationTaken { items } => {
            let taken = items.iter().map(|item| (item.clone(), text("association_taken")));
            Refused::coded("association_taken", taken.collect())
        }
        Refusal::ReminderTooSoon { .. } => Refused::code("reminder_too_soon"),
        Refusal::ReminderLimitReached => Refused::code("reminder_limit_reached"),
        Refusal::ConsentNotFound => Refused::code("consent_not_found"),
        Refusal::ConsentOver(code) => Refused::code(code.as_str()),
        Refusal::ConsentAlreadyDecided => Refused::code("consent_already_decided"),
        Refusal::DelegationLimitReached => Refused::code("delegation_limit_reached"),
        Refusal::ContestDecided => Refused::code("contest_decided"),
    }
}

/// A failure as an answer; a store in memory does not fail.
pub(crate) fn failed(failure: &Failure) -> Answer {
    match failure {
        Failure::Refused(refusal) => Answer::Refused(refused(refusal)),
        Failure::Store(fault) => panic!("{fault}"),
    }
}
