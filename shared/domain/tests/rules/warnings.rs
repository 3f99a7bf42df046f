//! T5, P21, S4 and I-22: warnings before deadlines, each once, and the flag on a clock of the vendor.

use domain::{
    Action, Actor, Claim, Command, Entry, Outcome, State, Subscription,
    alarm::Alarm,
    allowed::{Act, next_due, overdue},
    claim::End,
    command::{Extension, KnownFacts},
    consent::Choice,
};
use jiff::{SignedDuration, Timestamp};
use testkit::{Scene, build, build::at, commands, persona};

const SECOND: SignedDuration = SignedDuration::from_secs(1);
const DAY: SignedDuration = SignedDuration::from_hours(24);

fn warns(action: Action) -> bool {
    matches!(action, Action::DeadlineNear | Action::SlaOverdue | Action::AssociationExpiring)
}

fn given(claim: &Claim) -> Vec<&Entry> {
    claim.history.entries.iter().filter(|entry| warns(entry.action)).collect()
}

/// What a sweep at this instant writes.
fn swept(scene: &Scene, now: Timestamp) -> Option<Scene> {
    let mut scene = scene.clone().at(now);
    match scene.act(&Actor::System, Command::Settle) {
        Ok(Outcome::Changed(_)) => Some(scene),
        Ok(Outcome::Unchanged(_)) => None,
        other => panic!("{other:?}"),
    }
}

/// The beginning of the day that lies so many days before the end of the last one, over daylight saving.
fn before(ends: Timestamp, days: u16) -> Timestamp {
    build::CATALOGUE.calendar.days_before(ends, days)
}

/// Every warning comes at its moment, not a second earlier, once, and changes nothing else.
fn comes_at_each(scene: &Scene, action: Action, clock: &str, ends: Timestamp, days: &[u16]) {
    let mut scene = scene.clone();
    for days in days {
        let moment = before(ends, *days);
        assert_eq!(next_due(&scene.claim), Some(moment), "{clock} {days}");
        assert!(swept(&scene, moment - SECOND).is_none(), "{clock} {days}");
        let warned = swept(&scene, moment).unwrap();
        let entry = warned.claim.history.entries.last().unwrap();
        assert_eq!((entry.action, entry.clock.as_deref(), entry.until), (action, Some(clock), Some(ends)));
        assert_eq!(entry.at, moment);
        assert_eq!(given(&warned.claim).len(), given(&scene.claim).len() + 1);
        assert_eq!((&warned.claim.state, warned.claim.version), (&scene.claim.state, scene.claim.version));
        assert!(swept(&warned, moment).is_none(), "once");
        assert!(swept(&warned, moment + SECOND).is_none(), "once");
        scene = warned;
    }
}

/// Rejected, and the customer has agreed before: only the dispute's clock runs.
fn rejected() -> Scene {
    let scene = Scene::under_review().answered(domain::consent::Choice::Accept);
    scene.step(&Actor::Staff(persona::reviewer()), Command::Reject(commands::reasons("/documents")))
}

/// Returned, and the customer has agreed before: only the partner's clock runs.
fn returned() -> Scene {
    let scene = Scene::under_review().answered(domain::consent::Choice::Accept);
    scene.step(&Actor::Staff(persona::reviewer()), Command::Return(commands::reasons("/items")))
}

#[test]
fn t5_a_draft_is_warned_of_7_days_before_it_is_given_up() {
    let scene = Scene::ready();
    let ends = scene.clock("idle_draft");
    // 90 days after 23 November, and the day before the last seven begins.
    assert_eq!((ends, before(ends, 7)), (at("2027-02-21T23:00:00Z"), at("2027-02-14T23:00:00Z")));
    comes_at_each(&scene, Action::DeadlineNear, "idle_draft", ends, &[7]);
    // Whoever changes the draft is not warned, and gets the whole time again.
    let warned = swept(&scene, before(ends, 7)).unwrap();
    for scene in [scene.at(before(ends, 7) - SECOND), warned.at(ends - SECOND)] {
        let edited = scene.by_partner(Act::Edit);
        let again = edited.clock("idle_draft");
        assert_eq!(again, build::CATALOGUE.calendar.after_days(edited.now, 90));
        let due = next_due(&edited.claim);
        assert_eq!(due, Some(before(again, 7)), "warned anew");
    }
}

