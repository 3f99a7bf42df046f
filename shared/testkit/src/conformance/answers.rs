//! Answers on the way to a claim.

use app::ports::{AnswerBook, Answers};
use domain::{AnswersId, OrgId};
use jiff::Timestamp;

/// The last answers are the ones that count.
pub async fn answers<S: AnswerBook>(store: &S) {
    let id = AnswersId::derived(&["mine"]);
    assert_eq!(store.answers(&id).await.unwrap(), None);
    let mut answers = Answers {
        id: id.clone(),
        org: OrgId::new("partner-a"),
        by: "a".into(),
        fields: [("name".to_owned(), vec!["Teams für alle".to_owned()])].into(),
        until: Timestamp::from_second(1_900_000_000).unwrap(),
    };
    store.put_answers(&answers).await.unwrap();
    assert_eq!(store.answers(&id).await.unwrap().as_ref(), Some(&answers));
    answers.fields.insert("workload".into(), vec!["teams".into(), "exchange_online".into()]);
    answers.fields.remove("name");
    store.put_answers(&answers).await.unwrap();
    assert_eq!(store.answers(&id).await.unwrap().as_ref(), Some(&answers));
    assert_eq!(store.answers(&AnswersId::derived(&["yours"])).await.unwrap(), None);
}
