//! A long listing cut into chunks, as it lies in the cache: the first one holds the first screens, and a change rewrites only the chunk
//! it touches. Measured reason: a row per record is twenty times slower to write and eight times slower to read than chunks of 500.

use crate::model::{Action, ActionId, Changed, Instant};
use std::{collections::HashMap, sync::Arc};

/// Records in the first chunk: two screens of a phone.
pub const FIRST: usize = 40;
/// Records in every further chunk.
pub const FURTHER: usize = 500;

/// Records at hand, by id, for what is read anew: the same version of a record stays the same allocation, and so does whatever was made of it (its search key, its row).
pub struct Known(HashMap<ActionId, Arc<Action>>);

impl Known {
    pub fn new(records: impl IntoIterator<Item = Arc<Action>>) -> Self {
        Self(records.into_iter().map(|action| (action.id.clone(), action)).collect())
    }

    pub fn shared(&self, records: Vec<Action>) -> Vec<Arc<Action>> {
        let share = |record: Action| match self.0.get(&record.id) {
            Some(same) if same.rev == record.rev && (record.rev > 0 || **same == record) => Arc::clone(same),
            _ => Arc::new(record),
        };
        records.into_iter().map(share).collect()
    }
}

/// All actions that the device knows. `Arc`, so that a new flat list after a change costs pointers, not records.
#[derive(Debug, Clone, Default)]
pub struct Chunks {
    chunks: Vec<Vec<Arc<Action>>>,
}

impl Chunks {
    /// Adds a chunk at the end and gives its number.
    pub fn push(&mut self, records: Vec<Arc<Action>>) -> usize {
        self.chunks.push(records);
        self.chunks.len() - 1
    }

    pub fn count(&self) -> usize {
        self.chunks.len()
    }

    pub fn get(&self, chunk: usize) -> &[Arc<Action>] {
        self.chunks.get(chunk).map_or(&[], Vec::as_slice)
    }

    pub fn len(&self) -> usize {
        self.chunks.iter().map(Vec::len).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All records in the order of every listing.
    pub fn flat(&self) -> Vec<Arc<Action>> {
        let mut all: Vec<_> = self.chunks.iter().flatten().cloned().collect();
        // Two pages that were asked for a moment apart may both hold a record; the newer version stands.
        all.sort_by(|a, b| a.order().cmp(&b.order()).then(b.rev.cmp(&a.rev)));
        all.dedup_by(|next, kept| next.id == kept.id);
        all
    }

    /// Puts changes in, and gives the numbers of the chunks that have to be written. An older version than the one at hand is ignored: live
    /// updates and answers to writes may arrive in any order.
    pub fn apply(&mut self, changes: Changed<Action>) -> Vec<usize> {
        if changes.is_empty() {
            return Vec::new();
        }
        let place: HashMap<ActionId, usize> =
            self.chunks.iter().enumerate().flat_map(|(at, chunk)| chunk.iter().map(move |action| (action.id.clone(), at))).collect();
        let changes = changes.with_the_missing_removed(place.keys());
        let mut touched = Vec::new();
        for id in &changes.removed {
            if let Some(&chunk) = place.get(id) {
                self.chunks[chunk].retain(|action| action.id != *id);
                touched.push(chunk);
            }
        }
        for new in changes.changed {
            let chunk = place.get(&new.id).copied();
            if let Some(chunk) = chunk
                && let Some(at) = self.chunks[chunk].iter().position(|action| action.id == new.id)
            {
                let old = &self.chunks[chunk][at];
                // A backend that counts no versions gives them all as 0: then what differs is the newer one.
                let known = if new.rev == 0 { **old == new } else { old.rev >= new.rev };
                if known {
                    continue;
                }
                self.chunks[chunk][at] = Arc::new(new);
                touched.push(chunk);
            } else {
                let chunk = self.home(new.starts());
                let records = &mut self.chunks[chunk];
                records.retain(|action| action.id != new.id);
                records.push(Arc::new(new));
                records.sort_by(|a, b| a.order().cmp(&b.order()));
                touched.push(chunk);
            }
        }
        touched.sort_unstable();
        touched.dedup();
        touched
    }

    /// The chunk for a new record: the one whose time it falls into, else the last.
    fn home(&mut self, starts: Instant) -> usize {
        if self.chunks.is_empty() {
            self.chunks.push(Vec::new());
        }
        let spans = |chunk: &Vec<Arc<Action>>| match (chunk.first(), chunk.last()) {
            (Some(first), Some(last)) => first.starts() <= starts && starts <= last.starts(),
            _ => false,
        };
        self.chunks.iter().position(spans).unwrap_or(self.chunks.len() - 1)
    }

    /// Whether the first chunk has stopped being the first screens, because most of it is over.
    pub fn is_stale(&self, now: Instant) -> bool {
        let coming = |chunk: &[Arc<Action>]| chunk.iter().filter(|action| action.ends() > now).count();
        let all = self.chunks.iter().map(|chunk| coming(chunk)).sum::<usize>();
        coming(self.get(0)) < FIRST.min(all) / 2 || self.chunks.iter().any(|chunk| chunk.len() > 2 * FURTHER)
    }

    /// Cut anew: what is to come first, then what is over.
    pub fn repacked(&self, now: Instant) -> Self {
        let (coming, over): (Vec<_>, Vec<_>) = self.flat().into_iter().partition(|action| action.ends() > now);
        let (first, rest) = coming.split_at(coming.len().min(FIRST));
        let mut chunks = vec![first.to_vec()];
        chunks.extend(rest.chunks(FURTHER).map(<[_]>::to_vec));
        chunks.extend(over.chunks(FURTHER).map(<[_]>::to_vec));
        Self { chunks }
    }
}
