//! Lists and queues: keys from an index, claims from the table.

use app::ports::{Due, ListQuery, Lists, Order, Page, Position, Shelf, StoreError, Tab, queue_of};
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
            (Shelf::Queue(queue) | Shelf::Late(queue, _), Order::Updated | Order::Created) => {
                ("queue", "queuePk", "queueSk", queue_partition(queue))
            }
        };
        let forward = matches!(query.shelf, Shelf::Queue(_) | Shelf::Late(..));
        Self { index, partition_name, sort_name, partition, forward }
    }

    /// The end of the partition that is not looked at. Only the order by time of change can begin at one.
    fn bound(&self, query: &ListQuery) -> Option<(&'static str, String)> {
        match query.shelf {
            Shelf::Late(_, now) => Some((" AND #s <= :s", instant(now))),
            Shelf::Org(_) | Shelf::Programme | Shelf::Queue(_) | Shelf::Engagement { .. } => {
                let since = query.since.filter(|_| self.sort_name == "listSk");
                since.map(|since| (" AND #s >= :s", not_before(since)))
            }
        }
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
        let mut claims = self.claims_at(places.iter().take(limit).map(|place| &place.claim)).await?;
        claims.retain(|claim| shows(query, claim));
        Ok(Page { claims, next })
    }

    async fn numbered(&self, number: &str) -> Result<Vec<Claim>, StoreError> {
        let query = self
            .client
            .query()
            .table_name(&*self.name)
            .index_name("number")
            .key_condition_expression("#n = :n")
            .expression_attribute_names("#n", "number")
            .expression_attribute_values(":n", s(number));
        let rows = self.queried(query, u32::try_from(BATCH).ok()).await?;
        let ids: Vec<ClaimId> = rows.iter().filter_map(claim_of).collect();
        self.claims_at(&ids).await
    }

    async fn due(&self, shard: u8, now: Timestamp, limit: u32) -> Result<Vec<(Timestamp, Due)>, StoreError> {
        let query = self
            .client
            .query()
            .table_name(&*self.name)
            .index_name("due")
            .key_condition_expression("duePk = :shard AND dueSk <= :now")
            .expression_attribute_values(":shard", s(due_partition(shard)))
            .expression_attribute_values(":now", s(instant(now)));
        let rows = self.queried(query, Some(limit.max(1))).await?;
        let since = |row| text(row, "dueSk")?.parse().ok();
        Ok(rows
            .iter()
            .filter_map(|row| Some((since(row)?, Key::due(text(row, PK)?, text(row, SK)?)?)))
            .collect())
    }
}

impl Table {
    /// Claims that an index tells of, in its order.
    async fn claims_at(&self, ids: impl IntoIterator<Item = &ClaimId>) -> Result<Vec<Claim>, StoreError> {
        let keys: Vec<Key> = ids.into_iter().map(Key::claim).collect();
        let mut found = self.rows(&keys, false).await?;
        keys.iter().filter_map(|key| found.remove(key)).map(decode).collect()
    }

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
        if let Some((within, bound)) = place.bound(query) {
            condition.push_str(within);
            asked = asked
                .expression_attribute_names("#s", place.sort_name)
                .expression_attribute_values(":s", s(bound));
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
        Shelf::Queue(queue) => queue_of(claim).is_some_and(|(here, _)| here == *queue),
        Shelf::Late(queue, now) => queue_of(claim).is_some_and(|(here, due)| here == *queue && due <= *now),
        Shelf::Engagement { tab, .. } => Tab::of(claim) == Some(*tab),
    };
    on_shelf && query.since.is_none_or(|since| claim.updated_at >= since)
}

fn position(row: &Item, place: &Place) -> Option<Position> {
    Some(Position { sort: text(row, place.sort_name)?.to_owned(), claim: claim_of(row)? })
}

fn claim_of(row: &Item) -> Option<ClaimId> {
    ClaimId::parse(text(row, PK)?.strip_prefix("CLAIM#")?)
}

/// The key of an index row: its own attributes and those of the table.
fn start(after: &Position, place: &Place) -> Item {
    let mut key = Key::claim(&after.claim).attributes();
    key.insert(place.partition_name.into(), AttributeValue::S(place.partition.clone()));
    key.insert(place.sort_name.into(), AttributeValue::S(after.sort.clone()));
    key
}
