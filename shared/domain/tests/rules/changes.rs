//! What a reviewer sees of a new version: the difference to the one before (domain 9).

use domain::{
    claim::{Change, Submitted},
    document::DocumentState,
};
use testkit::{Scene, build};

fn told(changes: &[Change]) -> Vec<String> {
    let sign = |added: &bool| if *added { '+' } else { '-' };
    let told = changes.iter().map(|change| match change {
        Change::Field { pointer, before, after } => format!("{pointer}: {before} > {after}"),
        Change::Item { item, added } => format!("{}{}", sign(added), item.key),
        Change::Document { document, added } => format!("{}{}", sign(added), document.file_name),
    });
    told.collect()
}

#[test]
fn domain_9_a_version_tells_fields_items_and_documents_that_are_not_as_they_were() {
    let claim = Scene::submitted().claim;
    let before = Submitted::of(&claim, 1);
    assert_eq!(before.changes(&claim), []);
    let mut after = claim.clone();
    after.content.partner_contact.name = "Jonas Brandt".into();
    after.content.customer_contact.title = None;
    after.content.opt_out = !claim.content.opt_out;
    let gone = after.content.items.remove(0);
    let mut document = claim.documents[0].clone();
    document.id = domain::DocumentId::derived(&["another"]);
    document.file_name = "another.pdf".into();
    after.documents = vec![document];
    let title = claim.content.customer_contact.title.clone().unwrap();
    let name = &claim.content.partner_contact.name;
    assert_eq!(
        told(&before.changes(&after)),
        [
            format!("/customerContact/title: {title} > "),
            format!("/partnerContact/name: {name} > Jonas Brandt"),
            format!("/optOutOfIncentives: {} > {}", claim.content.opt_out, after.content.opt_out),
            format!("-{}", gone.key),
            format!("-{}", claim.documents[0].file_name),
            "+another.pdf".into(),
        ]
    );
    // The other way round what went has come.
    let back = Submitted::of(&after, 2).changes(&claim);
    assert!(told(&back).contains(&format!("+{}", gone.key)));
}

#[test]
fn domain_9_what_becomes_of_an_item_or_a_document_is_no_change_of_the_version() {
    let before = Submitted::of(&Scene::under_review().claim, 1);
    let mut claim = Scene::approved_pending().claim;
    claim.documents[0].state = DocumentState::Pending;
    assert_eq!(before.changes(&claim), []);
}

#[test]
fn domain_9_a_claim_is_with_the_vendor_since_it_was_handed_in_or_disputed() {
    assert_eq!(Scene::draft().claim.with_the_vendor_since(), None);
    assert_eq!(Scene::submitted().claim.with_the_vendor_since(), Some(build::monday()));
    let disputed = Scene::disputed().claim;
    let opened = disputed.dispute.as_ref().unwrap().at;
    assert_eq!(disputed.with_the_vendor_since(), Some(opened));
}
