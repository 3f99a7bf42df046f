//! The table behaves as every store must, over a real endpoint.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use testkit::conformance;

#[tokio::test]
async fn claims() {
    conformance::claims(&support::rig().await.table).await;
}

#[tokio::test]
async fn contests() {
    conformance::contests(&support::rig().await.table).await;
}

#[tokio::test]
async fn engagements() {
    conformance::engagements(&support::rig().await.table).await;
}

#[tokio::test]
async fn guards() {
    conformance::guards(&support::rig().await.table).await;
}

#[tokio::test]
async fn lists() {
    conformance::lists(&support::rig().await.table).await;
}

#[tokio::test]
async fn comments() {
    conformance::comments(&support::rig().await.table).await;
}

#[tokio::test]
async fn mails() {
    conformance::mails(&support::rig().await.table).await;
}

#[tokio::test]
async fn programme() {
    conformance::programme(&support::rig().await.table).await;
}

#[tokio::test]
async fn usage() {
    conformance::usage(&support::rig().await.table).await;
}

#[tokio::test]
async fn answers() {
    conformance::answers(&support::rig().await.table).await;
}

#[tokio::test]
async fn digests_conform() {
    conformance::digests(&support::rig().await.table).await;
}
