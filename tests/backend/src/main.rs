//! The program: `serve`, or `openapi` to print the document.

use meyirim_backend::{Server, Settings, fill, openapi, settings};
use std::process::ExitCode;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::{filter::LevelFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

#[tokio::main]
async fn main() -> ExitCode {
    let mut options = pico_args::Arguments::from_env();
    if options.contains(["-h", "--help"]) {
        print!("{}", settings::HELP);
        return ExitCode::SUCCESS;
    }
    let done = match options.subcommand() {
        Ok(Some(command)) if command == "serve" => serve(options).await,
        Ok(Some(command)) if command == "openapi" => {
            openapi::document().to_pretty_json().map(|text| println!("{text}")).map_err(|error| error.to_string())
        }
        _ => Err(settings::HELP.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(options: pico_args::Arguments) -> Result<(), String> {
    let level = std::env::var("MEYIRIM_LOG").ok().and_then(|level| level.parse().ok()).unwrap_or(LevelFilter::INFO);
    // sqlx tells every statement at `debug`; that is more than anyone wants to read.
    let levels = tracing_subscriber::filter::Targets::new().with_default(LevelFilter::WARN).with_target("meyirim_backend", level);
    tracing_subscriber::registry().with(fmt::layer().with_writer(std::io::stderr).with_target(false)).with(levels).init();

    let settings = Settings::read(options)?;
    let demo = settings.demo;
    let (mut terminated, mut interrupted) = (
        signal(SignalKind::terminate()).map_err(|error| error.to_string())?,
        signal(SignalKind::interrupt()).map_err(|error| error.to_string())?,
    );
    let server = Server::start(settings).await?;
    println!("Meyirim is on http://{}", server.addr);
    if let Some(demo) = demo {
        println!("\nThis is a demo: one-time codes are shown here and beside the field. Sign in as");
        for (contact, token, note) in fill::describe(demo, server.app.clock.now()) {
            println!("    {contact:<16} {note} (token {token})");
        }
    }
    tokio::select! {
        _ = terminated.recv() => {}
        _ = interrupted.recv() => {}
    }
    println!("stopping");
    server.stop().await;
    Ok(())
}
