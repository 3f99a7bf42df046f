//! New claims of either kind, which nobody but their partner knows of yet (T1, E1, E2).

use domain::{
    Caller, Claim, Envelope, Refusal,
    command::Key,
    input::{ClaimInput, EngagementInput},
};

use crate::{
    engage::Made,
    execute::{App, Failure},
    ports::{Claims, Engagements, Programme},
};

/// What is to be claimed.
#[derive(Debug, Clone, PartialEq)]
pub enum DraftInput {
    /// One association
    Association(Box<ClaimInput>),
    /// One claim for each engagement
    Engagement(Box<EngagementInput>),
}

impl<S: Claims + Engagements + Programme> App<S> {
    /// Makes the claims, all or none.
    pub async fn draft(
        &self,
        input: &DraftInput,
        caller: &Caller,
        key: Option<Key>,
    ) -> Result<Made, Failure> {
        match input {
            DraftInput::Association(input) => {
                let done = self.create(input, caller, key).await?;
                Ok(Made { claims: vec![done.claim], replayed: done.replayed })
            }
            DraftInput::Engagement(input) => self.engage(input, caller, key).await,
        }
    }

    /// What would come of a command on a claim, without its effect.
    pub fn rehearse(&self, claim: &Claim, envelope: Envelope) -> Result<(), Refusal> {
        domain::decide(claim, envelope, self.context(&self.catalogue())).map(|_| ())
    }

    /// The claims that would be made (`validateOnly`).
    pub async fn validate_draft(&self, input: &DraftInput, caller: &Caller) -> Result<Vec<Claim>, Failure> {
        match input {
            DraftInput::Association(input) => Ok(vec![self.validate(input, caller).await?]),
            DraftInput::Engagement(input) => self.validate_engagement(input, caller).await,
        }
    }
}
