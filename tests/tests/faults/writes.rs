//! What the stream of the table says was written.

use domain::{Claim, ClaimId};
use local::aws::dynamodb::{Position, Stream, sequence_number};
use std::collections::BTreeMap;

/// Records that are read at once.
const PAGE: usize = 1000;

/// Every claim as each of its writes left it. No revision is missing and none is there twice; nothing that was
/// recorded is ever changed.
#[derive(Debug)]
pub(super) struct Writes {
    place: Position,
    claims: BTreeMap<ClaimId, Vec<Claim>>,
}

impl Writes {
    /// None yet.
    pub(super) fn new() -> Self {
        Self { place: Position::Start, claims: BTreeMap::new() }
    }

    /// Reads those that came since.
    pub(super) fn follow(&mut self, stream: &Stream) {
        loop {
            let records = stream.read(&self.place, PAGE).unwrap();
            let Some(last) = records.last() else { return };
            self.place = Position::After(sequence_number(last).to_owned());
            let full = records.len() == PAGE;
            for record in records {
                let record = serde_json::from_value(record).unwrap();
                let Some((before, after)) = store::stream::claims(&record).unwrap() else { continue };
                let written = self.claims.entry(after.id.clone()).or_default();
                assert_eq!(before.as_ref(), written.last(), "{}", after.id);
                assert_eq!(after.revision, written.len() as u64 + 1, "{}", after.id);
                let known = written.last().map_or(&[][..], |last| &last.history.entries);
                assert!(after.history.entries.starts_with(known), "{}", after.id);
                written.push(after);
            }
            if !full {
                return;
            }
        }
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.counts().sum()
    }

    /// How many there are of each claim.
    pub(super) fn counts(&self) -> impl Iterator<Item = usize> {
        self.claims.values().map(Vec::len)
    }

    /// Every claim as it is.
    pub(super) fn latest(&self) -> impl Iterator<Item = &Claim> {
        self.claims.values().filter_map(|writes| writes.last())
    }

    /// The claim as it is.
    pub(super) fn last(&self, id: &ClaimId) -> &Claim {
        self.claims[id].last().unwrap()
    }

    /// What was answered was written.
    pub(super) fn hold(&self, claim: &Claim) {
        assert_eq!(&self.claims[&claim.id][claim.revision as usize - 1], claim, "what was answered is there");
    }
}
