//! T13, S6 and domain 9 "Contest": two partners claim one key, a review lead decides.

use domain::{Caller, Role, Side};

use super::{
    Answer, Model, Refused, Rules,
    calendar::At,
    claim::{Association, Claim, Contest, Review, Seat},
    standing::decidable,
    text::{Faults, fault, words},
    who::permits,
};

/// The keys of contests in which the claim has no part any more.
pub(super) fn left(claim: &Claim) -> Vec<usize> {
    let open = claim.open_keys();
    claim
        .seats
        .iter()
        .filter(|seat| seat.won.is_none() && !open.contains(&claim.exclusive(&seat.key)))
        .map(|seat| seat.contest)
        .collect()
}

impl Model {
    /// T13: with the review of a claim begin the contests with those who hold its keys, or claimed them first.
    pub(crate) fn open_contests(&mut self, index: usize, claim: &mut Claim) {
        let now = self.rules.now;
        let answer_by = self.rules.calendar.after_business_days(now, self.rules.days.contest_answer);
        let keys: Vec<String> = claim.items.iter().map(|item| item.key.clone()).collect();
        for key in keys {
            // What it challenges already, holds or has lost is not contested anew.
            let done = |seat: &Seat| {
                seat.key == key && (seat.won == Some(false) || (seat.won.is_none() && seat.is_challenger))
            };
            let holds = claim.items.iter().any(|item| item.key == key && item.is_held());
            if holds || claim.seats.iter().any(done) {
                continue;
            }
            let Some(rival) = self.incumbent(index, claim, &key) else { continue };
            let contest = self.contests.len();
            self.rules.saw("T13");
            self.contests.push(Contest {
                key: key.clone(),
                incumbent: rival,
                challenger: index,
                winner: None,
                by: None,
            });
            let seat = |is_challenger: bool, rival: usize| Seat {
                contest,
                key: key.clone(),
                is_challenger,
                rival,
                answer_by,
                won: None,
            };
            claim.seats.push(seat(true, rival));
            claim.version += 1;
            let mut other = self.claims[rival].clone();
            self.rules.settle(&mut other, now);
            other.seats.push(seat(false, index));
            other.version += 1;
            self.write(rival, other);
        }
        if waits(claim) {
            let decide_by = claim.decide_by.unwrap_or(now);
            claim.paused = Some(self.rules.calendar.business_days_left(now, decide_by));
        }
    }

    /// Who holds the key, else who has an earlier submitted claim on it; each rival is met once.
    fn incumbent(&self, index: usize, claim: &Claim, key: &str) -> Option<usize> {
        let mut earliest: Option<(At, usize)> = None;
        for (other, stored) in self.claims.iter().enumerate() {
            let met = claim.seats.iter().any(|seat| seat.key == key && seat.rival == other);
            if other == index || met || stored.org == claim.org || stored.tenant != claim.tenant {
                continue;
            }
            let rival = self.shown(other);
            let Some(item) = rival.items.iter().find(|item| item.key == key) else { continue };
            if item.is_held() {
                return Some(other);
            }
            if rival.is_in_review()
                && let (Some(theirs), Some(ours)) = (rival.submitted_at, claim.submitted_at)
                && theirs < ours
                && earliest.is_none_or(|(known, _)| theirs < known)
            {
                earliest = Some((theirs, other));
            }
        }
        earliest.map(|(_, other)| other)
    }

