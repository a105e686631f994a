//! Telling people in time, outside the app: a place is offered, and the clock runs. By e-mail, to whoever signs in with an address.
//!
//! A notice is written down in the very transaction that makes it true, and told afterwards by whichever backend takes it first: the row's `due` moment is put forward before
//! anything is sent, and the row goes once the mail server has taken the message. A backend that dies in between sends it again after a while, under the same Message-ID, so that
//! mail programs show one. What is no longer true when its turn comes is not told.

use crate::{
    app::App,
    db::Write,
    failure::{Failure, Result},
    records, secrets,
    signup_rows::Row,
};
use meyirim::model::{
    Action, ActionId, Contact, Instant, Lang, PersonId, ShiftId,
    instant::{HOUR, MINUTE},
};

/// After this a message that was being sent is taken for lost, and sent again.
const LOST: i64 = 5 * MINUTE;

/// Of a place that is offered.
pub async fn offer(w: &mut Write, person: &str, (action, shift): (&ActionId, &ShiftId), until: Instant, now: Instant) -> Result<()> {
    sqlx::query("INSERT INTO notices (id, person, action, shift, offer_until, due) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(secrets::random_text(16))
        .bind(person)
        .bind(action.as_str())
        .bind(shift.as_str())
        .bind(until.0)
        .bind(now.0)
        .execute(w.conn())
        .await?;
    Ok(())
}

/// Tells what is due; how many messages went out.
pub async fn tell(app: &App) -> Result<usize> {
    type Due = (String, String, String, String, i64, i64, i64);
    let due: Vec<Due> =
        sqlx::query_as("SELECT id, person, action, shift, offer_until, tries, due FROM notices WHERE due <= $1 ORDER BY due LIMIT 100")
            .bind(app.clock.now().0)
            .fetch_all(&app.db.pool)
            .await?;
    let mut told = 0;
    for (id, person, action, shift, until, tries, was_due) in due {
        // Anew for each: a mail server may take its time with those before.
        let now = app.clock.now();
        // Whoever puts it forward has it.
        let taken = sqlx::query("UPDATE notices SET due = $3, tries = tries + 1 WHERE id = $1 AND due = $2")
            .bind(&id)
            .bind(was_due)
            .bind(now.plus(LOST).0)
            .execute(&app.db.pool)
            .await?;
        if taken.rows_affected() == 0 {
            continue;
        }
        if let Some((contact, subject, body)) = message(app, &person, &action, &shift, Instant(until), now).await? {
            if let Err(error) = app.mailer.deliver(&contact, &subject, &body, &id).await {
                tracing::warn!(error, "notice not sent");
                // Sooner than a lost one, later each time; the offer's end is the end of trying.
                let again = now.plus(MINUTE.saturating_mul(1 << tries.min(6)));
                sqlx::query("UPDATE notices SET due = $2 WHERE id = $1").bind(&id).bind(again.0).execute(&app.db.pool).await?;
                continue;
            }
            told += 1;
        }
        sqlx::query("DELETE FROM notices WHERE id = $1").bind(&id).execute(&app.db.pool).await?;
    }
    Ok(told)
}

/// To whom, and what; `None`: it is not true any more, or there is no way to this person.
async fn message(
    app: &App,
    person: &str,
    action: &str,
    shift: &str,
    until: Instant,
    now: Instant,
) -> Result<Option<(Contact, String, String)>> {
    let broken = |_| Failure::internal();
    let mut conn = app.db.pool.acquire().await?;
    let row: Option<Row> = sqlx::query_as("SELECT * FROM signups WHERE person = $1 AND action = $2 AND shift = $3 AND gone = 0")
        .bind(person)
        .bind(action)
        .bind(shift)
        .fetch_optional(&mut *conn)
        .await?;
    if until <= now || row.is_none_or(|row| row.state != "offered" || row.offer_until != until.0) {
        return Ok(None);
    }
    let Some(person) = records::person(&mut conn, &PersonId::new(person).map_err(broken)?).await? else { return Ok(None) };
    let record: Option<String> =
        sqlx::query_scalar("SELECT record FROM actions WHERE id = $1 AND gone = 0").bind(action).fetch_optional(&mut *conn).await?;
    let Some(record) = record.filter(|_| app.mailer.reaches(&person.contact)) else { return Ok(None) };
    let action: Action = serde_json::from_str(&record)?;
    let link = app.settings.origin.as_ref().map(|origin| format!("{}/actions/{}", origin.trim_end_matches('/'), action.id));
    let (subject, body) = offered(person.lang, action.title.show(person.lang).text, until.0 - now.0, link.as_deref());
    Ok(Some((person.contact, subject, body)))
}

/// The time that is left is told and not its end: a moment would need the reader's zone.
fn offered(lang: Lang, title: &str, left: i64, link: Option<&str>) -> (String, String) {
    let (hours, minutes) = (left / HOUR, left / MINUTE);
    let (subject, first, rest) = match lang {
        Lang::Kk => {
            let time = if hours >= 2 { format!("{hours} сағат") } else { format!("{minutes} минут") };
            (
                format!("Сізге орын ұсынылды: {title}"),
                format!(
                    "«{title}» шарасында орын босады, кезегіңіз келді. Орынды алу үшін {time} ішінде растаңыз: хабты ашып, «Орынды аламын» түймесін басыңыз."
                ),
                "Бармайтын болсаңыз, «Бас тарту» түймесін басыңыз: орын кезектегі келесі адамға бірден ұсынылады.",
            )
        }
        Lang::Ru => {
            let time = if hours >= 2 { format!("{hours} ч") } else { format!("{minutes} мин") };
            (
                format!("Вам предлагают место: {title}"),
                format!(
                    "В деле «{title}» освободилось место, и подошла ваша очередь. На ответ есть {time}: откройте хаб и нажмите «Занять место»."
                ),
                "Если не пойдёте, нажмите «Отказаться»: место сразу предложат следующему.",
            )
        }
        Lang::En => {
            let time = if hours >= 2 { format!("{hours} hours") } else { format!("{minutes} minutes") };
            (
                format!("A place is offered to you: {title}"),
                format!(
                    "A place has come free in “{title}”, and it is your turn. You have {time} to answer: open the hub and press “Take the place”."
                ),
                "If you are not coming, press “Let it go”: it is offered to the next in line at once.",
            )
        }
    };
    let link = link.map(|link| format!("\n{link}\n")).unwrap_or_default();
    (subject, format!("{first}\n{link}\n{rest}\n"))
}
