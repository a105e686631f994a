//! A write as it comes in: its idempotency key, a print of the whole request, and its body, read and checked.

use crate::{
    failure::{Failure, Result},
    secrets,
};
use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, Request},
    http::{HeaderMap, StatusCode, header},
};
use meyirim::api::ProblemKind;
use serde::de::DeserializeOwned;

/// 64 KiB: a whole action has some 10.
const LARGEST_BODY: usize = 64 * 1024;
/// 1 MiB: five hundred members with all that may be known of them, but for the longest texts everywhere.
const LARGEST_BATCH: usize = 1024 * 1024;

pub struct Ask<T> {
    pub key: String,
    /// Method, path and body, hashed. The same key with another print is a mistake of the client.
    pub print: String,
    pub body: T,
}

/// Reads a body. `()` reads nothing, whatever was sent.
pub trait ReadBody: Sized {
    /// In bytes.
    const LARGEST: usize = LARGEST_BODY;

    fn read(headers: &HeaderMap, bytes: &[u8]) -> Result<Self>;
}

impl ReadBody for () {
    fn read(_: &HeaderMap, _: &[u8]) -> Result<Self> {
        Ok(())
    }
}

pub struct Json<T>(pub T);

impl<T: DeserializeOwned> ReadBody for Json<T> {
    fn read(headers: &HeaderMap, bytes: &[u8]) -> Result<Self> {
        let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if !kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json") {
            let failure = Failure::malformed("/header/content-type", "must be application/json");
            return Err(failure.status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        read_json(bytes).map(Self)
    }
}

/// The same of many records at once.
pub struct LargeJson<T>(pub T);

impl<T: DeserializeOwned> ReadBody for LargeJson<T> {
    const LARGEST: usize = LARGEST_BATCH;

    fn read(headers: &HeaderMap, bytes: &[u8]) -> Result<Self> {
        Json::read(headers, bytes).map(|Json(value)| Self(value))
    }
}

/// What is no JSON is malformed (400); JSON that is not what is wanted is invalid (422), with a pointer to where.
pub fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    // Serde would also take an array for a struct, field by field.
    if bytes.trim_ascii_start().starts_with(b"[") {
        return Err(Failure::invalid("", "must be an object"));
    }
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let pointer = pointer(error.path());
        let inner = error.into_inner();
        if inner.is_data() { Failure::invalid(pointer, inner.to_string()) } else { Failure::malformed("", inner.to_string()) }
    })?;
    json.end().map_err(|error| Failure::malformed("", error.to_string()))?;
    Ok(value)
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
            Segment::Enum { variant } => format!("/{variant}"),
            Segment::Unknown => "/".to_owned(),
        })
        .collect()
}

/// The body of a write that says how things are now, may be repeated at will, and so carries no key.
pub struct Plain<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Plain<T> {
    type Rejection = Failure;
    async fn from_request(request: Request, _: &S) -> Result<Self> {
        let (parts, body) = request.into_parts();
        let bytes = whole_body(body, LARGEST_BODY).await?;
        Json::read(&parts.headers, &bytes).map(|Json(body)| Self(body))
    }
}

pub fn idempotency_key(headers: &HeaderMap) -> Result<String> {
    const POINTER: &str = "/header/idempotency-key";
    let mut keys = headers.get_all("idempotency-key").iter();
    let (Some(key), None) = (keys.next(), keys.next()) else {
        return Err(Failure::malformed(POINTER, "every write carries one"));
    };
    let key = key.as_bytes();
    if !(1..=128).contains(&key.len()) || !key.iter().all(u8::is_ascii_graphic) {
        return Err(Failure::malformed(POINTER, "has 1 to 128 visible ASCII characters"));
    }
    Ok(String::from_utf8_lossy(key).into_owned())
}

pub async fn whole_body(body: Body, largest: usize) -> Result<Bytes> {
    let too_large = || Failure::new(ProblemKind::TooLarge, "The body is too large").detail(format!("at most {largest} bytes"));
    axum::body::to_bytes(body, largest).await.map_err(|_| too_large())
}

impl<T: ReadBody, S: Send + Sync> FromRequest<S> for Ask<T> {
    type Rejection = Failure;
    async fn from_request(request: Request, _: &S) -> Result<Self> {
        let (parts, body) = request.into_parts();
        let key = idempotency_key(&parts.headers)?;
        let bytes = whole_body(body, T::LARGEST).await?;
        let head = format!("{} {} ", parts.method, parts.uri.path());
        let print = secrets::hash_bytes(&[head.as_bytes(), &bytes].concat());
        Ok(Self { key, print, body: T::read(&parts.headers, &bytes)? })
    }
}
