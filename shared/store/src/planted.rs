//! Mistakes that can be switched on, one by one, to see that the tests find them (docs/PLANTED_BUGS.md).

/// A claim is written over whatever is there.
pub(crate) const VERSION_UNCHECKED: bool = cfg!(feature = "planted-version-unchecked");
/// An association is taken whoever holds it.
pub(crate) const HOLDER_UNCHECKED: bool = cfg!(feature = "planted-holder-unchecked");
