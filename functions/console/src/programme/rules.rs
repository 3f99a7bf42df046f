//! The engagements of the programme and their rules, version by version.

use askama::Template;
use domain::{Caller, Engagement, Refusal, catalogue};
use jiff::Timestamp;
use web::{Call, Problem, Reply, respond};

use super::terms::{self, Section};
use crate::{
    Console,
    pages::{Page, show},
    refused::{Refused, plain},
};

/// An engagement in the list.
struct Row {
    id: String,
    name: String,
    area: String,
    kind: &'static str,
    pay: &'static str,
    status: &'static str,
    version: u32,
    /// The version that is to come, and when.
    coming: Option<(u32, String)>,
}

/// A version of the rules.
struct Version {
    number: u32,
    from: Option<String>,
    /// Whether it is earlier, in force, or to come
    is: &'static str,
}

#[derive(Template)]
#[template(path = "programme/list.html")]
struct Programme {
    page: Page,
    name: String,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "programme/rules.html")]
struct RulesPage {
    page: Page,
    id: String,
    name: String,
    shown: u32,
    status: &'static str,
    versions: Vec<Version>,
    sections: Vec<Section>,
    /// The document to be edited, for those who keep the rules
    document: Option<String>,
    done: bool,
    refused: Option<Refused>,
}

impl Console {
    /// `GET /console/programme`
    pub(super) fn programme(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        call.query().finish()?;
        if !catalogue::reads_rules(caller) {
            return Err(Refusal::NotFound.into());
        }
        let page = Page::new(call, Some(caller)).in_part("programme");
        let (now, catalogue) = (self.app.now(), self.app.catalogue());
        let row = |rules: &Engagement| {
            let newest = catalogue.newest(rules.id.as_str()).filter(|newest| !newest.is_in_force(now));
            let coming = newest.filter(|newest| newest.rule_version != rules.rule_version);
            let from = |rules: &Engagement| {
                Some((rules.rule_version, page.event(rules.in_force_from?, &catalogue.calendar.zone)))
            };
            Row {
                id: rules.id.to_string(),
                name: rules.name.get(page.locale).into(),
                area: page.area(&rules.solution_area),
                kind: rules.kind.as_str(),
                pay: terms::pay_type(rules),
                status: rules.status(now).as_str(),
                version: rules.rule_version,
                coming: coming.and_then(from),
            }
        };
        let rows = catalogue.each(now).map(row).collect();
        let name = catalogue.programme.name.get(page.locale).into();
        show(call, 200, &Programme { page, name, rows })
    }

    /// `GET /console/programme/{id}?version=`: the rules in force, or those of the version that is asked for.
    pub(super) fn rules(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        let mut query = call.query();
        let (version, done) = (query.parsed("version"), query.one_of("done", &["put"]).is_some());
        query.finish()?;
        self.rules_page(call, caller, version, (done, None, None))
    }

    /// `POST /console/programme/{id}`: the next version, as the document itself says.
    pub(super) async fn keep_rules(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        let fields = self.form(call)?;
        let id = call.path("id");
        self.app.newest_rules(caller, id).map_err(|_| Refusal::NotFound)?;
        let document = fields.said("rules").to_owned();
        let put = match web::read::<Engagement>(document.as_bytes()) {
            Ok(rules) => self.app.keep_rules(caller, id, rules).await.map_err(Problem::from),
            Err(problem) => Err(problem),
        };
        match put {
            Ok(put) => {
                let page = format!("/console/programme/{id}?version={}&done=put", put.rule_version);
                Ok(respond::see_other(call, &page))
            }
            Err(problem) => {
                let page = Page::new(call, Some(caller));
                let refused = Refused::of(&page, problem, |fault| {
                    ("rules".into(), format!("{} {}", fault.pointer, plain(&page, fault)))
                })?;
                self.rules_page(call, caller, None, (false, Some(refused), Some(document)))
            }
        }
    }

    fn rules_page(
        &self,
        call: &Call,
        caller: &Caller,
        version: Option<u32>,
        (done, refused, document): (bool, Option<Refused>, Option<String>),
    ) -> Result<Reply, Problem> {
        let newest = self.app.newest_rules(caller, call.path("id")).map_err(|_| Refusal::NotFound)?;
        let page = Page::new(call, Some(caller)).in_part("programme");
        let (now, catalogue) = (self.app.now(), self.app.catalogue());
        let zone = &catalogue.calendar.zone;
        let current = catalogue.current(newest.id.as_str(), now).unwrap_or(&newest);
        let shown = match version {
            Some(version) => catalogue.rules(&newest.id, version).ok_or(Refusal::NotFound)?,
            None => current,
        };
        let mut known: Vec<&Engagement> =
            catalogue.engagements.iter().filter(|rules| rules.id == newest.id).collect();
        known.sort_by_key(|rules| std::cmp::Reverse(rules.rule_version));
        let versions = known.into_iter().map(|rules| Version {
            number: rules.rule_version,
            from: rules.in_force_from.map(|at| page.event(at, zone)),
            is: stands(rules, current, now),
        });
        let keeps = catalogue::keeps_rules(caller);
        let document = document.or_else(|| next(&newest)).filter(|_| keeps);
        let rules = RulesPage {
            id: newest.id.to_string(),
            name: shown.name.get(page.locale).into(),
            shown: shown.rule_version,
            status: shown.status(now).as_str(),
            versions: versions.collect(),
            sections: terms::sections(shown, &page, zone),
            document,
            done,
            refused,
            page,
        };
        show(call, Refused::status(rules.refused.as_ref()), &rules)
    }
}

fn stands(rules: &Engagement, current: &Engagement, now: Timestamp) -> &'static str {
    if !rules.is_in_force(now) {
        "coming"
    } else if rules.rule_version == current.rule_version {
        "in-force"
    } else {
        "earlier"
    }
}

/// The document of the version after this one, as the API takes it.
fn next(newest: &Engagement) -> Option<String> {
    let next = Engagement { rule_version: newest.rule_version + 1, in_force_from: None, ..newest.clone() };
    serde_json::to_string_pretty(&next).ok()
}
