//! The whole of it put together: what handlers share, which address leads where, and what every request passes on its way.

use crate::{
    actions, admin, attendance, audit, booking_rows, calendar, called_off, campaigns, centre, centre_desk, centre_settings, certificates,
    changes,
    clock::Clock,
    consent_rows, consents, cover, csrf,
    db::Db,
    drafts,
    failure::{Failure, Result},
    fill,
    gateway::Gateway,
    headers,
    hub_file::HubFile,
    idempotency, indicators, kiosk_beat, kiosk_bookings, kiosk_day, kiosk_marks, kiosk_sittings, kiosk_today, kiosk_walk_ins, kiosks,
    leaders, limits,
    limits::Limits,
    live, log,
    mail::Mailer,
    member_history, message_rows, message_send, messages, mine, news, notices, openapi, opt_outs, organisations, participation, people,
    presence, push,
    push::Pusher,
    reports, roster, sentinels,
    sentinels::Sentinels,
    series, serve, session,
    settings::Settings,
    shift_messages, signing, signups, statics, walk_in_rows, wishes, zone,
};
use axum::{
    Router,
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing,
};
use meyirim::{
    api::ProblemKind,
    model::{Lang, Texts, Zone, instant::DAY, message, notice::Channel},
};
use std::{any::Any, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};
use tower_http::{
    CompressionLevel,
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer, Predicate,
        predicate::{DefaultPredicate, NotForContentType},
    },
};
use utoipa_axum::{router::OpenApiRouter, routes};

/// What handlers share.
pub struct Hub {
    pub settings: Settings,
    pub db: Db,
    pub clock: Clock,
    pub limits: Limits,
    pub mailer: Mailer,
    pub pusher: Pusher,
    /// For text messages, where there is one.
    pub gateway: Option<Gateway>,
    pub feed: live::Feed,
    /// What it takes long to make for the kiosks.
    pub digits: kiosk_day::Digits,
    pub sentinels: Arc<Sentinels>,
    /// Of the hub, as the app shows it.
    pub name: Texts,
    pub languages: Vec<Lang>,
    /// In which people are told times.
    pub zone: Zone,
    /// Becomes true when the backend is to stop.
    pub closing: watch::Receiver<bool>,
}

pub type App = Arc<Hub>;

/// How long a removed record leaves a tombstone. A client that was away for longer begins anew.
const TOMBSTONES: i64 = 90 * DAY;

