//! Messages to members: handed over once, planned by `model::message_plan` on what the data base knows in that moment, written down as one row for everybody in it, and sent from there
//! (`message_send`). No address is in a message twice: the data base holds that, whichever backend writes.

use crate::{
    app::App,
    ask::{Ask, LargeJson},
    audit,
    db::Write,
    failure::{Failure, Result},
    idempotency::{self, Answer},
    message_rows::{self as rows, OfThose},
    opt_outs::{self, Stopped},
    params::Params,
    records,
    reply::{self, Named},
    shift_messages::{is_in, is_past},
    who::Me,
};
use axum::{
    extract::{OriginalUri, State},
    http::StatusCode,
    response::Response,
};
use meyirim::{
    api::{Problem, ProblemKind},
    model::{
        Instant,
        audit::What,
        can::Act,
        kiosk::today::reach,
        member::{Member, MemberId},
        message::{Channel, MessageDetail, MessageId, MessageList, MessageTerms, MessageView, NewMessage, NoWay, Offered},
        message_plan::{Fate, Terms, plan},
    },
};
use serde_json::json;
use sqlx::AnyConnection;
use std::collections::HashMap;

/// Messages that are told of at once.
const TOLD: i64 = 200;

/// Where the hub is on the web: links lead there. In the demo, where it listens.
pub fn origin(app: &App) -> Option<String> {
    let own = app.settings.demo.is_some().then(|| format!("http://{}", app.settings.addr));
    app.settings.origin.as_deref().map(|origin| origin.trim_end_matches('/').to_owned()).or(own)
}

/// The link by which whoever has this address stops messages.
pub fn link(app: &App, address_key: &str) -> Option<String> {
    origin(app).map(|origin| format!("{origin}{}", meyirim::routes::opt_out(&opt_outs::secret(&app.db, address_key))))
}

/// Whether and how the hub sends by this way.
pub fn offered(app: &App, channel: Channel) -> Offered {
    let set = match channel {
        Channel::Email => app.mailer.is_set(),
        Channel::Text => app.gateway.is_some(),
    };
    let printed = !set && app.settings.demo.is_some();
    let not = match () {
        () if !set && !printed => Some(NoWay::NotSet),
        () if origin(app).is_none() => Some(NoWay::NoOrigin),
        () => None,
    };
    Offered { channel, not, printed }
}

/// What has been sent
///
/// The latest 200 messages, the latest first, each with how many of them are in which state. They are remembered for a year.
#[utoipa::path(
    get, path = "/roster/messages", tag = "messages",
    security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, description = "The messages", body = MessageList), (status = 403, description = "`forbidden`")),
)]
pub async fn list_messages(State(app): State<App>, me: Me, OriginalUri(uri): OriginalUri) -> Result<Response> {
    me.can(Act::SeeMessages)?;
    Params::read(&uri, &[]).done()?;
    let mut conn = app.db.pool.acquire().await?;
    let mut items = rows::list(&mut conn, TOLD + 1).await?;
    let told = usize::try_from(TOLD).unwrap_or(usize::MAX);
    let more = items.len() > told;
    items.truncate(told);
    reply::ok(&MessageList { items, more })
}

/// What has to be known to write a message
///
/// By which ways the hub sends, and why not by others; who wants none.
#[utoipa::path(
    get, path = "/roster/messages/terms", tag = "messages",
    security(("bearer" = []), ("cookie" = [])),
    responses((status = 200, description = "As it is now", body = MessageTerms), (status = 403, description = "`forbidden`")),
)]
pub async fn message_terms(State(app): State<App>, me: Me, OriginalUri(uri): OriginalUri) -> Result<Response> {
    me.can(Act::SeeMessages)?;
    Params::read(&uri, &[]).done()?;
    let mut conn = app.db.pool.acquire().await?;
    let stopped = Stopped::read(&mut conn).await?;
    let mut opted_out = Vec::new();
    if !stopped.is_empty() {
        let records: Vec<String> =
            sqlx::query_scalar("SELECT record FROM members WHERE gone = 0 ORDER BY id").fetch_all(&mut *conn).await?;
        for record in records {
            let member: meyirim::model::member::Member = serde_json::from_str(&record)?;
            if stopped.holds(&app.db, &member) {
                opted_out.push(member.id);
            }
        }
    }
    drop(conn);
    audit::note_hourly(&app.db, &me, What::OptOutsFetched, "", &json!({ "members": opted_out.len() }), app.clock.now()).await?;
    reply::ok(&MessageTerms {
        offered: Channel::ALL.into_iter().map(|channel| offered(&app, channel)).collect(),
        languages: app.languages.clone(),
        link: link(&app, &opt_outs::address_key(&app.db, "")),
        opted_out,
    })
}

