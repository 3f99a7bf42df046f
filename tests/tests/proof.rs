//! Proof of execution: announced, uploaded straight to storage, checked by content, read again.

use serde_json::{Value, json};
use tests::{
    Claim, File, Person, Product, Proof,
    claims::{claim_on, fresh_tenant, submission},
    http::faults,
};

async fn a_draft(product: &Product) -> Claim {
    product.partner().creates_a_claim(&claim_on(&fresh_tenant(), &["teams", "intune"])).await
}

async fn prechecks(partner: &Person, claim: &Claim) -> (bool, std::collections::BTreeSet<String>) {
    let answer = partner.post(&claim.path("/precheck"), &json!({})).await.is(200).json();
    (answer["ready"] == true, faults(&answer["errors"]))
}

/// V-20 … V-22: the pre-check names the same codes as the submission, which adds the acknowledgements.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn v_20_pre_check_and_submission_say_the_same() {
    let product = Product::start().await;
    let partner = product.partner();
    let draft = a_draft(&product).await;
    let compare = |claim: Claim| {
        let partner = partner.clone();
        async move {
            let (ready, found) = prechecks(&partner, &claim).await;
            let refused = partner.acts(&claim, "submit", &submission()).await.is(422).faults();
            assert_eq!((ready, &found), (false, &refused));
            found
        }
    };
    let missing = compare(draft.clone()).await;
    for fault in [
        "/documents poe_missing",
        "/items/workload:teams poe_item_not_covered",
        "/items/workload:intune poe_item_not_covered",
        "/proof/elements/identity poe_element_missing",
        "/proof/elements/customer_acknowledgement poe_element_missing",
        "/proof/elements/service_description poe_element_missing",
    ] {
        assert!(missing.contains(fault), "{fault}: {missing:?}");
    }
    let half = Proof {
        file: File::csv("half of it"),
        items: vec!["workload:teams".into()],
        elements: vec!["identity".into()],
        activity_date: None,
        kind: "statement_of_work",
    };
    let (claim, document) = partner.proves_with(&draft, &half).await;
    let at = format!("/documents/{}/activityDate", document["id"].as_str().unwrap());
    let found = compare(claim).await;
    assert!(found.contains(&format!("{at} poe_date_missing")), "{found:?}");
    assert!(!found.iter().any(|fault| fault.contains("workload:teams")), "{found:?}");

    let old = Proof { activity_date: Some("2019-01-31".into()), file: File::csv("old"), ..half.clone() };
    let (claim, _) = partner.proves_with(&draft, &old).await;
    assert!(compare(claim.clone()).await.iter().any(|fault| fault.ends_with("poe_date_too_old")));

    // All of it, and the two that stand in the way removed.
    let whole = Proof::of_everything(&claim, File::csv("all of it"), product.now().await);
    let (mut claim, _) = partner.proves_with(&claim, &whole).await;
    for document in claim.view["documents"].as_array().unwrap().clone() {
        if document["covers"]["items"].as_array().unwrap().len() < 2 {
            let path = claim.path(&format!("/documents/{}", document["id"].as_str().unwrap()));
            partner.delete(&path).await.refused(428, "precondition_required");
            partner.delete(&path).if_match(&claim.etag).await.is(204);
            claim = partner.looks_at(&claim).await;
            partner.delete(&path).if_match(&claim.etag).await.refused(404, "not_found");
        }
    }
    assert_eq!(prechecks(&partner, &claim).await, (true, [].into()));
    for (acknowledgements, missing) in
        [(json!([]), 2), (json!(["accuracy@1"]), 1), (json!(["accuracy@0", "x"]), 2)]
    {
        let body = json!({ "acknowledgements": acknowledgements });
        let refused =
            partner.acts(&claim, "submit", &body).await.refused(422, "acknowledgement_required").json();
        assert_eq!(refused["errors"].as_array().unwrap().len(), missing, "{refused}");
    }
    let mut body = submission();
    body["comment"] = json!("Signed copies follow by post.");
    partner.acts(&claim, "submit", &body).await.is(200);
    assert_eq!(partner.reads_the_comments(&claim).await, ["Signed copies follow by post."]);
}

