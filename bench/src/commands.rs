//! What each command of a whole life costs between the store and the table, and how large the claim becomes.

use std::sync::Arc;

use app::ports::{Claims as _, Wanted};
use domain::LocationId;
use dynoxide::Database;
use local::{
    aws::dynamodb,
    clock::SystemEntropy,
    template::{Template, without_secrets},
};
use serde_json::{Value, json};
use store::Table;
use testkit::{Scene, build, conformance};

use crate::{
    desk::clients,
    sheet::Sheet,
    wire::{Asked, Wire, answer},
};

/// Units of a life that are promised, written and read.
const WRITTEN: f64 = 40.0;
const READ: f64 = 10.0;
/// Bytes of a claim at its end.
const BYTES: usize = 4096;

/// The table.
///
/// # Panics
/// The store gives up.
pub async fn table() -> Sheet {
    let template = local::Options::default().template;
    let tables = Template::parse(&template, &without_secrets()).expect("the template").tables;
    let name = tables[0].name.clone();
    let database = Database::memory().expect("a database");
    dynamodb::create(&database, &tables).expect("a table");
    let wire = Wire::new(database.clone());
    let store = Table::new(clients(&wire).dynamodb(), &name, Arc::new(SystemEntropy));
    conformance::seed(&store).await;
    let scene = Scene::life();
    let headings = ["command", "reads", "units", "writes", "units", "of indexes", "claim, bytes"];
    let mut sheet = Sheet::new(
        "From a draft to an active association: five workloads, two documents, a silent customer.",
        &headings.map(String::from),
    );
    let claim = &scene.claim;
    wire.take();
    let org = scene.partner.org.clone();
    let wanted = Wanted {
        claim: Some(claim.id.clone()),
        location: Some((org, LocationId::new(build::LOCATION))),
        tenant: Some(build::TENANT.into()),
        ..Wanted::default()
    };
    store.look_up(&wanted).await.expect("what a create looks at");
    store.create(&scene.created).await.expect("a claim");
    let bytes = || size(&database, &name, claim.id.as_str());
    let mut total = Spent::default();
    total.row(&mut sheet, "created", &wire.calls(), bytes());
    let created = (total.reads, total.writes);
    sheet.promise(
        "reads + writes of a create",
        format!("{} + {}", created.0, created.1),
        "2 + 1",
        created == (2, 1),
    );
    let mut one_and_one = true;
    for decision in &scene.decisions {
        store.load(&claim.id).await.expect("the claim");
        store.commit(decision, &[]).await.expect("the claim changes");
        let entries = &decision.claim.history.entries;
        let action = entries.last().map_or_else(String::new, |entry| entry.action.as_str().to_owned());
        let calls = wire.calls();
        one_and_one &= calls.len() == 2 && calls[1].writes();
        total.row(&mut sheet, &action, &calls, bytes());
    }
    let Spent { reads, read, writes, written, of_indexes } = total;
    sheet.row(vec![
        "together".into(),
        reads.to_string(),
        read.to_string(),
        writes.to_string(),
        written.to_string(),
        of_indexes.to_string(),
        bytes().to_string(),
    ]);
    let each = if one_and_one { "1 + 1" } else { "more" };
    sheet.promise("reads + writes of every other command", each, "1 + 1", one_and_one);
    sheet.promise("units written in a life, with the indexes", written, WRITTEN, written <= WRITTEN);
    sheet.promise("units read in a life", read, READ, read <= READ);
    sheet.promise("claim at the end of its life, bytes", bytes(), BYTES, bytes() <= BYTES);
    sheet
}

#[derive(Default)]
struct Spent {
    reads: usize,
    read: f64,
    writes: usize,
    written: f64,
    of_indexes: f64,
}

impl Spent {
    /// A row of what one command asked, added to the rest.
    fn row(&mut self, sheet: &mut Sheet, command: &str, calls: &[Asked], bytes: usize) {
        let (writing, reading): (Vec<_>, Vec<_>) = calls.iter().partition(|call| call.writes());
        let units = |calls: &[&Asked]| calls.iter().map(|call| call.units).sum::<f64>();
        let of_indexes = writing.iter().map(|call| call.of_indexes).sum::<f64>();
        sheet.row(vec![
            command.replace('_', " "),
            reading.len().to_string(),
            units(&reading).to_string(),
            writing.len().to_string(),
            units(&writing).to_string(),
            of_indexes.to_string(),
            bytes.to_string(),
        ]);
        self.reads += reading.len();
        self.read += units(&reading);
        self.writes += writing.len();
        self.written += units(&writing);
        self.of_indexes += of_indexes;
    }
}

/// Bytes of a claim as they are billed.
fn size(database: &Database, table: &str, claim: &str) -> usize {
    let key = json!({ "PK": { "S": format!("CLAIM#{claim}") }, "SK": { "S": "CLAIM" } });
    let read = answer(database, "GetItem", json!({ "TableName": table, "Key": key })).expect("the claim");
    let attributes = read["Item"].as_object().expect("the claim");
    attributes.iter().map(|(name, value)| name.len() + length(value)).sum()
}

fn length(value: &Value) -> usize {
    let text = |kind: &str| value[kind].as_str().map(str::len);
    // Two digits of a number are a byte, four characters of base64 are three.
    let number = text("N").map(|digits| digits.div_ceil(2) + 1);
    let binary = value["B"].as_str().map(|code| code.trim_end_matches('=').len() * 3 / 4);
    text("S").or(number).or(binary).expect("a claim has texts, numbers and its packed self")
}
