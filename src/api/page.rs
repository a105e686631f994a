//! Lists: cursor pages with a `Link` to the next.

use super::{ApiError, Call, Reply, Request, decode};
use crate::model::Cursor;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::value::RawValue;

pub use super::decode::BadRecord;

/// One page of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Records that could not be read. The others are good.
    pub bad: Vec<BadRecord>,
    /// Path and query of the next page below the API's base; `None` on the last.
    pub next: Option<String>,
    /// How many there are over all pages.
    pub total: Option<u64>,
    /// From where `changes` continues this list.
    pub changes: Option<Cursor>,
    pub etag: Option<String>,
}

/// An answer that may be "you have it already" (304).
#[derive(Debug, Clone, PartialEq)]
pub enum Fetched<T> {
    New(T),
    Unchanged,
}

/// On the wire.
#[derive(Deserialize)]
struct Body<'a> {
    #[serde(borrow)]
    items: &'a RawValue,
    /// Not worth losing the list for: read leniently.
    #[serde(default, borrow)]
    total: Option<&'a RawValue>,
    #[serde(default)]
    changes: Option<Cursor>,
}

impl Request {
    /// A call whose reply is one page of a list.
    pub fn read_page<T: DeserializeOwned>(self) -> Call<Fetched<Page<T>>> {
        Call { request: self, read: read_page }
    }

    /// A call whose reply is one record with its ETag, or 304.
    pub fn read_tagged<T: DeserializeOwned>(self) -> Call<Fetched<(T, Option<String>)>> {
        Call { request: self, read: read_tagged }
    }

    /// A call that is answered with the record as it is now, and its ETag: of a write.
    pub fn read_written<T: DeserializeOwned>(self) -> Call<(T, Option<String>)> {
        Call { request: self, read: |reply| Ok((decode::one(reply)?, reply.header("etag").map(str::to_owned))) }
    }
}

fn read_tagged<T: DeserializeOwned>(reply: &Reply) -> Result<Fetched<(T, Option<String>)>, ApiError> {
    if reply.status == 304 {
        return Ok(Fetched::Unchanged);
    }
    Ok(Fetched::New((decode::one(reply)?, reply.header("etag").map(str::to_owned))))
}

fn read_page<T: DeserializeOwned>(reply: &Reply) -> Result<Fetched<Page<T>>, ApiError> {
    if reply.status == 304 { Ok(Fetched::Unchanged) } else { read(reply).map(Fetched::New) }
}

fn read<T: DeserializeOwned>(reply: &Reply) -> Result<Page<T>, ApiError> {
    decode::check(reply)?;
    let cut;
    let (body, items): (Body, &[u8]) = match reply.translated.as_ref().map(|translated| translated.items.clone()) {
        Some(at) if !at.is_empty() => {
            cut = [&reply.body[..at.start], b"[]", &reply.body[at.end..]].concat();
            (decode::from_bytes(&cut)?, &reply.body[at])
        }
        _ => {
            let body: Body = decode::from_bytes(&reply.body)?;
            let items = body.items.get().as_bytes();
            (body, items)
        }
    };
    let (items, mut bad) = decode::each("items", items)?;
    bad.extend(reply.bad().iter().cloned());
    Ok(Page {
        items,
        bad,
        next: reply.header("link").and_then(next_link),
        total: body.total.and_then(|total| serde_json::from_slice(total.get().as_bytes()).ok()),
        changes: body.changes,
        etag: reply.header("etag").map(str::to_owned),
    })
}

/// The records of a page in which all is well; for the first rows, before the engine is there. Whatever is not well is left to it: it reads the page again, and tells.
pub fn quick<T: DeserializeOwned>(reply: &Reply) -> Option<Vec<T>> {
    let Items { items } = serde_json::from_slice(&reply.body).ok()?;
    Some(items)
}

#[derive(Deserialize)]
struct Items<T> {
    items: Vec<T>,
}

/// The target of `rel="next"` in a `Link` header (RFC 8288), as it stands there.
pub(super) fn next_link(header: &str) -> Option<String> {
    pieces(header, ',').find_map(|link| {
        let (target, parameters) = link.trim().strip_prefix('<')?.split_once('>')?;
        let is_next = pieces(parameters, ';').any(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            name.trim().eq_ignore_ascii_case("rel")
                && value.trim().trim_matches('"').split_ascii_whitespace().any(|rel| rel.eq_ignore_ascii_case("next"))
        });
        is_next.then(|| target.trim().to_owned())
    })
}

/// What stands between separators, those inside `"..."` and `<...>` not counted.
fn pieces(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let (mut quoted, mut target, mut escaped) = (false, false, false);
    text.split(move |c| {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' if !target => quoted = !quoted,
            '<' if !quoted => target = true,
            '>' if !quoted => target = false,
            _ => {}
        }
        c == separator && !quoted && !target
    })
}

/// The request for the page that a `Link` points to. `base` is the API's base (`/api/v1`, or with scheme and host), `from` the request
/// whose answer named it. Only path and query count, from the base on: behind a proxy a server may believe in another host or prefix,
/// and no answer can send us elsewhere. `None`: the link leads nowhere that we could ask.
pub fn follow(link: &str, base: &str, from: &Request) -> Option<Request> {
    let target = path_of(link.split('#').next().unwrap_or_default());
    if target.starts_with('?') {
        let same = from.path.split('?').next().unwrap_or_default();
        return Some(Request::get(format!("{same}{target}")));
    }
    let path = &target[..target.find('?').unwrap_or(target.len())];
    let base = path_of(base).trim_end_matches('/');
    let below = match path.find(&format!("{base}/")) {
        Some(at) => &target[at + base.len()..],
        None => target,
    };
    below.starts_with('/').then(|| Request::get(below))
}

/// An address without scheme and host.
fn path_of(url: &str) -> &str {
    // Only before the path: a query may hold an address as well.
    match url.split_once("//") {
        Some((scheme, rest)) if !scheme.contains(['/', '?']) => rest.find('/').map_or("", |at| &rest[at..]),
        _ => url,
    }
}
