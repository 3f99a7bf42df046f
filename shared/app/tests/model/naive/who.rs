//! Who may know of a claim and who may do what: the table of domain 5.1, row by row.

use domain::{Actor, Caller, Role, Scope, Side};

use super::claim::Claim;

/// PA, PU and RA see the claims of their organisation and scope; RV all submitted; RL, PM and AU all.
pub(crate) fn sees(actor: &Actor, claim: &Claim) -> bool {
    let caller = match actor {
        Actor::Customer | Actor::System => return true,
        Actor::Staff(caller) => caller,
    };
    if caller.side == Side::Partner {
        let in_scope = match &caller.scope {
            Scope::All => true,
            Scope::Only(locations) => locations.iter().any(|one| one.as_str() == claim.location),
        };
        let partner = has(caller, Role::IncentivesAdmin)
            || has(caller, Role::IncentivesUser)
            || has(caller, Role::ReferralsAdmin);
        return caller.org.as_str() == claim.org && in_scope && partner;
    }
    if has(caller, Role::ReviewLead) || has(caller, Role::ProgrammeManager) || has(caller, Role::Auditor) {
        return true;
    }
    // FS: what is sold together, as long as the customer agrees.
    let co_sold = claim.deal.as_ref().is_some_and(|deal| deal.referral == Some(("co_sell", None)));
    (has(caller, Role::Reviewer) && claim.submissions > 0) || (has(caller, Role::FieldSeller) && co_sold)
}

fn has(caller: &Caller, role: Role) -> bool {
    caller.roles.contains(&role)
}

/// Whether the role permits the act; in a dispute and a contest it matters who had the review.
pub(crate) fn permits(actor: &Actor, claim: &Claim, act: &str) -> bool {
    let caller = match actor {
        Actor::Customer => return act == "answer",
        Actor::System => return act == "system",
        Actor::Staff(caller) => caller,
    };
    let is_vendor = caller.side == Side::Vendor;
    let own_claim = caller.org.as_str() == claim.org;
    let reviewer = is_vendor && has(caller, Role::Reviewer) && !own_claim;
    let lead = is_vendor && has(caller, Role::ReviewLead) && !own_claim;
    let manager = is_vendor && has(caller, Role::ProgrammeManager);
    // C5: engagements are the users' as well.
    let user = claim.deal.is_some() && has(caller, Role::IncentivesUser);
    let claimant = caller.side == Side::Partner && (has(caller, Role::IncentivesAdmin) || user);
    match act {
        "edit" | "submit" | "recall" | "cancel" | "resubmit" | "dispute" | "disassociate" | "withdraw"
        | "clone" | "upload" | "remove_document" | "send_consent" | "resend" | "change_contact" => claimant,
        "comment" => {
            let staff = has(caller, Role::Reviewer) || has(caller, Role::ReviewLead) || manager;
            (claimant && own_claim) || (is_vendor && staff)
        }
        "start_review" | "release" => reviewer || lead,
        "return" | "approve" | "reject" => {
            if claim.status == "disputed" {
                lead && claim.first_reviewer.as_deref() != Some(&caller.sub)
            } else {
                reviewer || lead
            }
        }
        "decide_contest" => lead && !reviews_challenger(caller, claim),
        "extend_deadline" | "stop" => manager,
        _ => false,
    }
}

/// Domain 5.1: the lead who has, or has done, the first review of the challenger does not decide.
fn reviews_challenger(caller: &Caller, claim: &Claim) -> bool {
    let me = Some(caller.sub.as_str());
    let has_it = claim.status == "under_review" && claim.reviewer.as_deref() == me;
    let did_it = claim.review.as_ref().is_some_and(|review| review.by.as_deref() == me);
    has_it || (did_it && !claim.is_disputed) || (claim.is_disputed && claim.first_reviewer.as_deref() == me)
}
