//! Journeys, laws and the architecture, tested from outside.
