//! Idempotency keys and versions: every POST twice, and every refused request without a trace.

use serde_json::{Value, json};
use tests::{
    Answer, Call, Claim, File, Person, Product, Proof,
    claims::{claim_on, fresh_tenant, submission},
    staff::{approval_of, reason},
};

/// Everything that a second effect would show in.
async fn effects(reader: &Person, claim: &Claim) -> (String, usize, usize) {
    let seen = reader.looks_at(claim).await;
    let (history, comments) = (reader.reads_the_history(claim).await, reader.reads_the_comments(claim).await);
    // Scans and deliveries come in their own time.
    let by_people = history.iter().filter(|entry| entry["actor"]["side"] != "system").count();
    (seen.etag, by_people, comments.len())
}

/// The same request again has the same effect once; the same key with another body is refused.
async fn once(reader: &Person, claim: &Claim, request: impl Fn(&str) -> Call, other: Option<Call>) -> Answer {
    let key = format!("key-{}", claim.etag.trim_matches('"'));
    one_effect(&key, async || effects(reader, claim).await, request, other).await
}

/// The same, its effect seen in whatever it shows in.
async fn one_effect<T: PartialEq + std::fmt::Debug>(
    key: &str,
    effects: impl AsyncFn() -> T,
    request: impl Fn(&str) -> Call,
    other: Option<Call>,
) -> Answer {
    let first = request(key).await;
    assert!((200..300).contains(&first.status) && !first.replayed(), "{}", first.text());
    let after = effects().await;
    for _ in 0..2 {
        let again = request(key).await.is(first.status);
        assert!(again.replayed(), "no Idempotent-Replayed: {}", again.text());
    }
    // All at once, as an impatient client sends them.
    let (one, two, three) = tokio::join!(request(key), request(key), request(key));
    for again in [one, two, three] {
        assert!(again.is(first.status).replayed());
    }
    if let Some(other) = other {
        other.key(key).await.refused(422, "idempotency_mismatch");
    }
    assert_eq!(effects().await, after, "one effect");
    first
}

