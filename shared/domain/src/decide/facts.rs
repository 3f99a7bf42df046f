//! What the vendor knows about the things a claim stands on: ends of subscriptions (S4), earnings (6.5).

use jiff::SignedDuration;

use super::{Check, Found, Step};
use crate::{
    claim::{
        Earning, EarningState, End, ItemKey, LOCATION_NOT_ENROLLED, OPTED_OUT, PAYEE_PROFILE_INCOMPLETE,
        ROLE_NOT_INCENTIVISED,
    },
    command::KnownFacts,
    customer::{Enrolment, Location, PayeeProfile, Subscription, SubscriptionState},
    history::{Action, By, Entry},
    planted, settle,
    state::ending,
};

impl Step<'_> {
    /// Domain 6.5 at the approval: assumed to be payable, and decided again with the location when it is not.
    pub(super) fn evaluate_earning(&mut self) {
        let now = self.context.now;
        let role = self.engagement.role(&self.claim.content.role);
        let location = self.context.found.iter().find_map(|found| match found {
            Found::Location(location) => Some(Some(location)),
            Found::Nothing => Some(None),
            Found::Subscription(_) => None,
        });
        let unpaid = self.claim.deal.is_none() && role.is_none_or(|role| !role.incentivised);
        let earning = if unpaid {
            Earning::none(now, ROLE_NOT_INCENTIVISED)
        } else if self.claim.content.opt_out && !planted::OPT_OUT_EARNS {
            Earning::none(now, OPTED_OUT)
        } else if let Some(location) = location {
            self.earning_at(location)
        } else {
            let id = self.claim.content.location.clone();
            self.checks.push(Check::Payee { id, org: self.claim.org.clone() });
            Earning::expected(now)
        };
        self.earns(earning);
    }

    fn earning_at(&self, location: Option<&Location>) -> Earning {
        let now = self.context.now;
        let own = location.filter(|location| location.org == self.claim.org);
        match own.map(|location| (location.enrolment, location.payee_profile)) {
            Some((Enrolment::Enrolled, PayeeProfile::Complete)) => Earning::expected(now),
            Some((Enrolment::Enrolled, PayeeProfile::Incomplete)) => Earning {
                look_again_at: now.saturating_add(SignedDuration::from_hours(24)).ok(),
                ..Earning::none(now, PAYEE_PROFILE_INCOMPLETE)
            },
            Some(_) | None => Earning::none(now, LOCATION_NOT_ENROLLED),
        }
    }

    fn earns(&mut self, earning: Earning) {
        if let Some(reason) = &earning.reason {
            let entry =
                Entry::new(self.context.now, By::system(), Action::EarningRefused).because(reason.clone());
            self.record(entry);
        }
        self.claim.earning = Some(earning);
    }

    /// What was looked up for the claim. A subscription that is watched already has said something newer.
    pub(super) fn record_facts(&mut self, facts: &KnownFacts) {
        for index in 0..self.claim.content.items.len() {
            let item = &mut self.claim.content.items[index];
            let ItemKey::Subscription(id) = &item.key else { continue };
            let row = facts.subscriptions.iter().find(|row| row.subscription_id == *id);
            match (item.association.as_mut().filter(|association| !association.watched), row) {
                (Some(_), Some(row)) => self.watch(row),
                (Some(association), None) => association.watched = true,
                (None, _) => {}
            }
        }
        self.look_again(facts.location.as_ref());
    }

    /// S4: when the association of a subscription ends by itself.
    pub(super) fn watch(&mut self, subscription: &Subscription) {
        let (now, calendar) = (self.context.now, &self.context.catalogue.calendar);
        let grace = self.engagement.deadlines.subscription_grace_days;
        let key = ItemKey::Subscription(subscription.subscription_id.clone());
        let item = self.claim.content.items.iter_mut().find(|item| item.key == key && item.is_held());
        let Some(association) = item.and_then(|item| item.association.as_mut()) else { return };
        let term = settle::term(association, self.engagement, calendar);
        let expires_at = match (subscription.state, subscription.ends_at) {
            (SubscriptionState::Expired, ends_at) => Some(ends_at.unwrap_or(now).min(now)),
            (_, ends_at) => ends_at,
        };
        let own = expires_at.map(|expires_at| End {
            expires_at,
            at: match subscription.state {
                SubscriptionState::Expired => now,
                SubscriptionState::Active | SubscriptionState::Grace | SubscriptionState::NotProvisioned => {
                    calendar.after_days(expires_at, grace)
                }
            },
            reason: ending::SUBSCRIPTION_EXPIRED.into(),
        });
        association.watched = true;
        association.end = [own, term].into_iter().flatten().min_by_key(|end| end.at);
    }

    /// An earning that is held accrues once the payee profile is complete.
    fn look_again(&mut self, location: Option<&Location>) {
        let now = self.context.now;
        let held = self.claim.earning.as_ref().and_then(|earning| earning.look_again_at);
        if held.is_none_or(|at| now < at) {
            return;
        }
        // What was official has earned, even when it is over: held, not lost.
        let entries = &self.claim.history.entries;
        let official = entries.iter().any(|entry| entry.action == Action::AssociationActivated);
        let began = official || self.claim.deal.is_some();
        if !began && !self.claim.is_held() {
            self.claim.earning = Some(Earning::none(now, PAYEE_PROFILE_INCOMPLETE));
            return;
        }
        let earning = self.earning_at(location);
        if earning.state != EarningState::Expected {
            if let Some(held) = &mut self.claim.earning {
                held.look_again_at = now.saturating_add(SignedDuration::from_hours(24)).ok();
            }
            return;
        }
        self.claim.earning = Some(earning);
        if began {
            settle::accrue(&mut self.claim, now);
        }
    }

    /// The draft that was owed for ended associations exists, or cannot be made.
    pub(super) fn record_renewal(&mut self, entry: u32, draft: Option<crate::ClaimId>) {
        let owed = crate::claim::FollowUp::Renewal(entry);
        if !self.claim.owes.contains(&owed) {
            return;
        }
        self.claim.owes.retain(|other| *other != owed);
        let mut record = self.entry(Action::RenewalDrafted);
        record.of = Some(entry);
        record.reason = draft.is_none().then(|| "not_possible".into());
        record.claim = draft;
        self.note(record);
    }
}
