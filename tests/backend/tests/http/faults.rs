//! Sentinels: only in the demo, each does what README.md says, and nobody else's requests suffer.

use crate::hub::{Hub, Place, key, soon};
use meyirim::{
    api::{ApiError, Fetched, ProblemKind, actions, signups},
    model::SignupState,
};
use meyirim_backend::settings::Demo;
use serde_json::json;

async fn hub(place: &Place) -> Hub {
    Hub::with(place, |settings| settings.demo = Some(Demo { actions: 2, seed: 1 })).await
}

async fn next(hub: &Hub, act: &str) {
    plan(hub, "", json!({ "next": [{ "method": "GET", "path_prefix": "/actions", "act": act }] })).await;
}

async fn plan(hub: &Hub, scope: &str, plan: serde_json::Value) {
    let answer = hub.ask("POST", "/demo/sentinels").header("demo-scope", scope).json(&plan).send().await.unwrap();
    assert_eq!(answer.status(), 200);
}

crate::on_both!(only_in_the_demo, a_dropped_answer_happened_once, each_act, outages, scopes);

async fn only_in_the_demo(place: Place) {
    let hub = Hub::on(&place).await;
    let answer = hub.ask("POST", "/demo/sentinels").json(&json!({ "next": [] })).send().await.unwrap();
    assert_eq!(answer.status(), 404);
}

/// The heart of the outbox's promise: committed, no answer, sent again with the same key, joined once.
async fn a_dropped_answer_happened_once(place: Place) {
    let hub = hub(&place).await;
    hub.action(hub.plan("clean", 24, 1, true)).await;
    let (me, other) = (hub.adult("aigul").await, hub.adult("marat").await);
    plan(&hub, "", json!({ "next": [{ "method": "POST", "path_prefix": "/actions/clean", "act": "drop-after-commit", "count": 2 }] }))
        .await;
    let body = meyirim::model::signup::JoinBody { or_wait: true, guardian: None, made_at: hub.now() };
    let request = signups::join(&crate::hub::id("clean"), &crate::hub::shift(), &body, "k").request;
    assert_eq!(hub.reply(Some(&me), &request).await, None);
    assert_eq!(hub.reply(Some(&me), &request).await, None);
    let reply = hub.reply(Some(&me), &request).await.expect("an answer at last");
    assert_eq!((reply.status, reply.header("idempotency-replayed")), (201, Some("true")));
    let second = hub.join(&other, "clean", true, &key()).await.expect("joined");
    assert_eq!(second.signup.standing, SignupState::Waitlisted { position: 1 }, "one place was taken, not two");
}

async fn each_act(place: Place) {
    let hub = hub(&place).await;
    let list = || hub.call(None, actions::list(&Default::default()));
    next(&hub, "fail-500").await;
    assert!(matches!(list().await, Err(ApiError::Problem { problem, .. }) if problem.status == 500));
    assert!(list().await.is_ok(), "one request only");
    next(&hub, "fail-503").await;
    assert!(matches!(list().await, Err(ApiError::Problem { problem, .. }) if problem.status == 503));
    next(&hub, "delay-ms:150").await;
    let began = std::time::Instant::now();
    assert!(list().await.is_ok() && began.elapsed().as_millis() >= 150);
    next(&hub, "drop").await;
    assert_eq!(list().await, Err(ApiError::Unreachable));
    next(&hub, "conflict:changed").await;
    assert_eq!(list().await.unwrap_err().kind(), Some(ProblemKind::Changed));
    next(&hub, "too-many:7").await;
    assert_eq!(list().await.unwrap_err().retry_after(), Some(7));
    next(&hub, "malformed").await;
    assert!(matches!(list().await, Err(ApiError::Decode { .. })));
    next(&hub, "html").await;
    assert!(matches!(list().await, Err(ApiError::NotJson { status: 200, .. })));
    for act in ["bad-record", "unknown-enum"] {
        next(&hub, act).await;
        let Ok(Fetched::New(page)) = list().await else { panic!() };
        assert_eq!(page.bad.len(), 1, "{act} costs one record");
        assert!(!page.items.is_empty() && page.etag.is_none());
    }
    next(&hub, "huge").await;
    let huge = hub.get("/actions").send().await.unwrap().bytes().await.unwrap();
    assert!(huge.len() > 10_000_000);
    let unknown = hub.ask("POST", "/demo/sentinels").json(&json!({ "next": [{ "act": "explode" }] })).send().await.unwrap();
    assert_eq!(unknown.status(), 422);
}

async fn outages(place: Place) {
    let hub = hub(&place).await;
    let mut stream = crate::live::Stream::open(hub.get("/live")).await;
    plan(&hub, "", json!({ "next": [{ "act": "outage" }] })).await;
    assert!(stream.next().await.is_none(), "open streams break");
    for path in ["/actions", "/indicators", "/actions"] {
        assert!(hub.get(path).send().await.is_err());
    }
    assert!(hub.http.get(format!("{}/healthz", hub.url)).send().await.is_err());
    hub.ask("DELETE", "/demo/sentinels").send().await.unwrap();
    assert_eq!(hub.get("/actions").send().await.unwrap().status(), 200);
}

async fn scopes(place: Place) {
    let hub = hub(&place).await;
    plan(&hub, "mine", json!({ "next": [{ "act": "fail-500", "count": 2 }] })).await;
    assert_eq!(hub.get("/actions").send().await.unwrap().status(), 200);
    assert_eq!(hub.get("/actions").header("cookie", "demo_scope=other").send().await.unwrap().status(), 200);
    assert_eq!(hub.get("/actions").header("cookie", "demo_scope=mine").send().await.unwrap().status(), 500);
    let left: serde_json::Value = hub.get("/demo/sentinels").header("demo-scope", "mine").send().await.unwrap().json().await.unwrap();
    assert_eq!(left["next"][0]["count"], 1);
    hub.ask("DELETE", "/demo/sentinels").header("demo-scope", "mine").send().await.unwrap();
    assert_eq!(soon("an answer", hub.get("/actions").header("demo-scope", "mine").send()).await.unwrap().status(), 200);
}
