//! Who wants no messages. What is kept is a keyed hash of the address, so it outlives the member, holds when the same person is written down anew, and tells nobody who it is. A leader writes it down for
//! somebody who has said so: then for all their addresses, and for them whatever their address will be.
//!
//! The link of a message holds the hash and a mark of ours on it, so that nothing has to be kept for a link to be known. Who has stopped messages by it is not turned on again by anybody else.

use crate::{
    app::App,
    ask::{Ask, Json},
    audit,
    db::{Db, Write},
    failure::{Failure, Result},
    idempotency::{self, Answer},
    limits::Address,
    params::Params,
    reply::{self, Named},
    secrets,
    who::Me,
};
use axum::{
    extract::{OriginalUri, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use meyirim::{
    api::ProblemKind,
    model::{
        Instant,
        audit::What,
        can::Act,
        member::{Member, MemberId},
        message::{Channel, OptOut, OptOutAnswer, Wanted},
        message_plan::address,
    },
};
use serde_json::json;
use sqlx::AnyConnection;
use std::collections::HashSet;

/// Characters of the hash, and of the mark behind it in a link. 132 bits name an address; 60 bits are not guessed at thirty tries a minute.
const KEY: usize = 22;
const MARK: usize = 10;

fn shortened(db: &Db, parts: &[&str], length: usize) -> String {
    secrets::keyed_hash(&db.secret, parts).chars().take(length).collect()
}

/// By which an address is known, here and in `message_people`.
pub fn address_key(db: &Db, address: &str) -> String {
    shortened(db, &["message address", address], KEY)
}

fn member_key(db: &Db, member: &MemberId) -> String {
    shortened(db, &["message member", member.as_str()], KEY)
}

/// The secret of the link for an address.
pub fn secret(db: &Db, address_key: &str) -> String {
    format!("{address_key}{}", shortened(db, &["message link", address_key], MARK))
}

/// The address's key, if the secret is one of ours.
fn read_secret<'a>(db: &Db, text: &'a str) -> Option<&'a str> {
    let key = text.get(..KEY)?;
    secrets::same(&secret(db, key), text).then_some(key)
}

/// All by which a member may be known among those who want none.
pub fn keys(db: &Db, member: &Member) -> Vec<String> {
    let addresses =
        Channel::ALL.into_iter().filter_map(|channel| address(member, channel)).map(|contact| address_key(db, contact.as_str()));
    addresses.chain([member_key(db, &member.id)]).collect()
}

/// Everybody who wants none.
pub struct Stopped(HashSet<String>);

impl Stopped {
    pub async fn read(conn: &mut AnyConnection) -> Result<Self> {
        let keys: Vec<String> = sqlx::query_scalar("SELECT key FROM opt_outs").fetch_all(conn).await?;
        Ok(Self(keys.into_iter().collect()))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn holds(&self, db: &Db, member: &Member) -> bool {
        !self.0.is_empty() && keys(db, member).iter().any(|key| self.0.contains(key))
    }
}

async fn member(conn: &mut AnyConnection, id: &MemberId) -> Result<Member> {
    let record: Option<String> =
        sqlx::query_scalar("SELECT record FROM members WHERE id = $1 AND gone = 0").bind(id.as_str()).fetch_optional(conn).await?;
    Ok(serde_json::from_str(&record.ok_or_else(Failure::not_found)?)?)
}

/// How it stands with one member.
async fn standing(conn: &mut AnyConnection, db: &Db, member: &Member) -> Result<OptOut> {
    let mut standing = OptOut { stopped: false, themselves: false };
    for key in keys(db, member) {
        let by: Option<String> =
            sqlx::query_scalar("SELECT person FROM opt_outs WHERE key = $1").bind(key).fetch_optional(&mut *conn).await?;
        standing.stopped |= by.is_some();
        standing.themselves |= by.is_some_and(|by| by.is_empty());
    }
    Ok(standing)
}

/// Whether a member gets messages
///
/// They do, unless one of their addresses, or they themselves, are among those who want none.
#[utoipa::path(
    get, path = "/roster/{id}/opt-out", tag = "messages",
    params(("id" = MemberId, Path, description = "Of the member")),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "How it stands", body = OptOut),
        (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"),
    ),
)]
pub async fn member_opt_out(State(app): State<App>, me: Me, Named(id): Named<MemberId>, OriginalUri(uri): OriginalUri) -> Result<Response> {
    me.can(Act::SeeMessages)?;
    Params::read(&uri, &[]).done()?;
    let mut conn = app.db.pool.acquire().await?;
    let member = member(&mut conn, &id).await?;
    let standing = standing(&mut conn, &app.db, &member).await?;
    drop(conn);
    audit::note_hourly(&app.db, &me, What::MemberViewed, id.as_str(), &json!({}), app.clock.now()).await?;
    reply::ok(&standing)
}

