//! One table of figures per command; the exit code says whether they are as promised.

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
    /// Decides instead, `question,times`: what `decide` counts
    #[arg(long, hide = true)]
    decide: Option<String>,
    /// Said by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Table {
    /// A page of every list and tab
    Lists,
    /// A tick of the sweep
    Sweep,
    /// Making pages of the console
    Pages,
    /// DynamoDB calls and units of a whole life
    Commands,
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
    let Arguments { mut tables, million, decide, .. } = Arguments::parse();
    if let Some(asked) = decide {
        bench::decide::decide(&asked);
        return ExitCode::SUCCESS;
    }
    if tables.is_empty() {
        tables = Table::value_variants().to_vec();
    }
    let sizes: Vec<u64> = [1_000, 10_000, 100_000].into_iter().chain(million.then_some(1_000_000)).collect();
    let mut kept = true;
    for table in tables {
        let sheet = match table {
            Table::Lists => Ok(bench::lists::table(&sizes, PAGE).await),
            Table::Sweep => Ok(bench::sweep::table(&sizes, DUE).await),
            Table::Pages => Ok(bench::pages::table(TIMES).await),
            Table::Commands => Ok(bench::commands::table().await),
            Table::Decide => bench::decide::table(),
            Table::Cpu => bench::cpu::table().await,
            Table::Startup => bench::startup::table(LATER).await,
        };
        match sheet {
            Ok(sheet) => {
                println!("{sheet}");
                kept &= sheet.broken().is_empty();
            }
            Err(missing) => {
                println!("NOT MEASURED: {missing}\n");
                kept = false;
            }
        }
    }
    if kept { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
