//! Claims by import: drafts and nothing else, each row by itself, made once however often it is sent (I-19).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod desk;

use app::{
    DraftInput, Failure,
    imports::DraftRow,
    ports::{ImportRecord, Programme, StoreError},
};
use desk::Desk;
use domain::{
    Actor, Caller, Claim, ClaimId, Code, Fault, ImportId, LocationId, Refusal, Scope,
    command::Key,
    input::{ClaimInput, EngagementInput},
};
use jiff::SignedDuration;
use testkit::{MemoryStore, Trouble, build, commands, persona, ready};

const STRANGER: &str = "3f2c0a6e-0000-4000-8000-0000000000ff";

fn association(tenant: &str) -> DraftRow {
    let input = ClaimInput { tenant_id: Some(tenant.into()), ..build::claim_input() };
    Ok(DraftInput::Association(Box::new(input)))
}

fn engagement(input: EngagementInput) -> DraftRow {
    Ok(DraftInput::Engagement(Box::new(input)))
}

/// Claims of the customer for these engagements, named by this tenant.
fn on(tenant: &str, engagements: &[&str]) -> DraftRow {
    let mut input = build::engagement_input(engagements);
    input.identifier.as_mut().unwrap().value = Some(tenant.into());
    engagement(input)
}

fn key() -> Key {
    build::key("import-1", "file")
}

/// Codes of each row; none where it is good.
type Codes = Vec<Vec<&'static str>>;

#[allow(clippy::wildcard_enum_match_arm, reason = "nothing else is expected")]
fn codes(refusal: &Refusal) -> Vec<&'static str> {
    match refusal {
        Refusal::Invalid(faults) => faults.iter().map(|fault| fault.code.as_str()).collect(),
        Refusal::Duplicate { .. } => vec!["duplicate_claim"],
        Refusal::CustomerCapReached { .. } => vec!["customer_cap_reached"],
        Refusal::LocationOutOfScope => vec!["location_out_of_scope"],
        Refusal::Forbidden => vec!["forbidden"],
        other => panic!("{other:?}"),
    }
}

impl Desk {
    fn try_import(
        &self,
        rows: Vec<DraftRow>,
        caller: &Caller,
        dry_run: bool,
    ) -> Result<Vec<Result<Vec<Claim>, Refusal>>, StoreError> {
        ready(self.app.import_claims(rows, caller, Some(&key()), dry_run))
    }

    fn imported(&self, rows: Vec<DraftRow>, caller: &Caller, dry_run: bool) -> (Vec<ClaimId>, Codes) {
        let drafted = self.try_import(rows, caller, dry_run).unwrap();
        let of = |row: &Result<Vec<Claim>, Refusal>| row.as_ref().err().map(codes).unwrap_or_default();
        let codes = drafted.iter().map(of).collect();
        (drafted.into_iter().flatten().flatten().map(|claim| claim.id).collect(), codes)
    }

    fn stored(&self) -> Vec<ClaimId> {
        self.store.all().into_iter().map(|claim| claim.id).collect()
    }
}

fn sorted(mut ids: Vec<ClaimId>) -> Vec<ClaimId> {
    ids.sort_unstable();
    ids
}

/// Rows of every sort: two drafts of the same workloads, which take nothing; three engagements in two rows; and
/// what is refused.
fn mixed() -> Vec<DraftRow> {
    vec![
        association(build::TENANT),
        on(build::TENANT, &["workshop", "assessment"]),
        Err(vec![Fault::new("/colour", Code::UnknownField), Fault::new("/name", Code::MalformedJson)]),
        association(build::TENANT),
        on(build::TENANT, &["small-project", "assessment"]),
        on(STRANGER, &["workshop"]),
        engagement(EngagementInput { name: None, origin: None, ..build::engagement_input(&["workshop"]) }),
        association(STRANGER),
        on(STRANGER, &["workshop"]),
        engagement(build::engagement_of_partner_b(build::engagement_input(&["medium-project"]))),
    ]
}

const MIXED: [&[&str]; 10] = [
    &[],
    &[],
    &["unknown_field", "malformed_json"],
    &[],
    &["duplicate_claim"],
    &[],
    &["name_required", "origin_required"],
    &[],
    &["duplicate_claim"],
    &["location_out_of_scope"],
];

