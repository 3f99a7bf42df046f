//! What `cargo run` shows. A new state without demo data fails here, or does not even compile.

use app::ports::MailState;
use domain::{
    State,
    claim::{AssociationStatus, EarningState, ItemDecision},
    consent::ConsentState,
    document::DocumentState,
};
use jiff::{SignedDuration, Timestamp};
use local::{Options, Seed, System, clock::MovableClock};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tests::{Claim, Person, Product, product::instant};

/// Every variant's name in the API, without those that no demo can hold.
macro_rules! every {
    ($kind:ident: $($variant:ident)* $(, but not $($absent:ident)*)?) => {{
        // One that is named in neither list does not compile.
        let _complete = |one: &$kind| match one {
            $($kind::$variant { .. } => (),)*
            $($($kind::$absent { .. } => (),)*)?
        };
        [$(stringify!($variant)),*].map(snake).into_iter().collect::<BTreeSet<_>>()
    }};
}

fn snake(variant: &str) -> String {
    let mut name = String::new();
    for letter in variant.chars() {
        if letter.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.extend(letter.to_lowercase());
    }
    name
}

/// The demo as both partners see it.
struct Demo {
    product: Product,
    claims: Vec<(Person, Claim)>,
}

impl Demo {
    async fn starts() -> Self {
        let system = System::start(Options { seed: Seed::Demo, ..Options::default() }).await.unwrap();
        let base = system.base_url().to_owned();
        let product = Product::at(&base, Some(system)).await;
        let mut demo = Self { product, claims: Vec::new() };
        demo.is_looked_at().await;
        demo
    }

    async fn is_looked_at(&mut self) {
        self.claims.clear();
        for partner in [self.product.partner(), self.product.other_partner()] {
            for row in partner.reads_all("/v1/claims?limit=100").await {
                let path = format!("/v1/claims/{}", row["id"].as_str().unwrap());
                self.claims.push((partner.clone(), Claim::of(&partner.get(&path).await.is(200))));
            }
        }
    }

    /// What the claims, or all rows of such a list of theirs, say at this place.
    fn says(&self, list: Option<&str>, pointer: &str) -> BTreeSet<String> {
        let rows = |claim: &Claim| match list {
            Some(list) => claim.view[list].as_array().unwrap().clone(),
            None => vec![claim.view.clone()],
        };
        let text = |row: Value| row.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        self.claims.iter().flat_map(|(_, claim)| rows(claim)).filter_map(text).collect()
    }

    /// The claims of this name, and who made them.
    fn named(&self, name: &str) -> Vec<&(Person, Claim)> {
        self.claims.iter().filter(|(_, claim)| claim.view["name"] == name).collect()
    }

    async fn history(&self, (partner, claim): &(Person, Claim)) -> Vec<Value> {
        let history = partner.get(&claim.path("/history")).await.is(200).json();
        history["items"].as_array().unwrap().clone()
    }

    fn shows_every_state(&self) {
        assert_eq!(self.says(None, "/status"), State::STATUSES.iter().map(ToString::to_string).collect());
        let associations = every!(AssociationStatus: Pending Active Ended);
        assert_eq!(self.says(Some("items"), "/association/status"), associations);
        assert_eq!(self.says(Some("items"), "/decision"), every!(ItemDecision: Open Accepted Refused));
        // The others are over in a moment.
        let consents = every!(ConsentState: Delivered Undeliverable Accepted Declined Objected Lapsed Expired
            Voided Withdrawn, but not Created Sending Unknown);
        assert_eq!(self.says(None, "/consent/state"), consents);
        let documents = every!(DocumentState: Clean Infected Refused, but not Pending);
        assert_eq!(self.says(Some("documents"), "/state"), documents);
        // What is expected is not shown, and nothing is refused after the fact.
        let earnings = every!(EarningState: None Accrued, but not Expected Refused);
        assert_eq!(self.says(None, "/earning/state"), earnings);
        let ends = ["subscription_expired", "superseded", "partner", "programme", "customer_declined"];
        assert_eq!(self.says(Some("items"), "/association/endedReason"), ends.map(Into::into).into());
        let failures = self.says(None, "/rejection/code");
        for end in [
            "customer_declined",
            "partner_disassociated",
            "partner_request",
            "dispute_window_closed",
            "stale",
        ] {
            assert!(failures.contains(end), "{end}: {failures:?}");
        }
    }

    async fn shows_every_fate_of_a_mail(&self) {
        let mut fates = BTreeSet::new();
        for (partner, claim) in self.claims.iter().filter(|(_, claim)| !claim.view["consent"].is_null()) {
            let record = partner.get(&claim.path("/consent")).await.is(200).json();
            let deliveries = record["deliveries"].as_array().unwrap().iter();
            fates.extend(deliveries.map(|delivery| delivery["state"].as_str().unwrap().to_owned()));
        }
        // The local outbox says at once what becomes of a mail it took.
        let every = every!(MailState: Delivered Bounced Complained Refused, but not Held Bundled Sending Unknown Sent);
        assert_eq!(fates, every);
    }

