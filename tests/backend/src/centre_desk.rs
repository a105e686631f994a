//! The centre for those who run it: who is where on a day, bookings for people without an account, blocks, moves, bookings that repeat. Whatever they do to somebody stands in the audit.

use crate::{
    app::App,
    ask::{Ask, Json},
    audit::{self, What},
    booking_rows as rows,
    centre::{decided, desk, named_day, no_booking, shown, whole_day},
    failure::{Failure, Result},
    idempotency::{self, Answer},
    params::Params,
    reply::{self, Named},
    who::Me,
};
use axum::{
    extract::{OriginalUri, State},
    http::StatusCode,
    response::Response,
};
use meyirim::model::{
    Booking, BookingId,
    booking::{BookingSeriesId, Bookings},
    booking_acts::{self, DeskBooking, DeskWhat, MoveBooking},
    booking_series::{self, BookingSeries, SeriesBooked},
    can::Act,
    clash::Span,
    instant::{DAY, iso},
};
use serde_json::json;

/// Who is where on a day
///
/// With names, and with what was given up or released.
#[utoipa::path(
    get, path = "/centre/days/{day}/bookings", tag = "centre",
    params(("day" = String, Path, description = "Of the hub's calendar", format = Date, example = "2026-11-28")),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "By time", body = Bookings),
        (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`: no centre, or no day"),
    ),
)]
pub async fn day_bookings(State(app): State<App>, me: Me, Named(day): Named<String>, OriginalUri(uri): OriginalUri) -> Result<Response> {
    me.can(Act::RunCentre)?;
    Params::read(&uri, &[]).done()?;
    let (now, day) = (app.clock.now(), named_day(&day)?);
    let mut conn = app.db.pool.acquire().await?;
    let centre = rows::centre(&mut conn).await?;
    let all = rows::within(&mut conn, whole_day(&app, day), true).await?;
    drop(conn);
    audit::note_hourly(&app.db, &me, What::CentreViewed, &iso(day), &json!({ "count": all.len() }), now).await?;
    let desk = desk(&app, &centre, now);
    reply::ok(&Bookings { items: all.into_iter().map(|one| shown(&desk, one)).collect() })
}

fn clean(what: &DeskWhat) -> Result<DeskWhat> {
    what.clean().map_err(|_| Failure::invalid("/what/walk_in/name", "is a name of 1 to 120 characters"))
}

/// Book for somebody without an account, or block
///
/// Bound by the hours and by what is taken, not by anybody's share.
#[utoipa::path(
    put, path = "/centre/desk/{id}", tag = "centre",
    params(("id" = BookingId, Path, description = "The client's choice"), crate::openapi::KeyHeader),
    request_body = DeskBooking,
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "It is theirs", body = Booking),
        (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`: this hub has no centre"),
        (status = 409, description = "`no-booking` with why in `detail`"),
        (status = 422, description = "`invalid`: a name that is none, or another booking with this id"),
    ),
)]
pub async fn hold(State(app): State<App>, me: Me, Named(id): Named<BookingId>, ask: Ask<Json<DeskBooking>>) -> Result<Response> {
    me.can(Act::RunCentre)?;
    let now = app.clock.now();
    let new = DeskBooking { what: clean(&ask.body.0.what)?, ..ask.body.0.clone() };
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    let centre = rows::hold(&mut w).await?;
    if rows::find(w.conn(), &id).await?.is_some() {
        return Err(Failure::invalid("", "there is another booking with this id"));
    }
    let all = rows::within(w.conn(), Span { starts: new.from, ends: new.to }, false).await?;
    let decision = booking_acts::hold(&desk(&app, &centre, now), &all, &id, &new);
    let answer = match &decision {
        Ok(booking) => {
            rows::put(&mut w, booking).await?;
            Answer::new(StatusCode::OK, booking)?
        }
        Err(why) => Answer::refused(&no_booking(*why))?,
    };
    idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
    if let Ok(booking) = &decision {
        let kind = if matches!(new.what, DeskWhat::Block { .. }) { "block" } else { "walk_in" };
        audit::note(&mut w, &me, What::CentreBooked, id.as_str(), &json!({ "what": kind, "resource": booking.resource }), now).await?;
    }
    w.commit().await?;
    Ok(answer.into_response())
}

/// Move a booking
#[utoipa::path(
    post, path = "/centre/bookings/{id}/move", tag = "centre",
    params(("id" = BookingId, Path, description = "Of the booking"), crate::openapi::KeyHeader),
    request_body = MoveBooking,
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "As it is now", body = Booking),
        (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`no-booking` with why in `detail`"),
        (status = 412, description = "`changed`: there is another version than `rev`"),
    ),
)]
pub async fn move_booking(State(app): State<App>, me: Me, Named(id): Named<BookingId>, ask: Ask<Json<MoveBooking>>) -> Result<Response> {
    me.can(Act::RunCentre)?;
    let now = app.clock.now();
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    let centre = rows::hold(&mut w).await?;
    let booking = rows::find(w.conn(), &id).await?.ok_or_else(Failure::not_found)?;
    let to = &ask.body.0;
    let all = rows::within(w.conn(), Span { starts: to.from, ends: to.to }, false).await?;
    let who = rows::booker_of(w.conn(), &booking).await?;
    let desk = desk(&app, &centre, now);
    let decision = booking_acts::move_to(&desk, &all, &booking, &who, to);
    decided(w, &me, &ask, (&desk, true), "move", decision).await
}

