//! Claims by import: many drafts at once, each row by itself, and made once (domain 9, P17, scenario 24).

use serde_json::{Value, json};
use std::{collections::BTreeSet, time::Duration};
use tests::{
    Answer, Call, Person, Product,
    claims::{claim_on, fresh_tenant, submission},
    deals::{deal_on, request, rival_deal_on},
    proxy::{Loses, proxied},
};

const NDJSON: &str = "application/x-ndjson";
const CSV: &str = "text/csv";

/// A row that is good for nothing, and what is said of it; [`Bad::Unreadable`] is no row at all.
#[derive(Debug, Clone)]
enum Bad {
    Row(Value, &'static [&'static str]),
    Unreadable,
}

/// A file of drafts.
struct File {
    rows: Vec<Result<Value, Bad>>,
}

impl File {
    fn ndjson(&self) -> String {
        let line = |row: &Result<Value, Bad>| match row {
            Ok(row) | Err(Bad::Row(row, _)) => row.to_string(),
            Err(Bad::Unreadable) => "{\"kind\":".into(),
        };
        self.rows.iter().map(|row| line(row) + "\n").collect()
    }

    fn csv(&self) -> String {
        let cells: Vec<Vec<(String, String)>> = self
            .rows
            .iter()
            .map(|row| match row {
                Ok(row) | Err(Bad::Row(row, _)) => cells("", row),
                Err(Bad::Unreadable) => Vec::new(),
            })
            .collect();
        let names: BTreeSet<&str> = cells.iter().flatten().map(|(name, _)| name.as_str()).collect();
        let mut table = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        table.write_record(&names).unwrap();
        for row in &cells {
            if row.is_empty() {
                table.write_record(["too", "few"]).unwrap();
                continue;
            }
            let cell = |name: &&str| {
                row.iter().find(|(known, _)| known == name).map(|(_, cell)| cell.clone()).unwrap_or_default()
            };
            table.write_record(names.iter().map(cell)).unwrap();
        }
        String::from_utf8(table.into_inner().unwrap()).unwrap()
    }

    /// The faults of every row, in both formats the same but for what cannot be read.
    fn expected(&self, unreadable: &str) -> Vec<BTreeSet<String>> {
        let faults = |row: &Result<Value, Bad>| match row {
            Ok(_) => BTreeSet::new(),
            Err(Bad::Row(_, faults)) => faults.iter().map(|fault| (*fault).to_owned()).collect(),
            Err(Bad::Unreadable) => [unreadable.to_owned()].into(),
        };
        self.rows.iter().map(faults).collect()
    }
}

/// A create body as cells: paths for what lies within, `;` for what is listed.
fn cells(path: &str, value: &Value) -> Vec<(String, String)> {
    match value {
        Value::Null => Vec::new(),
        Value::Object(members) => {
            let of = |(name, value): (&String, &Value)| {
                cells(&format!("{path}{}{name}", if path.is_empty() { "" } else { "." }), value)
            };
            members.iter().flat_map(of).collect()
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            let names: BTreeSet<&String> =
                items.iter().flat_map(|item| item.as_object().unwrap().keys()).collect();
            let part = |item: &Value, name: &String| item[name].as_str().unwrap_or_default().to_owned();
            let cell =
                |name: &&String| items.iter().map(|item| part(item, name)).collect::<Vec<_>>().join(";");
            names.iter().map(|name| (format!("{path}.{name}"), cell(name))).collect()
        }
        Value::Array(parts) => {
            let parts: Vec<&str> = parts.iter().map(|part| part.as_str().unwrap()).collect();
            vec![(path.to_owned(), parts.join(";"))]
        }
        Value::String(text) => vec![(path.to_owned(), text.clone())],
        Value::Bool(_) | Value::Number(_) => vec![(path.to_owned(), value.to_string())],
    }
}

fn imports(who: &Person, query: &str, media_type: &str, body: &str) -> Call {
    let path = format!("/v1/imports?kind=claims{query}");
    who.call(http::Method::POST, &path).body(media_type, body.to_owned())
}

