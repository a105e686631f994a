//! Who hears that a shift is called off, held after all, moved or taken out. Accounts hear by notices (`notices`); those who joined at a kiosk and left a phone get a text message, as a message to their shift by the rules of all
//! such (`shift_messages`, `message_send`), written down in the very transaction that does it. Who can be reached by neither is told apart on the day's screen, by name.

use crate::{
    app::App,
    db::Write,
    failure::{Failure, Result},
    message_rows::{self as rows, OfThose},
    messages::{foresee, hand_over, offered},
    params::Params,
    records,
    reply::{self, Named},
    secrets, shift_messages, walk_in_rows,
    who::Me,
};
use axum::{
    extract::{OriginalUri, State},
    response::Response,
};
use meyirim::{
    i18n::called_off::written,
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
        let kept = after.and_then(|after| Some((after, after.action.shift(&was.id)?)));
        let (detail, shift) = kept.unwrap_or((before, was));
        if shift.ends <= now {
            continue;
        }
        // What is no longer so and has not gone out does not go out any more. First: it shows who need not be told the contrary.
        rows::stop_told(w, action, &shift.id, now).await?;
        let mut people = walked_in(w.conn(), action, &shift.id).await?;
        to_tell(app, w.conn(), about, (action, &shift.id), &mut people).await?;
        if people.is_empty() || offered(app, Channel::Text).not.is_some() {
            continue;
        }
        let new = message(app, about, detail, shift, people.keys().cloned().collect(), now)?;
        hand_over(app, w, me, &new, Some(OfThose { action, shift: &shift.id, about: Some(about) }), &people, now).await?;
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

/// Those who walked in and have a place.
async fn walked_in(conn: &mut AnyConnection, action: &ActionId, shift: &ShiftId) -> Result<HashMap<MemberId, Member>> {
    let known: BTreeSet<String> = walk_in_rows::taken(conn, action, Some(shift)).await?.into_iter().map(|row| row.person).collect();
    let mut people = shift_messages::people(conn, action, shift, None).await?;
    people.retain(|id, _| known.contains(id.as_str()));
    Ok(people)
}

/// Leaves those who have something new to hear, by what each was told last. Who has not heard that it is off need not hear that it is on; who has, and has heard nothing since, need not hear it twice, unless it could not be sent.
async fn to_tell(
    app: &App,
    conn: &mut AnyConnection,
    about: About,
    shift: (&ActionId, &ShiftId),
    people: &mut HashMap<MemberId, Member>,
) -> Result<()> {
    if people.is_empty() {
        return Ok(());
    }
    let last = shift_messages::told_last(app, conn, shift).await?;
    people.retain(|id, _| match (about, last.get(id)) {
        (About::Held, last) => last.is_some_and(|(last, _)| *last == About::CalledOff),
        (About::CalledOff, last) => last != Some(&(About::CalledOff, true)),
        (About::Moved, _) => true,
    });
    Ok(())
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
    for shift in detail.action.shifts.iter().filter(|shift| shift.ends > now) {
        accounts.extend(with_account(&mut conn, &id, &shift.id).await?);
        let mut people = walked_in(&mut conn, &id, &shift.id).await?;
        to_tell(&app, &mut conn, about, (&id, &shift.id), &mut people).await?;
        if people.is_empty() {
            continue;
        }
        let new = message(&app, about, &detail, shift, people.keys().cloned().collect(), now)?;
        let sends = offered(&app, Channel::Text).not.is_none();
        for (_, fate) in foresee(&app, &mut conn, &new, &people).await? {
            match fate {
                Fate::Gets(_) | Fate::Skipped(Skip::Same) if sends => hearing.text += 1,
                // The day's screen names those who have not heard that it is off; of what takes place everybody is expected.
                _ => hearing.unreached += u32::from(about == About::CalledOff),
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
