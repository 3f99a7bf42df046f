//! One claim: itself, its documents, comments, history and consent record.

use app::ports::{Comments as _, Mails as _};
use domain::{Actor, Refusal};
use web::{Call, Problem, Reply, respond, views};

use crate::{ReadClaims, opens};

/// Comments of a claim that are read at most.
const COMMENTS_MOST: u32 = 1_000;

impl ReadClaims {
    pub(crate) async fn claim(&self, call: &Call) -> Result<Reply, Problem> {
        call.query().finish()?;
        let (claim, caller) = self.visible(call).await?;
        let view = views::claim(&claim, &Actor::Staff(caller), self.app.now(), &self.app.catalogue());
        Ok(respond::json(call, 200, &view).etag(claim.version))
    }

    pub(crate) async fn documents(&self, call: &Call) -> Result<Reply, Problem> {
        let (claim, caller) = self.open(call).await?;
        let items: Vec<_> = claim.documents.iter().map(views::document).collect();
        Ok(respond::json(call, 200, &self.page_of(call, &caller, call.query(), items)?))
    }

    /// Oldest first.
    pub(crate) async fn comments(&self, call: &Call) -> Result<Reply, Problem> {
        let (claim, caller) = self.open(call).await?;
        let mut comments = self.app.store.comments(&claim.id, None, COMMENTS_MOST).await?;
        comments.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
        let items: Vec<_> =
            comments.iter().filter_map(|comment| views::comment(comment, caller.side)).collect();
        Ok(respond::json(call, 200, &self.page_of(call, &caller, call.query(), items)?))
    }

    pub(crate) async fn history(&self, call: &Call) -> Result<Reply, Problem> {
        let (claim, caller) = self.open(call).await?;
        let items = views::history(&claim, caller.side);
        Ok(respond::json(call, 200, &self.page_of(call, &caller, call.query(), items)?))
    }

    pub(crate) async fn consent(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        call.query().finish()?;
        let (claim, mails) = self.app.store.with_mails(&web::claim_id(call)?).await?;
        let claim = self.app.shown(claim, &Actor::Staff(caller.clone()))?;
        opens(&caller)?;
        let record = views::consent_record(&claim, &mails).ok_or(Refusal::NotFound)?;
        Ok(respond::json(call, 200, &record))
    }
}