/// Sent until it is answered: a busy machine may not be through when the gateway gives up, and goes on.
async fn answered(call: impl Fn() -> Call) -> Answer {
    loop {
        let answer = call().may_be_unavailable().await;
        if answer.status != 503 {
            return answer.is(201);
        }
    }
}

fn with(mut body: Value, pointer: &str, value: Value) -> Value {
    match body.pointer_mut(pointer) {
        Some(place) => *place = value,
        None => drop(body.as_object_mut().unwrap().insert(pointer[1..].to_owned(), value)),
    }
    body
}

/// Three rows for each of ten things that can be wrong with one; `taken` and `own` are tenants with a claim of
/// the other partner and of this one.
fn bad_rows(taken: &str, own: &str, first: &str) -> Vec<Bad> {
    let claim = || claim_on(&fresh_tenant(), &["teams", "intune"]);
    let deal = || deal_on(&fresh_tenant(), &["workshop"]);
    let row = Bad::Row;
    let one_of_each = || {
        vec![
            row(with(claim(), "/colour", json!("red")), &["/colour unknown_field"]),
            row(with(claim(), "/name", json!("")), &["/name name_required"]),
            row(with(claim(), "/items/1/workload", json!("abacus")), &["/items/1/workload item_unknown"]),
            row(with(deal(), "/locationId", json!("7700001")), &["/locationId location_out_of_scope"]),
            row(deal_on(taken, &["workshop"]), &["/engagementIds customer_cap_reached"]),
            row(deal_on(own, &["workshop"]), &["/engagementIds duplicate_claim"]),
            row(deal_on(first, &["small-project", "workshop"]), &["/engagementIds duplicate_claim"]),
            row(
                with(with(deal(), "/hours", json!(12.5)), "/customerContact/email", json!("erika")),
                &["/hours hours_not_allowed", "/customerContact/email contact_email_invalid"],
            ),
            row(
                with(with(claim(), "/tenantId", json!("4711")), "/optOutOfIncentives", json!("perhaps")),
                &["/optOutOfIncentives malformed_json"],
            ),
            Bad::Unreadable,
        ]
    };
    (0..3).flat_map(|_| one_of_each()).collect()
}

/// Rows of which something else was said than expected.
#[track_caller]
fn said(outcome: &Value, expected: &[BTreeSet<String>]) {
    let verdicts = verdicts(outcome);
    assert_eq!(verdicts.len(), expected.len());
    let other = verdicts.iter().zip(expected).zip(1..).filter(|((said, expected), _)| said != expected);
    assert_eq!(other.collect::<Vec<_>>(), []);
}

fn verdicts(outcome: &Value) -> Vec<BTreeSet<String>> {
    let rows = outcome["rows"].as_array().unwrap();
    assert!(rows.iter().zip(1..).all(|(row, number)| row["row"] == number), "in the order of the file");
    assert!(rows.iter().all(|row| row["ok"] == row["errors"].as_array().unwrap().is_empty()));
    rows.iter().map(|row| tests::http::faults(&row["errors"])).collect()
}

async fn count(who: &Person) -> usize {
    let file = who.get("/v1/claims").header("accept", NDJSON).await.is(200);
    assert_eq!(file.header("link"), "", "all of them");
    file.text().lines().count()
}

