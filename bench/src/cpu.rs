//! CPU time of a create, beside the bare write and the same create in other languages, all on one machine in one run.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use local::Core;
use serde_json::{Value, json};

use crate::{
    lambda::Lambda,
    sheet::{Sheet, grouped},
    stage::Stage,
    startup::{built, needs, target},
    wire::answer,
};

/// Rounds, in which all take their turns; the quietest one counts.
const ROUNDS: usize = 7;
/// Creates of a turn.
const CREATES: usize = 50;
/// What is promised beside the bare write, and of Python beside us.
const BARE: f64 = 1.3;
const PYTHON: f64 = 5.0;
const POWERTOOLS: f64 = 10.0;
/// Keeps the marks of Powertools.
const MARKS: &str = "idempotency";
/// A request to create a claim, as the gateway hands it over.
const EVENT: &str = include_str!("../../events/create-claim/create.json");
const TENANT: &str = "1b701e8b-ef09-56e1-acaf-56a61865351b";

/// Who creates.
struct Rival {
    name: &'static str,
    lambda: Lambda,
    best: Duration,
}

/// The table.
///
/// # Errors
/// Something is missing on this machine.
///
/// # Panics
/// Somebody does not create.
pub async fn table() -> Result<Sheet, String> {
    let functions = built()?;
    let bare = functions.join("bare-create/bootstrap");
    if !bare.exists() {
        return Err("what to compare with is not built: bench/build --x86-64 bare-create".into());
    }
    let (python, node) = (python()?, node()?);
    let stage = Stage::set().await;
    let event = event();
    let ours = Lambda::start(
        Command::new(functions.join("create-claim/bootstrap")),
        "create-claim",
        &stage.variables("create-claim"),
    )
    .await;
    let created = create(&ours, &event, 0).await;
    let id = created["claims"][0]["id"].as_str().expect("an id").to_owned();
    let variables = others(&stage, &id);
    table_of_marks(stage.core());
    let mut rivals = vec![Rival { name: "create-claim", lambda: ours, best: Duration::MAX }];
    let mut script = Command::new(&python);
    script.arg(others_at("python/create.py"));
    let mut same_script = Command::new(&python);
    same_script.arg(others_at("python/create.py"));
    for (name, command, reads, marks) in [
        ("Rust SDK, the write alone", Command::new(&bare), false, false),
        ("Rust SDK, two reads and the write", Command::new(&bare), true, false),
        ("Python, boto3", script, true, false),
        ("Python, boto3, Powertools", same_script, true, true),
        ("Node, SDK v3", node_script(&node), true, false),
        ("Node, SDK v3, Powertools", node_script(&node), true, true),
    ] {
        let mut variables = variables.clone();
        if !reads {
            variables.insert("READS".into(), "[]".into());
        }
        if marks {
            variables.insert("IDEMPOTENCY_TABLE".into(), MARKS.into());
        }
        let lambda = Lambda::start(command, name, &variables).await;
        rivals.push(Rival { name, lambda, best: Duration::MAX });
    }
    race(&mut rivals, &event).await;
    Ok(sheet(&rivals))
}

/// Everybody creates in turns, after a turn to warm up.
async fn race(rivals: &mut [Rival], event: &Value) {
    for round in 0..=ROUNDS {
        for rival in &mut *rivals {
            let before = rival.lambda.cpu();
            for number in 0..CREATES {
                create(&rival.lambda, event, 1 + round * CREATES + number).await;
            }
            let spent = rival.lambda.cpu() - before;
            if round > 0 {
                rival.best = rival.best.min(spent);
            }
        }
    }
}

fn sheet(rivals: &[Rival]) -> Sheet {
    let headings = ["create", "CPU µs each", "times ours", "peak KiB"].map(String::from);
    let mut sheet = Sheet::new(
        "CPU time of a process for one create, user and system: the quietest of some rounds in which all take turns.",
        &headings,
    );
    let each = |rival: &Rival| rival.best.as_secs_f64() * 1e6 / CREATES as f64;
    let ours = each(&rivals[0]);
    for rival in rivals {
        let times = each(rival) / ours;
        sheet.row(vec![
            rival.name.into(),
            format!("{:.0}", each(rival)),
            format!("{times:.2}"),
            grouped(rival.lambda.peak_memory()),
        ]);
    }
    let named = |name: &str| rivals.iter().find(|rival| rival.name == name).map_or(f64::NAN, each);
    let over = ours / named("Rust SDK, the write alone");
    sheet.promise("CPU of a create, times the bare write", format!("{over:.2}"), BARE, over <= BARE);
    for (name, promised) in [("Python, boto3", PYTHON), ("Python, boto3, Powertools", POWERTOOLS)] {
        let times = named(name) / ours;
        let what = format!("CPU of a create in {name}, times ours, at least");
        sheet.promise(&what, format!("{times:.1}"), promised, times >= promised);
    }
    sheet
}

