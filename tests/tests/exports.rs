//! Claims as a file: what the list shows, page by page, for those who may take it away (domain 5.1 and 9).

use serde_json::{Value, json};
use std::collections::BTreeSet;
use tests::{
    Answer, Claim, Person, Product,
    claims::{claim_on, fresh_tenant, rival_claim_on},
    deals::deal_on,
    product::PERSONAS,
};

const CSV: &str = "text/csv";
const NDJSON: &str = "application/x-ndjson";

/// Where the next page is.
fn next(page: &Answer) -> Option<String> {
    let link = page.headers.get("link")?.to_str().unwrap();
    Some(link.strip_prefix('<').unwrap().strip_suffix(">; rel=\"next\"").expect(link).to_owned())
}

/// Every page.
async fn pages(person: &Person, filter: &str, media_type: &str) -> Vec<Answer> {
    let (mut pages, mut path) = (Vec::new(), Some(format!("/v1/claims?{filter}")));
    while let Some(here) = path {
        let page = person.get(&here).header("accept", media_type).await.is(200);
        path = next(&page);
        pages.push(page);
        assert!(pages.len() < 1_000, "an export without an end");
    }
    pages
}

fn lines(page: &Answer) -> Vec<Value> {
    let text = page.text();
    assert!(text.is_empty() || text.ends_with('\n'));
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The rows as objects of their cells.
fn table(page: &Answer) -> Vec<Value> {
    let mut reader = csv::Reader::from_reader(&*page.body);
    let names = reader.headers().unwrap().clone();
    let object = |row: csv::StringRecord| -> Value {
        names.iter().zip(row.iter()).map(|(name, cell)| (name, json!(cell))).collect()
    };
    reader.records().map(|row| object(row.unwrap())).collect()
}

fn ids(rows: &[Value]) -> Vec<String> {
    rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

async fn drafts(partner: &Person, number: usize) -> Vec<Claim> {
    let mut drafts = Vec::new();
    for number in 0..number {
        let mut body = claim_on(&fresh_tenant(), &["teams", "intune"]);
        body["name"] = json!(format!("{} project {number}", if number % 3 == 0 { "Alpha" } else { "Beta" }));
        body["locationId"] = json!(if number % 2 == 0 { "4821907" } else { "4821908" });
        drafts.push(partner.creates_a_claim(&body).await);
    }
    drafts
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_holds_what_the_list_shows() {
    let product = Product::start().await;
    let partner = product.partner();
    let created = drafts(&partner, 5).await;
    partner.acts(&created[4], "cancel", &json!({ "reason": "Not needed." })).await.is(200);
    let since = tests::http::escaped(created[3].view["updatedAt"].as_str().unwrap());
    for (filter, rows) in [
        (String::new(), 5),
        ("sort=-createdAt".into(), 5),
        ("status=canceled".into(), 1),
        ("status=draft&locationId=4821907".into(), 2),
        ("q=alpha".into(), 2),
        (format!("q={}", created[1].view["number"].as_str().unwrap()), 1),
        ("engagementId=presales-advisor".into(), 0),
        ("kind=engagement".into(), 0),
        (format!("updatedSince={since}"), 2),
    ] {
        let shown = partner.reads_all(&format!("/v1/claims?{filter}")).await;
        assert_eq!(shown.len(), rows, "{filter}");
        let ndjson = pages(&partner, &filter, NDJSON).await;
        assert_eq!(lines(&ndjson[0]), shown, "{filter}");
        let csv = pages(&partner, &filter, CSV).await;
        assert_eq!(ids(&table(&csv[0])), ids(&shown), "{filter}");
        assert_eq!((ndjson.len(), csv.len()), (1, 1), "{filter}");
    }
    for faulty in ["status=happy", "colour=red", "limit=0", "limit=5001", "cursor=nonsense"] {
        let refused = partner.get(&format!("/v1/claims?{faulty}")).header("accept", CSV).await;
        assert_eq!(refused.status, 400, "{faulty}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_has_a_header_row_and_flat_columns() {
    let product = Product::start().await;
    let partner = product.partner();
    let empty = partner.get("/v1/claims").header("accept", CSV).await.is(200);
    assert_eq!(empty.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(empty.header("content-disposition"), "attachment; filename=\"claims.csv\"");
    assert_eq!(empty.header("vary"), "Accept, Accept-Language");
    let header = "id,number,kind,name,status,waitingFor,engagementId,partnerRole,locationId,customerId,customerName,\
        tenantId,items,associations,optOutOfIncentives,consentState,nextDeadlineClock,nextDeadlineAt,overdue,\
        rejectionCode,version,createdAt,updatedAt,origin,identifierType,identifierValue,mismatchReason,hours,\
        dealSizeAmount,dealSizeCurrency,payoutEstimateAmount,payoutEstimateCurrency,consentDeadlineAt,\
        submitDeadlineAt,reviewDeadlineAt,referralId,earningState,earningReason,copyOf\r\n";
    assert_eq!(empty.text(), header);
    let nothing = partner.get("/v1/claims").header("accept", NDJSON).await.is(200);
    assert_eq!(nothing.header("content-type"), NDJSON);
    assert_eq!(nothing.header("content-disposition"), "attachment; filename=\"claims.ndjson\"");
    assert_eq!(nothing.text(), "");

    let claim = product.with_an_approved_claim(&["teams", "intune"]).await;
    let page = partner.get("/v1/claims").header("accept", CSV).await.is(200);
    assert!(page.text().starts_with(header) && page.text().ends_with("\r\n"));
    let view = &claim.view;
    let row = json!({
        "id": claim.id, "number": view["number"], "kind": "association", "name": "Fabrikam Teams",
        "status": "approved", "waitingFor": "customer", "engagementId": "modern-work-usage",
        "partnerRole": "use_or_consume", "locationId": "4821907", "customerId": view["customer"]["id"],
        "customerName": view["customer"]["name"], "tenantId": view["customer"]["tenantId"],
        "items": "workload:teams;workload:intune",
        "associations": "workload:teams=pending;workload:intune=pending", "optOutOfIncentives": "false",
        "consentState": "delivered", "nextDeadlineClock": "objection",
        "nextDeadlineAt": view["deadlines"][0]["at"], "overdue": "", "rejectionCode": "",
        "version": view["version"].to_string(), "createdAt": view["createdAt"], "updatedAt": view["updatedAt"],
        "origin": "", "identifierType": "tenant", "identifierValue": view["customer"]["tenantId"],
        "mismatchReason": "", "hours": "", "dealSizeAmount": "", "dealSizeCurrency": "",
        "payoutEstimateAmount": "", "payoutEstimateCurrency": "", "consentDeadlineAt": "",
        "submitDeadlineAt": "", "reviewDeadlineAt": "", "referralId": "",
        "earningState": view["earning"]["state"].as_str().unwrap_or_default(), "earningReason": "", "copyOf": "",
    });
    assert_eq!(table(&page), [row]);
}

/// Domain 9: what an operator wants to know of engagements, without opening each of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_deal_of_an_engagement_is_in_the_table() {
    let product = Product::start().await;
    let (partner, manager, tenant) = (product.partner(), product.programme_manager(), fresh_tenant());
    let row = json!({ "name": "Fabrikam GmbH", "country": "DE", "domains": ["fabrikam.example"], "tenants": [tenant],
        "managed": true });
    assert_eq!(manager.imports("customers", &[row]).await.is(201).json()["accepted"], 1);
    let row = json!({ "opportunityId": "7-3K9QX2", "tenantId": tenant,
        "value": { "amount": "250000.00", "currency": "USD" } });
    assert_eq!(manager.imports("opportunities", &[row]).await.is(201).json()["accepted"], 1);
    let mut body = deal_on(&tenant, &["variable-project"]);
    body["identifier"] = json!({ "type": "opportunity", "value": "7-3K9QX2" });
    body["hours"] = json!(40.25);
    partner.engages(&body).await;
    let mut body = deal_on(&tenant, &["workshop"]);
    body["customerContact"]["email"] = json!("erika@group.example");
    body["mismatchReason"] = json!("+49 is where the group is.");
    let asked = product.with_asked_claims(&body).await.remove(0);
    let rows = async || {
        let rows = table(&partner.get("/v1/claims?kind=engagement").header("accept", CSV).await.is(200));
        let of =
            |engagement: &str| rows.iter().find(|row| row["engagementId"] == engagement).unwrap().clone();
        (of("variable-project"), of("workshop"))
    };
    let expected = |view: &Value, more: Value| {
        let mut row = json!({
            "origin": "added", "identifierType": view["customer"]["identifier"]["type"],
            "identifierValue": view["customer"]["identifier"]["value"],
            "payoutEstimateAmount": view["payoutEstimate"]["amount"],
            "payoutEstimateCurrency": view["payoutEstimate"]["currency"],
            "referralId": view["referralId"].as_str().unwrap_or_default(),
        });
        row.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        row
    };
    let same = |row: &Value, expected: Value| {
        for (name, cell) in expected.as_object().unwrap() {
            assert_eq!(&row[name], cell, "{name}: {row}");
        }
    };
    let (variable, workshop) = rows().await;
    let view = partner.get(&format!("/v1/claims/{}", variable["id"].as_str().unwrap())).await.is(200).json();
    let at = |view: &Value| view["deadlines"][0]["at"].clone();
    let deadlines = json!({ "consentDeadlineAt": at(&view), "submitDeadlineAt": "", "consentState": "" });
    same(&variable, expected(&view, deadlines));
    same(&variable, json!({ "hours": "40.25", "identifierValue": "7-3K9QX2", "dealSizeAmount": "" }));
    let view = partner.looks_at(&asked).await.view;
    let sent = json!({ "dealSizeAmount": "48500.00", "dealSizeCurrency": "USD", "hours": "",
        "mismatchReason": "'+49 is where the group is.", "consentDeadlineAt": at(&view), "consentState": "delivered" });
    same(&workshop, expected(&view, sent));
    let customer = product.customer_at("erika@group.example");
    let view = product.customer_decides(&customer, &asked, "accept").await.view;
    let due = |clock: &str| {
        let deadlines = view["deadlines"].as_array().unwrap();
        deadlines.iter().find(|deadline| deadline["clock"] == clock).unwrap()["at"].clone()
    };
    let agreed = json!({ "consentState": "accepted", "consentDeadlineAt": "",
        "submitDeadlineAt": due("first_submit"), "reviewDeadlineAt": due("review") });
    same(&rows().await.1, expected(&view, agreed));
    // Referral administrators see the heads of claims only.
    let heads =
        table(&product.person("partner-a-referrals").get("/v1/claims").header("accept", CSV).await.is(200));
    for head in &heads {
        for hidden in
            ["origin", "hours", "dealSizeAmount", "payoutEstimateAmount", "referralId", "earningState"]
        {
            assert_eq!(head[hidden], "", "{hidden}");
        }
    }
    assert_eq!(heads.len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn following_the_link_reads_every_claim_once() {
    let product = Product::start().await;
    let partner = product.partner();
    let created: Vec<String> = drafts(&partner, 103).await.into_iter().map(|claim| claim.id).collect();
    let newest_first: Vec<String> = created.into_iter().rev().collect();
    // More than a page of the list, and than one of the store.
    for (limit, expected) in
        [("", 1), ("limit=103&", 1), ("limit=102&", 2), ("limit=60&", 2), ("limit=10&", 11)]
    {
        let csv = pages(&partner, &format!("{limit}status=draft"), CSV).await;
        let rows: Vec<Value> = csv.iter().flat_map(table).collect();
        assert_eq!((ids(&rows), csv.len()), (newest_first.clone(), expected), "{limit}");
        let ndjson = pages(&partner, &format!("{limit}sort=-createdAt"), NDJSON).await;
        let rows: Vec<Value> = ndjson.iter().flat_map(lines).collect();
        assert_eq!((ids(&rows), ndjson.len()), (newest_first.clone(), expected), "{limit}");
    }
    let some = pages(&partner, "limit=10&q=alpha", CSV).await;
    assert_eq!(some.iter().flat_map(table).count(), 35, "what is filtered leaves pages short, not rows out");

    let page = partner.get("/v1/claims?limit=2&status=draft").header("accept", CSV).await.is(200);
    let next = next(&page).expect("more pages");
    assert!(
        next.starts_with("/v1/claims?") && next.contains("status=draft") && next.contains("limit=2"),
        "{next}"
    );
    product.other_partner().get(&next).header("accept", CSV).await.refused(400, "cursor_invalid");
    // The limit of a list stays as it is.
    partner.get("/v1/claims?limit=101").await.refused(400, "parameter_invalid");
}

/// Domain 9: no cell of a file is a formula, whoever chose the words.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cell_is_never_a_formula() {
    let product = Product::start().await;
    let partner = product.partner();
    let names = [
        ("=HYPERLINK(\"https://evil.example\";\"x\")", "+49 30 1234"),
        ("@SUM(A1:A9)", "-1+1"),
        ("Wingtip, \"Toys\" = more", "a,b;c"),
    ];
    for (customer, name) in names {
        let tenant = fresh_tenant();
        let row = json!({ "name": customer, "country": "DE", "domains": [], "tenants": [tenant],
            "publicSector": false, "managed": true });
        let outcome = product.programme_manager().imports("customers", &[row]).await.is(201).json();
        assert_eq!(outcome["accepted"], 1, "{outcome}");
        let mut body = claim_on(&tenant, &["teams"]);
        body["name"] = json!(name);
        partner.creates_a_claim(&body).await;
    }
    let page = partner.get("/v1/claims").header("accept", CSV).await.is(200);
    let mut found: Vec<(String, String)> = table(&page)
        .iter()
        .map(|row| (row["customerName"].as_str().unwrap().into(), row["name"].as_str().unwrap().into()))
        .collect();
    found.reverse();
    let written =
        |text: &str| if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text.into() };
    let expected: Vec<_> = names.iter().map(|(customer, name)| (written(customer), written(name))).collect();
    assert_eq!(found, expected);
    assert!(
        page.text().contains(",\"'=HYPERLINK(\"\"https://evil.example\"\";\"\"x\"\")\","),
        "{}",
        page.text()
    );
    let ndjson = partner.get("/v1/claims").header("accept", NDJSON).await.is(200);
    assert_eq!(lines(&ndjson)[2]["customer"]["name"], names[0].0, "no spreadsheet reads this");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn domain_5_1_who_may_export_what() {
    let product = Product::start().await;
    let (partner, rival) = (product.partner(), product.other_partner());
    let berlin = partner.hands_in(&claim_on(&fresh_tenant(), &["teams"])).await.id;
    let mut body = claim_on(&fresh_tenant(), &["teams"]);
    body["locationId"] = json!("4821908");
    let hamburg = partner.creates_a_claim(&body).await.id;
    let foreign = rival.hands_in(&rival_claim_on(&fresh_tenant(), &["teams"])).await.id;
    product.settles().await;
    for who in PERSONAS {
        let person = product.person(who);
        let expected: &[&String] = match who {
            "partner-a-admin" | "partner-a-referrals" => &[&berlin, &hamburg],
            "partner-a-user" => &[&berlin],
            "partner-b-admin" => &[&foreign],
            "review-lead" | "programme-manager" | "auditor" => &[&berlin, &foreign],
            _ => {
                for media_type in [CSV, NDJSON] {
                    let refused = person.get("/v1/claims").header("accept", media_type).await;
                    refused.refused(403, "forbidden");
                }
                person.get("/v1/claims").await.is(200);
                continue;
            }
        };
        let expected: BTreeSet<String> = expected.iter().copied().cloned().collect();
        let csv = pages(&person, "limit=1", CSV).await;
        let rows: Vec<Value> = csv.iter().flat_map(table).collect();
        assert_eq!(ids(&rows).into_iter().collect::<BTreeSet<_>>(), expected, "{who}");
        let ndjson: Vec<Value> = pages(&person, "limit=1", NDJSON).await.iter().flat_map(lines).collect();
        assert_eq!(ndjson, person.reads_all("/v1/claims?limit=1").await, "{who}");
        assert_eq!(ids(&ndjson), ids(&rows), "{who}");
        // Referral administrators see the heads of claims only.
        let heads = who == "partner-a-referrals";
        for row in &rows {
            for hidden in ["partnerRole", "items", "version", "createdAt"] {
                assert_eq!(row[hidden] == "", heads, "{who} {hidden}");
            }
            assert!(row["customerName"] != "" && row["updatedAt"] != "", "{who}");
        }
    }
    product.http.get("/v1/claims").header("accept", CSV).await.refused(401, "unauthenticated");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_does_not_ask_for_a_file_gets_the_list() {
    let product = Product::start().await;
    let partner = product.partner();
    let list = partner.get("/v1/claims").await.is(200);
    for accept in ["*/*", "application/json", "application/xml", "text/html,*/*;q=0.8", "text/csv;q=0.1,*/*"]
    {
        let answer = partner.get("/v1/claims").header("accept", accept).await.is(200);
        assert_eq!(answer.header("content-type"), "application/json", "{accept}");
        assert_eq!((answer.json(), answer.header("content-disposition")), (list.json(), ""), "{accept}");
    }
    let file = partner.get("/v1/claims").header("accept", "application/json;q=0.5, text/csv").await.is(200);
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
}
