//! What one page shows and a phone must have without a network: my record, pass and certificates, the rolls of shifts that I lead, the hub's keys. Read from the device first, then
//! from the backend.

use super::{App, Failure};
use crate::{
    api::{ApiError, Call, ProblemKind, attendance},
    i18n::errors,
    model::{Instant, attendance::roll_open, clash::Span, instant::DAY, pass::Pass, roll::Led, signed::Keys},
    outbox::entry::Entry,
    store::{
        Room, Write,
        records::{self, Saved},
        sealed,
    },
    sync::sender,
    web::{clock, locks},
};
use leptos::{prelude::*, task::spawn_local};
use serde::{Serialize, de::DeserializeOwned};
use std::{cell::Cell, rc::Rc, sync::Arc};

/// One such thing on one page.
pub struct Kept<T: Send + Sync + 'static> {
    pub value: RwSignal<Option<Arc<T>>>,
    /// When the backend told it.
    pub saved_at: RwSignal<Option<Instant>>,
    pub failure: RwSignal<Failure>,
    /// The device and the backend have both been asked; before, "there is none" would be a guess.
    pub asked: RwSignal<bool>,
    key: StoredValue<String>,
    room: Room,
}

impl<T: Send + Sync + 'static> Clone for Kept<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Send + Sync + 'static> Copy for Kept<T> {}

impl<T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static> Kept<T> {
    /// `room`: `Own` for what goes at sign-out.
    pub fn open(app: App, room: Room, key: String, call: impl Fn() -> Call<T> + Send + Sync + 'static) -> Self {
        let this = Self {
            value: RwSignal::new(None),
            saved_at: RwSignal::new(None),
            failure: RwSignal::new(None),
            asked: RwSignal::new(false),
            key: StoredValue::new(key),
            room,
        };
        let call = StoredValue::new(Arc::new(call) as Arc<dyn Fn() -> Call<T> + Send + Sync>);
        // Again when the connection is back, and when what waited has been sent: the sender has put the answer into the same row.
        let waiting = Memo::new(move |_| app.outbox.entries.with(|entries| entries.len()));
        let online = Memo::new(move |_| !app.connection.is_offline());
        Effect::new(move |before: Option<(usize, bool)>| {
            let now = (waiting.get(), online.get());
            if app.keeping.get().is_none() {
                return (usize::MAX, false);
            }
            spawn_local(async move {
                this.show_kept(app).await;
                if before.is_none_or(|before| before.1 != now.1 || before.0 == usize::MAX)
                    && let Some(call) = call.try_get_value()
                {
                    this.fetch(app, &call()).await;
                }
            });
            now
        });
        this
    }

    async fn show_kept(&self, app: App) {
        let Some(key) = self.key.try_get_value() else { return };
        if let Some(Saved { at, value, .. }) = read::<T>(app, self.room, &key).await {
            self.value.try_set(Some(Arc::new(value)));
            self.saved_at.try_set(Some(at));
        }
    }

    /// From the backend. The page may be gone by the time it answers; a disposed signal is left alone.
    pub async fn fetch(&self, app: App, call: &Call<T>) {
        let Some(key) = self.key.try_get_value() else { return };
        match ask(app, self.room, &key, call, || self.key.try_get_value().is_some()).await {
            None => {}
            Some(Ok(value)) => {
                self.value.try_set(Some(Arc::new(value)));
                self.saved_at.try_set(Some(clock::now()));
                self.failure.try_set(None);
            }
            Some(Err(error)) => {
                if error.kind() == Some(ProblemKind::SignIn) && self.room == Room::Own {
                    app.session.doubt(app);
                }
                self.failure.try_set(Some(Arc::new(error)));
            }
        }
        // Once: whoever is typing in what it shows is not to lose it with each answer.
        if self.asked.try_get_untracked() == Some(false) {
            self.asked.try_set(true);
        }
    }
}

/// How often it is asked anew because something was noted or sent meanwhile.
const ROUNDS: usize = 8;

/// Asks the backend, and writes down what it says. `None`: it is no longer wanted, or somebody else is signed in: it was never theirs, nor says why it failed anything of them.
async fn ask<T: Serialize + Clone>(
    app: App,
    room: Room,
    key: &str,
    call: &Call<T>,
    wanted: impl Fn() -> bool,
) -> Option<Result<T, ApiError>> {
    let owner = app.session.owner_untracked();
    let mine = room == Room::Own;
    for round in 1..=ROUNDS {
        let waiting = if mine { waiting(app).await } else { None };
        let answer = app.client().read(call).await;
        if !wanted() || (mine && app.session.owner_untracked() != owner) {
            return None;
        }
        match answer {
            Ok(value) if !mine => {
                keep(app, room, key, &value).await;
                return Some(Ok(value));
            }
            Ok(value) if keep_in_time(app, key, &value, waiting).await || round == ROUNDS => return Some(Ok(value)),
            // It may be of before what was noted or sent meanwhile, and would hide it.
            Ok(_) => {}
            failed => return Some(failed),
        }
    }
    None
}

