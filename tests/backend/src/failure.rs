//! How a request fails: as a problem document, always. Handlers return [`Failure`]; what the data base throws becomes a 500 that tells
//! nothing and is logged.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use meyirim::{
    api::{Problem, ProblemKind, problem::FieldError},
    model::can::Denied,
};

#[derive(Debug)]
pub struct Failure {
    pub problem: Box<Problem>,
    /// Seconds.
    pub retry_after: Option<u64>,
}

pub type Result<T, E = Failure> = std::result::Result<T, E>;

impl Failure {
    pub fn new(kind: ProblemKind, title: &str) -> Self {
        Self { problem: Box::new(Problem::new(kind, title)), retry_after: None }
    }

    /// The kind with another status than its own: 405, 415, 428 are kinds of "malformed" that clients never meet.
    pub fn status(mut self, status: StatusCode) -> Self {
        self.problem.status = status.as_u16();
        self
    }

    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.problem.detail = Some(detail.into());
        self
    }

    /// `pointer` is a JSON pointer into the body; `/query/...` and `/header/...` name the rest of the request.
    pub fn field(mut self, pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        self.problem.errors.push(FieldError { pointer: pointer.into(), detail: detail.into() });
        self
    }

    /// The same of a body that lies in a larger one, at `place`.
    pub fn within(mut self, place: &str) -> Self {
        for error in &mut self.problem.errors {
            error.pointer.insert_str(0, place);
        }
        self
    }

    pub fn malformed(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::new(ProblemKind::Malformed, "The request cannot be read").field(pointer, detail)
    }

    pub fn invalid(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::new(ProblemKind::Invalid, "A field is wrong").field(pointer, detail)
    }

    /// 403, with why in `detail`.
    pub fn denied(why: Denied) -> Self {
        Self::new(ProblemKind::Forbidden, "Your rights do not allow this").detail(why.code())
    }

    pub fn not_found() -> Self {
        Self::new(ProblemKind::NotFound, "There is nothing here")
    }

    pub fn too_many(seconds: u64) -> Self {
        Self { retry_after: Some(seconds.max(1)), ..Self::new(ProblemKind::TooMany, "Too many requests") }
    }

    pub fn internal() -> Self {
        Self::new(ProblemKind::Unavailable, "Something broke on our side").status(StatusCode::INTERNAL_SERVER_ERROR)
    }

    pub fn unavailable(title: &str) -> Self {
        Self { retry_after: Some(2), ..Self::new(ProblemKind::Unavailable, title) }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_string(&self.problem).unwrap_or_default();
        let mut response =
            (status, [(header::CONTENT_TYPE, "application/problem+json"), (header::CACHE_CONTROL, "no-store")], body).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        // A full pool, a locked file, a deadlock that PostgreSQL broke: the same request may well go through in a moment.
        let passing = match &error {
            sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) => true,
            sqlx::Error::Database(error) => matches!(error.code().as_deref(), Some("5" | "517" | "40001" | "40P01" | "57P01")),
            _ => false,
        };
        tracing::error!(%error, "data base");
        if passing { Self::unavailable("The data base is busy") } else { Self::internal() }
    }
}

/// A record that we wrote ourselves and cannot read back.
impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        tracing::error!(%error, "stored record");
        Self::internal()
    }
}
