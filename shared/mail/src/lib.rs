//! Mails: texts, layout and delivery through SES.
//!
//! [`Mail`] says what is to be told and to whom; [`render`] turns it into a subject, a plain text and
//! an HTML body; [`mime`] into the bytes that go out; a [`Postman`] hands those bytes to the mail
//! service. Nothing here reads a clock or a random source: the same mail gives the same bytes, so a
//! mail whose fate is unknown can be repeated identically (architecture 4).

#[cfg(any(test, feature = "fake"))]
pub mod audit;
mod clean;
mod compose;
mod content;
mod deliver;
mod mime;
#[cfg(any(test, feature = "fake"))]
mod outbox;
mod render;
mod ses;
pub mod texts;
pub mod time;

pub use clean::clean;
pub use content::{
    About, Case, ClaimRef, ContestOutcome, Decision, DigestRow, DocumentProblem, EndReason, EndedBy, Lapse,
    Mail, Move, News, ObjectionWindow, Office, Partner, PartnerClock, Reason, RefusedItem, Request,
    VendorClock, VoidReason,
};
pub use deliver::{Accepted, Postman, RowTag, RowTagInvalid, SendFault};
pub use mime::{MimeFault, mime};
#[cfg(any(test, feature = "fake"))]
pub use outbox::{Outbox, Posted, Trouble};
pub use render::{Identity, Message, RenderFault, render};
pub use ses::Ses;
pub use texts::{Catalogue, Locale, Value, decimal};
pub use time::{Moment, day, month, short_month};

#[cfg(test)]
mod conformance;
#[cfg(test)]
mod samples;
