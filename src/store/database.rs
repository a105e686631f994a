//! The IndexedDB side: schema by version, one transaction a call.
//!
//! A transaction of indexed_db_futures aborts when dropped, so each function commits; nothing else is awaited while one is open, and
//! everything is encoded before it begins.

use super::{Room, StoreError, Write};
use indexed_db_futures::{
    KeyRange, OpenDbResult,
    database::Database,
    error::{DomException, Error, OpenDbError},
    prelude::*,
    transaction::TransactionMode,
};
use js_sys::{JsString, Uint8Array};
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue};

const NAME: &str = "meyirim";
/// Raised when a room is added or changes its shape. The outbox's rows carry a version of their own and are never rewritten here.
const VERSION: u32 = 1;

#[derive(Clone)]
pub struct Connection {
    database: Database,
    closed: Rc<Cell<bool>>,
}

impl Connection {
    pub async fn open() -> Result<Self, StoreError> {
        let database = request().await.map_err(opening)?;
        let closed = Rc::new(Cell::new(false));
        // A newer version of the app wants to change the schema in another tab: get out of its way, or both hang.
        if let Ok(mut changes) = database.version_changes() {
            let flag = closed.clone();
            wasm_bindgen_futures::spawn_local(async move {
                let _ = changes.recv().await;
                flag.set(true);
                changes.db().clone().close();
            });
        }
        Ok(Self { database, closed })
    }

    pub fn is_closed(&self) -> bool {
        self.closed.get()
    }

    pub async fn get(&self, room: Room, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.get_value(room, key).await?.as_ref().map(to_vec))
    }

    pub async fn get_value(&self, room: Room, key: &str) -> Result<Option<JsValue>, StoreError> {
        let transaction = self.database.transaction(room.name()).build()?;
        Ok(transaction.object_store(room.name())?.get(key.to_owned()).primitive()?.await?)
    }

    pub async fn put_value(&self, room: Room, key: &str, value: JsValue) -> Result<(), StoreError> {
        let transaction = self.database.transaction(room.name()).with_mode(TransactionMode::Readwrite).build()?;
        transaction.object_store(room.name())?.put(value).with_key(key.to_owned()).primitive()?;
        transaction.commit().await?;
        Ok(())
    }

    pub async fn all(&self, room: Room, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        let transaction = self.database.transaction(room.name()).build()?;
        let store = transaction.object_store(room.name())?;
        let range = || KeyRange::Bound(prefix.to_owned(), false, format!("{prefix}\u{ffff}"), false);
        let keys = store.get_all_keys::<JsString>().with_query::<String, _>(range()).primitive()?;
        let values = store.get_all::<JsValue>().with_query::<String, _>(range()).primitive()?;
        let keys: Vec<String> = keys.await?.map(|key| key.map(String::from)).collect::<Result<_, _>>()?;
        let values: Vec<Vec<u8>> = values.await?.map(|value| value.map(|value| to_vec(&value))).collect::<Result<_, _>>()?;
        Ok(keys.into_iter().zip(values).collect())
    }

    /// Without the rows themselves.
    pub async fn keys(&self, room: Room) -> Result<Vec<String>, StoreError> {
        let transaction = self.database.transaction(room.name()).build()?;
        let keys = transaction.object_store(room.name())?.get_all_keys::<JsString>().primitive()?;
        Ok(keys.await?.map(|key| key.map(String::from)).collect::<Result<_, _>>()?)
    }

    pub async fn write(&self, writes: &[Write]) -> Result<(), StoreError> {
        if writes.is_empty() {
            return Ok(());
        }
        let mut rooms: Vec<&str> = writes.iter().map(|write| write.room().name()).collect();
        rooms.sort_unstable();
        rooms.dedup();
        let transaction = self.database.transaction(rooms.as_slice()).with_mode(TransactionMode::Readwrite).build()?;
        for write in writes {
            let store = transaction.object_store(write.room().name())?;
            match write {
                Write::Put(_, key, bytes) => {
                    let value: JsValue = Uint8Array::from(bytes.as_slice()).into();
                    store.put(value).with_key(key.to_owned()).primitive()?;
                }
                Write::Delete(_, key) => {
                    store.delete(key.to_owned()).primitive()?;
                }
                Write::Clear(_) => {
                    store.clear()?;
                }
            }
        }
        transaction.commit().await?;
        Ok(())
    }
}

async fn request() -> OpenDbResult<Database> {
    Database::open(NAME)
        .with_version(VERSION)
        .with_on_upgrade_needed(|event, database| {
            if event.old_version() < 1.0 {
                for room in Room::ALL {
                    database.create_object_store(room.name()).build()?;
                }
            }
            Ok(())
        })
        .await
}

fn to_vec(value: &JsValue) -> Vec<u8> {
    value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec).unwrap_or_default()
}

fn opening(error: OpenDbError) -> StoreError {
    StoreError::Failed(error.to_string())
}

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        let full = matches!(&error, Error::DomException(DomException::Other(other)) if other.name() == "QuotaExceededError");
        if full { Self::Full } else { Self::Failed(error.to_string()) }
    }
}
