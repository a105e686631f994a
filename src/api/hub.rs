//! `/hub.json`: the hub's settings. Not below the API's base: it is what says where that is.

use super::{ApiError, Reply, decode};
use crate::model::hub::Hub;

/// Where it lies, from the root of the app.
pub const PATH: &str = "/hub.json";

pub fn read(reply: &Reply) -> Result<Hub, ApiError> {
    if reply.status != 200 {
        return Err(ApiError::from_reply(reply));
    }
    let hub: Hub = decode::from_bytes(&reply.body)?;
    let wrong = |path: &str, message: &str| {
        Err(ApiError::Decode { path: path.to_owned(), message: message.to_owned(), start: super::error::Start::of(&reply.body) })
    };
    if hub.languages.is_empty() {
        return wrong("languages", "at least one language is needed");
    }
    if !(hub.api.starts_with('/') || hub.api.starts_with("https://") || hub.api.starts_with("http://")) {
        return wrong("api", "a path or an http(s) address");
    }
    Ok(hub)
}
