//! What is told of associations: official, about to end, ended.

use domain::{Action, Item, claim::End, state::ending};
use mail::{EndReason, EndedBy, Mail};

use super::words::Words;

impl Words<'_> {
    pub(super) fn association_active(&self) -> Option<Mail> {
        let items = self.official()?;
        Some(Mail::AssociationActive { claim: self.claim(), items })
    }

    pub(super) fn no_objection(&self, link: String) -> Option<Mail> {
        let request = self.request_of(self.official()?);
        Some(Mail::NoObjection { request, link })
    }

    fn official(&self) -> Option<Vec<String>> {
        Some(self.items(Item::is_held)).filter(|items| !items.is_empty())
    }

    /// Of the items that still come to this end: a renewed subscription has another one.
    pub(super) fn association_expiring(&self) -> Option<Mail> {
        let due = self.entry.until?;
        let ends = |item: &Item| {
            let end = item.active().and_then(|association| association.end.clone());
            end.filter(|end| end.expires_at == due)
        };
        let End { at, reason, .. } = self.claim.content.items.iter().find_map(ends)?;
        Some(Mail::AssociationExpiring {
            claim: self.claim(),
            items: self.items(|item| ends(item).is_some()),
            due: self.moment(due),
            grace: (reason == ending::SUBSCRIPTION_EXPIRED).then(|| self.moment(at)),
        })
    }

    pub(super) fn association_ended(&self) -> Option<Mail> {
        let reason = match self.entry.reason.as_deref()? {
            ending::SUBSCRIPTION_EXPIRED => EndReason::SubscriptionExpired,
            ending::TERM => EndReason::Term,
            ending::SUPERSEDED => EndReason::Superseded,
            ending::PROGRAMME => EndReason::Programme,
            _ => return None,
        };
        let stopped = self.claim.history.entries.iter().rfind(|entry| entry.action == Action::Stopped);
        let words = stopped.filter(|_| reason == EndReason::Programme).and_then(|entry| entry.reason.clone());
        Some(Mail::AssociationEnded {
            claim: self.claim(),
            items: self.labels(&self.entry.items),
            reason,
            words,
        })
    }

    pub(super) fn association_over(&self) -> Option<Mail> {
        let by = match self.entry.reason.as_deref()? {
            ending::PARTNER => EndedBy::Partner,
            ending::PROGRAMME => EndedBy::Programme,
            _ => return None,
        };
        let request = self.request_of(self.labels(&self.entry.items));
        Some(Mail::AssociationOver { request, by })
    }
}
