//! A small text of our own origin.

use super::clock;
use futures::future::{Either, select};
use gloo_net::http::Request;
use std::pin::pin;

/// Milliseconds; whoever waits for it has something better to do after that.
const PATIENCE: u64 = 10_000;

/// `None`: it could not be had.
pub async fn text(path: &str) -> Option<String> {
    let answer = pin!(async {
        let answer = Request::get(path).send().await.ok().filter(gloo_net::http::Response::ok)?;
        // The app itself stands in for whatever a server of files does not find; that is no profile.
        let kind = answer.headers().get("content-type").unwrap_or_default();
        if kind.starts_with("text/html") { None } else { answer.text().await.ok() }
    });
    match select(answer, pin!(clock::sleep(PATIENCE))).await {
        Either::Left((text, _)) => text,
        Either::Right(_) => None,
    }
}
