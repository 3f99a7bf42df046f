//! Engagement claims over HTTP alone (domain 6.4).

mod caps;
mod clocks;
mod journeys;
mod naming;
mod pages;
mod referrals;
