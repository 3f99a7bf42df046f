//! For tests: builders, a fixed clock, an in-memory store and the conformance suites of the ports.
