//! What the vendor brings: locations, subscriptions, opportunities, customers, and the imports that brought them.

use std::collections::{BTreeMap, BTreeSet};

use app::ports::{CustomerError, ImportRecord, Programme, StoreError};
use aws_sdk_dynamodb::types::AttributeValue;
use domain::{
    Customer, CustomerId, Engagement, Identifier, IdentifierType, ImportId, Location, OrgId, Subscription,
    customer::{Eligibility, Opportunity},
};
use serde::{Deserialize, Serialize};

use crate::{
    Table,
    claims::Identifier as Leads,
    fault::unavailable,
    keys::{CATALOGUE, Key, PK, SK},
    read::BATCH,
    row::{Item, decode, encode, encode_packed},
    transaction::{ACTIONS, Expression, Refused, busy, failed},
};

/// Facts a customer may lack: taken away when an import does not name them.
const OPTIONAL: [&str; 2] = ["country", "parentAccount"];

/// Marks an import that has its answer.
const ANSWERED: &str = "answered";
/// A row of the catalogue. Rules know no other fields than their own, those of the row stand beside them.
#[derive(Serialize, Deserialize)]
struct Rules {
    rules: Engagement,
}

/// Identifiers and the customers they lead to.
type Owners = BTreeMap<Identifier, CustomerId>;

