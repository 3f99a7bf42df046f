//! How partners want their status mails, and the mails that go together.

use app::ports::{Digest, DigestKey, Digests, MailKey};
use domain::{OrgId, mails::StatusMails};
use jiff::SignedDuration;

use crate::build;

/// The suite of [`Digests`].
pub async fn digests<S: Digests>(store: &S) {
    let (ours, theirs) = (OrgId::new("partner-a"), OrgId::new("partner-b"));
    assert_eq!(store.status_mails(&ours).await.unwrap(), StatusMails::AtOnce, "nobody has chosen");
    for choice in StatusMails::ALL {
        store.put_status_mails(&ours, choice).await.unwrap();
        assert_eq!(store.status_mails(&ours).await.unwrap(), choice);
    }
    assert_eq!(store.status_mails(&theirs).await.unwrap(), StatusMails::AtOnce);

    let key = DigestKey { org: ours, to: "jana@contoso.example".into(), at: build::monday() };
    let mail = |seq| MailKey { claim: build::claim_id("digest"), seq, kind: "approved".into() };
    let first = Digest { part: 0, mails: vec![mail(1)], closed: false };
    assert_eq!(store.digests(&key).await.unwrap(), []);
    assert!(store.begin_digest(&key, &first).await.unwrap());
    let rival = Digest { mails: vec![mail(2)], ..first.clone() };
    assert!(!store.begin_digest(&key, &rival).await.unwrap(), "another was first");
    assert_eq!(store.digests(&key).await.unwrap(), std::slice::from_ref(&first));

    // Two mails join at once: one of them is the faster.
    let joined = Digest { mails: vec![mail(1), mail(2)], ..first.clone() };
    let other = Digest { mails: vec![mail(1), mail(3)], ..first.clone() };
    assert!(store.replace_digest(&key, &first, &joined).await.unwrap());
    assert!(!store.replace_digest(&key, &first, &other).await.unwrap());
    // What is closed stays as it is.
    let closed = Digest { closed: true, ..joined.clone() };
    assert!(store.replace_digest(&key, &joined, &closed).await.unwrap());
    let late = Digest { mails: vec![mail(1), mail(2), mail(3)], ..joined.clone() };
    assert!(!store.replace_digest(&key, &joined, &late).await.unwrap());
    let second = Digest { part: 1, mails: vec![mail(3)], closed: false };
    assert!(!store.replace_digest(&key, &second, &second).await.unwrap(), "no digest there");
    assert!(store.begin_digest(&key, &second).await.unwrap());
    assert_eq!(store.digests(&key).await.unwrap(), [closed, second]);

    let next_day = key.at.saturating_add(SignedDuration::from_hours(24)).unwrap();
    for strange in [
        DigestKey { at: next_day, ..key.clone() },
        DigestKey { org: theirs, ..key.clone() },
        DigestKey { to: "tom@contoso.example".into(), ..key.clone() },
    ] {
        assert_eq!(store.digests(&strange).await.unwrap(), []);
    }
}
