//! Demo data. All of them come in as requests: rows as a programme manager's imports, claims as a story that the
//! personas and the customers' contacts live through, while the clock goes from some months ago to now.

mod story;
mod visitor;

use crate::{StartError, clock::MovableClock, system::Core};
use app::Clock;
use http::{Method, header};
use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Weekday},
    tz::TimeZone,
};
use std::sync::Arc;
use story::Story;
use tokio::task::JoinSet;
use visitor::{Visitor, failed};

/// Two partners with their locations, customers, some of their subscriptions, a year of usage of a few.
const IMPORTS: [(&str, &str); 4] = [
    ("locations", include_str!("../demo/locations.ndjson")),
    ("customers", include_str!("../demo/customers.ndjson")),
    ("subscriptions", include_str!("../demo/subscriptions.ndjson")),
    ("usage", include_str!("../demo/usage.ndjson")),
];

/// What became of the claims.
const STORY: &str = include_str!("../demo/story.ndjson");

/// Brings in the demo data, once, into an empty system that already serves. Afterwards it is real time.
///
/// # Errors
/// The system refuses them.
pub async fn demo(core: &Arc<Core>) -> Result<(), StartError> {
    let today = MovableClock::real().to_zoned(TimeZone::UTC).date();
    let moments = story::moments(&dated(STORY, today))?;
    if let Some((first, _)) = moments.first_key_value() {
        core.clock.begin_at(*first)?;
    }
    let visitor = Arc::new(Visitor::new(core)?);
    let mut imports = JoinSet::new();
    for (kind, rows) in IMPORTS {
        imports.spawn(import(visitor.clone(), kind, dated(rows, today)));
    }
    while let Some(done) = imports.join_next().await {
        done.map_err(failed)??;
    }
    let mut story = Story::new(core.clone(), visitor);
    let all = moments.len();
    for (told, (at, deeds)) in moments.into_iter().enumerate() {
        if told % (all / 10).max(1) == 0 {
            tracing::info!("the demo data live through {}: {told} of {all} moments", at.strftime("%F"));
        }
        wait_until(core, at).await?;
        story.go_on(deeds).await?;
    }
    wait_until(core, MovableClock::real()).await?;
    core.clock.reset()?;
    core.catch_up().await;
    Ok(())
}

async fn import(visitor: Arc<Visitor>, kind: &str, rows: String) -> Result<(), StartError> {
    let path = format!("/v1/imports?kind={kind}");
    let call = visitor.call_as("programme-manager", Method::POST, &path)?;
    let answer = visitor.send(call.header(header::CONTENT_TYPE, "application/x-ndjson"), rows).await?;
    if answer["refused"] == 0 { Ok(()) } else { Err(failed(format!("{kind}: {answer}"))) }
}

/// Time goes by, night after night. Nothing is under way while the clock moves, and what has become due is done before
/// anybody acts: every run tells the same.
async fn wait_until(core: &Core, at: Timestamp) -> Result<(), StartError> {
    core.drain().await;
    while core.clock.now() < at {
        core.clock.set(night_after(core.clock.now())?.min(at))?;
        core.catch_up().await;
    }
    Ok(())
}

/// When the next of the programme's days has just ended; what a weekend makes due is seen to on Sunday.
fn night_after(now: Timestamp) -> Result<Timestamp, StartError> {
    let now = now.to_zoned(TimeZone::UTC).datetime();
    let nights = now.date().series(1.day()).map(|day| day.at(23, 1, 0, 0));
    let mut nights = nights.filter(|night| !matches!(night.weekday(), Weekday::Friday | Weekday::Saturday));
    let next = nights.find(|night| *night > now).unwrap_or(now);
    TimeZone::UTC.to_timestamp(next).map_err(failed)
}

/// Puts dates for `<-5>`, the fifth working day before today, and the like: the story is as old every day.
fn dated(text: &str, today: Date) -> String {
    let mut parts = text.split('<');
    let mut dated = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once('>').map(|(days, rest)| (days.parse(), rest)) {
            Some((Ok(days), rest)) => dated.extend([working_day(today, days).to_string().as_str(), rest]),
            _ => dated.extend(["<", part]),
        }
    }
    dated
}

fn working_day(today: Date, days: i32) -> Date {
    let (mut day, mut left) = (today, days.abs());
    while left > 0 {
        day = day.saturating_add(days.signum().days());
        if !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            left -= 1;
        }
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_story_are_working_days() {
        let saturday = jiff::civil::date(2026, 11, 21);
        assert_eq!(dated("a <-1>T08:00Z, <0>, <6>", saturday), "a 2026-11-20T08:00Z, 2026-11-21, 2026-11-30");
        assert_eq!(dated("x < y <b> <-6>", saturday), "x < y <b> 2026-11-13");
    }

    #[test]
    fn nights_are_those_before_a_working_day() {
        let night = |now: &str| night_after(now.parse().unwrap()).unwrap().to_string();
        assert_eq!(night("2026-11-19T08:00Z"), "2026-11-19T23:01:00Z");
        assert_eq!(night("2026-11-19T23:01Z"), "2026-11-22T23:01:00Z");
    }
}
