//! Errors as the native contract spells them: RFC 9457 `application/problem+json` with a stable `type`.

use crate::model::Hazard;
use serde::{Deserialize, Serialize};

/// What went wrong, by the last segment of `type`: `/problems/full`. Used by client and reference backend alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// 400: the request could not be read.
    Malformed,
    /// 401: nobody is signed in, or the session has ended.
    SignIn,
    /// 403: the person's role does not allow it; `detail` is why, see [`crate::model::can::Denied::code`].
    Forbidden,
    /// 404.
    NotFound,
    /// 409: every place is taken. `position`: what it would be on the waitlist; missing if none is kept.
    Full,
    /// 409: the shift has begun.
    Started,
    /// 409: the action was called off.
    Cancelled,
    /// 409: overlaps another shift of the person. `action` names it.
    Clash,
    /// 409: with other shifts of the person it would be too many hours within 24 (`detail`: how many are allowed). `action` names one of them.
    Rest,
    /// 409: the last moment to give the place up has passed.
    TooLate,
    /// 409: there is no such signup to give up.
    NotJoined,
    /// 409: too early or too late for it; `detail` is the moment from or until which it can be done.
    NotNow,
    /// 409: the hours are sealed.
    Sealed,
    /// 409: the person has not told their age class.
    AgeUnknown,
    /// 403: the law or the organiser bars this age class. `hazard` when the law does.
    Age,
    /// 422: a parent's consent or presence has to be stated.
    GuardianNeeded,
    /// 409: the seat or room cannot be had; `detail` is why, see [`crate::model::booking::NoBooking::code`].
    NoBooking,
    /// 409: the same idempotency key with another body.
    KeyReused,
    /// 412: somebody changed the record meanwhile.
    Changed,
    /// 422: fields are wrong; see `errors`.
    Invalid,
    /// 422: the one-time code is wrong.
    CodeWrong,
    /// 422: the one-time code is too old or was tried too often.
    CodeExpired,
    /// 413: the body is too large.
    TooLarge,
    /// 429: see `Retry-After`.
    TooMany,
    /// 5xx.
    Unavailable,
    /// A type that this version does not know.
    Other,
}

const KINDS: [(ProblemKind, &str, u16); 25] = [
    (ProblemKind::Malformed, "malformed", 400),
    (ProblemKind::SignIn, "sign-in", 401),
    (ProblemKind::Forbidden, "forbidden", 403),
    (ProblemKind::NotFound, "not-found", 404),
    (ProblemKind::Full, "full", 409),
    (ProblemKind::Started, "started", 409),
    (ProblemKind::Cancelled, "cancelled", 409),
    (ProblemKind::Clash, "clash", 409),
    (ProblemKind::Rest, "rest", 409),
    (ProblemKind::TooLate, "too-late", 409),
    (ProblemKind::NotJoined, "not-joined", 409),
    (ProblemKind::NotNow, "not-now", 409),
    (ProblemKind::Sealed, "sealed", 409),
    (ProblemKind::AgeUnknown, "age-unknown", 409),
    (ProblemKind::Age, "age", 403),
    (ProblemKind::NoBooking, "no-booking", 409),
    (ProblemKind::GuardianNeeded, "guardian-needed", 422),
    (ProblemKind::KeyReused, "key-reused", 409),
    (ProblemKind::Changed, "changed", 412),
    (ProblemKind::Invalid, "invalid", 422),
    (ProblemKind::CodeWrong, "code-wrong", 422),
    (ProblemKind::CodeExpired, "code-expired", 422),
    (ProblemKind::TooLarge, "too-large", 413),
    (ProblemKind::TooMany, "too-many", 429),
    (ProblemKind::Unavailable, "unavailable", 503),
];

impl ProblemKind {
    pub fn all() -> impl Iterator<Item = Self> {
        KINDS.into_iter().map(|(kind, ..)| kind)
    }

    pub fn name(self) -> &'static str {
        KINDS.iter().find(|(kind, ..)| *kind == self).map_or("other", |(_, name, _)| name)
    }

    /// The status it is sent with.
    pub fn status(self) -> u16 {
        KINDS.iter().find(|(kind, ..)| *kind == self).map_or(500, |(.., status)| *status)
    }

    /// The value of `type`: a relative reference, the same on every hub.
    pub fn uri(self) -> String {
        format!("/problems/{}", self.name())
    }

    pub fn from_uri(uri: &str) -> Self {
        let name = uri.rsplit('/').next().unwrap_or_default();
        KINDS.iter().find(|(_, known, _)| *known == name).map_or(Self::Other, |(kind, ..)| *kind)
    }

    fn from_status(status: u16) -> Self {
        match status {
            400 => Self::Malformed,
            401 => Self::SignIn,
            403 => Self::Forbidden,
            404 | 410 => Self::NotFound,
            412 => Self::Changed,
            413 => Self::TooLarge,
            422 => Self::Invalid,
            429 => Self::TooMany,
            500..=599 => Self::Unavailable,
            _ => Self::Other,
        }
    }
}

/// The document.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    #[serde(rename = "type", default)]
    pub uri: String,
    #[serde(default)]
    pub status: u16,
    /// English, for developers; people read the catalogue's sentence for the kind.
    #[serde(default)]
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hazard: Option<Hazard>,
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// JSON pointer into the body that was sent: `/contact`.
    pub pointer: String,
    /// English, for developers.
    pub detail: String,
}

impl Problem {
    pub fn new(kind: ProblemKind, title: &str) -> Self {
        Self { uri: kind.uri(), status: kind.status(), title: title.to_owned(), ..Self::default() }
    }

    /// Reads a document. A member that cannot be read (a hazard that this version does not know) costs itself, not the reason.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        if let Ok(problem) = serde_json::from_slice(body) {
            return Some(problem);
        }
        let members: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(body).ok()?;
        let text = |name: &str| members.get(name).and_then(|value| value.as_str()).map(str::to_owned);
        Some(Self {
            uri: text("type").unwrap_or_default(),
            title: text("title").unwrap_or_default(),
            detail: text("detail"),
            position: members.get("position").and_then(|value| value.as_u64()).and_then(|value| value.try_into().ok()),
            action: text("action"),
            ..Self::default()
        })
    }

    /// From the `type`, or from the status where a server sends none.
    pub fn kind(&self) -> ProblemKind {
        match ProblemKind::from_uri(&self.uri) {
            ProblemKind::Other => ProblemKind::from_status(self.status),
            kind => kind,
        }
    }
}
