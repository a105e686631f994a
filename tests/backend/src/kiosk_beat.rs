//! A kiosk's own tale: asking for a code while it is nobody's, and telling that it is there once it is paired. What is told to it from afar comes with the answer.

use crate::{
    app::App,
    ask::{Ask, Json, Plain},
    audit::{self, What},
    db::Write,
    failure::{Failure, Result},
    idempotency::{self, Answer},
    kiosk_rows::{self as rows, Kiosk},
    kiosks::code_hash,
    limits::Address,
    records, reply, secrets,
};
use axum::{extract::State, http::StatusCode, response::Response};
use meyirim::{
    api::ProblemKind,
    model::{
        Instant,
        attendance::clock_off,
        instant::DAY,
        kiosk::{
            Beat, CODE_LIFE, DeviceId, DeviceState, Own, Pairing, PairingAsk,
            log::{Event, MOST},
        },
        texts::plain,
    },
};
use serde_json::json;
use sqlx::AnyConnection;

/// How long events are kept.
const EVENTS_KEPT: i64 = 30 * DAY;
/// What is kept of a version, in characters.
const LONGEST_VERSION: usize = 60;
/// Length of a secret: 32 bytes in base64url.
const SECRET: usize = 43;

/// A code for pairing this device
///
/// To be shown on it for ten minutes, and typed by an administrator. The next one ends the one before.
#[utoipa::path(
    post, path = "/kiosks/pairings", tag = "kiosks",
    params(crate::openapi::KeyHeader),
    request_body = PairingAsk,
    responses(
        (status = 201, description = "The code", body = Pairing),
        (status = 422, description = "`invalid`: the secret is none, or is that of a device already"),
    ),
)]
pub async fn ask_pairing(State(app): State<App>, Address(address): Address, ask: Ask<Json<PairingAsk>>) -> Result<Response> {
    let now = app.clock.now();
    app.limits.pairings_per_address.take(&address, now).map_err(Failure::too_many)?;
    let secret = &ask.body.0.secret;
    if secret.len() != SECRET || !secret.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_') {
        return Err(Failure::invalid("/secret", "is 32 random bytes in base64url"));
    }
    let secret_hash = secrets::hash(secret);
    let scope = format!("pairing {secret_hash}");
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &scope, &ask, now).await? {
        return Ok(answer.into_replay());
    }
    let paired: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM kiosks WHERE secret_hash = $1").bind(&secret_hash).fetch_one(w.conn()).await?;
    if paired > 0 {
        return Err(Failure::invalid("/secret", "is that of a device already"));
    }
    sqlx::query("DELETE FROM kiosk_pairings WHERE secret_hash = $1 OR expires_at <= $2")
        .bind(&secret_hash)
        .bind(now.0)
        .execute(w.conn())
        .await?;
    let expires_at = now.plus(CODE_LIFE);
    let code = show(&app, &mut w, &secret_hash, expires_at).await?;
    let answer = Answer::new(StatusCode::CREATED, &Pairing { code, expires_at })?;
    idempotency::keep(&mut w, &scope, &ask, &answer).await?;
    w.commit().await?;
    Ok(answer.into_response())
}

/// A code that no other device shows.
async fn show(app: &App, w: &mut Write, secret_hash: &str, expires_at: Instant) -> Result<String> {
    for _ in 0..8 {
        let code = secrets::random_pairing_code();
        let sql = "INSERT INTO kiosk_pairings (code_hash, secret_hash, expires_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        let done = sqlx::query(sql).bind(code_hash(app, &code)).bind(secret_hash).bind(expires_at.0).execute(w.conn()).await?;
        if done.rows_affected() == 1 {
            return Ok(code);
        }
    }
    Err(Failure::unavailable("Too many codes are shown"))
}

