//! Edits, actions, comments and contact changes.
