//! Signing in on foreign backends by name and password: for a token, which is renewed, or with every request.

mod support;

use meyirim::api::{
    ApiError, ProblemKind, Reply, Request,
    actions::{self, ListActions},
    session,
    translate::{Translate, World},
};
use serde_json::{Value, json};
use std::cell::RefCell;
use support::{dialect::*, *};

fn list() -> meyirim::api::Call<meyirim::api::Fetched<meyirim::api::Page<meyirim::model::Action>>> {
    actions::list(&ListActions::default())
}

fn password() -> Value {
    profile(json!({ "auth": { "password": {
        "login": "/login", "body": { "identity": "{login}", "secret": "{password}" }, "token": "token", "refresh": "/refresh", "scheme": "Token ",
        "record": "user", "person": { "id": "id", "contact": "mail" },
    } } }))
}

fn session_of(token: &str) -> Reply {
    json(200, &json!({ "token": token, "user": { "id": "7", "mail": "a@example.kz" } }).to_string())
}

#[test]
fn a_password_is_sent_once_and_a_wrong_one_is_said_at_its_field() {
    let dialect = compile(&password());
    let server = Server::new(|request: &Request| {
        Ok(match request.path.as_str() {
            "/login" if request.body.as_deref() == Some(r#"{"identity":"aliya","secret":"сөз \" & %"}"#) => session_of("t1"),
            "/login" => json(400, r#"{"message":"no"}"#),
            _ if request.header_value("authorization") == Some("Token t1") => json(200, &json!([event("a")]).to_string()),
            _ => json(401, "{}"),
        })
    });
    let wrong = send(&dialect, &server, None, &session::log_in("aliya", "wrong", "key")).expect_err("wrong");
    assert_eq!(wrong.kind(), Some(ProblemKind::CodeWrong));
    assert_eq!(dialect.credentials(), None);
    let person = send(&dialect, &server, None, &session::log_in("aliya", "сөз \" & %", "key")).expect("a session").person;
    send(&dialect, &server, Some(&person), &list()).expect("a list");
    let after: Vec<Request> = server.asked.borrow().iter().skip(2).cloned().collect();
    assert!(after.iter().all(|request| request.body.is_none() && !request.path.contains("aliya")));
}

#[test]
fn a_token_survives_a_broken_line() {
    let dialect = compile(&password());
    let away = RefCell::new(true);
    let server = Server::new(|request: &Request| {
        Ok(match request.path.as_str() {
            "/login" => session_of("t1"),
            "/refresh" if *away.borrow() => return Err(ApiError::Unreachable),
            "/refresh" => session_of("t2"),
            _ if request.header_value("authorization") == Some("Token t2") => json(200, &json!([event("a")]).to_string()),
            _ => json(401, "{}"),
        })
    });
    let person = send(&dialect, &server, None, &session::log_in("aliya", "word", "key")).expect("a session").person;
    send(&dialect, &server, Some(&person), &list()).expect_err("run out, and not to be renewed now");
    let holds = |token: &str| dialect.credentials().is_some_and(|held| held.contains(token));
    assert!(holds("t1"));
    away.replace(false);
    let later = World { ask: &server, now: now().plus(31_000), person: Some(&person), known: true };
    block_on(dialect.answer(&list().request, later)).expect("a list");
    assert!(holds("t2"));
}

/// A name that was changed on the server arrives when the app asks who it is.
#[test]
fn a_renewal_tells_who_it_is() {
    let dialect = compile(&password());
    let server = Server::new(|request: &Request| {
        let name = if request.path == "/refresh" { "b@example.kz" } else { "a@example.kz" };
        Ok(json(200, &json!({ "token": "t", "user": { "id": "7", "mail": name } }).to_string()))
    });
    let person = send(&dialect, &server, None, &session::log_in("aliya", "word", "key")).expect("a session").person;
    let again = send(&dialect, &server, Some(&person), &session::who_am_i()).expect("a session").person;
    assert_eq!((person.contact.as_str(), again.contact.as_str()), ("a@example.kz", "b@example.kz"));
}

#[test]
fn basic_is_tried_before_it_is_kept() {
    let dialect = compile(&profile(json!({ "auth": { "basic": { "me": "/me", "person": { "id": "id", "contact": "mail" } } } })));
    let server = Server::new(|request: &Request| {
        let good = request.header_value("authorization") == Some("Basic YWxpeWE6d29yZA==");
        Ok(if good { json(200, r#"{"id":"7","mail":"a@example.kz"}"#) } else { json(401, "{}") })
    });
    send(&dialect, &server, None, &session::log_in("aliya", "wrong", "key")).expect_err("wrong");
    assert_eq!(dialect.credentials(), None);
    send(&dialect, &server, None, &session::log_in("aliya", "word", "key")).expect("a session");
    assert!(dialect.credentials().is_some());
}
