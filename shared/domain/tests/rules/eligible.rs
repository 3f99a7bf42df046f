//! Domain 8.4: whom a partner can claim, as its Customers page says it.

use domain::{
    Identifier, IdentifierType,
    customer::{Eligibility, Ineligible},
    eligibility::known_reasons,
};
use testkit::build;

#[test]
fn v_46_a_known_customer_is_looked_up_by_the_identifier_it_agreed_with() {
    let workshop = build::CATALOGUE.newest("workshop").unwrap();
    let tenant = Identifier::parse(IdentifierType::Tenant, build::TENANT).unwrap();
    let domain = Identifier::parse(IdentifierType::Domain, "fabrikam.example").unwrap();
    let said = Eligibility {
        engagement_id: workshop.id.clone(),
        identifier: tenant.clone(),
        eligible: false,
        reasons: vec![Ineligible::DoneWithOtherPartner],
    };
    let why = |agreed_as: Option<&Identifier>, rows: &[Eligibility]| {
        known_reasons(&build::customer(), agreed_as, rows, workshop, &build::CATALOGUE.programme)
    };
    let rows = [said];
    assert_eq!(why(Some(&tenant), &[]), []);
    assert_eq!(why(Some(&tenant), &rows), [Ineligible::DoneWithOtherPartner]);
    assert_eq!(why(Some(&domain), &rows), [], "said of another identifier");
    assert_eq!(why(None, &rows), [], "nobody is looked up by nothing");
}
