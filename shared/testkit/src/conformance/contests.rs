//! Contests: what two claims share is written with both of them, and with the holders that pass between them.

use app::ports::{Claims, CommitError, Contests, ListQuery, Lists, Order, Programme, Shelf, Whose};
use domain::{
    Actor, Claim, ClaimId, Command, Contest, ContestId, Decision, Guard, ItemKey, OrgId, command::Opening,
    consent::Choice, history::By,
};
use jiff::{SignedDuration, Timestamp};

use super::{customer, replay, seed};
use crate::{Scene, build, persona};

/// The suite of [`Contests`].
pub async fn contests<S: Claims + Contests + Lists + Programme>(store: &S) {
    seed(store).await;
    nothing_is_there(store).await;
    all_of_it_is_opened_in_one_write(store).await;
    i_1_the_key_passes_from_hand_to_hand(store).await;
    i_1_what_a_third_claim_holds_is_not_taken(store).await;
    the_slower_writer_writes_nothing(store).await;
    words_are_added_one_after_the_other(store).await;
    each_party_finds_its_contests(store).await;
    many_contests_are_one_write(store).await;
}

/// An official claim of partner B, and one of partner A that challenges it; nothing of the contest is stored.
struct Pair {
    incumbent: Scene,
    challenger: Scene,
    contests: Vec<Contest>,
}

impl Pair {
    /// Both claim these workloads; they meet at this instant.
    async fn meet<S: Claims>(store: &S, name: &str, workloads: &[&str], now: Timestamp) -> Self {
        let input = build::claim_input_of(workloads);
        let b = build::of_partner_b(input.clone());
        let incumbent = Scene::begin(&format!("{name} b"), &b, persona::partner_b_admin());
        let incumbent = incumbent.proven().submit().review().approve().answered(Choice::Accept).at(now);
        let challenger = Scene::begin(&format!("{name} a"), &input, persona::partner_a_admin());
        let challenger = challenger.proven().submit().deliver().at(now);
        replay(store, &incumbent).await;
        replay(store, &challenger).await;
        let opening = |key: &ItemKey, rival: &Claim| Opening {
            contest: ContestId::derived(&[name, &key.to_string()]),
            key: key.clone(),
            rival: rival.id.clone(),
            answer_by: build::CATALOGUE.calendar.after_business_days(now, 14),
        };
        let openings = |of: &Claim, rival: &Claim| -> Vec<Opening> {
            of.content.items.iter().map(|item| opening(&item.key, rival)).collect()
        };
        let met = openings(&challenger.claim, &incumbent.claim);
        let contests = met.iter().map(|met| Contest::open(met, &incumbent.claim, &challenger.claim, now));
        let contests = contests.collect();
        let joined = Command::JoinContest(openings(&incumbent.claim, &challenger.claim));
        let reviewer = Actor::Staff(persona::reviewer());
        Self {
            incumbent: incumbent.step(&Actor::System, joined),
            challenger: challenger.step(&reviewer, Command::StartReview { contests: met }),
            contests,
        }
    }

    /// The same, with their contests stored.
    async fn met<S: Claims + Contests>(store: &S, name: &str, workloads: &[&str]) -> Self {
        let pair = Self::meet(store, name, workloads, build::monday()).await;
        store.commit_contests(&pair.contests, &pair.decisions()).await.unwrap();
        pair
    }

    /// The last decision of both claims.
    fn decisions(&self) -> [Decision; 2] {
        [&self.incumbent, &self.challenger].map(|scene| scene.decisions.last().unwrap().clone())
    }

    /// The first contest is decided for the challenger.
    fn decided(mut self) -> Self {
        let (lead, reason) = (persona::review_lead(), Some("The newer proof is valid."));
        let (contest, now) = (&mut self.contests[0], self.challenger.now);
        let key = Some(build::key("decision", "body"));
        let challenger = &self.challenger.claim;
        assert_eq!(contest.decide(&lead, challenger, key, Some("challenger"), reason, now), Ok(true));
        let leave = |won| {
            let (contest, by) = (contest.id.clone(), By::staff(&lead));
            Command::LeaveContest { contest, won, takes: won, by }
        };
        self.incumbent = self.incumbent.step(&Actor::System, leave(false));
        self.challenger = self.challenger.step(&Actor::System, leave(true));
        self
    }

    /// Both claims and the first contest as they are stored.
    async fn stored<S: Claims + Contests>(&self, store: &S) -> (Vec<Claim>, Option<Contest>) {
        let ids = [self.incumbent.claim.id.clone(), self.challenger.claim.id.clone()];
        let mut claims = store.load_all(&ids).await.unwrap();
        claims.sort_unstable_by_key(|claim| ids.iter().position(|id| *id == claim.id));
        (claims, store.contest(&self.contests[0].id).await.unwrap())
    }

    async fn is_stored<S: Claims + Contests>(&self, store: &S) {
        let claims = vec![self.incumbent.claim.clone(), self.challenger.claim.clone()];
        assert_eq!(self.stored(store).await, (claims, Some(self.contests[0].clone())));
    }
}