/// Every operation of the API, with its description.
pub fn api() -> OpenApiRouter<App> {
    let v1 = OpenApiRouter::new()
        .routes(routes!(actions::list))
        .routes(routes!(actions::get))
        .routes(routes!(organisations::list))
        .routes(routes!(organisations::get))
        .routes(routes!(indicators::list))
        .routes(routes!(signups::list))
        .routes(routes!(signups::join, signups::leave))
        .routes(routes!(cover::find_cover, cover::cancel_cover))
        .routes(routes!(cover::answer_cover))
        .routes(routes!(changes::changes))
        .routes(routes!(live::live))
        .routes(routes!(session::send_code))
        .routes(routes!(session::sign_in, session::who_am_i, session::sign_out))
        .routes(routes!(session::change_me, mine::delete_me))
        .routes(routes!(mine::my_data))
        .routes(routes!(mine::calendar_address))
        .routes(routes!(wishes::my_wishes, wishes::change_wishes))
        .routes(routes!(wishes::my_notices))
        .routes(routes!(push::key))
        .routes(routes!(push::turn_on, push::turn_off))
        .routes(routes!(consents::my_consents, consents::ask_consent))
        .routes(routes!(consents::look_consent))
        .routes(routes!(consents::answer_consent))
        .routes(routes!(calendar::my_calendar))
        .routes(routes!(leaders::led))
        .routes(routes!(leaders::name_leaders))
        .routes(routes!(attendance::roll))
        .routes(routes!(attendance::mark))
        .routes(routes!(attendance::mark_me))
        .routes(routes!(attendance::mine))
        .routes(routes!(certificates::pass, certificates::end_passes))
        .routes(routes!(certificates::list, certificates::issue))
        .routes(routes!(certificates::revoke))
        .routes(routes!(signing::keys))
        .routes(routes!(admin::create))
        .routes(routes!(admin::change, admin::delete))
        .routes(routes!(called_off::hearing))
        .routes(routes!(drafts::list_drafts))
        .routes(routes!(drafts::get_draft, drafts::put_draft, drafts::drop_draft))
        .routes(routes!(reports::list_reports))
        .routes(routes!(reports::get_report, reports::put_report))
        .routes(routes!(series::create_series))
        .routes(routes!(series::get_series, series::change_series))
        .routes(routes!(series::change_date))
        .routes(routes!(roster::list_members))
        .routes(routes!(roster::member_changes))
        .routes(routes!(roster::send_batch))
        .routes(routes!(roster::undo_batch))
        .routes(routes!(member_history::member_history))
        .routes(routes!(participation::participation))
        .routes(routes!(participation::member_attendance))
        .routes(routes!(presence::here))
        .routes(routes!(audit::list_audit))
        .routes(routes!(audit::audit_head))
        .routes(routes!(audit::audit_chain))
        .routes(routes!(audit::tell_export))
        .routes(routes!(people::my_rights))
        .routes(routes!(people::look_people))
        .routes(routes!(people::give_roles))
        .routes(routes!(messages::list_messages, messages::send_message))
        .routes(routes!(messages::message_terms))
        .routes(routes!(messages::get_message))
        .routes(routes!(messages::cancel_message))
        .routes(routes!(messages::retry_message))
        .routes(routes!(opt_outs::member_opt_out, opt_outs::set_member_opt_out))
        .routes(routes!(opt_outs::answer_opt_out))
        .routes(routes!(opt_outs::one_click))
        .routes(routes!(kiosks::list_kiosks, kiosks::pair_kiosk))
        .routes(routes!(kiosks::change_kiosk, kiosks::remove_kiosk))
        .routes(routes!(kiosks::kiosk_events))
        .routes(routes!(kiosk_today::kiosks_today))
        .routes(routes!(shift_messages::write_to_shift))
        .routes(routes!(kiosk_beat::ask_pairing))
        .routes(routes!(kiosk_beat::beat))
        .routes(routes!(kiosk_day::kiosk_day))
        .routes(routes!(kiosk_walk_ins::walk_in))
        .routes(routes!(kiosk_marks::kiosk_mark))
        .routes(routes!(kiosk_bookings::kiosk_booking))
        .routes(routes!(kiosk_sittings::kiosk_seated))
        .routes(routes!(centre_settings::get_centre, centre_settings::put_centre))
        .routes(routes!(centre_settings::check_centre))
        .routes(routes!(centre::get_day))
        .routes(routes!(centre::my_bookings))
        .routes(routes!(centre::book))
        .routes(routes!(centre::cancel))
        .routes(routes!(centre::check_in))
        .routes(routes!(centre::calendar))
        .routes(routes!(centre_desk::day_bookings))
        .routes(routes!(centre_desk::hold))
        .routes(routes!(centre_desk::move_booking))
        .routes(routes!(centre_desk::release))
        .routes(routes!(centre_desk::put_series))
        .routes(routes!(centre_desk::cancel_series))
        .routes(routes!(campaigns::list_campaigns))
        .routes(routes!(campaigns::get_campaign, campaigns::put_campaign, campaigns::delete_campaign))
        .routes(routes!(news::list_news))
        .routes(routes!(news::get_news, news::put_news, news::delete_news));
    OpenApiRouter::with_openapi(openapi::frame()).nest("/api/v1", v1).routes(routes!(healthz))
}

