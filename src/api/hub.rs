//! `/hub.json`: the hub's settings. Not below the API's base: it is what says where that is.

use super::{ApiError, decode};
use crate::model::hub::Hub;

/// Where it lies, from the root of the app.
pub const PATH: &str = "/hub.json";

pub fn read(body: &[u8]) -> Result<Hub, ApiError> {
    let hub: Hub = decode::from_bytes(body)?;
    let wrong = |path: &str, message: &str| {
        Err(ApiError::Decode { path: path.to_owned(), message: message.to_owned(), start: super::error::Start::of(body) })
    };
    if hub.languages.is_empty() {
        return wrong("languages", "at least one language is needed");
    }
    if !(hub.api.starts_with('/') || hub.api.starts_with("https://") || hub.api.starts_with("http://")) {
        return wrong("api", "a path or an http(s) address");
    }
    Ok(hub)
}
