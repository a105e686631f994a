//! Rows that are sealed: what a leader's device keeps of other people. They lie in the own room with the key that opens them, so both are gone at sign-out; and they are gone once nobody has used
//! them for [`IDLE`]: on a shared computer the next person finds nothing, signed out or not.
//!
//! What this keeps out: whoever copies the browser's files, or reads them with a script in this page. Not the person who is signed in, and nobody keeps a copy from a screen.
//!
//! What somebody did or wrote and has not sent outlives all of this: the idle time, another person who signs in on the same device, and signing out. It stays sealed under the device's key, with its owner in
//! the row's key, and is opened, shown and sent only when they are signed in again; plans of actions outlive it too, unsealed, as they are there to be published. One key for all, not one a person: any script of this page could use either, so two would only look safer.
//!
//! Where nothing can be kept (no storage, no cryptography on plain `http://`) there are no sealed rows: the list is then fetched each time.

use super::{
    Keeping, Room, Store, StoreError, Write,
    records::{self, KIOSK, ROSTER, ROSTER_ACTS, ROSTER_OWN},
};
use crate::{
    model::{ActionId, Instant, PersonId, ShiftId, instant::MINUTE, message::NewMessage, shift_message::ShiftDraft},
    outbox::batches::WaitingBatch,
    web::{clock, locks, seal::Seal},
};
use futures::future::join_all;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// Of the key, and of the moment when the rows were last used. Not sealed: it has to be read by whoever comes next.
const KEY: &str = "seal";
const USED: &str = "seal/used";

/// How long sealed rows stay when nobody uses them, in milliseconds.
pub const IDLE: i64 = 15 * MINUTE;

#[derive(Clone)]
pub struct Sealed {
    store: Store,
    seal: Seal,
    /// Whose rows they are.
    owner: PersonId,
}

impl Sealed {
    /// With the key of this device, made when there is none. Rows that were not used for too long are gone before anybody sees them.
    pub async fn open(store: &Store, owner: PersonId) -> Option<Self> {
        if store.keeping() == Keeping::Memory {
            return None;
        }
        expire(store).await.ok()?;
        // Two tabs that open it at once must not make two keys.
        let own = store.clone();
        locks::with_lock("meyirim-seal", async move {
            // Only where there is none: one that could not be read just now would be lost, and all that it opens.
            if let Ok(None) = kept(&own).await
                && let Ok(seal) = Seal::make().await
            {
                // Kept or not is seen when it is read back.
                let _ = own.put_value(Room::Own, KEY, seal.to_keep()).await;
            }
        })
        .await;
        let sealed = Self { store: store.clone(), seal: kept(store).await.ok()??, owner };
        sealed.claim().await.ok()?;
        sealed.touch().await.ok()?;
        Some(sealed)
    }

    /// Rows of an earlier version had no owner in their keys, and nobody else's in them: those that are mine get one.
    async fn claim(&self) -> Result<(), StoreError> {
        let bare = |key: &String| key.strip_prefix(ROSTER_ACTS).is_some_and(|rest| !rest.contains('/'));
        for key in self.store.keys(Room::Own).await?.into_iter().filter(bare) {
            let Some(row) = self.store.get(Room::Own, &key).await? else { continue };
            let Some(text) = self.seal.open(&key, &row).await.ok() else { continue };
            let Ok(batch) = serde_json::from_slice::<WaitingBatch>(&text) else { continue };
            let new = records::roster_act(&batch.owner, &batch.key);
            let row = self.seal.close(&new, &text).await.map_err(|_| StoreError::Failed("not sealed".to_owned()))?;
            self.store.write(&[Write::Put(Room::Own, new, row), Write::Delete(Room::Own, key)]).await?;
        }
        Ok(())
    }

    /// They are being used.
    pub async fn touch(&self) -> Result<(), StoreError> {
        self.store.write(&[Write::Put(Room::Own, USED.to_owned(), records::encode(&clock::now()))]).await
    }

