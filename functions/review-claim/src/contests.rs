//! Contests over HTTP: the partners speak, a review lead decides.

use domain::{ContestId, Refusal};
use serde::Deserialize;
use web::{Call, Problem, Reply, respond, views};

use crate::ReviewClaim;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Statement {
    #[serde(default)]
    text: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Decision {
    #[serde(default)]
    winner: Option<String>,
    #[serde(default)]
    reason: Option<String>,
}

impl ReviewClaim {
    /// Newest first; partners see those of their own claims that they may see.
    pub(crate) async fn contests(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        let mut query = call.query();
        let limit = query.limit();
        let bound_to = format!("contests {}", caller.sub);
        let after: Option<String> = query.cursor(&self.keys, &bound_to);
        query.finish()?;
        let (page, claims) = self.app.contests(&caller, after.as_deref(), limit).await?;
        let items = page.contests.iter().map(|contest| views::contest(contest, &claims, &caller)).collect();
        let next = page.next.map(|place| call.next_page(&self.keys.seal_cursor(&place, &bound_to)));
        Ok(respond::json(call, 200, &views::List { items, next }))
    }

    pub(crate) async fn contest(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        call.query().finish()?;
        let (contest, claims) = self.app.contest(&contest_id(call)?, &caller).await?;
        let view = views::contest(&contest, &claims, &caller);
        Ok(respond::json(call, 200, &view).etag(contest.revision))
    }

    pub(crate) async fn state_in_contest(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        call.query().finish()?;
        let key = call.idempotency_key(&caller)?;
        let said: Statement = call.body_json_or_default()?;
        let id = contest_id(call)?;
        let (contest, replayed) = self.app.state_in_contest(&id, &caller, key, said.text.as_deref()).await?;
        Ok(respond::json(call, 201, &views::contest(&contest, &[], &caller)).replayed(replayed))
    }

    pub(crate) async fn decide_contest(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        call.query().finish()?;
        let key = call.idempotency_key(&caller)?;
        let given: Decision = call.body_json_or_default()?;
        let id = contest_id(call)?;
        let (winner, reason) = (given.winner.as_deref(), given.reason.as_deref());
        let (contest, replayed) = self.app.decide_contest_once(&id, &caller, key, winner, reason).await?;
        Ok(respond::json(call, 200, &views::contest(&contest, &[], &caller)).replayed(replayed))
    }
}

fn contest_id(call: &Call) -> Result<ContestId, Problem> {
    ContestId::parse(call.path("id")).ok_or_else(|| Refusal::NotFound.into())
}
