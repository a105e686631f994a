//! The built app: files of `dist`, compressed when they were built. A file whose name holds a hash of its content never changes and is
//! kept for good; everything else is asked for again each time. An address that is no file is a place in the app.

use crate::{app::App, failure::Failure};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use tower::ServiceExt;
use tower_http::services::{ServeDir, ServeFile};

const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const EACH_TIME: HeaderValue = HeaderValue::from_static("no-cache");

pub async fn serve(State(app): State<App>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    if path == "/api" || path.starts_with("/api/") {
        return Failure::not_found().into_response();
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        let mut response = crate::app::wrong_method().await.into_response();
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let (place, method, headers) = (is_place(&path, request.headers()), request.method().clone(), request.headers().clone());
    let files = ServeDir::new(&app.settings.dist).precompressed_br().precompressed_gzip().append_index_html_on_directories(path == "/");
    let Ok(response) = files.oneshot(request).await;
    let found = !matches!(response.status(), StatusCode::NOT_FOUND | StatusCode::TEMPORARY_REDIRECT);
    let mut response = if found || !place { response.map(Body::new) } else { index(&app, method, &headers).await };
    if !response.status().is_success() && response.status() != StatusCode::NOT_MODIFIED {
        if response.status() == StatusCode::NOT_FOUND {
            response =
                (StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], "There is no such file.\n").into_response();
        }
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        return response;
    }
    response.headers_mut().insert(header::CACHE_CONTROL, if found && has_hash(&path) { FOREVER } else { EACH_TIME });
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    response
}

/// The app itself, for whatever place in it.
async fn index(app: &App, method: Method, headers: &HeaderMap) -> Response {
    let mut request = Request::new(Body::empty());
    *request.method_mut() = method;
    for name in [header::ACCEPT_ENCODING, header::IF_MODIFIED_SINCE, header::IF_NONE_MATCH] {
        if let Some(value) = headers.get(&name) {
            request.headers_mut().insert(name, value.clone());
        }
    }
    let file = ServeFile::new(app.settings.dist.join("index.html")).precompressed_br().precompressed_gzip();
    let Ok(response) = file.oneshot(request).await;
    response.map(Body::new)
}

/// Whether the address is a place in the app and not a file that is missing: a page is wanted, and the name is none of a file.
fn is_place(path: &str, headers: &HeaderMap) -> bool {
    const FILES: [&str; 17] = [
        "js",
        "mjs",
        "css",
        "wasm",
        "json",
        "map",
        "png",
        "svg",
        "ico",
        "jpg",
        "webp",
        "woff2",
        "woff",
        "txt",
        "xml",
        "webmanifest",
        "ics",
    ];
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("*/*");
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_file = name.rsplit_once('.').is_some_and(|(_, ending)| FILES.contains(&ending.to_ascii_lowercase().as_str()));
    !is_file && (accept.contains("text/html") || accept.contains("*/*"))
}

/// `app-0123abcd.js`, `app-0123abcd_bg.wasm`: `-` and at least eight hexadecimal digits, then the end of the word.
fn has_hash(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.match_indices('-').any(|(at, _)| {
        let digits = name[at + 1..].bytes().take_while(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')).count();
        digits >= 8 && name[at + 1 + digits..].starts_with(['.', '_', '-'])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_kept_for_good() {
        for hashed in ["/meyirim-0a1b2c3d4e5f6071.js", "/meyirim-0a1b2c3d4e5f6071_bg.wasm", "/chunks/pages-deadbeef.wasm"] {
            assert!(has_hash(hashed), "{hashed}");
        }
        for plain in
            ["/sw.js", "/index.html", "/hub.json", "/early.js", "/icons/icon-192.png", "/icons/apple-touch-icon.png", "/a-deadbee.js"]
        {
            assert!(!has_hash(plain), "{plain}");
        }
    }

    #[test]
    fn a_place_is_not_a_file() {
        let accepts = |accept: &'static str| HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(accept))]);
        let page = accepts("text/html,application/xhtml+xml,*/*;q=0.8");
        assert!(is_place("/actions/a.b", &page));
        assert!(is_place("/actions", &accepts("*/*")));
        assert!(!is_place("/app-0a1b2c3d.js", &page));
        assert!(!is_place("/actions", &accepts("application/json")));
    }
}
