//! Marks that people make at a kiosk: by their pass, whose signature is looked at once more, as a seat of the day's list, or as who has just walked in there. They are noted by the device, and so they stand in the trail.

use crate::{
    app::App,
    ask::{Ask, Json},
    attendance::{self, Place},
    db::Write,
    failure::{Failure, Result},
    idempotency::{self, Answer},
    kiosk_day,
    kiosk_rows::Kiosk,
    signing, walk_in_rows,
};
use axum::{extract::State, http::HeaderMap, response::Response};
use meyirim::{
    api::{Problem, ProblemKind},
    model::{
        Id, Instant, Mark, PersonId,
        attendance::{How, What},
        called_off::is_closed,
        instant::add_days,
        kiosk::{
            day::{InOrOut, KioskMark, Seat, Who},
            walk_in::WalkInId,
        },
        pass,
    },
};
use sqlx::AnyConnection;

/// Somebody came or went
///
/// By a pass that was good at that moment, as a seat of the day, or as somebody who walked in at this device. The same mark again changes nothing.
#[utoipa::path(
    post, path = "/kiosks/me/marks", tag = "kiosks",
    params(crate::openapi::KeyHeader, crate::openapi::SentHeader),
    request_body = KioskMark,
    security(("kiosk" = [])),
    responses(
        (status = 204, description = "It is noted"),
        (status = 401, description = "`sign-in`: it is no device of the hub"),
        (status = 403, description = "`forbidden` with `locked`: it is out of use, nothing is decided"),
        (status = 404, description = "`not-found`: nobody is expected under that, or there is no such shift at its place"),
        (status = 409, description = "`not-now` (`detail`: from or until when), `cancelled`: they came when it was called off already"),
        (status = 422, description = "`code-wrong`: the pass is not of this hub, has run out, or was ended"),
    ),
)]
pub async fn kiosk_mark(State(app): State<App>, kiosk: Kiosk, headers: HeaderMap, ask: Ask<Json<KioskMark>>) -> Result<Response> {
    kiosk.must_be_active()?;
    let now = app.clock.now();
    let off = attendance::off(&headers, now)?;
    let KioskMark { id, action, shift, who, what, at } = &ask.body.0;
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &kiosk.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    let place = Place::hold(&mut w, action, shift).await?;
    if !kiosk.is_for(&place.detail) {
        return Err(Failure::not_found());
    }
    let moment = at.plus(off);
    let found = match who {
        Who::Pass { token } => by_pass(w.conn(), &place, token, moment).await?,
        Who::Seat { seat } => by_seat(&app, &mut w, &kiosk, &place, seat, moment).await?.ok_or_else(nobody),
        Who::WalkIn { walk_in } => by_walk_in(&mut w, &kiosk, &place, walk_in).await?.ok_or_else(nobody),
    };
    let noted = match found {
        Err(problem) => Err(problem),
        Ok(_) if *what == InOrOut::In && is_closed(&place.detail, moment) => Err(attendance::called_off()),
        Ok(person) => {
            let how = match who {
                Who::Pass { .. } => How::Pass,
                Who::Seat { .. } => How::Digits,
                Who::WalkIn { .. } => How::WalkIn,
            };
            let what = match what {
                InOrOut::In => What::In { how },
                InOrOut::Out => What::Out { how },
            };
            let by = kiosk.marker()?;
            let mark = Mark { id: id.clone(), person, what, at: *at, by, by_name: None, heard_at: Some(now), clock_off: off };
            attendance::note(&app, &mut w, &place, mark, now).await?.map_err(attendance::problem)
        }
    };
    let answer = match noted {
        Err(problem) => Answer::refused(&problem)?,
        Ok(()) => Answer::empty(),
    };
    idempotency::keep(&mut w, &kiosk.scope(), &ask, &answer).await?;
    w.commit().await?;
    Ok(answer.into_response())
}

fn nobody() -> Problem {
    Problem::new(ProblemKind::NotFound, "Nobody is expected under that")
}

/// Whose pass it is, if it was good then and they have a place.
async fn by_pass(conn: &mut AnyConnection, place: &Place, token: &str, moment: Instant) -> Result<Result<PersonId, Problem>> {
    let wrong = || Problem::new(ProblemKind::CodeWrong, "This pass is not good");
    let claims = signing::read_signed::<pass::Claims>(conn, token).await?;
    let Some(claims) = claims.filter(|claims| claims.typ == pass::TYPE && claims.exp.saturating_mul(1000) > moment.0) else {
        return Ok(Err(wrong()));
    };
    let ended: Option<i64> = sqlx::query_scalar("SELECT revoked_at FROM issued WHERE id = $1 AND kind = 'pass' AND revoked_at > 0")
        .bind(&claims.jti)
        .fetch_optional(&mut *conn)
        .await?;
    if ended.is_some_and(|ended| ended <= moment.0) {
        return Ok(Err(wrong()));
    }
    Ok(if attendance::expected(conn, place, &claims.sub).await? { Ok(claims.sub) } else { Err(nobody()) })
}

/// Who walked in at this device, and was taken.
async fn by_walk_in(w: &mut Write, kiosk: &Kiosk, place: &Place, id: &WalkInId) -> Result<Option<PersonId>> {
    let (action, shift) = (place.detail.action.id.as_str(), place.shift.id.as_str());
    let row = walk_in_rows::find(w.conn(), id.as_str()).await?;
    let row = row.filter(|row| row.device == kiosk.id.as_str() && row.action == action && row.shift == shift && !row.person.is_empty());
    let Some(person) = row.map(|row| PersonId::new(&row.person)).transpose().map_err(|_| Failure::internal())? else { return Ok(None) };
    Ok(if attendance::expected(w.conn(), place, &person).await? { Some(person) } else { None })
}

/// Whose seat it is. A list is of one day; a device whose clock is off may have used it on the next or the one before.
async fn by_seat(app: &App, w: &mut Write, kiosk: &Kiosk, place: &Place, seat: &Id<Seat>, moment: Instant) -> Result<Option<PersonId>> {
    let rows: Vec<(String, String)> =
        sqlx::query_as("SELECT s.id, s.person FROM signups s JOIN persons p ON p.id = s.person WHERE s.action = $1 AND s.shift = $2 AND s.state = 'confirmed' AND s.gone = 0")
            .bind(place.detail.action.id.as_str())
            .bind(place.shift.id.as_str())
            .fetch_all(w.conn())
            .await?;
    let day = app.zone.day(moment);
    for (signup, person) in rows {
        for day in [day, add_days(day, -1), add_days(day, 1)] {
            if kiosk_day::seat(app, &kiosk.id, day, &signup)? == *seat {
                return PersonId::new(&person).map(Some).map_err(|_| Failure::internal());
            }
        }
    }
    Ok(None)
}
