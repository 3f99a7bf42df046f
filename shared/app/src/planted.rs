//! Mistakes that can be switched on, one by one, to see that the tests find them (docs/PLANTED_BUGS.md).

/// A mail is sent before it is marked as on its way.
pub(crate) const UNMARKED_MAIL: bool = cfg!(feature = "planted-unmarked-mail");
/// A write whose answer was lost is not recognised.
pub(crate) const LOST_ANSWER_FORGOTTEN: bool = cfg!(feature = "planted-lost-answer-forgotten");
