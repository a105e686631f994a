//! The one object that all screens share, and how the app starts.

use super::{
    actions::{Actions, Progress},
    connection::{Connection, Reach},
    directory::Directory,
    outbox::Outbox,
    session::Session,
    settings::Settings,
    toasts::Toasts,
};
use crate::{
    api::{ApiError, hub, request::Reply, transport::Client},
    i18n::{self, Catalogue},
    model::{Instant, Lang, Signup, SignupState, Texts, Zone, hub::Hub, texts::Shown},
    outbox::{Act, Entry},
    store::{Keeping, Store},
    sync::live::{Live, Stream},
    web::{boot, clock, events, install::Install, local, mark, tabs::Tabs, worker::Update, zone},
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

#[derive(Clone, Copy)]
pub struct App {
    pub settings: Settings,
    pub connection: Connection,
    pub session: Session,
    pub actions: Actions,
    pub directory: Directory,
    pub outbox: Outbox,
    pub toasts: Toasts,
    pub install: Install,
    pub update: Update,
    /// A page has been shown; from the next one on the focus follows.
    pub visited: StoredValue<bool>,
    /// The minute, for everything that says "now": places that can no longer be given up, today's actions.
    pub now: RwSignal<Instant>,
    /// Where things are kept; `None` until the data base is open.
    pub keeping: RwSignal<Option<Keeping>>,
    /// Something could not be written to the device.
    pub storage_failed: RwSignal<bool>,
    hub: StoredValue<Arc<Hub>>,
    zone: StoredValue<Arc<Zone>>,
    store: StoredValue<Option<Store>, LocalStorage>,
    client: StoredValue<Client, LocalStorage>,
    tabs: StoredValue<Tabs, LocalStorage>,
    live: StoredValue<Stream, LocalStorage>,
}

/// The app, from any component.
pub fn use_app() -> App {
    expect_context::<App>()
}

/// Why the app cannot start at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoStart {
    /// `/hub.json` could not be had, and none was kept from an earlier visit.
    Unreachable,
    /// It is there and cannot be read.
    Unreadable(ApiError),
}

const HUB_KEY: &str = "meyirim.hub";

/// Reads the hub's settings: from the network, else those of the last visit.
pub async fn load_hub() -> Result<Hub, NoStart> {
    let read = |body: Vec<u8>, status| {
        hub::read(&Reply { status, headers: vec![("content-type".to_owned(), "application/json".to_owned())], body })
    };
    let kept = || local::get(HUB_KEY).and_then(|text| read(text.into_bytes(), 200).ok());
    match boot::hub().await {
        Some(early) if early.status == 200 => match read(early.body.clone(), 200) {
            Ok(hub) => {
                local::set(HUB_KEY, String::from_utf8(early.body).ok().as_deref());
                Ok(hub)
            }
            Err(error) => kept().ok_or(NoStart::Unreadable(error)),
        },
        _ => kept().ok_or(NoStart::Unreachable),
    }
}

impl App {
    pub fn new(hub: Hub) -> Self {
        let connection = Connection::watch();
        let now = clock::now();
        let zone = zone::load(&hub.zone, now).unwrap_or_else(|| Zone::fixed("UTC", 0));
        let client = Client::new(&hub.api, move |error| connection.heard(error));
        let settings = Settings::load();
        if !hub.languages.contains(&settings.lang.get_untracked())
            && let Some(first) = hub.languages.first()
        {
            settings.lang.set(*first);
        }
        Self {
            settings,
            connection,
            session: Session::new(),
            actions: Actions::new(),
            directory: Directory::new(),
            outbox: Outbox::new(),
            toasts: Toasts::new(),
            install: Install::watch(),
            update: Update::watch(),
            visited: StoredValue::new(false),
            now: RwSignal::new(now),
            keeping: RwSignal::new(None),
            storage_failed: RwSignal::new(false),
            hub: StoredValue::new(Arc::new(hub)),
            zone: StoredValue::new(Arc::new(zone)),
            store: StoredValue::new_local(None),
            client: StoredValue::new_local(client),
            tabs: StoredValue::new_local(Tabs::open("meyirim")),
            live: StoredValue::new_local(Stream::default()),
        }
    }

    pub fn hub(&self) -> Arc<Hub> {
        self.hub.get_value()
    }

    pub fn zone(&self) -> Arc<Zone> {
        self.zone.get_value()
    }

    pub fn lang(&self) -> Lang {
        self.settings.lang.get()
    }

