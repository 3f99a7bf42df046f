//! Warnings before deadlines (T5, P21), notices before the end of associations (S4), and the flag on a clock
//! of the vendor that has run out.
//!
//! ```text
//!  90 d idle draft     ──────────────── 7 ─────┤ given up
//!  partner's deadline  ──── 14 ──── 7 ── 3 ─ 1 ┤ it runs out
//!  end of association  60 ──── 30 ────────── 7 ┤ renewal, then the end
//!  vendor's deadline   ────────────────────────┤ overdue: a flag, nothing else
//! ```

use alloc::{string::String, vec::Vec};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    allowed,
    calendar::Calendar,
    catalogue::Engagement,
    claim::Claim,
    history::{Action, By, Entry},
    planted,
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

/// Name of the clock of an association that ends by itself.
pub const ASSOCIATION_END: &str = "association_end";

/// Keeps the alarms of clocks that still run, sets those of new ones, drops the rest.
pub(crate) fn set(claim: &mut Claim, engagement: &Engagement, calendar: &Calendar, now: Timestamp) {
    let old = core::mem::take(&mut claim.alarms);
    claim.alarms = watched(claim)
        .into_iter()
        .filter_map(|(clock, ends)| {
            let known = old.iter().find(|alarm| alarm.clock == clock && alarm.ends == ends);
            known.cloned().or_else(|| next(clock, ends, engagement, calendar, now))
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
            clock if allowed::is_vendor_clock(clock) => Action::SlaOverdue,
            _ => Action::DeadlineNear,
        };
        let items =
            if action == Action::AssociationExpiring { ending(claim, alarm.ends) } else { Vec::new() };
        let entry = Entry::new(now, By::system(), action).of_clock(&alarm.clock, alarm.ends).about(items);
        claim.history.push(entry);
        if planted::WARNING_REPEATED {
            claim.alarms.push(alarm.clone());
            continue;
        }
        claim.alarms.extend(next(&alarm.clock, alarm.ends, engagement, calendar, now));
    }
}

fn next(
    clock: &str,
    ends: Timestamp,
    engagement: &Engagement,
    calendar: &Calendar,
    now: Timestamp,
) -> Option<Alarm> {
    let days = &engagement.deadlines;
    let moments = match clock {
        "idle_draft" => core::slice::from_ref(&days.idle_draft_warning_days),
        ASSOCIATION_END => &days.expiry_notice_days,
        clock if allowed::is_vendor_clock(clock) => &[0],
        _ => &days.warning_days,
    };
    let moments = moments.iter().map(|days| calendar.days_before(ends, *days));
    let at = moments.filter(|at| *at > now).min()?;
    Some(Alarm { clock: clock.into(), ends, at })
}

/// Clocks that warn, each once.
fn watched(claim: &Claim) -> Vec<(&'static str, Timestamp)> {
    let running = allowed::deadlines(claim).into_iter();
    let running = running.filter(|running| running.clock != "objection" && warns(claim, running.clock));
    let mut clocks: Vec<(&'static str, Timestamp)> =
        running.map(|running| (running.clock, running.at)).collect();
    let ends = claim.content.items.iter().filter_map(|item| item.active()?.end.as_ref());
    clocks.extend(ends.map(|end| (ASSOCIATION_END, end.expires_at)));
    clocks.sort_unstable();
    clocks.dedup();
    clocks
}

/// A contest's clock runs for the incumbent.
fn warns(claim: &Claim, clock: &str) -> bool {
    clock != "contest_answer" || claim.seats.iter().any(|seat| seat.answers())
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
