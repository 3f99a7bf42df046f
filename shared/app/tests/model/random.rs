//! Random histories from a seed: mostly what people would do next, sometimes anything at all.

use crate::{
    naive::{claim::Claim, standing},
    people,
    step::{CREATES, ENGAGES, HOWS, LOCATIONS, SUBSCRIPTIONS, Seen, Step},
    world::World,
};

/// Numbers from a seed, the same in every run.
pub(crate) struct Numbers {
    state: u64,
    /// The claim that somebody is at
    claim: usize,
}

impl Numbers {
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d, claim: 0 }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Less than `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap() % end.max(1)
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// How often an act is chosen among those that are allowed.
fn weight(act: &str) -> usize {
    match act {
        "submit" | "resubmit" | "start_review" | "send_consent" => 40,
        "approve" | "dispute" => 30,
        "return" => 14,
        "reject" => 12,
        "edit" | "upload" | "change_contact" | "resend" => 5,
        "recall" => 8,
        "release" | "withdraw" | "extend_deadline" => 2,
        "cancel" | "stop" | "disassociate" => 1,
        _ => 0,
    }
}

/// Whether anything is to come.
fn is_alive(claim: &Claim) -> bool {
    !claim.is_terminal() && (claim.status != "approved" || claim.is_held())
}

/// Whether the partner loses something by waiting.
fn is_answer_due(claim: &Claim) -> bool {
    claim.status == "rejected" || claim.status == "action_required"
}

/// The next step.
pub(crate) fn next(world: &World, numbers: &mut Numbers) -> Step {
    let claims = world.claims();
    let alive: Vec<usize> = (0..claims).filter(|index| is_alive(&world.model.claims[*index])).collect();
    if alive.len() < 3 || (alive.len() < 6 && numbers.chance(3)) {
        let who = if numbers.chance(50) { "partner-a-admin" } else { "partner-b-admin" };
        if numbers.chance(50) {
            return engage(who, numbers);
        }
        let good = &CREATES[..12];
        let how = if numbers.chance(85) { numbers.pick(good) } else { numbers.pick(CREATES) };
        let who = if numbers.chance(95) { who } else { numbers.pick(&people::ALL[..14]) };
        return Step::Create { who, how };
    }
    // Whoever is at a claim mostly stays at it, so that claims get far.
    if !alive.contains(&numbers.claim) || numbers.chance(30) {
        numbers.claim = if numbers.chance(90) { numbers.pick(&alive) } else { numbers.below(claims) };
    }
    let claim = numbers.claim;
    if is_answer_due(&world.model.claims[claim]) && numbers.chance(15) {
        return Step::Wait { seconds: wait(world, claim, numbers) };
    }
    match numbers.below(100) {
        0..16 => Step::Wait { seconds: wait(world, claim, numbers) },
        16..20 => {
            let held = held(world).filter(|_| numbers.chance(30));
            Step::Sweep { claim: held.unwrap_or(claim) }
        }
        20..22 => Step::Subscription {
            n: u8::try_from(numbers.below(2)).unwrap(),
            how: if numbers.chance(40) { "active" } else { numbers.pick(SUBSCRIPTIONS) },
        },
        22..24 => Step::Location {
            n: u8::try_from(numbers.below(3)).unwrap(),
            how: if numbers.chance(85) {
                numbers.pick(&["fine", "unpayable"])
            } else {
                numbers.pick(LOCATIONS)
            },
        },
        24..25 => Step::Look { who: numbers.pick(&people::ALL), claim },
        25..26 => Step::Clone { who: numbers.pick(&people::ALL[..6]), claim },
        26..33 if world.contests() > 0 => decide(world, numbers),
        33..43 => anything(claim, numbers),
        _ => sensible(world, claim, numbers),
    }
}

/// Engagement claims of somebody.
fn engage(who: &'static str, numbers: &mut Numbers) -> Step {
    let who = match numbers.below(20) {
        0 => numbers.pick(&people::ALL[..14]),
        1..4 if who == "partner-a-admin" => "partner-a-user",
        _ => who,
    };
    let often = &ENGAGES[..24];
    Step::Engage { who, how: if numbers.chance(75) { numbers.pick(often) } else { numbers.pick(ENGAGES) } }
}

/// A claim whose earning is held: the sweep looks again.
fn held(world: &World) -> Option<usize> {
    let now = world.model.rules.now;
    world.model.claims.iter().position(|claim| {
        claim.earning.as_ref().and_then(|earning| earning.look_again_at).is_some_and(|at| at <= now)
    })
}

/// {0, 1 s, window - 1 s, window, window + 1 s} of a running clock.
fn wait(world: &World, claim: usize, numbers: &mut Numbers) -> i64 {
    let shown = world.model.shown(claim);
    let now = world.model.rules.now;
    let mut ends: Vec<i64> = standing::deadlines(&shown)
        .into_iter()
        .filter(|(clock, _)| *clock != "idle_draft" || numbers.chance(4))
        .map(|(_, at)| at)
        .collect();
    ends.extend(standing::next_reminder(&shown));
    // E14: the end of the way back.
    let handed_in = shown.deal.as_ref().filter(|_| shown.status == "submitted");
    ends.extend(handed_in.and_then(|deal| deal.submit_by));
    for item in &shown.items {
        if let Some(association) = &item.association {
            ends.extend(association.end().map(|(at, _)| at));
        }
    }
    if let Some(earning) = &shown.earning {
        ends.extend(earning.look_again_at);
    }
    let day = 86_400;
    if ends.is_empty() || numbers.chance(if is_answer_due(&shown) { 10 } else { 40 }) {
        return numbers.pick(&[0, 1, 60, 3600, day, 2 * day]);
    }
    let window = ((numbers.pick(&ends) - now) / 1000).max(0);
    if is_answer_due(&shown) && numbers.chance(40) {
        return window;
    }
    match numbers.below(10) {
        0 => 0,
        1 => 1,
        2 | 3 => (window - 1).max(0),
        4 | 5 => window,
        6 => window + 1,
        _ => window / 2,
    }
}

fn decide(world: &World, numbers: &mut Numbers) -> Step {
    let open: Vec<usize> = world
        .model
        .contests
        .iter()
        .enumerate()
        .filter(|(_, contest)| contest.winner.is_none())
        .map(|(place, _)| place)
        .collect();
    let any = numbers.below(world.contests());
    let contest = if open.is_empty() || numbers.chance(15) { any } else { numbers.pick(&open) };
    let leads = ["review-lead", "review-lead-2"];
    Step::Decide {
        who: if numbers.chance(85) { numbers.pick(&leads) } else { numbers.pick(&people::ALL[..14]) },
        contest,
        winner: numbers.pick(&["challenger", "challenger", "incumbent", "nobody"]),
        how: if numbers.chance(90) { "right" } else { "no reason" },
    }
}

/// Any act of anybody, in any way.
fn anything(claim: usize, numbers: &mut Numbers) -> Step {
    let (act, hows) = numbers.pick(HOWS);
    done(numbers.pick(&people::ALL), claim, act, numbers.pick(hows), numbers)
}

fn done(
    who: &'static str,
    claim: usize,
    act: &'static str,
    how: &'static str,
    numbers: &mut Numbers,
) -> Step {
    let seen = match numbers.below(20) {
        0 => Seen::Missing,
        1 => Seen::Stale,
        2..6 => Seen::Current,
        _ => Seen::Any,
    };
    let key = if numbers.chance(20) { u8::try_from(1 + numbers.below(3)).unwrap() } else { 0 };
    let n = if numbers.chance(70) { 0 } else { numbers.pick(&[1, 2, 3, 9]) };
    Step::Do { who, claim, act, how, n, seen, key }
}

/// What somebody would do next with the claim.
fn sensible(world: &World, claim: usize, numbers: &mut Numbers) -> Step {
    let shown = world.model.shown(claim);
    let mut choices: Vec<(usize, &'static str, &'static str)> = Vec::new();
    for who in [admin(&shown), "reviewer", "reviewer-2", "review-lead", "review-lead-2", "programme-manager"]
    {
        for act in standing::allowed(&shown, people::actor(who)) {
            if let Some((act, _)) = HOWS.iter().find(|(known, _)| *known == act) {
                choices.push((weight(act), who, act));
            }
        }
    }
    choices.extend(by_others(&shown));
    let total: usize = choices.iter().map(|(weight, ..)| weight).sum();
    let mut place = numbers.below(total);
    for (weight, who, act) in choices {
        if place < weight {
            return done(who, claim, act, way(&shown, act, numbers), numbers);
        }
        place -= weight;
    }
    anything(claim, numbers)
}

/// Who acts for the partner.
fn admin(shown: &Claim) -> &'static str {
    if shown.org == "partner-a" { "partner-a-admin" } else { "partner-b-admin" }
}

/// What the customer and the system do.
fn by_others(shown: &Claim) -> Vec<(usize, &'static str, &'static str)> {
    let mut choices = Vec::new();
    let admin = admin(shown);
    if shown.documents.iter().any(|document| document.state == "pending") {
        choices.push((60, "system", "scan"));
    }
    if shown.documents.iter().any(|document| document.state == "infected" || document.state == "refused") {
        choices.push((30, admin, "remove_document"));
    }
    let prepared = shown.status == "draft" || shown.status == "consent_received";
    if prepared && shown.documents.is_empty() {
        choices.push((80, admin, "upload"));
    }
    let invoiced = shown.documents.iter().any(|document| document.kind == "invoice");
    if prepared && shown.deal.is_some() && !shown.documents.is_empty() && !invoiced {
        choices.push((60, admin, "upload"));
    }
    if shown.consent_open() {
        choices.push((if shown.consent_state() == "delivered" { 6 } else { 40 }, "system", "mail"));
        choices.push((5, "customer", "delegate"));
        choices.push((2, "customer", "report"));
    }
    if shown.consent.is_some() {
        let late = shown.status == "disputed" || shown.status == "approved";
        let weight = match shown.status {
            "awaiting_consent" => 30,
            _ if shown.deal.is_some() => 1,
            _ if late => 10,
            _ => 4,
        };
        choices.push((weight, "customer", "answer"));
    }
    if shown.status == "rejected" && shown.documents.len() > 1 {
        choices.push((10, admin, "remove_document"));
    }
    choices
}

/// Mostly the right way.
fn way(shown: &Claim, act: &str, numbers: &mut Numbers) -> &'static str {
    let hows = HOWS.iter().find(|(known, _)| *known == act).map_or(&["right"][..], |(_, hows)| hows);
    if act == "mail" {
        return numbers.pick(&[
            "sent",
            "delivered",
            "delivered",
            "delivered",
            "bounce",
            "unknown",
            "complaint",
        ]);
    }
    if act == "scan" {
        return numbers.pick(&["clean", "clean", "clean", "clean", "clean", "clean", "infected", "refused"]);
    }
    if act == "answer" && shown.deal.is_some() && numbers.chance(80) {
        let open = ["accept", "accept", "accept", "accept", "decline"];
        return if shown.consent_open() { numbers.pick(&open) } else { "withdraw" };
    }
    if act == "answer" && numbers.chance(60) {
        let open = ["accept", "accept", "object"];
        return if shown.consent_open() {
            numbers.pick(&open)
        } else {
            numbers.pick(&["object", "withdraw"])
        };
    }
    if act == "edit" && shown.status == "action_required" && numbers.chance(70) {
        return match *shown.reopened.get(numbers.below(shown.reopened.len())).unwrap_or(&"/name") {
            "/items" => numbers.pick(&["items first", "items more", "subscription other", "items none"]),
            "/customerContact" => numbers.pick(&["contact title", "contact locale", "contact partner"]),
            "/locationId" => numbers.pick(&["location other", "location foreign"]),
            "/partnerContact" => "partner name",
            _ => "right",
        };
    }
    if act == "upload" && shown.deal.is_some() && numbers.chance(80) {
        return if shown.documents.is_empty() { "whole" } else { "invoice" };
    }
    if act == "upload" && numbers.chance(30) {
        return numbers.pick(&["first item", "no element", "one element", "year old"]);
    }
    if act == "delegate" {
        return numbers.pick(&["right", "right", "another", "another", "foreign", "no domains"]);
    }
    if act == "return" {
        let first = if shown.deal.is_some() { 1 } else { 0 };
        return if numbers.chance(20) { "several" } else { numbers.pick(&hows[first..7]) };
    }
    if act == "approve" && numbers.chance(25) {
        return "first";
    }
    if numbers.chance(75) { hows[0] } else { numbers.pick(hows) }
}
