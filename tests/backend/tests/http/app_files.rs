//! The built app as it is served. No data base is involved, so SQLite is enough.

use crate::hub::{Hub, Place};
use reqwest::{Response, header::HeaderMap};

async fn hub() -> (Hub, Place) {
    let place = Place::sqlite();
    let dist = place.folder.join("dist");
    std::fs::create_dir_all(dist.join("icons")).unwrap();
    for (name, content) in [
        ("index.html", "<!doctype html>app"),
        ("sw.js", "worker"),
        ("hub.json", "{}"),
        ("app-0123456789abcdef.js", "plain"),
        ("app-0123456789abcdef.js.br", "brotli"),
        ("app-0123456789abcdef.js.gz", "gzip"),
        ("app-0123456789abcdef_bg.wasm", "wasm"),
        ("app-0123456789abcdef_bg.wasm.br", "wasm brotli"),
        ("manifest.webmanifest", "{}"),
        ("icons/icon.svg", "<svg/>"),
    ] {
        std::fs::write(dist.join(name), content).unwrap();
    }
    (Hub::on(&place).await, place)
}

async fn get(hub: &Hub, path: &str, accept: &str, encoding: &str) -> Response {
    hub.http.get(format!("{}{path}", hub.url)).header("accept", accept).header("accept-encoding", encoding).send().await.unwrap()
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
}

#[tokio::test]
async fn files_are_kept_as_long_as_they_may() {
    let (hub, _place) = hub().await;
    for (path, cache) in [
        ("/", "no-cache"),
        ("/index.html", "no-cache"),
        ("/sw.js", "no-cache"),
        ("/hub.json", "no-cache"),
        ("/manifest.webmanifest", "no-cache"),
        ("/icons/icon.svg", "no-cache"),
        ("/app-0123456789abcdef.js", "public, max-age=31536000, immutable"),
        ("/app-0123456789abcdef_bg.wasm", "public, max-age=31536000, immutable"),
    ] {
        let answer = get(&hub, path, "*/*", "identity").await;
        assert_eq!((answer.status().as_u16(), text(answer.headers(), "cache-control")), (200, cache), "{path}");
    }
}

#[tokio::test]
async fn files_come_compressed() {
    let (hub, _place) = hub().await;
    for (accepted, encoding, content) in [("gzip, deflate, br, zstd", "br", "brotli"), ("gzip", "gzip", "gzip"), ("identity", "", "plain")]
    {
        let answer = get(&hub, "/app-0123456789abcdef.js", "*/*", accepted).await;
        assert_eq!(text(answer.headers(), "content-encoding"), encoding);
        assert_eq!(text(answer.headers(), "content-type"), "text/javascript");
        assert_eq!(text(answer.headers(), "vary").to_lowercase(), "accept-encoding");
        assert_eq!(answer.text().await.unwrap(), content);
    }
    // WebAssembly compiles while it loads only with this very type.
    for accepted in ["br", "identity"] {
        let wasm = get(&hub, "/app-0123456789abcdef_bg.wasm", "*/*", accepted).await;
        assert_eq!(text(wasm.headers(), "content-type"), "application/wasm");
    }
}

#[tokio::test]
async fn places_lead_to_the_app_and_missing_files_do_not() {
    let (hub, _place) = hub().await;
    const PAGE: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    for path in ["/actions", "/actions/a.b", "/me/", "/sign-in?next=/me"] {
        let answer = get(&hub, path, PAGE, "identity").await;
        assert_eq!((answer.status().as_u16(), text(answer.headers(), "cache-control")), (200, "no-cache"), "{path}");
        assert_eq!(text(answer.headers(), "content-type"), "text/html");
        assert_eq!(answer.text().await.unwrap(), "<!doctype html>app");
    }
    for (path, accept) in [
        ("/app-ffffffffffffffff.js", "*/*"),
        ("/app-ffffffffffffffff.js", PAGE),
        ("/icons/none.png", "image/*"),
        ("/actions", "application/json"),
        ("/../Cargo.toml", "*/*"),
        ("/%2e%2e/hub.db", "*/*"),
        ("/..%2fhub.db", "*/*"),
    ] {
        let answer = get(&hub, path, accept, "identity").await;
        let (status, body) = (answer.status().as_u16(), answer.text().await.unwrap());
        assert!(status == 404 || body == "<!doctype html>app", "{path}: {status} {body}");
        if path.contains("ffff") || accept != "*/*" {
            assert_eq!(status, 404, "{path}");
        }
    }
    let api = get(&hub, "/api/v2/actions", PAGE, "identity").await;
    assert_eq!((api.status().as_u16(), text(api.headers(), "content-type")), (404, "application/problem+json"));
    let head = hub.http.head(format!("{}/actions", hub.url)).send().await.unwrap();
    assert_eq!(head.status(), 200);
    assert_eq!(hub.http.post(format!("{}/actions", hub.url)).send().await.unwrap().status(), 405);
}

#[tokio::test]
async fn an_unchanged_page_costs_a_header() {
    let (hub, _place) = hub().await;
    for path in ["/", "/actions", "/sw.js"] {
        let first = get(&hub, path, "*/*", "identity").await;
        let again = hub.http.get(format!("{}{path}", hub.url)).header("if-none-match", text(first.headers(), "etag")).send().await.unwrap();
        assert_eq!((again.status().as_u16(), text(again.headers(), "cache-control")), (304, "no-cache"), "{path}");
    }
}
