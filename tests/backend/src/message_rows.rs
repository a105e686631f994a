//! Messages and the people in them, as they lie in the data base.

use crate::{
    db::Write,
    failure::{Failure, Result},
    opt_outs, secrets,
};
use meyirim::model::{
    Action, ActionId, Instant, PersonId, ShiftId,
    instant::DAY,
    member::{Member, MemberId},
    message::{Channel, Counts, Failing, MessageId, MessageView, NewMessage, Recipient, Skip, State},
    message_plan::Fate,
    shift_message::OfShift,
};
use sqlx::{AnyConnection, AssertSqlSafe, FromRow, Row as _, any::AnyRow};
use std::collections::HashMap;

/// How long it is remembered who was sent what.
const REMEMBERED: i64 = 366 * DAY;
/// How long an address is kept to which something could not be sent.
const RETRIED: i64 = 30 * DAY;
/// Rows of one statement.
const AT_ONCE: usize = 200;

/// The members with these ids who are on the list.
pub async fn members(conn: &mut AnyConnection, ids: &[MemberId]) -> Result<HashMap<MemberId, Member>> {
    let mut members = HashMap::with_capacity(ids.len());
    for part in ids.chunks(AT_ONCE) {
        let places: Vec<String> = (1..=part.len()).map(|at| format!("${at}")).collect();
        let sql = format!("SELECT record FROM members WHERE gone = 0 AND id IN ({})", places.join(", "));
        let mut query = sqlx::query_scalar::<_, String>(AssertSqlSafe(sql));
        for id in part {
            query = query.bind(id.as_str());
        }
        for record in query.fetch_all(&mut *conn).await? {
            let member: Member = serde_json::from_str(&record)?;
            members.insert(member.id.clone(), member);
        }
    }
    Ok(members)
}

/// A new message; `false`: there is one with this id.
pub async fn put(w: &mut Write, new: &NewMessage, of: Option<(&ActionId, &ShiftId)>, person: &PersonId, now: Instant) -> Result<bool> {
    let (action, shift) = of.map_or(("", ""), |(action, shift)| (action.as_str(), shift.as_str()));
    let put = sqlx::query(
        "INSERT INTO messages (id, person, why, texts, channels, stand_in, made_at, at, action, shift)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
    )
    .bind(new.id.as_str())
    .bind(person.as_str())
    .bind(new.why.as_deref().map(str::trim).filter(|why| !why.is_empty()))
    .bind(serde_json::to_string(&meyirim::model::message::clean(&new.texts))?)
    .bind(serde_json::to_string(&new.channels)?)
    .bind(i64::from(new.stand_in))
    .bind(new.made_at.0)
    .bind(now.0)
    .bind(action)
    .bind(shift)
    .execute(w.conn())
    .await?;
    Ok(put.rows_affected() == 1)
}

/// Everybody in it, each with what is to come of it.
pub async fn put_people(w: &mut Write, db: &crate::db::Db, message: &MessageId, fates: &[(MemberId, Fate)], now: Instant) -> Result<()> {
    const COLUMNS: usize = 12;
    for part in fates.chunks(AT_ONCE) {
        let line = |row: usize| {
            let places: Vec<String> = (1..=COLUMNS).map(|at| format!("${}", row * COLUMNS + at)).collect();
            format!("({})", places.join(", "))
        };
        let sql = format!(
            "INSERT INTO message_people (message, member, state, why, channel, address, address_key, lang, stand_in, named, delivery, due) VALUES {}",
            (0..part.len()).map(line).collect::<Vec<_>>().join(", ")
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for (member, fate) in part {
            query = query.bind(message.as_str()).bind(member.as_str());
            query = match fate {
                Fate::Gets(delivery) => query
                    .bind(State::Waiting.key())
                    .bind("")
                    .bind(delivery.channel.key())
                    .bind(delivery.to.as_str())
                    .bind(opt_outs::address_key(db, delivery.to.as_str()))
                    .bind(delivery.lang.code())
                    .bind(i64::from(delivery.stand_in))
                    .bind(i64::from(delivery.name.is_some()))
                    .bind(secrets::random_text(16)),
                Fate::Skipped(skip) => {
                    let query = query.bind(State::Skipped.key()).bind(skip.key());
                    query.bind("").bind("").bind(String::new()).bind("").bind(0_i64).bind(0_i64).bind(String::new())
                }
            };
            query = query.bind(now.0);
        }
        query.execute(w.conn()).await?;
    }
    Ok(())
}

struct Row {
    id: String,
    person: String,
    name: Option<String>,
    why: Option<String>,
    texts: String,
    channels: String,
    stand_in: i64,
    at: i64,
    stopped_at: i64,
    /// Both empty: it was for members.
    action: String,
    shift: String,
    /// Of the action.
    title: Option<String>,
}

impl FromRow<'_, AnyRow> for Row {
    fn from_row(row: &AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.try_get("id")?,
            person: row.try_get("person")?,
            name: row.try_get("name")?,
            why: row.try_get("why")?,
            texts: row.try_get("texts")?,
            channels: row.try_get("channels")?,
            stand_in: row.try_get("stand_in")?,
            at: row.try_get("at")?,
            stopped_at: row.try_get("stopped_at")?,
            action: row.try_get("action")?,
            shift: row.try_get("shift")?,
            title: row.try_get("title")?,
        })
    }
}

