//! The gateway for text messages and messengers: an address that whoever runs the hub sets, to which each message is posted as JSON, signed. What stands behind it (a provider's adapter, a bot) is theirs;
//! how it is spoken to is described in the README.
//!
//! The address is the operator's own, so it may be on this machine; elsewhere it has to be HTTPS, because phones and names go there. No redirect is followed, and of the answer only the status, `Retry-After`
//! and a short reason are used.

use crate::settings::Webhook;
use axum::{
    body::Body,
    http::{HeaderValue, Request, StatusCode, Uri, header},
};
use hmac::{Hmac, KeyInit, Mac};
use hyper_rustls::HttpsConnector;
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use meyirim::model::{Instant, Lang, instant::DAY, texts::plain};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use std::{fmt::Write, time::Duration};

/// How long the gateway may take.
const PATIENCE: Duration = Duration::from_secs(15);
/// Of an answer that is looked at, in bytes; and of a reason in it, in characters.
const LONGEST_ANSWER: usize = 4096;
const LONGEST_REASON: usize = 200;
/// Shortest secret, in characters: a shorter one is guessed.
const SHORTEST_SECRET: usize = 16;

/// What is posted.
#[derive(Debug, Serialize)]
pub struct Posted<'a> {
    /// Sent twice, it is one: a gateway that has taken it answers 200 again.
    pub id: &'a str,
    /// E.164.
    pub to: &'a str,
    pub text: &'a str,
    pub lang: Lang,
    pub sent_at: Instant,
}

/// What became of a message at a mail server or a gateway.
pub enum Outcome {
    Taken,
    /// For good; what was said.
    Refused(String),
    /// After so many milliseconds at the earliest; what was said.
    NotNow(i64, String),
}

pub struct Gateway {
    uri: Uri,
    secret: String,
    client: Client<HttpsConnector<HttpConnector>, Body>,
}

impl Gateway {
    pub fn new(webhook: Option<&Webhook>) -> Result<Option<Self>, String> {
        let Some(Webhook { url, secret }) = webhook else { return Ok(None) };
        let uri = check(url).map_err(|why| format!("MESSAGE_WEBHOOK_URL: {why}"))?;
        if secret.len() < SHORTEST_SECRET {
            return Err(format!("MESSAGE_WEBHOOK_SECRET: has at least {SHORTEST_SECRET} characters"));
        }
        let mut http = HttpConnector::new();
        http.enforce_http(false);
        http.set_connect_timeout(Some(PATIENCE));
        let tls = hyper_rustls::HttpsConnectorBuilder::new().with_webpki_roots().https_or_http().enable_http1().wrap_connector(http);
        let client = Client::builder(TokioExecutor::new()).pool_idle_timeout(Duration::from_secs(60)).build(tls);
        Ok(Some(Self { uri, secret: secret.clone(), client }))
    }

    /// One try.
    pub async fn post(&self, posted: &Posted<'_>) -> Outcome {
        let Some(request) = self.request(posted) else { return Outcome::Refused("not written".to_owned()) };
        let answer = match tokio::time::timeout(PATIENCE, self.client.request(request)).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => return Outcome::NotNow(0, "not reached".to_owned()),
            Err(_) => return Outcome::NotNow(0, "no answer".to_owned()),
        };
        let status = answer.status();
        if status.is_success() {
            return Outcome::Taken;
        }
        let seconds = answer.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse::<i64>().ok());
        let reason = tokio::time::timeout(PATIENCE, axum::body::to_bytes(Body::new(answer.into_body()), LONGEST_ANSWER));
        let reason = reason.await.ok().and_then(Result::ok).and_then(|bytes| reason_in(&bytes));
        let said = match reason {
            Some(reason) => format!("{}: {reason}", status.as_u16()),
            None => status.as_u16().to_string(),
        };
        match status {
            StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY | StatusCode::TOO_MANY_REQUESTS => Outcome::NotNow(wait(seconds), said),
            status if status.is_server_error() => Outcome::NotNow(wait(seconds), said),
            _ => Outcome::Refused(said),
        }
    }

    fn request(&self, posted: &Posted<'_>) -> Option<Request<Body>> {
        let body = serde_json::to_string(posted).ok()?;
        let timestamp = (posted.sent_at.0 / 1000).to_string();
        let mut signature = HeaderValue::from_str(&format!("v1={}", sign(&self.secret, &timestamp, &body)?)).ok()?;
        signature.set_sensitive(true);
        Request::post(&self.uri)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/json")
            .header(header::USER_AGENT, concat!("meyirim/", env!("CARGO_PKG_VERSION")))
            .header("idempotency-key", posted.id)
            .header("meyirim-timestamp", timestamp)
            .header("meyirim-signature", signature)
            .body(Body::from(body))
            .ok()
    }
}

