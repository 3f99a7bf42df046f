//! Promise 1: of two partners who want the same workload at the same moment, one becomes partner of record.

use crate::still::{self, MONDAY};
use std::sync::Arc;
use tests::{
    Claim, Person, Product, Rivals,
    claims::{claim_on, fresh_tenant, rival_claim_on},
    staff::approval_of,
};
use tokio::{sync::Semaphore, task::JoinSet};

/// Pairs of claims that are prepared, and races that are run, at the same time.
const AT_ONCE: usize = 6;

/// Two claims of two partners on one workload, each under review by somebody else. Handed in at the same
/// instant, neither is the earlier one: there is no contest, and only the write decides.
async fn contenders(product: &Product) -> [Claim; 2] {
    let tenant = fresh_tenant();
    let (ours, theirs) =
        tokio::join!(async { product.partner().hands_in(&claim_on(&tenant, &["teams"])).await }, async {
            product.other_partner().hands_in(&rival_claim_on(&tenant, &["teams"])).await
        },);
    let (reviewer, lead) = (product.reviewer(), product.person("review-lead"));
    let (ours, theirs) = tokio::join!(reviewer.starts_the_review(&ours), lead.starts_the_review(&theirs));
    [ours, theirs]
}

/// Both are approved at the same moment; a notice that arrives in between is no excuse.
async fn race(product: &Product, [ours, theirs]: &[Claim; 2]) {
    let (reviewer, lead) = (product.reviewer(), product.person("review-lead"));
    let (one, two) = tokio::join!(
        reviewer.acts(ours, "review/approve", &approval_of(ours)),
        lead.acts(theirs, "review/approve", &approval_of(theirs)),
    );
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "{}\n{}", one.text(), two.text());
    let loser = if one.status == 409 { one } else { two };
    loser.refused(409, "association_taken");
}

/// This many races, several at a time.
async fn races(product: &Arc<Product>, rounds: usize) -> Vec<[Claim; 2]> {
    let (gate, mut running) = (Arc::new(Semaphore::new(AT_ONCE)), JoinSet::new());
    for _ in 0..rounds {
        let (product, gate) = (product.clone(), gate.clone());
        running.spawn(async move {
            let _turn = gate.acquire().await;
            let pair = contenders(&product).await;
            race(&product, &pair).await;
            pair
        });
    }
    let pairs = running.join_all().await;
    assert_eq!(pairs.len(), rounds);
    pairs
}

/// In each pair one claim holds an association in this status, the other still waits for a reviewer.
async fn one_of_each_holds(product: &Product, pairs: &[[Claim; 2]], status: &str) {
    let reviewer = product.reviewer();
    for pair in pairs {
        let mut holders = 0;
        for claim in pair {
            let seen = reviewer.looks_at(claim).await;
            let holds = seen.associations() == [status];
            assert_eq!(seen.status(), if holds { "approved" } else { "under_review" }, "{}", claim.id);
            assert!(holds || seen.associations() == ["none"], "{}", claim.id);
            holders += usize::from(holds);
        }
        assert_eq!(holders, 1, "{} and {}", pair[0].id, pair[1].id);
    }
}

/// I-1 in two hundred races: one approval, one refusal, every time. Mails are left out: they decide nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i_1_of_two_partners_one_wins_every_time() {
    let product = Arc::new(still::without(MONDAY, &["send-mail", "track-mail", "publish-events"]).await);
    let pairs = races(&product, 200).await;
    one_of_each_holds(&product, &pairs, "pending").await;
}

/// The same with everything running, until the associations are official: never two of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i_1_of_two_partners_one_becomes_official() {
    let product = Arc::new(still::at(MONDAY).await);
    let pairs = races(&product, 8).await;
    product.settles().await;
    product.wait("P60D").await;
    one_of_each_holds(&product, &pairs, "active").await;
    let official = product.reviewer().reads_all("/v1/associations?status=active&limit=5").await;
    assert_eq!(official.len(), 8);
    let keys: std::collections::BTreeSet<String> =
        official.iter().map(|row| format!("{} {}", row["customer"]["tenantId"], row["itemKey"])).collect();
    assert_eq!(keys.len(), 8, "no key twice: {official:?}");
}

/// The claim as it is now, approved, or why it is not.
async fn tries_to_approve(who: &Person, claim: &Claim) -> u16 {
    let seen = who.looks_at(claim).await;
    who.acts(&seen, "review/approve", &approval_of(&seen)).await.status
}

