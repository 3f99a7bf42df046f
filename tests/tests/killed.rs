//! Promise 3 and 5: the real process is killed at any moment and started again. What was answered is there,
//! and every mail owed goes out.

use serde_json::json;
use std::{
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};
use tests::{
    Answer, Call, Claim, File, Product, Proof,
    claims::{claim_on, fresh_tenant, submission},
    customer::link_in,
    staff::approval_of,
};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("assent-killed-{}", std::process::id()));
        drop(std::fs::remove_dir_all(&path));
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// `cargo run` on a data folder: a process of its own.
struct Running {
    process: Child,
    product: Product,
}

impl Running {
    async fn start(folder: &Path) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let mut process = Command::new(env!("CARGO_BIN_EXE_system-under-test"))
            .args(["--port", "0", "--seed", "none", "--data"])
            .arg(folder)
            .current_dir(root)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("the system starts");
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let ready = tokio::time::timeout(Duration::from_secs(20), lines.next_line()).await;
        let line = ready.expect("ready in time").unwrap().expect("a line");
        let base = line.strip_prefix("ready ").unwrap_or_else(|| panic!("not ready: {line}"));
        Self { product: Product::at(base, None).await, process }
    }

    /// `kill -9`
    async fn dies(mut self) {
        self.process.kill().await.unwrap();
    }
}

/// The next thing somebody does with the claim, as they last saw it.
struct Step {
    name: &'static str,
    call: fn(&Product, &Claim) -> Call,
}

/// A happy path in steps that can be repeated with their key.
const STEPS: [Step; 5] = [
    Step {
        name: "document",
        call: |product, claim| product.partner().announces(claim, &proof_of(claim)).key("document"),
    },
    Step {
        name: "comment",
        call: |product, claim| {
            product.partner().post(&claim.path("/comments"), &json!({ "text": "Kept." })).key("comment")
        },
    },
    Step {
        name: "submit",
        call: |product, claim| product.partner().acts(claim, "submit", &submission()).key("submit"),
    },
    Step {
        name: "start",
        call: |product, claim| product.reviewer().acts(claim, "review/start", &json!({})).key("start"),
    },
    Step {
        name: "approve",
        call: |product, claim| {
            product.reviewer().acts(claim, "review/approve", &approval_of(claim)).key("approve")
        },
    },
];

fn proof_of(claim: &Claim) -> Proof {
    let created = tests::product::instant(&claim.view["createdAt"]);
    Proof::of_everything(claim, File::csv(&format!("proof of {}", claim.id)), created)
}

/// Sends a request and kills the process after `delay`, answered or not.
async fn struck(running: Running, call: Call, delay: Duration) -> Option<Answer> {
    let sent = tokio::spawn(call.may_be_unavailable().try_send());
    tokio::time::sleep(delay).await;
    running.dies().await;
    sent.await.unwrap()
}

