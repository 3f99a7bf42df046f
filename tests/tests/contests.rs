//! Competing claims: the incumbent answers, a review lead decides, the key changes hands in one write (T13, S6).

use crate::still::{self, MONDAY, just_before};
use serde_json::{Value, json};
use tests::{
    Claim, Person, Proof, Rivals,
    claims::{File, claim_on, fresh_tenant, rival_claim_on},
    staff::approval_of,
};

async fn contested(who: &Person) -> Vec<String> {
    let rows = who.reads_all("/v1/reviews?queue=contested").await;
    rows.iter().map(|row| row["claim"]["id"].as_str().unwrap().to_owned()).collect()
}

async fn usage(who: &Person, claim: &Claim) -> u16 {
    who.get(&format!("/v1/associations/{}/workload%3Ateams/usage", claim.id)).await.status
}

fn texts(contest: &Value) -> Vec<&str> {
    let said = contest["statements"].as_array().unwrap();
    said.iter().map(|said| said["text"].as_str().unwrap()).collect()
}

/// Scenario 5: both are told and heard, the newer proof wins, and the key changes hands in one moment.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_5_newer_proof_wins_and_the_switch_is_one_step() {
    let product = still::at(MONDAY).await;
    let (ours, theirs) = (product.partner(), product.other_partner());
    let (reviewer, lead) = (product.reviewer(), product.lead());
    let rivals = product.with_rivals().await;
    let Rivals { incumbent, challenger, .. } = &rivals;
    assert_eq!(product.mails_about("anna@contoso.example", "Another partner claims the same").await, 1);
    assert_eq!(product.mails_about("ben@adatum.example", "Your claim is contested").await, 1);
    for (who, claim, role) in [(&ours, incumbent, "incumbent"), (&theirs, challenger, "challenger")] {
        let seen = who.looks_at(claim).await;
        assert_eq!(
            (&seen.view["contestId"], &seen.view["warnings"]),
            (&json!(rivals.contest), &json!(["contested"]))
        );
        let contest = who.reads_the_contest(&rivals).await;
        assert_eq!(
            (&contest["role"], &contest["claimId"], &contest["key"]),
            (&json!(role), &json!(claim.id), &json!("workload:teams"))
        );
        assert_eq!((&contest["state"], &contest["winner"]), (&json!("open"), &Value::Null));
        assert_eq!(who.reads_all("/v1/contests").await, [contest]);
    }
    // The decision of the challenger's claim waits, also for a clock; the incumbent stays official.
    assert_eq!(contested(&lead).await, std::slice::from_ref(&challenger.id));
    reviewer.acts(challenger, "review/approve", &approval_of(challenger)).await.refused(409, "contest_open");
    let seen = ours.looks_at(incumbent).await;
    assert_eq!((seen.associations(), &seen.view["waitingFor"]), (vec!["active".into()], &json!("partner")));
    assert_eq!(usage(&ours, incumbent).await, 200);

    ours.states(&rivals, "We still work there.").await.is(201);
    theirs.states(&rivals, "We have worked there since June.").await.is(201);
    lead.states(&rivals, "Please show us who signed.").await.is(201);
    let vendors = "Please show us who signed.";
    assert_eq!(texts(&ours.reads_the_contest(&rivals).await), ["We still work there.", vendors]);
    assert_eq!(
        texts(&theirs.reads_the_contest(&rivals).await),
        ["We have worked there since June.", vendors]
    );
    let all = lead.reads_the_contest(&rivals).await;
    assert_eq!(texts(&all).len(), 3);
    let roles: Vec<_> = all["statements"].as_array().unwrap().iter().map(|said| &said["role"]).collect();
    assert_eq!(roles, [&json!("incumbent"), &json!("challenger"), &Value::Null]);
    assert_eq!((&all["role"], &all["suggestion"]), (&Value::Null, &json!("challenger")));
    let parties = json!({ "incumbent": incumbent.id, "challenger": challenger.id });
    assert_eq!(all["claims"], parties);

    // Whoever takes part, or has the review, does not decide.
    for who in [&ours, &theirs, &reviewer, &product.programme_manager(), &product.person("auditor")] {
        who.decides_for(&rivals, "challenger").await.refused(403, "forbidden");
    }
    assert!(lead.looks_at(challenger).await.allows("decide_contest"));
    let refused = lead.post(&rivals.path("/decision"), &json!({ "winner": "nobody" })).await.is(422);
    let expected = ["/winner winner_unknown", "/reason reason_required"];
    assert_eq!(refused.faults(), expected.map(Into::into).into());
    let decided = lead.decides_for(&rivals, "challenger").await.is(200);
    assert!(!decided.replayed());
    let lost = ours.looks_at(incumbent).await;
    assert_eq!((lost.status(), lost.associations()), ("approved", vec!["ended".into()]));
    let association = &lost.view["items"][0]["association"];
    assert_eq!(association["endedReason"], "superseded");
    assert_eq!(usage(&ours, incumbent).await, 409, "at once");
    let won = theirs.looks_at(challenger).await;
    assert_eq!(
        (won.status(), won.associations()),
        ("under_review", vec!["pending".into()]),
        "the key is taken"
    );
    assert_eq!(won.view["items"][0]["association"]["since"], association["since"], "one moment");
    product.settles().await;
    assert_eq!(product.mails_about("anna@contoso.example", "decided for the other partner").await, 1);
    assert_eq!(product.mails_about("ben@adatum.example", "decided for you").await, 1);

    // Said again it is the same decision; another one comes too late.
    assert!(lead.decides_for(&rivals, "challenger").await.is(200).replayed());
    lead.decides_for(&rivals, "incumbent").await.refused(409, "contest_decided");
    ours.states(&rivals, "But!").await.refused(409, "contest_decided");
    let approved = reviewer.approves(&reviewer.looks_at(challenger).await).await;
    product.wait_until(theirs.looks_at(&approved).await.deadline("objection")).await;
    assert_eq!(theirs.looks_at(challenger).await.associations(), ["active"]);
    let official = product.person("auditor").reads_all("/v1/associations?status=active").await;
    let official: Vec<_> = official.iter().map(|row| row["claimId"].as_str().unwrap()).collect();
    assert_eq!(official, [challenger.id.as_str()], "exactly one");
    assert!(contested(&lead).await.is_empty());
}

