//! The coworking centre for everybody: what is taken, and one's own bookings. What is decided is decided by `model::booking_acts`, on all bookings that could matter.
//!
//! Two at once: the transaction takes the person's row and then the centre's before it looks at anything, so one decision comes after another, and no two find the same hour free. A centre has some bookings a minute, not some
//! hundred a second: one row for all of it is enough, and no order of several rows can lock up.

use crate::{
    app::{App, Hub},
    ask::{Ask, Json},
    attendance,
    audit::{self, What},
    booking_rows as rows,
    centre_settings::tagged,
    db::Write,
    failure::{Failure, Result},
    idempotency::{self, Answer},
    params::Params,
    records, reply,
    session::origin,
    who::Me,
};
use axum::{
    extract::{OriginalUri, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use meyirim::{
    api::{Problem, ProblemKind},
    model::{
        Booking, BookingId, Centre, Day, Instant, Lang,
        booking::{Bookings, CentreDay, Desk, Holder, NewBooking, NoBooking},
        booking_acts::{self, CheckIn, NoAct},
        booking_calendar::{self, Origin},
        can::Act,
        clash::Span,
        instant::{DAY, add_days, day_number, day_of_number, parse_day},
    },
};
use serde_json::json;

/// How long what is over stays among one's own.
const SHOWN: i64 = 30 * DAY;

/// What the rules are asked with.
pub fn desk<'a>(app: &'a Hub, centre: &'a Centre, now: Instant) -> Desk<'a> {
    Desk { centre, zone: &app.zone, now }
}

/// Its whole day, on the hub's wall.
pub fn whole_day(app: &Hub, day: Day) -> Span {
    Span { starts: app.zone.start_of(day), ends: app.zone.start_of(add_days(day, 1)) }
}

/// The week around a moment: what a person has in it counts for their share.
pub fn whole_week(app: &Hub, at: Instant) -> Span {
    let day = app.zone.day_number(at);
    let monday = day_of_number(day - (day + 3).rem_euclid(7));
    Span { starts: app.zone.start_of(monday), ends: app.zone.start_of(add_days(monday, 7)) }
}

/// A day in the path. What is none names nothing, and neither does one that no calendar of ours has to show.
pub fn named_day(text: &str) -> Result<Day> {
    parse_day(text).filter(|day| (0..100_000).contains(&day_number(*day))).ok_or_else(Failure::not_found)
}

/// As people see it: what nobody came to is released, whether or not that has been written down.
pub fn shown(desk: &Desk, booking: Booking) -> Booking {
    Booking { state: booking.stands(&desk.centre.rules, desk.now), ..booking }
}

pub fn no_booking(why: NoBooking) -> Problem {
    Problem { detail: Some(why.code().into_owned()), ..Problem::new(ProblemKind::NoBooking, "It cannot be booked") }
}

pub fn no_act(why: NoAct) -> Problem {
    let until = |at: Instant, title| Problem { detail: Some(at.to_string()), ..Problem::new(ProblemKind::NotNow, title) };
    match why {
        NoAct::No(why) => no_booking(why),
        NoAct::TooEarly(from) => until(from, "It is too early"),
        NoAct::TooLate(to) => until(to, "It is too late"),
        NoAct::Changed => Problem::new(ProblemKind::Changed, "Somebody changed it meanwhile"),
    }
}

/// What is taken on a day
///
/// For everybody, and without saying by whom.
#[utoipa::path(
    get, path = "/centre/days/{day}", tag = "centre",
    params(("day" = String, Path, description = "Of the hub's calendar", format = Date, example = "2026-11-28"), crate::openapi::HaveHeader),
    responses(
        (status = 200, description = "The times at which something is not to be had", body = CentreDay, headers(("ETag" = String, description = "Strong"))),
        (status = 304, description = "Nothing has changed"),
        (status = 404, description = "`not-found`: no centre, or no day"),
    ),
)]
pub async fn get_day(
    State(app): State<App>,
    reply::Named(day): reply::Named<String>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Result<Response> {
    Params::read(&uri, &[]).done()?;
    let day = named_day(&day)?;
    let mut conn = app.db.pool.acquire().await?;
    let centre = rows::centre(&mut conn).await?;
    let all = rows::within(&mut conn, whole_day(&app, day), false).await?;
    let busy = desk(&app, &centre, app.clock.now()).busy(&all);
    Ok(tagged(&headers, serde_json::to_string(&CentreDay { day, busy })?))
}

/// My bookings
///
/// What is to come, and what was in the last thirty days, by time; also what was booked without an account under the phone that I sign in with.
#[utoipa::path(
    get, path = "/me/bookings", tag = "centre",
    security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, description = "Of whoever asks", body = Bookings), (status = 404, description = "`not-found`: this hub has no centre")),
)]
pub async fn my_bookings(State(app): State<App>, me: Me, OriginalUri(uri): OriginalUri) -> Result<Response> {
    Params::read(&uri, &[]).done()?;
    let now = app.clock.now();
    let mut conn = app.db.pool.acquire().await?;
    let centre = rows::centre(&mut conn).await?;
    let desk = desk(&app, &centre, now);
    let who = rows::booker(&mut conn, &me.person).await?;
    let items = rows::of_booker(&mut conn, &who, now.plus(-SHOWN)).await?;
    reply::ok(&Bookings { items: items.into_iter().map(|one| shown(&desk, one)).collect() })
}

