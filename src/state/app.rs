//! The one object that all screens share, and how the app starts.

use super::{
    actions::{Actions, Progress},
    backend::Backend,
    connection::Connection,
    directory::Directory,
    outbox::Outbox,
    session::Session,
    settings::Settings,
    toasts::Toasts,
};
use crate::{
    api::{
        ApiError,
        capabilities::{Capabilities, Joins},
        hub,
    },
    i18n::{self, Catalogue},
    model::{Instant, Lang, Texts, Zone, hub::Hub, texts::Shown},
    store::Keeping,
    web::{
        boot,
        chunk::{self, Missing},
        clock,
        install::Install,
        local,
        worker::Update,
        zone,
    },
};
use leptos::{prelude::*, task::spawn_local};
use std::{any::Any, rc::Rc, sync::Arc};

#[derive(Clone, Copy)]
pub struct App {
    pub settings: Settings,
    pub backend: Backend,
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
    /// The first page has come, or could not be had: what comes after it no longer delays it.
    pub page_came: RwSignal<bool>,
    hub: StoredValue<Arc<Hub>>,
    zone: StoredValue<Arc<Zone>>,
    /// Whether the engine has been started; see [`super::engine`].
    pub(super) begun: StoredValue<bool>,
    /// What the engine works with, of a type that the first load need not know; see [`super::engine::Tools`].
    pub(super) tools: StoredValue<Option<Rc<dyn Any>>, LocalStorage>,
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
    /// It is there and cannot be read; why, for whoever wrote it.
    Unreadable(String),
}

#[cfg_attr(feature = "split", leptos::wasm_split::wasm_split(engine, fallible, wasm_split_path = ::leptos::wasm_split))]
fn engine(app: App) -> Result<(), Missing> {
    super::engine::run(app);
    Ok(())
}

/// What is wrong with the settings: path and reason.
#[cfg_attr(feature = "split", leptos::wasm_split::wasm_split(engine, fallible, wasm_split_path = ::leptos::wasm_split))]
fn explain(settings: Vec<u8>) -> Result<String, Missing> {
    Ok(hub::read(&settings).err().map(|error| error.to_string()).unwrap_or_default())
}

pub(super) const HUB_KEY: &str = "meyirim.hub";

/// The hub's settings: those of the last visit at once, which the engine then renews; on a first visit from the network.
pub async fn load_hub() -> Result<Hub, NoStart> {
    if let Some(hub) = local::get(HUB_KEY).and_then(|text| hub::quick(text.as_bytes())) {
        return Ok(hub);
    }
    match boot::hub().await {
        Some(early) if early.status == 200 => match hub::quick(&early.body) {
            Some(hub) => {
                local::set(HUB_KEY, String::from_utf8(early.body).ok().as_deref());
                Ok(hub)
            }
            None => Err(NoStart::Unreadable(chunk::call!(explain(early.body)).await.unwrap_or_else(|_| hub::PATH.to_owned()))),
        },
        _ => Err(NoStart::Unreachable),
    }
}

impl App {
    pub fn new(hub: Hub) -> Self {
        let connection = Connection::watch();
        let now = clock::now();
        let zone = zone::load(&hub.zone, now).unwrap_or_else(|| Zone::fixed("UTC", 0));
        let settings = Settings::load();
        if !hub.languages.contains(&settings.lang.get_untracked())
            && let Some(first) = hub.languages.first()
        {
            settings.lang.set(*first);
        }
        Self {
            settings,
            backend: Backend::new(),
            connection,
            session: Session::new(),
            actions: Actions::new(),
            directory: Directory::new(),
            outbox: Outbox::new(),
            toasts: Toasts::new(),
            install: Install::watch(),
            update: Update::default(),
            visited: StoredValue::new(false),
            now: RwSignal::new(now),
            keeping: RwSignal::new(None),
            storage_failed: RwSignal::new(false),
            page_came: RwSignal::new(false),
            hub: StoredValue::new(Arc::new(hub)),
            zone: StoredValue::new(Arc::new(zone)),
            begun: StoredValue::new(false),
            tools: StoredValue::new_local(None),
        }
    }

    /// What the backend can and cannot do; tracks it.
    pub fn can(&self) -> Capabilities {
        self.backend.can(*self)
    }

    /// What a signup that stands is called: on a backend that counts no places it is no place.
    pub fn confirmed(&self) -> &'static str {
        let promised = self.can().joins != Joins::NoPromise;
        if promised { self.t().acts.confirmed } else { self.t().backend.signed_up }
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

    /// What is cached of the first screens, or the first page from the network, whichever is there; then the engine, which does the rest.
    pub fn start(self) {
        let shown = RwSignal::new(false);
        spawn_local(async move {
            self.actions.show_first().await;
            shown.set(true);
        });
        Effect::new(move |called: Option<bool>| {
            if called == Some(true) {
                return true;
            }
            let ready = shown.get() && self.page_came.get();
            if ready {
                self.refresh();
            }
            ready
        });
    }

    /// Fetches again what a screen shows, after a failure or on request. The engine has to be there for it: without a connection on a first visit it may not be, and
    /// then nothing else would try again, so this does.
    pub fn refresh(self) {
        spawn_local(async move {
            let mut wait = 2_000;
            while chunk::call!(engine(self)).await.is_err() {
                self.connection.heard(Some(&ApiError::Unreachable));
                self.actions.failure.set(Some(Arc::new(ApiError::Unreachable)));
                clock::sleep(wait).await;
                wait = (wait * 2).min(60_000);
                if self.begun.get_value() {
                    return;
                }
            }
        });
    }

    pub fn t_untracked(&self) -> &'static Catalogue {
        i18n::catalogue(self.settings.lang.get_untracked())
    }

    /// The listing has something to show.
    pub fn has_listing(&self) -> bool {
        self.actions.progress.with(|progress| *progress != Progress::Empty)
    }
}
