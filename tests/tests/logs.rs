//! What the functions write to the log: one line an invocation that can be followed, few bytes, and nobody's data.

use serde_json::{Value, json};
use std::{
    io,
    sync::{Arc, Mutex, OnceLock},
};
use tests::{
    Claim, Product,
    claims::{claim_on, fresh_tenant, submission},
    customer::complete,
};
use tracing_subscriber::filter::LevelFilter;

/// Budget of quality 1.
const BYTES: usize = 600;
/// The longest name a function can have; here it is `local`.
const NAME: usize = 64;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// Everything that is said from now on by this thread, as the functions say it.
    fn listen(level: LevelFilter) -> (Self, tracing::subscriber::DefaultGuard) {
        // As long as there is one listener only, a place in the code that another test's thread meets first is
        // switched off for everybody. So there is a second one, who never listens.
        static SECOND: OnceLock<tracing::Dispatch> = OnceLock::new();
        SECOND.get_or_init(|| runtime::telemetry::lines(LevelFilter::TRACE, io::sink).into());
        let log = Self::default();
        let to = log.clone();
        let guard = tracing::subscriber::set_default(runtime::telemetry::lines(level, move || to.clone()));
        (log, guard)
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    fn lines(&self) -> Vec<Value> {
        self.text()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}")))
            .collect()
    }

    /// Lines with these members.
    fn with(&self, members: &Value) -> Vec<Value> {
        let members = members.as_object().unwrap();
        let has = |line: &Value| members.iter().all(|(name, value)| line[name] == *value);
        self.lines().into_iter().filter(has).collect()
    }

    /// The only line with these members.
    fn one(&self, members: &Value) -> Value {
        let mut found = self.with(members);
        assert_eq!(found.len(), 1, "{members}: {found:#?}\n{}", self.text());
        found.remove(0)
    }
}

/// Bytes of what one invocation has written, in the cloud, where functions have longer names.
#[track_caller]
fn within_the_budget(what: &str, lines: &[Value]) {
    let stretch = NAME - "local".len();
    let bytes: usize = lines.iter().map(|line| line.to_string().len() + 1 + stretch).sum();
    println!("{what:12} {bytes} bytes of log in {} lines", lines.len());
    assert!(bytes <= BYTES, "{what}: {bytes} bytes\n{lines:#?}");
}

/// A metric of this name and dimension.
fn metric(name: &str, dimension: &str, value: &str) -> Value {
    json!({ "FunctionName": "local", dimension: value, name: 1 })
}

