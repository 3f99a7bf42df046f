//! The ways to a claim, and the steps of each.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// Answers by the name of the question. A name is the place of the answer in the body of the API's create.
pub(crate) type Answered = BTreeMap<String, Vec<String>>;

/// Rows for subscriptions that are shown at first.
pub(crate) const ROWS: usize = 4;
/// Most rows.
const ROWS_MAX: usize = 100;

/// A way to a claim, or to a customer's consent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flow {
    /// A partner of record
    Association,
    /// A customer that is not known yet is added
    Added,
    /// A customer that is known is claimed
    Claimed,
    /// The customer of a claim is asked
    Consent,
}

/// One thing that is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Role,
    Details,
    Items,
    Customer,
    Engagements,
    Contacts,
    DealSize,
    /// Everything once more, before it is done
    Check,
    /// What has come of it
    Done,
}

impl Flow {
    const ALL: [Self; 4] = [Self::Association, Self::Added, Self::Claimed, Self::Consent];

    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|flow| flow.as_str() == name)
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Association => "association",
            Self::Added => "customer",
            Self::Claimed => "known-customer",
            Self::Consent => "consent",
        }
    }

    pub(crate) fn steps(self) -> &'static [Step] {
        use Step::{Check, Contacts, Customer, DealSize, Details, Engagements, Items, Role};
        match self {
            Self::Association => &[Role, Details, Items, Contacts, Check],
            Self::Added => &[Details, Customer, Engagements, Contacts, Check],
            Self::Claimed => &[Details, Engagements, Contacts, Check],
            Self::Consent => &[Contacts, DealSize, Check],
        }
    }

    pub(crate) fn first(self) -> Step {
        self.steps().first().copied().unwrap_or(Step::Check)
    }

    /// Where a step stands, counted from 1.
    pub(crate) fn number(self, step: Step) -> usize {
        self.steps().iter().position(|known| *known == step).map_or(0, |at| at + 1)
    }

    pub(crate) fn after(self, step: Step) -> Step {
        self.steps().get(self.number(step)).copied().unwrap_or(Step::Done)
    }

    pub(crate) fn before(self, step: Step) -> Option<Step> {
        self.number(step).checked_sub(2).and_then(|at| self.steps().get(at)).copied()
    }

    /// The body of the API that the answers come to.
    pub(crate) fn body(self, answers: &Answered) -> Value {
        let mut body = Value::Object(Map::new());
        for (name, values) in answers {
            if let Some(value) = value(name, values) {
                put(&mut body, name, value);
            }
        }
        if let Some((engagement, role)) = first(answers, "role").and_then(|role| role.split_once('/')) {
            put(&mut body, "engagementId", engagement.into());
            put(&mut body, "partnerRole", role.into());
        }
        let items = items(answers);
        match self {
            Self::Association => {
                put(&mut body, "kind", "association".into());
                put(&mut body, "items", Value::Array(items.into_iter().map(|(_, item)| item).collect()));
            }
            Self::Added | Self::Claimed => {
                put(&mut body, "kind", "engagement".into());
                put(&mut body, "origin", if self == Self::Added { "added" } else { "claimed" }.into());
            }
            Self::Consent => {}
        }
        // Only the name of a kind stands there until somebody has named the customer.
        let unnamed = |identifier: &Value| identifier.get("value").is_none();
        if let Some(body) = body.as_object_mut()
            && self == Self::Claimed
            && body.get("identifier").is_some_and(unnamed)
        {
            body.remove("identifier");
        }
        body
    }
}

impl Step {
    const ALL: [Self; 9] = [
        Self::Role,
        Self::Details,
        Self::Items,
        Self::Customer,
        Self::Engagements,
        Self::Contacts,
        Self::DealSize,
        Self::Check,
        Self::Done,
    ];

    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.as_str() == name)
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Details => "details",
            Self::Items => "products",
            Self::Customer => "customer",
            Self::Engagements => "engagements",
            Self::Contacts => "contacts",
            Self::DealSize => "deal-size",
            Self::Check => "check",
            Self::Done => "done",
        }
    }

    /// Whether a question is asked in this step.
    pub(crate) fn asks(self, name: &str) -> bool {
        let (whole, part) = name.split_once('/').unwrap_or((name, ""));
        match self {
            Self::Role => whole == "role",
            Self::Details => {
                ["name", "locationId", "tenantId", "optOutOfIncentives", "revenue"].contains(&whole)
            }
            Self::Items => ["items", "product", "subscription"].contains(&whole),
            Self::Customer => whole == "identifier",
            // A known customer is named once more only for what is paid by its opportunity.
            Self::Engagements => {
                ["engagementIds", "hours"].contains(&whole) || (whole, part) == ("identifier", "value")
            }
            Self::Contacts => ["customerContact", "partnerContact", "mismatchReason"].contains(&whole),
            Self::DealSize => whole == "dealSize",
            Self::Check => whole == "disclaimer",
            Self::Done => false,
        }
    }
}

