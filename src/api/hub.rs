//! `/hub.json`: the hub's settings. Not below the API's base: it is what says where that is.

use super::{ApiError, decode};
use crate::model::hub::Hub;

/// Where it lies, from the root of the app.
pub const PATH: &str = "/hub.json";

/// What is wrong with the settings is said by [`read`]; this is for the start, where almost always nothing is.
pub fn quick(body: &[u8]) -> Option<Hub> {
    serde_json::from_slice(body).ok().filter(|hub| wrong(hub).is_none())
}

pub fn read(body: &[u8]) -> Result<Hub, ApiError> {
    let hub: Hub = decode::from_bytes(body)?;
    match wrong(&hub) {
        Some((path, message)) => {
            Err(ApiError::Decode { path: path.to_owned(), message: message.to_owned(), start: super::error::Start::of(body) })
        }
        None => Ok(hub),
    }
}

/// A member that can be read and makes no sense, and what is wanted.
fn wrong(hub: &Hub) -> Option<(&'static str, &'static str)> {
    if hub.languages.is_empty() {
        return Some(("languages", "at least one language is needed"));
    }
    if !["/", "https://", "http://"].iter().any(|begin| hub.api.starts_with(begin)) {
        return Some(("api", "a path or an http(s) address"));
    }
    None
}
