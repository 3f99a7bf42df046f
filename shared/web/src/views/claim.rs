//! A claim as it is answered (api 2).

use domain::{
    Actor, Catalogue, Claim, Document, IdentifierType, Money, actor, allowed,
    claim::{Association, Contact, EarningState, Item, ItemDecision, ItemKey, Reason, Revenue, Review},
    consent::Consent,
    document::DocumentState,
};
use jiff::Timestamp;

use super::deal::{Hours, estimate, identifier};

mod shape;

pub use shape::*;

/// As much of a settled claim as the actor may see.
#[must_use]
pub fn claim(claim: &Claim, actor: &Actor, now: Timestamp, catalogue: &Catalogue) -> ClaimAnswer {
    if actor::opens(actor) {
        ClaimAnswer::Whole(Box::new(whole(claim, actor, now, catalogue)))
    } else {
        ClaimAnswer::Header(Box::new(summary(claim, catalogue)))
    }
}

/// The header of a settled claim.
#[must_use]
pub fn summary(claim: &Claim, catalogue: &Catalogue) -> SummaryView {
    SummaryView {
        id: claim.id.to_string(),
        number: claim.id.number(),
        kind: claim.kind().as_str(),
        name: claim.content.name.clone(),
        status: claim.state.as_str(),
        waiting_for: allowed::waiting_for(claim),
        engagement_id: claim.engagement.to_string(),
        location_id: claim.content.location.to_string(),
        customer: customer(claim),
        deadlines: deadlines(claim, catalogue),
        updated_at: claim.updated_at,
    }
}

fn whole(claim: &Claim, actor: &Actor, now: Timestamp, catalogue: &Catalogue) -> ClaimView {
    let SummaryView { id, number, kind, name, status, waiting_for, engagement_id, location_id, .. } =
        summary(claim, catalogue);
    let (content, deal) = (&claim.content, claim.deal.as_ref());
    ClaimView {
        id,
        number,
        kind,
        name,
        status,
        waiting_for,
        version: claim.version,
        engagement_id,
        rule_version: claim.rule_version,
        partner_role: deal.is_none().then(|| content.role.clone()),
        origin: deal.map(|deal| deal.origin.as_str()),
        location_id,
        customer: customer(claim),
        items: content.items.iter().map(item).collect(),
        customer_contact: contact(&content.customer_contact),
        partner_contact: PartnerContactView {
            name: content.partner_contact.name.clone(),
            email: content.partner_contact.email.clone(),
        },
        revenue: content.revenue.as_ref().map(revenue),
        opt_out_of_incentives: content.opt_out,
        deal_size: deal.and_then(|deal| deal.size.clone()),
        hours: hours(claim),
        payout_estimate: deal.and_then(|deal| deal.estimate.as_ref()).map(estimate),
        consent: claim.consent.as_ref().map(|round| consent(claim, round)),
        deadlines: deadlines(claim, catalogue),
        documents: claim.documents.iter().map(document).collect(),
        referral_id: deal.and_then(|deal| deal.referral.as_ref()).map(|referral| referral.id.to_string()),
        earning: earning(claim),
        rejection: rejection(claim),
        review: claim.review.as_ref().map(review),
        contest_id: contest(claim),
        copy_of: claim.copy_of.as_ref().map(ToString::to_string),
        overdue: allowed::overdue(claim, now),
        warnings: allowed::warnings(claim),
        allowed_actions: allowed::allowed_actions(claim, actor),
        editable_fields: allowed::editable_fields(claim, actor),
        created_at: claim.created_at,
        updated_at: claim.updated_at,
    }
}

pub(super) fn customer(claim: &Claim) -> CustomerView {
    let (customer, deal) = (&claim.customer, claim.deal.as_ref());
    CustomerView {
        id: customer.id.to_string(),
        name: customer.name.clone(),
        identifier: named(claim),
        tenant_id: Some(customer.tenant.clone()).filter(|tenant| !tenant.is_empty()),
        mismatch_reason: deal.and_then(|deal| deal.mismatch_reason.clone()),
    }
}

/// How the partner named the customer; an association names its tenant.
#[must_use]
pub fn named(claim: &Claim) -> IdentifierView {
    match &claim.deal {
        Some(deal) => identifier(&deal.identifier),
        None => {
            let value = claim.customer.tenant.clone();
            IdentifierView { kind: IdentifierType::Tenant.as_str(), value }
        }
    }
}

/// The hours of a claim that is paid by them.
#[must_use]
pub fn hours(claim: &Claim) -> Option<Hours> {
    claim.deal.as_ref().and_then(|deal| deal.quarter_hours).map(Hours)
}