/// What becomes of an identifier.
enum Move<'a> {
    /// It no longer leads to the customer
    Away(&'a Identifier),
    /// It does from now on
    Here(&'a Identifier),
}

impl Programme for Table {
    async fn put_location(&self, row: &Location) -> Result<(), StoreError> {
        self.put_over_all(&Key::location(&row.org, &row.location_id), row).await
    }

    async fn locations(&self, org: &OrgId) -> Result<Vec<Location>, StoreError> {
        self.range(&format!("PARTNER#{org}"), ("LOCATION#", "LOCATION$"), None).await
    }

    async fn put_subscription(&self, row: &Subscription) -> Result<(), StoreError> {
        self.put_over_all(&Key::subscription(&row.subscription_id), row).await
    }

    async fn put_opportunity(&self, row: &Opportunity) -> Result<(), StoreError> {
        self.put_over_all(&Key::opportunity(&row.opportunity_id), row).await
    }

    async fn put_eligibility(&self, row: &Eligibility) -> Result<(), StoreError> {
        self.put_over_all(&Key::eligibility(&row.engagement_id, &row.identifier), row).await
    }

    async fn customer_of_tenant(&self, tenant: &str) -> Result<Option<Customer>, StoreError> {
        let leads: Option<Leads> = self.row(&Key::tenant(tenant)).await?;
        match leads {
            Some(leads) => self.customer(&leads.customer_id).await,
            None => Ok(None),
        }
    }

    async fn customer(&self, id: &CustomerId) -> Result<Option<Customer>, StoreError> {
        self.row(&Key::customer(id)).await
    }

    async fn put_customer(&self, row: &Customer) -> Result<(), CustomerError> {
        let named = Identifier::of(row);
        let owned = self.owners(&named).await?;
        let (id, before) = self.target(row, &owned).await?;
        // A tenant is one customer's; a group shares its domain and its account.
        let foreign = owned.iter().filter(|(_, owner)| **owner != id);
        let identifiers: Vec<Identifier> = foreign.map(|(identifier, _)| identifier.clone()).collect();
        if !identifiers.is_empty() {
            return Err(CustomerError::IdentifierTaken { identifiers });
        }
        let known = before.as_ref().map(Identifier::of).unwrap_or_default();
        let gone = known.difference(&named).filter(|identifier| identifier.kind != IdentifierType::Tenant);
        let new =
            named.iter().filter(|identifier| !owned.contains_key(identifier) && !known.contains(identifier));
        let moves: Vec<Move<'_>> = gone.map(Move::Away).chain(new.map(Move::Here)).collect();
        self.write_customer(row, &id, &moves).await
    }

    async fn rules(&self) -> Result<Vec<Engagement>, StoreError> {
        let rows: Vec<Rules> = self.range(CATALOGUE, ("RULES#", "RULES$"), None).await?;
        Ok(rows.into_iter().map(|row| row.rules).collect())
    }

    async fn put_rules(&self, rules: &Engagement) -> Result<bool, StoreError> {
        let key = Key::rules(&rules.id, rules.rule_version);
        let row = encode(&key, &Rules { rules: rules.clone() })?;
        Ok(self.put_new(row).await?.is_none())
    }

    async fn begin_import(&self, record: &ImportRecord) -> Result<Option<ImportRecord>, StoreError> {
        self.put_new(import_item(record)?).await?.map(decode).transpose()
    }

    async fn finish_import(&self, record: &ImportRecord) -> Result<Option<ImportRecord>, StoreError> {
        let open = format!("attribute_not_exists({ANSWERED})");
        let done = self.put_over(import_item(record)?, |put| put.condition_expression(open)).await?;
        if done { Ok(None) } else { self.import(&record.id).await }
    }

    async fn import(&self, id: &ImportId) -> Result<Option<ImportRecord>, StoreError> {
        self.row(&Key::import(id)).await
    }
}

impl Table {
    /// Puts a row, replacing whatever was there.
    pub(crate) async fn put_over_all(&self, key: &Key, row: &impl Serialize) -> Result<(), StoreError> {
        let put = self.put(encode(key, row)?);
        self.retried(|| put.clone().send()).await.map_err(|fault| unavailable(&fault))?;
        Ok(())
    }

    /// Those of the tenants that lead to a customer already.
    async fn owners(&self, named: &BTreeSet<Identifier>) -> Result<Owners, StoreError> {
        let tenants = named.iter().filter(|identifier| identifier.kind == IdentifierType::Tenant);
        let named: Vec<&Identifier> = tenants.collect();
        let mut owners = Owners::new();
        for part in named.chunks(BATCH) {
            let keys: Vec<Key> = part.iter().map(|identifier| Key::tenant(&identifier.value)).collect();
            let mut rows = self.rows(&keys, true).await?;
            for (identifier, key) in part.iter().zip(&keys) {
                if let Some(row) = rows.remove(key) {
                    owners.insert((*identifier).clone(), decode::<Leads>(row)?.customer_id);
                }
            }
        }
        Ok(owners)
    }

    /// The customer a row is about, and what is known of it. A tenant nobody had imported became a customer by
    /// itself; claims name that customer and hold its guards, so the import gives it its name and leaves its id
    /// (api 6: same tenant or id = update).
    async fn target(
        &self,
        row: &Customer,
        owned: &Owners,
    ) -> Result<(CustomerId, Option<Customer>), StoreError> {
        let before = self.customer(&row.id).await?;
        let unnamed = owned.iter().find(|(identifier, owner)| {
            identifier.kind == IdentifierType::Tenant
                && **owner == CustomerId::derived(&["tenant", &identifier.value])
        });
        match (before, unnamed) {
            (None, Some((_, owner))) => Ok((owner.clone(), self.customer(owner).await?)),
            (before, _) => Ok((row.id.clone(), before)),
        }
    }

    /// The facts, and the identifiers that lead to the customer from now on; a part at a time if there are many.
    async fn write_customer(
        &self,
        row: &Customer,
        id: &CustomerId,
        moves: &[Move<'_>],
    ) -> Result<(), CustomerError> {
        let facts = facts(&encode(&Key::customer(id), &Customer { id: id.clone(), ..row.clone() })?);
        let ours = Expression::new(format!("attribute_not_exists({PK}) OR customerId = :id"))
            .value(":id", id.as_str());
        // A customer whose identifiers stay is one part all the same.
        let mut parts: Vec<&[Move<'_>]> = moves.chunks(ACTIONS - 1).collect();
        if parts.is_empty() {
            parts.push(&[]);
        }
        for part in parts {
            let mut actions = vec![self.update_action(&Key::customer(id), &facts, None)?];
            for step in part {
                actions.push(match step {
                    Move::Away(identifier) => self.delete_action(&Key::identifier(identifier, id), &ours)?,
                    Move::Here(identifier) => {
                        let leads =
                            encode(&Key::identifier(identifier, id), &Leads { customer_id: id.clone() })?;
                        self.put_action(leads, Some(ours.clone()))?
                    }
                });
            }
            match self.transact(&mut self.fresh_token(), actions).await {
                Ok(()) => {}
                Err(Refused::Store(fault)) => return Err(fault.into()),
                Err(Refused::Conditions(reasons)) => {
                    let failed = part.iter().zip(reasons.iter().skip(1)).filter(|(_, reason)| failed(reason));
                    let taken = failed.filter_map(|(step, _)| match step {
                        Move::Here(identifier) => Some((*identifier).clone()),
                        Move::Away(_) => None,
                    });
                    let identifiers: Vec<Identifier> = taken.collect();
                    let foreign = !identifiers.is_empty();
                    // Only what was to be freed has moved on meanwhile: the customer is not as it was read.
                    return Err(if foreign {
                        CustomerError::IdentifierTaken { identifiers }
                    } else {
                        busy().into()
                    });
                }
            }
        }
        Ok(())
    }
}

/// Packed: a thousand rows and what is wrong with them say much the same.
fn import_item(record: &ImportRecord) -> Result<Item, StoreError> {
    let mut item = encode_packed(&Key::import(&record.id), record)?;
    if record.answer.is_some() {
        item.insert(ANSWERED.into(), AttributeValue::Bool(true));
    }
    Ok(item)
}

/// Sets every fact and leaves the holders, which belong to the claims.
fn facts(item: &Item) -> Expression {
    let mut update = Expression::default().name("#h", "holders");
    let mut sets = vec!["#h = if_not_exists(#h, :h)".to_owned()];
    update.values.insert(":h".into(), AttributeValue::M(Item::new()));
    let kept = item.iter().filter(|(name, _)| ![PK, SK, "holders"].contains(&name.as_str()));
    for (index, (name, value)) in kept.enumerate() {
        sets.push(format!("#f{index} = :f{index}"));
        update.names.insert(format!("#f{index}"), name.clone());
        update.values.insert(format!(":f{index}"), value.clone());
    }
    update.text = format!("SET {}", sets.join(", "));
    let missing: Vec<&str> = OPTIONAL.into_iter().filter(|name| !item.contains_key(*name)).collect();
    for (index, name) in missing.iter().enumerate() {
        update.text.push_str(if index == 0 { " REMOVE " } else { ", " });
        update.text.push_str(&format!("#o{index}"));
        update.names.insert(format!("#o{index}"), (*name).to_owned());
    }
    update
}
