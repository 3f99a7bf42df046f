//! The people of the demo data (api 5).

use domain::{Actor, Caller, Locale, LocationId, OrgId, Role, Scope, Side};

use crate::build::LOCATION;

fn caller(sub: &str, name: &str, org: &str, side: Side, role: Role) -> Caller {
    Caller {
        sub: sub.into(),
        name: name.into(),
        org: OrgId::new(org),
        org_name: org.into(),
        side,
        roles: vec![role],
        scope: Scope::All,
        locale: Locale::En,
    }
}

/// PA of partner A, every location.
#[must_use]
pub fn partner_a_admin() -> Caller {
    caller("a-admin", "Alice Adams", "partner-a", Side::Partner, Role::IncentivesAdmin)
}

/// PU of partner A, location `4821907` only.
#[must_use]
pub fn partner_a_user() -> Caller {
    let mut user = caller("a-user", "Uwe Unger", "partner-a", Side::Partner, Role::IncentivesUser);
    user.scope = Scope::Only(vec![LocationId::new(LOCATION)]);
    user
}

/// RA of partner A.
#[must_use]
pub fn partner_a_referrals() -> Caller {
    caller("a-referrals", "Rita Reed", "partner-a", Side::Partner, Role::ReferralsAdmin)
}

/// PA of partner B, every location.
#[must_use]
pub fn partner_b_admin() -> Caller {
    caller("b-admin", "Bob Brown", "partner-b", Side::Partner, Role::IncentivesAdmin)
}

/// RV of the vendor.
#[must_use]
pub fn reviewer() -> Caller {
    caller("reviewer", "Vera Vogt", "vendor", Side::Vendor, Role::Reviewer)
}

/// RL of the vendor.
#[must_use]
pub fn review_lead() -> Caller {
    caller("review-lead", "Lea Lang", "vendor", Side::Vendor, Role::ReviewLead)
}

/// PM of the vendor.
#[must_use]
pub fn programme_manager() -> Caller {
    caller("programme-manager", "Paul Peters", "vendor", Side::Vendor, Role::ProgrammeManager)
}

/// FS of the vendor.
#[must_use]
pub fn field_seller() -> Caller {
    caller("field-seller", "Finn Fischer", "vendor", Side::Vendor, Role::FieldSeller)
}

/// AU of the vendor.
#[must_use]
pub fn auditor() -> Caller {
    caller("auditor", "Aude Aubert", "vendor", Side::Vendor, Role::Auditor)
}

/// Everybody with a token, by the name of the persona.
#[must_use]
pub fn all() -> [(&'static str, Caller); 9] {
    [
        ("partner-a-admin", partner_a_admin()),
        ("partner-a-user", partner_a_user()),
        ("partner-a-referrals", partner_a_referrals()),
        ("partner-b-admin", partner_b_admin()),
        ("reviewer", reviewer()),
        ("review-lead", review_lead()),
        ("programme-manager", programme_manager()),
        ("field-seller", field_seller()),
        ("auditor", auditor()),
    ]
}

/// Everybody who can act: all with a token, the customer and the system.
#[must_use]
pub fn actors() -> Vec<(&'static str, Actor)> {
    let staff = all().into_iter().map(|(name, caller)| (name, Actor::Staff(caller)));
    staff.chain([("customer", Actor::Customer), ("system", Actor::System)]).collect()
}