/// Set a booking free
///
/// Before it would be by itself: nobody has come.
#[utoipa::path(
    post, path = "/centre/bookings/{id}/release", tag = "centre",
    params(("id" = BookingId, Path, description = "Of the booking"), crate::openapi::KeyHeader),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "As it is now", body = Booking),
        (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`not-now` before its beginning (`detail`), `no-booking` with `gone`"),
    ),
)]
pub async fn release(State(app): State<App>, me: Me, Named(id): Named<BookingId>, ask: Ask<()>) -> Result<Response> {
    me.can(Act::RunCentre)?;
    let now = app.clock.now();
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    let centre = rows::hold(&mut w).await?;
    let booking = rows::find(w.conn(), &id).await?.ok_or_else(Failure::not_found)?;
    let desk = desk(&app, &centre, now);
    let decision = booking_acts::release(&desk, &booking);
    decided(w, &me, &ask, (&desk, true), "release", decision).await
}

/// Book again and again
///
/// Dates that cannot be had are left out and named with why. `preview`: only that is told, and nothing is booked.
#[utoipa::path(
    put, path = "/centre/series/{id}", tag = "centre",
    params(("id" = BookingSeriesId, Path, description = "The client's choice, at most 53 characters"), crate::openapi::KeyHeader),
    request_body = BookingSeries,
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "What is booked, and what is not", body = SeriesBooked),
        (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`: this hub has no centre"),
        (status = 422, description = "`invalid`: a rule that makes no series, a name that is none"),
    ),
)]
pub async fn put_series(
    State(app): State<App>,
    me: Me,
    Named(id): Named<BookingSeriesId>,
    ask: Ask<Json<BookingSeries>>,
) -> Result<Response> {
    me.can(Act::RunCentre)?;
    let now = app.clock.now();
    let series = BookingSeries { what: clean(&ask.body.0.what)?, ..ask.body.0.clone() };
    series.check().map_err(|why| Failure::invalid("/repeat", format!("makes no series: {why:?}")))?;
    if id.as_str().len() > booking_series::LONGEST_ID {
        return Err(Failure::invalid("", "the id is longer than 53 characters"));
    }
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    let centre = rows::hold(&mut w).await?;
    let times = series.times(&app.zone);
    let mut all = rows::of_series(w.conn(), &id).await?;
    if let (Some(first), Some(last)) = (times.first(), times.last()) {
        let time = Span { starts: first.1, ends: last.2.plus(DAY) };
        let others = rows::within(w.conn(), time, false).await?;
        all.extend(others.into_iter().filter(|one| one.resource == series.resource && one.series.as_ref() != Some(&id)));
    }
    let done = booking_series::fill(&desk(&app, &centre, now), &all, &id, &series);
    if !series.preview {
        for booking in &done.booked {
            // A booking of somebody's own that happens to have this id is not touched.
            if rows::find(w.conn(), &booking.id).await?.is_some() {
                return Err(Failure::invalid("", "there is another booking with this id"));
            }
            rows::put(&mut w, booking).await?;
        }
    }
    let answer = Answer::new(StatusCode::OK, &done)?;
    idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
    if !series.preview && !done.booked.is_empty() {
        let details = json!({ "what": "series", "resource": series.resource, "count": done.booked.len() });
        audit::note(&mut w, &me, What::CentreBooked, id.as_str(), &details, now).await?;
    }
    w.commit().await?;
    Ok(answer.into_response())
}

/// Give up what of a series is to come
#[utoipa::path(
    post, path = "/centre/series/{id}/cancel", tag = "centre",
    params(("id" = BookingSeriesId, Path, description = "Of the series"), crate::openapi::KeyHeader),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "What was given up", body = Bookings),
        (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"),
    ),
)]
pub async fn cancel_series(State(app): State<App>, me: Me, Named(id): Named<BookingSeriesId>, ask: Ask<()>) -> Result<Response> {
    me.can(Act::RunCentre)?;
    let now = app.clock.now();
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    let centre = rows::hold(&mut w).await?;
    let all = rows::of_series(w.conn(), &id).await?;
    if all.is_empty() {
        return Err(Failure::not_found());
    }
    let desk = desk(&app, &centre, now);
    let mut items = Vec::new();
    for booking in all.iter().filter(|one| one.from > now && one.holds(&centre.rules, now)) {
        if let Ok(given_up) = booking_acts::cancel(&desk, booking) {
            rows::put(&mut w, &given_up).await?;
            items.push(given_up);
        }
    }
    let count = items.len();
    let answer = Answer::new(StatusCode::OK, &Bookings { items })?;
    idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
    audit::note(&mut w, &me, What::BookingChanged, id.as_str(), &json!({ "act": "cancel_series", "count": count }), now).await?;
    w.commit().await?;
    Ok(answer.into_response())
}