    /// S6: decided by a review lead who does not have the challenger's review.
    pub(crate) fn decide_contest(
        &mut self,
        place: usize,
        caller: &Caller,
        winner: Option<&str>,
        reason: Option<&str>,
    ) -> Answer {
        let contest = self.contests[place].clone();
        let sides = [&self.claims[contest.incumbent].org, &self.claims[contest.challenger].org];
        let has = |roles: &[Role]| roles.iter().any(|role| caller.roles.contains(role));
        let knows = if caller.side == Side::Partner {
            sides.iter().any(|org| **org == caller.org.as_str())
                && has(&[Role::IncentivesAdmin, Role::IncentivesUser])
        } else {
            has(&[Role::Reviewer, Role::ReviewLead, Role::ProgrammeManager, Role::Auditor])
        };
        if !knows {
            return Answer::Refused(Refused::code("not_found"));
        }
        let winner = ["incumbent", "challenger"].into_iter().find(|role| Some(*role) == winner);
        // The same person's same decision is a replay, whatever has followed from it (api 1: before 403).
        if winner.is_some() && contest.winner == winner && contest.by.as_ref() == Some(&caller.sub) {
            return Answer::Unchanged;
        }
        let actor = domain::Actor::Staff(caller.clone());
        if !permits(&actor, &self.claims[contest.challenger], "decide_contest") {
            return Answer::Refused(Refused::code("forbidden"));
        }
        let challenger = &self.claims[contest.challenger];
        let again = |seat: &Seat| seat.contest == place && seat.won.is_some() && decidable(challenger, seat);
        if let Some(decided) = contest.winner {
            if winner == Some(decided) {
                return Answer::Unchanged;
            }
            if !challenger.seats.iter().any(again) {
                return Answer::Refused(Refused::code("contest_decided"));
            }
        }
        let mut faults = Faults::new();
        if winner.is_none() {
            fault(&mut faults, "/winner", "winner_unknown");
        }
        words("/reason", reason, "reason_required", &mut faults);
        if let Err(refused) = Refused::unless_empty(faults) {
            return Answer::Refused(refused);
        }
        // Whoever has left meanwhile cannot win: that comes first, and ends it.
        for index in [contest.incumbent, contest.challenger] {
            let shown = self.shown(index);
            if left(&shown).contains(&place) {
                self.leave_contest(place, index);
                self.rules.done();
                if self.contests[place].winner == winner {
                    return Answer::Unchanged;
                }
                return Answer::Refused(Refused::code("contest_decided"));
            }
        }
        if contest.winner.is_some() {
            self.rules.saw("a contest decided again in a dispute");
        }
        self.contests[place].winner = winner;
        self.contests[place].by = Some(caller.sub.clone());
        self.conclude(place, Some(&caller.sub));
        self.rules.done();
        Answer::Changed
    }

    /// Both claims learn how it ended, in one write.
    fn conclude(&mut self, place: usize, by: Option<&str>) {
        let contest = self.contests[place].clone();
        let won = |role: &str| contest.winner == Some(role);
        let now = self.rules.now;
        let mut freed = false;
        for (index, won) in [(contest.incumbent, won("incumbent")), (contest.challenger, won("challenger"))] {
            let mut claim = self.claims[index].clone();
            let key = claim.exclusive(&contest.key);
            self.rules.settle(&mut claim, now);
            self.rules.leave(&mut claim, place, won, won && freed, by);
            self.rules.settle(&mut claim, now);
            freed = claim.written_held.contains(&key) && !claim.held_keys().contains(&key);
            self.write(index, claim);
        }
    }

    /// What follows from a write of a claim for others: contests it has left, drafts to renew.
    pub(crate) fn follow_up(&mut self, index: usize) -> Vec<usize> {
        for place in self.claims[index].has_left.clone() {
            self.leave_contest(place, index);
        }
        let renewals = std::mem::take(&mut self.claims[index].renewals);
        let mut drafts = Vec::new();
        for items in renewals {
            drafts.extend(self.renew(index, &items));
        }
        self.rules.done();
        drafts
    }

    /// Everything that is due for a claim, written.
    pub(crate) fn sweep(&mut self, index: usize) -> Vec<usize> {
        let now = self.rules.now;
        let mut claim = self.claims[index].clone();
        self.rules.settle(&mut claim, now);
        self.rules.look_up(&mut claim);
        self.rules.settle(&mut claim, now);
        self.write(index, claim);
        self.follow_up(index)
    }

