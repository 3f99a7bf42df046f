//! What a partner finds beside its claims: engagements, customers, and what came of the claims.

pub(crate) mod associations;
pub(crate) mod customers;
pub(crate) mod earnings;
pub(crate) mod engagements;
pub(crate) mod mails;
pub(crate) mod referrals;
