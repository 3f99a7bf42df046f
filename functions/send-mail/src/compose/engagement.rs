//! What is told of engagement claims: until when the customer may agree, what its word means, how they end.

use domain::{Action, State, state::Closing};
use mail::{EndedBy, Lapse, Mail, Moment};

use super::words::Words;

impl Words<'_> {
    /// Until when the customer of an engagement may agree; an association asks for no yes.
    pub(super) fn consent_due(&self) -> Option<Moment> {
        self.claim.deal.as_ref().map(|deal| self.moment(deal.consent_by))
    }

    /// Of an engagement only until its proof is handed in: then there is nothing to be done about it.
    pub(super) fn customer_accepted(&self) -> Option<Mail> {
        let submit_due = match &self.claim.deal {
            None => None,
            Some(deal) => {
                let at = deal.submit_by.filter(|_| self.claim.state == State::ConsentReceived)?;
                Some(self.moment(at))
            }
        };
        Some(Mail::CustomerAccepted { claim: self.claim(), submit_due })
    }

    /// The words of the customer's last decision, if there are any; `None` when nothing was decided.
    pub(super) fn customer_reason(&self) -> Option<Option<String>> {
        Some(self.claim.consent.as_ref()?.decision.as_ref()?.reason.clone())
    }

    /// To a customer who had agreed.
    pub(super) fn claim_over(&self) -> Mail {
        let stopped = self.entry.action == Action::Stopped;
        let by = if stopped { EndedBy::Programme } else { EndedBy::Partner };
        Mail::ClaimOver { request: self.request(), by }
    }

    /// What was missed when a deadline ended the claim (E9, E13, E18, E22, E24).
    pub(super) fn closed(&self) -> Option<Lapse> {
        let State::Closed { end } = self.claim.state else { return None };
        let from = self.entry.from.as_deref()?;
        match end {
            Closing::ConsentExpired if from == State::ConsentNotRequested.as_str() => Some(Lapse::Request),
            Closing::ConsentExpired => Some(Lapse::Consent),
            Closing::NotSubmittedExpired => Some(Lapse::Proof),
            Closing::PostSubmissionExpired => Some(Lapse::Return { disputed: false }),
            Closing::DisputeExpired if from == "rejected" => Some(Lapse::Dispute),
            Closing::DisputeExpired => Some(Lapse::Return { disputed: true }),
            Closing::ConsentDeclined | Closing::ConsentWithdrawn => None,
        }
    }
}
