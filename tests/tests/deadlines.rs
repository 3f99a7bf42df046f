//! Every clock to the second (domain 7): an act is in time while `now` is before the instant, whatever the sweep does.

use crate::still::{self, MONDAY, instant, just_before};
use serde_json::{Value, json};
use tests::{
    Claim, Person, Product,
    claims::{claim_on, fresh_tenant, submission},
    staff::reason,
};

const SERVICE: (&str, &str) = ("poe_service_missing", "/documents");

/// The answer to the one reason of a return.
fn answer() -> Value {
    let mut body = submission();
    body["answers"] = json!([{ "reason": 0, "text": "See page two." }]);
    body
}

fn words() -> Value {
    json!({ "justification": "The signature is on page three." })
}

/// Two claims that stand at the same point: of one somebody acts in time, of the other nobody.
async fn two_claims(product: &Product) -> [Claim; 2] {
    [product.with_a_submitted_claim(&["teams"]).await, product.with_a_submitted_claim(&["intune"]).await]
}

async fn rejected(product: &Product, claim: &Claim) -> Claim {
    let started = product.reviewer().starts_the_review(claim).await;
    product.reviewer().rejects(&started, SERVICE.0, SERVICE.1).await
}

async fn returned(product: &Product, claim: &Claim) -> Claim {
    let started = product.reviewer().starts_the_review(claim).await;
    product.reviewer().returns(&started, &[reason(SERVICE.0, SERVICE.1)]).await
}

/// Clock `objection`, 5 business days: silence counts from the instant on, a word before it is in time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn k_7_the_objection_window() {
    let product = still::at(MONDAY).await;
    let (partner, customer) = (product.partner(), product.customer());
    let [silent, spoken] = two_claims(&product).await;
    let link = product.newest_link_to(&customer).await;
    for claim in [&silent, &spoken] {
        product.reviewer().starts_and_approves(claim).await;
    }
    let end = silent.deadline("objection");
    assert_eq!(end, instant("2026-11-30T23:00:00Z"), "the end of the fifth business day in Berlin");

    product.wait_until(end - jiff::SignedDuration::from_secs(10)).await;
    let page = customer.opens(&link).await;
    product.wait_until(just_before(end)).await;
    for claim in [&silent, &spoken] {
        assert_eq!(partner.looks_at(claim).await.associations(), ["pending"]);
    }
    customer.decides(&page, "object").await.is(200);
    product.wait_until(end).await;
    let official = partner.looks_at(&silent).await;
    assert_eq!(
        (official.associations(), &official.view["consent"]["state"]),
        (vec!["active".into()], &json!("lapsed"))
    );
    assert_eq!(instant(official.view["items"][0]["association"]["since"].as_str().unwrap()), end);
    let objected = partner.looks_at(&spoken).await;
    assert_eq!((objected.status(), objected.associations()), ("rejected_final", vec!["ended".into()]));
    assert_eq!(objected.view["consent"]["state"], "objected");
}

/// Clock `partner_answer`, 14 business days (T10).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t_10_the_answer_of_the_partner() {
    let product = still::at(MONDAY).await;
    let partner = product.partner();
    let [late, timely] = two_claims(&product).await;
    let (late, timely) = (returned(&product, &late).await, returned(&product, &timely).await);
    let end = late.deadline("partner_answer");
    assert_eq!(end, instant("2026-12-11T23:00:00Z"));
    product.wait_until(just_before(end)).await;
    assert_eq!(partner.does(&timely, "resubmit", &answer()).await.status(), "submitted");
    let waiting = partner.looks_at(&late).await;
    assert_eq!(waiting.status(), "action_required");
    product.wait_until(end).await;
    partner.acts(&waiting, "resubmit", &answer()).await.refused(412, "version_conflict");
    let over = partner.looks_at(&late).await;
    assert_eq!((over.status(), &over.view["rejection"]["code"]), ("rejected", &json!("no_partner_response")));
    partner.acts(&over, "resubmit", &answer()).await.refused(409, "invalid_state_transition");
    assert_eq!(
        over.deadline("dispute"),
        instant("2027-01-11T23:00:00Z"),
        "30 days from the day it became true"
    );
    assert_eq!(product.mails_about("anna@contoso.example", "Time is up").await, 1);
    assert_eq!(partner.looks_at(&timely).await.status(), "submitted");
}

