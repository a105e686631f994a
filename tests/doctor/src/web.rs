//! The way to the server, and what was said on it: the last exchange is shown when something is wrong.

use meyirim::api::{
    ApiError, Method, Reply, Request,
    translate::{Answer, Ask},
};
use std::{cell::RefCell, time::Duration};

pub struct Web {
    base: String,
    http: reqwest::Client,
    /// Of a session of our own contract: the app has a cookie in its place.
    pub token: RefCell<Option<String>>,
    last: RefCell<Option<Exchange>>,
    count: RefCell<usize>,
}

/// A request and the beginning of its answer.
#[derive(Debug, Clone)]
pub struct Exchange {
    pub request: String,
    pub answer: String,
}

impl Web {
    pub fn new(base: &str) -> Self {
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap_or_default();
        Self {
            base: base.trim_end_matches('/').to_owned(),
            http,
            token: RefCell::default(),
            last: RefCell::default(),
            count: RefCell::default(),
        }
    }

    pub fn last(&self) -> Option<Exchange> {
        self.last.borrow().clone()
    }

    /// Requests so far.
    pub fn count(&self) -> usize {
        *self.count.borrow()
    }

    async fn send(&self, request: &Request) -> Result<Reply, ApiError> {
        *self.count.borrow_mut() += 1;
        let address = request.address(&self.base);
        let line = format!("{} {address}", request.method.as_str());
        *self.last.borrow_mut() = Some(Exchange { request: line.clone(), answer: "nothing".to_owned() });
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Patch => reqwest::Method::PATCH,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut ask = self.http.request(method, address).timeout(Duration::from_millis(u64::from(request.patience)));
        for (name, value) in &request.headers {
            ask = ask.header(name.as_ref(), value);
        }
        if let Some(token) = self.token.borrow().as_deref().filter(|_| request.base.is_none()) {
            ask = ask.bearer_auth(token);
        }
        if let Some(body) = &request.body {
            ask = ask.body(body.clone());
        }
        let mut response = ask.send().await.map_err(|error| if error.is_timeout() { ApiError::TimedOut } else { ApiError::Unreachable })?;
        let status = response.status().as_u16();
        let text = |value: &reqwest::header::HeaderValue| value.to_str().unwrap_or_default().to_owned();
        let headers: Vec<(String, String)> =
            response.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
        let mut body = Vec::new();
        // Piece by piece: an answer without end is refused here as it is in the app.
        while let Some(piece) = response.chunk().await.map_err(|_| ApiError::Unreachable)? {
            if body.len() + piece.len() > request.largest_reply {
                return Err(ApiError::TooLarge { bytes: body.len() + piece.len() });
            }
            body.extend_from_slice(&piece);
        }
        let start: String = String::from_utf8_lossy(&body).chars().take(240).collect();
        *self.last.borrow_mut() = Some(Exchange { request: line, answer: format!("{status} {start}") });
        Ok(Reply { status, headers, body, translated: None })
    }
}

impl Ask for Web {
    fn ask<'a>(&'a self, request: &'a Request) -> Answer<'a> {
        Box::pin(self.send(request))
    }
}