/// Book
///
/// A seat or a room for oneself. The id is the client's: the same booking sent twice, under whatever key, is one.
#[utoipa::path(
    put, path = "/centre/bookings/{id}", tag = "centre",
    params(("id" = BookingId, Path, description = "The client's choice"), crate::openapi::KeyHeader),
    request_body = NewBooking,
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "It is theirs", body = Booking),
        (status = 404, description = "`not-found`: this hub has no centre"),
        (status = 409, description = "`no-booking` with why in `detail`: `no-such-place`, `closed`, `not-on-the-hour`, `past`, `too-far-ahead 14`, `own`, `taken`, `day-limit 240`, `week-limit 600`"),
        (status = 422, description = "`invalid`: there is another booking with this id"),
    ),
)]
pub async fn book(
    State(app): State<App>,
    me: Me,
    reply::Named(id): reply::Named<BookingId>,
    ask: Ask<Json<NewBooking>>,
) -> Result<Response> {
    let now = app.clock.now();
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    records::hold_person(&mut w, &me.person).await?;
    let centre = rows::hold(&mut w).await?;
    let (desk, new) = (desk(&app, &centre, now), &ask.body.0);
    let answer = match rows::find(w.conn(), &id).await? {
        Some(there) if there.person() == Some(&me.person) && there.holds(&centre.rules, now) && same(&there, new) => {
            Answer::new(StatusCode::OK, &shown(&desk, there))?
        }
        Some(_) => return Err(Failure::invalid("", "there is another booking with this id")),
        None => {
            let who = rows::booker(w.conn(), &me.person).await?;
            let all = rows::around(w.conn(), new.time(), &who, whole_week(&app, new.from).starts).await?;
            let holder = Holder::Person { id: me.person.clone(), name: None };
            match booking_acts::book(&desk, &all, &id, &who, holder, new) {
                Ok(booking) => {
                    rows::put(&mut w, &booking).await?;
                    Answer::new(StatusCode::OK, &booking)?
                }
                Err(why) => Answer::refused(&no_booking(why))?,
            }
        }
    };
    idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
    w.commit().await?;
    Ok(answer.into_response())
}

fn same(there: &Booking, new: &NewBooking) -> bool {
    (&there.resource, there.from, there.to) == (&new.resource, new.from, new.to)
}

/// A booking that somebody wants to do something with: their own, or, of those who run the centre, anybody's. 404 for everybody else. `true`: they act as those who run the centre, on a booking that is not of their account: also on one that was typed with their own phone.
pub async fn own_or_run(w: &mut Write, me: &Me, id: &BookingId) -> Result<(Booking, bool)> {
    let booking = rows::find(w.conn(), id).await?;
    let who = rows::booker(w.conn(), &me.person).await?;
    let own = booking.as_ref().is_some_and(|booking| who.has(booking));
    let runs = me.can(Act::RunCentre).is_ok();
    if !own && !runs {
        // Whether there is one is nobody's business.
        return Err(Failure::not_found());
    }
    let booking = booking.ok_or_else(Failure::not_found)?;
    let others = runs && booking.person() != Some(&me.person);
    Ok((booking, others))
}

