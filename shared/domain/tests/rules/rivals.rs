//! T13, S6 and domain 9: who meets whom, who decides, and what is said.

use domain::{
    Action, Actor, Caller, Claim, Code, Command, Contest, Guard, ItemKey, Refusal, State,
    allowed::{self, Act},
    command::ItemVerdict,
    consent::Choice,
    contest::{self, SeatRole},
    decide::Decision,
};
use jiff::SignedDuration;
use testkit::{Scene, build, commands, opening, persona};

fn another_lead() -> Caller {
    Caller { sub: "another-lead".into(), ..persona::review_lead() }
}

/// The contest of [`Scene::challenger`] with a claim of partner B.
fn contest(challenger: &Claim) -> Contest {
    let input = build::of_partner_b(build::claim_input());
    let incumbent = Scene::begin("rival", &input, persona::partner_b_admin()).claim;
    Contest::open(&opening(challenger, 0), &incumbent, challenger, build::monday())
}

fn last(scene: &Scene) -> &Decision {
    scene.decisions.last().unwrap()
}

/// What the last decision added to the history.
fn added(scene: &Scene) -> Vec<Action> {
    let before = &scene.decisions[scene.decisions.len() - 2].claim;
    scene.claim.history.after(before.history.last_seq()).map(|(_, entry)| entry.action).collect()
}

fn held(workload: &str) -> Guard {
    Guard::Holder { key: format!("{}/workload:{workload}", build::TENANT) }
}

fn verdicts(teams: &str, exchange: &str) -> Command {
    let verdict = |key: &str, decision: &str| ItemVerdict {
        key: key.into(),
        decision: decision.into(),
        reason: (decision == "refused").then(|| "Not proven.".into()),
    };
    Command::Approve(vec![verdict("workload:teams", teams), verdict("workload:exchange_online", exchange)])
}

#[test]
fn t13_rivals_hold_the_key_or_wait_for_it_and_are_met_once() {
    let claim = Scene::delivered().claim;
    let mut customer = build::customer();
    let mut hold = |name: String, claim: &str| customer.holders.insert(name, build::claim_id(claim));
    let key = |workload: &str| format!("{}/workload:{workload}", build::TENANT);
    hold(format!("open/partner-b/{}", key("teams")), "waits");
    hold(format!("held/{}", key("teams")), "holds");
    hold(format!("open/partner-b/{}", key("teams_phone")), "another workload");
    hold("open/partner-b/another-tenant/workload:teams".into(), "another tenant");
    customer.holders.insert(format!("open/partner-a/{}", key("teams")), claim.id.clone());
    let teams = ItemKey::Workload("teams".into());
    let ids = vec![build::claim_id("holds"), build::claim_id("waits")];
    assert_eq!(contest::rivals(&claim, &customer), [(teams, ids)]);
    // What is contested, lost or won already is not contested anew.
    for scene in [Scene::challenger(), Scene::challenger().decided(false), Scene::contest_won()] {
        assert_eq!(contest::rivals(&scene.claim, &customer), []);
    }
    // A challenger that won without taking finds the key held by somebody else.
    let scene = Scene::challenger().concluded(0, true, false);
    assert_eq!(contest::rivals(&scene.claim, &customer).len(), 1);
}

