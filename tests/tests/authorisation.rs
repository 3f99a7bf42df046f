//! Who may do what to whose claim (domain 5.1, promise 9): every route × every role × own and foreign claims.
//! A route without a row here fails.

use http::Method;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use tests::{
    Claim, Product,
    claims::{claim_on, fresh_tenant, rival_claim_on},
    product::PERSONAS,
};

/// What somebody gets to hear, before anything is decided about the content of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hears {
    /// The request is looked at: whatever is said is about its content.
    Yes,
    /// The role does not permit it.
    Forbidden,
    /// It does not exist for this caller.
    NotFound,
}

/// The claims of the table.
struct World {
    product: Product,
    /// Partner A, Berlin, under review.
    berlin: Claim,
    /// Partner A, Hamburg, under review.
    hamburg: Claim,
    /// Partner A, Berlin, never submitted.
    draft: Claim,
    /// Partner B, under review, after the same as the claim of Berlin.
    rival: Claim,
    /// Their contest.
    contest: String,
}

impl World {
    async fn made() -> Self {
        let product = Product::start().await;
        let (partner, reviewer) = (product.partner(), product.reviewer());
        let tenant = fresh_tenant();
        let berlin = partner.hands_in(&claim_on(&tenant, &["teams"])).await;
        let mut body = claim_on(&fresh_tenant(), &["teams"]);
        body["locationId"] = json!("4821908");
        let hamburg = partner.hands_in(&body).await;
        let draft =
            partner.proves(&partner.creates_a_claim(&claim_on(&fresh_tenant(), &["teams"])).await).await;
        let rival = product.other_partner().hands_in(&rival_claim_on(&tenant, &["teams"])).await;
        product.settles().await;
        let mut started = Vec::new();
        for claim in [&berlin, &hamburg, &rival] {
            started.push(reviewer.starts_the_review(claim).await);
        }
        let [berlin, hamburg, rival] = started.try_into().unwrap();
        let contest = rival.view["contestId"].as_str().expect("a contest").to_owned();
        Self { product, berlin, hamburg, draft, rival, contest }
    }

