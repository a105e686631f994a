//! Telling people in time: a place is offered, a shift is near, something was changed or called off. In the app, by e-mail and on the devices where it was turned on, each as the person
//! wishes.
//!
//! A notice is written down in the very transaction that makes it true (a reminder: when it is due), one row for each way of telling. That row exists once, by a unique index over what is told,
//! and stays when it has been told: whoever finds the same thing again, in this backend or another on the same data base, changes nothing. It is told by whichever backend takes it first: the
//! row's `due` moment is put forward before anything is sent. A backend that dies in between sends it again after a while, under the same name (the Message-ID of a letter, the tag of a message),
//! so that people see one. What is no longer true when its turn comes is not told.

use crate::{
    app::App,
    db::Write,
    failure::{Failure, Result},
    letters::{self, Telling},
    push::{self, Sent},
    records, secrets,
    signup_rows::Row as SignupRow,
    wishes,
};
use futures_util::{StreamExt, stream};
use meyirim::model::{
    Action, ActionDetail, ActionId, ActionState, Instant, NoticeKind, PersonId, Shift, ShiftId,
    instant::{DAY, MINUTE},
    notice::{Channel, Facts, due, holds, of_change, reminds_at},
};
use sqlx::{AnyConnection, FromRow, Row as _, any::AnyRow};

/// After this a message that was being sent is taken for lost, and sent again.
const LOST: i64 = 5 * MINUTE;

/// How long somebody is told that their place was taken over: the next days they look at their phone.
const COVERED: i64 = 7 * DAY;

/// How long what was told is remembered after the shift.
const REMEMBERED: i64 = 30 * DAY;

/// How many messages are on their way at once: a slow mail server or push service should not hold up the rest.
const AT_ONCE: usize = 4;

/// One thing to tell one person.
struct News<'a> {
    person: &'a str,
    action: &'a ActionId,
    shift: &'a ShiftId,
    kind: NoticeKind,
    version: i64,
    /// Of the shift.
    ends: Instant,
}

/// Writes it down for the app, a letter, and each device. What is there already stays as it is.
async fn write_down(w: &mut Write, news: &News<'_>, now: Instant) -> Result<()> {
    let devices: Vec<String> =
        sqlx::query_scalar("SELECT id FROM push_devices WHERE person = $1").bind(news.person).fetch_all(w.conn()).await?;
    let mut ways = vec![("app", String::new()), (Channel::Email.key(), String::new())];
    ways.extend(devices.into_iter().map(|device| (Channel::Push.key(), device)));
    for (channel, device) in ways {
        // The app shows it from now on.
        let told = channel == "app";
        sqlx::query(
            "INSERT INTO notices (id, person, action, shift, kind, version, channel, device, shift_ends, made_at, due, closed, told_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, $12) ON CONFLICT DO NOTHING",
        )
        .bind(secrets::random_text(16))
        .bind(news.person)
        .bind(news.action.as_str())
        .bind(news.shift.as_str())
        .bind(news.kind.key())
        .bind(news.version)
        .bind(channel)
        .bind(device)
        .bind(news.ends.0)
        .bind(now.0)
        .bind(i64::from(told))
        .bind(if told { now.0 } else { 0 })
        .execute(w.conn())
        .await?;
    }
    Ok(())
}

/// Of a place that is offered.
pub async fn offer(w: &mut Write, person: &str, (action, shift): (&ActionId, &ShiftId), until: Instant, now: Instant) -> Result<()> {
    write_down(w, &News { person, action, shift, kind: NoticeKind::Offer, version: until.0, ends: until }, now).await
}

/// Somebody is looked for who takes a place over; since `since`.
pub async fn stand_in(w: &mut Write, person: &str, (action, shift): (&ActionId, &Shift), since: i64, now: Instant) -> Result<()> {
    let news = News { person, action, shift: &shift.id, kind: NoticeKind::StandIn, version: since, ends: shift.starts };
    write_down(w, &news, now).await
}