#[test]
fn t13_the_incumbent_holds_the_key_or_was_earlier() {
    let teams = ItemKey::Workload("teams".into());
    let b = |hours: i64| {
        let input = build::of_partner_b(build::claim_input());
        let now = build::monday() + SignedDuration::from_hours(hours);
        let id = build::claim_id(&format!("b {hours}"));
        Scene::begin_at(id, &input, persona::partner_b_admin(), now).proven().submit()
    };
    let challenger = Scene::ready().after(SignedDuration::from_hours(10)).submit().claim;
    let found = |rivals: &[&Scene]| {
        let rivals: Vec<Claim> = rivals.iter().map(|scene| scene.claim.clone()).collect();
        contest::incumbent(&challenger, &teams, &rivals).map(|claim| claim.id.clone())
    };
    let (earlier, later) = (b(1), b(20));
    assert_eq!(found(&[&later]), None, "whoever comes later is the challenger of its own review");
    assert_eq!(found(&[&later, &b(3), &earlier]), Some(earlier.claim.id.clone()));
    // A holder comes first, however late it was.
    let holder = later.review().approve();
    assert_eq!(found(&[&earlier, &holder]), Some(holder.claim.id.clone()));
    // Neither an own claim, nor one that is over, nor one without the item.
    let own = Scene::begin("own", &build::claim_input(), persona::partner_a_admin()).proven().submit();
    let over = b(2).by_partner(Act::Withdraw);
    let input = build::of_partner_b(build::claim_input_of(&["intune"]));
    let other = Scene::begin("other", &input, persona::partner_b_admin()).proven().submit();
    assert_eq!(found(&[&own, &over, &other]), None);
}

#[test]
fn domain_9_the_order_of_the_suggestion() {
    let input = build::of_partner_b(build::claim_input());
    let old = Scene::begin("old", &input, persona::partner_b_admin());
    let with_proof_of = |scene: Scene, day: &str| {
        let mut document = build::document_input(&scene.claim);
        document.activity_date = Some(day.parse().unwrap());
        let partner = scene.partner();
        scene.step(&partner, Command::AddDocument(document)).clean().submit()
    };
    let contest = contest(&Scene::challenger().claim);
    let said = |old: &Scene, new: &Scene| contest::suggestion(&contest, &old.claim, &new.claim);
    let hour = SignedDuration::from_hours(1);
    let new = Scene::draft().after(hour);
    // The more recent activity, whoever was earlier; of the same day, whoever was earlier.
    let (before, after) = ("2026-09-01", "2026-10-01");
    assert_eq!(
        said(&with_proof_of(old.clone(), before), &with_proof_of(new.clone(), after)),
        SeatRole::Challenger
    );
    assert_eq!(
        said(&with_proof_of(old.clone(), after), &with_proof_of(new.clone(), before)),
        SeatRole::Incumbent
    );
    let (first, second) = (with_proof_of(old.clone(), after), with_proof_of(new.clone(), after));
    assert_eq!(said(&first, &second), SeatRole::Incumbent);
    let late = with_proof_of(old.after(hour + hour), after);
    assert_eq!(said(&late, &second), SeatRole::Challenger);
    // T21: newer proof defends an association; proof that is not clean does not.
    let newer = with_proof_of(new, "2026-11-01");
    assert_eq!(said(&first, &newer), SeatRole::Challenger);
    let approved = first.clone().review().approve();
    let partner = approved.partner();
    let mut document = build::document_input(&approved.claim);
    (document.sha256, document.activity_date) = (Some(build::sha256(7)), Some("2026-11-20".parse().unwrap()));
    let defended = approved.step(&partner, Command::AddDocument(document));
    assert_eq!(said(&defended, &newer), SeatRole::Challenger);
    assert_eq!(said(&defended.clean(), &newer), SeatRole::Incumbent);
    // Before all that: whom the customer has agreed with.
    assert_eq!(said(&first.answered(Choice::Accept), &newer), SeatRole::Incumbent);
}

