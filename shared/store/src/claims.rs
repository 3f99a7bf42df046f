//! Claims: one item each; what a decision writes.

use app::ports::{Claims, Comment, CommitError, Known, StoreError, Wanted};
use aws_sdk_dynamodb::types::{AttributeValue, CancellationReason, TransactWriteItem};
use domain::{
    Claim, ClaimId, Customer, CustomerId, Location, Subscription,
    claim::Submitted,
    customer::{Channel, Enrolment, PayeeProfile, SubscriptionState},
    decide::{self, Check, Created, Decision, Facts, Found},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    Table,
    fault::TRIES,
    holders,
    keys::{Key, PK, claim_attributes},
    planted,
    read::BATCH,
    row::{Item, decode, encode, encode_packed, s},
    transaction::{ACTIONS, Expression, Refused, Token, busy, failed},
    write::Put,
};

/// Leads from an identifier to its customer.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Identifier {
    pub(crate) customer_id: CustomerId,
}

/// What an action of a transaction is for.
enum Part {
    Claim,
    Customer,
    Check(usize),
    Other,
}

impl Claims for Table {
    async fn load(&self, id: &ClaimId) -> Result<Option<Claim>, StoreError> {
        self.row(&Key::claim(id)).await
    }

    async fn load_all(&self, ids: &[ClaimId]) -> Result<Vec<Claim>, StoreError> {
        let keys: Vec<Key> = ids.iter().map(Key::claim).collect();
        let mut claims = Vec::with_capacity(keys.len());
        for part in keys.chunks(BATCH) {
            for (_, row) in self.rows(part, true).await? {
                claims.push(decode(row)?);
            }
        }
        Ok(claims)
    }

    async fn submitted(&self, id: &ClaimId, number: u32) -> Result<Option<Submitted>, StoreError> {
        self.row(&Key::version(id, number)).await
    }

    async fn look_up(&self, wanted: &Wanted) -> Result<Known, StoreError> {
        let claim = wanted.claim.as_ref().map(Key::claim);
        let location = wanted.location.as_ref().map(|(org, id)| Key::location(org, id));
        let tenant = wanted.tenant.as_deref().map(Key::tenant);
        let subscriptions: Vec<Key> = wanted.subscriptions.iter().map(|id| Key::subscription(id)).collect();
        let customer = wanted.customer.as_ref().map(Key::customer);
        let first = [&claim, &location, &tenant, &customer];
        let mut keys: Vec<Key> = first.into_iter().flatten().cloned().collect();
        let (now, later) = subscriptions.split_at(subscriptions.len().min(BATCH - keys.len()));
        keys.extend_from_slice(now);
        let mut rows = self.rows(&keys, true).await?;
        let identifier: Option<Identifier> = taken_out(&mut rows, tenant.as_ref())?;
        let resolved = identifier.map(|identifier| Key::customer(&identifier.customer_id));
        let rest: Vec<Key> = resolved.iter().chain(later).cloned().collect();
        let customer = resolved.or(customer);
        rows.extend(self.rows(&rest, true).await?);
        let found: Result<Vec<Option<Subscription>>, StoreError> =
            subscriptions.iter().map(|key| taken_out(&mut rows, Some(key))).collect();
        Ok(Known {
            claim: taken_out(&mut rows, claim.as_ref())?,
            facts: Facts {
                location: taken_out(&mut rows, location.as_ref())?,
                customer: taken_out(&mut rows, customer.as_ref())?,
                subscriptions: found?.into_iter().flatten().collect(),
            },
        })
    }

    async fn create(&self, created: &Created) -> Result<(), CommitError> {
        let item = claim_item(&created.claim)?;
        let absent = format!("attribute_not_exists({PK})");
        let Some(customer) = &created.new_customer else {
            let put = self.put(item).condition_expression(absent);
            return conflict(self.put_if(put).await?);
        };
        let absent = Expression::new(absent);
        let row = encode(&Key::customer(&customer.id), customer)?;
        let mut actions =
            vec![self.put_action(item, Some(absent.clone()))?, self.put_action(row, Some(absent.clone()))?];
        for tenant in &customer.tenants {
            let identifier = Identifier { customer_id: customer.id.clone() };
            let row = encode(&Key::tenant(tenant), &identifier)?;
            actions.push(self.put_action(row, Some(absent.clone()))?);
        }
        match self.transact(&mut self.token(&created.claim), actions).await {
            Ok(()) => Ok(()),
            Err(Refused::Store(fault)) => Err(fault.into()),
            Err(Refused::Conditions(reasons)) => match reasons.into_iter().next() {
                Some(reason) if failed(&reason) => conflict(Put::Found(reason.item)),
                Some(_) | None => Err(CommitError::CustomerExists),
            },
        }
    }