fn router(app: &App) -> Router {
    let (mut api, document) = api().split_for_parts();
    let document = openapi::finish(document);
    api = api.route("/api/v1/openapi.json", routing::get(move || openapi::show(document)));
    if app.settings.demo.is_some() {
        let control = routing::post(sentinels::add).get(sentinels::show).delete(sentinels::clear);
        api = api.route("/api/v1/demo/sentinels", control).layer(middleware::from_fn_with_state(app.clone(), sentinels::guard));
    }
    let compression = CompressionLayer::new()
        // Measured: a page of 500 records is 479 KB, 45 as gzip, 24 as brotli 5, which takes some 10 ms.
        .quality(CompressionLevel::Precise(5))
        .compress_when(DefaultPredicate::new().and(NotForContentType::const_new("font/")));
    api.layer(middleware::from_fn_with_state(app.clone(), patience))
        .layer(middleware::from_fn_with_state(app.clone(), csrf::guard))
        .layer(middleware::from_fn_with_state(app.clone(), limits::guard))
        .method_not_allowed_fallback(wrong_method)
        .fallback(statics::serve)
        .layer(compression)
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(app.clone(), headers::add))
        .layer(middleware::from_fn(log::line))
        .with_state(app.clone())
}

/// No handler takes for ever.
async fn patience(State(app): State<App>, request: Request, next: Next) -> Response {
    match tokio::time::timeout(app.settings.patience, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Failure::unavailable("This took too long").into_response(),
    }
}

pub async fn wrong_method() -> Failure {
    Failure::new(ProblemKind::Malformed, "There is no such method here").status(StatusCode::METHOD_NOT_ALLOWED)
}

fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied()).unwrap_or_default();
    tracing::error!(text, "panic");
    Failure::internal().into_response()
}

/// Is it alive
///
/// Asks the data base.
#[utoipa::path(get, path = "/healthz", tag = "health", responses((status = 200, description = "`ok`", body = String, content_type = "text/plain")))]
async fn healthz(State(app): State<App>) -> Result<Response> {
    app.db.head().await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], "ok\n").into_response())
}

/// A backend that runs.
pub struct Server {
    pub addr: SocketAddr,
    pub app: App,
    stop: watch::Sender<bool>,
    serving: JoinHandle<()>,
}

impl Server {
    /// Opens the data base, fills it if it is empty and this is a demo, and listens.
    pub async fn start(settings: Settings) -> Result<Self, String> {
        let hub = HubFile::of(&settings.dist)?;
        let zone = zone::hub_zone(settings.zone.as_deref().unwrap_or(hub.zone()))?;
        let db = Db::open(&settings.database, settings.fresh).await.map_err(|error| format!("data base: {error}"))?;
        let clock = Clock::default();
        if let Some(demo) = settings.demo {
            fill::demo(&db, demo, clock.now()).await.map_err(|failure| format!("demo city: {}", failure.problem.title))?;
        }
        participation::ready(&db, &zone, clock.now()).await.map_err(|failure| format!("participation: {}", failure.problem.title))?;
        fill_phones(&db).await.map_err(|failure| format!("bookings: {}", failure.problem.title))?;
        let mut w = db.write().await.map_err(|error| format!("data base: {error}"))?;
        signing::ensure_key(&mut w, settings.new_signing_key, clock.now())
            .await
            .map_err(|failure| format!("signing key: {}", failure.problem.title))?;
        w.commit().await.map_err(|error| format!("data base: {error}"))?;
        let listener = TcpListener::bind(settings.addr).await.map_err(|error| format!("{}: {error}", settings.addr))?;
        let addr = listener.local_addr().map_err(|error| error.to_string())?;
        let (stop, closing) = watch::channel(false);
        let head = db.head().await.map_err(|error| format!("data base: {error}"))?;
        let app = Arc::new(Hub {
            limits: Limits::new(&settings.allowances),
            mailer: Mailer::new(settings.smtp.as_ref())?,
            pusher: Pusher::new(&db.vapid, &settings)?,
            gateway: Gateway::new(settings.webhook.as_ref())?,
            feed: live::feed(),
            digits: kiosk_day::Digits::default(),
            sentinels: Arc::default(),
            name: hub.name()?,
            languages: hub.languages(),
            settings,
            zone,
            db,
            clock,
            closing,
        });
        tokio::spawn(live::follow(app.clone(), head));
        if app.settings.keeps_house {
            keep_house(&app);
        }
        let serving = tokio::spawn(serve::serve(listener, router(&app), app.closing.clone()));
        Ok(Self { addr, app, stop, serving })
    }

