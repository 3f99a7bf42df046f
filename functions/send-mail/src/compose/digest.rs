//! Many mails in one.

use std::collections::BTreeMap;

use app::{
    effects::{MailKind, Owed},
    ports::MailKey,
};
use domain::{Catalogue, Claim};
use jiff::Timestamp;
use mail::{DigestRow, Mail, Moment};
use web::LinkKeys;

/// What these mails would tell, oldest first, to the recipient of the one that leads; `None` when none of the
/// claims has anything of it to tell any more.
pub(crate) fn digest(
    (lead, owed): (&Claim, &Owed),
    claims: &[Claim],
    together: &[MailKey],
    catalogue: &Catalogue,
    base: &str,
    links: &LinkKeys,
) -> Option<(Mail, mail::Locale)> {
    let claims: BTreeMap<_, _> = claims.iter().map(|claim| (&claim.id, claim)).collect();
    let mut rows: Vec<(Timestamp, DigestRow)> = together
        .iter()
        .filter_map(|key| {
            let claim = claims.get(&key.claim)?;
            let entry = claim.history.entries.get((key.seq as usize).checked_sub(1)?)?;
            let owed = Owed { seq: key.seq, kind: MailKind::parse(&key.kind)?, round: entry.round };
            let (mail, _) = super::mail(claim, &owed, catalogue, base, links)?;
            let (claim, news) = mail.news()?;
            let row = DigestRow {
                number: claim.number.clone(),
                customer: claim.customer.clone(),
                news,
                at: Moment::new(entry.at, &catalogue.calendar.zone),
            };
            Some((entry.at, row))
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    rows.sort_by_key(|(at, _)| *at);
    let to = super::recipient(lead, owed, catalogue)?;
    let mail = Mail::Digest {
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        programme: catalogue.programme.name.get(to.locale).into(),
        recipient: to.name.into(),
        link: format!("{base}/console/claims"),
    };
    Some((mail, to.locale.into()))
}
