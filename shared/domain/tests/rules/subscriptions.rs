//! S4, S7 and S8: associations that end by themselves or by the vendor, and the drafts that renew them.

use domain::{
    Action, Actor, Catalogue, Claim, Code, Command, Envelope, Guard, Outcome, Precondition, Refusal, State,
    Subscription,
    allowed::{self, Act, next_due},
    claim::{Association, AssociationStatus, FollowUp, ItemKey},
    command::KnownFacts,
    consent::{Choice, ConsentState},
    customer::SubscriptionState,
    decide::{Context, Copy, Created, Decision, Facts, copy},
};
use jiff::{SignedDuration, Timestamp};
use testkit::{Scene, build, build::at, commands, persona};

const SECOND: SignedDuration = SignedDuration::from_secs(1);

fn last(scene: &Scene) -> &Decision {
    scene.decisions.last().unwrap()
}

/// What the last decision added to the history.
fn added(scene: &Scene) -> Vec<Action> {
    let before = &scene.decisions[scene.decisions.len() - 2].claim;
    scene.claim.history.after(before.history.last_seq()).map(|(_, entry)| entry.action).collect()
}

fn association(claim: &Claim) -> &Association {
    claim.content.items[0].association.as_ref().unwrap()
}

fn end(claim: &Claim) -> Option<(Timestamp, Timestamp, &str)> {
    association(claim).end.as_ref().map(|end| (end.expires_at, end.at, end.reason.as_str()))
}

fn row(state: SubscriptionState, ends_at: Option<Timestamp>) -> Subscription {
    Subscription { state, ends_at, ..build::subscription(0) }
}

/// 30 days of grace after 1 March, their end in Berlin, where summer time has begun.
const GRACE_OVER: &str = "2027-03-31T22:00:00Z";

/// Approved, the customer has agreed; nothing is known of the subscription.
fn unwatched() -> Scene {
    let draft = Scene::begin("s4", &build::subscriptions_input(1), persona::partner_a_admin());
    draft.proven().submit().deliver().review().approve().answered(Choice::Accept)
}

#[test]
fn s4_the_association_ends_when_the_grace_of_the_subscription_is_over() {
    let scene = Scene::subscribed();
    let (expires, over) = (build::subscription_ends(), at(GRACE_OVER));
    assert_eq!(end(&scene.claim), Some((expires, over, "subscription_expired")));
    for active in [expires, over - SECOND] {
        let read = scene.read_at(active).claim;
        assert_eq!(association(&read).status, AssociationStatus::Active);
        assert!(domain::usage::readable(&read, &read.content.items[0].key).is_ok());
    }
    for ended in [over, over + SECOND, over + SignedDuration::from_hours(9_999)] {
        let read = scene.read_at(ended).claim;
        assert_eq!((association(&read).status, association(&read).since), (AssociationStatus::Ended, over));
        assert_eq!(association(&read).ended_reason.as_deref(), Some("subscription_expired"));
        assert_eq!(read.state, State::Approved, "the claim stays approved");
        assert!(domain::usage::readable(&read, &read.content.items[0].key).is_err(), "I-21");
    }
    let scene = scene.swept_at(over);
    assert_eq!(added(&scene), [Action::AssociationEnded]);
    assert_eq!(last(&scene).free.len(), 2);
    assert!(last(&scene).free.iter().any(|guard| matches!(guard, Guard::Holder { .. })));
    assert_eq!(scene.claim.owes, [FollowUp::Renewal(scene.claim.history.last_seq())]);
}

#[test]
fn s4_an_approved_claim_asks_what_is_known_of_its_subscriptions() {
    let scene = unwatched();
    assert!(allowed::unwatched(&scene.claim) && allowed::wants_facts(&scene.claim, scene.now));
    assert_eq!(next_due(&scene.claim), Some(scene.claim.updated_at), "the sweep finds it");
    let version = scene.claim.version;
    let told = |subscriptions| Command::RecordFacts(KnownFacts { location: None, subscriptions });
    let known = row(SubscriptionState::Active, Some(build::subscription_ends()));
    let told_end = scene.clone().step(&Actor::System, told(vec![known]));
    assert_eq!(end(&told_end.claim), end(&Scene::subscribed().claim));
    assert_eq!(told_end.claim.version, version, "the ETag stays");
    // One that nobody knows, and one without an end, are not asked for again and again.
    for rows in [Vec::new(), vec![row(SubscriptionState::Active, None)]] {
        let scene = scene.clone().step(&Actor::System, told(rows));
        assert_eq!((end(&scene.claim), next_due(&scene.claim)), (None, None));
    }
    // A claim for workloads has nothing to ask.
    assert!(!allowed::unwatched(&Scene::active().claim));
}

