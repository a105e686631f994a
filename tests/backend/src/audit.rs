//! The audit: entries in the transaction of what they tell of, the list of them for auditors and administrators, and the ends of the chain. What an entry is, and what its hash covers, is
//! `model::audit`.
//!
//! The row of the head is held from [`note`] until the commit, so entries come one after another whichever backend writes them. It is the last thing that a transaction takes: whoever holds it
//! waits for nothing else.

use crate::{
    app::App,
    ask::{Ask, Json},
    changes,
    db::{Db, Write},
    failure::{Failure, Result},
    idempotency::{self, Answer},
    params::Params,
    reply,
    who::Me,
};
use axum::{
    extract::{OriginalUri, State},
    response::Response,
};
pub use meyirim::model::audit::What;
use meyirim::model::{
    ActionId, Cursor, Instant, Role, ShiftId,
    audit::{Ends, Entry, Export, Line, Lines, Link, Taken},
    can::Act,
    instant::{DAY, HOUR},
    roster::Column,
};
use serde_json::{Value, json};
use sqlx::{Any, AnyConnection, AssertSqlSafe, query::QueryAs};

/// How long entries are kept.
pub const KEPT: i64 = 3 * 365 * DAY;
/// Entries of one answer of the chain.
const CHAIN: i64 = 1_000;

/// Tells of an act by `me`. `details`: an object without names and contacts. To be called when all else of the transaction is done.
pub async fn note(w: &mut Write, me: &Me, what: What, subject: &str, details: &Value, now: Instant) -> Result<()> {
    let roles = me.rights.roles.iter().map(|role| role.key()).collect::<Vec<_>>().join(",");
    add(w, me.person.as_str(), roles, what, subject, details, now).await
}

/// The same of somebody whose session is only being made.
pub async fn note_of(w: &mut Write, person: &str, roles: &[Role], what: What, details: &Value, now: Instant) -> Result<()> {
    let roles = roles.iter().map(|role| role.key()).collect::<Vec<_>>().join(",");
    add(w, person, roles, what, person, details, now).await
}

/// The same of what the backend does by itself.
pub async fn note_hub(w: &mut Write, what: What, subject: &str, details: &Value, now: Instant) -> Result<()> {
    add(w, "hub", String::new(), what, subject, details, now).await
}

