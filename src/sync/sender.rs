//! Sends what waits in the outbox, one tab at a time.
//!
//! The rows are read anew under the lock, because another tab may have sent meanwhile. A try is counted in the row *before* it is sent: a tab that is killed in
//! between leaves an entry that is sent again under the same key, never one that looks unsent. Only a decided answer removes an entry, in the same
//! transaction that saves the decision, so no reader ever sees neither.

use crate::{
    api::{ApiError, transport::Client},
    model::{Instant, PersonId, Signup, signup::SignupAnswer},
    outbox::{
        Entry, Standing,
        policy::{self, Next},
    },
    store::{Room, Store, StoreError, Write, records},
    web::clock,
};

/// Name of the Web Lock under which `run` must be called.
pub const LOCK: &str = "meyirim-outbox";

pub enum Sent {
    /// The backend has decided.
    Decided(Entry, Box<SignupAnswer>),
    /// It failed; how the entry stands now.
    Failed(Entry, ApiError),
}

/// All entries, oldest first, and how many rows could not be read.
pub async fn entries(store: &Store) -> Result<(Vec<Entry>, usize), StoreError> {
    let rows = store.all(Room::Outbox, "").await?;
    let entries: Vec<Entry> = rows.iter().filter_map(|(_, bytes)| records::decode_entry(bytes)).collect();
    let unreadable = rows.len() - entries.len();
    Ok((entries, unreadable))
}

pub async fn put(store: &Store, entry: &Entry) -> Result<(), StoreError> {
    store.write(&[Write::Put(Room::Outbox, entry.key.clone(), records::encode_entry(entry))]).await
}

pub async fn remove(store: &Store, key: &str) -> Result<(), StoreError> {
    store.write(&[Write::Delete(Room::Outbox, key.to_owned())]).await
}

/// A new entry in place of an old one, both at once: an act is never lost between the two.
pub async fn replace(store: &Store, key: &str, new: &Entry) -> Result<(), StoreError> {
    store.write(&[Write::Delete(Room::Outbox, key.to_owned()), Write::Put(Room::Outbox, new.key.clone(), records::encode_entry(new))]).await
}

/// Removes all entries of one person; rows that cannot be read stay, because nobody knows whose they are.
pub async fn remove_all_of(store: &Store, owner: &PersonId) -> Result<(), StoreError> {
    let (all, _) = entries(store).await?;
    let writes: Vec<Write> =
        all.into_iter().filter(|entry| entry.owner == *owner).map(|entry| Write::Delete(Room::Outbox, entry.key)).collect();
    store.write(&writes).await
}

/// Sends everything that is due. Gives the moment at which the next entry is due, if one waits.
pub async fn run(store: &Store, client: &Client, owner: &PersonId, mut on_sent: impl FnMut(Sent)) -> Result<Option<Instant>, StoreError> {
    loop {
        let (mut all, _) = entries(store).await?;
        let at = match policy::next(&all, Some(owner), clock::now()) {
            Next::Send(at) => at,
            Next::WaitUntil(when) => return Ok(Some(when)),
            Next::Idle => return Ok(None),
        };
        let mut entry = all.swap_remove(at);
        entry.tries += 1;
        put(store, &entry).await?;
        match client.send(&entry.call()).await {
            Ok(answer) => {
                let mine = merged(signups(store).await?, answer.signup.clone());
                store
                    .write(&[
                        Write::Delete(Room::Outbox, entry.key.clone()),
                        Write::Put(Room::Own, records::SIGNUPS.to_owned(), records::encode(&mine)),
                    ])
                    .await?;
                on_sent(Sent::Decided(entry, Box::new(answer)));
            }
            Err(why) if policy::already_so(&entry, &why) => {
                remove(store, &entry.key).await?;
                on_sent(Sent::Failed(entry, why));
            }
            Err(why) => {
                entry.standing = policy::after_failure(&entry, why.clone(), clock::now(), clock::chance());
                // Not the entry's fault: it has not been heard, so the next try need not wait for its turn longer than the line does.
                let stop = matches!(entry.standing, Standing::Waiting { .. } | Standing::SignInNeeded);
                put(store, &entry).await?;
                let until = match entry.standing {
                    Standing::Waiting { not_before } => Some(not_before),
                    _ => None,
                };
                on_sent(Sent::Failed(entry, why));
                if stop {
                    return Ok(until);
                }
            }
        }
    }
}

/// The person's signups as they were last known.
pub async fn signups(store: &Store) -> Result<Vec<Signup>, StoreError> {
    Ok(store.get(Room::Own, records::SIGNUPS).await?.and_then(|bytes| records::decode(&bytes)).unwrap_or_default())
}

/// `signups` with a newer version of one of them.
pub fn merged(mut signups: Vec<Signup>, new: Signup) -> Vec<Signup> {
    match signups.iter_mut().find(|old| old.id == new.id || (old.action == new.action && old.shift == new.shift)) {
        Some(old) if old.rev > new.rev => {}
        Some(old) => *old = new,
        None => signups.push(new),
    }
    signups
}
