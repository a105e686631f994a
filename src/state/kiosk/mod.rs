//! What a kiosk knows and keeps. It lives as long as its page, like the roster: no other page needs it.
//!
//! Kept on the device: the secret that proves which device it is, what today's shifts are and whom to expect (as hashes), what people entered and the backend does not have yet; all of it sealed under a key that
//! no script can read out. Beside it, unsealed and about nobody: how often a wrong PIN was tried, and what has happened ([`crate::model::kiosk::log`]).

mod beat;
mod centre;
mod kept;
mod queue;

pub use queue::{Entry, Sent};

use super::App;
use crate::{
    api::{Fetched, kiosk},
    model::{
        Id, Instant,
        booking::Busy,
        kiosk::{
            BEAT, Own, Pairing,
            day::{InOrOut, KioskDay, Seat},
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

/// How often a device asks whether it is paired by now, in milliseconds.
const UNPAIRED_BEAT: u64 = 3_000;
/// After which a store that could not be read is tried again, in milliseconds.
const AGAIN: u64 = 5_000;

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
    /// As [`Kiosk::clock_off`].
    #[serde(default)]
    clock_off: i64,
}

#[derive(Clone, Copy)]
pub struct Kiosk {
    pub standing: RwSignal<Standing>,
    pub day: RwSignal<Option<Arc<KioskDay>>>,
    /// Entries that the backend does not have.
    pub waiting: RwSignal<usize>,
    /// Seats and rooms that somebody wants here and the backend has not decided about: nobody else is offered them meanwhile.
    pub wanted: RwSignal<Vec<Busy>>,
    /// What was entered could not be kept.
    pub full: RwSignal<bool>,
    pub tries: RwSignal<Tries>,
    /// Milliseconds by which this device's clock is behind the backend's, as last heard; negative: ahead.
    pub clock_off: RwSignal<i64>,
    /// The minute, by the backend's clock as far as it was heard.
    pub now: Memo<Instant>,
    /// When the backend last answered.
    pub heard_at: RwSignal<Option<Instant>>,
    app: App,
    kept: StoredValue<Option<Kept>, LocalStorage>,
    identity: StoredValue<Option<Identity>>,
    events: StoredValue<Vec<Event>>,
    day_etag: StoredValue<Option<String>>,
    /// What was last asked of the coworking centre.
    centre: StoredValue<centre::Looked>,
    sending: StoredValue<bool>,
    beating: StoredValue<bool>,
    /// Beats since a code was asked for, and since the backend was last heard: counted, as no clock of the device is to be believed for it.
    beats: StoredValue<Beats>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Beats {
    asked: u64,
    silent: u64,
}

impl Kiosk {
    pub fn open(app: App) -> Self {
        let clock_off = RwSignal::new(0);
        let this = Self {
            standing: RwSignal::new(Standing::Unknown),
            day: RwSignal::new(None),
            waiting: RwSignal::new(0),
            wanted: RwSignal::new(Vec::new()),
            full: RwSignal::new(false),
            tries: RwSignal::new(Tries::default()),
            clock_off,
            now: Memo::new(move |_| app.now.get().plus(clock_off.get())),
            heard_at: RwSignal::new(None),
            app,
            kept: StoredValue::new_local(None),
            identity: StoredValue::new(None),
            events: StoredValue::new(Vec::new()),
            day_etag: StoredValue::new(None),
            centre: StoredValue::default(),
            sending: StoredValue::new(false),
            beating: StoredValue::new(false),
            beats: StoredValue::default(),
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
        self.wake().await;
        self.note(Happened::Started);
        // Ends with the page, whose signals are then gone.
        while self.standing.try_get_untracked().is_some() {
            self.beat().await;
            let unpaired = matches!(self.standing.try_get_untracked(), Some(Standing::Unpaired(_)));
            clock::sleep(if unpaired { UNPAIRED_BEAT } else { BEAT }).await;
        }
    }

    /// What the device keeps, or a new beginning where it keeps nothing. Tried until it can be read: a device that took a hiccup of its store for an empty one would be paired and not know it.
    async fn wake(self) {
        loop {
            if let Some(kept) = Kept::open(self.app.store()).await
                && let Ok(identity) = kept.identity().await
            {
                return self.woken(kept, identity).await;
            }
            if self.standing.try_set(Standing::Unfit).is_some() {
                return;
            }
            clock::sleep(AGAIN).await;
        }
    }

    async fn woken(self, kept: Kept, identity: Identity) {
        let (tries, events) = (kept.tries().await.seen(clock::now()), kept.events().await);
        let (day, waiting) = (kept.day().await, kept.count().await);
        let wanted = queue::wanted(&kept.entries().await);
        let now = clock::now().plus(identity.clock_off);
        let day = day.filter(|day| now < day.until);
        if day.is_none() {
            kept.forget_day().await;
        }
        self.kept.try_set_value(Some(kept));
        self.tries.try_set(tries);
        self.events.try_set_value(events);
        self.waiting.try_set(waiting);
        self.wanted.try_set(wanted);
        self.clock_off.try_set(identity.clock_off);
        self.day.try_set(day.map(Arc::new));
        self.heard_at.try_set(identity.own.as_ref().map(|_| identity.heard_at));
        self.standing.try_set(match &identity.own {
            Some(own) => Standing::Paired(Arc::new(own.clone())),
            None => Standing::Unpaired(None),
        });
        self.identity.try_set_value(Some(identity));
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

    /// This very moment by the backend's clock, as far as it was heard.
    pub fn moment(self) -> Instant {
        clock::now().plus(self.clock_off.get_untracked())
    }

    /// Writes down that something has happened, with nobody in it.
    pub fn note(self, what: Happened) {
        self.events.try_update_value(|events| log::add(events, Event { at: clock::now(), what }));
        self.keep_events();
    }

    fn keep_events(self) {
        spawn_local(self.put_events());
    }

    async fn put_events(self) {
        if let (Some(Some(kept)), Some(events)) = (self.kept.try_get_value(), self.events.try_get_value()) {
            kept.put_events(&events).await;
        }
    }

    /// The last thing before the page begins anew: kept before it is gone.
    pub async fn note_night(self) {
        self.events.try_update_value(|events| log::add(events, Event { at: clock::now(), what: Happened::NightlyWipe }));
        self.put_events().await;
    }

    /// Somebody with a seat was noted: whoever comes back before the backend has said so is asked the right thing.
    pub async fn seat_noted(self, seat: &Id<Seat>, what: InOrOut) {
        let Some(Some(day)) = self.day.try_get_untracked() else { return };
        let mut day = day.as_ref().clone();
        for one in day.expected.iter_mut().filter(|one| one.seat == *seat) {
            (one.here, one.left) = (what == InOrOut::In, what == InOrOut::Out);
        }
        for one in day.sittings.iter_mut().filter(|one| one.seat == *seat) {
            one.here = what == InOrOut::In;
        }
        if let Some(Some(kept)) = self.kept.try_get_value() {
            kept.put_day(&day).await;
        }
        self.day.try_set(Some(Arc::new(day)));
    }

    /// Whether a PIN opens the device's menu. Checked here: it is wanted most where there is no network.
    pub async fn try_pin(self, pin: &str) -> bool {
        let Some(own) = self.own() else { return false };
        // The screen shows that it is being looked at.
        clock::breathe().await;
        let opens = own.pin.opens(pin);
        let tries = if opens { Tries::default() } else { self.tries.get_untracked().deny(clock::now()) };
        // Kept before anything is said: pulling the plug gives no further try.
        self.set_tries(tries).await;
        self.note(if opens { Happened::PinRight } else { Happened::PinDenied });
        opens
    }

    pub async fn set_tries(self, tries: Tries) {
        if let Some(Some(kept)) = self.kept.try_get_value() {
            kept.put_tries(tries).await;
        }
        self.tries.try_set(tries);
    }

    /// What today's shifts are, and whom to expect.
    async fn refresh_day(self, secret: &str) {
        let etag = self.day_etag.try_get_value().flatten();
        match self.app.client().read(&kiosk::day(secret, etag.as_deref())).await {
            Ok(Fetched::New((day, etag))) if self.secret().as_deref() == Some(secret) => {
                if let Some(Some(kept)) = self.kept.try_get_value() {
                    kept.put_day(&day).await;
                }
                self.day_etag.try_set_value(etag);
                self.day.try_set(Some(Arc::new(day)));
            }
            // What there was is good until its end; then it goes.
            Ok(_) | Err(_) => {}
        }
    }

    /// Everything goes: what was entered, what is known, and who this device is. It begins anew as nobody's.
    pub async fn wipe(self) {
        // First, so that nothing that is under way brings anything back.
        self.identity.try_set_value(None);
        if let Some(Some(kept)) = self.kept.try_get_value() {
            kept.wipe().await;
        }
        self.kept.try_set_value(None);
        self.day_etag.try_set_value(None);
        self.beats.try_set_value(Beats::default());
        self.full.try_set(false);
        self.wake().await;
    }
}