fn wait(seconds: Option<i64>) -> i64 {
    seconds.unwrap_or(0).clamp(0, DAY / 1000) * 1000
}

/// HMAC-SHA256 over the timestamp, a full stop and the body, in hexadecimal.
fn sign(secret: &str, timestamp: &str, body: &str) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(timestamp.as_bytes());
    mac.update(b".");
    mac.update(body.as_bytes());
    let mut text = String::with_capacity(64);
    for byte in mac.finalize().into_bytes() {
        write!(text, "{byte:02x}").ok()?;
    }
    Some(text)
}

/// `{"reason": "..."}`, as far as it may be shown.
fn reason_in(bytes: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Answer {
        reason: String,
    }
    let answer: Answer = serde_json::from_slice(bytes).ok()?;
    let reason = plain(&answer.reason).split_whitespace().collect::<Vec<_>>().join(" ");
    Some(reason.chars().take(LONGEST_REASON).collect()).filter(|reason: &String| !reason.is_empty())
}

fn check(url: &str) -> Result<Uri, &'static str> {
    let uri: Uri = url.parse().map_err(|_| "is no address")?;
    let host = uri.host().unwrap_or_default();
    if host.is_empty() || uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
        return Err("is no address without a name and password in it");
    }
    let here = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    match uri.scheme_str() {
        Some("https") => Ok(uri),
        Some("http") if here => Ok(uri),
        _ => Err("is not https"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_it_may_be() {
        for good in ["https://sms.example.kz/send", "http://127.0.0.1:4000/", "http://localhost/x", "http://[::1]:8080/x"] {
            assert!(check(good).is_ok(), "{good}");
        }
        for bad in ["http://sms.example.kz/send", "ftp://127.0.0.1/", "sms.example.kz", "https://a:b@sms.example.kz/", "/send", ""] {
            assert!(check(bad).is_err(), "{bad}");
        }
        let webhook = |secret: &str| Webhook { url: "https://sms.example.kz".to_owned(), secret: secret.to_owned() };
        assert!(Gateway::new(Some(&webhook("short"))).is_err() && Gateway::new(Some(&webhook("a secret of some length"))).is_ok());
    }

    /// The same as `printf '%s' '1700000000.{"id":"1"}' | openssl dgst -sha256 -hmac 'a secret of some length'`.
    #[test]
    fn how_it_is_signed() {
        let signature = sign("a secret of some length", "1700000000", r#"{"id":"1"}"#).expect("signed");
        assert_eq!(signature, "ae264ff5769e89c1bac0f4c8f192ddfb7dd07f4a36c15fbbdd6c4ef4622a0939");
    }

    #[test]
    fn what_it_says() {
        assert_eq!(reason_in(r#"{"reason": " no such\nnumber "}"#.as_bytes()), Some("no such number".to_owned()));
        for none in ["", "{}", "[]", r#"{"reason": ""}"#, r#"{"reason": 5}"#, "<html>"] {
            assert_eq!(reason_in(none.as_bytes()), None, "{none}");
        }
        assert_eq!((wait(None), wait(Some(-5)), wait(Some(120)), wait(Some(i64::MAX))), (0, 0, 120_000, DAY));
    }
}
