//! A claim of the system in the model's words: where a cell of the table begins.

use domain::{
    Action, Claim, Contact, ContestId, State,
    claim::{EarningState, ItemDecision, ReviewResult, Stage},
    consent::ConsentState,
    contest::SeatRole,
    state::Part,
};
use jiff::Timestamp;

use crate::naive::{claim as naive, data::day_of, terms::amount};

fn ms(at: Timestamp) -> i64 {
    at.as_millisecond()
}

fn person(contact: &Contact) -> naive::Person {
    naive::Person {
        name: contact.name.clone(),
        title: contact.title.clone(),
        email: contact.email.clone(),
        locale: contact.locale.tag().to_owned(),
    }
}

/// When this was done last.
fn last(claim: &Claim, actions: &[Action]) -> Option<i64> {
    let entries = claim.history.entries.iter().rev();
    entries.into_iter().find(|entry| actions.contains(&entry.action)).map(|entry| ms(entry.at))
}

fn item(item: &domain::Item) -> naive::Item {
    let (decision, reason) = match &item.decision {
        ItemDecision::Open => ("open", None),
        ItemDecision::Accepted => ("accepted", None),
        ItemDecision::Refused { reason } => ("refused", Some(reason.clone())),
    };
    let association = item.association.as_ref().map(|association| {
        let end = association.end.as_ref();
        let by = |reason: &str| end.filter(|end| end.reason == reason).map(|end| ms(end.at));
        naive::Association {
            status: association.status.as_str(),
            since: ms(association.since),
            ended_reason: association.ended_reason.clone(),
            subscription_ends: by("subscription_expired"),
            term_ends: by("term"),
            looked_up: association.watched,
        }
    });
    naive::Item { key: item.key.to_string(), product: item.product.clone(), decision, reason, association }
}

/// The clock of the status.
fn clock(state: &State) -> i64 {
    match state {
        State::Draft { idle_until: at }
        | State::Submitted { start_by: at, .. }
        | State::UnderReview { start_by: at, .. }
        | State::ActionRequired { answer_by: at, .. }
        | State::Rejected { dispute_until: at, .. }
        | State::Disputed { answer_by: at, .. } => ms(*at),
        State::Approved | State::RejectedFinal { .. } | State::Canceled { .. } => 0,
        // Their clocks are the deal's.
        State::ConsentNotRequested
        | State::AwaitingConsent
        | State::ConsentReceived
        | State::Closed { .. } => 0,
    }
}

fn reopened(state: &State) -> Vec<&'static str> {
    let State::ActionRequired { parts, .. } = state else { return Vec::new() };
    let mut fields = Vec::new();
    for part in parts {
        match part {
            Part::Location => fields.push("/locationId"),
            Part::Items => fields.push("/items"),
            Part::CustomerContact => fields.push("/customerContact"),
            Part::PartnerContact => fields.push("/partnerContact"),
            Part::Documents => {}
        }
    }
    fields.sort_unstable();
    fields
}

fn consent(claim: &Claim) -> Option<naive::Consent> {
    let consent = claim.consent.as_ref()?;
    let decided = [Action::ConsentAccepted, Action::ConsentObjected, Action::ConsentLapsed];
    Some(naive::Consent {
        round: consent.round,
        contact: person(&consent.contact),
        state: consent.state.as_str(),
        delivered_at: consent.delivered_at.map(ms),
        window_ends: consent.window_ends.map(ms),
        settled_at: matches!(consent.state, ConsentState::Accepted | ConsentState::Lapsed)
            .then(|| last(claim, &decided))
            .flatten(),
        reminders: consent.reminders,
        asked_at: ms(consent.asked_at),
        delegate: consent.delegate.as_ref().map(|named| (named.name.clone(), named.email.clone())),
        delegations: consent.delegations,
        reported: consent.reported_at.is_some(),
    })
}

/// `customer` is its place in the model's list.
fn deal(claim: &Claim, customer: usize) -> Option<naive::Deal> {
    claim.deal.as_ref().map(|deal| naive::Deal {
        origin: deal.origin.as_str().to_owned(),
        customer,
        identifier: (deal.identifier.kind.as_str().to_owned(), deal.identifier.value.clone()),
        mismatch_reason: deal.mismatch_reason.clone(),
        quarter_hours: deal.quarter_hours,
        estimate: deal.estimate.as_ref().map(|estimate| amount(&estimate.amount)),
        size: deal.size.as_ref().map(amount),
        consent_by: ms(deal.consent_by),
        submit_by: deal.submit_by.map(ms),
        review_by: deal.review_by.map(ms),
        dispute_by: deal.dispute_by.map(ms),
        for_good: matches!(claim.state, State::Submitted { .. }) && deal.submit_by.is_none(),
        referral: deal
            .referral
            .as_ref()
            .map(|referral| (referral.kind.as_str(), referral.closed.clone().map(|why| &*why.leak()))),
    })
}