/// Clock `dispute`, 30 days (T15, T19, V-28).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t_19_the_time_to_dispute() {
    let product = still::at(MONDAY).await;
    let partner = product.partner();
    let [late, timely] = two_claims(&product).await;
    let (late, timely) = (rejected(&product, &late).await, rejected(&product, &timely).await);
    let end = late.deadline("dispute");
    assert_eq!(end, instant("2026-12-23T23:00:00Z"));
    product.wait_until(just_before(end)).await;
    assert_eq!(partner.does(&timely, "dispute", &words()).await.status(), "disputed");
    assert_eq!(partner.looks_at(&late).await.status(), "rejected");
    product.wait_until(end).await;
    let over = partner.looks_at(&late).await;
    assert_eq!(
        (over.status(), &over.view["rejection"]["code"]),
        ("rejected_final", &json!("dispute_window_closed"))
    );
    let refused = partner.acts(&over, "dispute", &words()).await.refused(409, "dispute_window_closed");
    assert_eq!(refused.json()["allowedActions"], json!(["clone"]));
    assert_eq!(partner.looks_at(&timely).await.status(), "disputed");
}

/// Clock `idle_draft`, 90 days (T5): the partner is warned once, a week before; whatever changes starts it anew.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t_5_a_draft_that_nobody_touches_is_given_up() {
    let product = still::at(MONDAY).await;
    let partner = product.partner();
    let idle = partner.creates_a_claim(&claim_on(&fresh_tenant(), &["teams"])).await;
    let touched = partner.creates_a_claim(&claim_on(&fresh_tenant(), &["teams"])).await;
    let (warning, end) = (instant("2027-02-14T23:00:00Z"), idle.deadline("idle_draft"));
    assert_eq!(end, instant("2027-02-21T23:00:00Z"));
    let warnings = || async {
        let mails = product.mails_to("anna@contoso.example").await;
        let of = |claim: &Claim| {
            let number = claim.view["number"].as_str().unwrap().to_owned();
            let about = |mail: &&Value| mail["subject"].as_str().unwrap().contains(&number);
            mails
                .iter()
                .filter(about)
                .filter(|mail| mail["subject"].as_str().unwrap().contains("soon"))
                .count()
        };
        (of(&idle), of(&touched))
    };
    product.wait_until(just_before(warning)).await;
    assert_eq!(warnings().await, (0, 0));
    product.wait_until(warning).await;
    assert_eq!(warnings().await, (1, 1));
    product.wait("P3D").await;
    assert_eq!(warnings().await, (1, 1), "once");

    product.wait_until(just_before(end)).await;
    assert_eq!(partner.looks_at(&idle).await.status(), "draft");
    let edited = partner.edits(&partner.looks_at(&touched).await, &json!({ "name": "Still wanted" })).await;
    assert_eq!(edited.deadline("idle_draft"), instant("2027-05-22T22:00:00Z"), "90 days from now");
    product.wait_until(end).await;
    let over = partner.looks_at(&idle).await;
    assert_eq!((over.status(), &over.view["rejection"]["code"]), ("canceled", &json!("stale")));
    partner.patch(&over.path(""), &json!({ "name": "x" })).if_match(&over.etag).await.is(409);
    assert_eq!(partner.looks_at(&touched).await.status(), "draft");
    assert_eq!(product.mails_about("anna@contoso.example", "Draft given up").await, 1);
    product.wait_until(instant("2027-05-22T21:59:59Z")).await;
    assert_eq!((warnings().await, partner.looks_at(&touched).await.status()), ((1, 2), "draft"));
}

/// Staff of the vendor are told once each of a clock that has run out.
async fn told_of(product: &Product, words: &str) -> (usize, usize) {
    let lead = product.mails_about("review-lead@northwind.example", words).await;
    (lead, product.mails_about("programme@northwind.example", words).await)
}

/// I-22: the vendor's own clocks flag, and nothing else: neither the status nor what anybody may do changes.
async fn only_flags(product: &Product, who: &Person, claim: &Claim, clock: &str, subject: &str) {
    let partner = product.partner();
    let seen = partner.looks_at(claim).await;
    let end = seen.deadline(clock);
    product.wait_until(just_before(end)).await;
    let before = (partner.looks_at(claim).await, who.looks_at(claim).await);
    assert_eq!((&before.0.view["overdue"], told_of(product, subject).await), (&json!([]), (0, 0)), "{clock}");
    product.wait_until(end).await;
    let after = (partner.looks_at(claim).await, who.looks_at(claim).await);
    assert_eq!(after.0.view["overdue"], json!([clock]));
    assert_eq!((after.0.status(), after.0.deadline(clock)), (before.0.status(), end));
    assert_eq!(after.0.view["allowedActions"], before.0.view["allowedActions"]);
    assert_eq!(after.1.view["allowedActions"], before.1.view["allowedActions"]);
    product.wait("P3D").await;
    assert_eq!(told_of(product, subject).await, (1, 1), "{clock}");
    let rows = product.lead().reads_all("/v1/reviews?queue=overdue").await;
    let row = rows.iter().find(|row| row["claim"]["id"] == claim.id).expect("in the queue of what is late");
    assert_eq!((&row["overdue"], instant(row["dueAt"].as_str().unwrap())), (&json!(true), end));
}