#[test]
fn domain_5_1_who_decides_a_contest_and_who_knows_of_it() {
    let challenger = Scene::challenger().claim;
    for (name, caller) in persona::all() {
        let mut contest = contest(&challenger);
        let knows = ["partner-a-admin", "partner-a-user", "partner-b-admin", "reviewer", "review-lead"];
        let knows = knows.contains(&name) || ["programme-manager", "auditor"].contains(&name);
        assert_eq!(contest.seen_by(&caller), knows, "{name}");
        let decided = contest.decide(
            &caller,
            &challenger,
            None,
            Some("challenger"),
            Some("Newer proof"),
            build::monday(),
        );
        match (name, knows) {
            ("review-lead", _) => assert_eq!(decided, Ok(true)),
            (_, true) => assert_eq!(decided, Err(Refusal::Forbidden), "{name}"),
            (_, false) => assert_eq!(decided, Err(Refusal::NotFound), "{name}"),
        }
    }
    // Never whoever has the review, or has sent the claim back in it.
    let lead = persona::review_lead();
    let taken = Scene::delivered();
    let contests = vec![opening(&taken.claim, 0)];
    let taken = taken.step(&Actor::Staff(lead.clone()), Command::StartReview { contests });
    let returned =
        taken.clone().step(&Actor::Staff(lead.clone()), Command::Return(commands::reasons("/items")));
    for scene in [taken, returned] {
        let mut contest = contest(&scene.claim);
        let mut decide =
            |caller| contest.decide(caller, &scene.claim, None, Some("incumbent"), Some("No"), scene.now);
        assert_eq!(decide(&lead), Err(Refusal::Forbidden));
        assert_eq!(decide(&another_lead()), Ok(true));
    }
}

#[test]
fn a_contest_is_decided_once_with_a_winner_and_a_reason() {
    let challenger = Scene::challenger().claim;
    let mut contest = contest(&challenger);
    let lead = persona::review_lead();
    let mut decide =
        |winner, reason| contest.decide(&lead, &challenger, None, winner, reason, build::monday());
    assert_eq!(
        build::faults(decide(Some("nobody"), Some(" "))),
        [("/reason".into(), Code::ReasonRequired), ("/winner".into(), Code::WinnerUnknown)]
    );
    assert_eq!(build::faults(decide(None, Some("Why"))), [("/winner".into(), Code::WinnerUnknown)]);
    assert_eq!(decide(Some("challenger"), Some(" Newer proof ")), Ok(true));
    assert_eq!(decide(Some("challenger"), Some("Newer proof")), Ok(false), "the same once more");
    assert_eq!(decide(Some("incumbent"), Some("No")), Err(Refusal::ContestDecided));
    let verdict = contest.verdict.clone().unwrap();
    assert_eq!((verdict.winner, verdict.reason.as_str()), (SeatRole::Challenger, "Newer proof"));
    assert_eq!((verdict.by.as_deref(), contest.revision), (Some("review-lead"), 2));
}

#[test]
fn t15_another_lead_may_turn_a_lost_contest_round_in_the_dispute() {
    let lost = Scene::contest_lost();
    let mut contest = contest(&lost.claim);
    contest
        .decide(
            &persona::review_lead(),
            &Scene::challenger().claim,
            None,
            Some("incumbent"),
            Some("No"),
            lost.now,
        )
        .unwrap();
    let mut decide = |caller: &Caller, scene: &Scene, winner| {
        contest.decide(caller, &scene.claim, None, Some(winner), Some("The newer proof is valid."), scene.now)
    };
    // Not before it is disputed, and not by who decided (I-15).
    assert_eq!(decide(&another_lead(), &lost, "challenger"), Err(Refusal::ContestDecided));
    let disputed = lost.by_partner(Act::Dispute);
    assert_eq!(decide(&persona::review_lead(), &disputed, "challenger"), Err(Refusal::Forbidden));
    for (caller, may) in [(persona::review_lead(), false), (another_lead(), true)] {
        let offered = allowed::allowed_actions(&disputed.claim, &Actor::Staff(caller));
        assert_eq!(offered.contains(&"decide_contest"), may);
    }
    assert_eq!(decide(&another_lead(), &disputed, "incumbent"), Ok(false), "as it is");
    assert_eq!(decide(&another_lead(), &disputed, "challenger"), Ok(true));
    let turned = disputed.clone().decided(true);
    assert_eq!(last(&turned).take, [held("teams")]);
    assert!(matches!(turned.claim.state, State::Disputed { .. }));
    // Once: it is won now.
    assert_eq!(decide(&another_lead(), &turned, "incumbent"), Err(Refusal::ContestDecided));
    let lead = Actor::Staff(another_lead());
    let approved = turned.clone().step(&lead, verdicts("accepted", "refused"));
    assert!(last(&approved).take.is_empty() && approved.claim.is_held());
    // Rejected after all it gives back what it took.
    let rejected = turned.step(&lead, Command::Reject(commands::reasons("/documents")));
    assert!(last(&rejected).free.contains(&held("teams")));
    // The incumbent, which had won, ends as if it had lost at once.
    let loser = Scene::incumbent().decided(true).decided(false);
    assert_eq!(added(&loser), [Action::ContestDecided, Action::AssociationEnded]);
}