/// A lost challenger is rejected(contest_lost), which can be disputed once; the incumbent notices nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t_15_a_lost_challenger_disputes_once() {
    let product = still::at(MONDAY).await;
    let (theirs, lead, other_lead) = (product.other_partner(), product.lead(), product.another_lead());
    let rivals = product.with_rivals().await;
    lead.decides_for(&rivals, "incumbent").await.is(200);
    let kept = product.partner().looks_at(&rivals.incumbent).await;
    assert_eq!((kept.associations(), &kept.view["warnings"]), (vec!["active".into()], &json!([])));
    let lost = theirs.looks_at(&rivals.challenger).await;
    assert_eq!((lost.status(), &lost.view["rejection"]["code"]), ("rejected", &json!("contest_lost")));
    assert_eq!(lost.view["review"]["reasons"][0]["pointer"], "/items/workload:teams");

    let words = json!({ "justification": "Ours is the newer contract." });
    let disputed = theirs.does(&lost, "dispute", &words).await;
    assert_eq!(disputed.status(), "disputed");
    let seen = lead.looks_at(&disputed).await;
    lead.acts(&seen, "review/approve", &approval_of(&seen)).await.refused(403, "forbidden");
    // The key is still another one's: an approval cannot take it.
    let refused = other_lead.acts(&seen, "review/approve", &approval_of(&seen)).await;
    refused.refused(409, "association_taken");
    let body = json!({ "reasons": [tests::staff::reason("poe_date_too_old", "/documents")] });
    let over = other_lead.does(&disputed, "review/reject", &body).await;
    assert_eq!(over.status(), "rejected_final");
    theirs.acts(&theirs.looks_at(&over).await, "dispute", &words).await.refused(409, "dispute_already_used");
    assert_eq!(product.partner().looks_at(&rivals.incumbent).await.associations(), ["active"]);
}

