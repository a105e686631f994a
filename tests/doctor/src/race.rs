//! Many people at once for the places of one action: as many come in as there are places, and the others are told.

use crate::{
    opening::{ask, open},
    tries::now,
    web::Web,
};
use futures_util::future::join_all;
use meyirim::{
    api::{ApiError, Fetched, ProblemKind, actions, dialect::Dialect, signups},
    model::{ActionId, signup::JoinBody},
};
use std::process::ExitCode;

pub async fn run(
    compile: impl Fn() -> Result<Dialect, String>,
    base: &str,
    people: u32,
    login: &str,
    password: &str,
    action: &str,
) -> Result<ExitCode, String> {
    let action: ActionId = action.parse().map_err(|_| format!("{action} is no id"))?;
    let mut ready = Vec::new();
    for number in 1..=people {
        let (dialect, web) = (compile()?, Web::new(base));
        let login = login.replace("{n}", &format!("{number:02}"));
        let person = open(&dialect, &web, &login, password).await.map_err(|error| format!("{login}: {error}"))?;
        ready.push((dialect, web, person));
    }
    let (dialect, web, person) = ready.first().ok_or("nobody runs")?;
    // As that person: asked for by nobody, the dialect would drop what proves them.
    let before = ask(dialect, web, Some(person), &actions::get(&action, None)).await.map_err(|error| error.to_string())?;
    let Fetched::New((before, _)) = before else { return Err("no action".to_owned()) };
    let shift = before.action.shifts.first().ok_or("no shift")?;
    let places = shift.seats.left();
    let outcomes = join_all(ready.iter().enumerate().map(|(number, (dialect, web, person))| {
        let shift = shift.id.clone();
        let action = action.clone();
        async move {
            let body = JoinBody { or_wait: false, guardian: None, made_at: now() };
            let call = signups::join(&action, &shift, &body, &format!("race-{number}"));
            ask(dialect, web, Some(person), &call).await
        }
    }))
    .await;
    let inside = outcomes.iter().filter(|outcome| outcome.as_ref().is_ok_and(|answer| answer.signup.is_live())).count();
    let told =
        outcomes.iter().filter(|outcome| outcome.as_ref().is_err_and(|error: &ApiError| error.kind() == Some(ProblemKind::Full))).count();
    for error in outcomes.iter().filter_map(|outcome| outcome.as_ref().err()).filter(|error| error.kind() != Some(ProblemKind::Full)) {
        println!("unexpected: {error}");
    }
    println!("{people} people, {places} places: {inside} in, {told} told that it is full");
    Ok(ExitCode::from(u8::from(inside as u32 != places.min(people) || inside + told != people as usize)))
}
