//! What every request of ours is held to, by whichever test file.

use super::{JSON, line};
use meyirim::api::{Method, Request};
use serde_json::Value;

pub const KEY: &str = "1764000000000-4f7c";

pub fn headers(request: &Request) -> Vec<(&str, &str)> {
    let mut all: Vec<_> = request.headers.iter().map(|(name, value)| (name.as_ref(), value.as_str())).collect();
    all.sort_unstable();
    all
}

/// A read carries no body and no key; nothing but what it says about the version at hand.
pub fn is_read(request: &Request, expected: &str, etag: Option<&str>) {
    assert_eq!(line(request), expected);
    assert_eq!(request.method, Method::Get);
    assert_eq!(request.body, None);
    let mut wanted = vec![("accept", JSON)];
    wanted.extend(etag.map(|etag| ("if-none-match", etag)));
    assert_eq!(headers(request), wanted);
}

/// A write always carries its key, and says what its body is when it has one.
pub fn is_write(request: &Request, expected: &str, body: Option<Value>) {
    assert_eq!(line(request), expected);
    let mut wanted = vec![("accept", JSON), ("idempotency-key", KEY)];
    if body.is_some() {
        wanted.insert(1, ("content-type", JSON));
    }
    assert_eq!(headers(request), wanted);
    let sent: Option<Value> = request.body.as_deref().map(|text| serde_json::from_str(text).expect("JSON"));
    assert_eq!(sent, body);
}
