//! What is kept on the device, in IndexedDB: three rooms with different bargains.
//!
//! *Cache*: disposable, dropped and refilled on a change of its format or when space is short. *Outbox*: precious, never dropped. *Own*: who is
//! signed in and their signups, gone at sign-out, but for what somebody did to the association's list and has not sent ([`sealed`]). Where there is no storage (private mode, no space, an upgrade that another tab blocks)
//! everything goes to memory, and the app says so.
//!
//! The rooms above never see IndexedDB: they read and write bytes under text keys, several writes at once or not at all.

mod database;
mod memory;
pub mod records;
pub mod sealed;

use crate::web::clock;
use database::Connection;
use futures::future::{Either, select};
use memory::Memory;
use send_wrapper::SendWrapper;
use std::{cell::Cell, cell::RefCell, fmt, pin::pin, rc::Rc};
use wasm_bindgen::JsValue;

/// A room of the data base.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Room {
    Cache,
    Outbox,
    Own,
}

impl Room {
    pub const ALL: [Self; 3] = [Self::Cache, Self::Outbox, Self::Own];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Cache => "cache",
            Self::Outbox => "outbox",
            Self::Own => "own",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    Put(Room, String, Vec<u8>),
    Delete(Room, String),
    /// Everything in a room.
    Clear(Room),
}

/// Why something could not be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreError {
    /// No space left, even after the cache was dropped.
    Full,
    /// The browser refused; its words.
    Failed(String),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full => f.write_str("no space left on this device"),
            Self::Failed(why) => f.write_str(why),
        }
    }
}

/// Where things are kept just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    Disk,
    /// Only as long as this page is open.
    Memory,
}

#[derive(Clone)]
pub struct Store(SendWrapper<Rc<Inner>>);

struct Inner {
    connection: RefCell<Option<Connection>>,
    memory: RefCell<Memory>,
    keeping: Cell<Keeping>,
}

impl Default for Store {
    /// Memory only.
    fn default() -> Self {
        let inner = Inner { connection: RefCell::default(), memory: RefCell::default(), keeping: Cell::new(Keeping::Memory) };
        Self(SendWrapper::new(Rc::new(inner)))
    }
}

/// How long opening may take. A blocked upgrade waits for other tabs, perhaps for ever; the person should not.
const OPENING: u64 = 4_000;

impl Store {
    /// Opens the data base, or memory where there is none.
    pub async fn open() -> Self {
        let opened = {
            let open = pin!(Connection::open());
            match select(open, pin!(clock::sleep(OPENING))).await {
                Either::Left((opened, _)) => opened.ok(),
                Either::Right(_) => None,
            }
        };
        let keeping = if opened.is_some() { Keeping::Disk } else { Keeping::Memory };
        let inner = Inner { connection: RefCell::new(opened), memory: RefCell::default(), keeping: Cell::new(keeping) };
        Self(SendWrapper::new(Rc::new(inner)))
    }

    pub fn keeping(&self) -> Keeping {
        self.0.keeping.get()
    }

    pub async fn get(&self, room: Room, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        if self.keeping() == Keeping::Memory {
            return Ok(self.0.memory.borrow().get(room, key));
        }
        match self.connection().await?.get(room, key).await {
            Err(_) => self.reconnect().await?.get(room, key).await,
            done => done,
        }
    }

    /// Something that is no bytes: a key, which browsers keep without showing it. `None` where there is none, and in memory, where nothing needs one.
    pub async fn get_value(&self, room: Room, key: &str) -> Result<Option<JsValue>, StoreError> {
        if self.keeping() == Keeping::Memory {
            return Ok(None);
        }
        match self.connection().await?.get_value(room, key).await {
            Err(_) => self.reconnect().await?.get_value(room, key).await,
            done => done,
        }
    }

    pub async fn put_value(&self, room: Room, key: &str, value: JsValue) -> Result<(), StoreError> {
        if self.keeping() == Keeping::Memory {
            return Ok(());
        }
        self.connection().await?.put_value(room, key, value).await
    }

    /// All rows whose keys begin with `prefix`, ascending.
    pub async fn all(&self, room: Room, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        if self.keeping() == Keeping::Memory {
            return Ok(self.0.memory.borrow().all(room, prefix));
        }
        match self.connection().await?.all(room, prefix).await {
            Err(_) => self.reconnect().await?.all(room, prefix).await,
            done => done,
        }
    }

    /// The keys of all rows of a room, also of one that holds something else than bytes.
    pub async fn keys(&self, room: Room) -> Result<Vec<String>, StoreError> {
        if self.keeping() == Keeping::Memory {
            return Ok(self.0.memory.borrow().keys(room));
        }
        match self.connection().await?.keys(room).await {
            Err(_) => self.reconnect().await?.keys(room).await,
            done => done,
        }
    }

    /// All writes or none. When space is short the cache is dropped and the write tried once more: what a person did counts for more than
    /// what can be fetched again.
    pub async fn write(&self, writes: &[Write]) -> Result<(), StoreError> {
        if self.keeping() == Keeping::Memory {
            self.0.memory.borrow_mut().write(writes);
            return Ok(());
        }
        let first = self.connection().await?.write(writes).await;
        match first {
            Ok(()) => Ok(()),
            Err(StoreError::Full) => {
                let connection = self.connection().await?;
                connection.write(&[Write::Clear(Room::Cache)]).await?;
                let precious: Vec<_> = writes.iter().filter(|write| write.room() != Room::Cache).cloned().collect();
                connection.write(&precious).await?;
                if precious.len() == writes.len() { Ok(()) } else { Err(StoreError::Full) }
            }
            // iOS kills the connections of tabs in the background: open anew, once.
            Err(StoreError::Failed(_)) => self.reconnect().await?.write(writes).await,
        }
    }

    /// How many rows and bytes each room holds.
    pub async fn sizes(&self) -> Result<Vec<(Room, usize, usize)>, StoreError> {
        let mut sizes = Vec::new();
        for room in Room::ALL {
            let rows = self.all(room, "").await?;
            sizes.push((room, rows.len(), rows.iter().map(|(_, bytes)| bytes.len()).sum()));
        }
        Ok(sizes)
    }

    async fn connection(&self) -> Result<Connection, StoreError> {
        let open = self.0.connection.borrow().clone();
        match open {
            Some(connection) if !connection.is_closed() => Ok(connection),
            _ => self.reconnect().await,
        }
    }

    async fn reconnect(&self) -> Result<Connection, StoreError> {
        let connection = Connection::open().await?;
        *self.0.connection.borrow_mut() = Some(connection.clone());
        Ok(connection)
    }
}

impl Write {
    fn room(&self) -> Room {
        match self {
            Self::Put(room, ..) | Self::Delete(room, _) | Self::Clear(room) => *room,
        }
    }
}
