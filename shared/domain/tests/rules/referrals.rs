//! Domain 6.5 and 6.6: what an engagement claim earns, and the referral that comes of it.

use domain::{
    Action, Claim, Command, Location,
    actor::sees,
    allowed::{Act, next_due, warnings},
    claim::{Earning, EarningState, ReferralKind},
    command::KnownFacts,
    consent::Choice,
    customer::{Enrolment, PayeeProfile},
    decide::{Check, DealFacts},
    input::{ConsentInput, EngagementInput},
    money::MoneyInput,
};
use jiff::SignedDuration;
use testkit::{Scene, build, persona};

const DAY: SignedDuration = SignedDuration::from_hours(24);

fn count(claim: &Claim, action: Action) -> usize {
    claim.history.entries.iter().filter(|entry| entry.action == action).count()
}

/// Kind and reason of the closing of the claim's referral.
fn referral(claim: &Claim) -> Option<(ReferralKind, Option<&str>)> {
    let referral = claim.deal.as_ref()?.referral.as_ref()?;
    Some((referral.kind, referral.closed.as_deref()))
}

fn asked_with(input: &EngagementInput, facts: &DealFacts, amount: &str) -> Scene {
    let size = MoneyInput { amount: Some(amount.into()), currency: Some("USD".into()) };
    let send = Command::SendConsent(ConsentInput { deal_size: Some(size), ..build::consent_input() });
    let scene = Scene::engage_with(input, facts);
    scene.clone().step(&scene.partner(), send)
}

fn project() -> EngagementInput {
    build::engagement_input(&["small-project"])
}

/// Under the conditions of the catalogue and whether field sellers manage the customer.
fn asked(amount: &str, managed: bool) -> Scene {
    let mut facts = build::deal_facts(&project());
    facts.customer.as_mut().unwrap().managed = managed;
    asked_with(&project(), &facts, amount)
}

#[test]
fn domain_6_6_a_referral_is_made_when_the_customer_is_asked_and_the_deal_is_large_enough() {
    assert_eq!(referral(&Scene::engaged().claim), None);
    for (amount, made) in [("24999", false), ("25000", true), ("48500.00", true)] {
        let scene = asked(amount, true);
        assert_eq!(referral(&scene.claim).is_some(), made, "{amount}");
        assert_eq!(count(&scene.claim, Action::ReferralCreated), usize::from(made));
    }
    let scene = asked("25000", true);
    assert_eq!(referral(&scene.claim), Some((ReferralKind::PartnerLed, None)));
    // Each leads to the other; asking once more makes no second one.
    let id = domain::ReferralId::of_claim(&scene.claim.id);
    assert_eq!(scene.claim.deal.as_ref().unwrap().referral.as_ref().unwrap().id, id);
    let moved = scene.after(DAY).by_partner(Act::ChangeContact).after(DAY).by_partner(Act::Resend);
    assert_eq!(count(&moved.claim, Action::ReferralCreated), 1);
    // Not where the engagement makes none.
    let assessment = build::engagement_input(&["assessment"]);
    let scene = asked_with(&assessment, &build::deal_facts(&assessment), "900000");
    assert_eq!(referral(&scene.agreed().claim), None);
}

#[test]
fn scenario_20_it_is_upgraded_on_the_consent_and_closed_on_a_decline() {
    let seller = domain::Actor::Staff(persona::field_seller());
    let before = asked("48500", true).deliver();
    assert!(!sees(&seller, &before.claim));
    let agreed = before.clone().agreed();
    assert_eq!(referral(&agreed.claim), Some((ReferralKind::CoSell, None)));
    assert!(sees(&seller, &agreed.claim));
    let upgraded = agreed.claim.history.entries.last().unwrap();
    assert_eq!((upgraded.action, upgraded.to.as_deref()), (Action::ReferralUpgraded, Some("co_sell")));
    // A customer whom nobody manages stays the partner's.
    let alone = asked("48500", false).agreed();
    assert_eq!(referral(&alone.claim), Some((ReferralKind::PartnerLed, None)));
    assert!(!sees(&seller, &alone.claim));
    let declined = before.answered(Choice::Decline);
    assert_eq!(referral(&declined.claim), Some((ReferralKind::PartnerLed, Some("declined"))));
}

