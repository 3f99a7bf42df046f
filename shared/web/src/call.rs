//! One HTTP request that is being answered.

use std::{
    borrow::Cow,
    sync::atomic::{AtomicU64, Ordering},
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{Caller, Code, Fault, Locale, Precondition, command::Key, ids};
use lambda_http::{
    Body, Request, RequestExt as _,
    aws_lambda_events::apigw::ApiGatewayV2httpRequestContext,
    http::{HeaderMap, Method, header},
    request::RequestContext,
};
use ring::digest;
use serde::de::DeserializeOwned;

use crate::{
    body::{self, BODY_MAX},
    caller,
    problem::Problem,
    query::Query,
};

/// Most characters of an idempotency key (api 1).
pub const IDEMPOTENCY_KEY_MAX: usize = 255;

/// One HTTP request, with what every answer needs to know about it.
pub struct Call {
    request: Request,
    request_id: String,
    locale: Locale,
}

impl Call {
    /// Takes a request as the gateway hands it over (payload 2.0).
    #[must_use]
    pub fn new(request: Request) -> Self {
        let request_id = request_id(&request);
        let locale = request
            .headers()
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok())
            .and_then(preferred_locale)
            .unwrap_or_default();
        Self { request, request_id, locale }
    }

    /// The id the gateway gave to the request; `Request-Id` of the answer.
    #[must_use]
    pub fn request_id(&self) -> &str {
        &self.request_id
    }

    /// When the gateway took the request, in real time, seconds since 1970.
    #[must_use]
    pub fn received_at(&self) -> i64 {
        self.context().map_or(0, |context| context.time_epoch / 1_000)
    }

    /// A cookie that came with the request.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let cookies = self.headers().get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs =
            cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.split_once('='));
        pairs.find(|(known, _)| known.trim() == name).map(|(_, value)| value.trim())
    }

    /// Language of the answer, by `Accept-Language`.
    #[must_use]
    pub fn locale(&self) -> Locale {
        self.locale
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> &Method {
        self.request.method()
    }

    /// The path as it was sent, without the query. It may carry a consent token: never log it.
    #[must_use]
    pub fn raw_path(&self) -> &str {
        let raw = self.request.raw_http_path();
        if raw.is_empty() { self.request.uri().path() } else { raw }
    }

    /// Method and path template, e.g. `GET /v1/claims/{id}`; `$default` when no route matched. Safe to log.
    #[must_use]
    pub fn route(&self) -> &str {
        self.context().and_then(|context| context.route_key.as_deref()).unwrap_or("$default")
    }

    /// The path as an answer may repeat it: a consent token is left out.
    #[must_use]
    pub fn instance(&self) -> Cow<'_, str> {
        let path = self.raw_path();
        match path.strip_prefix("/c/") {
            None => Cow::Borrowed(path),
            Some(rest) => match rest.split_once('/') {
                None => Cow::Borrowed("/c/{token}"),
                Some((_, action)) => Cow::Owned(format!("/c/{{token}}/{action}")),
            },
        }
    }

    /// The API's own name, as the gateway knows it.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.context().and_then(|context| context.domain_name.as_deref()).unwrap_or_default()
    }

    /// A parameter of the path, decoded; empty when the route has none of this name.
    #[must_use]
    pub fn path(&self, name: &str) -> &str {
        self.request.path_parameters_ref().and_then(|parameters| parameters.first(name)).unwrap_or_default()
    }

    /// A header as text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers().get(name).and_then(|value| value.to_str().ok())
    }

    /// All headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.request.headers()
    }

    /// Whether the client prefers JSON to a page: `Accept` names JSON and not HTML.
    #[must_use]
    pub fn wants_json(&self) -> bool {
        let accept = self.header("accept").unwrap_or_default();
        accept.contains("json") && !accept.contains("text/html")
    }

    /// Which of these media types the client likes best, by the weights of `Accept`; `None` when it names none
    /// of them.
    #[must_use]
    pub fn accepts(&self, offered: &[&'static str]) -> Option<&'static str> {
        best(self.header("accept")?, |range| {
            let admits = |media_type: &str| match range.strip_suffix('*') {
                Some("*/") => true,
                Some(group) => media_type.starts_with(group),
                None => media_type.eq_ignore_ascii_case(range),
            };
            offered.iter().copied().find(|media_type| admits(media_type))
        })
    }

    /// The parameters of the query. Take each, then [`Query::finish`].
    #[must_use]
    pub fn query(&self) -> Query {
        Query::parse(self.request.uri().query().unwrap_or_default())
    }

    /// What a list is asked for, but for the page of it: the same text in whatever order and encoding it came.
    #[must_use]
    pub fn question(&self) -> String {
        let mut pairs: Vec<_> =
            self.pairs().filter(|(name, _)| name != "cursor" && name != "limit").collect();
        pairs.sort_unstable();
        form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    }

    /// This path with this query and the cursor of the next page: the `next` of a list.
    #[must_use]
    pub fn next_page(&self, cursor: &str) -> String {
        let mut next = form_urlencoded::Serializer::new(String::new());
        next.extend_pairs(self.pairs().filter(|(name, _)| name != "cursor"));
        next.append_pair("cursor", cursor);
        format!("{}?{}", self.raw_path(), next.finish())
    }

    fn pairs(&self) -> form_urlencoded::Parse<'_> {
        form_urlencoded::parse(self.request.uri().query().unwrap_or_default().as_bytes())
    }

    /// Who calls, from the token that the gateway has verified; 401 `unauthenticated` without one.
    pub fn caller(&self) -> Result<Caller, Problem> {
        let claims = self
            .context()
            .and_then(|context| context.authorizer.as_ref())
            .and_then(|authorizer| authorizer.jwt.as_ref())
            .map(|jwt| &jwt.claims);
        caller::read(claims, self.header("authorization")).ok_or_else(|| Code::Unauthenticated.into())
    }

    /// The bytes of the body: 413 above `limit`.
    pub fn body(&self, limit: usize) -> Result<&[u8], Problem> {
        let bytes = match self.request.body() {
            Body::Empty => &[],
            Body::Text(text) => text.as_bytes(),
            Body::Binary(bytes) => bytes.as_slice(),
            _ => return Err(Code::UnsupportedMediaType.into()),
        };
        if bytes.len() > limit {
            return Err(Problem::new(Code::BodyTooLarge, &[("max", limit.to_string())]));
        }
        Ok(bytes)
    }

    /// The media type of the body in lower case, without parameters; empty when none is named.
    #[must_use]
    pub fn media_type(&self) -> String {
        let named = self.header("content-type").unwrap_or_default();
        named.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// A JSON body of at most [`BODY_MAX`] bytes, read strictly: 413, 415, 400 with every fault that could be
    /// found (`malformed_json`, `unknown_field`).
    pub fn body_json<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        let bytes = self.body(BODY_MAX)?;
        let media_type = self.media_type();
        let merge_patch = self.method() == Method::PATCH && media_type == "application/merge-patch+json";
        if media_type != "application/json" && !merge_patch {
            return Err(unsupported("application/json"));
        }
        body::read(bytes)
    }

    /// Like [`Call::body_json`]; no body at all is the default value.
    pub fn body_json_or_default<T: DeserializeOwned + Default>(&self) -> Result<T, Problem> {
        if self.body(BODY_MAX)?.is_empty() { Ok(T::default()) } else { self.body_json() }
    }

    /// A body that is JSON or a form, of at most [`BODY_MAX`] bytes. The fields of a form are texts; `true`,
    /// `on` and `false` are what a tick box or a button sends for a truth value.
    pub fn body_json_or_form<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        match self.media_type().as_str() {
            "application/x-www-form-urlencoded" => body::read_form(self.body(BODY_MAX)?),
            "application/json" => self.body_json(),
            _ => {
                self.body(BODY_MAX)?;
                Err(unsupported("application/json, application/x-www-form-urlencoded"))
            }
        }
    }

    /// The idempotency key (V-10), digested with its scope, and the digest of the body; 400
    /// `parameter_invalid` unless it has 1 to [`IDEMPOTENCY_KEY_MAX`] characters.
    pub fn idempotency_key(&self, caller: &Caller) -> Result<Option<Key>, Problem> {
        let Some(value) = self.headers().get("idempotency-key") else { return Ok(None) };
        let key = value
            .to_str()
            .ok()
            .filter(|key| (1..=IDEMPOTENCY_KEY_MAX).contains(&key.chars().count()))
            .ok_or_else(|| {
                let fault = Fault::new("/Idempotency-Key", Code::ParameterInvalid)
                    .with("parameter", "Idempotency-Key")
                    .with("max", IDEMPOTENCY_KEY_MAX.to_string());
                Problem::faults(vec![fault])
            })?;
        let scope = [caller.org.as_str(), self.method().as_str(), self.raw_path(), key];
        let body = digest::digest(&digest::SHA256, self.body(usize::MAX)?);
        Ok(Some(Key {
            key: URL_SAFE_NO_PAD.encode(ids::digest(&scope)),
            body: URL_SAFE_NO_PAD.encode(&body.as_ref()[..16]),
        }))
    }

    /// The version the caller last saw (V-11), from `If-Match`.
    #[must_use]
    pub fn precondition(&self) -> Precondition {
        let mut values = self.headers().get_all(header::IF_MATCH).iter();
        let Some(first) = values.next() else { return Precondition::Missing };
        let text = first.to_str().unwrap_or("?").trim();
        match text {
            _ if values.next().is_some() => Precondition::Stale,
            "" => Precondition::Missing,
            "*" => Precondition::Any,
            _ => version(text).map_or(Precondition::Stale, Precondition::Version),
        }
    }

    fn context(&self) -> Option<&ApiGatewayV2httpRequestContext> {
        match self.request.request_context_ref() {
            Some(RequestContext::ApiGatewayV2(context)) => Some(context),
            Some(_) | None => None,
        }
    }
}

