//! A parent's consent: `/session/person/consents` for the child who asks, `/consents` for whoever has the link.

use super::{Call, Method, Request};
use crate::model::consent::{ConsentAnswer, ConsentAsked, ConsentLook, ConsentRequest, ConsentView, MyConsents, Purpose};

/// `GET /session/person/consents`: mine.
pub fn mine() -> Call<MyConsents> {
    Request::get("/session/person/consents").read()
}

/// `POST /session/person/consents`: a new link for a parent. 403 `age` and 409 `age-unknown`, `cancelled` where a consent would not help; 422 `invalid`.
pub fn ask(purpose: &Purpose, key: &str) -> Call<ConsentAsked> {
    let body = ConsentRequest { purpose: purpose.clone() };
    Request::new(Method::Post, "/session/person/consents").idempotency_key(key).json(&body).read()
}

/// `POST /consents/look`: what a link is about and how it stands. 404: there is no such link, or no longer.
pub fn look(secret: &str, key: &str) -> Call<ConsentView> {
    let body = ConsentLook { secret: secret.to_owned() };
    Request::new(Method::Post, "/consents/look").idempotency_key(key).json(&body).read()
}

/// `POST /consents/answer`: give, refuse, withdraw. 412 `changed` where it no longer stands as it was shown.
pub fn answer(answer: &ConsentAnswer, key: &str) -> Call<ConsentView> {
    Request::new(Method::Post, "/consents/answer").idempotency_key(key).json(answer).read()
}
