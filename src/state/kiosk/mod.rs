//! What a kiosk knows and keeps. It lives as long as its page, like the roster: no other page needs it.
//!
//! Kept on the device: the secret that proves which device it is, what today's shifts are and whom to expect (as hashes), what people entered and the backend does not have yet; all of it sealed under a key that
//! no script can read out. Beside it, unsealed and about nobody: how often a wrong PIN was tried, and what has happened ([`crate::model::kiosk::log`]).

mod beat;
mod kept;
mod queue;

pub use queue::{Entry, Sent};

use super::App;
use crate::{
    api::{Fetched, kiosk},
    model::{
        Instant,
        kiosk::{
            BEAT, Own, Pairing,
            day::KioskDay,
            log::{self, Event, Happened},
            pin::Tries,
        },
    },
    web::{clock, events},
};
use kept::Kept;
use leptos::{prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How this device stands with the hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// The device has not been looked at yet.
    Unknown,
    /// The browser keeps nothing, or knows no cryptography: no device to be left alone.
    Unfit,
    /// Shows a code, once it has one.
    Unpaired(Option<Pairing>),
    Paired(Arc<Own>),
}

/// What proves which device it is, and what it last was. Sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Identity {
    secret: String,
    /// `None`: not paired yet.
    own: Option<Own>,
    /// When the backend last answered.
    heard_at: Instant,
}

#[derive(Clone, Copy)]
pub struct Kiosk {
    pub standing: RwSignal<Standing>,
    pub day: RwSignal<Option<Arc<KioskDay>>>,
    /// Entries that the backend does not have.
    pub waiting: RwSignal<usize>,
    /// What was entered could not be kept.
    pub full: RwSignal<bool>,
    pub tries: RwSignal<Tries>,
    /// Milliseconds by which this device's clock is behind the backend's, as last heard; negative: ahead.
    pub clock_off: RwSignal<i64>,
    app: App,
    kept: StoredValue<Option<Kept>, LocalStorage>,
    identity: StoredValue<Option<Identity>>,
    events: StoredValue<Vec<Event>>,
    day_etag: StoredValue<Option<String>>,
    sending: StoredValue<bool>,
}

impl Kiosk {
    pub fn open(app: App) -> Self {
        let this = Self {
            standing: RwSignal::new(Standing::Unknown),
            day: RwSignal::new(None),
            waiting: RwSignal::new(0),
            full: RwSignal::new(false),
            tries: RwSignal::new(Tries::default()),
            clock_off: RwSignal::new(0),
            app,
            kept: StoredValue::new_local(None),
            identity: StoredValue::new(None),
            events: StoredValue::new(Vec::new()),
            day_etag: StoredValue::new(None),
            sending: StoredValue::new(false),
        };
        Effect::new(move |begun: Option<bool>| {
            let open = app.keeping.with(Option::is_some);
            if open && begun != Some(true) {
                spawn_local(this.begin());
            }
            open || begun == Some(true)
        });
        // At once when the network is back, without waiting for the next beat.
        if let Some(window) = web_sys::window() {
            events::listen_here(&window, "online", move |_| spawn_local(this.beat()));
        }
        this
    }

    async fn begin(self) {
        let Some(kept) = Kept::open(self.app.store()).await else {
            self.standing.try_set(Standing::Unfit);
            return;
        };
        let (tries, events) = (kept.tries().await, kept.events().await);
        let identity = match kept.identity().await {
            Some(identity) => identity,
            None => match kept.new_identity().await {
                Some(identity) => identity,
                None => {
                    self.standing.try_set(Standing::Unfit);
                    return;
                }
            },
        };
        let day: Option<KioskDay> = kept.day().await;
        let waiting = kept.count().await;
        self.kept.try_set_value(Some(kept));
        self.tries.try_set(tries);
        self.events.try_set_value(events);
        self.waiting.try_set(waiting);
        self.standing.try_set(match &identity.own {
            Some(own) => Standing::Paired(Arc::new(own.clone())),
            None => Standing::Unpaired(None),
        });
        self.identity.try_set_value(Some(identity));
        if let Some(day) = day.filter(|day| clock::now() < day.until) {
            self.day.try_set(Some(Arc::new(day)));
        }
        self.note(Happened::Started);
        // Ends with the page, whose signals are then gone.
        while self.standing.try_get_untracked().is_some() {
            self.beat().await;
            let unpaired = matches!(self.standing.try_get_untracked(), Some(Standing::Unpaired(_)));
            clock::sleep(if unpaired { BEAT / 10 } else { BEAT }).await;
        }
    }

    pub(super) fn secret(self) -> Option<String> {
        self.identity.try_with_value(|identity| identity.as_ref().map(|identity| identity.secret.clone())).flatten()
    }

    pub fn own(self) -> Option<Arc<Own>> {
        self.standing.with(|standing| match standing {
            Standing::Paired(own) => Some(own.clone()),
            _ => None,
        })
    }

    /// Now by the backend's clock, as far as it was heard.
    pub fn now(self) -> Instant {
        clock::now().plus(self.clock_off.get_untracked())
    }

    /// Writes down that something has happened, with nobody in it.
    pub fn note(self, what: Happened) {
        self.events.try_update_value(|events| log::add(events, Event { at: clock::now(), what }));
        self.keep_events();
    }

    fn keep_events(self) {
        let (Some(Some(kept)), Some(events)) = (self.kept.try_get_value(), self.events.try_get_value()) else { return };
        spawn_local(async move { kept.put_events(&events).await });
    }

    /// Whether a PIN opens the device's menu. Checked here: it is wanted most where there is no network.
    pub async fn try_pin(self, pin: &str) -> bool {
        let Some(own) = self.own() else { return false };
        // The screen shows that it is being looked at.
        clock::breathe().await;
        let opens = own.pin.opens(pin);
        let tries = if opens { Tries::default() } else { self.tries.get_untracked().deny(clock::now()) };
        // Kept before anything is said: pulling the plug gives no further try.
        if let Some(Some(kept)) = self.kept.try_get_value() {
            kept.put_tries(tries).await;
        }
        self.tries.try_set(tries);
        self.note(if opens { Happened::PinRight } else { Happened::PinDenied });
        opens
    }

    /// What today's shifts are, and whom to expect.
    async fn refresh_day(self, secret: &str) {
        let etag = self.day_etag.try_get_value().flatten();
        match self.app.client().read(&kiosk::day(secret, etag.as_deref())).await {
            Ok(Fetched::New((day, etag))) => {
                if let Some(Some(kept)) = self.kept.try_get_value() {
                    kept.put_day(&day).await;
                }
                self.day_etag.try_set_value(etag);
                self.day.try_set(Some(Arc::new(day)));
            }
            // What there was is good until its end; then it goes.
            Ok(Fetched::Unchanged) | Err(_) => {}
        }
    }

    /// Everything goes: what was entered, what is known, and who this device is.
    pub async fn wipe(self) {
        if let Some(Some(kept)) = self.kept.try_get_value() {
            kept.wipe().await;
        }
        self.identity.try_set_value(None);
        self.kept.try_set_value(None);
        self.events.try_set_value(Vec::new());
        self.day_etag.try_set_value(None);
        self.day.try_set(None);
        self.waiting.try_set(0);
        self.tries.try_set(Tries::default());
        self.standing.try_set(Standing::Unpaired(None));
        let Some(kept) = Kept::open(self.app.store()).await else { return };
        let identity = kept.new_identity().await;
        self.identity.try_set_value(identity);
        self.kept.try_set_value(Some(kept));
    }
}
