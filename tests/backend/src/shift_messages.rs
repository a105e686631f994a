//! Messages to everybody with a place in a shift of today: handed over by those who answer for it, planned and sent like messages to members (`messages`, `message_send`), to the contact of an account or the phone
//! that was told at a kiosk. Who holds a place is looked at when it is planned and again when it is sent.

use crate::{
    app::App,
    ask::{Ask, Json},
    failure::{Failure, Result},
    kiosk_day,
    message_rows::{self as rows, OfThose},
    messages::{Begun, begin, done, hand_over},
    opt_outs, walk_in_rows,
    who::Me,
};
use axum::{extract::State, response::Response};
use meyirim::model::{
    Action, ActionDetail, ActionId, Contact, Instant, Lang, PersonId, ShiftId,
    called_off::About,
    can::{Act, Reach},
    kiosk::{day::is_at, today::reach, walk_in::WalkIn},
    member::{Member, MemberId},
    message::{Failing, MessageView, Skip, State as How},
    shift_message::{NewShiftMessage, NotReached, OfShift, ShiftMessage, Unreached, as_member},
};
use sqlx::AnyConnection;
use std::collections::{HashMap, HashSet};

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
    let mut w = match begin(&app, &me, &ask, &new.channels, now).await? {
        Begun::New(w) => w,
        Begun::Before(answer) => return Ok(answer),
    };
    // Also to those in one that was called off: there is still something to tell them.
    let today = kiosk_day::shifts_of_today(w.conn(), &app.zone, now).await?;
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
    let of = OfThose { action: &new.action, shift: &new.shift, about: None };
    hand_over(&app, &mut w, &me, &message, Some(of), &people, now).await?;
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

/// Whether there is nothing left to tell those in it: it has ended, or is no more; or the hub was to tell what is no longer so.
pub async fn is_past(conn: &mut AnyConnection, of: &OfShift, now: Instant) -> Result<bool> {
    let record: Option<String> =
        sqlx::query_scalar("SELECT record FROM actions WHERE id = $1 AND gone = 0").bind(of.action.as_str()).fetch_optional(conn).await?;
    let action: Option<Action> = record.map(|record| serde_json::from_str(&record)).transpose()?;
    let Some(action) = action else { return Ok(true) };
    let over = action.shift(&of.shift).is_none_or(|shift| shift.ends <= now);
    Ok(over || of.about.is_some_and(|about| !about.holds(action.state)))
}

/// What was written to those in a shift, the latest first, with whom it did not reach.
#[derive(Default)]
pub struct Messages {
    pub messages: Vec<ShiftMessage>,
    /// Who has heard that it is called off by text message, or is about to. Of when the hub told it last.
    pub heard: HashSet<PersonId>,
    /// That was looked at.
    told: bool,
}

/// By shift; those to which nothing was written are not there.
pub async fn of_shifts(
    app: &App,
    conn: &mut AnyConnection,
    shifts: &[(&ActionId, &ShiftId)],
) -> Result<HashMap<(ActionId, ShiftId), Messages>> {
    let mut all = HashMap::<(ActionId, ShiftId), Messages>::new();
    for rows::Written { message, people: fates } in rows::of_shifts(conn, shifts).await? {
        let Some(of) = message.shift.clone() else { continue };
        let failed: HashMap<&str, Failing> = fates.iter().filter_map(|one| Some((one.address_key.as_str(), one.to.failing?))).collect();
        // Somebody who was to be told together with others at their address is not reached where these are not.
        let together = fates.iter().any(|one| one.to.skipped == Some(Skip::Same)) && !failed.is_empty();
        let here = if together { people(conn, &of.action, &of.shift, None).await? } else { HashMap::new() };
        let with_others = |id: &MemberId| {
            let member = here.get(id)?;
            opt_outs::keys(&app.db, member).iter().find_map(|key| failed.get(key.as_str()).copied()).map(NotReached::Failed)
        };
        let mut unreached = Vec::new();
        let mut heard = HashSet::new();
        for one in fates.iter().map(|one| &one.to) {
            let why = match (one.state, one.skipped, one.failing) {
                (_, Some(Skip::Same), _) => with_others(&one.member),
                (How::Skipped, Some(skip), _) => Some(NotReached::Skipped(skip)),
                (How::Failed, _, Some(failing)) => Some(NotReached::Failed(failing)),
                _ => None,
            };
            match why {
                Some(why) => unreached.push(Unreached { name: one.name.clone(), why }),
                None if one.state != How::Withdrawn => {
                    heard.insert(PersonId::new(one.member.as_str()).map_err(|_| Failure::internal())?);
                }
                None => {}
            }
        }
        let entry = all.entry((of.action.clone(), of.shift.clone())).or_default();
        if let Some(about) = of.about.filter(|_| !std::mem::replace(&mut entry.told, true))
            && about == About::CalledOff
        {
            entry.heard = heard;
        }
        entry.messages.push(ShiftMessage { message, unreached });
    }
    Ok(all)
}
