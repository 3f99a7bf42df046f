//! What every postman must do, run against the fake one and against SES's protocol.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_sdk_ses::config::{BehaviorVersion, Credentials, Region, retry::RetryConfig};
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::net::TcpListener;

use crate::outbox::{Outbox, Posted, Trouble};
use crate::{Postman, RowTag, SendFault, Ses};

/// A postman under test, and the other side of it.
trait Rig {
    type Postman: Postman;
    fn postman(&self) -> &Self::Postman;
    fn fail_next(&self, trouble: Trouble);
    fn posted(&self) -> Vec<Posted>;
}

fn row() -> RowTag {
    RowTag::new("clm_01j9", 17, "notice").unwrap()
}

async fn send(rig: &impl Rig) -> Result<crate::Accepted, SendFault> {
    rig.postman().send(b"Subject: x\r\n\r\n\xc3\xa4+&=".to_vec(), "erika@fabrikam.example", &row()).await
}

async fn conforms(rig: &impl Rig) {
    let first = send(rig).await.unwrap();
    let expected = Posted {
        to: "erika@fabrikam.example".to_owned(),
        raw: b"Subject: x\r\n\r\n\xc3\xa4+&=".to_vec(),
        row: row(),
    };
    assert_eq!(rig.posted(), [expected], "a mail arrives as it was handed over, with its row");
    let second = send(rig).await.unwrap();
    assert_ne!(first.message_id, second.message_id, "each acceptance has its id");
    assert_eq!(rig.posted().len(), 2, "no idempotency is pretended");

    rig.fail_next(Trouble::Refuse);
    assert_eq!(send(rig).await, Err(SendFault::Refused { code: "MessageRejected".to_owned() }));
    rig.fail_next(Trouble::Throttle);
    assert_eq!(send(rig).await, Err(SendFault::Throttled { code: "Throttling".to_owned() }));
    rig.fail_next(Trouble::LoseBefore);
    assert_eq!(send(rig).await, Err(SendFault::Unknown));
    assert_eq!(rig.posted().len(), 2, "nothing of these has gone");

    rig.fail_next(Trouble::LoseAfter);
    assert_eq!(send(rig).await, Err(SendFault::Unknown), "gone, and nobody knows");
    assert_eq!(rig.posted().len(), 3, "one attempt is one mail: no retry behind the caller's back");
    assert!(send(rig).await.is_ok());
}

struct Fake(Outbox);

impl Rig for Fake {
    type Postman = Outbox;
    fn postman(&self) -> &Outbox {
        &self.0
    }
    fn fail_next(&self, trouble: Trouble) {
        self.0.fail_next(trouble);
    }
    fn posted(&self) -> Vec<Posted> {
        self.0.posted()
    }
}

/// How the endpoint answers the next call.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Answer {
    Take,
    Error(u16, &'static str),
    CutBefore,
    CutAfter,
    SilentAfter,
}

#[derive(Default)]
struct Desk {
    posted: Vec<Posted>,
    next: Option<Answer>,
    calls: usize,
}

struct Real {
    ses: Ses,
    desk: Arc<Mutex<Desk>>,
}

impl Real {
    async fn start() -> Self {
        let desk = Arc::new(Mutex::new(Desk::default()));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = axum::Router::new().route("/", post(answer)).with_state(Arc::clone(&desk));
        tokio::spawn(async move { axum::serve(listener, router).await });
        let config = aws_sdk_ses::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("eu-central-1"))
            .credentials_provider(Credentials::new("id", "secret", None, None, "test"))
            .endpoint_url(format!("http://{address}"))
            .http_client(aws_smithy_http_client::Builder::new().build_http())
            .retry_config(RetryConfig::standard().with_max_attempts(4))
            .build();
        let client = aws_sdk_ses::Client::from_conf(config);
        Self { ses: Ses::new(client, "mail", Duration::from_millis(400)), desk }
    }

    fn next(&self, answer: Answer) {
        self.desk.lock().unwrap().next = Some(answer);
    }

    fn calls(&self) -> usize {
        self.desk.lock().unwrap().calls
    }
}