#[test]
fn p21_the_partner_is_warned_14_7_3_and_1_days_before_a_deadline() {
    let disputable = rejected();
    let ends = disputable.clock("dispute");
    comes_at_each(&disputable, Action::DeadlineNear, "dispute", ends, &[14, 7, 3, 1]);
    let returned = returned();
    let ends = returned.clock("partner_answer");
    comes_at_each(&returned, Action::DeadlineNear, "partner_answer", ends, &[14, 7, 3, 1]);
    let incumbent = Scene::incumbent();
    let ends = incumbent.clock("contest_answer");
    comes_at_each(&incumbent, Action::DeadlineNear, "contest_answer", ends, &[14, 7, 3, 1]);
}

#[test]
fn s4_the_partner_is_told_60_30_and_7_days_before_a_subscription_ends() {
    let scene = Scene::subscribed();
    let ends = build::subscription_ends();
    comes_at_each(&scene, Action::AssociationExpiring, "association_end", ends, &[60, 30, 7]);
    let told = swept(&scene, before(ends, 60)).unwrap();
    let entry = told.claim.history.entries.last().unwrap();
    assert_eq!(entry.items, [format!("subscription:{}", build::subscription_id(0))]);
    // In its grace nothing more is said; then it ends.
    let last = swept(&scene, before(ends, 7)).unwrap();
    assert_eq!(next_due(&last.claim), Some(at("2027-03-31T22:00:00Z")));
}

#[test]
fn a_late_sweep_gives_one_warning_and_none_when_it_is_too_late() {
    let scene = rejected();
    let ends = scene.clock("dispute");
    // Two days before the end three moments have passed: one warning, and the last one is still to come.
    let late = swept(&scene, ends - DAY - DAY).unwrap();
    assert_eq!(given(&late.claim).len(), 1);
    assert_eq!(next_due(&late.claim), Some(before(ends, 1)));
    let over = swept(&scene, ends).unwrap();
    assert_eq!((given(&over.claim).len(), over.claim.state.as_str()), (0, "rejected_final"));
    // The same of a clock that ends nothing: a contest is decided on what is there.
    let scene = Scene::incumbent();
    let ends = scene.clock("contest_answer");
    let second = swept(&scene, ends - SECOND).unwrap();
    assert_eq!(given(&second.claim).len(), 1);
    let over = swept(&scene, ends).unwrap();
    assert!(given(&over.claim).is_empty());
    assert_eq!(next_due(&over.claim), None);
    // Of a subscription in its grace.
    let scene = Scene::subscribed();
    let over = swept(&scene, build::subscription_ends() + DAY).unwrap();
    assert!(given(&over.claim).is_empty());
}

#[test]
fn a_clock_that_begins_late_warns_only_of_what_is_still_to_come() {
    // 20 days before the end two of the three moments have passed: nothing is said about them.
    let now = build::subscription_ends() - DAY * 20;
    let draft = Scene::begin("late", &build::subscriptions_input(1), persona::partner_a_admin());
    let scene = draft.at(now).proven();
    let scene = scene.submit().deliver().review().approve().answered(domain::consent::Choice::Accept);
    let row = Subscription { ends_at: Some(build::subscription_ends()), ..build::subscription(0) };
    let scene = scene.told(row);
    assert_eq!(next_due(&scene.claim), Some(before(build::subscription_ends(), 7)));
    assert!(given(&scene.claim).is_empty());
}

#[test]
fn a_clock_that_was_stopped_or_moved_does_not_warn_any_more() {
    let scene = rejected();
    let ends = scene.clock("dispute");
    let moment = before(ends, 14);
    // Disputed in time: the clock of the dispute is over.
    let disputed = scene.clone().at(moment - SECOND).by_partner(Act::Dispute);
    assert!(swept(&disputed, moment).is_none());
    // Extended: warned of the new end, once more if it was warned of the old one.
    let extension =
        Extension { clock: "dispute".into(), until: Some(ends + DAY * 30), reason: Some("Holidays".into()) };
    let warned = swept(&scene, moment).unwrap();
    let manager = Actor::Staff(persona::programme_manager());
    for scene in [scene.at(moment - SECOND), warned] {
        let extended = scene.step(&manager, Command::ExtendDeadline(extension.clone()));
        let ends = extended.clock("dispute");
        comes_at_each(&extended, Action::DeadlineNear, "dispute", ends, &[14, 7, 3, 1]);
    }
    // A subscription that is renewed is not about to end.
    let scene = Scene::subscribed();
    let renewed = Subscription { ends_at: Some(at("2028-03-01T00:00:00Z")), ..build::subscription(0) };
    let scene = scene.at(before(build::subscription_ends(), 30)).told(renewed);
    assert_eq!(next_due(&scene.claim), Some(before(at("2028-03-01T00:00:00Z"), 60)));
}

