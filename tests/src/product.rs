//! A running system of one's own, and its clock, mails and events.

use crate::{
    http::{Answer, Http, escaped},
    people::Person,
};
use jiff::Timestamp;
use local::{Options, System, aws::policy::Policies};
use serde_json::{Value, json};
use std::{collections::BTreeMap, sync::Arc, time::Duration};

/// Everybody the local system knows.
pub const PERSONAS: [&str; 9] = [
    "partner-a-admin",
    "partner-a-user",
    "partner-a-referrals",
    "partner-b-admin",
    "reviewer",
    "review-lead",
    "programme-manager",
    "field-seller",
    "auditor",
];

/// Where a system runs that the stories are to be told of, instead of one of their own: the stack of `tests/stack/run`.
pub const AT: &str = "ASSENT_AT";

/// The hands of a clock that stands still between the steps of a story, so that a deadline is met to the second.
pub trait Hands: Send + Sync {
    /// Where they point.
    fn now(&self) -> Timestamp;
    /// From now on they point there.
    fn set(&self, to: Timestamp);
}

/// A system in memory, on a free port, with the partners' locations and nothing else.
pub struct Product {
    /// Speaks to it.
    pub http: Http,
    people: BTreeMap<&'static str, Person>,
    system: Option<System>,
    hands: Option<Arc<dyn Hands>>,
}

impl Product {
    /// Starts one, or empties the one that [`AT`] names.
    pub async fn start() -> Self {
        match elsewhere() {
            Some(base) => Self::emptied(&base).await,
            None => Self::start_as(Options::default()).await,
        }
    }

    /// One that runs already, with nothing in it.
    pub async fn emptied(base: &str) -> Self {
        let product = Self::at(base, None).await;
        product.http.post("/dev/reset", &json!({})).await.is(200);
        product.brings_in_the_locations().await;
        product
    }

    /// Starts one in a special way.
    pub async fn start_as(options: Options) -> Self {
        let system = System::start(options).await.expect("the system starts");
        let base = system.base_url().to_owned();
        let product = Self::at(&base, Some(system)).await;
        product.brings_in_the_locations().await;
        product
    }

