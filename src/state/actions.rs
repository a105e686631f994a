//! The listing of actions: from the cache first, then refreshed.

use super::{App, Failure};
use crate::{
    api::{
        Fetched, Page,
        actions::{ListActions, list},
        changes::{self, Changes},
        page,
        request::Reply,
    },
    model::{
        Action, ActionId, Changed, Cursor, Instant,
        fold::{Key, fold_onto},
    },
    store::records::{self, Meta},
    sync::{
        cache,
        chunks::{Chunks, Known},
        fetch,
    },
    web::{boot, clock, locks, mark},
};
use futures::future::{Either, select};
use leptos::{prelude::*, task::spawn_local};
use std::{
    pin::pin,
    sync::{Arc, OnceLock},
};

/// How far the listing has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// Nothing is known yet.
    Empty,
    /// The first screens are there; the rest is on its way.
    Partial,
    /// All that the cache or the backend has.
    Whole,
}

/// An action and its search key, folded when first needed.
pub struct Listed {
    pub action: Arc<Action>,
    key: OnceLock<Key>,
}

/// The same version of the same record; comparing fields would cost more than it saves.
impl PartialEq for Listed {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.action, &other.action)
    }
}

impl Listed {
    fn new(action: Arc<Action>) -> Self {
        Self { action, key: OnceLock::new() }
    }

    /// Title and place in all languages, folded. `organiser` adds the organiser's name.
    pub fn key(&self, organiser: impl FnOnce(&Action) -> String) -> &Key {
        self.key.get_or_init(|| {
            let mut key = String::new();
            for text in self.action.title.each().chain(self.action.place.iter().flat_map(|place| place.each())) {
                fold_onto(text, &mut key);
            }
            fold_onto(&organiser(&self.action), &mut key);
            Key::new(key)
        })
    }
}

pub type List = Arc<Vec<Arc<Listed>>>;

#[derive(Clone, Copy)]
pub struct Actions {
    pub list: RwSignal<List>,
    pub progress: RwSignal<Progress>,
    /// When what is shown was last known to be true.
    pub saved_at: RwSignal<Option<Instant>>,
    /// A refresh is under way.
    pub refreshing: RwSignal<bool>,
    /// Why the last refresh failed.
    pub failure: RwSignal<Failure>,
    /// Records that could not be read in the last load.
    pub bad: RwSignal<usize>,
    /// The first page as `boot.js` fetched it, until the load takes it over.
    first_page: StoredValue<Option<Reply>>,
    chunks: StoredValue<Chunks>,
    cursor: StoredValue<Option<Cursor>>,
    /// This tab writes the listing into the cache. Two tabs that cut it differently would overwrite each other's chunks.
    writes: StoredValue<bool>,
}

impl Actions {
    pub fn new() -> Self {
        Self {
            list: RwSignal::new(Arc::default()),
            progress: RwSignal::new(Progress::Empty),
            saved_at: RwSignal::new(None),
            refreshing: RwSignal::new(false),
            failure: RwSignal::new(None),
            bad: RwSignal::new(0),
            first_page: StoredValue::new(None),
            chunks: StoredValue::new(Chunks::default()),
            cursor: StoredValue::new(None),
            writes: StoredValue::new(false),
        }
    }

    pub fn find(&self, id: &ActionId) -> Option<Arc<Action>> {
        self.list.with(|list| list.iter().find(|listed| listed.action.id == *id).map(|listed| listed.action.clone()))
    }

    pub fn cursor(&self) -> Option<Cursor> {
        self.cursor.get_value()
    }

    /// The first screens, from what `boot.js` began: the first chunk of the cache, else the first page from the network. Neither needs the data base open.
    pub async fn show_first(&self) {
        if let Some(records) = boot::first_chunk().await.and_then(|bytes| records::decode_first::<Action>(&bytes)) {
            return self.show(records);
        }
        let reply = pin!(first_page());
        if let Either::Left((Some(reply), _)) = select(reply, pin!(clock::sleep(FIRST_PAGE_PATIENCE))).await {
            if let Some(records) = page::quick(&reply) {
                self.show(records);
            }
            self.first_page.set_value(Some(reply));
        }
    }

    fn show(&self, records: Vec<Action>) {
        if self.progress.get_untracked() == Progress::Empty && !records.is_empty() {
            // They come in the order of the list. The engine lays them out in chunks when it has all.
            self.list.set(Arc::new(records.into_iter().map(|action| Arc::new(Listed::new(Arc::new(action)))).collect()));
            self.progress.set(Progress::Partial);
        }
    }

