//! What a version of a claim says differently from an earlier one.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Claim, Content, Item};
use crate::document::Document;

/// A version as it was handed in: frozen (I-4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submitted {
    /// Counts from 1
    pub number: u32,
    /// When
    pub at: Timestamp,
    /// What was claimed
    pub content: Content,
    /// Proof of execution
    pub documents: Vec<Document>,
}

/// Something that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A field says something else; an empty text where there was nothing, or is nothing any more
    Field {
        /// The field
        pointer: &'static str,
        /// What it said
        before: String,
        /// What it says now
        after: String,
    },
    /// An item came, or went
    Item {
        /// The item
        item: Item,
        /// It came
        added: bool,
    },
    /// A document came, or went
    Document {
        /// The document
        document: Document,
        /// It came
        added: bool,
    },
}

impl Submitted {
    /// The claim as it is handed in.
    #[must_use]
    pub fn of(claim: &Claim, number: u32) -> Self {
        let (content, documents) = (claim.content.clone(), claim.documents.clone());
        Self { number, at: claim.updated_at, content, documents }
    }

    /// What the claim says differently now: fields, then items, then documents.
    #[must_use]
    pub fn changes(&self, claim: &Claim) -> Vec<Change> {
        let (old, new) = (&self.content, &claim.content);
        let fields = fields(old).into_iter().zip(fields(new));
        let fields = fields.filter(|((_, before), (_, after))| before != after);
        let mut changes: Vec<Change> =
            fields.map(|((pointer, before), (_, after))| Change::Field { pointer, before, after }).collect();
        let lacks = |items: &[Item], item: &Item| items.iter().all(|known| known.key != item.key);
        let gone = old.items.iter().filter(|item| lacks(&new.items, item)).map(|item| (item, false));
        let come = new.items.iter().filter(|item| lacks(&old.items, item)).map(|item| (item, true));
        changes.extend(gone.chain(come).map(|(item, added)| Change::Item { item: item.clone(), added }));
        let lacks = |documents: &[Document], id: &Document| documents.iter().all(|known| known.id != id.id);
        let gone = self.documents.iter().filter(|known| lacks(&claim.documents, known));
        let come = claim.documents.iter().filter(|known| lacks(&self.documents, known));
        let gone = gone.map(|document| (document, false));
        let come = come.map(|document| (document, true));
        changes.extend(
            gone.chain(come).map(|(document, added)| Change::Document { document: document.clone(), added }),
        );
        changes
    }
}

/// Every field with its text.
fn fields(content: &Content) -> Vec<(&'static str, String)> {
    let (customer, partner) = (&content.customer_contact, &content.partner_contact);
    let location = content.location_name.as_deref().unwrap_or(content.location.as_str());
    let revenue = content.revenue.as_ref();
    let revenue = |text: fn(&super::Revenue) -> &String| revenue.map(text).cloned().unwrap_or_default();
    alloc::vec![
        ("/name", content.name.clone()),
        ("/locationId", location.into()),
        ("/customerContact/name", customer.name.clone()),
        ("/customerContact/title", customer.title.clone().unwrap_or_default()),
        ("/customerContact/email", customer.email.clone()),
        ("/customerContact/locale", customer.locale.tag().into()),
        ("/partnerContact/name", partner.name.clone()),
        ("/partnerContact/email", partner.email.clone()),
        ("/optOutOfIncentives", content.opt_out.to_string()),
        ("/revenue/solutionSellerName", revenue(|revenue| &revenue.solution_seller_name)),
        ("/revenue/customerName", revenue(|revenue| &revenue.customer_name)),
        ("/revenue/isvSolution", revenue(|revenue| &revenue.isv_solution)),
    ]
}
