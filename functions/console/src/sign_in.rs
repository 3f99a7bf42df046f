//! Signing in with the provider, and out.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{Code, Locale};
use web::{Call, Problem, Reply, respond};

use crate::{
    Console,
    provider::ProviderFault,
    session::{Session, SignIn, forget, is_from_here, ours, speak},
};

/// To the sign-in, and afterwards to the page that was asked for.
pub(crate) fn first(call: &Call) -> Reply {
    let query = call.question();
    let path = call.raw_path();
    let to = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
    let to: String = form_urlencoded::byte_serialize(to.as_bytes()).collect();
    respond::see_other(call, &format!("/console/sign-in?to={to}"))
}

impl Console {
    pub(crate) async fn sign_in(&self, call: &Call) -> Result<Reply, Problem> {
        let mut query = call.query();
        let to = query.text("to").unwrap_or_default();
        query.finish()?;
        let entropy = || URL_SAFE_NO_PAD.encode(self.app.entropy.bytes());
        let begun = SignIn::new(entropy, &to, call.received_at());
        let origin = self.origin(call);
        let address = self.provider.sign_in_address(&origin, &begun).await?;
        Ok(respond::see_other(call, &address).header("set-cookie", &self.cookies.begin(&begun, &origin)))
    }

    /// Back from the provider. Only the browser that began the sign-in ends it.
    pub(crate) async fn signed_in(&self, call: &Call) -> Result<Reply, Problem> {
        let mut query = call.query();
        let (code, state) = (query.text("code"), query.text("state"));
        let begun = self.cookies.sign_in(call).filter(|begun| Some(&begun.state) == state.as_ref());
        let (Some(begun), Some(code)) = (begun, code) else { return Err(Code::Forbidden.into()) };
        let (now, origin) = (call.received_at(), self.origin(call));
        let who = self.provider.who(&origin, &code, &begun, now).await?;
        let session = Session::new(who.claims, who.until);
        if session.clone().caller().is_none() {
            return Err(Code::Forbidden.into());
        }
        let cookie = self.cookies.keep(&session, now, &origin);
        Ok(respond::see_other(call, &begun.to).header("set-cookie", &cookie))
    }

    pub(crate) fn sign_out(&self, call: &Call) -> Result<Reply, Problem> {
        let origin = self.origin(call);
        if !is_from_here(call, &origin) {
            return Err(Code::Forbidden.into());
        }
        Ok(respond::see_other(call, "/console/sign-in").header("set-cookie", &forget(&origin)))
    }

    /// `POST /console/language`: the same page in the other language.
    pub(crate) fn speak(&self, call: &Call) -> Result<Reply, Problem> {
        let fields = self.form(call)?;
        let locale = Locale::of(&fields.text("language").unwrap_or_default());
        let to = ours(&fields.text("to").unwrap_or_default());
        let cookie = speak(locale, &self.origin(call));
        Ok(respond::see_other(call, &to).header("set-cookie", &cookie))
    }
}

impl From<ProviderFault> for Problem {
    fn from(fault: ProviderFault) -> Self {
        match fault {
            ProviderFault::Unavailable(_) => Self::unavailable(fault),
            ProviderFault::Refused(why) => {
                tracing::warn!(why, "nobody was signed in");
                Code::Forbidden.into()
            }
        }
    }
}