/// One create, with a key of its own; the body of the answer.
pub(crate) async fn create(lambda: &Lambda, event: &Value, number: usize) -> Value {
    let mut event = event.clone();
    event["headers"]["idempotency-key"] = json!(format!("bench-{number}"));
    let answer = lambda.call(&event).await.unwrap_or_else(|fault| panic!("{fault}\n{}", lambda.logged()));
    assert_eq!(answer["statusCode"], 201, "{answer}");
    serde_json::from_str(answer["body"].as_str().expect("a body")).expect("JSON")
}

/// The request.
pub(crate) fn event() -> Value {
    let mut event: Value = serde_json::from_str(EVENT).expect("an event");
    let body = event["body"].as_str().expect("a body");
    let mut body: Value = serde_json::from_str(body).expect("JSON");
    body["tenantId"] = json!(TENANT);
    event["body"] = json!(body.to_string());
    event
}

/// What the others find in their environments: the row that was written, and the keys that were read before.
pub(crate) fn others(stage: &Stage, claim: &str) -> BTreeMap<String, String> {
    let core = stage.core();
    let mut variables = stage.variables("create-claim");
    let table = variables["TABLE"].clone();
    let key = |pk: String, sk: &str| json!({ "PK": { "S": pk }, "SK": { "S": sk } });
    let identifier = key(format!("IDENTIFIER#tenant#{TENANT}"), "IDENTIFIER");
    let customer = row(core, &table, &identifier)["customerId"]["S"].as_str().expect("a customer").to_owned();
    let location = key("PARTNER#partner-a".into(), "LOCATION#4821907");
    let absent = key("CLAIM#bench".into(), "CLAIM");
    let reads = json!([[absent, location, identifier], [key(format!("CUSTOMER#{customer}"), "CUSTOMER")]]);
    let mut item = row(core, &table, &key(format!("CLAIM#{claim}"), "CLAIM"));
    for value in item.as_object_mut().expect("a row").values_mut() {
        if let Some(binary) = value.get_mut("B") {
            // Of the length of the base64: nobody but the bare write sends it on.
            let length = binary.as_str().expect("base64").len() * 3 / 4;
            *binary = json!(vec![7; length]);
        }
    }
    // A Lambda has both names of it, and each SDK reads one.
    variables.insert("AWS_DEFAULT_REGION".into(), variables["AWS_REGION"].clone());
    variables.insert("ITEM".into(), item.to_string());
    variables.insert("READS".into(), reads.to_string());
    variables
}

/// The table in which Powertools keeps its marks.
fn table_of_marks(core: &Core) {
    let marks = json!({
        "TableName": MARKS, "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{ "AttributeName": "id", "AttributeType": "S" }],
        "KeySchema": [{ "AttributeName": "id", "KeyType": "HASH" }],
    });
    core.database.create_table(serde_json::from_value(marks).expect("a table")).expect("a table");
}

fn row(core: &Core, table: &str, key: &Value) -> Value {
    let asked = json!({ "TableName": table, "Key": key });
    answer(&core.database, "GetItem", asked).expect("a row")["Item"].clone()
}

fn others_at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("others").join(path)
}

/// Python with what the script needs, in an environment of its own.
fn python() -> Result<PathBuf, String> {
    needs("python3")?;
    let folder = target().join("others/python");
    let program = folder.join("bin/python");
    if !folder.join("installed").exists() {
        run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        let requirements = others_at("python/requirements.txt");
        run(Command::new(&program).args(["-m", "pip", "install", "-q", "-r"]).arg(requirements))?;
        std::fs::write(folder.join("installed"), "").map_err(|fault| fault.to_string())?;
    }
    Ok(program)
}

/// The folder of the Node script with what it needs.
fn node() -> Result<PathBuf, String> {
    needs("node")?;
    needs("npm")?;
    let folder = target().join("others/node");
    std::fs::create_dir_all(&folder).map_err(|fault| fault.to_string())?;
    for file in ["package.json", "package-lock.json", "create.mjs"] {
        let from = others_at("node").join(file);
        std::fs::copy(&from, folder.join(file)).map_err(|fault| format!("{}: {fault}", from.display()))?;
    }
    if !folder.join("node_modules").exists() {
        run(Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder))?;
    }
    Ok(folder)
}

fn node_script(folder: &Path) -> Command {
    let mut command = Command::new("node");
    command.arg(folder.join("create.mjs"));
    command
}

fn run(command: &mut Command) -> Result<(), String> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{command:?}: {status}")),
        Err(fault) => Err(format!("{command:?}: {fault}")),
    }
}
