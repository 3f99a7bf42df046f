//! Comments beside a claim.

use app::ports::{Comment, Comments, Visibility};
use domain::{CommentId, Side};
use jiff::SignedDuration;

use crate::build;

/// The suite of [`Comments`].
pub async fn comments<S: Comments>(store: &S) {
    let claim = build::claim_id("comments");
    let comment = |number: i64| {
        let at = build::monday().saturating_add(SignedDuration::from_secs(number)).unwrap();
        Comment {
            id: CommentId::fresh(at, [7; 16]),
            claim: claim.clone(),
            at,
            by: "Vera Vogt".into(),
            side: Side::Vendor,
            visibility: if number % 2 == 0 { Visibility::Shared } else { Visibility::Internal },
            text: format!("Number {number}\nsecond line"),
            answers: (number > 2).then_some(1),
            body: Some("digest".into()),
        }
    };
    let all: Vec<Comment> = (0..5).map(comment).collect();
    assert_eq!(store.comments(&claim, None, 10).await.unwrap(), []);
    for comment in all.iter().rev() {
        assert_eq!(store.add(comment).await.unwrap(), None);
    }
    // The first one stays, and comes back.
    let again = Comment { text: "Another".into(), ..all[2].clone() };
    assert_eq!(store.add(&again).await.unwrap().as_ref(), Some(&all[2]));
    assert_eq!(store.add(&all[2]).await.unwrap().as_ref(), Some(&all[2]));
    // Oldest first, in pages.
    assert_eq!(store.comments(&claim, None, 2).await.unwrap(), all[..2]);
    assert_eq!(store.comments(&claim, Some(&all[1].id), 2).await.unwrap(), all[2..4]);
    assert_eq!(store.comments(&claim, Some(&all[3].id), 2).await.unwrap(), all[4..]);
    assert_eq!(store.comments(&claim, Some(&all[4].id), 2).await.unwrap(), []);
    assert_eq!(store.comments(&build::claim_id("without"), None, 10).await.unwrap(), []);
}