fn deadlines(claim: &Claim, catalogue: &Catalogue) -> Vec<DeadlineView> {
    let zone = &catalogue.programme.time_zone;
    let running = allowed::deadlines(claim).into_iter();
    running
        .map(|running| DeadlineView { clock: running.clock, at: running.at, time_zone: zone.clone() })
        .collect()
}

/// An item.
#[must_use]
pub fn item(item: &Item) -> ItemView {
    let (workload, subscription_id) = match &item.key {
        ItemKey::Workload(id) => (Some(id.clone()), None),
        ItemKey::Subscription(id) => (None, Some(id.clone())),
    };
    let (decision, reason) = match &item.decision {
        ItemDecision::Open => ("open", None),
        ItemDecision::Accepted => ("accepted", None),
        ItemDecision::Refused { reason } => ("refused", Some(reason.clone())),
    };
    ItemView {
        key: item.key.to_string(),
        workload,
        subscription_id,
        product: item.product.clone(),
        decision,
        reason,
        association: item.association.as_ref().map(association),
    }
}

fn association(association: &Association) -> AssociationView {
    AssociationView {
        status: association.status.as_str(),
        since: association.since,
        ended_reason: association.ended_reason.clone(),
        ends_at: association.end.as_ref().map(|end| end.at),
    }
}

/// What it earns, once that is known.
pub(super) fn earning(claim: &Claim) -> Option<EarningView> {
    let earning = claim.earning.as_ref()?;
    Some(EarningView { state: earning.state.as_str()?, reason: earning.reason.clone() })
}

/// How much of it, where the engagement says so: what was estimated (domain 9).
pub(super) fn earned(claim: &Claim) -> Option<Money> {
    let accrued = claim.earning.as_ref().is_some_and(|earning| earning.state == EarningState::Accrued);
    let estimate = claim.deal.as_ref().and_then(|deal| deal.estimate.as_ref());
    estimate.filter(|_| accrued).map(|estimate| estimate.amount.clone())
}

/// The contest that is open, else the last one.
fn contest(claim: &Claim) -> Option<String> {
    let open = claim.seats.iter().find(|seat| seat.is_open());
    open.or(claim.seats.last()).map(|seat| seat.contest.to_string())
}

fn contact(contact: &Contact) -> ContactView {
    ContactView {
        name: contact.name.clone(),
        title: contact.title.clone(),
        email: contact.email.clone(),
        locale: contact.locale.tag(),
    }
}

fn revenue(revenue: &Revenue) -> RevenueView {
    RevenueView {
        solution_seller_name: revenue.solution_seller_name.clone(),
        customer_name: revenue.customer_name.clone(),
        isv_solution: revenue.isv_solution.clone(),
    }
}

/// The round of a claim.
#[must_use]
pub fn consent(claim: &Claim, round: &Consent) -> ConsentView {
    ConsentView {
        id: round.id.to_string(),
        mode: round.mode.as_str(),
        state: round.state.as_str(),
        round: round.round,
        sent_at: round.sent_at,
        delivered_at: round.delivered_at,
        reminders_sent: round.reminders,
        next_reminder_allowed_at: allowed::next_reminder_at(claim),
        delegate: round.delegate.as_ref().map(|named| DelegateView {
            name: named.name.clone(),
            email: named.email.clone(),
            at: named.at,
        }),
        reported_at: round.reported_at,
    }
}

/// A document.
#[must_use]
pub fn document(document: &Document) -> DocumentView {
    let problem = match &document.state {
        DocumentState::Refused { problem } => Some(problem.clone()),
        DocumentState::Pending | DocumentState::Clean | DocumentState::Infected => None,
    };
    DocumentView {
        id: document.id.to_string(),
        file_name: document.file_name.clone(),
        state: document.state.as_str(),
        kind: document.kind.clone(),
        covers: document.covers.clone(),
        size: document.size,
        sha256: document.sha256.clone(),
        activity_date: document.activity_date,
        problem,
    }
}

fn rejection(claim: &Claim) -> Option<RejectionView> {
    claim.state.failure().map(|code| RejectionView { code: code.into() })
}

fn review(review: &Review) -> ReviewView {
    use domain::claim::{ReviewResult, Stage};
    ReviewView {
        stage: match review.stage {
            Stage::First => "first",
            Stage::Dispute => "dispute",
        },
        result: match review.result {
            ReviewResult::Return => "return",
            ReviewResult::Approve => "approve",
            ReviewResult::Reject => "reject",
        },
        reasons: review.reasons.iter().map(reason).collect(),
        at: review.at,
    }
}

fn reason(reason: &Reason) -> ReasonView {
    ReasonView {
        code: reason.code.clone(),
        pointer: reason.pointer.clone(),
        document_id: reason.document_id.clone(),
        text: reason.text.clone(),
    }
}
