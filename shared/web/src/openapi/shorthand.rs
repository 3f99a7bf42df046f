//! Words the table of operations is written in.

use super::operation::{Access, Answer, Content, Operation, Parameter};
use crate::query::LIMIT_MAX;

pub(super) const JSON: &[&str] = &["application/json"];
pub(super) const PATCH: &[&str] = &["application/merge-patch+json", "application/json"];
pub(super) const FORM: &[&str] = &["application/json", "application/x-www-form-urlencoded"];
pub(super) const EXPORTED: &[&str] = &["application/json", "text/csv", "application/x-ndjson"];
pub(super) const PAGE: &[&str] = &["text/html", "application/json"];

pub(super) const fn json(schema: &'static str) -> Option<Content> {
    Some(Content { media_types: JSON, schema, required: true })
}

pub(super) const fn answer(status: u16, about: &'static str, schema: &'static str) -> Answer {
    Answer { status, about, content: json(schema), etag: false, location: false, link: false }
}

pub(super) const fn tagged(about: &'static str, schema: &'static str) -> Answer {
    Answer { etag: true, ..answer(200, about, schema) }
}

pub(super) const fn made(about: &'static str, schema: &'static str) -> Answer {
    Answer { location: true, ..answer(201, about, schema) }
}

pub(super) const fn word(
    name: &'static str,
    about: &'static str,
    words: &'static [&'static str],
) -> Parameter {
    Parameter { name, about, words, most: None, required: false }
}

pub(super) const LIMIT: Parameter =
    Parameter { most: Some(LIMIT_MAX), ..word("limit", "Rows of a page, 1 to 100, else 25", &[]) };
pub(super) const CURSOR: Parameter =
    word("cursor", "Where the page begins, from `next` of the page before", &[]);
pub(super) const STATUS: &[&str] = domain::State::STATUSES;
pub(super) const KINDS: &[&str] = &["association", "engagement"];

pub(super) const CLAIM: Answer = tagged("The claim after it", "ClaimAnswer");

pub(super) const fn read(
    path: &'static str,
    id: &'static str,
    summary: &'static str,
    answers: &'static [Answer],
) -> Operation {
    Operation {
        method: "GET",
        path,
        id,
        summary,
        details: "",
        access: Access::Token,
        query: &[],
        repeatable: false,
        conditional: false,
        body: None,
        answers,
        problems: &[404],
    }
}

pub(super) const fn paged(operation: Operation, query: &'static [Parameter]) -> Operation {
    Operation { query, ..operation }
}

pub(super) const fn public(operation: Operation) -> Operation {
    Operation { access: Access::Public, ..operation }
}

/// A command on a claim: conditional and repeatable.
pub(super) const fn act(
    path: &'static str,
    id: &'static str,
    summary: &'static str,
    body: Option<Content>,
) -> Operation {
    Operation {
        method: "POST",
        path,
        id,
        summary,
        details: "",
        access: Access::Token,
        query: &[],
        repeatable: true,
        conditional: true,
        body,
        answers: &[CLAIM],
        problems: &[403, 404, 409, 412, 422, 428],
    }
}

pub(super) const REASON: Option<Content> =
    Some(Content { media_types: JSON, schema: "ReasonInput", required: false });
pub(super) const DECIDED: Answer = Answer {
    status: 200,
    about: "The page after it, or the state and the number of the receipt as JSON",
    content: Some(Content { media_types: PAGE, schema: "DecisionAnswer", required: true }),
    etag: false,
    location: false,
    link: false,
};