fn unsupported(allowed: &str) -> Problem {
    Problem::new(Code::UnsupportedMediaType, &[("allowed", allowed.into())])
}

/// The version of an entity tag of ours, exactly as [`crate::Reply::etag`] writes it.
fn version(tag: &str) -> Option<u64> {
    let digits = tag.strip_prefix('"')?.strip_suffix('"')?;
    let version: u64 = digits.parse().ok()?;
    (version.to_string() == digits).then_some(version)
}

/// The gateway's id, else the one of the invocation, else a number of this process.
fn request_id(request: &Request) -> String {
    static CALLS: AtomicU64 = AtomicU64::new(1);
    let gateway = match request.request_context_ref() {
        Some(RequestContext::ApiGatewayV2(context)) => context.request_id.as_deref(),
        Some(_) | None => None,
    };
    let invocation = request.lambda_context_ref().map(|context| context.request_id.as_str());
    gateway
        .into_iter()
        .chain(invocation)
        .find(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_graphic()))
        .map_or_else(|| format!("call-{}", CALLS.fetch_add(1, Ordering::Relaxed)), String::from)
}

/// The best of our languages by the weights of the header.
fn preferred_locale(header: &str) -> Option<Locale> {
    best(header, |tag| if tag == "*" { Some(Locale::En) } else { locale_of(tag) })
}