/// A thousand rows, thirty of them bad in ten ways, rehearsed, brought in, and sent once more.
async fn s_24(media_type: &str) {
    let product = Product::start().await;
    let partner = product.partner();
    let (taken, own, first) = (fresh_tenant(), fresh_tenant(), fresh_tenant());
    product.other_partner().post("/v1/claims", &rival_deal_on(&taken, &["workshop"])).await.is(201);
    partner.engages(&deal_on(&own, &["workshop"])).await;
    let mut rows: Vec<Result<Value, Bad>> = vec![Ok(deal_on(&first, &["workshop"]))];
    rows.extend((1..970).map(|number| match number % 10 {
        0 => Ok(deal_on(&fresh_tenant(), &["workshop", "assessment"])),
        1..5 => Ok(deal_on(&fresh_tenant(), &["workshop"])),
        _ => Ok(with(claim_on(&fresh_tenant(), &["teams", "intune"]), "/optOutOfIncentives", json!(true))),
    }));
    for (number, bad) in bad_rows(&taken, &own, &first).into_iter().enumerate() {
        rows.insert(33 * (number + 1), Err(bad));
    }
    let file = File { rows };
    assert_eq!(file.rows.len(), 1_000);
    let (body, unreadable) = match media_type {
        CSV => (file.csv(), " row_invalid"),
        _ => (file.ndjson(), " malformed_json"),
    };
    let expected = file.expected(unreadable);

    let dry = answered(|| imports(&partner, "&dryRun=true", media_type, &body).key("rehearsal")).await.json();
    assert_eq!((&dry["accepted"], &dry["refused"], &dry["dryRun"]), (&json!(970), &json!(30), &json!(true)));
    said(&dry, &expected);
    assert!(dry["rows"].as_array().unwrap().iter().all(|row| row["claims"] == json!([])));
    assert_eq!(count(&partner).await, 1, "a rehearsal makes nothing");

    let answer = answered(|| imports(&partner, "", media_type, &body).key("for real")).await;
    let wet = answer.json();
    assert_eq!((&wet["accepted"], &wet["refused"], &wet["dryRun"]), (&json!(970), &json!(30), &json!(false)));
    said(&wet, &expected);
    // Every draft is named by the row it came from, and has gone nowhere.
    let file_of_claims = partner.get("/v1/claims").header("accept", NDJSON).await.is(200).text();
    let claims: Vec<Value> = file_of_claims.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut named = 0;
    for (row, sent) in wet["rows"].as_array().unwrap().iter().zip(&file.rows) {
        let Ok(sent) = sent else { continue };
        let made = row["claims"].as_array().unwrap();
        let engagements = match sent["engagementIds"].as_array() {
            Some(engagements) => engagements.clone(),
            None => vec![sent["engagementId"].clone()],
        };
        assert_eq!(made.iter().map(|claim| claim["engagementId"].clone()).collect::<Vec<_>>(), engagements);
        for made in made {
            let claim = claims.iter().find(|claim| claim["id"] == made["id"]).expect("the claim");
            let status = if sent["kind"] == "engagement" { "consent_not_requested" } else { "draft" };
            assert_eq!((&claim["status"], &claim["number"]), (&json!(status), &made["number"]));
            assert_eq!(claim["optOutOfIncentives"], sent["kind"] == "association");
            named += 1;
        }
    }
    assert_eq!((named, claims.len()), (970 + 96, 970 + 96 + 1));
    product.settles().await;
    assert!(product.mails_to(product.customer().address()).await.is_empty(), "nobody was asked");

    let again = imports(&partner, "", media_type, &body).key("for real").await.is(201);
    assert!(again.replayed());
    assert_eq!((again.json(), again.header("location")), (wet.clone(), answer.header("location")));
    assert_eq!(partner.get(answer.header("location")).await.is(200).json(), wet);
    let other = imports(&partner, "", media_type, &body[..body.len() / 2]).key("for real").await;
    other.refused(422, "idempotency_mismatch");
    assert_eq!(count(&partner).await, 970 + 96 + 1, "nothing is made twice");
}

/// One after the other: each has the gateway's half a minute for itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_24_a_thousand_rows_as_ndjson_and_as_csv() {
    s_24(NDJSON).await;
    s_24(CSV).await;
}

