//! A bucket's answers to the pages of other origins, in front of the signature check.

use crate::template::{Bucket, BucketCors};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use hyper::body::Incoming;
use s3s::{Body, HttpError, service::S3Service};
use std::{collections::BTreeMap, future::Future, pin::Pin, sync::Arc};

/// The service with the `CorsConfiguration` of every bucket.
#[derive(Clone)]
pub(super) struct Service {
    inner: S3Service,
    rules: Arc<BTreeMap<String, Vec<BucketCors>>>,
}

impl Service {
    pub(super) fn new(inner: S3Service, buckets: &[Bucket]) -> Self {
        let rules = buckets.iter().map(|bucket| (bucket.name.clone(), bucket.cors.clone())).collect();
        Self { inner, rules: Arc::new(rules) }
    }

    fn rule(&self, path: &str, origin: &HeaderValue, method: &str) -> Option<&BucketCors> {
        let bucket = path.trim_start_matches('/').split('/').next().unwrap_or_default();
        self.rules.get(bucket)?.iter().find(|rule| {
            rule.allowed_methods.iter().any(|m| m == method)
                && rule.allowed_origins.iter().any(|o| o == "*" || o.as_bytes() == origin.as_bytes())
        })
    }
}

impl hyper::service::Service<Request<Incoming>> for Service {
    type Response = Response<Body>;
    type Error = HttpError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        let origin = request.headers().get(header::ORIGIN).cloned();
        let asked = request.headers().get(header::ACCESS_CONTROL_REQUEST_METHOD).cloned();
        let path = request.uri().path().to_owned();
        if let (&Method::OPTIONS, Some(origin), Some(asked)) = (request.method(), &origin, &asked) {
            let rule = self.rule(&path, origin, asked.to_str().unwrap_or_default());
            let answer = preflight(rule, origin);
            return Box::pin(async move { Ok(answer) });
        }
        let marks = origin.and_then(|origin| {
            self.rule(&path, &origin, request.method().as_str()).map(|rule| marks(rule, &origin))
        });
        let answer = hyper::service::Service::call(&self.inner, request);
        Box::pin(async move {
            let mut answer = answer.await?;
            answer.headers_mut().extend(marks.unwrap_or_default());
            Ok(answer)
        })
    }
}

fn preflight(rule: Option<&BucketCors>, origin: &HeaderValue) -> Response<Body> {
    let mut answer = Response::new(Body::empty());
    let Some(rule) = rule else {
        *answer.status_mut() = StatusCode::FORBIDDEN;
        return answer;
    };
    let headers = answer.headers_mut();
    *headers = marks(rule, origin);
    let lists = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, rule.allowed_methods.join(", ")),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, rule.allowed_headers.join(", ")),
        (header::ACCESS_CONTROL_MAX_AGE, rule.max_age.unwrap_or(0).to_string()),
    ];
    for (name, list) in lists {
        if let Ok(value) = HeaderValue::try_from(list) {
            headers.insert(name, value);
        }
    }
    answer
}

fn marks(rule: &BucketCors, origin: &HeaderValue) -> HeaderMap {
    let everyone = rule.allowed_origins.iter().any(|o| o == "*");
    let allowed = if everyone { HeaderValue::from_static("*") } else { origin.clone() };
    let mut headers = HeaderMap::from_iter([
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, allowed),
        (header::VARY, HeaderValue::from_static("Origin")),
    ]);
    if let Ok(names) = HeaderValue::try_from(rule.exposed_headers.join(", "))
        && !names.is_empty()
    {
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, names);
    }
    headers
}
