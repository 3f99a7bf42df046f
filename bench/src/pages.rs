//! What it costs to make a page of the console out of what was read: CPU time of the thread that does it.

use std::{
    sync::{
        OnceLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use local::{Options, Seed, System};
use rustix::time::{ClockId, clock_gettime};
use tracing::{
    Subscriber,
    span::{Attributes, Id},
};
use tracing_subscriber::{Layer, layer::Context, layer::SubscriberExt as _, registry::LookupSpan};

use crate::{
    browser::Browser,
    sheet::{Sheet, grouped},
};

/// What is promised of every page.
const PROMISED: Duration = Duration::from_millis(1);
/// The span in which the console makes a page.
const SPAN: &str = "page.made";

static TAKEN: AtomicU64 = AtomicU64::new(0);
static MADE: AtomicU64 = AtomicU64::new(0);

/// CPU time of this thread, nanoseconds.
fn cpu() -> u64 {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    now.tv_sec.unsigned_abs() * 1_000_000_000 + now.tv_nsec.unsigned_abs()
}

/// Adds up the CPU time between entering the span and leaving it.
struct Meter;

struct Began(u64);

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Meter {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let span = context.span(id).filter(|_| attributes.metadata().name() == SPAN);
        if let Some(span) = span {
            span.extensions_mut().insert(Began(0));
        }
    }

    fn on_enter(&self, id: &Id, context: Context<'_, S>) {
        if let Some(span) = context.span(id)
            && let Some(began) = span.extensions_mut().get_mut::<Began>()
        {
            began.0 = cpu();
        }
    }

    fn on_exit(&self, id: &Id, context: Context<'_, S>) {
        let now = cpu();
        if let Some(span) = context.span(id)
            && let Some(began) = span.extensions().get::<Began>()
        {
            TAKEN.fetch_add(now - began.0, Ordering::Relaxed);
            MADE.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// The pages that are looked at: each by somebody who works with it.
const PAGES: [(&str, &str, &str); 12] = [
    ("engagements", "partner-a-admin", "/console/engagements"),
    ("an engagement", "partner-a-admin", "/console/engagements/workshop"),
    ("customers of an engagement", "partner-a-admin", "/console/engagements/workshop/customers"),
    ("claims", "partner-a-admin", "/console/claims"),
    ("a claim", "partner-a-admin", "/console/claims?status=action_required"),
    ("a step on the way to a claim", "partner-a-admin", "/console/steps/association"),
    ("associations", "partner-a-admin", "/console/associations"),
    ("reviews", "reviewer", "/console/reviews"),
    ("the reviewer's desk", "reviewer", "/console/reviews?queue=mine"),
    ("contests", "reviewer", "/console/contests"),
    ("rules of an engagement", "programme-manager", "/console/programme/workshop"),
    ("figures", "programme-manager", "/console/figures"),
];

/// The table: each page `times` times.
///
/// # Panics
/// There is no such page.
pub async fn table(times: u64) -> Sheet {
    static METER: OnceLock<()> = OnceLock::new();
    METER.get_or_init(|| {
        let subscriber = tracing_subscriber::registry().with(Meter);
        tracing::subscriber::set_global_default(subscriber).expect("nobody else measures");
    });
    let options = Options { seed: Seed::Demo, ..Options::default() };
    let system = System::start(options).await.expect("the local system");
    let headings = ["page", "made", "bytes", "CPU µs each"].map(String::from);
    let mut sheet = Sheet::new("Making a page of the console", &headings);
    let mut longest = Duration::ZERO;
    for (name, persona, path) in PAGES {
        let mut browser = Browser::signed_in(system.base_url(), persona).await;
        // A page of one claim is found by the list that has it.
        let path = match name {
            "a claim" | "the reviewer's desk" => first_link(&browser.get(path).await.text),
            _ => path.to_owned(),
        };
        browser.get(&path).await;
        let before = (TAKEN.load(Ordering::Relaxed), MADE.load(Ordering::Relaxed));
        let mut bytes = 0;
        for _ in 0..times {
            bytes = browser.get(&path).await.text.len() as u64;
        }
        let made = MADE.load(Ordering::Relaxed) - before.1;
        assert_eq!(made, times, "{path} is not made in the span");
        let each = Duration::from_nanos((TAKEN.load(Ordering::Relaxed) - before.0) / made);
        longest = longest.max(each);
        sheet.row(vec![
            name.into(),
            grouped(made),
            grouped(bytes),
            grouped(u64::try_from(each.as_micros()).unwrap_or(u64::MAX)),
        ]);
    }
    let (longest, promised) = (longest.as_micros(), PROMISED.as_micros());
    sheet.promise("CPU of making a page of the console, µs, at most", longest, promised, longest <= promised);
    sheet
}

/// The address of the first claim in a list.
fn first_link(page: &str) -> String {
    let links = ["href=\"/console/claims/clm_", "href=\"/console/reviews/clm_"];
    let found = links.iter().filter_map(|link| page.split(link).nth(1).map(|rest| (link, rest))).next();
    let (link, rest) = found.expect("a claim in the list");
    format!("{}{}", &link[6..], rest.split('"').next().unwrap_or_default())
}
