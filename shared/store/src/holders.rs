//! Holders of a customer: who may have what, taken and freed in the write of the claim (I-1, V-19).
//!
//! All guards of a customer lie in one item, because a transaction may touch an item only once and because
//! one more item per workload would make a claim dearer the more it claims. An expression has at most 300
//! operators and 4,096 bytes, so names are short and conditions are one function each.

use std::collections::{BTreeMap, BTreeSet};

use domain::{ClaimId, Customer, Decision, Guard};

use crate::{planted, transaction::Expression};

/// Most conditions of an expression: each costs a function and the `AND` before it.
const CONDITIONS: usize = 150;
/// Most bytes of an expression.
const BYTES: usize = 4096;

/// What is written to the customer, and when.
#[derive(Debug)]
pub(crate) struct Change {
    pub(crate) update: Expression,
    pub(crate) condition: Option<String>,
}

/// The update that takes and frees guards for a claim; `None` when there is nothing to change.
///
/// What is taken must be free and what is freed must be the claim's own. Both follow from the claim's lock,
/// since a claim and its holders are only ever written together; the condition on the taken ones is what
/// decides a race, the one on the freed ones is a second line and covers as many as an expression may have.
/// `seen` is the customer that an earlier try found: then the conditions say that it is still so, and a
/// guard that turned out to be somebody else's stays where it is.
pub(crate) fn change(
    claim: &ClaimId,
    take: &[Guard],
    free: &[Guard],
    seen: Option<&Customer>,
) -> Option<Change> {
    // A capital letter, since the other aliases are numbers in digits and small letters.
    let mut update = Expression::default().name("#H", "holders").value(":c", claim.as_str());
    let mut conditions = Conditions::default();
    let holder = |guard: &Guard| seen.map(|seen| seen.holders.get(&guard.name()));
    let mut alias = |guard: &Guard| {
        let alias = format!("#{}", base36(update.names.len()));
        update.names.insert(alias.clone(), guard.name());
        alias
    };
    let mut sets = Vec::with_capacity(take.len());
    for guard in take {
        let name = alias(guard);
        match holder(guard) {
            Some(Some(_)) => conditions.add(format!("#H.{name}=:c")),
            Some(None) | None if planted::HOLDER_UNCHECKED => {}
            Some(None) | None => conditions.add(format!("attribute_not_exists(#H.{name})")),
        }
        sets.push(format!("#H.{name}=:c"));
    }
    let mut removes = Vec::with_capacity(free.len());
    // An association that is freed matters to others, an open key only to the partner itself.
    let ordered: BTreeSet<(bool, &Guard)> =
        free.iter().map(|guard| (matches!(guard, Guard::Open { .. }), guard)).collect();
    for (_, guard) in ordered {
        match holder(guard) {
            None => {}
            Some(Some(holder)) if holder == claim => {}
            Some(_) => continue,
        }
        let name = alias(guard);
        conditions.add(format!("#H.{name}=:c"));
        removes.push(format!("#H.{name}"));
    }
    update.text = clauses(&sets, &removes)?;
    Some(Change { condition: conditions.text(), update })
}

/// What several claims of one customer take and free in one write; `None` when nothing moves. What one frees
/// and another takes passes from hand to hand: nobody else can come between.
pub(crate) fn exchange(decisions: &[Decision]) -> Option<Change> {
    let moves: Vec<Moves> = decisions
        .iter()
        .map(|decision| Moves { claim: &decision.claim.id, take: &decision.take, free: &decision.free })
        .collect();
    moved(&moves)
}

/// What one claim takes and frees.
pub(crate) struct Moves<'a> {
    pub(crate) claim: &'a ClaimId,
    pub(crate) take: &'a [Guard],
    pub(crate) free: &'a [Guard],
}