async fn add(w: &mut Write, person: &str, roles: String, what: What, subject: &str, details: &Value, now: Instant) -> Result<()> {
    let (seq, hash): (i64, String) =
        sqlx::query_as("UPDATE audit_head SET held = 1 - held RETURNING seq, hash").fetch_one(w.conn()).await?;
    let entry = Entry {
        seq: 0,
        at: now,
        person: person.to_owned(),
        roles,
        act: what.key().to_owned(),
        subject: subject.to_owned(),
        details: serde_json::to_string(details)?,
        prev: String::new(),
        hash: String::new(),
    };
    let entry = entry.after(&Link { seq: number(seq)?, hash });
    sqlx::query(
        "INSERT INTO audit (seq, at, person, roles, act, subject, details, prev, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(seq + 1)
    .bind(entry.at.0)
    .bind(&entry.person)
    .bind(&entry.roles)
    .bind(&entry.act)
    .bind(&entry.subject)
    .bind(&entry.details)
    .bind(&entry.prev)
    .bind(&entry.hash)
    .execute(w.conn())
    .await?;
    sqlx::query("UPDATE audit_head SET seq = $1, hash = $2").bind(seq + 1).bind(&entry.hash).execute(w.conn()).await?;
    Ok(())
}

/// Tells of something that is asked for again and again, once an hour, person and subject. In a transaction of its own, which is begun only when there is something to tell.
pub async fn note_hourly(db: &Db, me: &Me, what: What, subject: &str, details: &Value, now: Instant) -> Result<()> {
    let hour = now.0.div_euclid(HOUR);
    let seen: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM audit_seen WHERE person = $1 AND act = $2 AND subject = $3 AND hour = $4")
        .bind(me.person.as_str())
        .bind(what.key())
        .bind(subject)
        .bind(hour)
        .fetch_one(&db.pool)
        .await?;
    if seen > 0 {
        return Ok(());
    }
    let mut w = db.write().await?;
    if see(&mut w, me, what, subject, now).await? {
        note(&mut w, me, what, subject, details, now).await?;
    }
    Ok(w.commit().await?)
}

/// Whether it is the first time in this hour.
async fn see(w: &mut Write, me: &Me, what: What, subject: &str, now: Instant) -> Result<bool> {
    let seen = sqlx::query("INSERT INTO audit_seen (person, act, subject, hour) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING")
        .bind(me.person.as_str())
        .bind(what.key())
        .bind(subject)
        .bind(now.0.div_euclid(HOUR))
        .execute(w.conn())
        .await?;
    Ok(seen.rows_affected() == 1)
}

/// Tells of one reading, in a transaction of its own. [`note_hourly`] takes it for told in this hour.
pub async fn note_now(db: &Db, me: &Me, what: What, subject: &str, details: &Value, now: Instant) -> Result<()> {
    let mut w = db.write().await?;
    see(&mut w, me, what, subject, now).await?;
    note(&mut w, me, what, subject, details, now).await?;
    Ok(w.commit().await?)
}

/// How a shift is named in the audit.
pub fn of_shift(action: &ActionId, shift: &ShiftId) -> String {
    format!("{action}/{shift}")
}

fn number(seq: i64) -> Result<u64> {
    u64::try_from(seq).map_err(|_| Failure::internal())
}

type Row = (i64, i64, String, String, String, String, String, String, String);

fn entry((seq, at, person, roles, act, subject, details, prev, hash): Row) -> Result<Entry> {
    Ok(Entry { seq: number(seq)?, at: Instant(at), person, roles, act, subject, details, prev, hash })
}

/// What of the audit is asked for, as SQL: each part with the values that it binds.
struct Filter {
    sql: String,
    texts: Vec<String>,
    numbers: Vec<i64>,
}

impl Filter {
    fn read(params: &mut Params) -> Self {
        let short = |text: &str| match text {
            _ if text.len() > 200 => Err("has more than 200 bytes".to_owned()),
            // PostgreSQL knows no text with a nought in it.
            _ if text.contains('\0') => Err("is no text".to_owned()),
            _ => Ok(text.to_owned()),
        };
        let mut filter = Self { sql: "1 = 1".to_owned(), texts: Vec::new(), numbers: Vec::new() };
        for (name, column) in [("person", "a.person"), ("act", "a.act"), ("subject", "a.subject")] {
            if let Some(text) = params.get_with(name, short) {
                filter.texts.push(text);
                filter.sql.push_str(&format!(" AND {column} = $T{}", filter.texts.len()));
            }
        }
        for (name, relation) in [("from", ">="), ("to", "<")] {
            if let Some(Instant(at)) = params.get::<Instant>(name) {
                filter.numbers.push(at);
                filter.sql.push_str(&format!(" AND a.at {relation} $N{}", filter.numbers.len()));
            }
        }
        if let Some(text) = params.get_with("text", short) {
            // As it is written: the two data bases fold letters differently. What a search on a screen folds, it finds by ids.
            let literal = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            filter.texts.push(format!("%{literal}%"));
            let at = filter.texts.len();
            let like = ["a.act", "a.subject", "a.details", "a.person", "COALESCE(p.name, '')"]
                .map(|column| format!("{column} LIKE $T{at} ESCAPE '\\'"));
            filter.sql.push_str(&format!(" AND ({})", like.join(" OR ")));
        }
        filter
    }

    /// The texts are bound first, then the numbers.
    fn numbered(&self) -> String {
        let texts = self.texts.len();
        let sql = (1..=texts).rev().fold(self.sql.clone(), |sql, at| sql.replace(&format!("$T{at}"), &format!("${at}")));
        (1..=self.numbers.len()).rev().fold(sql, |sql, at| sql.replace(&format!("$N{at}"), &format!("${}", texts + at)))
    }

    fn bind<'q, T>(
        &self,
        query: QueryAs<'q, Any, T, <Any as sqlx::Database>::Arguments>,
    ) -> QueryAs<'q, Any, T, <Any as sqlx::Database>::Arguments> {
        let query = self.texts.iter().fold(query, |query, text| query.bind(text.clone()));
        self.numbers.iter().fold(query, |query, number| query.bind(*number))
    }
}