/// Scenario 18, I-19: every POST of a claim's life, each sent six times with one key.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_18_every_post_repeated_has_one_effect() {
    let product = Product::start().await;
    let (partner, reviewer) = (product.partner(), product.reviewer());

    let body = claim_on(&fresh_tenant(), &["teams"]);
    let first = partner.post("/v1/claims", &body).key("create-1").await.is(201);
    let draft = Claim::of(&first);
    for _ in 0..3 {
        let again = partner.post("/v1/claims", &body).key("create-1").await.is(201);
        assert!(again.replayed());
        assert_eq!(
            (Claim::of(&again).id, again.header("location")),
            (draft.id.clone(), first.header("location"))
        );
    }
    let other = claim_on(&fresh_tenant(), &["teams"]);
    partner.post("/v1/claims", &other).key("create-1").await.refused(422, "idempotency_mismatch");
    assert_eq!(partner.lists_claims("").await.len(), 1);
    // The scope is organisation, method and path: another partner's key is another key.
    let theirs = tests::claims::rival_claim_on(&fresh_tenant(), &["teams"]);
    assert_ne!(
        Claim::of(&product.other_partner().post("/v1/claims", &theirs).key("create-1").await.is(201)).id,
        draft.id
    );

    let proof = Proof::of_everything(&draft, File::csv("proof"), product.now().await);
    let announcement = proof.announcement();
    let mut other = announcement.clone();
    other["fileName"] = json!("another.csv");
    let documents = draft.path("/documents");
    let announce = |key: &str| partner.post(&documents, &announcement).key(key);
    let ticket = once(&partner, &draft, announce, Some(partner.post(&documents, &other))).await.json();
    partner.uploads(&ticket, &proof.file.bytes).await.is(200);
    product.settles().await;

    let words = json!({ "text": "For the record." });
    let comment = |key: &str| partner.post(&draft.path("/comments"), &words).key(key);
    let other = partner.post(&draft.path("/comments"), &json!({ "text": "Something else." }));
    once(&partner, &draft, comment, Some(other)).await;
    assert_eq!(partner.reads_the_comments(&draft).await, ["For the record."]);

    let acts = |who: &Person, claim: &Claim, action: &str, body: &Value| who.acts(claim, action, body);
    let step = |who: Person, claim: Claim, action: &'static str, body: Value, other: Value| {
        let reader = reviewer.clone();
        async move {
            let request = |key: &str| acts(&who, &claim, action, &body).key(key);
            // Another body needs no fresh version: the key is looked up first.
            let other = (!other.is_null()).then(|| acts(&who, &claim, action, &other));
            let reader = if action == "cancel" { who.clone() } else { reader };
            Claim::of(&once(&reader, &claim, request, other).await)
        }
    };
    let proven = partner.looks_at(&draft).await;
    let mut commented = submission();
    commented["comment"] = json!("Please be quick.");
    // A reviewer reads from here on: somebody who sees submitted claims only.
    let request = |key: &str| partner.acts(&proven, "submit", &commented).key(key);
    let other = partner.acts(&proven, "submit", &submission());
    let submitted = Claim::of(&once(&partner, &proven, request, Some(other)).await);
    let why = |text: &str| json!({ "reason": text });
    let recalled = step(partner.clone(), submitted, "recall", why("One."), why("Two.")).await;
    let submitted = partner.submits(&recalled).await;
    product.wait("P2D").await;
    let reminders = submitted.path("/consent/reminders");
    let remind = |key: &str| partner.post(&reminders, &json!({})).key(key);
    let reminded = once(&reviewer, &submitted, remind, None).await;
    assert_eq!((reminded.status, &reminded.json()["remindersSent"]), (202, &json!(1)));

    let started = step(reviewer.clone(), submitted, "review/start", json!({}), Value::Null).await;
    let released = step(reviewer.clone(), started, "review/release", json!({}), Value::Null).await;
    let started = reviewer.starts_the_review(&released).await;
    let because = |code: &str| json!({ "reasons": [reason(code, "/documents")] });
    let returned = step(
        reviewer.clone(),
        started,
        "review/return",
        because("poe_date_missing"),
        because("poe_service_missing"),
    )
    .await;
    let mut answer = submission();
    answer["answers"] = json!([{ "reason": 0, "text": "Dated now." }]);
    let again = step(partner.clone(), returned, "resubmit", answer, submission()).await;
    let started = reviewer.starts_the_review(&again).await;
    let refusal = json!({ "items": [{ "key": "workload:teams", "decision": "refused", "reason": "No." }] });
    let approved =
        step(reviewer.clone(), started.clone(), "review/approve", approval_of(&started), refusal).await;
    assert_eq!(approved.status(), "approved");

    let second = partner.hands_in(&claim_on(&fresh_tenant(), &["teams"])).await;
    let started = reviewer.starts_the_review(&second).await;
    step(
        reviewer.clone(),
        started,
        "review/reject",
        because("poe_date_missing"),
        because("poe_service_missing"),
    )
    .await;
    let third = partner.creates_a_claim(&claim_on(&fresh_tenant(), &["teams"])).await;
    step(partner.clone(), third, "cancel", why("One."), why("Two.")).await;
}

