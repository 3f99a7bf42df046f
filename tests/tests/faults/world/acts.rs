//! What is asked of both sides.

use super::World;
use crate::{
    commands::{self, Made},
    creates, deals,
    naive::{self, Answer, standing},
    people,
    step::Seen,
    told::{Effect, Told},
};
use app::Done;
use domain::{Claim, ClaimId, Envelope, Precondition, claim::FollowUp, command::Key};
use testkit::build;

impl World {
    pub(super) fn create(&mut self, who: &str, how: &str) -> Result<(), String> {
        let Some(caller) = people::caller(who) else { return Ok(()) };
        let (input, key) = (creates::input(&caller, how), self.key());
        let told = self.asked(async |app| app.create(&input, &caller, Some(key.clone())).await);
        let predicted = self.model.create(&caller, &input);
        self.made(told, &predicted)
    }

    pub(super) fn engage(&mut self, who: &str, how: &str) -> Result<(), String> {
        let Some(caller) = people::caller(who) else { return Ok(()) };
        let (input, key) = (deals::input(&caller, how), self.key());
        let told = self.asked(async |app| app.engage(&input, &caller, Some(key.clone())).await);
        let predicted = self.model.engage(&caller, &input, None);
        self.compare_answer(&told, &predicted)?;
        for claim in told.answer.into_iter().flat_map(|made| made.claims) {
            self.named(claim.id);
        }
        if self.ids.len() == self.model.claims.len() { Ok(()) } else { Err("not the same claims".into()) }
    }

    /// The claim that was made next.
    fn named(&mut self, id: ClaimId) {
        if self.ids.len() < self.model.claims.len() {
            self.model.name_claim(self.ids.len(), id.as_str());
        }
        self.ids.push(id);
    }

    pub(super) fn clone_claim(&mut self, who: &str, index: usize) -> Result<(), String> {
        let Some(caller) = people::caller(who) else { return Ok(()) };
        let (id, key) = (self.ids[index].clone(), self.key());
        let told = self.asked(async |app| app.clone_claim(&id, &caller, Some(key.clone())).await);
        let predicted = self.model.clone_claim(index, people::actor(who));
        self.made(told, &predicted)
    }

    fn made(&mut self, told: Told<Done>, predicted: &Answer) -> Result<(), String> {
        self.compare_answer(&told, predicted)?;
        if let Ok(done) = told.answer {
            if done.changed {
                self.writes.hold(&done.claim);
            }
            self.named(done.claim.id);
        }
        if self.ids.len() == self.model.claims.len() { Ok(()) } else { Err("not the same claims".into()) }
    }

