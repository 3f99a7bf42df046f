//! What the vendor brings: locations, subscriptions, customers, and the imports that brought them.

use std::collections::BTreeSet;

use app::ports::{CustomerError, ImportRecord, Programme, StoreError};
use domain::{Customer, CustomerId, ImportId, Location, OrgId, Subscription};
use serde::Serialize;

use crate::{
    Table,
    claims::Identifier,
    fault::unavailable,
    keys::{Key, PK, SK},
    read::BATCH,
    row::{Item, decode, encode},
    transaction::{ACTIONS, Expression, Refused, failed},
};

/// Facts a customer may lack: taken away when an import does not name them.
const OPTIONAL: [&str; 2] = ["country", "parentAccount"];

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

    async fn customer_of_tenant(&self, tenant: &str) -> Result<Option<Customer>, StoreError> {
        let identifier: Option<Identifier> = self.row(&Key::tenant(tenant)).await?;
        match identifier {
            Some(identifier) => self.customer(&identifier.customer_id).await,
            None => Ok(None),
        }
    }

    async fn customer(&self, id: &CustomerId) -> Result<Option<Customer>, StoreError> {
        self.row(&Key::customer(id)).await
    }

    async fn put_customer(&self, row: &Customer) -> Result<(), CustomerError> {
        let tenants: BTreeSet<&str> = row.tenants.iter().map(String::as_str).collect();
        let owned = self.owners(&tenants).await?;
        let id = self.target(row, &owned).await?;
        let foreign: Vec<String> =
            owned.iter().filter(|(_, owner)| *owner != id).map(|(tenant, _)| tenant.clone()).collect();
        if !foreign.is_empty() {
            return Err(CustomerError::IdentifierTaken { tenants: foreign });
        }
        let known: BTreeSet<&str> = owned.iter().map(|(tenant, _)| tenant.as_str()).collect();
        let new: Vec<&str> = tenants.difference(&known).copied().collect();
        self.write_customer(row, &id, &new).await
    }

    async fn keep_import(&self, record: &ImportRecord) -> Result<Option<ImportRecord>, StoreError> {
        self.put_new(encode(&Key::import(&record.id), record)?).await?.map(decode).transpose()
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
    async fn owners(&self, tenants: &BTreeSet<&str>) -> Result<Vec<(String, CustomerId)>, StoreError> {
        let tenants: Vec<&str> = tenants.iter().copied().collect();
        let mut owners = Vec::new();
        for part in tenants.chunks(BATCH) {
            let keys: Vec<Key> = part.iter().map(|tenant| Key::tenant(tenant)).collect();
            let mut rows = self.rows(&keys, true).await?;
            for (tenant, key) in part.iter().zip(&keys) {
                if let Some(row) = rows.remove(key) {
                    owners.push(((*tenant).to_owned(), decode::<Identifier>(row)?.customer_id));
                }
            }
        }
        Ok(owners)
    }

    /// The customer a row is about. A tenant nobody had imported became a customer by itself; claims name that
    /// customer and hold its guards, so the import gives it its name and leaves its id (api 6: same tenant or
    /// id = update).
    async fn target(&self, row: &Customer, owned: &[(String, CustomerId)]) -> Result<CustomerId, StoreError> {
        let unnamed = |(tenant, owner): &&(String, CustomerId)| {
            *owner != row.id && *owner == CustomerId::derived(&["tenant", tenant])
        };
        match owned.iter().find(unnamed) {
            Some((_, owner)) if self.customer(&row.id).await?.is_none() => Ok(owner.clone()),
            Some(_) | None => Ok(row.id.clone()),
        }
    }

    /// The facts, and the tenants that lead to the customer from now on; a part at a time if there are many.
    async fn write_customer(
        &self,
        row: &Customer,
        id: &CustomerId,
        tenants: &[&str],
    ) -> Result<(), CustomerError> {
        let facts = facts(&encode(&Key::customer(id), &Customer { id: id.clone(), ..row.clone() })?);
        let ours = Expression::new(format!("attribute_not_exists({PK}) OR customerId = :id"))
            .value(":id", id.as_str());
        // A customer without new tenants is one part all the same.
        let mut parts: Vec<&[&str]> = tenants.chunks(ACTIONS - 1).collect();
        if parts.is_empty() {
            parts.push(&[]);
        }
        for part in parts {
            let mut actions = vec![self.update_action(&Key::customer(id), &facts, None)?];
            for tenant in part {
                let identifier = encode(&Key::tenant(tenant), &Identifier { customer_id: id.clone() })?;
                actions.push(self.put_action(identifier, Some(ours.clone()))?);
            }
            match self.transact(&mut self.fresh_token(), actions).await {
                Ok(()) => {}
                Err(Refused::Store(fault)) => return Err(fault.into()),
                Err(Refused::Conditions(reasons)) => {
                    let taken = part.iter().zip(reasons.iter().skip(1)).filter(|(_, reason)| failed(reason));
                    let tenants = taken.map(|(tenant, _)| (*tenant).to_owned()).collect();
                    return Err(CustomerError::IdentifierTaken { tenants });
                }
            }
        }
        Ok(())
    }
}

/// Sets every fact and leaves the holders, which belong to the claims.
fn facts(item: &Item) -> Expression {
    let mut update = Expression::default().name("#h", "holders");
    let mut sets = vec!["#h = if_not_exists(#h, :h)".to_owned()];
    update.values.insert(":h".into(), aws_sdk_dynamodb::types::AttributeValue::M(Item::new()));
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
