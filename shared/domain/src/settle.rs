//! What deadlines have made true by now, whether or not a job has run (domain 7, K7, S1, S4, S8, T5, T10, T19,
//! E9, E13, E18, E22, E24).

use alloc::{string::String, vec::Vec};
use jiff::Timestamp;

use crate::{
    calendar::Calendar,
    catalogue::Engagement,
    claim::{Association, AssociationStatus, Claim, EarningState, End, FollowUp, Item},
    consent::{Consent, ConsentState, Mode},
    history::{Action, By, Entry},
    planted,
    state::{Closing, State, ending},
};

/// Brings a claim to where it stands at `now`. Reads show the result, commands decide on it, the sweep
/// writes it: all three see the same.
///
/// ```text
///  delivered ──── objection window ────┤ lapsed ─▶ associations active (if approved)
///  returned  ──── partner answers  ────┤ rejected(no_partner_response)
///  rejected  ──── dispute          ────┤ rejected_final(dispute_window_closed)
///  draft     ──── nothing changes  ────┤ canceled(stale)
///  active    ──── subscription, term ──┤ association ended
///  asked     ──── customer answers ────┤ consent_expired
///  agreed    ──── first submission ────┤ not_submitted_expired
///                                      └ the instant itself is too late
/// ```
pub fn settle(claim: &mut Claim, engagement: &Engagement, calendar: &Calendar, now: Timestamp) {
    while step(claim, engagement, calendar, now) {}
}

/// E14: until when a first submission can be taken back, unless its review begins before.
fn recall_ends(claim: &Claim) -> Option<Timestamp> {
    let first = matches!(claim.state, State::Submitted { decide_by: None, .. }) && claim.resubmissions == 0;
    claim.deal.as_ref().filter(|_| first).and_then(|deal| deal.submit_by)
}

/// E14: after the submit deadline there is no way back, and so no such deadline any more.
fn forget_recall(claim: &mut Claim, now: Timestamp) -> bool {
    let over = recall_ends(claim).is_some_and(|at| now >= at);
    if let Some(deal) = claim.deal.as_mut().filter(|_| over) {
        deal.submit_by = None;
    }
    over
}

fn step(claim: &mut Claim, engagement: &Engagement, calendar: &Calendar, now: Timestamp) -> bool {
    if activate(claim, engagement, calendar, now) {
        return true;
    }
    // What ran out first happened first, however late anybody looks (I-17).
    let Some(now) = first_deadline(claim).filter(|first| now >= *first) else { return false };
    lapse(claim, now)
        || consent_missed(claim, now)
        || proof_missed(claim, now)
        || answer_missed(claim, engagement, calendar, now)
        || close(claim, now)
        || grow_stale(claim, now)
        || expire(claim, now)
        || forget_recall(claim, now)
}

/// The deadline that changes the claim first.
pub(crate) fn first_deadline(claim: &Claim) -> Option<Timestamp> {
    let deal = claim.deal.as_ref();
    let state = match claim.state {
        State::Draft { idle_until } => Some(idle_until),
        State::ConsentNotRequested | State::AwaitingConsent => deal.map(|deal| deal.consent_by),
        State::ConsentReceived => deal.and_then(|deal| deal.submit_by),
        State::ActionRequired { answer_by, .. } => Some(answer_by),
        State::Rejected { dispute_until, .. } => Some(dispute_until),
        State::Submitted { .. } => recall_ends(claim),
        State::UnderReview { .. }
        | State::Disputed { .. }
        | State::Approved
        | State::RejectedFinal { .. }
        | State::Closed { .. }
        | State::Canceled { .. } => None,
    };
    let silent =
        |consent: &&Consent| consent.mode == Mode::Notice && consent.state == ConsentState::Delivered;
    let window = claim.consent.as_ref().filter(silent).and_then(|consent| consent.window_ends);
    let end = claim.content.items.iter().filter_map(end_of).min();
    [state, window, end].into_iter().flatten().min()
}

/// When an official association ends by itself; not before it began.
fn end_of(item: &Item) -> Option<Timestamp> {
    let association = item.active()?;
    association.end.as_ref().map(|end| end.at.max(association.since))
}

/// K7 in notice mode: only after a proven delivery (I-10).
fn lapse(claim: &mut Claim, now: Timestamp) -> bool {
    let Some(consent) = &mut claim.consent else { return false };
    let over = match (consent.mode, &consent.state, consent.window_ends) {
        (Mode::Notice, ConsentState::Delivered, Some(ends)) if now >= ends => ends,
        (Mode::Notice | Mode::OptIn, _, _) => return false,
    };
    let entry = Entry::new(over, By::system(), Action::ConsentLapsed)
        .change(consent.state.as_str(), ConsentState::Lapsed.as_str())
        .of_round(consent.round)
        .because("notice_no_objection");
    consent.state = ConsentState::Lapsed;
    record(claim, entry);
    true
}

