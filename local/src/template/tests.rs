use super::*;
use std::time::Duration;

fn overrides() -> Overrides {
    let base = "http://127.0.0.1:1";
    [("LINK_KEYS", "k:abc"), ("RECEIPT_KEYS", "r:abc"), ("BASE_URL", base), ("SCANNER", "builtin")]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
}

fn ours() -> Template {
    Template::parse(include_str!("../../../template.yaml"), &overrides()).unwrap()
}

#[test]
fn the_template_of_the_product_is_understood() {
    let template = ours();
    assert!(template.functions.len() >= 12, "{:?}", template.functions.keys());
    let send = &template.functions["send-mail"];
    assert_eq!(send.timeout, Duration::from_secs(60));
    let Event::Stream(trigger) = &send.events[0] else { panic!("{:?}", send.events) };
    assert_eq!(trigger.table, template.tables[0].name);
    assert!(trigger.from_oldest && trigger.reports_failures && trigger.bisect);
    assert_eq!((trigger.batch_size, trigger.retries, trigger.filters.len()), (10, 8, 1));
    let Event::Schedule(tick) = &template.functions["sweep-deadlines"].events[0] else { panic!() };
    assert_eq!(tick.rate, Rate { minutes: 1 });
    let Event::Topic(topic) = &template.functions["track-mail"].events[0] else { panic!() };
    assert_eq!(*topic, template.destinations[0].topic);
    let incoming = template.buckets.iter().find(|bucket| bucket.name.contains("incoming")).unwrap();
    assert!(incoming.to_event_bridge);
    assert_eq!(incoming.cors[0].allowed_methods, ["PUT"]);
}

#[test]
fn the_environment_is_resolved_and_what_only_the_cloud_has_is_stood_in_for() {
    let template = ours();
    let environment = &template.functions["send-mail"].environment;
    assert_eq!(environment["TABLE"], template.tables[0].name);
    assert_eq!(environment["LINK_KEYS"], "k:abc");
    assert_eq!(environment["BASE_URL"], "http://127.0.0.1:1");
    assert!(template.buckets.iter().any(|bucket| bucket.name == environment["INCOMING_BUCKET"]));
    assert_eq!(environment["MAIL_CONFIGURATION_SET"], template.destinations[0].configuration_set);
    let others = &template.functions["create-claim"].environment;
    assert!(!others.contains_key("LINK_KEYS"), "only those that sign and verify links have the keys");
    let signers =
        template.functions.iter().filter(|(_, block)| block.environment.contains_key("RECEIPT_KEYS"));
    assert_eq!(signers.map(|(folder, _)| folder.as_str()).collect::<Vec<_>>(), ["answer-consent"]);
    let without = Template::parse(include_str!("../../../template.yaml"), &Overrides::new());
    assert!(without.unwrap_err().to_string().contains("LINK_KEYS"));
}

#[test]
fn every_route_has_one_function() {
    let template = ours();
    let mut keys: Vec<String> =
        template.routes().map(|(route, _)| format!("{} {}", route.method, route.path)).collect();
    let count = keys.len();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), count);
    assert!(keys.contains(&"ANY $default".to_owned()));
}

fn with(resource: &str) -> Result<Template, TemplateError> {
    Template::parse(&format!("Resources:\n  X:\n{resource}"), &Overrides::new())
}

#[test]
fn what_is_not_understood_is_refused() {
    for (resource, word) in [
        ("    Type: AWS::EC2::Instance", "EC2"),
        ("    Type: AWS::Serverless::Function\n    Properties: { CodeUri: functions/x, Magic: 1 }", "Magic"),
        ("    Type: AWS::Serverless::Function\n    Properties: { CodeUri: src }", "CodeUri"),
        ("    Type: AWS::DynamoDB::Table\n    Properties: { Magic: 1 }", "Magic"),
        (
            "    Type: AWS::Serverless::Function\n    Properties: { CodeUri: functions/x, Environment: { Variables: { A: !Ref Nothing } } }",
            "Nothing",
        ),
        (
            "    Type: AWS::Serverless::Function\n    Properties: { CodeUri: functions/x, Events: { T: { Type: ScheduleV2, Properties: { ScheduleExpression: cron(0 8 * * ? *) } } } }",
            "rate",
        ),
        (
            "    Type: AWS::Serverless::Function\n    Properties: { CodeUri: functions/x, Events: { T: { Type: Kinesis, Properties: {} } } }",
            "Kinesis",
        ),
        (
            "    Type: AWS::Serverless::Function\n    Properties: { CodeUri: functions/x, Timeout: !ImportValue x, Environment: { Variables: { A: !ImportValue y } } }",
            "ImportValue",
        ),
    ] {
        let refused = with(resource).unwrap_err().to_string();
        assert!(refused.contains(word), "{refused}");
    }
    assert!(Template::parse("Resources: {}\nMagic: {}", &Overrides::new()).is_err());
    assert!(Template::parse("Resources: {}\nResources: {}", &Overrides::new()).is_err());
}

#[test]
fn functions_of_the_template_language_are_worked_out() {
    let text = r#"
Parameters: { Stage: { Type: String, Default: prod } }
Conditions: { IsProd: !Equals [!Ref Stage, prod], Not: !Not [!Condition IsProd], Both: !And [!Condition IsProd, !Condition Not] }
Resources:
  T: { Type: AWS::DynamoDB::Table, Properties: { TableName: mine } }
  F:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/f
      Environment:
        Variables:
          A: !Sub "${T}-${AWS::Region}-${!kept}"
          B: !Join ["/", [a, !Ref Stage]]
          C: !If [Both, x, !If [IsProd, y, z]]
          D: !If [Not, x, !Ref AWS::NoValue]
          E: !Sub ["${N}!", { N: !Ref Stage }]
          G: 10
"#;
    let template = Template::parse(text, &Overrides::new()).unwrap();
    let got: Vec<(&str, &str)> =
        template.functions["f"].environment.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    let wanted = [("A", "mine-us-east-1-${kept}"), ("B", "a/prod"), ("C", "y"), ("E", "prod!"), ("G", "10")];
    assert_eq!(got, wanted);
}
