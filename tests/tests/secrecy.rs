//! I-18: of two partners in a contest neither learns who the other one is, wherever they look.

use crate::still::{self, MONDAY};
use serde_json::json;
use tests::{Claim, File, Person, Product, Proof, Rivals, claims::fresh_tenant, staff::approval_of};

/// What would tell of a partner.
struct Traces(Vec<String>);

impl Traces {
    fn of(claim: &Claim, words: &[&str]) -> Self {
        let view = &claim.view;
        let mut traces: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        traces.extend([claim.id.clone(), view["number"].as_str().unwrap().to_owned()]);
        traces.push(view["partnerContact"]["name"].as_str().unwrap().to_owned());
        traces.push(view["consent"]["id"].as_str().unwrap().to_owned());
        for document in view["documents"].as_array().unwrap() {
            traces.extend(["id", "sha256"].map(|name| document[name].as_str().unwrap().to_owned()));
        }
        Self(traces)
    }

    fn found_in(&self, told: &[(String, String)]) -> Vec<String> {
        let hits = told.iter().flat_map(|(place, text)| {
            let text = text.to_lowercase();
            self.0
                .iter()
                .filter(move |trace| text.contains(&trace.to_lowercase()))
                .map(move |trace| format!("{trace} in {place}"))
        });
        hits.collect()
    }
}

/// Everything a partner is told: every answer they can get, and every mail.
async fn told(
    product: &Product,
    who: &Person,
    rivals: &Rivals,
    own: &Claim,
    address: &str,
) -> Vec<(String, String)> {
    let mut told = Vec::new();
    let paths = ["", "/documents", "/comments", "/history?limit=100", "/consent", "/accesses"]
        .map(|rest| own.path(rest));
    let lists = [
        "/v1/claims?limit=100",
        "/v1/claims?sort=-createdAt",
        "/v1/associations",
        "/v1/earnings",
        "/v1/contests",
        "/v1/locations",
        "/v1/engagements",
        "/v1/me",
    ];
    let usage = format!("/v1/associations/{}/workload%3Ateams/usage", own.id);
    let template = format!("/v1/engagements/modern-work-usage/proof-template?claim={}", own.id);
    for path in paths.into_iter().chain(lists.map(Into::into)).chain([usage, template, rivals.path("")]) {
        told.push((path.clone(), who.get(&path).await.text()));
    }
    for accept in ["text/csv", "application/x-ndjson"] {
        told.push((accept.into(), who.get("/v1/claims").header("accept", accept).await.text()));
    }
    // And what actions and their refusals say.
    let seen = who.looks_at(own).await;
    for (action, body) in [
        ("dispute", json!({})),
        ("resubmit", json!({})),
        ("clone", json!({})),
        ("precheck", json!({})),
        ("review/approve", approval_of(own)),
    ] {
        told.push((action.into(), who.acts(&seen, action, &body).await.text()));
    }
    told.push(("a decision".into(), who.decides_for(rivals, "incumbent").await.text()));
    for mail in product.mails_to(address).await {
        told.push((format!("the mail {}", mail["subject"]), mail.to_string()));
    }
    assert!(told.len() > 20);
    told
}

