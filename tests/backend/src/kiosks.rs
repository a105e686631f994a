//! Kiosks for those who look after them: pairing one by the code that it shows, which there are, what has happened on them, and renaming, locking and wiping them.
//!
//! The code brings together what a device has told (the hash of a secret that it made) and what an administrator says of it; it is no secret of its own for longer than ten minutes, and few of its
//! hundred million numbers can be tried in that time.

use crate::{
    app::App,
    ask::{Ask, Json},
    audit::{self, What},
    failure::{Failure, Result},
    idempotency::{self, Answer},
    kiosk_beat,
    kiosk_rows::{self as rows, Row},
    params::Params,
    records,
    reply::{self, Named},
    secrets, slices,
    who::Me,
};
use axum::{
    extract::{OriginalUri, State},
    http::StatusCode,
    response::Response,
};
use meyirim::{
    api::{Problem, ProblemKind},
    model::{
        Instant,
        can::Act,
        kiosk::{
            Device, DeviceId, DevicePatch, DeviceState, FORGOTTEN, LONGEST_NAME, NewDevice,
            log::{Event, MOST},
            pin::{DIGITS, PinCheck, ROUNDS, is_pin},
            plain_code,
        },
        person::{NoName, clean_name},
    },
};
use serde_json::json;

/// Pair a kiosk
///
/// By the code that it shows. From now on it may ask for the day of its place.
#[utoipa::path(
    post, path = "/kiosks", tag = "kiosks",
    params(crate::openapi::KeyHeader),
    request_body = NewDevice,
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 201, description = "It belongs here", body = Device),
        (status = 403, description = "`forbidden`: `detail` is why"),
        (status = 422, description = "`code-wrong`: no device shows it now; `invalid`: a name or a PIN that is none, or an organisation that there is not"),
    ),
)]
pub async fn pair_kiosk(State(app): State<App>, me: Me, ask: Ask<Json<NewDevice>>) -> Result<Response> {
    me.can(Act::RunKiosks)?;
    let now = app.clock.now();
    let new = &ask.body.0;
    let (name, pin) = (name(&new.name)?, pin(&new.pin)?);
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    // Before the code is looked at, so that whoever guesses learns nothing by hurrying.
    app.limits.pairing_tries.take(me.person.as_str(), now).map_err(Failure::too_many)?;
    if let Some(organisation) = &new.organisation
        && !slices::known(&mut w).await?.contains(organisation.as_str())
    {
        return Err(Failure::invalid("/organisation", "is none that there is"));
    }
    let shown: Option<String> =
        sqlx::query_scalar("DELETE FROM kiosk_pairings WHERE code_hash = $1 AND expires_at > $2 RETURNING secret_hash")
            .bind(code_hash(&app, &new.code))
            .bind(now.0)
            .fetch_optional(w.conn())
            .await?;
    let Some(secret_hash) = shown else {
        let answer = Answer::refused(&Problem::new(ProblemKind::CodeWrong, "No kiosk shows this code now"))?;
        idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
        w.commit().await?;
        return Ok(answer.into_response());
    };
    let id = secrets::random_text(12);
    let row: Row = sqlx::query_as(
        "INSERT INTO kiosks (id, secret_hash, name, organisation, state, paired_at, pin) VALUES ($1, $2, $3, $4, 'active', $5, $6) RETURNING *",
    )
    .bind(&id)
    .bind(secret_hash)
    .bind(name)
    .bind(new.organisation.as_ref().map_or("", |organisation| organisation.as_str()))
    .bind(now.0)
    .bind(serde_json::to_string(&pin)?)
    .fetch_one(w.conn())
    .await?;
    let answer = Answer::new(StatusCode::CREATED, &row.device()?)?;
    idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
    audit::note(&mut w, &me, What::KioskPaired, &id, &json!({ "organisation": new.organisation }), now).await?;
    w.commit().await?;
    Ok(answer.into_response())
}

/// As it lies in the data base.
pub fn code_hash(app: &App, code: &str) -> String {
    secrets::keyed_hash(&app.db.secret, &["pairing", &plain_code(code)])
}

fn name(name: &str) -> Result<String> {
    let too_long = || Failure::invalid("/name", format!("is longer than {LONGEST_NAME} characters"));
    let name = clean_name(name).map_err(|why| match why {
        NoName::Empty => Failure::invalid("/name", "is empty"),
        NoName::TooLong => too_long(),
    })?;
    if name.chars().count() > LONGEST_NAME { Err(too_long()) } else { Ok(name) }
}

fn pin(pin: &str) -> Result<PinCheck> {
    if !is_pin(pin) {
        return Err(Failure::invalid("/pin", format!("has {DIGITS} digits that are not all the same")));
    }
    Ok(PinCheck::new(pin, secrets::random_text(16), ROUNDS))
}

/// Which kiosks there are
///
/// Those that are paired, by name, and how they were when they were last heard.
#[utoipa::path(
    get, path = "/kiosks", tag = "kiosks",
    security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, description = "All of them", body = Vec<Device>), (status = 403, description = "`forbidden`: `detail` is why")),
)]
pub async fn list_kiosks(State(app): State<App>, me: Me, OriginalUri(uri): OriginalUri) -> Result<Response> {
    me.can(Act::SeeKiosks)?;
    Params::read(&uri, &[]).done()?;
    reply::ok(&rows::all(&mut *app.db.pool.acquire().await?).await?)
}