/// Who looked at personal data or changed it
///
/// The latest first. For auditors and administrators; reading it is itself told, once an hour.
#[utoipa::path(
    get, path = "/roster/audit", tag = "rights",
    params(
        ("limit" = Option<u32>, Query, description = "Entries of a page; 100 if not said", minimum = 1, maximum = 1000),
        ("cursor" = Option<Cursor>, Query, description = "`next` of the page before"),
        ("person" = Option<String>, Query, description = "Who did it", max_length = 200),
        ("act" = Option<String>, Query, description = "What was done", max_length = 200),
        ("subject" = Option<String>, Query, description = "Of a member, batch, person or shift (`action/shift`)", max_length = 200),
        ("from" = Option<Instant>, Query, description = "Not before"),
        ("to" = Option<Instant>, Query, description = "Before"),
        ("text" = Option<String>, Query, description = "In an act, a subject, the details, or the name of who did it", max_length = 200),
    ),
    security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, description = "A page", body = Lines), (status = 403, description = "`forbidden`: `detail` is why")),
)]
pub async fn list_audit(State(app): State<App>, me: Me, OriginalUri(uri): OriginalUri) -> Result<Response> {
    me.can(Act::SeeAudit)?;
    let mut params = Params::read(&uri, &["limit", "cursor", "person", "act", "subject", "from", "to", "text"]);
    let limit = params.limit(100, 1000);
    let cursor = params.get_with("cursor", |text| changes::read_cursor(&app.db, text).ok_or("is no cursor of this list".to_owned()));
    let filter = Filter::read(&mut params);
    params.done()?;
    note_hourly(&app.db, &me, What::AuditRead, "", &json!({}), app.clock.now()).await?;
    let from = "FROM audit a LEFT JOIN persons p ON p.id = a.person WHERE";
    let places = filter.texts.len() + filter.numbers.len();
    let count = format!("SELECT COUNT(*) {from} {}", filter.numbered());
    let (total,): (i64,) = filter.bind(sqlx::query_as(AssertSqlSafe(count))).fetch_one(&app.db.pool).await?;
    let sql = format!(
        "SELECT a.seq, a.at, a.person, a.roles, a.act, a.subject, a.details, a.prev, a.hash, p.name {from} {} AND a.seq < ${} ORDER BY a.seq DESC LIMIT ${}",
        filter.numbered(),
        places + 1,
        places + 2
    );
    type Named = (i64, i64, String, String, String, String, String, String, String, Option<String>);
    let mut rows: Vec<Named> = filter
        .bind(sqlx::query_as(AssertSqlSafe(sql)))
        .bind(cursor.unwrap_or(i64::MAX))
        .bind(i64::from(limit) + 1)
        .fetch_all(&app.db.pool)
        .await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| more).map(|row| Cursor(changes::write_cursor(&app.db, row.0)));
    let line = |(seq, at, person, roles, act, subject, details, prev, hash, name): Named| -> Result<Line> {
        Ok(Line { entry: entry((seq, at, person, roles, act, subject, details, prev, hash))?, name })
    };
    let items = rows.into_iter().map(line).collect::<Result<Vec<_>>>()?;
    reply::ok(&Lines { items, next, total: number(total)? })
}

/// The ends of the audit
///
/// The head is to be written down outside of this backend: with it, also a chain whose end was cut off is found out.
#[utoipa::path(
    get, path = "/roster/audit/head", tag = "rights",
    security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, description = "The anchor and the head", body = Ends), (status = 403, description = "`forbidden`: `detail` is why")),
)]
pub async fn audit_head(State(app): State<App>, me: Me, OriginalUri(uri): OriginalUri) -> Result<Response> {
    me.can(Act::SeeAudit)?;
    Params::read(&uri, &[]).done()?;
    reply::ok(&ends(&mut *app.db.pool.acquire().await?).await?)
}