/// I am here
///
/// With how the device is, and what has happened on it since the last time. The answer says what it is now: when that is `wiping`, it says so this once, and the device is none of the hub's any more.
#[utoipa::path(
    put, path = "/kiosks/me", tag = "kiosks",
    request_body = Beat,
    security(("kiosk" = [])),
    responses(
        (status = 200, description = "What the device is", body = Own),
        (status = 400, description = "`malformed`: no JSON"),
        (status = 401, description = "`sign-in`: it is no device of the hub, not yet or no longer"),
        (status = 403, description = "`forbidden`: the request came from another site"),
        (status = 413, description = "`too-large`: more than 64 KiB"),
        (status = 422, description = "`invalid`: more than 200 events"),
    ),
)]
pub async fn beat(State(app): State<App>, kiosk: Kiosk, Plain(beat): Plain<Beat>) -> Result<Response> {
    let now = app.clock.now();
    if beat.events.len() > MOST {
        return Err(Failure::invalid("/events", format!("are more than {MOST}")));
    }
    let off = clock_off(beat.sent_at, now);
    let mut w = app.db.write().await?;
    // Wiped since it was asked who this is.
    let row = rows::hold(&mut w, &kiosk.id).await?.ok_or_else(|| Failure::new(ProblemKind::SignIn, "This is no kiosk of the hub"))?;
    let own = row.own(now)?;
    if own.state == DeviceState::Wiping {
        forget(&mut w, &own.id, now).await?;
        audit::note_hub(&mut w, What::KioskWiped, own.id.as_str(), &json!({}), now).await?;
    } else {
        keep_events(w.conn(), &kiosk, &beat.events, off, now).await?;
        let version: String = plain(&beat.version).chars().filter(|c| *c != '\n').take(LONGEST_VERSION).collect();
        sqlx::query("UPDATE kiosks SET last_seen = $2, version = $3, waiting = $4, clock_off = $5, storage_full = $6 WHERE id = $1")
            .bind(kiosk.id.as_str())
            .bind(now.0)
            .bind(version)
            .bind(i64::from(beat.waiting))
            .bind(off)
            .bind(i64::from(beat.storage_full))
            .execute(w.conn())
            .await?;
    }
    w.commit().await?;
    reply::ok(&own)
}

/// The row stays for the trail of what the device noted; who has its secret has nothing.
pub async fn forget(w: &mut Write, id: &DeviceId, now: Instant) -> Result<()> {
    sqlx::query("UPDATE kiosks SET gone = $2, secret_hash = $3, pin = '' WHERE id = $1")
        .bind(id.as_str())
        .bind(now.0)
        .bind(format!("wiped {id}"))
        .execute(w.conn())
        .await?;
    sqlx::query("DELETE FROM kiosk_events WHERE device = $1").bind(id.as_str()).execute(w.conn()).await?;
    Ok(())
}

/// Those that were heard before are the same.
async fn keep_events(conn: &mut AnyConnection, kiosk: &Kiosk, events: &[Event], off: i64, now: Instant) -> Result<()> {
    for event in events {
        sqlx::query("INSERT INTO kiosk_events (device, at, what, moment, heard_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING")
            .bind(kiosk.id.as_str())
            .bind(event.at.0)
            .bind(records::key(event.what)?)
            // Nothing happens after it was heard.
            .bind(event.at.plus(off).min(now).0)
            .bind(now.0)
            .execute(&mut *conn)
            .await?;
    }
    if !events.is_empty() {
        // Only the latest help, and no device fills the data base.
        sqlx::query(
            "DELETE FROM kiosk_events WHERE device = $1
             AND moment < COALESCE((SELECT e.moment FROM kiosk_events e WHERE e.device = $1 ORDER BY e.moment DESC LIMIT 1 OFFSET $2), 0)",
        )
        .bind(kiosk.id.as_str())
        .bind(MOST as i64 - 1)
        .execute(conn)
        .await?;
    }
    Ok(())
}

/// Forgets codes that nobody typed, and old events.
pub async fn purge(w: &mut Write, now: Instant) -> Result<()> {
    sqlx::query("DELETE FROM kiosk_pairings WHERE expires_at <= $1").bind(now.0).execute(w.conn()).await?;
    sqlx::query("DELETE FROM kiosk_events WHERE heard_at < $1").bind(now.plus(-EVENTS_KEPT).0).execute(w.conn()).await?;
    Ok(())
}
