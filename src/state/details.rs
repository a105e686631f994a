//! Details of actions: fetched when opened, kept on the device, shown from there first.

use super::{App, Failure};
use crate::{
    api::{ApiError, Fetched, ProblemKind, actions},
    model::{ActionDetail, ActionId, Instant},
    store::{
        Room, Write,
        records::{self, Saved},
    },
    web::clock,
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// One action's detail on one page.
#[derive(Clone, Copy)]
pub struct Detail {
    pub value: RwSignal<Option<Arc<ActionDetail>>>,
    pub saved_at: RwSignal<Option<Instant>>,
    pub failure: RwSignal<Failure>,
    pub loading: RwSignal<bool>,
}

impl Detail {
    fn new() -> Self {
        Self { value: RwSignal::new(None), saved_at: RwSignal::new(None), failure: RwSignal::new(None), loading: RwSignal::new(true) }
    }

    /// Opens the detail of an action: from the cache, then from the backend. Waits for the data base: a page that is opened by its address comes
    /// before it, and would find nothing.
    pub fn open(app: App, id: ActionId) -> Self {
        let this = Self::new();
        let begun = StoredValue::new(false);
        Effect::new(move |_| {
            if app.keeping.get().is_none() || begun.get_value() {
                return;
            }
            begun.set_value(true);
            let id = id.clone();
            spawn_local(async move {
                this.show_cached(app, &id).await;
                this.fetch(app, &id).await;
            });
        });
        this
    }

    async fn show_cached(&self, app: App, id: &ActionId) -> Option<String> {
        let saved = cached(app, id).await?;
        if self.value.try_get_untracked()?.is_none() {
            self.saved_at.try_set(Some(saved.at));
            self.value.try_set(Some(Arc::new(saved.value)));
        }
        saved.etag
    }

    pub async fn fetch(&self, app: App, id: &ActionId) {
        // The page may be gone by the time an answer comes; a disposed signal is left alone.
        if self.loading.try_set(true).is_some() {
            return;
        }
        let outcome = refresh(app, id).await;
        let now = clock::now();
        match outcome {
            Ok(Some(detail)) => {
                self.value.try_set(Some(Arc::new(detail)));
                self.saved_at.try_set(Some(now));
                self.failure.try_set(None);
            }
            Ok(None) => {
                self.saved_at.try_set(Some(now));
                self.failure.try_set(None);
            }
            Err(error) => {
                if error.kind() == Some(ProblemKind::NotFound) {
                    self.value.try_set(None);
                }
                self.failure.try_set(Some(Arc::new(error)));
            }
        }
        self.loading.try_set(false);
    }
}

async fn cached(app: App, id: &ActionId) -> Option<Saved<ActionDetail>> {
    let bytes = app.store().get(Room::Cache, &records::detail(id)).await.ok()??;
    records::decode(&bytes)
}

/// Fetches a detail and keeps it. `None`: the one at hand is still true.
pub async fn refresh(app: App, id: &ActionId) -> Result<Option<ActionDetail>, ApiError> {
    let etag = cached(app, id).await.and_then(|saved| saved.etag);
    match app.client().read(&actions::get(id, etag.as_deref())).await {
        Ok(Fetched::New((detail, etag))) => {
            let row = Saved { at: clock::now(), etag, value: detail };
            let write = Write::Put(Room::Cache, records::detail(id), records::encode(&row));
            if app.store().write(&[write]).await.is_err() {
                app.storage_failed.set(true);
            }
            app.actions.learn(app, row.value.action.clone()).await;
            Ok(Some(row.value))
        }
        Ok(Fetched::Unchanged) => Ok(None),
        Err(error) => {
            if error.kind() == Some(ProblemKind::NotFound) {
                // Gone: what was kept of it would only mislead. A failure to delete leaves a row that nothing links to.
                let _ = app.store().write(&[Write::Delete(Room::Cache, records::detail(id))]).await;
            }
            Err(error)
        }
    }
}
