//! The programme and its engagements: names, roles, exclusivity, proof and day counts are data.

mod engagement;
mod rules;
mod terms;

use alloc::{format, string::String, vec::Vec};
use jiff::{
    Timestamp,
    civil::{Date, Weekday},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};

use crate::{calendar::Calendar, ids::EngagementId, text::Text};

pub use engagement::{
    Check, Deadlines, Engagement, EngagementStatus, Extra, KeyType, Kind, Named, PartnerRole, PayType,
    ProofElement, ProofRules, VersionedText,
};
pub use rules::{IN_FORCE_AFTER, KNOWN_FOR, Put, keeps_rules, reads_rules};
pub use terms::{Caps, Eligible, Payout, ReferralRule};

/// The catalogue this build starts with: `data/catalogue.json`, without its blanks.
pub const BUILT_IN: &str = include_str!(concat!(env!("OUT_DIR"), "/catalogue.json"));

/// A programme with its engagements.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// The programme
    pub programme: Programme,
    /// Its engagements, every rule version of them
    pub engagements: Vec<Engagement>,
    /// Its days
    pub calendar: Calendar,
}

/// One deployment serves one programme (D15).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Programme {
    /// Its name
    pub name: Text,
    /// The programme owner
    pub vendor: String,
    /// Where a customer can ask about personal data
    pub privacy_contact: String,
    /// The vendor's staff who are told what must not be overlooked
    pub staff: Staff,
    /// IANA name of the zone in which days end
    pub time_zone: String,
    /// Days without business, 1 = Monday … 7 = Sunday
    pub weekend: Vec<i8>,
    /// Dates without business
    pub holidays: Vec<Date>,
    /// Domains of organisations that are no customers (V-52)
    #[serde(default)]
    pub blocked_domains: Vec<String>,
}

/// Addresses of the vendor's staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Staff {
    /// Review leads: clocks of the vendor that have run out, contests
    pub review_lead: String,
    /// Programme managers: the same, and reports of customers
    pub programme_manager: String,
}

/// Codes a reviewer can give (O2, V-21).
pub const REVIEW_REASONS: [&str; 16] = [
    "poe_missing",
    "poe_element_missing",
    "poe_identity_mismatch",
    "poe_customer_ack_missing",
    "poe_date_missing",
    "poe_date_too_old",
    "poe_service_missing",
    "poe_item_not_covered",
    "poe_public_disclosure_missing",
    "poe_unreadable",
    "missing_products",
    "item_not_eligible",
    "location_wrong",
    "contact_wrong",
    "partner_request",
    "other",
];

/// Why a catalogue cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueFault {
    /// It is no JSON of this shape
    #[error("the catalogue cannot be read: {0}")]
    Shape(String),
    /// The time zone is unknown
    #[error("unknown time zone {0}")]
    Zone(String),
    /// A weekend day is none
    #[error("no day of the week: {0}")]
    Weekday(i8),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    programme: Programme,
    engagements: Vec<Engagement>,
}

impl Programme {
    fn calendar(&self) -> Result<Calendar, CatalogueFault> {
        let weekday =
            |day: &i8| Weekday::from_monday_one_offset(*day).map_err(|_| CatalogueFault::Weekday(*day));
        Ok(Calendar {
            zone: TimeZone::get(&self.time_zone).map_err(|_| CatalogueFault::Zone(self.time_zone.clone()))?,
            weekend: self.weekend.iter().map(weekday).collect::<Result<_, _>>()?,
            holidays: self.holidays.clone(),
        })
    }
}

impl Catalogue {
    /// Reads a catalogue, e.g. [`BUILT_IN`].
    pub fn read(json: &str) -> Result<Self, CatalogueFault> {
        let source: Source =
            serde_json::from_str(json).map_err(|fault| CatalogueFault::Shape(format!("{fault}")))?;
        let calendar = source.programme.calendar()?;
        Ok(Self { programme: source.programme, engagements: source.engagements, calendar })
    }

