//! Signing in, in whichever way the backend knows.

use crate::{tries::now, web::Web};
use meyirim::{
    api::{
        ApiError, Call, Problem, ProblemKind,
        capabilities::SignsIn,
        dialect::Dialect,
        session,
        translate::{Translate, World},
    },
    model::{AgeClass, Contact, Lang, Person, session::PersonPatch},
};

pub async fn ask<T>(dialect: &Dialect, web: &Web, person: Option<&Person>, call: &Call<T>) -> Result<T, ApiError> {
    let reply = dialect.answer(&call.request, World { ask: web, now: now(), person, known: true }).await?;
    call.read(&reply)
}

/// Who is signed in then. A code is known only of a demo backend, which tells it; elsewhere a person reads it.
pub async fn open(dialect: &Dialect, web: &Web, login: &str, password: &str) -> Result<Person, ApiError> {
    let key = |of: &str| format!("doctor-{of}-{login}-{}", now().0);
    match dialect.capabilities().signs_in {
        SignsIn::Password => Ok(ask(dialect, web, None, &session::log_in(login, password, &key("login"))).await?.person),
        SignsIn::Introduce => Ok(ask(dialect, web, None, &session::introduce(&contact(login)?, Lang::En, &key("who"))).await?.person),
        SignsIn::Code => {
            let contact = contact(login)?;
            let sent = ask(dialect, web, None, &session::send_code(&contact, Lang::En, &key("code"))).await?;
            let code = sent.demo_code.ok_or_else(|| not("a code was sent; only a person can read it"))?;
            let opened = ask(dialect, web, None, &session::sign_in(&contact, &code, &key("session"))).await?;
            web.token.replace(opened.token);
            // Joining asks for it first.
            let patch = PersonPatch { age_class: Some(AgeClass::Adult), ..PersonPatch::default() };
            ask(dialect, web, Some(&opened.person), &session::change_me(&patch, &key("age"))).await
        }
        SignsIn::Elsewhere => Err(not("a person has to sign in at the other server")),
    }
}

fn contact(login: &str) -> Result<Contact, ApiError> {
    Contact::parse(login).map_err(|why| not(&why.to_string()))
}

fn not(why: &str) -> ApiError {
    ApiError::Problem { problem: Box::new(Problem::new(ProblemKind::SignIn, why)), retry_after: None }
}
