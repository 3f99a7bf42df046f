//! Usage by month, and rows beside the claim for every look at it.

use app::ports::{AccessRow, StoreError, UsageInsight};
use domain::{ClaimId, usage::Usage};

use crate::{Table, keys::Key};

impl UsageInsight for Table {
    async fn put_usage(&self, row: &Usage) -> Result<(), StoreError> {
        self.put_over_all(&Key::usage(row), row).await
    }

    async fn usage(&self, tenant: &str, product: &str) -> Result<Vec<Usage>, StoreError> {
        // "$" sorts right behind "#".
        let months = (&*format!("{product}#"), &*format!("{product}$"));
        self.range(&format!("USAGE#{tenant}"), months, None).await
    }

    async fn record_access(&self, row: &AccessRow) -> Result<(), StoreError> {
        self.put_over_all(&Key::access(row), row).await
    }

    async fn accesses(
        &self,
        claim: &ClaimId,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<AccessRow>, StoreError> {
        // "!" sorts behind the end of an id and before every longer one.
        let from = after.map_or_else(|| "READ#".to_owned(), |id| format!("READ#{id}!"));
        self.range(&Key::claim(claim).pk, (&from, "READ$"), Some(limit.max(1))).await
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use app::ports::AccessRow;
    use domain::{Caller, ClaimId, ItemKey, Locale, OrgId, Role, Scope, Side};
    use jiff::Timestamp;

    use crate::{keys::Key, row::encode};

    /// What reads claims may put rows with these attributes only.
    #[test]
    fn an_access_has_just_the_attributes_that_the_template_lets_be_written() {
        let caller = Caller {
            sub: "a".into(),
            name: "Alice".into(),
            org: OrgId::new("partner-a"),
            org_name: "Contoso".into(),
            side: Side::Partner,
            roles: vec![Role::IncentivesAdmin],
            scope: Scope::All,
            locale: Locale::En,
        };
        let (claim, item) = (ClaimId::derived(&["a"]), ItemKey::Workload("teams".into()));
        let row = AccessRow::new(&claim, &item, &caller, Timestamp::UNIX_EPOCH, [7; 16]);
        let encoded = encode(&Key::access(&row), &row).unwrap();
        let written: BTreeSet<&str> = encoded.keys().map(String::as_str).collect();
        let template = include_str!("../../../template.yaml");
        let (_, rest) = template.split_once("\"dynamodb:Attributes\": [").unwrap();
        let permitted = rest.split(']').next().unwrap_or_default();
        assert_eq!(written, permitted.split(", ").collect());
    }
}
