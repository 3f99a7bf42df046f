//! `POST /v1/claims/{id}/consent/reminders`: the same notice once more (T23, K9).

use app::ports::Mails as _;
use domain::{Actor, Command, Envelope, Precondition, Refusal};
use web::{Call, Problem, Reply, respond, views};

use crate::ChangeClaim;

impl ChangeClaim {
    pub(crate) async fn remind(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        call.body_json_or_default::<web::Nothing>()?;
        let id = web::claim_id(call)?;
        let envelope = Envelope {
            key: call.idempotency_key(&caller)?,
            actor: Actor::Staff(caller),
            precondition: Precondition::NotNeeded,
            command: Command::Resend,
        };
        let (seen, mails) = self.app.store.with_mails(&id).await?;
        let done = self.app.execute_on(seen.ok_or(Refusal::NotFound)?, envelope).await?;
        let record = views::consent_record(&done.claim, &mails).ok_or(Refusal::NotFound)?;
        Ok(respond::json(call, 202, &record).replayed(done.replayed))
    }
}
