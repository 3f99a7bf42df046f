//! What a partner finds beside its claims: engagements, customers, and what became official.

pub(crate) mod customers;
pub(crate) mod engagements;
