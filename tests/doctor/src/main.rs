//! The profile doctor: tries every operation of a backend profile against a live server, with the same client code as the app, and prints what works.
//!
//!     meyirim-doctor PROFILE BASE [--write] [--login NAME [--password WORD]] [--race N --login 'race{n}@example.org']
//!
//! Reads only, unless `--write` allows it to sign up for an action and to leave it again. It ends with 0 if nothing is wrong, 1 if something is, 2 if the profile itself is refused.

mod opening;
mod race;
mod tries;
mod web;

use meyirim::api::dialect::check;
use std::process::ExitCode;
use tries::{Doctor, Finding, Verdict};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(code) => code,
        Err(message) => {
            eprintln!("doctor: {message}");
            ExitCode::from(2)
        }
    }
}

async fn run() -> Result<ExitCode, String> {
    // There is one already only if somebody else in this program has set it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut arguments = pico_args::Arguments::from_env();
    let write = arguments.contains("--write");
    let text = |error: pico_args::Error| error.to_string();
    let login: Option<String> = arguments.opt_value_from_str("--login").map_err(text)?;
    let password: Option<String> = arguments.opt_value_from_str("--password").map_err(text)?;
    let race: Option<u32> = arguments.opt_value_from_str("--race").map_err(text)?;
    let action: Option<String> = arguments.opt_value_from_str("--action").map_err(text)?;
    let path: String = arguments.free_from_str().map_err(|_| "which profile? meyirim-doctor PROFILE BASE".to_owned())?;
    let base: String = arguments.free_from_str().map_err(|_| "which server? meyirim-doctor PROFILE BASE".to_owned())?;
    let profile = std::fs::read(&path).map_err(|error| format!("{path}: {error}"))?;
    let compile = || check::compile(&profile, &base).map_err(|why| format!("{path} is refused: {why}"));
    if let Some(people) = race {
        let (login, password) = (login.ok_or("--race needs --login with {n} in it")?, password.unwrap_or_default());
        return race::run(compile, &base, people, &login, &password, &action.ok_or("--race needs --action")?).await;
    }
    let mut doctor = Doctor::new(compile()?, &base, login.map(|login| (login, password.unwrap_or_default())), write);
    doctor.examine().await;
    print(&doctor.findings);
    let wrong = doctor.findings.iter().any(|finding| finding.verdict == Verdict::Wrong);
    Ok(ExitCode::from(u8::from(wrong)))
}

fn print(findings: &[Finding]) {
    let width = findings.iter().map(|finding| finding.what.chars().count()).max().unwrap_or_default();
    for Finding { what, verdict, note, .. } in findings {
        println!("{:<17} {what:<width$}  {note}", verdict.name());
    }
    for finding in findings.iter().filter(|finding| finding.verdict == Verdict::Wrong) {
        println!("\n{}: {}", finding.what, finding.note);
        if let Some(exchange) = &finding.exchange {
            println!("    {}\n    {}", exchange.request, exchange.answer);
        }
    }
}