#[test]
fn s4_what_is_looked_up_does_not_overwrite_what_was_said_since() {
    let mut scene = Scene::subscribed();
    let stale = vec![row(SubscriptionState::Active, None)];
    let facts = Command::RecordFacts(KnownFacts { location: None, subscriptions: stale });
    assert!(matches!(scene.ask(&Actor::System, facts), Ok(Outcome::Unchanged(_))));
}

#[test]
fn s4_a_subscription_that_is_renewed_in_its_grace_goes_on() {
    let scene = Scene::subscribed().at(at("2027-03-20T10:00:00Z"));
    let renewed = scene.clone().told(row(SubscriptionState::Active, Some(at("2028-03-01T00:00:00Z"))));
    assert_eq!(association(&renewed.read_at(at(GRACE_OVER)).claim).status, AssociationStatus::Active);
    // Without an end it ends no more.
    let endless = scene.clone().told(row(SubscriptionState::Active, None));
    assert_eq!((end(&endless.claim), next_due(&endless.claim)), (None, None));
    // The same once more changes nothing; about another subscription it is nobody's business.
    let mut same = scene.clone();
    let again = row(SubscriptionState::Grace, Some(build::subscription_ends()));
    let other = Subscription { subscription_id: build::subscription_id(9), ..again.clone() };
    for row in [again, other] {
        let asked = same.ask(&Actor::System, Command::RecordSubscription(row));
        assert!(matches!(asked, Ok(Outcome::Unchanged(_))), "{asked:?}");
    }
    // Too late: what has ended stays ended (I-3).
    let late = renewed.clone().told(row(SubscriptionState::Expired, None));
    let again = row(SubscriptionState::Active, Some(at("2028-03-01T00:00:00Z")));
    let asked = late.clone().ask(&Actor::System, Command::RecordSubscription(again));
    assert!(matches!(asked, Ok(Outcome::Unchanged(_))));
}

#[test]
fn s4_a_subscription_that_the_vendor_says_has_expired_ends_the_association_at_once() {
    let now = at("2027-01-15T10:00:00Z");
    for ends_at in [None, Some(at("2027-01-01T00:00:00Z")), Some(build::subscription_ends())] {
        let scene = Scene::subscribed().at(now).told(row(SubscriptionState::Expired, ends_at));
        assert_eq!(
            (association(&scene.claim).status, association(&scene.claim).since),
            (AssociationStatus::Ended, now)
        );
        assert_eq!(added(&scene), [Action::AssociationEnded]);
        assert_eq!(scene.claim.owes.len(), 1);
    }
    // Before the customer has answered it ends when it begins: it never was official for any time.
    let draft = Scene::begin("s4", &build::subscriptions_input(1), persona::partner_a_admin());
    let pending = draft.proven().submit().deliver().review().approve();
    let pending = pending.told(row(SubscriptionState::Expired, None));
    assert_eq!(association(&pending.claim).status, AssociationStatus::Pending);
    let over = pending.read_at(pending.window_ends()).claim;
    assert_eq!(association(&over).status, AssociationStatus::Ended);
}

#[test]
fn s4_each_subscription_of_a_claim_has_an_end_of_its_own() {
    let draft = Scene::begin("s4", &build::subscriptions_input(2), persona::partner_a_admin());
    let scene = draft.proven().submit().deliver().review().approve().answered(Choice::Accept);
    let ends =
        |number, ends_at: &str| Subscription { ends_at: Some(at(ends_at)), ..build::subscription(number) };
    let scene = scene.told(ends(0, "2027-03-01T00:00:00Z")).told(ends(1, "2027-06-01T00:00:00Z"));
    let first = scene.swept_at(at(GRACE_OVER));
    assert_eq!(
        first.claim.history.entries.last().unwrap().items,
        [format!("subscription:{}", build::subscription_id(0))]
    );
    assert!(first.claim.content.items[1].active().is_some());
    assert!(!allowed::listed(&first.claim, Act::Clone), "one of them is official still");
    // Nobody looks for years: each has ended at its own instant, and each owes a renewal of its own.
    let both = first.at(at("2029-01-01T00:00:00Z")).step(&Actor::System, Command::Settle);
    assert_eq!(both.claim.content.items[1].association.as_ref().unwrap().since, at("2027-07-01T22:00:00Z"));
    assert_eq!(both.claim.owes.len(), 2);
    assert!(allowed::listed(&both.claim, Act::Clone));
}

