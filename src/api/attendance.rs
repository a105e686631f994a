//! Attendance, from both sides: the roll of a shift for whoever leads it, and a volunteer's own record, pass and certificates.

use super::{Call, Method, Request};
use crate::model::{
    ActionId, Instant, PersonId, ShiftId,
    certificate::{Certificate, Wanted},
    pass::Pass,
    roll::{Attended, Led, Listed, NewMark, OwnMark, Roll},
    signed::Keys,
    signup::CoverAnswer,
};

/// `GET /session/person/shifts`: those I lead.
pub fn led() -> Call<Vec<Led>> {
    Request::get("/session/person/shifts").read()
}

/// `GET /actions/{action}/shifts/{shift}/roll`. 403 for whoever does not lead it, 409 `not-now` outside its time.
pub fn roll(action: &ActionId, shift: &ShiftId) -> Call<Roll> {
    Request::get(format!("/actions/{action}/shifts/{shift}/roll")).read()
}

/// `POST /actions/{action}/shifts/{shift}/marks`. `sent_at` is now, by this device's clock: the backend tells by it whether that is wrong. 403; 409 `not-now`, `sealed`; 422 where a
/// reason is missing.
pub fn mark(action: &ActionId, shift: &ShiftId, mark: &NewMark, sent_at: Instant, key: &str) -> Call<Listed> {
    let path = format!("/actions/{action}/shifts/{shift}/marks");
    // In a header: a repeat is sent at another moment, and must be the same request.
    Request::new(Method::Post, path).idempotency_key(key).header("sent-at", sent_at.to_string()).json(mark).read()
}

/// `POST /actions/{action}/shifts/{shift}/marks/mine`. 409 `not-now`, `sealed`, `not-joined`; 422 `code-wrong`, or where a reason is missing.
pub fn mark_me(action: &ActionId, shift: &ShiftId, mark: &OwnMark, sent_at: Instant, key: &str) -> Call<Attended> {
    let path = format!("/actions/{action}/shifts/{shift}/marks/mine");
    Request::new(Method::Post, path).idempotency_key(key).header("sent-at", sent_at.to_string()).json(mark).read()
}

/// `POST /actions/{action}/shifts/{shift}/cover/{person}`: agree that somebody is stood in for, or not. 403; 404 when it is no longer asked; 409 `started`, `cancelled`.
pub fn answer_cover(action: &ActionId, shift: &ShiftId, person: &PersonId, agreed: bool, key: &str) -> Call<Listed> {
    let path = format!("/actions/{action}/shifts/{shift}/cover/{person}");
    Request::new(Method::Post, path).idempotency_key(key).json(&CoverAnswer { agreed }).read()
}

/// `GET /session/person/attendance`: my record, the latest first.
pub fn mine() -> Call<Vec<Attended>> {
    Request::get("/session/person/attendance").read()
}

/// `GET /session/person/pass`
pub fn pass() -> Call<Pass> {
    Request::get("/session/person/pass").read()
}

/// `DELETE /session/person/pass`: all of mine, on whatever phone.
pub fn end_passes(key: &str) -> Call<()> {
    Request::new(Method::Delete, "/session/person/pass").idempotency_key(key).read_nothing()
}

/// `GET /session/person/certificates`, the latest first.
pub fn certificates() -> Call<Vec<Certificate>> {
    Request::get("/session/person/certificates").read()
}

/// `POST /session/person/certificates`. 422 without confirmed hours, or without a name.
pub fn issue(wanted: &Wanted, key: &str) -> Call<Certificate> {
    Request::new(Method::Post, "/session/person/certificates").idempotency_key(key).json(wanted).read()
}

/// `DELETE /session/person/certificates/{id}`
pub fn revoke(id: &str, key: &str) -> Call<()> {
    Request::new(Method::Delete, format!("/session/person/certificates/{}", super::request::segment(id)))
        .idempotency_key(key)
        .read_nothing()
}

/// `GET /keys`: by what to check what this hub has signed, and what of it is no longer good.
pub fn keys() -> Call<Keys> {
    Request::get("/keys").read()
}