    /// `None`: not there, or sealed with another key.
    pub async fn get<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        let row = self.store.get(Room::Own, key).await.ok()??;
        records::decode(&self.seal.open(key, &row).await.ok()?)
    }

    /// All whose key begins so, opened, still encoded. Without those sealed with another key.
    pub async fn all(&self, prefix: &str) -> Result<BTreeMap<String, Vec<u8>>, StoreError> {
        let rows = self.store.all(Room::Own, prefix).await?;
        // Side by side: the browser opens them outside the page's own thread.
        let opened = rows.into_iter().map(async |(key, row)| self.seal.open(&key, &row).await.ok().map(|plain| (key, plain)));
        Ok(join_all(opened).await.into_iter().flatten().collect())
    }

    /// All or none, `rows` as they were encoded. `still`: whether they are still to be kept once they are sealed; somebody may have signed out meanwhile, and nothing may be written after that.
    /// `false`: they were not.
    pub async fn put(&self, rows: &[(String, Vec<u8>)], still: impl Fn() -> bool) -> Result<bool, StoreError> {
        let mut writes = Vec::with_capacity(rows.len());
        for (key, row) in rows {
            let row = self.seal.close(key, row).await.map_err(|_| StoreError::Failed("not sealed".to_owned()))?;
            writes.push(Write::Put(Room::Own, key.clone(), row));
        }
        let kept = still();
        if kept {
            self.store.write(&writes).await?;
        }
        Ok(kept)
    }

    /// What the owner did to the list and is not decided, in order; and how many rows could not be opened. `Err`: nothing could be read at all. Precious, so in JSON: a later version reads it too.
    pub async fn batches(&self) -> Result<(Vec<WaitingBatch>, usize), StoreError> {
        let rows = self.store.all(Room::Own, &records::roster_acts_of(&self.owner)).await?;
        let (mut batches, all) = (Vec::with_capacity(rows.len()), rows.len());
        for (key, row) in rows {
            let text = self.seal.open(&key, &row).await.ok();
            batches.extend(text.and_then(|text| serde_json::from_slice::<WaitingBatch>(&text).ok()));
        }
        let unread = all - batches.len();
        Ok((batches, unread))
    }

    /// As [`Self::put`].
    pub async fn put_batches(&self, batches: &[WaitingBatch], still: impl Fn() -> bool) -> Result<bool, StoreError> {
        let row = |batch: &WaitingBatch| Ok((records::roster_act(&batch.owner, &batch.key), serde_json::to_vec(batch)?));
        let rows = batches.iter().map(row).collect::<Result<Vec<_>, serde_json::Error>>();
        self.put(&rows.map_err(|error| StoreError::Failed(error.to_string()))?, still).await
    }

    /// A message that is being written. `None`: there is none, or it could not be opened. Precious as well, so in JSON.
    pub async fn draft(&self) -> Result<Option<NewMessage>, StoreError> {
        let key = records::roster_draft(&self.owner);
        let Some(row) = self.store.get(Room::Own, &key).await? else { return Ok(None) };
        let text = self.seal.open(&key, &row).await.ok();
        Ok(text.and_then(|text| serde_json::from_slice(&text).ok()))
    }

    /// As [`Self::put`].
    pub async fn put_draft(&self, draft: &NewMessage, still: impl Fn() -> bool) -> Result<bool, StoreError> {
        let row = serde_json::to_vec(draft).map_err(|error| StoreError::Failed(error.to_string()))?;
        self.put(&[(records::roster_draft(&self.owner), row)], still).await
    }

    pub async fn remove_draft(&self) -> Result<(), StoreError> {
        self.store.write(&[Write::Delete(Room::Own, records::roster_draft(&self.owner))]).await
    }

    /// What is being written to those in shifts. Without what cannot be opened, which stays where it is.
    pub async fn shift_drafts(&self) -> Result<Vec<ShiftDraft>, StoreError> {
        let rows = self.all(&records::shift_drafts(&self.owner)).await?;
        Ok(rows.into_values().filter_map(|text| serde_json::from_slice(&text).ok()).collect())
    }

    /// As [`Self::put`].
    pub async fn put_shift_draft(&self, draft: &ShiftDraft, still: impl Fn() -> bool) -> Result<bool, StoreError> {
        let row = serde_json::to_vec(draft).map_err(|error| StoreError::Failed(error.to_string()))?;
        self.put(&[(records::shift_draft(&self.owner, &draft.action, &draft.shift), row)], still).await
    }

    pub async fn remove_shift_draft(&self, action: &ActionId, shift: &ShiftId) -> Result<(), StoreError> {
        self.store.write(&[Write::Delete(Room::Own, records::shift_draft(&self.owner, action, shift))]).await
    }

    pub async fn remove_batches(&self, keys: &[String]) -> Result<(), StoreError> {
        self.store.write(&keys.iter().map(|key| Write::Delete(Room::Own, records::roster_act(&self.owner, key))).collect::<Vec<_>>()).await
    }
}

/// How many parts of a person wait or want a decision. They need not be opened for it.
pub async fn waiting(store: &Store, owner: &PersonId) -> Result<usize, StoreError> {
    Ok(store.all(Room::Own, &records::roster_acts_of(owner)).await?.len())
}

/// Takes everything that is somebody's own off the device: they signed out, or somebody else has signed in. What they, or others before them, did to the list or wrote and have not sent stays, with the key.
pub async fn clear(store: &Store) -> Result<(), StoreError> {
    take_off(store, |key| !key.starts_with(ROSTER_OWN) && !key.starts_with(KIOSK)).await
}

/// Takes what a person did to the list or wrote off the device, sent or not: they want nothing of theirs left here.
pub async fn remove_all_of(store: &Store, owner: &PersonId) -> Result<(), StoreError> {
    let theirs = |key: &str| key.starts_with(ROSTER_OWN) && key.split('/').nth(1) == Some(owner.as_str());
    take_off(store, theirs).await
}

/// The key stays as long as it opens something.
async fn take_off(store: &Store, goes: impl Fn(&str) -> bool) -> Result<(), StoreError> {
    let keys = store.keys(Room::Own).await?;
    let needed = keys.iter().any(|key| [ROSTER, ROSTER_OWN].iter().any(|sealed| key.starts_with(sealed)) && !goes(key));
    let gone = keys.into_iter().filter(|key| if key == KEY { !needed } else { goes(key) });
    store.write(&gone.map(|key| Write::Delete(Room::Own, key)).collect::<Vec<_>>()).await
}

async fn kept(store: &Store) -> Result<Option<Seal>, StoreError> {
    Ok(store.get_value(Room::Own, KEY).await?.and_then(Seal::kept))
}

/// Takes everything sealed off the device, and its key; but what somebody did or wrote and nobody has heard of stays, and the key with it: it would be lost.
pub async fn wipe(store: &Store) -> Result<(), StoreError> {
    take_off(store, |key| key.starts_with(ROSTER) || key == USED).await
}

/// The same, if nobody has used it for too long.
pub async fn expire(store: &Store) -> Result<(), StoreError> {
    let used = store.get(Room::Own, USED).await?.and_then(|row| records::decode::<Instant>(&row));
    match used {
        Some(used) if used.plus(IDLE) < clock::now() => wipe(store).await,
        _ => Ok(()),
    }
}
