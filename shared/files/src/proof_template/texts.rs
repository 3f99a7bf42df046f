/// Every word of the document in one language.
pub(super) struct Texts {
    /// As Word names it.
    pub(super) language: &'static str,
    pub(super) file_stem: &'static str,
    pub(super) title: &'static str,
    pub(super) subtitle: fn(programme: &str, today: &str) -> String,
    pub(super) introduction: &'static str,
    pub(super) identity: Identity,
    pub(super) acknowledgement: Acknowledgement,
    pub(super) activities: Activities,
    pub(super) products: Products,
    pub(super) disclosure: Disclosure,
    pub(super) closing: &'static str,
    pub(super) page: &'static str,
    pub(super) of: &'static str,
}

/// Section 1: partner and customer.
pub(super) struct Identity {
    pub(super) heading: &'static str,
    pub(super) hint: &'static str,
    pub(super) header: [&'static str; 2],
    pub(super) programme: &'static str,
    pub(super) engagement: &'static str,
    pub(super) claim_number: &'static str,
    pub(super) claim_name: &'static str,
    pub(super) partner: &'static str,
    pub(super) location: &'static str,
    pub(super) partner_role: &'static str,
    pub(super) partner_contact: &'static str,
    pub(super) customer: &'static str,
    pub(super) tenant: &'static str,
    pub(super) customer_contact: &'static str,
}

/// Section 2: the customer's signature.
pub(super) struct Acknowledgement {
    pub(super) heading: &'static str,
    pub(super) statement: fn(partner: &str, customer: &str) -> String,
    pub(super) hint: &'static str,
    pub(super) header: [&'static str; 2],
    pub(super) name: &'static str,
    pub(super) position: &'static str,
    pub(super) date: &'static str,
    pub(super) signature: &'static str,
}

/// Section 3: what the partner did.
pub(super) struct Activities {
    pub(super) heading: &'static str,
    pub(super) hint: &'static str,
    pub(super) header: [&'static str; 4],
}

/// Section 4: what it was done with.
pub(super) struct Products {
    pub(super) heading: &'static str,
    pub(super) hint: &'static str,
    pub(super) header: [&'static str; 4],
}

/// Section 5: the partner's fee, for public bodies.
pub(super) struct Disclosure {
    pub(super) heading: &'static str,
    pub(super) needed: &'static str,
    pub(super) not_needed: &'static str,
    pub(super) not_known: &'static str,
    pub(super) header: [&'static str; 2],
    pub(super) told: fn(vendor: &str) -> String,
    pub(super) yes_no: &'static str,
    pub(super) fee: &'static str,
    pub(super) date: &'static str,
    pub(super) document: &'static str,
}
