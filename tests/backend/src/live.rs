//! The live feed: changes as server-sent events.
//!
//! One task per backend follows the history. It is woken by the bell of its own commits, by PostgreSQL's NOTIFY for those of other
//! backends, and by a slow look at the history for what neither tells (two programs on one SQLite file, a lost connection). Per wake-up
//! it asks the data base once, for all listeners together; each listener adds its person's own signups from what was asked already.

use crate::{
    app::App,
    changes::{self, Part, Public},
    db::{CHANNEL, Kind},
    failure::{Failure, Result},
    params::Params,
    signups,
    who::{self, Me, Visitor},
};
use axum::{
    extract::{OriginalUri, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{
        IntoResponse, Response, Sse,
        sse::{Event, KeepAlive},
    },
};
use meyirim::api::live::EVENT;
use sqlx::postgres::PgListener;
use std::{collections::HashMap, convert::Infallible, future::pending, sync::Arc, time::Duration};
use tokio::sync::{broadcast, mpsc};

/// What one wake-up brought.
pub struct Batch {
    public: Public,
    /// The change set for everyone without signups of their own in it.
    json: String,
    signups: HashMap<String, Part>,
}

pub type Feed = broadcast::Sender<Arc<Batch>>;

/// How many wake-ups a slow listener may lag behind before it is served from the data base again.
pub fn feed() -> Feed {
    broadcast::Sender::new(64)
}

/// Follows the history until the backend stops.
pub async fn follow(app: App, mut last: i64) {
    let poll = app.settings.poll.unwrap_or(Duration::from_millis(if app.db.kind == Kind::Sqlite { 700 } else { 5_000 }));
    let mut notices = None;
    let mut closing = app.closing.clone();
    loop {
        if app.db.kind == Kind::Postgres && notices.is_none() {
            notices = listen(&app.db.url).await;
        }
        tokio::select! {
            () = app.db.bell.notified() => {}
            () = tokio::time::sleep(poll) => {}
            lost = heard(&mut notices) => if lost { notices = None },
            _ = closing.wait_for(|closing| *closing) => return,
        }
        match catch_up(&app, last).await {
            Ok(upto) => last = upto,
            Err(_) => tokio::time::sleep(Duration::from_secs(1)).await,
        }
    }
}

async fn listen(url: &str) -> Option<PgListener> {
    let mut listener = PgListener::connect(url).await.inspect_err(|error| tracing::warn!(%error, "no notices")).ok()?;
    listener.listen(CHANNEL).await.inspect_err(|error| tracing::warn!(%error, "no notices")).ok()?;
    Some(listener)
}

/// Waits for a notice; `true` if the connection is lost.
async fn heard(notices: &mut Option<PgListener>) -> bool {
    match notices {
        Some(listener) => listener.recv().await.is_err(),
        None => pending().await,
    }
}

/// Sends out what happened since `last`, page by page, and returns how far it got.
async fn catch_up(app: &App, mut last: i64) -> Result<i64> {
    let head = app.db.head().await?;
    if app.feed.receiver_count() == 0 {
        return Ok(head);
    }
    while last < head {
        let public = changes::public(&app.db, Some(last)).await?;
        last = public.upto;
        let signups = signups::changed(&app.db, None, public.from, public.upto).await?;
        let json = public.json(&app.db, &Part::default());
        let _ = app.feed.send(Arc::new(Batch { public, json, signups }));
    }
    Ok(last)
}

/// Changes as they happen
///
/// Server-sent events of the name `changes`; the data of each is a change set, its id the cursor. First comes what happened since
/// `since` or `Last-Event-ID`, which wins. A comment every 15 seconds keeps proxies from closing the stream.
#[utoipa::path(
    get, path = "/live", tag = "changes",
    params(
        ("since" = Option<String>, Query, description = "The cursor that one has; from now on if there is none", min_length = 1, max_length = 200),
        ("Last-Event-ID" = Option<String>, Header, description = "Sent by browsers after a break"),
    ),
    security((), ("bearer" = []), ("cookie" = [])),
    responses((status = 200, description = "The stream; it does not end by itself", body = String, content_type = "text/event-stream")),
)]
pub async fn live(State(app): State<App>, Visitor(me): Visitor, OriginalUri(uri): OriginalUri, headers: HeaderMap) -> Result<Response> {
    let mut params = Params::read(&uri, &["since"]);
    let since = params.get_with("since", changes::cursor_text);
    params.done()?;
    let last_event = headers.get("last-event-id").and_then(|value| value.to_str().ok()).filter(|id| !id.is_empty()).map(str::to_owned);
    let from = match last_event.or(since) {
        Some(cursor) => changes::read_cursor(&app.db, &cursor),
        None => Some(app.db.head().await?),
    };
    let outage = app.sentinels.outage(&headers);
    // A listener that does not read loses its connection, not our memory.
    let (sender, mut receiver) = mpsc::channel(16);
    tokio::spawn(async move {
        let mut closing = app.closing.clone();
        tokio::select! {
            _ = serve(&app, me, from, &sender) => {}
            () = sender.closed() => {}
            _ = closing.wait_for(|closing| *closing) => {}
            () = outage => {}
        }
    });
    let stream = futures_util::stream::poll_fn(move |context| receiver.poll_recv(context));
    let mut response = Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)).text("still here")).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    Ok(response)
}

type Events = mpsc::Sender<Result<Event, Infallible>>;

/// Serves one listener. Ends with an error when the listener is gone or the session has ended; the client comes back by itself.
async fn serve(app: &App, me: Option<Me>, from: Option<i64>, events: &Events) -> Result<()> {
    let _ = events.send(Ok(Event::default().comment("hello"))).await;
    // Listen first, then look: nothing falls between the two.
    let mut feed = app.feed.subscribe();
    let mut last = look(app, me.as_ref(), from, events).await?;
    loop {
        match feed.recv().await {
            Ok(batch) if batch.public.upto <= last => {}
            Ok(batch) => {
                last = batch.public.upto;
                let own = me.as_ref().and_then(|me| batch.signups.get(me.person.as_str()).map(|part| (me, part)));
                match own {
                    None => tell(app, last, batch.json.clone(), events).await?,
                    Some((me, part)) => {
                        // Somebody who has signed out meanwhile hears nothing of the person any more.
                        who::by_hash(app, me.token_hash.clone()).await?.ok_or_else(Failure::not_found)?;
                        tell(app, last, batch.public.json(&app.db, part), events).await?;
                    }
                }
            }
            Err(broadcast::error::RecvError::Lagged(_)) => last = look(app, me.as_ref(), Some(last), events).await?,
            Err(broadcast::error::RecvError::Closed) => return Ok(()),
        }
    }
}

/// What happened since `from`, from the data base; returns how far that goes.
async fn look(app: &App, me: Option<&Me>, mut from: Option<i64>, events: &Events) -> Result<i64> {
    loop {
        let public = changes::public(&app.db, from).await?;
        if public.reset || public.upto > public.from {
            let own = match me {
                Some(me) => changes::mine(app, &me.person, &public).await?,
                None => Part::default(),
            };
            tell(app, public.upto, public.json(&app.db, &own), events).await?;
        }
        if !public.more {
            return Ok(public.upto);
        }
        from = Some(public.upto);
    }
}

async fn tell(app: &App, upto: i64, json: String, events: &Events) -> Result<()> {
    let event = Event::default().event(EVENT).id(changes::write_cursor(&app.db, upto)).data(json);
    events.send(Ok(event)).await.map_err(|_| Failure::not_found())
}