#[test]
fn the_challenger_is_not_warned_of_the_incumbents_clock() {
    let scene = Scene::challenger().answered(domain::consent::Choice::Accept);
    assert_eq!(next_due(&scene.claim), None);
}

#[test]
fn i_22_an_overdue_clock_of_the_vendor_is_told_once_and_harms_nobody() {
    let disputed = rejected().by_partner(Act::Dispute);
    let agreed = |scene: Scene| scene.answered(domain::consent::Choice::Accept);
    for (scene, clock) in [
        (agreed(Scene::delivered()), "vendor_start"),
        (agreed(Scene::under_review()), "vendor_decision"),
        (disputed, "dispute_answer"),
    ] {
        let ends = scene.clock(clock);
        assert_eq!(next_due(&scene.claim), Some(ends), "{clock}");
        assert!(swept(&scene, ends - SECOND).is_none());
        assert_eq!(overdue(&scene.claim, ends - SECOND), [""; 0]);
        // However late the sweep is, the flag is there from the instant on.
        for late in [SignedDuration::ZERO, SECOND, DAY * 100] {
            let told = swept(&scene, ends + late).unwrap();
            assert_eq!(overdue(&told.claim, ends + late), [clock]);
            let entry = told.claim.history.entries.last().unwrap();
            assert_eq!(
                (entry.action, entry.clock.as_deref(), entry.until),
                (Action::SlaOverdue, Some(clock), Some(ends))
            );
            assert_eq!(given(&told.claim).len(), 1);
            assert_eq!((&told.claim.state, told.claim.version), (&scene.claim.state, scene.claim.version));
            assert!(swept(&told, ends + late + DAY).is_none(), "once");
            assert_eq!(next_due(&told.claim), None);
        }
    }
    // Whatever the vendor does late, it still can do.
    let scene = agreed(Scene::under_review());
    let late = scene.clock("vendor_decision") + DAY * 50;
    let approved = scene.at(late).approve();
    assert_eq!(approved.claim.state, State::Approved);
    // A released review has two clocks, each told about once.
    let released = agreed(Scene::under_review()).step(&Actor::Staff(persona::reviewer()), Command::Release);
    let late = released.clock("vendor_decision");
    assert_eq!(given(&swept(&released, late).unwrap().claim).len(), 2);
}

#[test]
fn s4_nobody_is_warned_of_an_end_that_turns_out_to_be_another_one() {
    // Nothing is known of the subscription yet; a warning about the end that was assumed is due.
    let draft = Scene::begin("s4", &build::subscriptions_input(1), persona::partner_a_admin());
    let mut scene = draft.proven().submit().deliver().review().approve().answered(Choice::Accept);
    let (assumed, warned, known) = (scene.now + DAY * 30, scene.now + DAY * 23, scene.now + DAY * 300);
    let end = End { expires_at: assumed, at: assumed, reason: "term".into() };
    scene.claim.content.items[0].association.as_mut().unwrap().end = Some(end);
    scene.claim.alarms = vec![Alarm { clock: "association_end".into(), ends: assumed, at: warned }];
    let warnings = |subscriptions: Vec<Subscription>| {
        let facts = Command::RecordFacts(KnownFacts { location: None, subscriptions });
        let told = scene.clone().at(warned).step(&Actor::System, facts).claim;
        told.history.entries.iter().filter(|entry| entry.action == Action::AssociationExpiring).count()
    };
    assert_eq!(warnings(Vec::new()), 1, "it is the end as far as anybody knows");
    assert_eq!(warnings(vec![Subscription { ends_at: Some(known), ..build::subscription(0) }]), 0);
}

#[test]
fn k9_a_reminder_is_about_the_round_of_the_customer_and_a_warning_about_none() {
    let asked = Scene::engaged().asked().deliver();
    let reminded = swept(&asked, next_due(&asked.claim).unwrap()).unwrap();
    let entry = reminded.claim.history.entries.last().unwrap();
    assert_eq!((entry.action, entry.round), (Action::ConsentReminded, Some(1)));
    let returned = Scene::action_required();
    let warned = swept(&returned, before(returned.clock("partner_answer"), 7)).unwrap();
    let entry = *given(&warned.claim).last().unwrap();
    assert_eq!((entry.action, entry.round), (Action::DeadlineNear, None));
}
