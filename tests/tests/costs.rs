//! What is promised however many claims there are (quality 1), in small: `docs/PERFORMANCE.md` has the real figures.

/// Five times the claims: the same requests, items and units for a page of every list, the first and a later one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_of_a_list_costs_the_same_among_more_claims() {
    let sheet = bench::lists::table(&[200, 1_000], 5).await;
    println!("{sheet}");
    assert!(sheet.broken().is_empty(), "{sheet}");
}

/// The same for what is due, and for a tick that finds nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_due_costs_the_same_among_more_claims() {
    let sheet = bench::sweep::table(&[100, 1_000], 50).await;
    println!("{sheet}");
    assert!(sheet.broken().is_empty(), "{sheet}");
}
