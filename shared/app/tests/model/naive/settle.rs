//! What time alone makes true: T5, T10, T19, K7, S1, S4, S8, E9, E13, E18, E22, E24 (domain 7: decided by comparing times).
//!
//! The earliest thing happens first, at its own instant; then the next, until nothing is due.

use super::{
    Rules,
    calendar::{At, after_days},
    claim::Claim,
};

impl Rules {
    /// The claim as it stands at this instant.
    pub(crate) fn settle(&self, claim: &mut Claim, now: At) {
        loop {
            self.activate(claim);
            let mut due: Vec<(At, u8)> = Vec::new();
            if claim.consent_state() == "delivered"
                && let Some(at) = claim.consent.as_ref().and_then(|consent| consent.window_ends)
            {
                due.push((at, 0));
            }
            if ["action_required", "rejected", "draft"].contains(&claim.status) {
                due.push((claim.clock, 1));
            }
            if let Some(at) = Self::runs_out(claim) {
                due.push((at, 3));
            }
            for item in &claim.items {
                if let Some(association) = &item.association
                    && association.status == "active"
                    && let Some((at, _)) = association.end()
                {
                    due.push((at.max(association.since), 2));
                }
            }
            due.sort_unstable();
            match due.first() {
                Some(&(at, what)) if at <= now => match what {
                    0 => self.lapse(claim, at),
                    1 => self.run_out(claim, at),
                    3 => self.deal_runs_out(claim),
                    _ => self.end_by_itself(claim, at),
                },
                _ => return,
            }
        }
    }

    /// S1: approved, and the customer agreed or let a delivered notice pass; from the later of the two.
    fn activate(&self, claim: &mut Claim) {
        if claim.status != "approved" {
            return;
        }
        let agreed = claim.consent.as_ref().filter(|c| c.state == "accepted" || c.state == "lapsed");
        let Some(agreed_at) = agreed.and_then(|consent| consent.settled_at) else { return };
        let since = agreed_at.max(claim.approved_at.unwrap_or(agreed_at));
        let term = self.term_days(&claim.engagement);
        let mut any = false;
        for item in &mut claim.items {
            let Some(association) = &mut item.association else { continue };
            if association.status == "pending" {
                association.status = "active";
                association.since = since;
                association.term_ends = term.map(|days| after_days(since, days));
                if association.subscription_ends.is_some() && term.is_some() {
                    self.saw("a term and a subscription");
                }
                any = true;
            }
        }
        if any {
            self.saw("S1");
            claim.version += 1;
            claim.was_official = true;
            if let Some(earning) = &mut claim.earning
                && earning.state == "expected"
            {
                earning.state = "accrued";
            }
        }
    }

    /// K7 in notice mode: silence after a proven delivery is no objection.
    fn lapse(&self, claim: &mut Claim, at: At) {
        if let Some(consent) = &mut claim.consent {
            consent.state = "lapsed";
            consent.settled_at = Some(at);
            self.saw("K7");
        }
        claim.version += 1;
    }

    /// T5, T10, T19: the clock of the status has run out.
    fn run_out(&self, claim: &mut Claim, at: At) {
        claim.version += 1;
        if claim.deal.is_some() {
            self.answer_runs_out(claim);
            return;
        }
        match claim.status {
            "draft" => {
                self.saw("T5");
                claim.status = "canceled";
                claim.failure = Some("stale".to_owned());
            }
            "action_required" => {
                claim.failure = Some("no_partner_response".to_owned());
                drop_pending(claim);
                if claim.is_disputed {
                    self.saw("T10 in a dispute");
                    claim.status = "rejected_final";
                    self.void(claim);
                } else {
                    self.saw("T10");
                    self.reject_until_disputed(claim, at);
                }
            }
            _ => {
                self.saw("T19");
                claim.status = "rejected_final";
                claim.failure = Some("dispute_window_closed".to_owned());
                self.void(claim);
            }
        }
    }

    /// A rejection that may be disputed: 30 calendar days from when it was.
    pub(crate) fn reject_until_disputed(&self, claim: &mut Claim, at: At) {
        claim.status = "rejected";
        claim.clock = after_days(at, self.days.dispute);
        claim.touched = false;
        for document in &mut claim.documents {
            document.is_new = false;
        }
    }

    /// S4, S8: the claim stays approved, a draft to renew it is owed.
    fn end_by_itself(&self, claim: &mut Claim, at: At) {
        let mut ended = Vec::new();
        for item in &mut claim.items {
            let Some(association) = &mut item.association else { continue };
            let Some((end, reason)) = association.end() else { continue };
            if association.status == "active" && end.max(association.since) <= at {
                self.saw(if reason == "term" { "S8" } else { "S4" });
                association.status = "ended";
                association.ended_reason = Some(reason.to_owned());
                association.since = at;
                association.subscription_ends = None;
                association.term_ends = None;
                ended.push(item.key.clone());
            }
        }
        claim.version += 1;
        claim.renewals.push(ended);
    }

    /// K8: an open round is withdrawn by the sender.
    pub(crate) fn void(&self, claim: &mut Claim) {
        if claim.consent_open()
            && let Some(consent) = &mut claim.consent
        {
            self.saw("K8");
            consent.state = "voided";
        }
    }

    /// Every association that is pending or active ends for this reason; whether there was one.
    pub(crate) fn end_associations(&self, claim: &mut Claim, at: At, reason: &str) -> bool {
        let mut any = false;
        for item in &mut claim.items {
            if item.is_held()
                && let Some(association) = &mut item.association
            {
                let was = association.status;
                match (reason, was) {
                    ("customer_declined", "pending") => self.saw("S2"),
                    ("customer_declined", _) => self.saw("S3"),
                    ("partner", _) => self.saw("S5"),
                    ("programme", _) => self.saw("S7"),
                    _ => {}
                }
                association.status = "ended";
                association.since = at;
                association.ended_reason = Some(reason.to_owned());
                association.subscription_ends = None;
                association.term_ends = None;
                any = true;
            }
        }
        any
    }
}

/// T11: what was won in a contest is not kept by a claim that is rejected or given up.
pub(crate) fn drop_pending(claim: &mut Claim) {
    for item in &mut claim.items {
        if item.is_held() {
            item.association = None;
        }
    }
}
