//! Imports: a rehearsal first, then the rows themselves, with a result for each of them.

use app::imports::Kind;
use askama::Template;
use domain::{Caller, Code, Refusal, command::Key, ids};
use web::{
    Call, Problem, Reply,
    imports::{IMPORT_MAX, import, read},
    respond,
    views::ImportView,
};

use super::rows::{Row, columns, rows};
use crate::{
    Console,
    pages::{Page, show},
    refused::{Refused, plain},
};

/// Most bytes of the form: the rows, escaped, and still fewer than a function can be given.
const FORM_MAX: usize = IMPORT_MAX + IMPORT_MAX / 4;

#[derive(Template)]
#[template(path = "programme/imports.html")]
struct Imports {
    page: Page,
    kinds: Vec<Kind>,
    kind: &'static str,
    rows: String,
    refused: Option<Refused>,
}

impl Imports {
    fn columns(&self, kind: &Kind) -> &'static [&'static str] {
        columns(kind.as_str())
    }
}

/// What became of an import, or would.
#[derive(Template)]
#[template(path = "programme/imported.html")]
struct Imported {
    page: Page,
    import: ImportView,
    results: Vec<Row>,
    /// Rows that were rehearsed, and the name of what is sent next: sent twice, it is done once
    next: Option<(String, String)>,
}

impl Console {
    /// `GET /console/imports`
    pub(super) fn imports(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        let page = Page::new(call, Some(caller)).in_part("imports");
        let kinds = kinds(caller)?;
        let names: Vec<&'static str> = kinds.iter().map(|kind| kind.as_str()).collect();
        let mut query = call.query();
        let kind = query.one_of("kind", &names);
        query.finish()?;
        let kind = kind.or(names.first().copied()).unwrap_or_default();
        show(call, 200, &Imports { page, kinds, kind, rows: String::new(), refused: None })
    }

    /// `POST /console/imports`: the rehearsal; sent again from its result, the import itself.
    pub(super) async fn import(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        let page = Page::new(call, Some(caller)).in_part("imports");
        let kinds = kinds(caller)?;
        let fields = self.form_within(call, FORM_MAX)?;
        let kind = kinds.iter().copied().find(|kind| kind.as_str() == fields.said("kind"));
        let kind = kind.ok_or(Code::NotFound)?;
        let (text, once) = (fields.said("rows"), fields.text("once"));
        let key = once.as_ref().map(|once| key(caller, once, text));
        let again = |refused: Refused| {
            let status = Refused::status(Some(&refused));
            let (kind, rows) = (kind.as_str(), text.to_owned());
            let (page, kinds) = (page.clone(), kinds.clone());
            show(call, status, &Imports { page, kinds, kind, rows, refused: Some(refused) })
        };
        let done = match read(media_type(text), text.as_bytes()) {
            Ok(rows) if rows.is_empty() => {
                return again(Refused::new(page.t("no-rows"), "rows", page.t("rows-hint")));
            }
            Ok(rows) => {
                let what = (kind, key.is_none());
                import(&self.app, caller, what, rows, key.as_ref(), page.locale).await
            }
            Err(problem) => Err(problem),
        };
        match done {
            Ok(done) if once.is_some() => {
                Ok(respond::see_other(call, &format!("/console/imports/{}", done.id)))
            }
            Ok(done) => {
                let once = domain::claim::hex(&self.app.entropy.bytes());
                self.imported_page(call, page, &done.answer, Some((text.to_owned(), once)))
            }
            Err(problem) => again(Refused::of(&page, problem, |fault| ("rows".into(), plain(&page, fault)))?),
        }
    }

    /// `GET /console/imports/{id}`
    pub(super) async fn imported(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        call.query().finish()?;
        kinds(caller)?;
        let page = Page::new(call, Some(caller)).in_part("imports");
        let answer = self.app.import_read(call.path("id"), caller).await?;
        self.imported_page(call, page, &answer, None)
    }

    fn imported_page(
        &self,
        call: &Call,
        page: Page,
        answer: &str,
        next: Option<(String, String)>,
    ) -> Result<Reply, Problem> {
        let import: ImportView = serde_json::from_str(answer).map_err(Problem::internal)?;
        let results = rows(&import, &page);
        show(call, 200, &Imported { next: next.filter(|_| import.accepted > 0), page, import, results })
    }
}

/// What the caller can bring; for others there is no such page.
fn kinds(caller: &Caller) -> Result<Vec<Kind>, Problem> {
    let kinds: Vec<Kind> = Kind::ALL.into_iter().filter(|kind| kind.is_brought_by(caller)).collect();
    if kinds.is_empty() { Err(Refusal::NotFound.into()) } else { Ok(kinds) }
}

/// A row in JSON begins as an object does, a CSV with the names of its columns.
fn media_type(text: &str) -> &'static str {
    let json = text.trim_start_matches('\u{feff}').trim_start().starts_with('{');
    if json { "application/x-ndjson" } else { "text/csv" }
}

fn key(caller: &Caller, once: &str, rows: &str) -> Key {
    let digest = |parts: &[&str]| domain::claim::hex(&ids::digest(parts));
    Key { key: digest(&["console import", caller.org.as_str(), once]), body: digest(&[rows]) }
}
