//! What the system reports: deliveries (K1, K2, K3) and mails that never left.

use super::Step;
use crate::{
    alarm,
    command::MailFate,
    consent::{self, ConsentState, Mode},
    history::Action,
};

impl Step<'_> {
    /// Late, repeated and contradicting reports change nothing that is decided (F11, F12, F19).
    pub(super) fn record_mail(&mut self, round: u32, fate: MailFate) {
        let now = self.context.now;
        let window = self.engagement.deadlines.objection_business_days;
        let calendar = &self.context.catalogue.calendar;
        let Some(consent) = &mut self.claim.consent else { return };
        if consent.round != round || !consent.state.is_open() {
            return;
        }
        let from = consent.state.as_str();
        let (action, reason) = match (&consent.state, fate) {
            (ConsentState::Created { .. } | ConsentState::Unknown, MailFate::Sent) => {
                consent.sent_at = Some(now);
                consent.state = ConsentState::Sending;
                (Action::ConsentSent, None)
            }
            (ConsentState::Created { .. }, MailFate::Unknown) => {
                consent.sent_at = Some(now);
                consent.state = ConsentState::Unknown;
                (Action::ConsentUnknown, None)
            }
            (ConsentState::Delivered, MailFate::Delivered) => return,
            (_, MailFate::Delivered) => {
                consent.sent_at = consent.sent_at.or(Some(now));
                consent.delivered_at = consent.delivered_at.or(Some(now));
                // Only in notice mode silence says something, once it is proven that somebody was told.
                // A window that ended while nobody could be reached told nobody anything (K3): it runs anew.
                let running = consent.window_ends.filter(|ends| now < *ends);
                if consent.mode == Mode::Notice {
                    consent.window_ends = running.or_else(|| Some(calendar.after_business_days(now, window)));
                }
                consent.state = ConsentState::Delivered;
                (Action::ConsentDelivered, None)
            }
            (ConsentState::Undeliverable { .. }, MailFate::Undeliverable { .. }) => return,
            (_, MailFate::Undeliverable { reason }) => {
                consent.state = ConsentState::Undeliverable { reason: reason.clone() };
                (Action::ConsentUndeliverable, Some(reason))
            }
            (_, MailFate::Sent | MailFate::Unknown) => return,
        };
        let to = consent.state.as_str();
        let mut entry = self.entry(action).change(from, to).of_round(round);
        entry.reason = reason;
        self.note(entry);
    }

    /// The entry `of` owes a mail that has not left: its stream record is made to come again.
    pub(super) fn chase_mail(&mut self, of: u32) {
        if of == 0 || of > self.claim.history.last_seq() {
            return;
        }
        let mut entry = self.entry(Action::MailChased);
        entry.of = Some(of);
        self.note(entry);
    }

    /// What the sweep makes visible besides deadlines: warnings, and requests that never left.
    pub(super) fn sweep(&mut self) {
        self.chase_overdue_request();
        let (calendar, now) = (&self.context.catalogue.calendar, self.context.now);
        alarm::ring(&mut self.claim, self.engagement, calendar, now);
    }

    /// The watchdog of the request: still not handed over after a while.
    fn chase_overdue_request(&mut self) {
        let now = self.context.now;
        let Some(consent) = &mut self.claim.consent else { return };
        let ConsentState::Created { chase_at } = &mut consent.state else { return };
        if now < *chase_at {
            return;
        }
        *chase_at =
            now.saturating_add(jiff::SignedDuration::from_mins(consent::CHASE_AFTER_MINUTES)).unwrap_or(now);
        let asks = |action| matches!(action, Action::ConsentRequested | Action::ConsentResent);
        let owed =
            self.claim.history.after(0).filter(|(_, entry)| asks(entry.action)).last().map(|(seq, _)| seq);
        if let Some(of) = owed {
            self.chase_mail(of);
        }
    }
}
