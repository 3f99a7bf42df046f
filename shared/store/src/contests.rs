//! Contests: a row for the contest, one by which the other party finds it, and the claims of both in one write.

use app::ports::{CommitError, ContestPage, Contests, StoreError, Whose};
use aws_sdk_dynamodb::types::{AttributeValue, CancellationReason, TransactWriteItem};
use domain::{
    Contest, ContestId, Customer, OrgId,
    decide::{self, Decision},
};

use crate::{
    Table,
    claims::{claim_item, unchanged},
    holders,
    keys::{CONTESTS, Key, PK, contest_partition, instant},
    row::{Item, decode, encode, s, text},
    transaction::{Expression, Refused, Token, failed},
};

impl Contests for Table {
    async fn contest(&self, id: &ContestId) -> Result<Option<Contest>, StoreError> {
        self.row(&Key::contest(id)).await
    }

    async fn contests(
        &self,
        whose: &Whose,
        after: Option<&str>,
        limit: u32,
    ) -> Result<ContestPage, StoreError> {
        let (index, partition_name, partition) = match whose {
            Whose::Org(org) => ("listCreated", "listPk", contest_partition(org)),
            Whose::Programme => ("programmeCreated", "programmePk", CONTESTS.to_owned()),
        };
        // Every place of the partition lies between the empty text and this one.
        let before = after.unwrap_or("~");
        let query = self
            .client
            .query()
            .table_name(&*self.name)
            .index_name(index)
            .scan_index_forward(false)
            .key_condition_expression("#p = :p AND createdSk < :before")
            .expression_attribute_names("#p", partition_name)
            .expression_attribute_values(":p", s(partition))
            .expression_attribute_values(":before", s(before));
        let limit = limit.clamp(1, 100) as usize;
        // One row more than is shown tells whether there is a next page.
        let rows = self.queried(query, u32::try_from(limit + 1).ok()).await?;
        let places: Vec<(String, ContestId)> = rows.iter().filter_map(place).collect();
        let next = (places.len() > limit).then(|| places[limit - 1].0.clone());
        let keys: Vec<Key> = places.iter().take(limit).map(|(_, id)| Key::contest(id)).collect();
        let mut found = self.rows(&keys, false).await?;
        let contests: Result<Vec<Contest>, StoreError> =
            keys.iter().filter_map(|key| found.remove(key)).map(decode).collect();
        Ok(ContestPage { contests: contests?, next })
    }

    async fn commit_contests(&self, contests: &[Contest], decisions: &[Decision]) -> Result<(), CommitError> {
        if contests.is_empty() && decisions.is_empty() {
            return Ok(());
        }
        let mut actions = Vec::new();
        for decision in decisions {
            actions.push(self.put_action(claim_item(&decision.claim)?, Some(unchanged(&decision.claim)))?);
        }
        for contest in contests {
            actions.extend(self.contest_actions(contest)?);
        }
        let holders = actions.len();
        let change = decisions
            .first()
            .and_then(|first| Some((&first.claim.customer.id, holders::exchange(decisions)?)));
        if let Some((customer, change)) = change {
            actions.push(self.update_action(&Key::customer(customer), &change.update, change.condition)?);
        }
        let mark = decisions.first().and_then(|decision| decision.claim.marks.last().cloned());
        let mut token = mark.map_or_else(|| self.fresh_token(), Token::new);
        match self.transact(&mut token, actions).await {
            Ok(()) => Ok(()),
            Err(Refused::Store(fault)) => Err(fault.into()),
            Err(Refused::Conditions(reasons)) => Err(refusal(decisions, reasons, holders)?),
        }
    }
}

impl Table {
    fn contest_actions(&self, contest: &Contest) -> Result<Vec<TransactWriteItem>, StoreError> {
        let found_by = |org: &OrgId| {
            let place = format!("{}#{}", instant(contest.opened_at), contest.id);
            [("listPk", contest_partition(org)), ("createdSk", place)]
                .map(|(name, value)| (name.to_owned(), s(value)))
        };
        let mut row = encode(&Key::contest(&contest.id), contest)?;
        row.extend(found_by(&contest.challenger.org));
        row.insert("programmePk".into(), s(CONTESTS));
        if contest.revision > 1 {
            let seen = Expression::new("revision = :seen").number(":seen", contest.revision - 1);
            return Ok(vec![self.put_action(row, Some(seen))?]);
        }
        let absent = Expression::new(format!("attribute_not_exists({PK})"));
        let mut party: Item = Key::party(&contest.id).attributes();
        party.extend(found_by(&contest.incumbent.org));
        party.insert("schema".into(), AttributeValue::N("1".into()));
        Ok(vec![self.put_action(row, Some(absent.clone()))?, self.put_action(party, Some(absent))?])
    }
}

/// Somebody was faster with a claim or the contest, or a third claim holds what is taken.
fn refusal(
    decisions: &[Decision],
    mut reasons: Vec<CancellationReason>,
    holders: usize,
) -> Result<CommitError, StoreError> {
    let rows = reasons.len().min(holders);
    let customer = reasons.split_off(rows).into_iter().find(failed).and_then(|reason| reason.item);
    if reasons.iter().any(failed) {
        return Ok(CommitError::Conflict(None));
    }
    let Some(customer) = customer else { return Ok(CommitError::Conflict(None)) };
    let customer: Customer = decode(customer)?;
    let ours = |claim: &domain::ClaimId| decisions.iter().any(|decision| decision.claim.id == *claim);
    let taken = decisions
        .iter()
        .flat_map(|decision| decide::conflicts(&customer, &decision.claim.id, &decision.take));
    let taken: Vec<_> = taken.filter(|(_, holder)| !ours(holder)).collect();
    Ok(if taken.is_empty() { CommitError::Conflict(None) } else { CommitError::Taken(taken) })
}

fn place(row: &Item) -> Option<(String, ContestId)> {
    let id = ContestId::parse(text(row, PK)?.strip_prefix("CONTEST#")?)?;
    Some((text(row, "createdSk")?.to_owned(), id))
}