/// What has happened on a kiosk
///
/// The latest first, 200 at most, without anybody in it. Forgotten after 30 days.
#[utoipa::path(
    get, path = "/kiosks/{id}/events", tag = "kiosks",
    params(("id" = DeviceId, Path, description = "Of the kiosk")),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "With the moments put right where the clock was wrong", body = Vec<Event>),
        (status = 403, description = "`forbidden`: `detail` is why"),
        (status = 404, description = "`not-found`"),
    ),
)]
pub async fn kiosk_events(State(app): State<App>, me: Me, Named(id): Named<DeviceId>, OriginalUri(uri): OriginalUri) -> Result<Response> {
    me.can(Act::SeeKiosks)?;
    Params::read(&uri, &[]).done()?;
    let mut conn = app.db.pool.acquire().await?;
    let there: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM kiosks WHERE id = $1 AND gone = 0").bind(id.as_str()).fetch_one(&mut *conn).await?;
    if there == 0 {
        return Err(Failure::not_found());
    }
    let found: Vec<(i64, String)> =
        sqlx::query_as("SELECT moment, what FROM kiosk_events WHERE device = $1 ORDER BY moment DESC, what LIMIT $2")
            .bind(id.as_str())
            .bind(MOST as i64)
            .fetch_all(&mut *conn)
            .await?;
    let event = |(moment, what): (i64, String)| Ok(Event { at: Instant(moment), what: serde_json::from_value(what.into())? });
    reply::ok(&found.into_iter().map(event).collect::<Result<Vec<_>>>()?)
}

/// Change a kiosk
///
/// Rename it, give it another PIN, lock or unlock it, or have it forget everything: it hears of it when it next tells that it is there.
#[utoipa::path(
    patch, path = "/kiosks/{id}", tag = "kiosks",
    params(("id" = DeviceId, Path, description = "Of the kiosk"), crate::openapi::KeyHeader),
    request_body = DevicePatch,
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "As it is now", body = Device),
        (status = 403, description = "`forbidden`: `detail` is why"),
        (status = 404, description = "`not-found`: none that is paired"),
        (status = 422, description = "`invalid`: a name or a PIN that is none, or one that is to be wiped and cannot be unlocked"),
    ),
)]
pub async fn change_kiosk(State(app): State<App>, me: Me, Named(id): Named<DeviceId>, ask: Ask<Json<DevicePatch>>) -> Result<Response> {
    me.can(Act::RunKiosks)?;
    let now = app.clock.now();
    let patch = &ask.body.0;
    let new_name = patch.name.as_deref().map(name).transpose()?;
    let new_pin = patch.pin.as_deref().map(pin).transpose()?;
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    let mut row = rows::hold(&mut w, &id).await?.ok_or_else(Failure::not_found)?;
    let state = match (row.state()?, patch.wipe, patch.locked) {
        (DeviceState::Wiping, _, Some(false)) => return Err(Failure::invalid("/locked", "it is to be wiped, which cannot be taken back")),
        (DeviceState::Wiping, ..) | (_, true, _) => DeviceState::Wiping,
        (_, false, Some(true)) => DeviceState::Locked,
        (_, false, Some(false)) => DeviceState::Active,
        (state, false, None) => state,
    };
    row.name = new_name.unwrap_or(row.name);
    row.state = records::key(state)?;
    if let Some(pin) = new_pin {
        row.pin = serde_json::to_string(&pin)?;
    }
    sqlx::query("UPDATE kiosks SET name = $2, state = $3, pin = $4 WHERE id = $1")
        .bind(&row.id)
        .bind(&row.name)
        .bind(&row.state)
        .bind(&row.pin)
        .execute(w.conn())
        .await?;
    let answer = Answer::new(StatusCode::OK, &row.device()?)?;
    idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
    let details = json!({ "renamed": patch.name.is_some(), "pin": patch.pin.is_some(), "state": state });
    audit::note(&mut w, &me, What::KioskChanged, id.as_str(), &details, now).await?;
    w.commit().await?;
    Ok(answer.into_response())
}

/// Take a kiosk off the list
///
/// One that is to be wiped and was not heard for so long that it has forgotten everything by its own rule. If it is heard after all, it is none of the hub's, and forgets then.
#[utoipa::path(
    delete, path = "/kiosks/{id}", tag = "kiosks",
    params(("id" = DeviceId, Path, description = "Of the kiosk"), crate::openapi::KeyHeader),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 204, description = "It is off the list"),
        (status = 403, description = "`forbidden`: `detail` is why"),
        (status = 404, description = "`not-found`: none that is paired"),
        (status = 409, description = "`not-now`: it may still hold something, or is not to be wiped; `detail`: from when, if it is"),
    ),
)]
pub async fn remove_kiosk(State(app): State<App>, me: Me, Named(id): Named<DeviceId>, ask: Ask<()>) -> Result<Response> {
    me.can(Act::RunKiosks)?;
    let now = app.clock.now();
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    let device = rows::hold(&mut w, &id).await?.ok_or_else(Failure::not_found)?.device()?;
    let answer = match device.forgot_at(now) {
        Some(_) => {
            kiosk_beat::forget(&mut w, &id, now).await?;
            Answer::empty()
        }
        None => {
            let wiping = device.state == DeviceState::Wiping;
            let from = wiping.then(|| device.last_seen.unwrap_or(device.paired_at).plus(FORGOTTEN).to_string());
            Answer::refused(&Problem { detail: from, ..Problem::new(ProblemKind::NotNow, "It may still hold something") })?
        }
    };
    idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
    if !answer.is_refusal() {
        audit::note(&mut w, &me, What::KioskWiped, id.as_str(), &json!({ "heard": false }), now).await?;
    }
    w.commit().await?;
    Ok(answer.into_response())
}
