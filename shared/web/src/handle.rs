//! The boundary of every HTTP function: a request comes in, an answer goes out, one line is logged.

use std::time::Instant;

use app::trace::{self, Notes};
use lambda_http::{Body, Request, Response, http::StatusCode};

use crate::{call::Call, openapi, problem::Problem};
use domain::Code;

/// Answers a request. A [`Problem`] becomes its answer; an error never leaves.
pub async fn handle<R, F>(request: Request, operation: F) -> Response<Body>
where
    R: Into<Response<Body>>,
    F: AsyncFnOnce(&Call) -> Result<R, Problem>,
{
    let started = Instant::now();
    let call = Call::new(request);
    let work = async {
        match operation(&call).await {
            Ok(reply) => reply.into(),
            Err(problem) => {
                problem.note();
                problem.into_response(&call)
            }
        }
    };
    let (response, notes) = trace::serving(Some(call.request_id().into()), work).await;
    log(&call, response.status(), started, &notes);
    response
}

fn log(call: &Call, status: StatusCode, started: Instant, notes: &Notes) {
    let (route, request, status) = (call.route(), call.request_id(), status.as_u16());
    let claim = notes.claim.as_ref().map(tracing::field::display);
    let code = notes.problem.as_ref().map(|(code, _)| code.as_str());
    let error = notes.problem.as_ref().and_then(|(_, cause)| cause.as_deref());
    let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    if status >= 500 {
        tracing::error!(route, status, request, claim, code, error, ms);
    } else {
        tracing::info!(route, status, request, claim, code, ms);
    }
}

/// What no route answers: 405 with `Allow` where the path exists, else 404.
#[must_use]
pub fn unmatched(call: &Call) -> Problem {
    let allowed = openapi::methods(call.raw_path());
    if allowed.is_empty() {
        Code::NotFound.into()
    } else {
        Problem::new(Code::MethodNotAllowed, &[("allowed", allowed.join(", "))])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        respond,
        testing::{ask, body_of},
    };
    use serde_json::json;

    fn is_send<T: Send>(future: T) -> T {
        future
    }

    struct Function {
        greeting: String,
    }

    impl Function {
        async fn answer(&self, request: Request) -> Response<Body> {
            handle(request, async |call| {
                let id = call.path("id").to_owned();
                tokio::task::yield_now().await;
                if id.is_empty() { self.greet(call).await } else { Err(Code::NotFound.into()) }
            })
            .await
        }

        async fn greet(&self, call: &Call) -> Result<respond::Reply, Problem> {
            tokio::task::yield_now().await;
            Ok(respond::json(call, 200, &json!({ "greeting": self.greeting })).etag(3))
        }
    }

    #[tokio::test]
    async fn an_answer_carries_what_every_answer_carries() {
        let function = Function { greeting: "hello".into() };
        let response =
            is_send(function.answer(ask("GET", "/v1/me").header("accept-language", "de").request())).await;
        let header = |name: &str| response.headers()[name].to_str().unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(header("request-id"), "req-1");
        assert_eq!(header("content-language"), "de");
        assert_eq!(header("cache-control"), "no-store");
        assert_eq!(header("content-type"), "application/json");
        assert_eq!(header("etag"), "\"3\"");
        assert_eq!(body_of(&response), json!({ "greeting": "hello" }));
    }

    #[test]
    fn a_future_can_move_between_threads() {
        let boxed: std::pin::Pin<Box<dyn Future<Output = Response<Body>> + Send>> = {
            let function = Box::leak(Box::new(Function { greeting: String::new() }));
            Box::pin(function.answer(ask("GET", "/v1/me").request()))
        };
        drop(boxed);
    }

    #[test]
    fn what_no_route_answers_is_405_or_404() {
        let put = ask("PUT", "/v1/claims/clm_1").call();
        let response = unmatched(&put).into_response(&put);
        assert_eq!(response.status(), 405);
        assert_eq!(response.headers()["allow"], "GET, PATCH");
        assert_eq!(unmatched(&ask("GET", "/v1/nothing").call()).status(), 404);
        assert_eq!(unmatched(&ask("GET", "/v1/claims/").call()).status(), 404);
    }
}