/// Names, ids, numbers, contacts, files and words of the other partner are nowhere, at no stage.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i_18_neither_partner_learns_who_the_other_one_is() {
    let product = still::at(MONDAY).await;
    let location = |id: &str, org: &str, org_name: &str, name: &str| {
        json!({ "locationId": id, "org": org, "orgName": org_name, "name": name, "country": "DE",
            "enrolment": "enrolled", "engagements": ["*"], "payeeProfile": "complete" })
    };
    let rows = [
        location("4821907", "partner-a", "Contoso Consulting GmbH", "Spandau"),
        location("7700001", "partner-b", "Adatum Partners Inc", "Cambridge"),
    ];
    product.programme_manager().imports("locations", &rows).await.is(201);
    let (ours, theirs, lead) = (product.partner(), product.other_partner(), product.lead());
    let rivals = product.with_rivals().await;
    let say = |who: &Person, words: &str| {
        let (call, own) = (who.states(&rivals, words), words.to_owned());
        async move { assert!(call.await.is(201).text().contains(&own)) }
    };
    say(&ours, "Xylophone quartz.").await;
    say(&theirs, "Zeppelin orchid.").await;
    let comment = |words: &str| json!({ "text": words });
    ours.post(&rivals.incumbent.path("/comments"), &comment("Marmalade fjord.")).await.is(201);
    theirs.post(&rivals.challenger.path("/comments"), &comment("Tangerine glacier.")).await.is(201);
    let mut file = File::csv("newer proof");
    file.name = "sycamore.csv".into();
    let proof = Proof::of_everything(&rivals.incumbent, file, product.now().await);
    let (incumbent, _) = ours.proves_with(&rivals.incumbent, &proof).await;
    let challenger = theirs.looks_at(&rivals.challenger).await;
    let rivals = Rivals { incumbent, challenger, ..rivals };
    let ours_leave = Traces::of(
        &rivals.incumbent,
        &["partner-a", "Contoso", "4821907", "Spandau", "Anna Keller", "xylophone", "marmalade", "sycamore"],
    );
    let theirs_leave = Traces::of(
        &rivals.challenger,
        &["partner-b", "Adatum", "7700001", "Cambridge", "Ben Carter", "zeppelin", "tangerine"],
    );
    let nobody_learns = |stage: &'static str| {
        let (product, rivals) = (&product, &rivals);
        let (ours, theirs, ours_leave, theirs_leave) = (&ours, &theirs, &ours_leave, &theirs_leave);
        async move {
            product.settles().await;
            let to_a = told(product, ours, rivals, &rivals.incumbent, "anna@contoso.example").await;
            let to_b = told(product, theirs, rivals, &rivals.challenger, "ben@adatum.example").await;
            assert_eq!(theirs_leave.found_in(&to_a), [""; 0], "{stage}: told to partner A");
            assert_eq!(ours_leave.found_in(&to_b), [""; 0], "{stage}: told to partner B");
            // The search does find what is there.
            assert!(!ours_leave.found_in(&to_a).is_empty() && !theirs_leave.found_in(&to_b).is_empty());
        }
    };
    nobody_learns("open").await;
    lead.decides_for(&rivals, "challenger").await.is(200);
    nobody_learns("decided").await;
    let reviewer = product.reviewer();
    reviewer.approves(&reviewer.looks_at(&rivals.challenger).await).await;
    product.wait("P30D").await;
    nobody_learns("official").await;
}

/// A claim on a key that is taken sounds like any other one until its review: no hint, no name, no 409.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i_18_a_new_claim_does_not_reveal_an_old_one() {
    let product = still::at(MONDAY).await;
    let (taken, free) = (fresh_tenant(), fresh_tenant());
    product.with_an_official_claim(&tests::claims::claim_on(&taken, &["teams"])).await;
    let theirs = product.other_partner();
    let mut views = Vec::new();
    for tenant in [&taken, &free] {
        let claim = theirs.hands_in(&tests::claims::rival_claim_on(tenant, &["teams"])).await;
        product.settles().await;
        let mut view = theirs.looks_at(&claim).await.view.to_string();
        let id = claim.view["consent"]["id"].as_str().unwrap();
        for (own, common) in [(claim.id.as_str(), "id"), (tenant.as_str(), "tenant"), (id, "consent")] {
            view = view.replace(own, common);
        }
        let view: serde_json::Value = serde_json::from_str(&view).unwrap();
        let shape = ["status", "warnings", "contestId", "allowedActions", "waitingFor", "overdue", "items"];
        views.push(shape.map(|name| view[name].clone()));
    }
    assert_eq!(views[0], views[1]);
}
