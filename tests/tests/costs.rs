//! What is promised however many claims there are (quality 1), in small: `docs/PERFORMANCE.md` has the real figures.

/// A whole life: one read and one write per command, and no more units than `docs/PERFORMANCE.md` admits.
#[tokio::test]
async fn a_life_costs_no_more_than_is_said() {
    let sheet = bench::commands::table().await;
    println!("{sheet}");
    for promise in sheet.promises() {
        let figure = promise.figure.parse::<f64>();
        match promise.what.as_str() {
            "units written in a life, with the indexes" => assert!(figure.unwrap() <= 59.0, "{sheet}"),
            "units read in a life" => assert!(figure.unwrap() <= 14.0, "{sheet}"),
            _ => assert!(promise.kept, "{sheet}"),
        }
    }
}

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
