//! Claims that a partner brings, each row the body of a create (api 3, 6): drafts only, nothing is submitted and
//! nobody is asked.

use std::collections::BTreeMap;

use domain::{
    Caller, Claim, Code, CustomerId, Fault, Guard, Identifier, IdentifierType, Refusal, claim::hex,
    command::Key, decide, guard, ids::digest, text,
};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};

use crate::{
    drafts::DraftInput,
    execute::{App, Failure},
    ports::{Claims, Engagements, Programme, StoreError},
};

/// Customers whose rows are worked on at once. A row takes up to eight calls one after the other; with this many
/// at a time a thousand rows take seconds, and an organisation's part of an index is not flooded.
const AT_ONCE: usize = 8;

/// A row as it was read; `Err` with every fault that kept it from being read.
pub type DraftRow = Result<DraftInput, Vec<Fault>>;

/// The claims of a row, or why there are none.
pub type Drafted = Result<Vec<Claim>, Refusal>;

impl<S: Claims + Engagements + Programme> App<S> {
    /// Makes the claims of every good row, or in a dry run says which rows are good; in the order of the rows.
    /// A row that an earlier try with the same key has made is met again and not made twice (I-19).
    pub async fn import_claims(
        &self,
        rows: Vec<DraftRow>,
        caller: &Caller,
        key: Option<&Key>,
        dry_run: bool,
    ) -> Result<Vec<Drafted>, StoreError> {
        let mut drafted: Vec<(usize, Drafted)> = Vec::with_capacity(rows.len());
        let mut queues: BTreeMap<Result<String, usize>, Vec<(usize, DraftInput)>> = BTreeMap::new();
        for (row, read) in rows.into_iter().enumerate() {
            match read {
                Ok(input) => queues.entry(named(&input).ok_or(row)).or_default().push((row, input)),
                Err(faults) => drafted.push((row, Err(Refusal::Invalid(faults)))),
            }
        }
        let queues = stream::iter(queues.into_values());
        let queues = queues.map(|queue| self.one_by_one(queue, caller, key, dry_run));
        drafted.extend(queues.buffer_unordered(AT_ONCE).try_concat().await?);
        drafted.sort_unstable_by_key(|(row, _)| *row);
        let mut drafted: Vec<Drafted> = drafted.into_iter().map(|(_, drafted)| drafted).collect();
        if dry_run {
            refuse_the_second(&mut drafted);
        }
        Ok(drafted)
    }

    /// Rows about one customer, who is written with each of them: of two that clash the first one is kept.
    async fn one_by_one(
        &self,
        queue: Vec<(usize, DraftInput)>,
        caller: &Caller,
        key: Option<&Key>,
        dry_run: bool,
    ) -> Result<Vec<(usize, Drafted)>, StoreError> {
        let mut drafted = Vec::with_capacity(queue.len());
        for (row, input) in queue {
            let claims = if dry_run {
                self.validate_draft(&input, caller).await
            } else {
                let key = key.map(|key| of_row(key, row));
                self.draft(&input, caller, key).await.map(|made| made.claims)
            };
            drafted.push((
                row,
                match claims {
                    Ok(claims) => Ok(claims),
                    Err(Failure::Refused(refusal)) => Err(refusal),
                    Err(Failure::Store(fault)) => return Err(fault),
                },
            ));
        }
        Ok(drafted)
    }
}

/// The key with which a row of an import makes its claims.
fn of_row(key: &Key, row: usize) -> Key {
    Key { key: hex(&digest(&["row", &key.key, &row.to_string()])), body: key.body.clone() }
}

/// Whom the row names, in one way for all rows that name the customer alike.
fn named(input: &DraftInput) -> Option<String> {
    match input {
        DraftInput::Association(input) => {
            let value = text::uuid(input.tenant_id.as_deref()?)?;
            Some(Identifier { kind: IdentifierType::Tenant, value }.name())
        }
        DraftInput::Engagement(input) => {
            let identifier = decide::identifier(input).map(|identifier| identifier.name());
            input.customer_id.clone().or(identifier)
        }
    }
}

/// What an earlier row would hold is not free for a later one (V-49, V-51), though neither has been made.
fn refuse_the_second(drafted: &mut [Drafted]) {
    let mut held: BTreeMap<(CustomerId, Guard), usize> = BTreeMap::new();
    for (row, drafted) in drafted.iter_mut().enumerate() {
        let Ok(claims) = drafted else { continue };
        let holds: Vec<_> = claims.iter().flat_map(places).collect();
        match holds.iter().find_map(|place| held.get(place)) {
            Some(first) => {
                let fault = Fault::new("/engagementIds", Code::DuplicateClaim);
                *drafted = Err(Refusal::Invalid(vec![fault.with("row", (first + 1).to_string())]));
            }
            None => held.extend(holds.into_iter().map(|place| (place, row))),
        }
    }
}

/// What the claim holds of its customer.
fn places(claim: &Claim) -> impl Iterator<Item = (CustomerId, Guard)> {
    guard::held_by(claim).into_iter().map(|guard| (claim.customer.id.clone(), guard))
}