/// A message with everybody in it
#[utoipa::path(
    get, path = "/roster/messages/{id}", tag = "messages",
    params(("id" = MessageId, Path, description = "Of the message")),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "What was written, and how it stands with each", body = MessageDetail),
        (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"),
    ),
)]
pub async fn get_message(State(app): State<App>, me: Me, Named(id): Named<MessageId>, OriginalUri(uri): OriginalUri) -> Result<Response> {
    me.can(Act::SeeMessages)?;
    Params::read(&uri, &[]).done()?;
    let mut conn = app.db.pool.acquire().await?;
    let message = rows::get(&mut conn, &id).await?.ok_or_else(Failure::not_found)?;
    let mut people = rows::people(&mut conn, &id).await?;
    // Who comes to a shift is for those who answer for shifts.
    if me.can(Act::SeeToday).is_err() {
        people.iter_mut().for_each(|one| one.name = None);
    }
    // Telling of it takes a connection too.
    drop(conn);
    audit::note_hourly(&app.db, &me, What::MessageViewed, id.as_str(), &json!({}), app.clock.now()).await?;
    reply::ok(&MessageDetail { message, people })
}

/// Send a message to members
///
/// To those of `audience` who can be reached and have not said that they want none; who gets nothing is told with why. Nobody gets it twice, and no address does.
#[utoipa::path(
    post, path = "/roster/messages", tag = "messages",
    params(crate::openapi::KeyHeader),
    request_body = NewMessage,
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "It is being sent", body = MessageView),
        (status = 403, description = "`forbidden`"),
        (status = 422, description = "`invalid`: a text, a way by which the hub does not send, too many people, or the id of another message"),
    ),
)]
pub async fn send_message(State(app): State<App>, me: Me, ask: Ask<LargeJson<NewMessage>>) -> Result<Response> {
    me.can(Act::SendMessages)?;
    let now = app.clock.now();
    let new = &ask.body.0;
    new.check().map_err(|(pointer, why)| Failure::invalid(pointer, why))?;
    let mut w = match begin(&app, &me, &ask, &new.channels, now).await? {
        Begun::New(w) => w,
        Begun::Before(answer) => return Ok(answer),
    };
    let members = rows::members(w.conn(), &new.audience).await?;
    hand_over(&app, &mut w, &me, new, None, &members, now).await?;
    done(w, &me, &ask, &new.id).await
}

/// How a request to send something begins.
pub enum Begun {
    /// With what has been written so far.
    New(Write),
    /// It was answered before.
    Before(Response),
}

/// Looks whether the hub sends by these ways, and whether it has heard this before.
pub async fn begin<T>(app: &App, me: &Me, ask: &Ask<T>, channels: &[Channel], now: Instant) -> Result<Begun> {
    if let Some(at) = channels.iter().position(|channel| offered(app, *channel).not.is_some()) {
        return Err(Failure::invalid(format!("/channels/{at}"), "the hub does not send by this way"));
    }
    let mut w = app.db.write().await?;
    Ok(match idempotency::take(&mut w, &me.scope(), ask, now).await? {
        Some(answer) => Begun::Before(answer.into_replay()),
        None => Begun::New(w),
    })
}

/// Writes down a message and what is to come of it for each of its people, and tells the audit. `known`: as they are now.
pub async fn hand_over(
    app: &App,
    w: &mut Write,
    me: &Me,
    new: &NewMessage,
    of: Option<OfThose<'_>>,
    known: &HashMap<MemberId, Member>,
    now: Instant,
) -> Result<()> {
    if !rows::put(w, new, of, &me.person, now).await? {
        return Err(Failure::invalid("/id", "is that of another message"));
    }
    let fates = foresee(app, w.conn(), new, known).await?;
    rows::put_people(w, &app.db, &new.id, &fates, now).await?;
    let mut details = json!({ "members": new.audience.len(), "channels": new.channels });
    if let Some(of) = of {
        details["shift"] = audit::of_shift(of.action, of.shift).into();
    }
    audit::note(w, me, What::MessageSent, new.id.as_str(), &details, now).await
}

