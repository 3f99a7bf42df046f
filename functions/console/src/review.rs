//! The reviewer's side: queues, the desk, contests.

mod acts;
mod contest_page;
mod contests;
mod desk;
mod facts;
mod proof;
mod queue;
mod said;

#[cfg(test)]
pub(crate) use acts::ACTS;

use domain::{Caller, Code};
use web::{Call, Problem, Reply};

use crate::Console;

impl Console {
    /// Pages of reviews and contests.
    pub(crate) async fn reviewing(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        match call.route() {
            "GET /console/reviews" => self.queue_page(call, caller).await,
            "GET /console/reviews/{id}" => self.desk(call, caller).await,
            "POST /console/reviews/{id}/{action}" => self.act_at_the_desk(call, caller).await,
            "GET /console/contests" => self.contests(call, caller).await,
            "GET /console/contests/{id}" => self.contest(call, caller).await,
            "POST /console/contests/{id}/{action}" => self.act_in_a_contest(call, caller).await,
            _ => Err(Code::NotFound.into()),
        }
    }
}
