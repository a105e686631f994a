//! Notices: what I want to hear and how, what there is to hear, and the devices that hear of it by Web Push.

use super::{Call, Method, Request};
use crate::model::{
    Wishes,
    notice::{News, PushDevice, PushDevices, PushKey},
};

/// `GET /session/person/wishes`
pub fn wishes() -> Call<Wishes> {
    Request::get("/session/person/wishes").read()
}

/// `PUT /session/person/wishes`: the whole of it.
pub fn change_wishes(wishes: &Wishes, key: &str) -> Call<Wishes> {
    Request::new(Method::Put, "/session/person/wishes").idempotency_key(key).json(wishes).read()
}

/// `GET /session/person/notices`: what is still true, the latest first.
pub fn news() -> Call<News> {
    Request::get("/session/person/notices").read()
}

/// `GET /push/key`: what a browser needs to subscribe.
pub fn push_key() -> Call<PushKey> {
    Request::get("/push/key").read()
}

/// `PUT /session/person/push`: this device hears of notices from now on. 422 where the address cannot be that of a push service.
pub fn turn_on(device: &PushDevice, key: &str) -> Call<PushDevices> {
    Request::new(Method::Put, "/session/person/push").idempotency_key(key).json(device).read()
}

/// `DELETE /session/person/push`: not any more. Which device stands in the body: its address is a secret, and addresses of requests are written down in logs.
pub fn turn_off(device: &PushDevice, key: &str) -> Call<PushDevices> {
    Request::new(Method::Delete, "/session/person/push").idempotency_key(key).json(device).read()
}
