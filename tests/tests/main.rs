//! The product from outside: one binary, so that it links once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a story that fails must say so")]

mod architecture;
mod authorisation;
mod batches;
mod consent;
mod console;
mod console_partner;
mod console_vendor;
mod contests;
mod costs;
mod counts;
mod deadlines;
mod delegation;
mod demo;
mod digests;
mod disputes;
mod earnings;
mod endings;
mod engagements;
mod events;
mod exports;
mod imports;
mod input;
mod journeys;
mod killed;
mod lists;
mod logs;
mod lost_answers;
mod operations;
mod proof;
mod races;
mod receipts;
mod retries;
mod review;
mod rights;
mod rules;
mod secrecy;
mod still;
mod usage;

/// Every route but the console's, whose pages have a story of their own.
fn routes() -> std::collections::BTreeSet<String> {
    all_routes().into_iter().filter(|route| !route.contains(" /console")).collect()
}

/// `METHOD /path` of every route of the template, and `$default`.
fn all_routes() -> std::collections::BTreeSet<String> {
    let template = local::Options::default().template;
    let secrets = local::template::without_secrets();
    let template = local::template::Template::parse(&template, &secrets).unwrap();
    let key = |route: &local::template::Route| match route.path.as_str() {
        "$default" => "$default".to_owned(),
        path => format!("{} {path}", route.method),
    };
    template.routes().map(|(route, _)| key(route)).collect()
}