/// Writes down what was decided, answers, and tells the audit where it was somebody else's.
pub async fn decided<T>(
    mut w: Write,
    me: &Me,
    ask: &Ask<T>,
    (desk, others): (&Desk<'_>, bool),
    act: &str,
    decision: Result<Booking, NoAct>,
) -> Result<Response> {
    let answer = match &decision {
        Ok(booking) => {
            rows::put(&mut w, booking).await?;
            Answer::new(StatusCode::OK, &shown(desk, booking.clone()))?
        }
        Err(why) => Answer::refused(&no_act(*why))?,
    };
    idempotency::keep(&mut w, &me.scope(), ask, &answer).await?;
    if let (Ok(booking), true) = (&decision, others) {
        let details = json!({ "act": act, "resource": booking.resource });
        audit::note(&mut w, me, What::BookingChanged, booking.id.as_str(), &details, desk.now).await?;
    }
    w.commit().await?;
    Ok(answer.into_response())
}

/// Give a booking up
///
/// One's own, or, by those who run the centre, anybody's. The place is free at once.
#[utoipa::path(
    post, path = "/centre/bookings/{id}/cancel", tag = "centre",
    params(("id" = BookingId, Path, description = "Of the booking"), crate::openapi::KeyHeader),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "As it is now", body = Booking),
        (status = 404, description = "`not-found`: also of somebody else's"),
        (status = 409, description = "`no-booking` with `gone`: it was released; `not-now` (`detail`: since when): it is over"),
    ),
)]
pub async fn cancel(State(app): State<App>, me: Me, reply::Named(id): reply::Named<BookingId>, ask: Ask<()>) -> Result<Response> {
    let now = app.clock.now();
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    let centre = rows::hold(&mut w).await?;
    let (booking, others) = own_or_run(&mut w, &me, &id).await?;
    let desk = desk(&app, &centre, now);
    let decision = booking_acts::cancel(&desk, &booking);
    decided(w, &me, &ask, (&desk, others), "cancel", decision).await
}

/// Check in
///
/// From a stated time before its beginning until it would be released; what counts is when the button was pressed, by a clock that `Sent-At` puts right, as long as nobody else has the place by then. Those who run the centre check anybody in until its end.
#[utoipa::path(
    post, path = "/centre/bookings/{id}/check-in", tag = "centre",
    params(("id" = BookingId, Path, description = "Of the booking"), crate::openapi::KeyHeader, crate::openapi::SentHeader),
    request_body = CheckIn,
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "As it is now", body = Booking),
        (status = 404, description = "`not-found`: also of somebody else's"),
        (status = 409, description = "`not-now` (`detail`: from or until when), `no-booking` with `gone`: it was given up, or set free and taken by somebody else"),
    ),
)]
pub async fn check_in(
    State(app): State<App>,
    me: Me,
    reply::Named(id): reply::Named<BookingId>,
    headers: HeaderMap,
    ask: Ask<Json<CheckIn>>,
) -> Result<Response> {
    let now = app.clock.now();
    let at = ask.body.0.at.plus(attendance::off(&headers, now)?);
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    let centre = rows::hold(&mut w).await?;
    let (booking, others) = own_or_run(&mut w, &me, &id).await?;
    let who = rows::booker_of(w.conn(), &booking).await?;
    let all = rows::around(w.conn(), booking.time(), &who, whole_week(&app, booking.from).starts).await?;
    let desk = desk(&app, &centre, now);
    let decision = booking_acts::check_in(&desk, &all, &booking, &who, at, others);
    decided(w, &me, &ask, (&desk, others), "check_in", decision).await
}

/// A booking for one's calendar
///
/// `text/calendar`, one event.
#[utoipa::path(
    get, path = "/centre/bookings/{id}/calendar", tag = "centre",
    params(
        ("id" = BookingId, Path, description = "Of one's own booking"),
        ("lang" = Option<Lang>, Query, description = "In place of Kazakh"),
    ),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "The file", content_type = "text/calendar", body = String),
        (status = 404, description = "`not-found`: also of somebody else's"),
    ),
)]
pub async fn calendar(
    State(app): State<App>,
    me: Me,
    reply::Named(id): reply::Named<BookingId>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Result<Response> {
    let mut params = Params::read(&uri, &["lang"]);
    let lang: Option<Lang> = params.get_with("lang", |code| Lang::from_code(code).ok_or_else(|| "is kk, ru or en".to_owned()));
    params.done()?;
    let now = app.clock.now();
    let mut conn = app.db.pool.acquire().await?;
    let centre = rows::centre(&mut conn).await?;
    let who = rows::booker(&mut conn, &me.person).await?;
    let booking = rows::find(&mut conn, &id).await?.filter(|one| who.has(one)).ok_or_else(Failure::not_found)?;
    let booking = shown(&desk(&app, &centre, now), booking);
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let url = format!("{}/centre", origin(&app, &headers));
    let file = booking_calendar::file(&booking, &centre, Origin { host, url: &url }, now, lang.unwrap_or(Lang::Kk));
    let kind = [(header::CONTENT_TYPE, "text/calendar; charset=utf-8"), (header::CACHE_CONTROL, "private, no-cache")];
    Ok((kind, file.ok_or_else(Failure::not_found)?).into_response())
}
