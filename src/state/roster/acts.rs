//! Changing the list from this device: every act is sealed on the disk before the screen says anything, shown as if it were done, and sent when it can be. What the backend could not do of it
//! stays until somebody has decided.

use super::Roster;
use crate::{
    api::ProblemKind,
    model::{
        Instant, PersonId,
        batch::{self, BatchId, BatchKind, BatchPart, Clash, Edit, EditDone, UndoBatch},
        instant::DAY,
        member::MemberId,
        member_edit::Change,
    },
    outbox::{
        batches::{self, Standing, WaitingBatch, What},
        entry,
        policy::Next,
    },
    store::{StoreError, records},
    web::{clock, events, locks},
};
use leptos::{prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Under which one tab at a time sends.
const LOCK: &str = "meyirim-roster";

/// What was done last on this device, for the line that tells of it and takes it back. Kept sealed with the list, as long as that is, and told for a day at most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Last {
    pub at: Instant,
    pub batch: BatchId,
    pub kind: BatchKind,
    /// How many members it concerns; of a merge, how many have gone into others.
    pub people: usize,
    pub parts: usize,
    /// It has been taken back, or that is on its way.
    pub undone: bool,
}

impl Roster {
    /// Does something to members: on the disk when this returns, and then on its way. Where nothing can be sealed it lives as long as the page, and needs a connection. `Err`: nothing was done.
    pub async fn act(self, kind: BatchKind, why: Option<String>, edits: Vec<Edit>) -> Result<(), StoreError> {
        let owner = self.app.session.owner_untracked().ok_or_else(signed_out)?;
        let now = clock::now();
        let id: BatchId = clock::unique().parse().map_err(|_| StoreError::Failed("no id".to_owned()))?;
        let edits = self.fitted(kind, edits);
        let people = edits.iter().filter(|edit| kind != BatchKind::Merge || edit.into.is_some()).count();
        let part = |(at, edits)| {
            let part = BatchPart { id: id.clone(), kind, why: why.clone(), made_at: now, edits };
            WaitingBatch::new(entry::key(now, &format!("{at:05}-{}", clock::unique())), owner.clone(), What::Part(part), now)
        };
        let new: Vec<WaitingBatch> = batch::parts(edits).into_iter().enumerate().map(part).collect();
        let last = Last { at: now, batch: id.clone(), kind, people, parts: new.len(), undone: false };
        self.put_in(new).await?;
        self.keep_last(last).await;
        self.send();
        Ok(())
    }

    /// Takes back the last act: what has not been sent is forgotten, the rest by a batch that undoes it.
    pub async fn take_back(self) -> Result<(), StoreError> {
        let (Some(last), Some(owner)) = (self.last.get_untracked(), self.app.session.owner_untracked()) else { return Ok(()) };
        // Another tab may be sending it.
        self.read_acts().await;
        let unsent = self.waiting.with_untracked(|waiting| batches::unsent(waiting, &last.batch, last.parts));
        match unsent {
            Some(keys) => self.drop_acts(&keys).await?,
            None => self.put_undo(owner, last.batch.clone()).await?,
        }
        self.keep_last(Last { undone: true, ..last }).await;
        self.send();
        Ok(())
    }

    /// Takes back any batch of the history, all of it that nobody has changed since.
    pub async fn take_back_batch(self, batch: BatchId) -> Result<(), StoreError> {
        let owner = self.app.session.owner_untracked().ok_or_else(signed_out)?;
        self.put_undo(owner, batch.clone()).await?;
        if let Some(last) = self.last.get_untracked().filter(|last| last.batch == batch) {
            self.keep_last(Last { undone: true, ..last }).await;
        }
        self.send();
        Ok(())
    }

    async fn put_undo(self, owner: PersonId, batch: BatchId) -> Result<(), StoreError> {
        let now = clock::now();
        let id = clock::unique().parse().map_err(|_| StoreError::Failed("no id".to_owned()))?;
        let what = What::Undo { batch, undo: UndoBatch { id, why: None, made_at: now } };
        self.put_in(vec![WaitingBatch::new(entry::key(now, &clock::unique()), owner, what, now)]).await
    }

