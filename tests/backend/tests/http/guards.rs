use crate::hub::{Hub, Place, key};
use std::time::Duration;

crate::on_both!(other_sites, large_bodies, unreadable_bodies, security_headers, reads_are_limited, nobody_waits_for_ever, health);

/// A cookie goes along with what another site makes the browser send; the browser's own word on where it came from decides.
async fn other_sites(place: Place) {
    let hub = Hub::on(&place).await;
    hub.action(hub.plan("one", 24, 5, true)).await;
    let me = hub.adult("aigul").await;
    let cookie = format!("meyirim_session={me}");
    let host = hub.url.clone();
    let body = || serde_json::json!({ "or_wait": true, "made_at": hub.now() });
    let ask = |headers: Vec<(&str, String)>| {
        let ask = hub.ask("POST", "/actions/one/shifts/s/signup").header("idempotency-key", key()).json(&body());
        headers.into_iter().fold(ask, |ask, (name, value)| ask.header(name, value)).send()
    };
    let with = |name: &'static str, value: &str| vec![("cookie", cookie.clone()), (name, value.to_owned())];
    assert_eq!(ask(with("sec-fetch-site", "same-origin")).await.unwrap().status(), 201);
    assert_eq!(ask(with("origin", &host)).await.unwrap().status(), 201);
    for (name, value) in
        [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example"), ("origin", "null")]
    {
        let answer = ask(with(name, value)).await.unwrap();
        assert_eq!(answer.status(), 403, "{name}: {value}");
        assert_eq!(answer.headers()["content-type"], "application/problem+json");
    }
    assert_eq!(ask(vec![("cookie", cookie.clone())]).await.unwrap().status(), 403, "who does not say where from");
    assert_eq!(ask(vec![("authorization", format!("Bearer {me}")), ("origin", "https://app.example".into())]).await.unwrap().status(), 201);
    // Signing somebody in as somebody else from another site.
    let login = hub.ask("POST", "/session").header("sec-fetch-site", "cross-site").header("idempotency-key", "k").json(&());
    assert_eq!(login.send().await.unwrap().status(), 403);
    // Reading is no matter.
    assert_eq!(hub.get("/actions").header("cookie", &cookie).header("sec-fetch-site", "cross-site").send().await.unwrap().status(), 200);
}

async fn large_bodies(place: Place) {
    let hub = Hub::on(&place).await;
    let me = hub.adult("aigul").await;
    let ask = |size: usize| {
        let body = format!("{{\"name\":\"{}\"}}", "a".repeat(size));
        hub.ask("PATCH", "/session/person")
            .bearer_auth(&me)
            .header("idempotency-key", key())
            .header("content-type", "application/json")
            .body(body)
            .send()
    };
    let answer = ask(70_000).await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.headers()["content-type"].to_str().unwrap()), (413, "application/problem+json"));
    assert_eq!(ask(60_000).await.unwrap().status(), 422);
}

async fn unreadable_bodies(place: Place) {
    let hub = Hub::on(&place).await;
    let me = hub.adult("aigul").await;
    for (kind, body, status, pointer) in [
        ("application/json", "{\"name\":", 400, ""),
        ("application/json", "", 400, ""),
        ("application/json", "{} {}", 400, ""),
        ("application/json", "\u{feff}{}", 400, ""),
        ("application/json", "{\"name\": 7}", 422, "/name"),
        ("application/json", "{\"age_class\": \"old\"}", 422, "/age_class"),
        ("application/json", "[\"name\"]", 422, ""),
        ("text/plain", "{}", 415, "/header/content-type"),
    ] {
        let ask =
            hub.ask("PATCH", "/session/person").bearer_auth(&me).header("idempotency-key", key()).header("content-type", kind).body(body);
        let answer = ask.send().await.unwrap();
        assert_eq!(answer.status(), status, "{body}");
        let problem: serde_json::Value = answer.json().await.unwrap();
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{body}");
    }
}

async fn security_headers(place: Place) {
    let hub = Hub::on(&place).await;
    for path in ["/api/v1/actions", "/api/v1/nowhere", "/nothing.js", "/", "/healthz"] {
        let answer = hub.http.get(format!("{}{path}", hub.url)).send().await.unwrap();
        let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        let policy = header("content-security-policy");
        for part in [
            "default-src 'self'",
            "script-src 'self' 'wasm-unsafe-eval';",
            "object-src 'none'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        ] {
            assert!(policy.contains(part), "{path}: {part}");
        }
        assert!(!policy.contains("unsafe-inline"));
        assert_eq!((header("x-content-type-options").as_str(), header("referrer-policy").as_str()), ("nosniff", "no-referrer"));
        assert_eq!(header("cross-origin-opener-policy"), "same-origin");
        assert!(header("permissions-policy").contains("geolocation=()"));
    }
}

async fn reads_are_limited(place: Place) {
    let hub = Hub::with(&place, |settings| settings.allowances.reads = (3, 60)).await;
    for _ in 0..3 {
        assert_eq!(hub.get("/indicators").send().await.unwrap().status(), 200);
    }
    let answer = hub.get("/indicators").send().await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.headers()["retry-after"].to_str().unwrap()), (429, "1"));
    // A made-up proxy header makes nobody somebody else.
    assert_eq!(hub.get("/indicators").header("x-forwarded-for", "1.2.3.4").send().await.unwrap().status(), 429);
}

async fn nobody_waits_for_ever(place: Place) {
    let hub = Hub::with(&place, |settings| settings.patience = Duration::from_millis(300)).await;
    hub.action(hub.plan("one", 24, 5, true)).await;
    let me = hub.adult("aigul").await;
    // Somebody holds the row, or the file.
    let mut held = hub.db().write().await.unwrap();
    sqlx::query("UPDATE persons SET held = 1 - held").execute(held.conn()).await.unwrap();
    let refused = hub.join(&me, "one", true, "k").await.expect_err("too long");
    assert_eq!(refused.kind(), Some(meyirim::api::ProblemKind::Unavailable));
    assert!(refused.heals() && refused.retry_after().is_some());
    drop(held);
    hub.join(&me, "one", true, "k").await.expect("joined with the same key");
}

async fn health(place: Place) {
    let hub = Hub::on(&place).await;
    assert_eq!(hub.http.get(format!("{}/healthz", hub.url)).send().await.unwrap().text().await.unwrap(), "ok\n");
    hub.db().pool.close().await;
    assert_ne!(hub.http.get(format!("{}/healthz", hub.url)).send().await.unwrap().status(), 200);
}