/// Kills spread over the happy path: for each step once while the request is under way, and once right after
/// the answer, before any mail can have left.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn p_3_killed_at_any_moment_nothing_that_was_answered_is_missing() {
    let folder = Folder::new();
    let mut running = Running::start(&folder.0).await;
    running.product.brings_in_the_locations().await;
    let body = claim_on(&fresh_tenant(), &["teams", "intune"]);
    let mut kills = 0;

    // A create that was answered survives; one that was not may or may not have happened, once.
    let answer = running.product.partner().post("/v1/claims", &body).key("create").await.is(201);
    running.dies().await;
    running = Running::start(&folder.0).await;
    let mut claim = Claim::of(&answer);
    assert_eq!(running.product.partner().looks_at(&claim).await.view, claim.view);
    kills += 1;
    let other = claim_on(&fresh_tenant(), &["onedrive"]);
    let call = running.product.partner().post("/v1/claims", &other).key("other");
    let answer = struck(running, call, Duration::from_millis(4)).await;
    running = Running::start(&folder.0).await;
    let again = running.product.partner().post("/v1/claims", &other).key("other").await.is(201);
    if let Some(answer) = answer.filter(|answer| answer.status == 201) {
        assert!(again.replayed() && Claim::of(&again).id == Claim::of(&answer).id);
    }
    assert_eq!(running.product.partner().lists_claims("").await.len(), 2);
    kills += 1;

    for (number, step) in (0_u64..).zip(&STEPS) {
        // Struck while it is under way …
        let call = (step.call)(&running.product, &claim);
        let answer = struck(running, call, Duration::from_millis(2 + 3 * number)).await;
        running = Running::start(&folder.0).await;
        // … and said again with the same key: it has happened once, however far it had come.
        let repeated = (step.call)(&running.product, &claim).await;
        assert!((200..300).contains(&repeated.status), "{}: {}", step.name, repeated.text());
        if answer.is_some_and(|answer| answer.status < 300) {
            assert!(repeated.replayed(), "{}: answered, and not there", step.name);
        }
        if step.name == "document" {
            let ticket = repeated.json();
            running.product.partner().uploads(&ticket, &proof_of(&claim).file.bytes).await.is(200);
        }
        // Struck again right after the answer.
        running.dies().await;
        running = Running::start(&folder.0).await;
        kills += 2;
        // Whatever was under way goes on: scans, mails and their fates.
        for _ in 0..3 {
            running.product.wait("PT10M").await;
        }
        claim = running.product.partner().looks_at(&claim).await;
    }
    assert!(kills >= 10, "{kills} kills");
    assert_eq!((claim.status(), claim.associations()), ("approved", vec!["pending".to_owned(); 2]));

    let (product, customer) = (&running.product, running.product.customer());
    assert_eq!(product.partner().reads_the_comments(&claim).await, ["Kept."]);
    let notices = product.mails_to(customer.address()).await;
    assert!((1..=2).contains(&notices.len()), "the notice went out: {notices:?}");
    let told: Vec<String> = product
        .mails_to("anna@contoso.example")
        .await
        .iter()
        .map(|mail| mail["subject"].as_str().unwrap().to_owned())
        .collect();
    // Handed in, review started, approved: each owed once, and at most once more if its fate was unknown.
    let different: std::collections::BTreeSet<&String> = told.iter().collect();
    assert!(different.len() == 3 && told.len() <= 6, "{told:?}");
    assert_eq!(claim.view["consent"]["state"], "delivered", "{}", claim.view["consent"]);

    // The link of before the kills still works, and the story ends as it would have without them.
    product.wait("P30D").await;
    assert_eq!(product.partner().looks_at(&claim).await.associations(), ["active", "active"]);
    let page = product.reads_the_page(&customer, &link_in(&notices[0])).await;
    assert_eq!(page.state(), "lapsed");
    let decided = customer.decides(&page, "object").await.is(200);
    running.dies().await;
    running = Running::start(&folder.0).await;
    let ended = running.product.partner().looks_at(&claim).await;
    assert_eq!((ended.status(), ended.associations()), ("rejected_final", vec!["ended".to_owned(); 2]));
    assert_eq!(decided.json()["state"], "objected");
    for _ in 0..3 {
        running.product.wait("PT10M").await;
    }
    let receipt = running.product.mails_to(customer.address()).await.pop().unwrap();
    assert_eq!(link_in(&receipt), page.path, "the receipt went out as well: {receipt}");
    let history = running.product.partner().reads_the_history(&ended).await;
    for action in [
        "created",
        "document_added",
        "document_checked",
        "submitted",
        "review_started",
        "approved",
        "association_activated",
        "customer_objected",
    ] {
        assert_eq!(history.iter().filter(|entry| entry["action"] == action).count(), 1, "{action}");
    }
    running.dies().await;
}

/// Two processes never work on one folder.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_has_one_process() {
    let folder = Folder(std::env::temp_dir().join(format!("assent-one-{}", std::process::id())));
    let first = Running::start(&folder.0).await;
    let second = Command::new(env!("CARGO_BIN_EXE_system-under-test"))
        .args(["--port", "0", "--seed", "none", "--data"])
        .arg(&folder.0)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .output();
    let second = tokio::time::timeout(Duration::from_secs(20), second).await.expect("it gives up").unwrap();
    assert!(!second.status.success());
    assert!(String::from_utf8_lossy(&second.stderr).contains("in use"), "{second:?}");
    first.dies().await;
}
