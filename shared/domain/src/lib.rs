//! The rules of partner-of-record claims: pure, without I/O, clock or randomness.
//!
//! A [`Claim`] is one value. [`decide()`] takes it, a [`Command`] and the time, and answers with the next
//! claim or a [`Refusal`]; [`settle()`] makes true what a deadline has made true already. Whatever a
//! decision owes the world (mails, events) is read from the history entries it added.
//!
//! Rule ids (`V-…`, `T…`, `S…`, `K…`, `I-…`) name a rule at its code and at its test.
#![no_std]
extern crate alloc;
#[cfg(test)]
extern crate std;

pub mod actor;
pub mod alarm;
pub mod allowed;
pub mod calendar;
pub mod catalogue;
pub mod claim;
pub mod command;
pub mod consent;
pub mod contest;
pub mod customer;
pub mod decide;
pub mod document;
pub mod eligibility;
pub mod guard;
pub mod history;
pub mod identifier;
pub mod ids;
pub mod import;
pub mod input;
pub mod mails;
pub mod money;
mod planted;
pub mod proof;
pub mod refusal;
pub mod settle;
pub mod state;
pub mod text;
pub mod usage;
pub mod validate;

pub use actor::{Actor, Caller, Role, Scope, Side};
pub use catalogue::{Catalogue, Engagement};
pub use claim::{Claim, Contact, Content, Item, ItemKey};
pub use command::{Command, Envelope, Precondition};
pub use contest::Contest;
pub use customer::{Customer, Location, Subscription};
pub use decide::{Context, Created, Decision, Outcome, create, decide};
pub use document::Document;
pub use guard::Guard;
pub use history::{Action, Entry};
pub use identifier::{Identifier, IdentifierType};
pub use ids::{
    AnswersId, ClaimId, CommentId, ConsentId, ContestId, CustomerId, DocumentId, EngagementId, ImportId,
    LocationId, OrgId, ReceiptId, ReferralId,
};
pub use money::Money;
pub use refusal::{Code, Fault, Refusal};
pub use settle::settle;
pub use state::State;
pub use text::Locale;
