//! Rows that are sealed: what a leader's device keeps of other people. They lie in the own room with the key that opens them, so both are gone at sign-out; and they are gone once nobody has used
//! them for [`IDLE`]: on a shared computer the next person finds nothing, signed out or not.
//!
//! What this keeps out: whoever copies the browser's files, or reads them with a script in this page. Not the person who is signed in, and nobody keeps a copy from a screen.
//!
//! Where nothing can be kept (no storage, no cryptography on plain `http://`) there are no sealed rows: the list is then fetched each time.

use super::{
    Keeping, Room, Store, StoreError, Write,
    records::{self, ROSTER},
};
use crate::{
    model::{Instant, instant::MINUTE},
    web::{clock, locks, seal::Seal},
};
use serde::{Serialize, de::DeserializeOwned};

/// Of the key, and of the moment when the rows were last used. Not sealed: it has to be read by whoever comes next.
const KEY: &str = "seal";
const USED: &str = "seal/used";

/// How long sealed rows stay when nobody uses them, in milliseconds.
pub const IDLE: i64 = 15 * MINUTE;

#[derive(Clone)]
pub struct Sealed {
    store: Store,
    seal: Seal,
}

impl Sealed {
    /// With the key of this device, made when there is none. Rows that were not used for too long are gone before anybody sees them.
    pub async fn open(store: &Store) -> Option<Self> {
        if store.keeping() == Keeping::Memory {
            return None;
        }
        expire(store).await.ok()?;
        // Two tabs that open it at once must not make two keys.
        let own = store.clone();
        locks::with_lock("meyirim-seal", async move {
            if kept(&own).await.is_none()
                && let Ok(seal) = Seal::make().await
            {
                // Kept or not is seen when it is read back.
                let _ = own.put_value(Room::Own, KEY, seal.to_keep()).await;
            }
        })
        .await;
        let sealed = Self { store: store.clone(), seal: kept(store).await? };
        sealed.touch().await.ok()?;
        Some(sealed)
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

    /// All or none. `false`: they could not be kept.
    pub async fn put<T: Serialize>(&self, rows: &[(String, T)]) -> bool {
        let mut writes = Vec::with_capacity(rows.len());
        for (key, value) in rows {
            let Ok(row) = self.seal.close(key, &records::encode(value)).await else { return false };
            writes.push(Write::Put(Room::Own, key.clone(), row));
        }
        self.store.write(&writes).await.is_ok()
    }
}

async fn kept(store: &Store) -> Option<Seal> {
    Seal::kept(store.get_value(Room::Own, KEY).await.ok()??)
}

/// Takes everything sealed off the device, and its key.
pub async fn wipe(store: &Store) -> Result<(), StoreError> {
    let rows = store.all(Room::Own, ROSTER).await?;
    let keys = rows.into_iter().map(|(key, _)| key).chain([KEY.to_owned(), USED.to_owned()]);
    store.write(&keys.map(|key| Write::Delete(Room::Own, key)).collect::<Vec<_>>()).await
}

/// The same, if nobody has used it for too long.
pub async fn expire(store: &Store) -> Result<(), StoreError> {
    let used = store.get(Room::Own, USED).await?.and_then(|row| records::decode::<Instant>(&row));
    match used {
        Some(used) if used.plus(IDLE) < clock::now() => wipe(store).await,
        _ => Ok(()),
    }
}
