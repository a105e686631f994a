//! What becomes of the list when nobody is at it, or may see it any more: nothing of it is held, and after the idle time nothing is kept.

use super::{Roster, facts};
use crate::{
    model::{instant::MINUTE, participation::Facts},
    store::sealed::{self, IDLE},
    web::clock,
};
use leptos::{prelude::*, task::spawn_local};
use std::{collections::BTreeMap, sync::Arc};

impl Roster {
    /// Somebody is at the page. Who comes after it was idle for too long, be it to a computer that slept, finds it put away.
    pub fn touch(self) {
        let now = clock::now();
        if self.away.get_untracked() {
            return;
        }
        if self.touched.get_value().plus(IDLE) < now {
            spawn_local(self.put_away());
            return;
        }
        self.touched.set_value(now);
        if self.told.get_value().plus(MINUTE) < now
            && let Some(sealed) = self.sealed.get_value()
        {
            self.told.set_value(now);
            // Told when rows are put; that it is being used is no news.
            spawn_local(async move { drop(sealed.touch().await) });
        }
    }

    /// After it was put away.
    pub fn open_again(self) {
        self.touched.set_value(clock::now());
        self.away.set(false);
        spawn_local(self.begin());
    }

    pub(super) async fn put_away(self) {
        if self.away.try_get_untracked() != Some(false) {
            return;
        }
        self.away.set(true);
        self.forget();
        self.looked.set_value(false);
        self.sealed.set_value(None);
        self.waiting.set(Arc::default());
        self.last.set(None);
        self.whole.set(false);
        // Unless another tab is in use.
        if sealed::expire(&self.app.store()).await.is_err() {
            self.app.storage_failed.set(true);
        }
    }

    /// Nothing of it is held any more, and nothing that is on its way comes in.
    pub(super) fn forget(self) {
        self.turn.update_value(|turn| *turn += 1);
        self.known.set_value(BTreeMap::new());
        self.cursor.set_value(None);
        self.rows.set(Arc::default());
        self.first.set(None);
        self.facts.set(Facts::default());
        self.others.set(Vec::new());
        self.heard.set_value(facts::Heard::default());
        self.saved_at.set(None);
        self.rights.set(None);
    }
}