/// Scenario 18: every POST with which a claim, or what came of it, comes to its end.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_18_every_end_repeated_has_one_effect() {
    let product = Product::start().await;
    let (partner, reviewer, manager) = (product.partner(), product.reviewer(), product.programme_manager());
    let why = |words: &str| json!({ "reason": format!("{words}, and for a good reason.") });
    let step = |who: &Person, claim: &Claim, action: &'static str, bodies: [Value; 2]| {
        let (who, claim, reader) = (who.clone(), claim.clone(), partner.clone());
        async move {
            let request = |key: &str| who.acts(&claim, action, &bodies[0]).key(key);
            let other = who.acts(&claim, action, &bodies[1]);
            once(&reader, &claim, request, Some(other)).await
        }
    };
    let submitted = product.with_a_submitted_claim(&["teams"]).await;
    let started = reviewer.starts_the_review(&submitted).await;
    let rejected = reviewer.rejects(&started, "poe_service_missing", "/documents").await;
    let until = |year: u16| json!({ "clock": "dispute", "until": format!("{year}-01-01T00:00:00Z"), "reason": "They are away." });
    let longer = Claim::of(&step(&manager, &rejected, "deadlines", [until(2098), until(2099)]).await);
    let words = |text: &str| json!({ "justification": text });
    let disputed = step(&partner, &longer, "dispute", [words("It is signed."), words("It is dated.")]).await;
    let disputed = Claim::of(&disputed);
    assert_eq!(partner.reads_the_comments(&disputed).await, ["It is signed."]);

    let submitted = product.with_a_submitted_claim(&["teams"]).await;
    let over = Claim::of(&step(&partner, &submitted, "withdraw", [why("One"), why("Two")]).await);
    let copies = async || partner.lists_claims("status=draft").await;
    let request = |key: &str| partner.post(&over.path("/clone"), &json!({})).key(key);
    let copy = one_effect("copy", copies, request, None).await;
    assert_eq!(copies().await, [Claim::of(&copy).id]);
    assert_ne!(
        Claim::of(&request("another").await.is(201)).id,
        Claim::of(&copy).id,
        "another key, another copy"
    );

    for (who, action) in [(&partner, "disassociate"), (&manager, "stop")] {
        let approved = product.with_an_approved_claim(&["teams"]).await;
        step(who, &approved, action, [why("One"), why("Two")]).await;
    }
}

/// Scenario 18 in a contest: words are said once, and it is decided once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_18_every_post_of_a_contest_repeated_has_one_effect() {
    let product = Product::start().await;
    let (partner, lead) = (product.partner(), product.lead());
    let rivals = product.with_rivals().await;
    let seen = async || {
        let mails = product.mails_to("anna@contoso.example").await.len();
        let claims = [&rivals.incumbent, &rivals.challenger];
        let etags = [lead.looks_at(claims[0]).await.etag, lead.looks_at(claims[1]).await.etag];
        (lead.reads_the_contest(&rivals).await, etags, mails)
    };
    for who in [&partner, &product.other_partner(), &product.reviewer()] {
        let request = |key: &str| who.states(&rivals, "We were first.").key(key);
        one_effect("words", seen, request, Some(who.states(&rivals, "We were better."))).await;
    }
    let said = lead.reads_the_contest(&rivals).await;
    assert_eq!(said["statements"].as_array().unwrap().len(), 3, "of each one: keys belong to organisations");
    product.settles().await;
    let request = |key: &str| lead.decides_for(&rivals, "challenger").key(key);
    one_effect("decision", async || (seen().await.0, seen().await.1), request, None).await;
    product.settles().await;
    assert_eq!(product.mails_about("anna@contoso.example", "decided for the other partner").await, 1);
}

/// V-10, api 1: the key of a decision stands for what was decided with it, and another key changes nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn v_10_the_key_of_a_decision_is_good_for_that_decision() {
    let product = Product::start().await;
    let lead = product.lead();
    let rivals = product.with_rivals().await;
    let first = lead.decides_for(&rivals, "challenger").key("one").await.is(200);
    assert!(!first.replayed());
    let decided = lead.reads_the_contest(&rivals).await;
    assert_eq!(decided["winner"], "challenger");
    assert!(lead.decides_for(&rivals, "challenger").key("one").await.is(200).replayed());
    lead.decides_for(&rivals, "incumbent").key("one").await.refused(422, "idempotency_mismatch");
    lead.decides_for(&rivals, "incumbent").key("two").await.refused(409, "contest_decided");
    // Another lead repeats the request of the organisation, too.
    assert!(product.another_lead().decides_for(&rivals, "challenger").key("one").await.is(200).replayed());
    assert_eq!(lead.reads_the_contest(&rivals).await, decided, "one effect");
}

