//! The vendor's queues, what is late in them, and what a reviewer sees of a new version.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod desk;

use app::{
    figures::Figures,
    reviews::{PHASES, Queue, QueuePlace},
};
use desk::{Desk, HOUR, refusal, reviewer, rivals};
use domain::{
    Caller, ClaimId, Command, Refusal,
    allowed::Act,
    claim::Change,
    input::{ContactPatch, ContentPatch},
};
use testkit::{commands, persona, ready};

const WORKLOADS: [&str; 4] = ["teams", "intune", "entra_id", "exchange_online"];

/// Every claim of a queue, page by page.
fn queue(desk: &Desk, caller: &Caller, queue: Queue, limit: u32) -> Vec<ClaimId> {
    let (mut ids, mut place) = (Vec::new(), Some(QueuePlace::default()));
    while let Some(here) = place.take() {
        let (claims, next) = ready(desk.app.queue(caller, queue, limit, here)).unwrap();
        assert!(claims.len() <= limit as usize);
        ids.extend(claims.into_iter().map(|claim| claim.id));
        place = next;
    }
    ids
}

fn figures(desk: &Desk) -> Vec<Figures> {
    ready(desk.app.figures(&persona::review_lead())).unwrap()
}

#[test]
fn domain_9_a_queue_is_in_the_order_of_the_clocks_however_it_is_paged() {
    let desk = Desk::open();
    let claims: Vec<ClaimId> = WORKLOADS
        .iter()
        .map(|workload| {
            desk.wait(HOUR * 30);
            desk.claims(&persona::partner_a_admin(), &[workload])
        })
        .collect();
    desk.start(&claims[1]).unwrap();
    let waiting = [claims[0].clone(), claims[2].clone(), claims[3].clone()];
    for limit in [1, 2, 25] {
        assert_eq!(queue(&desk, &persona::review_lead(), Queue::Unassigned, limit), waiting, "{limit}");
    }
    assert_eq!(queue(&desk, &persona::reviewer(), Queue::Mine, 25), [claims[1].clone()]);
    assert!(queue(&desk, &persona::review_lead(), Queue::Mine, 25).is_empty());
    // Nobody reviews the own organisation, and whoever has no such role sees no queue.
    let own = Caller { org: persona::partner_a_admin().org, ..persona::reviewer() };
    assert!(queue(&desk, &own, Queue::Unassigned, 25).is_empty());
    for (name, caller) in persona::all() {
        let asked = ready(desk.app.queue(&caller, Queue::Unassigned, 25, QueuePlace::default()));
        let works = ["reviewer", "review-lead", "programme-manager"].contains(&name);
        assert_eq!(asked.is_ok(), works, "{name}");
        assert_eq!(ready(desk.app.waiting(&caller, 25)).is_ok(), works, "{name}");
    }
}

#[test]
fn domain_9_a_contest_waits_in_a_queue_of_its_own() {
    let rivals = rivals();
    let contested = queue(&rivals.desk, &persona::review_lead(), Queue::Contested, 25);
    assert_eq!(contested, std::slice::from_ref(&rivals.challenger));
    assert_eq!(queue(&rivals.desk, &persona::reviewer(), Queue::Mine, 25), contested, "its review goes on");
}

#[test]
fn p14_the_figures_count_what_is_late_and_how_long_it_waits() {
    let desk = Desk::open();
    assert!(figures(&desk).iter().all(|one| one.in_time + one.overdue == 0 && !one.more));
    let old = desk.claims(&persona::partner_a_admin(), &["teams"]);
    desk.wait(HOUR * 24 * 9);
    let new = desk.claims(&persona::partner_a_admin(), &["intune"]);
    let taken = desk.claims(&persona::partner_a_admin(), &["entra_id"]);
    desk.start(&taken).unwrap();
    desk.wait(HOUR * 72);
    let counted = figures(&desk);
    let [late, in_time, ..] = counted.as_slice() else { panic!("four phases") };
    assert_eq!((late.phase, late.in_time, late.overdue, late.ages), ("submitted", 1, 1, [0, 1, 0, 1, 0]));
    assert_eq!((in_time.phase, in_time.overdue, in_time.ages), ("under_review", 0, [0, 1, 0, 0, 0]));
    assert_eq!(queue(&desk, &persona::review_lead(), Queue::Overdue, 25), std::slice::from_ref(&old));
    assert_ne!(old, new);
    // A day belongs to the age that it completes.
    for (hours, ages) in
        [(23, [0, 1, 0, 1, 0]), (1, [0, 1, 0, 1, 0]), (48, [0, 0, 1, 1, 0]), (24 * 7, [0, 0, 0, 1, 1])]
    {
        desk.wait(HOUR * hours);
        assert_eq!(figures(&desk)[0].ages, ages, "{hours} hours later");
    }
    assert_eq!(figures(&desk).iter().map(|one| one.phase).collect::<Vec<_>>(), PHASES);
    for (name, caller) in persona::all() {
        let oversees = ["review-lead", "programme-manager"].contains(&name);
        assert_eq!(ready(desk.app.figures(&caller)).is_ok(), oversees, "{name}");
    }
    assert_eq!(refusal(ready(desk.app.figures(&persona::reviewer()))), Refusal::Forbidden);
}

#[test]
fn domain_9_the_difference_is_to_the_last_version_that_says_something_else() {
    let desk = Desk::open();
    let id = desk.claims(&persona::partner_a_admin(), &["teams", "intune"]);
    let changes = |id: &ClaimId| ready(desk.app.changes(&desk.claim(id))).unwrap();
    assert_eq!(changes(&id), None, "there is nothing to compare");
    let send_back = |pointer: &str| {
        desk.start(&id).unwrap();
        desk.act(&id, reviewer(), Command::Return(commands::reasons(pointer)));
    };
    send_back("/partnerContact");
    let contact = ContactPatch { name: Some(Some("Jonas Brandt".into())), ..ContactPatch::default() };
    let patch = ContentPatch { partner_contact: Some(Some(contact)), ..ContentPatch::default() };
    let partner = || domain::Actor::Staff(persona::partner_a_admin());
    desk.act(&id, partner(), Command::Edit(patch));
    desk.by_partner(&id, Act::Resubmit);
    let (number, told) = changes(&id).unwrap();
    assert_eq!(number, 1);
    let [Change::Field { pointer: "/partnerContact/name", after, .. }] = told.as_slice() else {
        panic!("{told:?}")
    };
    assert_eq!(after, "Jonas Brandt");
    // Answered in words alone: the version before the last says the same.
    send_back("/proof");
    desk.by_partner(&id, Act::Resubmit);
    assert_eq!(changes(&id), Some((2, Vec::new())));
}