/// Somebody has taken the place over. Who has given it up need not come.
pub async fn covered(w: &mut Write, person: &str, (action, shift): (&ActionId, &ShiftId), now: Instant) -> Result<()> {
    write_down(w, &News { person, action, shift, kind: NoticeKind::Covered, version: now.0, ends: now.plus(COVERED) }, now).await
}

/// A parent's consent is no more, and the place went with it.
pub async fn consent_ended(w: &mut Write, person: &str, (action, shift): (&ActionId, &Shift), now: Instant) -> Result<()> {
    let news = News { person, action, shift: &shift.id, kind: NoticeKind::ConsentEnded, version: now.0, ends: shift.ends };
    write_down(w, &news, now).await
}

/// Of an action that is changed, or removed altogether, to whoever is in it. Before signups of shifts that are no more have gone.
pub async fn change(w: &mut Write, before: &ActionDetail, after: Option<&ActionDetail>, now: Instant) -> Result<()> {
    let sequence = after.map_or(before.sequence.saturating_add(1), |after| after.sequence);
    for shift in &before.action.shifts {
        let Some(kind) = of_change(before, after, shift) else { continue };
        let ends = after.and_then(|after| after.action.shift(&shift.id)).map_or(shift.ends, |new| new.ends);
        // Over before and after: a correction of the record.
        if ends.max(shift.ends) > now {
            to_everyone(w, (&before.action.id, &shift.id), kind, sequence, ends, now).await?;
        }
    }
    Ok(())
}

async fn to_everyone(
    w: &mut Write,
    (action, shift): (&ActionId, &ShiftId),
    kind: NoticeKind,
    sequence: u32,
    ends: Instant,
    now: Instant,
) -> Result<()> {
    let people: Vec<String> = sqlx::query_scalar(
        "SELECT person FROM signups WHERE action = $1 AND shift = $2 AND state IN ('confirmed', 'offered', 'waiting') AND gone = 0",
    )
    .bind(action.as_str())
    .bind(shift.as_str())
    .fetch_all(w.conn())
    .await?;
    for person in &people {
        write_down(w, &News { person, action, shift, kind, version: i64::from(sequence), ends }, now).await?;
    }
    Ok(())
}

/// Writes the reminders down that have come due; how many people that was.
pub async fn remind(app: &App) -> Result<usize> {
    let now = app.clock.now();
    let records: Vec<String> = sqlx::query_scalar("SELECT record FROM actions WHERE gone = 0 AND starts <= $1 AND ends > $2")
        .bind(now.plus(2 * DAY).0)
        .bind(now.0)
        .fetch_all(&app.db.pool)
        .await?;
    let mut reminded = 0;
    for record in records {
        let action: Action = serde_json::from_str(&record)?;
        if action.state != ActionState::Published {
            continue;
        }
        for shift in &action.shifts {
            for kind in NoticeKind::ALL {
                // Of the time alone; who joined when is the data base's to say.
                let Some(at) = reminds_at(kind, shift.starts, &app.zone).filter(|at| due(kind, shift.starts, *at, &app.zone, now)) else {
                    continue;
                };
                let people: Vec<String> = sqlx::query_scalar(
                    "SELECT s.person FROM signups s WHERE s.action = $1 AND s.shift = $2 AND s.state = 'confirmed' AND s.gone = 0 AND s.decided_at <= $3
                     AND NOT EXISTS (SELECT 1 FROM notices n WHERE n.person = s.person AND n.action = s.action AND n.shift = s.shift
                     AND n.kind = $4 AND n.version = $5)",
                )
                .bind(action.id.as_str())
                .bind(shift.id.as_str())
                .bind(at.0)
                .bind(kind.key())
                .bind(shift.starts.0)
                .fetch_all(&app.db.pool)
                .await?;
                if people.is_empty() {
                    continue;
                }
                let mut w = app.db.write().await?;
                for person in &people {
                    let news = News { person, action: &action.id, shift: &shift.id, kind, version: shift.starts.0, ends: shift.ends };
                    write_down(&mut w, &news, now).await?;
                }
                w.commit().await?;
                reminded += people.len();
            }
        }
    }
    Ok(reminded)
}