/// Clock `contest_answer`, 14 business days: it decides nothing, and the vendor's own clock waits meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t_13_the_time_to_answer_a_contest() {
    let product = still::at(MONDAY).await;
    let (ours, reviewer, lead) = (product.partner(), product.reviewer(), product.lead());
    let rivals = product.with_rivals().await;
    let clocks = |claim: &Claim| -> Vec<String> {
        let running = claim.view["deadlines"].as_array().unwrap().iter();
        running.map(|running| running["clock"].as_str().unwrap().to_owned()).collect()
    };
    let seen = reviewer.looks_at(&rivals.challenger).await;
    assert!(!clocks(&seen).contains(&"vendor_decision".to_owned()), "{:?}", clocks(&seen));
    let end = seen.deadline("contest_answer");
    assert_eq!(ours.looks_at(&rivals.incumbent).await.deadline("contest_answer"), end);
    assert_eq!(lead.reads_the_contest(&rivals).await["dueAt"], end.to_string());
    let warned =
        || product.mails_about("anna@contoso.example", "The time to answer in the contest ends soon");
    let longer = json!({ "clock": "contest_answer", "until": "2027-12-31T00:00:00Z", "reason": "Please." });
    let manager = product.programme_manager();
    manager
        .post(&rivals.incumbent.path("/deadlines"), &longer)
        .await
        .refused(409, "invalid_state_transition");

    product.wait_until(just_before(end)).await;
    assert_eq!(warned().await, 1, "whoever looks late is told once");
    let before = [ours.looks_at(&rivals.incumbent).await, lead.looks_at(&rivals.challenger).await];
    product.wait_until(end).await;
    product.wait("P40D").await;
    let after = [ours.looks_at(&rivals.incumbent).await, lead.looks_at(&rivals.challenger).await];
    for (before, after) in before.iter().zip(&after) {
        assert_eq!((before.status(), before.associations()), (after.status(), after.associations()));
        assert_eq!(after.view["overdue"], json!([]), "the vendor's clock waits");
        assert_eq!(after.view["allowedActions"], before.view["allowedActions"]);
    }
    ours.states(&rivals, "Late, but here.").await.is(201);
    lead.decides_for(&rivals, "challenger").await.is(200);
    let goes_on = reviewer.looks_at(&rivals.challenger).await;
    assert!(goes_on.deadline("vendor_decision") > product.now().await, "the time that was left begins again");
}

/// T21: newer proof on the approved claim defends it; the rules then favour the incumbent.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t_21_newer_proof_defends_an_association() {
    let product = still::at(MONDAY).await;
    let (ours, lead) = (product.partner(), product.lead());
    let rivals = product.with_rivals().await;
    assert_eq!(lead.reads_the_contest(&rivals).await["suggestion"], "challenger");
    let seen = ours.looks_at(&rivals.incumbent).await;
    assert!(seen.allows("upload"));
    product.wait("P3D").await;
    let proof = Proof::of_everything(&seen, File::csv("yesterday"), product.now().await);
    let (proven, document) = ours.proves_with(&seen, &proof).await;
    assert_eq!((document["state"].as_str(), proven.status()), (Some("clean"), "approved"));
    let path = seen.path(&format!("/documents/{}", document["id"].as_str().unwrap()));
    ours.delete(&path).if_match(&proven.etag).await.refused(409, "claim_not_editable");
    assert_eq!(lead.reads_the_contest(&rivals).await["suggestion"], "incumbent");
}

