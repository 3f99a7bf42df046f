//! What a page of a list costs, however many claims there are (quality 1).

use crate::{
    desk::{Desk, persona},
    fill::fill,
    sheet::{Sheet, grouped},
    stories,
    wire::Cost,
};
use local::dev::personas::Persona;

/// Largest page there is: to get on.
const LARGEST: u64 = 100;
/// Pages looked through for as many rows as one of them may hold.
const PAGES: u64 = 40;

/// A list as somebody reads it.
struct List {
    who: Persona,
    name: &'static str,
    path: String,
}

/// Every list and tab, and every filter of those that have some.
fn lists(claims: u64) -> Vec<List> {
    let [admin, referrals, reviewer, lead, seller] =
        ["partner-a-admin", "partner-a-referrals", "reviewer", "review-lead", "field-seller"].map(persona);
    let oldest = stories::claim_id(0).number();
    let since = stories::made_at(claims / 2);
    let unclaimed = |tab| format!("/v1/engagements/{}/customers?tab={tab}", stories::UNCLAIMED);
    let list = |who, name, path: &str| List { who, name, path: path.to_owned() };
    let of_a = |name, path: &str| list(admin, name, path);
    vec![
        of_a("partner: claims", "/v1/claims"),
        of_a("  sort=-createdAt", "/v1/claims?sort=-createdAt"),
        of_a("  updatedSince", &format!("/v1/claims?updatedSince={since}")),
        of_a("  status", "/v1/claims?status=disputed"),
        of_a("  kind", "/v1/claims?kind=engagement"),
        of_a("  engagementId", "/v1/claims?engagementId=small-project"),
        of_a("  locationId", "/v1/claims?locationId=4821908"),
        of_a("  q=<name prefix>", "/v1/claims?q=litware"),
        of_a("  q=<number>", &format!("/v1/claims?q={oldest}")),
        of_a("partner: associations", "/v1/associations"),
        of_a("  status", "/v1/associations?status=active"),
        of_a("partner: earnings", "/v1/earnings"),
        list(referrals, "partner: referrals", "/v1/referrals"),
        of_a("partner: contests", "/v1/contests"),
        of_a("customers: eligible, claimed", "/v1/engagements/workshop/customers?tab=eligible"),
        of_a("customers: eligible, known", &unclaimed("eligible")),
        of_a("customers: ineligible", &unclaimed("ineligible")),
        of_a("customers: completed", "/v1/engagements/workshop/customers?tab=completed"),
        of_a("customers: counts", "/v1/engagements/workshop/customer-counts"),
        list(lead, "vendor: claims", "/v1/claims"),
        list(lead, "  sort=-createdAt", "/v1/claims?sort=-createdAt"),
        list(lead, "  status", "/v1/claims?status=disputed"),
        list(lead, "  q=<number>", &format!("/v1/claims?q={oldest}")),
        list(lead, "vendor: associations", "/v1/associations"),
        list(lead, "vendor: earnings", "/v1/earnings"),
        list(seller, "vendor: referrals", "/v1/referrals"),
        list(lead, "vendor: contests", "/v1/contests"),
        list(reviewer, "reviews: unassigned", "/v1/reviews?queue=unassigned"),
        list(reviewer, "reviews: mine", "/v1/reviews?queue=mine"),
        list(reviewer, "reviews: overdue", "/v1/reviews?queue=overdue"),
        list(lead, "reviews: contested", "/v1/reviews?queue=contested"),
    ]
}

/// A page of `limit` of every list, among each of these numbers of claims.
pub async fn table(sizes: &[u64], limit: u64) -> Sheet {
    let columns = |what: &'static str| sizes.iter().map(move |size| format!("{what} {}", grouped(*size)));
    let headings = ["list", "first page", "later page"].map(Into::into).into_iter();
    let headings: Vec<String> = headings.chain(columns("×").skip(1)).chain(columns("pages")).collect();
    let title = format!(
        "A page of {limit} among {} claims: requests / items looked at / units read. How many times that is among\n\
         more claims. How many pages show {limit} rows, or all there are; rows that a filter leaves out are paid for.",
        grouped(sizes[0])
    );
    let mut sheet = Sheet::new(&title, &headings);
    let mut grown = 1.0_f64;
    let seen = seen(sizes, limit).await;
    for (index, list) in lists(sizes[0]).iter().enumerate() {
        let among: Vec<(u64, Seen)> = sizes.iter().copied().zip(seen.iter().map(|at| at[index])).collect();
        let small = among[0].1;
        let mut row = vec![list.name.to_owned(), small.first.to_string(), small.later.to_string()];
        let ratios: Vec<f64> = among[1..].iter().map(|(_, at)| at.over(&small)).collect();
        if !list.counts() {
            let worse = |one: f64, two: f64| if (two - 1.0).abs() > (one - 1.0).abs() { two } else { one };
            grown = ratios.iter().copied().fold(grown, worse);
        }
        row.extend(ratios.iter().map(|ratio| format!("{ratio:.2}")));
        row.extend(among.iter().map(|(_, at)| at.looked_through()));
        sheet.row(row);
        for (size, at) in among.into_iter().filter(|(_, at)| !list.counts() && !at.is_as(&small)) {
            let (who, path, pages) = (list.who, &list.path, at.looked_through());
            let (first, later, size) = (at.first, at.later, grouped(size));
            let who = &who.claims().sub;
            sheet.breaks(format!("{who} {path} among {size}: {first}, later {later}, {pages} pages"));
        }
    }
    let kept = sheet.broken().is_empty();
    let what = "requests, items and units of a page of any list, times those among the fewest claims";
    sheet.promise(what, format!("{grown:.2}"), "1.00", kept);
    sheet
}