fn review(claim: &Claim) -> Option<naive::Review> {
    claim.review.as_ref().map(|review| naive::Review {
        stage: if review.stage == Stage::Dispute { "dispute" } else { "first" },
        result: match review.result {
            ReviewResult::Return => "return",
            ReviewResult::Approve => "approve",
            ReviewResult::Reject => "reject",
        },
        reasons: review.reasons.len(),
        by: review.by.clone(),
    })
}

/// The contests of a claim, in the order of its seats.
pub(crate) fn contests(claim: &Claim) -> Vec<ContestId> {
    claim.seats.iter().map(|seat| seat.contest.clone()).collect()
}

/// The claim as the model knows it, of the first customer. `told` tells the terms of a notice.
pub(crate) fn claim(
    given: &Claim,
    told: impl Fn(&naive::Claim) -> (naive::Person, String, Vec<String>),
) -> naive::Claim {
    let content = &given.content;
    let (changed, touched) = match given.state {
        State::ActionRequired { changed, .. } => (changed, changed),
        State::Rejected { changed, .. } | State::Disputed { changed, .. } => (changed, changed),
        _ => (false, false),
    };
    let (reviewer, decide_by, paused) = match &given.state {
        State::UnderReview { reviewer, decide_by, paused, .. } => {
            (Some(reviewer.sub.clone()), Some(*decide_by), *paused)
        }
        State::Submitted { decide_by, .. } => (None, *decide_by, None),
        _ => (None, None, None),
    };
    let rejected_at = last(given, &[Action::Rejected, Action::PartnerAnswerMissed]);
    let mut claim = naive::Claim {
        id: given.id.to_string(),
        deal: deal(given, 0),
        role: content.role.clone(),
        public_sector: given.customer.public_sector,
        name: content.name.clone(),
        items: content.items.iter().map(item).collect(),
        opt_out: content.opt_out,
        customer_contact: person(&content.customer_contact),
        partner_contact: person(&content.partner_contact),
        revenue: content.revenue.as_ref().map(|revenue| {
            [
                revenue.solution_seller_name.clone(),
                revenue.customer_name.clone(),
                revenue.isv_solution.clone(),
            ]
        }),
        status: given.state.as_str(),
        failure: given.state.failure().map(ToOwned::to_owned),
        clock: clock(&given.state),
        decide_by: decide_by.map(ms),
        paused: paused.map(u32::from),
        reopened: reopened(&given.state),
        changed,
        touched,
        reviewer,
        review: review(given),
        is_disputed: given.dispute.is_some(),
        first_reviewer: given.dispute.as_ref().and_then(|dispute| dispute.first_reviewer.clone()),
        submissions: given.submissions,
        resubmissions: given.resubmissions,
        submitted_at: given.submitted_at().map(ms),
        approved_at: last(given, &[Action::Approved]),
        consent: consent(given),
        earning: given.earning.as_ref().map(|earning| naive::Earning {
            state: match earning.state {
                EarningState::Expected => "expected",
                EarningState::None => "none",
                EarningState::Accrued => "accrued",
                EarningState::Refused => "refused",
            },
            reason: earning.reason.clone().map(|reason| &*reason.leak()),
            look_again_at: earning.look_again_at.map(ms),
        }),
        was_official: last(given, &[Action::AssociationActivated]).is_some(),
        version: given.version,
        ..naive::Claim::new(
            given.org.as_str(),
            given.engagement.as_str(),
            &given.customer.tenant,
            content.location.as_str(),
        )
    };
    claim.documents = given
        .documents
        .iter()
        .map(|document| naive::Document {
            id: document.id.to_string(),
            sha256: document.sha256.clone(),
            size: document.size,
            kind: document.kind.clone(),
            state: document.state.as_str().to_owned(),
            items: document.covers.items.iter().map(ToString::to_string).collect(),
            elements: document.covers.elements.clone(),
            activity: document.activity_date.map(day_of),
            is_new: rejected_at.is_some_and(|at| ms(document.added_at) > at),
        })
        .collect();
    claim.seats = given
        .seats
        .iter()
        .enumerate()
        .map(|(contest, seat)| naive::Seat {
            contest,
            key: seat.key.to_string(),
            is_challenger: seat.role == SeatRole::Challenger,
            rival: usize::MAX,
            answer_by: ms(seat.answer_by),
            won: seat.won,
        })
        .collect();
    if given.consent.as_ref().is_some_and(|consent| consent.terms == given.terms()) {
        claim.told = Some(told(&claim));
    }
    claim
}
