//! Sentinels: failures on demand, only with `--demo`, so that a person or a test can see what the app does when the backend stumbles.
//! README.md beside this crate lists them.
//!
//! A fault is queued by a request of its own and consumed by the next request that fits, so tests provoke it in the real backend and
//! need no interception in the browser. Whoever sets the cookie (or header) `demo_scope` has a queue of their own, so that tests can run side
//! by side.

use crate::{
    app::App,
    ask,
    failure::{Failure, Result},
    reply, who,
};
use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use meyirim::api::ProblemKind;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::Value;
use std::{
    collections::HashMap,
    future::pending,
    str::FromStr,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::sync::watch;

/// What goes wrong.
#[derive(Debug, Clone, PartialEq)]
enum Act {
    /// 500 and nothing has happened.
    Fail500,
    /// An answer of a proxy that finds no backend: 503 without a problem document.
    Fail503,
    /// The answer comes so much later, milliseconds.
    Delay(u64),
    /// All is done and stored, but no answer arrives.
    DropAfterCommit,
    /// The connection breaks before anything has happened.
    Drop,
    /// The problem of that kind, and nothing has happened.
    Problem(ProblemKind),
    /// 429 with that many seconds of Retry-After.
    TooMany(u64),
    /// JSON that ends in the middle.
    Malformed,
    /// A captive portal: 200 and HTML.
    Html,
    /// The first record of the answer has lost its title.
    BadRecord,
    /// The first record of the answer is of a direction that nobody knows.
    UnknownEnum,
    /// 10 MB of JSON.
    Huge,
    /// No answer to anything until it is cleared, and open live feeds break.
    Outage,
}

impl FromStr for Act {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let (name, argument) = text.split_once(':').map_or((text, None), |(name, argument)| (name, Some(argument)));
        let number = |usual: u64| argument.map_or(Ok(usual), |text| text.parse().map_err(|_| format!("{name}: wants a number")));
        Ok(match name {
            "fail-500" => Self::Fail500,
            "fail-503" => Self::Fail503,
            "delay-ms" => Self::Delay(number(1000)?.min(60_000)),
            "drop-after-commit" => Self::DropAfterCommit,
            "drop" => Self::Drop,
            "conflict" => {
                let kind = argument.unwrap_or("full");
                let known = ProblemKind::all().find(|known| known.name() == kind);
                Self::Problem(known.ok_or_else(|| format!("{kind}: no such problem"))?)
            }
            "too-many" => Self::TooMany(number(2)?),
            "malformed" => Self::Malformed,
            "html" => Self::Html,
            "bad-record" => Self::BadRecord,
            "unknown-enum" => Self::UnknownEnum,
            "huge" => Self::Huge,
            "outage" => Self::Outage,
            _ => return Err(format!("{name}: no such act")),
        })
    }
}

/// A queued fault.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fault {
    /// Any, if not said.
    #[serde(default)]
    method: Option<String>,
    /// Below `/api/v1`; everything, if not said.
    #[serde(default)]
    path_prefix: String,
    #[serde(deserialize_with = "read_act", serialize_with = "write_act")]
    act: (Act, String),
    /// How many requests it is for.
    #[serde(default = "one")]
    count: u32,
}

fn one() -> u32 {
    1
}
fn read_act<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(Act, String), D::Error> {
    let text = String::deserialize(deserializer)?;
    Ok((text.parse().map_err(de::Error::custom)?, text))
}
fn write_act<S: Serializer>(act: &(Act, String), serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&act.1)
}

impl Fault {
    fn fits(&self, method: &Method, path: &str) -> bool {
        self.count > 0
            && self.method.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method.as_str()))
            && path.starts_with(&self.path_prefix)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    next: Vec<Fault>,
}

/// The queues, by scope; the empty scope is everybody's.
#[derive(Default)]
pub struct Sentinels {
    queues: Mutex<HashMap<String, Vec<Fault>>>,
    changed: watch::Sender<()>,
}

fn scope(headers: &HeaderMap) -> String {
    let named = ["demo-scope", "demo_scope"].into_iter().find_map(|name| headers.get(name)).and_then(|value| value.to_str().ok());
    named.or_else(|| who::cookie(headers, "demo_scope")).unwrap_or_default().to_owned()
}

impl Sentinels {
    fn queues(&self) -> std::sync::MutexGuard<'_, HashMap<String, Vec<Fault>>> {
        self.queues.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn take(&self, scope: &str, method: &Method, path: &str) -> Option<Act> {
        let mut queues = self.queues();
        for name in [scope, ""] {
            let Some(queue) = queues.get_mut(name) else { continue };
            let Some(fault) = queue.iter_mut().find(|fault| fault.fits(method, path)) else { continue };
            let act = fault.act.0.clone();
            if act != Act::Outage {
                fault.count -= 1;
            }
            queue.retain(|fault| fault.count > 0);
            return Some(act);
        }
        None
    }

