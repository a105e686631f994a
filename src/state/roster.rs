//! The association's list on this device: from the sealed rows first, then from the backend. It lives as long as its page: nothing else needs it, and what is not held cannot be seen.

use super::{App, Failure};
use crate::{
    api::{ApiError, Fetched, page, roster},
    model::{
        Cursor, Instant,
        member::{Member, MemberId},
        roster::Row,
    },
    store::{
        records::{self, RosterMeta},
        sealed::{self, IDLE, Sealed},
    },
    web::{clock, mark},
};
use leptos::{prelude::*, task::spawn_local};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

pub type Rows = Arc<Vec<Arc<Row>>>;

#[derive(Clone, Copy)]
pub struct Roster {
    /// Ascending by id.
    pub rows: RwSignal<Rows>,
    /// The device and the backend have been asked, or one of them has answered with all there is.
    pub whole: RwSignal<bool>,
    /// When what is shown was last known to be true.
    pub saved_at: RwSignal<Option<Instant>>,
    pub failure: RwSignal<Failure>,
    /// Records that could not be read in the last load.
    pub bad: RwSignal<usize>,
    /// Nobody has touched the page for [`IDLE`]: everything was put away.
    pub away: RwSignal<bool>,
    app: App,
    known: StoredValue<BTreeMap<MemberId, Arc<Row>>>,
    cursor: StoredValue<Option<Cursor>>,
    /// Into how many rows the list is cut.
    cuts: StoredValue<u32>,
    busy: StoredValue<bool>,
    touched: StoredValue<Instant>,
    sealed: StoredValue<Option<Sealed>, LocalStorage>,
}

/// Members in one sealed row, about.
const CUT: usize = 500;

impl Roster {
    pub fn open(app: App) -> Self {
        let this = Self {
            rows: RwSignal::default(),
            whole: RwSignal::new(false),
            saved_at: RwSignal::new(None),
            failure: RwSignal::new(None),
            bad: RwSignal::new(0),
            away: RwSignal::new(false),
            app,
            known: StoredValue::default(),
            cursor: StoredValue::new(None),
            cuts: StoredValue::new(0),
            busy: StoredValue::new(false),
            touched: StoredValue::new(clock::now()),
            sealed: StoredValue::new_local(None),
        };
        // When the store is open, when the connection is back, and every minute: others change the list too.
        Effect::new(move |begun: Option<bool>| {
            let (now, offline) = (app.now.get(), app.connection.is_offline());
            if app.keeping.with(Option::is_none) {
                return false;
            }
            if begun != Some(true) {
                spawn_local(this.begin());
            } else if this.touched.get_value().plus(IDLE) < now {
                spawn_local(this.put_away());
            } else if !offline {
                spawn_local(this.refresh());
            }
            true
        });
        this
    }

    /// Somebody is at the page.
    pub fn touch(self) {
        self.touched.set_value(clock::now());
    }

    /// After it was put away.
    pub fn open_again(self) {
        self.touch();
        self.away.set(false);
        spawn_local(self.begin());
    }

    async fn begin(self) {
        let sealed = Sealed::open(&self.app.store()).await;
        if let Some(sealed) = &sealed {
            self.show_sealed(sealed).await;
        }
        self.sealed.try_set_value(sealed);
        self.refresh().await;
    }

    async fn show_sealed(self, sealed: &Sealed) {
        let Some(meta) = sealed.get::<RosterMeta>(&records::roster_meta()).await else { return };
        let mut members = Vec::new();
        for cut in 0..meta.cuts {
            // A row that cannot be read makes the whole incomplete: it is fetched anew.
            let Some(some) = sealed.get::<Vec<Member>>(&records::roster(cut)).await else { return };
            members.extend(some);
        }
        if self.cursor.try_set_value(Some(meta.cursor)).is_some() {
            return;
        }
        self.cuts.try_set_value(meta.cuts);
        self.known.try_set_value(members.into_iter().map(|member| (member.id.clone(), Arc::new(Row::new(member)))).collect());
        self.saved_at.try_set(Some(meta.saved_at));
        self.publish();
    }

    /// What has changed since; all of it the first time, and where the backend no longer knows since when.
    pub async fn refresh(self) {
        if self.busy.try_get_value() != Some(false) {
            return;
        }
        self.busy.set_value(true);
        let outcome = match self.cursor.try_get_value().flatten() {
            Some(cursor) => self.catch_up(cursor).await,
            None => self.load().await,
        };
        if self.busy.try_set_value(false).is_some() {
            return;
        }
        match outcome {
            Ok(()) => {
                self.saved_at.set(Some(clock::now()));
                self.failure.set(None);
            }
            Err(error) => self.failure.set(Some(Arc::new(error))),
        }
        if let Some(sealed) = self.sealed.try_get_value().flatten() {
            // Told when rows are put; that it is being used is no news.
            let _ = sealed.touch().await;
        }
        self.whole.try_set(true);
    }

