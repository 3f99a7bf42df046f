//! A table of one's own behind a wire that fails by plan, and what must be true of it whatever fails.

use super::{endpoint::Endpoint, writes::Writes};
use app::{
    App,
    ports::{Claims, Programme},
};
use aws_sdk_dynamodb::{
    Client, Config,
    config::{Builder, IdentityCache, retry::RetryPartition},
};
use domain::{Claim, ClaimId, CustomerId, Location, guard::held_by};
use dynoxide::Database;
use local::{
    Endpoints,
    aws::dynamodb::{Stream, create, open},
    template::{Template, without_secrets},
};
use serde_json::json;
use std::{
    collections::BTreeMap,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use store::Table;
use testkit::{FixedClock, SeededEntropy, build};
use tests::faults::{Faults, Random};

/// Faults that are told when a test fails: the last ones.
const TOLD: usize = 60;

/// A number of the environment.
pub(super) fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|text| text.parse().unwrap())
}

/// The seed of this run: always the same one, or that of a run that failed.
pub(super) fn seed() -> u64 {
    number("FAULT_SEED").unwrap_or(1)
}

/// A table with locations of partners.
///
/// Whoever waits on the wire waits in the test's own time, which takes none. The clock of the claims stands
/// until it is moved.
pub(super) struct Bench {
    pub(super) faults: Faults,
    pub(super) clock: Arc<FixedClock>,
    /// The table over a wire on which nothing fails
    pub(super) table: Table,
    pub(super) stream: Stream,
    seed: u64,
    name: String,
    database: Database,
    failing: Config,
    processes: AtomicU64,
}

impl Bench {
    pub(super) async fn start(seed: u64, locations: &[Location]) -> Self {
        static TABLES: AtomicU64 = AtomicU64::new(0);
        // The SDK draws its pauses from it.
        fastrand::seed(seed);
        let template = local::Options::default().template;
        let tables = Template::parse(&template, &without_secrets()).unwrap().tables;
        let name = tables[0].name.clone();
        let file = format!("faults-{}", TABLES.fetch_add(1, Ordering::Relaxed));
        let database = open(Path::new(&file), true).unwrap();
        create(&database, &tables).unwrap();
        let faults = Faults::around(Endpoint::far(database.clone(), seed));
        // Tries and time-outs are those of the functions.
        let variables =
            Endpoints { dynamodb: "http://table.invalid".into(), ..Endpoints::default() }.variables();
        let sdk = runtime::aws::sdk(|name| variables.get(name).cloned()).unwrap();
        let failing = Builder::from(&sdk).http_client(faults.clone()).build();
        let near = Builder::from(&sdk).http_client(Endpoint::near(database.clone()));
        let client = Client::from_conf(near.build());
        let table = Table::new(client, &name, entropy(seed, 0));
        for location in locations {
            table.put_location(location).await.unwrap();
        }
        Self {
            faults,
            clock: Arc::new(FixedClock::at(build::monday())),
            table,
            stream: Stream::new(database.clone(), name.clone()),
            seed,
            name,
            database,
            failing,
            processes: AtomicU64::new(1),
        }
    }

    /// The use cases in a process of their own, over the wire that fails: marks, pauses and the budget of
    /// tries are those of a function that has just started.
    pub(super) fn with_faults(&self) -> App<Table> {
        let number = self.processes.fetch_add(1, Ordering::Relaxed);
        let budget = RetryPartition::custom(format!("process {number}")).build();
        let config = self.failing.to_builder().retry_partition(budget);
        // A shared one drops what it does not hold on to in no order that a seed could repeat.
        let config = config.identity_cache(IdentityCache::lazy().build());
        let client = Client::from_conf(config.build());
        let entropy = entropy(self.seed, number);
        self.app(Table::new(client, &self.name, entropy.clone()), entropy)
    }

    /// The same over a wire on which nothing fails.
    pub(super) fn without_faults(&self) -> App<Table> {
        let number = self.processes.fetch_add(1, Ordering::Relaxed);
        self.app(self.table.clone(), entropy(self.seed, number))
    }

    fn app(&self, store: Table, entropy: Arc<SeededEntropy>) -> App<Table> {
        let catalogue = Arc::new(build::CATALOGUE.clone());
        App::new(store, catalogue, self.clock.clone(), entropy)
    }

    /// The claim as its row says.
    pub(super) async fn claim(&self, id: &ClaimId) -> Option<Claim> {
        self.table.load(id).await.unwrap()
    }

    /// What these claims hold is what their customers say, no key has two holders, and every chain verifies.
    /// They are all there are of these customers.
    pub(super) fn agree<'a>(&self, claims: impl IntoIterator<Item = &'a Claim>) {
        let mut holders: BTreeMap<&CustomerId, BTreeMap<String, String>> = BTreeMap::new();
        for claim in claims {
            assert!(claim.history.verifies(&claim.id), "{}", claim.id);
            let holders = holders.entry(&claim.customer.id).or_default();
            for guard in held_by(claim) {
                let other = holders.insert(guard.name(), claim.id.to_string());
                assert_eq!(other, None, "{} has two holders, {} is one", guard.name(), claim.id);
            }
        }
        for (customer, holders) in holders {
            assert_eq!(self.holders(customer), holders, "{customer}");
        }
    }

    fn holders(&self, customer: &CustomerId) -> BTreeMap<String, String> {
        let key = json!({ "PK": { "S": format!("CUSTOMER#{customer}") }, "SK": { "S": "CUSTOMER" } });
        let get = json!({ "TableName": self.name, "Key": key, "ConsistentRead": true });
        let row = self.database.get_item(serde_json::from_value(get).unwrap()).unwrap();
        let row = serde_json::to_value(row).unwrap();
        let holders = row["Item"]["holders"]["M"].as_object().unwrap().iter();
        holders.map(|(name, claim)| (name.clone(), claim["S"].as_str().unwrap().to_owned())).collect()
    }

    /// As many versions of the claim are frozen as it was handed in.
    pub(super) fn is_frozen(&self, claim: &Claim) {
        let query = json!({
            "TableName": self.name,
            "Select": "COUNT",
            "ConsistentRead": true,
            "KeyConditionExpression": "PK = :pk AND begins_with(SK, :sk)",
            "ExpressionAttributeValues": {
                ":pk": { "S": format!("CLAIM#{}", claim.id) },
                ":sk": { "S": "VERSION#" },
            },
        });
        let found = self.database.query(serde_json::from_value(query).unwrap()).unwrap();
        let found = serde_json::to_value(found).unwrap();
        assert_eq!(found["Count"], claim.submissions, "{}", claim.id);
    }

    /// Everything that was written.
    pub(super) fn writes(&self) -> Writes {
        let mut writes = Writes::new();
        writes.follow(&self.stream);
        writes
    }
}

/// What went wrong is part of what a failed test says.
impl Drop for Bench {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let made = self.faults.made();
            eprintln!("FAULT_SEED={}: {} faults, the last of them", self.seed, made.len());
            for fault in &made[made.len().saturating_sub(TOLD)..] {
                eprintln!("  {fault}");
            }
        }
    }
}

fn entropy(seed: u64, process: u64) -> Arc<SeededEntropy> {
    let number = Random::new(seed.wrapping_add(process << 32)).draw();
    Arc::new(SeededEntropy::new(number))
}
