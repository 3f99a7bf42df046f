//! V-20 … V-26: whether the proof of a claim is complete, and whether a document may be announced.
//! Pre-check and submission ask the same function.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use jiff::{Timestamp, ToSpan};

use crate::{
    calendar::Calendar,
    catalogue::{Check, Engagement, ProofElement},
    claim::{Claim, ItemKey},
    document::{self, Covers, Document, DocumentState},
    ids::DocumentId,
    input::DocumentInput,
    planted,
    refusal::{Code, Fault},
    validate,
};

/// The kind of document that is an invoice.
const INVOICE: &str = "invoice";

/// Every fault of the claim's proof at this instant.
#[must_use]
pub fn faults(claim: &Claim, engagement: &Engagement, calendar: &Calendar, now: Timestamp) -> Vec<Fault> {
    let mut faults = Vec::new();
    if claim.documents.is_empty() {
        faults.push(Fault::new("/documents", Code::PoeMissing));
    }
    let oldest = calendar.date(now).saturating_sub(12.months());
    faults.extend(unclean(claim));
    for document in &claim.documents {
        let at = format!("/documents/{}", document.id);
        match document.activity_date {
            None => faults.push(Fault::new(format!("{at}/activityDate"), Code::PoeDateMissing)),
            Some(date) if date < oldest => faults.push(
                Fault::new(format!("{at}/activityDate"), Code::PoeDateTooOld)
                    .with("oldest", oldest.to_string()),
            ),
            Some(_) => {}
        }
    }
    // Whether a document is clean is told of the document, not of each element.
    faults.extend(elements(claim, engagement, |_| true));
    faults.extend(invoice(claim, engagement, |_| true));
    faults.extend(claim.content.items.iter().filter(|item| !covered(claim, &item.key)).map(|item| {
        Fault::new(format!("/items/{}", item.key), Code::PoeItemNotCovered).with("item", item.key.to_string())
    }));
    faults
}

/// V-26: documents whose checks are not done, or that did not pass them.
pub(crate) fn unclean(claim: &Claim) -> impl Iterator<Item = Fault> {
    claim.documents.iter().filter(|document| document.state != DocumentState::Clean).map(|document| {
        Fault::new(format!("/documents/{}", document.id), Code::FileNotClean)
            .with("state", document.state.as_str())
    })
}

/// I-2: whether a clean document covers the item.
#[must_use]
pub fn covered(claim: &Claim, item: &ItemKey) -> bool {
    claim
        .documents
        .iter()
        .filter(|document| counts(document))
        .any(|document| document.covers.items.contains(item))
}

/// V-26: whether a document is proof of anything.
pub(crate) fn counts(document: &Document) -> bool {
    document.state == DocumentState::Clean || planted::UNCLEAN_PROOF
}

/// V-57: the invoice, where one is asked for.
pub(crate) fn invoice(
    claim: &Claim,
    engagement: &Engagement,
    of: impl Fn(&Document) -> bool,
) -> Option<Fault> {
    let given = claim.documents.iter().any(|document| of(document) && document.kind == INVOICE);
    (engagement.proof.invoice && !given).then(|| Fault::new("/documents", Code::InvoiceMissing))
}

/// Elements of proof that are asked for, of this customer.
pub fn asked<'a>(claim: &Claim, engagement: &'a Engagement) -> impl Iterator<Item = &'a ProofElement> {
    let public_sector = claim.customer.public_sector;
    engagement.proof.elements.iter().filter(move |element| !element.public_sector_only || public_sector)
}

/// Those that a document has to show and a reviewer looks at.
pub fn reviewed<'a>(claim: &Claim, engagement: &'a Engagement) -> impl Iterator<Item = &'a ProofElement> {
    asked(claim, engagement).filter(|element| element.check == Check::Reviewer)
}

/// V-21: elements that none of these documents shows.
pub(crate) fn elements(claim: &Claim, engagement: &Engagement, of: impl Fn(&Document) -> bool) -> Vec<Fault> {
    reviewed(claim, engagement)
        .filter(|element| {
            !claim
                .documents
                .iter()
                .any(|document| of(document) && document.covers.elements.contains(&element.id))
        })
        .map(|element| {
            let code = if element.public_sector_only {
                Code::PoePublicDisclosureMissing
            } else {
                Code::PoeElementMissing
            };
            Fault::new(format!("/proof/elements/{}", element.id), code).with("element", element.id.clone())
        })
        .collect()
}

