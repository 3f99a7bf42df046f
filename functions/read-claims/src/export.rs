//! Claims as a file (domain 9, "Export"): the list in one answer that is as long as Lambda lets it be.

use app::ports::Position;
use domain::{Actor, Caller, Refusal, actor};
use web::{Call, Problem, Query, Reply, query::LIMIT_MAX, respond, views::ClaimAnswer};

use crate::{ReadClaims, sheet};

/// Most bytes of a page on their way through Lambda, which lets 6 MB pass with all that is around them.
const WEIGHT_MAX: usize = 5 * 1024 * 1024;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// A table with a header row
    Csv,
    /// The object of the list, one a line
    Ndjson,
}

impl Format {
    /// The kind of file the client would rather have than a list.
    pub(crate) fn wanted(call: &Call) -> Option<Self> {
        match call.accepts(&["application/json", "text/csv", "application/x-ndjson"])? {
            "text/csv" => Some(Self::Csv),
            "application/x-ndjson" => Some(Self::Ndjson),
            _ => None,
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Ndjson => "application/x-ndjson",
        }
    }

    fn disposition(self) -> &'static str {
        match self {
            Self::Csv => "attachment; filename=\"claims.csv\"",
            Self::Ndjson => "attachment; filename=\"claims.ndjson\"",
        }
    }

    /// What every page begins with.
    fn head(self) -> Result<Vec<u8>, Problem> {
        match self {
            Self::Csv => sheet::head(),
            Self::Ndjson => Ok(Vec::new()),
        }
    }

    fn rows(self, claims: &[ClaimAnswer]) -> Result<Vec<u8>, Problem> {
        match self {
            Self::Csv => sheet::rows(claims),
            Self::Ndjson => lines(claims),
        }
    }

    /// What the bytes weigh in the JSON of the function's answer: text is escaped, anything else is base64.
    fn weight(self, bytes: &[u8]) -> usize {
        match self {
            Self::Csv => {
                bytes.len() + bytes.iter().filter(|byte| matches!(byte, b'"' | b'\\' | ..b' ')).count()
            }
            Self::Ndjson => bytes.len().div_ceil(3) * 4,
        }
    }
}

fn lines(claims: &[ClaimAnswer]) -> Result<Vec<u8>, Problem> {
    let mut lines = Vec::new();
    for claim in claims {
        serde_json::to_writer(&mut lines, claim).map_err(Problem::internal)?;
        lines.push(b'\n');
    }
    Ok(lines)
}

impl ReadClaims {
    pub(crate) async fn export(
        &self,
        call: &Call,
        caller: &Caller,
        format: Format,
    ) -> Result<Reply, Problem> {
        let question = self.question(call, caller, Query::export_limit)?;
        if !actor::exports(&Actor::Staff(caller.clone())) {
            return Err(Refusal::Forbidden.into());
        }
        let mut page = Page::new(format, question.limit, question.after.clone())?;
        while page.open {
            let (claims, next) = self.found(caller, &question, page.step, page.after.clone()).await?;
            page.take(&format.rows(&claims)?, next);
        }
        let reply = respond::bytes(call, 200, format.media_type(), page.body)
            .header("content-disposition", format.disposition());
        Ok(match page.after {
            Some(position) => {
                let next = self.next_page(call, &question, &position);
                reply.header("link", &format!("<{next}>; rel=\"next\""))
            }
            None => reply,
        })
    }
}

/// A page while it is written.
struct Page {
    format: Format,
    body: Vec<u8>,
    /// Bytes of the body before the first row
    head: usize,
    weight: usize,
    /// Claims that may still be looked at
    left: u32,
    /// How many of them are asked for next
    step: u32,
    /// Where they begin; when the page is written, where the next one begins
    after: Option<Position>,
    open: bool,
}

impl Page {
    fn new(format: Format, left: u32, after: Option<Position>) -> Result<Self, Problem> {
        let body = format.head()?;
        let (head, weight) = (body.len(), format.weight(&body));
        Ok(Self { format, body, head, weight, left, step: LIMIT_MAX.min(left), after, open: true })
    }