/// A row of the table that is to be told, or shown.
pub struct Row {
    pub id: String,
    pub person: String,
    pub action: String,
    pub shift: String,
    pub kind: String,
    pub version: i64,
    pub device: String,
    pub shift_ends: i64,
    pub made_at: i64,
    tries: i64,
    due: i64,
}

impl FromRow<'_, AnyRow> for Row {
    fn from_row(row: &AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.try_get("id")?,
            person: row.try_get("person")?,
            action: row.try_get("action")?,
            shift: row.try_get("shift")?,
            kind: row.try_get("kind")?,
            version: row.try_get("version")?,
            device: row.try_get("device")?,
            shift_ends: row.try_get("shift_ends")?,
            made_at: row.try_get("made_at")?,
            tries: row.try_get("tries")?,
            due: row.try_get("due")?,
        })
    }
}

/// How a try ended.
enum Outcome {
    Told,
    /// Not true any more, not wished, or there is no way.
    Closed,
    /// After so many milliseconds at the earliest.
    Again(i64),
}

/// Tells what is due, by every channel; how many messages went out.
pub async fn tell(app: &App) -> Result<usize> {
    Ok(tell_by(app, Channel::Email).await? + tell_by(app, Channel::Push).await?)
}

/// By one channel. Each has its own turn, so that a mail server that is down keeps no phone silent.
pub async fn tell_by(app: &App, channel: Channel) -> Result<usize> {
    let rows: Vec<Row> = sqlx::query_as("SELECT * FROM notices WHERE closed = 0 AND channel = $1 AND due <= $2 ORDER BY due LIMIT 300")
        .bind(channel.key())
        .bind(app.clock.now().0)
        .fetch_all(&app.db.pool)
        .await?;
    let tries = rows.into_iter().map(|row| async move {
        tell_one(app, channel, &row).await.unwrap_or_else(|failure| {
            // One that cannot be read must not keep the others waiting; its turn comes again.
            tracing::warn!(title = failure.problem.title, kind = row.kind, "notice");
            false
        })
    });
    let told: Vec<bool> = stream::iter(tries).buffer_unordered(AT_ONCE).collect().await;
    Ok(told.into_iter().filter(|told| *told).count())
}

async fn tell_one(app: &App, channel: Channel, row: &Row) -> Result<bool> {
    // Anew for each: those before may have taken their time.
    let now = app.clock.now();
    // Whoever puts it forward has it.
    let taken = sqlx::query("UPDATE notices SET due = $3, tries = tries + 1 WHERE id = $1 AND due = $2 AND closed = 0")
        .bind(&row.id)
        .bind(row.due)
        .bind(now.plus(LOST).0)
        .execute(&app.db.pool)
        .await?;
    if taken.rows_affected() == 0 {
        return Ok(false);
    }
    let outcome = match prepare(app, channel, row, now).await? {
        Some(telling) => send(app, channel, row, &telling, now).await?,
        None => Outcome::Closed,
    };
    let (due, closed, told_at) = match outcome {
        Outcome::Told => (row.due, 1, app.clock.now().0),
        Outcome::Closed => (row.due, 1, 0),
        Outcome::Again(wait) => (app.clock.now().plus(wait).0, 0, 0),
    };
    sqlx::query("UPDATE notices SET due = $2, closed = $3, told_at = $4 WHERE id = $1")
        .bind(&row.id)
        .bind(due)
        .bind(closed)
        .bind(told_at)
        .execute(&app.db.pool)
        .await?;
    Ok(told_at > 0)
}

