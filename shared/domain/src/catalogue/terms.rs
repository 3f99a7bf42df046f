//! What an engagement pays, how often, and to whom it leads: caps, payout, referrals.

use alloc::{collections::BTreeMap, format, string::String, vec, vec::Vec};
use serde::{Deserialize, Serialize};

use crate::{
    claim::{Estimate, Line},
    money::Money,
};

/// Who is eligible when no row says anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Eligible {
    /// Everybody, unless a row says no
    #[default]
    Open,
    /// Only who has a row that says yes
    Listed,
}

/// Caps per customer; absent = none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Caps {
    /// Running claims of all partners
    pub active_per_customer: Option<u32>,
    /// Running and approved ones
    pub total_per_customer: Option<u32>,
}

/// What is paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "is", deny_unknown_fields, rename_all_fields = "camelCase")]
pub enum Payout {
    /// A table by the country of the location
    Fixed {
        /// ISO 3166 country → amount
        by_country: BTreeMap<String, Money>,
        /// For every other country
        otherwise: Money,
    },
    /// By hours, never more than a share of the opportunity nor than the cap
    Variable {
        /// Per hour
        rate: Money,
        /// Share of the opportunity's value, in hundredths
        share_percent: u32,
        /// Most
        cap: Money,
        /// Fewest hours
        min_hours: u32,
        /// Most hours
        max_hours: u32,
    },
}

/// When a referral is made, and when field sellers join (6.6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReferralRule {
    /// Countries of customers; empty = any
    #[serde(default)]
    pub countries: Vec<String>,
    /// Only customers that field sellers manage
    #[serde(default)]
    pub managed_only: bool,
    /// Least deal size
    pub minimum_deal_size: Money,
    /// With the consent it becomes a co-sell, if field sellers manage the customer
    #[serde(default)]
    pub co_sell: bool,
}

impl Payout {
    /// What the work would pay (domain 9); `None` where amounts are of different currencies. Deal size is no
    /// input (I-7).
    #[must_use]
    pub fn estimate(
        &self,
        country: &str,
        quarter_hours: u32,
        opportunity: Option<&Money>,
    ) -> Option<Estimate> {
        match self {
            Self::Fixed { by_country, otherwise } => {
                let amount = by_country.get(country).unwrap_or(otherwise).clone();
                let line =
                    Line { code: "country_rate".into(), inputs: country.into(), amount: amount.clone() };
                Some(Estimate { amount, lines: vec![line] })
            }
            Self::Variable { rate, share_percent, cap, .. } => {
                let value = opportunity?;
                if rate.currency != cap.currency || rate.currency != value.currency {
                    return None;
                }
                let money = |minor: u128| Money {
                    minor: u64::try_from(minor).unwrap_or(u64::MAX),
                    currency: rate.currency.clone(),
                };
                let work = half_even(u128::from(rate.minor) * u128::from(quarter_hours), 4);
                let share = half_even(u128::from(value.minor) * u128::from(*share_percent), 100);
                let quarters = quarter_hours % 4 * 25;
                let lines = vec![
                    Line {
                        code: "hours_times_rate".into(),
                        inputs: format!(
                            "{}.{quarters:02} × {} {}",
                            quarter_hours / 4,
                            rate.amount(),
                            rate.currency
                        ),
                        amount: money(work),
                    },
                    Line {
                        code: "share_of_opportunity".into(),
                        inputs: format!("{share_percent} % × {} {}", value.amount(), value.currency),
                        amount: money(share),
                    },
                    Line { code: "cap".into(), inputs: String::new(), amount: cap.clone() },
                ];
                // Rounded once, to the unit, at the end: the least is compared in hundredths of what lines show.
                let exact_work = u128::from(rate.minor) * u128::from(quarter_hours) * 25;
                let exact_share = u128::from(value.minor) * u128::from(*share_percent);
                let least = exact_work.min(exact_share).min(u128::from(cap.minor) * 100);
                let amount = money(half_even(least, 10_000) * 100);
                Some(Estimate { amount, lines })
            }
        }
    }
}

/// Division that rounds a half to the even neighbour.
fn half_even(dividend: u128, divisor: u128) -> u128 {
    let (quotient, rest) = (dividend / divisor, dividend % divisor);
    let up = match (rest * 2).cmp(&divisor) {
        core::cmp::Ordering::Less => false,
        core::cmp::Ordering::Equal => quotient % 2 == 1,
        core::cmp::Ordering::Greater => true,
    };
    quotient + u128::from(up)
}

impl ReferralRule {
    /// Whether a referral is made of a claim of this size.
    #[must_use]
    pub fn applies(&self, country: Option<&str>, managed: bool, size: &Money) -> bool {
        let here = self.countries.is_empty()
            || country.is_some_and(|country| self.countries.iter().any(|known| known == country));
        let large =
            size.currency == self.minimum_deal_size.currency && size.minor >= self.minimum_deal_size.minor;
        here && large && (managed || !self.managed_only)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variable() -> Payout {
        Payout::Variable {
            rate: Money::whole(150, "USD"),
            share_percent: 10,
            cap: Money::whole(20_000, "USD"),
            min_hours: 1,
            max_hours: 400,
        }
    }

    #[test]
    fn scenario_8_the_least_of_work_share_and_cap_is_paid() {
        let amount = |quarters, value| {
            variable().estimate("DE", quarters, Some(&Money::whole(value, "USD"))).unwrap().amount.amount()
        };
        assert_eq!(amount(160, 250_000), "6000.00");
        assert_eq!(amount(160, 40_000), "4000.00");
        assert_eq!(amount(1_600, 900_000), "20000.00");
        // 0.25 h × 150 = 37.50, half to the even unit.
        assert_eq!(amount(1, 250_000), "38.00");
        assert_eq!(amount(3, 250_000), "112.00");
        // 10 % of 374.95 is 37.495: less than a half, though the line says 37.50.
        let worth = Money { minor: 37_495, currency: "USD".into() };
        let estimate = variable().estimate("DE", 160, Some(&worth)).unwrap();
        assert_eq!(
            (estimate.lines[1].amount.amount(), estimate.amount.amount()),
            ("37.50".into(), "37.00".into())
        );
        assert!(variable().estimate("DE", 4, None).is_none());
    }

    #[test]
    fn fixed_pay_is_a_table() {
        let payout = Payout::Fixed {
            by_country: BTreeMap::from([("DE".into(), Money::whole(5_000, "EUR"))]),
            otherwise: Money::whole(3_000, "USD"),
        };
        assert_eq!(payout.estimate("DE", 0, None).unwrap().amount, Money::whole(5_000, "EUR"));
        assert_eq!(payout.estimate("PL", 0, None).unwrap().amount, Money::whole(3_000, "USD"));
    }
}
