//! The table: every state × every act in every way × everybody, and the right way around every deadline.

use std::sync::Arc;

use app::{
    App,
    ports::{Claims as _, Engagements as _},
};
use domain::{Claim, Envelope, Precondition, allowed, decide::Engaged};
use jiff::{SignedDuration, Timestamp};
use testkit::{FixedClock, MemoryStore, Scene, SeededEntropy, build, ready};

use crate::{
    commands::{self, Made},
    naive::{self, Answer, Model, data, standing, terms},
    people,
    step::HOWS,
    translate, view,
};

/// One state, on both sides.
struct Place {
    name: &'static str,
    claim: Claim,
    now: Timestamp,
    app: App<MemoryStore>,
    clock: Arc<FixedClock>,
    model: Model,
    start: naive::claim::Claim,
}

/// What the table has counted and found.
#[derive(Default)]
pub(crate) struct Table {
    pub(crate) cells: usize,
    pub(crate) accepted: usize,
    pub(crate) differences: Vec<String>,
}

impl Place {
    fn new(name: &'static str, scene: Scene) -> Self {
        let clock = Arc::new(FixedClock::at(scene.now));
        let app = App::new(
            MemoryStore::with_programme(),
            Arc::new(build::CATALOGUE.clone()),
            clock.clone(),
            Arc::new(SeededEntropy::new(2)),
        );
        let mut model = Model::new(&build::CATALOGUE, scene.now.as_millisecond());
        model.rules.locations = build::locations().iter().map(data::location).collect();
        model.rules.subscriptions = (0..3).map(|n| data::subscription(&build::subscription(n))).collect();
        model.rules.customers = vec![terms::customer(&build::customer())];
        let start = translate::claim(&scene.claim, |claim| model.rules.terms(claim));
        model.claims = vec![start.clone()];
        let mut place = Self { name, claim: scene.claim, now: scene.now, app, clock, model, start };
        place.reset();
        place
    }

    /// The claim as it was.
    fn reset(&mut self) {
        self.app.store = MemoryStore::with_programme();
        let claims = vec![self.claim.clone()];
        ready(self.app.store.engage(&Engaged { claims, new_customer: None })).unwrap();
    }

    fn set(&mut self, now: Timestamp) {
        self.clock.set(now);
        self.model.rules.now = now.as_millisecond();
        self.model.claims = vec![self.start.clone()];
    }

    /// Now, and around everything that runs out by itself.
    fn times(&self) -> Vec<Timestamp> {
        let second = SignedDuration::from_secs(1);
        let mut times = Vec::new();
        let mut ends: Vec<Timestamp> =
            allowed::deadlines(&self.claim).into_iter().map(|running| running.at).collect();
        ends.extend(allowed::next_reminder_at(&self.claim));
        for item in &self.claim.content.items {
            let association = item.association.as_ref();
            ends.extend(association.and_then(|association| association.end.as_ref()).map(|end| end.at));
        }
        for end in ends.into_iter().filter(|end| *end > self.now) {
            times.push(end.checked_sub(second).unwrap());
            times.push(end);
        }
        times.sort_unstable();
        times.dedup();
        times
    }

    fn shown(&self) -> Claim {
        self.app.settled(ready(self.app.store.load(&self.claim.id)).unwrap().unwrap())
    }

    fn compare(&self, system: &Claim) -> Result<(), String> {
        let now = self.app.now();
        let system = view::of_system(system, now, &translate::contests(&self.claim));
        let model = view::of_model(&self.model.shown(0), now.as_millisecond());
        if system == model { Ok(()) } else { Err(system.difference(&model)) }
    }

    /// One cell; whether it was accepted, or what differs.
    fn cell(&mut self, who: &str, act: &str, how: &str) -> Result<Option<bool>, String> {
        let shown = self.shown();
        let standing = self.model.shown(0);
        let made = Made {
            claim: &shown,
            now: self.app.now(),
            open: standing::open_fields(&standing),
            clocks: standing::deadlines(&standing),
        };
        let Some(command) = commands::command(&made, act, how, 0) else { return Ok(None) };
        let actor = people::actor(who);
        let envelope = Envelope {
            actor: actor.clone(),
            key: None,
            precondition: Precondition::Any,
            command: command.clone(),
        };
        let done = if act == "start_review" {
            ready(self.app.start_review(&self.claim.id, envelope))
        } else {
            ready(self.app.execute(&self.claim.id, envelope))
        };
        let predicted = self.model.act(0, actor, None, naive::Seen::Any, &command);
        let answered = match &done {
            Ok(done) if done.changed => Answer::Changed,
            Ok(_) => Answer::Unchanged,
            Err(fault) => view::failed(fault),
        };
        // What the system notes for itself nobody sees.
        let noted = who == "system" && answered == Answer::Changed && predicted == Answer::Unchanged;
        let found = if answered == predicted || noted {
            done.as_ref().map_or(Ok(()), |done| {
                if act == "upload"
                    && let Some(document) = done.claim.documents.last()
                {
                    self.model.name_document(0, document.id.as_str());
                }
                self.compare(&done.claim)
            })
        } else {
            Err(format!("  system {answered:?}\n  model  {predicted:?}\n"))
        };
        if done.as_ref().is_ok_and(|done| done.changed) {
            self.reset();
        }
        self.model.claims = vec![self.start.clone()];
        found.map(|()| Some(done.is_ok()))
    }
}

impl Table {
    fn add(&mut self, place: &Place, who: &str, what: &str, found: Result<Option<bool>, String>) {
        match found {
            Ok(None) => {}
            Ok(Some(accepted)) => {
                self.cells += 1;
                self.accepted += usize::from(accepted);
            }
            Err(found) => {
                self.cells += 1;
                let at = place.app.now();
                self.differences.push(format!("{} at {at}: {who} {what}\n{found}", place.name));
            }
        }
    }

    /// What everybody may do in a state, at a time.
    fn standing(&mut self, place: &Place) {
        let (system, model) = (place.shown(), place.model.shown(0));
        let found = place.compare(&system).map(|()| None);
        self.add(place, "anybody", "reads", found);
        for who in people::ALL {
            let actor = people::actor(who);
            let ours: Vec<String> =
                allowed::allowed_actions(&system, actor).into_iter().map(ToOwned::to_owned).collect();
            let theirs = standing::allowed(&model, actor);
            let sees = domain::actor::sees(actor, &system);
            let found = if ours == theirs && sees == naive::who::sees(actor, &model) {
                Ok(Some(sees))
            } else {
                Err(format!("  system {sees} {ours:?}\n  model  {theirs:?}\n"))
            };
            self.add(place, who, "may", found);
        }
    }
}

/// Every cell.
pub(crate) fn fill() -> Table {
    let mut table = Table::default();
    for (name, scene) in Scene::every().into_iter().chain(Scene::every_engagement()) {
        let mut place = Place::new(name, scene);
        place.set(place.now);
        table.standing(&place);
        for (act, hows) in HOWS {
            for how in *hows {
                for who in people::ALL {
                    let found = place.cell(who, act, how);
                    table.add(&place, who, &format!("{act} {how}"), found);
                }
            }
        }
        for now in place.times() {
            place.set(now);
            table.standing(&place);
            for (act, hows) in HOWS {
                for who in people::ALL {
                    let found = place.cell(who, act, hows[0]);
                    table.add(&place, who, act, found);
                }
            }
        }
    }
    table
}
