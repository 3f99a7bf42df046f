//! The vendor's side of the console: the reviewer's desk, contests, the programme manager's pages. Everything is
//! done with forms; the API tells what came of it.

use serde_json::json;
use tests::{
    Answer, Browser, Claim, Product,
    browser::words,
    claims::{ACKNOWLEDGEMENTS, claim_on, fresh_tenant},
    staff::reason,
};

/// A review by forms from the desk, with the version that the page shows.
struct Desk<'a> {
    browser: Browser<'a>,
    page: String,
}

impl<'a> Desk<'a> {
    async fn of(product: &'a Product, persona: &str, claim: &Claim) -> Desk<'a> {
        Desk { browser: product.browses_as(persona).await, page: format!("/console/reviews/{}", claim.id) }
    }

    async fn shows(&mut self) -> String {
        self.browser.get(&self.page).await.is(200).text()
    }

    /// Sends a form of the desk as somebody who has just opened it.
    async fn sends(&mut self, action: &str, fields: &[(&str, &str)]) -> Answer {
        let shown = self.shows().await;
        let version = value(&shown, "name=\"version\" value=\"").unwrap_or_else(|| "1".into());
        let fields: Vec<_> = fields.iter().copied().chain([("version", version.as_str())]).collect();
        self.browser.sends(&format!("{}/{action}", self.page), &fields).await
    }

    /// The same, and the page it leads to.
    async fn does(&mut self, action: &str, fields: &[(&str, &str)]) -> String {
        let done = self.sends(action, fields).await.is(303);
        self.browser.get(done.header("location")).await.is(200).text()
    }
}

/// What stands behind this in the page, up to the next quote.
fn value(page: &str, before: &str) -> Option<String> {
    Some(page.split(before).nth(1)?.split('"').next()?.to_owned())
}

/// Ids of claims that the page links to at the desk.
fn desks(page: &str) -> Vec<String> {
    let ids = page.split("<a href=\"/console/reviews/clm_").skip(1);
    let mut ids: Vec<String> = ids.map(|rest| format!("clm_{}", rest.split('"').next().unwrap())).collect();
    ids.sort();
    ids.dedup();
    ids
}

async fn status(product: &Product, claim: &Claim) -> String {
    product.partner().looks_at(claim).await.status().to_owned()
}

/// Taken from the queue, looked at, returned with bound reasons, answered with a change, approved item by item.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_review_is_done_from_the_desk_with_forms_alone() {
    let product = Product::start().await;
    let claim = product.with_a_submitted_claim(&["teams", "intune"]).await;
    let mut desk = Desk::of(&product, "reviewer", &claim).await;
    let queue = desk.browser.get("/console/reviews?queue=unassigned").await.is(200).text();
    assert_eq!(desks(&queue), std::slice::from_ref(&claim.id));
    assert!(queue.contains("partner-a") && words(&queue).contains("Less than a day"), "{}", words(&queue));
    let begun = desk.does("start_review", &[]).await;
    assert!(words(&begun).contains("The review has begun."));
    for told in ["Exchange Online", "Another partner claims the same"] {
        assert!(!words(&begun).contains(told), "{told}");
    }
    // What is written to the partner is suggested in the partner's language.
    assert!(begun.contains("data-text=\"The proof does not show work on this item."));
    for told in
        ["Intune", "erika@fabrikam.example", "activities.csv", "Nothing is missing", "What the partner did"]
    {
        assert!(words(&begun).contains(told), "{told}: {}", words(&begun));
    }
    let mine = desk.browser.get("/console/reviews?queue=mine").await.is(200).text();
    assert_eq!(desks(&mine), std::slice::from_ref(&claim.id));
    // Given back, and taken again.
    let back = desk.does("release", &[]).await;
    assert!(words(&back).contains("The review was given back.") && desks(&back).contains(&claim.id));
    assert_eq!(status(&product, &claim).await, "submitted");
    desk.does("start_review", &[]).await;
    // What is missing is told at once, beside what was filled in.
    let nothing = desk.sends("return", &[]).await.is(422).text();
    assert!(nothing.contains("role=\"alert\"") && nothing.contains("href=\"#code-0\""), "{nothing}");
    let half = [("text-1", "Teams is not shown."), ("pointer-1", "/items/workload:teams")];
    let half = desk.sends("return", &half).await.is(422).text();
    assert!(half.contains("href=\"#code-1\">Choose the kind of reason."), "{half}");
    assert!(half.contains(">Teams is not shown.</textarea>") && half.contains("<details open>"));
    let undecided = [("item-workload:teams", "refused"), ("item-workload:intune", "accepted")];
    let undecided = desk.sends("approve", &undecided).await.is(422).text();
    assert!(undecided.contains("href=\"#why-workload:teams\""), "{undecided}");
    assert!(undecided.contains("value=\"accepted\" checked"));
    assert_eq!(status(&product, &claim).await, "under_review");
    let document = claim.view["documents"][0]["id"].as_str().unwrap();
    let bound = [
        ("code-0", "poe_item_not_covered"),
        ("pointer-0", "/items/workload:teams"),
        ("document-0", document),
        ("text-0", "Teams is not shown."),
        ("code-2", "other"),
        ("pointer-2", "/partnerContact"),
        ("text-2", "Who is that?"),
    ];
    let returned = desk.does("return", &bound).await;
    for told in ["returned to the partner", "Teams is not shown.", "(Teams, activities.csv)"] {
        assert!(words(&returned).contains(told), "{told}: {}", words(&returned));
    }
    let seen = product.partner().looks_at(&claim).await;
    assert_eq!(seen.status(), "action_required");
    assert_eq!(seen.view["review"]["reasons"][0]["documentId"], document);
    assert_eq!(seen.view["review"]["reasons"][1]["pointer"], "/partnerContact");
    // The partner changes the contact and answers; the desk shows both.
    let patch = json!({ "partnerContact": { "name": "Jonas Brandt", "email": "jonas@contoso.example" } });
    let edited = product.partner().edits(&seen, &patch).await;
    let answers =
        json!([{ "reason": 0, "text": "See page 3." }, { "reason": 1, "text": "Our new colleague." }]);
    let body = json!({ "acknowledgements": ACKNOWLEDGEMENTS, "answers": answers });
    product.partner().acts(&edited, "resubmit", &body).await.is(200);
    let again = desk.does("start_review", &[]).await;
    let said = words(&again);
    assert!(said.contains("Partner contact, name: “Anna Keller” became “Jonas Brandt”."), "{said}");
    assert!(said.contains("Answer to reason 1") && said.contains("See page 3."), "{said}");
    // Words for the own side stay there.
    desk.does("comment", &[("text", "Call Jonas first."), ("visibility", "internal")]).await;
    let shared = desk.does("comment", &[("text", "Thank you."), ("visibility", "shared")]).await;
    assert!(words(&shared).contains("Call Jonas first."));
    let comments = product.partner().reads_the_comments(&claim).await;
    assert!(
        comments.contains(&"Thank you.".to_owned()) && !comments.contains(&"Call Jonas first.".to_owned())
    );
    let verdicts = [
        ("item-workload:teams", "accepted"),
        ("item-workload:intune", "refused"),
        ("why-workload:intune", "Not shown."),
    ];
    let approved = desk.does("approve", &verdicts).await;
    assert!(words(&approved).contains("The claim is approved."));
    let approved = product.partner().looks_at(&claim).await;
    assert_eq!(approved.status(), "approved");
    assert_eq!(approved.associations(), ["pending", "none"]);
    assert!(desks(&desk.browser.get("/console/reviews?queue=mine").await.is(200).text()).is_empty());
}

