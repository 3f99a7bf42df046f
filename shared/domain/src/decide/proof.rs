//! Documents: announced, removed, checked (V-20 … V-27).

use super::Step;
use crate::{
    document::DocumentState, history::Action, ids::DocumentId, input::DocumentInput, proof, refusal::Refusal,
};

impl Step<'_> {
    /// The same bytes in the same claim are the same document (V-25).
    pub(super) fn add_document(&mut self, input: DocumentInput) -> Result<(), Refusal> {
        let same = input
            .sha256
            .as_deref()
            .and_then(|sha256| self.claim.documents.iter().find(|known| known.sha256 == sha256));
        if same.is_some() {
            return Ok(());
        }
        let (now, calendar) = (self.context.now, &self.context.catalogue.calendar);
        let id = DocumentId::fresh(now, self.context.fresh);
        let document = proof::announced(input, id.clone(), &self.claim, self.engagement, calendar, now)
            .map_err(Refusal::Invalid)?;
        self.claim.documents.push(document);
        self.mark_changed();
        let mut entry = self.entry(Action::DocumentAdded);
        entry.document = Some(id);
        self.record(entry);
        Ok(())
    }

    pub(super) fn remove_document(&mut self, id: &DocumentId) -> Result<(), Refusal> {
        let place =
            self.claim.documents.iter().position(|document| document.id == *id).ok_or(Refusal::NotFound)?;
        self.claim.documents.remove(place);
        self.mark_changed();
        let mut entry = self.entry(Action::DocumentRemoved);
        entry.document = Some(id.clone());
        self.record(entry);
        Ok(())
    }

    /// A verdict counts once; a late, repeated or forged one changes nothing (F11, F20).
    pub(super) fn record_proof(&mut self, id: &DocumentId, verdict: DocumentState) {
        let pending = self
            .claim
            .documents
            .iter_mut()
            .find(|document| document.id == *id && document.state == DocumentState::Pending);
        let Some(document) = pending else { return };
        let (from, to) = (document.state.as_str(), verdict.as_str());
        let problem = match &verdict {
            DocumentState::Refused { problem } => Some(problem.clone()),
            DocumentState::Pending | DocumentState::Clean | DocumentState::Infected => None,
        };
        document.state = verdict;
        let mut entry = self.entry(Action::DocumentChecked).change(from, to);
        entry.document = Some(id.clone());
        entry.reason = problem;
        self.note(entry);
    }
}