/// What has not been sent. From the disk: there an act goes in the same step in which its answer comes, and what the page knows of it is a little later.
async fn waiting(app: App) -> Option<Vec<Entry>> {
    sender::entries(&app.store()).await.ok().map(|(entries, _)| entries)
}

/// Writes something of the person's own, unless something was noted or sent since `before`. Nothing is sent while it does: it would be written over what the sender puts there.
async fn keep_in_time<T: Serialize + Clone>(app: App, key: &str, value: &T, before: Option<Vec<Entry>>) -> bool {
    let row = records::encode(&Saved { at: clock::now(), etag: None, value: value.clone() });
    let write = Write::Put(Room::Own, key.to_owned(), row);
    let kept = Rc::new(Cell::new(false));
    let done = kept.clone();
    locks::with_lock(sender::LOCK, async move {
        if waiting(app).await != before {
            return;
        }
        if app.store().write(&[write]).await.is_err() {
            app.storage_failed.set(true);
        }
        done.set(true);
    })
    .await;
    kept.get()
}

impl<T: Send + Sync + 'static> Kept<T> {
    /// Of the last failure: a code for whoever has to look into it. Empty while all is well, and without a connection, which needs no looking into.
    pub fn code(self, app: App) -> Signal<String> {
        let code = move |error: &ApiError| (app.t().common.error_code)(&errors::code(error));
        Signal::derive(move || {
            self.failure.with(|failure| failure.as_deref().filter(|error| !error.is_offline()).map(code)).unwrap_or_default()
        })
    }
}

pub async fn read<T: DeserializeOwned>(app: App, room: Room, key: &str) -> Option<Saved<T>> {
    app.store().get(room, key).await.ok().flatten().and_then(|bytes| records::decode(&bytes))
}

pub async fn keep<T: Serialize + Clone>(app: App, room: Room, key: &str, value: &T) {
    let row = Saved { at: clock::now(), etag: None, value: value.clone() };
    if app.store().write(&[Write::Put(room, key.to_owned(), records::encode(&row))]).await.is_err() {
        app.storage_failed.set(true);
    }
}

/// How long a pass must still be good to be left alone: nobody knows when the phone has a network again.
const PASS_MARGIN: i64 = 25 * DAY;

/// Fetches beforehand what has to be there where no network is. A failure is no news: the next start tries again, and the page tells.
pub async fn make_ready(app: App) {
    // What was sealed here and not used for too long goes, whoever comes next.
    if sealed::expire(&app.store()).await.is_err() {
        app.storage_failed.set(true);
    }
    if !app.client().capabilities().account {
        return;
    }
    app.outbox.count_sealed(app).await;
    let now = clock::now();
    if read::<Keys>(app, Room::Cache, records::KEYS).await.is_none_or(|keys| keys.at.plus(DAY) < now)
        && let Ok(keys) = app.client().send(&attendance::keys()).await
    {
        keep(app, Room::Cache, records::KEYS, &keys).await;
    }
    let owner = app.session.owner_untracked();
    if owner.is_none() {
        return;
    }
    let same = || app.session.owner_untracked() == owner;
    if read::<Pass>(app, Room::Own, records::PASS).await.is_none_or(|pass| pass.value.expires_at.plus(-PASS_MARGIN) < now)
        && let Ok(pass) = app.client().send(&attendance::pass()).await
        && same()
    {
        keep(app, Room::Own, records::PASS, &pass).await;
    }
    let leads = app.session.person.with_untracked(|person| person.as_ref().is_some_and(leads));
    if leads
        && let Ok(led) = app.client().send(&attendance::led()).await
        && same()
    {
        keep(app, Room::Own, records::LED, &led).await;
        fetch_rolls(app, &led, now).await;
    }
}

/// May lead shifts.
pub fn leads(person: &crate::model::Person) -> bool {
    use crate::model::Role;
    person.roles.iter().any(|role| matches!(role, Role::ShiftLeader | Role::Coordinator | Role::Administrator))
}

/// Those that can be fetched now and are not over: the others are fetched when they are opened.
async fn fetch_rolls(app: App, led: &[Led], now: Instant) {
    for Led { action, shift, .. } in led {
        let span = Span { starts: shift.starts, ends: shift.ends };
        if roll_open(span, now).is_err() || shift.ends.plus(DAY) < now {
            continue;
        }
        // What cannot be had now is fetched when it is opened.
        drop(ask(app, Room::Own, &records::roll(action, &shift.id), &attendance::roll(action, &shift.id), || true).await);
    }
}