/// I-15: whoever has rejected a claim is told so, and another lead decides.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i_15_a_dispute_is_decided_by_another_reviewer() {
    let product = Product::start().await;
    let claim = product.with_a_submitted_claim(&["teams"]).await;
    let mut lead = Desk::of(&product, "review-lead", &claim).await;
    lead.does("start_review", &[]).await;
    let why = [("code-0", "poe_service_missing"), ("pointer-0", "/proof"), ("text-0", "What was done?")];
    lead.does("reject", &why).await;
    let rejected = product.partner().looks_at(&claim).await;
    let disputed = json!({ "justification": "It is on page three." });
    product.partner().acts(&rejected, "dispute", &disputed).await.is(200);
    let own = "You have rejected this claim yourself.";
    let shown = lead.shows().await;
    assert!(
        words(&shown).contains(own) && words(&shown).contains("It is on page three."),
        "{}",
        words(&shown)
    );
    assert!(!shown.contains("name=\"item-workload:teams\""));
    let verdicts = [("item-workload:teams", "accepted")];
    let refused = lead.sends("approve", &verdicts).await.is(403).text();
    assert!(words(refused.split("<h1>").next().unwrap()).contains(own));
    // A reviewer is no lead.
    let mut reviewer = Desk::of(&product, "reviewer", &claim).await;
    let refused = reviewer.sends("reject", &why).await.is(403).text();
    assert!(words(&refused).contains("A dispute is decided by a review lead."));
    assert_eq!(status(&product, &claim).await, "disputed");
    // In another story the reviewer was first, and the lead decides.
    let claim = product.with_a_submitted_claim(&["teams"]).await;
    let started = product.reviewer().starts_the_review(&claim).await;
    let rejected = product.reviewer().rejects(&started, "poe_service_missing", "/documents").await;
    let rejected = product.partner().looks_at(&rejected).await;
    product.partner().acts(&rejected, "dispute", &disputed).await.is(200);
    let mut lead = Desk::of(&product, "review-lead", &claim).await;
    assert!(lead.shows().await.contains("After a dispute this is the last word."));
    lead.does("approve", &verdicts).await;
    assert_eq!(status(&product, &claim).await, "approved");
}

