//! From the Lambda runtime to a request, without the ways in which an odd request could end the invocation.

use std::pin::Pin;

use lambda_http::{
    Adapter, Body, Error, IntoResponse, LambdaEvent, Request, Response, Service,
    http::header,
    lambda_runtime::{self, service_fn},
    request::LambdaRequest,
};
use serde::Serialize;

/// Runs an HTTP function in Lambda: `lambda_http::run`, but what a client sends cannot make it panic.
pub async fn serve<F, Fut>(handler: F) -> Result<(), Error>
where
    F: Fn(Request) -> Fut,
    Fut: Future<Output = Response<Body>> + Send,
{
    let handler = &handler;
    lambda_runtime::run(service_fn(move |event| invoke(handler, event))).await
}

/// One invocation of an HTTP function: what Lambda hands over in, what the gateway is told out.
pub async fn invoke<F, Fut>(handler: F, event: LambdaEvent<LambdaRequest>) -> Result<impl Serialize, Error>
where
    F: Fn(Request) -> Fut,
    Fut: Future<Output = Response<Body>> + Send,
{
    let answered = |request| {
        let answer = handler(request);
        async { Ok(AsItIs(answer.await)) }
    };
    let event = LambdaEvent::new(mend(event.payload), event.context);
    let answer = Adapter::from(service_fn(answered)).call(event);
    answer.await
}

/// An answer whose body is what it says it is: text in UTF-8, or bytes. The library would read any other body again,
/// by the character encoding that its type names, and holds the tables of them all for that.
struct AsItIs(Response<Body>);

impl IntoResponse for AsItIs {
    fn into_response(self) -> Pin<Box<dyn Future<Output = Response<Body>> + Send>> {
        Box::pin(std::future::ready(self.0))
    }
}

/// Makes an event one that can be turned into a request. The library builds a URI from host, path and query
/// and gives up on characters that none can have; the gateway hands over whatever was sent. Hosts are
/// nobody's business here: links come from the configuration (quality 2, promises 12 and 15).
fn mend(event: LambdaRequest) -> LambdaRequest {
    match event {
        LambdaRequest::ApiGatewayV2(mut event) => {
            event.headers.remove(header::HOST);
            event.headers.remove("x-forwarded-proto");
            event.raw_query_string = event.raw_query_string.map(|query| encode(&query));
            LambdaRequest::ApiGatewayV2(event)
        }
        // no other kind of event is known to this build
        other => other,
    }
}

/// Percent-encodes what has no place in a query (RFC 3986); what is encoded already stays as it is.
fn encode(query: &str) -> String {
    query.bytes().fold(String::with_capacity(query.len()), |mut encoded, byte| {
        if byte.is_ascii_graphic() && !b"\"#<>\\^`{|}".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
        encoded
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Call, testing::ask};

    #[test]
    fn whatever_is_asked_for_can_be_read() {
        for (query, q) in [
            ("q=<a>", "<a>"),
            ("q=a b", "a b"),
            ("q=\"x\"#y", "\"x\"#y"),
            ("q=\u{e4}", "\u{e4}"),
            ("q=%C3%A4+%26", "\u{e4} &"),
            ("q={a}|^`\\", "{a}|^`\\"),
            ("q=%zz", "%zz"),
            ("q=\u{0}\u{7f}\r\n", "\u{0}\u{7f}\r\n"),
        ] {
            let event = ask("GET", "/v1/claims").query(query).header("host", "[ not a host");
            let call = Call::new(mend(event.event()).into());
            assert_eq!(call.query().text("q").as_deref(), Some(q), "{query}");
        }
    }

    #[test]
    fn a_path_is_as_it_was_sent() {
        for path in ["/v1/<", "/v1/cl aims", "/v1/\u{e4}", "/v1/%3C", "//x", "/c/\"", "/"] {
            let call = Call::new(mend(ask("GET", path).event()).into());
            assert_eq!(call.raw_path(), path);
        }
    }
}