async fn send(app: &App, channel: Channel, row: &Row, telling: &Telling, now: Instant) -> Result<Outcome> {
    // Later each time; that the news is no longer true is the end of trying.
    let wait = MINUTE.saturating_mul(1 << row.tries.clamp(0, 6));
    match channel {
        Channel::Email => {
            let (subject, body) = letters::letter(telling, app.settings.origin.as_deref(), &app.zone, now);
            Ok(match app.mailer.deliver(&telling.person.contact, &subject, &body, &row.id).await {
                Ok(()) => Outcome::Told,
                Err(error) => {
                    tracing::warn!(error, "notice not sent");
                    Outcome::Again(wait)
                }
            })
        }
        Channel::Push => {
            let message = letters::message(telling, &app.zone, now);
            Ok(match push::send(app, &row.device, telling, &message, now).await? {
                Sent::Taken => Outcome::Told,
                Sent::Refused => Outcome::Closed,
                Sent::NotNow(least) => Outcome::Again(wait.max(least)),
            })
        }
    }
}

/// All that is needed to tell it; `None`: it is not true any more, not wished, or there is no way to this person.
async fn prepare(app: &App, channel: Channel, row: &Row, now: Instant) -> Result<Option<Telling>> {
    let mut conn = app.db.pool.acquire().await?;
    let Some(known) = look(&mut conn, row, now).await? else { return Ok(None) };
    let id = PersonId::new(&row.person).map_err(|_| Failure::internal())?;
    let Some(person) = records::person(&mut conn, &id).await? else { return Ok(None) };
    let wishes = wishes::read(&mut conn, &id).await?;
    let reached = channel == Channel::Push || app.mailer.reaches(&person.contact);
    if !reached || !wishes.wants(known.kind, channel) {
        return Ok(None);
    }
    let Known { kind, detail } = known;
    Ok(Some(Telling { kind, version: row.version, person, shift: row.shift.clone(), ends: Instant(row.shift_ends), detail }))
}

/// A notice that is still true, and its action as it is now (or was, when it was removed).
pub struct Known {
    pub kind: NoticeKind,
    pub detail: ActionDetail,
}

pub async fn look(conn: &mut AnyConnection, row: &Row, now: Instant) -> Result<Option<Known>> {
    let kind = NoticeKind::from_key(&row.kind).ok_or_else(Failure::internal)?;
    let found: Option<(String, String, i64)> =
        sqlx::query_as("SELECT record, rest, gone FROM actions WHERE id = $1").bind(&row.action).fetch_optional(&mut *conn).await?;
    let Some((record, rest, gone)) = found else { return Ok(None) };
    let detail: ActionDetail = serde_json::from_str(&crate::actions::join(&record, &rest))?;
    let signup: Option<SignupRow> = sqlx::query_as("SELECT * FROM signups WHERE person = $1 AND action = $2 AND shift = $3 AND gone = 0")
        .bind(&row.person)
        .bind(&row.action)
        .bind(&row.shift)
        .fetch_optional(&mut *conn)
        .await?;
    let last_change: Option<i64> = sqlx::query_scalar(
        "SELECT MAX(version) FROM notices WHERE person = $1 AND action = $2 AND shift = $3 AND kind IN ('changed', 'cancelled', 'reinstated')",
    )
    .bind(&row.person)
    .bind(&row.action)
    .bind(&row.shift)
    .fetch_one(&mut *conn)
    .await?;
    let facts = Facts {
        action: (gone == 0).then_some(&detail.action),
        shift: detail.action.shifts.iter().find(|shift| shift.id.as_str() == row.shift),
        last_change: last_change.unwrap_or(i64::MIN),
        standing: signup.map(|row| row.signup()).transpose()?.map(|signup| signup.standing),
        ends: Instant(row.shift_ends),
    };
    let true_still = holds(kind, row.version, &facts, now);
    Ok(true_still.then_some(Known { kind, detail }))
}

/// Forgets what was told of shifts that are long over, and so cannot be told again.
pub async fn purge(w: &mut Write, now: Instant) -> Result<()> {
    sqlx::query("DELETE FROM notices WHERE shift_ends < $1").bind(now.plus(-REMEMBERED).0).execute(w.conn()).await?;
    Ok(())
}