/// S6: both partners speak, neither learns of the other, a lead who has not taken the claim decides.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_6_a_contest_is_decided_with_forms() {
    let product = Product::start().await;
    let rivals = product.with_rivals().await;
    let page = format!("/console/contests/{}", rivals.contest);
    let mut reviewer = product.browses_as("reviewer").await;
    let shown = reviewer.get(&page).await.is(200).text();
    for told in ["partner-a", "partner-b", "It is officially associated.", "It is claimed, not yet decided."]
    {
        assert!(words(&shown).contains(told), "{told}: {}", words(&shown));
    }
    assert!(words(&shown).contains("A review lead who has not decides the contest."), "{}", words(&shown));
    let verdict = [("winner", "challenger"), ("reason", "The newer proof counts.")];
    let refused = reviewer.sends(&format!("{page}/decision"), &verdict).await.is(403).text();
    assert!(words(&refused).contains("A review lead who has not decides the contest."));
    let queue = reviewer.get("/console/reviews?queue=contested").await.is(200).text();
    assert_eq!(desks(&queue), std::slice::from_ref(&rivals.challenger.id));
    // Each partner sees the own claim and says something.
    let mut incumbent = product.browses_as("partner-a-admin").await;
    incumbent.speaks("en").await;
    let list = incumbent.get("/console/contests").await.is(200).text();
    assert!(list.contains(&page));
    let said = incumbent.does(&format!("{page}/statement"), &[("text", "We still work there.")]).await.text();
    assert!(words(&said).contains("We still work there.") && !said.contains("partner-b"));
    assert!(!said.contains(&rivals.challenger.id) && !said.contains("name=\"winner\""));
    incumbent.sends(&format!("{page}/statement"), &[("text", "")]).await.is(422);
    incumbent.sends(&format!("{page}/decision"), &verdict).await.is(403);
    let mut challenger = product.browses_as("partner-b-admin").await;
    let other = challenger.get(&page).await.is(200).text();
    assert!(!words(&other).contains("We still work there.") && !other.contains("partner-a"));
    product.browses_as("partner-a-referrals").await.get(&page).await.is(404);
    let mut lead = product.browses_as("review-lead").await;
    let shown = lead.get(&page).await.is(200).text();
    assert!(words(&shown).contains("We still work there.") && words(&shown).contains("The rules favour:"));
    let undecided = lead.sends(&format!("{page}/decision"), &[]).await.is(422).text();
    assert!(undecided.contains("href=\"#winner\"") && undecided.contains("href=\"#reason\""));
    let decided = lead.does(&format!("{page}/decision"), &verdict).await.text();
    assert!(words(&decided).contains("The claim that challenged it has won."));
    let decided = incumbent.get(&page).await.is(200).text();
    assert!(
        words(&decided).contains("Your claim has lost.")
            && words(&decided).contains("The newer proof counts.")
    );
    assert_eq!(product.partner().looks_at(&rivals.incumbent).await.associations(), ["ended"]);
    assert_eq!(product.lead().reads_the_contest(&rivals).await["winner"], "challenger");
}