/// Clocks `vendor_start`, `vendor_decision` and `dispute_answer`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i_22_the_clocks_of_the_vendor_only_flag() {
    let product = still::at(MONDAY).await;
    let (reviewer, lead) = (product.reviewer(), product.lead());
    let claim = product.with_a_submitted_claim(&["teams"]).await;
    assert_eq!(claim.deadline("vendor_start"), instant("2026-11-30T23:00:00Z"));
    // The customer's own clock stops here.
    let customer = product.customer();
    let page = product.reads_the_page(&customer, &product.newest_link_to(&customer).await).await;
    customer.decides(&page, "accept").await.is(200);
    only_flags(&product, &reviewer, &claim, "vendor_start", "waits for a reviewer").await;
    let started = reviewer.starts_the_review(&claim).await;
    assert_eq!(started.view["overdue"], json!([]), "begun, however late");
    only_flags(&product, &reviewer, &started, "vendor_decision", "waits for a decision").await;
    let rejected = reviewer.rejects(&reviewer.looks_at(&claim).await, SERVICE.0, SERVICE.1).await;
    product.partner().does(&rejected, "dispute", &words()).await;
    only_flags(&product, &lead, &claim, "dispute_answer", "waits for an answer").await;
    assert_eq!(lead.approves(&lead.looks_at(&claim).await).await.status(), "approved");
}

/// P21: 14, 7, 3 and 1 days before a deadline of the partner one mail each, however often the sweep runs.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn p_21_a_deadline_of_the_partner_is_warned_of_four_times() {
    let product = still::at(MONDAY).await;
    let [answer, dispute] = two_claims(&product).await;
    let (answer, dispute) = (returned(&product, &answer).await, rejected(&product, &dispute).await);
    let subjects = ["Your answer is still missing", "The time to dispute ends soon"];
    let seen = || async {
        let count = |subject: &'static str| product.mails_about("anna@contoso.example", subject);
        [count(subjects[0]).await, count(subjects[1]).await]
    };
    let mut moments = Vec::new();
    for (which, claim, clock) in [(0, &answer, "partner_answer"), (1, &dispute, "dispute")] {
        let days =
            [14, 7, 3, 1].map(|days| claim.deadline(clock) - jiff::SignedDuration::from_hours(24 * days));
        moments.extend(days.map(|at| (at, which)));
    }
    moments.sort_unstable();
    let mut expected = [0, 0];
    for (at, which) in moments {
        product.wait_until(just_before(at)).await;
        assert_eq!(seen().await, expected, "before {at}");
        product.wait_until(at).await;
        expected[which] += 1;
        assert_eq!(seen().await, expected, "at {at}");
        product.wait("PT2H").await;
        assert_eq!(seen().await, expected, "after {at}");
    }
    assert_eq!(expected, [4, 4]);
    // Whoever looks late is told once of all that was missed.
    let late = returned(&product, &product.with_a_submitted_claim(&["onedrive"]).await).await;
    product.wait_until(late.deadline("partner_answer") - jiff::SignedDuration::from_hours(30)).await;
    assert_eq!(seen().await, [5, 4]);
}

/// Scenario 23: business days over holidays and a weekend, calendar days over the change to summer time; all
/// of it without any sweep, which decides nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_23_days_over_holidays_and_daylight_saving() {
    let product = still::without("2026-12-21T22:30:00Z", &["sweep-deadlines"]).await;
    let partner = product.partner();
    let claim = product.with_a_submitted_claim(&["teams"]).await;
    // Monday evening in Berlin; 22, 23, 24, 28 and 29 December are the five business days.
    let end = instant("2026-12-29T23:00:00Z");
    assert_eq!((claim.deadline("objection"), claim.deadline("vendor_start")), (end, end));
    product.reviewer().starts_and_approves(&claim).await;
    product.wait_until(just_before(end)).await;
    assert_eq!(partner.looks_at(&claim).await.associations(), ["pending"]);
    product.wait_until(end).await;
    assert_eq!(partner.looks_at(&claim).await.associations(), ["active"]);

    product.wait_until(instant("2027-03-10T08:00:00Z")).await;
    let rejected = rejected(&product, &product.with_a_submitted_claim(&["intune"]).await).await;
    let end = instant("2027-04-09T22:00:00Z");
    assert_eq!(rejected.deadline("dispute"), end, "midnight in Berlin, an hour earlier than in winter");
    product.wait_until(just_before(end)).await;
    assert_eq!(partner.looks_at(&rejected).await.status(), "rejected");
    product.wait_until(end).await;
    assert_eq!(partner.looks_at(&rejected).await.status(), "rejected_final");
    // Nobody wrote any of it down, and every reader sees it.
    let history = partner.reads_the_history(&rejected).await;
    let last = history.last().unwrap();
    assert_eq!(
        (&last["action"], instant(last["at"].as_str().unwrap())),
        (&json!("dispute_window_closed"), end)
    );
}

