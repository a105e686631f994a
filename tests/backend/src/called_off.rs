//! Who hears that a shift is called off, held after all, moved or taken out. Accounts hear by notices (`notices`); those who joined at a kiosk and left a phone get a text message, as a message to their shift by the rules of all
//! such (`shift_messages`, `message_send`), written down in the very transaction that does it. Who can be reached by neither is told apart on the day's screen, by name, as long as the shift is there.

use crate::{
    app::App,
    db::Write,
    failure::{Failure, Result},
    message_rows::{self as rows, OfThose},
    messages::{foresee, hand_over, offered},
    params::Params,
    records,
    reply::{self, Named},
    secrets, shift_messages,
    walk_in_rows::{self, Row},
    who::Me,
};
use axum::{
    extract::{OriginalUri, State},
    response::Response,
};
use meyirim::{
    i18n::called_off::{takes_place, written},
    model::{
        ActionDetail, ActionId, Instant, Lang, Shift, ShiftId,
        called_off::{About, Hearing},
        can::Act,
        member::{Member, MemberId},
        message::{Channel, Languages, MessageId, NewMessage, Skip},
        message_plan::Fate,
        notice::of_change,
    },
};
use sqlx::AnyConnection;
use std::collections::{BTreeSet, HashMap};

/// Tells those who walked in what an action's change, or its removal, has to tell them. Of shifts that are not over; before signups of shifts that are no more have gone.
pub async fn tell(app: &App, w: &mut Write, me: &Me, (before, after): (&ActionDetail, Option<&ActionDetail>), now: Instant) -> Result<()> {
    let action = &before.action.id;
    for was in &before.action.shifts {
        let Some(about) = of_change(before, after, was).and_then(About::of) else { continue };
        let gone = ActionDetail { called_off: after.and_then(|after| after.called_off.clone()), ..before.clone() };
        let kept = after.and_then(|after| Some((after, after.action.shift(&was.id)?)));
        let (detail, shift) = kept.unwrap_or((&gone, was));
        if shift.ends <= now {
            continue;
        }
        // What is no longer so and has not gone out does not go out any more. First: it shows who need not be told the contrary.
        rows::stop_told(w, action, &shift.id, now).await?;
        if offered(app, Channel::Text).not.is_some() {
            continue;
        }
        for (about, people) in to_tell(app, w.conn(), about, (detail, shift), now).await? {
            let new = message(app, about, detail, shift, people.keys().cloned().collect(), now)?;
            hand_over(app, w, me, &new, Some(OfThose { action, shift: &shift.id, about: Some(about) }), &people, now).await?;
        }
    }
    Ok(())
}

fn message(app: &App, about: About, detail: &ActionDetail, shift: &Shift, audience: Vec<MemberId>, now: Instant) -> Result<NewMessage> {
    let texts: Languages = Lang::ALL.into_iter().map(|lang| (lang, written(about, detail, shift, lang, &app.zone, now))).collect();
    Ok(NewMessage {
        id: MessageId::new(&secrets::random_text(16)).map_err(|_| Failure::internal())?,
        texts,
        channels: vec![Channel::Text],
        stand_in: true,
        audience,
        why: None,
        made_at: now,
    })
}

/// Those who walked in, have a place, and have something new to hear ([`About::news`]); and what.
async fn to_tell(
    app: &App,
    conn: &mut AnyConnection,
    about: About,
    (detail, shift): (&ActionDetail, &Shift),
    now: Instant,
) -> Result<HashMap<About, HashMap<MemberId, Member>>> {
    let mut all = HashMap::<About, HashMap<MemberId, Member>>::new();
    let action = &detail.action.id;
    let walked_in: HashMap<String, Row> =
        walk_in_rows::taken(conn, action, Some(&shift.id)).await?.into_iter().map(|row| (row.person.clone(), row)).collect();
    if walked_in.is_empty() {
        return Ok(all);
    }
    let mut last = shift_messages::told_last(app, conn, (action, &shift.id)).await?;
    for (id, member) in shift_messages::people(conn, action, &shift.id, None).await? {
        let Some(row) = walked_in.get(id.as_str()) else { continue };
        let last = last.remove(&id);
        let told = last.as_ref().map(|last| (last.about, last.sent));
        let (lang, text) = match last.and_then(|last| last.takes_place) {
            Some(takes_place) => takes_place,
            None => (row.walk_in()?.lang, row.knows.clone()),
        };
        // Of whom it was not written down yet what they know, that is taken for what was so until now.
        let knows = if text.is_empty() { about == About::Held } else { text.contains(&takes_place(detail, shift, lang, &app.zone, now)) };
        if let Some(news) = about.news(told, knows) {
            all.entry(news).or_default().insert(id, member);
        }
    }
    Ok(all)
}

/// Who would hear of it
///
/// If the action were called off now; of one that is called off: if it were held after all. For the question before it is done.
#[utoipa::path(
    get, path = "/admin/actions/{id}/hearing", tag = "admin",
    params(("id" = ActionId, Path, description = "Of the action")),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "How many, by which way", body = Hearing),
        (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"),
    ),
)]
pub async fn hearing(State(app): State<App>, me: Me, Named(id): Named<ActionId>, OriginalUri(uri): OriginalUri) -> Result<Response> {
    me.can(Act::Plan)?;
    Params::read(&uri, &[]).done()?;
    let now = app.clock.now();
    let mut conn = app.db.pool.acquire().await?;
    let detail = records::detail(&mut conn, &id).await?.ok_or_else(Failure::not_found)?;
    let about = if detail.off().is_some() { About::Held } else { About::CalledOff };
    let mut hearing = Hearing::default();
    let mut accounts = BTreeSet::new();
    let sends = offered(&app, Channel::Text).not.is_none();
    for shift in detail.action.shifts.iter().filter(|shift| shift.ends > now) {
        accounts.extend(with_account(&mut conn, &id, &shift.id).await?);
        for (about, people) in to_tell(&app, &mut conn, about, (&detail, shift), now).await? {
            let new = message(&app, about, &detail, shift, people.keys().cloned().collect(), now)?;
            for (_, fate) in foresee(&app, &mut conn, &new, &people).await? {
                match fate {
                    Fate::Gets(_) | Fate::Skipped(Skip::Same) if sends => hearing.text += 1,
                    // The day's screen names those who have not heard that it is off; of what takes place everybody is expected.
                    _ => hearing.unreached += u32::from(about == About::CalledOff),
                }
            }
        }
    }
    hearing.account = u32::try_from(accounts.len()).unwrap_or(u32::MAX);
    reply::ok(&hearing)
}

/// Who has a place or waits for one, and did not walk in.
async fn with_account(conn: &mut AnyConnection, action: &ActionId, shift: &ShiftId) -> Result<Vec<String>> {
    let sql = "SELECT s.person FROM signups s WHERE s.action = $1 AND s.shift = $2 AND s.gone = 0 AND s.state IN ('confirmed', 'offered', 'waiting')
         AND NOT EXISTS (SELECT 1 FROM walk_ins w WHERE w.person = s.person)";
    Ok(sqlx::query_scalar(sql).bind(action.as_str()).bind(shift.as_str()).fetch_all(conn).await?)
}