    /// The whole cached listing. `true` if there is a complete one with a cursor to go on from.
    pub async fn load_cached(&self, app: App) -> bool {
        let Ok(Some((meta, chunks))) = cache::load(&app.store(), &self.known()).await else { return false };
        if chunks.is_empty() && !meta.complete {
            return false;
        }
        self.chunks.set_value(chunks);
        self.saved_at.set(Some(meta.saved_at));
        self.publish();
        self.progress.set(if meta.complete { Progress::Whole } else { Progress::Partial });
        mark::mark_once("listing-cached");
        self.cursor.set_value(meta.cursor.clone());
        meta.complete && meta.cursor.is_some()
    }

    /// Everything anew from the backend.
    pub async fn load_all(&self, app: App) {
        if self.refreshing.get_untracked() {
            return;
        }
        self.refreshing.set(true);
        let now = clock::now();
        let first = self.first_page.try_update_value(Option::take).flatten().and_then(|reply| read_first(&reply));
        let from = Instant(now.0 / 1000 * 1000);
        let this = *self;
        let (known, mut fresh) = (self.known(), Chunks::default());
        // This tab may be given the right to write in the middle of the load: what came before is written at the end.
        let mut unsaved = Vec::new();
        let (mut cursor, mut bad) = (None, 0);
        let outcome = fetch::all(&app.client(), first, from, async |page: Page<Action>| {
            bad += page.bad.len();
            cursor = cursor.take().or(page.changes);
            let number = fresh.push(known.shared(page.items));
            // A longer old listing stays on the screen until the new one is whole; a short one is replaced as pages come.
            // Not after each page: every time the whole list is put in order and searched again.
            if this.progress.get_untracked() != Progress::Whole && (number < 2 || number % 5 == 0) {
                this.chunks.set_value(fresh.clone());
                this.publish();
                this.progress.set(Progress::Partial);
            }
            let meta = Meta { cursor: None, saved_at: now, chunks: fresh.count() as u32, complete: false };
            if !this.save(app, &fresh, &[number], &meta).await {
                unsaved.push(number);
            }
        })
        .await;
        self.refreshing.set(false);
        match outcome {
            Ok(()) => {
                mark::mark("listing-answered");
                self.bad.set(bad);
                self.cursor.set_value(cursor.clone());
                self.chunks.set_value(fresh.clone());
                self.publish();
                self.succeed(now);
                self.progress.set(Progress::Whole);
                let meta = Meta { cursor, saved_at: now, chunks: fresh.count() as u32, complete: true };
                self.save(app, &fresh, &unsaved, &meta).await;
                mark::mark_once("listing-cached");
            }
            Err(error) => {
                // What came before it broke is worth showing.
                if self.progress.get_untracked() != Progress::Whole && !fresh.is_empty() {
                    self.chunks.set_value(fresh);
                    self.publish();
                    self.progress.set(Progress::Partial);
                }
                self.failure.set(Some(Arc::new(error)));
            }
        }
    }

    /// What has changed since; falls back to loading all where there is nothing to go on from.
    pub async fn refresh(&self, app: App) {
        if self.refreshing.get_untracked() {
            return;
        }
        loop {
            let Some(cursor) = self.cursor.get_value() else { return self.load_all(app).await };
            self.refreshing.set(true);
            let outcome = app.client().read(&changes::since(&cursor)).await;
            self.refreshing.set(false);
            match outcome {
                Ok(changes) => {
                    let more = changes.set.more;
                    if !self.take(app, changes).await {
                        return self.load_all(app).await;
                    }
                    if !more {
                        return;
                    }
                }
                Err(error) => return self.failure.set(Some(Arc::new(error))),
            }
        }
    }

    /// Puts a change set in, here and in the rest of the app. `false`: the backend asks to start anew.
    pub async fn take(&self, app: App, changes: Changes) -> bool {
        let set = changes.set;
        if set.reset {
            self.cursor.set_value(None);
            return false;
        }
        if !changes.bad.is_empty() {
            self.bad.update(|bad| *bad += changes.bad.len());
        }
        let now = clock::now();
        self.cursor.set_value(Some(set.cursor));
        self.succeed(now);
        let touched = self.put(set.actions);
        self.write_through(app, &touched, now).await;
        app.directory.take(app, set.organisations, set.indicators).await;
        app.session.take(app, set.signups).await;
        true
    }

    /// A newer version of one action, from the answer to a write or a detail.
    pub async fn learn(&self, app: App, action: Action) {
        let touched = self.put(Changed { changed: vec![action], ..Changed::default() });
        let now = self.saved_at.get_untracked().unwrap_or_default();
        self.write_through(app, &touched, now).await;
    }

    fn put(&self, changes: Changed<Action>) -> Vec<usize> {
        // Only the first screens are there, and not laid out yet: one record put in alone would take their place.
        if self.chunks.with_value(Chunks::is_empty) && self.progress.get_untracked() == Progress::Partial {
            let shown = self.shown();
            self.chunks.update_value(|chunks| _ = chunks.push(shown));
        }
        let touched = self.chunks.try_update_value(|chunks| chunks.apply(changes)).unwrap_or_default();
        if !touched.is_empty() {
            self.publish();
        }
        touched
    }