    pub(super) fn act(
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
            now: self.safe.now(),
            open: standing::open_fields(&standing),
            clocks: standing::deadlines(&standing),
        };
        let Some(command) = commands::command(&made, act, how, n) else { return Ok(()) };
        let staff = !matches!(who, "customer" | "system");
        let (precondition, seen) = match seen {
            // What is based on a version can only be asked for again under a key.
            Seen::Current if !staff => (Precondition::Any, naive::Seen::Any),
            Seen::Any => (Precondition::Any, naive::Seen::Any),
            Seen::Current => (Precondition::Version(shown.version), naive::Seen::Current),
            Seen::Missing => (Precondition::Missing, naive::Seen::Missing),
            Seen::Stale => (Precondition::Version(shown.version + 1), naive::Seen::Stale),
        };
        // Whoever can send a key does, to be able to ask again.
        let name = if key > 0 { format!("{who}/{act}/{key}") } else { format!("step {}", self.steps) };
        let key = staff.then(|| (name, format!("{act}/{how}/{n}")));
        let envelope = Envelope {
            actor: actor.clone(),
            key: key.as_ref().map(|(key, body)| build::key(key, body)),
            precondition,
            command: command.clone(),
        };
        let id = self.ids[index].clone();
        let told = if act == "start_review" {
            self.asked(async |app| app.start_review(&id, envelope.clone()).await)
        } else {
            // Half of the functions have read the claim when they get here.
            let read = self.plan.is_multiple_of(2).then(|| self.stored(index).clone());
            self.asked(async |app| match &read {
                Some(claim) => app.execute_on(claim.clone(), envelope.clone()).await,
                None => app.execute(&id, envelope.clone()).await,
            })
        };
        let key = key.as_ref().map(|(key, body)| (key.as_str(), body.as_str()));
        let predicted = self.model.act(index, actor, key, seen, &command);
        // What the system notes for itself (alarms, chased mails) nobody sees.
        let noted = who == "system" && predicted == Answer::Unchanged;
        if !(noted && told.answer.as_ref().is_ok_and(|done| done.changed)) {
            self.compare_answer(&told, &predicted)?;
        }
        let Ok(done) = told.answer else {
            let same = self.stored(index).revision == shown.revision;
            return if same { Ok(()) } else { Err("refused, and done".into()) };
        };
        if done.changed {
            self.writes.hold(&done.claim);
        }
        let now = self.stored(index).clone();
        if act == "upload"
            && let Some(document) = now.documents.last()
        {
            self.model.name_document(index, document.id.as_str());
        }
        if act == "start_review" {
            self.meet(&now)?;
        }
        if !done.changed && predicted != Answer::Changed {
            return Ok(());
        }
        let done = Done { claim: now, replayed: false, changed: true };
        let renews = done.claim.owes.iter().any(|owed| matches!(owed, FollowUp::Renewal(_)));
        self.follows(done);
        let drafts = self.model.follow_up(index);
        if renews || !drafts.is_empty() { self.adopt(drafts.len()) } else { Ok(()) }
    }

    /// What the claim owes is settled right after the command, or else later.
    fn follows(&mut self, done: Done) {
        let (claim, app, safe) = (done.claim.clone(), &self.app, &self.safe);
        let (bench, writes) = (&self.bench, &mut self.writes);
        self.time.block_on(async {
            app.followed_up(done).await;
            bench.faults.settled().await;
            writes.follow(&bench.stream);
            let owed: Vec<FollowUp> = writes.last(&claim.id).owes.clone();
            if owed.iter().any(|owed| claim.owes.contains(owed)) {
                safe.follow_up(&claim).await.unwrap();
                writes.follow(&bench.stream);
            }
        });
    }

    /// New contests of a review that has begun.
    fn meet(&mut self, claim: &Claim) -> Result<(), String> {
        for seat in &claim.seats {
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

    pub(super) fn decide(&mut self, who: &str, place: usize, winner: &str, how: &str) -> Result<(), String> {
        let Some(caller) = people::caller(who) else { return Ok(()) };
        let reason = (how != "no reason").then_some("The newer proof");
        let (id, key) = (self.contests[place].clone(), self.key());
        let told = self.asked(async |app| {
            app.decide_contest_once(&id, &caller, Some(key.clone()), Some(winner), reason).await
        });
        let predicted = self.model.decide_contest(place, &caller, Some(winner), reason);
        self.compare_answer(&told, &predicted)
    }

    fn compare_answer(&mut self, told: &Told<impl Effect>, predicted: &Answer) -> Result<(), String> {
        if told.is(predicted)? {
            *self.model.rules.seen.entry("done unheard").or_default() += 1;
        }
        Ok(())
    }

    /// K4: a read writes nothing, and finds what may be seen.
    pub(super) fn look(&mut self, who: &str, index: usize) -> Result<(), String> {
        let (id, actor) = (self.ids[index].clone(), people::actor(who));
        let before = self.writes.count();
        let read = self.asked(async |app| app.read(&id, actor).await).answer;
        let sees = naive::who::sees(actor, &self.model.claims[index]);
        if read.is_ok() != sees {
            return Err(format!("{who} reads: {}, in the model: {sees}", read.is_ok()));
        }
        if self.writes.count() > before {
            return Err("a read has written".into());
        }
        Ok(())
    }

    /// Drafts that the system made by itself.
    pub(super) fn adopt(&mut self, expected: usize) -> Result<(), String> {
        let mut new: Vec<Claim> =
            self.writes.latest().filter(|claim| !self.ids.contains(&claim.id)).cloned().collect();
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
            self.named(new.remove(place).id);
        }
        Ok(())
    }

    /// A key of this step's own.
    fn key(&self) -> Key {
        build::key(&format!("step {}", self.steps), "body")
    }
}