#[test]
fn i_18_statements_are_read_by_their_own_side_and_the_vendor() {
    let challenger = Scene::challenger().claim;
    let mut contest = contest(&challenger);
    let now = build::monday();
    let (a, b) = (persona::partner_a_admin(), persona::partner_b_admin());
    let (reviewer, lead) = (persona::reviewer(), persona::review_lead());
    for (caller, text) in
        [(&a, "We did it."), (&b, "So did we."), (&reviewer, "Please send more."), (&lead, "Soon.")]
    {
        assert_eq!(contest.say(caller, None, Some(text), now), Ok(true));
    }
    let read = |caller: &Caller| -> Vec<&str> {
        contest
            .statements
            .iter()
            .filter(|said| contest.statements_for(caller).any(|seen| seen == *said))
            .map(|said| said.text.as_str())
            .collect()
    };
    assert_eq!(read(&a), ["We did it.", "Please send more.", "Soon."]);
    assert_eq!(read(&b), ["So did we.", "Please send more.", "Soon."]);
    assert_eq!(read(&lead).len(), 4);
    let roles: Vec<Option<SeatRole>> = contest.statements.iter().map(|said| said.role).collect();
    assert_eq!(roles, [Some(SeatRole::Challenger), Some(SeatRole::Incumbent), None, None]);
    // An incentives user reads, and does not speak; others do neither.
    assert_eq!(
        contest.clone().say(&persona::partner_a_user(), None, Some("Hi"), now),
        Err(Refusal::Forbidden)
    );
    assert_eq!(
        contest.clone().say(&persona::partner_a_referrals(), None, Some("Hi"), now),
        Err(Refusal::NotFound)
    );
    assert_eq!(contest.clone().say(&persona::auditor(), None, Some("Hi"), now), Err(Refusal::Forbidden));
}

#[test]
fn i_19_the_order_of_refusals_of_a_statement() {
    let challenger = Scene::challenger().claim;
    let mut contest = contest(&challenger);
    let (a, now) = (persona::partner_a_admin(), build::monday());
    let key = |body: &str| Some(build::key("k", body));
    assert_eq!(
        build::faults(contest.say(&a, key("b"), Some(" "), now)),
        [("/text".into(), Code::ReasonRequired)]
    );
    assert_eq!(contest.say(&a, key("b"), Some("We did it."), now), Ok(true));
    assert_eq!(contest.say(&a, key("b"), Some("We did it."), now), Ok(false));
    assert_eq!(contest.say(&a, key("c"), Some("Another"), now), Err(Refusal::IdempotencyMismatch));
    assert_eq!((contest.statements.len(), contest.revision), (1, 2));
    contest.left_by(&challenger.id, now);
    let verdict = contest.verdict.clone().unwrap();
    assert_eq!(
        (verdict.winner, verdict.reason.as_str(), verdict.by),
        (SeatRole::Incumbent, "claim_ended", None)
    );
    // A repeat is answered as before; new words come too late, whatever they are.
    assert_eq!(contest.say(&a, key("b"), Some("We did it."), now), Ok(false));
    assert_eq!(contest.say(&a, None, None, now), Err(Refusal::ContestDecided));
}
