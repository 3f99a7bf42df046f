//! Imports of what the vendor knows.
