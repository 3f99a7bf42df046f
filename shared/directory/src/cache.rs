//! Answers that are still good.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use jiff::{SignedDuration, Timestamp};

/// Most answers that are kept.
const ENTRIES_MAX: usize = 1_000;
/// How long a tenant is taken to be the domain's.
const FOUND: SignedDuration = SignedDuration::from_hours(1);
/// How long nobody is taken to have the domain: a customer who has just set up its tenant is waiting.
const NOT_FOUND: SignedDuration = SignedDuration::from_mins(5);

#[derive(Debug)]
struct Answer {
    tenant: Option<String>,
    since: Timestamp,
    until: Timestamp,
}

/// Tenants by domain.
#[derive(Debug, Default)]
pub(crate) struct Cache(Mutex<HashMap<String, Answer>>);

impl Cache {
    /// What was answered; an answer from the future is none: the clock was set back.
    pub(crate) fn get(&self, domain: &str, now: Timestamp) -> Option<Option<String>> {
        let answers = self.answers();
        let answer = answers.get(domain).filter(|answer| answer.since <= now && now < answer.until)?;
        Some(answer.tenant.clone())
    }

    /// Keeps an answer; when there are too many, the one that ends first gives way.
    pub(crate) fn put(&self, domain: String, tenant: Option<String>, now: Timestamp) {
        let lasts = if tenant.is_some() { FOUND } else { NOT_FOUND };
        let until = now.saturating_add(lasts).unwrap_or(now);
        let mut answers = self.answers();
        if answers.len() >= ENTRIES_MAX && !answers.contains_key(&domain) {
            let first = answers.iter().min_by_key(|(_, answer)| answer.until);
            if let Some(first) = first.map(|(domain, _)| domain.clone()) {
                answers.remove(&first);
            }
        }
        answers.insert(domain, Answer { tenant, since: now, until });
    }

    /// No answer is ever half written.
    fn answers(&self) -> MutexGuard<'_, HashMap<String, Answer>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_end_and_the_oldest_gives_way() {
        let cache = Cache::default();
        let start = Timestamp::UNIX_EPOCH;
        let later = |by: SignedDuration| start.saturating_add(by).unwrap();
        let second = SignedDuration::from_secs(1);
        cache.put("known".into(), Some("tenant".into()), start);
        cache.put("unknown".into(), None, start);
        for (domain, answer, lasts) in [("known", Some("tenant".into()), FOUND), ("unknown", None, NOT_FOUND)]
        {
            assert_eq!(cache.get(domain, later(-second)), None);
            assert_eq!(cache.get(domain, start), Some(answer.clone()));
            assert_eq!(cache.get(domain, later(lasts - second)), Some(answer));
            assert_eq!(cache.get(domain, later(lasts)), None);
        }
        for number in 0..ENTRIES_MAX {
            cache.put(format!("{number}.example"), Some("tenant".into()), later(second));
        }
        assert_eq!(cache.answers().len(), ENTRIES_MAX);
        assert_eq!(cache.get("known", later(second)), None);
        assert!(cache.get("0.example", later(second)).is_some());
        cache.put("0.example".into(), None, later(second));
        assert_eq!(cache.answers().len(), ENTRIES_MAX);
    }
}