impl Rig for Real {
    type Postman = Ses;
    fn postman(&self) -> &Ses {
        &self.ses
    }
    fn fail_next(&self, trouble: Trouble) {
        self.next(match trouble {
            Trouble::Refuse => Answer::Error(400, "MessageRejected"),
            Trouble::Throttle => Answer::Error(400, "Throttling"),
            Trouble::LoseBefore => Answer::CutBefore,
            Trouble::LoseAfter => Answer::CutAfter,
        });
    }
    fn posted(&self) -> Vec<Posted> {
        self.desk.lock().unwrap().posted.clone()
    }
}

async fn answer(State(desk): State<Arc<Mutex<Desk>>>, body: Bytes) -> Response {
    let form: Vec<(String, String)> = form_urlencoded::parse(&body).into_owned().collect();
    let get = |name: &str| form.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap();
    assert_eq!(get("Action"), "SendRawEmail");
    assert_eq!(get("ConfigurationSetName"), "mail");
    assert_eq!(get("Tags.member.1.Name"), "row");
    let posted = Posted {
        to: get("Destinations.member.1"),
        raw: STANDARD.decode(get("RawMessage.Data")).unwrap(),
        row: RowTag::parse(&get("Tags.member.1.Value")).unwrap(),
    };
    let (next, count) = {
        let mut desk = desk.lock().unwrap();
        desk.calls += 1;
        let next = desk.next.take().unwrap_or(Answer::Take);
        if matches!(next, Answer::Take | Answer::CutAfter | Answer::SilentAfter) {
            desk.posted.push(posted);
        }
        (next, desk.posted.len())
    };
    match next {
        Answer::Take => xml(
            200,
            format!(
                "<SendRawEmailResponse xmlns=\"http://ses.amazonaws.com/doc/2010-12-01/\"><SendRawEmailResult>\
             <MessageId>ses-{count}</MessageId></SendRawEmailResult></SendRawEmailResponse>"
            ),
        ),
        Answer::Error(status, code) => xml(
            status,
            format!(
                "<ErrorResponse xmlns=\"http://ses.amazonaws.com/doc/2010-12-01/\"><Error><Type>Sender</Type>\
             <Code>{code}</Code><Message>m</Message></Error><RequestId>r</RequestId></ErrorResponse>"
            ),
        ),
        // A panic in the handler drops the connection without an answer.
        Answer::CutBefore | Answer::CutAfter => panic!("cut"),
        Answer::SilentAfter => {
            tokio::time::sleep(Duration::from_secs(5)).await;
            xml(200, String::new())
        }
    }
}

fn xml(status: u16, body: String) -> Response {
    let status = axum::http::StatusCode::from_u16(status).unwrap();
    (status, [("content-type", "text/xml")], body).into_response()
}

#[tokio::test]
async fn the_outbox_conforms() {
    conforms(&Fake(Outbox::new())).await;
}

#[tokio::test]
async fn ses_conforms() {
    conforms(&Real::start().await).await;
}

#[tokio::test]
async fn f13_ses_silence_is_unknown_and_not_repeated() {
    let real = Real::start().await;
    real.next(Answer::SilentAfter);
    assert_eq!(send(&real).await, Err(SendFault::Unknown));
    assert_eq!((real.calls(), real.posted().len()), (1, 1));
}

#[tokio::test]
async fn f17_ses_answers_are_told_apart_by_what_may_be_done() {
    let real = Real::start().await;
    for (status, code, expected) in [
        (400, "InvalidParameterValue", SendFault::Refused { code: "InvalidParameterValue".to_owned() }),
        (403, "AccessDenied", SendFault::Throttled { code: "AccessDenied".to_owned() }),
        (
            400,
            "ConfigurationSetDoesNotExist",
            SendFault::Throttled { code: "ConfigurationSetDoesNotExist".to_owned() },
        ),
        (500, "InternalFailure", SendFault::Unknown),
        (503, "ServiceUnavailable", SendFault::Unknown),
    ] {
        let before = real.calls();
        real.next(Answer::Error(status, code));
        assert_eq!(send(&real).await, Err(expected));
        assert_eq!(real.calls(), before + 1, "{code} was retried");
    }
}
