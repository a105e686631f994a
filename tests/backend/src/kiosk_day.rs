//! What a kiosk is told of today: which shifts are on at its place, and whom to expect, under names that say nothing (`model::kiosk::day`).
//!
//! Seats and the salt are made from a secret of the data base, the device and the day, so nothing of them is stored, and those of two devices or two days have nothing in common. Hashing somebody's
//! digits takes a millisecond on purpose: each is made once a day and device, off the threads that answer others.

use crate::{
    app::App,
    attendance,
    failure::{Failure, Result},
    kiosk_rows::Kiosk,
    kiosk_sittings, mark_rows,
    params::Params,
    reply, secrets,
};
use axum::{
    extract::{OriginalUri, State},
    http::HeaderMap,
    response::Response,
};
use meyirim::model::{
    Action, ActionDetail, Contact, Day, Id, Instant, Mark, PersonId, Shift, Zone,
    attendance::fold,
    clash::Span,
    instant::{add_days, iso},
    kiosk::{
        DeviceId,
        day::{Expected, KioskDay, LATE, Off, Open, ROUNDS, Seat, Sitting, digits_hash, is_of_today, is_off, is_on, known, pass_hash},
        walk_in::WalkIn,
    },
};
use sqlx::AnyConnection;
use std::{
    collections::{BTreeSet, HashMap},
    sync::Mutex,
};

/// Today at a kiosk
///
/// The shifts of its place, with whom to expect there, and which seats and rooms of the coworking centre are booked.
#[utoipa::path(
    get, path = "/kiosks/me/day", tag = "kiosks",
    params(crate::openapi::HaveHeader),
    security(("kiosk" = [])),
    responses(
        (status = 200, description = "The day", body = KioskDay, headers(("ETag" = String, description = "Weak"))),
        (status = 304, description = "As it was"),
        (status = 401, description = "`sign-in`: it is no device of the hub"),
        (status = 403, description = "`forbidden` with `locked`: it is out of use"),
    ),
)]
pub async fn kiosk_day(State(app): State<App>, kiosk: Kiosk, OriginalUri(uri): OriginalUri, headers: HeaderMap) -> Result<Response> {
    kiosk.must_be_active()?;
    Params::read(&uri, &[]).done()?;
    let now = app.clock.now();
    let today = app.zone.day(now);
    let salt = salt(&app, &kiosk.id, today);
    let (mut open, mut off) = (Vec::new(), Vec::new());
    let (mut expected, mut typed) = (Vec::new(), BTreeSet::new());
    let mut conn = app.db.pool.acquire().await?;
    for (detail, shift) in shifts_of_today(&mut conn, &app.zone, now).await?.into_iter().filter(|(detail, _)| kiosk.is_for(detail)) {
        let action = &detail.action.id;
        if is_on(&detail.action, &shift, now, &app.zone) {
            open.push(Open { action: action.clone(), shift: shift.id.clone(), code_key: attendance::code_key(&app, action, &shift.id) });
        } else if is_off(&detail.action, &shift, now, &app.zone) {
            let reason = detail.off().and_then(|off| off.reason);
            off.push(Off { action: action.clone(), shift: shift.id.clone(), reason });
        } else {
            continue;
        }
        for (one, known) in people(&app, &mut conn, (&kiosk.id, today, &salt), &detail, &shift, now).await? {
            typed.extend(known.clone());
            expected.push((one, known));
        }
    }
    let sittings = kiosk_sittings::of_day(&app, &mut conn, (&kiosk.id, today, &salt), now).await?;
    typed.extend(sittings.iter().filter_map(|(_, known)| known.clone()));
    drop(conn);
    let hashes = hashed(&app, &kiosk.id, &salt, typed).await?;
    let mut expected: Vec<Expected> =
        expected.into_iter().map(|(one, known)| Expected { digits: known.and_then(|known| hashes.get(&known).cloned()), ..one }).collect();
    let mut sittings: Vec<Sitting> =
        sittings.into_iter().map(|(one, known)| Sitting { digits: known.and_then(|known| hashes.get(&known).cloned()), ..one }).collect();
    sittings.sort_by(|one, other| one.seat.cmp(&other.seat));
    // Who joined when is nobody's business.
    expected.sort_by(|one, other| one.seat.cmp(&other.seat));
    let until = app.zone.start_of(add_days(today, 1));
    let mut day = KioskDay { as_of: until, until, open, off, salt, rounds: ROUNDS, expected, sittings };
    let etag = format!("W/\"{}\"", secrets::hash(&serde_json::to_string(&day)?));
    if let Some(unchanged) = reply::unchanged(&headers, &etag) {
        return Ok(unchanged);
    }
    day.as_of = now;
    Ok(reply::tagged(&etag, serde_json::to_string(&day)?))
}