impl Row {
    fn view(self, counts: Counts) -> Result<MessageView> {
        let action: Option<Action> = self.title.as_deref().map(serde_json::from_str).transpose()?;
        let shift = match self.action.is_empty() {
            true => None,
            false => Some(OfShift {
                action: ActionId::new(&self.action).map_err(|_| Failure::internal())?,
                shift: ShiftId::new(&self.shift).map_err(|_| Failure::internal())?,
                title: action.map(|action| action.title),
            }),
        };
        Ok(MessageView {
            id: MessageId::new(&self.id).map_err(|_| Failure::internal())?,
            by: PersonId::new(&self.person).map_err(|_| Failure::internal())?,
            name: self.name,
            why: self.why,
            texts: serde_json::from_str(&self.texts)?,
            channels: serde_json::from_str(&self.channels)?,
            stand_in: self.stand_in == 1,
            at: Instant(self.at),
            stopped_at: (self.stopped_at > 0).then_some(Instant(self.stopped_at)),
            shift,
            counts,
        })
    }
}

/// With what its sender is called, and the action to whose people it went.
const SELECT: &str =
    "SELECT m.*, p.name, a.record AS title FROM messages m LEFT JOIN persons p ON p.id = m.person LEFT JOIN actions a ON a.id = m.action";

/// The latest `limit` messages with how they stand.
pub async fn list(conn: &mut AnyConnection, limit: i64) -> Result<Vec<MessageView>> {
    let rows: Vec<Row> =
        sqlx::query_as(AssertSqlSafe(format!("{SELECT} ORDER BY m.at DESC, m.id DESC LIMIT $1"))).bind(limit).fetch_all(&mut *conn).await?;
    let Some(oldest) = rows.last().map(|row| row.at) else { return Ok(Vec::new()) };
    let states: Vec<(String, String, i64)> = sqlx::query_as(
        "SELECT p.message, p.state, COUNT(*) FROM message_people p JOIN messages m ON m.id = p.message WHERE m.at >= $1 GROUP BY p.message, p.state",
    )
    .bind(oldest)
    .fetch_all(&mut *conn)
    .await?;
    let mut counts: HashMap<String, Counts> = HashMap::new();
    for (message, state, count) in states {
        counts.entry(message).or_default().add(known(State::from_key(&state))?, u64::try_from(count).unwrap_or_default());
    }
    rows.into_iter()
        .map(|row| {
            let counts = counts.remove(&row.id).unwrap_or_default();
            row.view(counts)
        })
        .collect()
}

pub async fn get(conn: &mut AnyConnection, id: &MessageId) -> Result<Option<MessageView>> {
    let row: Option<Row> =
        sqlx::query_as(AssertSqlSafe(format!("{SELECT} WHERE m.id = $1"))).bind(id.as_str()).fetch_optional(&mut *conn).await?;
    match row {
        Some(row) => counted(conn, row).await.map(Some),
        None => Ok(None),
    }
}

/// To those in this shift, the latest first.
pub async fn of_shift(conn: &mut AnyConnection, action: &ActionId, shift: &ShiftId) -> Result<Vec<MessageView>> {
    let sql = format!("{SELECT} WHERE m.action = $1 AND m.shift = $2 ORDER BY m.at DESC, m.id DESC");
    let rows: Vec<Row> = sqlx::query_as(AssertSqlSafe(sql)).bind(action.as_str()).bind(shift.as_str()).fetch_all(&mut *conn).await?;
    let mut views = Vec::with_capacity(rows.len());
    for row in rows {
        views.push(counted(conn, row).await?);
    }
    Ok(views)
}