pub async fn ends(conn: &mut AnyConnection) -> Result<Ends> {
    let (seq, hash, anchor, anchor_hash): (i64, String, i64, String) =
        sqlx::query_as("SELECT seq, hash, anchor, anchor_hash FROM audit_head").fetch_one(conn).await?;
    Ok(Ends { anchor: Link { seq: number(anchor)?, hash: anchor_hash }, head: Link { seq: number(seq)?, hash } })
}

/// The chain itself
///
/// The next thousand entries after one, ascending, to be checked: as they stand here they are hashed (see the README of this backend).
#[utoipa::path(
    get, path = "/roster/audit/chain", tag = "rights",
    params(("after" = Option<u64>, Query, description = "The number of an entry; 0 if not said")),
    security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, description = "Entries", body = Vec<Entry>), (status = 403, description = "`forbidden`: `detail` is why")),
)]
pub async fn audit_chain(State(app): State<App>, me: Me, OriginalUri(uri): OriginalUri) -> Result<Response> {
    me.can(Act::SeeAudit)?;
    let mut params = Params::read(&uri, &["after"]);
    let after = params.get_with("after", |text| text.parse::<u64>().map_err(|_| "is no number".to_owned())).unwrap_or_default();
    params.done()?;
    note_hourly(&app.db, &me, What::AuditRead, "", &json!({}), app.clock.now()).await?;
    let rows: Vec<Row> =
        sqlx::query_as("SELECT seq, at, person, roles, act, subject, details, prev, hash FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2")
            .bind(i64::try_from(after).unwrap_or(i64::MAX))
            .bind(CHAIN)
            .fetch_all(&app.db.pool)
            .await?;
    reply::ok(&rows.into_iter().map(entry).collect::<Result<Vec<_>>>()?)
}

/// Tell that something is taken along
///
/// Before a file with members or entries of the audit is written, or a list printed. Where that was done without a connection it comes later, with its moment.
#[utoipa::path(
    post, path = "/roster/exports", tag = "rights",
    params(crate::openapi::KeyHeader),
    request_body = Export,
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 204, description = "It is in the audit"),
        (status = 403, description = "`forbidden`: `detail` is why; nothing may be taken along"),
        (status = 422, description = "`invalid`: a column twice"),
    ),
)]
pub async fn tell_export(State(app): State<App>, me: Me, ask: Ask<Json<Export>>) -> Result<Response> {
    let now = app.clock.now();
    let Export { what, count, columns, made_at } = &ask.body.0;
    me.can(if *what == Taken::Audit { Act::SeeAudit } else { Act::ExportMembers })?;
    if columns.len() > Column::all().count() {
        return Err(Failure::invalid("/columns", "a column is there twice"));
    }
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    let answer = Answer::empty();
    idempotency::keep(&mut w, &me.scope(), &ask, &answer).await?;
    let done = if *what == Taken::Paper { What::Printed } else { What::Exported };
    // A device's clock may be anywhere; its word is kept where it says something of the past.
    let earlier = (*made_at < now.plus(-HOUR / 60)).then_some(made_at);
    note(&mut w, &me, done, "", &json!({ "what": what, "count": count, "columns": columns, "made_at": earlier }), now).await?;
    w.commit().await?;
    Ok(answer.into_response())
}

/// Cuts off what is older than it is kept, and says so in the chain. What is left follows the anchor.
pub async fn purge(w: &mut Write, now: Instant) -> Result<()> {
    let hour = now.0.div_euclid(HOUR);
    sqlx::query("DELETE FROM audit_seen WHERE hour < $1").bind(hour - 1).execute(w.conn()).await?;
    let last: Option<(i64, String)> = sqlx::query_as("SELECT seq, hash FROM audit WHERE at < $1 ORDER BY seq DESC LIMIT 1")
        .bind(now.plus(-KEPT).0)
        .fetch_optional(w.conn())
        .await?;
    let Some((seq, hash)) = last else { return Ok(()) };
    note_hub(w, What::AuditCut, "", &json!({ "seq": seq, "hash": hash }), now).await?;
    sqlx::query("UPDATE audit_head SET anchor = $1, anchor_hash = $2").bind(seq).bind(&hash).execute(w.conn()).await?;
    sqlx::query("DELETE FROM audit WHERE seq <= $1").bind(seq).execute(w.conn()).await?;
    Ok(())
}
