//! How a list goes on: from one answer to the place of the next. Pure, so that any list cut up by any of the modes is read back whole in a test.
//!
//! A place is a text that the mode understands: a page's number, an offset, a key, a cursor, or a path. It travels through the rest of the app as it is.

use super::{
    fields::text,
    path::Path,
    profile::{LinkFrom, Paging, Size},
};
use crate::api::{Reply, Request, page, request::segment};
use std::borrow::Cow;

/// No list that a city has is longer; a chain without an end is cut here.
pub const MOST_PAGES: usize = 2_000;

/// The path of the page at a place; `None`: the first.
pub fn path(paging: &Paging, list: &str, at: Option<&str>) -> String {
    let mut request = Request::get(list);
    match (paging, at) {
        (Paging::Link { .. }, Some(path)) => return path.to_owned(),
        (Paging::Page { number, first, .. }, at) => {
            let page = at.map_or_else(|| first.to_string(), |at| at.split('/').next().unwrap_or_default().to_owned());
            request = add(request, number, page);
        }
        (Paging::Offset { offset, .. }, at) => request = add(request, offset, at.unwrap_or("0").to_owned()),
        (Paging::Keyset { after, .. }, Some(at)) => request = add(request, after, at.to_owned()),
        (Paging::Cursor { cursor, .. }, Some(at)) => request = add(request, cursor, at.to_owned()),
        (Paging::None | Paging::Keyset { .. } | Paging::Cursor { .. } | Paging::Link { .. }, _) => {}
    }
    if let Some(size) = size(paging) {
        request = add(request, &size.name, size.value.to_string());
    }
    request.path
}

/// A parameter whose name comes from a profile: also that is encoded.
pub fn add(request: Request, name: &str, value: String) -> Request {
    request.query(&segment(name), value)
}

fn size(paging: &Paging) -> Option<&Size> {
    match paging {
        Paging::None => None,
        Paging::Page { size, .. } | Paging::Offset { size, .. } | Paging::Keyset { size, .. } => Some(size),
        Paging::Cursor { size, .. } | Paging::Link { size, .. } => size.as_ref(),
    }
}

/// The place in the body that tells how the list goes on, for modes that look there.
pub fn marker(paging: &Paging) -> Option<&Path> {
    match paging {
        Paging::Page { last, .. } => last.as_ref(),
        Paging::Cursor { from, .. } | Paging::Link { from: LinkFrom::Body(from), .. } => Some(from),
        _ => None,
    }
}

/// What an answer tells of how the list goes on.
pub struct Told<'a> {
    pub reply: &'a Reply,
    /// How many records the page has.
    pub count: u64,
    /// What the last of them has in the field of a keyset.
    pub key: Option<&'a str>,
    /// What stands at the mode's [`marker`].
    pub marker: Option<&'a str>,
    pub total: Option<u64>,
    /// The path that was asked.
    pub asked: &'a str,
    /// The place that was asked; `None`: the first.
    pub at: Option<&'a str>,
}

/// The place of the next page; `None`: this was the last. `Err`: a way on that cannot be gone.
pub fn next(paging: &Paging, base: &str, aliases: &[String], told: &Told<'_>) -> Result<Option<String>, String> {
    let count = told.count;
    let next = match paging {
        Paging::None => None,
        // Some cursors go on behind an empty page, where a filter let nothing through; one that stays as it is does not.
        Paging::Cursor { .. } => {
            let next = told.marker.filter(|raw| goes_on(raw)).map(text).map(Cow::into_owned);
            next.filter(|next| count > 0 || Some(next.as_str()) != told.at)
        }
        _ if count == 0 => None,
        Paging::Page { first, last, size, .. } => {
            // The page, and how many records came before it: a server may give less than it is asked for.
            let (here, before) = told.at.map_or(Some((*first, 0)), counted).ok_or_else(|| "a page that is no number".to_owned())?;
            let last: Option<u64> = last.as_ref().and(told.marker).and_then(|raw| text(raw).parse().ok());
            let more = match (last, told.total) {
                (Some(last), _) => here < last,
                (None, Some(total)) => before + count < total,
                (None, None) => count >= u64::from(size.value),
            };
            more.then(|| format!("{}/{}", here + 1, before + count))
        }
        Paging::Offset { size, .. } => {
            let here: u64 = told.at.map_or(Ok(0), str::parse).map_err(|_| "an offset that is no number".to_owned())?;
            let more = told.total.map_or(count >= u64::from(size.value), |total| here + count < total);
            more.then(|| (here + count).to_string())
        }
        Paging::Keyset { size, .. } => told.key.map(text).map(Cow::into_owned).filter(|_| count >= u64::from(size.value)),
        Paging::Link { from, .. } => {
            let link = match from {
                LinkFrom::Header(name) if name.eq_ignore_ascii_case("link") => told.reply.header("link").and_then(page::next_link),
                LinkFrom::Header(name) => told.reply.header(&name.to_ascii_lowercase()).map(str::to_owned),
                LinkFrom::Body(_) => told.marker.filter(|raw| *raw != "null").map(text).map(Cow::into_owned),
            };
            match link.filter(|link| !link.is_empty()) {
                Some(link) => Some(followed(&link, base, aliases, told.asked)?),
                None => None,
            }
        }
    };
    // Only the links that come from outside can lead in place; following one would never end.
    match &next {
        Some(next) if Some(next.as_str()) == told.at || *next == told.asked => Err("the next page is the page itself".to_owned()),
        _ => Ok(next),
    }
}

fn goes_on(cursor: &str) -> bool {
    !matches!(cursor, "null" | "\"\"" | "false")
}

/// `3/250`: the third page, after 250 records.
fn counted(at: &str) -> Option<(u64, u64)> {
    let (page, before) = at.split_once('/')?;
    Some((page.parse().ok()?, before.parse().ok()?))
}

/// Where a link leads, below the base. One to another origin is refused: credentials must not travel.
fn followed(link: &str, base: &str, aliases: &[String], asked: &str) -> Result<String, String> {
    if let Some(origin) = origin(link) {
        let same = self::origin(base).is_some_and(|own| own == origin) || aliases.iter().any(|alias| alias.trim_end_matches('/') == origin);
        if !same {
            return Err(format!("the next page is at another origin, {origin}; if that is this very server, put it under `aliases`"));
        }
    }
    // A bare name (`events?page=2`) stands beside the list that was asked.
    let within = link.split('#').next().unwrap_or_default();
    let name = within.split('?').next().unwrap_or_default();
    if !name.is_empty() && !name.starts_with(['/', '.']) && !name.contains(':') {
        let list = asked.split('?').next().unwrap_or_default();
        return Ok(format!("{}{within}", &list[..list.rfind('/').map_or(0, |end| end + 1)]));
    }
    match page::follow(link, base, &Request::get(asked)) {
        Some(request) => Ok(request.path),
        None => Err(format!("the next page leads nowhere: {link}")),
    }
}

/// Scheme and host of an absolute address. One without a scheme (`//host/path`) is absolute as well.
pub fn origin(url: &str) -> Option<&str> {
    let host = match url.find("//") {
        Some(at) if !url[..at].contains(['/', '?', '#']) => at + 2,
        _ => return None,
    };
    Some(&url[..url[host..].find(['/', '?', '#']).map_or(url.len(), |end| host + end)])
}
