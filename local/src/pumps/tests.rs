use super::*;
use crate::{
    aws::dynamodb,
    clock::{MovableClock, SystemEntropy},
    event,
    function::Functions,
    template::without_secrets,
};
use lambda_runtime::LambdaEvent;
use std::{collections::BTreeMap, sync::Mutex};

/// Keys of the records each call got; what `answer` says goes back.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<Vec<String>>>>);

impl Seen {
    fn all(&self) -> Vec<Vec<String>> {
        self.0.lock().unwrap().clone()
    }
}

struct Rig {
    folder: PathBuf,
    database: Database,
    table: String,
    clock: Arc<MovableClock>,
    template: Template,
    buckets: Buckets,
    outbox: Outbox,
}

impl Rig {
    fn open(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("assent-pumps-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let template = Template::parse(include_str!("../../../template.yaml"), &without_secrets()).unwrap();
        let database = dynamodb::open(&folder.join("table.sqlite"), false).unwrap();
        dynamodb::create(&database, &template.tables).unwrap();
        let clock = Arc::new(MovableClock::open(folder.join("clock")).unwrap());
        let bell = Bell::default();
        let buckets = Buckets::open(&folder.join("s3"), &template.buckets, bell.clone()).unwrap();
        let outbox = Outbox::open(
            &folder.join("mails"),
            &template.destinations,
            clock.clone(),
            Arc::new(SystemEntropy),
            bell,
        );
        let (outbox, table) = (outbox.unwrap(), template.tables[0].name.clone());
        Self { folder, database, table, clock, template, buckets, outbox }
    }

    fn pumps(&self, functions: Functions) -> Pumps {
        let bell = Bell::default();
        Pumps::new(&Parts {
            template: &self.template,
            database: &self.database,
            buckets: &self.buckets,
            outbox: &self.outbox,
            invoker: Invoker::new(functions, &BTreeMap::new(), bell.clone()),
            bell,
            clock: self.clock.clone(),
            gate: Arc::default(),
            folder: &self.folder,
        })
        .unwrap()
    }

    fn put(&self, key: &str, sort: &str) {
        let put = json!({ "TableName": self.table, "Item": { "PK": { "S": key }, "SK": { "S": sort } } });
        self.database.put_item(serde_json::from_value(put).unwrap()).unwrap();
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

fn keys(event: &Value) -> Vec<String> {
    let records = event["Records"].as_array().unwrap();
    records.iter().map(|r| r["dynamodb"]["Keys"]["PK"]["S"].as_str().unwrap().to_owned()).collect()
}

/// A consumer that fails on the key `poison`, as a whole or by naming it.
fn consumer(seen: &Seen, reports: bool) -> Arc<dyn crate::Function> {
    let seen = seen.clone();
    event(move |event: LambdaEvent<Value>| {
        let seen = seen.clone();
        async move {
            let keys = keys(&event.payload);
            seen.0.lock().unwrap().push(keys.clone());
            match keys.iter().position(|key| key == "poison") {
                None => Ok(json!({ "batchItemFailures": [] })),
                Some(at) if reports => {
                    let number = event.payload["Records"][at]["dynamodb"]["SequenceNumber"].clone();
                    Ok(json!({ "batchItemFailures": [{ "itemIdentifier": number }] }))
                }
                Some(_) => Err("poison".into()),
            }
        }
    })
}

fn ignore() -> Arc<dyn crate::Function> {
    event(|_: LambdaEvent<Value>| async { Ok(Value::Null) })
}

fn functions(send_mail: Arc<dyn crate::Function>) -> Functions {
    let mut all: Functions = ["publish-events", "sweep-deadlines", "track-mail", "record-proof"]
        .map(|n| (n.to_owned(), ignore()))
        .into();
    all.insert("send-mail".into(), send_mail);
    all
}

#[tokio::test]
async fn f_11_a_restart_loses_nothing_and_hands_on_nothing_twice() {
    let seen = Seen::default();
    {
        let rig = Rig::open("restart");
        rig.put("1", "CLAIM");
        rig.put("1", "MAIL#1#x");
        assert!(rig.pumps(functions(consumer(&seen, true))).drain().await);
        rig.put("2", "CLAIM");
        std::mem::forget(rig);
    }
    let rig = Rig::open("restart");
    rig.put("3", "CLAIM");
    assert!(rig.pumps(functions(consumer(&seen, true))).drain().await);
    assert_eq!(seen.all(), [vec!["1"], vec!["2", "3"]], "the filter lets only claims pass");
}

async fn poison_at(at: usize, reports: bool) {
    let rig = Rig::open(&format!("poison-{reports}-{at}"));
    for n in 0..3 {
        rig.put(if n == at { "poison" } else { ["0", "1", "2"][n] }, "CLAIM");
    }
    let seen = Seen::default();
    assert!(rig.pumps(functions(consumer(&seen, reports))).drain().await);
    let calls = seen.all();
    for good in (0..3).filter(|n| *n != at).map(|n| n.to_string()) {
        // What comes before a named failure counts as handled, though its call had the poison in it.
        let handled = |keys: &&Vec<String>| reports || !keys.contains(&"poison".to_owned());
        assert!(calls.iter().filter(handled).flatten().any(|key| *key == good), "{good} in {calls:?}");
    }
    let aside: Vec<Value> = data::lines(&rig.folder.join("failed.ndjson")).unwrap();
    assert_eq!(aside.len(), 1);
    assert_eq!(
        (&aside[0]["function"], &keys(&aside[0]["event"])[..]),
        (&json!("send-mail"), &["poison".to_owned()][..])
    );
}

#[tokio::test]
async fn f_14_a_poison_record_in_any_position_stops_no_other_one() {
    let runs = [(0, true), (1, true), (2, true), (0, false), (1, false), (2, false)];
    let runs = runs.map(|(at, reports)| tokio::spawn(poison_at(at, reports)));
    for run in runs {
        run.await.unwrap();
    }
}

#[tokio::test]
async fn a_moved_clock_runs_the_schedule_until_nothing_changes() {
    let rig = Rig::open("cascade");
    let (database, table) = (rig.database.clone(), rig.table.clone());
    let ticks = Arc::new(AtomicU64::new(0));
    let count = ticks.clone();
    let sweep = event(move |event: LambdaEvent<Value>| {
        assert_eq!(event.payload["detail-type"], "Scheduled Event");
        let (database, table, tick) = (database.clone(), table.clone(), count.fetch_add(1, Ordering::SeqCst));
        async move {
            if tick < 3 {
                let item =
                    json!({ "PK": { "S": "1" }, "SK": { "S": "CLAIM" }, "n": { "N": tick.to_string() } });
                let put = json!({ "TableName": table, "Item": item });
                database.put_item(serde_json::from_value(put).unwrap()).unwrap();
            }
            Ok(Value::Null)
        }
    });
    let seen = Seen::default();
    let mut functions = functions(consumer(&seen, true));
    functions.insert("sweep-deadlines".into(), sweep);
    assert!(rig.pumps(functions).catch_up().await);
    assert_eq!(ticks.load(Ordering::SeqCst), 4);
    assert_eq!(seen.all().len(), 3);
}