/// I-20: rules are put as a document; what is wrong with it is told field by field, and nothing is lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i_20_a_rule_version_is_put_and_refused() {
    let product = Product::start().await;
    let mut manager = product.browses_as("programme-manager").await;
    let list = manager.get("/console/programme").await.is(200).text();
    assert!(words(&list).contains("Modern work and security usage"));
    let page = "/console/programme/modern-work-usage";
    let shown = manager.get(page).await.is(200).text();
    for told in ["14 business days", "Exchange Online", "Is told and may object"] {
        assert!(words(&shown).contains(told), "{told}");
    }
    let document = shown.split("<textarea id=\"rules\"").nth(1).unwrap().split('>').nth(1).unwrap();
    let document = document.split('<').next().unwrap().replace("&#34;", "\"").replace("&#39;", "'");
    let document = document.replace("&#38;", "&").replace("&#60;", "<").replace("&#62;", ">");
    let changed = document.replace("\"partnerAnswerBusinessDays\": 14", "\"partnerAnswerBusinessDays\": 10");
    assert_ne!(changed, document);
    let wrong =
        changed.replace("\"disputeDays\": 30", "\"disputeDays\": 0").replace("\"notice\"", "\"opt_in\"");
    let refused = manager.sends(page, &[("rules", &wrong)]).await.is(422).text();
    for told in ["/deadlines/disputeDays", "/consentMode"] {
        assert!(words(refused.split("<h1>").next().unwrap()).contains(told), "{told}");
    }
    assert!(refused.contains("disputeDays&#34;: 0"), "what was written is still there");
    let broken = manager.sends(page, &[("rules", "{ \"id\": ")]).await.is(400).text();
    assert!(broken.contains("role=\"alert\""));
    let put = manager.does(page, &[("rules", &changed)]).await.text();
    assert!(words(&put).contains("The version is put.") && words(&put).contains("10 business days"));
    assert!(words(&put).contains("To come") && words(&put).contains("In force"));
    // Every function knows it within a minute.
    product.wait("PT2M").await;
    let rules =
        product.programme_manager().get("/v1/engagements/modern-work-usage/rules").await.is(200).json();
    assert_eq!(
        (&rules["ruleVersion"], &rules["deadlines"]["partnerAnswerBusinessDays"]),
        (&json!(2), &json!(10))
    );
    // The same once more is no other version; another one under the same number is a conflict.
    manager.does(page, &[("rules", &changed)]).await;
    let again = changed.replace("\"disputeDays\": 30", "\"disputeDays\": 31");
    manager.sends(page, &[("rules", &again)]).await.is(412);
    // Others read the rules and keep none.
    let mut auditor = product.browses_as("auditor").await;
    let read = auditor.get(page).await.is(200).text();
    assert!(!read.contains("id=\"rules\""));
    auditor.sends(page, &[("rules", &again)]).await.is(403);
}

