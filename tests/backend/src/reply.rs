//! Answers as JSON, and the ETags by which an unchanged one costs a header.

use crate::failure::{Failure, Result};
use axum::{
    extract::{FromRequestParts, Path},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::{Serialize, de::DeserializeOwned};

/// JSON that is already text.
pub fn json(status: StatusCode, body: String) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")], body).into_response()
}

pub fn ok(value: &impl Serialize) -> Result<Response> {
    Ok(json(StatusCode::OK, serde_json::to_string(value)?))
}

/// The same with an ETag. `no-cache`: to be kept, but asked for again each time.
pub fn tagged(etag: &str, body: String) -> Response {
    let mut response = json(StatusCode::OK, body);
    tag(&mut response, etag);
    response
}

fn tag(response: &mut Response, etag: &str) {
    if let Ok(etag) = HeaderValue::from_str(etag) {
        response.headers_mut().insert(header::ETAG, etag);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
}

/// 304, if that is what the client has. Weak comparison, as RFC 9110 wants it for `If-None-Match`.
pub fn unchanged(headers: &HeaderMap, etag: &str) -> Option<Response> {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let mut given =
        headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    given.any(|tag| tag.trim() == "*" || bare(tag) == bare(etag)).then(|| {
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        tag(&mut response, etag);
        response
    })
}

/// Ids in the path. One that cannot be an id names nothing: 404.
pub struct Named<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Named<T> {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        Path::<T>::from_request_parts(parts, state).await.map(|Path(ids)| Self(ids)).map_err(|_| Failure::not_found())
    }
}
