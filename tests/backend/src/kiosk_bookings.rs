//! Booking a seat or a room at a kiosk, for today, without an account. Who may is `model::booking_walk_in`, decided like every booking while the centre's row is held: two kiosks and a phone that hand over the last hour hear one yes.
//!
//! What is granted is a booking like one that the desk makes for somebody; what is refused is kept for the day, as the device may have told them "not confirmed yet" and they may stand somewhere in the house.

use crate::{
    app::App,
    ask::{Ask, Json},
    attendance, booking_rows as rows,
    centre::{desk, no_booking, whole_week},
    db::Write,
    failure::{Failure, Result},
    idempotency::{self, Answer},
    kiosk_rows::Kiosk,
    session::clean_name,
};
use axum::{extract::State, http::HeaderMap, response::Response};
use meyirim::model::{
    Instant,
    booking::{Booker, NoBooking},
    booking_walk_in::{KioskBooking, Wrong, book_at_kiosk},
    kiosk::{DeviceId, today::NoSeat},
};
use sqlx::AnyConnection;

/// Book at a kiosk
///
/// For today, without an account; by the phone people have their share, together with the account that has proved it. The same again is answered as the first time. One that is refused is kept for the day, with the reason, for those who run the centre.
#[utoipa::path(
    post, path = "/kiosks/me/bookings", tag = "kiosks",
    params(crate::openapi::KeyHeader, crate::openapi::SentHeader),
    request_body = KioskBooking,
    security(("kiosk" = [])),
    responses(
        (status = 204, description = "It is theirs"),
        (status = 401, description = "`sign-in`: it is no device of the hub"),
        (status = 403, description = "`forbidden` with `locked`: it is out of use, nothing is decided"),
        (status = 404, description = "`not-found`: this hub has no centre"),
        (status = 409, description = "`no-booking` with why in `detail`: as by phone, `too-far-ahead 0`: not today, and `ask-staff`: too many booked at this device have not come yet"),
        (status = 422, description = "`invalid`: a name that is none, not agreed to, or another booking with this id"),
    ),
)]
pub async fn kiosk_booking(State(app): State<App>, kiosk: Kiosk, headers: HeaderMap, ask: Ask<Json<KioskBooking>>) -> Result<Response> {
    kiosk.must_be_active()?;
    let now = app.clock.now();
    let off = attendance::off(&headers, now)?;
    let new = checked(&ask.body.0)?;
    let new = KioskBooking { made_at: new.made_at.plus(off).min(now), ..new };
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &kiosk.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    let centre = rows::hold(&mut w).await?;
    let who = rows::booker_by(w.conn(), &new.phone).await?;
    let refused = match heard(&mut w, &kiosk, &new, &who).await? {
        Some(refused) => refused,
        None => {
            let all = rows::around(w.conn(), new.time(), &who, whole_week(&app, new.from).starts).await?;
            let waiting = rows::waiting_of(w.conn(), &kiosk.id, &centre.rules, now).await?;
            match book_at_kiosk(&desk(&app, &centre, now), &all, &who, &new, waiting) {
                Ok(booking) => {
                    rows::put(&mut w, &booking).await?;
                    rows::made_at_kiosk(w.conn(), &booking.id, &kiosk.id).await?;
                    None
                }
                Err(why) => refuse(w.conn(), &kiosk, &new, why, now).await.map(|()| Some(why))?,
            }
        }
    };
    let answer = match refused {
        Some(why) => Answer::refused(&no_booking(why))?,
        None => Answer::empty(),
    };
    idempotency::keep(&mut w, &kiosk.scope(), &ask, &answer).await?;
    w.commit().await?;
    Ok(answer.into_response())
}

fn checked(new: &KioskBooking) -> Result<KioskBooking> {
    new.clean().map_err(|why| match why {
        Wrong::Name(_) => clean_name(&new.name, "/name").err().unwrap_or_else(Failure::internal),
        Wrong::NotAgreed => Failure::invalid("/agreed", "must be true: without it nothing is kept"),
    })
}

/// What became of one that was heard before, under another key or longer ago than answers are kept. `None`: it was not.
async fn heard(w: &mut Write, kiosk: &Kiosk, new: &KioskBooking, who: &Booker) -> Result<Option<Option<NoBooking>>> {
    let other = || Failure::invalid("/id", "is that of another booking");
    // What became of it since (moved, given up, released) is no matter: it was theirs.
    if let Some(there) = rows::find(w.conn(), &new.id).await? {
        return if who.has(&there) { Ok(Some(None)) } else { Err(other()) };
    }
    let refused: Option<(String, String)> =
        sqlx::query_as("SELECT device, why FROM refused_bookings WHERE id = $1").bind(new.id.as_str()).fetch_optional(w.conn()).await?;
    match refused {
        Some((device, why)) if device == kiosk.id.as_str() => Ok(Some(Some(NoBooking::from_code(&why).ok_or_else(Failure::internal)?))),
        Some(_) => Err(other()),
        None => Ok(None),
    }
}

async fn refuse(conn: &mut AnyConnection, kiosk: &Kiosk, new: &KioskBooking, why: NoBooking, now: Instant) -> Result<()> {
    sqlx::query("INSERT INTO refused_bookings (id, device, why, record, at, heard_at) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(new.id.as_str())
        .bind(kiosk.id.as_str())
        .bind(why.code().into_owned())
        .bind(serde_json::to_string(new)?)
        .bind(new.made_at.0)
        .bind(now.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// Who was refused since then, the latest first.
pub async fn refused(conn: &mut AnyConnection, since: Instant) -> Result<Vec<NoSeat>> {
    let rows: Vec<(String, String, String, i64)> =
        sqlx::query_as("SELECT device, why, record, at FROM refused_bookings WHERE heard_at >= $1 ORDER BY at DESC, id")
            .bind(since.0)
            .fetch_all(&mut *conn)
            .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let centre = rows::centre(conn).await?;
    let one = |(device, why, record, at): (String, String, String, i64)| {
        let KioskBooking { resource, from, to, name, phone, .. } = serde_json::from_str(&record)?;
        let place = centre.resource(&resource).map(|one| one.name.clone());
        let device = DeviceId::new(&device).map_err(|_| Failure::internal())?;
        Ok(NoSeat { name, phone, resource, place, from, to, device, at: Instant(at), why })
    };
    rows.into_iter().map(one).collect()
}
