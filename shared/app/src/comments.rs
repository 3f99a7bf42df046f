//! Words beside a claim.

use domain::{
    Actor, Caller, ClaimId, Code, CommentId, Refusal, Side, actor,
    allowed::{self, Act},
    command::Key,
    validate,
};

use crate::{
    execute::{App, Failure},
    ports::{Claims, Comment, Comments, Visibility},
};

impl<S: Claims + Comments> App<S> {
    /// Adds words; the second value says that the same request had added them before.
    pub async fn comment(
        &self,
        id: &ClaimId,
        caller: &Caller,
        key: Option<Key>,
        text: Option<&str>,
        visibility: Option<Visibility>,
    ) -> Result<(Comment, bool), Failure> {
        let actor = Actor::Staff(caller.clone());
        let claim = self.read(id, &actor).await?;
        if !actor::permits(&actor, &claim, Act::Comment) {
            return Err(Refusal::Forbidden.into());
        }
        if !allowed::listed(&claim, Act::Comment) {
            let allowed = allowed::allowed_actions(&claim, &actor);
            let (code, status) = (Code::InvalidStateTransition, claim.state.as_str());
            return Err(Refusal::State { code, status, allowed }.into());
        }
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
        match self.store.add(&comment).await? {
            Some(earlier) if earlier.body != comment.body => Err(Refusal::IdempotencyMismatch.into()),
            Some(earlier) => Ok((earlier, true)),
            None => Ok((comment, false)),
        }
    }
}