/// Scenario 21, V-26, I-23: an infected file blocks the submission and is never given out.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_21_an_infected_file_blocks_the_submission() {
    let product = Product::start().await;
    let partner = product.partner();
    let draft = a_draft(&product).await;
    let clean = partner.proves(&draft).await;
    let proof = Proof::of_everything(&clean, File::infected(), product.now().await);
    let (claim, document) = partner.proves_with(&clean, &proof).await;
    assert_eq!(document["state"], "infected", "{document}");
    assert_eq!(claim.etag, {
        let seen = partner.looks_at(&claim).await;
        seen.etag
    });
    let id = document["id"].as_str().unwrap();
    let refused = partner.acts(&claim, "submit", &submission()).await.refused(422, "file_not_clean");
    assert_eq!(refused.faults(), [format!("/documents/{id} file_not_clean")].into());
    let content = partner.get(&claim.path(&format!("/documents/{id}/content"))).await;
    content.refused(422, "file_not_clean");
    product.settles().await;
    let told = product.mails_to("anna@contoso.example").await;
    assert_eq!(told.len(), 1, "the partner is told: {told:?}");
    // Taken out, the claim can be handed in.
    partner.delete(&claim.path(&format!("/documents/{id}"))).if_match(&claim.etag).await.is(204);
    let without = partner.looks_at(&claim).await;
    assert_eq!(partner.submits(&without).await.status(), "submitted");
}

/// V-23, V-25: type and checksum are what the bytes say, not what the announcement says.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn v_23_a_file_is_what_its_bytes_say() {
    let product = Product::start().await;
    let partner = product.partner();
    let draft = a_draft(&product).await;
    let now = product.now().await;
    let pretends =
        File { name: "report.pdf".into(), media_type: "application/pdf", bytes: "just words".into() };
    let (_, document) = partner.proves_with(&draft, &Proof::of_everything(&draft, pretends, now)).await;
    assert_eq!(
        (&document["state"], &document["problem"]),
        (&json!("refused"), &json!("file_type_not_allowed"))
    );

    for (name, kind) in files::MediaType::ALL.iter().map(|kind| (kind.mime(), *kind)) {
        let bytes = files::samples::of(kind, "Proof").unwrap().into();
        let file = File { name: format!("proof.{}", kind.extension()), media_type: name, bytes };
        let (_, document) = partner.proves_with(&draft, &Proof::of_everything(&draft, file, now)).await;
        assert_eq!(document["state"], "clean", "{name}: {document}");
    }

    let announced = |change: (&str, Value)| {
        let mut body = Proof::of_everything(&draft, File::csv("x"), now).announcement();
        body[change.0] = change.1;
        partner.post(&draft.path("/documents"), &body)
    };
    for (change, status, fault) in [
        (("mediaType", json!("image/svg+xml")), 415, "/mediaType file_type_not_allowed"),
        (("mediaType", json!("application/zip")), 415, "/mediaType file_type_not_allowed"),
        (("size", json!(0)), 422, "/size file_empty"),
        (("size", json!(25 * 1024 * 1024 + 1)), 413, "/size file_too_large"),
        (("sha256", json!("ABCDEF")), 422, "/sha256 checksum_malformed"),
        (("kind", json!("poem")), 422, "/kind document_kind_unknown"),
        (("covers", json!({ "items": ["workload:onedrive"] })), 422, "/covers/items/0 covers_unknown"),
        (("covers", json!({ "elements": ["luck"] })), 422, "/covers/elements/0 covers_unknown"),
        (("activityDate", json!("2999-01-01")), 422, "/activityDate activity_date_invalid"),
        (("fileName", json!("../../etc/passwd")), 422, "/fileName text_invalid"),
        (("fileName", json!("")), 422, "/fileName name_required"),
    ] {
        let answer = announced(change).await.is(status);
        assert_eq!(answer.faults(), [fault.to_owned()].into());
    }
}

/// V-25: storage refuses other bytes than announced; the same bytes are the same document.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn v_25_only_the_announced_bytes_can_be_uploaded() {
    let product = Product::start().await;
    let partner = product.partner();
    let draft = a_draft(&product).await;
    let proof = Proof::of_everything(&draft, File::csv("the real words"), product.now().await);
    let ticket = partner.announces(&draft, &proof).await.is(201);
    assert!(ticket.header("location").contains("/documents/"));
    let ticket = ticket.json();
    assert_eq!(ticket["document"]["state"], "pending");
    assert_eq!(ticket["upload"]["method"], "PUT");
    for other in ["the real word!", "something much longer than what was announced at all"] {
        let answer = partner.uploads(&ticket, &File::csv(other).bytes).await;
        assert!((400..500).contains(&answer.status), "{other}: {} {}", answer.status, answer.text());
    }
    let again = partner.announces(&draft, &proof).await.is(200).json();
    assert_eq!(again["document"]["id"], ticket["document"]["id"]);
    partner.uploads(&again, &proof.file.bytes).await.is(200);
    product.settles().await;
    let twice = partner.uploads(&again, &proof.file.bytes).await;
    assert!(twice.status == 412 || twice.status == 409 || twice.status == 200, "{}", twice.text());
    let known = partner.announces(&draft, &proof).await.is(200).json();
    assert_eq!(known["document"]["state"], "clean");
    assert_eq!(known["upload"], Value::Null, "there is nothing to upload any more");
    product.settles().await;
    let seen = partner.looks_at(&draft).await;
    assert_eq!(seen.view["documents"].as_array().unwrap().len(), 1);
    let history = partner.reads_the_history(&draft).await;
    assert_eq!(
        history.iter().filter(|entry| entry["action"] == "document_checked").count(),
        1,
        "{history:?}"
    );
}

