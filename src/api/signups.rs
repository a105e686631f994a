//! `/signups` and `/actions/{action}/shifts/{shift}/signup`: a person's own places.

use super::{Call, Fetched, Method, Page, Request};
use crate::model::{ActionId, ShiftId, Signup, signup::JoinBody, signup::SignupAnswer};

/// `GET /signups`: mine.
pub fn list() -> Call<Fetched<Page<Signup>>> {
    Request::get("/signups").query("limit", 500).read_page()
}

fn path(action: &ActionId, shift: &ShiftId) -> String {
    format!("/actions/{action}/shifts/{shift}/signup")
}

/// `POST`: join. 201, or 409 `full`, `started`, `cancelled`, `clash`, `rest`; 403 `age`; 422 `guardian-needed`.
pub fn join(action: &ActionId, shift: &ShiftId, body: &JoinBody, key: &str) -> Call<SignupAnswer> {
    Request::new(Method::Post, path(action, shift)).idempotency_key(key).json(body).read()
}

/// `DELETE`: leave. 200, or 409 `too-late`, `not-joined`.
pub fn leave(action: &ActionId, shift: &ShiftId, key: &str) -> Call<SignupAnswer> {
    Request::new(Method::Delete, path(action, shift)).idempotency_key(key).read()
}
