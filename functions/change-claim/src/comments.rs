//! `POST /v1/claims/{id}/comments`: words beside the claim, not a change of it.

use app::ports::{Comment, Comments as _, Visibility};
use domain::{
    Actor, Code, CommentId, Refusal, Side, actor,
    allowed::{self, Act},
    validate,
};
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
        let actor = Actor::Staff(caller.clone());
        let claim = self.app.read(&id, &actor).await?;
        if !actor::permits(&actor, &claim, Act::Comment) {
            return Err(Refusal::Forbidden.into());
        }
        if !allowed::listed(&claim, Act::Comment) {
            let allowed = allowed::allowed_actions(&claim, &actor);
            return Err(Refusal::State {
                code: Code::InvalidStateTransition,
                status: claim.state.as_str(),
                allowed,
            }
            .into());
        }
        let text = validate::prose("/text", words.text.as_deref().unwrap_or_default(), Code::ReasonRequired);
        let text = text.map_err(|fault| Refusal::Invalid(vec![fault]))?;
        let now = self.app.now();
        let comment = Comment {
            id: match &key {
                Some(key) => CommentId::derived(&["comment", &key.key]),
                None => CommentId::fresh(now, self.app.entropy.bytes()),
            },
            claim: id.clone(),
            at: now,
            by: caller.name.clone(),
            side: caller.side,
            // Only the vendor has anything to say behind the partner's back.
            visibility: match (caller.side, words.visibility) {
                (Side::Vendor, Some(visibility)) => visibility,
                (Side::Vendor | Side::Partner | Side::Customer | Side::System, _) => Visibility::Shared,
            },
            text,
            answers: None,
            body: key.map(|key| key.body),
        };
        let earlier = self.app.store.add(&comment).await?;
        let replayed = earlier.is_some();
        let kept = earlier.unwrap_or_else(|| comment.clone());
        if kept.body != comment.body {
            return Err(Refusal::IdempotencyMismatch.into());
        }
        let view = views::comment(&kept, caller.side).ok_or(Refusal::NotFound)?;
        Ok(respond::json(call, 201, &view).location(&format!("/v1/claims/{id}/comments")).replayed(replayed))
    }
}
