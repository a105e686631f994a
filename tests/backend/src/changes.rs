//! The change feed: what is new since a cursor, with tombstones.
//!
//! Every write takes the next number of the history and stamps the records it touched with it; a cursor is the name of the data
//! base and such a number. "Since n" is therefore a plain range query over each table, and the same range serves `/changes`, the
//! live feed, and the first message to a client that comes back to the live feed.

use crate::{
    app::App,
    db::{Db, Write},
    failure::{Failure, Result},
    params::Params,
    reply, signups,
    who::Visitor,
};
use axum::{
    extract::{OriginalUri, State},
    http::StatusCode,
    response::Response,
};
use meyirim::model::{ChangeSet, Instant, PersonId};
use std::fmt::Write as _;

/// At most so many records of a kind in one answer.
pub const PAGE: i64 = 1_000;

pub fn write_cursor(db: &Db, head: i64) -> String {
    format!("{}.{head}", db.epoch)
}

/// `None` for the cursor of another data base, and for what is no cursor at all: a client with such a thing must begin anew, not be
/// stuck with an error.
pub fn read_cursor(db: &Db, text: &str) -> Option<i64> {
    let (epoch, head) = text.rsplit_once('.')?;
    head.parse().ok().filter(|head| epoch == &*db.epoch && *head >= 0)
}

/// Records of one kind, as JSON, and ids of those that are gone.
#[derive(Debug, Default, Clone)]
pub struct Part {
    pub changed: Vec<String>,
    pub removed: Vec<String>,
}

impl Part {
    fn write(&self, name: &str, json: &mut String) {
        let quoted: Vec<_> = self.removed.iter().map(|id| format!("\"{id}\"")).collect();
        let _ = write!(json, ",\"{name}\":{{\"changed\":[{}],\"removed\":[{}]}}", self.changed.join(","), quoted.join(","));
    }
}

/// What everyone may see of the changes after `from` up to `upto`.
#[derive(Debug, Clone)]
pub struct Public {
    pub from: i64,
    pub upto: i64,
    pub more: bool,
    pub reset: bool,
    actions: Part,
    organisations: Part,
    indicators: Part,
}

impl Public {
    /// The change set as it goes over the wire, with the signups of whoever it goes to.
    pub fn json(&self, db: &Db, signups: &Part) -> String {
        let parts =
            [("actions", &self.actions), ("organisations", &self.organisations), ("indicators", &self.indicators), ("signups", signups)];
        set(&write_cursor(db, self.upto), self.reset, self.more, &parts)
    }
}

/// A change set as it goes over the wire.
pub fn set(cursor: &str, reset: bool, more: bool, parts: &[(&str, &Part)]) -> String {
    let mut json = format!("{{\"cursor\":\"{cursor}\",\"reset\":{reset},\"more\":{more}");
    for (name, part) in parts {
        part.write(name, &mut json);
    }
    json.push('}');
    json
}

/// `None` as `from` is a client that has to begin anew.
pub async fn public(db: &Db, from: Option<i64>) -> Result<Public> {
    // The end of the range first: what is written from now on has a larger number and comes next time.
    let (head, floor): (i64, i64) = sqlx::query_as("SELECT head, floor FROM history").fetch_one(&db.pool).await?;
    let nothing = Public {
        from: head,
        upto: head,
        more: false,
        reset: false,
        actions: Part::default(),
        organisations: Part::default(),
        indicators: Part::default(),
    };
    let Some(from) = from.filter(|from| (floor..=head).contains(from)) else { return Ok(Public { reset: true, ..nothing }) };
    if from == head {
        return Ok(nothing);
    }
    let (actions, a) =
        range(db, "SELECT id, rev, gone, record FROM actions WHERE rev > $1 AND rev <= $2 ORDER BY rev LIMIT $3", from, head).await?;
    let (organisations, b) =
        range(db, "SELECT id, rev, gone, record FROM organisations WHERE rev > $1 AND rev <= $2 ORDER BY rev LIMIT $3", from, head).await?;
    let (indicators, c) =
        range(db, "SELECT id, rev, gone, record FROM indicators WHERE rev > $1 AND rev <= $2 ORDER BY rev LIMIT $3", from, head).await?;
    // Where one kind had too many, all stop there.
    let upto = a.min(b).min(c);
    Ok(Public {
        from,
        upto,
        more: upto < head,
        reset: false,
        actions: part(actions, upto),
        organisations: part(organisations, upto),
        indicators: part(indicators, upto),
    })
}

type Row = (String, i64, i64, String);

/// The rows up to a change.
pub fn part(rows: Vec<Row>, upto: i64) -> Part {
    let mut part = Part::default();
    for (id, _, gone, record) in rows.into_iter().filter(|(_, rev, ..)| *rev <= upto) {
        if gone == 0 { part.changed.push(record) } else { part.removed.push(id) }
    }
    part
}

