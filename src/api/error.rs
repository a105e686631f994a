//! The one error type of the client.

use super::{Problem, ProblemKind, Reply};
use crate::model::Instant;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The beginning of a body that could not be read, for the person who has to find out why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start(pub String);

impl Start {
    pub fn of(body: &[u8]) -> Self {
        let text = String::from_utf8_lossy(&body[..body.len().min(160)]);
        Self(text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(120).collect())
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApiError {
    /// No answer: no network, the name does not resolve, the connection broke, or the server refused it.
    Unreachable,
    /// No whole answer within the request's patience.
    TimedOut,
    /// The screen that asked is gone.
    Cancelled,
    /// The answer is larger than the request allows; its size in bytes as far as known.
    TooLarge { bytes: usize },
    /// A status of 4xx or 5xx with a problem document, or one made from the bare status.
    Problem { problem: Box<Problem>, retry_after: Option<u32> },
    /// The answer is no JSON: a captive portal, a proxy's error page.
    NotJson { status: u16, content_type: String, start: Start },
    /// JSON, but not what was promised. `path` says where, like `items[3].title`.
    Decode { path: String, message: String, start: Start },
    /// A status that has no meaning here (1xx, 3xx).
    Unexpected { status: u16 },
}

impl ApiError {
    pub fn from_reply(reply: &Reply) -> Self {
        let status = reply.status;
        if !(400..=599).contains(&status) {
            return Self::Unexpected { status };
        }
        let mut problem = reply.is_json().then(|| Problem::read(&reply.body)).flatten().unwrap_or_default();
        problem.status = status;
        // Beyond what fits: as long as fits. The other form of the header, a date, would need a clock; our backend does not send it.
        let seconds = |value: &str| value.trim().parse::<u64>().ok().map(|seconds| u32::try_from(seconds).unwrap_or(u32::MAX));
        Self::Problem { problem: Box::new(problem), retry_after: reply.header("retry-after").and_then(seconds) }
    }

    pub fn kind(&self) -> Option<ProblemKind> {
        match self {
            Self::Problem { problem, .. } => Some(problem.kind()),
            _ => None,
        }
    }

    /// Whether the same request may succeed later without anybody doing anything. What does not heal needs a person.
    pub fn heals(&self) -> bool {
        match self {
            Self::Unreachable | Self::TimedOut | Self::Cancelled => true,
            // A captive portal answers with HTML until somebody signs in to the network; the request itself is fine.
            Self::NotJson { .. } => true,
            Self::Problem { problem, .. } => matches!(problem.status, 408 | 425 | 429 | 500..=599),
            Self::TooLarge { .. } | Self::Decode { .. } | Self::Unexpected { .. } => false,
        }
    }

    /// Seconds that the server asks us to wait.
    pub fn retry_after(&self) -> Option<u32> {
        match self {
            Self::Problem { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// Of [`ProblemKind::NotNow`]: from or until when it can be done.
    pub fn moment(&self) -> Option<Instant> {
        match self {
            Self::Problem { problem, .. } if problem.kind() == ProblemKind::NotNow => problem.detail.as_deref()?.parse().ok(),
            _ => None,
        }
    }

    /// The connection is the trouble, not the request or the server's code.
    pub fn is_offline(&self) -> bool {
        matches!(self, Self::Unreachable | Self::TimedOut)
    }
}

/// For developers; people read the catalogue's sentence.
impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable => f.write_str("no connection to the server"),
            Self::TimedOut => f.write_str("the server did not answer in time"),
            Self::Cancelled => f.write_str("no longer wanted"),
            Self::TooLarge { bytes } => write!(f, "the answer is too large ({bytes} bytes)"),
            Self::Problem { problem, .. } => write!(f, "{} {} {}", problem.status, problem.uri, problem.title),
            Self::NotJson { status, content_type, start } => write!(f, "{status}: {content_type} instead of JSON: {}", start.0),
            Self::Decode { path, message, start } => write!(f, "at {path}: {message}, in: {}", start.0),
            Self::Unexpected { status } => write!(f, "unexpected status {status}"),
        }
    }
}
impl std::error::Error for ApiError {}