/// Api 1: the key of an import; and keys that are none.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_18_an_import_repeated_is_answered_again() {
    let product = Product::start().await;
    let manager = product.programme_manager();
    let row = |name: &str| json!({ "name": name, "country": "DE", "tenants": [fresh_tenant()] });
    let rows = [row("Fabrikam")];
    let first = manager.imports("customers", &rows).key("import-1").await.is(201);
    let again = manager.imports("customers", &rows).key("import-1").await.is(201);
    assert!(again.replayed());
    assert_eq!(again.json(), first.json());
    manager
        .imports("customers", &[row("Tailspin")])
        .key("import-1")
        .await
        .refused(422, "idempotency_mismatch");
    let body = claim_on(&fresh_tenant(), &["teams"]);
    let partner = product.partner();
    for key in ["", &"k".repeat(256)] {
        partner.post("/v1/claims", &body).key(key).await.refused(400, "parameter_invalid");
    }
    partner.post("/v1/claims", &body).key(&"k".repeat(255)).await.is(201);
}

/// Api 1: a refused request is not kept: the same key is good for the corrected one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_request_leaves_its_key_free() {
    let product = Product::start().await;
    let partner = product.partner();
    let mut body = claim_on(&fresh_tenant(), &["teams"]);
    body["name"] = json!("");
    partner.post("/v1/claims", &body).key("one").await.refused(422, "name_required");
    body["name"] = json!("Better");
    assert!(!partner.post("/v1/claims", &body).key("one").await.is(201).replayed());
}

/// V-11: nobody overwrites what they have not seen. Ten editors, one version, one of them first.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn v_11_of_many_editors_of_one_version_one_is_heard() {
    let product = Product::start().await;
    let partner = product.partner();
    let draft = partner.creates_a_claim(&claim_on(&fresh_tenant(), &["teams"])).await;
    let mut editors = tokio::task::JoinSet::new();
    for number in 0..10 {
        let call = partner
            .patch(&draft.path(""), &json!({ "name": format!("Name {number}") }))
            .if_match(&draft.etag);
        editors.spawn(call.into_future());
    }
    let mut statuses: Vec<u16> = editors.join_all().await.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [[200].as_slice(), &[412; 9]].concat());
    assert_eq!(partner.looks_at(&draft).await.view["version"], 2);
    partner.patch(&draft.path(""), &json!({ "name": "x" })).if_match("*").await.is(200);
    for tag in ["\"0\"", "3", "W/\"3\"", "\"3\", \"4\"", "banana"] {
        let answer = partner.patch(&draft.path(""), &json!({ "name": "y" })).if_match(tag).await;
        answer.refused(412, "version_conflict");
    }
}

/// Merge patch (RFC 7396): absent stays, null goes, objects merge, lists are replaced.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edit_is_a_merge_patch() {
    let product = Product::start().await;
    let partner = product.partner();
    let draft = partner.creates_a_claim(&claim_on(&fresh_tenant(), &["teams", "intune"])).await;
    let edited = partner.edits(&draft, &json!({ "customerContact": { "title": "CEO" } })).await;
    assert_eq!(edited.view["customerContact"]["title"], "CEO");
    assert_eq!(edited.view["customerContact"]["name"], "Erika Muster");
    assert_eq!(edited.view["name"], draft.view["name"]);
    let edited =
        partner.edits(&edited, &json!({ "items": [{ "workload": "onedrive" }], "name": " Renamed " })).await;
    assert_eq!(
        (edited.keys(), &edited.view["name"]),
        (vec!["workload:onedrive".to_owned()], &json!("Renamed"))
    );
    let gone =
        partner.patch(&edited.path(""), &json!({ "customerContact": null })).if_match(&edited.etag).await;
    assert_eq!(
        gone.refused(422, "contact_incomplete").faults(),
        ["/customerContact contact_incomplete".to_owned()].into()
    );
    let half = json!({ "customerContact": { "email": null }, "name": null });
    let refused = partner.patch(&edited.path(""), &half).if_match(&edited.etag).await.is(422);
    let expected = ["/customerContact/email contact_incomplete", "/name name_required"];
    assert_eq!(refused.faults(), expected.map(Into::into).into());
    for body in [
        json!({ "status": "approved" }),
        json!({ "tenantId": fresh_tenant() }),
        json!({ "kind": "association" }),
    ] {
        partner.patch(&edited.path(""), &body).if_match(&edited.etag).await.refused(400, "unknown_field");
    }
    let unchanged = partner.edits(&edited, &json!({ "name": "Renamed" })).await;
    assert_eq!(unchanged.etag, edited.etag, "an edit that changes nothing makes no version");
    let typed = partner
        .call(http::Method::PATCH, &edited.path(""))
        .body("application/merge-patch+json", r#"{"name":"Typed"}"#)
        .if_match(&edited.etag)
        .await
        .is(200);
    assert_eq!(Claim::of(&typed).view["name"], "Typed");
}

