//! What somebody may do, who gives roles, and the audit: `/session/person/rights`, `/admin/persons` and `/roster/audit`. A 403 says why in `detail`: see [`crate::model::can::Denied::code`].

use super::{ApiError, Call, Method, Reply, Request, decode, request::segment};
use crate::model::{
    Cursor, PersonId,
    audit::{Ends, Entry, Export, Lines, Wanted},
    batch::BatchDone,
    can::Rights,
    people::{Found, FoundPeople, Give, Look},
};

/// `GET /session/person/rights`.
pub fn mine() -> Call<Rights> {
    Request::get("/session/person/rights").read()
}

/// `POST /admin/persons/look`. By POST, so that no name and no contact stands in an address.
pub fn look(text: &str, key: &str) -> Call<FoundPeople> {
    Request::new(Method::Post, "/admin/persons/look").idempotency_key(key).json(&Look { text: text.to_owned() }).read()
}

/// `PUT /admin/persons/{id}/roles`. 412 `changed` where somebody else has given or taken meanwhile; 422 where these roles do not go together, and for the last administrator.
pub fn give(person: &PersonId, give: &Give, key: &str) -> Call<Found> {
    Request::new(Method::Put, format!("/admin/persons/{}/roles", segment(person.as_str()))).idempotency_key(key).json(give).read()
}

/// `GET /roster/audit`, the latest first.
pub fn audit(wanted: &Wanted, cursor: Option<&Cursor>) -> Call<Lines> {
    let text = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let pairs: [(&str, Option<String>); 7] = [
        ("person", wanted.person.as_ref().map(PersonId::to_string)),
        ("act", wanted.act.map(|act| act.key().to_owned())),
        ("subject", text(&wanted.subject)),
        ("from", wanted.from.map(|at| at.to_string())),
        ("to", wanted.to.map(|at| at.to_string())),
        ("text", text(&wanted.text)),
        ("cursor", cursor.map(|cursor| cursor.0.clone())),
    ];
    let request = Request::get("/roster/audit").query("limit", 100);
    pairs.into_iter().fold(request, |request, (name, value)| request.query_if(name, value)).read()
}

/// `GET /roster/audit/head`.
pub fn head() -> Call<Ends> {
    Request::get("/roster/audit/head").read()
}

/// `GET /roster/audit/chain?after=`: the next thousand entries after one, ascending.
pub fn chain(after: u64) -> Call<Vec<Entry>> {
    Request::get("/roster/audit/chain").query("after", after).read()
}

/// `POST /roster/exports`. It goes in one line with what was done to the list, so it is answered like that: nothing is left to decide.
pub fn tell_export(export: &Export, key: &str) -> Call<BatchDone> {
    fn read(reply: &Reply) -> Result<BatchDone, ApiError> {
        // A page of a captive portal comes with 200.
        if reply.status != 204 {
            decode::check(reply)?;
        }
        Ok(BatchDone { results: Vec::new() })
    }
    Call { request: Request::new(Method::Post, "/roster/exports").idempotency_key(key).json(export), read }
}