#[test]
fn good_rows_become_drafts_and_bad_rows_say_why() {
    let desk = Desk::open();
    let (made, codes) = desk.imported(mixed(), &persona::partner_a_admin(), false);
    assert_eq!(codes, MIXED);
    assert_eq!(sorted(made.clone()), desk.stored());
    let states: Vec<&str> = made.iter().map(|id| desk.claim(id).state.as_str()).collect();
    let asked = "consent_not_requested";
    assert_eq!(states, ["draft", asked, asked, "draft", asked, "draft"]);
    assert!(made.iter().all(|id| desk.claim(id).consent.is_none() && desk.claim(id).owes.is_empty()));
}

/// The same verdict on every row, those that clash with an earlier one included, and nothing is written.
#[test]
fn a_dry_run_says_what_an_import_would_do() {
    let desk = Desk::open();
    let (_, codes) = desk.imported(mixed(), &persona::partner_a_admin(), true);
    assert_eq!((codes, desk.stored(), desk.store.writes()), (MIXED.map(Vec::from).into(), vec![], 0));
    let drafted = desk.try_import(mixed(), &persona::partner_a_admin(), true).unwrap();
    let Err(Refusal::Invalid(faults)) = &drafted[4] else { panic!("{:?}", drafted[4]) };
    let clash = Fault::new("/engagementIds", Code::DuplicateClaim).with("row", "2");
    assert_eq!(faults, &[clash], "the row it clashes with is named");
}

/// Domain 5.1: each row by the rights of who brings it.
#[test]
fn domain_5_1_a_row_is_refused_to_whom_its_create_is() {
    let desk = Desk::open();
    let elsewhere = EngagementInput {
        location_id: Some(build::OTHER_LOCATION.into()),
        ..build::engagement_input(&["small-project"])
    };
    let rows =
        || vec![association(build::TENANT), on(build::TENANT, &["workshop"]), engagement(elsewhere.clone())];
    let expected: [&[&str]; 3] = [&["forbidden"], &[], &["location_out_of_scope"]];
    for dry_run in [true, false] {
        assert_eq!(desk.imported(rows(), &persona::partner_a_user(), dry_run).1, expected);
    }
    let desk = Desk::open();
    let mut admin = persona::partner_a_admin();
    admin.scope = Scope::Only(vec![LocationId::new(build::OTHER_LOCATION)]);
    let expected: [&[&str]; 3] = [&["location_out_of_scope"], &["location_out_of_scope"], &[]];
    assert_eq!(desk.imported(rows(), &admin, false).1, expected);
}

/// V-49: what others hold is in the way of a row, and of no other one.
#[test]
fn v_49_a_full_cap_refuses_the_row_in_both_runs() {
    let desk = Desk::open();
    let theirs = build::engagement_of_partner_b(build::engagement_input(&["workshop"]));
    ready(desk.app.engage(&theirs, &persona::partner_b_admin(), None)).unwrap();
    let rows = || vec![on(build::TENANT, &["workshop"]), on(build::TENANT, &["assessment"])];
    let expected: [&[&str]; 2] = [&["customer_cap_reached"], &[]];
    for dry_run in [true, false] {
        assert_eq!(desk.imported(rows(), &persona::partner_a_admin(), dry_run).1, expected);
    }
}

/// E9: what time has freed is free for a rehearsal as well, though nobody has written it yet.
#[test]
fn e9_a_dry_run_knows_what_time_has_freed() {
    let desk = Desk::open();
    let theirs = build::engagement_of_partner_b(build::engagement_input(&["workshop"]));
    let claim = ready(desk.app.engage(&theirs, &persona::partner_b_admin(), None)).unwrap().claims.remove(0);
    let partner = Actor::Staff(persona::partner_b_admin());
    desk.act(&claim.id, partner, domain::Command::SendConsent(build::consent_input()));
    desk.wait(SignedDuration::from_hours(24 * 32));
    let before = desk.store.writes();
    let rows = || vec![on(build::TENANT, &["workshop"])];
    assert_eq!(desk.imported(rows(), &persona::partner_a_admin(), true).1, [Vec::<&str>::new()]);
    assert_eq!(desk.store.writes(), before);
    assert_eq!(desk.imported(rows(), &persona::partner_a_admin(), false).1, [Vec::<&str>::new()]);
}

