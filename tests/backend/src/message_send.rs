//! Sends messages: whichever backend takes a row first, by putting its `due` moment forward before anything goes out. One that dies in between leaves the row to be sent again after a while, under the same
//! name (the Message-ID of a letter, the `id` of a text message), by which mail programs and gateways know it again.
//!
//! What is no longer so when its turn comes is not sent: somebody has stopped messages, has left, is on the list no more, or has another address.

use crate::{
    app::App,
    db::Db,
    failure::{Failure, Result},
    gateway::{Outcome, Posted},
    mail::Letter,
    messages, opt_outs, shift_messages,
};
use futures_util::{StreamExt, stream};
use meyirim::{
    i18n::message_out::{self, Why},
    model::{
        ActionId, Contact, Instant, Lang, ShiftId,
        called_off::About,
        instant::MINUTE,
        member::{Member, Standing},
        message::{Channel, Failing, Languages, MessageId, Skip, State, Written},
        message_plan::address,
        shift_message::OfShift,
    },
};
use sqlx::{FromRow, Row as _, any::AnyRow};
use std::time::Duration;

/// After this a message that was being sent is taken for lost, and sent again.
const LOST: i64 = 5 * MINUTE;
/// How many are on their way at once.
const AT_ONCE: usize = 4;
/// How many are taken up in one go.
const PART: i64 = 200;
/// After so many tries, some four hours, a message is given up.
const MOST_TRIES: i64 = 10;
/// Of writing down what became of it: some four minutes, less than [`LOST`].
const TRIES_TO_WRITE: u32 = 19;

#[derive(Clone)]
struct Row {
    message: String,
    member: String,
    address: String,
    address_key: String,
    lang: String,
    named: i64,
    delivery: String,
    tries: i64,
    due: i64,
    texts: String,
    /// Both empty: it goes to a member.
    action: String,
    shift: String,
    /// Empty: somebody has written it.
    about: String,
}

impl FromRow<'_, AnyRow> for Row {
    fn from_row(row: &AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            message: row.try_get("message")?,
            member: row.try_get("member")?,
            address: row.try_get("address")?,
            address_key: row.try_get("address_key")?,
            lang: row.try_get("lang")?,
            named: row.try_get("named")?,
            delivery: row.try_get("delivery")?,
            tries: row.try_get("tries")?,
            due: row.try_get("due")?,
            texts: row.try_get("texts")?,
            action: row.try_get("action")?,
            shift: row.try_get("shift")?,
            about: row.try_get("about")?,
        })
    }
}

impl Row {
    /// Of a message to a shift.
    fn shift(&self) -> Result<Option<OfShift>> {
        if self.action.is_empty() {
            return Ok(None);
        }
        let (Ok(action), Ok(shift)) = (ActionId::new(&self.action), ShiftId::new(&self.shift)) else { return Err(Failure::internal()) };
        Ok(Some(OfShift { action, shift, title: None, about: About::from_key(&self.about) }))
    }
}

/// What is to be sent to whom.
struct Ready {
    to: Contact,
    lang: Lang,
    written: Written,
    name: Option<String>,
    link: String,
}

/// Sends what is due by one way; how many were taken. Each has its own turn, so that a mail server that is down keeps no phone silent.
pub async fn send_by(app: &App, channel: Channel) -> Result<usize> {
    let mut all = 0;
    loop {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT p.*, m.texts, m.action, m.shift, m.about FROM message_people p JOIN messages m ON m.id = p.message
             WHERE p.state = 'waiting' AND p.channel = $1 AND p.due <= $2 ORDER BY p.due, p.message, p.member LIMIT $3",
        )
        .bind(channel.key())
        .bind(app.clock.now().0)
        .bind(PART)
        .fetch_all(&app.db.pool)
        .await?;
        let tries = rows.into_iter().map(|row| async move {
            send_one(app, channel, &row).await.unwrap_or_else(|failure| {
                // One that cannot be read must not keep the others waiting; its turn comes again.
                tracing::warn!(title = failure.problem.title, "message");
                false
            })
        });
        let sent: Vec<bool> = stream::iter(tries).buffer_unordered(AT_ONCE).collect().await;
        let sent = sent.into_iter().filter(|sent| *sent).count();
        all += sent;
        if sent == 0 || *app.closing.borrow() {
            return Ok(all);
        }
    }
}