/// The same for claims that may be new.
pub(crate) fn moved(decisions: &[Moves<'_>]) -> Option<Change> {
    let mut update = Expression::default().name("#H", "holders");
    let mut conditions = Conditions::default();
    let mut moves: BTreeMap<&Guard, (Option<&ClaimId>, Option<&ClaimId>)> = BTreeMap::new();
    for decision in decisions {
        for guard in decision.free {
            moves.entry(guard).or_default().0 = Some(decision.claim);
        }
        for guard in decision.take {
            moves.entry(guard).or_default().1 = Some(decision.claim);
        }
    }
    let claims: Vec<&ClaimId> = decisions.iter().map(|decision| decision.claim).collect();
    let value = |claim: &ClaimId| {
        claims.iter().position(|known| *known == claim).map(|place| format!(":c{place}")).unwrap_or_default()
    };
    let (mut sets, mut removes) = (Vec::new(), Vec::new());
    for (guard, (from, to)) in moves {
        let name = format!("#{}", base36(update.names.len()));
        update.names.insert(name.clone(), guard.name());
        for claim in [from.filter(|_| to.is_some()), to].into_iter().flatten() {
            update = update.value(&value(claim), claim.as_str());
        }
        match (from, to) {
            (Some(from), Some(to)) => {
                conditions.add(format!("#H.{name}={}", value(from)));
                sets.push(format!("#H.{name}={}", value(to)));
            }
            (None, Some(to)) => {
                conditions.add(format!("attribute_not_exists(#H.{name})"));
                sets.push(format!("#H.{name}={}", value(to)));
            }
            (Some(_), None) => removes.push(format!("#H.{name}")),
            (None, None) => {}
        }
    }
    update.text = clauses(&sets, &removes)?;
    Some(Change { condition: conditions.text(), update })
}

fn clauses(sets: &[String], removes: &[String]) -> Option<String> {
    let part = |verb: &str, list: &[String]| (!list.is_empty()).then(|| format!("{verb} {}", list.join(",")));
    let parts: Vec<String> = [part("SET", sets), part("REMOVE", removes)].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// Conditions as many as an expression may have.
#[derive(Default)]
struct Conditions {
    text: String,
    count: usize,
}

impl Conditions {
    const AND: &'static str = " AND ";

    fn add(&mut self, condition: String) {
        let room = self.text.len() + Self::AND.len() + condition.len() <= BYTES;
        if self.count == CONDITIONS || !room {
            return;
        }
        if self.count > 0 {
            self.text.push_str(Self::AND);
        }
        self.text.push_str(&condition);
        self.count += 1;
    }

    fn text(self) -> Option<String> {
        (self.count > 0).then_some(self.text)
    }
}

fn base36(mut number: usize) -> String {
    let mut digits = Vec::new();
    loop {
        digits.push(char::from_digit((number % 36) as u32, 36).unwrap_or('0'));
        number /= 36;
        if number == 0 {
            return digits.into_iter().rev().collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::OrgId;

    fn claim() -> ClaimId {
        ClaimId::derived(&["claim"])
    }

    fn open(number: usize) -> Guard {
        let key = format!("3f2c0a6e-0000-4000-8000-00000000000a/workload:{number}");
        Guard::Open { org: OrgId::new("partner-a"), key }
    }

    fn held(number: usize) -> Guard {
        Guard::Holder { key: format!("subscription:3f2c0a6e-0000-4000-8000-00000000{number:04}") }
    }

    fn operators(condition: &str) -> usize {
        condition.matches(" AND ").count() * 2 + 1
    }

    #[test]
    fn a_hundred_items_fit_into_one_expression() {
        let open: Vec<Guard> = (0..100).map(open).collect();
        let held: Vec<Guard> = (0..100).map(held).collect();
        let both: Vec<Guard> = open.iter().chain(&held).cloned().collect();
        for (take, free) in [(&open[..], &[][..]), (&held, &open[..0]), (&held, &open), (&[], &both)] {
            let change = change(&claim(), take, free, None).unwrap();
            let condition = change.condition.unwrap();
            assert!(condition.len() <= BYTES && change.update.text.len() <= BYTES);
            assert!(operators(&condition) <= 300, "{}", operators(&condition));
            // Whatever is taken is conditional: that is what decides a race.
            assert_eq!(condition.matches("attribute_not_exists").count(), take.len());
            assert_eq!(
                change.update.text.matches(",").count() + 1,
                (take.len() + free.len()).max(1) - usize::from(!take.is_empty() && !free.is_empty())
            );
            // The aliases of all of them are different and are used.
            assert_eq!(change.update.names.len(), 1 + take.len() + free.len());
        }
    }

    #[test]
    fn i_1_what_is_freed_first_under_the_limit_are_the_associations() {
        let free: Vec<Guard> = (0..100).map(open).chain((0..100).map(held)).collect();
        let change = change(&claim(), &[], &free, None).unwrap();
        let condition = change.condition.unwrap();
        for (alias, name) in &change.update.names {
            if name.starts_with("held/") {
                assert!(condition.contains(&format!("#H.{alias}=:c")), "{name}");
            }
        }
    }

    #[test]
    fn a_foreign_holder_that_was_seen_is_never_freed() {
        let mut customer = customer();
        customer.holders.insert(held(1).name(), ClaimId::derived(&["another"]));
        customer.holders.insert(held(2).name(), claim());
        let change = change(&claim(), &[], &[held(1), held(2), held(3)], Some(&customer)).unwrap();
        assert_eq!(change.update.text, "REMOVE #H.#1");
        assert_eq!(change.update.names["#1"], held(2).name());
        assert!(super::change(&claim(), &[], &[held(1)], Some(&customer)).is_none());
    }

    fn customer() -> Customer {
        Customer {
            id: domain::CustomerId::derived(&["customer"]),
            name: "Fabrikam".into(),
            country: None,
            domains: Vec::new(),
            tenants: Vec::new(),
            parent_account: None,
            public_sector: false,
            managed: false,
            holders: std::collections::BTreeMap::new(),
        }
    }
}
