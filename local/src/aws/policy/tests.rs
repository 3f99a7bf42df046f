use super::{access::key_of, front::Protocol, *};
use crate::template::{Template, without_secrets};
use axum::body::Bytes;
use http::{HeaderMap, Request};
use serde_json::{Value, json};

fn statements(statements: Value) -> Result<Vec<Statement>, String> {
    Statement::of(json!({ "Version": "2012-10-17", "Statement": statements }))
}

/// One function, `f`, with these statements.
fn role(written: Value) -> Policies {
    Policies::new([("f".to_owned(), statements(written).unwrap())])
}

fn allows(policies: &Policies, action: &str, resource: &str) -> bool {
    policies.check("f", &[Access::new(action, resource)]).is_ok()
}

fn query(keys: &[&str]) -> Access {
    let leading_keys = keys.iter().map(|key| (*key).to_owned()).collect();
    Access { leading_keys, ..Access::new("dynamodb:Query", "t") }
}

#[test]
fn what_no_statement_allows_is_refused() {
    let policies = role(json!([
        { "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::a/proof/*", "arn:aws:s3:::b"] },
        { "Effect": "Allow", "Action": ["dynamodb:*Item"], "Resource": "arn:aws:dynamodb:*:*:table/a?/index/*" },
    ]));
    for (action, resource, allowed) in [
        ("s3:GetObject", "arn:aws:s3:::a/proof/1/2", true),
        ("s3:getobject", "arn:aws:s3:::a/proof/", true),
        ("s3:GetObject", "arn:aws:s3:::a/proof", false),
        ("s3:GetObject", "arn:aws:s3:::b", true),
        ("s3:GetObject", "arn:aws:s3:::b/c", false),
        ("s3:GetObjectVersion", "arn:aws:s3:::a/proof/1", false),
        ("dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:1:table/ab/index/list", true),
        ("dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:1:table/abc/index/list", false),
        ("dynamodb:Query", "arn:aws:dynamodb:us-east-1:1:table/ab/index/list", false),
    ] {
        assert_eq!(allows(&policies, action, resource), allowed, "{action} {resource}");
    }
    let refusal = policies.check("f", &[Access::new("s3:PutObject", "arn:aws:s3:::b")]).unwrap_err();
    let Refusal::Denied(words) = refusal else { panic!("{refusal:?}") };
    assert_eq!(
        words,
        "User: arn:aws:sts::000000000000:assumed-role/f/f is not authorized to perform: s3:PutObject on \
         resource: arn:aws:s3:::b because no identity-based policy allows the s3:PutObject action"
    );
    assert!(policies.refused().contains(&"f: s3:PutObject on arn:aws:s3:::b".to_owned()));
    // All that a request wants must be allowed.
    let (may, may_not) = (Access::new("s3:GetObject", "arn:aws:s3:::b"), Access::new("s3:PutObject", "x"));
    assert!(policies.check("f", &[may, may_not]).is_err());
}