/// Promise 10: what is refused leaves no trace. One table of refusals for each phase of a claim.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_request_changes_nothing() {
    let product = Product::start().await;
    let (partner, reviewer, rival) = (product.partner(), product.reviewer(), product.other_partner());
    let draft = partner.creates_a_claim(&claim_on(&fresh_tenant(), &["teams"])).await;
    let submitted = product.with_a_submitted_claim(&["teams"]).await;
    let started = reviewer.starts_the_review(&product.with_a_submitted_claim(&["teams"]).await).await;
    let returned = {
        let started = reviewer.starts_the_review(&product.with_a_submitted_claim(&["teams"]).await).await;
        reviewer.returns(&started, &[reason("poe_service_missing", "/documents")]).await
    };
    let approved = product.with_an_approved_claim(&["teams"]).await;
    product.settles().await;
    let nothing = json!({});
    for claim in [&draft, &submitted, &started, &returned, &approved] {
        let before = {
            let seen = partner.looks_at(claim).await;
            (seen.view, partner.reads_the_history(claim).await)
        };
        let seen = partner.looks_at(claim).await;
        let mut refused: Vec<Call> = Vec::new();
        for (who, action) in [
            (&partner, "submit"),
            (&partner, "recall"),
            (&partner, "cancel"),
            (&partner, "resubmit"),
            (&reviewer, "review/start"),
            (&reviewer, "review/release"),
            (&reviewer, "review/return"),
            (&reviewer, "review/approve"),
            (&reviewer, "review/reject"),
        ] {
            let path = seen.path(&format!("/{action}"));
            refused.push(who.post(&path, &nothing));
            refused.push(who.post(&path, &nothing).if_match("\"999\""));
            refused.push(who.post(&path, &json!({ "surprise": 1 })).if_match(&seen.etag));
            refused.push(rival.post(&path, &nothing).if_match(&seen.etag));
            refused.push(product.http.post(&path, &nothing).if_match(&seen.etag));
            refused.push(product.person("auditor").post(&path, &nothing).if_match(&seen.etag));
        }
        refused.push(partner.post(&seen.path("/documents"), &nothing));
        refused.push(partner.post(&seen.path("/comments"), &nothing));
        refused.push(partner.post(&seen.path("/comments"), &json!({ "text": "x".repeat(2_001) })));
        refused.push(partner.post(&seen.path("/comments"), &json!({ "text": "\u{202e}evil" })));
        refused.push(partner.patch(&seen.path(""), &json!({ "name": "" })).if_match(&seen.etag));
        refused.push(partner.patch(&seen.path(""), &json!({ "version": 1 })).if_match(&seen.etag));
        refused.push(partner.put(&seen.path("/consent/contact"), &nothing).if_match(&seen.etag));
        refused.push(partner.delete(&seen.path("/documents/doc_nothing")).if_match(&seen.etag));
        refused.push(partner.post(&seen.path("/consent/reminders"), &nothing));
        for call in refused {
            let answer = call.await;
            let (status, text) = (answer.status, answer.text());
            assert!((400..500).contains(&status), "{status} {} {text}", claim.status());
        }
        let after = (partner.looks_at(claim).await.view, partner.reads_the_history(claim).await);
        assert_eq!(after, before, "{}", claim.status());
        assert!(partner.reads_the_comments(claim).await.is_empty());
    }
}