    fn claims(&self) -> [(&'static str, &Claim); 4] {
        [("berlin", &self.berlin), ("hamburg", &self.hamburg), ("draft", &self.draft), ("rival", &self.rival)]
    }

    /// Everything that a change would show in.
    async fn fingerprint(&self) -> Vec<Value> {
        let lead = self.product.person("review-lead");
        let mut seen = Vec::new();
        for (_, claim) in self.claims() {
            let now = lead.looks_at(claim).await;
            seen.push(json!([
                now.etag,
                now.view,
                lead.reads_the_history(claim).await,
                lead.reads_the_comments(claim).await
            ]));
        }
        seen.push(lead.get(&format!("/v1/contests/{}", self.contest)).await.is(200).json());
        seen
    }
}

/// Whether somebody may know that the claim exists.
fn sees(who: &str, claim: &str) -> bool {
    match who {
        "partner-a-admin" | "partner-a-referrals" => claim != "rival",
        "partner-a-user" => claim == "berlin" || claim == "draft",
        "partner-b-admin" => claim == "rival",
        "reviewer" => claim != "draft",
        "review-lead" | "programme-manager" | "auditor" => true,
        // Field sellers see co-sell engagements with consent; an association is none.
        "field-seller" => false,
        _ => panic!("who is {who}?"),
    }
}

/// Whether somebody may know of the contest between Berlin and the rival: its parties, and the vendor's people
/// who review, manage or audit.
fn sees_the_contest(who: &str) -> bool {
    !["partner-a-referrals", "field-seller"].contains(&who)
}

/// The rows of the table: the people whose role permits a route, once they see the claim.
fn permitted(route: &str) -> Option<&'static [&'static str]> {
    const ADMINS: &[&str] = &["partner-a-admin", "partner-b-admin"];
    const REVIEWERS: &[&str] = &["reviewer", "review-lead"];
    const READERS: &[&str] = &[
        "partner-a-admin",
        "partner-a-user",
        "partner-b-admin",
        "reviewer",
        "review-lead",
        "programme-manager",
        "auditor",
    ];
    const TALKERS: &[&str] =
        &["partner-a-admin", "partner-b-admin", "reviewer", "review-lead", "programme-manager"];
    const MANAGER: &[&str] = &["programme-manager"];
    const PARTNERS: &[&str] =
        &["partner-a-admin", "partner-a-user", "partner-a-referrals", "partner-b-admin"];
    Some(match route {
        // On a claim.
        "PATCH /v1/claims/{id}"
        | "POST /v1/claims/{id}/submit"
        | "POST /v1/claims/{id}/recall"
        | "POST /v1/claims/{id}/cancel"
        | "POST /v1/claims/{id}/resubmit"
        | "POST /v1/claims/{id}/dispute"
        | "POST /v1/claims/{id}/disassociate"
        | "POST /v1/claims/{id}/withdraw"
        | "POST /v1/claims/{id}/clone"
        | "POST /v1/claims/{id}/documents"
        | "DELETE /v1/claims/{id}/documents/{docId}"
        | "POST /v1/claims/{id}/consent"
        | "POST /v1/claims/{id}/consent/reminders"
        | "PUT /v1/claims/{id}/consent/contact" => ADMINS,
        "POST /v1/claims/{id}/precheck" => &[
            "partner-a-admin",
            "partner-b-admin",
            "reviewer",
            "review-lead",
            "programme-manager",
            "auditor",
            "partner-a-user",
        ],
        "POST /v1/claims/{id}/comments" => TALKERS,
        "POST /v1/claims/{id}/deadlines" | "POST /v1/claims/{id}/stop" => MANAGER,
        "POST /v1/claims/{id}/review/start"
        | "POST /v1/claims/{id}/review/release"
        | "POST /v1/claims/{id}/review/return"
        | "POST /v1/claims/{id}/review/approve"
        | "POST /v1/claims/{id}/review/reject" => REVIEWERS,
        // The header of a claim is for referral administrators too.
        "GET /v1/claims/{id}" => &PERSONAS,
        "GET /v1/claims/{id}/documents"
        | "GET /v1/claims/{id}/documents/{docId}/content"
        | "GET /v1/claims/{id}/comments"
        | "GET /v1/claims/{id}/history"
        | "GET /v1/claims/{id}/consent"
        | "GET /v1/associations/{claimId}/{itemKey}/usage" => READERS,
        // Who of the vendor looked is for those who answer for it.
        "GET /v1/claims/{id}/accesses" => &[
            "partner-a-admin",
            "partner-a-user",
            "partner-b-admin",
            "review-lead",
            "programme-manager",
            "auditor",
        ],
        "GET /v1/engagements/{id}/proof-template" => READERS,
        // On a contest.
        "GET /v1/contests/{id}" => READERS,
        "POST /v1/contests/{id}/statements" => {
            &["partner-a-admin", "partner-b-admin", "reviewer", "review-lead"]
        }
        // The reviewer has both reviews.
        "POST /v1/contests/{id}/decision" => &["review-lead"],
        // On nothing in particular.
        "GET /v1/me"
        | "GET /v1/engagements"
        | "GET /v1/engagements/{id}"
        | "GET /v1/claims"
        | "GET /v1/contests" => &PERSONAS,
        "GET /v1/associations" | "GET /v1/earnings" => &[
            "partner-a-admin",
            "partner-a-user",
            "partner-b-admin",
            "reviewer",
            "review-lead",
            "programme-manager",
            "auditor",
            "field-seller",
        ],
        "GET /v1/locations" | "GET /v1/engagements/{id}/eligibility" => PARTNERS,
        "POST /v1/claims" => ADMINS,
        // Whoever makes engagement claims.
        "GET /v1/engagements/{id}/customers"
        | "GET /v1/engagements/{id}/customer-counts"
        | "POST /v1/customer-lookups" => &["partner-a-admin", "partner-a-user", "partner-b-admin"],
        "GET /v1/referrals" | "GET /v1/referrals/{id}" => {
            &["partner-a-referrals", "programme-manager", "field-seller", "auditor"]
        }
        "GET /v1/reviews" => &["reviewer", "review-lead", "programme-manager"],
        "PUT /v1/engagements/{id}" => MANAGER,
        "GET /v1/engagements/{id}/rules" => {
            &["reviewer", "review-lead", "programme-manager", "field-seller", "auditor"]
        }
        "GET /v1/mail-settings" => PARTNERS,
        "PUT /v1/mail-settings" => ADMINS,
        "POST /v1/imports" => MANAGER,
        "POST /v1/imports?kind=claims" => &["partner-a-admin", "partner-a-user", "partner-b-admin"],
        "GET /v1/imports/{id}" => {
            &["partner-a-admin", "partner-a-user", "partner-b-admin", "programme-manager"]
        }
        _ => return None,
    })
}

