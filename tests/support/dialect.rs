//! The server's part for a dialect: requests answered as values, and futures driven by hand, without a runtime.

use super::*;
use meyirim::api::{
    ApiError, Call, Fetched, Page,
    actions::{self, ListActions},
    dialect::{Dialect, check},
    page,
    translate::{Ask, Translate, World},
};
use serde_json::{Value, json};
use std::{
    cell::RefCell,
    future::{Future, poll_fn},
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
};

pub const BASE: &str = "https://server.example/api/v2";

/// A server that is a function. Every request waits for one turn before it is answered, so that several clients can take turns.
pub struct Server<F> {
    answer: F,
    pub asked: RefCell<Vec<Request>>,
}

impl<F: Fn(&Request) -> Result<Reply, ApiError>> Server<F> {
    pub fn new(answer: F) -> Self {
        Self { answer, asked: RefCell::default() }
    }

    /// What it was asked, as lines.
    pub fn lines(&self) -> Vec<String> {
        self.asked.borrow().iter().map(line).collect()
    }
}

impl<F: Fn(&Request) -> Result<Reply, ApiError>> Ask for Server<F> {
    fn ask<'a>(&'a self, request: &'a Request) -> Pin<Box<dyn Future<Output = Result<Reply, ApiError>> + 'a>> {
        Box::pin(async move {
            turn().await;
            self.asked.borrow_mut().push(request.clone());
            (self.answer)(request)
        })
    }
}

/// Lets everybody else go first, once.
async fn turn() {
    let mut waited = false;
    poll_fn(|_| if std::mem::replace(&mut waited, true) { Poll::Ready(()) } else { Poll::Pending }).await;
}

pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..10_000_000 {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
    panic!("it never ends");
}

/// The moment at which these tests take place.
pub fn now() -> Instant {
    at("2026-11-22T05:00:00Z")
}

pub fn compile(profile: &Value) -> Dialect {
    check::compile(profile.to_string().as_bytes(), BASE).unwrap_or_else(|why| panic!("{why}\n{profile:#}"))
}

/// One operation as the app asks for it and reads it.
pub fn send<T>(dialect: &Dialect, server: &dyn Ask, person: Option<&Person>, call: &Call<T>) -> Result<T, ApiError> {
    let reply = block_on(dialect.answer(&call.request, World { ask: server, now: now(), person, known: true }))?;
    call.read(&reply)
}

pub fn unchanged<T>(fetched: Fetched<T>) -> T {
    match fetched {
        Fetched::New(new) => new,
        Fetched::Unchanged => panic!("304"),
    }
}

/// All pages of the actions, link by link as the app follows them.
pub fn all_actions(dialect: &Dialect, server: &dyn Ask) -> Result<Vec<Page<Action>>, ApiError> {
    let mut call = actions::list(&ListActions::default());
    let mut pages = Vec::new();
    loop {
        let page = unchanged(send(dialect, server, None, &call)?);
        let next = page.next.as_deref().map(|next| page::follow(next, BASE, &call.request).unwrap_or_else(|| panic!("{next}")));
        pages.push(page);
        match next {
            Some(next) => call = next.with_limit(actions::FURTHER_PAGE).read_page(),
            None => return Ok(pages),
        }
    }
}

/// A profile of a server with actions as [`event`] makes them. What `more` has goes on top of it.
pub fn profile(more: Value) -> Value {
    let mut profile = json!({
        "name": "Test server",
        "resources": {
            "actions": {
                "list": "/events",
                "item": "/events/{id}",
                "fields": {
                    "id": "id",
                    "state": { "at": "status", "map": { "open": "published", "off": "cancelled" } },
                    "title": { "at": "name", "as": { "text": "ru" } },
                    "direction": { "const": "other" },
                    "shifts": [{
                        "id": { "const": "1" },
                        "starts": { "at": "starts", "as": "time" },
                        "ends": { "at": "ends", "as": "time" },
                        "seats": { "fields": {
                            "needed": { "const": 1 }, "most": "capacity",
                            "taken": { "at": "taken", "or": 0 }, "waiting": { "const": 0 },
                        } },
                    }],
                    "youngest": { "const": "under_14" },
                },
            },
        },
    });
    merge(&mut profile, more);
    profile
}

/// Members of `more` take the place of those before, objects within objects as well; `null` takes one away.
pub fn merge(before: &mut Value, more: Value) {
    match (before, more) {
        (Value::Object(before), Value::Object(more)) => {
            for (name, value) in more {
                if value.is_null() {
                    before.remove(&name);
                } else {
                    merge(before.entry(name).or_insert(Value::Null), value);
                }
            }
        }
        (before, more) => *before = more,
    }
}

/// An action of theirs.
pub fn event(id: impl Into<Value>) -> Value {
    json!({
        "id": id.into(), "status": "open", "name": "Субботник", "starts": "2026-12-05T05:00:00Z", "ends": "2026-12-05T08:00:00Z", "capacity": 20,
    })
}

/// The parameters of a path's query, decoded by the rules for forms but the plus sign, which no encoder of ours uses for a space.
pub fn parameters(path: &str) -> Vec<(String, String)> {
    let query = path.split_once('?').map_or("", |(_, query)| query);
    let decoded = |text: &str| {
        let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
        while let Some((byte, after)) = rest.split_first() {
            assert!(byte.is_ascii_graphic() && !b"+\"<>".contains(byte), "{path}");
            if *byte == b'%' {
                let hex = std::str::from_utf8(&after[..2]).expect("two digits");
                bytes.push(u8::from_str_radix(hex, 16).unwrap_or_else(|_| panic!("%{hex} in {path}")));
                rest = &after[2..];
            } else {
                bytes.push(*byte);
                rest = after;
            }
        }
        String::from_utf8(bytes).unwrap_or_else(|_| panic!("no UTF-8 in {path}"))
    };
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).map(|(name, value)| (decoded(name), decoded(value))).collect()
}

pub fn parameter(path: &str, name: &str) -> Option<String> {
    parameters(path).into_iter().find(|(known, _)| known == name).map(|(_, value)| value)
}