/// What comes out is a claim like any other one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draft_goes_on_as_if_it_had_been_created() {
    let product = Product::start().await;
    let partner = product.partner();
    let rows = [claim_on(&fresh_tenant(), &["teams"]), deal_on(&fresh_tenant(), &["workshop"])];
    let outcome = partner.imports("claims", &rows).await.is(201).json();
    let claim = |row: usize| {
        partner.get(&format!("/v1/claims/{}", outcome["rows"][row]["claims"][0]["id"].as_str().unwrap()))
    };
    // Without a key every import is another one: drafts of associations take nothing, engagements do.
    let again = partner.imports("claims", &rows).await.is(201).json();
    assert_eq!((&again["accepted"], &again["refused"]), (&json!(1), &json!(1)));
    assert_ne!(again["rows"][0]["claims"], outcome["rows"][0]["claims"]);
    let fault = &again["rows"][1]["errors"][0];
    assert_eq!(
        fault["params"]["claimId"], outcome["rows"][1]["claims"][0]["id"],
        "what is in the way is named: {fault}"
    );
    let draft = tests::Claim::of(&claim(0).await.is(200));
    let proven = partner.proves(&draft).await;
    assert_eq!(
        tests::Claim::of(&partner.acts(&proven, "submit", &submission()).await.is(200)).status(),
        "submitted"
    );
    let deal = tests::Claim::of(&claim(1).await.is(200));
    let asked = partner.acts(&deal, "consent", &request()).await.is(200);
    assert_eq!(tests::Claim::of(&asked).status(), "awaiting_consent");
}

/// Domain 5.1, I-18: an import is as much its organisation's as the claims are.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn domain_5_1_who_may_bring_and_read_what() {
    let product = Product::start().await;
    let (admin, user, manager) =
        (product.partner(), product.person("partner-a-user"), product.programme_manager());
    for who in ["programme-manager", "partner-a-referrals", "reviewer", "auditor", "field-seller"] {
        product.person(who).imports("claims", &[]).await.refused(403, "forbidden");
    }
    admin.imports("customers", &[]).await.refused(403, "forbidden");
    // Whoever may claim for one location, and engagements only, imports no more than that.
    let elsewhere = with(deal_on(&fresh_tenant(), &["workshop"]), "/locationId", json!("4821908"));
    let rows = [deal_on(&fresh_tenant(), &["workshop"]), elsewhere, claim_on(&fresh_tenant(), &["teams"])];
    let theirs = user.imports("claims", &rows).await.is(201);
    let expected = [vec![], vec!["/locationId location_out_of_scope"], vec![" forbidden"]];
    let expected: Vec<BTreeSet<String>> =
        expected.map(|faults| faults.into_iter().map(String::from).collect()).into();
    assert_eq!(verdicts(&theirs.json()), expected);
    let whole = admin.imports("claims", &[claim_on(&fresh_tenant(), &["teams"])]).await.is(201);
    let data = manager.imports("customers", &[]).await.is(201);
    let reads = async |who: &str, import: &Answer| product.person(who).get(import.header("location")).await;
    for (import, readers) in [
        (&theirs, &["partner-a-admin", "partner-a-user", "programme-manager"][..]),
        (&whole, &["partner-a-admin", "programme-manager"]),
        (&data, &["programme-manager"]),
    ] {
        for who in ["partner-a-admin", "partner-a-user", "partner-b-admin", "programme-manager"] {
            let answer = reads(who, import).await;
            if readers.contains(&who) {
                assert_eq!(answer.is(200).json(), import.json(), "{who}");
            } else {
                answer.refused(404, "not_found");
            }
        }
        for who in ["partner-a-referrals", "reviewer", "auditor", "field-seller"] {
            reads(who, import).await.refused(403, "forbidden");
        }
    }
}

