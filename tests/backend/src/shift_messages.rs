//! Messages to everybody with a place in a shift of today: handed over by those who answer for it, planned and sent like messages to members (`messages`, `message_send`), to the contact of an account or the phone
//! that was told at a kiosk. Who holds a place is looked at when it is planned and again when it is sent.

use crate::{
    app::App,
    ask::{Ask, Json},
    audit,
    failure::{Failure, Result},
    idempotency, kiosk_day, message_rows as rows,
    messages::{done, offered, plan_for},
    opt_outs, walk_in_rows,
    who::Me,
};
use axum::{extract::State, response::Response};
use meyirim::model::{
    Action, ActionDetail, ActionId, Contact, Instant, Lang, ShiftId,
    audit::What,
    can::{Act, Reach},
    kiosk::{day::is_at, today::reach, walk_in::WalkIn},
    member::{Member, MemberId},
    message::{MessageView, Skip, State as How},
    shift_message::{NewShiftMessage, NotReached, ShiftMessage, Unreached, as_member},
};
use serde_json::json;
use sqlx::AnyConnection;
use std::collections::HashMap;

/// Write to everybody in a shift
///
/// To those who have a place in one of today's shifts, with an account or not, unless they cannot be reached or have said that they want none. A coordinator of organisations writes to what is theirs.
#[utoipa::path(
    post, path = "/kiosks/today/messages", tag = "kiosks",
    params(crate::openapi::KeyHeader),
    request_body = NewShiftMessage,
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "It is being sent", body = MessageView),
        (status = 403, description = "`forbidden`: `detail` is why"),
        (status = 404, description = "`not-found`: no shift of today, or another's"),
        (status = 422, description = "`invalid`: a text, a way by which the hub does not send, nobody who has a place, or the id of another message"),
    ),
)]
pub async fn write_to_shift(State(app): State<App>, me: Me, ask: Ask<Json<NewShiftMessage>>) -> Result<Response> {
    me.can(Act::WriteToShifts)?;
    let now = app.clock.now();
    let new = &ask.body.0;
    new.check().map_err(|(pointer, why)| Failure::invalid(pointer, why))?;
    if let Some(at) = new.channels.iter().position(|channel| offered(&app, *channel).not.is_some()) {
        return Err(Failure::invalid(format!("/channels/{at}"), "the hub does not send by this way"));
    }
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), &ask, now).await? {
        return Ok(answer.into_replay());
    }
    let today = kiosk_day::shifts(w.conn(), &app.zone, now).await?;
    let is_it = |(detail, shift): &(ActionDetail, meyirim::model::Shift)| {
        detail.action.id == new.action && shift.id == new.shift && is_in(reach(&me.rights), detail)
    };
    if !today.iter().any(is_it) {
        return Err(Failure::not_found());
    }
    let people = people(w.conn(), &new.action, &new.shift, None).await?;
    if people.is_empty() {
        return Err(Failure::invalid("/shift", "nobody has a place in it"));
    }
    let message = new.to(people.keys().cloned().collect());
    if !rows::put(&mut w, &message, Some((&new.action, &new.shift)), &me.person, now).await? {
        return Err(Failure::invalid("/id", "is that of another message"));
    }
    plan_for(&app, &mut w, &message, &people, now).await?;
    let details = json!({ "members": message.audience.len(), "channels": new.channels, "shift": audit::of_shift(&new.action, &new.shift) });
    audit::note(&mut w, &me, What::MessageSent, new.id.as_str(), &details, now).await?;
    done(w, &me, &ask, &new.id).await
}

/// Whether an action is among what somebody answers for.
pub fn is_in(reach: Reach<'_>, detail: &ActionDetail) -> bool {
    match reach {
        Reach::Everybody => true,
        Reach::Slice(own) => own.iter().any(|organisation| is_at(detail, organisation)),
    }
}

/// Whoever has a place in it; with `only`, that one.
pub async fn people(conn: &mut AnyConnection, action: &ActionId, shift: &ShiftId, only: Option<&str>) -> Result<HashMap<MemberId, Member>> {
    let mut told = HashMap::new();
    for row in walk_in_rows::taken(conn, action, Some(shift)).await? {
        told.insert(row.person.clone(), row.walk_in()?);
    }
    let rows: Vec<(String, Option<String>, String, String)> = sqlx::query_as(
        "SELECT p.id, p.name, p.contact, p.lang FROM signups s JOIN persons p ON p.id = s.person
         WHERE s.action = $1 AND s.shift = $2 AND s.state = 'confirmed' AND s.gone = 0 AND ($3 = '' OR p.id = $3)",
    )
    .bind(action.as_str())
    .bind(shift.as_str())
    .bind(only.unwrap_or_default())
    .fetch_all(conn)
    .await?;
    let member = |(id, name, contact, lang): (String, Option<String>, String, String)| {
        let contact = match told.remove(&id) {
            Some(WalkIn { phone, parent, .. }) => phone.or_else(|| parent.and_then(|parent| parent.phone)).map(Contact::Phone),
            None => Some(Contact::parse(&contact).map_err(|_| Failure::internal())?),
        };
        let id = MemberId::new(&id).map_err(|_| Failure::internal())?;
        let lang = Lang::from_code(&lang).ok_or_else(Failure::internal)?;
        Ok((id.clone(), as_member(id, name, contact, lang)))
    };
    rows.into_iter().map(member).collect()
}

/// Whether there is nothing left to tell those in it: it has ended, or is no more.
pub async fn is_over(conn: &mut AnyConnection, action: &ActionId, shift: &ShiftId, now: Instant) -> Result<bool> {
    let record: Option<String> =
        sqlx::query_scalar("SELECT record FROM actions WHERE id = $1 AND gone = 0").bind(action.as_str()).fetch_optional(conn).await?;
    let action: Option<Action> = record.map(|record| serde_json::from_str(&record)).transpose()?;
    Ok(action.as_ref().and_then(|action| action.shift(shift)).is_none_or(|shift| shift.ends <= now))
}

/// What was written to those in a shift, with whom it did not reach.
pub async fn of_shift(app: &App, conn: &mut AnyConnection, action: &ActionId, shift: &ShiftId) -> Result<Vec<ShiftMessage>> {
    let messages = rows::of_shift(conn, action, shift).await?;
    if messages.is_empty() {
        return Ok(Vec::new());
    }
    let here = people(conn, action, shift, None).await?;
    let mut all = Vec::new();
    for message in messages {
        let failed = rows::failed(conn, &message.id).await?;
        // Somebody who was to be told together with others at their address is not reached where these are not.
        let with_others = |id: &MemberId| {
            let member = here.get(id)?;
            opt_outs::keys(&app.db, member).iter().find_map(|key| failed.get(key).copied()).map(NotReached::Failed)
        };
        let mut unreached = Vec::new();
        for one in rows::people(conn, &message.id).await? {
            let why = match (one.state, one.skipped, one.failing) {
                (_, Some(Skip::Same), _) => with_others(&one.member),
                (How::Skipped, Some(skip), _) => Some(NotReached::Skipped(skip)),
                (How::Failed, _, Some(failing)) => Some(NotReached::Failed(failing)),
                _ => None,
            };
            unreached.extend(why.map(|why| Unreached { name: one.name, why }));
        }
        all.push(ShiftMessage { message, unreached });
    }
    Ok(all)
}
