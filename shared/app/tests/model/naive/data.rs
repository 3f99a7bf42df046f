//! The data that both sides are given: engagements, locations, subscriptions, as plain words and numbers.

use domain::{
    Catalogue, Location, Subscription,
    catalogue::{Check, Engagement as Given, Kind},
    customer::{Channel, Enrolment, PayeeProfile, SubscriptionState},
};

use super::{
    calendar::{At, Calendar, Day, day},
    terms::{Terms, terms},
};

/// Day counts of domain 7.
#[derive(Debug, Clone)]
pub(crate) struct Days {
    pub(crate) objection: u32,
    pub(crate) vendor_start: u32,
    pub(crate) vendor_decision: u32,
    pub(crate) partner_answer: u32,
    pub(crate) dispute: u32,
    pub(crate) dispute_answer: u32,
    pub(crate) contest_answer: u32,
    pub(crate) idle_draft: u32,
    pub(crate) grace: u32,
    /// Least time to answer a return (E16)
    pub(crate) least_answer: u32,
    /// The dispute of an engagement as a whole (E21)
    pub(crate) dispute_phase: u32,
}

impl Days {
    /// The defaults of the table in domain 7.
    pub(crate) fn defaults() -> Self {
        Self {
            objection: 5,
            vendor_start: 5,
            vendor_decision: 14,
            partner_answer: 14,
            dispute: 30,
            dispute_answer: 5,
            contest_answer: 14,
            idle_draft: 90,
            grace: 30,
            least_answer: 5,
            dispute_phase: 30,
        }
    }
}

/// What an engagement asks for.
#[derive(Debug, Clone)]
pub(crate) struct Engagement {
    pub(crate) id: String,
    pub(crate) is_association: bool,
    pub(crate) role: String,
    pub(crate) by_subscription: bool,
    pub(crate) channels: Vec<&'static str>,
    pub(crate) asks_revenue: bool,
    pub(crate) may_opt_out: bool,
    pub(crate) incentivised: bool,
    pub(crate) workloads: Vec<String>,
    pub(crate) products: Vec<String>,
    /// Id, whether a document must cover it, whether only for the public sector
    pub(crate) elements: Vec<(String, bool, bool)>,
    pub(crate) document_kinds: Vec<String>,
    pub(crate) acknowledgements: Vec<String>,
    pub(crate) term_days: Option<u32>,
    pub(crate) terms: Terms,
}

fn engagement(given: &Given) -> Engagement {
    // Only associations have roles.
    let role = given.partner_roles.first();
    let ids = |named: &[domain::catalogue::Named]| named.iter().map(|named| named.id.clone()).collect();
    Engagement {
        id: given.id.as_str().to_owned(),
        is_association: given.kind == Kind::Association,
        role: role.map(|role| role.id.clone()).unwrap_or_default(),
        by_subscription: role.is_some_and(|role| role.key == domain::catalogue::KeyType::Subscription),
        channels: role.iter().flat_map(|role| &role.channels).map(|one| channel(*one)).collect(),
        asks_revenue: role.is_some_and(|role| !role.requires.is_empty()),
        may_opt_out: role.is_some_and(|role| role.may_opt_out),
        incentivised: role.is_some_and(|role| role.incentivised),
        workloads: ids(&given.workloads),
        products: ids(&given.products),
        elements: given
            .proof
            .elements
            .iter()
            .map(|one| (one.id.clone(), one.check == Check::Reviewer, one.public_sector_only))
            .collect(),
        document_kinds: given.proof.document_kinds.clone(),
        acknowledgements: given
            .acknowledgements
            .iter()
            .map(|text| format!("{}@{}", text.id, text.version))
            .collect(),
        term_days: given.deadlines.term_days.map(u32::from),
        terms: terms(given),
    }
}

pub(crate) fn engagements(catalogue: &Catalogue) -> Vec<Engagement> {
    catalogue.engagements.iter().map(engagement).collect()
}

pub(crate) fn calendar(catalogue: &Catalogue) -> Calendar {
    Calendar { holidays: catalogue.programme.holidays.iter().map(|date| day_of(*date)).collect() }
}

pub(crate) fn day_of(date: jiff::civil::Date) -> Day {
    day(date.year().into(), date.month().into(), date.day().into())
}

fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::VolumeLicensing => "volume_licensing",
        Channel::WebDirect => "web_direct",
        Channel::Csp => "csp",
    }
}

/// A row of a subscription.
#[derive(Debug, Clone)]
pub(crate) struct SubscriptionRow {
    pub(crate) id: String,
    pub(crate) tenant: String,
    pub(crate) product: String,
    pub(crate) channel: &'static str,
    /// `active`, `grace`, `expired`, `not_provisioned`
    pub(crate) state: &'static str,
    pub(crate) ends_at: Option<At>,
}

pub(crate) fn subscription(row: &Subscription) -> SubscriptionRow {
    SubscriptionRow {
        id: row.subscription_id.clone(),
        tenant: row.tenant_id.clone(),
        product: row.product.clone(),
        channel: channel(row.channel),
        state: match row.state {
            SubscriptionState::Active => "active",
            SubscriptionState::Grace => "grace",
            SubscriptionState::Expired => "expired",
            SubscriptionState::NotProvisioned => "not_provisioned",
        },
        ends_at: row.ends_at.map(jiff::Timestamp::as_millisecond),
    }
}

impl SubscriptionRow {
    /// V-16, in its order.
    pub(crate) fn fault(&self, tenant: &str, product: &str, engagement: &Engagement) -> Option<&'static str> {
        if self.tenant != tenant {
            return Some("subscription_not_on_tenant");
        }
        if self.product != product || !engagement.products.iter().any(|known| known == product) {
            return Some("subscription_wrong_product");
        }
        if !engagement.channels.is_empty() && !engagement.channels.contains(&self.channel) {
            return Some("subscription_channel_excluded");
        }
        match self.state {
            "not_provisioned" => Some("subscription_not_provisioned"),
            "expired" => Some("subscription_inactive"),
            _ => None,
        }
    }
}

/// A row of a partner's location.
#[derive(Debug, Clone)]
pub(crate) struct LocationRow {
    pub(crate) id: String,
    pub(crate) org: String,
    pub(crate) country: String,
    pub(crate) enrolled: bool,
    pub(crate) engagements: Vec<String>,
    pub(crate) payable: bool,
}

pub(crate) fn location(row: &Location) -> LocationRow {
    LocationRow {
        id: row.location_id.as_str().to_owned(),
        org: row.org.as_str().to_owned(),
        country: row.country.clone(),
        enrolled: row.enrolment == Enrolment::Enrolled,
        engagements: row.engagements.clone(),
        payable: row.payee_profile == PayeeProfile::Complete,
    }
}

impl LocationRow {
    /// V-03, V-04
    pub(crate) fn fault(&self, engagement: &str) -> Option<&'static str> {
        if !self.enrolled {
            return Some("location_not_enrolled");
        }
        if self.engagements.iter().any(|one| one == "*" || one == engagement) {
            return None;
        }
        Some("location_not_eligible")
    }
}