    /// Takes the rows of the claims asked for. What would make the page too heavy waits for the next one; what
    /// is too heavy by itself is asked for again in halves.
    fn take(&mut self, rows: &[u8], next: Option<Position>) {
        let heavier = self.weight + self.format.weight(rows);
        if heavier > WEIGHT_MAX && self.body.len() > self.head {
            self.open = false;
        } else if heavier > WEIGHT_MAX && self.step > 1 {
            self.step /= 2;
        } else {
            self.body.extend(rows);
            self.weight = heavier;
            self.left -= self.step;
            self.step = LIMIT_MAX.min(self.left);
            self.after = next;
            self.open = self.left > 0 && self.after.is_some();
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use domain::ClaimId;

    /// Pages of a shelf with `total` claims, each a row of about `size` bytes that begins with its number.
    fn pages(format: Format, total: usize, size: usize, limit: u32) -> Vec<Vec<u8>> {
        let (mut pages, mut after) = (Vec::new(), None);
        loop {
            let mut page = Page::new(format, limit, after).unwrap();
            while page.open {
                assert!((1..=LIMIT_MAX).contains(&page.step));
                let from = page.after.as_ref().map_or(0, |after| after.sort.parse().unwrap());
                let to = total.min(from + page.step as usize);
                let rows: String =
                    (from..to).map(|number| format!("{number}{}\n", " ".repeat(size - 10))).collect();
                let next = Position { sort: to.to_string(), claim: ClaimId::derived(&[]) };
                page.take(rows.as_bytes(), (to < total).then_some(next));
            }
            pages.push(page.body);
            after = page.after;
            if after.is_none() {
                return pages;
            }
        }
    }

    fn numbers(format: Format, pages: &[Vec<u8>]) -> Vec<usize> {
        let text = |page: &Vec<u8>| String::from_utf8(page[format.head().unwrap().len()..].to_vec()).unwrap();
        let of = |page| text(page).lines().map(|line| line.trim().parse().unwrap()).collect::<Vec<_>>();
        pages.iter().flat_map(of).collect()
    }

    #[test]
    fn pages_hold_every_claim_once_and_no_more_than_asked_for() {
        for (total, limit, expected) in
            [(0, 10, 1), (10, 10, 1), (11, 10, 2), (250, 250, 1), (250, 249, 2), (250, 1, 250), (7, 5_000, 1)]
        {
            let pages = pages(Format::Ndjson, total, 10, limit);
            assert_eq!(pages.len(), expected, "{total} by {limit}");
            assert_eq!(numbers(Format::Ndjson, &pages), (0..total).collect::<Vec<_>>(), "{total} by {limit}");
        }
    }

    #[test]
    fn a_page_ends_before_it_is_too_heavy() {
        for (format, total, size, most) in [
            (Format::Csv, 2_500, 5_000, 1_000),
            (Format::Ndjson, 2_500, 5_000, 700),
            // the first hundred are too much for a page
            (Format::Csv, 120, 60_000, 50),
            (Format::Csv, 5, 2_000_000, 1),
        ] {
            let pages = pages(format, total, size, 5_000);
            assert_eq!(numbers(format, &pages), (0..total).collect::<Vec<_>>());
            assert!(pages.iter().all(|page| format.weight(page) <= WEIGHT_MAX));
            assert_eq!(numbers(format, &pages[..1]).len(), most, "{size}");
        }
    }

    #[test]
    fn bytes_weigh_what_they_weigh_in_the_answer() {
        let text = "\"a\",\"b\\c\"\r\n\u{e4}\t\n";
        let escaped = serde_json::to_string(text).unwrap();
        assert_eq!(Format::Csv.weight(text.as_bytes()), escaped.len() - 2);
        assert_eq!(Format::Ndjson.weight(b"1234"), 8);
    }
}
