//! What is asked and by whom. Deal size and payout have no field here.

use domain::{Identifier, IdentifierType};

/// What is asked and by whom.
#[derive(Clone, Debug)]
pub struct RequestView {
    /// `CLM-…`.
    pub number: String,
    /// The partner's legal name.
    pub partner: String,
    /// The partner location's name and id.
    pub location: String,
    /// The person the partner named.
    pub person: String,
    /// The programme's name.
    pub programme: String,
    /// The programme owner's legal name.
    pub vendor: String,
    /// The engagement's name.
    pub engagement: String,
    /// The customer's name.
    pub customer: String,
    /// Partner of record, or an engagement.
    pub subject: Subject,
}

/// What a request is about.
#[derive(Clone, Debug)]
pub enum Subject {
    /// To be recorded as a partner.
    Association {
        /// The partner role in words.
        role: String,
        /// The tenant id.
        tenant: String,
        /// Names of the workloads, or products with their subscription ids.
        items: Vec<String>,
    },
    /// Work that the partner does or has done.
    Engagement {
        /// The customer as the partner named it.
        identifier: Identifier,
        /// How much work, in quarters of an hour, where that is known.
        quarter_hours: Option<u32>,
        /// Whether the vendor's field sellers get to see the claim.
        sellers: bool,
    },
}

impl RequestView {
    /// Label and value of each fact.
    pub(super) fn facts(&self) -> Vec<(&'static str, &str)> {
        let mut facts: Vec<(&'static str, &str)> = vec![
            ("label-partner", &self.partner),
            ("label-location", &self.location),
            ("label-person", &self.person),
            ("label-programme", &self.programme),
            ("label-vendor", &self.vendor),
            ("label-engagement", &self.engagement),
        ];
        match &self.subject {
            Subject::Association { role, tenant, items: _ } => facts.extend([
                ("label-role", role.as_str()),
                ("label-customer", &self.customer),
                ("label-tenant", tenant),
            ]),
            Subject::Engagement { identifier, .. } => facts.extend([
                ("label-customer", self.customer.as_str()),
                (named_by(identifier.kind), &identifier.value),
            ]),
        }
        facts
    }

    /// Names of products; an engagement names none.
    pub(crate) fn items(&self) -> &[String] {
        match &self.subject {
            Subject::Association { items, .. } => items,
            Subject::Engagement { .. } => &[],
        }
    }

    /// Hours of work as a language writes them: `12.5`.
    pub(super) fn hours(&self, point: char) -> Option<String> {
        let Subject::Engagement { quarter_hours: Some(quarters), .. } = self.subject else { return None };
        Some(in_words(quarters, point))
    }

    /// Whether the vendor's field sellers get to see the claim.
    pub(crate) fn shows_sellers(&self) -> bool {
        matches!(self.subject, Subject::Engagement { sellers: true, .. })
    }
}

/// Quarters of an hour as a language writes hours.
pub(super) fn in_words(quarters: u32, point: char) -> String {
    let whole = quarters / 4;
    match quarters % 4 {
        1 => format!("{whole}{point}25"),
        2 => format!("{whole}{point}5"),
        3 => format!("{whole}{point}75"),
        _ => whole.to_string(),
    }
}

fn named_by(kind: IdentifierType) -> &'static str {
    match kind {
        IdentifierType::Domain => "label-domain",
        IdentifierType::Tenant => "label-tenant",
        IdentifierType::ParentAccount => "label-parent-account",
        IdentifierType::Subscription => "label-subscription",
        IdentifierType::Opportunity => "label-opportunity",
    }
}
