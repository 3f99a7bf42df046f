//! Rows of mails: begun once, replaced only as they were seen.

use app::ports::{MailKey, MailRow, Mails, StoreError};
use domain::{Claim, ClaimId};

use crate::{
    Table,
    keys::{Key, SK, due_attributes},
    row::{Item, decode, encode, s, text},
};

impl Mails for Table {
    async fn begin(&self, row: &MailRow) -> Result<Option<MailRow>, StoreError> {
        self.put_new(item(row)?).await?.map(decode).transpose()
    }

    async fn replace(&self, seen: &MailRow, next: &MailRow) -> Result<bool, StoreError> {
        // What ever changes of a row; a row that differs in none of these is the one that was seen.
        let before = item(seen)?;
        let part = |name: &str| before.get(name).cloned();
        let mut condition = "#s = :s AND #n = :n AND #a = :a AND ".to_owned();
        condition.push_str(if seen.due.is_some() { "#d = :d" } else { "attribute_not_exists(#d)" });
        let values = [(":s", "state"), (":n", "attempt"), (":a", "at"), (":d", "due")];
        let values = values.into_iter().filter_map(|(alias, name)| Some((alias.to_owned(), part(name)?)));
        self.put_over(item(next)?, |put| {
            put.condition_expression(condition)
                .expression_attribute_names("#s", "state")
                .expression_attribute_names("#n", "attempt")
                .expression_attribute_names("#a", "at")
                .expression_attribute_names("#d", "due")
                .set_expression_attribute_values(Some(values.collect()))
        })
        .await
    }

    async fn mail(&self, key: &MailKey) -> Result<Option<MailRow>, StoreError> {
        self.row(&Key::mail(key)).await
    }

    /// What lies between the two, the comments, is read along: one call is cheaper than two.
    async fn with_mails(&self, claim: &ClaimId) -> Result<(Option<Claim>, Vec<MailRow>), StoreError> {
        let key = Key::claim(claim);
        let (mut found, mut mails) = (None, Vec::new());
        for row in self.items(&key.pk, (&key.sk, "MAIL$"), None).await? {
            match text(&row, SK) {
                Some(sk) if *sk == key.sk => found = Some(decode(row)?),
                Some(sk) if sk.starts_with("MAIL#") => mails.push(decode(row)?),
                Some(_) | None => {}
            }
        }
        Ok((found, mails))
    }
}

fn item(row: &MailRow) -> Result<Item, StoreError> {
    let key = Key::mail(&row.key);
    let mut item = encode(&key, row)?;
    if let Some(at) = row.due {
        item.extend(due_attributes(&key, at).map(|(name, value)| (name.to_owned(), s(value))));
    }
    Ok(item)
}
