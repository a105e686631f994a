//! `/session`: signing in by one-time code, and who I am.

use super::{ApiError, Call, Method, Reply, Request, decode};
use crate::model::{
    Contact, Lang, Person,
    mine::{CalendarAddress, Farewell, MyData},
    session::{CodeRequest, CodeSent, Departure, Destination, Introduction, Login, PersonPatch, Returned, Session, SignIn},
};

/// `POST /session/codes`. 429 when asked too often.
pub fn send_code(contact: &Contact, lang: Lang, key: &str) -> Call<CodeSent> {
    let body = CodeRequest { contact: contact.clone(), lang };
    Request::new(Method::Post, "/session/codes").idempotency_key(key).json(&body).read()
}

/// `POST /session`. 422 `code-wrong`, `code-expired`.
pub fn sign_in(contact: &Contact, code: &str, key: &str) -> Call<Session> {
    let body = SignIn { contact: contact.clone(), code: code.to_owned() };
    Request::new(Method::Post, "/session").idempotency_key(key).json(&body).read()
}

/// `GET /session`. 401 when nobody is signed in.
pub fn who_am_i() -> Call<Session> {
    Request::get("/session").read()
}

/// `DELETE /session`: 204, also when nobody was signed in. With a `Location` where the person is signed in at another server as well: there they sign out of that,
/// and come back if `post_logout_redirect_uri` is added to its query.
pub fn sign_out(key: &str) -> Call<Option<String>> {
    // A captive portal's page also comes with a 200; whoever believes it leaves a shared phone signed in.
    fn nothing(reply: &Reply) -> Result<Option<String>, ApiError> {
        if reply.status == 204 { Ok(reply.header("location").map(str::to_owned)) } else { decode::check(reply).map(|()| None) }
    }
    Call { request: Request::new(Method::Delete, "/session").idempotency_key(key), read: nothing }
}

/// `POST /session` on a backend that knows passwords. Not logged, not kept.
pub fn log_in(login: &str, password: &str, key: &str) -> Call<Session> {
    let body = Login { login: login.to_owned(), password: password.to_owned() };
    Request::new(Method::Post, "/session").idempotency_key(key).json(&body).read()
}

/// `POST /session` on a backend where nobody signs in: who I am, for this device.
pub fn introduce(contact: &Contact, lang: Lang, key: &str) -> Call<Session> {
    let body = Introduction { contact: contact.clone(), lang };
    Request::new(Method::Post, "/session").idempotency_key(key).json(&body).read()
}

/// `POST /session/departures` on a backend whose people sign in at another server: where to go.
pub fn depart(departure: &Departure, key: &str) -> Call<Destination> {
    Request::new(Method::Post, "/session/departures").idempotency_key(key).json(departure).read()
}

/// `POST /session`, back from there. 401 `sign-in` where that server, or the way back, is not to be believed.
pub fn come_back(returned: &Returned, key: &str) -> Call<Session> {
    Request::new(Method::Post, "/session").idempotency_key(key).json(returned).read()
}

/// `GET /session/person/data`: everything that is kept about me.
pub fn my_data() -> Call<MyData> {
    Request::get("/session/person/data").read()
}

/// `DELETE /session/person`: me, for good. 401 once it has happened.
pub fn delete_me(key: &str) -> Call<Farewell> {
    Request::new(Method::Delete, "/session/person").idempotency_key(key).read()
}

/// `POST /session/person/calendar`: a new address for my calendar, in place of the one before.
pub fn calendar_address(key: &str) -> Call<CalendarAddress> {
    Request::new(Method::Post, "/session/person/calendar").idempotency_key(key).read()
}

/// `PATCH /session/person`
pub fn change_me(patch: &PersonPatch, key: &str) -> Call<Person> {
    Request::new(Method::Patch, "/session/person").idempotency_key(key).json(patch).read()
}
