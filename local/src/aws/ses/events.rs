//! What becomes of a mail, told as SES tells it through SNS.

use super::{Mail, bare};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// What became of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// SES took it.
    Send,
    /// The recipient's server took it.
    Delivery,
    /// The recipient's server refused it for good.
    Bounce,
    /// The recipient called it spam.
    Complaint,
}

/// One event of a mail.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FateEvent {
    /// What happened.
    pub fate: Fate,
    /// When, by the domain's clock.
    pub at: Timestamp,
    /// Whether the topic's functions have been called with it.
    pub told: bool,
}

impl Fate {
    /// SES's name for it in `MatchingEventTypes`.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Send => "send",
            Self::Delivery => "delivery",
            Self::Bounce => "bounce",
            Self::Complaint => "complaint",
        }
    }

    fn event_type(self) -> &'static str {
        match self {
            Self::Send => "Send",
            Self::Delivery => "Delivery",
            Self::Bounce => "Bounce",
            Self::Complaint => "Complaint",
        }
    }
}

fn time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// The Lambda event of an SNS topic with one SES event of a configuration set in it.
#[must_use]
pub(super) fn sns_event(mail: &Mail, event: &FateEvent, topic: &str, account: &str) -> Value {
    let arn = format!("arn:aws:sns:us-east-1:{account}:{topic}");
    let id = format!("{}-{}", mail.id, event.fate.kind());
    json!({ "Records": [{
        "EventSource": "aws:sns", "EventVersion": "1.0", "EventSubscriptionArn": format!("{arn}:local"),
        "Sns": {
            "Type": "Notification", "MessageId": id, "TopicArn": arn,
            "Subject": "Amazon SES Email Event Notification", "Message": message(mail, event).to_string(),
            "Timestamp": time(event.at), "SignatureVersion": "1", "Signature": "local",
            "SigningCertUrl": "https://sns.us-east-1.amazonaws.com/local.pem",
            "UnsubscribeUrl": "https://sns.us-east-1.amazonaws.com/", "MessageAttributes": {},
        },
    }] })
}

fn message(mail: &Mail, event: &FateEvent) -> Value {
    let reading = mail.reading();
    let addresses: Vec<&str> = mail.to.iter().map(|to| bare(to)).collect();
    let at = time(event.at);
    let feedback = format!("{}-feedback", mail.id);
    let fate = match event.fate {
        Fate::Send => json!({}),
        Fate::Delivery => json!({
            "timestamp": at, "processingTimeMillis": 1, "recipients": addresses,
            "smtpResponse": "250 2.6.0 Message received", "reportingMTA": "local.example",
        }),
        Fate::Bounce => {
            let each = |address: &&str| {
                json!({
                    "emailAddress": address, "action": "failed", "status": "5.1.1",
                    "diagnosticCode": "smtp; 550 5.1.1 user unknown",
                })
            };
            json!({
                "bounceType": "Permanent", "bounceSubType": "General", "timestamp": at, "feedbackId": feedback,
                "bouncedRecipients": addresses.iter().map(each).collect::<Vec<_>>(),
                "reportingMTA": "dsn; local.example",
            })
        }
        Fate::Complaint => json!({
            "complainedRecipients": addresses.iter().map(|a| json!({ "emailAddress": a })).collect::<Vec<_>>(),
            "timestamp": at, "feedbackId": feedback, "complaintSubType": null,
            "complaintFeedbackType": "abuse", "arrivalDate": at, "userAgent": "local",
        }),
    };
    let mut tags = Map::new();
    for (name, value) in &mail.tags {
        tags.insert(name.clone(), json!([value]));
    }
    tags.insert("ses:configuration-set".into(), json!([mail.configuration_set]));
    let domain = reading.from.rsplit_once('@').map(|(_, domain)| domain.trim_end_matches('>'));
    tags.insert("ses:from-domain".into(), json!([domain]));
    tags.insert("ses:caller-identity".into(), json!(["local"]));
    let headers: Vec<Value> =
        reading.headers.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
    json!({
        "eventType": event.fate.event_type(),
        "mail": {
            "timestamp": time(mail.sent_at), "source": bare(&reading.from), "messageId": mail.id,
            "sourceArn": "arn:aws:ses:us-east-1:000000000000:identity/local", "sendingAccountId": "000000000000",
            "destination": addresses, "headersTruncated": false, "headers": headers,
            "commonHeaders": {
                "from": [reading.from], "to": [reading.to], "subject": reading.subject, "messageId": mail.id,
            },
            "tags": tags,
        },
        event.fate.kind(): fate,
    })
}