    /// The same engagements in another programme, given as JSON of [`Programme`].
    pub fn with_programme(self, json: &str) -> Result<Self, CatalogueFault> {
        let programme: Programme =
            serde_json::from_str(json).map_err(|fault| CatalogueFault::Shape(format!("{fault}")))?;
        let calendar = programme.calendar()?;
        Ok(Self { programme, calendar, ..self })
    }

    /// The same programme with rule versions that were put since; a version that is there already stays.
    #[must_use]
    pub fn with_rules(&self, put: Vec<Engagement>) -> Self {
        let mut catalogue = self.clone();
        for rules in put {
            if self.rules(&rules.id, rules.rule_version).is_none() {
                catalogue.engagements.push(rules);
            }
        }
        catalogue
    }

    /// The rules of an engagement that are in force.
    #[must_use]
    pub fn current(&self, id: &str, now: Timestamp) -> Option<&Engagement> {
        let in_force = |known: &&Engagement| known.id.as_str() == id && known.is_in_force(now);
        self.engagements.iter().filter(in_force).max_by_key(|known| known.rule_version)
    }

    /// Every engagement once, in the order of the catalogue: under the rules in force, or else under those that
    /// will be.
    pub fn each(&self, now: Timestamp) -> impl Iterator<Item = &Engagement> {
        let shown = move |known: &&Engagement| {
            let id = known.id.as_str();
            self.current(id, now).or_else(|| self.newest(id)) == Some(*known)
        };
        self.engagements.iter().filter(shown)
    }

    /// The newest rules of an engagement, in force or not.
    #[must_use]
    pub fn newest(&self, id: &str) -> Option<&Engagement> {
        self.engagements.iter().filter(|known| known.id.as_str() == id).max_by_key(|known| known.rule_version)
    }

    /// The rules a claim was created under (I-20).
    #[must_use]
    pub fn rules(&self, id: &EngagementId, version: u32) -> Option<&Engagement> {
        self.engagements.iter().find(|known| known.id == *id && known.rule_version == version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    #[test]
    fn the_built_in_catalogue_holds_the_four_association_engagements() {
        let catalogue = Catalogue::read(BUILT_IN).unwrap();
        let ids: Vec<_> = catalogue
            .engagements
            .iter()
            .filter(|known| known.kind == Kind::Association)
            .map(|known| (known.id.as_str(), known.partner_roles[0].id.as_str(), known.partner_roles[0].key))
            .collect();
        assert_eq!(
            ids,
            vec![
                ("presales-advisor", "build_intent_advisor", KeyType::Subscription),
                ("usage-recognition", "usage_recognition", KeyType::Subscription),
                ("application-revenue", "influenced_revenue", KeyType::Subscription),
                ("modern-work-usage", "use_or_consume", KeyType::Workload),
            ]
        );
        assert!(catalogue.newest("modern-work-usage").unwrap().workloads.len() > 4);
    }

    #[test]
    fn a_broken_catalogue_is_named() {
        assert!(matches!(Catalogue::read("{}"), Err(CatalogueFault::Shape(_))));
        let zone = BUILT_IN.replace("Europe/Berlin", "Europe/Atlantis");
        assert_eq!(Catalogue::read(&zone).unwrap_err(), CatalogueFault::Zone("Europe/Atlantis".into()));
    }

    #[test]
    fn d15_another_programme_has_its_own_name_and_days_and_the_same_engagements() {
        let built_in = Catalogue::read(BUILT_IN).unwrap();
        let ours = Programme {
            vendor: "Contoso".into(),
            time_zone: "America/New_York".into(),
            weekend: vec![5],
            ..built_in.programme.clone()
        };
        let json = serde_json::to_string(&ours).unwrap();
        let catalogue = built_in.clone().with_programme(&json).unwrap();
        assert_eq!((&catalogue.programme, catalogue.engagements.len()), (&ours, built_in.engagements.len()));
        assert_eq!(catalogue.calendar.zone, TimeZone::get("America/New_York").unwrap());
        assert_eq!(catalogue.calendar.weekend, [Weekday::Friday]);
        let broken = json.replace("[5]", "[8]");
        assert_eq!(built_in.with_programme(&broken).unwrap_err(), CatalogueFault::Weekday(8));
    }
}