/// What is seen of every list among each of these numbers of claims.
async fn seen(sizes: &[u64], limit: u64) -> Vec<Vec<Seen>> {
    let (mut seen, mut pages) = (Vec::new(), Vec::new());
    for size in sizes {
        let desk = Desk::start(stories::later()).await;
        fill(&desk, *size).await;
        let mut at = Vec::new();
        for (index, list) in lists(*size).iter().enumerate() {
            // Lists are as many times longer as there are more claims: the later page is a quarter further on.
            if pages.len() == index {
                pages.push(list.pages(&desk, limit).await);
            }
            let rows = (pages[index] - 1) * limit * size / sizes[0];
            at.push(list.seen(&desk, limit, rows / 4).await);
        }
        seen.push(at);
    }
    seen
}

/// What was seen of a list.
#[derive(Debug, Clone, Copy)]
struct Seen {
    first: Cost,
    later: Cost,
    /// Pages it takes to see as many rows as one of them may hold, or all there are
    filled: Option<u64>,
}

impl Seen {
    /// How many times the other one it is, in what differs most.
    fn over(&self, other: &Self) -> f64 {
        let (first, later) = (self.first.over(&other.first), self.later.over(&other.later));
        if (first - 1.0).abs() > (later - 1.0).abs() { first } else { later }
    }

    fn is_as(&self, other: &Self) -> bool {
        self.first == other.first && self.later == other.later && self.filled == other.filled
    }

    fn looked_through(&self) -> String {
        self.filled.map_or_else(|| format!("> {PAGES}"), |pages| pages.to_string())
    }
}

impl List {
    /// Counts look at more rows the more there are, up to a thousand of a tab.
    fn counts(&self) -> bool {
        self.path.ends_with("/customer-counts")
    }

    fn at(&self, limit: u64) -> String {
        if self.counts() { self.path.clone() } else { resized(&self.path, limit) }
    }

    /// `skipped` rows lie before the later page.
    async fn seen(&self, desk: &Desk, limit: u64, skipped: u64) -> Seen {
        let first = desk.page(self.who, &self.at(limit)).await.cost;
        let (mut left, mut path) = (skipped, self.at(limit));
        while left > 0 {
            let step = left.min(LARGEST);
            let page = desk.page(self.who, &resized(&path, step)).await;
            path = page.next.unwrap_or_else(|| panic!("{} ends before", self.name));
            left -= step;
        }
        let path = if skipped > 0 { resized(&path, limit) } else { path };
        let later = desk.page(self.who, &path).await.cost;
        let (mut rows, mut pages, mut next) = (0, 0, Some(self.at(limit)));
        while let Some(path) = next.take() {
            let page = desk.page(self.who, &path).await;
            (rows, pages) = (rows + page.rows as u64, pages + 1);
            next = page.next.filter(|_| rows < limit && pages < PAGES);
        }
        let filled = (rows >= limit || pages < PAGES).then_some(pages);
        Seen { first, later, filled }
    }

    /// How many pages there are.
    async fn pages(&self, desk: &Desk, limit: u64) -> u64 {
        let (mut pages, mut next) = (0, Some(self.at(limit)));
        while let Some(path) = next.take() {
            next = desk.page(self.who, &path).await.next;
            pages += 1;
        }
        pages
    }
}

/// The same page with another limit, which is no part of the question.
fn resized(path: &str, limit: u64) -> String {
    let (address, query) = path.split_once('?').unwrap_or((path, ""));
    let kept = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("limit="));
    let pairs: Vec<String> = kept.map(Into::into).chain([format!("limit={limit}")]).collect();
    format!("{address}?{}", pairs.join("&"))
}