/// Scenario 4 with a contest in the middle: the earlier claim is approved while the review of the later one
/// begins, and both are approved while the contest is decided. Whatever comes first, one of them is official.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i_1_a_contest_is_never_won_by_both() {
    let product = Product::start().await;
    let (reviewer, lead, judge) = (product.reviewer(), product.lead(), product.another_lead());
    let mut pairs = Vec::new();
    for round in 0..12 {
        let tenant = fresh_tenant();
        let earlier = product.partner().hands_in(&claim_on(&tenant, &["teams"])).await;
        let later = product.other_partner().hands_in(&rival_claim_on(&tenant, &["teams"])).await;
        reviewer.starts_the_review(&earlier).await;
        let (approved, challenger) =
            tokio::join!(tries_to_approve(&reviewer, &earlier), lead.starts_the_review(&later));
        assert!([200, 409, 412].contains(&approved), "{approved}");
        let contest = challenger.view["contestId"].as_str().expect("a contest").to_owned();
        let rivals = Rivals { incumbent: earlier.clone(), challenger: later.clone(), contest };
        let winner = if round % 2 == 0 { "incumbent" } else { "challenger" };
        let (one, two, decided) = tokio::join!(
            tries_to_approve(&reviewer, &earlier),
            tries_to_approve(&lead, &later),
            judge.decides_for(&rivals, winner),
        );
        decided.is(200);
        assert!([one, two].iter().all(|status| [200, 409, 412].contains(status)), "{one} {two}");
        tries_to_approve(&reviewer, &earlier).await;
        tries_to_approve(&lead, &later).await;
        pairs.push((round, [earlier, later]));
    }
    product.wait("P60D").await;
    for (round, pair) in &pairs {
        let expected = if round % 2 == 0 { ["active", "none"] } else { ["ended", "active"] };
        let mut found = Vec::new();
        for claim in pair {
            found.extend(reviewer.looks_at(claim).await.associations());
        }
        // An incumbent that was not official yet has nothing that could end.
        let same = found
            .iter()
            .zip(expected)
            .all(|(found, expected)| found == expected || (found, expected) == (&"none".to_owned(), "ended"));
        assert!(same, "round {round}: {found:?}");
    }
}

/// V-19 in earnest: one partner hands in two claims on one key at the same moment; one is a duplicate.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn v_19_of_two_submissions_one_is_a_duplicate() {
    let product = Product::start().await;
    let partner = product.partner();
    for _ in 0..10 {
        let tenant = fresh_tenant();
        let mut proven = Vec::new();
        for _ in 0..2 {
            let draft = partner.creates_a_claim(&claim_on(&tenant, &["teams", "intune"])).await;
            proven.push(partner.proves(&draft).await);
        }
        let submit = |claim: &Claim| partner.acts(claim, "submit", &tests::claims::submission());
        let (one, two) = tokio::join!(submit(&proven[0]), submit(&proven[1]));
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409], "{}\n{}", one.text(), two.text());
        let loser = if one.status == 409 { one } else { two };
        loser.refused(409, "duplicate_claim");
    }
}

/// The customer objects while the reviewer approves: whoever is first, the end is no association (I-11).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i_11_an_objection_is_never_lost_to_an_approval() {
    let product = Product::start().await;
    let (reviewer, customer) = (product.reviewer(), product.customer());
    for _ in 0..10 {
        let claim = product.with_a_submitted_claim(&["teams"]).await;
        let started = reviewer.starts_the_review(&claim).await;
        let page = product.reads_the_page(&customer, &product.newest_link_to(&customer).await).await;
        let (objection, approval) = tokio::join!(
            customer.decides(&page, "object"),
            reviewer.acts(&started, "review/approve", &approval_of(&started)),
        );
        objection.is(200);
        assert!([200, 409, 412].contains(&approval.status), "{}", approval.text());
        let ended = reviewer.looks_at(&claim).await;
        assert_eq!(ended.status(), "rejected_final");
        assert!(ended.associations().iter().all(|status| status == "ended" || status == "none"));
    }
}

/// Promise 4: thirty concurrent creates with one key are one claim.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i_19_thirty_creates_with_one_key_are_one_claim() {
    let product = Product::start().await;
    let partner = product.partner();
    let body = claim_on(&fresh_tenant(), &["teams"]);
    let mut calls = JoinSet::new();
    for _ in 0..30 {
        calls.spawn(IntoFuture::into_future(partner.post("/v1/claims", &body).key("once")));
    }
    let answers = calls.join_all().await;
    let ids: std::collections::BTreeSet<String> =
        answers.iter().map(|a| Claim::of(&a.clone().is(201)).id).collect();
    assert_eq!(ids.len(), 1);
    assert_eq!(answers.iter().filter(|answer| !answer.replayed()).count(), 1, "one of them made it");
    assert_eq!(partner.lists_claims("").await.len(), 1);
}
