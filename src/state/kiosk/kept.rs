//! The rows of a kiosk on its device.

use super::{Entry, Identity};
use crate::{
    model::{
        Instant,
        kiosk::{day::KioskDay, log::Event, pin::Tries},
    },
    store::{Keeping, Room, Store, StoreError, Write, records::KIOSK},
    web::{clock, seal::Seal},
};
use serde::{Serialize, de::DeserializeOwned};

const ROOM: Room = Room::Own;

fn key(name: &str) -> String {
    format!("{KIOSK}{name}")
}

/// Entries lie in the order in which they were made.
fn entry_key(entry: &Entry) -> String {
    key(&format!("entry/{:013}-{}", entry.made_at().0, entry.id()))
}

#[derive(Clone)]
pub struct Kept {
    store: Store,
    seal: Seal,
}

impl Kept {
    /// With the key of this device, made when there is none. `None`: nothing can be kept here, or not sealed.
    pub async fn open(store: Store) -> Option<Self> {
        if store.keeping() == Keeping::Memory {
            return None;
        }
        let name = key("key");
        let seal = match store.get_value(ROOM, &name).await.ok()?.and_then(Seal::kept) {
            Some(seal) => seal,
            None => {
                let seal = Seal::make().await.ok()?;
                store.put_value(ROOM, &name, seal.to_keep()).await.ok()?;
                seal
            }
        };
        Some(Self { store, seal })
    }

    /// `Ok(None)`: there is none, or none that can be opened any more. `Err`: nobody knows; it is asked again.
    async fn get<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, StoreError> {
        let name = key(name);
        let Some(row) = self.store.get(ROOM, &name).await? else { return Ok(None) };
        let text = self.seal.open(&name, &row).await.ok();
        Ok(text.and_then(|text| serde_json::from_slice(&text).ok()))
    }

    async fn put<T: Serialize>(&self, name: String, value: &T) -> Result<(), StoreError> {
        let text = serde_json::to_vec(value).map_err(|error| StoreError::Failed(error.to_string()))?;
        let row = self.seal.close(&name, &text).await.map_err(|_| StoreError::Failed("not sealed".to_owned()))?;
        self.store.write(&[Write::Put(ROOM, name, row)]).await
    }

    /// For what is made anew by itself, or costs little when it is lost.
    async fn try_put<T: Serialize>(&self, name: &str, value: &T) {
        drop(self.put(key(name), value).await);
    }

    /// Who this device is; made, and kept before it is used, where there is nobody yet: a device that forgot its secret would be paired and not know it.
    pub async fn identity(&self) -> Result<Identity, StoreError> {
        match self.get("identity").await? {
            Some(identity) => Ok(identity),
            None => self.new_identity().await,
        }
    }

    pub async fn put_identity(&self, identity: &Identity) {
        self.try_put("identity", identity).await;
    }

    async fn new_identity(&self) -> Result<Identity, StoreError> {
        // 43 letters of base64url, of which hexadecimal is a part: 172 random bits.
        let secret: String = format!("{}{}", clock::unique(), clock::unique()).chars().take(43).collect();
        let identity = Identity { secret, own: None, heard_at: Instant::default(), clock_off: 0 };
        self.put(key("identity"), &identity).await?;
        Ok(identity)
    }

    pub async fn day(&self) -> Option<KioskDay> {
        self.get("day").await.ok().flatten()
    }

    pub async fn put_day(&self, day: &KioskDay) {
        self.try_put("day", day).await;
    }

    pub async fn forget_day(&self) {
        drop(self.store.write(&[Write::Delete(ROOM, key("day"))]).await);
    }

    pub async fn tries(&self) -> Tries {
        self.get("tries").await.ok().flatten().unwrap_or_default()
    }

    pub async fn put_tries(&self, tries: Tries) {
        self.try_put("tries", &tries).await;
    }

    pub async fn events(&self) -> Vec<Event> {
        self.get("events").await.ok().flatten().unwrap_or_default()
    }

    pub async fn put_events(&self, events: &[Event]) {
        self.try_put("events", &events).await;
    }

    pub async fn count(&self) -> usize {
        self.store.all(ROOM, &key("entry/")).await.map_or(0, |rows| rows.len())
    }

    /// `Err`: it is not kept, and has to be said so.
    pub async fn put_entry(&self, entry: &Entry) -> Result<(), StoreError> {
        self.put(entry_key(entry), entry).await
    }

    pub async fn remove_entry(&self, entry: &Entry) -> Result<(), StoreError> {
        self.store.write(&[Write::Delete(ROOM, entry_key(entry))]).await
    }

    /// In the order in which they were made. One that cannot be read, or not by this version, stays where it is, and is counted.
    pub async fn entries(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
        for (name, row) in self.store.all(ROOM, &key("entry/")).await.unwrap_or_default() {
            let text = self.seal.open(&name, &row).await.ok();
            entries.extend(text.and_then(|text| serde_json::from_slice::<Entry>(&text).ok()));
        }
        entries
    }

    /// All of it, with the key.
    pub async fn wipe(&self) {
        let keys = self.store.keys(ROOM).await.unwrap_or_default();
        let gone: Vec<Write> = keys.into_iter().filter(|key| key.starts_with(KIOSK)).map(|key| Write::Delete(ROOM, key)).collect();
        drop(self.store.write(&gone).await);
    }
}