    fn is_out(&self, scope: &str) -> bool {
        let queues = self.queues();
        [scope, ""].into_iter().filter_map(|name| queues.get(name)).flatten().any(|fault| fault.act.0 == Act::Outage)
    }

    /// Ends when an outage begins for whoever sent these headers. For answers that are under way for long.
    pub fn outage(self: &Arc<Self>, headers: &HeaderMap) -> impl Future<Output = ()> + Send + use<> {
        let this = self.clone();
        let (scope, mut changed) = (scope(headers), self.changed.subscribe());
        async move {
            while !this.is_out(&scope) {
                if changed.changed().await.is_err() {
                    pending::<()>().await;
                }
            }
        }
    }
}

/// `POST`: adds faults.
pub async fn add(State(app): State<App>, headers: HeaderMap, body: Bytes) -> Result<Response> {
    let plan: Plan = ask::read_json(&body)?;
    app.sentinels.queues().entry(scope(&headers)).or_default().extend(plan.next);
    app.sentinels.changed.send_replace(());
    show(State(app), headers).await
}

/// `GET`: what is still queued.
pub async fn show(State(app): State<App>, headers: HeaderMap) -> Result<Response> {
    let next = app.sentinels.queues().get(&scope(&headers)).cloned().unwrap_or_default();
    reply::ok(&Plan { next })
}

/// `DELETE`: forgets them.
pub async fn clear(State(app): State<App>, headers: HeaderMap) -> StatusCode {
    app.sentinels.queues().remove(&scope(&headers));
    app.sentinels.changed.send_replace(());
    StatusCode::NO_CONTENT
}

pub async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let path = path.strip_prefix("/api/v1").unwrap_or(path);
    if path.starts_with("/demo/") {
        return next.run(request).await;
    }
    let Some(act) = app.sentinels.take(&scope(request.headers()), request.method(), path) else { return next.run(request).await };
    match act {
        Act::Fail500 => Failure::internal().into_response(),
        Act::Fail503 => (StatusCode::SERVICE_UNAVAILABLE, "no backend").into_response(),
        Act::Delay(milliseconds) => {
            tokio::time::sleep(Duration::from_millis(milliseconds)).await;
            next.run(request).await
        }
        Act::DropAfterCommit => {
            next.run(request).await;
            hang_up()
        }
        Act::Drop | Act::Outage => hang_up(),
        Act::Problem(kind) => Failure::new(kind, "By request").into_response(),
        Act::TooMany(seconds) => Failure::too_many(seconds).into_response(),
        Act::Malformed => json("{\"items\":[{\"id\":\"a\",\"title\":{\"ru\":".into()),
        Act::Html => {
            ([(header::CONTENT_TYPE, "text/html")], "<!doctype html><title>Wi-Fi</title><p>Sign in to this network.").into_response()
        }
        Act::BadRecord => spoil(next.run(request).await, |record| record["title"] = 7.into()).await,
        Act::UnknownEnum => spoil(next.run(request).await, |record| record["direction"] = "direction_of_tomorrow".into()).await,
        Act::Huge => json(format!("{{\"items\":[],\"padding\":\"{}\"}}", "0123456789".repeat(1 << 20)).into()),
    }
}

fn json(body: Body) -> Response {
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")], body).into_response()
}

/// An answer whose body breaks before its first byte: the server can only close the connection, and the client hears nothing.
fn hang_up() -> Response {
    let broken = futures_util::stream::once(async { Err::<Bytes, _>(std::io::Error::other("dropped by a sentinel")) });
    Response::new(Body::from_stream(broken))
}

/// Damages the first action in an answer: of a list, of a change set, or the detail itself.
async fn spoil(response: Response, damage: impl FnOnce(&mut Value)) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, usize::MAX).await else { return hang_up() };
    let Ok(mut value) = serde_json::from_slice::<Value>(&bytes) else { return Response::from_parts(parts, bytes.into()) };
    let first = ["/items/0", "/actions/changed/0", "/action"].into_iter().find(|pointer| value.pointer(pointer).is_some());
    if let Some(record) = first.and_then(|pointer| value.pointer_mut(pointer)) {
        damage(record);
    }
    parts.headers.remove(header::CONTENT_LENGTH);
    // Not to be taken for the real thing by a later `If-None-Match`.
    parts.headers.remove(header::ETAG);
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Response::from_parts(parts, value.to_string().into())
}
