//! Amounts of money: integer minor units and a currency.

use alloc::{format, string::String};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An amount. In JSON `{"amount":"48500.00","currency":"USD"}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    /// Hundredths of the unit; never negative
    pub minor: u64,
    /// ISO 4217
    pub currency: String,
}

/// An amount as it is sent: a decimal number in a text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MoneyInput {
    /// `48500.00`
    pub amount: Option<String>,
    /// `USD`
    pub currency: Option<String>,
}

impl Money {
    /// Whole units.
    #[must_use]
    pub fn whole(units: u64, currency: &str) -> Self {
        Self { minor: units.saturating_mul(100), currency: currency.into() }
    }

    /// The decimal number, always with two places.
    #[must_use]
    pub fn amount(&self) -> String {
        format!("{}.{:02}", self.minor / 100, self.minor % 100)
    }

    /// Reads digits with at most two decimal places, and three capital letters.
    #[must_use]
    pub fn parse(input: &MoneyInput) -> Option<Self> {
        let amount = input.amount.as_deref()?.trim();
        let currency = input.currency.as_deref()?.trim();
        let (units, cents) = amount.split_once('.').unwrap_or((amount, "00"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let iso = currency.len() == 3 && currency.bytes().all(|byte| byte.is_ascii_uppercase());
        if !digits(units) || !digits(cents) || cents.len() > 2 || !iso {
            return None;
        }
        let cents: u64 = format!("{cents:0<2}").parse().ok()?;
        let minor = units.parse::<u64>().ok()?.checked_mul(100)?.checked_add(cents)?;
        Some(Self { minor, currency: currency.into() })
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        MoneyInput { amount: Some(self.amount()), currency: Some(self.currency.clone()) }
            .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let input = MoneyInput::deserialize(deserializer)?;
        Self::parse(&input).ok_or_else(|| serde::de::Error::custom("no amount of money"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(amount: &str, currency: &str) -> Option<u64> {
        let input = MoneyInput { amount: Some(amount.into()), currency: Some(currency.into()) };
        Money::parse(&input).map(|money| money.minor)
    }

    #[test]
    fn amounts_are_decimal_numbers_of_at_most_two_places() {
        assert_eq!(read("48500.00", "USD"), Some(4_850_000));
        assert_eq!(read("0.5", "EUR"), Some(50));
        assert_eq!(read("7", "USD"), Some(700));
        for (amount, currency) in
            [("-1", "USD"), ("1.005", "USD"), ("1e3", "USD"), ("", "USD"), (".5", "USD"), ("1.", "USD")]
        {
            assert_eq!(read(amount, currency), None, "{amount}");
        }
        assert_eq!(read("1", "usd"), None);
        assert_eq!(read("184467440737095517", "USD"), None);
    }

    #[test]
    fn an_amount_is_written_with_two_places() {
        let money = Money { minor: 4_850_005, currency: "USD".into() };
        let json = serde_json::to_string(&money).unwrap();
        assert_eq!(json, r#"{"amount":"48500.05","currency":"USD"}"#);
        assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), money);
    }
}
