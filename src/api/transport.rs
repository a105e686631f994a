//! Sends requests: the only file of this room that needs a browser.

use super::{ApiError, Call, Reply, Request, retry};
use crate::web::clock;
use futures::future::{Either, select};
use gloo_net::http::{Method as HttpMethod, RequestBuilder};
use js_sys::{Reflect, Uint8Array};
use std::{pin::pin, rc::Rc};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, ReadableStreamDefaultReader, RequestCredentials};

/// Hears how a request went: the error, or `None`.
type Listener = dyn Fn(Option<&ApiError>);

/// A backend, and who wants to hear how each request went (to show whether there is a connection).
#[derive(Clone)]
pub struct Client {
    base: Rc<str>,
    listener: Rc<Listener>,
}

/// Aborts the fetch when the future is dropped, because gloo-net does not.
struct AbortOnDrop(Option<AbortController>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            // Without a reason: gloo-net panics on rejections that are no Error.
            controller.abort();
        }
    }
}

impl Client {
    pub fn new(base: &str, listener: impl Fn(Option<&ApiError>) + 'static) -> Self {
        Self { base: base.trim_end_matches('/').into(), listener: Rc::new(listener) }
    }

    pub fn base(&self) -> &str {
        &self.base
    }

    /// The path part of the base: links in answers are recognised by it, whatever host the server believes in.
    pub fn base_path(&self) -> &str {
        self.base.split_once("://").map_or(&*self.base, |(_, rest)| rest.find('/').map_or("", |at| &rest[at..]))
    }

    /// Sends once. Dropping the future cancels the request.
    pub async fn send<T>(&self, call: &Call<T>) -> Result<T, ApiError> {
        let outcome = match self.reply(&call.request).await {
            Ok(reply) => call.read(&reply),
            Err(error) => Err(error),
        };
        (self.listener)(outcome.as_ref().err());
        outcome
    }

    /// Sends a read again a bounded number of times while it may heal.
    pub async fn read<T>(&self, call: &Call<T>) -> Result<T, ApiError> {
        let mut failures = 0;
        loop {
            match self.send(call).await {
                Ok(value) => return Ok(value),
                Err(error) => {
                    failures += 1;
                    match retry::read_again(failures, &error, clock::chance()) {
                        Some(wait) if !error.is_offline() => clock::sleep(wait).await,
                        _ => return Err(error),
                    }
                }
            }
        }
    }

    async fn reply(&self, request: &Request) -> Result<Reply, ApiError> {
        let mut abort = AbortOnDrop(AbortController::new().ok());
        let fetch = pin!(self.fetch(request, abort.0.as_ref().map(AbortController::signal)));
        match select(fetch, pin!(clock::sleep(u64::from(request.patience)))).await {
            Either::Left((outcome, _)) => {
                // Whole: there is nothing to abort, and aborting would cost an exception in the console.
                if outcome.is_ok() {
                    abort.0 = None;
                }
                outcome
            }
            Either::Right(_) => Err(ApiError::TimedOut),
        }
    }

    async fn fetch(&self, request: &Request, signal: Option<AbortSignal>) -> Result<Reply, ApiError> {
        let mut builder = RequestBuilder::new(&format!("{}{}", self.base, request.path))
            .method(HttpMethod::from_bytes(request.method.as_str().as_bytes()).unwrap_or_default())
            .credentials(RequestCredentials::SameOrigin)
            .abort_signal(signal.as_ref());
        for (name, value) in &request.headers {
            // gloo-net panics on values that are no header text.
            if value.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
                builder = builder.header(name, value);
            }
        }
        let ready = match &request.body {
            Some(body) => builder.body(body.as_str()),
            None => builder.build(),
        };
        let response = ready.map_err(|_| ApiError::Unreachable)?.send().await.map_err(|_| ApiError::Unreachable)?;
        let headers: Vec<(String, String)> = response.headers().entries().collect();
        let body = read_body(&response, request.largest_reply).await?;
        Ok(Reply { status: response.status(), headers, body, bad: Vec::new() })
    }
}

/// Reads piece by piece, so that an answer without end is refused instead of filling the memory.
async fn read_body(response: &gloo_net::http::Response, largest: usize) -> Result<Vec<u8>, ApiError> {
    let Some(stream) = response.body() else { return Ok(Vec::new()) };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut body = Vec::new();
    loop {
        let piece = JsFuture::from(reader.read()).await.map_err(|_| ApiError::Unreachable)?;
        if Reflect::get(&piece, &"done".into()).is_ok_and(|done| done.is_truthy()) {
            return Ok(body);
        }
        let piece: Uint8Array = Reflect::get(&piece, &"value".into()).map_err(|_| ApiError::Unreachable)?.unchecked_into();
        let length = piece.length() as usize;
        if body.len() + length > largest {
            let _ = reader.cancel();
            return Err(ApiError::TooLarge { bytes: body.len() + length });
        }
        let at = body.len();
        body.resize(at + length, 0);
        piece.copy_to(&mut body[at..]);
    }
}