/// Write down that a member wants no messages
///
/// Or wants them again. For all their addresses, also those that they share with others, and for those they will have. `themselves` of the body is not read.
#[utoipa::path(
    put, path = "/roster/{id}/opt-out", tag = "messages",
    params(("id" = MemberId, Path, description = "Of the member"), crate::openapi::KeyHeader),
    request_body = OptOut,
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "How it stands now", body = OptOut),
        (status = 403, description = "`forbidden`; also where they have stopped them by their own link"),
        (status = 404, description = "`not-found`"),
    ),
)]
pub async fn set_member_opt_out(State(app): State<App>, me: Me, Named(id): Named<MemberId>, ask: Ask<Json<OptOut>>) -> Result<Response> {
    me.can(Act::SendMessages)?;
    let now = app.clock.now();
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    let member = member(w.conn(), &id).await?;
    let keys = keys(&app.db, &member);
    if ask.body.0.stopped {
        write_down(&mut w, &keys, me.person.as_str(), now).await?;
    } else if standing(w.conn(), &app.db, &member).await?.themselves {
        return Err(Failure::new(ProblemKind::Forbidden, "They have stopped messages themselves: only they can want them again"));
    } else {
        for key in &keys {
            take_out(&mut w, key).await?;
        }
    }
    let answer = Answer::new(StatusCode::OK, &standing(w.conn(), &app.db, &member).await?)?;
    idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
    audit::note(&mut w, &me, What::OptOutNoted, id.as_str(), &json!({ "stopped": ask.body.0.stopped }), now).await?;
    w.commit().await?;
    Ok(answer.into_response())
}

/// A record goes into another: whoever wanted no messages wants none by whatever address they are known now.
pub async fn follow(w: &mut Write, db: &Db, me: &Me, gone: &Member, stays: &MemberId, now: Instant) -> Result<()> {
    if standing(w.conn(), db, gone).await?.stopped {
        write_down(w, &[member_key(db, stays)], me.person.as_str(), now).await?;
    }
    Ok(())
}

/// What somebody has stopped themselves stays theirs.
async fn write_down(w: &mut Write, keys: &[String], person: &str, now: Instant) -> Result<()> {
    let together = secrets::random_text(12);
    for key in keys {
        sqlx::query("INSERT INTO opt_outs (key, person, together, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING")
            .bind(key)
            .bind(person)
            .bind(&together)
            .bind(now.0)
            .execute(w.conn())
            .await?;
    }
    Ok(())
}

/// With all that was written down with it, but for what somebody has stopped themselves.
async fn take_out(w: &mut Write, key: &str) -> Result<()> {
    sqlx::query(
        "DELETE FROM opt_outs WHERE key = $1
         OR (person <> '' AND together IN (SELECT together FROM opt_outs WHERE key = $1 AND together <> ''))",
    )
    .bind(key)
    .execute(w.conn())
    .await?;
    Ok(())
}

async fn stop(w: &mut Write, key: &str, now: Instant) -> Result<()> {
    sqlx::query(
        "INSERT INTO opt_outs (key, person, together, at) VALUES ($1, '', '', $2) ON CONFLICT (key) DO UPDATE SET person = '', together = '', at = excluded.at",
    )
    .bind(key)
    .bind(now.0)
    .execute(w.conn())
    .await?;
    Ok(())
}

/// Stop messages, or want them again
///
/// For whoever has the link of a message, without signing in. `look` only tells how it stands. The same answer twice is once, so none is kept for a repeat.
#[utoipa::path(
    post, path = "/messages/opt-out", tag = "messages",
    params(crate::openapi::KeyHeader),
    request_body = OptOutAnswer,
    responses(
        (status = 200, description = "How it stands now", body = OptOut),
        (status = 404, description = "`not-found`: there is no such link"),
    ),
)]
pub async fn answer_opt_out(State(app): State<App>, Address(address): Address, ask: Ask<Json<OptOutAnswer>>) -> Result<Response> {
    let now = app.clock.now();
    app.limits.consents_per_address.take(&address, now).map_err(Failure::too_many)?;
    let OptOutAnswer { secret, wanted } = &ask.body.0;
    let key = read_secret(&app.db, secret).ok_or_else(Failure::not_found)?;
    let mut w = app.db.write().await?;
    match wanted {
        Wanted::Look => {}
        Wanted::Stop => stop(&mut w, key, now).await?,
        Wanted::Again => take_out(&mut w, key).await?,
    }
    let by: Option<String> = sqlx::query_scalar("SELECT person FROM opt_outs WHERE key = $1").bind(key).fetch_optional(w.conn()).await?;
    w.commit().await?;
    reply::ok(&OptOut { stopped: by.is_some(), themselves: by.is_some_and(|by| by.is_empty()) })
}

/// Stop messages with one press
///
/// What a mail program sends for its "unsubscribe" (RFC 8058): a form, no idempotency key, no session.
#[utoipa::path(
    post, path = "/messages/one-click/{secret}", tag = "messages",
    params(("secret" = String, Path, description = "Of the link in `List-Unsubscribe`")),
    request_body(content = String, content_type = "application/x-www-form-urlencoded", description = "`List-Unsubscribe=One-Click`"),
    responses(
        (status = 204, description = "Stopped, or it was already"),
        (status = 404, description = "`not-found`: there is no such link"),
        (status = 422, description = "`invalid`: another form"),
    ),
)]
pub async fn one_click(State(app): State<App>, Address(address): Address, Named(secret): Named<String>, body: String) -> Result<Response> {
    let now = app.clock.now();
    app.limits.consents_per_address.take(&address, now).map_err(Failure::too_many)?;
    let key = read_secret(&app.db, &secret).ok_or_else(Failure::not_found)?;
    // Some programs send it as a multipart form.
    if !body.contains("One-Click") {
        return Err(Failure::invalid("", "want List-Unsubscribe=One-Click"));
    }
    let mut w = app.db.write().await?;
    stop(&mut w, key, now).await?;
    w.commit().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
