//! What is late in the vendor's queues and how old it is: a chart, and the same as a table.

use app::figures::{AGES, Figures};
use askama::Template;
use domain::{Caller, Refusal, actor};
use web::{Call, Problem, Reply};

use crate::{
    Console,
    pages::{Page, show},
    texts::filled,
};

/// A bar in hundredths of the longest one: what is in time, and behind it what is late.
struct Bar {
    label: String,
    first: u32,
    second: u32,
}

#[derive(Template)]
#[template(path = "programme/figures.html")]
struct FiguresPage {
    page: Page,
    figures: Vec<Figures>,
    /// Every age with its count in each phase, and in all
    ages: Vec<(String, Vec<(String, u32)>)>,
    late: Vec<Bar>,
    old: Vec<Bar>,
    /// Claims that were counted
    total: u32,
    /// There are others, which were not
    more: bool,
}

impl FiguresPage {
    fn in_time(&self) -> u32 {
        self.figures.iter().map(|figures| figures.in_time).sum()
    }

    fn overdue(&self) -> u32 {
        self.figures.iter().map(|figures| figures.overdue).sum()
    }
}

impl Console {
    /// `GET /console/figures`
    pub(super) async fn figures(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        call.query().finish()?;
        if !actor::oversees_queues(caller) {
            return Err(Refusal::NotFound.into());
        }
        let page = Page::new(call, Some(caller)).in_part("figures");
        let figures = self.app.figures(caller).await?;
        let ages = ages(&page);
        let late = figures.iter().map(|one| (page.word("phase", one.phase), one.in_time, one.overdue));
        let late = bars(late.collect());
        let in_all = |age: usize| figures.iter().map(|one| one.ages[age]).sum();
        let old = ages.iter().enumerate().map(|(age, label)| (label.clone(), in_all(age), 0));
        let old = bars(old.collect());
        let counts = |age: usize| {
            let phases = figures.iter().map(|one| (page.word("phase", one.phase), one.ages[age]));
            phases.chain([(page.t("in-all"), in_all(age))]).collect()
        };
        let ages = ages.into_iter().enumerate().map(|(age, label)| (label, counts(age))).collect();
        let total = figures.iter().map(|one| one.in_time + one.overdue).sum();
        let more = figures.iter().any(|one| one.more);
        show(call, 200, &FiguresPage { page, figures, ages, late, old, total, more })
    }
}

/// "0 to 2 days" … "more than 20 days"
fn ages(page: &Page) -> Vec<String> {
    let days = |days: i64| u32::try_from(days).unwrap_or_default();
    let firsts = std::iter::once(0).chain(AGES.map(|last| days(last) + 1));
    let lasts = AGES.map(|last| Some(days(last))).into_iter().chain([None]);
    firsts
        .zip(lasts)
        .map(|(first, last)| match last {
            Some(last) => {
                filled(page.locale, "age-from-to", &[("first", first.into()), ("last", last.into())])
            }
            None => filled(page.locale, "age-over", &[("days", (first - 1).into())]),
        })
        .collect()
}

fn bars(counts: Vec<(String, u32, u32)>) -> Vec<Bar> {
    let longest = counts.iter().map(|(_, first, second)| first + second).max().unwrap_or_default().max(1);
    let share = |count: u32| count * 100 / longest;
    let bar = |(label, first, second)| Bar { label, first: share(first), second: share(second) };
    counts.into_iter().map(bar).collect()
}
