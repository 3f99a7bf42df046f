//! Mistakes that can be switched on, one by one, to see that the tests find them (docs/PLANTED_BUGS.md).

/// Any nonce will do.
pub(crate) const NONCE_UNCHECKED: bool = cfg!(feature = "planted-nonce-unchecked");
