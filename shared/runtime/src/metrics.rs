//! Metrics in CloudWatch's embedded format: a line of the log is a measurement, without a call. Names of
//! statuses, decisions and fates only; never an id, a name or an address.

use app::ports::MailState;
use domain::{Action, Claim, Entry};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::telemetry;

/// The namespace of every metric.
pub const NAMESPACE: &str = "Assent";
/// The dimension of every metric: the function that measured it, so that two stacks do not mix.
pub const FUNCTION: &str = "FunctionName";

/// The customer's words, by what the history calls them.
const WORDS: [(Action, &str); 3] = [
    (Action::ConsentAccepted, "accepted"),
    (Action::ConsentDeclined, "declined"),
    (Action::ConsentObjected, "objected"),
];

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// A claim entered this status
    Entered(&'static str),
    /// The customer decided this, so many seconds after the request
    Decided(&'static str, i64),
    /// This became of a mail
    Mail(Fate),
    /// A run of the sweep
    Swept {
        /// Seconds for which the oldest row that it handled had been due
        lag: i64,
        /// Claims that it changed
        claims: u32,
        /// Rows that stay due
        failed: u32,
    },
}

/// What became of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// The mail service took it
    Sent,
    /// The mail service will never take it
    Undeliverable,
    /// The receiver's server took it
    Delivered,
    /// It came back
    Bounced,
    /// The receiver complained
    Complained,
}

impl Fate {
    /// Every fate.
    pub const ALL: [Self; 5] =
        [Self::Sent, Self::Undeliverable, Self::Delivered, Self::Bounced, Self::Complained];

    /// Its name in the dimension.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Undeliverable => "undeliverable",
            Self::Delivered => "delivered",
            Self::Bounced => "bounced",
            Self::Complained => "complained",
        }
    }

    /// What the event that moved a mail's row to this state told of the mail; that it was taken is counted when
    /// it is handed over.
    #[must_use]
    pub fn of_event(state: MailState) -> Option<Self> {
        match state {
            MailState::Delivered => Some(Self::Delivered),
            MailState::Bounced => Some(Self::Bounced),
            MailState::Complained => Some(Self::Complained),
            MailState::Held
            | MailState::Bundled
            | MailState::Sending
            | MailState::Unknown
            | MailState::Sent
            | MailState::Refused => None,
        }
    }
}

impl Measure {
    /// Writes it to the log.
    pub fn note(self, at: Timestamp) {
        telemetry::metric(&self.line(at, telemetry::function()));
    }

    /// What the write of a claim is worth, as the stream tells it: each once, whoever wrote it.
    #[must_use]
    pub fn of_change(old: Option<&Claim>, new: &Claim) -> Vec<Self> {
        let status = |claim: &Claim| claim.state.as_str();
        let entered = (old.map(status) != Some(status(new))).then(|| Self::Entered(status(new)));
        let before = old.map_or(0, |old| old.history.last_seq());
        let decided = new.history.after(before).filter_map(|(_, entry)| Self::of_decision(new, entry));
        entered.into_iter().chain(decided).collect()
    }

    /// The time from the request to the customer's word.
    fn of_decision(claim: &Claim, entry: &Entry) -> Option<Self> {
        let (_, word) = WORDS.iter().find(|(action, _)| *action == entry.action)?;
        let consent = claim.consent.as_ref().filter(|consent| Some(consent.round) == entry.round)?;
        let seconds = entry.at.duration_since(consent.requested_at).as_secs();
        Some(Self::Decided(word, seconds.max(0)))
    }

