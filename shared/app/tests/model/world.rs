//! The system over a store in memory and the model beside it: every step is done by both and compared.

use std::sync::Arc;

use app::{
    App, Done,
    ports::{Claims as _, Programme as _},
};
use domain::{ClaimId, ContestId, Envelope, Precondition, claim::FollowUp};
use jiff::{SignedDuration, Timestamp};
use testkit::{FixedClock, MemoryStore, SeededEntropy, build, ready};

use crate::{
    commands::{self, Made},
    creates, deals,
    naive::{self, Answer, Model, data, standing},
    people,
    step::{Seen, Step},
    view,
};

/// Both sides.
pub(crate) struct World {
    app: App<MemoryStore>,
    clock: Arc<FixedClock>,
    pub(crate) model: Model,
    ids: Vec<ClaimId>,
    contests: Vec<ContestId>,
    /// ETag of every claim after the last step: the system's and the model's
    versions: Vec<(u64, u64)>,
}

impl World {
    /// Nothing claimed yet.
    pub(crate) fn new(catalogue: &Arc<domain::Catalogue>, start: Timestamp) -> Self {
        let store = MemoryStore::with_programme();
        for row in deals::customers() {
            ready(store.put_customer(&row)).unwrap();
        }
        for row in deals::opportunities() {
            ready(store.put_opportunity(&row)).unwrap();
        }
        for row in deals::eligibility() {
            ready(store.put_eligibility(&row)).unwrap();
        }
        let clock = Arc::new(FixedClock::at(start));
        let app = App::new(store, catalogue.clone(), clock.clone(), Arc::new(SeededEntropy::new(1)));
        let mut model = Model::new(catalogue, start.as_millisecond());
        model.rules.locations = build::locations().iter().map(data::location).collect();
        model.rules.subscriptions = (0..3).map(|n| data::subscription(&build::subscription(n))).collect();
        deals::tell(&mut model.rules);
        Self { app, clock, model, ids: Vec::new(), contests: Vec::new(), versions: Vec::new() }
    }

    pub(crate) fn claims(&self) -> usize {
        self.ids.len()
    }

    pub(crate) fn contests(&self) -> usize {
        self.contests.len()
    }

    fn stored(&self, index: usize) -> domain::Claim {
        ready(self.app.store.load(&self.ids[index])).unwrap().unwrap()
    }

    /// The system's claim as a read shows it.
    pub(crate) fn shown(&self, index: usize) -> domain::Claim {
        self.app.settled(self.stored(index))
    }

    /// Does the step on both sides; the difference, if there is one.
    pub(crate) fn step(&mut self, step: &Step) -> Result<(), String> {
        let told = match *step {
            Step::Wait { seconds } => {
                self.clock.advance(SignedDuration::from_secs(seconds));
                self.model.rules.now = self.app.now().as_millisecond();
                Ok(())
            }
            Step::Create { who, how } => self.create(who, how),
            Step::Engage { who, how } => self.engage(who, how),
            Step::Do { who, claim, act, how, n, seen, key } => {
                let Some(claim) = claim.checked_rem(self.ids.len()) else { return Ok(()) };
                self.act(who, claim, (act, how, n), seen, key)
            }
            Step::Clone { who, claim } => {
                let Some(claim) = claim.checked_rem(self.ids.len()) else { return Ok(()) };
                self.clone_claim(who, claim)
            }
            Step::Decide { who, contest, winner, how } => {
                let Some(contest) = contest.checked_rem(self.contests.len()) else { return Ok(()) };
                self.decide(who, contest, winner, how)
            }
            Step::Sweep { claim } => {
                let Some(claim) = claim.checked_rem(self.ids.len()) else { return Ok(()) };
                ready(self.app.sweep(&self.ids[claim])).map_err(|fault| fault.to_string())?;
                let drafts = self.model.sweep(claim);
                self.adopt(drafts.len())
            }
            Step::Subscription { n, how } => {
                let row = creates::subscription(n, how, self.app.now());
                ready(self.app.store.put_subscription(&row)).unwrap();
                ready(self.app.subscription_changed(&row)).map_err(|fault| fault.to_string())?;
                let drafts = self.model.subscription_changed(data::subscription(&row));
                self.adopt(drafts.len())
            }
            Step::Location { n, how } => {
                let row = creates::location(n, how);
                ready(self.app.store.put_location(&row)).unwrap();
                let known = &mut self.model.rules.locations;
                known.retain(|known| known.id != row.location_id.as_str());
                known.push(data::location(&row));
                Ok(())
            }
            Step::Look { who, claim } => {
                let Some(claim) = claim.checked_rem(self.ids.len()) else { return Ok(()) };
                self.look(who, claim)
            }
        };
        told?;
        // Time may change every claim; what a command changes besides its own claim shows then, at the latest.
        let touched = std::mem::take(&mut self.model.written);
        if !step.is_command() {
            return self.compare_all();
        }
        touched.into_iter().try_for_each(|index| self.compare(index))
    }