/// A claim that leaves has lost, however it leaves: the contest ends with it, and the other one goes on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_claim_that_leaves_ends_the_contest() {
    let product = still::at(MONDAY).await;
    let (ours, theirs, reviewer) = (product.partner(), product.other_partner(), product.reviewer());
    let (lead, customer) = (product.lead(), product.customer());
    let why = json!({ "reason": "There is a good reason for it." });
    let reasons = json!({ "reasons": [tests::staff::reason("poe_date_too_old", "/documents")] });
    for (leaves, how) in [
        ("incumbent", "objection"),
        ("incumbent", "disassociate"),
        ("incumbent", "stop"),
        ("challenger", "objection"),
        ("challenger", "withdraw"),
        ("challenger", "review/reject"),
    ] {
        let rivals = product.with_rivals().await;
        let claim = if leaves == "incumbent" { &rivals.incumbent } else { &rivals.challenger };
        let number = claim.view["number"].as_str().unwrap();
        match how {
            "objection" => {
                let mails = product.mails_to(customer.address()).await;
                let about = |mail: &&Value| mail["subject"].as_str().unwrap().contains(number);
                let link = tests::customer::link_in(mails.iter().find(about).unwrap());
                let page = product.reads_the_page(&customer, &link).await;
                customer.decides(&page, "object").await.is(200);
            }
            "stop" => drop(product.programme_manager().does(claim, how, &why).await),
            "review/reject" => drop(reviewer.does(claim, how, &reasons).await),
            _ => drop(if leaves == "incumbent" { &ours } else { &theirs }.does(claim, how, &why).await),
        }
        product.settles().await;
        let contest = lead.reads_the_contest(&rivals).await;
        let winner = if leaves == "incumbent" { "challenger" } else { "incumbent" };
        assert_eq!((&contest["state"], &contest["winner"]), (&json!("decided"), &json!(winner)), "{how}");
        assert_eq!(contest["reason"], "claim_ended");
        lead.decides_for(&rivals, leaves).await.refused(409, "contest_decided");
        let (old, new) =
            (ours.looks_at(&rivals.incumbent).await, reviewer.looks_at(&rivals.challenger).await);
        if winner == "incumbent" {
            assert_eq!(
                (old.associations(), &old.view["warnings"]),
                (vec!["active".into()], &json!([])),
                "{how}"
            );
        } else {
            assert_eq!((old.associations(), new.associations()), (vec!["ended".into()], vec!["none".into()]));
            // Nobody holds the key: the approval takes it.
            assert_eq!(reviewer.approves(&new).await.associations(), ["pending"], "{how}");
        }
    }
}

/// The queue of contested claims is the lead's list of decisions: also of claims that nobody reviews now.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t_13_the_lead_finds_every_contest_to_decide() {
    let product = still::at(MONDAY).await;
    let (reviewer, lead, other_lead) = (product.reviewer(), product.lead(), product.another_lead());
    let rivals = product.with_rivals().await;
    let id = std::slice::from_ref(&rivals.challenger.id);
    reviewer.does(&rivals.challenger, "review/release", &json!({})).await;
    assert_eq!(contested(&lead).await, id, "released");
    // Whoever has the review does not decide.
    lead.starts_the_review(&rivals.challenger).await;
    lead.decides_for(&rivals, "incumbent").await.refused(403, "forbidden");
    other_lead.decides_for(&rivals, "incumbent").await.is(200);
    assert!(contested(&lead).await.is_empty());
    // T15: a dispute puts the decision in question once more, before somebody else.
    let words = json!({ "justification": "Ours is the newer contract." });
    product.other_partner().does(&rivals.challenger, "dispute", &words).await;
    assert_eq!(contested(&lead).await, id, "disputed");
    other_lead.decides_for(&rivals, "challenger").await.refused(403, "forbidden");
    lead.decides_for(&rivals, "challenger").await.is(200);
    let lost = product.partner().looks_at(&rivals.incumbent).await;
    assert_eq!((lost.associations(), contested(&lead).await), (vec!["ended".into()], vec![]));
    let seen = lead.looks_at(&rivals.challenger).await;
    assert_eq!(lead.approves(&seen).await.associations(), ["pending"]);
}

