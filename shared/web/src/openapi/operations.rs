//! Every operation of the API, once. The document, the answer to unknown paths and the comparison with the
//! routes of the template all read this table.

mod claims;
mod customers;
mod programme;
mod public;
mod review;

use std::sync::LazyLock;

use super::operation::Operation;

static OPERATIONS: LazyLock<Vec<Operation>> = LazyLock::new(|| {
    let all = [
        claims::OPERATIONS,
        customers::OPERATIONS,
        review::OPERATIONS,
        programme::OPERATIONS,
        public::OPERATIONS,
    ];
    all.concat()
});

/// Every operation.
#[must_use]
pub fn operations() -> &'static [Operation] {
    &OPERATIONS
}

/// The methods a path has, in alphabetical order; empty when there is no such path.
#[must_use]
pub fn methods(path: &str) -> Vec<&'static str> {
    let mut methods: Vec<_> = OPERATIONS
        .iter()
        .filter(|operation| matches(operation.path, path))
        .map(|known| known.method)
        .collect();
    methods.sort_unstable();
    methods
}

fn matches(template: &str, path: &str) -> bool {
    let mut asked = path.split('/');
    let all = template.split('/').all(|part| match asked.next() {
        Some(given) => part == given || (part.starts_with('{') && !given.is_empty()),
        None => false,
    });
    all && asked.next().is_none()
}
