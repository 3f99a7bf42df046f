//! `cargo run`: the whole product on one port of this machine.

use clap::{Parser, ValueEnum};
use local::{AwsOnly, Options, Seed, StartError, System};
use std::{collections::BTreeMap, path::PathBuf, process::ExitCode};
use tracing_subscriber::{
    Layer as _, Registry,
    filter::{LevelFilter, Targets},
    layer::SubscriberExt as _,
    reload,
    util::SubscriberInitExt as _,
};

/// The whole product in one process, without an account.
#[derive(Parser)]
#[command(name = "local")]
struct Arguments {
    /// Port on 127.0.0.1
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Where everything is kept
    #[arg(long, default_value = ".assent", value_name = "DIR")]
    data: PathBuf,
    /// Keep nothing beyond the end
    #[arg(long, conflicts_with = "data")]
    in_memory: bool,
    /// What a new data folder is filled with
    #[arg(long, value_enum, default_value = "demo")]
    seed: SeedName,
    /// Serve only what stands in for AWS, on this port and the three after it
    #[arg(long)]
    aws_only: bool,
    /// Call the functions there, as `cargo lambda watch` serves them, instead of in this process; what stands in for
    /// AWS is on the four ports after this one
    #[arg(long, value_name = "URL", conflicts_with = "aws_only")]
    functions: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum SeedName {
    None,
    Demo,
}

#[tokio::main]
async fn main() -> ExitCode {
    // The demo data are a thousand lines of what goes well: until all is ready it is said how far they are, and what
    // goes wrong.
    let quiet = from(LevelFilter::WARN).with_target("local::seed", LevelFilter::INFO);
    let (levels, level) = reload::Layer::new(quiet);
    tracing_subscriber::registry()
        .with(tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_filter(levels))
        .init();
    match run(Arguments::parse(), level).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            if matches!(error, StartError::PortInUse(_)) { ExitCode::from(2) } else { ExitCode::FAILURE }
        }
    }
}

fn from(level: LevelFilter) -> Targets {
    // A failed condition is an answer like any other; the embedded database warns of each.
    Targets::new().with_default(level).with_target("dynoxide", LevelFilter::ERROR)
}

async fn run(arguments: Arguments, level: reload::Handle<Targets, Registry>) -> Result<(), StartError> {
    // Fails only when the subscriber is gone, and then nobody listens.
    let tell_all = || drop(level.reload(from(LevelFilter::INFO)));
    let mut options = Options {
        port: arguments.port,
        data: (!arguments.in_memory).then_some(arguments.data),
        seed: match arguments.seed {
            SeedName::None => Seed::None,
            SeedName::Demo => Seed::Demo,
        },
        ..Options::default()
    };
    if let Ok(template) = std::fs::read_to_string("template.yaml") {
        options.template = template;
    }
    if let Some(url) = arguments.functions {
        options.services_port = arguments.port.saturating_add(1);
        options.wire = local::remote(&url, export);
    }
    if arguments.aws_only {
        let services = AwsOnly::start(options).await?;
        tell_all();
        export(&services.variables);
        ended().await;
        services.stop().await;
        return Ok(());
    }
    let running = System::start(options).await?;
    tell_all();
    println!("ready {}", running.base_url());
    ended().await;
    running.stop().await;
    Ok(())
}

/// Prints what a shell must read to have these variables.
fn export(variables: &BTreeMap<String, String>) {
    for (name, value) in variables {
        println!("export {name}='{}'", value.replace('\'', r"'\''"));
    }
}

/// Until the process is asked to end.
async fn ended() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    drop(interrupt.await);
}
