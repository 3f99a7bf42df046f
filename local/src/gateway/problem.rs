//! The gateway's own refusals, as problem documents (RFC 9457) in the caller's language.

use http::{HeaderMap, StatusCode, header};
use serde_json::json;

/// A language of the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    En,
    /// German.
    De,
}

impl Language {
    /// The one the caller likes best, English if neither.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let mut best = (Self::En, 0.0);
        for range in wanted.split(',') {
            let mut parts = range.split(';').map(str::trim);
            let tag = parts.next().unwrap_or_default().to_ascii_lowercase();
            let quality = parts.find_map(|p| p.strip_prefix("q=")).map_or(1.0, |q| q.parse().unwrap_or(0.0));
            let language = match tag.split('-').next() {
                Some("de") => Self::De,
                Some("en") => Self::En,
                _ => continue,
            };
            if quality > best.1 {
                best = (language, quality);
            }
        }
        best.0
    }

    /// Its tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
        }
    }

    /// One of two texts.
    #[must_use]
    pub fn pick(self, en: &'static str, de: &'static str) -> &'static str {
        match self {
            Self::En => en,
            Self::De => de,
        }
    }
}

/// What the gateway or a page of the local system refuses by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No token, or not a good one.
    Unauthenticated,
    /// More than the gateway takes.
    BodyTooLarge,
    /// The function gave no answer.
    FunctionFailed,
    /// The function took too long.
    FunctionTimedOut,
    /// Not there.
    NotFound,
    /// There, but not with this method.
    MethodNotAllowed,
    /// From another site's page.
    Forbidden,
    /// Not JSON, or not of the form asked for.
    MalformedJson,
    /// A value that is not understood.
    ParameterInvalid,
    /// The clock goes forward only.
    ClockBackwards,
}

impl Refusal {
    fn parts(self, language: Language) -> (StatusCode, &'static str, &'static str, &'static str) {
        let (status, code, (title, titel), (detail, einzelheit)) = match self {
            Self::Unauthenticated => (
                StatusCode::UNAUTHORIZED,
                "unauthenticated",
                ("Not signed in", "Nicht angemeldet"),
                (
                    "A valid access token is needed for this address.",
                    "Für diese Adresse wird ein gültiges Zugriffstoken benötigt.",
                ),
            ),
            Self::BodyTooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "body_too_large",
                ("Too much data", "Zu viele Daten"),
                ("The request body is larger than 10 MB.", "Der Inhalt der Anfrage ist größer als 10 MB."),
            ),
            Self::FunctionFailed => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "internal_error",
                ("Something went wrong", "Etwas ist schiefgegangen"),
                ("The request could not be handled.", "Die Anfrage konnte nicht bearbeitet werden."),
            ),
            Self::FunctionTimedOut => (
                StatusCode::SERVICE_UNAVAILABLE,
                "service_unavailable",
                ("Not available just now", "Gerade nicht verfügbar"),
                (
                    "The request took too long; please try again.",
                    "Die Anfrage dauerte zu lange; bitte erneut versuchen.",
                ),
            ),
            Self::NotFound => (
                StatusCode::NOT_FOUND,
                "not_found",
                ("Not found", "Nicht gefunden"),
                ("There is nothing at this address.", "Unter dieser Adresse gibt es nichts."),
            ),
            Self::MethodNotAllowed => (
                StatusCode::METHOD_NOT_ALLOWED,
                "method_not_allowed",
                ("Method not allowed", "Methode nicht erlaubt"),
                ("This address does not take this method.", "Diese Adresse nimmt diese Methode nicht an."),
            ),
            Self::Forbidden => (
                StatusCode::FORBIDDEN,
                "forbidden",
                ("Not allowed", "Nicht erlaubt"),
                (
                    "The local system is not steered from another site.",
                    "Das lokale System wird nicht von einer fremden Seite aus gesteuert.",
                ),
            ),
            Self::MalformedJson => (
                StatusCode::BAD_REQUEST,
                "malformed_json",
                ("Not understood", "Nicht verstanden"),
                ("The body is not the JSON that is expected.", "Der Inhalt ist nicht das erwartete JSON."),
            ),
            Self::ParameterInvalid => (
                StatusCode::BAD_REQUEST,
                "parameter_invalid",
                ("Not understood", "Nicht verstanden"),
                ("A value is not understood.", "Ein Wert wird nicht verstanden."),
            ),
            Self::ClockBackwards => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "clock_backwards",
                ("The clock goes forward only", "Die Uhr geht nur vorwärts"),
                (
                    "The clock cannot be set back; start over with POST /dev/reset.",
                    "Die Uhr lässt sich nicht zurückstellen; neu beginnen mit POST /dev/reset.",
                ),
            ),
        };
        (status, code, language.pick(title, titel), language.pick(detail, einzelheit))
    }

    /// The answer.
    #[must_use]
    pub fn answer(self, language: Language, instance: &str, request_id: &str) -> super::Answer {
        let (status, code, title, detail) = self.parts(language);
        let body = json!({
            "type": format!("/problems/{code}"), "title": title, "status": status.as_u16(), "code": code,
            "detail": detail, "instance": instance, "requestId": request_id,
        });
        let answer = http::Response::builder()
            .status(status)
            .header(header::CONTENT_TYPE, "application/problem+json")
            .header(header::CONTENT_LANGUAGE, language.tag())
            .header(header::CACHE_CONTROL, "no-store")
            .header("request-id", request_id);
        let answer = match self {
            Self::Unauthenticated => answer.header(header::WWW_AUTHENTICATE, "Bearer"),
            Self::FunctionTimedOut => answer.header(header::RETRY_AFTER, "1"),
            Self::BodyTooLarge
            | Self::FunctionFailed
            | Self::NotFound
            | Self::MethodNotAllowed
            | Self::Forbidden
            | Self::MalformedJson
            | Self::ParameterInvalid
            | Self::ClockBackwards => answer,
        };
        super::finish(answer, body.to_string().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_liked_best_wins() {
        let of = |wanted: &'static str| {
            Language::of(&HeaderMap::from_iter([(
                header::ACCEPT_LANGUAGE,
                http::HeaderValue::from_static(wanted),
            )]))
        };
        assert_eq!(of("de-AT,de;q=0.9,en;q=0.8"), Language::De);
        assert_eq!(of("en, de;q=0.5"), Language::En);
        assert_eq!(of("fr"), Language::En);
        assert_eq!(of("fr, de;q=0.1"), Language::De);
    }
}