fn is_conflict(result: &Result<(), CommitError>) -> bool {
    matches!(result, Err(CommitError::Conflict(_)))
}

async fn nothing_is_there<S: Claims + Contests>(store: &S) {
    assert_eq!(store.contest(&ContestId::derived(&["nobody"])).await.unwrap(), None);
    for whose in [Whose::Programme, Whose::Org(OrgId::new("partner-a"))] {
        let page = store.contests(&whose, None, 10).await.unwrap();
        assert_eq!((page.contests, page.next), (vec![], None));
    }
    store.commit_contests(&[], &[]).await.unwrap();
    // Nor are claims: those that exist come back, however many are asked for.
    let scene = Scene::begin("one", &build::claim_input(), persona::partner_a_admin());
    store.create(&scene.created).await.unwrap();
    assert_eq!(store.load_all(&[]).await.unwrap(), []);
    let mut ids: Vec<ClaimId> = (0..150).map(|number| build::claim_id(&format!("none {number}"))).collect();
    assert_eq!(store.load_all(&ids).await.unwrap(), []);
    ids.push(scene.claim.id.clone());
    assert_eq!(store.load_all(&ids).await.unwrap(), [scene.claim]);
}

async fn all_of_it_is_opened_in_one_write<S: Claims + Contests + Lists>(store: &S) {
    let pair = Pair::meet(store, "open", &["teams"], build::monday()).await;
    // Without one of the claims nothing of it is written.
    let mut stale = pair.decisions();
    stale[0].claim.revision += 1;
    let before = pair.stored(store).await;
    assert!(is_conflict(&store.commit_contests(&pair.contests, &stale).await));
    assert_eq!(pair.stored(store).await, before);
    store.commit_contests(&pair.contests, &pair.decisions()).await.unwrap();
    pair.is_stored(store).await;
    // Once: the same again finds other revisions.
    assert!(is_conflict(&store.commit_contests(&pair.contests, &pair.decisions()).await));
    pair.is_stored(store).await;
    // A contested review waits in a queue of its own, by the clock of its contest.
    for (queue, expected) in [("contested", vec![pair.challenger.claim]), ("under_review", vec![])] {
        let shelf = Shelf::Queue(queue);
        let query = ListQuery { shelf, order: Order::Updated, since: None, limit: 100, after: None };
        assert_eq!(store.list(&query).await.unwrap().claims, expected, "{queue}");
    }
}

async fn i_1_the_key_passes_from_hand_to_hand<S: Claims + Contests + Programme>(store: &S) {
    let pair = Pair::met(store, "switch", &["intune"]).await.decided();
    let holder = format!("held/{}/workload:intune", build::TENANT);
    assert_eq!(customer(store).await.holders.get(&holder), Some(&pair.incumbent.claim.id));
    store.commit_contests(&pair.contests, &pair.decisions()).await.unwrap();
    pair.is_stored(store).await;
    let holders = customer(store).await.holders;
    assert_eq!(holders.get(&holder), Some(&pair.challenger.claim.id));
    // The loser's own key is free again, the winner's stays.
    let open = |org: &str| holders.get(&format!("open/{org}/{}/workload:intune", build::TENANT)).cloned();
    assert_eq!((open("partner-b"), open("partner-a")), (None, Some(pair.challenger.claim.id.clone())));
    // A claim alone, without a row of a contest.
    let over = pair.challenger.answered(Choice::Object);
    store.commit_contests(&[], &[over.decisions.last().unwrap().clone()]).await.unwrap();
    assert_eq!(customer(store).await.holders.get(&holder), None);
    assert_eq!(store.load(&over.claim.id).await.unwrap(), Some(over.claim));
}

async fn i_1_what_a_third_claim_holds_is_not_taken<S: Claims + Contests + Programme>(store: &S) {
    let mut pair = Pair::met(store, "third", &["audit"]).await;
    let over = pair.incumbent.clone().answered(Choice::Object);
    store.commit_contests(&[], &[over.decisions.last().unwrap().clone()]).await.unwrap();
    pair.incumbent = over;
    let mut third = Scene::begin("third c", &build::claim_input_of(&["audit"]), persona::partner_a_admin());
    third.created.claim.org = OrgId::new("partner-c");
    (third.claim, third.partner.org) = (third.created.claim.clone(), OrgId::new("partner-c"));
    let mut third = third.proven().submit().review().approve();
    third.decisions.last_mut().unwrap().checks.clear();
    replay(store, &third).await;
    // The row of the contest is right, both claims are as they were read: only the key is somebody else's.
    let decided = pair.decided();
    let (before, held) = (decided.stored(store).await, customer(store).await);
    let key = format!("{}/workload:audit", build::TENANT);
    match store.commit_contests(&decided.contests, &decided.decisions()).await {
        Err(CommitError::Taken(holders)) => {
            assert_eq!(holders, [(Guard::Holder { key }, third.claim.id.clone())]);
        }
        other => panic!("{other:?}"),
    }
    assert_eq!((decided.stored(store).await, customer(store).await), (before, held));
}