/// E9, K7 in opt-in mode: silence is no consent (I-10).
fn consent_missed(claim: &mut Claim, now: Timestamp) -> bool {
    if !matches!(claim.state, State::ConsentNotRequested | State::AwaitingConsent) {
        return false;
    }
    let Some(over) = claim.deal.as_ref().map(|deal| deal.consent_by).filter(|by| now >= *by) else {
        return false;
    };
    if let Some(consent) = claim.consent.as_mut().filter(|consent| consent.state.is_open()) {
        let entry = Entry::new(over, By::system(), Action::ConsentExpired)
            .change(consent.state.as_str(), ConsentState::Expired.as_str())
            .of_round(consent.round);
        consent.state = ConsentState::Expired;
        claim.history.push(entry);
    }
    expired(claim, over, Closing::ConsentExpired);
    close_referral(claim, over, "expired");
    true
}

/// E13
fn proof_missed(claim: &mut Claim, now: Timestamp) -> bool {
    let by = claim.deal.as_ref().and_then(|deal| deal.submit_by).filter(|by| now >= *by);
    let (State::ConsentReceived, Some(over)) = (&claim.state, by) else { return false };
    expired(claim, over, Closing::NotSubmittedExpired);
    true
}

/// A deadline of an engagement claim has passed: it is never opened again (I-3).
fn expired(claim: &mut Claim, at: Timestamp, end: Closing) {
    move_to(claim, State::Closed { end }, at, Action::Expired, end.as_str());
}

/// 6.6: a referral ends with the consent, or with the claim, once.
pub(crate) fn close_referral(claim: &mut Claim, at: Timestamp, why: &str) {
    let referral = claim.deal.as_mut().and_then(|deal| deal.referral.as_mut());
    let Some(referral) = referral.filter(|referral| referral.closed.is_none()) else { return };
    referral.closed = Some(why.into());
    record(claim, Entry::new(at, By::system(), Action::ReferralClosed).because(why));
}

/// S1: approved, and the customer agreed or let the window pass.
fn activate(claim: &mut Claim, engagement: &Engagement, calendar: &Calendar, now: Timestamp) -> bool {
    let settled = claim
        .consent
        .as_ref()
        .is_some_and(|consent| matches!(consent.state, ConsentState::Accepted | ConsentState::Lapsed));
    if claim.state != State::Approved || !settled {
        return false;
    }
    // Both conditions became true in the past; the later of the two is when the association began.
    let since = claim.history.entries.last().map_or(now, |entry| entry.at);
    let mut items = alloc::vec::Vec::new();
    for item in &mut claim.content.items {
        if let Some(association) = &mut item.association
            && association.status == AssociationStatus::Pending
        {
            association.status = AssociationStatus::Active;
            association.since = since;
            let ends = [association.end.take(), term(association, engagement, calendar)];
            association.end = ends.into_iter().flatten().min_by_key(|end| end.at);
            items.push(alloc::format!("{}", item.key));
        }
    }
    if items.is_empty() {
        return false;
    }
    let mut entry = Entry::new(since, By::system(), Action::AssociationActivated)
        .change(AssociationStatus::Pending.as_str(), AssociationStatus::Active.as_str());
    entry.items = items;
    record(claim, entry);
    accrue(claim, since);
    true
}

/// S8: when an official association ends because its term is over.
pub(crate) fn term(association: &Association, engagement: &Engagement, calendar: &Calendar) -> Option<End> {
    let days = engagement.deadlines.term_days?;
    let at = calendar.after_days(association.since, days);
    let official = association.status == AssociationStatus::Active;
    official.then(|| End { expires_at: at, at, reason: ending::TERM.into() })
}

/// Domain 6.5: what was only expected is earned with the first official association.
pub(crate) fn accrue(claim: &mut Claim, at: Timestamp) {
    let Some(earning) = claim.earning.as_mut().filter(|earning| earning.state == EarningState::Expected)
    else {
        return;
    };
    earning.state = EarningState::Accrued;
    earning.at = at;
    record(claim, Entry::new(at, By::system(), Action::EarningAccrued));
}

/// T5
fn grow_stale(claim: &mut Claim, now: Timestamp) -> bool {
    let State::Draft { idle_until } = claim.state else { return false };
    if now < idle_until {
        return false;
    }
    let next = State::Canceled { code: Some(ending::STALE.into()) };
    move_to(claim, next, idle_until, Action::DraftStale, ending::STALE);
    true
}

