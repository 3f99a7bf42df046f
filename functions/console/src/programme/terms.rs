//! The rules of an engagement as people read them.

use domain::{
    Engagement, Money,
    catalogue::{Check, Deadlines, Eligible, PayType, Payout, VersionedText},
};
use jiff::tz::TimeZone;
use mail::Value;

use crate::{pages::Page, texts::filled};

/// A group of rules: its title, and each rule with its label.
pub(super) struct Section {
    pub(super) title: String,
    pub(super) rules: Vec<(String, String)>,
}

/// How it is paid, in the word of the API.
pub(super) fn pay_type(rules: &Engagement) -> &'static str {
    match rules.pay_type {
        PayType::Fixed => "fixed",
        PayType::Variable => "variable",
        PayType::None => "none",
    }
}

pub(super) fn sections(rules: &Engagement, page: &Page, zone: &TimeZone) -> Vec<Section> {
    let sections = [
        ("rules-general", general(rules, page, zone)),
        ("rules-roles", roles(rules, page)),
        ("rules-items", items(rules, page)),
        ("rules-deadlines", deadlines(&rules.deadlines, page)),
        ("rules-proof", proof(rules, page)),
        ("rules-texts", texts(rules, page)),
        ("rules-pay", pay(rules, page)),
    ];
    let filled = sections.into_iter().filter(|(_, rules)| !rules.is_empty());
    filled.map(|(title, rules)| Section { title: page.t(title), rules }).collect()
}

fn general(rules: &Engagement, page: &Page, zone: &TimeZone) -> Vec<(String, String)> {
    let (caps, any) = (&rules.caps, page.t("any"));
    let eligibility = match rules.eligibility {
        Eligible::Open => "eligibility-open",
        Eligible::Listed => "eligibility-listed",
    };
    let identifiers = rules.identifier_types.iter().map(|kind| page.word("identifier", kind.as_str()));
    let identifiers: Vec<String> = identifiers.collect();
    let cap = |cap: Option<u32>| cap.map(|cap| cap.to_string());
    let listed = |list: &[String]| if list.is_empty() { any.clone() } else { list.join(", ") };
    let rules = [
        ("solution-area", Some(page.area(&rules.solution_area))),
        ("kind", Some(page.word("kind", rules.kind.as_str()))),
        ("customers-part", Some(page.word("mode-is", rules.consent_mode.as_str()))),
        ("runs-from", rules.starts_at.map(|at| page.event(at, zone))),
        ("runs-until", rules.ends_at.map(|at| page.deadline(at, zone))),
        ("identifiers", Some(identifiers.join(", "))),
        ("who-is-eligible", Some(page.t(eligibility))),
        ("countries", Some(listed(&rules.countries))),
        ("cap-active", cap(caps.active_per_customer)),
        ("cap-total", cap(caps.total_per_customer)),
    ];
    rules.into_iter().filter_map(|(label, rule)| Some((page.t(label), rule?))).collect()
}

fn roles(rules: &Engagement, page: &Page) -> Vec<(String, String)> {
    let role = |role: &domain::catalogue::PartnerRole| {
        let paid = if role.incentivised { "role-paid" } else { "role-unpaid" };
        let opt_out = if role.may_opt_out { page.t("role-may-opt-out") } else { String::new() };
        let words = format!("{} {} {opt_out}", role.choose_when.get(page.locale), page.t(paid));
        (role.name.get(page.locale).to_owned(), words.trim().to_owned())
    };
    rules.partner_roles.iter().map(role).collect()
}

fn items(rules: &Engagement, page: &Page) -> Vec<(String, String)> {
    let names = |named: &[domain::catalogue::Named]| {
        let names: Vec<&str> = named.iter().map(|one| one.name.get(page.locale)).collect();
        names.join(", ")
    };
    let lists = [("workloads", names(&rules.workloads)), ("products", names(&rules.products))];
    let lists = lists.into_iter().filter(|(_, names)| !names.is_empty());
    lists.map(|(label, names)| (page.t(label), names)).collect()
}

