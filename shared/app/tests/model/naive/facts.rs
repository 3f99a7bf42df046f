//! Earnings (domain 6.5, I-16) and what is learnt of subscriptions (S4).

use super::{
    Rules,
    calendar::after_days,
    claim::{Claim, Earning},
    data::SubscriptionRow,
};

const A_DAY: i64 = 24 * 3_600_000;

impl Rules {
    /// At the approval: nothing for roles and partners that earn nothing, else with the location.
    pub(crate) fn evaluate_earning(&self, claim: &mut Claim) {
        let none = |reason| Earning { state: "none", reason: Some(reason), look_again_at: None };
        let engagement = self.engagement(&claim.engagement);
        // An engagement is paid for as such, without a role.
        let paid = claim.deal.is_some() || engagement.incentivised;
        claim.earning = Some(if !paid {
            none("role_not_incentivised")
        } else if claim.opt_out {
            none("opted_out")
        } else {
            self.earning_at_location(claim)
        });
        if claim.earning.as_ref().is_some_and(|earning| earning.state == "none") {
            claim.version += 1;
        }
        // E19: with the approval; an association waits until it is official.
        if let (Some(_), Some(earning)) = (&claim.deal, &mut claim.earning)
            && earning.state == "expected"
        {
            self.saw("earning of an engagement");
            earning.state = "accrued";
        }
    }

    fn earning_at_location(&self, claim: &Claim) -> Earning {
        let now = self.now;
        let mine = |row: &&super::data::LocationRow| row.id == claim.location && row.org == claim.org;
        match self.locations.iter().find(mine) {
            Some(row) if row.enrolled && row.payable => {
                Earning { state: "expected", reason: None, look_again_at: None }
            }
            Some(row) if row.enrolled => {
                self.saw("earning held");
                let reason = Some("payee_profile_incomplete");
                Earning { state: "none", reason, look_again_at: Some(now + A_DAY) }
            }
            _ => Earning { state: "none", reason: Some("location_not_enrolled"), look_again_at: None },
        }
    }

    /// What the sweep looks up: subscriptions it has not seen, and an earning that is held.
    pub(crate) fn look_up(&self, claim: &mut Claim) {
        for index in 0..claim.items.len() {
            let item = &claim.items[index];
            let Some(id) = item.key.strip_prefix("subscription:") else { continue };
            let new = item.is_held() && item.association.as_ref().is_some_and(|one| !one.looked_up);
            if !new {
                continue;
            }
            let row = self.subscriptions.iter().find(|row| row.id == id).cloned();
            match row {
                Some(row) => self.subscription_says(claim, &row),
                None => {
                    if let Some(association) = &mut claim.items[index].association {
                        association.looked_up = true;
                    }
                }
            }
        }
        let now = self.now;
        let held_until = claim.earning.as_ref().and_then(|earning| earning.look_again_at);
        if held_until.is_none_or(|at| now < at) {
            return;
        }
        let mut next = self.earning_at_location(claim);
        let began = claim.was_official || claim.deal.is_some();
        if !claim.is_held() && !began {
            next = Earning { state: "none", reason: Some("payee_profile_incomplete"), look_again_at: None };
        } else if next.state != "expected" {
            next.reason = Some("payee_profile_incomplete");
            next.look_again_at = Some(now + A_DAY);
        } else if began {
            // Held, not lost: what was official has earned.
            self.saw("earning after a look again");
            next.state = "accrued";
            claim.version += 1;
        }
        claim.earning = Some(next);
    }

    /// S4: the association ends when the grace period after the subscription's end is over; at once when the
    /// vendor says that it has expired.
    pub(crate) fn subscription_says(&self, claim: &mut Claim, row: &SubscriptionRow) {
        let now = self.now;
        let key = format!("subscription:{}", row.id);
        for item in &mut claim.items {
            if item.key != key || !item.is_held() {
                continue;
            }
            if let Some(association) = &mut item.association {
                association.looked_up = true;
                association.subscription_ends = match (row.state, row.ends_at) {
                    ("expired", _) => Some(now),
                    (_, Some(ends_at)) => Some(after_days(ends_at, self.days.grace)),
                    (_, None) => None,
                };
            }
        }
    }
}