    /// The catalogue of the language that is set; tracks it.
    pub fn t(&self) -> &'static Catalogue {
        i18n::catalogue(self.settings.lang.get())
    }

    /// A word of the catalogue as a signal, for parts that take one.
    pub fn word(self, pick: fn(&Catalogue) -> &'static str) -> Signal<String> {
        Signal::derive(move || pick(self.t()).to_owned())
    }

    /// Content in the reader's language, or its stand-in, flagged; tracks the language.
    pub fn show<'a>(&self, texts: &'a Texts) -> Shown<'a> {
        texts.show(self.settings.lang.get())
    }

    pub fn client(&self) -> Client {
        self.client.get_value()
    }

    pub fn tabs(&self) -> Tabs {
        self.tabs.get_value()
    }

    /// The store. Before it is open, one that keeps nothing would lose things: callers run after [`App::start`] has opened it, or wait.
    pub fn store(&self) -> Store {
        self.store.with_value(|store| store.clone()).unwrap_or_default()
    }

    /// Everything that happens at start, in the order that measured best: the first chunk paints before the data base is open; the rest of the
    /// cache, then the network, improve on it.
    pub fn start(self) {
        spawn_local(async move {
            self.actions.show_first_chunk().await;
            let store = Store::open().await;
            self.keeping.set(Some(store.keeping()));
            self.store.set_value(Some(store));
            self.session.load_cached(self).await;
            self.outbox.reload(self).await;
            self.actions.become_writer(self);
            let whole = self.actions.load_cached(self).await;
            self.directory.load_cached(self).await;
            self.watch();
            if whole {
                self.actions.refresh(self).await
            } else {
                self.actions.load_all(self).await
            }
            self.directory.load_missing(self).await;
            mark::mark_once("sync-done");
            self.actions.index(self).await;
            // A failure leaves it for the next chance; the screen said so when the person signed out.
            let _ = self.session.finish_sign_out(self).await;
            if self.session.owner_untracked().is_some() {
                self.session.refresh(self).await;
            }
            self.outbox.send(self);
            self.listen();
            self.actions.tidy(self).await;
        });
    }

    /// Fetches again what a screen shows, after a failure or on request.
    pub fn refresh(self) {
        spawn_local(async move {
            self.actions.refresh(self).await;
            self.directory.load_missing(self).await;
            let _ = self.session.finish_sign_out(self).await;
            if self.outbox.hurry(self).await.is_err() {
                self.storage_failed.set(true);
            }
            self.listen();
        });
    }

    fn watch(self) {
        events::on_window("online", move |_| self.refresh());
        if let Some(document) = crate::web::page::document() {
            events::listen(&document, "visibilitychange", move |_| {
                if events::is_visible() {
                    self.now.set(clock::now());
                    self.refresh();
                } else {
                    self.live.with_value(Stream::close);
                }
            });
        }
        self.tabs().on_word(move |word| {
            let word = word.to_owned();
            spawn_local(async move {
                self.session.load_cached(self).await;
                self.outbox.reload(self).await;
                if word == "session" {
                    self.listen_anew();
                }
            });
        });
        spawn_local(async move {
            loop {
                clock::sleep(60_000 - (clock::now().0 % 60_000).unsigned_abs()).await;
                self.now.set(clock::now());
            }
        });
    }

    /// Somebody else is signed in now, or nobody: the stream brings the signups of whoever opened it.
    pub fn listen_anew(self) {
        self.live.with_value(Stream::close);
        self.listen();
    }

    /// Opens the live stream, if there is a place to go on from.
    fn listen(self) {
        let Some(cursor) = self.actions.cursor() else { return };
        if !events::is_visible() || self.live.with_value(Stream::is_open) {
            return;
        }
        let base = self.client().base().to_owned();
        self.live.with_value(|stream| {
            stream.open(&base, &cursor, move |heard| match heard {
                Live::Open => {
                    let was_away = self.connection.reach.with_untracked(|reach| matches!(reach, Reach::Offline | Reach::Failing(_)));
                    self.connection.heard(None);
                    if was_away {
                        self.refresh();
                    }
                }
                Live::Broken => {
                    if !events::is_online() {
                        self.connection.heard(Some(&ApiError::Unreachable));
                    }
                }
                Live::Changes(changes) => spawn_local(async move {
                    if !self.actions.take(self, *changes).await {
                        self.actions.load_all(self).await;
                    }
                }),
            });
        });
    }

    /// Tells the person what the backend has decided about one of their acts. Giving up a place asks nothing beforehand, so here it can be undone: as a new
    /// act, which takes a place in the line if the place has gone meanwhile.
    pub fn announce(self, entry: &Entry, signup: &Signup) {
        let words = &self.t_untracked().acts;
        let text = match (&entry.act, signup.standing) {
            (Act::Join { .. }, SignupState::Confirmed) => words.confirmed.to_owned(),
            (Act::Join { .. }, SignupState::Waitlisted { position }) => (words.waitlisted)(position),
            (Act::Leave { action, shift }, _) => {
                let again = Act::Join { action: action.clone(), shift: shift.clone(), or_wait: true, guardian: signup.guardian };
                return self.toasts.tell_with_undo(words.left, move || {
                    let again = again.clone();
                    spawn_local(async move {
                        if self.outbox.add(self, again).await.is_err() {
                            self.storage_failed.set(true);
                        }
                    });
                });
            }
            (Act::Join { .. }, SignupState::Withdrawn) => words.left.to_owned(),
        };
        self.toasts.tell(text);
    }

    pub fn t_untracked(&self) -> &'static Catalogue {
        i18n::catalogue(self.settings.lang.get_untracked())
    }

    /// Drops everything that can be fetched again, and fetches it.
    pub async fn clear_cache(self) {
        let cleared = self.store().write(&[crate::store::Write::Clear(crate::store::Room::Cache)]).await;
        if cleared.is_err() {
            self.storage_failed.set(true);
        }
        self.directory.forget();
        self.actions.load_all(self).await;
        self.directory.load_missing(self).await;
    }

    /// The listing has something to show.
    pub fn has_listing(&self) -> bool {
        self.actions.progress.with(|progress| *progress != Progress::Empty)
    }
}