/// The question that a fault of the API is about.
pub(crate) fn question(pointer: &str, answers: &Answered) -> String {
    let name = pointer.trim_start_matches('/');
    let mut parts = name.split('/');
    match (parts.next().unwrap_or_default(), parts.next()) {
        ("engagementId" | "partnerRole", _) => "role".into(),
        ("engagementIds", _) => "engagementIds".into(),
        ("identifier", _) => "identifier/value".into(),
        ("dealSize", _) => "dealSize".into(),
        ("items", Some(index)) => {
            let of = index.parse().ok().and_then(|index: usize| items(answers).into_iter().nth(index));
            match (of, parts.next()) {
                (Some((Some(row), _)), Some("product")) => format!("product/{row}"),
                (Some((Some(row), _)), _) => format!("subscription/{row}"),
                _ => "items".into(),
            }
        }
        _ => name.to_owned(),
    }
}

/// What was answered first.
pub(crate) fn first<'a>(answers: &'a Answered, name: &str) -> Option<&'a str> {
    answers.get(name)?.first().map(|value| value.trim()).filter(|value| !value.is_empty())
}

/// Rows that are shown for subscriptions: every one that was filled in, and some to fill in.
pub(crate) fn rows(answers: &Answered) -> usize {
    let filled = (0..ROWS_MAX).rev().find(|row| is_filled(answers, *row)).map_or(0, |row| row + 1);
    (filled + 1).clamp(ROWS, ROWS_MAX)
}

fn is_filled(answers: &Answered, row: usize) -> bool {
    ["product", "subscription"].iter().any(|part| first(answers, &format!("{part}/{row}")).is_some())
}

/// The items, and the rows of those that stand in rows.
fn items(answers: &Answered) -> Vec<(Option<usize>, Value)> {
    let workloads = answers.get("items").into_iter().flatten();
    let workloads = workloads.map(|workload| (None, json!({ "workload": workload })));
    let rows = (0..ROWS_MAX).filter(|row| is_filled(answers, *row)).map(|row| {
        let mut item = Map::new();
        for (part, member) in [("product", "product"), ("subscription", "subscriptionId")] {
            if let Some(value) = first(answers, &format!("{part}/{row}")) {
                item.insert(member.into(), value.into());
            }
        }
        (Some(row), Value::Object(item))
    });
    workloads.chain(rows).collect()
}

/// An answer as the API reads it; `None` for what has no place of its own in the body.
fn value(name: &str, values: &[String]) -> Option<Value> {
    let text = values.first().map(|value| value.trim()).filter(|value| !value.is_empty());
    match name.split('/').next()? {
        "role" | "items" | "product" | "subscription" | "area" | "claim" | "version" => None,
        "engagementIds" => Some(json!(values)),
        "optOutOfIncentives" => text.map(|_| true.into()),
        // What is no number stays as it was written, and is refused as that.
        "hours" => {
            text.map(|text| text.replace(',', ".").parse::<f64>().map_or(json!(text), |hours| json!(hours)))
        }
        "dealSize" => text.map(|text| json!({ "amount": text, "currency": "USD" })),
        _ => text.map(Into::into),
    }
}

/// Puts a value at its place, one object deep.
fn put(body: &mut Value, name: &str, value: Value) {
    match name.split_once('/') {
        Some((whole, part)) => body[whole][part] = value,
        None => body[name] = value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(pairs: &[(&str, &[&str])]) -> Answered {
        let text = |value: &&str| (*value).to_owned();
        pairs.iter().map(|(name, values)| ((*name).to_owned(), values.iter().map(text).collect())).collect()
    }

    #[test]
    fn answers_are_a_body_of_the_api() {
        let answers = answered(&[
            ("role", &["modern-work-usage/use_or_consume"]),
            ("name", &[" Teams "]),
            ("items", &["teams", "exchange_online"]),
            ("customerContact/name", &["Kim"]),
            ("customerContact/title", &[""]),
            ("optOutOfIncentives", &["true"]),
        ]);
        let body = json!({
            "kind": "association", "engagementId": "modern-work-usage", "partnerRole": "use_or_consume",
            "name": "Teams", "items": [{"workload": "teams"}, {"workload": "exchange_online"}],
            "customerContact": {"name": "Kim"}, "optOutOfIncentives": true,
        });
        assert_eq!(Flow::Association.body(&answers), body);
    }

    #[test]
    fn a_fault_of_a_row_leads_to_that_row() {
        let answers =
            answered(&[("product/1", &["sales"]), ("subscription/3", &["x"]), ("product/3", &["y"])]);
        assert_eq!(question("/items/0/subscriptionId", &answers), "subscription/1");
        assert_eq!(question("/items/1/product", &answers), "product/3");
        assert_eq!(question("/items", &answers), "items");
        assert_eq!(question("/customerContact/email", &answers), "customerContact/email");
        assert_eq!(rows(&answers), 5);
    }

    #[test]
    fn hours_that_are_no_number_are_left_to_the_api() {
        let body = |hours: &str| Flow::Added.body(&answered(&[("hours", &[hours])]))["hours"].clone();
        assert_eq!(body("40,5"), json!(40.5));
        assert_eq!(body("forty"), json!("forty"));
    }

    #[test]
    fn every_step_has_a_way_back_and_on() {
        for flow in Flow::ALL {
            assert!(flow.steps().ends_with(&[Step::Check]) && flow.before(flow.first()).is_none());
            assert!(flow.after(Step::Check) == Step::Done && Flow::parse(flow.as_str()) == Some(flow));
            for step in flow.steps() {
                assert!(Step::parse(step.as_str()) == Some(*step) && flow.number(*step) > 0);
            }
        }
    }
}