/// Today's shifts in the whole hub, by action and start; also those that were called off.
pub async fn shifts_of_today(conn: &mut AnyConnection, zone: &Zone, now: Instant) -> Result<Vec<(ActionDetail, Shift)>> {
    let today = zone.day(now);
    let rows: Vec<(String, String)> =
        sqlx::query_as("SELECT record, rest FROM actions WHERE gone = 0 AND starts < $1 AND ends > $2 ORDER BY starts, id")
            .bind(zone.start_of(add_days(today, 1)).0)
            .bind(zone.start_of(today).min(now.plus(-LATE)).0)
            .fetch_all(conn)
            .await?;
    let mut shifts = Vec::new();
    for (record, rest) in rows {
        let action: Action = serde_json::from_str(&record)?;
        let on: Vec<Shift> = action.shifts.iter().filter(|shift| is_of_today(shift, now, zone)).cloned().collect();
        if !on.is_empty() {
            let detail: ActionDetail = serde_json::from_str(&crate::actions::join(&record, &rest))?;
            shifts.extend(on.into_iter().map(|shift| (detail.clone(), shift)));
        }
    }
    Ok(shifts)
}

fn salt(app: &App, device: &DeviceId, day: Day) -> String {
    secrets::keyed_hash(&app.db.secret, &["kiosk-salt", device.as_str(), &iso(day)])[..22].to_owned()
}

/// What a signup is called on a device on a day.
pub fn seat(app: &App, device: &DeviceId, day: Day, signup: &str) -> Result<Id<Seat>> {
    let hash = secrets::keyed_hash(&app.db.secret, &["kiosk-seat", device.as_str(), &iso(day), signup]);
    Id::new(&hash[..22]).map_err(|_| Failure::internal())
}

/// Those with a place in a shift, each with what they would type.
async fn people(
    app: &App,
    conn: &mut AnyConnection,
    (device, today, salt): (&DeviceId, Day, &str),
    detail: &ActionDetail,
    shift: &Shift,
    now: Instant,
) -> Result<Vec<(Expected, Option<String>)>> {
    let action = &detail.action.id;
    let mut marks = HashMap::<PersonId, Vec<Mark>>::new();
    for mark in mark_rows::of_shift(conn, action, &shift.id, None).await? {
        marks.entry(mark.person.clone()).or_default().push(mark);
    }
    /// Signup, person, name, contact, and what a kiosk was told.
    type Known = (String, String, Option<String>, String, Option<String>);
    let rows: Vec<Known> = sqlx::query_as(
        "SELECT s.id, s.person, p.name, p.contact, w.record FROM signups s JOIN persons p ON p.id = s.person
         LEFT JOIN walk_ins w ON w.person = s.person
         WHERE s.action = $1 AND s.shift = $2 AND s.state = 'confirmed' AND s.gone = 0",
    )
    .bind(action.as_str())
    .bind(shift.id.as_str())
    .fetch_all(conn)
    .await?;
    let mut people = Vec::new();
    for (signup, person, name, contact, walk_in) in rows {
        let person = PersonId::new(&person).map_err(|_| Failure::internal())?;
        let phone = match walk_in {
            Some(record) => serde_json::from_str::<WalkIn>(&record)?.phone,
            None => match Contact::parse(&contact) {
                Ok(Contact::Phone(phone)) => Some(phone),
                _ => None,
            },
        };
        let marks = marks.remove(&person).unwrap_or_default();
        let state = fold(&marks, Span { starts: shift.starts, ends: shift.ends }, detail.hours, now, &app.zone);
        let expected = Expected {
            seat: seat(app, device, today, &signup)?,
            action: action.clone(),
            shift: shift.id.clone(),
            pass: pass_hash(&person, salt),
            digits: None,
            here: state.checked_in.is_some() && state.checked_out.is_none(),
            left: state.checked_out.is_some(),
        };
        people.push((expected, phone.zip(name).and_then(|(phone, name)| known(&phone, &name))));
    }
    Ok(people)
}

/// Hashes that were made today, by device.
#[derive(Default)]
pub struct Digits(Mutex<HashMap<DeviceId, Salted>>);

/// The salt, and what was typed with what it came to.
type Salted = (String, HashMap<String, String>);

impl Digits {
    fn with<T>(&self, device: &DeviceId, salt: &str, act: impl FnOnce(&mut HashMap<String, String>) -> T) -> T {
        let mut devices = self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let (of, hashes) = devices.entry(device.clone()).or_default();
        if of != salt {
            (*of, *hashes) = (salt.to_owned(), HashMap::new());
        }
        act(hashes)
    }
}

async fn hashed(app: &App, device: &DeviceId, salt: &str, typed: BTreeSet<String>) -> Result<HashMap<String, String>> {
    let (app, device, salt) = (app.clone(), device.clone(), salt.to_owned());
    // Goes on when nobody waits any more: the device asks again, and then they are there.
    let making = tokio::task::spawn_blocking(move || {
        let missing =
            app.digits.with(&device, &salt, |known| typed.iter().filter(|one| !known.contains_key(*one)).cloned().collect::<Vec<_>>());
        for one in missing {
            let hash = digits_hash(&one, &salt, ROUNDS);
            app.digits.with(&device, &salt, |known| known.insert(one, hash));
        }
        app.digits.with(&device, &salt, |known| known.clone())
    });
    making.await.map_err(|_| Failure::internal())
}
