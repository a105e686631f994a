//! Kiosks: `/kiosks` for those who look after them, `/kiosks/me` for the devices themselves, which prove who they are by their own secret and by no session.

use super::{Call, Fetched, Method, Request};
use crate::model::{
    Instant,
    booking_walk_in::KioskBooking,
    kiosk::{
        Beat, Device, DeviceId, DevicePatch, NewDevice, Own, Pairing, PairingAsk,
        day::{KioskDay, KioskMark, Seated},
        log::Event,
        today::Today,
        walk_in::WalkIn,
    },
    message::MessageView,
    shift_message::NewShiftMessage,
};

/// `POST /kiosks/pairings`: a code to show. 429 when asked too often.
pub fn ask_pairing(secret: &str, key: &str) -> Call<Pairing> {
    Request::new(Method::Post, "/kiosks/pairings").idempotency_key(key).json(&PairingAsk { secret: secret.to_owned() }).read()
}

/// `POST /kiosks`: this device belongs here. 403; 422 `code-wrong`, or where a field is wrong; 429 after too many wrong codes.
pub fn pair(new: &NewDevice, key: &str) -> Call<Device> {
    Request::new(Method::Post, "/kiosks").idempotency_key(key).json(new).read()
}

/// `GET /kiosks`: those that are paired. 403.
pub fn list() -> Call<Vec<Device>> {
    Request::get("/kiosks").read()
}

/// `PATCH /kiosks/{id}`. 403; 404; 422.
pub fn change(id: &DeviceId, patch: &DevicePatch, key: &str) -> Call<Device> {
    Request::new(Method::Patch, format!("/kiosks/{id}")).idempotency_key(key).json(patch).read()
}

/// `DELETE /kiosks/{id}`: off the list, once it has forgotten everything by its own rule. 403; 404; 409 `not-now` with from when.
pub fn remove(id: &DeviceId, key: &str) -> Call<()> {
    Request::new(Method::Delete, format!("/kiosks/{id}")).idempotency_key(key).read_nothing()
}

/// `GET /kiosks/{id}/events`: what has happened on it, the latest first. 403; 404.
pub fn events(id: &DeviceId) -> Call<Vec<Event>> {
    Request::get(format!("/kiosks/{id}/events")).read()
}

/// `GET /kiosks/today`: today's shifts with who comes and who has come. 403.
pub fn today() -> Call<Today> {
    Request::get("/kiosks/today").read()
}

/// `POST /kiosks/today/messages`: to everybody with a place in one of today's shifts. 403; 404: no such shift today; 422 where something is wrong, or nobody is in it.
pub fn write_to(message: &NewShiftMessage, key: &str) -> Call<MessageView> {
    Request::new(Method::Post, "/kiosks/today/messages").idempotency_key(key).json(message).read()
}

fn own(method: Method, path: &str, secret: &str) -> Request {
    Request::new(method, path).header("authorization", format!("Kiosk {secret}"))
}

/// `PUT /kiosks/me`: I am here. 401: it is no device of the hub (not yet, or no longer).
pub fn beat(secret: &str, beat: &Beat) -> Call<Own> {
    own(Method::Put, "/kiosks/me", secret).json(beat).read()
}

/// `GET /kiosks/me/day`: what today's shifts at its place are, and whom to expect. 401; 403 while it is locked.
pub fn day(secret: &str, etag: Option<&str>) -> Call<Fetched<(KioskDay, Option<String>)>> {
    own(Method::Get, "/kiosks/me/day", secret).unless(etag).read_tagged()
}

/// `POST /kiosks/me/walk-ins`: somebody without an account. 204, or as joining: 409 `full`, `started` (is over), `cancelled`, `not-now` (is not today), `clash` (has a shift of the action already); 404: no such shift at its place; 403
/// `age`; 422 `guardian-needed`, `invalid`. 403 `forbidden` decides nothing: the device is locked, and may send it again later.
pub fn walk_in(secret: &str, walk_in: &WalkIn, sent_at: Instant) -> Call<()> {
    let request = own(Method::Post, "/kiosks/me/walk-ins", secret).idempotency_key(walk_in.id.as_str());
    request.header("sent-at", sent_at.to_string()).json(walk_in).read_nothing()
}

/// `POST /kiosks/me/marks`: somebody came or went. 204; 404: nobody is expected under that; 409 `not-now`; 422 `code-wrong`: the pass is not good. 403 decides nothing, as above.
pub fn mark(secret: &str, mark: &KioskMark, sent_at: Instant) -> Call<()> {
    let request = own(Method::Post, "/kiosks/me/marks", secret).idempotency_key(mark.id.as_str());
    request.header("sent-at", sent_at.to_string()).json(mark).read_nothing()
}

/// `POST /kiosks/me/bookings`: a seat or a room for somebody without an account, for today. 204; 409 `no-booking` with why in `detail`; 404: this hub has no centre; 422 `invalid`. 403 decides nothing, as above.
pub fn book(secret: &str, new: &KioskBooking, sent_at: Instant) -> Call<()> {
    let request = own(Method::Post, "/kiosks/me/bookings", secret).idempotency_key(new.id.as_str());
    request.header("sent-at", sent_at.to_string()).json(new).read_nothing()
}

/// `POST /kiosks/me/seated`: somebody has come to what they booked. 204; 404: nothing is booked under that; 409 `not-now`, `no-booking` with `gone`. 403 decides nothing, as above.
pub fn seated(secret: &str, seated: &Seated, sent_at: Instant) -> Call<()> {
    let request = own(Method::Post, "/kiosks/me/seated", secret).idempotency_key(seated.id.as_str());
    request.header("sent-at", sent_at.to_string()).json(seated).read_nothing()
}
