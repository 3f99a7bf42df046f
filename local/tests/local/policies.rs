//! The policies of a template, as the SDK's clients of a function meet them.

use crate::support::*;
use aws_sdk_dynamodb::types::AttributeValue;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use local::{Options, StartError, System};

/// A table, two buckets, a bus, and a function that may little with them.
const TEMPLATE: &str = r#"
Resources:
  Rows:
    Type: AWS::DynamoDB::Table
    Properties:
      KeySchema: [{ AttributeName: PK, KeyType: HASH }]
      AttributeDefinitions: [{ AttributeName: PK, AttributeType: S }]
      BillingMode: PAY_PER_REQUEST
      StreamSpecification: { StreamViewType: NEW_AND_OLD_IMAGES }
  Open: { Type: AWS::S3::Bucket, Properties: {} }
  Closed: { Type: AWS::S3::Bucket, Properties: {} }
  Bus: { Type: AWS::Events::EventBus, Properties: {} }
  Clerk:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/clerk
      Policies:
        - Version: "2012-10-17"
          Statement:
            - Effect: Allow
              Action: [dynamodb:GetItem, dynamodb:PutItem]
              Resource: !GetAtt Rows.Arn
              Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["MINE#*"] } }
            - Effect: Allow
              Action: [s3:GetObject, s3:PutObject]
              Resource: [!Sub "${Open.Arn}/mine/*", !Sub "${Closed.Arn}/mine/*"]
            - { Effect: Allow, Action: s3:ListBucket, Resource: !GetAtt Open.Arn }
            - Effect: Allow
              Action: ses:SendRawEmail
              Resource: !Sub "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:identity/mine.example"
            - { Effect: Allow, Action: events:PutEvents, Resource: !GetAtt Bus.Arn }
"#;

async fn system() -> System {
    let options = Options { template: TEMPLATE.into(), wire: no_functions(), ..Options::default() };
    System::start(options).await.unwrap()
}

/// The status and the code that a client is told.
fn told<T: std::fmt::Debug, E: ProvideErrorMetadata + std::fmt::Debug>(
    answer: Result<T, SdkError<E>>,
) -> (u16, Option<String>) {
    let error = answer.unwrap_err();
    (error.raw_response().unwrap().status().as_u16(), error.code().map(str::to_owned))
}

fn code(status: u16, code: &str) -> (u16, Option<String>) {
    (status, Some(code.to_owned()))
}

#[tokio::test(flavor = "multi_thread")]
async fn each_service_refuses_what_the_policy_does_not_allow_in_its_own_form() {
    let system = system().await;
    let at = system.core().endpoints.clone();
    let row = |key: &str| AttributeValue::S(key.into());

    let clerk = aws_sdk_dynamodb::Client::new(&sdk_of("clerk", &at.dynamodb));
    let put = |key: &str| clerk.put_item().table_name("assent-rows").item("PK", row(key)).send();
    put("MINE#1").await.unwrap();
    assert_eq!(told(put("YOURS#1").await), code(400, "AccessDeniedException"));
    let get = clerk.get_item().table_name("assent-rows").key("PK", row("MINE#1")).send().await.unwrap();
    assert!(get.item().is_some());
    let removed = clerk.delete_item().table_name("assent-rows").key("PK", row("MINE#1")).send().await;
    assert_eq!(told(removed), code(400, "AccessDeniedException"));
    let stranger = aws_sdk_dynamodb::Client::new(&sdk_of("stranger", &at.dynamodb));
    assert_eq!(told(stranger.list_tables().send().await), code(400, "UnrecognizedClientException"));
    let all = aws_sdk_dynamodb::Client::new(&sdk(&at.dynamodb));
    assert_eq!(all.list_tables().send().await.unwrap().table_names(), ["assent-rows"]);

    let clerk = s3_of("clerk", &system);
    let put = |bucket: &str, key: &str| clerk.put_object().bucket(bucket).key(key).send();
    put("assent-open", "mine/1").await.unwrap();
    assert_eq!(told(put("assent-open", "yours/1").await), code(403, "AccessDenied"));
    let get = |bucket: &str, key: &str| clerk.get_object().bucket(bucket).key(key).send();
    get("assent-open", "mine/1").await.unwrap();
    // Who may not list a bucket is not told what is missing in it.
    assert_eq!(told(get("assent-open", "mine/2").await), code(404, "NoSuchKey"));
    assert_eq!(told(get("assent-closed", "mine/2").await), code(403, "AccessDenied"));
    let copy = |from: &str, to: &str| clerk.copy_object().copy_source(from).bucket("assent-open").key(to);
    assert_eq!(told(copy("assent-open/mine/1", "yours/1").send().await), code(403, "AccessDenied"));
    let tags = aws_sdk_s3::types::TaggingDirective::Replace;
    copy("assent-open/mine/1", "mine/2").tagging_directive(tags.clone()).send().await.unwrap();
    assert_eq!(told(copy("assent-open/mine/1", "mine/3").send().await), code(403, "AccessDenied"));
    let missing = copy("assent-closed/mine/1", "mine/3").tagging_directive(tags).send().await;
    assert_eq!(told(missing), code(403, "AccessDenied"));

    let clerk = aws_sdk_ses::Client::new(&sdk_of("clerk", &at.ses));
    let send = |sender: &str| {
        let raw = format!("From: A <a@{sender}>\r\nTo: sue@y.example\r\nSubject: Hi\r\n\r\nHi\r\n");
        let data = aws_sdk_ses::primitives::Blob::new(raw);
        let raw = aws_sdk_ses::types::RawMessage::builder().data(data).build().unwrap();
        clerk.send_raw_email().raw_message(raw).send()
    };
    send("mine.example").await.unwrap();
    assert_eq!(told(send("yours.example").await), code(403, "AccessDenied"));

    let clerk = aws_sdk_eventbridge::Client::new(&sdk_of("clerk", &at.eventbridge));
    let publish = |bus: &str| {
        let entry = aws_sdk_eventbridge::types::PutEventsRequestEntry::builder();
        let entry = entry.event_bus_name(bus).source("a").detail_type("b").detail("{}").build();
        clerk.put_events().entries(entry).send()
    };
    publish("assent-bus").await.unwrap();
    assert_eq!(told(publish("default").await), code(400, "AccessDeniedException"));

    let refused = system.core().policies.refused();
    assert_eq!(refused.len(), 6, "{refused:#?}");
    let unneeded = system.core().policies.unneeded();
    assert_eq!(unneeded, ["clerk: s3:PutObject on arn:aws:s3:::assent-closed/mine/*"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_policy_that_is_not_understood_is_in_the_way_of_the_start() {
    for (written, instead, word) in [
        ("ForAllValues:StringLike", "StringLikeIfExists", "StringLikeIfExists"),
        ("CodeUri: functions/clerk", "CodeUri: functions/clerk\n      Role: other", "Role"),
        ("        - Version", "        - AWSLambdaExecute\n        - Version", "Policies"),
    ] {
        let template = TEMPLATE.replace(written, instead);
        let options = Options { template, wire: no_functions(), ..Options::default() };
        let Err(StartError::Template(error)) = System::start(options).await else { panic!("{word}") };
        assert!(error.to_string().contains(word), "{error}");
    }
}