/// Of what is known the heaviest in a header of preferences, of several the first.
fn best<T>(header: &str, known: impl Fn(&str) -> Option<T>) -> Option<T> {
    let mut best = (0, None);
    for range in header.split(',') {
        let mut parts = range.split(';');
        let name = parts.next().unwrap_or_default().trim();
        let weight = parts
            .find_map(|part| part.trim().strip_prefix("q=").map(str::trim))
            .map_or(Some(1.0), |q| q.parse::<f32>().ok())
            .filter(|q| (0.0..=1.0).contains(q))
            .map_or(0, |q| (q * 1000.0) as u32);
        if weight > best.0
            && let Some(found) = known(name)
        {
            best = (weight, Some(found));
        }
    }
    best.1
}

fn locale_of(tag: &str) -> Option<Locale> {
    let language = tag.split(['-', '_']).next().unwrap_or_default();
    [Locale::En, Locale::De].into_iter().find(|locale| locale.tag().eq_ignore_ascii_case(language))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{admin, ask};
    use serde_json::json;

    #[test]
    fn the_language_is_the_best_of_ours() {
        for (header, locale) in [
            ("de", Locale::De),
            ("de-CH, en;q=0.8", Locale::De),
            ("en;q=0.8, de;q=0.9", Locale::De),
            ("en, de", Locale::En),
            ("fr, de;q=0.1", Locale::De),
            ("fr", Locale::En),
            ("*", Locale::En),
            ("de;q=0, *;q=0.1", Locale::En),
            ("de;q=0", Locale::En),
            ("de;q=nonsense, en;q=0.1", Locale::En),
            ("de; q=0.5, en ; q=0.4", Locale::De),
            ("", Locale::En),
            (";;,,=", Locale::En),
        ] {
            assert_eq!(ask("GET", "/").header("accept-language", header).call().locale(), locale, "{header}");
        }
        assert_eq!(ask("GET", "/").call().locale(), Locale::En);
    }

    #[test]
    fn the_media_type_is_the_best_of_what_is_offered() {
        const OFFERED: [&str; 3] = ["application/json", "text/csv", "application/x-ndjson"];
        for (header, media_type) in [
            ("text/csv", Some("text/csv")),
            ("TEXT/CSV; header=present", Some("text/csv")),
            ("text/csv;q=0.5, application/x-ndjson", Some("application/x-ndjson")),
            ("text/html, application/xhtml+xml, */*;q=0.8", Some("application/json")),
            ("text/*", Some("text/csv")),
            ("application/*", Some("application/json")),
            ("text/csv, */*", Some("text/csv")),
            ("text/csv;q=0, */*;q=0.1", Some("application/json")),
            ("application/xml", None),
            ("", None),
        ] {
            let call = ask("GET", "/v1/claims").header("accept", header).call();
            assert_eq!(call.accepts(&OFFERED), media_type, "{header}");
        }
        assert_eq!(ask("GET", "/v1/claims").call().accepts(&OFFERED), None);
    }

    #[test]
    fn every_call_has_an_id() {
        assert_eq!(ask("GET", "/").call().request_id(), "req-1");
        let other = ask("GET", "/").context("requestId", json!(null)).call();
        let more = ask("GET", "/").context("requestId", json!("a\nb")).call();
        assert!(!other.request_id().is_empty() && other.request_id() != more.request_id());
        assert!(!more.request_id().contains('\n'));
    }

    #[test]
    fn a_consent_token_is_not_repeated() {
        assert_eq!(ask("GET", "/c/secret").call().instance(), "/c/{token}");
        assert_eq!(ask("POST", "/c/secret/decision").call().instance(), "/c/{token}/decision");
        assert_eq!(ask("GET", "/v1/claims/clm_1").call().instance(), "/v1/claims/clm_1");
    }

    #[test]
    fn v_11_if_match_is_a_version_of_ours_or_none() {
        let of = |value: &str| ask("POST", "/").header("if-match", value).call().precondition();
        assert_eq!(ask("POST", "/").call().precondition(), Precondition::Missing);
        assert_eq!(of(""), Precondition::Missing);
        assert_eq!(of("\"3\""), Precondition::Version(3));
        assert_eq!(of(" \"3\" "), Precondition::Version(3));
        assert_eq!(of("*"), Precondition::Any);
        for foreign in ["3", "W/\"3\"", "\"03\"", "\"+3\"", "\"x\"", "\"3\", \"4\"", "\"", "\"\"", "\"-1\""] {
            assert_eq!(of(foreign), Precondition::Stale, "{foreign}");
        }
    }

    #[test]
    fn v_10_a_key_has_1_to_255_characters_and_belongs_to_organisation_method_and_path() {
        let key = |path: &str, key: &str, body: &str| {
            ask("POST", path).header("idempotency-key", key).json(body).call().idempotency_key(&admin())
        };
        let first = key("/v1/claims", "k", "{}").unwrap().unwrap();
        assert_eq!(key("/v1/claims", "k", "{}").unwrap().unwrap(), first);
        let other_body = key("/v1/claims", "k", "{ }").unwrap().unwrap();
        assert_eq!(other_body.key, first.key);
        assert_ne!(other_body.body, first.body);
        assert_ne!(key("/v1/claims/x", "k", "{}").unwrap().unwrap().key, first.key);
        assert_ne!(key("/v1/claims", "K", "{}").unwrap().unwrap().key, first.key);
        assert!(key("/v1/claims", &"x".repeat(255), "{}").is_ok());
        for bad in [String::new(), "x".repeat(256), "ä".into()] {
            let problem = key("/v1/claims", &bad, "{}").unwrap_err();
            assert_eq!((problem.status().as_u16(), problem.code()), (400, Code::ParameterInvalid));
        }
        let mut elsewhere = admin();
        elsewhere.org = domain::OrgId::new("partner-b");
        let call = ask("POST", "/v1/claims").header("idempotency-key", "k").json("{}").call();
        assert_ne!(call.idempotency_key(&elsewhere).unwrap().unwrap().key, first.key);
        assert_eq!(ask("POST", "/v1/claims").call().idempotency_key(&admin()).unwrap(), None);
    }

    #[test]
    fn the_next_page_asks_the_same_question() {
        let call = ask("GET", "/v1/claims").query("status=draft&q=M%C3%BCller+%26&cursor=old&limit=2").call();
        assert_eq!(call.next_page("new"), "/v1/claims?status=draft&q=M%C3%BCller+%26&limit=2&cursor=new");
    }

    #[test]
    fn a_browser_gets_a_page() {
        let wants = |accept: &str| ask("GET", "/c/x").header("accept", accept).call().wants_json();
        assert!(wants("application/json"));
        assert!(!wants("text/html,application/xhtml+xml,application/json;q=0.9"));
        assert!(!wants("*/*"));
    }
}
