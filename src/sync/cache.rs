//! The listing of actions, to and from the cache.

use super::chunks::{Chunks, Known};
use crate::{
    model::Action,
    store::{
        Room, Store, StoreError, Write,
        records::{self, Meta},
    },
    web::clock,
};

/// Reads the whole listing; what is `known` already is not read into a second copy. `None` if there is none, or one that cannot be read. Breathes after every chunk, so that no task is long.
pub async fn load(store: &Store, known: &Known) -> Result<Option<(Meta, Chunks)>, StoreError> {
    let Some(meta) = store.get(Room::Cache, records::ACTIONS_META).await?.and_then(|bytes| records::decode::<Meta>(&bytes)) else {
        return Ok(None);
    };
    let rows = store.all(Room::Cache, records::ACTIONS).await?;
    let mut chunks = Chunks::default();
    for number in 0..meta.chunks as usize {
        let key = records::chunk(number);
        let row = rows.iter().find(|(other, _)| *other == key).map(|(_, bytes)| bytes);
        let read = if number == 0 { records::decode_first } else { records::decode::<Vec<Action>> };
        let Some(chunk) = row.and_then(|bytes| read(bytes)) else {
            return Ok(None);
        };
        chunks.push(known.shared(chunk));
        clock::breathe().await;
    }
    Ok(Some((meta, chunks)))
}

/// Writes these chunks and what is known of the whole, at once or not at all.
pub async fn save(store: &Store, chunks: &Chunks, which: &[usize], meta: &Meta) -> Result<(), StoreError> {
    let mut writes = Vec::with_capacity(which.len() + 1);
    for &number in which {
        let records: Vec<&Action> = chunks.get(number).iter().map(AsRef::as_ref).collect();
        let row = if number == 0 { records::encode_first(&records) } else { records::encode(&records) };
        writes.push(Write::Put(Room::Cache, records::chunk(number), row));
    }
    writes.push(Write::Put(Room::Cache, records::ACTIONS_META.to_owned(), records::encode(meta)));
    store.write(&writes).await
}