/// The rows of a range and up to which change they are complete. No transaction changes more than a few public records at once, so a
/// page always gets somewhere.
pub async fn range(db: &Db, sql: &'static str, from: i64, head: i64) -> Result<(Vec<Row>, i64)> {
    let rows: Vec<Row> = sqlx::query_as(sql).bind(from).bind(head).bind(PAGE + 1).fetch_all(&db.pool).await?;
    let complete = match rows.last() {
        Some((_, rev, ..)) if rows.len() as i64 > PAGE => rev - 1,
        _ => head,
    };
    Ok((rows, complete))
}

/// All that changed since a cursor
///
/// In one answer: records that are new or changed, ids of those that are gone, and the next cursor. `reset` tells a client whose
/// cursor is of another data base or too old to load the lists anew. `more`: ask again at once.
#[utoipa::path(
    get, path = "/changes", tag = "changes",
    params(("since" = String, Query, description = "The cursor of a list (`changes`) or of the last change set", min_length = 1, max_length = 200)),
    security((), ("bearer" = []), ("cookie" = [])),
    responses((status = 200, description = "The changes; `signups` are those of whoever is signed in", body = ChangeSet)),
)]
pub async fn changes(State(app): State<App>, Visitor(me): Visitor, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let mut params = Params::read(&uri, &["since"]);
    let since = params.get_with("since", cursor_text);
    params.done()?;
    let since = since.ok_or_else(|| Failure::malformed("/query/since", "is missing"))?;
    let public = public(&app.db, read_cursor(&app.db, &since)).await?;
    let signups = match &me {
        Some(me) => mine(&app, &me.person, &public).await?,
        None => Part::default(),
    };
    Ok(reply::json(StatusCode::OK, public.json(&app.db, &signups)))
}

/// A cursor of whatever data base: something short.
pub fn cursor_text(text: &str) -> Result<String, String> {
    if (1..=200).contains(&text.len()) { Ok(text.to_owned()) } else { Err("is no cursor".to_owned()) }
}

/// A person's own signups in the range of `public`.
pub async fn mine(app: &App, person: &PersonId, public: &Public) -> Result<Part> {
    if public.from == public.upto {
        return Ok(Part::default());
    }
    signups::changed(&app.db, Some(person), public.from, public.upto).await.map(|mut all| all.remove(person.as_str()).unwrap_or_default())
}

/// Forgets tombstones from before a moment, and with them how to tell older clients.
pub async fn purge(w: &mut Write, before: Instant) -> Result<()> {
    const EACH: [(&str, &str); 8] = [
        ("SELECT COALESCE(MAX(rev), 0) FROM actions WHERE gone > 0 AND gone < $1", "DELETE FROM actions WHERE gone > 0 AND gone < $1"),
        (
            "SELECT COALESCE(MAX(rev), 0) FROM organisations WHERE gone > 0 AND gone < $1",
            "DELETE FROM organisations WHERE gone > 0 AND gone < $1",
        ),
        (
            "SELECT COALESCE(MAX(rev), 0) FROM indicators WHERE gone > 0 AND gone < $1",
            "DELETE FROM indicators WHERE gone > 0 AND gone < $1",
        ),
        ("SELECT COALESCE(MAX(rev), 0) FROM members WHERE gone > 0 AND gone < $1", "DELETE FROM members WHERE gone > 0 AND gone < $1"),
        (
            "SELECT COALESCE(MAX(rev), 0) FROM member_organisations WHERE gone > 0 AND gone < $1",
            "DELETE FROM member_organisations WHERE gone > 0 AND gone < $1",
        ),
        ("SELECT COALESCE(MAX(rev), 0) FROM campaigns WHERE gone > 0 AND gone < $1", "DELETE FROM campaigns WHERE gone > 0 AND gone < $1"),
        ("SELECT COALESCE(MAX(rev), 0) FROM news WHERE gone > 0 AND gone < $1", "DELETE FROM news WHERE gone > 0 AND gone < $1"),
        ("SELECT COALESCE(MAX(rev), 0) FROM signups WHERE gone > 0 AND gone < $1", "DELETE FROM signups WHERE gone > 0 AND gone < $1"),
    ];
    for (last, delete) in EACH {
        let last: i64 = sqlx::query_scalar(last).bind(before.0).fetch_one(w.conn()).await?;
        sqlx::query("UPDATE history SET floor = $1 WHERE floor < $1").bind(last).execute(w.conn()).await?;
        sqlx::query(delete).bind(before.0).execute(w.conn()).await?;
    }
    Ok(())
}
