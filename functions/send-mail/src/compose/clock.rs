//! What is told of deadlines: started, near, missed.

use domain::{
    Action, State,
    allowed::{self, Running},
    contest::Seat,
    state::ending,
};
use jiff::Timestamp;
use mail::{Lapse, Mail, Moment, Office, PartnerClock, VendorClock};

use super::words::Words;

impl Words<'_> {
    fn running(&self, wanted: impl Fn(&Running) -> bool) -> Option<Timestamp> {
        allowed::deadlines(self.claim).into_iter().find(wanted).map(|running| running.at)
    }

    /// The clock the mail tells of. A mail that was chased may find the claim a step further on; then the
    /// clock is the one that its entry started.
    pub(super) fn due(&self, clock: &str, business_days: u16) -> Moment {
        let started = || self.catalogue.calendar.after_business_days(self.entry.at, business_days);
        self.moment(self.running(|running| running.clock == clock).unwrap_or_else(started))
    }

    /// The deadline of the entry, while its clock runs and has not been given more time.
    fn still_due(&self) -> Option<Moment> {
        let (clock, until) = (self.entry.clock.as_deref()?, self.entry.until?);
        self.running(|running| running.clock == clock && running.at == until).map(|at| self.moment(at))
    }

    /// Whether the claim is where the entry has brought it.
    pub(super) fn stands(&self) -> Option<()> {
        (self.entry.to.as_deref() == Some(self.claim.state.as_str())).then_some(())
    }

    pub(super) fn submitted(&self) -> Mail {
        let days = &self.engagement.deadlines;
        let start_due = if self.entry.to.as_deref() == Some("disputed") {
            self.due("dispute_answer", days.dispute_answer_business_days)
        } else {
            self.due("vendor_start", days.vendor_start_business_days)
        };
        Mail::ClaimSubmitted { claim: self.claim(), start_due }
    }

    pub(super) fn review_started(&self) -> Mail {
        let days = self.engagement.deadlines.vendor_decision_business_days;
        let waits = self.claim.seats.iter().any(Seat::waits);
        let decision_due = (!waits).then(|| self.due("vendor_decision", days));
        Mail::ReviewStarted { claim: self.claim(), decision_due }
    }

    pub(super) fn deadline_near(&self) -> Option<Mail> {
        let due = self.still_due()?;
        let clock = self.entry.clock.as_deref().filter(|clock| allowed::expires(self.claim, clock))?;
        let clock = match clock {
            "idle_draft" => PartnerClock::Draft,
            "consent" if self.claim.state == State::AwaitingConsent => PartnerClock::Consent,
            "consent" => PartnerClock::Request,
            "first_submit" => PartnerClock::Proof,
            "partner_answer" | "review" | "dispute_phase" => {
                PartnerClock::Answer { last: self.claim.dispute.is_some() }
            }
            "dispute" => PartnerClock::Dispute,
            "contest_answer" => PartnerClock::Contest { items: self.answers(due.at) },
            _ => return None,
        };
        Some(Mail::DeadlineNear { claim: self.claim(), clock, due })
    }

    /// Items in contests that wait for this claim until then.
    fn answers(&self, until: Timestamp) -> Vec<String> {
        let seats = self.claim.seats.iter().filter(|seat| seat.answers() && seat.answer_by == until);
        seats.map(|seat| self.label(&seat.key)).collect()
    }

    /// Until when a return is to be answered; none when that has been done.
    pub(super) fn answer_due(&self) -> Option<Moment> {
        let State::ActionRequired { answer_by, .. } = self.claim.state else { return None };
        Some(self.moment(answer_by))
    }

    /// Until when a rejection may be disputed; none when it is final.
    pub(super) fn dispute_due(&self) -> Option<Moment> {
        let State::Rejected { dispute_until, .. } = self.claim.state else { return None };
        Some(self.moment(dispute_until))
    }

    pub(super) fn expired(&self) -> Option<Mail> {
        self.stands()?;
        if self.entry.action == Action::Expired {
            return Some(Mail::ClaimExpired { claim: self.claim(), missed: self.closed()? });
        }
        let missed = match self.entry.reason.as_deref()? {
            ending::STALE => Lapse::Draft,
            ending::NO_PARTNER_RESPONSE => Lapse::Answer { dispute_due: self.dispute_due() },
            ending::DISPUTE_WINDOW_CLOSED => Lapse::Dispute,
            _ => return None,
        };
        Some(Mail::ClaimExpired { claim: self.claim(), missed })
    }

    pub(super) fn overdue(&self, office: Office) -> Option<Mail> {
        let since = self.still_due()?;
        let clock = match self.entry.clock.as_deref()? {
            "vendor_start" => VendorClock::Start,
            "vendor_decision" => VendorClock::Decision,
            "dispute_answer" => VendorClock::Dispute,
            _ => return None,
        };
        Some(Mail::SlaOverdue { case: self.case(), clock, since, office })
    }
}