#[test]
fn s4_the_renewal_is_recorded_once_whether_or_not_it_could_be_made() {
    let scene = Scene::subscribed().swept_at(at(GRACE_OVER));
    let entry = scene.claim.history.last_seq();
    for draft in [Some(build::claim_id("renewal")), None] {
        let record = Command::RecordRenewal { entry, draft: draft.clone() };
        let mut done = scene.clone().step(&Actor::System, record.clone());
        let written = done.claim.history.entries.last().unwrap();
        assert_eq!(
            (written.action, written.of, written.claim.clone()),
            (Action::RenewalDrafted, Some(entry), draft.clone())
        );
        assert_eq!(written.reason.as_deref(), draft.is_none().then_some("not_possible"));
        assert!(done.claim.owes.is_empty() && next_due(&done.claim).is_none());
        assert!(matches!(done.ask(&Actor::System, record), Ok(Outcome::Unchanged(_))));
    }
    let forged = Command::RecordRenewal { entry: 1, draft: None };
    assert!(matches!(scene.clone().ask(&Actor::System, forged), Ok(Outcome::Unchanged(_))));
}

/// The catalogue with a term for the subscriptions' engagement.
fn with_term(days: u16) -> Catalogue {
    let mut catalogue = build::CATALOGUE.clone();
    for engagement in &mut catalogue.engagements {
        engagement.deadlines.term_days = Some(days);
    }
    catalogue
}

/// What the system does under this catalogue.
fn under(catalogue: &Catalogue, claim: &Claim, command: Command, now: Timestamp) -> Claim {
    let actor = if matches!(command, Command::Answer(_)) { Actor::Customer } else { Actor::System };
    let envelope = Envelope { actor, key: None, precondition: Precondition::Any, command };
    match domain::decide(claim, envelope, Context { now, catalogue, fresh: [1; 16], found: &[] }) {
        Ok(Outcome::Changed(decision)) => decision.claim,
        other => panic!("{other:?}"),
    }
}

#[test]
fn s8_a_term_ends_the_association_where_the_engagement_has_one() {
    assert!(
        build::CATALOGUE.engagements.iter().all(|known| known.deadlines.term_days.is_none()),
        "off by default"
    );
    let catalogue = with_term(365);
    let pending = Scene::approved_pending();
    let accept = commands::answer_now(&pending.claim, Choice::Accept);
    let claim = under(&catalogue, &pending.claim, accept, pending.now);
    // 365 days after Monday, 23 November 2026.
    let over = at("2027-11-23T23:00:00Z");
    assert_eq!(end(&claim), Some((over, over, "term")));
    assert_eq!(next_due(&claim), Some(at("2027-09-24T22:00:00Z")), "the first notice, 60 days before");
    let ended = under(&catalogue, &claim, Command::Settle, over);
    assert_eq!(association(&ended).ended_reason.as_deref(), Some("term"));
    assert_eq!((ended.state.as_str(), ended.owes.len()), ("approved", 1));
}

#[test]
fn s8_of_a_term_and_a_subscription_the_earlier_end_counts() {
    for (days, reason) in [(60, "term"), (365, "subscription_expired")] {
        let catalogue = with_term(days);
        let draft = Scene::begin("s8", &build::subscriptions_input(1), persona::partner_a_admin());
        let pending = draft.proven().submit().deliver().review().approve();
        let accept = commands::answer_now(&pending.claim, Choice::Accept);
        let claim = under(&catalogue, &pending.claim, accept, pending.now);
        let told = row(SubscriptionState::Active, Some(build::subscription_ends()));
        let claim = under(&catalogue, &claim, Command::RecordSubscription(told), pending.now);
        assert_eq!(end(&claim).unwrap().2, reason);
    }
}

#[test]
fn s7_a_programme_manager_stops_every_association_and_says_why() {
    let manager = Actor::Staff(persona::programme_manager());
    let mut scene = Scene::active();
    let refused = scene.ask(&manager, Command::Stop { reason: None });
    assert_eq!(build::faults(refused), [("/reason".into(), Code::ReasonRequired)]);
    let scene = scene.step(&manager, Command::Stop { reason: Some("Fraud".into()) });
    assert_eq!(scene.claim.state, State::Approved, "the claim stays approved");
    assert_eq!(added(&scene), [Action::Stopped, Action::AssociationEnded]);
    assert!(scene.claim.content.items.iter().all(|item| {
        item.association.as_ref().and_then(|known| known.ended_reason.as_deref()) == Some("programme")
    }));
    assert_eq!(last(&scene).free.len(), 4);
    assert!(scene.claim.owes.is_empty(), "nothing is renewed");
    // Nothing is left to be stopped.
    let again = scene.clone().ask(&manager, Command::Stop { reason: Some("Fraud".into()) });
    assert!(matches!(again, Err(Refusal::State { code: Code::InvalidStateTransition, .. })));
    // A pending association ends with its request.
    let pending = Scene::approved_pending().step(&manager, Command::Stop { reason: Some("Over".into()) });
    assert_eq!(added(&pending), [Action::Stopped, Action::AssociationEnded, Action::ConsentVoided]);
    assert_eq!(pending.claim.consent.as_ref().unwrap().state, ConsentState::Voided);
    for scene in [Scene::draft(), Scene::under_review(), Scene::rejected(), Scene::contest_won()] {
        let stop = commands::right(Act::Stop, &scene.claim).unwrap();
        assert!(scene.clone().ask(&manager, stop).is_err(), "{}", scene.claim.state.as_str());
    }
}

