//! The boundary of every HTTP function: a request comes in, an answer goes out, one line is logged.

use lambda_http::{Body, Request, Response};

use crate::{call::Call, openapi, problem::Problem};
use domain::Code;

/// Answers a request. A [`Problem`] becomes its answer; an error never leaves.
pub async fn handle<R, F>(request: Request, operation: F) -> Response<Body>
where
    R: Into<Response<Body>>,
    F: AsyncFnOnce(&Call) -> Result<R, Problem>,
{
    let call = Call::new(request);
    match operation(&call).await {
        Ok(reply) => {
            let response = reply.into();
            tracing::info!(
                http.route = call.route(),
                http.status = response.status().as_u16(),
                request.id = call.request_id(),
            );
            response
        }
        Err(problem) => {
            problem.log(&call);
            problem.into_response(&call)
        }
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
