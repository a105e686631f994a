//! Repeats. A phone that got no answer sends the same write again; it must hear what it would have heard the first time, and the
//! write must not happen twice.
//!
//! The answer is kept under (scope, key) in the very transaction in which the write happens: either both are there or neither. The
//! row is inserted first; a second request with the same key waits there until the first has committed, and then finds its answer.
//! What is kept is every *decided* answer, refusals included: "full" stays "full" for that key, and whoever wants to ask anew takes
//! a new key. What was not decided (401, 429, 5xx, an unreadable body) is not kept.

use crate::{
    ask::Ask,
    db::Write,
    failure::{Failure, Result},
    reply,
};
use axum::{
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};
use meyirim::{
    api::{Problem, ProblemKind},
    model::{Instant, instant::DAY},
};
use serde::Serialize;

pub const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// How long an answer is kept. A phone may well be offline for longer; joining is safe even then, because a person has one signup per shift.
const KEPT: i64 = 7 * DAY;

/// A decided answer.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: StatusCode,
    /// JSON, or empty.
    pub body: String,
    /// See [`crate::session`].
    pub salt: String,
}

impl Answer {
    pub fn new(status: StatusCode, value: &impl Serialize) -> Result<Self> {
        Ok(Self { status, body: serde_json::to_string(value)?, salt: String::new() })
    }

    pub fn empty() -> Self {
        Self { status: StatusCode::NO_CONTENT, body: String::new(), salt: String::new() }
    }

    pub fn refused(problem: &Problem) -> Result<Self> {
        Self::new(StatusCode::from_u16(problem.status).unwrap_or(StatusCode::CONFLICT), problem)
    }

    pub fn is_refusal(&self) -> bool {
        self.status.is_client_error()
    }

    pub fn into_response(self) -> Response {
        let refusal = self.is_refusal();
        let mut response = reply::json(self.status, self.body);
        if refusal {
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        } else if self.status == StatusCode::NO_CONTENT {
            response.headers_mut().remove(header::CONTENT_TYPE);
        }
        response
    }

    /// The same, marked as a repeat.
    pub fn into_replay(self) -> Response {
        mark(self.into_response())
    }
}

pub fn mark(mut response: Response) -> Response {
    response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    response
}

/// Takes the key for this write. `Some`: it was answered before, and that is the answer.
pub async fn take<T>(w: &mut Write, scope: &str, ask: &Ask<T>, now: Instant) -> Result<Option<Answer>> {
    let taken =
        sqlx::query("INSERT INTO answers (scope, key, print, status, body, kept_at) VALUES ($1, $2, $3, 0, '', $4) ON CONFLICT DO NOTHING")
            .bind(scope)
            .bind(&ask.key)
            .bind(&ask.print)
            .bind(now.0)
            .execute(w.conn())
            .await?;
    if taken.rows_affected() == 1 {
        return Ok(None);
    }
    let (print, status, body, salt): (String, i64, String, String) =
        sqlx::query_as("SELECT print, status, body, salt FROM answers WHERE scope = $1 AND key = $2")
            .bind(scope)
            .bind(&ask.key)
            .fetch_one(w.conn())
            .await?;
    if print != ask.print {
        return Err(Failure::new(ProblemKind::KeyReused, "This idempotency key belongs to another request"));
    }
    let status = u16::try_from(status).ok().and_then(|status| StatusCode::from_u16(status).ok()).ok_or_else(Failure::internal)?;
    Ok(Some(Answer { status, body, salt }))
}

/// Keeps the answer, to be committed with the write itself.
pub async fn keep<T>(w: &mut Write, scope: &str, ask: &Ask<T>, answer: &Answer) -> Result<()> {
    sqlx::query("UPDATE answers SET status = $3, body = $4, salt = $5 WHERE scope = $1 AND key = $2")
        .bind(scope)
        .bind(&ask.key)
        .bind(i64::from(answer.status.as_u16()))
        .bind(&answer.body)
        .bind(&answer.salt)
        .execute(w.conn())
        .await?;
    Ok(())
}

/// Forgets old answers.
pub async fn purge(w: &mut Write, now: Instant) -> Result<()> {
    sqlx::query("DELETE FROM answers WHERE kept_at < $1").bind(now.plus(-KEPT).0).execute(w.conn()).await?;
    Ok(())
}
