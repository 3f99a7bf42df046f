//! Comments: rows beside the claim, in the order of their ids.

use app::ports::{Comment, Comments, StoreError};
use domain::{ClaimId, CommentId};

use crate::{
    Table,
    keys::Key,
    row::{decode, encode},
};

impl Comments for Table {
    async fn add(&self, comment: &Comment) -> Result<Option<Comment>, StoreError> {
        let row = encode(&Key::comment(&comment.claim, &comment.id), comment)?;
        self.put_new(row).await?.map(decode).transpose()
    }

    async fn comments(
        &self,
        claim: &ClaimId,
        after: Option<&CommentId>,
        limit: u32,
    ) -> Result<Vec<Comment>, StoreError> {
        // "!" sorts behind the end of an id and before every longer one, "$" behind "#".
        let from = after.map_or_else(|| "COMMENT#".to_owned(), |id| format!("COMMENT#{id}!"));
        self.range(&Key::claim(claim).pk, (&from, "COMMENT$"), Some(limit.max(1))).await
    }
}