fn facts(source: &Claim) -> Facts {
    Facts {
        location: build::locations().into_iter().find(|row| row.location_id == source.content.location),
        customer: Some(build::customer()),
        subscriptions: Vec::new(),
    }
}

fn copied(source: &Claim, who: Copy<'_>, catalogue: &Catalogue, now: Timestamp) -> Result<Created, Refusal> {
    let context = Context { now, catalogue, fresh: [3; 16], found: &[] };
    copy(source, who, build::claim_id("copy"), None, facts(source), context)
}

#[test]
fn s4_a_renewal_is_a_draft_of_what_has_ended_in_the_name_of_whoever_made_the_claim() {
    let draft = Scene::begin("s4", &build::subscriptions_input(2), persona::partner_a_admin());
    let scene = draft.proven().submit().deliver().review().approve().answered(Choice::Accept);
    let told = Subscription { ends_at: Some(build::subscription_ends()), ..build::subscription(1) };
    let scene = scene.told(told).swept_at(at(GRACE_OVER));
    let renewal = Copy::Renewal(scene.claim.history.last_seq());
    let made = copied(&scene.claim, renewal, &build::CATALOGUE, scene.now).unwrap();
    let claim = &made.claim;
    assert!(claim.state.is_draft() && made.new_customer.is_none());
    assert_eq!((claim.created_by.as_str(), &claim.org), ("a-admin", &scene.claim.org));
    assert_eq!(claim.copy_of.as_ref(), Some(&scene.claim.id));
    let keys: Vec<&ItemKey> = claim.content.items.iter().map(|item| &item.key).collect();
    assert_eq!(keys, [&ItemKey::Subscription(build::subscription_id(1))], "only what has ended");
    assert!(claim.documents.is_empty() && claim.consent.is_none() && claim.seats.is_empty());
    assert_eq!(claim.content.items[0].association, None);
    let entry = &claim.history.entries[0];
    assert_eq!(
        (entry.action, entry.by.side.as_str(), entry.claim.as_ref()),
        (Action::Created, "system", Some(&scene.claim.id))
    );
    // Not of an engagement that has ended.
    let mut over = build::CATALOGUE.clone();
    for engagement in &mut over.engagements {
        engagement.ends_at = Some(scene.now);
    }
    let refused = copied(&scene.claim, renewal, &over, scene.now);
    assert_eq!(build::faults(refused), [("/engagementId".into(), Code::EngagementNotActive)]);
}

#[test]
fn a_copy_is_made_of_what_is_over_by_whoever_may_claim() {
    let admin = persona::partner_a_admin();
    for (name, scene) in Scene::every() {
        let over = scene.claim.state.is_terminal()
            || (scene.claim.state == State::Approved && !scene.claim.is_held());
        let made = copied(&scene.claim, Copy::By(&admin), &build::CATALOGUE, scene.now);
        match made {
            Ok(made) => {
                assert!(over, "{name}");
                assert!(made.claim.state.is_draft());
                assert_eq!(made.claim.content.name, scene.claim.content.name);
            }
            Err(Refusal::State { code: Code::InvalidStateTransition, .. }) => assert!(!over, "{name}"),
            Err(other) => panic!("{name}: {other:?}"),
        }
    }
    let scene = Scene::rejected_final();
    for (name, caller) in persona::all() {
        let made = copied(&scene.claim, Copy::By(&caller), &build::CATALOGUE, scene.now);
        match name {
            "partner-a-admin" => assert!(made.is_ok()),
            "partner-b-admin" | "field-seller" => assert_eq!(made.unwrap_err(), Refusal::NotFound),
            _ => assert_eq!(made.unwrap_err(), Refusal::Forbidden, "{name}"),
        }
    }
}

#[test]
fn i_20_a_copy_is_made_under_the_rules_of_today() {
    let scene = Scene::rejected_final();
    let mut catalogue = build::CATALOGUE.clone();
    let mut next = catalogue.newest("modern-work-usage").unwrap().clone();
    next.rule_version = 2;
    catalogue.engagements.push(next);
    let made = copied(&scene.claim, Copy::By(&persona::partner_a_admin()), &catalogue, scene.now).unwrap();
    assert_eq!((scene.claim.rule_version, made.claim.rule_version), (1, 2));
}
