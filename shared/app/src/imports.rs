//! Imports of what the vendor knows and of claims: a result per row, good rows are kept (api 3, 6).

mod claims;
mod kind;
mod outcome;

use domain::{
    Code, Customer, Fault, Identifier, IdentifierType,
    import::{CustomerRow, EligibilityRow, LocationRow, OpportunityRow, SubscriptionRow, UsageRow},
    text,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{
    execute::{App, Failure},
    ports::{Claims, Contests, CustomerError, Programme, StoreError, UsageInsight},
};

pub use claims::{DraftRow, Drafted};
pub use kind::Kind;

/// What an import of the vendor brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportKind {
    /// Customers with their identifiers
    Customers,
    /// Subscriptions of tenants
    Subscriptions,
    /// Opportunities of the vendor's sales
    Opportunities,
    /// Who is eligible for an engagement
    Eligibility,
    /// Locations of partners
    Locations,
    /// Usage of tenants by month
    Usage,
}

impl ImportKind {
    /// The name in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Customers => "customers",
            Self::Subscriptions => "subscriptions",
            Self::Opportunities => "opportunities",
            Self::Eligibility => "eligibility",
            Self::Locations => "locations",
            Self::Usage => "usage",
        }
    }
}

/// A row as it was read; `Err` when it is no row at all.
pub type Row = Result<Value, Fault>;

/// The faults of each row in order; a row without faults is kept.
pub type RowFaults = Vec<Vec<Fault>>;

impl<S: Claims + Contests + Programme + UsageInsight> App<S> {
    /// Checks every row and keeps the good ones, unless it is a dry run.
    pub async fn import(
        &self,
        kind: ImportKind,
        rows: Vec<Row>,
        dry_run: bool,
    ) -> Result<RowFaults, StoreError> {
        let mut results = Vec::with_capacity(rows.len());
        for row in rows {
            let faults = match (row, kind) {
                (Err(fault), _) => vec![fault],
                (Ok(row), ImportKind::Customers) => self.customer(row, dry_run).await?,
                (Ok(row), ImportKind::Subscriptions) => self.subscription(row, dry_run).await?,
                (Ok(row), ImportKind::Opportunities) => self.opportunity(row, dry_run).await?,
                (Ok(row), ImportKind::Eligibility) => self.eligibility(row, dry_run).await?,
                (Ok(row), ImportKind::Locations) => self.location(row, dry_run).await?,
                (Ok(row), ImportKind::Usage) => self.usage(row, dry_run).await?,
            };
            results.push(faults);
        }
        Ok(results)
    }

    async fn customer(&self, row: Value, dry_run: bool) -> Result<Vec<Fault>, StoreError> {
        let row: CustomerRow = match typed(row) {
            Ok(row) => row,
            Err(fault) => return Ok(vec![fault]),
        };
        let mut known = None;
        for tenant in row.tenants() {
            if let Some(customer) = self.store.customer_of_tenant(&tenant).await? {
                known = Some(customer.id);
                break;
            }
        }
        let customer = match row.check(known.as_ref()) {
            Ok(customer) => customer,
            Err(faults) => return Ok(faults),
        };
        if dry_run {
            return Ok(Vec::new());
        }
        match self.store.put_customer(&customer).await {
            Ok(()) => Ok(Vec::new()),
            Err(CustomerError::IdentifierTaken { identifiers }) => {
                let fault = |taken| Fault::new(place(&customer, taken), Code::IdentifierTaken);
                Ok(identifiers.iter().map(fault).collect())
            }
            Err(CustomerError::Store(fault)) => Err(fault),
        }
    }

    async fn subscription(&self, row: Value, dry_run: bool) -> Result<Vec<Fault>, StoreError> {
        match typed::<SubscriptionRow>(row)
            .map_err(|fault| vec![fault])
            .and_then(|row| row.check(&self.catalogue()))
        {
            Err(faults) => Ok(faults),
            Ok(_) if dry_run => Ok(Vec::new()),
            Ok(subscription) => {
                self.store.put_subscription(&subscription).await?;
                // The claim that holds it hears of it after the row is there: a sweep that reads in between
                // finds the new row.
                match self.subscription_changed(&subscription).await {
                    Ok(()) | Err(Failure::Refused(_)) => Ok(Vec::new()),
                    Err(Failure::Store(fault)) => Err(fault),
                }
            }
        }
    }

    async fn opportunity(&self, row: Value, dry_run: bool) -> Result<Vec<Fault>, StoreError> {
        match typed::<OpportunityRow>(row).map_err(|fault| vec![fault]).and_then(|row| row.check()) {
            Err(faults) => Ok(faults),
            Ok(_) if dry_run => Ok(Vec::new()),
            Ok(opportunity) => self.store.put_opportunity(&opportunity).await.map(|()| Vec::new()),
        }
    }

    async fn eligibility(&self, row: Value, dry_run: bool) -> Result<Vec<Fault>, StoreError> {
        match typed::<EligibilityRow>(row)
            .map_err(|fault| vec![fault])
            .and_then(|row| row.check(&self.catalogue()))
        {
            Err(faults) => Ok(faults),
            Ok(_) if dry_run => Ok(Vec::new()),
            Ok(eligibility) => self.store.put_eligibility(&eligibility).await.map(|()| Vec::new()),
        }
    }

    async fn location(&self, row: Value, dry_run: bool) -> Result<Vec<Fault>, StoreError> {
        match typed::<LocationRow>(row)
            .map_err(|fault| vec![fault])
            .and_then(|row| row.check(&self.catalogue()))
        {
            Err(faults) => Ok(faults),
            Ok(_) if dry_run => Ok(Vec::new()),
            Ok(location) => self.store.put_location(&location).await.map(|()| Vec::new()),
        }
    }

    async fn usage(&self, row: Value, dry_run: bool) -> Result<Vec<Fault>, StoreError> {
        match typed::<UsageRow>(row).map_err(|fault| vec![fault]).and_then(|row| row.check(&self.catalogue()))
        {
            Err(faults) => Ok(faults),
            Ok(_) if dry_run => Ok(Vec::new()),
            Ok(usage) => self.store.put_usage(&usage).await.map(|()| Vec::new()),
        }
    }
}

/// Where the row of a customer names this identifier.
fn place(customer: &Customer, taken: &Identifier) -> String {
    let at = |values: &[String], same: &dyn Fn(&str) -> bool| {
        values.iter().position(|value| same(value)).unwrap_or_default()
    };
    match taken.kind {
        IdentifierType::Domain => {
            let same = |domain: &str| text::registrable(domain) == taken.value;
            format!("/domains/{}", at(&customer.domains, &same))
        }
        IdentifierType::Tenant => format!("/tenants/{}", at(&customer.tenants, &|one| one == taken.value)),
        IdentifierType::ParentAccount => "/parentAccount".into(),
        // No customer is found by these.
        IdentifierType::Subscription | IdentifierType::Opportunity => String::new(),
    }
}

/// serde names an unknown field in words only; they are read here, in one place.
fn typed<T: DeserializeOwned>(row: Value) -> Result<T, Fault> {
    serde_json::from_value(row).map_err(|fault| {
        let words = fault.to_string();
        let unknown = words.strip_prefix("unknown field `").and_then(|rest| rest.split('`').next());
        match unknown {
            Some(field) => Fault::new(format!("/{field}"), Code::UnknownField),
            None => Fault::new("", Code::RowInvalid),
        }
    })
}
