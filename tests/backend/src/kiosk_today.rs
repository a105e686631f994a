//! Today, for the volunteer department: each shift with who is coming, here and gone, who walked in and how to reach them, whom a kiosk turned away and why, and how the kiosks are. A coordinator of
//! organisations sees theirs. Names and phones are in it: looking at it is told in the audit, once an hour and person.

use crate::{
    app::App,
    attendance::{self, Place},
    audit::{self, What},
    failure::{Failure, Result},
    kiosk_bookings, kiosk_day, kiosk_rows, messages,
    params::Params,
    reply,
    shift_messages::{self, Messages, is_in},
    walk_in_rows,
    who::Me,
};
use axum::{
    extract::{OriginalUri, State},
    response::Response,
};
use meyirim::model::{
    Action, ActionDetail, ActionId, Instant, ShiftId, Texts,
    can::{Act, Reach},
    kiosk::{
        Device,
        today::{Coming, Today, TodayShift, TurnedAway, WalkedIn, reach},
    },
    message::Channel,
};
use serde_json::json;
use sqlx::AnyConnection;
use std::collections::HashMap;

/// Who comes today
///
/// Today's shifts, also those that were called off, with who has a place, who has come and who has gone, those who walked in at a kiosk, those who could not and why, and the kiosks. A coordinator of organisations sees what is theirs.
#[utoipa::path(
    get, path = "/kiosks/today", tag = "kiosks",
    security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, description = "As it is now", body = Today), (status = 403, description = "`forbidden`: `detail` is why")),
)]
pub async fn kiosks_today(State(app): State<App>, me: Me, OriginalUri(uri): OriginalUri) -> Result<Response> {
    me.can(Act::SeeToday)?;
    Params::read(&uri, &[]).done()?;
    let now = app.clock.now();
    let reach = reach(&me.rights);
    let mut conn = app.db.pool.acquire().await?;
    let places = kiosk_day::shifts_of_today(&mut conn, &app.zone, now).await?.into_iter().filter(|(detail, _)| is_in(reach, detail));
    let places: Vec<Place> = places.map(|(detail, shift)| Place { detail, shift }).collect();
    let ids: Vec<_> = places.iter().map(|place| (&place.detail.action.id, &place.shift.id)).collect();
    let mut written = shift_messages::of_shifts(&app, &mut conn, &ids).await?;
    let mut shifts = Vec::new();
    for place in places {
        let written = written.remove(&(place.detail.action.id.clone(), place.shift.id.clone()));
        shifts.push(today(&app, &mut conn, place, written, now).await?);
    }
    shifts.sort_by(|one, other| (one.starts, &one.action, &one.shift).cmp(&(other.starts, &other.action, &other.shift)));
    let devices: Vec<Device> = kiosk_rows::all(&mut conn).await?.into_iter().filter(|device| is_near(reach, device)).collect();
    let refused = turned_away(&app, &mut conn, reach, now).await?;
    // The centre is everybody's: whoever runs a kiosk's place talks to those who stood at it.
    let mut refused_bookings = kiosk_bookings::refused(&mut conn, app.zone.start_of(app.zone.day(now))).await?;
    refused_bookings.retain(|one| matches!(reach, Reach::Everybody) || devices.iter().any(|device| device.id == one.device));
    drop(conn);
    let people: usize = shifts.iter().map(|shift| shift.people.len()).sum();
    let details =
        json!({ "people": people, "refused": refused.len() + refused_bookings.len(), "whole": matches!(reach, Reach::Everybody) });
    audit::note_hourly(&app.db, &me, What::TodayViewed, "", &details, now).await?;
    let offered = Channel::ALL.into_iter().map(|channel| messages::offered(&app, channel)).collect();
    reply::ok(&Today { as_of: now, shifts, refused, refused_bookings, devices, offered })
}

/// One of the whole hub takes people for everybody's actions.
fn is_near(reach: Reach<'_>, device: &Device) -> bool {
    match (reach, &device.organisation) {
        (Reach::Everybody, _) | (_, None) => true,
        (Reach::Slice(own), Some(organisation)) => own.contains(organisation),
    }
}

async fn today(app: &App, conn: &mut AnyConnection, place: Place, written: Option<Messages>, now: Instant) -> Result<TodayShift> {
    let written = written.unwrap_or_default();
    let called_off = place.detail.off();
    let mut walked_in = HashMap::<String, WalkedIn>::new();
    for row in walk_in_rows::taken(conn, &place.detail.action.id, Some(&place.shift.id)).await? {
        walked_in.insert(row.person.clone(), row.told()?.1);
    }
    let mut people = Vec::new();
    for listed in attendance::listed(app, conn, &place, None).await? {
        let state = place.state(app, &listed.marks, now);
        let walked_in = walked_in.remove(listed.person.as_str());
        people.push(Coming {
            unheard: called_off.is_some() && walked_in.is_some() && listed.expected && !written.heard(&listed.person),
            walked_in,
            person: listed.person,
            name: listed.name,
            expected: listed.expected,
            came: state.checked_in,
            went: state.checked_out,
            absent: state.absent,
            cover: listed.cover,
        });
    }
    people.sort_by_cached_key(Coming::order);
    let Place { detail, shift } = place;
    let action = detail.action;
    Ok(TodayShift {
        action: action.id,
        shift: shift.id,
        title: action.title,
        role: shift.role,
        place: action.place,
        organiser: action.organiser,
        starts: shift.starts,
        ends: shift.ends,
        seats: shift.seats,
        called_off,
        people,
        messages: written.messages,
    })
}

/// Whom the kiosks refused today: for an action in reach, or at a kiosk of one's own.
async fn turned_away(app: &App, conn: &mut AnyConnection, reach: Reach<'_>, now: Instant) -> Result<Vec<TurnedAway>> {
    let devices: HashMap<String, String> =
        sqlx::query_as::<_, (String, String)>("SELECT id, organisation FROM kiosks").fetch_all(&mut *conn).await?.into_iter().collect();
    let mut all = Vec::new();
    for row in walk_in_rows::refused(conn, app.zone.start_of(app.zone.day(now))).await? {
        let found: Option<(String, String)> = sqlx::query_as("SELECT record, rest FROM actions WHERE id = $1 AND gone = 0")
            .bind(&row.action)
            .fetch_optional(&mut *conn)
            .await?;
        let detail: Option<ActionDetail> =
            found.map(|(record, rest)| serde_json::from_str(&crate::actions::join(&record, &rest))).transpose()?;
        let own_device = match reach {
            Reach::Everybody => true,
            Reach::Slice(own) => devices.get(&row.device).is_some_and(|device| own.iter().any(|one| one.as_str() == device)),
        };
        if !own_device && !detail.as_ref().is_some_and(|detail| is_in(reach, detail)) {
            continue;
        }
        let (name, walked_in) = row.told()?;
        let title: Option<Texts> = detail.map(|ActionDetail { action: Action { title, .. }, .. }| title);
        let (Ok(action), Ok(shift), Some(why)) = (ActionId::new(&row.action), ShiftId::new(&row.shift), row.refused()?) else {
            return Err(Failure::internal());
        };
        all.push(TurnedAway { name, walked_in, action, shift, title, why });
    }
    Ok(all)
}
