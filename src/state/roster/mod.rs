//! The association's list on this device: from the sealed rows first, then from the backend. It lives as long as its page: nothing else needs it, and what is not held cannot be seen.

mod acts;
mod along;
mod away;
mod draft;
mod facts;
mod presence;
mod rights;

pub use acts::{Last, new_member};
pub use along::{leave_view, left_view, take_along, taken_along};
pub use draft::kept_draft;
pub use rights::{NotTold, put_away_for_good};

use super::{App, Failure};
use crate::{
    api::{ApiError, Fetched, ProblemKind, page, roster},
    model::{
        Cursor, Instant, PersonId,
        can::Rights,
        fnv::fnv,
        member::{Member, MemberId},
        participation::Facts,
        presence::Present,
        roster::Row,
        roster_order::first_by_name,
    },
    outbox::batches::{self, WaitingBatch},
    store::{
        records::{self, ROSTER, RosterMeta},
        sealed::{self, IDLE, Sealed},
    },
    web::{clock, events, locks, mark},
};
use futures::future::join;
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
    /// The beginning of the list by name and how long all of it is, while the rest is being opened: what the first screen shows. What waits to be sent is not in it.
    pub first: RwSignal<Option<(Rows, usize)>>,
    /// The device and the backend have been asked, or one of them has answered with all there is.
    pub whole: RwSignal<bool>,
    /// When what is shown was last known to be true.
    pub saved_at: RwSignal<Option<Instant>>,
    pub failure: RwSignal<Failure>,
    /// Records that could not be read in the last load.
    pub bad: RwSignal<usize>,
    /// Nobody has touched the page for [`IDLE`]: everything was put away.
    pub away: RwSignal<bool>,
    /// What was done here and is not decided, in order.
    pub waiting: RwSignal<Arc<Vec<WaitingBatch>>>,
    pub sending: RwSignal<bool>,
    pub last: RwSignal<Option<Last>>,
    /// What is known of members besides the list.
    pub facts: RwSignal<Facts>,
    /// Who else is at the list.
    pub others: RwSignal<Vec<Present>>,
    /// Whose card is open here.
    pub at_member: RwSignal<Option<MemberId>>,
    /// What whoever is signed in may do, as the backend last said it.
    pub rights: RwSignal<Option<Rights>>,
    app: App,
    known: StoredValue<BTreeMap<MemberId, Arc<Row>>>,
    cursor: StoredValue<Option<Cursor>>,
    /// Into how many rows the list is cut.
    cuts: StoredValue<u32>,
    busy: StoredValue<bool>,
    /// What the device keeps has been looked at. Before, a refresh would fetch all of it anew.
    looked: StoredValue<bool>,
    heard: StoredValue<facts::Heard>,
    /// Of what is held now. Higher once it was put away: what was on its way before is of no use any more.
    turn: StoredValue<u64>,
    /// Whose list it is.
    owner: StoredValue<Option<PersonId>>,
    touched: StoredValue<Instant>,
    /// When the device was last told so.
    told: StoredValue<Instant>,
    sealed: StoredValue<Option<Sealed>, LocalStorage>,
}

/// Members in one sealed row, about.
const CUT: usize = 500;
/// Members on a first screen, and some more.
const FIRST: usize = 60;

