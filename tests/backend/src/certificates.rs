//! Passes and certificates: what the hub signs for somebody, and takes back.
//!
//! A pass runs out a month after it was last asked for. A certificate says what was confirmed when it was issued; when an hour that it counts is corrected it
//! is revoked. What is revoked is published with the keys.

use crate::{
    app::App,
    ask::{Ask, Json},
    attendance,
    db::Write,
    failure::{Failure, Result},
    idempotency::{self, Answer},
    params::Params,
    records, reply,
    reply::Named,
    secrets,
    session::origin,
    signing::Signing,
    who::Me,
};
use axum::{
    extract::{OriginalUri, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use meyirim::model::{
    Instant, Lang, PersonId,
    certificate::{self, Certificate, Wanted},
    instant::{DAY, iso},
    pass::{self, Pass},
    roll::Attended,
};
use serde_json::{Value, json};
use sqlx::AnyConnection;

/// How long a pass is good.
const PASS_LIFE: i64 = 30 * DAY;

/// My pass
///
/// The same until it is ended, with a later end each time: for the phone that will have no network.
#[utoipa::path(
    get, path = "/session/person/pass", tag = "attendance",
    security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, description = "The pass", body = Pass)),
)]
pub async fn pass(State(app): State<App>, me: Me, OriginalUri(uri): OriginalUri) -> Result<Response> {
    Params::read(&uri, &[]).done()?;
    let mut conn = app.db.pool.acquire().await?;
    let expires_at = Instant((app.clock.now().0 + PASS_LIFE) / 1000 * 1000);
    let jti = pass_id(&app, &mut conn, &me.person).await?;
    drop(conn);
    let claims = pass::Claims { typ: pass::TYPE.to_owned(), jti, sub: me.person.clone(), exp: expires_at.0 / 1000 };
    let token = Signing::load(&app).await?.compact(&claims)?;
    reply::ok(&Pass { token, expires_at, short_code: attendance::short_code(&app, &me.person) })
}

/// Of the pass that is good: made from the person and when their last one was ended, so that asking for a pass writes nothing.
async fn pass_id(app: &App, conn: &mut AnyConnection, person: &PersonId) -> Result<String> {
    let ended: i64 = sqlx::query_scalar("SELECT COALESCE(MAX(revoked_at), 0) FROM issued WHERE person = $1 AND kind = 'pass'")
        .bind(person.as_str())
        .fetch_one(conn)
        .await?;
    Ok(secrets::keyed_hash(&app.db.secret, &["pass", person.as_str(), &ended.to_string()])[..16].to_owned())
}

/// End my passes
///
/// All there are: a phone was lost. The next one is a new one.
#[utoipa::path(
    delete, path = "/session/person/pass", tag = "attendance",
    params(crate::openapi::KeyHeader),
    security(("bearer" = []), ("cookie" = [])),
    responses((status = 204, description = "Revoked; the list of what is revoked says so")),
)]
pub async fn end_passes(State(app): State<App>, me: Me, ask: Ask<()>) -> Result<Response> {
    let now = app.clock.now();
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    records::hold_person(&mut w, &me.person).await?;
    end_pass(&app, &mut w, &me.person, now).await?;
    let answer = Answer::empty();
    idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
    w.commit().await?;
    Ok(answer.into_response())
}

async fn end_pass(app: &App, w: &mut Write, person: &PersonId, now: Instant) -> Result<()> {
    let id = pass_id(app, w.conn(), person).await?;
    sqlx::query("INSERT INTO issued (id, kind, person, issued_at, expires_at, revoked_at) VALUES ($1, 'pass', $2, $3, $4, $3) ON CONFLICT DO NOTHING")
        .bind(id)
        .bind(person.as_str())
        .bind(now.0)
        .bind(now.plus(PASS_LIFE).0)
        .execute(w.conn())
        .await?;
    Ok(())
}

/// My certificates
#[utoipa::path(
    get, path = "/session/person/certificates", tag = "attendance",
    security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, description = "The latest first", body = Vec<Certificate>)),
)]
pub async fn list(State(app): State<App>, me: Me, OriginalUri(uri): OriginalUri) -> Result<Response> {
    Params::read(&uri, &[]).done()?;
    let mut conn = app.db.pool.acquire().await?;
    reply::ok(&of_person(&mut conn, &me.person).await?)
}

