//! Stands in for the data base where there is none.

use super::{Room, Write};
use std::collections::BTreeMap;

#[derive(Default)]
pub struct Memory(BTreeMap<(Room, String), Vec<u8>>);

impl Memory {
    pub fn get(&self, room: Room, key: &str) -> Option<Vec<u8>> {
        self.0.get(&(room, key.to_owned())).cloned()
    }

    pub fn all(&self, room: Room, prefix: &str) -> Vec<(String, Vec<u8>)> {
        self.0
            .range((room, prefix.to_owned())..)
            .take_while(|((other, key), _)| *other == room && key.starts_with(prefix))
            .map(|((_, key), bytes)| (key.clone(), bytes.clone()))
            .collect()
    }

    pub fn keys(&self, room: Room) -> Vec<String> {
        self.0.keys().filter(|(other, _)| *other == room).map(|(_, key)| key.clone()).collect()
    }

    pub fn write(&mut self, writes: &[Write]) {
        for write in writes {
            match write {
                Write::Put(room, key, bytes) => drop(self.0.insert((*room, key.clone()), bytes.clone())),
                Write::Delete(room, key) => drop(self.0.remove(&(*room, key.clone()))),
                Write::Clear(room) => self.0.retain(|(other, _), _| other != room),
            }
        }
    }
}
