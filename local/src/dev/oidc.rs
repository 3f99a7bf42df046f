//! The identity provider of the local system: people of the demo sign in by choosing who they are. OIDC code
//! flow with PKCE, as any provider has it.

use super::{Shared, language, personas::Persona, query, refuse, see_other};
use crate::{
    clock::MovableClock,
    dev::{json_answer, pages},
    gateway::{Answer, problem::Refusal},
};
use axum::extract::{Request, State};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The client that signs in here: the console.
pub(crate) const CLIENT: &str = "assent-console";
/// How long a code is good, seconds of real time.
const CODE_GOOD_FOR: i64 = 60;
/// How long somebody is signed in, seconds of real time.
const SIGNED_IN_FOR: i64 = 12 * 60 * 60;

/// Whoever chose a persona, until the client asks for the token.
#[derive(Serialize, Deserialize)]
struct Code {
    sub: String,
    iss: String,
    aud: String,
    exp: i64,
    nonce: String,
    challenge: String,
    redirect_uri: String,
}

/// Where the provider is.
pub(crate) fn issuer(base_url: &str) -> String {
    format!("{base_url}/dev/oidc")
}

pub(super) async fn configuration(State(core): Shared) -> Answer {
    let issuer = issuer(&core.base_url);
    let document = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "response_types_supported": ["code"],
        "code_challenge_methods_supported": ["S256"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
    });
    json_answer(StatusCode::OK, &document)
}

/// The page on which somebody chooses who to be; with `persona` it is chosen.
pub(super) async fn authorize(State(core): Shared, request: Request) -> Answer {
    let (parts, _) = request.into_parts();
    let asked = |name: &str| query(&parts, name).unwrap_or_default();
    let redirect_uri = asked("redirect_uri");
    let ours = redirect_uri.starts_with(&format!("{}/", core.base_url));
    let complete = asked("response_type") == "code" && asked("code_challenge_method") == "S256";
    if !ours || !complete || asked("client_id") != CLIENT {
        return refuse(&core, &parts, Refusal::ParameterInvalid);
    }
    let Some(persona) = query(&parts, "persona").as_deref().and_then(Persona::named) else {
        return pages::sign_in(&core, language(&parts), parts.uri.query().unwrap_or_default());
    };
    let code = core.tokens.sign(&Code {
        sub: persona.claims().sub.clone(),
        iss: crate::gateway::jwt::ISSUER.into(),
        aud: crate::gateway::jwt::AUDIENCE.into(),
        exp: MovableClock::real().as_second().saturating_add(CODE_GOOD_FOR),
        nonce: asked("nonce"),
        challenge: asked("code_challenge"),
        redirect_uri: redirect_uri.clone(),
    });
    let Ok(code) = code else { return refuse(&core, &parts, Refusal::FunctionFailed) };
    let answer: String = form_urlencoded::Serializer::new(String::new())
        .append_pair("code", &code)
        .append_pair("state", &asked("state"))
        .finish();
    see_other(&format!("{redirect_uri}?{answer}"))
}

/// Who signed in, for whoever began it.
pub(super) async fn token(State(core): Shared, request: Request) -> Answer {
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, super::BODY_LIMIT).await else {
        return refuse(&core, &parts, Refusal::BodyTooLarge);
    };
    let form: BTreeMap<String, String> = form_urlencoded::parse(&body).into_owned().collect();
    let given = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
    let code = core.tokens.check(given("code"));
    let code = code.and_then(|claims| serde_json::from_value::<Code>(Value::Object(claims)).ok());
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(given("code_verifier")));
    let good = code.filter(|code| {
        code.challenge == challenge
            && code.redirect_uri == given("redirect_uri")
            && given("client_id") == CLIENT
            && given("grant_type") == "authorization_code"
    });
    let persona = good.as_ref().and_then(|code| Persona::named(&code.sub));
    let (Some(code), Some(persona)) = (good, persona) else {
        return json_answer(StatusCode::BAD_REQUEST, &json!({ "error": "invalid_grant" }));
    };
    let mut claims = json!(persona.claims());
    let iat = MovableClock::real().as_second();
    claims["iss"] = json!(issuer(&core.base_url));
    claims["aud"] = json!(CLIENT);
    claims["iat"] = json!(iat);
    claims["exp"] = json!(iat.saturating_add(SIGNED_IN_FOR));
    claims["nonce"] = json!(code.nonce);
    match core.tokens.sign(&claims) {
        Ok(token) => json_answer(
            StatusCode::OK,
            &json!({ "id_token": token, "token_type": "Bearer", "expires_in": SIGNED_IN_FOR }),
        ),
        Err(_) => refuse(&core, &parts, Refusal::FunctionFailed),
    }
}