/// I-23: a clean file is given out by a short-lived link, as an attachment, from another origin.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i_23_a_clean_file_is_downloaded_as_an_attachment() {
    let product = Product::start().await;
    let partner = product.partner();
    let draft = a_draft(&product).await;
    let mut file = File::csv("what we did");
    file.name = "Tätigkeiten \"2026\".csv".into();
    let proof = Proof::of_everything(&draft, file.clone(), product.now().await);
    let ticket = partner.announces(&draft, &proof).await.is(201).json();
    let id = ticket["document"]["id"].as_str().unwrap().to_owned();
    let content = draft.path(&format!("/documents/{id}/content"));
    partner.get(&content).await.refused(422, "file_not_clean");
    partner.uploads(&ticket, &file.bytes).await.is(200);
    product.settles().await;
    let link = partner.get(&content).await.is(303);
    let url = link.header("location").to_owned();
    assert!(url.starts_with("http://") && !url.starts_with(product.http.base()), "another origin: {url}");
    let download = product.http.get(&url).await.is(200);
    assert_eq!(download.body, file.bytes);
    let disposition = download.header("content-disposition");
    assert!(
        disposition.starts_with("attachment") && disposition.contains("filename*=UTF-8''T%C3%A4tig"),
        "{disposition}"
    );
    let documents = partner.get(&draft.path("/documents")).await.is(200).json();
    assert_eq!(documents["items"][0]["sha256"], file.sha256());
}

/// V-27: documents change only where they may.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn v_27_documents_of_a_submitted_claim_are_frozen() {
    let product = Product::start().await;
    let partner = product.partner();
    let claim = product.with_a_submitted_claim(&["teams"]).await;
    let proof = Proof::of_everything(&claim, File::csv("too late"), product.now().await);
    partner.announces(&claim, &proof).await.refused(409, "claim_not_editable");
    let document = claim.view["documents"][0]["id"].as_str().unwrap();
    let removal = partner.delete(&claim.path(&format!("/documents/{document}"))).if_match(&claim.etag).await;
    removal.refused(409, "claim_not_editable");
    partner.patch(&claim.path(""), &json!({ "name": "x" })).if_match(&claim.etag).await.is(409);
}

/// P02: the proof template knows the claim, in the reader's language.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn p_02_the_template_is_filled_in() {
    let product = Product::start().await;
    let partner = product.partner();
    let draft = a_draft(&product).await;
    let path = format!("/v1/engagements/modern-work-usage/proof-template?claim={}", draft.id);
    let mut sizes = std::collections::BTreeSet::new();
    for (path, language) in [
        (path.as_str(), "en"),
        (path.as_str(), "de"),
        ("/v1/engagements/modern-work-usage/proof-template", "de"),
    ] {
        let answer = partner.get(path).language(language).await.is(200);
        assert!(answer.header("content-type").ends_with("wordprocessingml.document"));
        let disposition = answer.header("content-disposition");
        assert!(disposition.starts_with("attachment") && disposition.contains(".docx"), "{disposition}");
        assert_eq!(answer.header("content-language"), language);
        assert!(answer.body.starts_with(b"PK"), "a package");
        sizes.insert(answer.body.to_vec());
        // What the system gives out, it takes back.
        let file = File {
            name: "filled.docx".into(),
            media_type: files::MediaType::Docx.mime(),
            bytes: answer.body,
        };
        let proof = Proof::of_everything(&draft, file, product.now().await);
        let (_, document) = partner.proves_with(&draft, &proof).await;
        assert_eq!(document["state"], "clean", "{document}");
    }
    assert_eq!(sizes.len(), 3, "three different documents");
    partner.get("/v1/engagements/nothing/proof-template").await.refused(404, "not_found");
    let wrong = format!("/v1/engagements/presales-advisor/proof-template?claim={}", draft.id);
    partner.get(&wrong).await.refused(404, "not_found");
}