/// What is to come of a message for each of its people. `known`: as they are now.
pub async fn foresee(
    app: &App,
    conn: &mut AnyConnection,
    new: &NewMessage,
    known: &HashMap<MemberId, Member>,
) -> Result<Vec<(MemberId, Fate)>> {
    let stopped = Stopped::read(conn).await?;
    let texts = meyirim::model::message::clean(&new.texts);
    let terms = Terms { texts: &texts, channels: &new.channels, stand_in: new.stand_in, languages: &app.languages };
    Ok(plan(&new.audience, |id| known.get(id), |member| stopped.holds(&app.db, member), &terms))
}

/// Written, and answered with how the message stands now.
pub async fn done<T>(mut w: Write, me: &Me, ask: &Ask<T>, id: &MessageId) -> Result<Response> {
    let view = rows::get(w.conn(), id).await?.ok_or_else(Failure::internal)?;
    let answer = Answer::new(StatusCode::OK, &view)?;
    idempotency::keep(&mut w, &me.scope(), ask, &answer).await?;
    w.commit().await?;
    Ok(answer.into_response())
}

/// Stop a message
///
/// What has not gone out stays here. What is on its way in this very moment may still arrive, and is then told as sent.
#[utoipa::path(
    post, path = "/roster/messages/{id}/cancel", tag = "messages",
    params(("id" = MessageId, Path, description = "Of the message"), crate::openapi::KeyHeader),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "How it stands now", body = MessageView),
        (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"),
    ),
)]
pub async fn cancel_message(State(app): State<App>, me: Me, Named(id): Named<MessageId>, ask: Ask<()>) -> Result<Response> {
    act(&app, &me, &id, &ask, Then::Stop).await
}

/// Send once more what could not be sent
///
/// Not what was stopped. An address is kept for 30 days for this.
#[utoipa::path(
    post, path = "/roster/messages/{id}/retry", tag = "messages",
    params(("id" = MessageId, Path, description = "Of the message"), crate::openapi::KeyHeader),
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "How it stands now", body = MessageView),
        (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`not-now`: it was for a shift that is over, or told what is no longer so, or was told anew since"),
    ),
)]
pub async fn retry_message(State(app): State<App>, me: Me, Named(id): Named<MessageId>, ask: Ask<()>) -> Result<Response> {
    act(&app, &me, &id, &ask, Then::Retry).await
}

#[derive(Clone, Copy)]
enum Then {
    Stop,
    Retry,
}

/// A message to members is for those who send such, one to a shift for those who answer for it.
async fn may_act(w: &mut Write, me: &Me, message: &MessageView) -> Result<()> {
    let Some(of) = &message.shift else { return me.can(Act::SendMessages).map(drop) };
    me.can(Act::WriteToShifts)?;
    let detail = match records::hold_detail(w, &of.action).await {
        // Nobody has a part of what is no more.
        Err(failure) if failure.problem.kind() == ProblemKind::NotFound => return me.can(Act::SendMessages).map(drop),
        detail => detail?,
    };
    if is_in(reach(&me.rights), &detail) { Ok(()) } else { Err(Failure::not_found()) }
}

async fn act(app: &App, me: &Me, id: &MessageId, ask: &Ask<()>, then: Then) -> Result<Response> {
    me.can(Act::SendMessages).or_else(|denied| me.can(Act::WriteToShifts).map_err(|_| denied))?;
    let now = app.clock.now();
    let mut w = app.db.write().await?;
    if let Some(answer) = idempotency::take(&mut w, &me.scope(), ask, now).await? {
        return Ok(answer.into_replay());
    }
    let message = rows::get(w.conn(), id).await?.ok_or_else(Failure::not_found)?;
    may_act(&mut w, me, &message).await?;
    let what = match then {
        Then::Stop => {
            rows::stop(&mut w, id, now).await?;
            What::MessageStopped
        }
        Then::Retry => {
            if let Some(of) = &message.shift
                && is_past(w.conn(), id, of, now).await?
            {
                let problem = Problem::new(ProblemKind::NotNow, "The shift is over, or it is not so any more");
                return Err(Failure { problem: Box::new(problem), retry_after: None });
            }
            rows::retry(&mut w, id, now).await?;
            What::MessageRetried
        }
    };
    audit::note(&mut w, me, what, id.as_str(), &json!({}), now).await?;
    done(w, me, ask, id).await
}
