//! The local system with its demo data, in which a function can be a process of its own.

use std::{
    collections::BTreeMap,
    process::Command,
    sync::{Arc, RwLock},
};

use http::Method;
use local::{Core, Function, FunctionError, Options, Seed, System, function::Call, functions, wire};
use serde_json::{Value, json};

use crate::{browser::Browser, desk::persona, lambda::Lambda};

/// The functions that answer requests, with the request that each is asked.
pub const HTTP: [(&str, &str); 8] = [
    ("create-claim", "POST /v1/claims"),
    ("change-claim", "POST /v1/claims/{id}/comments"),
    ("read-claims", "GET /v1/claims"),
    ("upload-proof", "POST /v1/claims/{id}/documents"),
    ("review-claim", "GET /v1/reviews"),
    ("manage-programme", "GET /v1/engagements/{id}/rules"),
    ("answer-consent", "GET /c/{token}"),
    ("console", "GET /console/claims"),
];
/// Where partner A claims from.
const LOCATION: &str = "4821907";

/// Which functions are processes now.
type Processes = Arc<RwLock<BTreeMap<String, Arc<Lambda>>>>;

/// The system.
pub struct Stage {
    system: System,
    processes: Processes,
}

/// Somebody who asks one thing over and over.
pub struct Visitor {
    browser: Browser,
    requests: Vec<(Method, String, Option<Value>)>,
}

impl Visitor {
    /// The next request.
    ///
    /// # Panics
    /// It is refused, or there is none left.
    pub async fn asks(&mut self) {
        let (method, path, body) = self.requests.pop().expect("a request");
        self.browser.send(method, &path, body.as_ref()).await;
    }
}

impl Stage {
    /// With everything in this process.
    ///
    /// # Panics
    /// It does not start.
    pub async fn set() -> Self {
        let processes = Processes::default();
        let kept = Arc::clone(&processes);
        let wire = wire(move |wiring| {
            let processes = Arc::clone(&kept);
            async move {
                let functions = functions::all(wiring).await?.into_iter();
                let switched = functions.map(|(folder, here)| {
                    let function = Switched { folder: folder.clone(), here, processes: processes.clone() };
                    (folder, Arc::new(function) as Arc<dyn Function>)
                });
                Ok(switched.collect())
            }
        });
        let system = System::start(Options { seed: Seed::Demo, wire, ..Options::default() }).await;
        Self { system: system.expect("the local system"), processes }
    }

    /// What the system is made of.
    #[must_use]
    pub fn core(&self) -> &Core {
        self.system.core()
    }

    /// What a function finds in its environment.
    #[must_use]
    pub fn variables(&self, folder: &str) -> BTreeMap<String, String> {
        let core = self.system.core();
        let own = core.template.functions.values().find(|function| function.folder == folder);
        let own = own.expect("a function of the template").environment.clone();
        core.endpoints.variables().into_iter().chain(own).collect()
    }

    /// From now on this command is the function; it ends when nobody holds it and another one takes over.
    pub async fn cast(&self, folder: &str, command: Command) -> Arc<Lambda> {
        let lambda = Arc::new(Lambda::start(command, folder, &self.variables(folder)).await);
        self.processes.write().unwrap().insert(folder.into(), Arc::clone(&lambda));
        lambda
    }

    /// The function is in this process again.
    pub fn release(&self, folder: &str) {
        self.processes.write().unwrap().remove(folder);
    }

    /// Somebody who will ask this function so many times, each time for something else.
    pub async fn visitor(&self, folder: &str, times: usize) -> Visitor {
        let core = self.system.core();
        let base = self.system.base_url();
        let as_persona =
            |name: &str| Browser::with_token(base, persona(name).token(&core.tokens).expect("a token"));
        let mut partner = as_persona("partner-a-admin");
        let same = |path: &str| vec![(Method::GET, path.to_owned(), None); times];
        let (browser, requests) = match folder {
            "create-claim" => {
                let creates = (0..times).map(|_| (Method::POST, "/v1/claims".to_owned(), Some(claim())));
                (partner, creates.collect())
            }
            "change-claim" | "upload-proof" => {
                let mut requests = Vec::new();
                for number in 0..times {
                    let claim = self.draft(&mut partner).await;
                    requests.push(match folder {
                        "change-claim" => {
                            let comment = json!({ "text": "Signed copies follow." });
                            (Method::POST, format!("/v1/claims/{claim}/comments"), Some(comment))
                        }
                        _ => (Method::POST, format!("/v1/claims/{claim}/documents"), Some(document(number))),
                    });
                }
                (partner, requests)
            }
            "read-claims" => (partner, same("/v1/claims")),
            "review-claim" => (as_persona("reviewer"), same("/v1/reviews")),
            "manage-programme" => {
                (as_persona("programme-manager"), same("/v1/engagements/modern-work-usage/rules"))
            }
            "answer-consent" => (Browser::new(base), same(&self.consent_link())),
            "console" => (Browser::signed_in(base, "partner-a-admin").await, same("/console/claims")),
            other => panic!("nobody asks {other}"),
        };
        Visitor { browser, requests }
    }

    /// The id of a new claim.
    pub(crate) async fn claim(&self) -> String {
        let token = persona("partner-a-admin").token(&self.core().tokens).expect("a token");
        self.draft(&mut Browser::with_token(self.system.base_url(), token)).await
    }

    async fn draft(&self, partner: &mut Browser) -> String {
        let answer = partner.send(Method::POST, "/v1/claims", Some(&claim())).await.json();
        answer["claims"][0]["id"].as_str().expect("an id").to_owned()
    }

    /// The page of a customer, as the last mail to one leads there.
    fn consent_link(&self) -> String {
        let mails = self.system.core().outbox.list(None);
        let links = mails.iter().rev().flat_map(|mail| mail.reading().links);
        let mut paths = links.filter_map(|link| link.find("/c/").map(|at| link[at..].to_owned()));
        paths.next().expect("a mail to a customer")
    }
}

/// A claim of two workloads.
fn claim() -> Value {
    json!({
        "kind": "association", "name": "Fabrikam Teams", "engagementId": "modern-work-usage",
        "locationId": LOCATION, "tenantId": "1b701e8b-ef09-56e1-acaf-56a61865351b",
        "partnerRole": "use_or_consume", "items": [{ "workload": "teams" }, { "workload": "intune" }],
        "customerContact": {
            "name": "Erika Muster", "title": "Head of IT", "email": "erika@fabrikam.example", "locale": "en",
        },
        "partnerContact": { "name": "Anna Keller", "email": "anna@contoso.example" },
    })
}

fn document(number: usize) -> Value {
    json!({
        "kind": "statement_of_work", "fileName": "activities.csv", "mediaType": "text/csv", "size": 67,
        "sha256": format!("{number:064x}"), "activityDate": "2026-09-21",
        "covers": {
            "elements": ["identity", "customer_acknowledgement", "service_description"],
            "items": ["workload:teams", "workload:intune"],
        },
    })
}

/// A function that is here, or in a process.
struct Switched {
    folder: String,
    here: Arc<dyn Function>,
    processes: Processes,
}

impl Function for Switched {
    fn invoke(&self, event: Value) -> Call<'_> {
        let process = self.processes.read().unwrap().get(&self.folder).cloned();
        match process {
            None => self.here.invoke(event),
            Some(process) => {
                Box::pin(async move { process.call(&event).await.map_err(FunctionError::Failed) })
            }
        }
    }
}
