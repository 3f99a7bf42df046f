//! Append-only, hash-chained record of a claim (I-14); also the outbox: what an entry owes is derived from it.

mod action;

use alloc::{format, string::String, vec::Vec};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    actor::{Actor, Caller, Role, Side},
    claim::hex,
    ids::{ClaimId, ContestId, DocumentId},
};

pub use action::Action;

/// All entries in order, and the hash of the last one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// Hash over everything before and including the last entry, hexadecimal
    pub head: String,
    /// Entries; the sequence number of an entry is its place, counted from 1
    pub entries: Vec<Entry>,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// When it became true
    pub at: Timestamp,
    /// Who did it
    pub by: By,
    /// What was done
    pub action: Action,
    /// State before, of the claim, the consent round, the document or the associations
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// State after
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Items it is about, as keys
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
    /// Document it is about
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentId>,
    /// Consent round it is about
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round: Option<u32>,
    /// Entry whose mail is chased
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<u32>,
    /// Clock it is about
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<String>,
    /// Deadline it is about
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Contest it is about
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contest: Option<ContestId>,
    /// Claim it led to
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<ClaimId>,
    /// Code or words
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct By {
    /// Partner, vendor, customer or system
    pub side: Side,
    /// Subject of the token
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub: Option<String>,
    /// Name, as the token or the customer gave it
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Role acted in
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
}

impl By {
    /// The system itself.
    #[must_use]
    pub fn system() -> Self {
        Self { side: Side::System, sub: None, name: None, role: None }
    }

    /// The record of a signed-in caller.
    #[must_use]
    pub fn staff(caller: &Caller) -> Self {
        Self {
            side: caller.side,
            sub: Some(caller.sub.clone()),
            name: Some(caller.name.clone()),
            role: caller.roles.first().copied(),
        }
    }

    /// The record of an actor.
    #[must_use]
    pub fn actor(actor: &Actor) -> Self {
        match actor {
            Actor::Staff(caller) => Self::staff(caller),
            Actor::Customer => Self { side: Side::Customer, sub: None, name: None, role: None },
            Actor::System => Self::system(),
        }
    }
}

impl Entry {
    /// An entry without particulars.
    #[must_use]
    pub fn new(at: Timestamp, by: By, action: Action) -> Self {
        Self {
            at,
            by,
            action,
            from: None,
            to: None,
            items: Vec::new(),
            document: None,
            round: None,
            of: None,
            clock: None,
            until: None,
            contest: None,
            claim: None,
            reason: None,
        }
    }

    /// With the change of state.
    #[must_use]
    pub fn change(mut self, from: &str, to: &str) -> Self {
        self.from = Some(from.into());
        self.to = Some(to.into());
        self
    }

    /// With a code or words.
    #[must_use]
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// About these items.
    #[must_use]
    pub fn about(mut self, items: Vec<String>) -> Self {
        self.items = items;
        self
    }

    /// About a clock and its deadline.
    #[must_use]
    pub fn of_clock(mut self, clock: &str, until: Timestamp) -> Self {
        self.clock = Some(clock.into());
        self.until = Some(until);
        self
    }

    /// About a consent round.
    #[must_use]
    pub fn of_round(mut self, round: u32) -> Self {
        self.round = Some(round);
        self
    }
}

impl History {
    /// Empty; the chain hangs on the claim's id.
    #[must_use]
    pub fn new(claim: &ClaimId) -> Self {
        Self { head: hex(&Sha256::digest(claim.as_str().as_bytes())), entries: Vec::new() }
    }

    /// Appends and moves the head.
    pub fn push(&mut self, entry: Entry) {
        self.head = link(&self.head, &entry);
        self.entries.push(entry);
    }

    /// Number of the last entry; 0 when there is none.
    #[must_use]
    pub fn last_seq(&self) -> u32 {
        u32::try_from(self.entries.len()).unwrap_or(u32::MAX)
    }

    /// Entries after `seq`, each with its number.
    pub fn after(&self, seq: u32) -> impl Iterator<Item = (u32, &Entry)> {
        self.entries.iter().enumerate().skip(seq as usize).map(|(index, entry)| (index as u32 + 1, entry))
    }

    /// The hash of every entry in order.
    #[must_use]
    pub fn hashes(&self, claim: &ClaimId) -> Vec<String> {
        let mut head = Self::new(claim).head;
        self.entries
            .iter()
            .map(|entry| {
                head = link(&head, entry);
                head.clone()
            })
            .collect()
    }

    /// I-14: whether the entries are the ones that were written, all of them, in order.
    #[must_use]
    pub fn verifies(&self, claim: &ClaimId) -> bool {
        self.hashes(claim).last().is_some_and(|last| *last == self.head)
    }
}

/// The next link: the entry's own JSON, hung on everything before it.
fn link(head: &str, entry: &Entry) -> String {
    let json = serde_json::to_string(entry).unwrap_or_else(|fault| format!("{fault}"));
    let mut hash = Sha256::new();
    hash.update(head.as_bytes());
    hash.update(json.as_bytes());
    hex(&hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history() -> (ClaimId, History) {
        let id = ClaimId::derived(&["history"]);
        let mut history = History::new(&id);
        for action in [Action::Created, Action::Edited, Action::Canceled] {
            history.push(Entry::new(Timestamp::UNIX_EPOCH, By::system(), action).because("why"));
        }
        (id, history)
    }

    #[test]
    fn i_14_scenario_22_the_chain_detects_a_changed_row() {
        let (id, history) = history();
        assert!(history.verifies(&id));
        let mut changed = history.clone();
        changed.entries[1].reason = Some("another".into());
        assert!(!changed.verifies(&id));
        let mut shortened = history.clone();
        shortened.entries.remove(1);
        assert!(!shortened.verifies(&id));
        let mut swapped = history.clone();
        swapped.entries.swap(0, 1);
        assert!(!swapped.verifies(&id));
        assert!(!history.verifies(&ClaimId::derived(&["another claim"])));
        assert!(!History::new(&id).verifies(&id));
    }
}