/// The document an announcement describes, or every fault of it (V-23, V-24, V-25).
pub fn announced(
    input: DocumentInput,
    id: DocumentId,
    claim: &Claim,
    engagement: &Engagement,
    calendar: &Calendar,
    now: Timestamp,
) -> Result<Document, Vec<Fault>> {
    let mut faults = Vec::new();
    let file_name = validate::name("/fileName", input.file_name.as_deref(), Code::NameRequired, &mut faults);
    let file_name = file_name.unwrap_or_default();
    if file_name.contains(['/', '\\']) {
        faults.push(Fault::new("/fileName", Code::TextInvalid));
    }
    let media_type = input.media_type.unwrap_or_default().trim().to_ascii_lowercase();
    if !document::MEDIA_TYPES.contains(&media_type.as_str()) {
        faults.push(
            Fault::new("/mediaType", Code::FileTypeNotAllowed)
                .with("allowed", document::MEDIA_TYPES.join(", ")),
        );
    }
    let sha256 = input.sha256.unwrap_or_default();
    if sha256.len() != 64 || !sha256.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        faults.push(Fault::new("/sha256", Code::ChecksumMalformed));
    }
    let kind = input.kind.unwrap_or_default();
    if !engagement.proof.document_kinds.contains(&kind) {
        let allowed = engagement.proof.document_kinds.join(", ");
        faults.push(Fault::new("/kind", Code::DocumentKindUnknown).with("allowed", allowed));
    }
    let covers = input.covers.unwrap_or_default();
    faults.extend(unknown_covers(&covers, claim, engagement));
    if input.activity_date.is_some_and(|date| date > calendar.date(now)) {
        faults.push(Fault::new("/activityDate", Code::ActivityDateInvalid));
    }
    let size = input.size.unwrap_or_default();
    faults.extend(limits(size, claim, engagement));
    if faults.is_empty() {
        Ok(Document {
            id,
            file_name,
            media_type,
            kind,
            covers,
            size,
            sha256,
            activity_date: input.activity_date,
            state: DocumentState::Pending,
            added_at: now,
        })
    } else {
        Err(faults)
    }
}

fn unknown_covers(covers: &Covers, claim: &Claim, engagement: &Engagement) -> Vec<Fault> {
    let items = covers.items.iter().enumerate().filter(|(_, key)| claim.item(key).is_none());
    let items = items.map(|(index, _)| Fault::new(format!("/covers/items/{index}"), Code::CoversUnknown));
    let known = |id: &String| engagement.proof.elements.iter().any(|element| element.id == *id);
    let elements = covers.elements.iter().enumerate().filter(|(_, id)| !known(id));
    let elements =
        elements.map(|(index, _)| Fault::new(format!("/covers/elements/{index}"), Code::CoversUnknown));
    items.chain(elements).collect()
}

/// V-24
fn limits(size: u64, claim: &Claim, engagement: &Engagement) -> Vec<Fault> {
    let mut faults = Vec::new();
    if size == 0 {
        faults.push(Fault::new("/size", Code::FileEmpty));
    }
    if size > document::FILE_MAX {
        faults.push(Fault::new("/size", Code::FileTooLarge).with("max", document::FILE_MAX.to_string()));
    }
    let most = engagement.proof.max_files.min(document::FILES_MAX);
    if claim.documents.len() >= most {
        faults.push(Fault::new("", Code::TooManyFiles).with("max", most.to_string()));
    }
    let total: u64 = claim.documents.iter().map(|document| document.size).sum();
    if size <= document::FILE_MAX && total + size > document::FILES_TOTAL_MAX {
        let left = document::FILES_TOTAL_MAX.saturating_sub(total);
        faults.push(Fault::new("/size", Code::TooManyFiles).with("bytesLeft", left.to_string()));
    }
    faults
}
