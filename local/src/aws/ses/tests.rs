use super::{outbox::Untold, *};
use crate::{clock::MovableClock, clock::SystemEntropy, function::Bell, template::Destination};
use serde_json::{Value, json};
use std::{path::PathBuf, sync::Arc};

struct Box {
    outbox: Outbox,
    folder: PathBuf,
}
impl Drop for Box {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

fn open(name: &str) -> Box {
    let folder = std::env::temp_dir().join(format!("assent-mails-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let clock = Arc::new(MovableClock::open(folder.join("clock")).unwrap());
    let destinations = [Destination {
        configuration_set: "set".into(),
        topic: "topic".into(),
        kinds: ["send", "delivery", "bounce", "complaint"].map(str::to_owned).into(),
    }];
    let outbox =
        Outbox::open(&folder.join("mails"), &destinations, clock, Arc::new(SystemEntropy), Bell::default());
    Box { outbox: outbox.unwrap(), folder }
}

fn form(to: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let raw = format!("From: A <a@x.example>\r\nTo: {to}\r\nSubject: Hello\r\n\r\nBody\r\n");
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("Action", "SendRawEmail").append_pair("RawMessage.Data", &STANDARD.encode(raw));
    form.append_pair("Destinations.member.1", to).extend_pairs(more);
    form.finish().into_bytes()
}

fn oldest(outbox: &Outbox) -> Untold {
    outbox.untold().into_iter().next().unwrap()
}

const SET: (&str, &str) = ("ConfigurationSetName", "set");

#[test]
fn a_mail_is_kept_with_its_tags_and_its_fate_is_told_once() {
    let kept = open("kept");
    let tags = [SET, ("Tags.member.1.Name", "row"), ("Tags.member.1.Value", "clm_1-3")];
    let id = send(&kept.outbox, &form("sue@y.example", &tags)).ok().unwrap();
    let sent = oldest(&kept.outbox);
    let record = &sent.event["Records"][0];
    assert_eq!((&record["EventSource"], &record["EventVersion"]), (&json!("aws:sns"), &json!("1.0")));
    assert_eq!(record["Sns"]["TopicArn"], "arn:aws:sns:us-east-1:000000000000:topic");
    let message: Value = serde_json::from_str(record["Sns"]["Message"].as_str().unwrap()).unwrap();
    assert_eq!(message["eventType"], "Send");
    assert_eq!(message["mail"]["messageId"], id.as_str());
    assert_eq!(message["mail"]["destination"], json!(["sue@y.example"]));
    assert_eq!(message["mail"]["tags"]["row"], json!(["clm_1-3"]));
    assert_eq!(message["mail"]["tags"]["ses:configuration-set"], json!(["set"]));
    assert_eq!(message["mail"]["commonHeaders"]["subject"], "Hello");
    assert!(message["mail"]["timestamp"].as_str().unwrap().ends_with('Z'));

    kept.outbox.told(&sent).unwrap();
    let delivered = oldest(&kept.outbox);
    let text = delivered.event["Records"][0]["Sns"]["Message"].as_str().unwrap().to_owned();
    let message: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(message["eventType"], "Delivery");
    assert_eq!(message["delivery"]["recipients"], json!(["sue@y.example"]));
    kept.outbox.told(&delivered).unwrap();
    assert!(kept.outbox.untold().is_empty());

    let again = open("kept");
    assert!(again.outbox.untold().is_empty(), "what was told stays told after a restart");
    assert_eq!(again.outbox.list(Some("SUE@y.example")).len(), 1);
    assert_eq!(again.outbox.list(Some("bob@y.example")).len(), 0);
    assert!(again.outbox.report(&id, Fate::Complaint).unwrap());
    assert!(!again.outbox.report("nobody", Fate::Bounce).unwrap());
    let text = oldest(&again.outbox).event["Records"][0]["Sns"]["Message"].to_string();
    assert!(text.contains("complainedRecipients"));
}

#[test]
fn an_address_that_begins_with_bounce_bounces() {
    let kept = open("bounce");
    send(&kept.outbox, &form("Sue <bounce+1@y.example>", &[SET])).ok().unwrap();
    kept.outbox.told(&oldest(&kept.outbox)).unwrap();
    let text = oldest(&kept.outbox).event["Records"][0]["Sns"]["Message"].clone();
    let message: Value = serde_json::from_str(text.as_str().unwrap()).unwrap();
    assert_eq!(
        (&message["eventType"], &message["bounce"]["bounceType"]),
        (&json!("Bounce"), &json!("Permanent"))
    );
    assert_eq!(message["bounce"]["bouncedRecipients"][0]["emailAddress"], "bounce+1@y.example");
}

#[test]
fn without_a_configuration_set_nothing_is_told() {
    let kept = open("quiet");
    send(&kept.outbox, &form("sue@y.example", &[])).ok().unwrap();
    assert!(kept.outbox.untold().is_empty());
    assert_eq!(kept.outbox.list(None).len(), 1);
}

#[test]
fn what_ses_refuses_is_refused() {
    let kept = open("refused");
    let code = |body: &[u8]| send(&kept.outbox, body).err().map(|refused| refused.code);
    assert_eq!(code(b"Action=SendEmail"), Some("InvalidAction"));
    assert_eq!(code(b"Action=SendRawEmail"), Some("ValidationError"));
    assert_eq!(code(b"Action=SendRawEmail&RawMessage.Data=%25"), Some("InvalidParameterValue"));
    assert_eq!(code(&form("rejected@y.example", &[])), Some("MessageRejected"));
    assert_eq!(code(&form("nobody", &[])), Some("InvalidParameterValue"));
    assert_eq!(
        code(&form("a@y.example", &[("ConfigurationSetName", "x")])),
        Some("ConfigurationSetDoesNotExist")
    );
    let large = STANDARD.encode(vec![b'a'; LIMIT + 1]);
    let large = form_urlencoded::Serializer::new(String::from("Action=SendRawEmail&"))
        .append_pair("RawMessage.Data", &large)
        .finish();
    assert_eq!(code(large.as_bytes()), Some("InvalidParameterValue"));
    assert!(kept.outbox.list(None).is_empty());
}
