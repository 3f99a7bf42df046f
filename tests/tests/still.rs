//! A system in which time stands still between the steps of a story: deadlines are met to the second, and
//! every date is known beforehand.

use jiff::Timestamp;
use local::{Options, Wiring};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};
use tests::{Product, product::Hands};

/// A Monday in winter, no holiday near.
pub(crate) const MONDAY: &str = "2026-11-23T09:00:00Z";

#[derive(Debug)]
struct Still(AtomicI64);

impl app::Clock for Still {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

impl Hands for Still {
    fn now(&self) -> Timestamp {
        app::Clock::now(self)
    }

    fn set(&self, to: Timestamp) {
        self.0.store(to.as_second(), Ordering::SeqCst);
    }
}

/// A system at this instant; elsewhere its clock goes on from there.
pub(crate) async fn at(instant: &str) -> Product {
    match tests::product::elsewhere() {
        Some(base) => {
            let product = Product::emptied(&base).await;
            product.wait_until(self::instant(instant)).await;
            product
        }
        None => without(instant, &[]).await,
    }
}

/// The same without these functions: what they would do does not happen.
pub(crate) async fn without(instant: &str, folders: &'static [&'static str]) -> Product {
    let still = Arc::new(Still(AtomicI64::new(self::instant(instant).as_second())));
    let clock = still.clone();
    let wire = local::wire(move |wiring: Wiring| {
        let wiring = Wiring { clock: clock.clone(), ..wiring };
        async move {
            let mut functions = local::functions::all(wiring).await?;
            functions.retain(|folder, _| !folders.contains(&folder.as_str()));
            Ok(functions)
        }
    });
    Product::start_as(Options { wire, ..Options::default() }).await.by(still)
}

/// An instant by its name.
pub(crate) fn instant(name: &str) -> Timestamp {
    name.parse().unwrap()
}

/// The last second before an instant.
pub(crate) fn just_before(instant: Timestamp) -> Timestamp {
    instant - jiff::SignedDuration::from_secs(1)
}
