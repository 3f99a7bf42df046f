//! Caps under concurrency (V-49, I-12, scenario 12).

use tests::{
    Product,
    claims::fresh_tenant,
    deals::{deal_on, rival_deal_on},
};
use tokio::task::JoinSet;

/// Requests of two partners at once …
const RACERS: usize = 64;
/// … so many times.
const ROUNDS: usize = 100;

/// 64 requests of two partners for the last place: exactly one wins. The others of the winner's organisation
/// hear of their own claim, those of the other one that the cap is reached.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn s_12_sixty_four_racers_for_the_last_place() {
    let product = Product::start().await;
    for round in 0..ROUNDS {
        let tenant = fresh_tenant();
        let mut racers = JoinSet::new();
        for number in 0..RACERS {
            let own = number % 2 == 0;
            let (who, body) = if own {
                (product.partner(), deal_on(&tenant, &["workshop"]))
            } else {
                (product.other_partner(), rival_deal_on(&tenant, &["workshop"]))
            };
            racers.spawn(async move { (own, who.post("/v1/claims", &body).may_be_unavailable().await) });
        }
        let answers = racers.join_all().await;
        let winners: Vec<bool> =
            answers.iter().filter(|(_, answer)| answer.status == 201).map(|(own, _)| *own).collect();
        let [winner] = winners.as_slice() else { panic!("round {round}: {} winners", winners.len()) };
        for (own, answer) in answers.iter().filter(|(_, answer)| answer.status != 201) {
            let expected = if own == winner { "duplicate_claim" } else { "customer_cap_reached" };
            assert_eq!(
                (answer.status, answer.code().as_str()),
                (409, expected),
                "round {round}: {}",
                answer.text()
            );
        }
    }
}