    async fn commit(&self, decision: &Decision, notes: &[Comment]) -> Result<(), CommitError> {
        let Decision { claim, take, free, checks, freeze, .. } = decision;
        let unchanged = unchanged(claim);
        if take.is_empty() && free.is_empty() && checks.is_empty() && freeze.is_none() && notes.is_empty() {
            let put = self
                .put(claim_item(claim)?)
                .condition_expression(&unchanged.text)
                .set_expression_attribute_values(Some(unchanged.values));
            return conflict(self.put_if(put).await?);
        }
        let mut token = self.token(claim);
        let mut seen = None;
        for tried in 1..=TRIES {
            let (parts, actions) = self.actions(decision, notes, seen.as_ref())?;
            let reasons = match self.transact(&mut token, actions).await {
                Ok(()) => return Ok(()),
                Err(Refused::Store(fault)) => return Err(fault.into()),
                Err(Refused::Conditions(reasons)) => reasons,
            };
            // Only holders that are not as they should be, but nobody else's: as they are, then.
            seen = Some(refusal(decision, &parts, reasons)?);
            self.pause(tried).await;
        }
        Err(busy().into())
    }
}

impl Table {
    /// The newest mark of a claim is made for this one write.
    pub(crate) fn token(&self, claim: &Claim) -> Token {
        claim.marks.last().map_or_else(|| self.fresh_token(), |mark| Token::new(mark.clone()))
    }

    fn actions(
        &self,
        decision: &Decision,
        notes: &[Comment],
        seen: Option<&Customer>,
    ) -> Result<(Vec<Part>, Vec<TransactWriteItem>), StoreError> {
        let claim = &decision.claim;
        let put = self.put_action(claim_item(claim)?, Some(unchanged(claim)))?;
        let (mut parts, mut actions) = (vec![Part::Claim], vec![put]);
        if let Some(change) = holders::change(&claim.id, &decision.take, &decision.free, seen) {
            parts.push(Part::Customer);
            let key = Key::customer(&claim.customer.id);
            actions.push(self.update_action(&key, &change.update, change.condition)?);
        }
        for action in self.known_actions(claim, &decision.take, &decision.free)? {
            parts.push(Part::Other);
            actions.push(action);
        }
        if let Some(number) = decision.freeze {
            let frozen = Submitted::of(claim, number);
            let absent = Expression::new(format!("attribute_not_exists({PK})"));
            parts.push(Part::Other);
            actions.push(
                self.put_action(encode_packed(&Key::version(&claim.id, number), &frozen)?, Some(absent))?,
            );
        }
        for note in notes {
            parts.push(Part::Other);
            actions.push(self.put_action(encode(&Key::comment(&claim.id, &note.id), note)?, None)?);
        }
        // A transaction has at most 100 actions. A claim of more than 97 subscriptions leaves the last few
        // unchecked at this instant; they were checked when they were claimed and are looked at in review.
        let room = ACTIONS.saturating_sub(actions.len());
        for (index, check) in decision.checks.iter().enumerate().take(room) {
            parts.push(Part::Check(index));
            let (key, condition) = condition(check, claim);
            actions.push(self.check_action(&key, &condition)?);
        }
        Ok((parts, actions))
    }
}

/// Why a decision was not written. The claim itself comes first: when our own earlier try has written it, all
/// other conditions fail because of us. The customer comes back when its holders are nobody else's.
fn refusal(
    decision: &Decision,
    parts: &[Part],
    reasons: Vec<CancellationReason>,
) -> Result<Customer, CommitError> {
    let mut customer: Option<Customer> = None;
    let mut failures = Vec::new();
    for (part, reason) in parts.iter().zip(reasons).filter(|(_, reason)| failed(reason)) {
        match part {
            Part::Claim => conflict(Put::Found(reason.item))?,
            Part::Customer => customer = reason.item.map(decode).transpose()?,
            Part::Check(index) => {
                if let Some(check) = decision.checks.get(*index) {
                    failures.push((check.clone(), found(check, reason.item)?));
                }
            }
            Part::Other => return Err(CommitError::Conflict(None)),
        }
    }
    let taken = customer.as_ref().map(|seen| decide::conflicts(seen, &decision.claim.id, &decision.take));
    match (taken, customer) {
        _ if !failures.is_empty() => Err(CommitError::Failed(failures)),
        (Some(taken), _) if !taken.is_empty() => Err(CommitError::Taken(taken)),
        (_, Some(customer)) => Ok(customer),
        (_, None) => Err(CommitError::Conflict(None)),
    }
}

