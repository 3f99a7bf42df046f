//! One table of figures per command; the exit code says whether they are as promised.

use bench::report::Report;
use clap::{Parser, ValueEnum};
use std::process::ExitCode;

/// What the product costs.
#[derive(Parser)]
#[command(name = "costs")]
struct Arguments {
    /// Tables to print; without any all of them
    tables: Vec<Table>,
    /// With a table of a million claims as well: an hour, and some ten gigabytes of temporary space
    #[arg(long)]
    million: bool,
    /// Write the tables into docs/PERFORMANCE.md
    #[arg(long)]
    write: bool,
    /// Decides instead, `question,times`: what `decide` counts
    #[arg(long, hide = true)]
    decide: Option<String>,
    /// Said by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Table {
    /// DynamoDB calls and units of a whole life
    Commands,
    /// A page of every list and tab
    Lists,
    /// A tick of the sweep
    Sweep,
    /// Making pages of the console
    Pages,
    /// Instructions of a decision
    Decide,
    /// Release binaries: first answer, later ones, memory, archive, log
    Startup,
    /// CPU of a create beside the bare SDK, Python and Node
    Cpu,
}

/// Rows of a page unless the caller asks for another number.
const PAGE: u64 = 25;
/// Claims whose time has come.
const DUE: u64 = 1_000;

/// Times that each page is made.
const TIMES: u64 = 200;
/// Answers after the first one.
const LATER: usize = 20;

#[tokio::main]
async fn main() -> ExitCode {
    let Arguments { mut tables, million, write, decide, .. } = Arguments::parse();
    if let Some(asked) = decide {
        bench::decide::decide(&asked);
        return ExitCode::SUCCESS;
    }
    if tables.is_empty() {
        tables = Table::value_variants().to_vec();
    }
    let sizes: Vec<u64> = [1_000, 10_000, 100_000].into_iter().chain(million.then_some(1_000_000)).collect();
    let (mut report, mut kept) = (None, true);
    if write {
        match Report::open() {
            Ok(opened) => report = Some(opened),
            Err(fault) => {
                eprintln!("{fault}");
                return ExitCode::FAILURE;
            }
        }
    }
    for table in tables {
        let sheet = match table {
            Table::Lists => Ok(bench::lists::table(&sizes, PAGE).await),
            Table::Sweep => Ok(bench::sweep::table(&sizes, DUE).await),
            Table::Pages => Ok(bench::pages::table(TIMES).await),
            Table::Commands => Ok(bench::commands::table().await),
            Table::Decide => bench::decide::table(),
            Table::Startup => bench::startup::table(LATER).await,
            Table::Cpu => bench::cpu::table().await,
        };
        let name = table.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
        let written = sheet.and_then(|sheet| {
            println!("{sheet}");
            kept &= sheet.broken().is_empty();
            report.as_mut().map_or(Ok(()), |report| report.put(&name, &sheet))
        });
        if let Err(missing) = written {
            println!("{name} IS NOT MEASURED: {missing}\n");
            kept = false;
        }
    }
    if let Some(Err(fault)) = report.map(Report::close) {
        eprintln!("{fault}");
        kept = false;
    }
    if kept { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
