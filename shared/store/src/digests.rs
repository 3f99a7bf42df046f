//! How partners want their status mails, and the mails that go together. The table forgets digests by itself.

use app::ports::{Digest, DigestKey, Digests, StoreError};
use aws_sdk_dynamodb::types::AttributeValue;
use domain::{OrgId, mails::StatusMails};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::{
    Table,
    answers::EXPIRES_AT,
    keys::Key,
    row::{Item, encode},
};

/// A digest has settled long before.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Choice {
    status_mails: StatusMails,
}

impl Digests for Table {
    async fn status_mails(&self, org: &OrgId) -> Result<StatusMails, StoreError> {
        let row: Option<Choice> = self.row(&Key::status_mails(org)).await?;
        Ok(row.map(|row| row.status_mails).unwrap_or_default())
    }

    async fn put_status_mails(&self, org: &OrgId, choice: StatusMails) -> Result<(), StoreError> {
        self.put_over_all(&Key::status_mails(org), &Choice { status_mails: choice }).await
    }

    async fn digests(&self, key: &DigestKey) -> Result<Vec<Digest>, StoreError> {
        let Key { pk, sk } = Key::digests(key);
        // ":" sorts behind every digit.
        self.range(&pk, (&sk, &format!("{sk}:")), None).await
    }

    async fn begin_digest(&self, key: &DigestKey, digest: &Digest) -> Result<bool, StoreError> {
        Ok(self.put_new(item(key, digest)?).await?.is_none())
    }

    async fn replace_digest(
        &self,
        key: &DigestKey,
        seen: &Digest,
        next: &Digest,
    ) -> Result<bool, StoreError> {
        // Mails are only added, and it is closed once.
        let joined = AttributeValue::N(seen.mails.len().to_string());
        self.put_over(item(key, next)?, |put| {
            put.condition_expression("size(#m) = :m AND #c = :c")
                .expression_attribute_names("#m", "mails")
                .expression_attribute_names("#c", "closed")
                .expression_attribute_values(":m", joined)
                .expression_attribute_values(":c", AttributeValue::Bool(seen.closed))
        })
        .await
    }
}

fn item(key: &DigestKey, digest: &Digest) -> Result<Item, StoreError> {
    let mut item = encode(&Key::digest(key, digest.part), digest)?;
    let until = key.at.saturating_add(KEPT).unwrap_or(key.at);
    item.insert(EXPIRES_AT.into(), AttributeValue::N(until.as_second().to_string()));
    Ok(item)
}
