//! Rule versions as functions learn them, and tenants as a directory tells them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::{Arc, Mutex};

use app::{
    App, Failure,
    ports::{DealWanted, Directory, DirectoryFault, Programme, Tenants},
};
use domain::{
    Code, Engagement, Identifier, IdentifierType, Refusal,
    catalogue::{IN_FORCE_AFTER, KNOWN_FOR},
    identifier::IdentifierInput,
};
use testkit::{FixedClock, MemoryStore, SeededEntropy, build, persona, ready};

/// Two functions on one table, each with its own knowledge.
struct Two {
    clock: Arc<FixedClock>,
    one: App<MemoryStore>,
    other: App<MemoryStore>,
}

impl Two {
    fn new() -> Self {
        let (store, clock) = (MemoryStore::with_programme(), Arc::new(FixedClock::at(build::monday())));
        let app = |seed| {
            let catalogue = Arc::new(build::CATALOGUE.clone());
            App::new(store.clone(), catalogue, clock.clone(), Arc::new(SeededEntropy::new(seed)))
        };
        let (one, other) = (app(1), app(2));
        ready(one.learn_rules()).unwrap();
        ready(other.learn_rules()).unwrap();
        Self { clock, one, other }
    }

    fn put(&self, version: u32) -> Result<Engagement, Failure> {
        let mut rules = build::CATALOGUE.newest("workshop").unwrap().clone();
        rules.rule_version = version;
        rules.deadlines.submit_days = 60;
        ready(self.one.put_rules(rules))
    }
}

fn version(app: &App<MemoryStore>) -> u32 {
    ready(app.learn_rules()).unwrap();
    app.catalogue().current("workshop", app.now()).unwrap().rule_version
}

#[test]
fn f23_two_functions_never_follow_different_rules() {
    let two = Two::new();
    let put = two.put(2).unwrap();
    let from = put.in_force_from.unwrap();
    // Whoever has looked just before knows nothing of it yet, and needs not.
    assert!(two.other.catalogue().newest("workshop").unwrap().rule_version == 1);
    let mut now = build::monday();
    while now < from + KNOWN_FOR {
        two.clock.set(now);
        let expected = if now < from { 1 } else { 2 };
        assert_eq!((version(&two.one), version(&two.other)), (expected, expected), "{now}");
        now += KNOWN_FOR / 7;
    }
}

#[test]
fn i_19_rules_are_put_once() {
    let two = Two::new();
    let first = two.put(2).unwrap();
    two.clock.set(build::monday() + IN_FORCE_AFTER * 3);
    assert_eq!(two.put(2).unwrap(), first);
    let Err(Failure::Refused(Refusal::VersionConflict { current: 2 })) = two.put(4) else {
        panic!("a version is left out")
    };
    assert_eq!(ready(two.one.store.rules()).unwrap(), [first]);
    two.put(3).unwrap();
    assert_eq!(ready(two.one.store.rules()).unwrap().len(), 2);
}

#[test]
fn a_clock_that_was_set_back_makes_what_was_read_worthless() {
    let two = Two::new();
    two.put(2).unwrap();
    two.clock.set(build::monday() - KNOWN_FOR / 2);
    ready(two.other.learn_rules()).unwrap();
    assert_eq!(two.other.catalogue().newest("workshop").unwrap().rule_version, 2);
}

/// A directory that answers one thing, and keeps what it was asked.
struct Says(Result<Vec<String>, ()>, Mutex<Vec<String>>);

impl Directory for Says {
    fn tenants_of<'a>(&'a self, domain: &'a str) -> Tenants<'a> {
        self.1.lock().unwrap().push(domain.into());
        let said = self.0.clone().map_err(|()| DirectoryFault::Unavailable("no answer in time".into()));
        Box::pin(std::future::ready(said))
    }
}

/// Tenant of the claim and whether its customer was known, or the faults.
type Engaged = Result<(String, bool), Vec<Code>>;

/// A claim by domain, and what the directory was asked.
fn engaged(said: Result<Vec<String>, ()>, domain: &str) -> (Engaged, Vec<String>) {
    let directory = Arc::new(Says(said, Mutex::default()));
    let mut app = Two::new().one;
    app.directory = directory.clone();
    let mut input = build::engagement_input(&["workshop"]);
    let identifier = Identifier::parse(IdentifierType::Domain, domain).unwrap();
    input.identifier = Some(IdentifierInput { kind: Some("domain".into()), value: Some(domain.into()) });
    input.mismatch_reason = Some("They use another address.".into());
    let made = ready(app.engage(&input, &persona::partner_a_admin(), None));
    let answer = match made {
        Ok(made) => {
            Ok((made.claims[0].customer.tenant.clone(), made.claims[0].customer.id == build::customer().id))
        }
        Err(Failure::Refused(Refusal::Invalid(faults))) => {
            Err(faults.iter().map(|fault| fault.code).collect())
        }
        Err(other) => panic!("{other}"),
    };
    let wanted = DealWanted { identifier: Some(identifier), ..DealWanted::default() };
    assert!(ready(app.look_up(&wanted)).is_ok());
    let asked = directory.1.lock().unwrap().clone();
    (answer, asked)
}

#[test]
fn v_45_a_domain_that_nobody_imported_is_looked_for_in_the_directory() {
    let stranger = "0b1f6c5e-3333-4333-8333-00000000000c".to_owned();
    let (answer, asked) = engaged(Ok(vec![stranger.clone()]), "stranger.example");
    assert_eq!(answer, Ok((stranger, false)), "a new customer of that tenant");
    assert_eq!(asked, ["stranger.example"; 2]);
    // The tenant of a customer whose other domain is known.
    let (answer, _) = engaged(Ok(vec![build::TENANT.into()]), "stranger.example");
    assert_eq!(answer, Ok((build::TENANT.into(), true)));
    // What was imported needs no directory.
    let known = build::customer().domains[0].clone();
    let (answer, asked) = engaged(Err(()), &known);
    assert_eq!((answer, asked.len()), (Ok((build::TENANT.into(), true)), 0));
}

#[test]
fn v_45_without_an_answer_the_partner_is_asked_for_the_tenant() {
    for nothing in [Ok(Vec::new()), Err(())] {
        assert_eq!(engaged(nothing, "stranger.example").0, Err(vec![Code::TenantNotDerivable]));
    }
    let two = vec![build::TENANT.to_owned(), "0b1f6c5e-3333-4333-8333-00000000000c".into()];
    assert_eq!(engaged(Ok(two), "stranger.example").0, Err(vec![Code::TenantAmbiguous]));
}