/// One request is followed through the stream, the mail, its delivery and the events; what it leaves in the log
/// is little.
#[tokio::test]
async fn a_request_is_followed_from_the_api_to_the_mail_and_its_fate() {
    let (log, _listening) = Log::listen(LevelFilter::INFO);
    let product = Product::start().await;
    let partner = product.partner();

    let created = partner.post("/v1/claims", &claim_on(&fresh_tenant(), &["teams"])).await.is(201);
    let claim = Claim::of(&created);
    let request = created.header("request-id").to_owned();
    let line = log.one(&json!({ "route": "POST /v1/claims" }));
    assert_eq!(
        (&line["status"], &line["request"], &line["claim"]),
        (&json!(201), &json!(request), &json!(claim.id))
    );
    assert!(line["ms"].is_u64() && line["level"] == "INFO");
    within_the_budget("create", &[line]);
    product.settles().await;
    let published = log.one(&json!({ "event": "published", "claim": claim.id }));
    assert_eq!((&published["request"], &published["events"]), (&json!(request), &json!(1)));
    let entered = log.one(&metric("ClaimsEntered", "Status", "draft"));
    within_the_budget("events", &[published, entered]);

    let proven = partner.proves(&claim).await;
    let submitted = partner.acts(&proven, "submit", &submission()).await.is(200);
    let request = submitted.header("request-id").to_owned();
    product.settles().await;
    let notice = log.one(&json!({ "event": "mail", "mail": "notice", "claim": claim.id }));
    assert_eq!((&notice["request"], &notice["outcome"]), (&json!(request), &json!("accepted")));
    let sent = log.with(&metric("Mails", "Fate", "sent"));
    within_the_budget("mail", &[notice, sent[0].clone()]);
    let delivered = log.one(&json!({ "event": "fate", "mail": "notice", "fate": "Delivered" }));
    assert_eq!((&delivered["request"], &delivered["outcome"]), (&json!(request), &json!("recorded")));
    // What the delivery changed is told to the bus under the same id.
    assert!(log.with(&json!({ "event": "published", "request": request })).len() >= 2);
    assert!(!log.with(&metric("Mails", "Fate", "delivered")).is_empty());

    let customer = product.customer();
    let link = product.newest_link_to(&customer).await;
    let page = customer.opens(&link).await;
    product.wait("PT3S").await;
    let decided = customer.decides(&page, "accept").await.is(200);
    let line = log.one(&json!({ "route": "POST /c/{token}/decision" }));
    assert_eq!((&line["request"], &line["claim"]), (&json!(decided.header("request-id")), &json!(claim.id)));
    within_the_budget("decision", &[line]);
    product.settles().await;
    let word = log.with(&json!({ "Decision": "accepted" }));
    assert!(word.len() == 1 && word[0]["TimeToConsent"].as_i64().unwrap() >= 3, "{word:?}");

    let tick = log.with(&json!({ "event": "tick" })).pop().unwrap();
    let swept = log.lines().into_iter().rfind(|line| line["SweepLag"].is_i64()).unwrap();
    within_the_budget("tick", &[tick, swept]);
}

/// Promise 14: whatever happens, and however much is to be told, no name, address or token is in the log.
#[tokio::test]
async fn promise_14_nobody_is_named_in_the_log() {
    let (log, _listening) = Log::listen(LevelFilter::INFO);
    let product = Product::start().await;
    let partner = product.partner();
    let mut body = claim_on(&fresh_tenant(), &["teams"]);
    body["name"] = json!("Quokka rollout");
    body["customerContact"]["name"] = json!("Zacharias Quill");
    body["customerContact"]["email"] = json!("zacharias.quill@fabrikam.example");
    let claim = Claim::of(&partner.post("/v1/claims", &body).await.is(201));
    partner.submits(&partner.proves(&claim).await).await;
    product.settles().await;
    let customer = product.customer_at("zacharias.quill@fabrikam.example");
    let link = product.newest_link_to(&customer).await;
    let token = link.rsplit('/').next().unwrap().to_owned();
    let page = customer.opens(&link).await;
    product.wait("PT3S").await;
    // A refusal first: what was wrong is told by its code alone.
    let mut wrong = complete(&page, "accept");
    wrong["name"] = json!("Z");
    customer.sends(&page, "decision", &wrong).await.is(422);
    let mut word = complete(&page, "object");
    word["name"] = json!("Zacharias Quill");
    word["reason"] = json!("Wombats said so.");
    customer.sends(&page, "decision", &word).await.is(200);
    product.http.get("/c/not-a-link-of-ours").await.is(404);
    partner.get("/v1/claims/zacharias.quill@fabrikam.example").await.is(404);
    product.settles().await;
    let mails = product.mails_to("zacharias.quill@fabrikam.example").await;
    product.reports(&mails[0], "bounce").await;
    product.wait("P40D").await;

    let (text, told) = (log.text().to_lowercase(), log.lines());
    for event in ["mail", "fate", "published", "tick", "file"] {
        assert!(told.iter().any(|line| line["event"] == event), "nothing is told of {event}");
    }
    let names = ["zacharias", "quill", "quokka", "wombat", "anna keller", "anna@", "@contoso", "@fabrikam"];
    for trace in names.into_iter().chain([token.to_lowercase().as_str(), "bearer ", "not-a-link-of-ours"]) {
        let found: Vec<&str> = text.lines().filter(|line| line.contains(trace)).take(3).collect();
        assert!(found.is_empty(), "{trace}: {found:#?}");
    }
}
