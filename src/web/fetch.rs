//! A small text of our own origin.

use gloo_net::http::Request;

/// `None`: it could not be had.
pub async fn text(path: &str) -> Option<String> {
    let answer = Request::get(path).send().await.ok().filter(gloo_net::http::Response::ok)?;
    // The app itself stands in for whatever a server of files does not find; that is no profile.
    let kind = answer.headers().get("content-type").unwrap_or_default();
    if kind.starts_with("text/html") { None } else { answer.text().await.ok() }
}
