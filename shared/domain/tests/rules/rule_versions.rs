//! I-20: new rule versions of engagements, what can be put and what a running claim keeps.

use domain::{
    Catalogue, Code, Engagement, Refusal,
    catalogue::{BUILT_IN, IN_FORCE_AFTER, KNOWN_FOR, Put},
};
use serde_json::{Value, json};
use testkit::build;

fn newest(id: &str) -> &'static Engagement {
    build::CATALOGUE.newest(id).unwrap()
}

/// The next version of an engagement with something changed.
fn next(id: &str, change: impl FnOnce(&mut Value)) -> Engagement {
    let mut rules = serde_json::to_value(newest(id)).unwrap();
    rules["ruleVersion"] = json!(newest(id).rule_version + 1);
    change(&mut rules);
    serde_json::from_value(rules).unwrap()
}

/// Pointer, code and problem of every fault.
fn faults(rules: Engagement) -> Vec<(String, &'static str, String)> {
    let before = build::CATALOGUE.newest(rules.id.as_str());
    let Err(Refusal::Invalid(faults)) = rules.put_after(before, build::monday()) else {
        panic!("no fault is found")
    };
    let problem = |fault: &domain::Fault| fault.params.first().map(|(_, said)| said.clone());
    faults
        .iter()
        .map(|fault| (fault.pointer.clone(), fault.code.as_str(), problem(fault).unwrap_or_default()))
        .collect()
}