    /// Compares every claim, and looks for two that hold the same (I-1).
    pub(crate) fn compare_all(&mut self) -> Result<(), String> {
        let mut held: Vec<String> = Vec::new();
        for index in 0..self.ids.len() {
            self.compare(index)?;
            held.extend(self.model.shown(index).held_keys());
        }
        held.sort();
        let twice = held.windows(2).find(|keys| keys[0] == keys[1]);
        twice.map_or(Ok(()), |keys| Err(format!("{} is held twice", keys[0])))
    }

    fn create(&mut self, who: &str, how: &str) -> Result<(), String> {
        let Some(caller) = people::caller(who) else { return Ok(()) };
        let input = creates::input(&caller, how);
        let done = ready(self.app.create(&input, &caller, None));
        let predicted = self.model.create(&caller, &input);
        let id = done.as_ref().ok().map(|done| done.claim.id.clone());
        same(&answer(&done.map_err(|fault| view::failed(&fault))), &predicted)?;
        id.into_iter().for_each(|id| self.made(id));
        if self.ids.len() == self.model.claims.len() { Ok(()) } else { Err("not the same claims".into()) }
    }

    fn engage(&mut self, who: &str, how: &str) -> Result<(), String> {
        let Some(caller) = people::caller(who) else { return Ok(()) };
        let input = deals::input(&caller, how);
        let made = ready(self.app.engage(&input, &caller, None));
        let predicted = self.model.engage(&caller, &input, None);
        let answered = made.as_ref().map_or_else(view::failed, |_| Answer::Changed);
        same(&answered, &predicted)?;
        made.into_iter().flat_map(|made| made.claims).for_each(|claim| self.made(claim.id));
        if self.ids.len() == self.model.claims.len() { Ok(()) } else { Err("not the same claims".into()) }
    }

    /// The claim that was made next.
    fn made(&mut self, id: ClaimId) {
        if self.ids.len() < self.model.claims.len() {
            self.model.name_claim(self.ids.len(), id.as_str());
        }
        self.ids.push(id);
    }

    fn act(
        &mut self,
        who: &str,
        index: usize,
        (act, how, n): (&str, &str, u8),
        seen: Seen,
        key: u8,
    ) -> Result<(), String> {
        let actor = people::actor(who);
        let shown = self.shown(index);
        let standing = self.model.shown(index);
        let made = Made {
            claim: &shown,
            now: self.app.now(),
            open: standing::open_fields(&standing),
            clocks: standing::deadlines(&standing),
        };
        let Some(command) = commands::command(&made, act, how, n) else { return Ok(()) };
        let precondition = match seen {
            Seen::Any => Precondition::Any,
            Seen::Current => Precondition::Version(shown.version),
            Seen::Missing => Precondition::Missing,
            Seen::Stale => Precondition::Version(shown.version + 1),
        };
        let staff = !matches!(who, "customer" | "system");
        let key = (staff && key > 0).then(|| (format!("{who}/{act}/{key}"), format!("{act}/{how}/{n}")));
        let envelope = Envelope {
            actor: actor.clone(),
            key: key.as_ref().map(|(key, body)| build::key(key, body)),
            precondition,
            command: command.clone(),
        };
        let id = self.ids[index].clone();
        let done = if act == "start_review" {
            ready(self.app.start_review(&id, envelope))
        } else {
            ready(self.app.execute(&id, envelope))
        };
        let seen = match seen {
            Seen::Any => naive::Seen::Any,
            Seen::Current => naive::Seen::Current,
            Seen::Missing => naive::Seen::Missing,
            Seen::Stale => naive::Seen::Stale,
        };
        let key = key.as_ref().map(|(key, body)| (key.as_str(), body.as_str()));
        let predicted = self.model.act(index, actor, key, seen, &command);
        let answered = answer(&done.as_ref().map_err(view::failed).cloned());
        // What the system notes for itself (alarms, chased mails) nobody sees.
        let noted = who == "system" && answered == Answer::Changed && predicted == Answer::Unchanged;
        if !noted {
            same(&answered, &predicted)?;
        }
        let Ok(done) = done else { return Ok(()) };
        if act == "upload"
            && let Some(document) = done.claim.documents.last()
        {
            self.model.name_document(index, document.id.as_str());
        }
        if act == "start_review" {
            self.meet(&done)?;
        }
        if !done.changed {
            return Ok(());
        }
        let renews = done.claim.owes.iter().any(|owed| matches!(owed, FollowUp::Renewal(_)));
        ready(self.app.followed_up(done));
        let drafts = self.model.follow_up(index);
        if renews || !drafts.is_empty() { self.adopt(drafts.len()) } else { Ok(()) }
    }