    /// Starts one without these functions: what they would do does not happen.
    pub async fn start_without(folders: &'static [&'static str]) -> Self {
        let wire = local::wire(move |wiring| async move {
            let mut functions = local::functions::all(wiring).await?;
            functions.retain(|folder, _| !folders.contains(&folder.as_str()));
            Ok(functions)
        });
        Self::start_as(Options { wire, ..Options::default() }).await
    }

    /// One that runs already, elsewhere.
    pub async fn at(base: &str, system: Option<System>) -> Self {
        let http = Http::new(base);
        let mut people = BTreeMap::new();
        for persona in PERSONAS {
            let answer = http.post("/dev/token", &json!({ "persona": persona })).await.is(200);
            let token = answer.json()["token"].as_str().expect("a token").to_owned();
            people.insert(persona, Person::new(&http, persona, &token));
        }
        Self { http, people, system, hands: None }
    }

    /// Its functions read this clock.
    #[must_use]
    pub fn by(mut self, hands: Arc<dyn Hands>) -> Self {
        self.hands = Some(hands);
        self
    }

    /// The locations of both partners, as the vendor imports them.
    pub async fn brings_in_the_locations(&self) {
        let location = |id: &str, org: &str, name: &str, country: &str| {
            json!({
                "locationId": id, "org": org, "name": name, "country": country, "enrolment": "enrolled",
                "engagements": ["*"], "payeeProfile": "complete",
            })
        };
        let rows = [
            location("4821907", "partner-a", "Berlin", "DE"),
            location("4821908", "partner-a", "Hamburg", "DE"),
            location("7700001", "partner-b", "Boston", "US"),
        ];
        let answer = self.programme_manager().imports("locations", &rows).await.json();
        assert_eq!(answer["accepted"], 3, "{answer}");
    }

    /// Somebody by the name of the persona.
    #[must_use]
    #[track_caller]
    pub fn person(&self, persona: &str) -> Person {
        self.people.get(persona).unwrap_or_else(|| panic!("who is {persona}?")).clone()
    }

    /// The incentives administrator of partner A.
    #[must_use]
    pub fn partner(&self) -> Person {
        self.person("partner-a-admin")
    }

    /// The incentives administrator of partner B.
    #[must_use]
    pub fn other_partner(&self) -> Person {
        self.person("partner-b-admin")
    }

    /// A reviewer of the vendor.
    #[must_use]
    pub fn reviewer(&self) -> Person {
        self.person("reviewer")
    }

    /// The programme manager of the vendor.
    #[must_use]
    pub fn programme_manager(&self) -> Person {
        self.person("programme-manager")
    }

    /// Somebody whose token says this: signed by the system's own key, whatever it says.
    #[must_use]
    pub fn bearer_of(&self, claims: &Value) -> Person {
        let system = self.system.as_ref().expect("a system in this process");
        let token = system.core().tokens.sign(claims).expect("a token");
        Person::new(&self.http, "stranger", &token)
    }

    /// What its functions may do on AWS, and what of it they needed.
    #[must_use]
    pub fn policies(&self) -> &Policies {
        &self.system.as_ref().expect("a system in this process").core().policies
    }

    /// What time it is for deadlines.
    pub async fn now(&self) -> Timestamp {
        match &self.hands {
            Some(hands) => hands.now(),
            None => instant(&self.http.get("/dev/clock").await.is(200).json()["now"]),
        }
    }

    /// Time goes by; what becomes due happens before this returns.
    pub async fn wait(&self, span: &str) {
        if let Some(hands) = &self.hands {
            let span: jiff::Span = span.parse().expect("a span");
            let later = hands.now().to_zoned(jiff::tz::TimeZone::UTC).checked_add(span).expect("an instant");
            return self.wait_until(later.timestamp()).await;
        }
        self.http.post("/dev/clock", &json!({ "advance": span })).await.is(200);
    }

    /// It becomes this instant.
    pub async fn wait_until(&self, instant: Timestamp) {
        let mut to = json!({ "set": instant.to_string() });
        if let Some(hands) = &self.hands {
            hands.set(instant);
            // The system's own clock runs, and may be there already.
            let clock = self.http.get("/dev/clock").await.is(200).json();
            if self::instant(&clock["now"]) >= instant - jiff::SignedDuration::from_secs(1) {
                to = json!({ "advance": "PT1S" });
            }
        }
        self.http.post("/dev/clock", &to).await.is(200);
    }

    /// Everything owed by now has happened: scans, mails and their fates, events. A second passes.
    pub async fn settles(&self) {
        self.wait("PT1S").await;
    }

    /// Mails to somebody, oldest first.
    pub async fn mails_to(&self, address: &str) -> Vec<Value> {
        let path = format!("/dev/mail.json?to={}", escaped(address));
        let mut mails: Vec<Value> =
            self.http.get(&path).await.is(200).json()["items"].as_array().unwrap().clone();
        mails.sort_by_key(|mail| instant(&mail["sentAt"]));
        mails
    }

    /// How many mails to somebody have these words in their subject.
    pub async fn mails_about(&self, address: &str, words: &str) -> usize {
        let mails = self.mails_to(address).await;
        mails.iter().filter(|mail| mail["subject"].as_str().unwrap().contains(words)).count()
    }

    /// The mail service reports what became of a mail: `bounce`, `complain` or `deliver`.
    pub async fn reports(&self, mail: &Value, fate: &str) {
        let path = format!("/dev/mail/{}/{fate}", mail["id"].as_str().unwrap());
        self.http.post(&path, &json!({})).await.is(200);
    }

    /// Events published about a claim, as `type`.
    pub async fn events_of(&self, claim: &str) -> Vec<String> {
        let events = self.http.get("/dev/events").await.is(200).json();
        let of_claim = |event: &&Value| event["detail"]["subject"]["id"] == claim;
        let kind = |event: &Value| event["detailType"].as_str().unwrap().to_owned();
        events["items"].as_array().unwrap().iter().filter(of_claim).map(kind).collect()
    }
}

/// The address in [`AT`].
#[must_use]
pub fn elsewhere() -> Option<String> {
    std::env::var(AT).ok().filter(|base| !base.is_empty())
}

/// Whatever a story is about: no function has wanted more than its policies allow.
impl Drop for Product {
    fn drop(&mut self) {
        let refused = self.system.as_ref().map(|system| system.core().policies.refused());
        if let (Some(refused), false) = (refused, std::thread::panicking()) {
            assert!(refused.is_empty(), "template.yaml does not allow {refused:#?}");
        }
    }
}

/// An instant of an answer.
#[must_use]
#[track_caller]
pub fn instant(value: &Value) -> Timestamp {
    let text = value.as_str().unwrap_or_else(|| panic!("no instant: {value}"));
    text.parse().unwrap_or_else(|_| panic!("no instant: {text}"))
}

/// Asks again and again until the answer is as wanted.
///
/// # Panics
/// It never is, for ten seconds.
pub async fn eventually<F, Fut>(what: &str, mut ask: F) -> Answer
where
    F: FnMut() -> Fut,
    Fut: Future<Output = (bool, Answer)>,
{
    let mut last = None;
    for _ in 0..500 {
        let (done, answer) = ask().await;
        if done {
            return answer;
        }
        last = Some(answer);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{what} never came true: {}", last.map(|answer| answer.text()).unwrap_or_default());
}
