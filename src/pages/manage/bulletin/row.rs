//! What is typed, as a row on the device: there again when the form is opened again, gone once the backend has it or it was dropped.

use super::{
    exchange::Of,
    sheet::{Sheet, Stands},
};
use crate::{
    model::{bulletin_draft::Draft, bulletin_held::Version},
    pages::manage::kept::written,
    state::App,
    store::{Room, Write},
};
use leptos::{prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};

/// JSON, because what somebody typed must be readable by the next version of the app.
#[derive(Serialize, Deserialize)]
struct OnDevice {
    /// A new one keeps its id: it may have arrived without anybody knowing.
    of: Of,
    draft: Draft,
    base: Version,
}

impl Of {
    /// One that there is not yet is known by its kind alone: whoever opens the form again goes on with it.
    pub(super) fn key(&self, app: App, new: bool) -> String {
        match (self, new) {
            (Self::Campaign(_), true) => written(app, "new-campaign"),
            (Self::News(_), true) => written(app, "new-news"),
            // A hub has one, or none.
            (Self::Centre, _) => written(app, "centre"),
            (Self::Campaign(id), false) => written(app, &format!("campaign/{id}")),
            (Self::News(id), false) => written(app, &format!("news/{id}")),
        }
    }
}

impl Sheet {
    pub(super) async fn restore(self, new: bool) {
        let Some(key) = self.key.try_get_value() else { return };
        let bytes = self.app.store().get(Room::Own, &key).await.ok().flatten();
        let row = bytes.and_then(|bytes| serde_json::from_slice::<OnDevice>(&bytes).ok()).filter(|row| row.of.what() == self.what);
        let there = new || row.is_some();
        if let Some(OnDevice { of, draft, base }) = row {
            self.of.try_set_value(of);
            self.draft.try_set(draft);
            self.base.try_set(base);
        }
        if there {
            self.stands.try_set(Stands::There);
        }
    }

    /// Onto the device. One write at a time; what was typed meanwhile follows.
    pub(super) fn keep(self) {
        self.kept.set(false);
        if self.writing.get_value() {
            return;
        }
        self.writing.set_value(true);
        spawn_local(async move {
            loop {
                let (Some(key), Some(of)) = (self.key.try_get_value(), self.of.try_get_value()) else { return };
                let (Some(draft), Some(base)) = (self.draft.try_get_untracked(), self.base.try_get_untracked()) else { return };
                if self.closed.try_get_value() != Some(false) {
                    return;
                }
                let write = if base.draft == draft {
                    Write::Delete(Room::Own, key.clone())
                } else {
                    let row = OnDevice { of, draft: draft.clone(), base: base.clone() };
                    Write::Put(Room::Own, key.clone(), serde_json::to_vec(&row).unwrap_or_default())
                };
                if self.app.store().write(&[write]).await.is_err() {
                    self.app.storage_failed.set(true);
                    break;
                }
                let same_draft = self.draft.try_with_untracked(|now| *now == draft) != Some(false);
                let same_base = self.base.try_with_untracked(|now| *now == base) != Some(false);
                if same_draft && same_base && self.key.try_with_value(|now| *now == key) != Some(false) {
                    self.kept.try_set(true);
                    break;
                }
            }
            self.writing.try_set_value(false);
        });
    }

    async fn remove(self, key: String) {
        if self.app.store().write(&[Write::Delete(Room::Own, key)]).await.is_err() {
            self.app.storage_failed.set(true);
        }
    }

    /// The backend has it now: what is typed from here on is a change of it, and the next new one begins empty.
    pub(super) fn move_row(self) {
        let (Some(of), Some(before)) = (self.of.try_get_value(), self.key.try_get_value()) else { return };
        let key = of.key(self.app, false);
        if key != before {
            self.key.try_set_value(key);
            spawn_local(self.remove(before));
        }
    }

    /// Nothing is left of it here. Whether the page is still there.
    pub(super) async fn close(self) -> bool {
        self.closed.try_set_value(true);
        if let Some(key) = self.key.try_get_value() {
            self.remove(key).await;
        }
        self.closed.try_get_value().is_some()
    }
}
