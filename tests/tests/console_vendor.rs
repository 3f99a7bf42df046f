//! The vendor's side of the console: the reviewer's desk, contests, the programme manager's pages.

use tests::{Browser, Product};

/// A review by forms alone: taken, returned with a reason, answered, approved item by item.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_review_is_done_with_forms_alone() {
    let product = Product::start().await;
    let claim = product.with_a_submitted_claim(&["teams", "intune"]).await;
    product.settles().await;
    let page = format!("/console/claims/{}", claim.id);
    let mut reviewer = product.browses_as("reviewer").await;
    let mut partner = product.browses_as("partner-a-admin").await;
    let version = async || product.partner().looks_at(&claim).await.view["version"].to_string();
    let done = async |browser: &mut Browser<'_>, action: &str, fields: &[(&str, &str)], status: &str| {
        let version = version().await;
        let fields: Vec<_> = fields.iter().copied().chain([("version", version.as_str())]).collect();
        browser.sends(&format!("{page}/{action}"), &fields).await.is(303);
        assert_eq!(product.partner().looks_at(&claim).await.status(), status, "{action}");
    };
    done(&mut reviewer, "start_review", &[], "under_review").await;
    let shown = reviewer.get(&page).await.is(200);
    for words in ["Approve", "Return with questions", "Give the review back", "name=\"item-workload:teams\""]
    {
        assert!(shown.text().contains(words), "{words}");
    }
    assert!(!partner.get(&page).await.is(200).text().contains("start_review"));
    // Nothing was said: every fault is told, nothing happens.
    let now = version().await;
    let nothing = [("version", now.as_str())];
    reviewer.sends(&format!("{page}/return"), &nothing).await.is(422);
    reviewer.sends(&format!("{page}/approve"), &nothing).await.is(422);
    let reason = [
        ("code-0", "poe_item_not_covered"),
        ("pointer-0", "/items/workload:teams"),
        ("text-0", "Teams is not shown."),
        ("code-1", ""),
        ("pointer-1", "/proof"),
        ("text-1", ""),
    ];
    done(&mut reviewer, "return", &reason, "action_required").await;
    let shown = partner.get(&page).await.is(200);
    assert!(shown.text().contains("Teams is not shown.") && shown.text().contains("name=\"answer-0\""));
    let answer = ("answer-0", "The report shows it on page 3.");
    let named: Vec<String> = shown
        .text()
        .split("name=\"accepted\" value=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect();
    let accepted: Vec<(&str, &str)> =
        named.iter().map(|named| ("accepted", named.as_str())).chain([answer]).collect();
    done(&mut partner, "resubmit", &accepted, "submitted").await;
    done(&mut reviewer, "start_review", &[], "under_review").await;
    let verdicts = [
        ("item-workload:teams", "accepted"),
        ("item-workload:intune", "refused"),
        ("why-workload:intune", "Not shown."),
    ];
    done(&mut reviewer, "approve", &verdicts, "approved").await;
}