/// I-19: cut short anywhere, sent again until it is through, each row has made its claims once.
#[test]
fn i_19_an_import_that_was_cut_short_goes_on_where_it_was() {
    let caller = persona::partner_a_admin();
    for trouble in [Trouble::Unavailable, Trouble::Silence] {
        let whole = {
            let desk = Desk::open();
            sorted(desk.imported(mixed(), &caller, false).0)
        };
        for cut in 0..4 {
            let desk = Desk::open();
            let troubles = [&[Trouble::None].repeat(cut)[..], &[trouble]].concat();
            desk.store.trouble(&troubles);
            let fault = desk.try_import(mixed(), &caller, false).unwrap_err();
            assert!(matches!(fault, StoreError::Unavailable(_)), "{fault}");
            assert!(desk.stored().len() < whole.len(), "{trouble:?} {cut}");
            // What was made may have gone on meanwhile.
            if let Some(claim) = desk.store.all().into_iter().find(|claim| claim.deal.is_none()) {
                desk.act(
                    &claim.id,
                    Actor::Staff(caller.clone()),
                    commands::right(domain::allowed::Act::Edit, &claim).unwrap(),
                );
            }
            let (made, codes) = desk.imported(mixed(), &caller, false);
            assert_eq!((sorted(made.clone()), codes), (whole.clone(), MIXED.map(Vec::from).into()));
            assert_eq!(desk.stored(), whole);
            let writes = desk.store.writes();
            assert_eq!(desk.imported(mixed(), &caller, false).0, made);
            assert_eq!(desk.store.writes(), writes, "a third time changes nothing");
        }
    }
}

#[test]
fn without_a_key_every_import_is_another_one() {
    let desk = Desk::open();
    let import = || {
        let rows = vec![association(build::TENANT)];
        ready(desk.app.import_claims(rows, &persona::partner_a_admin(), None, false)).unwrap()
    };
    assert_ne!(import()[0].as_ref().unwrap()[0].id, import()[0].as_ref().unwrap()[0].id);
}

fn record(caller: &Caller, body: &str) -> ImportRecord {
    ImportRecord {
        id: ImportId::derived(&["import"]),
        org: caller.org.clone(),
        by: caller.sub.clone(),
        body: body.into(),
        at: build::monday(),
        answer: None,
    }
}

/// V-10: the key belongs to its file from the beginning, not only once it is answered.
#[test]
fn v_10_a_key_that_was_begun_with_is_good_for_no_other_file() {
    let desk = Desk::open();
    let admin = persona::partner_a_admin();
    let begin = |body: &str, caller: &Caller| ready(desk.app.begin_import(&record(caller, body), caller));
    let mismatch = |begun: Result<Option<String>, Failure>| {
        matches!(begun, Err(Failure::Refused(Refusal::IdempotencyMismatch)))
    };
    assert_eq!(begin("file", &admin).unwrap(), None);
    assert_eq!(begin("file", &admin).unwrap(), None, "cut short, it goes on");
    assert!(mismatch(begin("other file", &admin)));
    let finish = |answer: &str| {
        let answer = Some(answer.to_owned());
        ready(desk.app.finish_import(&ImportRecord { answer, ..record(&admin, "file") })).unwrap()
    };
    assert_eq!((finish("first"), finish("second").as_deref()), (None, Some("first")));
    assert_eq!(begin("file", &admin).unwrap().as_deref(), Some("first"));
    assert!(mismatch(begin("other file", &admin)));
    assert!(mismatch(begin("file", &persona::partner_a_user())), "who may not read it is not told");
}

#[test]
fn an_import_is_read_by_whom_it_concerns_once_it_is_answered() {
    let desk = Desk::open();
    let (admin, user) = (persona::partner_a_admin(), persona::partner_a_user());
    let read =
        |caller: &Caller| ready(desk.app.import_read(ImportId::derived(&["import"]).as_str(), caller)).ok();
    ready(MemoryStore::begin_import(&desk.store, &record(&user, ""))).unwrap();
    assert_eq!(read(&admin), None);
    let answer = Some("answer".to_owned());
    ready(desk.app.finish_import(&ImportRecord { answer: answer.clone(), ..record(&user, "") })).unwrap();
    for (name, caller) in persona::all() {
        let may = ["partner-a-admin", "partner-a-user", "programme-manager"].contains(&name);
        assert_eq!(read(&caller), answer.clone().filter(|_| may), "{name}");
    }
}
