//! Forms of the desk: each sends one command of the API.

use app::{Failure, ports::Visibility};
use domain::{Caller, Claim, Code, Command, Envelope, Fault, claim::Reason, command::ItemVerdict};
use web::{Call, Problem, Reply, respond};

use crate::{
    Console,
    forms::Fields,
    refused::{Refused, plain},
    review::desk::Told,
    session::actor,
};

/// What the forms of the desk do. Comments are no act of a review; their form stands beside these.
pub(crate) const ACTS: [&str; 6] = ["start_review", "approve", "return", "reject", "release", "comment"];

/// Reasons that a reviewer can give in one form.
pub(super) const REASONS: usize = 5;

impl Fields {
    /// What a reviewer decides of each item.
    fn verdicts(&self) -> Vec<ItemVerdict> {
        let decided = self.all().iter().filter_map(|(name, decision)| {
            let key = name.strip_prefix("item-")?;
            let reason = self.text(&format!("why-{key}"));
            Some(ItemVerdict { key: key.into(), decision: decision.clone(), reason })
        });
        decided.collect()
    }

    /// Why a reviewer returns or rejects: the reasons of which anything was filled in, by their places.
    fn reasons(&self) -> Vec<(usize, Reason)> {
        let reason = |number: usize| {
            let part = |name: &str| self.text(&format!("{name}-{number}"));
            let (code, text) = (part("code"), part("text"));
            if code.is_none() && text.is_none() {
                return None;
            }
            let reason = Reason {
                code: code.unwrap_or_default(),
                pointer: part("pointer").unwrap_or_default(),
                document_id: part("document"),
                text: text.unwrap_or_default(),
            };
            Some((number, reason))
        };
        (0..REASONS).filter_map(reason).collect()
    }

    fn coded(&self) -> Vec<Reason> {
        self.reasons().into_iter().map(|(_, reason)| reason).collect()
    }

    /// The field that a fault is about.
    pub(super) fn place(&self, fault: &Fault) -> String {
        let mut parts = fault.pointer.split('/').skip(1);
        let numbered = |text: Option<&str>| text.and_then(|text| text.parse::<usize>().ok());
        match parts.next().unwrap_or_default() {
            "reasons" => {
                let place = numbered(parts.next()).and_then(|index| Some(self.reasons().get(index)?.0));
                let field = match parts.next() {
                    Some("documentId") => "document",
                    Some(field @ ("pointer" | "text")) => field,
                    _ => "code",
                };
                format!("{field}-{}", place.unwrap_or_default())
            }
            "items" => {
                let verdicts = self.verdicts();
                let decided = numbered(parts.next()).and_then(|index| verdicts.get(index));
                let named = fault.params.iter().find(|(name, _)| *name == "item").map(|(_, key)| key);
                decided.map(|verdict| &verdict.key).or(named).map_or("approve".into(), |key| {
                    let field = if parts.next() == Some("reason") { "why" } else { "item" };
                    format!("{field}-{key}")
                })
            }
            "text" => "comment".into(),
            "documents" | "proof" => "checklist".into(),
            _ => String::new(),
        }
    }
}

impl Console {
    /// `POST /console/reviews/{id}/{action}`: done, and back to the desk; or the desk with what was refused and
    /// everything that was filled in.
    pub(super) async fn act_at_the_desk(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        let fields = self.form(call)?;
        let action = ACTS.into_iter().find(|act| *act == call.path("action")).ok_or(Code::NotFound)?;
        let claim = self.at_the_desk(call, caller).await?;
        let refused = match self.done_at_the_desk(action, &claim, caller, &fields).await {
            Ok(()) if action == "release" => {
                return Ok(respond::see_other(call, "/console/reviews?queue=unassigned&done=release"));
            }
            Ok(()) => {
                let desk = format!("/console/reviews/{}?done={action}", claim.id);
                return Ok(respond::see_other(call, &desk));
            }
            Err(failure) => Problem::from(failure),
        };
        // It may have changed meanwhile.
        let claim = self.at_the_desk(call, caller).await?;
        self.desk_page(call, caller, &claim, Told::Refused(refused, fields)).await
    }

    async fn done_at_the_desk(
        &self,
        action: &str,
        claim: &Claim,
        caller: &Caller,
        fields: &Fields,
    ) -> Result<(), Failure> {
        let command = match action {
            "comment" => {
                let internal = fields.said("visibility") == "internal";
                let visibility = if internal { Visibility::Internal } else { Visibility::Shared };
                let text = fields.text("text");
                self.app.comment(&claim.id, caller, None, text.as_deref(), Some(visibility)).await?;
                return Ok(());
            }
            "start_review" => Command::StartReview { contests: Vec::new() },
            "approve" => Command::Approve(fields.verdicts()),
            "return" => Command::Return(fields.coded()),
            "reject" => Command::Reject(fields.coded()),
            _ => Command::Release,
        };
        let envelope = Envelope { actor: actor(caller), key: None, precondition: fields.seen(), command };
        // What begins a review looks for rivals first.
        let done = match action {
            "start_review" => self.app.start_review(&claim.id, envelope).await?,
            _ => self.app.execute(&claim.id, envelope).await?,
        };
        self.app.followed_up(done).await;
        Ok(())
    }
}

/// What was refused at the desk; names instead of ids, and in words what a reviewer may not decide.
pub(super) fn refused(
    page: &crate::pages::Page,
    (problem, fields): (Problem, &Fields),
    named: impl Fn(&Fault) -> Fault,
    why_not: Option<&str>,
) -> Result<Refused, Problem> {
    let refused = Refused::of(page, problem, |fault| {
        let unchosen = fault.code == Code::ReasonCodeUnknown;
        let words = if unchosen { page.t("choose-a-kind") } else { plain(page, &named(fault)) };
        (fields.place(fault), words)
    })?;
    Ok(refused.because(why_not))
}