pub async fn of_person(conn: &mut AnyConnection, person: &PersonId) -> Result<Vec<Certificate>> {
    let rows: Vec<(String, i64)> =
        sqlx::query_as("SELECT record, revoked_at FROM issued WHERE person = $1 AND kind = 'certificate' ORDER BY issued_at DESC, id")
            .bind(person.as_str())
            .fetch_all(conn)
            .await?;
    let read = |(record, revoked): (String, i64)| {
        let certificate: Certificate = serde_json::from_str(&record)?;
        Ok(Certificate { revoked_at: (revoked > 0).then_some(Instant(revoked)), ..certificate })
    };
    rows.into_iter().map(read).collect()
}

/// Issue a certificate
///
/// Over one action, or over a time; without either, over everything. Only hours that are confirmed count.
#[utoipa::path(
    post, path = "/session/person/certificates", tag = "attendance",
    params(crate::openapi::KeyHeader),
    request_body = Wanted,
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 201, description = "The certificate", body = Certificate),
        (status = 422, description = "`invalid`: no confirmed hours in it (empty pointer), or the person has told no name (`/name`)"),
    ),
)]
pub async fn issue(State(app): State<App>, me: Me, headers: HeaderMap, ask: Ask<Json<Wanted>>) -> Result<Response> {
    let now = app.clock.now();
    let signing = Signing::load(&app).await?;
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    let person = records::hold_person(&mut w, &me.person).await?;
    let name = person.name.ok_or_else(|| Failure::invalid("/name", "is not told: a certificate is for somebody"))?;
    let wanted = &ask.body.0;
    let record = attendance::record(w.conn(), &me.person).await?;
    let counted = counted(&app, &record, wanted, now);
    let (Some(from), Some(until)) = (counted.iter().map(|(one, _)| one.starts).min(), counted.iter().map(|(one, _)| one.starts).max())
    else {
        return Err(Failure::invalid("", "there are no confirmed hours in it"));
    };
    let day = |at: Instant| iso(app.zone.day(at));
    let claims = certificate::Claims {
        typ: certificate::TYPE.to_owned(),
        jti: secrets::random_text(12),
        iss: app.name.show(person.lang).text.to_owned(),
        iat: now.0 / 1000,
        name,
        from: day(wanted.from.unwrap_or(from).max(Instant(0))),
        until: day(wanted.until.unwrap_or(until).min(now)),
        action: wanted.action.as_ref().and(counted.first()).map(|(one, _)| one.title.show(person.lang).text.to_owned()),
        shifts: u32::try_from(counted.len()).unwrap_or(u32::MAX),
        minutes: counted.iter().map(|(_, minutes)| *minutes).sum(),
    };
    let certificate = Certificate {
        token: signing.compact(&claims)?,
        credential: signing.credential(&credential(&claims, &origin(&app, &headers), person.lang, now))?,
        id: claims.jti.clone(),
        issued_at: now,
        revoked_at: None,
    };
    sqlx::query(
        "INSERT INTO issued (id, kind, person, record, issued_at, covers_from, covers_until) VALUES ($1, 'certificate', $2, $3, $4, $5, $6)",
    )
    .bind(&certificate.id)
    .bind(me.person.as_str())
    .bind(serde_json::to_string(&certificate)?)
    .bind(now.0)
    .bind(from.0)
    .bind(until.0)
    .execute(w.conn())
    .await?;
    let answer = Answer::new(StatusCode::CREATED, &certificate)?;
    idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
    w.commit().await?;
    Ok(answer.into_response())
}

/// The shifts that a certificate counts, with their minutes.
fn counted<'a>(app: &App, record: &'a [Attended], wanted: &Wanted, now: Instant) -> Vec<(&'a Attended, u32)> {
    let within = |one: &&Attended| {
        wanted.action.as_ref().is_none_or(|action| one.action == *action)
            && wanted.from.is_none_or(|from| one.starts >= from)
            && wanted.until.is_none_or(|until| one.starts <= until)
    };
    let minutes = |one: &'a Attended| (one, one.state(now, &app.zone).hours.minutes());
    record.iter().filter(within).map(minutes).filter(|(_, minutes)| *minutes > 0).collect()
}

