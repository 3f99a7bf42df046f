//! Words beside a claim, which are no change of it.

use domain::{
    Actor, Caller, Claim, ClaimId, Code, CommentId, Refusal, Side, actor,
    allowed::{self, Act},
    command::Key,
    validate,
};

use crate::{
    execute::{App, Failure},
    ports::{Claims, Comment, Comments, Visibility},
};

impl<S: Claims + Comments> App<S> {
    /// Says something about a claim; whether an earlier request with the same key had said it (I-19).
    pub async fn comment(
        &self,
        id: &ClaimId,
        caller: &Caller,
        text: Option<&str>,
        visibility: Option<Visibility>,
        key: Option<Key>,
    ) -> Result<(Comment, bool), Failure> {
        let actor = Actor::Staff(caller.clone());
        let claim = self.read(id, &actor).await?;
        may_comment(&actor, &claim)?;
        let text = validate::prose("/text", text.unwrap_or_default(), Code::ReasonRequired);
        let text = text.map_err(|fault| Refusal::Invalid(vec![fault]))?;
        let now = self.now();
        let comment = Comment {
            id: match &key {
                Some(key) => CommentId::derived(&["comment", &key.key]),
                None => CommentId::fresh(now, self.entropy.bytes()),
            },
            claim: id.clone(),
            at: now,
            by: caller.name.clone(),
            side: caller.side,
            // Only the vendor has anything to say behind the partner's back.
            visibility: match (caller.side, visibility) {
                (Side::Vendor, Some(visibility)) => visibility,
                (Side::Vendor | Side::Partner | Side::Customer | Side::System, _) => Visibility::Shared,
            },
            text,
            answers: None,
            body: key.map(|key| key.body),
        };
        let earlier = self.store.add(&comment).await?;
        let replayed = earlier.is_some();
        let kept = earlier.unwrap_or_else(|| comment.clone());
        if kept.body != comment.body {
            return Err(Refusal::IdempotencyMismatch.into());
        }
        Ok((kept, replayed))
    }
}

fn may_comment(actor: &Actor, claim: &Claim) -> Result<(), Refusal> {
    if !actor::permits(actor, claim, Act::Comment) {
        return Err(Refusal::Forbidden);
    }
    if allowed::listed(claim, Act::Comment) {
        return Ok(());
    }
    let allowed = allowed::allowed_actions(claim, actor);
    Err(Refusal::State { code: Code::InvalidStateTransition, status: claim.state.as_str(), allowed })
}
