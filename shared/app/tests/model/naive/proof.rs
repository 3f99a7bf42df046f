//! V-20 … V-27: documents, and whether they are enough.

use domain::{command::Submission, document::DocumentState, input::DocumentInput};

use super::{
    Refused, Rules,
    calendar::{a_year_before, local_day},
    claim::{Claim, Document},
    data::day_of,
    text::{Faults, fault, line, words},
};

const MEDIA_TYPES: [&str; 8] = [
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "image/png",
    "image/jpeg",
    "text/csv",
    "message/rfc822",
];
const MIB: u64 = 1024 * 1024;

impl Rules {
    /// T2, T21; the same bytes are the same document (V-25).
    pub(crate) fn upload(&self, claim: &mut Claim, input: &DocumentInput) -> Result<(), Refused> {
        let sha256 = input.sha256.clone().unwrap_or_default();
        if claim.documents.iter().any(|known| known.sha256 == sha256) {
            return Ok(());
        }
        let engagement = self.engagement(&claim.engagement);
        let mut faults = Faults::new();
        line("/fileName", input.file_name.as_deref(), "name_required", "name_too_long", &mut faults);
        if input.file_name.as_deref().is_some_and(|name| name.contains('/') || name.contains('\\')) {
            fault(&mut faults, "/fileName", "text_invalid");
        }
        if !MEDIA_TYPES.contains(&input.media_type.as_deref().unwrap_or("")) {
            fault(&mut faults, "/mediaType", "file_type_not_allowed");
        }
        let hexadecimal = sha256.chars().all(|c| "0123456789abcdef".contains(c));
        if sha256.len() != 64 || !hexadecimal {
            fault(&mut faults, "/sha256", "checksum_malformed");
        }
        let kind = input.kind.clone().unwrap_or_default();
        if !engagement.document_kinds.contains(&kind) {
            fault(&mut faults, "/kind", "document_kind_unknown");
        }
        let covers = input.covers.clone().unwrap_or_default();
        let items: Vec<String> = covers.items.iter().map(ToString::to_string).collect();
        for (index, key) in items.iter().enumerate() {
            if !claim.items.iter().any(|item| item.key == *key) {
                fault(&mut faults, &format!("/covers/items/{index}"), "covers_unknown");
            }
        }
        for (index, id) in covers.elements.iter().enumerate() {
            if !engagement.elements.iter().any(|(known, ..)| known == id) {
                fault(&mut faults, &format!("/covers/elements/{index}"), "covers_unknown");
            }
        }
        let activity = input.activity_date.map(day_of);
        if activity.is_some_and(|day| day > local_day(self.now)) {
            fault(&mut faults, "/activityDate", "activity_date_invalid");
        }
        let size = input.size.unwrap_or(0);
        let total: u64 = claim.documents.iter().map(|document| document.size).sum();
        if size == 0 {
            fault(&mut faults, "/size", "file_empty");
        }
        if size > 25 * MIB {
            fault(&mut faults, "/size", "file_too_large");
        } else if total + size > 150 * MIB {
            fault(&mut faults, "/size", "too_many_files");
        }
        if claim.documents.len() >= 30 {
            fault(&mut faults, "", "too_many_files");
        }
        Refused::unless_empty(faults)?;
        match claim.status {
            "approved" => self.saw("T21"),
            "consent_received" => self.saw("E11"),
            _ => {}
        }
        claim.documents.push(Document {
            id: String::new(),
            sha256,
            size,
            kind,
            state: "pending".to_owned(),
            items,
            elements: covers.elements,
            activity,
            is_new: true,
        });
        claim.changed = true;
        claim.touched = true;
        self.touch(claim);
        Ok(())
    }

    /// T2
    pub(crate) fn remove_document(&self, claim: &mut Claim, id: &str) -> Result<(), Refused> {
        let Some(place) = claim.documents.iter().position(|document| document.id == id) else {
            return Err(Refused::code("not_found"));
        };
        claim.documents.remove(place);
        claim.changed = true;
        claim.touched = true;
        self.touch(claim);
        Ok(())
    }

    /// V-25, V-26: the checks of a document are done; once.
    pub(crate) fn checked(&self, claim: &mut Claim, id: &str, verdict: &DocumentState) {
        for document in &mut claim.documents {
            if document.id == id && document.state == "pending" {
                document.state = match verdict {
                    DocumentState::Pending => "pending",
                    DocumentState::Clean => "clean",
                    DocumentState::Infected => "infected",
                    DocumentState::Refused { .. } => "refused",
                }
                .to_owned();
            }
        }
    }

    /// V-20, V-21, V-22, V-26: everything that is missing, and the words that came with it.
    pub(crate) fn submission_faults(&self, claim: &Claim, submission: &Submission) -> Faults {
        let mut faults = Faults::new();
        if claim.documents.is_empty() {
            fault(&mut faults, "/documents", "poe_missing");
        }
        let oldest = a_year_before(local_day(self.now));
        for document in &claim.documents {
            let at = format!("/documents/{}", document.id);
            if document.state != "clean" {
                fault(&mut faults, &at, "file_not_clean");
            }
            match document.activity {
                None => fault(&mut faults, &format!("{at}/activityDate"), "poe_date_missing"),
                Some(day) if day < oldest => {
                    fault(&mut faults, &format!("{at}/activityDate"), "poe_date_too_old");
                }
                Some(_) => {}
            }
        }
        faults.extend(self.elements_missing(claim, false));
        faults.extend(self.invoice_missing(claim, false));
        for item in &claim.items {
            if !covered(claim, &item.key) {
                fault(&mut faults, &format!("/items/{}", item.key), "poe_item_not_covered");
            }
        }
        for text in &self.engagement(&claim.engagement).acknowledgements {
            if !submission.acknowledgements.contains(text) {
                fault(&mut faults, "/acknowledgements", "acknowledgement_required");
            }
        }
        let comment = submission.comment.as_deref().filter(|comment| !comment.trim().is_empty());
        if comment.is_some() {
            words("/comment", comment, "text_invalid", &mut faults);
        }
        faults
    }

    /// V-57
    pub(crate) fn invoice_missing(&self, claim: &Claim, only_clean: bool) -> Faults {
        let mut faults = Faults::new();
        let good =
            |document: &Document| document.kind == "invoice" && (!only_clean || document.state == "clean");
        let asked = self.engagement(&claim.engagement).terms.invoice;
        if asked && !claim.documents.iter().any(good) {
            fault(&mut faults, "/documents", "invoice_missing");
        }
        faults
    }

    /// V-20: elements that no document covers; the public sector asks for one more.
    pub(crate) fn elements_missing(&self, claim: &Claim, only_clean: bool) -> Faults {
        let mut faults = Faults::new();
        for (id, by_document, public_only) in &self.engagement(&claim.engagement).elements {
            if !by_document || (*public_only && !claim.public_sector) {
                continue;
            }
            let good = |document: &&Document| !only_clean || document.state == "clean";
            if !claim.documents.iter().filter(good).any(|document| document.elements.contains(id)) {
                let code = if *public_only { "poe_public_disclosure_missing" } else { "poe_element_missing" };
                fault(&mut faults, &format!("/proof/elements/{id}"), code);
            }
        }
        faults
    }
}

/// I-2: a clean document covers the item.
pub(crate) fn covered(claim: &Claim, key: &str) -> bool {
    claim
        .documents
        .iter()
        .any(|document| document.state == "clean" && document.items.iter().any(|item| item == key))
}
