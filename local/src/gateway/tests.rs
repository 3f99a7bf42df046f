use super::*;
use crate::{
    clock::SystemEntropy,
    dev::personas::Persona,
    function::{Bell, Functions},
    http,
    template::{Template, without_secrets},
};
use serde_json::json;

/// Answers with the event as it was seen through `lambda_http`, or misbehaves as the path says.
async fn handler(request: lambda_http::Request) -> lambda_http::Response<lambda_http::Body> {
    use lambda_http::RequestExt;
    if request.uri().path().ends_with("/panic") {
        panic!("on purpose");
    }
    let body = json!({
        "path": request.raw_http_path(), "query": request.query_string_parameters_ref().and_then(|q| q.first("a")),
        "id": request.path_parameters_ref().and_then(|p| p.first("id")),
        "body": String::from_utf8_lossy(request.body().as_ref()), "cookie": request.headers().get("cookie").map(|v| v.to_str().unwrap()),
    });
    lambda_http::Response::builder()
        .status(201)
        .header("content-type", "application/json")
        .header("set-cookie", "a=1")
        .header("set-cookie", "b=2")
        .body(body.to_string().into())
        .unwrap()
}

fn gateway() -> (Gateway, Tokens) {
    let template = Template::parse(include_str!("../../../template.yaml"), &without_secrets()).unwrap();
    let tokens = Tokens::new(&jwt::new_key().unwrap()).unwrap();
    let functions: Functions =
        ["change-claim", "read-claims", "create-claim"].map(|name| (name.to_owned(), http(handler))).into();
    let invoker = Invoker::new(functions, &Default::default(), Bell::default());
    let entropy = Arc::new(SystemEntropy);
    (Gateway::new(&template, tokens.clone(), invoker, entropy, Arc::default()), tokens)
}

fn request(method: &str, path: &str, token: Option<&str>) -> http::request::Builder {
    let builder = http::Request::builder().method(method).uri(path).header("host", "127.0.0.1");
    match token {
        Some(token) => builder.header("authorization", format!("Bearer {token}")),
        None => builder,
    }
}

async fn parts(answer: Answer) -> (u16, http::HeaderMap, Value) {
    let (parts, body) = answer.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    (parts.status.as_u16(), parts.headers, serde_json::from_slice(&body).unwrap_or(Value::Null))
}

#[tokio::test]
async fn a_request_reaches_its_function_and_the_answer_comes_back() {
    let (gateway, tokens) = gateway();
    let token = Persona::named("partner-a-admin").unwrap().token(&tokens).unwrap();
    let request = request("PATCH", "/v1/claims/clm_1%20x?a=1%202&b", Some(&token))
        .header("content-type", "application/json")
        .header("cookie", "x=1; y=2")
        .body(Body::from("{\"name\":\"Zoë\"}"))
        .unwrap();
    let (status, headers, body) = parts(gateway.handle(request).await).await;
    assert_eq!(status, 201);
    assert_eq!(headers.get_all("set-cookie").iter().collect::<Vec<_>>(), ["a=1", "b=2"]);
    let wanted = json!({
        "path": "/v1/claims/clm_1%20x", "query": "1 2", "id": "clm_1 x", "body": "{\"name\":\"Zoë\"}",
        "cookie": "x=1; y=2",
    });
    assert_eq!(body, wanted);
}

#[tokio::test]
async fn no_bad_token_reaches_a_function() {
    let (gateway, tokens) = gateway();
    let (_, others) = self::gateway();
    let good = Persona::named("partner-a-admin").unwrap().token(&tokens).unwrap();
    let forged = Persona::named("partner-a-admin").unwrap().token(&others).unwrap();
    let cut = &good[..good.len() - 4];
    for token in [None, Some(""), Some("x.y.z"), Some(cut), Some(forged.as_str())] {
        let request = request("GET", "/v1/me", token).header("accept-language", "de").body(Body::empty());
        let (status, headers, body) = parts(gateway.handle(request.unwrap()).await).await;
        assert_eq!(status, 401);
        assert_eq!(headers["www-authenticate"], "Bearer");
        assert_eq!(headers["content-type"], "application/problem+json");
        assert_eq!(headers["content-language"], "de");
        assert_eq!(
            (&body["code"], &body["type"], &body["instance"], &body["title"]),
            (
                &json!("unauthenticated"),
                &json!("/problems/unauthenticated"),
                &json!("/v1/me"),
                &json!("Nicht angemeldet")
            )
        );
        assert_eq!(body["requestId"].as_str().unwrap(), headers["request-id"]);
    }
    let public = request("GET", "/healthz", None).body(Body::empty()).unwrap();
    assert_eq!(gateway.handle(public).await.status(), 201);
}