/// The claim as its row says it is, when a put of it was not written.
pub(crate) fn conflict(put: Put) -> Result<(), CommitError> {
    match put {
        Put::Done => Ok(()),
        Put::Found(item) => Err(CommitError::Conflict(item.map(decode).transpose()?.map(Box::new))),
    }
}

pub(crate) fn claim_item(claim: &Claim) -> Result<Item, StoreError> {
    let mut item = encode_packed(&Key::claim(&claim.id), claim)?;
    item.insert("revision".into(), AttributeValue::N(claim.revision.to_string()));
    let attributes = claim_attributes(claim);
    item.extend(attributes.into_iter().map(|(name, value)| (name.to_owned(), s(value))));
    Ok(item)
}

/// The lock: nobody has written the claim since it was read.
pub(crate) fn unchanged(claim: &Claim) -> Expression {
    let any = "revision = :seen OR revision <> :seen";
    let seen = if planted::VERSION_UNCHECKED { any } else { "revision = :seen" };
    Expression::new(seen).number(":seen", claim.revision.saturating_sub(1))
}

/// V-02, V-03, V-04, V-16 as conditions on the row.
fn condition(check: &Check, claim: &Claim) -> (Key, Expression) {
    match check {
        Check::Subscription { id, tenant, product, channels, .. } => {
            let mut condition = Expression::new("#t = :t AND #p = :p AND #s IN (:active, :grace)")
                .name("#t", "tenantId")
                .name("#p", "product")
                .name("#s", "state")
                .value(":t", tenant)
                .value(":p", product)
                .value(":active", word(&SubscriptionState::Active))
                .value(":grace", word(&SubscriptionState::Grace));
            let aliases: Vec<String> = (0..channels.len()).map(|index| format!(":c{index}")).collect();
            if !channels.is_empty() {
                condition.text.push_str(&format!(" AND #c IN ({})", aliases.join(", ")));
                condition = condition.name("#c", "channel");
            }
            for (alias, channel) in aliases.iter().zip(channels) {
                let channel: &Channel = channel;
                condition = condition.value(alias, word(channel));
            }
            (Key::subscription(id), condition)
        }
        Check::Payee { id, org } => {
            let condition = Expression::new("#e = :e AND #p = :p")
                .name("#e", "enrolment")
                .name("#p", "payeeProfile")
                .value(":e", word(&Enrolment::Enrolled))
                .value(":p", word(&PayeeProfile::Complete));
            (Key::location(org, id), condition)
        }
        Check::Location { id, org } => {
            let condition =
                Expression::new("#o = :o AND #e = :e AND (contains(#g, :g) OR contains(#g, :all))")
                    .name("#o", "org")
                    .name("#e", "enrolment")
                    .name("#g", "engagements")
                    .value(":o", org.as_str())
                    .value(":e", word(&Enrolment::Enrolled))
                    .value(":g", claim.engagement.as_str())
                    .value(":all", "*");
            (Key::location(org, id), condition)
        }
    }
}

/// The word by which a row names a variant.
fn word(variant: &impl Serialize) -> String {
    match serde_json::to_value(variant) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(_) | Err(_) => String::new(),
    }
}

fn found(check: &Check, item: Option<Item>) -> Result<Found, StoreError> {
    let Some(item) = item else { return Ok(Found::Nothing) };
    match check {
        Check::Subscription { .. } => decode::<Subscription>(item).map(Found::Subscription),
        Check::Location { .. } | Check::Payee { .. } => decode::<Location>(item).map(Found::Location),
    }
}

fn taken_out<T: DeserializeOwned>(
    rows: &mut std::collections::HashMap<Key, Item>,
    key: Option<&Key>,
) -> Result<Option<T>, StoreError> {
    key.and_then(|key| rows.remove(key)).map(decode).transpose()
}
