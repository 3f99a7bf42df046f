//! A release binary as AWS runs it: a process of its own that asks a Runtime API for its next event.

use std::{
    collections::{BTreeMap, HashMap},
    fs::{self, File},
    path::{Path, PathBuf},
    process::{self, Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    extract::{Path as Segment, State},
    http::{Response, StatusCode},
    routing::{get, post},
};
use bytes::Bytes;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tokio::{
    net::TcpListener,
    sync::{Notify, mpsc, oneshot},
    task::JoinHandle,
    time::timeout,
};

/// How long a process may take until it asks for its first event, and for an answer.
const PATIENCE: Duration = Duration::from_secs(120);

type Answer = Result<Value, String>;
type Waiting = (Bytes, oneshot::Sender<Answer>);

/// What the process asks.
struct Api {
    events: tokio::sync::Mutex<mpsc::UnboundedReceiver<Waiting>>,
    answers: Mutex<HashMap<String, oneshot::Sender<Answer>>>,
    ready: Notify,
}

/// A running function.
pub struct Lambda {
    process: Mutex<Child>,
    pid: u32,
    log: PathBuf,
    events: mpsc::UnboundedSender<Waiting>,
    server: JoinHandle<()>,
}

impl Lambda {
    /// Starts a command with nothing but these variables, and those that a Lambda always has.
    ///
    /// # Panics
    /// It does not come to its first event.
    pub async fn start(mut command: Command, name: &str, variables: &BTreeMap<String, String>) -> Self {
        static LOGS: AtomicU64 = AtomicU64::new(0);
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (events, receiver) = mpsc::unbounded_channel();
        let api = Arc::new(Api {
            events: tokio::sync::Mutex::new(receiver),
            answers: Mutex::default(),
            ready: Notify::new(),
        });
        let routes = Router::new()
            .route("/2018-06-01/runtime/invocation/next", get(next))
            .route("/2018-06-01/runtime/invocation/{id}/response", post(response))
            .route("/2018-06-01/runtime/invocation/{id}/error", post(error))
            .with_state(Arc::clone(&api));
        let server = tokio::spawn(async move { axum::serve(listener, routes).await.expect("to serve") });
        let number = LOGS.fetch_add(1, Ordering::Relaxed);
        let log = std::env::temp_dir().join(format!("assent-bench-{}-{number}.log", std::process::id()));
        let written = File::create(&log).expect("a log");
        let process = command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("AWS_LAMBDA_RUNTIME_API", address.to_string())
            .env("AWS_LAMBDA_FUNCTION_NAME", name)
            .env("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256")
            .envs(variables)
            .stdin(Stdio::null())
            .stderr(written.try_clone().expect("a log"))
            .stdout(written)
            .spawn()
            .unwrap_or_else(|fault| panic!("{command:?}: {fault}"));
        let pid = process.id();
        let lambda = Self { process: Mutex::new(process), pid, log, events, server };
        if timeout(PATIENCE, api.ready.notified()).await.is_err() {
            panic!("{name} does not begin: {}", lambda.logged());
        }
        lambda
    }

    /// One invocation.
    ///
    /// # Errors
    /// What the function says has gone wrong.
    pub async fn call(&self, event: &Value) -> Answer {
        let (sender, answer) = oneshot::channel();
        let event = serde_json::to_vec(event).expect("JSON");
        self.events.send((event.into(), sender)).map_err(|_| "it is gone".to_owned())?;
        match timeout(PATIENCE, answer).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) | Err(_) => Err(format!("no answer: {}", self.logged())),
        }
    }

    /// CPU time of all its threads, with what the kernel did for them.
    #[must_use]
    pub fn cpu(&self) -> Duration {
        let threads = fs::read_dir(format!("/proc/{}/task", self.pid)).expect("a process");
        let each = threads.flatten().filter_map(|thread| {
            let statistics = fs::read_to_string(thread.path().join("schedstat")).ok()?;
            statistics.split(' ').next()?.parse::<u64>().ok()
        });
        Duration::from_nanos(each.sum())
    }

    /// The most memory it ever had, KiB.
    #[must_use]
    pub fn peak_memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.pid)).expect("a process");
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("its peak");
        line.trim().trim_end_matches(" kB").parse().expect("a number")
    }

    /// What it has written.
    #[must_use]
    pub fn logged(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Asks it to end, and waits.
    pub fn stop(&self) {
        let mut process = self.process.lock().unwrap();
        if let Some(pid) = Pid::from_raw(self.pid.cast_signed())
            && matches!(process.try_wait(), Ok(None))
        {
            kill_process(pid, Signal::TERM).expect("our own process");
        }
        process.wait().expect("our own process");
    }
}

impl Drop for Lambda {
    fn drop(&mut self) {
        self.stop();
        self.server.abort();
        drop(fs::remove_file(&self.log));
    }
}

/// `GET …/next`: waits for an event.
async fn next(State(api): State<Arc<Api>>) -> Response<Body> {
    api.ready.notify_one();
    let Some((event, answer)) = api.events.lock().await.recv().await else {
        return plain(StatusCode::GONE);
    };
    // No two processes are ever given the same one.
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let id = format!("{:032x}", COUNT.fetch_add(1, Ordering::Relaxed));
    api.answers.lock().unwrap().insert(id.clone(), answer);
    Response::builder()
        .header("content-type", "application/json")
        .header("lambda-runtime-aws-request-id", id)
        .header("lambda-runtime-deadline-ms", "4102444800000")
        .header("lambda-runtime-invoked-function-arn", "arn:aws:lambda:us-east-1:000000000000:function:bench")
        .body(Body::from(event))
        .expect("an answer")
}

async fn response(State(api): State<Arc<Api>>, Segment(id): Segment<String>, body: Bytes) -> Response<Body> {
    give(&api, &id, serde_json::from_slice(&body).map_err(|fault| fault.to_string()))
}

async fn error(State(api): State<Arc<Api>>, Segment(id): Segment<String>, body: Bytes) -> Response<Body> {
    give(&api, &id, Err(String::from_utf8_lossy(&body).into_owned()))
}

fn give(api: &Api, id: &str, answer: Answer) -> Response<Body> {
    match api.answers.lock().unwrap().remove(id) {
        // Who asked may have gone.
        Some(waiting) => drop(waiting.send(answer)),
        None => return plain(StatusCode::BAD_REQUEST),
    }
    plain(StatusCode::ACCEPTED)
}

fn plain(status: StatusCode) -> Response<Body> {
    Response::builder().status(status).body(Body::empty()).expect("an answer")
}

/// The same command under callgrind, which counts its instructions into a file.
#[must_use]
pub fn counted(program: &Path, counts: &Path) -> Command {
    let mut command = Command::new("valgrind");
    let out = format!("--callgrind-out-file={}", counts.display());
    command.args(["--tool=callgrind", "--quiet", &out]).arg(program);
    command
}

/// A place for such a file; one process is counted at a time.
#[must_use]
pub fn counts() -> PathBuf {
    std::env::temp_dir().join(format!("assent-bench-{}.callgrind", process::id()))
}

/// The instructions in such a file, once the process has ended; the file is taken away.
///
/// # Panics
/// There are none.
#[must_use]
pub fn instructions(counts: &Path) -> u64 {
    let text = fs::read_to_string(counts).expect("counts");
    drop(fs::remove_file(counts));
    let line = text.lines().rev().find_map(|line| line.strip_prefix("totals: ")).expect("a total");
    line.trim().parse().expect("a number")
}