    fn line(self, at: Timestamp, function: &str) -> String {
        let (dimension, values) = match self {
            Self::Entered(status) => (Some(("Status", status)), vec![("ClaimsEntered", "Count", 1)]),
            Self::Decided(word, seconds) => {
                (Some(("Decision", word)), vec![("TimeToConsent", "Seconds", seconds)])
            }
            Self::Mail(fate) => (Some(("Fate", fate.as_str())), vec![("Mails", "Count", 1)]),
            Self::Swept { lag, claims, failed } => {
                let counts =
                    [("SweptClaims", "Count", claims.into()), ("SweepFailures", "Count", failed.into())];
                (None, [("SweepLag", "Seconds", lag)].into_iter().chain(counts).collect())
            }
        };
        let dimensions: Vec<&str> = [FUNCTION].into_iter().chain(dimension.map(|(name, _)| name)).collect();
        let metrics: Vec<Value> =
            values.iter().map(|(name, unit, _)| json!({ "Name": name, "Unit": unit })).collect();
        let mut line = json!({
            "_aws": {
                "Timestamp": at.as_millisecond(),
                "CloudWatchMetrics": [
                    { "Namespace": NAMESPACE, "Dimensions": [dimensions], "Metrics": metrics },
                ],
            },
            FUNCTION: function,
        });
        let named = dimension.map(|(name, value)| (name, Value::from(value)));
        for (name, value) in
            named.into_iter().chain(values.iter().map(|(name, _, value)| (*name, (*value).into())))
        {
            line[name] = value;
        }
        line.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::consent::Choice;
    use testkit::Scene;

    /// Every kind of measure, with the names that it must have.
    fn every() -> Vec<(Measure, Vec<&'static str>)> {
        let mut every = vec![
            (Measure::Entered("under_review"), vec!["ClaimsEntered", "Status"]),
            (Measure::Decided("accepted", 90), vec!["Decision", "TimeToConsent"]),
            (
                Measure::Swept { lag: 7, claims: 2, failed: 1 },
                vec!["SweepFailures", "SweepLag", "SweptClaims"],
            ),
        ];
        every.extend(Fate::ALL.map(|fate| (Measure::Mail(fate), vec!["Fate", "Mails"])));
        every
    }

    /// What CloudWatch asks of a line before it takes metrics out of it.
    #[test]
    fn a_line_is_valid_embedded_format() {
        for (measure, names) in every() {
            let line = measure.line(Timestamp::from_millisecond(1_700_000_000_123).unwrap(), "send-mail");
            assert!(!line.contains('\n') && line.len() <= 400, "{} bytes: {line}", line.len());
            let line: Value = serde_json::from_str(&line).unwrap();
            assert_eq!(line["_aws"]["Timestamp"], 1_700_000_000_123_i64);
            let directives = line["_aws"]["CloudWatchMetrics"].as_array().unwrap();
            assert_eq!(directives.len(), 1);
            assert_eq!(directives[0]["Namespace"], NAMESPACE);
            let sets = directives[0]["Dimensions"].as_array().unwrap();
            let dimensions: Vec<&str> =
                sets[0].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
            assert!(sets.len() == 1 && dimensions.len() <= 2 && dimensions[0] == FUNCTION);
            assert!(dimensions.iter().all(|name| !line[name].as_str().unwrap().is_empty()));
            let metrics = directives[0]["Metrics"].as_array().unwrap();
            assert!(!metrics.is_empty());
            for metric in metrics {
                assert!(line[metric["Name"].as_str().unwrap()].is_i64(), "{metric} is no member");
                assert!(["Count", "Seconds"].contains(&metric["Unit"].as_str().unwrap()));
            }
            let members = line.as_object().unwrap().keys().map(String::as_str);
            let others: Vec<&str> = members.filter(|name| ![FUNCTION, "_aws"].contains(name)).collect();
            assert_eq!(others, names);
        }
    }

    fn counted(claims: &[Claim]) -> Vec<Measure> {
        let first = Measure::of_change(None, &claims[0]);
        let rest = claims.windows(2).flat_map(|pair| Measure::of_change(Some(&pair[0]), &pair[1]));
        first.into_iter().chain(rest).collect()
    }

    #[test]
    fn each_status_is_counted_when_it_is_entered_and_each_word_when_it_falls() {
        let minute = jiff::SignedDuration::from_mins(1);
        let scene = Scene::submitted().after(minute).answered(Choice::Accept).after(minute).review();
        let claims: Vec<Claim> = std::iter::once(scene.created.claim.clone())
            .chain(scene.decisions.iter().map(|decision| decision.claim.clone()))
            .collect();
        assert!(claims.len() > 4, "documents and mails change no status");
        let expected = [
            Measure::Entered("draft"),
            Measure::Entered("submitted"),
            Measure::Decided("accepted", 60),
            Measure::Entered("under_review"),
        ];
        assert_eq!(counted(&claims), expected);
        let last = claims.last().unwrap();
        assert_eq!(Measure::of_change(Some(last), last), []);
    }
}
