//! What each step asks.

use app::lookups::LookedUp;
use domain::{
    Catalogue, Engagement, Locale, Location,
    catalogue::{Extra, KeyType, Kind as ClaimKind, Named, PartnerRole, PayType},
    identifier::IdentifierType,
};
use jiff::Timestamp;

use super::flow::{Answered, Flow, Step, first, rows};
use crate::{
    fields::{Choice, Field, Kind},
    texts::text,
};

/// What questions are made of.
pub(crate) struct Ground<'a> {
    pub(crate) flow: Flow,
    pub(crate) answers: &'a Answered,
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) now: Timestamp,
    pub(crate) locale: Locale,
    /// The caller's own locations
    pub(crate) locations: &'a [Location],
    /// The customer, and what it can be claimed for
    pub(crate) found: Option<&'a LookedUp>,
    /// The API wants to know why the contact's domain is none of the customer's
    pub(crate) asks_why: bool,
}

impl Ground<'_> {
    /// The questions of a step with what was answered.
    pub(crate) fn questions(&self, step: Step) -> Vec<Field> {
        let asked = match step {
            Step::Role => self.role(),
            Step::Details => self.details(),
            Step::Items => self.items(),
            Step::Customer => self.customer(),
            Step::Engagements => self.engagements(),
            Step::Contacts => self.contacts(),
            Step::DealSize => {
                vec![self.ask("dealSize", "deal-size", Kind::Digits).hint(self.t("deal-size-hint"))]
            }
            Step::Check | Step::Done => Vec::new(),
        };
        asked.into_iter().map(|field| self.answered(field)).collect()
    }

    fn t(&self, id: &str) -> String {
        text(self.locale, id)
    }

    fn ask(&self, name: &str, label: &str, kind: Kind) -> Field {
        Field::new(name, self.t(label), kind)
    }

    fn answered(&self, field: Field) -> Field {
        match self.answers.get(&field.name) {
            Some(values) => field.values(values),
            None => field,
        }
    }

    /// Whether a preset of the address goes with the form; it is kept with the first answers.
    pub(crate) fn presets(&self) -> Vec<Field> {
        let presets = ["area", "customerId", "claim", "engagementIds"].into_iter();
        presets
            .filter(|name| self.answers.contains_key(*name))
            .map(|name| self.answered(Field::new(name, "", Kind::Hidden)))
            .collect()
    }

    /// Roles of the solution area that was chosen, or of all.
    fn role(&self) -> Vec<Field> {
        let area = first(self.answers, "area");
        let associations = self.catalogue.each(self.now).filter(|engagement| {
            engagement.kind == ClaimKind::Association
                && area.is_none_or(|area| engagement.solution_area == area)
        });
        let choices = associations.flat_map(|engagement| {
            engagement.partner_roles.iter().map(|role| {
                Choice::new(format!("{}/{}", engagement.id, role.id), role.name.get(self.locale))
                    .with_hint(role.choose_when.get(self.locale))
            })
        });
        vec![self.ask("role", "partner-role", Kind::One(choices.collect())).hint(self.t("role-hint"))]
    }

    /// The role that was chosen, with its engagement.
    pub(crate) fn chosen_role(&self) -> Option<(&Engagement, &PartnerRole)> {
        let (engagement, role) = first(self.answers, "role")?.split_once('/')?;
        let engagement = self.catalogue.current(engagement, self.now)?;
        Some((engagement, engagement.role(role)?))
    }

    fn details(&self) -> Vec<Field> {
        let mut fields = vec![
            self.ask("name", "claim-name", Kind::Text("off")).hint(self.t("claim-name-hint")),
            self.location(),
        ];
        if let Some((_, role)) = self.chosen_role() {
            fields.push(self.ask("tenantId", "tenant", Kind::Text("off")).hint(self.t("tenant-hint")));
            if role.requires.contains(&Extra::Revenue) {
                for (name, label) in [
                    ("revenue/solutionSellerName", "solution-seller"),
                    ("revenue/customerName", "customer-name"),
                    ("revenue/isvSolution", "isv-solution"),
                ] {
                    fields.push(self.ask(name, label, Kind::Text("off")));
                }
            }
            if role.may_opt_out {
                let tick = self.ask("optOutOfIncentives", "opt-out", Kind::Tick);
                fields.push(tick.hint(self.t("opt-out-hint")));
            }
        }
        fields
    }

    /// Locations that may claim what is to be claimed.
    fn location(&self) -> Field {
        let wanted: Vec<&Engagement> = match self.chosen_role() {
            Some((engagement, _)) => vec![engagement],
            None => self.wanted().filter_map(|id| self.catalogue.current(id, self.now)).collect(),
        };
        let admitted = self
            .locations
            .iter()
            .filter(|location| wanted.iter().all(|engagement| location.admits(&engagement.id).is_ok()));
        let choices = admitted.map(|location| {
            Choice::new(
                location.location_id.as_str(),
                format!("{} ({})", location.name, location.location_id),
            )
        });
        let none = Choice::new("", self.t("please-choose"));
        let choices = std::iter::once(none).chain(choices).collect();
        self.ask("locationId", "partner-location", Kind::Select(choices))
            .hint(self.t("partner-location-hint"))
            .missing(self.t("partner-location-missing"))
    }

    fn wanted(&self) -> impl Iterator<Item = &str> {
        self.answers.get("engagementIds").into_iter().flatten().map(String::as_str)
    }

    fn items(&self) -> Vec<Field> {
        let Some((engagement, role)) = self.chosen_role() else { return Vec::new() };
        let named = |all: &[Named]| -> Vec<Choice> {
            all.iter().map(|one| Choice::new(&*one.id, one.name.get(self.locale))).collect()
        };
        match role.key {
            KeyType::Workload => {
                let field = self.ask("items", "workloads", Kind::Many(named(&engagement.workloads)));
                vec![field.hint(self.t("workloads-hint"))]
            }
            KeyType::Subscription => {
                let mut choices = vec![Choice::new("", self.t("please-choose"))];
                choices.extend(named(&engagement.products));
                let row = |row: usize| {
                    let number = (row + 1).to_string();
                    let choices = choices.iter().map(|one| Choice::new(&*one.value, &*one.label)).collect();
                    let (product, subscription) = (self.t("product"), self.t("subscription"));
                    [
                        Field::new(
                            format!("product/{row}"),
                            format!("{product} {number}"),
                            Kind::Select(choices),
                        ),
                        Field::new(
                            format!("subscription/{row}"),
                            format!("{subscription} {number}"),
                            Kind::Text("off"),
                        )
                        .hint(self.t("subscription-hint")),
                    ]
                };
                (0..rows(self.answers)).flat_map(row).collect()
            }
        }
    }

    /// How a customer can be named for what was chosen, or for anything that can be claimed.
    fn customer(&self) -> Vec<Field> {
        let preset: Vec<&str> = self.wanted().collect();
        let offered: Vec<&Engagement> = self
            .catalogue
            .each(self.now)
            .filter(|engagement| engagement.kind == ClaimKind::Engagement)
            .filter(|engagement| preset.is_empty() || preset.contains(&engagement.id.as_str()))
            .collect();
        let usable = |kind: &IdentifierType| {
            offered.iter().any(|engagement| engagement.identifier_types.contains(kind))
        };
        let kinds: Vec<IdentifierType> = IdentifierType::ALL.into_iter().filter(usable).collect();
        let value = self.ask("identifier/value", "identifier-value", Kind::Text("off"));
        if let [only] = kinds.as_slice() {
            let label = self.t(&format!("identifier-{}", only.as_str().replace('_', "-")));
            let kind = Field::new("identifier/type", "", Kind::Hidden).values(&[only.as_str().into()]);
            let hint = self.t(&format!("about-identifier-{}", only.as_str().replace('_', "-")));
            return vec![kind, Field { label, ..value }.hint(hint)];
        }
        let choices = kinds.iter().map(|kind| {
            let name = kind.as_str().replace('_', "-");
            Choice::new(kind.as_str(), self.t(&format!("identifier-{name}")))
                .with_hint(self.t(&format!("about-identifier-{name}")))
        });
        let kind = self.ask("identifier/type", "identifier-type", Kind::One(choices.collect()));
        vec![kind, value.hint(self.t("identifier-value-hint"))]
    }

    fn engagements(&self) -> Vec<Field> {
        let found = self.found.into_iter().flat_map(|found| &found.engagements);
        let can: Vec<&Engagement> =
            found.filter(|(_, reasons)| reasons.is_empty()).map(|(engagement, _)| engagement).collect();
        let choices = can.iter().map(|engagement| {
            let pay = match engagement.pay_type {
                PayType::Variable => "paid-by-hours",
                PayType::Fixed => "paid-fixed",
                PayType::None => "paid-nothing",
            };
            Choice::new(engagement.id.as_str(), engagement.name.get(self.locale)).with_hint(self.t(pay))
        });
        let mut fields = vec![self.ask("engagementIds", "engagements", Kind::Many(choices.collect()))];
        if can.iter().any(|engagement| engagement.pay_type == PayType::Variable) {
            if self.flow == Flow::Claimed {
                let kind = Field::new("identifier/type", "", Kind::Hidden);
                fields.push(kind.values(&[IdentifierType::Opportunity.as_str().into()]));
                let value = self.ask("identifier/value", "identifier-opportunity", Kind::Text("off"));
                fields.push(value.hint(self.t("opportunity-hint")));
            }
            fields.push(self.ask("hours", "hours", Kind::Digits).hint(self.t("hours-hint")));
        }
        fields
    }

    /// What the customer cannot be claimed for, and why.
    pub(crate) fn ineligible(&self) -> Vec<(String, Vec<String>)> {
        let found = self.found.into_iter().flat_map(|found| &found.engagements);
        let cannot = found.filter(|(_, reasons)| !reasons.is_empty());
        cannot
            .map(|(engagement, reasons)| {
                let told = web::views::looked_up(engagement, reasons, self.locale).reasons;
                let told = told.into_iter().map(|reason| reason.detail).collect();
                (engagement.name.get(self.locale).to_owned(), told)
            })
            .collect()
    }

    fn contacts(&self) -> Vec<Field> {
        let languages = vec![Choice::new("en", "English"), Choice::new("de", "Deutsch")];
        let mut fields = vec![
            self.ask("customerContact/name", "customer-contact-name", Kind::Text("off")),
            self.ask("customerContact/title", "customer-contact-title", Kind::Text("off")),
            self.ask("customerContact/email", "customer-contact-email", Kind::Text("off"))
                .hint(self.t("customer-contact-email-hint")),
            self.ask("customerContact/locale", "customer-contact-language", Kind::Select(languages))
                .hint(self.t("customer-contact-language-hint")),
        ];
        if self.asks_why || self.answers.contains_key("mismatchReason") {
            let reason = self.ask("mismatchReason", "mismatch-reason", Kind::Long);
            fields.push(reason.hint(self.t("mismatch-reason-hint")));
        }
        fields.push(self.ask("partnerContact/name", "partner-contact-name", Kind::Text("name")));
        fields.push(self.ask("partnerContact/email", "partner-contact-email", Kind::Text("email")));
        fields
    }
}
