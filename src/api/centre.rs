//! `/centre`: the coworking centre, its days, and bookings; `/me/bookings`. Reading the centre and what is taken is for everybody; names are for those who run it.

use super::{Call, Fetched, Method, Request};
use crate::model::{
    Booking, BookingId, Centre, Day, Instant, Lang,
    booking::{BookingSeriesId, Bookings, CentreDay, NewBooking},
    booking_acts::{CheckIn, DeskBooking, MoveBooking},
    booking_series::{BookingSeries, SeriesBooked},
    centre_change::Stranded,
    instant::iso,
};

/// `GET /centre`. 404 where the hub has none.
pub fn get() -> Call<Centre> {
    Request::get("/centre").read()
}

/// The same, with the ETag that a change is based on.
pub fn settings() -> Call<Fetched<(Centre, Option<String>)>> {
    Request::get("/centre").read_tagged()
}

/// `PUT /centre`: its settings; without an ETag a hub's first. `strands`: so many bookings to come may be left without their hour or their place. 403; 412 `changed` when somebody was faster, or (see
/// [`crate::model::centre_change::strands_of`]) when it would be more; 422 `invalid`.
pub fn put(centre: &Centre, etag: Option<&str>, strands: usize, key: &str) -> Call<(Centre, Option<String>)> {
    let request = Request::new(Method::Put, "/centre").query_if("strands", Some(strands).filter(|strands| *strands > 0));
    request.idempotency_key(key).only_if(etag).json(centre).read_written()
}

/// `POST /centre/check`: which bookings to come would have no hours or no place by these settings. Changes nothing.
pub fn check(centre: &Centre, key: &str) -> Call<Stranded> {
    Request::new(Method::Post, "/centre/check").idempotency_key(key).json(centre).read()
}

/// `GET /centre/days/{day}`: what is taken.
pub fn day(day: Day) -> Call<CentreDay> {
    Request::get(format!("/centre/days/{}", iso(day))).read()
}

/// The same unless it is still what `etag` was given with.
pub fn day_unless(day: Day, etag: Option<&str>) -> Call<Fetched<(CentreDay, Option<String>)>> {
    Request::get(format!("/centre/days/{}", iso(day))).unless(etag).read_tagged()
}

/// `GET /centre/days/{day}/bookings`: with names. 403 for everybody else.
pub fn bookings(day: Day) -> Call<Bookings> {
    Request::get(format!("/centre/days/{}/bookings", iso(day))).read()
}

/// `GET /me/bookings`
pub fn mine() -> Call<Bookings> {
    Request::get("/me/bookings").read()
}

fn of(id: &BookingId) -> String {
    format!("/centre/bookings/{id}")
}

/// `PUT /centre/bookings/{id}`. 409 `no-booking`.
pub fn book(id: &BookingId, new: &NewBooking, key: &str) -> Call<Booking> {
    Request::new(Method::Put, of(id)).idempotency_key(key).json(new).read()
}

/// `POST …/cancel`. 409 `no-booking` (`gone`), `not-now` when it is over.
pub fn cancel(id: &BookingId, key: &str) -> Call<Booking> {
    Request::new(Method::Post, format!("{}/cancel", of(id))).idempotency_key(key).read()
}

/// `POST …/check-in`. `sent_at` is now, by this device's clock: the backend tells by it whether that is wrong. 409 `not-now` with from or until when, `no-booking` (`gone`).
pub fn check_in(id: &BookingId, at: Instant, sent_at: Instant, key: &str) -> Call<Booking> {
    let request = Request::new(Method::Post, format!("{}/check-in", of(id))).idempotency_key(key);
    request.header("sent-at", sent_at.to_string()).json(&CheckIn { at }).read()
}

/// `POST …/release`, for those who run the centre.
pub fn release(id: &BookingId, key: &str) -> Call<Booking> {
    Request::new(Method::Post, format!("{}/release", of(id))).idempotency_key(key).read()
}

/// `POST …/move`, for those who run the centre. 412 `changed`.
pub fn move_to(id: &BookingId, to: &MoveBooking, key: &str) -> Call<Booking> {
    Request::new(Method::Post, format!("{}/move", of(id))).idempotency_key(key).json(to).read()
}

/// `GET …/calendar`: the address of its calendar file below the API.
pub fn calendar_path(id: &BookingId, lang: Lang) -> String {
    format!("{}/calendar?lang={}", of(id), lang.code())
}

/// `PUT /centre/desk/{id}`: for somebody without an account, or for nobody.
pub fn hold(id: &BookingId, new: &DeskBooking, key: &str) -> Call<Booking> {
    Request::new(Method::Put, format!("/centre/desk/{id}")).idempotency_key(key).json(new).read()
}

/// `PUT /centre/series/{id}`: also to see what would come of it.
pub fn series(id: &BookingSeriesId, series: &BookingSeries, key: &str) -> Call<SeriesBooked> {
    Request::new(Method::Put, format!("/centre/series/{id}")).idempotency_key(key).json(series).read()
}

/// `POST /centre/series/{id}/cancel`: what of it is to come.
pub fn cancel_series(id: &BookingSeriesId, key: &str) -> Call<Bookings> {
    Request::new(Method::Post, format!("/centre/series/{id}/cancel")).idempotency_key(key).read()
}
