//! The JSON side: what tests and scripts use.

use super::{
    Shared, fields, is_form, json_answer, language, personas::Persona, recipient, refuse, see_other,
};
use crate::{
    aws::ses::{Fate, Mail},
    clock::ClockError,
    gateway::{Answer, problem::Refusal},
};
use app::Clock;
use axum::extract::{Path, Request, State};
use http::StatusCode;
use jiff::{Span, Timestamp, tz::TimeZone};
use serde_json::{Map, Value, json};

pub(super) async fn personas(_: Shared) -> Answer {
    let one = |persona: Persona| {
        let claims = persona.claims();
        json!({
            "persona": claims.sub, "sub": claims.sub, "name": claims.name, "org": claims.org,
            "side": claims.side, "roles": claims.roles, "locations": claims.locations, "locale": claims.locale,
        })
    };
    json_answer(StatusCode::OK, &json!({ "items": Persona::all().map(one).collect::<Vec<_>>() }))
}

pub(super) async fn token(State(core): Shared, request: Request) -> Answer {
    let (parts, body) = request.into_parts();
    let fields = match fields(&parts, body).await {
        Ok(fields) => fields,
        Err(refusal) => return refuse(&core, &parts, refusal),
    };
    let persona = fields.get("persona").and_then(Value::as_str).and_then(Persona::named);
    let Some(persona) = persona else { return refuse(&core, &parts, Refusal::ParameterInvalid) };
    match persona.token(&core.tokens) {
        Ok(token) => json_answer(StatusCode::OK, &json!({ "token": token })),
        Err(_) => refuse(&core, &parts, Refusal::FunctionFailed),
    }
}

pub(super) async fn mail(State(core): Shared, request: Request) -> Answer {
    let (parts, _) = request.into_parts();
    let items: Vec<Value> =
        core.outbox.list(recipient(&parts).as_deref()).iter().rev().map(as_json).collect();
    json_answer(StatusCode::OK, &json!({ "items": items }))
}

fn as_json(mail: &Mail) -> Value {
    let read = mail.reading();
    let events: Vec<Value> = mail
        .events
        .iter()
        .map(|event| json!({ "type": event.fate.kind(), "at": event.at.to_string() }))
        .collect();
    json!({
        "id": mail.id, "to": mail.to.join(", "), "from": read.from, "subject": read.subject, "text": read.text,
        "html": read.html, "links": read.links, "sentAt": mail.sent_at.to_string(), "events": events,
    })
}

pub(super) async fn fate(
    State(core): Shared,
    Path((id, fate)): Path<(String, String)>,
    request: Request,
) -> Answer {
    let (parts, _) = request.into_parts();
    let fate = match fate.as_str() {
        "bounce" => Fate::Bounce,
        "complain" => Fate::Complaint,
        "deliver" => Fate::Delivery,
        _ => return refuse(&core, &parts, Refusal::NotFound),
    };
    match core.outbox.report(&id, fate) {
        Ok(true) => {}
        Ok(false) => return refuse(&core, &parts, Refusal::NotFound),
        Err(error) => {
            tracing::error!(%error, "outbox.failed");
            return refuse(&core, &parts, Refusal::FunctionFailed);
        }
    }
    core.drain().await;
    match is_form(&parts) {
        true => see_other(&format!("/dev/mail?{}", parts.uri.query().unwrap_or_default())),
        false => json_answer(StatusCode::OK, &json!({ "id": id, "event": fate.kind() })),
    }
}

pub(super) async fn clock(State(core): Shared) -> Answer {
    json_answer(StatusCode::OK, &json!({ "now": core.clock.now().to_string() }))
}

pub(super) async fn move_clock(State(core): Shared, request: Request) -> Answer {
    let (parts, body) = request.into_parts();
    let moved = match fields(&parts, body).await {
        Ok(fields) => target(&fields, core.clock.now()),
        Err(refusal) => Err(refusal),
    };
    let moved = match moved {
        Ok(to) => core.move_clock(to).await.map_err(|error| match error {
            ClockError::Backwards => Refusal::ClockBackwards,
            ClockError::Io(error) => {
                tracing::error!(%error, "clock.failed");
                Refusal::FunctionFailed
            }
        }),
        Err(refusal) => Err(refusal),
    };
    match moved {
        Err(refusal) => refuse(&core, &parts, refusal),
        Ok(()) if is_form(&parts) => see_other(&format!("/?lang={}", language(&parts).tag())),
        Ok(()) => json_answer(StatusCode::OK, &json!({ "now": core.clock.now().to_string() })),
    }
}

/// The moment asked for: `advance` counts days in UTC.
fn target(fields: &Map<String, Value>, now: Timestamp) -> Result<Timestamp, Refusal> {
    let text = |name: &str| fields.get(name).map(|value| value.as_str().unwrap_or_default());
    match (text("advance"), text("set"), fields.len()) {
        (Some(span), None, 1) => {
            let span: Span = span.parse().map_err(|_| Refusal::ParameterInvalid)?;
            if span.is_negative() {
                return Err(Refusal::ClockBackwards);
            }
            let later = now.to_zoned(TimeZone::UTC).checked_add(span);
            later.map(|later| later.timestamp()).map_err(|_| Refusal::ParameterInvalid)
        }
        (None, Some(to), 1) => to.parse().map_err(|_| Refusal::ParameterInvalid),
        _ => Err(Refusal::ParameterInvalid),
    }
}

pub(super) async fn reset(State(core): Shared, request: Request) -> Answer {
    let (parts, _) = request.into_parts();
    if let Err(error) = core.reset().await {
        tracing::error!(%error, "reset.failed");
        return refuse(&core, &parts, Refusal::FunctionFailed);
    }
    match is_form(&parts) {
        true => see_other(&format!("/?lang={}", language(&parts).tag())),
        false => json_answer(StatusCode::OK, &json!({ "now": core.clock.now().to_string() })),
    }
}

pub(super) async fn events(State(core): Shared) -> Answer {
    json_answer(StatusCode::OK, &json!({ "items": core.buses.list() }))
}
