//! Messages and the people in them, as they lie in the data base.

use crate::{
    db::Write,
    failure::{Failure, Result},
    opt_outs, secrets,
};
use meyirim::model::{
    Action, ActionId, Instant, PersonId, ShiftId,
    called_off::About,
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

/// To those in which shift a message goes.
#[derive(Clone, Copy)]
pub struct OfThose<'a> {
    pub action: &'a ActionId,
    pub shift: &'a ShiftId,
    /// As in [`OfShift`].
    pub about: Option<About>,
}

/// A new message; `false`: there is one with this id.
pub async fn put(w: &mut Write, new: &NewMessage, of: Option<OfThose<'_>>, person: &PersonId, now: Instant) -> Result<bool> {
    let (action, shift) = of.map_or(("", ""), |of| (of.action.as_str(), of.shift.as_str()));
    let about = of.and_then(|of| of.about).map_or("", About::key);
    let put = sqlx::query(
        "INSERT INTO messages (id, person, why, texts, channels, stand_in, made_at, at, action, shift, about)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING",
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
    .bind(about)
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
    about: String,
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
            about: row.try_get("about")?,
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
                about: About::from_key(&self.about),
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

/// A message with everybody in it.
pub struct Written {
    pub message: MessageView,
    pub people: Vec<Fated>,
}

/// One of them, with the key of their address.
pub struct Fated {
    pub to: Recipient,
    /// Empty: it was never on its way to them.
    pub address_key: String,
    tries: i64,
}

impl Fated {
    /// It has gone out to them, or is about to.
    pub fn reaches(&self) -> bool {
        matches!(self.to.state, State::Sent | State::Waiting)
    }

    /// It may have arrived: it has gone out, or that was tried.
    pub fn was_tried(&self) -> bool {
        match self.to.state {
            State::Sent | State::Failed => true,
            State::Waiting | State::Withdrawn => self.tries > 0,
            State::Skipped => false,
        }
    }
}

/// Messages to those in these shifts, of each shift the latest first. Asked in parts, however many there are.
pub async fn of_shifts(conn: &mut AnyConnection, shifts: &[(&ActionId, &ShiftId)]) -> Result<Vec<Written>> {
    let mut all = Vec::new();
    for part in shifts.chunks(AT_ONCE) {
        all.extend(of_part(conn, part).await?);
    }
    Ok(all)
}

async fn of_part(conn: &mut AnyConnection, shifts: &[(&ActionId, &ShiftId)]) -> Result<Vec<Written>> {
    let places: Vec<String> = (0..shifts.len()).map(|at| format!("(m.action = ${} AND m.shift = ${})", 2 * at + 1, 2 * at + 2)).collect();
    let those = places.join(" OR ");
    let ids = || shifts.iter().flat_map(|(action, shift)| [action.as_str(), shift.as_str()]);
    let sql = format!("{SELECT} WHERE {those} ORDER BY m.at DESC, m.id DESC");
    let rows = ids().fold(sqlx::query_as::<_, Row>(AssertSqlSafe(sql)), |query, id| query.bind(id)).fetch_all(&mut *conn).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("{PEOPLE} WHERE {those} ORDER BY r.member");
    let people = ids().fold(sqlx::query_as::<_, InIt>(AssertSqlSafe(sql)), |query, id| query.bind(id)).fetch_all(&mut *conn).await?;
    let mut by_message = HashMap::<String, Vec<Fated>>::new();
    for one in people {
        let (message, fated) = one.read()?;
        by_message.entry(message).or_default().push(fated);
    }
    let with = |row: Row| {
        let people = by_message.remove(&row.id).unwrap_or_default();
        let mut counts = Counts::default();
        people.iter().for_each(|one| counts.add(one.to.state, 1));
        Ok(Written { message: row.view(counts)?, people })
    };
    rows.into_iter().map(with).collect()
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

/// Ids of members and of persons are never the same, but only a message to a shift names persons.
const PEOPLE: &str =
    "SELECT r.message, r.member, p.name, r.state, r.why, r.detail, r.channel, r.lang, r.stand_in, r.at, r.address_key, r.tries FROM message_people r
     JOIN messages m ON m.id = r.message LEFT JOIN persons p ON p.id = r.member AND m.action <> ''";

struct InIt {
    message: String,
    member: String,
    name: Option<String>,
    state: String,
    why: String,
    detail: String,
    channel: String,
    lang: String,
    stand_in: i64,
    at: i64,
    address_key: String,
    tries: i64,
}

impl FromRow<'_, AnyRow> for InIt {
    fn from_row(row: &AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            message: row.try_get("message")?,
            member: row.try_get("member")?,
            name: row.try_get("name")?,
            state: row.try_get("state")?,
            why: row.try_get("why")?,
            detail: row.try_get("detail")?,
            channel: row.try_get("channel")?,
            lang: row.try_get("lang")?,
            stand_in: row.try_get("stand_in")?,
            at: row.try_get("at")?,
            address_key: row.try_get("address_key")?,
            tries: row.try_get("tries")?,
        })
    }
}

impl InIt {
    /// With the message.
    fn read(self) -> Result<(String, Fated)> {
        let state = known(State::from_key(&self.state))?;
        let to = Recipient {
            member: MemberId::new(&self.member).map_err(|_| Failure::internal())?,
            name: self.name,
            state,
            skipped: if state == State::Skipped { Some(known(Skip::from_key(&self.why))?) } else { None },
            failing: if state == State::Failed { Some(known(Failing::from_key(&self.why))?) } else { None },
            detail: Some(self.detail).filter(|detail| !detail.is_empty()),
            channel: Channel::from_key(&self.channel),
            lang: meyirim::model::Lang::from_code(&self.lang),
            stand_in: self.stand_in == 1,
            at: (self.at > 0).then_some(Instant(self.at)),
        };
        Ok((self.message, Fated { to, address_key: self.address_key, tries: self.tries }))
    }
}

pub async fn people(conn: &mut AnyConnection, id: &MessageId) -> Result<Vec<Recipient>> {
    let sql = format!("{PEOPLE} WHERE r.message = $1 ORDER BY r.member");
    let rows: Vec<InIt> = sqlx::query_as(AssertSqlSafe(sql)).bind(id.as_str()).fetch_all(conn).await?;
    rows.into_iter().map(|row| Ok(row.read()?.1.to)).collect()
}

/// Whether the hub has told those in the shift of this message something else since.
pub async fn is_outdated(conn: &mut AnyConnection, id: &MessageId) -> Result<bool> {
    let later: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM messages m JOIN messages l ON l.action = m.action AND l.shift = m.shift AND l.about <> '' AND l.at > m.at
         WHERE m.id = $1 AND m.about <> ''",
    )
    .bind(id.as_str())
    .fetch_one(conn)
    .await?;
    Ok(later > 0)
}

/// What the hub was to tell those in a shift does not go out any more, as far as it has not. Also what was stopped, and then tried again.
pub async fn stop_told(w: &mut Write, action: &ActionId, shift: &ShiftId, now: Instant) -> Result<()> {
    let ids: Vec<String> = sqlx::query_scalar("SELECT id FROM messages WHERE action = $1 AND shift = $2 AND about <> ''")
        .bind(action.as_str())
        .bind(shift.as_str())
        .fetch_all(w.conn())
        .await?;
    for id in ids {
        let waiting: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM message_people WHERE message = $1 AND state = 'waiting'")
            .bind(&id)
            .fetch_one(w.conn())
            .await?;
        if waiting > 0 {
            stop(w, &MessageId::new(&id).map_err(|_| Failure::internal())?, now).await?;
        }
    }
    Ok(())
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