    async fn load(self) -> Result<(), ApiError> {
        let client = self.app.client();
        let mut call = roster::list(None);
        let (mut known, mut cursor, mut bad) = (BTreeMap::new(), None, 0);
        loop {
            let Fetched::New(page) = client.read(&call).await? else { break };
            bad += page.bad.len();
            cursor = cursor.or(page.changes);
            known.extend(page.items.into_iter().map(|member| (member.id.clone(), Arc::new(Row::new(member)))));
            match page.next.as_deref().and_then(|next| page::follow(next, client.base_path(), &call.request)) {
                Some(request) => call = request.read_page(),
                None => break,
            }
            clock::breathe().await;
        }
        let cuts = known.len().div_ceil(CUT).max(1) as u32;
        if self.known.try_set_value(known).is_some() {
            return Ok(());
        }
        self.cursor.set_value(cursor);
        self.cuts.set_value(cuts);
        self.bad.set(bad);
        self.publish();
        self.keep((0..cuts).collect()).await;
        Ok(())
    }

    async fn catch_up(self, mut cursor: Cursor) -> Result<(), ApiError> {
        loop {
            let changes = self.app.client().read(&roster::since(&cursor)).await?;
            if changes.set.reset {
                return self.load().await;
            }
            let more = changes.set.more;
            cursor = changes.set.cursor.clone();
            if self.cursor.try_set_value(Some(cursor.clone())).is_some() {
                return Ok(());
            }
            let touched = self.take(changes.set.members.changed, &changes.set.members.removed);
            if !touched.is_empty() {
                self.publish();
                self.keep(touched).await;
            }
            if !more {
                return Ok(());
            }
        }
    }

    /// New versions in, those who are gone out; which sealed rows that touches.
    pub fn take(self, changed: Vec<Member>, removed: &[MemberId]) -> BTreeSet<u32> {
        let cuts = self.cuts.get_value();
        let touched = changed.iter().map(|member| &member.id).chain(removed).map(|id| cut_of(id, cuts)).collect();
        self.known.update_value(|known| {
            for member in changed {
                known.insert(member.id.clone(), Arc::new(Row::new(member)));
            }
            for id in removed {
                known.remove(id);
            }
        });
        touched
    }

    fn publish(self) {
        let rows = self.known.with_value(|known| known.values().cloned().collect::<Vec<_>>());
        self.rows.set(Arc::new(rows));
        self.whole.set(true);
        mark::mark_once("roster-ready");
    }

    /// Seals the rows that have changed.
    async fn keep(self, touched: BTreeSet<u32>) {
        let (Some(Some(sealed)), Some(Some(cursor))) = (self.sealed.try_get_value(), self.cursor.try_get_value()) else { return };
        let cuts = self.cuts.get_value();
        let mut parts: BTreeMap<u32, Vec<Member>> = touched.into_iter().map(|cut| (cut, Vec::new())).collect();
        self.known.with_value(|known| {
            for row in known.values() {
                if let Some(part) = parts.get_mut(&cut_of(&row.member.id, cuts)) {
                    part.push(row.member.clone());
                }
            }
        });
        let rows: Vec<_> = parts.into_iter().map(|(cut, members)| (records::roster(cut), members)).collect();
        let meta = RosterMeta { cursor, saved_at: clock::now(), cuts };
        // The meta row last: without it, or with an older one, the list is fetched from where that one stands.
        if !sealed.put(&rows).await || !sealed.put(&[(records::roster_meta(), meta)]).await {
            self.app.storage_failed.set(true);
        }
    }

    async fn put_away(self) {
        if self.away.try_get_untracked() != Some(false) {
            return;
        }
        self.away.set(true);
        self.known.set_value(BTreeMap::new());
        self.cursor.set_value(None);
        self.sealed.set_value(None);
        self.rows.set(Arc::default());
        self.whole.set(false);
        if sealed::wipe(&self.app.store()).await.is_err() {
            self.app.storage_failed.set(true);
        }
    }
}

/// In which sealed row a member lies: by the id, so that a change rewrites one row and not all that come after it. FNV-1a.
fn cut_of(id: &MemberId, cuts: u32) -> u32 {
    let hash = id.as_str().bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash % cuts.max(1)
}