/// As an Open Badges 3.0 credential, in the form whose payload is the credential itself (VC-JOSE-COSE).
fn credential(claims: &certificate::Claims, origin: &str, lang: Lang, now: Instant) -> Value {
    let hours = f64::from(claims.minutes) / 60.0;
    let issuer = format!("{origin}/");
    let subject = format!("urn:meyirim:person:{}", claims.jti);
    let id = format!("{origin}/verify?id={}", claims.jti);
    let words = meyirim::i18n::catalogue(lang);
    let title = claims.action.clone().unwrap_or_else(|| words.record.badge.to_owned());
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": title,
        "issuer": { "id": issuer, "type": ["Profile"], "name": claims.iss, "url": issuer },
        "validFrom": Instant(now.0 / 1000 * 1000),
        "credentialSubject": {
            "id": subject,
            "type": ["AchievementSubject"],
            "identifier": [{ "type": "IdentityObject", "hashed": false, "identityHash": claims.name, "identityType": "name" }],
            "activityStartDate": format!("{}T00:00:00Z", claims.from),
            "activityEndDate": format!("{}T00:00:00Z", claims.until),
            "creditsEarned": hours,
            "achievement": {
                "id": format!("{origin}/#volunteering"),
                "type": ["Achievement"],
                "achievementType": "CommunityService",
                "name": title,
                "description": (words.record.badge_about)(claims.shifts, claims.minutes),
                "criteria": { "narrative": words.record.badge_criteria },
                "creditsAvailable": hours,
            },
        },
        "iss": issuer,
        "jti": id,
        "nbf": claims.iat,
        "sub": subject,
    })
}

/// An hour has been corrected: certificates that count it say what is no longer so.
pub async fn hours_changed(w: &mut Write, person: &PersonId, starts: Instant, now: Instant) -> Result<()> {
    sqlx::query(
        "UPDATE issued SET revoked_at = $3 WHERE person = $1 AND kind = 'certificate' AND revoked_at = 0 AND covers_from <= $2 AND covers_until >= $2",
    )
    .bind(person.as_str())
    .bind(starts.0)
    .bind(now.0)
    .execute(w.conn())
    .await?;
    Ok(())
}

/// Revoke my certificate
#[utoipa::path(
    delete, path = "/session/person/certificates/{id}", tag = "attendance",
    params(("id" = String, Path, description = "Of the certificate"), crate::openapi::KeyHeader),
    security(("bearer" = []), ("cookie" = [])),
    responses((status = 204, description = "Revoked"), (status = 404, description = "`not-found`")),
)]
pub async fn revoke(State(app): State<App>, me: Me, Named(id): Named<String>, _: Ask<()>) -> Result<Response> {
    let mut w = app.db.write().await?;
    let done = sqlx::query(
        "UPDATE issued SET revoked_at = CASE WHEN revoked_at = 0 THEN $3 ELSE revoked_at END WHERE id = $1 AND person = $2 AND kind = 'certificate'",
    )
    .bind(&id)
    .bind(me.person.as_str())
    .bind(app.clock.now().0)
    .execute(w.conn())
    .await?;
    w.commit().await?;
    if done.rows_affected() == 0 { Err(Failure::not_found()) } else { Ok(Answer::empty().into_response()) }
}

/// Somebody is no more: their passes end, and of a certificate nothing is kept. Whoever has it on paper can still check the signature.
pub async fn forget(app: &App, w: &mut Write, person: &PersonId, now: Instant) -> Result<()> {
    end_pass(app, w, person, now).await?;
    sqlx::query("DELETE FROM issued WHERE person = $1 AND kind = 'certificate' AND revoked_at = 0")
        .bind(person.as_str())
        .execute(w.conn())
        .await?;
    sqlx::query("UPDATE issued SET person = '', record = '' WHERE person = $1").bind(person.as_str()).execute(w.conn()).await?;
    Ok(())
}

/// Forgets ended passes that would have run out.
pub async fn purge(w: &mut Write, now: Instant) -> Result<()> {
    sqlx::query("DELETE FROM issued WHERE expires_at > 0 AND expires_at < $1").bind(now.0).execute(w.conn()).await?;
    Ok(())
}
