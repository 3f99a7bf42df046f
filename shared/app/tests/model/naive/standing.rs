//! What may be done now, whose move it is and by when: domain 6.1 and 7, act by act.

use domain::Actor;

use super::{
    calendar::At,
    claim::{Claim, Deal, Seat},
    who::{permits, sees},
};

/// The acts of `allowedActions` in the order of api 2.
const OFFERED: [&str; 22] = [
    "edit",
    "submit",
    "recall",
    "cancel",
    "resubmit",
    "dispute",
    "disassociate",
    "withdraw",
    "clone",
    "upload",
    "comment",
    "send_consent",
    "resend",
    "change_contact",
    "start_review",
    "release",
    "return",
    "approve",
    "reject",
    "decide_contest",
    "extend_deadline",
    "stop",
];

/// Whether the act is listed for where the claim stands.
pub(crate) fn listed(claim: &Claim, act: &str) -> bool {
    let status = claim.status;
    let deal = claim.deal.as_ref();
    match act {
        // T2, E3; T8: what is re-opened, if anything is
        "edit" => !open_fields(claim).is_empty(),
        // T3, E12
        "submit" => status == "draft" || status == "consent_received",
        // T4, E10
        "cancel" => {
            ["draft", "consent_not_requested", "awaiting_consent", "consent_received"].contains(&status)
        }
        // T6, E14
        "recall" => {
            let started = claim.decide_by.is_some();
            let late = deal.is_some_and(|deal| deal.for_good);
            status == "submitted" && claim.resubmissions == 0 && !started && !late
        }
        // T9
        "resubmit" => status == "action_required",
        // T15
        "dispute" => status == "rejected" && !claim.is_disputed,
        // T20
        "disassociate" => deal.is_none() && status == "approved",
        // T22
        "withdraw" => deal.is_none() && ["submitted", "under_review", "action_required"].contains(&status),
        // What has ended is made again; an approved claim ends with its associations.
        "clone" => claim.is_terminal() || (status == "approved" && !claim.is_held()),
        // V-27, T21
        "upload" => {
            let open = ["draft", "consent_received", "action_required", "rejected", "disputed"];
            open.contains(&status) || (deal.is_none() && status == "approved")
        }
        "remove_document" => ["draft", "consent_received", "action_required", "rejected"].contains(&status),
        "comment" => !claim.is_terminal(),
        // E4: an association sends its notice by itself
        "send_consent" => status == "consent_not_requested",
        // T23, E5; a reported request is not sent again
        "resend" => notice_is_open(claim) && claim.consent.as_ref().is_some_and(|consent| !consent.reported),
        // T23, E6
        "change_contact" => notice_is_open(claim),
        // T7, T7b
        "start_review" => status == "submitted",
        "release" => status == "under_review",
        // T8, T11, T12, T16 … T18
        "return" | "approve" | "reject" => status == "under_review" || status == "disputed",
        // T13
        "decide_contest" => claim.seats.iter().any(|seat| decidable(claim, seat)),
        "extend_deadline" => deadlines(claim).iter().any(|(clock, _)| extendable(claim, clock)),
        // S7, E27
        "stop" if deal.is_some() => !claim.is_terminal(),
        "stop" => status == "approved" && claim.is_held(),
        "answer" | "system" => true,
        other => panic!("no act: {other}"),
    }
}

/// Domain 6: an event that is not listed is refused; some refusals say more (V-27, V-28, V-56, V-59).
pub(crate) fn not_listed(claim: &Claim, act: &str) -> &'static str {
    let status = claim.status;
    let window_closed =
        claim.failure.as_deref() == Some("dispute_window_closed") || status == "dispute_expired";
    match act {
        "upload" | "remove_document" => "claim_not_editable",
        "dispute" if claim.is_disputed => "dispute_already_used",
        "dispute" if window_closed => "dispute_window_closed",
        "submit" => match status {
            "consent_not_requested" | "awaiting_consent" => "consent_missing",
            "consent_declined" | "consent_expired" | "consent_withdrawn" => "consent_missing",
            "not_submitted_expired" => "deadline_passed",
            _ => "invalid_state_transition",
        },
        "send_consent" if status == "consent_expired" => "deadline_passed",
        "cancel" if claim.deal.is_some() && claim.submissions > 0 => "already_submitted",
        _ => "invalid_state_transition",
    }
}

/// Domain 9: a contest is decided while the challenger is in review, and once more when it disputes that it
/// has lost.
pub(crate) fn decidable(claim: &Claim, seat: &Seat) -> bool {
    let again = claim.status == "disputed" && seat.won == Some(false);
    claim.is_in_review() && seat.is_challenger && (seat.won.is_none() || again)
}

/// T23: submitted … approved (association pending); E5, E6: awaiting consent; and the round is open.
fn notice_is_open(claim: &Claim) -> bool {
    let pending = claim
        .items
        .iter()
        .any(|item| item.association.as_ref().is_some_and(|association| association.status == "pending"));
    let alive = match claim.status {
        "awaiting_consent" | "submitted" | "under_review" | "action_required" => true,
        "approved" => pending,
        _ => false,
    };
    alive && claim.consent_open()
}

