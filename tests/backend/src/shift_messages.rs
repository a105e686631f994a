//! Messages to everybody with a place in a shift of today: handed over by those who answer for it, planned and sent like messages to members (`messages`, `message_send`), to the contact of an account or the phone
//! that was told at a kiosk. Who holds a place is looked at when it is planned and again when it is sent.

use crate::{
    app::App,
    ask::{Ask, Json},
    failure::{Failure, Result},
    kiosk_day,
    message_rows::{self as rows, Fated, OfThose},
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
    message::{MessageId, MessageView, Skip, State as How},
    shift_message::{NewShiftMessage, NotReached, OfShift, ShiftMessage, Unreached, as_member},
};
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
            Some(walk_in) => reached_at(walk_in),
            None => Some(Contact::parse(&contact).map_err(|_| Failure::internal())?),
        };
        let id = MemberId::new(&id).map_err(|_| Failure::internal())?;
        let lang = Lang::from_code(&lang).ok_or_else(Failure::internal)?;
        Ok((id.clone(), as_member(id, name, contact, lang)))
    };
    rows.into_iter().map(member).collect()
}

/// Whether there is nothing left to tell those in it: it has ended; or is no more, and that is not what they are to be told; or the hub was to tell what is no longer so, or has told again since.
pub async fn is_past(conn: &mut AnyConnection, id: &MessageId, of: &OfShift, now: Instant) -> Result<bool> {
    let action = with_shift(conn, of).await?;
    let ends = match action.as_ref().and_then(|action| action.shift(&of.shift)) {
        Some(shift) => shift.ends,
        // Nobody knows better when one that was taken out would have ended.
        None => walk_in_rows::taken(conn, &of.action, Some(&of.shift)).await?.iter().map(|row| Instant(row.ends)).max().unwrap_or(now),
    };
    let outdated = match of.about {
        Some(about) => !about.holds(action.map(|action| action.state)) || rows::is_outdated(conn, id).await?,
        None => action.is_none(),
    };
    Ok(ends <= now || outdated)
}

/// The action that a message is about, as it is now; `None`: it or the shift has been taken out.
async fn with_shift(conn: &mut AnyConnection, of: &OfShift) -> Result<Option<Action>> {
    let record: Option<String> = sqlx::query_scalar("SELECT record FROM actions WHERE id = $1 AND gone = 0")
        .bind(of.action.as_str())
        .fetch_optional(&mut *conn)
        .await?;
    let action: Option<Action> = record.map(|record| serde_json::from_str(&record)).transpose()?;
    Ok(action.filter(|action| action.shift(&of.shift).is_some()))
}

/// Who walked in to a shift that has been taken out meanwhile, and so has no place in it any more.
pub async fn had_place(conn: &mut AnyConnection, of: &OfShift, person: &str) -> Result<Option<Member>> {
    if with_shift(conn, of).await?.is_some() {
        return Ok(None);
    }
    let Some(row) = walk_in_rows::who(conn, &of.action, &of.shift, person).await? else { return Ok(None) };
    let id = MemberId::new(&row.person).map_err(|_| Failure::internal())?;
    let walk_in = row.walk_in()?;
    let (name, lang) = (walk_in.name.clone(), walk_in.lang);
    Ok(Some(as_member(id, Some(name), reached_at(walk_in), lang)))
}

/// Where a message reaches somebody who walked in.
fn reached_at(WalkIn { phone, parent, .. }: WalkIn) -> Option<Contact> {
    phone.or_else(|| parent.and_then(|parent| parent.phone)).map(Contact::Phone)
}

/// Somebody in a message, with how it stands with whoever gets it: they themselves, or the one at their address with whom they were to hear of it. `None`: nobody tells them.
type Told<'a> = (&'a Fated, Option<&'a Fated>);