    async fn has_something_in_every_queue(&self) {
        for (persona, queues) in [
            ("reviewer", ["unassigned", "mine", "overdue", "contested"].as_slice()),
            ("review-lead", &["unassigned", "mine", "overdue", "contested"]),
            ("programme-manager", &["unassigned", "overdue", "contested"]),
        ] {
            for queue in queues {
                let rows =
                    self.product.person(persona).reads_all(&format!("/v1/reviews?queue={queue}")).await;
                assert!(!rows.is_empty(), "{persona} {queue}");
            }
        }
        let contests = self.product.lead().reads_all("/v1/contests").await;
        let states: BTreeSet<_> = contests.iter().map(|contest| contest["state"].as_str().unwrap()).collect();
        assert_eq!(states, ["decided", "open"].into());
    }

    async fn shows_what_becomes_of_subscriptions(&self) {
        let name = "Blue Yonder Sales and Customer Service";
        let drafts = self.named(name).into_iter().filter(|(_, claim)| claim.status() == "draft").count();
        assert_eq!(drafts, 1, "the renewal of what has ended");
        let associations = self.product.partner().reads_all("/v1/associations?limit=100").await;
        let soon = self.product.now().await + SignedDuration::from_hours(24 * 30);
        let ends_soon = |row: &Value| {
            row["status"] == "active" && !row["endsAt"].is_null() && instant(&row["endsAt"]) < soon
        };
        assert!(associations.iter().any(ends_soon), "{associations:?}");
        let clones = self.named("Nod Publishers Teams Phone");
        let states: BTreeSet<_> = clones.iter().map(|(_, claim)| claim.status()).collect();
        assert_eq!(states, ["draft", "rejected_final"].into());
    }

    async fn shows_usage_and_who_read_it(&self) {
        let (partner, claim) = self.named("Woodgrove Bank Teams, Exchange and Intune")[0];
        assert!(!partner.reads_all(&claim.path("/accesses")).await.is_empty());
        let usage = format!("/v1/associations/{}/workload%3Ateams/usage", claim.id);
        let months = partner.get(&usage).await.is(200).json();
        assert!(months["items"].as_array().unwrap().len() > 6, "{months}");
    }

    /// Months that have gone by, up to now, in order.
    async fn has_a_past(&self) {
        let (now, real) = (self.product.now().await, MovableClock::real());
        assert!(now.duration_since(real).abs() < SignedDuration::from_secs(5), "{now} {real}");
        let mut first = now;
        for claim in &self.claims {
            let moments: Vec<Timestamp> =
                self.history(claim).await.iter().map(|entry| instant(&entry["at"])).collect();
            assert!(
                moments.is_sorted() && moments.iter().all(|at| *at <= now),
                "{}: {moments:?}",
                claim.1.view["name"]
            );
            first = first.min(moments[0]);
        }
        assert!(now.duration_since(first) > SignedDuration::from_hours(24 * 80), "{first}");
    }

    /// What is the same in every demo: neither ids nor moments.
    async fn in_short(&self) -> Vec<String> {
        let mut short = Vec::new();
        for claim in &self.claims {
            let view = &claim.1.view;
            let all = |list: &str, pointer: &str| -> Vec<_> {
                view[list].as_array().unwrap().iter().map(|row| row.pointer(pointer).cloned()).collect()
            };
            let history = self.history(claim).await;
            let mut actions: BTreeSet<_> =
                history.iter().map(|entry| entry["action"].as_str().unwrap()).collect();
            // A delivery that is heard of first leaves it out.
            actions.remove("consent_sent");
            let told = json!([
                view["name"],
                view["status"],
                view["rejection"],
                view["consent"]["state"],
                view["consent"]["round"],
                view["earning"],
                view["warnings"],
                view["overdue"],
                all("items", "/association/status"),
                all("documents", "/state"),
                actions,
            ]);
            short.push(told.to_string());
        }
        short.sort();
        short
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demo_shows_every_state_and_comes_back_with_a_reset() {
    let mut demo = Demo::starts().await;
    demo.shows_every_state();
    demo.shows_every_fate_of_a_mail().await;
    demo.has_something_in_every_queue().await;
    demo.shows_what_becomes_of_subscriptions().await;
    demo.has_a_past().await;
    let short = demo.in_short().await;
    demo.shows_usage_and_who_read_it().await;
    demo.product.http.post("/dev/reset", &json!({})).await.is(200);
    demo.is_looked_at().await;
    let again = demo.in_short().await;
    let other: Vec<_> = again.iter().zip(&short).filter(|(again, once)| again != once).collect();
    assert!(other.is_empty() && again.len() == short.len(), "{other:#?}");
}