impl Roster {
    pub fn open(app: App) -> Self {
        let this = Self {
            rows: RwSignal::default(),
            first: RwSignal::new(None),
            whole: RwSignal::new(false),
            saved_at: RwSignal::new(None),
            failure: RwSignal::new(None),
            bad: RwSignal::new(0),
            away: RwSignal::new(false),
            waiting: RwSignal::default(),
            sending: RwSignal::new(false),
            last: RwSignal::new(None),
            facts: RwSignal::default(),
            others: RwSignal::default(),
            at_member: RwSignal::new(None),
            rights: RwSignal::new(None),
            app,
            known: StoredValue::default(),
            cursor: StoredValue::new(None),
            cuts: StoredValue::new(0),
            busy: StoredValue::new(false),
            looked: StoredValue::new(false),
            heard: StoredValue::default(),
            turn: StoredValue::new(0),
            owner: StoredValue::new(app.session.owner_untracked()),
            touched: StoredValue::new(clock::now()),
            told: StoredValue::new(clock::now()),
            sealed: StoredValue::new_local(None),
        };
        // Somebody is there as long as something is pressed or moved.
        if let Some(window) = web_sys::window() {
            for event in ["pointerdown", "pointermove", "keydown"] {
                events::listen_here(&window, event, move |_| this.touch());
            }
        }
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
            } else if !offline && events::is_visible() {
                spawn_local(async move {
                    this.refresh().await;
                    this.send();
                });
            }
            true
        });
        this
    }

    /// Nobody else has signed in, or out, meanwhile.
    fn is_mine(self) -> bool {
        let owner = self.owner.try_get_value().flatten();
        owner.is_some() && self.app.session.owner_untracked() == owner
    }

    async fn begin(self) {
        let turn = self.turn.try_get_value();
        let sealed = match self.owner.try_get_value().flatten() {
            Some(owner) => Sealed::open(&self.app.store(), owner).await,
            None => None,
        };
        self.sealed.try_set_value(sealed.clone());
        if let Some(sealed) = &sealed {
            if let Some((members, all)) = sealed.get::<(Vec<Member>, usize)>(&records::roster_first()).await
                && self.turn.try_get_value() == turn
            {
                self.first.try_set(Some((Arc::new(members.into_iter().map(|member| Arc::new(Row::new(member))).collect()), all)));
                // It is painted before the rest is opened.
                clock::breathe().await;
            }
            let (_, list) = join(self.read_acts(), self.read_sealed(sealed)).await;
            // Put away meanwhile: whoever opens it again begins anew.
            if turn.is_none() || self.turn.try_get_value() != turn {
                return;
            }
            if let Some((meta, members)) = list {
                self.cursor.set_value(Some(meta.cursor));
                self.cuts.set_value(meta.cuts);
                self.known.set_value(members.into_iter().map(|member| (member.id.clone(), Arc::new(Row::new(member)))).collect());
                self.saved_at.set(Some(meta.saved_at));
                self.publish();
            }
            // Also where the rest could not be opened: what is shown is fetched anew then.
            self.first.try_set(None);
        }
        if self.looked.try_set_value(true).is_some() {
            return;
        }
        spawn_local(self.learn_rights());
        self.refresh().await;
        self.send();
    }

    /// What this device keeps of the list, and what was done last. A row that cannot be read makes the list incomplete: it is fetched anew.
    async fn read_sealed(self, sealed: &Sealed) -> Option<(RosterMeta, Vec<Member>)> {
        let Ok(mut rows) = sealed.all(ROSTER).await else {
            self.app.storage_failed.set(true);
            return None;
        };
        self.take_last(rows.remove(&records::roster_last()));
        self.take_facts(rows.remove(&records::roster_facts()));
        self.take_rights(rows.remove(&records::roster_rights()));
        let meta: RosterMeta = records::decode(&rows.remove(&records::roster_meta())?)?;
        let mut members = Vec::new();
        for cut in 0..meta.cuts {
            members.extend(records::decode::<Vec<Member>>(&rows.remove(&records::roster(cut))?)?);
            if cut % 20 == 19 {
                clock::breathe().await;
            }
        }
        Some((meta, members))
    }

    /// What has changed since; all of it the first time, and where the backend no longer knows since when.
    pub async fn refresh(self) {
        if self.busy.try_get_value() != Some(false) || self.looked.try_get_value() != Some(true) {
            return;
        }
        self.busy.set_value(true);
        let turn = self.turn.try_get_value();
        let outcome = match self.cursor.try_get_value().flatten() {
            Some(cursor) => self.catch_up(cursor).await,
            None => self.load().await,
        };
        // Put away meanwhile: it says nothing of what is held now.
        if self.busy.try_set_value(false).is_some() || self.turn.try_get_value() != turn {
            return;
        }
        match outcome {
            Ok(()) => {
                self.saved_at.set(Some(clock::now()));
                self.failure.set(None);
                self.whole.set(true);
                self.refresh_facts().await;
            }
            Err(error) => {
                // The right to it was taken away: it stays on this device no longer.
                if error.kind() == Some(ProblemKind::Forbidden) {
                    self.forget();
                    if sealed::wipe(&self.app.store()).await.is_err() {
                        self.app.storage_failed.set(true);
                    }
                }
                self.failure.try_set(Some(Arc::new(error)));
            }
        }
        self.whole.try_set(true);
    }

    /// The same after one that is on its way: it may have begun before what is to be seen now.
    async fn refresh_after(self) {
        while self.busy.try_get_value() == Some(true) {
            clock::sleep(100).await;
        }
        self.refresh().await;
    }

    async fn load(self) -> Result<(), ApiError> {
        let (client, turn) = (self.app.client(), self.turn.try_get_value());
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
        if turn.is_none() || self.turn.try_get_value() != turn {
            return Ok(());
        }
        self.known.set_value(known);
        self.cursor.set_value(cursor);
        self.cuts.set_value(cuts);
        self.bad.set(bad);
        self.publish();
        self.keep((0..cuts).collect(), true).await;
        Ok(())
    }

    async fn catch_up(self, mut cursor: Cursor) -> Result<(), ApiError> {
        let turn = self.turn.try_get_value();
        loop {
            let changes = self.app.client().read(&roster::since(&cursor)).await?;
            if turn.is_none() || self.turn.try_get_value() != turn {
                return Ok(());
            }
            if changes.set.reset {
                // Perhaps because whoever is signed in may see another part of it now.
                spawn_local(self.learn_rights());
                return self.load().await;
            }
            // A backend that has more, and does not move on, would be asked for ever.
            let more = changes.set.more && changes.set.cursor != cursor;
            cursor = changes.set.cursor.clone();
            self.cursor.set_value(Some(cursor.clone()));
            if !changes.bad.is_empty() {
                self.bad.update(|bad| *bad += changes.bad.len());
            }
            let touched = self.take(changes.set.members.changed, &changes.set.members.removed);
            if !touched.is_empty() {
                self.publish();
                self.keep(touched, false).await;
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

    /// What is known, as it will be when what waits is done.
    fn publish(self) {
        let Some(waiting) = self.waiting.try_get_untracked() else { return };
        // Somebody was quicker than the rest of the list: it comes with what they did.
        if self.first.with_untracked(Option::is_some) && self.known.with_value(BTreeMap::is_empty) {
            return;
        }
        let mut edits = batches::by_member(&waiting);
        let mut rows = self.known.with_value(|known| {
            let shown = |row: &Arc<Row>| match edits.remove(&row.member.id) {
                // Who has gone into another record is gone at once.
                Some(edits) => Some(Row::foreseen(batches::foresee(&row.member, &edits), edits.len()))
                    .filter(|row| !row.member.is_blank())
                    .map(Arc::new),
                None => Some(row.clone()),
            };
            known.values().filter_map(shown).collect::<Vec<_>>()
        });
        // Of those the backend does not know yet.
        let new = edits.into_iter().map(|(id, edits)| Row::foreseen(batches::foresee(&Member::new(id.clone()), &edits), edits.len()));
        rows.extend(new.filter(|row| !row.member.is_blank()).map(Arc::new));
        self.rows.set(Arc::new(rows));
        self.first.set(None);
        self.whole.set(true);
        mark::mark_once("roster-whole");
    }

    /// Seals the rows that have changed, `anew` all of them. One tab at a time: what is kept is always of one moment.
    async fn keep(self, touched: BTreeSet<u32>, anew: bool) {
        locks::with_lock("meyirim-roster-rows", self.keep_locked(touched, anew)).await;
    }

    async fn keep_locked(self, touched: BTreeSet<u32>, anew: bool) {
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
        // Another tab has cut it otherwise: its rows are as good, and mine would not fit among them.
        if !anew && sealed.get::<RosterMeta>(&records::roster_meta()).await.is_none_or(|meta| meta.cuts != cuts) {
            return;
        }
        let mut rows: Vec<_> = parts.into_iter().map(|(cut, members)| (records::roster(cut), records::encode(&members))).collect();
        let first = self.known.with_value(|known| {
            let first = first_by_name(known.values(), FIRST);
            records::encode(&(first.iter().map(|row| &row.member).collect::<Vec<_>>(), known.len()))
        });
        rows.push((records::roster_first(), first));
        rows.push((records::roster_meta(), records::encode(&RosterMeta { cursor, saved_at: clock::now(), cuts })));
        let turn = self.turn.try_get_value();
        if sealed.put(&rows, || self.is_mine() && self.turn.try_get_value() == turn).await.is_err() {
            self.app.storage_failed.set(true);
        }
    }
}

/// In which sealed row a member lies: by the id, so that a change rewrites one row and not all that come after it.
fn cut_of(id: &MemberId, cuts: u32) -> u32 {
    fnv(id.as_str()) % cuts.max(1)
}