/// The answer is in the language of who asked, and stays as it was given.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_of_nothing_but_faults_has_an_answer() {
    let product = Product::start().await;
    let partner = product.partner();
    // Three megabytes of names that nobody knows, and no two of them the same.
    let name = |row: usize, member: usize| format!("{row:04}{member:02}{}", "ÄÖ".repeat(60));
    let row = |row: usize| -> Value { (0..12).map(|member| (name(row, member), json!(1))).collect() };
    let rows: Vec<Value> = (0..1_000).map(row).collect();
    let answer = partner.imports("claims&dryRun=true", &rows).key("junk").language("de").await.is(201);
    let outcome = answer.json();
    assert_eq!(outcome["refused"], 1_000);
    let errors = |row: usize| outcome["rows"][row]["errors"].as_array().unwrap();
    assert_eq!(
        (errors(0).len(), errors(999).len()),
        (12, 1),
        "all as long as there is room, one in any case"
    );
    assert_eq!(errors(0)[0]["detail"], "Dieses Feld gibt es hier nicht.");
    assert!(answer.body.len() < 1_000_000, "{}", answer.body.len());
    assert_eq!(partner.get(answer.header("location")).await.is(200).json(), outcome);
}

/// F3: the answers of the table are lost while the rows are made. Whatever is lost, sent again until it is
/// answered each row has made its claim once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f_3_an_import_that_was_cut_short_is_sent_again() {
    let (options, proxies) = proxied();
    let product = Product::start_as(options).await;
    let proxy = proxies.lock().unwrap()["manage-programme"].clone();
    let partner = product.partner();
    let row = |number: usize| match number % 2 {
        0 => claim_on(&fresh_tenant(), &["teams"]),
        _ => deal_on(&fresh_tenant(), &["workshop"]),
    };
    let rows: Vec<Value> = (0..100).map(row).collect();
    proxy.loses(Loses::FirstAttempts);
    let outcome = partner.imports("claims", &rows[..20]).key("first answers").await.is(201).json();
    assert_eq!((&outcome["accepted"], count(&partner).await), (&json!(20), 20));
    proxy.loses(Loses::Nothing);
    drop(proxy.take());
    let cut = partner.imports("claims", &rows[20..]).key("cut short").may_be_unavailable();
    let cut = tokio::spawn(cut.into_future());
    let mut written = 0;
    while written < 20 {
        tokio::time::sleep(Duration::from_millis(1)).await;
        written += proxy.take().writes.len();
    }
    proxy.loses(Loses::Everything);
    cut.await.unwrap().refused(503, "unavailable");
    proxy.loses(Loses::Nothing);
    let made = count(&partner).await - 20;
    assert!((20..80).contains(&made), "{made}");
    let other = partner.imports("claims", &rows[21..]).key("cut short").await;
    other.refused(422, "idempotency_mismatch");
    let outcome = partner.imports("claims", &rows[20..]).key("cut short").await.is(201).json();
    assert_eq!((&outcome["accepted"], count(&partner).await), (&json!(80), 100));
    let again = partner.imports("claims", &rows[20..]).key("cut short").await.is(201);
    assert!(again.replayed() && again.json() == outcome);
}

/// Several rows are under way at a time, so that a thousand are through before the gateway gives up, and not so
/// many that they throttle each other; rows about one customer wait for each other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_about_several_customers_are_worked_on_at_once() {
    let (options, proxies) = proxied();
    let product = Product::start_as(options).await;
    let proxy = proxies.lock().unwrap()["manage-programme"].clone();
    let partner = product.partner();
    proxy.delays(Duration::from_millis(20));
    let known = fresh_tenant();
    partner.imports("claims", &[claim_on(&known, &["teams"])]).await.is(201);
    let several: Vec<Value> = (0..40).map(|_| deal_on(&fresh_tenant(), &["workshop"])).collect();
    let one: Vec<Value> = (0..10).map(|_| claim_on(&known, &["teams"])).collect();
    for (rows, expected) in [(&several, 8), (&one, 1)] {
        drop((proxy.take(), proxy.most_at_once()));
        assert_eq!(partner.imports("claims", rows).await.is(201).json()["accepted"], rows.len());
        let (calls, at_once) = (proxy.take(), proxy.most_at_once());
        assert_eq!(at_once, expected);
        // And the outcome itself.
        assert_eq!(calls.writes.len(), rows.len() + 1, "{calls:?}");
        assert!(calls.reads.len() <= 2 * rows.len(), "{calls:?}");
    }
}
