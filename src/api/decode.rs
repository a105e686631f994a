//! From bytes to values, naming the JSON path where it fails.
//!
//! A list is read record by record: a record that cannot be read costs itself and is counted, not the list. The quick way reads all
//! at once; only when that fails is each record tried alone, so the normal case pays nothing for it.

use super::{ApiError, Reply, error::Start, json_path};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::value::RawValue;

/// Whether there is JSON to read at all.
pub(super) fn check(reply: &Reply) -> Result<(), ApiError> {
    if reply.is_json() {
        return Ok(());
    }
    let content_type = reply.header("content-type").unwrap_or("nothing").to_owned();
    Err(ApiError::NotJson { status: reply.status, content_type, start: reply.start() })
}

/// 204 alone: a captive portal's page comes with a 200, and so may its JSON.
pub(super) fn nothing(reply: &Reply) -> Result<(), ApiError> {
    if reply.status == 204 { Ok(()) } else { check(reply).and(Err(ApiError::Unexpected { status: reply.status })) }
}

/// One JSON document.
pub(super) fn one<T: DeserializeOwned>(reply: &Reply) -> Result<T, ApiError> {
    check(reply)?;
    from_bytes(&reply.body)
}

pub(super) fn from_bytes<'de, T: Deserialize<'de>>(body: &'de [u8]) -> Result<T, ApiError> {
    serde_json::from_slice(body).map_err(|error| ApiError::Decode {
        path: json_path::at(body, error.line(), error.column()),
        message: error.to_string(),
        start: Start::of(body),
    })
}

/// A record that could not be read, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRecord {
    /// Its place in its list, counted from 0.
    pub index: usize,
    /// Its path begins with the list's name and this place: `items[3].title`.
    pub error: ApiError,
}

/// A JSON array, record by record. `name` is its path in the document.
pub(super) fn each<T: DeserializeOwned>(name: &str, array: &[u8]) -> Result<(Vec<T>, Vec<BadRecord>), ApiError> {
    if let Ok(all) = serde_json::from_slice::<Vec<T>>(array) {
        return Ok((all, Vec::new()));
    }
    let records: Vec<&RawValue> = from_bytes(array).map_err(|error| below(name, error))?;
    let (mut good, mut bad) = (Vec::with_capacity(records.len()), Vec::new());
    for (index, record) in records.into_iter().enumerate() {
        match from_bytes(record.get().as_bytes()) {
            Ok(record) => good.push(record),
            Err(error) => bad.push(BadRecord { index, error: below(&format!("{name}[{index}]"), error) }),
        }
    }
    Ok((good, bad))
}

/// The same error, its path seen from the whole document.
fn below(name: &str, error: ApiError) -> ApiError {
    match error {
        ApiError::Decode { path, message, start } => {
            let path = match path.as_str() {
                "." => name.to_owned(),
                within if within.starts_with('[') => format!("{name}{within}"),
                within => format!("{name}.{within}"),
            };
            ApiError::Decode { path, message, start }
        }
        other => other,
    }
}