/// The acts this actor may do now.
pub(crate) fn allowed(claim: &Claim, actor: &Actor) -> Vec<String> {
    let mut acts = Vec::new();
    for act in OFFERED {
        if sees(actor, claim) && permits(actor, claim, act) && listed(claim, act) {
            acts.push(act.to_owned());
        }
    }
    acts
}

/// The fields this actor may change now.
pub(crate) fn editable(claim: &Claim, actor: &Actor) -> Vec<&'static str> {
    if permits(actor, claim, "edit") { open_fields(claim) } else { Vec::new() }
}

pub(crate) fn open_fields(claim: &Claim) -> Vec<&'static str> {
    if claim.status == "draft" {
        return vec![
            "/customerContact",
            "/items",
            "/locationId",
            "/name",
            "/optOutOfIncentives",
            "/partnerContact",
            "/revenue",
        ];
    }
    if claim.status == "consent_not_requested" {
        return vec!["/customerContact", "/name", "/partnerContact"];
    }
    if claim.status == "action_required" { claim.reopened.clone() } else { Vec::new() }
}

/// Every running clock.
pub(crate) fn deadlines(claim: &Claim) -> Vec<(&'static str, At)> {
    let mut running = Vec::new();
    match claim.status {
        "draft" => running.push(("idle_draft", claim.clock)),
        "submitted" => {
            running.push(("vendor_start", claim.clock));
            if let Some(at) = claim.decide_by {
                running.push(("vendor_decision", at));
            }
        }
        "under_review" => {
            if let (Some(at), None) = (claim.decide_by, claim.paused) {
                running.push(("vendor_decision", at));
            }
        }
        "action_required" => running.push((answer_clock(claim), claim.clock)),
        "rejected" => running.push(("dispute", claim.clock)),
        "disputed" => running.push(("dispute_answer", claim.clock)),
        _ => {}
    }
    if let Some(deal) = &claim.deal {
        running.extend(of_deal(claim, deal));
    }
    for seat in &claim.seats {
        if seat.won.is_none() {
            running.push(("contest_answer", seat.answer_by));
        }
    }
    if let Some(consent) = &claim.consent
        && consent.is_open()
        && let Some(at) = consent.window_ends
    {
        running.push(("objection", at));
    }
    running.sort_unstable();
    running
}

/// The clocks of an engagement claim that run over several states.
fn of_deal(claim: &Claim, deal: &Deal) -> Vec<(&'static str, At)> {
    let review = deal.review_by.map(|at| ("review", at));
    let first = deal.submit_by.map(|at| ("first_submit", at));
    let phase = deal.dispute_by.map(|at| ("dispute_phase", at));
    let running = match claim.status {
        "consent_not_requested" | "awaiting_consent" => vec![Some(("consent", deal.consent_by))],
        "consent_received" => vec![first, review],
        "submitted" | "under_review" => vec![review],
        "disputed" => vec![phase],
        _ => Vec::new(),
    };
    running.into_iter().flatten().collect()
}

/// The clock on which the partner answers a return.
fn answer_clock(claim: &Claim) -> &'static str {
    match (claim.deal.is_some(), claim.is_disputed) {
        (false, _) => "partner_answer",
        (true, false) => "review",
        (true, true) => "dispute_phase",
    }
}

/// Domain 7: a programme manager may extend; T16: not the answer after a dispute; and not the clock of a
/// contest, on which another partner counts as well.
pub(crate) fn extendable(claim: &Claim, clock: &str) -> bool {
    clock != "contest_answer" && !(clock == "partner_answer" && claim.is_disputed)
}

/// Vendor clocks that have run out.
pub(crate) fn overdue(claim: &Claim, now: At) -> Vec<&'static str> {
    let vendors = ["vendor_start", "vendor_decision", "dispute_answer"];
    let mut late = Vec::new();
    for (clock, at) in deadlines(claim) {
        if vendors.contains(&clock) && now >= at {
            late.push(clock);
        }
    }
    late
}

fn answers(seat: &Seat) -> bool {
    seat.won.is_none() && !seat.is_challenger
}

/// Whose move it is.
pub(crate) fn waiting_for(claim: &Claim) -> &'static str {
    match claim.status {
        "draft" | "consent_not_requested" | "consent_received" | "action_required" | "rejected" => "partner",
        "submitted" | "under_review" | "disputed" => "vendor",
        "approved" | "awaiting_consent" => {
            if claim.seats.iter().any(answers) || claim.consent_state() == "undeliverable" {
                "partner"
            } else if claim.consent_open() {
                "customer"
            } else {
                "none"
            }
        }
        _ => "none",
    }
}

/// K9: when the notice may be sent again by hand.
pub(crate) fn next_reminder(claim: &Claim) -> Option<At> {
    let consent = claim.consent.as_ref()?;
    if !notice_is_open(claim) || consent.reminders >= 5 {
        return None;
    }
    if consent.reported {
        return None;
    }
    Some(consent.asked_at + 24 * 3_600_000)
}
