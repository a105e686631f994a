//! Seats and rooms that are booked for today, as a kiosk is told of them (like places in shifts: under names that say nothing), and people who say at one that they have come to theirs.

use crate::{
    app::App,
    ask::{Ask, Json},
    attendance, booking_rows as rows,
    centre::{desk, no_act, whole_day, whole_week},
    failure::{Failure, Result},
    idempotency::{self, Answer},
    kiosk_rows::Kiosk,
    secrets,
};
use axum::{extract::State, http::HeaderMap, response::Response};
use meyirim::model::{
    Booking, Contact, Day, Id, Instant, PersonId,
    booking::{BookingState, Holder, come_until},
    booking_acts::{check_in, check_in_from},
    instant::iso,
    kiosk::{
        DeviceId,
        day::{Seat, Seated, Sitter, Sitting, known, pass_hash},
    },
};
use sqlx::AnyConnection;

/// Those of a day that hold, each with what its holder would type. One under which nobody can be reached is left out.
pub async fn of_day(
    app: &App,
    conn: &mut AnyConnection,
    (device, day, salt): (&DeviceId, Day, &str),
    now: Instant,
) -> Result<Vec<(Sitting, Option<String>)>> {
    let centre = match rows::centre(conn).await {
        Ok(centre) => centre,
        Err(failure) if failure.problem.status == 404 => return Ok(Vec::new()),
        Err(failure) => return Err(failure),
    };
    let desk = desk(app, &centre, now);
    let accounts = rows::accounts_of_phones(conn, whole_day(app, day)).await?;
    let mut sittings = Vec::new();
    for booking in rows::within(conn, whole_day(app, day), true).await? {
        if !booking.holds(&centre.rules, now) || booking.state == BookingState::Blocked || booking.to <= now {
            continue;
        }
        let (pass, typed) = match &booking.holder {
            Holder::Person { id, name } => (Some(pass_hash(id, salt)), proved(conn, id, name.as_deref()).await?),
            Holder::WalkIn { name, phone } => {
                let account = phone.as_ref().and_then(|phone| accounts.get(phone.as_str()));
                (account.map(|id| pass_hash(id, salt)), phone.as_ref().and_then(|phone| known(phone, name)))
            }
            Holder::Nobody { .. } => (None, None),
        };
        if pass.is_none() && typed.is_none() {
            continue;
        }
        let open_until = come_until(booking.time(), booking.since, &centre.rules);
        let one = Sitting {
            seat: seat(app, device, day, &booking)?,
            resource: booking.resource.clone(),
            from: booking.from,
            to: booking.to,
            pass,
            digits: None,
            open_from: check_in_from(&booking, &desk),
            open_until,
            here: booking.state == BookingState::CheckedIn,
        };
        sittings.push((one, typed));
    }
    Ok(sittings)
}

async fn proved(conn: &mut AnyConnection, person: &PersonId, name: Option<&str>) -> Result<Option<String>> {
    let contact: Option<String> =
        sqlx::query_scalar("SELECT contact FROM persons WHERE id = $1").bind(person.as_str()).fetch_optional(conn).await?;
    Ok(match (contact.as_deref().map(Contact::parse), name) {
        (Some(Ok(Contact::Phone(phone))), Some(name)) => known(&phone, name),
        _ => None,
    })
}

/// What a booking is called on a device on a day.
fn seat(app: &App, device: &DeviceId, day: Day, booking: &Booking) -> Result<Id<Seat>> {
    let hash = secrets::keyed_hash(&app.db.secret, &["kiosk-sitting", device.as_str(), &iso(day), booking.id.as_str()]);
    Id::new(&hash[..22]).map_err(|_| Failure::internal())
}

/// Somebody has come to what they booked
///
/// As one of the day's list, or as who has just booked it at this device. What counts is when the button was pressed, as long as nobody else has the place by then. The same again changes nothing.
#[utoipa::path(
    post, path = "/kiosks/me/seated", tag = "kiosks",
    params(crate::openapi::KeyHeader, crate::openapi::SentHeader),
    request_body = Seated,
    security(("kiosk" = [])),
    responses(
        (status = 204, description = "It is noted"),
        (status = 401, description = "`sign-in`: it is no device of the hub"),
        (status = 403, description = "`forbidden` with `locked`: it is out of use, nothing is decided"),
        (status = 404, description = "`not-found`: nothing is booked under that, or this hub has no centre"),
        (status = 409, description = "`not-now` (`detail`: from or until when), `no-booking` with `gone`"),
    ),
)]
pub async fn kiosk_seated(State(app): State<App>, kiosk: Kiosk, headers: HeaderMap, ask: Ask<Json<Seated>>) -> Result<Response> {
    kiosk.must_be_active()?;
    let now = app.clock.now();
    let Seated { who, at, .. } = &ask.body.0;
    let at = at.plus(attendance::off(&headers, now)?);
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &kiosk.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    let centre = rows::hold(&mut w).await?;
    let booking = match who {
        // Nobody else knows what the device called it, but those who run the centre.
        Sitter::Booking { booking } => rows::find(w.conn(), booking).await?,
        Sitter::Seat { seat: wanted } => {
            let day = app.zone.day(at);
            let all = rows::within(w.conn(), whole_day(&app, day), false).await?;
            let mut found = None;
            for one in all {
                if seat(&app, &kiosk.id, day, &one)? == *wanted {
                    found = Some(one);
                }
            }
            found
        }
    };
    let booking = booking.ok_or_else(Failure::not_found)?;
    let who = rows::booker_of(w.conn(), &booking).await?;
    let all = rows::around(w.conn(), booking.time(), &who, whole_week(&app, booking.from).starts).await?;
    let answer = match check_in(&desk(&app, &centre, now), &all, &booking, &who, at, false) {
        Ok(here) => {
            rows::put(&mut w, &here).await?;
            Answer::empty()
        }
        Err(why) => Answer::refused(&no_act(why))?,
    };
    idempotency::keep(&mut w, &kiosk.scope(), &ask, &answer).await?;
    w.commit().await?;
    Ok(answer.into_response())
}