    async fn keep_last(self, last: Last) {
        if let Some(sealed) = self.sealed.try_get_value().flatten()
            && sealed.put(&[(records::roster_last(), records::encode(&last))], || self.is_mine()).await.is_err()
        {
            self.app.storage_failed.set(true);
        }
        self.last.try_set(Some(last));
    }

    /// Of an earlier visit, or of the page for importing.
    pub(super) fn take_last(self, row: Option<Vec<u8>>) {
        let last = row.and_then(|row| records::decode::<Last>(&row)).filter(|last| !last.undone && clock::now() < last.at.plus(DAY));
        if last.is_some() {
            self.last.try_set(last);
        }
    }

    /// What somebody else has written meanwhile stays, or what was refused is given up.
    pub async fn leave_it(self, key: &str) -> Result<(), StoreError> {
        self.drop_acts(&[key.to_owned()]).await
    }

    /// Writes what was wanted over what somebody else has made of it: they have been shown both.
    pub async fn insist(self, key: &str) -> Result<(), StoreError> {
        let one = self.waiting.with_untracked(|waiting| waiting.iter().find(|one| one.key == key).cloned());
        let Some(WaitingBatch { standing: Standing::Partly { left }, .. }) = one else { return Ok(()) };
        let edits: Vec<Edit> = left.iter().filter_map(over).collect();
        if !edits.is_empty() {
            self.act(BatchKind::Edit, None, edits).await?;
        }
        self.drop_acts(&[key.to_owned()]).await
    }

    /// Once more, as it is.
    pub async fn try_again(self, key: &str) -> Result<(), StoreError> {
        let one = self.waiting.with_untracked(|waiting| waiting.iter().find(|one| one.key == key).cloned());
        let Some(mut one) = one else { return Ok(()) };
        let old = std::mem::replace(&mut one.key, entry::key(clock::now(), &clock::unique()));
        one.standing = Standing::Waiting { not_before: clock::now() };
        one.tries = 0;
        self.put_in(vec![one]).await?;
        self.drop_acts(&[old]).await?;
        self.send();
        Ok(())
    }

    pub(super) async fn put_in(self, new: Vec<WaitingBatch>) -> Result<(), StoreError> {
        match self.sealed.try_get_value().flatten() {
            Some(sealed) if !sealed.put_batches(&new, || self.is_mine()).await? => return Err(signed_out()),
            Some(_) => {}
            // Nothing can be sealed here. It is sent at once; without a connection it would only seem to be kept.
            None if untrack(|| self.app.connection.is_offline()) => {
                return Err(StoreError::Failed("nothing can be sealed here".to_owned()));
            }
            None => {}
        }
        self.waiting.update(|waiting| {
            let waiting = Arc::make_mut(waiting);
            waiting.retain(|old| new.iter().all(|new| new.key != old.key));
            waiting.extend(new);
            waiting.sort_by(|one, other| one.key.cmp(&other.key));
        });
        self.acts_changed().await;
        Ok(())
    }

    async fn drop_acts(self, keys: &[String]) -> Result<(), StoreError> {
        // First here: what is being taken off the disk is not sent meanwhile.
        self.waiting.update(|waiting| Arc::make_mut(waiting).retain(|one| !keys.contains(&one.key)));
        if let Some(sealed) = self.sealed.try_get_value().flatten() {
            sealed.remove_batches(keys).await?;
        }
        self.acts_changed().await;
        Ok(())
    }

    /// Shown in the rows, and counted in the frame.
    async fn acts_changed(self) {
        self.publish();
        self.app.outbox.count_sealed(self.app).await;
    }

    /// What lies on the disk, of an earlier visit or another tab.
    pub(super) async fn read_acts(self) {
        let Some(sealed) = self.sealed.try_get_value().flatten() else { return };
        match sealed.batches().await {
            Ok((batches, unread)) => {
                if unread > 0 {
                    self.app.storage_failed.set(true);
                }
                self.waiting.try_set(Arc::new(batches));
            }
            // What is held in memory stays as it is.
            Err(_) => self.app.storage_failed.set(true),
        }
    }