/// However much a partner says, the contest can be decided: words have an end, a decision has none.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_talkative_partner_does_not_stop_the_decision() {
    let product = still::at(MONDAY).await;
    let rivals = product.with_rivals().await;
    // Nothing that could be packed.
    let words = |number: u32, length: u32| -> String {
        let letter = |place: u32| {
            let mixed = (number * 2_000 + place).wrapping_mul(2_654_435_761) ^ place.rotate_left(13);
            char::from_u32(0x2_0000 + mixed % 0xA6DF).unwrap()
        };
        (0..length).map(letter).collect()
    };
    let mut unavailable = 0;
    for length in [2_000, 200, 2] {
        for number in 0..60 {
            let call = product.partner().states(&rivals, &words(number, length)).may_be_unavailable();
            let status = call.await.status;
            unavailable += u32::from(status == 503);
            if status != 201 {
                break;
            }
        }
    }
    let decided = product.lead().decides_for(&rivals, "challenger").may_be_unavailable().await;
    assert_eq!((unavailable, decided.status, decided.code().as_str()), (0, 200, ""));
}

/// T13: also an earlier claim that still waits is met; the later one challenges it, and neither is approved
/// before the decision. Scenario 4: in the end exactly one of both is official.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_4_of_two_waiting_claims_one_becomes_official() {
    let product = still::at(MONDAY).await;
    let (ours, theirs) = (product.partner(), product.other_partner());
    let (reviewer, lead) = (product.reviewer(), product.another_lead());
    let tenant = fresh_tenant();
    let earlier = ours.hands_in(&claim_on(&tenant, &["teams", "intune"])).await;
    product.settles().await;
    let later = theirs.hands_in(&rival_claim_on(&tenant, &["teams"])).await;
    product.settles().await;
    // Reviews begin in the other order: it counts who handed in first.
    let later = reviewer.starts_the_review(&later).await;
    assert_eq!(theirs.reads_all("/v1/contests").await[0]["role"], "challenger");
    let earlier = product.lead().starts_the_review(&earlier).await;
    let met = ours.reads_all("/v1/contests").await;
    assert_eq!((met.len(), &met[0]["role"]), (1, &json!("incumbent")), "one contest, not two");
    reviewer.acts(&later, "review/approve", &approval_of(&later)).await.refused(409, "contest_open");
    product
        .lead()
        .acts(&earlier, "review/approve", &approval_of(&earlier))
        .await
        .refused(409, "contest_open");

    let contest = met[0]["id"].as_str().unwrap().to_owned();
    let rivals = Rivals { incumbent: earlier.clone(), challenger: later.clone(), contest };
    lead.decides_for(&rivals, "challenger").await.is(200);
    // The incumbent goes on with what is left to it.
    let earlier = product.lead().looks_at(&earlier).await;
    assert_eq!(earlier.status(), "under_review");
    product
        .lead()
        .acts(&earlier, "review/approve", &approval_of(&earlier))
        .await
        .refused(409, "association_taken");
    let items = json!({ "items": [
        { "key": "workload:teams", "decision": "refused", "reason": "It is another partner's." },
        { "key": "workload:intune", "decision": "accepted" },
    ] });
    product.lead().acts(&earlier, "review/approve", &items).await.is(200);
    reviewer.approves(&reviewer.looks_at(&later).await).await;
    product.wait("P60D").await;
    let official = product.person("auditor").reads_all("/v1/associations?status=active").await;
    let mut official: Vec<_> = official
        .iter()
        .map(|row| (row["itemKey"].as_str().unwrap(), row["claimId"].as_str().unwrap()))
        .collect();
    official.sort_unstable();
    assert_eq!(official, [("workload:intune", earlier.id.as_str()), ("workload:teams", later.id.as_str())]);
}