/// Routes that need no token: the link is the proof, or there is nothing to protect.
const PUBLIC: [&str; 14] = [
    "GET /c/{token}",
    "HEAD /c/{token}",
    "POST /c/{token}/decision",
    "POST /c/{token}/withdraw",
    "POST /c/{token}/delegate",
    "POST /c/{token}/report",
    "GET /c/{token}/receipt",
    "HEAD /c/{token}/receipt",
    "POST /c/verify",
    "GET /.well-known/receipt-keys.json",
    "GET /healthz",
    "GET /openapi.json",
    "GET /problems/{code}",
    "$default",
];

fn hears(status: u16) -> Hears {
    match status {
        403 => Hears::Forbidden,
        404 => Hears::NotFound,
        _ => Hears::Yes,
    }
}

/// The address of a route on this claim.
fn address(world: &World, route: &str, claim: &Claim, document: &str) -> (Method, String) {
    let (method, path) = route.split_once(' ').unwrap();
    let path = match path {
        "/v1/engagements/{id}/proof-template" => {
            format!("/v1/engagements/modern-work-usage/proof-template?claim={}", claim.id)
        }
        path if path.starts_with("/v1/engagements/") => path.replace("{id}", "workshop"),
        "/v1/imports" => "/v1/imports?kind=locations&dryRun=true".into(),
        "/v1/imports?kind=claims" => "/v1/imports?kind=claims&dryRun=true".into(),
        path if path.starts_with("/v1/contests/") => path.replace("{id}", &world.contest),
        path => path
            .replace("{id}", &claim.id)
            .replace("{claimId}", &claim.id)
            .replace("{itemKey}", "workload:teams")
            .replace("{docId}", document),
    };
    (method.parse().unwrap(), path)
}