    /// Sends what is due, one tab at a time. Comes again each minute while the page is open, and when the connection is back.
    pub fn send(self) {
        if !events::is_online() {
            return;
        }
        spawn_local(locks::with_lock(LOCK, async move {
            if self.sealed.try_get_value().flatten().is_some() {
                self.read_acts().await;
            }
            // Signed in again.
            if !self.app.session.ended.get_untracked() {
                self.waiting.try_update(|waiting| {
                    let stopped = Arc::make_mut(waiting).iter_mut().filter(|one| one.standing == Standing::SignInNeeded);
                    stopped.for_each(|one| one.standing = Standing::Waiting { not_before: clock::now() });
                });
            }
            let before = self.waiting.try_get_untracked().map(|waiting| waiting.len());
            self.sending.try_set(true);
            while self.send_next().await == Some(true) {}
            self.sending.try_set(false);
            if before.is_some_and(|before| before > 0) {
                self.app.outbox.count_sealed(self.app).await;
            }
        }));
    }

    /// `Some(true)`: there may be more. `None`: the page is gone.
    async fn send_next(self) -> Option<bool> {
        let owner = self.app.session.owner_untracked();
        let waiting = self.waiting.try_get_untracked()?;
        let Next::Send(at) = batches::next(&waiting, owner.as_ref(), clock::now()) else { return Some(false) };
        let mut one = waiting.get(at)?.clone();
        one.tries += 1;
        // Here as on the disk, before it is sent: from now on it is taken back by an act of its own.
        let there = self.waiting.try_update(|waiting| {
            let here = Arc::make_mut(waiting).iter_mut().find(|other| other.key == one.key);
            here.map(|here| here.tries = one.tries).is_some()
        })?;
        // Taken back in this moment.
        if !there {
            return Some(true);
        }
        self.keep_act(&one).await;
        let standing = match self.app.client().send(&one.call().by(&one.owner)).await {
            Ok(done) => batches::after_answer(done),
            Err(why) => {
                if why.kind() == Some(ProblemKind::SignIn) && self.is_mine() {
                    self.app.session.doubt(self.app);
                }
                Some(batches::after_failure(&one, why, clock::now(), clock::chance()))
            }
        };
        // It stands above what somebody may be looking at by now.
        if matches!(standing, Some(Standing::Partly { .. } | Standing::Refused { .. })) {
            let words = &self.app.t_untracked().roster_acts;
            self.app.toasts.tell(if matches!(standing, Some(Standing::Refused { .. })) { words.refused } else { words.not_all });
        }
        let again = !matches!(standing, Some(Standing::Waiting { .. } | Standing::SignInNeeded));
        let left = match standing {
            Some(standing) => {
                let left = WaitingBatch { standing, ..one.clone() };
                self.keep_act(&left).await;
                Some(left)
            }
            None => {
                if let Some(sealed) = self.sealed.try_get_value().flatten()
                    && sealed.remove_batches(std::slice::from_ref(&one.key)).await.is_err()
                {
                    self.app.storage_failed.set(true);
                }
                None
            }
        };
        if again {
            // What was done is shown from the waiting part until it has come in the list: no row jumps back for a moment.
            self.refresh_after().await;
        }
        self.waiting.try_update(|waiting| {
            let waiting = Arc::make_mut(waiting);
            let at = waiting.iter().position(|other| other.key == one.key)?;
            match left {
                Some(left) => waiting[at] = left,
                None => drop(waiting.remove(at)),
            }
            Some(())
        })?;
        self.publish();
        Some(again)
    }

    async fn keep_act(self, one: &WaitingBatch) {
        if let Some(sealed) = self.sealed.try_get_value().flatten()
            && sealed.put_batches(std::slice::from_ref(one), || self.is_mine()).await.is_err()
        {
            self.app.storage_failed.set(true);
        }
    }
}

fn signed_out() -> StoreError {
    StoreError::Failed("signed out meanwhile".to_owned())
}

/// The edit that sets what clashed to what was wanted.
fn over(done: &EditDone) -> Option<Edit> {
    let change = |clash: &Clash| Change::Value { field: clash.field, from: clash.now.clone(), to: clash.wanted.clone() };
    let changes: Vec<Change> = done.clashes.iter().map(change).collect();
    (!changes.is_empty()).then(|| Edit::new(done.member.clone(), changes))
}

/// A new member's id.
pub fn new_member() -> Option<MemberId> {
    clock::unique().parse().ok()
}