/// S4, S8: the claim stays approved; a draft for the renewal is owed.
fn expire(claim: &mut Claim, now: Timestamp) -> bool {
    let ended = end_associations(&mut claim.content.items, now, |item| {
        let over = end_of(item).is_some_and(|at| now >= at);
        item.active()
            .and_then(|association| association.end.as_ref())
            .filter(|_| over)
            .map(|end| end.reason.clone())
    });
    let Some((from, items, reason)) = ended else { return false };
    let entry = Entry::new(now, By::system(), Action::AssociationEnded)
        .change(from.as_str(), AssociationStatus::Ended.as_str())
        .because(reason)
        .about(items);
    record(claim, entry);
    claim.owes.push(FollowUp::Renewal(claim.history.last_seq()));
    true
}

/// Ends the associations for which there is a reason; tells from where, which and why.
pub(crate) fn end_associations(
    items: &mut [Item],
    at: Timestamp,
    reason_of: impl Fn(&Item) -> Option<String>,
) -> Option<(AssociationStatus, Vec<String>, String)> {
    let mut ended = Vec::new();
    let mut first = None;
    for item in items.iter_mut().filter(|item| item.is_held()) {
        let Some(reason) = reason_of(item) else { continue };
        let from = item.association.as_ref().map_or(AssociationStatus::Pending, |old| old.status);
        item.association = Some(Association::ended(at, &reason));
        ended.push(alloc::format!("{}", item.key));
        first.get_or_insert((from, reason));
    }
    first.map(|(from, reason)| (from, ended, reason))
}

/// T10
fn answer_missed(claim: &mut Claim, engagement: &Engagement, calendar: &Calendar, now: Timestamp) -> bool {
    let State::ActionRequired { answer_by, .. } = claim.state else { return false };
    if now < answer_by || (planted::DEADLINE_INCLUSIVE && now == answer_by) {
        return false;
    }
    if claim.deal.is_some() {
        let disputed = claim.dispute.is_some();
        let end = if disputed { Closing::DisputeExpired } else { Closing::PostSubmissionExpired };
        expired(claim, answer_by, end);
        return true;
    }
    let code = ending::NO_PARTNER_RESPONSE.into();
    let next = if claim.dispute.is_some() {
        void_consent(claim, answer_by, By::system());
        State::RejectedFinal { code }
    } else {
        let dispute_until = calendar.after_days(answer_by, engagement.deadlines.dispute_days);
        State::Rejected { code, dispute_until, changed: false }
    };
    drop_pending(claim);
    move_to(claim, next, answer_by, Action::PartnerAnswerMissed, ending::NO_PARTNER_RESPONSE);
    true
}

/// T19
fn close(claim: &mut Claim, now: Timestamp) -> bool {
    let State::Rejected { dispute_until, .. } = claim.state else { return false };
    if now < dispute_until {
        return false;
    }
    if claim.deal.is_some() {
        expired(claim, dispute_until, Closing::DisputeExpired);
        return true;
    }
    void_consent(claim, dispute_until, By::system());
    let next = State::RejectedFinal { code: ending::DISPUTE_WINDOW_CLOSED.into() };
    move_to(claim, next, dispute_until, Action::DisputeWindowClosed, ending::DISPUTE_WINDOW_CLOSED);
    true
}

/// T11: what was won in a contest is not kept by a claim that is rejected.
pub(crate) fn drop_pending(claim: &mut Claim) {
    for item in claim.content.items.iter_mut().filter(|item| item.is_held()) {
        item.association = None;
    }
}

fn move_to(claim: &mut Claim, next: State, at: Timestamp, action: Action, reason: &str) {
    let entry =
        Entry::new(at, By::system(), action).change(claim.state.as_str(), next.as_str()).because(reason);
    claim.state = next;
    record(claim, entry);
}

fn record(claim: &mut Claim, entry: Entry) {
    claim.version += 1;
    claim.updated_at = claim.updated_at.max(entry.at);
    claim.history.push(entry);
}

/// K8: an open round is withdrawn by the sender; the reason tells whether the customer must hear of it.
pub(crate) fn void_consent(claim: &mut Claim, at: Timestamp, by: By) {
    let Some(consent) = &mut claim.consent else { return };
    if !consent.state.is_open() {
        return;
    }
    let told = if consent.state.may_have_been_read() { "mailed" } else { "never_mailed" };
    let entry = Entry::new(at, by, Action::ConsentVoided)
        .change(consent.state.as_str(), ConsentState::Voided.as_str())
        .of_round(consent.round)
        .because(told);
    consent.state = ConsentState::Voided;
    claim.history.push(entry);
}
