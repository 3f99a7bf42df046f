//! New claims.
