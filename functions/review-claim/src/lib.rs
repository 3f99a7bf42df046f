//! The vendor's queue and decisions.