    /// New contests of a review that has begun.
    fn meet(&mut self, done: &Done) -> Result<(), String> {
        for seat in &done.claim.seats {
            if !self.contests.contains(&seat.contest) {
                let Some(predicted) = self.model.contests.get(self.contests.len()) else {
                    return Err(format!("a contest for {} that the model does not open", seat.key));
                };
                let rival = self.ids.iter().position(|id| *id == seat.rival);
                if predicted.key != seat.key.to_string() || Some(predicted.incumbent) != rival {
                    return Err(format!("contest {seat:?}\n  model  {predicted:?}"));
                }
                self.contests.push(seat.contest.clone());
            }
        }
        if self.contests.len() == self.model.contests.len() {
            return Ok(());
        }
        Err(format!("the model opens more contests: {:?}", self.model.contests))
    }

    fn clone_claim(&mut self, who: &str, index: usize) -> Result<(), String> {
        let Some(caller) = people::caller(who) else { return Ok(()) };
        let done = ready(self.app.clone_claim(&self.ids[index], &caller, None));
        let predicted = self.model.clone_claim(index, people::actor(who));
        let id = done.as_ref().ok().map(|done| done.claim.id.clone());
        same(&answer(&done.map_err(|fault| view::failed(&fault))), &predicted)?;
        id.into_iter().for_each(|id| self.made(id));
        if self.ids.len() == self.model.claims.len() { Ok(()) } else { Err("not the same claims".into()) }
    }

    fn decide(&mut self, who: &str, place: usize, winner: &str, how: &str) -> Result<(), String> {
        let Some(caller) = people::caller(who) else { return Ok(()) };
        let reason = (how != "no reason").then_some("The newer proof");
        let id = self.contests[place].clone();
        let done = ready(self.app.decide_contest(&id, &caller, Some(winner), reason));
        let predicted = self.model.decide_contest(place, &caller, Some(winner), reason);
        let answered = match done {
            Ok((_, true)) => Answer::Unchanged,
            Ok((_, false)) => Answer::Changed,
            Err(fault) => view::failed(&fault),
        };
        same(&answered, &predicted)
    }

    /// K4: a read writes nothing, and finds what may be seen.
    fn look(&mut self, who: &str, index: usize) -> Result<(), String> {
        let before = self.app.store.writes();
        let read = ready(self.app.read(&self.ids[index], people::actor(who)));
        let sees = naive::who::sees(people::actor(who), &self.model.claims[index]);
        if read.is_ok() != sees {
            return Err(format!("{who} reads: {}, in the model: {sees}", read.is_ok()));
        }
        if self.app.store.writes() != before {
            return Err("a read has written".into());
        }
        *self.model.rules.seen.entry("K4").or_default() += 1;
        Ok(())
    }

    /// Drafts that the system made by itself.
    fn adopt(&mut self, expected: usize) -> Result<(), String> {
        let mut new: Vec<domain::Claim> =
            self.app.store.all().into_iter().filter(|claim| !self.ids.contains(&claim.id)).collect();
        if new.len() != expected {
            return Err(format!("{} drafts were made, in the model {expected}", new.len()));
        }
        for index in self.model.claims.len() - expected..self.model.claims.len() {
            let keys: Vec<&String> = self.model.claims[index].items.iter().map(|item| &item.key).collect();
            let place = new.iter().position(|claim| {
                let made: Vec<String> = claim.content.items.iter().map(|item| item.key.to_string()).collect();
                made.iter().collect::<Vec<_>>() == keys
            });
            let Some(place) = place else { return Err(format!("no draft of {keys:?}")) };
            self.made(new.remove(place).id);
        }
        Ok(())
    }

    /// A claim as people see it, and whether its ETag moved.
    fn compare(&mut self, index: usize) -> Result<(), String> {
        let now = self.app.now();
        let (ours, theirs) = (self.shown(index), self.model.shown(index));
        let system = view::of_system(&ours, now, &self.contests);
        let model = view::of_model(&theirs, now.as_millisecond());
        if system != model {
            return Err(format!("claim {index}:\n{}", system.difference(&model)));
        }
        let versions = (ours.version, theirs.version);
        if self.versions.len() <= index {
            self.versions.resize(index + 1, versions);
        }
        let known = std::mem::replace(&mut self.versions[index], versions);
        let moved = (known.0 != versions.0, known.1 != versions.1);
        if moved.0 == moved.1 {
            return Ok(());
        }
        Err(format!("claim {index}: ETag moved: {}, model: {}", moved.0, moved.1))
    }
}

fn answer(done: &Result<Done, Answer>) -> Answer {
    match done {
        Ok(done) if done.replayed => Answer::Replayed,
        Ok(done) if done.changed => Answer::Changed,
        Ok(_) => Answer::Unchanged,
        Err(refused) => refused.clone(),
    }
}

fn same(system: &Answer, model: &Answer) -> Result<(), String> {
    if system == model { Ok(()) } else { Err(format!("  system {system:?}\n  model  {model:?}")) }
}
