//! Answers on the way to a claim, from one page to the next.

use std::collections::BTreeMap;

use domain::{AnswersId, Caller, Refusal};
use jiff::SignedDuration;

use crate::{
    execute::{App, Failure},
    ports::{AnswerBook, Answers},
};

/// How long answers are kept after the last one.
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

impl<S: AnswerBook> App<S> {
    /// Keeps answers; without an id they are the first ones.
    pub async fn answer(
        &self,
        id: Option<AnswersId>,
        fields: BTreeMap<String, Vec<String>>,
        caller: &Caller,
    ) -> Result<Answers, Failure> {
        let now = self.now();
        let id = id.unwrap_or_else(|| AnswersId::fresh(now, self.entropy.bytes()));
        let until = now.saturating_add(KEPT_FOR).unwrap_or(now);
        let answers = Answers { id, org: caller.org.clone(), by: caller.sub.clone(), fields, until };
        self.store.put_answers(&answers).await?;
        Ok(answers)
    }

    /// What the caller has answered; nobody else reads it.
    pub async fn answers(&self, id: &AnswersId, caller: &Caller) -> Result<Answers, Failure> {
        let found = self.store.answers(id).await?;
        let own = |answers: &Answers| answers.org == caller.org && answers.by == caller.sub;
        Ok(found.filter(own).filter(|answers| self.now() < answers.until).ok_or(Refusal::NotFound)?)
    }
}