fn one(id: &str, change: impl FnOnce(&mut Value)) -> (String, &'static str, String) {
    let mut found = faults(next(id, change));
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

#[test]
fn i_20_every_built_in_engagement_can_be_put_again_as_its_next_version() {
    for known in &Catalogue::read(BUILT_IN).unwrap().engagements {
        let rules = next(known.id.as_str(), |_| {});
        let Ok(Put::New(put)) = rules.clone().put_after(Some(known), build::monday()) else {
            panic!("{}", known.id)
        };
        assert_eq!(put.in_force_from, Some(build::monday() + IN_FORCE_AFTER));
        assert_eq!(*put, Engagement { in_force_from: put.in_force_from, ..rules });
    }
}

#[test]
fn i_20_a_version_holds_from_its_hour_on_and_the_one_before_until_then() {
    assert!(IN_FORCE_AFTER > KNOWN_FOR, "every function knows the rules before they hold");
    let from = build::monday() + IN_FORCE_AFTER;
    let Ok(Put::New(put)) = next("workshop", |rules| rules["deadlines"]["submitDays"] = json!(60))
        .put_after(Some(newest("workshop")), build::monday())
    else {
        panic!("it is refused")
    };
    let catalogue = build::CATALOGUE.with_rules(vec![*put.clone()]);
    let before = from - jiff::SignedDuration::from_millis(1);
    assert_eq!(catalogue.current("workshop", before), Some(newest("workshop")));
    assert_eq!(catalogue.current("workshop", from), Some(&*put));
    assert_eq!(catalogue.newest("workshop"), Some(&*put));
    assert_eq!(catalogue.rules(&put.id, 1), Some(newest("workshop")));
    assert_eq!(catalogue.rules(&put.id, 2), Some(&*put));
    let listed = |at| catalogue.each(at).filter(|known| known.id == put.id).cloned().collect::<Vec<_>>();
    assert_eq!((listed(before), listed(from)), (vec![newest("workshop").clone()], vec![*put.clone()]));
    assert_eq!(catalogue.each(from).count(), build::CATALOGUE.engagements.len());
    // What the build brings is never overwritten.
    let other = Engagement { rule_version: 1, ..*put };
    assert_eq!(catalogue.with_rules(vec![other]).rules(&newest("workshop").id, 1), Some(newest("workshop")));
}

#[test]
fn i_20_a_new_engagement_is_upcoming_until_its_rules_hold() {
    let mut rules = next("workshop", |rules| rules["id"] = json!("review-day"));
    rules.rule_version = 1;
    let Ok(Put::New(put)) = rules.put_after(None, build::monday()) else { panic!("it is refused") };
    let catalogue = build::CATALOGUE.with_rules(vec![*put.clone()]);
    assert_eq!(catalogue.current("review-day", build::monday()), None);
    assert_eq!(catalogue.each(build::monday()).last().unwrap().status(build::monday()).as_str(), "upcoming");
    assert_eq!(put.status(build::monday() + IN_FORCE_AFTER).as_str(), "active");
}

#[test]
fn i_19_the_same_document_once_more_changes_nothing_and_another_one_is_a_conflict() {
    let at = build::monday();
    let rules = next("workshop", |_| {});
    let Ok(Put::New(put)) = rules.clone().put_after(Some(newest("workshop")), at) else {
        panic!("it is refused")
    };
    let later = at + IN_FORCE_AFTER * 9;
    assert_eq!(rules.clone().put_after(Some(&*put), later), Ok(Put::Unchanged));
    assert_eq!((*put).clone().put_after(Some(&*put), later), Ok(Put::Unchanged));
    let conflict = Err(Refusal::VersionConflict { current: 2 });
    let other = Engagement { solution_area: "other".into(), ..rules.clone() };
    assert_eq!(other.put_after(Some(&*put), later), conflict);
    for wrong in [0, 1, 4] {
        assert_eq!(
            Engagement { rule_version: wrong, ..rules.clone() }.put_after(Some(&*put), later),
            conflict
        );
    }
    let first = Engagement { rule_version: 2, ..rules };
    assert_eq!(first.put_after(None, at), Err(Refusal::VersionConflict { current: 0 }));
}

#[test]
fn i_20_rules_begin_to_hold_when_every_function_knows_them_at_the_earliest() {
    let earliest = build::monday() + IN_FORCE_AFTER;
    let from = |at: jiff::Timestamp| next("workshop", |rules| rules["inForceFrom"] = json!(at));
    let Ok(Put::New(put)) = from(earliest).put_after(Some(newest("workshop")), build::monday()) else {
        panic!("it is refused")
    };
    assert_eq!(put.in_force_from, Some(earliest));
    let found = faults(from(earliest - jiff::SignedDuration::from_millis(1)));
    assert_eq!(found, [("/inForceFrom".into(), "rule_invalid", "too_soon".into())]);
}

#[test]
fn i_20_what_an_engagement_is_does_not_change() {
    let fixed = Code::RuleFixed.as_str();
    let found = faults(next("workshop", |rules| {
        rules["kind"] = json!("association");
        rules["consentMode"] = json!("notice");
        rules["payType"] = json!("none");
        rules["payout"] = Value::Null;
    }));
    let fixed: Vec<&str> = found.iter().filter(|found| found.1 == fixed).map(|found| &*found.0).collect();
    assert_eq!(fixed, ["/kind", "/payType", "/consentMode"]);
}

#[test]
fn v_22_v_53_other_words_need_another_version() {
    let words = json!({ "en": "Other words.", "de": "Andere Worte." });
    let code = Code::TextVersionUnchanged.as_str();
    let (pointer, found, _) = one("workshop", |rules| rules["acknowledgements"][1]["text"] = words.clone());
    assert_eq!((&*pointer, found), ("/acknowledgements/1/version", code));
    let (pointer, found, _) = one("workshop", |rules| rules["disclaimer"]["text"] = words.clone());
    assert_eq!((&*pointer, found), ("/disclaimer/version", code));
    let raised = next("workshop", |rules| {
        rules["disclaimer"] = json!({ "id": "deal-disclaimer", "version": 2, "text": words });
    });
    assert!(matches!(raised.put_after(Some(newest("workshop")), build::monday()), Ok(Put::New(_))));
}

#[test]
fn a_rule_out_of_its_range_or_against_another_one_is_named() {
    type Change = fn(&mut Value);
    let wrong: [(&str, &str, &str, Change); 33] = [
        ("workshop", "/name/de", "text", |rules| rules["name"]["de"] = json!(" ")),
        ("workshop", "/name/en", "text", |rules| rules["name"]["en"] = json!("a\u{202e}b")),
        ("workshop", "/solutionArea", "out_of_range", |rules| rules["solutionArea"] = json!("Modern Work")),
        ("workshop", "/endsAt", "contradiction", |rules| {
            rules["startsAt"] = json!("2027-01-01T00:00:00Z");
            rules["endsAt"] = json!("2027-01-01T00:00:00Z");
        }),
        ("workshop", "/countries", "unknown", |rules| rules["countries"] = json!(["de"])),
        ("workshop", "/countries", "unknown", |rules| rules["referral"]["countries"] = json!(["DEU"])),
        ("workshop", "/caps/activePerCustomer", "out_of_range", |rules| {
            rules["caps"]["activePerCustomer"] = json!(0);
        }),
        ("workshop", "/caps/totalPerCustomer", "contradiction", |rules| {
            rules["caps"] = json!({ "activePerCustomer": 3, "totalPerCustomer": 2 });
        }),
        ("workshop", "/disclaimer", "missing", |rules| rules["disclaimer"] = Value::Null),
        ("modern-work-usage", "/partnerRoles", "missing", |rules| rules["partnerRoles"] = json!([])),
        ("modern-work-usage", "/workloads", "missing", |rules| rules["workloads"] = json!([])),
        ("modern-work-usage", "/workloads/1", "duplicate", |rules| {
            rules["workloads"] = json!([rules["workloads"][0], rules["workloads"][0]]);
        }),
        ("modern-work-usage", "/partnerRoles/0/chooseWhen/en", "text", |rules| {
            rules["partnerRoles"][0]["chooseWhen"]["en"] = json!("");
        }),
        ("workshop", "/acknowledgements", "missing", |rules| rules["acknowledgements"] = json!([])),
        ("workshop", "/disclaimer/id", "out_of_range", |rules| rules["disclaimer"]["id"] = json!("a@b")),
        ("workshop", "/proof/elements/0", "out_of_range", |rules| {
            rules["proof"]["elements"][0]["id"] = json!("");
        }),
        ("workshop", "/proof/documentKinds", "missing", |rules| rules["proof"]["documentKinds"] = json!([])),
        ("workshop", "/proof/maxFiles", "out_of_range", |rules| rules["proof"]["maxFiles"] = json!(31)),
        ("workshop", "/proof/maxFiles", "out_of_range", |rules| rules["proof"]["maxFiles"] = json!(0)),
        ("workshop", "/deadlines/consentDays", "out_of_range", |rules| {
            rules["deadlines"]["consentDays"] = json!(0);
        }),
        ("workshop", "/deadlines/disputeDays", "out_of_range", |rules| {
            rules["deadlines"]["disputeDays"] = json!(732);
        }),
        ("workshop", "/deadlines/reviewDays", "contradiction", |rules| {
            rules["deadlines"]["reviewDays"] = rules["deadlines"]["submitDays"].clone();
        }),
        ("modern-work-usage", "/deadlines/objectionBusinessDays", "out_of_range", |rules| {
            rules["deadlines"]["objectionBusinessDays"] = json!(0);
        }),
        ("modern-work-usage", "/deadlines/termDays", "out_of_range", |rules| {
            rules["deadlines"]["termDays"] = json!(0);
        }),
        ("workshop", "/deadlines/warningDays", "duplicate", |rules| {
            rules["deadlines"]["warningDays"] = json!([7, 7]);
        }),
        ("workshop", "/deadlines/reminderDays", "out_of_range", |rules| {
            rules["deadlines"]["reminderDays"] = json!([0]);
        }),
        ("workshop", "/payout", "contradiction", |rules| rules["payout"] = Value::Null),
        ("workshop", "/payout/byCountry/Germany", "unknown", |rules| {
            rules["payout"]["byCountry"]["Germany"] = json!({ "amount": "1.00", "currency": "EUR" });
        }),
        ("workshop", "/identifierTypes", "missing", |rules| rules["identifierTypes"] = json!([])),
        ("workshop", "/identifierTypes", "contradiction", |rules| {
            rules["identifierTypes"] = json!(["domain", "opportunity"]);
        }),
        ("variable-project", "/identifierTypes", "contradiction", |rules| {
            rules["identifierTypes"] = json!(["opportunity", "tenant"]);
        }),
        ("variable-project", "/payout/cap", "contradiction", |rules| {
            rules["payout"]["cap"]["currency"] = json!("EUR");
        }),
        ("variable-project", "/payout/sharePercent", "out_of_range", |rules| {
            rules["payout"]["sharePercent"] = json!(101);
        }),
    ];
    for (id, pointer, problem, change) in wrong {
        let found = one(id, change);
        assert_eq!((&*found.0, found.1, &*found.2), (pointer, "rule_invalid", problem));
    }
    let many = faults(next("workshop", |rules| {
        rules["name"]["en"] = json!("");
        rules["proof"]["maxFiles"] = json!(0);
        rules["deadlines"]["consentDays"] = json!(0);
    }));
    assert_eq!(many.len(), 3, "every fault is named at once");
}
