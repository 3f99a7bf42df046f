//! Rows of mails.

use app::ports::{DUE_SHARDS, Due, Lists, MailKey, MailRow, MailState, Mails};
use jiff::{SignedDuration, Timestamp};

use crate::build;

/// The suite of [`Mails`], with what of them is due.
pub async fn mails<S: Mails + Lists>(store: &S) {
    let claim = build::claim_id("mails");
    let key = |seq, kind: &str| MailKey { claim: claim.clone(), seq, kind: kind.into() };
    let later = |minutes| build::monday().saturating_add(SignedDuration::from_mins(minutes)).unwrap();
    let row = MailRow {
        key: key(9, "notice"),
        round: Some(1),
        to: "sue@fabrikam.example".into(),
        state: MailState::Sending,
        attempt: 1,
        first_at: later(0),
        at: later(0),
        due: Some(later(15)),
        chased: false,
        message_id: None,
        request: Some("JKJaXmPLvHcESHA=".into()),
    };
    assert_eq!(store.mail(&row.key).await.unwrap(), None);
    assert_eq!(store.begin(&row).await.unwrap(), None);
    assert_eq!(store.begin(&row).await.unwrap().as_ref(), Some(&row), "a second worker of the same instant");
    assert_eq!(store.mail(&row.key).await.unwrap().as_ref(), Some(&row));

    assert_eq!(due(store, later(14)).await, []);
    assert_eq!(due(store, later(15)).await, [Due::Mail(row.key.clone())]);

    // Two workers take over at once: one of them is the faster.
    let again = MailRow { attempt: 2, at: later(15), due: Some(later(30)), ..row.clone() };
    assert!(store.replace(&row, &again).await.unwrap());
    assert!(!store.replace(&row, &again).await.unwrap());
    // Two sweepers chase it at once: nothing but the time to look again changes.
    let chased = MailRow { due: Some(later(35)), chased: true, ..again.clone() };
    assert!(store.replace(&again, &chased).await.unwrap());
    assert!(!store.replace(&again, &chased).await.unwrap());
    let sent = MailRow {
        state: MailState::Sent,
        at: later(16),
        due: None,
        chased: false,
        message_id: Some("0100".into()),
        ..again.clone()
    };
    assert!(store.replace(&chased, &sent).await.unwrap());
    assert_eq!(store.mail(&row.key).await.unwrap().as_ref(), Some(&sent));
    assert_eq!(due(store, later(60)).await, []);
    let lost = MailRow { key: key(3, "receipt"), ..row.clone() };
    assert!(!store.replace(&lost, &sent_of(&lost)).await.unwrap(), "no row there");

    // In the order of the entries that owe them.
    let other = MailRow { key: key(123, "notice"), round: None, ..row.clone() };
    let early = MailRow { key: key(9, "claim_submitted"), ..row };
    assert_eq!(store.begin(&other).await.unwrap(), None);
    assert_eq!(store.begin(&early).await.unwrap(), None);
    assert_eq!(store.with_mails(&claim).await.unwrap().1, [early, sent, other]);
    assert_eq!(store.with_mails(&build::claim_id("without")).await.unwrap(), (None, vec![]));
}

fn sent_of(row: &MailRow) -> MailRow {
    MailRow { state: MailState::Sent, ..row.clone() }
}

/// Everything that is due in all parts of the index.
async fn due<S: Lists>(store: &S, now: Timestamp) -> Vec<Due> {
    let mut all = Vec::new();
    for shard in 0..DUE_SHARDS {
        all.extend(store.due(shard, now, 100).await.unwrap().into_iter().map(|(_, due)| due));
    }
    all
}