async fn send_one(app: &App, channel: Channel, row: &Row) -> Result<bool> {
    // Whoever puts it forward has it.
    let taken = sqlx::query(
        "UPDATE message_people SET due = $4, tries = tries + 1 WHERE message = $1 AND member = $2 AND due = $3 AND state = 'waiting'",
    )
    .bind(&row.message)
    .bind(&row.member)
    .bind(row.due)
    .bind(app.clock.now().plus(LOST).0)
    .execute(&app.db.pool)
    .await?;
    if taken.rows_affected() == 0 {
        return Ok(false);
    }
    // What was for today is not told tomorrow, however long the mail server was away.
    if is_late(app, row).await? {
        end(&app.db, row, State::Failed, Failing::GaveUp.key(), "", app.clock.now()).await?;
        return Ok(false);
    }
    let ready = match prepare(app, channel, row).await? {
        Ok(ready) => ready,
        Err(skip) => {
            end(&app.db, row, State::Skipped, skip.key(), "", app.clock.now()).await?;
            return hand_on(app, channel, row).await;
        }
    };
    let outcome = match messages::offered(app, channel) {
        offered if offered.not.is_some() => {
            end(&app.db, row, State::Failed, Failing::NoWay.key(), "", app.clock.now()).await?;
            return Ok(false);
        }
        offered if offered.printed => {
            println!("message for {}: {}", ready.to.masked(), ready.written.body.lines().next().unwrap_or_default());
            Outcome::Taken
        }
        _ => deliver(app, channel, row, &ready).await,
    };
    let now = app.clock.now();
    let tries = row.tries + 1;
    match outcome {
        Outcome::Taken => end(&app.db, row, State::Sent, "", "", now).await?,
        Outcome::Refused(said) => end(&app.db, row, State::Failed, Failing::Refused.key(), &said, now).await?,
        Outcome::NotNow(_, said) if tries >= MOST_TRIES => end(&app.db, row, State::Failed, Failing::GaveUp.key(), &said, now).await?,
        Outcome::NotNow(least, said) => {
            // Later each time.
            let wait = MINUTE.saturating_mul(1 << row.tries.clamp(0, 6)).max(least);
            sqlx::query("UPDATE message_people SET due = $3, detail = $4 WHERE message = $1 AND member = $2 AND state = 'waiting'")
                .bind(&row.message)
                .bind(&row.member)
                .bind(now.plus(wait).0)
                .bind(said)
                .execute(&app.db.pool)
                .await?;
            return Ok(false);
        }
    }
    Ok(true)
}

/// What has gone out must be written down before it counts as lost, or it goes out again: tried as long as that. In the queue of those who write, where SQLite turns nobody away.
async fn end(db: &Db, row: &Row, state: State, why: &str, detail: &str, now: Instant) -> Result<()> {
    let mut wait = Duration::from_millis(100);
    for _ in 0..TRIES_TO_WRITE {
        match write_end(db, row, state, why, detail, now).await {
            Ok(()) => return Ok(()),
            Err(failure) => tracing::warn!(title = failure.problem.title, "message not written down"),
        }
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(Duration::from_secs(20));
    }
    write_end(db, row, state, why, detail, now).await
}

/// Whatever somebody has decided meanwhile: what has gone out has gone out. The address stays only where it can be tried again.
async fn write_end(db: &Db, row: &Row, state: State, why: &str, detail: &str, now: Instant) -> Result<()> {
    let mut w = db.write().await?;
    let still = if state == State::Sent { "" } else { " AND state = 'waiting'" };
    let sql = format!(
        "UPDATE message_people SET state = $3, why = $4, detail = $5, at = $6, address = $7 WHERE message = $1 AND member = $2{still}"
    );
    sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(&row.message)
        .bind(&row.member)
        .bind(state.key())
        .bind(why)
        .bind(detail)
        .bind(now.0)
        .bind(if state == State::Failed { row.address.as_str() } else { "" })
        .execute(w.conn())
        .await?;
    Ok(w.commit().await?)
}

/// Whether it is too late for it ([`shift_messages::is_past`]).
async fn is_late(app: &App, row: &Row) -> Result<bool> {
    let Some(of) = row.shift()? else { return Ok(false) };
    let id = MessageId::new(&row.message).map_err(|_| Failure::internal())?;
    shift_messages::is_past(&mut *app.db.pool.acquire().await?, &id, &of, app.clock.now()).await
}