    /// Takes no new connections, ends the live feeds, and waits for what is under way.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        if tokio::time::timeout(Duration::from_secs(12), self.serving).await.is_err() {
            tracing::warn!("some connections did not end in time");
        }
        self.app.db.pool.close().await;
    }
}

/// What is done again and again, each at its own pace: a slow mail server must not keep an offer from going on to the next.
fn keep_house(app: &App) {
    tokio::spawn(again(app.clone(), "offers", SOON, async |app| signups::end_offers(app).await.map(drop)));
    tokio::spawn(again(app.clone(), "letters", SOON, async |app| notices::tell_by(app, Channel::Email).await.map(drop)));
    tokio::spawn(again(app.clone(), "messages", SOON, async |app| notices::tell_by(app, Channel::Push).await.map(drop)));
    for channel in message::Channel::ALL {
        tokio::spawn(again(app.clone(), "messages to members", AT_ONCE, async move |app| {
            message_send::send_by(app, channel).await.map(drop)
        }));
    }
    tokio::spawn(again(app.clone(), "reminders", Duration::from_secs(60), async |app| notices::remind(app).await.map(drop)));
    tokio::spawn(again(app.clone(), "bookings", Duration::from_secs(60), release_bookings));
    tokio::spawn(again(app.clone(), "purge", Duration::from_secs(3600), purge));
}

/// How late the next in line may hear of a place that nobody took.
const SOON: Duration = Duration::from_secs(10);

/// Whoever has pressed "send" looks on.
const AT_ONCE: Duration = Duration::from_secs(2);

async fn again(app: App, what: &'static str, pause: Duration, act: impl AsyncFn(&App) -> Result<()>) {
    let mut closing = app.closing.clone();
    loop {
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = closing.wait_for(|closing| *closing) => return,
        }
        if let Err(failure) = act(&app).await {
            tracing::warn!(title = failure.problem.title, "{what}");
        }
    }
}

/// Of bookings from before phones had a column.
pub async fn fill_phones(db: &Db) -> Result<()> {
    let mut w = db.write().await?;
    booking_rows::fill_phones(&mut w).await?;
    Ok(w.commit().await?)
}

/// Writes down which bookings of the centre nobody came to; whoever reads them knows it already.
pub async fn release_bookings(app: &App) -> Result<()> {
    let mut w = app.db.write().await?;
    booking_rows::release(&mut w, app.clock.now()).await?;
    Ok(w.commit().await?)
}

/// Forgets what is no longer needed.
pub async fn purge(app: &App) -> Result<()> {
    let now = app.clock.now();
    let mut w = app.db.write().await?;
    idempotency::purge(&mut w, now).await?;
    session::purge(&mut w, now).await?;
    certificates::purge(&mut w, now).await?;
    notices::purge(&mut w, now).await?;
    consent_rows::purge(&mut w, now).await?;
    message_rows::purge(&mut w, now).await?;
    kiosk_beat::purge(&mut w, now).await?;
    walk_in_rows::purge(&mut w, &app.zone, now).await?;
    changes::purge(&mut w, now.plus(-TOMBSTONES)).await?;
    booking_rows::purge(&mut w, &app.zone, now).await?;
    audit::purge(&mut w, now).await?;
    Ok(w.commit().await?)
}
