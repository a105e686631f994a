//! Campaigns and news, on the pages that show them: from the device first, then from the backend, which says "as it was" by ETag. Nothing of them is loaded at the app's start: they belong to the page,
//! and go with it.

use super::{App, Failure};
use crate::{
    api::{Call, Fetched, Page, campaigns, news},
    model::{Campaign, Instant, NewsItem},
    store::{
        Room, Write,
        records::{self, Saved},
    },
    web::{clock, events},
};
use leptos::{prelude::*, task::spawn_local};
use serde::{Serialize, de::DeserializeOwned};
use std::sync::Arc;

type List<T> = Call<Fetched<Page<T>>>;

/// A short list that everybody may read, on one page.
pub struct Board<T: Send + Sync + 'static> {
    /// `None`: nothing is known yet.
    pub items: RwSignal<Option<Arc<Vec<T>>>>,
    pub saved_at: RwSignal<Option<Instant>>,
    pub failure: RwSignal<Failure>,
    /// The backend has been asked, whatever came of it; before, that a record is not among them says nothing.
    pub asked: RwSignal<bool>,
    /// Records that could not be read.
    pub bad: RwSignal<usize>,
    etag: StoredValue<Option<String>>,
    /// One question at a time.
    asking: StoredValue<bool>,
    key: &'static str,
    list: fn(Option<&str>) -> List<T>,
}

impl<T: Send + Sync + 'static> Clone for Board<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Send + Sync + 'static> Copy for Board<T> {}

pub fn open_campaigns(app: App) -> Board<Campaign> {
    Board::open(app, records::CAMPAIGNS, campaigns::list)
}

pub fn open_news(app: App) -> Board<NewsItem> {
    Board::open(app, records::NEWS, news::list)
}

impl<T: Serialize + DeserializeOwned + Clone + PartialEq + Send + Sync + 'static> Board<T> {
    fn open(app: App, key: &'static str, list: fn(Option<&str>) -> List<T>) -> Self {
        let this = Self {
            items: RwSignal::new(None),
            saved_at: RwSignal::new(None),
            failure: RwSignal::new(None),
            asked: RwSignal::new(false),
            bad: RwSignal::new(0),
            etag: StoredValue::new(None),
            asking: StoredValue::new(false),
            key,
            list,
        };
        let online = Memo::new(move |_| !app.connection.is_offline());
        let has = Memo::new(move |_| app.can().native);
        // Once the data base is open, with each minute that somebody looks on, and when the connection is back. A backend that has no such thing is not asked.
        Effect::new(move |_| {
            online.track();
            app.now.track();
            match (app.keeping.get(), has.get()) {
                (None, _) => {}
                (_, false) => {
                    this.items.set(Some(Arc::default()));
                    this.asked.set(true);
                }
                _ if events::is_visible() && !this.asking.get_value() => {
                    this.asking.set_value(true);
                    spawn_local(async move {
                        this.show_kept(app).await;
                        this.fetch(app).await;
                        if this.asked.try_get_untracked() == Some(false) {
                            this.asked.try_set(true);
                        }
                        this.asking.try_set_value(false);
                    });
                }
                _ => {}
            }
        });
        this
    }

    async fn show_kept(self, app: App) {
        if self.items.try_with_untracked(Option::is_some) != Some(false) {
            return;
        }
        let row = app.store().get(Room::Cache, self.key).await.ok().flatten();
        if let Some(Saved { at, etag, value }) = row.and_then(|bytes| records::decode::<Saved<Vec<T>>>(&bytes)) {
            self.etag.try_set_value(etag);
            self.saved_at.try_set(Some(at));
            self.items.try_set(Some(Arc::new(value)));
        }
    }

    /// From the backend. The page may be gone by the time it answers; a disposed signal is left alone.
    pub async fn fetch(self, app: App) {
        let Some(etag) = self.etag.try_get_value() else { return };
        let outcome = app.client().read(&(self.list)(etag.as_deref())).await;
        let (fresh, etag) = match outcome {
            Ok(Fetched::New(page)) => {
                self.bad.try_set(page.bad.len());
                (Some(page.items), page.etag)
            }
            Ok(Fetched::Unchanged) => (None, etag),
            Err(error) => {
                self.failure.try_set(Some(Arc::new(error)));
                return;
            }
        };
        let Some(known) = self.items.try_get_untracked() else { return };
        let (Some(value), now) = (fresh.or_else(|| known.as_deref().cloned()), clock::now()) else { return };
        self.etag.try_set_value(etag.clone());
        self.saved_at.try_set(Some(now));
        if self.failure.try_with_untracked(Option::is_some) == Some(true) {
            self.failure.try_set(None);
        }
        let row = Saved { at: now, etag, value };
        let write = Write::Put(Room::Cache, self.key.to_owned(), records::encode(&row));
        // The same once more leaves what is shown alone.
        if known.as_deref() != Some(&row.value) {
            self.items.try_set(Some(Arc::new(row.value)));
        }
        if app.store().write(&[write]).await.is_err() {
            app.storage_failed.set(true);
        }
    }
}
