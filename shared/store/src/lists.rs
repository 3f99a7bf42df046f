//! Lists and queues: keys from an index, claims from the table.

use app::ports::{Due, ListQuery, Lists, Order, Page, Position, Shelf, StoreError, Tab};
use aws_sdk_dynamodb::{operation::query::builders::QueryFluentBuilder, types::AttributeValue};
use domain::{Claim, ClaimId};
use jiff::Timestamp;

use crate::{
    Table,
    keys::{
        Key, PK, PROGRAMME, SK, due_partition, instant, not_before, org_partition, page_partition,
        queue_partition,
    },
    read::BATCH,
    row::{Item, decode, s, text},
};

/// An index with the part of it that is asked for.
struct Place {
    index: &'static str,
    partition_name: &'static str,
    sort_name: &'static str,
    partition: String,
    /// Smallest first
    forward: bool,
}

impl Place {
    fn of(query: &ListQuery) -> Self {
        let (index, partition_name, sort_name, partition) = match (&query.shelf, query.order) {
            (Shelf::Org(org), Order::Updated) => ("list", "listPk", "listSk", org_partition(org)),
            (Shelf::Org(org), Order::Created) => ("listCreated", "listPk", "createdSk", org_partition(org)),
            (Shelf::Programme, Order::Updated) => {
                ("programme", "programmePk", "listSk", PROGRAMME.to_owned())
            }
            (Shelf::Programme, Order::Created) => {
                ("programmeCreated", "programmePk", "createdSk", PROGRAMME.to_owned())
            }
            (Shelf::Engagement { org, engagement, tab }, Order::Updated | Order::Created) => {
                ("page", "pagePk", "createdSk", page_partition(org, engagement, *tab))
            }
            (Shelf::Queue(status), Order::Updated | Order::Created) => {
                ("queue", "queuePk", "queueSk", queue_partition(status))
            }
        };
        let forward = matches!(query.shelf, Shelf::Queue(_));
        Self { index, partition_name, sort_name, partition, forward }
    }

    /// Only the order by time of change can begin at one.
    fn since(&self, query: &ListQuery) -> Option<String> {
        query.since.filter(|_| self.sort_name == "listSk").map(not_before)
    }
}

impl Lists for Table {
    async fn list(&self, query: &ListQuery) -> Result<Page, StoreError> {
        let place = Place::of(query);
        let limit = (query.limit as usize).clamp(1, BATCH);
        // One row more than is shown tells whether there is a next page.
        let asked = self.keys_of(&place, query);
        let rows = self.queried(asked, u32::try_from(limit + 1).ok()).await?;
        let places: Vec<Position> = rows.iter().filter_map(|row| position(row, &place)).collect();
        let next = (places.len() > limit).then(|| places.get(limit - 1).cloned()).flatten();
        let keys: Vec<Key> = places.iter().take(limit).map(|place| Key::claim(&place.claim)).collect();
        let mut found = self.rows(&keys, false).await?;
        let mut claims = Vec::with_capacity(keys.len());
        for key in keys {
            let Some(claim) = found.remove(&key).map(decode::<Claim>).transpose()? else { continue };
            if shows(query, &claim) {
                claims.push(claim);
            }
        }
        Ok(Page { claims, next })
    }

    async fn due(&self, shard: u8, now: Timestamp, limit: u32) -> Result<Vec<Due>, StoreError> {
        // "$" sorts behind "#", so the rows of this very instant are due.
        let query = self
            .client
            .query()
            .table_name(&*self.name)
            .index_name("due")
            .key_condition_expression("duePk = :shard AND dueSk < :now")
            .expression_attribute_values(":shard", s(due_partition(shard)))
            .expression_attribute_values(":now", s(format!("{}$", instant(now))));
        let rows = self.queried(query, Some(limit.max(1))).await?;
        Ok(rows.iter().filter_map(|row| Key::due(text(row, PK)?, text(row, SK)?)).collect())
    }
}

impl Table {
    fn keys_of(&self, place: &Place, query: &ListQuery) -> QueryFluentBuilder {
        let mut asked = self
            .client
            .query()
            .table_name(&*self.name)
            .index_name(place.index)
            .scan_index_forward(place.forward)
            .expression_attribute_names("#p", place.partition_name)
            .expression_attribute_values(":p", s(&place.partition));
        let mut condition = "#p = :p".to_owned();
        if let Some(since) = place.since(query) {
            condition.push_str(" AND #s >= :s");
            asked = asked
                .expression_attribute_names("#s", place.sort_name)
                .expression_attribute_values(":s", s(since));
        }
        asked
            .key_condition_expression(condition)
            .set_exclusive_start_key(query.after.as_ref().map(|after| start(after, place)))
    }
}

/// An index lags behind the table: what has left the shelf or was not changed since is not shown.
fn shows(query: &ListQuery, claim: &Claim) -> bool {
    let on_shelf = match &query.shelf {
        Shelf::Org(_) | Shelf::Programme => true,
        Shelf::Queue(status) => claim.state.as_str() == *status,
        Shelf::Engagement { tab, .. } => Tab::of(claim) == Some(*tab),
    };
    on_shelf && query.since.is_none_or(|since| claim.updated_at >= since)
}

fn position(row: &Item, place: &Place) -> Option<Position> {
    let claim = ClaimId::parse(text(row, PK)?.strip_prefix("CLAIM#")?)?;
    Some(Position { sort: text(row, place.sort_name)?.to_owned(), claim })
}

/// The key of an index row: its own attributes and those of the table.
fn start(after: &Position, place: &Place) -> Item {
    let mut key = Key::claim(&after.claim).attributes();
    key.insert(place.partition_name.into(), AttributeValue::S(place.partition.clone()));
    key.insert(place.sort_name.into(), AttributeValue::S(after.sort.clone()));
    key
}