    /// The vendor brings a row of a subscription: whoever holds it hears of it.
    pub(crate) fn subscription_changed(&mut self, row: super::data::SubscriptionRow) -> Vec<usize> {
        let now = self.rules.now;
        self.rules.subscriptions.retain(|known| known.id != row.id);
        self.rules.subscriptions.push(row.clone());
        let key = format!("subscription:{}", row.id);
        let holder = self.claims.iter().position(|claim| claim.written_held.contains(&key));
        let Some(index) = holder.filter(|index| self.claims[*index].tenant == row.tenant) else {
            return Vec::new();
        };
        let mut claim = self.claims[index].clone();
        self.rules.settle(&mut claim, now);
        self.rules.subscription_says(&mut claim, &row);
        self.rules.settle(&mut claim, now);
        self.write(index, claim);
        self.follow_up(index)
    }

    /// A contest that a claim has left is over: the other one has won.
    fn leave_contest(&mut self, place: usize, index: usize) {
        let contest = &mut self.contests[place];
        if contest.winner.is_none() {
            let other = if contest.incumbent == index { "challenger" } else { "incumbent" };
            contest.winner = Some(other);
            self.rules.saw("a contest left");
        }
        self.conclude(place, None);
    }
}

fn waits(claim: &Claim) -> bool {
    claim.seats.iter().any(|seat| seat.won.is_none() && seat.is_challenger)
}

impl Rules {
    /// A claim's part: the incumbent that loses is superseded, the challenger that wins takes the key from
    /// its holder in the same write. In review, the item that is lost is refused.
    fn leave(&self, claim: &mut Claim, contest: usize, won: bool, takes: bool, by: Option<&str>) {
        let now = self.now;
        claim.has_left.retain(|place| *place != contest);
        let seat = claim.seats.iter_mut().find(|seat| seat.contest == contest && seat.won != Some(won));
        let Some(seat) = seat else { return };
        seat.won = Some(won);
        let (key, is_challenger) = (seat.key.clone(), seat.is_challenger);
        claim.version += 1;
        if claim.is_in_review() {
            for item in &mut claim.items {
                if item.key != key {
                    continue;
                }
                if !won {
                    self.saw("a contest lost");
                    item.association = None;
                    item.decision = "refused";
                    item.reason = Some("contest_lost".to_owned());
                } else if takes {
                    self.saw("a contest won");
                    item.association = Some(Association::pending(now));
                    item.decision = "open";
                    item.reason = None;
                }
            }
            self.go_on(claim, by);
        } else if !is_challenger && !won {
            for item in &mut claim.items {
                if item.key == key
                    && item.is_held()
                    && let Some(association) = &mut item.association
                {
                    self.saw("S6");
                    association.status = "ended";
                    association.since = now;
                    association.ended_reason = Some("superseded".to_owned());
                    association.subscription_ends = None;
                    association.term_ends = None;
                }
            }
            if claim.status == "approved" && !claim.is_held() {
                self.void(claim);
            }
        }
    }

    /// The review goes on with what is left; a claim that has lost everything is rejected.
    fn go_on(&self, claim: &mut Claim, by: Option<&str>) {
        let now = self.now;
        let lost = |key: &str| {
            let mut of_key = claim.seats.iter().filter(|seat| seat.key == key);
            of_key.next_back().is_some_and(|seat| seat.won == Some(false))
        };
        if !claim.is_disputed && claim.items.iter().all(|item| lost(&item.key)) {
            self.saw("rejected(contest_lost)");
            claim.review = Some(Review {
                stage: "first",
                result: "reject",
                reasons: claim.items.len(),
                by: by.map(ToOwned::to_owned),
            });
            claim.failure = Some("contest_lost".to_owned());
            self.reject_until_disputed(claim, now);
        } else if claim.status == "under_review"
            && !waits(claim)
            && let (Some(days), Some(decide_by)) = (claim.paused, claim.decide_by)
        {
            let again = self.calendar.after_business_days(now, days);
            claim.decide_by = Some(again.max(decide_by));
            claim.paused = None;
        }
    }
}
