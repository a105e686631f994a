//! A request and a reply as plain values.

use super::{ApiError, decode, decode::BadRecord, error::Start};
use crate::model::PersonId;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Serialize, de::DeserializeOwned};
use std::{borrow::Cow, ops::Range};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// Header of a write: whose it is, by what is known of it ([`Request::by`]) or else by whom the device takes to be signed in. A cookie may be somebody else's by now, who signed in from another tab; the backend then refuses, as
/// if nobody were, and what one person did is never written down as another's.
pub const AS_PERSON: &str = "as-person";

/// What an answer may weigh before it is refused, in bytes. A page of 1,000 list records has about 600 KB.
pub const LARGEST_REPLY: usize = 4 * 1024 * 1024;
/// How long an answer may take, in milliseconds: a slow phone line needs some seconds, a dead one should not hold a screen.
pub const PATIENCE: u32 = 20_000;

const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub method: Method,
    /// In place of the client's base: another server than the API's. It is never sent what proves to the API who somebody is.
    pub base: Option<String>,
    /// Below the base of the API, with its query: `/actions?limit=50`.
    pub path: String,
    pub headers: Vec<(Cow<'static, str>, String)>,
    /// Whose write it is, where that may be somebody else than whoever is signed in when it is sent; see [`AS_PERSON`].
    pub by: Option<PersonId>,
    /// JSON, or what `content-type` says.
    pub body: Option<String>,
    /// Milliseconds.
    pub patience: u32,
    /// Bytes.
    pub largest_reply: usize,
}

impl Request {
    pub fn new(method: Method, path: impl Into<String>) -> Self {
        let headers = vec![("accept".into(), "application/json".to_owned())];
        Self { method, base: None, path: path.into(), headers, by: None, body: None, patience: PATIENCE, largest_reply: LARGEST_REPLY }
    }

    pub fn get(path: impl Into<String>) -> Self {
        Self::new(Method::Get, path)
    }

    /// The whole address, `base` being the client's.
    pub fn address(&self, base: &str) -> String {
        format!("{}{}", self.base.as_deref().unwrap_or(base), self.path)
    }

    /// Adds `name=value` to the query, percent-encoded.
    pub fn query(mut self, name: &str, value: impl ToString) -> Self {
        self.path.push(if self.path.contains('?') { '&' } else { '?' });
        self.path.push_str(name);
        self.path.push('=');
        self.path.extend(utf8_percent_encode(&value.to_string(), UNRESERVED));
        self
    }

    pub fn query_if(self, name: &str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.query(name, value),
            None => self,
        }
    }

    pub fn header(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The same request with another `limit`.
    pub fn with_limit(mut self, limit: u32) -> Self {
        let (path, query) = self.path.split_once('?').unwrap_or((&self.path, ""));
        let rest = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("limit="));
        let query: Vec<String> = rest.map(str::to_owned).chain([format!("limit={limit}")]).collect();
        self.path = format!("{path}?{}", query.join("&"));
        self
    }

    /// `If-None-Match`, so that an unchanged answer costs a header.
    pub fn unless(self, etag: Option<&str>) -> Self {
        match etag {
            Some(etag) => self.header("if-none-match", etag),
            None => self,
        }
    }

    /// `If-Match`, so that nobody overwrites what they have not seen.
    pub fn only_if(self, etag: Option<&str>) -> Self {
        match etag {
            Some(etag) => self.header("if-match", etag),
            None => self,
        }
    }

    /// The key by which the backend recognises a repeat of this very write.
    pub fn idempotency_key(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    /// The body as JSON. Our own types always encode; if one ever did not, the backend would answer 400 to the empty body.
    pub fn json(mut self, body: &impl Serialize) -> Self {
        self.body = Some(serde_json::to_string(body).unwrap_or_default());
        self.header("content-type", "application/json")
    }

    /// A call whose reply is one JSON document.
    pub fn read<T: DeserializeOwned>(self) -> Call<T> {
        Call { request: self, read: decode::one::<T> }
    }

    /// A call that is answered with nothing but its success.
    pub fn read_nothing(self) -> Call<()> {
        Call { request: self, read: decode::nothing }
    }

    pub fn header_value(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
    }
}

/// A path segment made safe. Ids are safe by their type; this is for anything else.
pub fn segment(text: &str) -> String {
    utf8_percent_encode(text, UNRESERVED).to_string()
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// What a dialect knows of an answer that it has put together; see [`super::dialect`].
    pub translated: Option<Box<Translated>>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Translated {
    /// Records that could not be put into our form.
    pub bad: Vec<BadRecord>,
    /// Where in the body the array of `items` stands, so that it need not be looked for. Empty where there is none.
    pub items: Range<usize>,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub fn is_json(&self) -> bool {
        self.header("content-type").is_some_and(|kind| {
            let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            kind == "application/json" || kind.ends_with("+json")
        })
    }

    /// Records that a dialect could not put into our form.
    pub fn bad(&self) -> &[BadRecord] {
        self.translated.as_ref().map_or(&[], |translated| &translated.bad)
    }

    pub(super) fn start(&self) -> Start {
        Start::of(&self.body)
    }
}

/// A request together with how its reply is read.
#[derive(Debug)]
pub struct Call<T> {
    pub request: Request,
    pub(super) read: fn(&Reply) -> Result<T, ApiError>,
}

impl<T> Call<T> {
    /// The same as what this person did: under anybody else's session it is refused.
    pub fn by(mut self, person: &PersonId) -> Self {
        self.request.by = Some(person.clone());
        self
    }

    /// Reads a reply: errors by status first, then the body. A 2xx alone is not success; the body has to be what was promised.
    pub fn read(&self, reply: &Reply) -> Result<T, ApiError> {
        match reply.status {
            200..=299 | 304 => (self.read)(reply),
            _ => Err(ApiError::from_reply(reply)),
        }
    }
}
