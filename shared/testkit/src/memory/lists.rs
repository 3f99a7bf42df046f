//! Lists and what is due, in memory.

use app::ports::{
    DUE_SHARDS, Due, ListQuery, Lists, Order, Page, Position, Shelf, StoreError, Tab, queue_of,
};
use domain::{Claim, ClaimId, allowed};
use jiff::Timestamp;

use super::MemoryStore;

/// Text that sorts as time does.
fn place(at: Timestamp, id: &ClaimId) -> String {
    format!("{:020}#{id}", at.as_millisecond())
}

fn sort_key(query: &ListQuery, claim: &Claim) -> Option<String> {
    let by_time = match query.order {
        Order::Updated => claim.updated_at,
        Order::Created => claim.created_at,
    };
    match &query.shelf {
        Shelf::Org(org) => (claim.org == *org).then(|| place(by_time, &claim.id)),
        Shelf::Programme => {
            (claim.submissions > 0 || !claim.state.is_draft()).then(|| place(by_time, &claim.id))
        }
        Shelf::Engagement { org, engagement, tab } => {
            let here = claim.org == *org && claim.engagement == *engagement && Tab::of(claim) == Some(*tab);
            here.then(|| place(claim.created_at, &claim.id))
        }
        Shelf::Queue(queue) | Shelf::Late(queue, _) => {
            let waits = queue_of(claim).filter(|(here, due)| {
                here == queue && !matches!(&query.shelf, Shelf::Late(_, now) if due > now)
            });
            waits.map(|(_, due)| place(due, &claim.id))
        }
    }
}

impl Lists for MemoryStore {
    async fn list(&self, query: &ListQuery) -> Result<Page, StoreError> {
        let rows = self.0.lock().unwrap();
        let forward = matches!(query.shelf, Shelf::Queue(_) | Shelf::Late(..));
        let after = |sort: &String| match &query.after {
            None => true,
            Some(after) if forward => *sort > after.sort,
            Some(after) => *sort < after.sort,
        };
        let mut found: Vec<(String, &Claim)> = rows
            .claims
            .values()
            .filter(|claim| query.since.is_none_or(|since| claim.updated_at >= since))
            .filter_map(|claim| Some((sort_key(query, claim)?, claim)))
            .filter(|(sort, _)| after(sort))
            .collect();
        found.sort_by(|one, two| if forward { one.0.cmp(&two.0) } else { two.0.cmp(&one.0) });
        let limit = (query.limit as usize).clamp(1, 100);
        let more = found.len() > limit;
        found.truncate(limit);
        let last = found.last().filter(|_| more);
        let next = last.map(|(sort, claim)| Position { sort: sort.clone(), claim: claim.id.clone() });
        Ok(Page { claims: found.into_iter().map(|(_, claim)| claim.clone()).collect(), next })
    }

    async fn numbered(&self, number: &str) -> Result<Vec<Claim>, StoreError> {
        let rows = self.0.lock().unwrap();
        Ok(rows.claims.values().filter(|claim| claim.id.number() == number).cloned().collect())
    }

    async fn due(&self, shard: u8, now: Timestamp, limit: u32) -> Result<Vec<(Timestamp, Due)>, StoreError> {
        let rows = self.0.lock().unwrap();
        let shard_of = |id: &ClaimId| domain::ids::digest(&[id.as_str()])[0] % DUE_SHARDS;
        let claims = rows.claims.values().filter(|claim| shard_of(&claim.id) == shard);
        let mails = rows.mails.values().filter(|row| shard_of(&row.key.claim) == shard);
        let mut due: Vec<(Timestamp, Due)> = claims
            .filter_map(|claim| Some((allowed::next_due(claim)?, Due::Claim(claim.id.clone()))))
            .chain(mails.filter_map(|row| Some((row.due?, Due::Mail(row.key.clone())))))
            .filter(|(at, _)| *at <= now)
            .collect();
        due.sort_by_key(|(at, _)| *at);
        due.truncate(limit as usize);
        Ok(due)
    }
}