/// Rows are rehearsed, then imported once; bad ones are left out and say why.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_is_rehearsed_and_then_done_once() {
    let product = Product::start().await;
    let mut manager = product.browses_as("programme-manager").await;
    let tenant = fresh_tenant();
    let rows = format!("name,country,tenants\r\nTailspin Toys,DE,{tenant}\r\nNowhere,Atlantis,\r\n");
    let sent = [("kind", "customers"), ("rows", rows.as_str())];
    let rehearsed = manager.sends("/console/imports", &sent).await.is(200).text();
    assert!(words(&rehearsed).contains("Nothing has been kept yet."), "{}", words(&rehearsed));
    assert!(rehearsed.contains("<code>country</code>"), "the bad row says where it is wrong");
    let body = json!({ "identifier": { "type": "tenant", "value": tenant } });
    let looked_up =
        async || product.partner().post("/v1/customer-lookups", &body).await.json()["customer"].clone();
    assert!(looked_up().await.is_null());
    let once = value(&rehearsed, "name=\"once\" value=\"").unwrap();
    let sent = [("kind", "customers"), ("rows", rows.as_str()), ("once", once.as_str())];
    let done = manager.sends("/console/imports", &sent).await.is(303);
    let page = done.header("location").to_owned();
    let shown = manager.get(&page).await.is(200).text();
    assert!(words(&shown).contains("The good rows are kept.") && shown.contains("<code>country</code>"));
    assert_eq!(looked_up().await["name"], "Tailspin Toys");
    // Pressed twice it is done once, and answered alike.
    assert_eq!(manager.sends("/console/imports", &sent).await.is(303).header("location"), page);
    let english = words(&shown);
    manager.speaks("de").await;
    let german = words(&manager.get(&page).await.is(200).text());
    assert!(german.contains("Die guten Zeilen sind übernommen.") && german != english);
    let empty = manager.sends("/console/imports", &[("kind", "usage"), ("rows", "")]).await.is(422).text();
    assert!(empty.contains("href=\"#rows\"") && words(&empty).contains("Es gibt keine Zeilen"));
    // Partners bring drafts of claims, and nothing else; nobody reads what others have brought.
    let mut partner = product.browses_as("partner-a-admin").await;
    partner.speaks("en").await;
    partner.get(&page).await.is(404);
    partner.sends("/console/imports", &sent).await.is(404);
    let mut unnamed = claim_on(&fresh_tenant(), &["teams"]);
    unnamed["name"] = json!("");
    let rows = format!("{}\n{unnamed}\n", claim_on(&fresh_tenant(), &["teams"]));
    let sent = [("kind", "claims"), ("rows", rows.as_str())];
    let rehearsed = partner.sends("/console/imports", &sent).await.is(200).text();
    assert!(product.partner().lists_claims("status=draft").await.is_empty());
    let once = value(&rehearsed, "name=\"once\" value=\"").unwrap();
    let sent = [sent[0], sent[1], ("once", once.as_str())];
    let made = partner.does("/console/imports", &sent).await.text();
    let drafts = product.partner().lists_claims("status=draft").await;
    assert_eq!(drafts.len(), 1);
    assert!(made.contains(&format!("href=\"/console/claims/{}\"", drafts[0])));
}

/// The numbers of the charts are those of the queues.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_figures_agree_with_the_queues() {
    let options = local::Options { seed: local::Seed::Demo, ..local::Options::default() };
    let product = Product::start_as(options).await;
    let mut lead = product.browses_as("review-lead").await;
    let figures = lead.get("/console/figures").await.is(200).text();
    let cell = |heading: &str| -> u32 {
        let row = figures.split("<tr class=\"sum\">").nth(1).unwrap();
        let cell = row.split(&format!("<td data-label=\"{heading}\">")).nth(1).unwrap();
        cell.split('<').next().unwrap().parse().unwrap()
    };
    let rows = async |queue: &str| product.lead().reads_all(&format!("/v1/reviews?queue={queue}")).await;
    let overdue = rows("overdue").await;
    assert_eq!(cell("Overdue") as usize, overdue.len());
    assert!(!overdue.is_empty());
    let mut all: Vec<String> = Vec::new();
    for queue in ["unassigned", "overdue", "contested", "mine"] {
        all.extend(rows(queue).await.iter().map(|row| row["claim"]["id"].as_str().unwrap().to_owned()));
    }
    // What somebody else has taken is in no queue of the lead but waits all the same.
    let taken = product.lead().lists_claims("status=under_review").await;
    all.extend(taken);
    all.sort();
    all.dedup();
    assert_eq!((cell("Overdue") + cell("In time")) as usize, all.len(), "{all:?}");
    // The tabs count the same, and the pages show the same claims.
    for queue in ["unassigned", "overdue", "contested", "mine"] {
        let page = lead.get(&format!("/console/reviews?queue={queue}")).await.is(200).text();
        let mut ids: Vec<String> =
            rows(queue).await.iter().map(|row| row["claim"]["id"].as_str().unwrap().to_owned()).collect();
        ids.sort();
        assert_eq!(desks(&page), ids, "{queue}");
        let tab = page.split(&format!("href=\"/console/reviews?queue={queue}\"")).nth(1).unwrap();
        let count = tab.split("<span class=\"count\">").nth(1).unwrap().split('<').next().unwrap();
        assert_eq!(count, ids.len().to_string(), "{queue}");
    }
}