async fn counted(conn: &mut AnyConnection, row: Row) -> Result<MessageView> {
    let states: Vec<(String, i64)> = sqlx::query_as("SELECT state, COUNT(*) FROM message_people WHERE message = $1 GROUP BY state")
        .bind(&row.id)
        .fetch_all(&mut *conn)
        .await?;
    let mut counts = Counts::default();
    for (state, count) in states {
        counts.add(known(State::from_key(&state))?, u64::try_from(count).unwrap_or_default());
    }
    row.view(counts)
}

/// A word in the data base that we have written there ourselves.
fn known<T>(read: Option<T>) -> Result<T> {
    read.ok_or_else(Failure::internal)
}

pub async fn people(conn: &mut AnyConnection, id: &MessageId) -> Result<Vec<Recipient>> {
    type Row = (String, Option<String>, String, String, String, String, String, i64, i64);
    // Ids of members and of persons are never the same, but only a message to a shift names persons.
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT r.member, p.name, r.state, r.why, r.detail, r.channel, r.lang, r.stand_in, r.at FROM message_people r
         JOIN messages m ON m.id = r.message LEFT JOIN persons p ON p.id = r.member AND m.action <> '' WHERE r.message = $1 ORDER BY r.member",
    )
    .bind(id.as_str())
    .fetch_all(conn)
    .await?;
    let read = |(member, name, state, why, detail, channel, lang, stand_in, at): Row| {
        let state = known(State::from_key(&state))?;
        Ok(Recipient {
            member: MemberId::new(&member).map_err(|_| Failure::internal())?,
            name,
            state,
            skipped: if state == State::Skipped { Some(known(Skip::from_key(&why))?) } else { None },
            failing: if state == State::Failed { Some(known(Failing::from_key(&why))?) } else { None },
            detail: Some(detail).filter(|detail| !detail.is_empty()),
            channel: Channel::from_key(&channel),
            lang: meyirim::model::Lang::from_code(&lang),
            stand_in: stand_in == 1,
            at: (at > 0).then_some(Instant(at)),
        })
    };
    rows.into_iter().map(read).collect()
}

/// Addresses of a message, by their keys, to which it could not be sent.
pub async fn failed(conn: &mut AnyConnection, id: &MessageId) -> Result<HashMap<String, Failing>> {
    let rows: Vec<(String, String)> = sqlx::query_as("SELECT address_key, why FROM message_people WHERE message = $1 AND state = 'failed'")
        .bind(id.as_str())
        .fetch_all(conn)
        .await?;
    rows.into_iter().map(|(key, why)| Ok((key, known(Failing::from_key(&why))?))).collect()
}

/// What has not gone out is not sent any more. What is on its way in this moment may still arrive, and then says so.
pub async fn stop(w: &mut Write, id: &MessageId, now: Instant) -> Result<()> {
    sqlx::query("UPDATE messages SET stopped_at = $2 WHERE id = $1 AND stopped_at = 0")
        .bind(id.as_str())
        .bind(now.0)
        .execute(w.conn())
        .await?;
    sqlx::query("UPDATE message_people SET state = 'withdrawn', address = '', at = $2 WHERE message = $1 AND state = 'waiting'")
        .bind(id.as_str())
        .bind(now.0)
        .execute(w.conn())
        .await?;
    Ok(())
}

/// What could not be sent waits again, unless its address has been forgotten since.
pub async fn retry(w: &mut Write, id: &MessageId, now: Instant) -> Result<()> {
    sqlx::query(
        "UPDATE message_people SET state = 'waiting', why = '', detail = '', tries = 0, due = $2, at = 0 WHERE message = $1 AND state = 'failed' AND address <> ''",
    )
    .bind(id.as_str())
    .bind(now.0)
    .execute(w.conn())
    .await?;
    Ok(())
}

pub async fn purge(w: &mut Write, now: Instant) -> Result<()> {
    let old = now.plus(-REMEMBERED).0;
    sqlx::query("DELETE FROM message_people WHERE message IN (SELECT id FROM messages WHERE at < $1)").bind(old).execute(w.conn()).await?;
    sqlx::query("DELETE FROM messages WHERE at < $1").bind(old).execute(w.conn()).await?;
    sqlx::query("UPDATE message_people SET address = '' WHERE state = 'failed' AND address <> '' AND at < $1")
        .bind(now.plus(-RETRIED).0)
        .execute(w.conn())
        .await?;
    Ok(())
}