#[test]
fn a_deny_is_stronger_than_any_allow() {
    let policies = role(json!([
        { "Effect": "Allow", "Action": "s3:*", "Resource": "*" },
        { "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "kept/*" },
    ]));
    assert!(allows(&policies, "s3:DeleteObject", "other/1"));
    let refusal = policies.check("f", &[Access::new("s3:DeleteObject", "kept/1")]).unwrap_err();
    let Refusal::Denied(words) = refusal else { panic!("{refusal:?}") };
    assert!(words.ends_with("with an explicit deny in an identity-based policy"), "{words}");
}

#[test]
fn all_values_of_a_condition_must_be_among_its_own() {
    for (operator, pattern) in
        [("ForAllValues:StringLike", "DIGEST#*"), ("ForAllValues:StringEquals", "DIGEST#1")]
    {
        let policies = role(json!([{
            "Effect": "Allow", "Action": "dynamodb:Query", "Resource": "t",
            "Condition": { operator: { "dynamodb:LeadingKeys": ["CATALOGUE", pattern] } },
        }]));
        let may = |keys: &[&str]| policies.check("f", &[query(keys)]).is_ok();
        assert!(may(&["CATALOGUE"]) && may(&["DIGEST#1"]) && may(&["DIGEST#1", "CATALOGUE"]), "{operator}");
        assert!(!may(&["CLAIM#1"]) && !may(&["DIGEST#1", "CLAIM#1"]) && !may(&[""]), "{operator}");
        assert_eq!(may(&["DIGEST#2"]), operator.ends_with("Like"));
        // So does AWS: of no values, all are.
        assert!(may(&[]), "{operator}");
    }
}

#[test]
fn what_is_not_understood_is_no_policy() {
    let one = |change: Value| {
        let mut statement = json!({ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "a" });
        for (name, value) in change.as_object().unwrap() {
            statement[name] = value.clone();
        }
        statements(json!([statement])).unwrap_err()
    };
    for (change, word) in [
        (json!({ "Condition": { "StringEquals": { "dynamodb:LeadingKeys": "a" } } }), "StringEquals"),
        (json!({ "Condition": { "ForAllValues:StringLike": { "aws:SourceIp": "a" } } }), "aws:SourceIp"),
        (json!({ "Resource": "arn:aws:s3:::a/${aws:username}" }), "aws:username"),
        (json!({ "NotAction": "s3:*" }), "NotAction"),
        (json!({ "Effect": "Maybe" }), "Maybe"),
    ] {
        let refused = one(change);
        assert!(refused.contains(word), "{refused}");
    }
    let old = json!({ "Version": "2008-10-17", "Statement": [] });
    assert!(Statement::of(old).unwrap_err().contains("2008-10-17"));
    assert!(Statement::of(json!("AWSLambdaExecute")).is_err());
}

#[test]
fn a_right_is_needed_once_something_was_allowed_by_it_alone() {
    let policies = role(json!([
        { "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": ["a", "b"] },
        { "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*" },
        { "Effect": "Deny", "Action": "s3:PutObject", "Resource": "never" },
        {
            "Effect": "Allow", "Action": "dynamodb:Query", "Resource": "t",
            "Condition": { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["A", "B#*"] } },
        },
    ]));
    assert_eq!(policies.unneeded().len(), 4 + 1 + 3);
    assert!(allows(&policies, "s3:GetObject", "a"));
    // Two allow this, so either could go.
    assert!(allows(&policies, "s3:PutObject", "b"));
    policies.check("f", &[query(&["B#1"])]).unwrap();
    let unneeded = [
        "f: s3:GetObject on b",
        "f: s3:PutObject on a",
        "f: s3:PutObject on b",
        "f: s3:PutObject on *",
        "f: dynamodb:LeadingKeys A",
    ];
    assert_eq!(policies.unneeded(), unneeded);
    assert!(allows(&policies, "s3:PutObject", "c"));
    assert!(!policies.unneeded().contains(&"f: s3:PutObject on *".to_owned()));
}

#[test]
fn the_key_of_a_request_says_whose_it_is() {
    let signed =
        "AWS4-HMAC-SHA256 Credential=send-mail/20261123/us-east-1/ses/aws4_request, SignedHeaders=host";
    let key = |request: http::request::Builder| key_of(&request.body(()).unwrap().into_parts().0);
    assert_eq!(key(Request::get("/").header("authorization", signed)), "send-mail");
    let presigned =
        "/b/k?X-Amz-Algorithm=AWS4&X-Amz-Credential=upload-proof%2F20261123%2Fus-east-1%2Fs3%2Faws4_request";
    assert_eq!(key(Request::get(presigned)), "upload-proof");
    assert_eq!(key(Request::get("/")), "");
    let policies = role(json!([]));
    let anything = [Access::new("s3:DeleteBucket", "a")];
    assert!(policies.check(ACCESS_KEY, &anything).is_ok());
    for nobody in ["g", ""] {
        assert_eq!(policies.check(nobody, &[]), Err(Refusal::UnknownKey));
    }
    assert!(policies.check("f", &anything).is_err());
}

fn asked(protocol: &impl Protocol, target: &str, body: impl Into<Bytes>) -> Vec<Access> {
    let headers = HeaderMap::from_iter([("x-amz-target".parse().unwrap(), target.parse().unwrap())]);
    protocol.accesses(&headers, &body.into())
}

#[test]
fn a_call_of_dynamodb_is_taken_apart() {
    let template = Template::parse(include_str!("../../../../template.yaml"), &without_secrets()).unwrap();
    let table = template.tables[0].name.as_str();
    let dynamodb = DynamoDb::new(&template.tables);
    let arn = format!("arn:aws:dynamodb:us-east-1:000000000000:table/{table}");
    let of = |operation: &str, body: Value| {
        let found = asked(&dynamodb, &format!("DynamoDB_20120810.{operation}"), body.to_string());
        let short = |access: Access| {
            let on = access.resource.strip_prefix(&arn).map_or(access.resource.clone(), str::to_owned);
            let action = access.action.strip_prefix("dynamodb:").unwrap().to_owned();
            format!("{action}{on} [{}] [{}]", access.leading_keys.join(" "), access.attributes.join(" "))
        };
        found.into_iter().map(short).collect::<Vec<_>>()
    };
    let key = |pk: &str| json!({ "PK": { "S": pk }, "SK": { "S": "x" } });
    let get = json!({ "TableName": table, "Key": key("A"), "ProjectionExpression": "a.b[0].c, size" });
    assert_eq!(of("GetItem", get), ["GetItem [A] [PK SK a size]"]);
    let put = json!({
        "TableName": arn, "Item": { "PK": { "S": "A" }, "SK": { "S": "x" }, "at": { "N": "1" } },
        "ConditionExpression": "attribute_not_exists(PK) OR (#r = :r AND other.deep >= :x)",
        "ExpressionAttributeNames": { "#r": "revision" },
    });
    assert_eq!(of("PutItem", put), ["PutItem [A] [PK SK at other revision]"]);
    let query = |condition: &str, index: Option<&str>| {
        json!({
            "TableName": table, "IndexName": index, "KeyConditionExpression": condition,
            "ExpressionAttributeNames": { "#pk": "PK" },
            "ExpressionAttributeValues": { ":pk": { "S": "A" }, ":sk": { "S": "x" } },
        })
    };
    let asked_of_table = ["Query [A] [PK SK]"];
    assert_eq!(of("Query", query("PK = :pk AND begins_with(SK, :sk)", None)), asked_of_table);
    assert_eq!(of("Query", query("(SK >= :sk) AND (#pk=:pk)", None)), asked_of_table);
    assert_eq!(of("Query", query("duePk = :pk", Some("due"))), ["Query/index/due [A] [duePk]"]);
    // No key is found, and no policy names the one that stands for it.
    assert_eq!(of("Query", query("SK = :sk", None)), ["Query [] [SK]"]);
    let batch = json!({ "RequestItems": { table: { "Keys": [key("A"), key("B")] } } });
    assert_eq!(of("BatchGetItem", batch), ["BatchGetItem [A B] [PK SK]"]);
    let batch = json!({ "RequestItems": { table: [
        { "PutRequest": { "Item": key("A") } }, { "DeleteRequest": { "Key": key("B") } },
    ] } });
    assert_eq!(of("BatchWriteItem", batch), ["BatchWriteItem [A B] [PK SK]"]);
    let part = |pk: &str| json!({ "TableName": table, "Key": key(pk) });
    let transaction = json!({ "TransactItems": [
        { "Put": { "TableName": table, "Item": key("A") } },
        { "Update": { "TableName": table, "Key": key("B"), "UpdateExpression": "SET a = a + :one REMOVE b" } },
        { "Delete": part("C") },
        { "ConditionCheck": part("D") },
    ] });
    let parts = [
        "PutItem [A] [PK SK]",
        "UpdateItem [B] [PK SK a b]",
        "DeleteItem [C] [PK SK]",
        "ConditionCheckItem [D] [PK SK]",
    ];
    assert_eq!(of("TransactWriteItems", transaction), parts);
    let transaction = json!({ "TransactItems": [{ "Get": part("A") }] });
    assert_eq!(of("TransactGetItems", transaction), ["GetItem [A] [PK SK]"]);
    assert_eq!(of("Scan", json!({ "TableName": table })), ["Scan [] []"]);
    assert_eq!(of("ListTables", json!({})), ["ListTables* [] []"]);
}

#[test]
fn an_event_needs_the_right_on_its_bus() {
    let entries = json!({ "Entries": [{ "EventBusName": "mine" }, {}] });
    let found = asked(&EventBridge, "AWSEvents.PutEvents", entries.to_string());
    let bus = |name: &str| {
        Access::new("events:PutEvents", format!("arn:aws:events:us-east-1:000000000000:event-bus/{name}"))
    };
    assert_eq!(found, [bus("mine"), bus("default")]);
}