/// Each page is for those to whom the API says the same, and no page shows the name of a text.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_of_the_vendor_has_its_readers_and_its_words() {
    let options = local::Options { seed: local::Seed::Demo, ..local::Options::default() };
    let product = Product::start_as(options).await;
    let reviews = product.lead().reads_all("/v1/reviews?queue=unassigned").await;
    let claim = reviews[0]["claim"]["id"].as_str().unwrap().to_owned();
    let desk = format!("/console/reviews/{claim}");
    let pages = [
        ("/console/reviews", vec!["reviewer", "review-lead", "programme-manager"]),
        (&desk, vec!["reviewer", "review-lead", "programme-manager"]),
        (
            "/console/programme",
            vec!["reviewer", "review-lead", "programme-manager", "field-seller", "auditor"],
        ),
        ("/console/programme/workshop", vec!["review-lead", "programme-manager", "auditor"]),
        ("/console/figures", vec!["review-lead", "programme-manager"]),
    ];
    for persona in tests::product::PERSONAS {
        let mut browser = product.browses_as(persona).await;
        for (page, readers) in &pages {
            let answer = browser.get(page).await;
            match readers.contains(&persona) {
                true => drop(answer.is(200)),
                false if persona.starts_with("partner") => {
                    assert!([403, 404].contains(&answer.status), "{persona} {page}: {}", answer.status);
                }
                false => assert!([200, 403, 404].contains(&answer.status), "{persona} {page}"),
            }
        }
        for act in ["start_review", "approve", "return", "reject", "release", "comment"] {
            if persona.starts_with("partner") {
                browser.sends(&format!("{desk}/{act}"), &[("version", "1"), ("text", "Hm.")]).await.is(404);
            }
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    for persona in ["review-lead", "programme-manager", "partner-a-admin", "partner-b-admin"] {
        for language in ["en", "de"] {
            let mut browser = product.browses_as(persona).await;
            browser.speaks(language).await;
            let mut open: Vec<String> = vec!["/console/claims".into()];
            let mut known = std::collections::BTreeSet::new();
            while let Some(path) = open.pop() {
                let page = browser.get(&path).await;
                if page.status != 200 || !page.header("content-type").starts_with("text/html") {
                    continue;
                }
                let page = page.text();
                let said = words(&without_documents(&page));
                for raw in tests::browser::RAW {
                    assert!(!said.contains(raw), "{persona} {language} {path}: {raw} in {said}");
                }
                assert!(page.contains(&format!("<html lang=\"{language}\">")), "{path}");
                assert_eq!(page.matches("<h1").count(), 1, "{path}");
                let part = path.split('/').nth(2).unwrap_or_default().split('?').next().unwrap().to_owned();
                seen.insert(part);
                for link in page.split("href=\"/console/").skip(1) {
                    let link = format!("/console/{}", link.split('"').next().unwrap().replace("&#38;", "&"));
                    let ours = ["reviews", "contests", "programme", "imports", "figures"];
                    let ours = ours.iter().any(|part| link.starts_with(&format!("/console/{part}")));
                    if ours && known.insert(link.clone()) {
                        open.push(link);
                    }
                }
            }
        }
    }
    let parts = ["claims", "contests", "figures", "imports", "programme", "reviews"];
    assert_eq!(seen, parts.map(String::from).into());
}

/// The page without what is written in documents that are edited.
fn without_documents(page: &str) -> String {
    let parts =
        page.split("<textarea").map(|part| part.split_once("</textarea>").map_or(part, |(_, rest)| rest));
    parts.collect()
}

/// A rejected claim of the lead's own reasons is bound to what they are about.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_tab_was_faster_at_the_desk() {
    let product = Product::start().await;
    let claim = product.with_a_submitted_claim(&["teams"]).await;
    let started = product.reviewer().starts_the_review(&claim).await;
    let mut desk = Desk::of(&product, "reviewer", &claim).await;
    let version = started.view["version"].to_string();
    product.reviewer().returns(&started, &[reason("other", "/proof")]).await;
    let late =
        [("code-0", "other"), ("pointer-0", "/proof"), ("text-0", "Late."), ("version", version.as_str())];
    let refused = desk.browser.sends(&format!("{}/reject", desk.page), &late).await.is(412).text();
    assert!(refused.contains("role=\"alert\""));
    assert_eq!(status(&product, &claim).await, "action_required");
}
