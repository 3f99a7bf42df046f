//! The store in memory behaves as every store must.

use testkit::{MemoryStore, conformance};

#[tokio::test]
async fn claims() {
    conformance::claims(&MemoryStore::default()).await;
}

#[tokio::test]
async fn contests() {
    conformance::contests(&MemoryStore::default()).await;
}

#[tokio::test]
async fn guards() {
    conformance::guards(&MemoryStore::default()).await;
}

#[tokio::test]
async fn lists() {
    conformance::lists(&MemoryStore::default()).await;
}

#[tokio::test]
async fn comments() {
    conformance::comments(&MemoryStore::default()).await;
}

#[tokio::test]
async fn mails() {
    conformance::mails(&MemoryStore::default()).await;
}

#[tokio::test]
async fn programme() {
    conformance::programme(&MemoryStore::default()).await;
}

#[tokio::test]
async fn usage() {
    conformance::usage(&MemoryStore::default()).await;
}

#[tokio::test]
async fn answers() {
    conformance::answers(&MemoryStore::default()).await;
}

#[tokio::test]
async fn digests_conform() {
    conformance::digests(&MemoryStore::default()).await;
}