/// Domain 7, I-17: a programme manager gives more time, with a reason, never less.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i_17_a_deadline_is_extended_never_shortened() {
    let product = still::at(MONDAY).await;
    let (partner, reviewer, manager) = (product.partner(), product.reviewer(), product.programme_manager());
    let claim = product.with_a_submitted_claim(&["teams"]).await;
    let started = reviewer.starts_the_review(&claim).await;
    let returned = reviewer.returns(&started, &[reason("poe_service_missing", "/documents")]).await;
    let end = returned.deadline("partner_answer");
    let path = claim.path("/deadlines");
    let until =
        |at: &str| json!({ "clock": "partner_answer", "until": at, "reason": "Their office was flooded." });
    for who in [&partner, &reviewer, &product.lead(), &product.person("auditor")] {
        who.post(&path, &until("2027-01-10T12:00:00Z")).await.refused(403, "forbidden");
    }
    for earlier in
        ["2026-12-11T23:00:00Z", "2026-12-11T10:00:00Z", "2026-11-24T00:00:00Z", "2020-01-01T00:00:00Z"]
    {
        let refused = manager.post(&path, &until(earlier)).await.refused(422, "deadline_not_later");
        assert_eq!(refused.faults(), ["/until deadline_not_later".to_owned()].into(), "{earlier}");
    }
    for never in [json!("tomorrow"), json!(7), json!("2027-13-01T00:00:00Z"), json!("2027-01-10")] {
        let mut body = until("2027-01-10T12:00:00Z");
        body["until"] = never;
        manager.post(&path, &body).await.refused(400, "malformed_json");
    }
    let nothing = manager.post(&path, &json!({})).await.is(422);
    let expected = ["/clock clock_not_extendable", "/until deadline_not_later", "/reason reason_required"];
    assert_eq!(nothing.faults(), expected.map(Into::into).into());
    let unknown =
        json!({ "clock": "idle_draft", "until": "2027-01-10T12:00:00Z", "reason": "No such clock runs." });
    manager.post(&path, &unknown).await.refused(422, "clock_not_extendable");
    assert_eq!(partner.looks_at(&claim).await.deadline("partner_answer"), end);

    let extended = Claim::of(&manager.post(&path, &until("2027-01-10T12:00:00Z")).await.is(200));
    let later = instant("2027-01-10T23:00:00Z");
    assert_eq!(extended.deadline("partner_answer"), later, "to the end of that day");
    let history = partner.reads_the_history(&claim).await;
    let entry = history.iter().find(|entry| entry["action"] == "deadline_extended").unwrap();
    assert_eq!(
        (&entry["reason"], &entry["actor"]["role"]),
        (&json!("Their office was flooded."), &json!("programme_manager"))
    );
    product.wait_until(end).await;
    assert_eq!(
        partner.looks_at(&claim).await.status(),
        "action_required",
        "the old instant is none any more"
    );
    let warned = product.mails_about("anna@contoso.example", "Your answer is still missing").await;
    product.wait_until(just_before(later)).await;
    assert_eq!(partner.looks_at(&claim).await.status(), "action_required");
    assert!(
        product.mails_about("anna@contoso.example", "Your answer is still missing").await > warned,
        "warned of the new one"
    );
    product.wait_until(later).await;
    assert_eq!(partner.looks_at(&claim).await.status(), "rejected");

    let rejected = json!({ "clock": "dispute", "until": "9999-12-30T21:59:59Z", "reason": "For ever." });
    assert_eq!(Claim::of(&manager.post(&path, &rejected).await.is(200)).status(), "rejected");

    // The customer's window can only become longer, too; the association begins later.
    let approved = product.with_an_approved_claim(&["intune"]).await;
    let window = approved.deadline("objection");
    let more = json!({ "clock": "objection", "until": (window + jiff::SignedDuration::from_hours(48)).to_string(), "reason": "The customer is away." });
    manager.post(&approved.path("/deadlines"), &more).await.is(200);
    product.wait_until(window).await;
    let seen = partner.looks_at(&approved).await;
    assert_eq!(seen.associations(), ["pending"]);
    product.wait_until(seen.deadline("objection")).await;
    assert_eq!(partner.looks_at(&approved).await.associations(), ["active"]);
}
