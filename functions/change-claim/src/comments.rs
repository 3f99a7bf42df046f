//! `POST /v1/claims/{id}/comments`: words beside the claim, not a change of it.

use app::ports::Visibility;
use domain::Refusal;
use serde::Deserialize;
use web::{Call, Problem, Reply, respond, views};

use crate::ChangeClaim;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    text: Option<String>,
    visibility: Option<Visibility>,
}

impl ChangeClaim {
    pub(crate) async fn comment(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        let key = call.idempotency_key(&caller)?;
        let words: Words = call.body_json()?;
        let id = web::claim_id(call)?;
        let (kept, replayed) =
            self.app.comment(&id, &caller, key, words.text.as_deref(), words.visibility).await?;
        let view = views::comment(&kept, caller.side).ok_or(Refusal::NotFound)?;
        Ok(respond::json(call, 201, &view).location(&format!("/v1/claims/{id}/comments")).replayed(replayed))
    }
}