#[tokio::test]
async fn a_panic_and_a_missing_function_are_a_500_without_internals() {
    let (gateway, tokens) = gateway();
    let token = Persona::named("partner-a-admin").unwrap().token(&tokens).unwrap();
    for (method, path) in [("GET", "/v1/claims/panic"), ("POST", "/v1/imports")] {
        let request = request(method, path, Some(&token)).body(Body::empty()).unwrap();
        let (status, _, body) = parts(gateway.handle(request).await).await;
        assert_eq!((status, &body["code"]), (500, &json!("internal_error")));
        assert!(!body.to_string().contains("purpose"));
    }
}

#[tokio::test]
async fn more_than_ten_megabytes_are_refused() {
    let (gateway, tokens) = gateway();
    let token = Persona::named("partner-a-admin").unwrap().token(&tokens).unwrap();
    for (size, wanted) in [(BODY_LIMIT, 201), (BODY_LIMIT + 1, 413)] {
        let body = Body::from(vec![b'a'; size]);
        let request = request("POST", "/v1/claims", Some(&token)).header("content-type", "text/plain");
        assert_eq!(gateway.handle(request.body(body).unwrap()).await.status(), wanted);
    }
}

#[tokio::test]
async fn other_origins_are_answered_as_the_template_says() {
    let (gateway, _) = gateway();
    let preflight = request("OPTIONS", "/v1/claims", None)
        .header("origin", "https://console.example")
        .header("access-control-request-method", "POST")
        .body(Body::empty())
        .unwrap();
    let answer = gateway.handle(preflight).await;
    assert_eq!(answer.status(), 204);
    assert_eq!(answer.headers()["access-control-allow-origin"], "*");
    let call = request("GET", "/healthz", None).header("origin", "https://console.example");
    let answer = gateway.handle(call.body(Body::empty()).unwrap()).await;
    assert!(answer.headers()["access-control-expose-headers"].to_str().unwrap().contains("ETag"));
}

#[test]
fn the_event_is_that_of_payload_format_2() {
    let (gateway, tokens) = gateway();
    let token = Persona::named("partner-a-user").unwrap().token(&tokens).unwrap();
    let claims = tokens.check(&token).unwrap();
    let request = request("POST", "/v1/claims/clm_1/submit?tag=a&tag=b%20c&empty=", Some("t"))
        .header("X-Two", "1")
        .header("x-two", "2")
        .header("cookie", "a=1; b=2")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("user-agent", "test")
        .body(())
        .unwrap();
    let (parts, ()) = request.into_parts();
    let found = gateway.routes.find("POST", parts.uri.path()).unwrap();
    let event = event::build(
        &event::Incoming {
            parts: &parts,
            body: &bytes::Bytes::from_static(b"a=1"),
            source_ip: "127.0.0.1".into(),
            request_id: "r",
            now: "2026-11-21T10:00:00Z".parse().unwrap(),
            claims: Some(&claims),
        },
        &found,
    );
    assert_eq!(event["version"], "2.0");
    assert_eq!(event["routeKey"], "POST /v1/claims/{id}/submit");
    assert_eq!(event["rawPath"], "/v1/claims/clm_1/submit");
    assert_eq!(event["rawQueryString"], "tag=a&tag=b%20c&empty=");
    assert_eq!(event["queryStringParameters"], json!({ "tag": "a,b c", "empty": "" }));
    assert_eq!(event["cookies"], json!(["a=1", "b=2"]));
    assert_eq!(event["headers"]["x-two"], "1,2");
    assert_eq!(event["headers"].get("cookie"), None);
    assert_eq!(event["pathParameters"], json!({ "id": "clm_1" }));
    assert_eq!((&event["body"], &event["isBase64Encoded"]), (&json!("YT0x"), &json!(true)));
    let context = &event["requestContext"];
    assert_eq!(context["http"]["method"], "POST");
    assert_eq!(context["http"]["protocol"], "HTTP/1.1");
    assert_eq!(context["http"]["userAgent"], "test");
    assert_eq!(context["time"], "21/Nov/2026:10:00:00 +0000");
    assert_eq!(context["timeEpoch"], 1_795_255_200_000_i64);
    let jwt = &context["authorizer"]["jwt"];
    assert_eq!(jwt["claims"]["roles"], "[incentives_user]");
    assert_eq!(jwt["claims"]["locations"], "[4821907]");
    assert!(jwt["claims"]["exp"].is_string());
    assert_eq!(jwt["scopes"], Value::Null);
}
