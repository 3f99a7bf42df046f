//! What every implementation of the ports must do. Each suite wants a store without rows.

mod answers;
mod claims;
mod comments;
mod contests;
mod digests;
mod engagements;
mod guards;
mod lists;
mod mails;
mod programme;
mod usage;

pub use answers::answers;
pub use claims::claims;
pub use comments::comments;
pub use contests::contests;
pub use digests::digests;
pub use engagements::engagements;
pub use guards::guards;
pub use lists::lists;
pub use mails::mails;
pub use programme::programme;
pub use usage::usage;

use app::ports::{Claims, CommitError, Programme};
use domain::{Claim, Customer, claim::Submitted};

use crate::{Scene, build};

/// Brings the locations, the customer and a hundred subscriptions of [`crate::build`].
pub async fn seed<S: Programme>(store: &S) {
    for row in build::locations() {
        store.put_location(&row).await.unwrap();
    }
    for number in 0..100 {
        store.put_subscription(&build::subscription(number)).await.unwrap();
    }
    store.put_customer(&build::customer()).await.unwrap();
}

/// Writes a scene as it came about; the store must agree at every step.
pub async fn replay<S: Claims>(store: &S, scene: &Scene) {
    store.create(&scene.created).await.unwrap();
    let id = &scene.claim.id;
    assert_eq!(store.load(id).await.unwrap().as_ref(), Some(&scene.created.claim));
    for decision in &scene.decisions {
        store.commit(decision, &[]).await.unwrap();
        assert_eq!(store.load(id).await.unwrap().as_ref(), Some(&decision.claim));
        if let Some(number) = decision.freeze {
            let frozen = Submitted::of(&decision.claim, number);
            assert_eq!(store.submitted(id, number).await.unwrap(), Some(frozen));
        }
    }
}

/// The claim a conflict tells of.
fn current<T: std::fmt::Debug>(result: Result<T, CommitError>) -> Option<Claim> {
    match result {
        Err(CommitError::Conflict(current)) => current.map(|claim| *claim),
        other => panic!("no conflict: {other:?}"),
    }
}

async fn customer<S: Programme>(store: &S) -> Customer {
    store.customer_of_tenant(build::TENANT).await.unwrap().unwrap()
}