fn deadlines(days: &Deadlines, page: &Page) -> Vec<(String, String)> {
    let count = |days: u16, id: &str| (days > 0).then(|| page.counted(id, days.into()));
    let business = |days: u16| count(days, "business-days");
    let calendar = |days: u16| count(days, "calendar-days");
    let list = |days: &[u16]| {
        let days: Vec<String> = days.iter().map(ToString::to_string).collect();
        let days = days.join(", ");
        (!days.is_empty()).then(|| filled(page.locale, "on-days", &[("days", Value::Ours(&days))]))
    };
    let clocks = [
        ("days-consent", calendar(days.consent_days)),
        ("days-objection", business(days.objection_business_days)),
        ("days-submit", calendar(days.submit_days)),
        ("days-review", calendar(days.review_days)),
        ("days-vendor-start", business(days.vendor_start_business_days)),
        ("days-vendor-decision", business(days.vendor_decision_business_days)),
        ("days-partner-answer", business(days.partner_answer_business_days)),
        ("days-return-minimum", business(days.return_minimum_business_days)),
        ("days-dispute", calendar(days.dispute_days)),
        ("days-dispute-answer", business(days.dispute_answer_business_days)),
        ("days-dispute-phase", calendar(days.dispute_phase_days)),
        ("days-contest-answer", business(days.contest_answer_business_days)),
        ("days-idle-draft", calendar(days.idle_draft_days)),
        ("days-idle-warning", calendar(days.idle_draft_warning_days)),
        ("days-grace", calendar(days.subscription_grace_days)),
        ("days-term", days.term_days.and_then(calendar)),
        ("days-warnings", list(&days.warning_days)),
        ("days-expiry", list(&days.expiry_notice_days)),
        ("days-reminders", list(&days.reminder_days)),
        ("days-last-reminders", list(&days.last_reminder_days)),
    ];
    clocks.into_iter().filter_map(|(label, days)| Some((page.t(label), days?))).collect()
}

fn proof(rules: &Engagement, page: &Page) -> Vec<(String, String)> {
    let element = |element: &domain::catalogue::ProofElement| {
        let check = match element.check {
            Check::System => page.t("system-looks"),
            Check::Reviewer => page.t("reviewer-looks"),
        };
        let only = if element.public_sector_only { page.t("public-sector-only") } else { String::new() };
        (element.name.get(page.locale).to_owned(), format!("{check} {only}").trim().to_owned())
    };
    let invoice = if rules.proof.invoice { "yes" } else { "no" };
    let rest = [
        (page.t("most-files"), rules.proof.max_files.to_string()),
        (page.t("invoice-asked"), page.t(invoice)),
    ];
    rules.proof.elements.iter().map(element).chain(rest).collect()
}

fn texts(rules: &Engagement, page: &Page) -> Vec<(String, String)> {
    let said = |label: &str, text: &VersionedText| {
        let version = filled(page.locale, "version-is", &[("version", text.version.into())]);
        (format!("{} ({version})", page.t(label)), text.text.get(page.locale).to_owned())
    };
    let accepted = rules.acknowledgements.iter().map(|text| said("acknowledgement", text));
    accepted.chain(rules.disclaimer.iter().map(|text| said("asked-with", text))).collect()
}

fn pay(rules: &Engagement, page: &Page) -> Vec<(String, String)> {
    let money = |money: &Money| page.money(money.amount(), &money.currency);
    let mut told = vec![(page.t("how-paid"), page.word("pay", pay_type(rules)))];
    let mut add = |label: &str, rule: String| told.push((page.t(label), rule));
    match &rules.payout {
        Some(Payout::Fixed { by_country, otherwise }) => {
            let countries: Vec<String> =
                by_country.iter().map(|(country, amount)| format!("{country}: {}", money(amount))).collect();
            add("pay-by-country", countries.join(", "));
            add("pay-otherwise", money(otherwise));
        }
        Some(Payout::Variable { rate, share_percent, cap, min_hours, max_hours }) => {
            add("pay-rate", money(rate));
            add("pay-share", format!("{share_percent} %"));
            add("pay-cap", money(cap));
            add("pay-hours", format!("{min_hours}–{max_hours}"));
        }
        None => {}
    }
    if let Some(referral) = &rules.referral {
        add("referral-from", money(&referral.minimum_deal_size));
        add("co-sell-possible", page.t(if referral.co_sell { "yes" } else { "no" }));
    }
    told.retain(|(_, rule)| !rule.is_empty());
    told
}