/// Everybody in a message to a shift, each with whoever gets it.
async fn told<'a>(app: &App, conn: &mut AnyConnection, of: &OfShift, fates: &'a [Fated]) -> Result<Vec<Told<'a>>> {
    let same = |one: &Fated| one.to.skipped == Some(Skip::Same);
    // Where everybody got it who stands for others, it need not be looked who stands for whom.
    let whole = fates.iter().all(|one| one.address_key.is_empty() || one.to.state == How::Sent);
    let first = fates.iter().find(|one| whole && one.to.state == How::Sent);
    let here = match first {
        None if fates.iter().any(same) => people(conn, &of.action, &of.shift, None).await?,
        _ => HashMap::new(),
    };
    let by_key: HashMap<&str, &Fated> =
        fates.iter().filter(|one| !one.address_key.is_empty()).map(|one| (one.address_key.as_str(), one)).collect();
    let stands_for = |one: &Fated| {
        let keys = here.get(&one.to.member).map(|member| opt_outs::keys(&app.db, member)).unwrap_or_default();
        let mut those = keys.iter().filter_map(|key| by_key.get(key.as_str()).copied());
        those.clone().find(|other| other.reaches()).or_else(|| those.next())
    };
    Ok(fates.iter().map(|one| (one, if same(one) { first.or_else(|| stands_for(one)) } else { Some(one) })).collect())
}

/// What the hub has told somebody in a shift.
pub struct ToldLast {
    /// The last of all, as far as it may have arrived.
    pub about: About,
    /// Whether that has gone out.
    pub sent: bool,
    /// The last text that has gone out of when and where it takes place, and its language.
    pub takes_place: Option<(Lang, String)>,
}

/// Those in a shift whom the hub has told something.
pub async fn told_last(app: &App, conn: &mut AnyConnection, (action, shift): (&ActionId, &ShiftId)) -> Result<HashMap<MemberId, ToldLast>> {
    let mut last = HashMap::<MemberId, ToldLast>::new();
    for rows::Written { message, people: fates } in rows::of_shifts(conn, &[(action, shift)]).await? {
        let Some((of, about)) = message.shift.as_ref().and_then(|of| Some((of, of.about?))) else { continue };
        for (one, by) in told(app, conn, of, &fates).await? {
            let Some(by) = by.filter(|by| by.was_tried()) else { continue };
            let sent = by.to.state == How::Sent;
            let last = last.entry(one.to.member.clone()).or_insert(ToldLast { about, sent, takes_place: None });
            if sent && about != About::CalledOff && last.takes_place.is_none() {
                last.takes_place = by.to.lang.and_then(|lang| Some((lang, message.texts.get(&lang)?.body.clone())));
            }
        }
    }
    Ok(last)
}

/// What was written to those in a shift, the latest first, with whom it did not reach.
#[derive(Default)]
pub struct Messages {
    pub messages: Vec<ShiftMessage>,
    /// Whether somebody has heard that it is called off by text message, or is about to: of what the hub told them last.
    heard: HashMap<MemberId, bool>,
}

impl Messages {
    pub fn heard(&self, person: &PersonId) -> bool {
        MemberId::new(person.as_str()).is_ok_and(|id| self.heard.get(&id) == Some(&true))
    }
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
        let entry = all.entry((of.action.clone(), of.shift.clone())).or_default();
        let mut unreached = Vec::new();
        for (one, by) in told(app, conn, &of, &fates).await? {
            let why = by.and_then(|by| match (by.to.state, by.to.skipped, by.to.failing) {
                // Whoever shares an address with one who wants none gets none there either. Why else the other got none does not concern them.
                (How::Skipped, Some(skip), _) if skip == Skip::OptedOut || std::ptr::eq(one, by) => Some(NotReached::Skipped(skip)),
                (How::Failed, _, Some(failing)) => Some(NotReached::Failed(failing)),
                _ => None,
            });
            unreached.extend(why.map(|why| Unreached { name: one.to.name.clone(), why }));
            let hears = match of.about {
                Some(About::CalledOff) => Some(by.is_some_and(Fated::reaches)),
                // What was withdrawn before it was tried has changed nothing for them.
                Some(About::Held | About::Moved) => by.is_some_and(Fated::was_tried).then_some(false),
                None => None,
            };
            if let Some(hears) = hears {
                entry.heard.entry(one.to.member.clone()).or_insert(hears);
            }
        }
        entry.messages.push(ShiftMessage { message, unreached });
    }
    Ok(all)
}
