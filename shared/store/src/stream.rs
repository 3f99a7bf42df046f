//! Records of the table's stream.

use app::ports::StoreError;
use aws_lambda_events::event::dynamodb::EventRecord;
use domain::Claim;

use crate::{
    keys::SK,
    row::{Item, decode, text},
};

/// The claim before and after the write that made the record; `None` for a record of another kind of row and
/// for a removal. A claim that is new has no before.
pub fn claims(record: &EventRecord) -> Result<Option<(Option<Claim>, Claim)>, StoreError> {
    let image = |image: &serde_dynamo::Item| -> Item { image.clone().into() };
    let (old, new) = (image(&record.change.old_image), image(&record.change.new_image));
    if text(&new, SK) != Some("CLAIM") {
        return Ok(None);
    }
    let old = if old.is_empty() { None } else { Some(decode(old)?) };
    Ok(Some((old, decode(new)?)))
}
