//! Sends requests: the only file of this room that needs a browser.

use super::{
    ApiError, Call, Method, Reply, Request,
    capabilities::Capabilities,
    request::AS_PERSON,
    retry,
    translate::{Answer, Ask, Translate, World},
};
use crate::{model::Person, web::clock};
use futures::future::{Either, select};
use gloo_net::http::{Method as HttpMethod, RequestBuilder};
use js_sys::{Reflect, Uint8Array};
use std::{cell::OnceCell, pin::pin, rc::Rc};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, ReadableStreamDefaultReader, RequestCredentials};

/// The app, as far as the client knows it.
pub trait Host {
    /// Hears how each request went (to show whether there is a connection): the error, or `None`.
    fn heard(&self, error: Option<&ApiError>);
    /// Who is signed in, as far as the device knows; `false`: it has not been read yet.
    fn person(&self) -> (bool, Option<Person>);
    /// What proves to a foreign backend who somebody is has changed.
    fn keep(&self, credentials: Option<&str>);
}

/// A backend, and the app that talks to it.
#[derive(Clone)]
pub struct Client {
    base: Rc<str>,
    host: Rc<dyn Host>,
    /// Between us and a backend that does not speak our contract. `None` inside: its profile has not been read yet.
    translator: Option<Rc<OnceCell<Rc<dyn Translate>>>>,
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
    /// `foreign`: the backend has a profile, without which nothing can be asked.
    pub fn new(base: &str, foreign: bool, host: impl Host + 'static) -> Self {
        Self { base: base.trim_end_matches('/').into(), host: Rc::new(host), translator: foreign.then(Rc::default) }
    }

    /// From now on all requests go through the profile's dialect.
    pub fn translate_by(&self, translator: Rc<dyn Translate>) {
        if let Some(cell) = &self.translator {
            // A second one would be of the same profile.
            let _ = cell.set(translator);
        }
    }

    pub fn is_translated(&self) -> bool {
        self.translator().is_some()
    }

    fn translator(&self) -> Option<&Rc<dyn Translate>> {
        self.translator.as_ref()?.get()
    }

    /// Signed out in another tab.
    pub fn forget_credentials(&self) {
        if let Some(translator) = self.translator() {
            translator.set_credentials(None);
        }
        self.host.keep(None);
    }

    pub fn capabilities(&self) -> Capabilities {
        self.translator().map_or_else(Capabilities::native, |translator| translator.capabilities())
    }

    pub fn base(&self) -> &str {
        self.translator().map_or(&self.base, |translator| translator.base())
    }

    /// The path part of the base: links in answers are recognised by it, whatever host the server believes in.
    pub fn base_path(&self) -> &str {
        let base = self.base();
        base.split_once("://").map_or(base, |(_, rest)| rest.find('/').map_or("", |at| &rest[at..]))
    }

    /// Sends once. Dropping the future cancels the request.
    pub async fn send<T>(&self, call: &Call<T>) -> Result<T, ApiError> {
        let outcome = match self.answer(&call.request).await {
            Ok(reply) => call.read(&reply),
            Err(error) => Err(error),
        };
        self.host.heard(outcome.as_ref().err());
        outcome
    }

    async fn answer(&self, request: &Request) -> Result<Reply, ApiError> {
        let Some(cell) = &self.translator else { return self.reply(request).await };
        let translator = cell.get().ok_or(ApiError::Unreachable)?;
        let before = translator.credentials();
        let (known, person) = self.host.person();
        let outcome = translator.answer(request, World { ask: self, now: clock::now(), person: person.as_ref(), known }).await;
        let after = translator.credentials();
        if after != before {
            self.host.keep(after.as_deref());
        }
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
        // A foreign backend gets what the profile says, and nothing that the browser holds: a 401 would otherwise open the browser's own dialog.
        let cookies = if self.translator().is_some_and(|translator| !translator.capabilities().native) {
            RequestCredentials::Omit
        } else {
            RequestCredentials::SameOrigin
        };
        let mut builder = RequestBuilder::new(&request.address(self.base()))
            .method(HttpMethod::from_bytes(request.method.as_str().as_bytes()).unwrap_or_default())
            .credentials(cookies)
            .abort_signal(signal.as_ref());
        for (name, value) in &request.headers {
            // gloo-net panics on values that are no header text.
            if value.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
                builder = builder.header(name, value);
            }
        }
        // Not to others, whose servers may refuse a header that they do not know, and where what proves who somebody is goes with the device's own knowledge of it.
        if matches!(cookies, RequestCredentials::SameOrigin)
            && request.method != Method::Get
            && let Some(by) = request.by.clone().or_else(|| self.host.person().1.map(|person| person.id))
        {
            builder = builder.header(AS_PERSON, by.as_str());
        }
        let ready = match &request.body {
            Some(body) => builder.body(body.as_str()),
            None => builder.build(),
        };
        let response = ready.map_err(|_| ApiError::Unreachable)?.send().await.map_err(|_| ApiError::Unreachable)?;
        let headers: Vec<(String, String)> = response.headers().entries().collect();
        let body = read_body(&response, request.largest_reply).await?;
        Ok(Reply { status: response.status(), headers, body, translated: None })
    }
}

impl Ask for Client {
    fn ask<'a>(&'a self, request: &'a Request) -> Answer<'a> {
        Box::pin(self.reply(request))
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
