//! Organisations and indicators: short listings that are kept whole.

use super::{App, Failure};
use crate::{
    api::{ApiError, Fetched, Page, indicators, organisations},
    model::{Action, Changed, Id, Indicator, Instant, Organisation, OrganisationId, OrganisationKind},
    store::{
        Room, Write,
        records::{self, Saved},
    },
    web::clock,
};
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use std::sync::Arc;

/// A listing that is small enough to be one row of the cache.
pub struct Listing<T: 'static> {
    /// `None`: nothing is known yet.
    pub items: RwSignal<Option<Arc<Vec<T>>>>,
    pub saved_at: RwSignal<Option<Instant>>,
    pub failure: RwSignal<Failure>,
    pub bad: RwSignal<usize>,
    key: &'static str,
}

impl<T> Clone for Listing<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Listing<T> {}

/// What a short listing needs to know of its records.
pub trait Listed: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + Sized + 'static {
    fn id(&self) -> &Id<Self>;
    fn rev(&self) -> u64;
}

impl Listed for Organisation {
    fn id(&self) -> &Id<Self> {
        &self.id
    }
    fn rev(&self) -> u64 {
        self.rev
    }
}
impl Listed for Indicator {
    fn id(&self) -> &Id<Self> {
        &self.id
    }
    fn rev(&self) -> u64 {
        self.rev
    }
}

impl<T: Listed> Listing<T> {
    fn new(key: &'static str) -> Self {
        Self { items: RwSignal::new(None), saved_at: RwSignal::new(None), failure: RwSignal::new(None), bad: RwSignal::new(0), key }
    }

    async fn load_cached(&self, app: App) {
        let row = app.store().get(Room::Cache, self.key).await.ok().flatten();
        if let Some(saved) = row.and_then(|bytes| records::decode::<Saved<Vec<T>>>(&bytes)) {
            self.saved_at.set(Some(saved.at));
            self.items.set(Some(Arc::new(saved.value)));
        }
    }

    fn is_known(&self) -> bool {
        self.items.with_untracked(Option::is_some)
    }

    async fn accept(&self, app: App, outcome: Result<Fetched<Page<T>>, ApiError>) {
        match outcome {
            Ok(Fetched::New(page)) => {
                self.bad.set(page.bad.len());
                self.keep(app, page.items).await;
            }
            Ok(Fetched::Unchanged) => self.failure.set(None),
            Err(error) => self.failure.set(Some(Arc::new(error))),
        }
    }

    async fn keep(&self, app: App, items: Vec<T>) {
        let now = clock::now();
        let row = Saved { at: now, etag: None, value: items };
        let write = Write::Put(Room::Cache, self.key.to_owned(), records::encode(&row));
        self.saved_at.set(Some(now));
        self.failure.set(None);
        self.items.set(Some(Arc::new(row.value)));
        if app.store().write(&[write]).await.is_err() {
            app.storage_failed.set(true);
        }
    }

    async fn take(&self, app: App, changes: Changed<T>) {
        if changes.is_empty() || !self.is_known() {
            return;
        }
        let mut items = self.items.get_untracked().map(|items| items.as_ref().clone()).unwrap_or_default();
        let changes = changes.with_the_missing_removed(items.iter().map(Listed::id));
        items.retain(|item| !changes.removed.contains(item.id()));
        for new in changes.changed {
            match items.iter_mut().find(|old| old.id() == new.id()) {
                // A backend that counts no versions gives them all as 0.
                Some(old) if old.rev() >= new.rev() && new.rev() > 0 => {}
                Some(old) => *old = new,
                None => items.push(new),
            }
        }
        items.sort_by(|a, b| a.id().cmp(b.id()));
        // A backend that tells everything each time tells mostly what is known: nothing to draw or to write again.
        if self.items.with_untracked(|known| known.as_ref().is_some_and(|known| **known == items)) {
            return self.saved_at.set(Some(clock::now()));
        }
        self.keep(app, items).await;
    }
}

#[derive(Clone, Copy)]
pub struct Directory {
    pub organisations: Listing<Organisation>,
    pub indicators: Listing<Indicator>,
}

impl Directory {
    pub fn new() -> Self {
        Self { organisations: Listing::new(records::ORGANISATIONS), indicators: Listing::new(records::INDICATORS) }
    }

    pub async fn load_cached(&self, app: App) {
        self.organisations.load_cached(app).await;
        self.indicators.load_cached(app).await;
    }

    /// Fetches what is missing. What is there is kept true by `changes`.
    pub async fn load_missing(&self, app: App) {
        if !self.organisations.is_known() {
            let outcome = app.client().read(&organisations::list(None)).await;
            self.organisations.accept(app, outcome).await;
        }
        if !self.indicators.is_known() {
            let outcome = app.client().read(&indicators::list(None)).await;
            self.indicators.accept(app, outcome).await;
        }
    }

    pub async fn take(&self, app: App, organisations: Changed<Organisation>, indicators: Changed<Indicator>) {
        self.organisations.take(app, organisations).await;
        self.indicators.take(app, indicators).await;
    }

    /// Forgets both, after which `load_missing` fetches them anew.
    pub fn forget(&self) {
        self.organisations.items.set(None);
        self.indicators.items.set(None);
    }

    pub fn find(&self, id: &OrganisationId) -> Option<Organisation> {
        self.organisations.items.with(|items| items.as_ref()?.iter().find(|organisation| organisation.id == *id).cloned())
    }

    pub fn of_kind(&self, kind: OrganisationKind) -> Option<Vec<Organisation>> {
        self.organisations
            .items
            .with(|items| Some(items.as_ref()?.iter().filter(|organisation| organisation.kind == kind).cloned().collect()))
    }

    /// The organiser's names, for the search key of an action.
    pub fn organiser_key(&self, action: &Action) -> String {
        let Some(id) = &action.organiser else { return String::new() };
        self.organisations.items.with_untracked(|items| {
            let organisation = items.as_ref().and_then(|items| items.iter().find(|organisation| organisation.id == *id));
            organisation.map(|organisation| organisation.name.each().collect::<Vec<_>>().join(" ")).unwrap_or_default()
        })
    }
}

impl Default for Directory {
    fn default() -> Self {
        Self::new()
    }
}