async fn the_slower_writer_writes_nothing<S: Claims + Contests + Programme>(store: &S) {
    let pair = Pair::met(store, "slow", &["ediscovery"]).await;
    let said = |text: &str| {
        let mut contest = pair.contests[0].clone();
        assert_eq!(contest.say(&persona::partner_a_admin(), None, Some(text), build::monday()), Ok(true));
        contest
    };
    let (fast, slow) = (said("Fast."), said("Slow."));
    store.commit_contests(std::slice::from_ref(&fast), &[]).await.unwrap();
    assert!(is_conflict(&store.commit_contests(std::slice::from_ref(&slow), &[]).await));
    // A decision on the contest as it was is no decision, for none of the claims and not for the key.
    let stored = pair.stored(store).await;
    let held = customer(store).await;
    let decided = pair.decided();
    let late = store.commit_contests(&decided.contests, &decided.decisions()).await;
    assert!(is_conflict(&late), "{late:?}");
    assert_eq!((decided.stored(store).await, customer(store).await), (stored, held));
    // Nor is a contest opened twice under one id, or changed before it is opened.
    let mut again = fast.clone();
    again.revision = 1;
    assert!(is_conflict(&store.commit_contests(&[again], &[]).await));
    let nobody = Contest { id: ContestId::derived(&["nobody"]), ..fast };
    assert!(is_conflict(&store.commit_contests(&[nobody], &[]).await));
}

async fn words_are_added_one_after_the_other<S: Claims + Contests>(store: &S) {
    let pair = Pair::met(store, "words", &["viva_engage"]).await;
    let mut contest = pair.contests[0].clone();
    for (number, caller) in
        [persona::partner_a_admin(), persona::partner_b_admin(), persona::reviewer()].iter().enumerate()
    {
        let key = Some(build::key(&number.to_string(), "body"));
        let text = format!("Number {number}\nsecond line");
        assert_eq!(contest.say(caller, key, Some(&text), pair.challenger.now), Ok(true));
        store.commit_contests(std::slice::from_ref(&contest), &[]).await.unwrap();
        assert_eq!(store.contest(&contest.id).await.unwrap().as_ref(), Some(&contest));
    }
    contest.left_by(&pair.incumbent.claim.id, pair.challenger.now);
    store.commit_contests(std::slice::from_ref(&contest), &[]).await.unwrap();
    assert_eq!(store.contest(&contest.id).await.unwrap(), Some(contest));
}

async fn each_party_finds_its_contests<S: Claims + Contests>(store: &S) {
    // Newest first: one an hour, after all that were opened before.
    let mut expected: Vec<ContestId> = Vec::new();
    for (hour, workload) in ["power_apps", "windows_365", "onedrive"].into_iter().enumerate() {
        let now = build::monday() + SignedDuration::from_hours(hour as i64 + 1);
        let pair = Pair::meet(store, workload, &[workload], now).await;
        store.commit_contests(&pair.contests, &pair.decisions()).await.unwrap();
        // A change does not move it.
        let mut contest = pair.contests[0].clone();
        contest
            .say(&persona::reviewer(), None, Some("Please."), now + SignedDuration::from_hours(9))
            .unwrap();
        store.commit_contests(&[contest], &[]).await.unwrap();
        expected.insert(0, pair.contests[0].id.clone());
    }
    let of = |org: &str| Whose::Org(OrgId::new(org));
    for whose in [Whose::Programme, of("partner-a"), of("partner-b")] {
        let all = pages(store, &whose, 100).await;
        assert_eq!(all[..3], expected[..], "{whose:?}");
        for limit in [1, 2, 3, 4] {
            assert_eq!(pages(store, &whose, limit).await, all, "{whose:?} {limit}");
        }
    }
    assert_eq!(pages(store, &of("partner-c"), 10).await, []);
}

/// All pages of this size, each but the last full.
async fn pages<S: Contests>(store: &S, whose: &Whose, limit: u32) -> Vec<ContestId> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = store.contests(whose, after.as_deref(), limit).await.unwrap();
        assert!(page.next.is_none() || page.contests.len() == limit as usize);
        all.extend(page.contests.into_iter().map(|contest| contest.id));
        after = page.next;
        if after.is_none() {
            return all;
        }
    }
}

async fn many_contests_are_one_write<S: Claims + Contests>(store: &S) {
    let workloads = [
        "exchange_online",
        "teams_meetings",
        "teams_phone",
        "sharepoint_online",
        "entra_id",
        "information_protection",
        "defender_endpoint",
        "defender_office",
        "defender_identity",
        "insider_risk",
        "communication_compliance",
        "power_automate",
        "viva_insights",
        "universal_print",
    ];
    let pair = Pair::met(store, "many", &workloads).await;
    pair.is_stored(store).await;
    for contest in &pair.contests {
        assert_eq!(store.contest(&contest.id).await.unwrap().as_ref(), Some(contest));
    }
}