    async fn write_through(&self, app: App, touched: &[usize], now: Instant) {
        let Some(cursor) = self.cursor.get_value() else { return };
        let chunks = self.chunks.get_value();
        let meta = Meta { cursor: Some(cursor), saved_at: now, chunks: chunks.count() as u32, complete: true };
        self.save(app, &chunks, touched, &meta).await;
    }

    /// `false`: another tab has the right to write, or it failed.
    async fn save(&self, app: App, chunks: &Chunks, which: &[usize], meta: &Meta) -> bool {
        if !self.writes.get_value() {
            return false;
        }
        let saved = cache::save(&app.store(), chunks, which, meta).await.is_ok();
        if !saved {
            app.storage_failed.set(true);
        }
        saved
    }

    /// Waits for the right to write the cache, then writes what this tab knows, cut anew: the tab that had it before may have cut it otherwise.
    pub fn become_writer(&self, app: App) {
        let this = *self;
        spawn_local(locks::with_lock("meyirim-cache", async move {
            this.writes.set_value(true);
            if this.cursor.get_value().is_some() && this.progress.get_untracked() == Progress::Whole {
                let now = clock::now();
                this.chunks.update_value(|chunks| *chunks = chunks.repacked(now));
                let every: Vec<usize> = (0..this.chunks.with_value(Chunks::count)).collect();
                this.write_through(app, &every, this.saved_at.get_untracked().unwrap_or(now)).await;
            }
            // Held as long as the tab lives.
            std::future::pending::<()>().await;
        }));
    }

    /// The first chunk has stopped being the first screens: cut anew, in a quiet moment.
    pub async fn tidy(&self, app: App) {
        let now = clock::now();
        if self.writes.get_value()
            && self.progress.get_untracked() == Progress::Whole
            && self.chunks.with_value(|chunks| chunks.is_stale(now))
        {
            self.chunks.update_value(|chunks| *chunks = chunks.repacked(now));
            let every: Vec<usize> = (0..self.chunks.with_value(Chunks::count)).collect();
            self.write_through(app, &every, self.saved_at.get_untracked().unwrap_or(now)).await;
        }
    }

    /// Folds all search keys, a slice at a time, so that the first search is as quick as the second.
    pub async fn index(&self, app: App) {
        let list = self.list.get_untracked();
        for slice in list.chunks(400) {
            for listed in slice {
                listed.key(|action| app.directory.organiser_key(action));
            }
            clock::breathe().await;
        }
        mark::mark_once("listing-indexed");
    }

    fn succeed(&self, now: Instant) {
        self.saved_at.set(Some(now));
        self.failure.set(None);
    }

    /// Makes the flat list anew, keeping the search keys of records that have not changed.
    fn publish(&self) {
        let flat = self.chunks.with_value(Chunks::flat);
        let old = self.list.get_untracked();
        let known: std::collections::HashMap<*const Action, &Arc<Listed>> =
            old.iter().map(|listed| (Arc::as_ptr(&listed.action), listed)).collect();
        let new = flat
            .into_iter()
            .map(|action| known.get(&Arc::as_ptr(&action)).map_or_else(|| Arc::new(Listed::new(action)), |listed| Arc::clone(listed)))
            .collect();
        self.list.set(Arc::new(new));
    }

    fn shown(&self) -> Vec<Arc<Action>> {
        self.list.with_untracked(|list| list.iter().map(|listed| listed.action.clone()).collect())
    }

    fn known(&self) -> Known {
        Known::new(self.shown())
    }
}

impl Default for Actions {
    fn default() -> Self {
        Self::new()
    }
}

/// How long the first page may take, in milliseconds, before everything else goes on without it.
const FIRST_PAGE_PATIENCE: u64 = 8_000;

/// The answer that `boot.js` has fetched, if it is a good one.
async fn first_page() -> Option<Reply> {
    let early = boot::first_page().await.filter(|early| early.status == 200)?;
    let mut headers = vec![("content-type".to_owned(), early.content_type)];
    headers.extend(early.link.map(|link| ("link".to_owned(), link)));
    headers.extend(early.etag.map(|etag| ("etag".to_owned(), etag)));
    Some(Reply { status: 200, headers, body: early.body, translated: None })
}

/// Anything wrong with it counts as not fetched: asking again shows the error properly.
fn read_first(reply: &Reply) -> Option<Page<Action>> {
    match list(&ListActions::default()).read(reply) {
        Ok(Fetched::New(page)) => Some(page),
        _ => None,
    }
}
