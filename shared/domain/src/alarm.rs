//! Warnings before deadlines (T5, P21), notices before the end of associations (S4), and the flag on a clock
//! of the vendor that has run out.
//!
//! ```text
//!  90 d idle draft     ──────────────── 7 ─────┤ given up
//!  partner's deadline  ──── 14 ──── 7 ── 3 ─ 1 ┤ it runs out
//!  customer's answer   3 ─ 7 ─ 14 ──── 3 ─ 1 ──┤ no consent (the customer is reminded)
//!  end of association  60 ──── 30 ────────── 7 ┤ renewal, then the end
//!  vendor's deadline   ────────────────────────┤ overdue: a flag, nothing else
//! ```

use alloc::{string::String, vec::Vec};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    allowed,
    calendar::Calendar,
    catalogue::{Deadlines, Engagement},
    claim::Claim,
    consent::ConsentState,
    history::{Action, By, Entry},
    planted,
    state::State,
};

/// The next warning about a clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alarm {
    /// The clock
    #[serde(rename = "c")]
    pub clock: String,
    /// Its deadline
    #[serde(rename = "e")]
    pub ends: Timestamp,
    /// When to warn
    #[serde(rename = "t")]
    pub at: Timestamp,
}

/// Name of the clock of the reminders to a customer who has not answered (K9).
pub const REMINDER: &str = "reminder";
/// Name of the clock of an association that ends by itself.
pub const ASSOCIATION_END: &str = "association_end";

/// Keeps the alarms of clocks that still run, sets those of new ones, drops the rest.
pub(crate) fn set(claim: &mut Claim, engagement: &Engagement, calendar: &Calendar, now: Timestamp) {
    let old = core::mem::take(&mut claim.alarms);
    claim.alarms = watched(claim)
        .into_iter()
        .filter_map(|(clock, ends)| {
            let moments = moments(claim, clock, ends, engagement, calendar);
            // The reminders of another round are not those of this one (K9).
            let same =
                |alarm: &&Alarm| alarm.clock == clock && alarm.ends == ends && moments.contains(&alarm.at);
            old.iter().find(same).cloned().or_else(|| next(clock, ends, moments, now))
        })
        .collect();
}

/// Gives every warning whose time has come: once, however many moments were missed.
pub(crate) fn ring(claim: &mut Claim, engagement: &Engagement, calendar: &Calendar, now: Timestamp) {
    let (rung, kept): (Vec<Alarm>, Vec<Alarm>) =
        core::mem::take(&mut claim.alarms).into_iter().partition(|alarm| now >= alarm.at);
    claim.alarms = kept;
    // A clock that has run out, or was stopped, warns no more; of the vendor's it is what the warning is about.
    let running = watched(claim);
    let still = |alarm: &Alarm| {
        running.iter().any(|(clock, ends)| alarm.clock == *clock && alarm.ends == *ends)
            && (now < alarm.ends || allowed::is_vendor_clock(&alarm.clock))
    };
    for alarm in rung.into_iter().filter(still) {
        let action = match alarm.clock.as_str() {
            ASSOCIATION_END => Action::AssociationExpiring,
            REMINDER => Action::ConsentReminded,
            clock if allowed::is_vendor_clock(clock) => Action::SlaOverdue,
            _ => Action::DeadlineNear,
        };
        let items =
            if action == Action::AssociationExpiring { ending(claim, alarm.ends) } else { Vec::new() };
        let mut entry = Entry::new(now, By::system(), action).of_clock(&alarm.clock, alarm.ends).about(items);
        if action == Action::ConsentReminded {
            entry.round = claim.consent.as_ref().map(|consent| consent.round);
        }
        claim.history.push(entry);
        if planted::WARNING_REPEATED {
            claim.alarms.push(alarm.clone());
            continue;
        }
        let moments = moments(claim, &alarm.clock, alarm.ends, engagement, calendar);
        claim.alarms.extend(next(&alarm.clock, alarm.ends, moments, now));
    }
}

fn next(clock: &str, ends: Timestamp, moments: Vec<Timestamp>, now: Timestamp) -> Option<Alarm> {
    let at = moments.into_iter().filter(|at| *at > now).min()?;
    Some(Alarm { clock: clock.into(), ends, at })
}

/// Every moment at which a clock warns.
fn moments(
    claim: &Claim,
    clock: &str,
    ends: Timestamp,
    engagement: &Engagement,
    calendar: &Calendar,
) -> Vec<Timestamp> {
    let days = &engagement.deadlines;
    let before = match clock {
        REMINDER => return reminders(claim, days, ends, calendar),
        "idle_draft" => core::slice::from_ref(&days.idle_draft_warning_days),
        ASSOCIATION_END => &days.expiry_notice_days,
        clock if allowed::is_vendor_clock(clock) => &[0],
        _ => &days.warning_days,
    };
    before.iter().map(|days| calendar.days_before(ends, *days)).collect()
}

/// Clocks that warn, each once.
fn watched(claim: &Claim) -> Vec<(&'static str, Timestamp)> {
    let running = allowed::deadlines(claim).into_iter();
    let running = running.filter(|running| running.clock != "objection" && warns(claim, running.clock));
    let mut clocks: Vec<(&'static str, Timestamp)> =
        running.map(|running| (running.clock, running.at)).collect();
    let ends = claim.content.items.iter().filter_map(|item| item.active()?.end.as_ref());
    clocks.extend(ends.map(|end| (ASSOCIATION_END, end.expires_at)));
    let deal = claim.deal.as_ref().filter(|_| reminds(claim));
    clocks.extend(deal.map(|deal| (REMINDER, deal.consent_by)));
    clocks.sort_unstable();
    clocks.dedup();
    clocks
}

/// A contest's clock runs for the incumbent; that of an engagement's review only while the partner must act.
fn warns(claim: &Claim, clock: &str) -> bool {
    match clock {
        "contest_answer" => claim.seats.iter().any(|seat| seat.answers()),
        clock => allowed::is_vendor_clock(clock) || allowed::expires(claim, clock),
    }
}

/// K9: the moments at which the customer is reminded by itself.
fn reminders(claim: &Claim, days: &Deadlines, ends: Timestamp, calendar: &Calendar) -> Vec<Timestamp> {
    let Some(consent) = &claim.consent else { return Vec::new() };
    let day = |days: u16| SignedDuration::from_hours(24 * i64::from(days));
    let after =
        days.reminder_days.iter().filter_map(|days| consent.requested_at.checked_add(day(*days)).ok());
    let before = days.last_reminder_days.iter().map(|days| calendar.days_before(ends, *days));
    after.chain(before).filter(|at| *at < ends).collect()
}

/// Whether the customer of an opt-in request is still to be reminded.
fn reminds(claim: &Claim) -> bool {
    claim.state == State::AwaitingConsent
        && claim.consent.as_ref().is_some_and(|consent| {
            consent.reported_at.is_none()
                && matches!(
                    consent.state,
                    ConsentState::Created { .. }
                        | ConsentState::Sending
                        | ConsentState::Unknown
                        | ConsentState::Delivered
                )
        })
}

/// Items whose association comes to this end.
fn ending(claim: &Claim, expires_at: Timestamp) -> Vec<String> {
    let ends = |item: &&crate::Item| {
        item.active()
            .and_then(|association| association.end.as_ref())
            .is_some_and(|end| end.expires_at == expires_at)
    };
    claim.content.items.iter().filter(ends).map(|item| alloc::format!("{}", item.key)).collect()
}
