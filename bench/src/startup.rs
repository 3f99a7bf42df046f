//! What the release binaries take to begin and to answer: instructions, memory, what is downloaded, what is logged.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::{
    cpu,
    lambda::{Lambda, counted, counts, instructions},
    sheet::{Sheet, grouped},
    stage::{HTTP, Stage},
};

/// What is promised of every function that answers requests: instructions from the start to the first answer.
pub(crate) const INSTRUCTIONS: u64 = 2_500_000;
/// Bytes of a function's archive.
const ARCHIVE: u64 = 4_000_000;
/// The most memory, KiB.
const MEMORY: u64 = 20 * 1024;
/// Bytes of log of an invocation.
const LOG: u64 = 600;

/// Where everything that is built goes.
#[must_use]
pub fn target() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target");
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(beside, PathBuf::from)
}

/// Where `bench/build` leaves the functions for this machine.
///
/// # Errors
/// They are not there.
pub fn built() -> Result<PathBuf, String> {
    let folder = target().join("lambda/x86-64");
    let all = HTTP.iter().all(|(name, _)| folder.join(name).join("bootstrap").exists());
    if all { Ok(folder) } else { Err("the functions are not built: bench/build".into()) }
}

/// Whether a tool is on this machine.
///
/// # Errors
/// It is not.
pub fn needs(tool: &str) -> Result<(), String> {
    let found = Command::new(tool).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    match found {
        Ok(status) if status.success() => Ok(()),
        Ok(_) | Err(_) => Err(format!("{tool} is not installed")),
    }
}

/// The table: each function's first answer and, on average of `times`, every later one.
///
/// # Errors
/// Something is missing on this machine.
///
/// # Panics
/// A function does not answer.
pub async fn table(times: usize) -> Result<Sheet, String> {
    needs("valgrind")?;
    let folder = built()?;
    let stage = Stage::set().await;
    let headings =
        ["function", "request", "first answer", "each later", "peak KiB", "zip bytes", "log bytes"];
    let mut sheet = Sheet::new(
        "Release binaries on an endpoint without TLS: instructions from the start to the first answer and for each\n\
         later one, the most memory, the archive, and what an invocation logs.",
        &headings.map(String::from),
    );
    let mut worst = [0; 4];
    for (name, request) in HTTP {
        let binary = folder.join(name).join("bootstrap");
        let first = count(&stage, name, &binary, 1).await;
        let all = count(&stage, name, &binary, 1 + times).await;
        let later = later(first, all, times);
        let (memory, logged) = look_at(&stage, name, &binary, times).await;
        let archive = fs::metadata(folder.join(name).join("bootstrap.zip")).map(|file| file.len());
        let archive = archive.map_err(|_| format!("{name} has no archive: bench/build"))?;
        for (worst, figure) in worst.iter_mut().zip([first, memory, archive, logged]) {
            *worst = figure.max(*worst);
        }
        let figures = [first, later, memory, archive, logged].map(grouped);
        sheet.row([name.to_owned(), request.to_owned()].into_iter().chain(figures).collect());
    }
    let binary = folder.join("bare-create/bootstrap");
    if binary.exists() {
        let first = bare(&stage, &binary, 1).await;
        let each = later(first, bare(&stage, &binary, 1 + times).await, times);
        let figures = ["Rust SDK", "two reads and the write"].map(String::from).into_iter();
        let figures = figures.chain([first, each].map(grouped));
        sheet.row(figures.chain(["", "", ""].map(String::from)).collect());
    }
    let promised = [
        ("instructions from start to first answer, at most", INSTRUCTIONS),
        ("peak memory of a function, KiB, at most", MEMORY),
        ("zip of a function, bytes, at most", ARCHIVE),
        ("log of an invocation, bytes, at most", LOG),
    ];
    for ((what, promised), figure) in promised.into_iter().zip(worst) {
        sheet.promise(what, grouped(figure), grouped(promised), figure <= promised);
    }
    Ok(sheet)
}

/// Instructions of a process that answers so many requests.
async fn count(stage: &Stage, name: &str, binary: &Path, times: usize) -> u64 {
    let counts = counts();
    let mut visitor = stage.visitor(name, times).await;
    let lambda = stage.cast(name, counted(binary, &counts)).await;
    for _ in 0..times {
        visitor.asks().await;
    }
    lambda.stop();
    stage.release(name);
    instructions(&counts)
}

/// Of each answer after the first one.
fn later(first: u64, all: u64, times: usize) -> u64 {
    all.saturating_sub(first) / times as u64
}

/// Instructions of the bare SDK for so many creates.
async fn bare(stage: &Stage, binary: &Path, times: usize) -> u64 {
    let (counts, event) = (counts(), cpu::event());
    let variables = cpu::others(stage, &stage.claim().await);
    let lambda = Lambda::start(counted(binary, &counts), "bare-create", &variables).await;
    for number in 0..times {
        cpu::create(&lambda, &event, number).await;
    }
    lambda.stop();
    instructions(&counts)
}

/// The most memory, KiB, and bytes of log of an invocation.
async fn look_at(stage: &Stage, name: &str, binary: &Path, times: usize) -> (u64, u64) {
    let mut visitor = stage.visitor(name, times).await;
    let lambda = stage.cast(name, Command::new(binary)).await;
    let before = lambda.logged().len();
    for _ in 0..times {
        visitor.asks().await;
    }
    let logged = (lambda.logged().len() - before) / times;
    let memory = lambda.peak_memory();
    stage.release(name);
    (memory, logged as u64)
}
