//! What is said about an operation.

/// Who may call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody; on consent pages the link is the proof
    Public,
    /// Holders of a token
    Token,
}

/// An operation: one method of one path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// `GET` …
    pub method: &'static str,
    /// Path template, as in the routes of the gateway
    pub path: &'static str,
    /// Name of the operation, unique
    pub id: &'static str,
    /// What it does
    pub summary: &'static str,
    /// What a line does not say; empty = nothing
    pub details: &'static str,
    /// Who may call
    pub access: Access,
    /// Query parameters
    pub query: &'static [Parameter],
    /// Whether it takes `Idempotency-Key`
    pub repeatable: bool,
    /// Whether it needs `If-Match`
    pub conditional: bool,
    /// Media type and schema of the body
    pub body: Option<Content>,
    /// Answers that are no problems
    pub answers: &'static [Answer],
    /// Statuses of the problems it may meet, beside those every operation may meet
    pub problems: &'static [u16],
}

/// A query parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    /// Its name
    pub name: &'static str,
    /// What it does
    pub about: &'static str,
    /// The words it may be; empty = any text
    pub words: &'static [&'static str],
    /// It is a number from 1 to this
    pub most: Option<u32>,
    /// Whether it must be there
    pub required: bool,
}

/// A body: its media types and the name of its schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Content {
    /// Media types
    pub media_types: &'static [&'static str],
    /// Name of the schema; empty = no schema
    pub schema: &'static str,
    /// Whether it must be there
    pub required: bool,
}

/// An answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status
    pub status: u16,
    /// What it says
    pub about: &'static str,
    /// Its body
    pub content: Option<Content>,
    /// Whether it carries an `ETag`
    pub etag: bool,
    /// Whether it carries a `Location`
    pub location: bool,
    /// Whether it may carry a `Link`
    pub link: bool,
}