#[test]
fn domain_6_6_it_is_closed_once_when_the_consent_fails() {
    let asked = || asked("48500", true).deliver();
    let agreed = || asked().agreed();
    for (scene, why) in [
        (asked().answered(Choice::Decline), "declined"),
        (asked().run_out("consent"), "expired"),
        (asked().by_partner(Act::Cancel), "canceled"),
        (agreed().answered(Choice::Withdraw), "declined"),
        (agreed().by_vendor(persona::programme_manager(), Act::Stop), "by_vendor"),
    ] {
        assert_eq!(referral(&scene.claim).unwrap().1, Some(why));
        let later = scene.read_at(scene.now + DAY * 400).claim;
        assert_eq!(count(&later, Action::ReferralClosed), 1);
        assert!(!sees(&domain::Actor::Staff(persona::field_seller()), &later), "{why}");
    }
    // Expired, it was closed at the deadline, however late anybody looks.
    let ends = asked().clock("consent");
    let over = asked().read_at(ends + DAY * 9).claim;
    let closed = over.history.entries.iter().find(|entry| entry.action == Action::ReferralClosed).unwrap();
    assert_eq!((closed.at, closed.reason.as_deref()), (ends, Some("expired")));
    // It outlives the work.
    let approved = agreed().proven().submit().review().approve();
    assert_eq!(referral(&approved.claim), Some((ReferralKind::CoSell, None)));
}

fn earning(claim: &Claim) -> &Earning {
    claim.earning.as_ref().unwrap()
}

fn location(spoil: impl FnOnce(&mut Location)) -> Location {
    let [mut location, ..] = build::locations();
    spoil(&mut location);
    location
}

#[test]
fn e19_an_approval_is_earned_at_once() {
    assert_eq!(Scene::reviewed().claim.earning, None);
    let approved = Scene::reviewed().approve();
    assert_eq!(
        (earning(&approved.claim).state, earning(&approved.claim).at),
        (EarningState::Accrued, approved.now)
    );
    assert_eq!(count(&approved.claim, Action::EarningAccrued), 1);
    // Assumed at the decision, held at the write.
    let check =
        Check::Payee { id: domain::LocationId::new(build::LOCATION), org: approved.claim.org.clone() };
    assert_eq!(approved.decisions.last().unwrap().checks, [check]);
    assert_eq!(next_due(&approved.claim), None);
}

#[test]
fn domain_6_5_nothing_is_earned_at_a_location_that_has_left_the_programme() {
    let left = location(|location| location.enrolment = Enrolment::Ended);
    let approved = Scene::reviewed().approved_at(left);
    assert_eq!(approved.claim.state.as_str(), "approved");
    assert_eq!(earning(&approved.claim).reason.as_deref(), Some("location_not_enrolled"));
    assert_eq!((earning(&approved.claim).look_again_at, next_due(&approved.claim)), (None, None));
    assert_eq!(count(&approved.claim, Action::EarningRefused), 1);
}

#[test]
fn domain_6_5_without_a_payee_profile_it_is_held_not_lost() {
    let incomplete = || location(|location| location.payee_profile = PayeeProfile::Incomplete);
    let held = Scene::reviewed().approved_at(incomplete());
    assert_eq!(earning(&held.claim).reason.as_deref(), Some("payee_profile_incomplete"));
    assert_eq!(warnings(&held.claim), ["payee_profile_incomplete"]);
    let looked_up =
        |location| Command::RecordFacts(KnownFacts { location: Some(location), subscriptions: Vec::new() });
    let again = next_due(&held.claim).unwrap();
    let still = held.at(again).step(&domain::Actor::System, looked_up(incomplete()));
    assert_eq!(earning(&still.claim).state, EarningState::None);
    let again = next_due(&still.claim).unwrap();
    let paid = still.at(again).step(&domain::Actor::System, looked_up(location(|_| {})));
    assert_eq!((earning(&paid.claim).state, earning(&paid.claim).at), (EarningState::Accrued, again));
    assert_eq!((count(&paid.claim, Action::EarningAccrued), next_due(&paid.claim)), (1, None));
}

#[test]
fn i_16_only_an_approval_is_earned() {
    for (name, scene) in Scene::every_engagement() {
        let approved = scene.claim.state.as_str() == "approved";
        assert_eq!(scene.claim.earning.is_some(), approved, "{name}");
    }
}
