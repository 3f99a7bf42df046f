//! A table of one's own behind a wire that fails by plan, and what must be true of it whatever fails.

use super::{endpoint::Endpoint, habits::ORGS};
use app::{
    App,
    ports::{Claims, Programme},
};
use aws_sdk_dynamodb::{
    Client, Config,
    config::{Builder, Credentials, IdentityCache, Region, retry::RetryPartition},
    types::{AttributeValue, Select},
};
use domain::{Claim, ClaimId, guard::held_by};
use local::{
    aws::dynamodb::{Position, Stream, create, open, sequence_number},
    template::{Template, without_secrets},
};
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

/// A table with the locations of the partners.
///
/// Whoever waits on the wire waits in the test's own time, which takes none. The clock of the claims stands
/// until it is moved.
pub(super) struct Bench {
    pub(super) faults: Faults,
    pub(super) clock: Arc<FixedClock>,
    /// The table over a wire on which nothing fails
    pub(super) table: Table,
    seed: u64,
    name: String,
    client: Client,
    failing: Config,
    stream: Stream,
    processes: AtomicU64,
}

impl Bench {
    pub(super) async fn start(seed: u64) -> Self {
        static TABLES: AtomicU64 = AtomicU64::new(0);
        // The SDK draws its pauses from it.
        fastrand::seed(seed);
        let template = local::Options::default().template;
        let tables = Template::parse(&template, &without_secrets()).unwrap().tables;
        let name = tables[0].name.clone();
        let file = format!("faults-{}", TABLES.fetch_add(1, Ordering::Relaxed));
        let database = open(Path::new(&file), true).unwrap();
        create(&database, &tables).unwrap();
        let endpoint = Endpoint::new(database.clone(), seed);
        let faults = Faults::around(endpoint.clone());
        // Tries and time-outs are those of the functions.
        let sdk = runtime::environment::loader()
            .region(Region::new("eu-central-1"))
            .credentials_provider(Credentials::new("test", "test", None, None, "test"))
            .endpoint_url("http://table.invalid")
            .load()
            .await;
        let failing = Builder::from(&sdk).http_client(faults.clone()).build();
        let client = Client::from_conf(Builder::from(&sdk).http_client(endpoint).build());
        let table = Table::new(client.clone(), &name, entropy(seed, 0));
        for org in ORGS {
            table.put_location(&build::location(org, build::LOCATION)).await.unwrap();
        }
        Self {
            faults,
            clock: Arc::new(FixedClock::at(build::monday())),
            table,
            seed,
            client,
            failing,
            stream: Stream::new(database, name.clone()),
            name,
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
        App { store, catalogue, clock: self.clock.clone(), entropy }
    }

    /// The claim as its row says.
    pub(super) async fn claim(&self, id: &ClaimId) -> Option<Claim> {
        self.table.load(id).await.unwrap()
    }

    /// What these claims hold is what the customers of their tenants say, no key has two holders, and every
    /// chain verifies. They are all there are on these tenants.
    pub(super) async fn agree<'a>(&self, claims: impl IntoIterator<Item = &'a Claim>) {
        let mut holders: BTreeMap<&str, BTreeMap<String, ClaimId>> = BTreeMap::new();
        for claim in claims {
            assert!(claim.history.verifies(&claim.id), "{}", claim.id);
            let holders = holders.entry(&claim.customer.tenant).or_default();
            for guard in held_by(claim) {
                let other = holders.insert(guard.name(), claim.id.clone());
                assert_eq!(other, None, "{} has two holders, {} is one", guard.name(), claim.id);
            }
        }
        for (tenant, holders) in holders {
            let customer = self.table.customer_of_tenant(tenant).await.unwrap().unwrap();
            assert_eq!(customer.holders, holders, "the customer of {tenant}");
        }
    }

    /// As many versions of the claim are frozen as it was handed in.
    pub(super) async fn is_frozen(&self, claim: &Claim) {
        let text = |text: &str| AttributeValue::S(text.into());
        let query = self.client.query().table_name(&self.name).select(Select::Count).consistent_read(true);
        let query = query.key_condition_expression("PK = :pk AND begins_with(SK, :sk)");
        let query = query.expression_attribute_values(":pk", text(&format!("CLAIM#{}", claim.id)));
        let answer = query.expression_attribute_values(":sk", text("VERSION#")).send().await.unwrap();
        assert_eq!(u32::try_from(answer.count), Ok(claim.submissions), "{}", claim.id);
    }

    /// Every claim as each of its writes left it. No revision is missing and none is there twice; nothing that
    /// was recorded is ever changed.
    pub(super) fn writes(&self) -> BTreeMap<ClaimId, Vec<Claim>> {
        let (mut writes, mut place) = (BTreeMap::<ClaimId, Vec<Claim>>::new(), Position::Start);
        loop {
            let records = self.stream.read(&place, 1000).unwrap();
            let Some(last) = records.last() else { return writes };
            place = Position::After(sequence_number(last).to_owned());
            for record in records {
                let record = serde_json::from_value(record).unwrap();
                let Some((before, after)) = store::stream::claims(&record).unwrap() else { continue };
                let written = writes.entry(after.id.clone()).or_default();
                assert_eq!(before.as_ref(), written.last(), "{}", after.id);
                assert_eq!(after.revision, written.len() as u64 + 1, "{}", after.id);
                let known = written.last().map_or(&[][..], |last| &last.history.entries);
                assert!(after.history.entries.starts_with(known), "{}", after.id);
                written.push(after);
            }
        }
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