/// Without `If-Match` and with an empty body: nothing takes effect, but who is heard says what is missing.
async fn asks(world: &World, who: &str, route: &str, claim: &Claim) -> u16 {
    let document = claim.view["documents"][0]["id"].as_str().unwrap_or("doc_nothing");
    let (method, path) = address(world, route, claim, document);
    let (reads, imports) = (method == Method::GET, route.starts_with("POST /v1/imports"));
    let call = world.product.person(who).call(method, &path);
    let answer = if reads {
        call.await
    } else if imports {
        call.body("application/x-ndjson", "").await
    } else if route == "PUT /v1/engagements/{id}" {
        // Whoever may put rules hears that this is not the next version.
        let mut rules = testkit::build::CATALOGUE.newest("workshop").unwrap().clone();
        rules.rule_version = 99;
        call.json(&json!(rules)).await
    } else {
        call.json(&json!({})).await
    };
    assert!(reads || imports || route.ends_with("/precheck") || answer.status >= 400, "{route} {who}");
    answer.status
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_for_every_role_on_every_claim() {
    let world = World::made().await;
    let before = world.fingerprint().await;
    let (mut wrong, mut asked) = (Vec::new(), 0);
    // Imports of claims are another matter than those of what the vendor knows.
    for route in crate::routes().into_iter().chain(["POST /v1/imports?kind=claims".into()]) {
        if PUBLIC.contains(&route.as_str()) {
            continue;
        }
        let Some(permitted) = permitted(&route) else {
            wrong.push(format!("{route}: nobody has said who may"));
            continue;
        };
        let on_a_claim =
            ["/claims/{id}", "/{claimId}/", "/proof-template"].iter().any(|part| route.contains(part));
        for who in PERSONAS {
            let may = permitted.contains(&who);
            let claims = if on_a_claim { world.claims().to_vec() } else { vec![("berlin", &world.berlin)] };
            for (name, claim) in claims {
                let hidden = (on_a_claim && !sees(who, name))
                    || (route.contains("/contests/") && !sees_the_contest(who));
                let expected = match (hidden, may) {
                    (true, _) => Hears::NotFound,
                    (false, true) => Hears::Yes,
                    (false, false) => Hears::Forbidden,
                };
                // There is no such import or referral for whoever may ask.
                let expected = match route.as_str() {
                    "GET /v1/imports/{id}" | "GET /v1/referrals/{id}" if may => Hears::NotFound,
                    // A draft has asked no customer yet.
                    "GET /v1/claims/{id}/consent" if may && name == "draft" && expected == Hears::Yes => {
                        Hears::NotFound
                    }
                    _ => expected,
                };
                let status = asks(&world, who, &route, claim).await;
                asked += 1;
                if hears(status) != expected {
                    wrong.push(format!("{route} as {who} on {name}: {status}, expected {expected:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {asked}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(asked > 700, "only {asked} requests: the table has lost its rows");
    assert_eq!(world.fingerprint().await, before, "a refused request left a trace");
}

/// Scenario 19: whoever acts for Berlin cannot see Hamburg anywhere: not by id, not in a list, not by a
/// document, not by a conflict.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_19_a_role_for_one_location_sees_that_location_only() {
    let world = World::made().await;
    let user = world.product.person("partner-a-user");
    let listed: BTreeSet<String> = user.lists_claims("limit=1").await.into_iter().collect();
    assert_eq!(listed, [world.berlin.id.clone(), world.draft.id.clone()].into());
    assert!(user.lists_claims("locationId=4821908").await.is_empty());
    let number = world.hamburg.view["number"].as_str().unwrap();
    assert!(user.lists_claims(&format!("q={number}")).await.is_empty());
    let official = user.get("/v1/associations").await.is(200).text();
    assert!(!official.contains(&world.hamburg.id));
    // A document of another claim is none of this one.
    let document = world.hamburg.view["documents"][0]["id"].as_str().unwrap();
    for claim in [&world.berlin, &world.draft] {
        user.get(&claim.path(&format!("/documents/{document}/content"))).await.refused(404, "not_found");
    }
    // What does not exist, what is foreign and what is out of scope sound the same.
    let mut heard = BTreeMap::new();
    for id in [world.hamburg.id.as_str(), &world.rival.id, "clm_00000000000000000000000000", "nonsense"] {
        let mut problem = user.get(&format!("/v1/claims/{id}")).await.refused(404, "not_found").json();
        problem.as_object_mut().unwrap().remove("requestId");
        problem.as_object_mut().unwrap().remove("instance");
        heard.insert(id, problem);
    }
    assert_eq!(heard.values().map(Value::to_string).collect::<BTreeSet<_>>().len(), 1, "{heard:?}");
    // A location cannot be taken by editing either: the administrator of B has none in Berlin.
    let rival = world.product.other_partner();
    let draft = rival.creates_a_claim(&rival_claim_on(&fresh_tenant(), &["teams"])).await;
    let moved = rival.patch(&draft.path(""), &json!({ "locationId": "4821907" })).if_match(&draft.etag).await;
    moved.refused(403, "location_out_of_scope");
}

/// Referral administrators see the header of a claim, and no more in lists.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_referrals_administrator_sees_headers_only() {
    let world = World::made().await;
    let referrals = world.product.person("partner-a-referrals");
    let header = referrals.get(&world.berlin.path("")).await.is(200).json();
    let list = referrals.get("/v1/claims").await.is(200).json();
    let rows = list["items"].as_array().unwrap();
    assert_eq!(rows.len(), 3);
    for view in rows.iter().chain([&header]) {
        assert!(view["number"].is_string() && view["status"].is_string());
        for hidden in
            ["customerContact", "partnerContact", "documents", "consent", "review", "allowedActions"]
        {
            assert!(view.get(hidden).is_none(), "{hidden}: {view}");
        }
    }
}

/// The auditor and the vendor's leads see drafts; the reviewer sees what was submitted, also in lists.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_vendor_sees_what_was_submitted() {
    let world = World::made().await;
    let submitted: BTreeSet<String> =
        [&world.berlin, &world.hamburg, &world.rival].map(|claim| claim.id.clone()).into();
    let seen = |who: &'static str| {
        let person = world.product.person(who);
        async move { person.lists_claims("limit=2").await.into_iter().collect::<BTreeSet<_>>() }
    };
    assert_eq!(seen("reviewer").await, submitted);
    for who in ["review-lead", "programme-manager", "auditor"] {
        assert!(seen(who).await.is_superset(&submitted), "{who}");
    }
    assert!(seen("field-seller").await.is_empty());
    let comment = json!({ "text": "Between us.", "visibility": "internal" });
    world.product.reviewer().post(&world.berlin.path("/comments"), &comment).await.is(201);
    assert!(
        world.product.partner().reads_the_comments(&world.berlin).await.is_empty(),
        "internal stays internal"
    );
    assert_eq!(world.product.reviewer().reads_the_comments(&world.berlin).await, ["Between us."]);
}

/// Domain 5.1: what was never handed in is no reviewer's business, also when it is over.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draft_that_was_given_up_was_never_submitted() {
    let product = Product::start().await;
    let (partner, reviewer) = (product.partner(), product.reviewer());
    let draft = partner.creates_a_claim(&claim_on(&fresh_tenant(), &["teams"])).await;
    reviewer.get(&draft.path("")).await.refused(404, "not_found");
    partner.does(&draft, "cancel", &json!({ "reason": "A mistake." })).await;
    assert!(reviewer.lists_claims("").await.is_empty());
    reviewer.get(&draft.path("")).await.refused(404, "not_found");
    assert_eq!(product.lead().looks_at(&draft).await.status(), "canceled");
}

/// The claims of a good token, changed.
fn token(changes: Value) -> Value {
    let mut claims = json!({
        "sub": "somebody", "name": "Some Body", "org": "partner-a", "side": "partner", "roles": ["incentives_admin"],
        "locations": ["*"], "locale": "en", "iss": "urn:assent:local", "aud": "assent", "iat": 1, "exp": 4_000_000_000_u64,
    });
    claims.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    claims
}

/// What a token says, and what it does not say, decides: roles of the other side give nothing, neither do
/// roles nobody knows, nor an empty list of locations.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_gives_what_it_says_and_no_more() {
    let world = World::made().await;
    let product = &world.product;
    for changes in [
        json!({ "exp": 1_000_000_000 }),
        json!({ "iss": "https://elsewhere.example" }),
        json!({ "aud": "somebody-else" }),
        json!({ "nbf": 3_999_999_999_u64 }),
        json!({ "org": "" }),
        json!({ "side": "customer" }),
        json!({ "side": "" }),
    ] {
        let stranger = product.bearer_of(&token(changes.clone()));
        let answer = stranger.get("/v1/me").await;
        assert_eq!((answer.status, answer.code().as_str()), (401, "unauthenticated"), "{changes}");
    }
    let sees = |changes: Value| {
        let stranger = product.bearer_of(&token(changes));
        let paths = [world.berlin.path(""), world.hamburg.path("")];
        async move {
            let mut statuses = Vec::new();
            for path in paths {
                statuses.push(stranger.get(&path).await.status);
            }
            statuses
        }
    };
    assert_eq!(sees(json!({})).await, [200, 200]);
    assert_eq!(sees(json!({ "locations": ["4821908"] })).await, [404, 200]);
    assert_eq!(sees(json!({ "locations": [] })).await, [404, 404]);
    assert_eq!(sees(json!({ "roles": [] })).await, [404, 404]);
    assert_eq!(sees(json!({ "roles": ["emperor"] })).await, [404, 404]);
    assert_eq!(
        sees(json!({ "roles": ["review_lead", "auditor"] })).await,
        [404, 404],
        "roles of the other side"
    );
    assert_eq!(sees(json!({ "org": "partner-c" })).await, [404, 404]);
    assert_eq!(
        sees(json!({ "org": "vendor", "side": "vendor" })).await,
        [404, 404],
        "a partner's role at the vendor"
    );
    let auditor = json!({ "org": "vendor", "side": "vendor", "roles": ["auditor"], "locations": [] });
    assert_eq!(sees(auditor).await, [200, 200], "the vendor has no locations");

    // Nobody reviews the claims of an organisation they belong to.
    let own = json!({ "org": "partner-a", "side": "vendor", "roles": ["reviewer"] });
    let double = product.bearer_of(&token(own));
    let claim = double.looks_at(&world.berlin).await;
    double.acts(&claim, "review/release", &json!({})).await.refused(403, "forbidden");
    // Two roles are the rights of both.
    let both = json!({ "roles": ["incentives_admin", "referrals_admin"], "locations": ["4821907"] });
    let both = product.bearer_of(&token(both));
    let draft = both.looks_at(&world.draft).await;
    both.edits(&draft, &json!({ "name": "By both." })).await;
}