/// Who is not written to after all may have stood for others with the same address, who were to hear of it with them: the first of these gets it instead. `true`: somebody does.
async fn hand_on(app: &App, channel: Channel, row: &Row) -> Result<bool> {
    let together: Vec<String> =
        sqlx::query_scalar("SELECT member FROM message_people WHERE message = $1 AND state = 'skipped' AND why = 'same' ORDER BY member")
            .bind(&row.message)
            .fetch_all(&app.db.pool)
            .await?;
    for other in together {
        let next = Row { member: other, ..row.clone() };
        if !prepare(app, channel, &next).await?.is_ok_and(|ready| ready.to.as_str() == row.address) {
            continue;
        }
        let mut w = app.db.write().await?;
        // An address is in a message once, with whoever has it now. One that was stopped meanwhile stays stopped.
        let given = sqlx::query(
            "UPDATE message_people SET address_key = '' WHERE message = $1 AND member = $2 AND state = 'skipped' AND address_key <> ''",
        )
        .bind(&row.message)
        .bind(&row.member)
        .execute(w.conn())
        .await?;
        if given.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query(
            "UPDATE message_people SET state = 'waiting', why = '', channel = $3, address = $4, address_key = $5, lang = $6, named = $7, delivery = $8, tries = 0, due = $9, at = 0
             WHERE message = $1 AND member = $2 AND state = 'skipped'",
        )
        .bind(&row.message)
        .bind(&next.member)
        .bind(channel.key())
        .bind(&row.address)
        .bind(&row.address_key)
        .bind(&row.lang)
        .bind(row.named)
        .bind(&row.delivery)
        .bind(app.clock.now().0)
        .execute(w.conn())
        .await?;
        w.commit().await?;
        return Ok(true);
    }
    Ok(false)
}

/// The member as the list has them now; of a message to a shift, whoever still has the place.
async fn known(app: &App, row: &Row) -> Result<Option<Member>> {
    let Some(of) = row.shift()? else {
        let sql = "SELECT record FROM members WHERE id = $1 AND gone = 0";
        let record: Option<String> = sqlx::query_scalar(sql).bind(&row.member).fetch_optional(&app.db.pool).await?;
        return Ok(record.map(|record| serde_json::from_str(&record)).transpose()?);
    };
    let mut conn = app.db.pool.acquire().await?;
    let there = shift_messages::people(&mut conn, &of.action, &of.shift, Some(&row.member)).await?.into_values().next();
    match (there, of.about) {
        (None, Some(About::CalledOff)) => shift_messages::had_place(&mut conn, &of, &row.member).await,
        (there, _) => Ok(there),
    }
}

/// All that is needed to send it; `Err`: why it is not sent after all.
async fn prepare(app: &App, channel: Channel, row: &Row) -> Result<Result<Ready, Skip>> {
    let Some(member) = known(app, row).await? else { return Ok(Err(Skip::Gone)) };
    for key in opt_outs::keys(&app.db, &member) {
        let stopped: Option<String> =
            sqlx::query_scalar("SELECT key FROM opt_outs WHERE key = $1").bind(key).fetch_optional(&app.db.pool).await?;
        if stopped.is_some() {
            return Ok(Err(Skip::OptedOut));
        }
    }
    if member.standing == Some(Standing::Left) {
        return Ok(Err(Skip::Left));
    }
    let Some(to) = address(&member, channel).filter(|to| to.as_str() == row.address) else { return Ok(Err(Skip::NoContact)) };
    let texts: Languages = serde_json::from_str(&row.texts)?;
    let written = Lang::from_code(&row.lang).and_then(|lang| Some((lang, texts.get(&lang)?.clone())));
    let Some((lang, written)) = written else { return Ok(Err(Skip::NoText)) };
    let link = messages::link(app, &row.address_key).unwrap_or_default();
    Ok(Ok(Ready { to, lang, written, name: member.name.filter(|_| row.named == 1), link }))
}

async fn deliver(app: &App, channel: Channel, row: &Row, ready: &Ready) -> Outcome {
    let Ready { to, lang, written, name, link } = ready;
    match channel {
        Channel::Email => {
            let why = if row.action.is_empty() { Why::Listed } else { Why::InShift };
            let (subject, body) = message_out::letter(written, *lang, name.as_deref(), (why, &app.name), link);
            let one_click = messages::origin(app)
                .map(|origin| format!("{origin}/api/v1/messages/one-click/{}", opt_outs::secret(&app.db, &row.address_key)));
            let letter = Letter { to, subject: &subject, body, id: &row.delivery, stop: one_click.as_deref() };
            app.mailer.post(letter).await
        }
        Channel::Text => {
            let text = message_out::text_message(written, *lang, name.as_deref(), link);
            let posted = Posted { id: &row.delivery, to: to.as_str(), text: &text, lang: *lang, sent_at: app.clock.now() };
            match &app.gateway {
                Some(gateway) => gateway.post(&posted).await,
                None => Outcome::NotNow(0, String::new()),
            }
        }
    }
}
