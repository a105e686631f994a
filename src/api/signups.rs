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

/// `POST …/cover`: ask for a stand-in. 200, or 409 `not-joined`, `started`, `cancelled`.
pub fn find_cover(action: &ActionId, shift: &ShiftId, key: &str) -> Call<SignupAnswer> {
    Request::new(Method::Post, cover_path(action, shift)).idempotency_key(key).read()
}

/// `DELETE …/cover`: come after all. 200, or 409 `not-joined`, `full`, `started`, `cancelled`.
pub fn cancel_cover(action: &ActionId, shift: &ShiftId, key: &str) -> Call<SignupAnswer> {
    Request::new(Method::Delete, cover_path(action, shift)).idempotency_key(key).read()
}

fn cover_path(action: &ActionId, shift: &ShiftId) -> String {
    format!("/actions/{action}/shifts/{shift}/cover")
}

/// `DELETE`: leave. 200, or 409 `too-late`, `not-joined`.
pub fn leave(action: &ActionId, shift: &ShiftId, key: &str) -> Call<SignupAnswer> {
    Request::new(Method::Delete, path(action, shift)).idempotency_key(key).read()
}
