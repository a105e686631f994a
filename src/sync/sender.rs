//! Sends what waits in the outbox, one tab at a time.
//!
//! The rows are read anew under the lock, because another tab may have sent meanwhile. A try is counted in the row *before* it is sent: a tab that is killed in
//! between leaves an entry that is sent again under the same key, never one that looks unsent. Only a decided answer removes an entry, in the same
//! transaction that saves the decision, so no reader ever sees neither.

use crate::{
    api::{ApiError, transport::Client},
    model::{
        Booking, Instant, PersonId, Signup,
        booking::Bookings,
        roll::{Attended, Listed, Roll},
        signup::SignupAnswer,
    },
    outbox::{
        Entry, Sending, Standing, bookings,
        policy::{self, Next},
    },
    store::{
        Room, Store, StoreError, Write,
        records::{self, Saved},
    },
    web::clock,
};
use serde::de::DeserializeOwned;

/// Name of the Web Lock under which `run` must be called.
pub const LOCK: &str = "meyirim-outbox";

pub enum Sent {
    /// The backend has decided about a place.
    Decided(Entry, Box<SignupAnswer>),
    /// It has heard what was noted.
    Noted(Entry),
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

/// A new entry in place of old ones, all at once: an act is never lost in between.
pub async fn replace(store: &Store, keys: &[String], new: &Entry) -> Result<(), StoreError> {
    let mut writes: Vec<Write> = keys.iter().map(|key| Write::Delete(Room::Outbox, key.clone())).collect();
    writes.push(Write::Put(Room::Outbox, new.key.clone(), records::encode_entry(new)));
    store.write(&writes).await
}

/// Removes all entries of one person; rows that cannot be read stay, because nobody knows whose they are.
pub async fn remove_all_of(store: &Store, owner: &PersonId) -> Result<(), StoreError> {
    let (all, _) = entries(store).await?;
    let writes: Vec<Write> =
        all.into_iter().filter(|entry| entry.owner == *owner).map(|entry| Write::Delete(Room::Outbox, entry.key)).collect();
    store.write(&writes).await
}

/// Sends everything that is due, as long as its owner is signed in (`still`). Gives the moment at which the next entry is due, if one waits.
pub async fn run(
    store: &Store,
    client: &Client,
    owner: &PersonId,
    still: impl Fn() -> bool,
    mut on_sent: impl FnMut(Sent),
) -> Result<Option<Instant>, StoreError> {
    loop {
        let (mut all, _) = entries(store).await?;
        if !still() {
            return Ok(None);
        }
        let at = match policy::next(&all, Some(owner), clock::now()) {
            Next::Send(at) => at,
            Next::WaitUntil(when) => return Ok(Some(when)),
            Next::Idle => return Ok(None),
        };
        let mut entry = all.swap_remove(at);
        entry.tries += 1;
        put(store, &entry).await?;
        match send(client, &entry).await {
            Ok(answer) => {
                let mut writes = vec![Write::Delete(Room::Outbox, entry.key.clone())];
                let new = kept(store, &entry, &answer).await?;
                // Of somebody who has signed out meanwhile, nothing is written behind the clearing, or beside what is another's.
                if !still() {
                    store.write(&writes).await?;
                    return Ok(None);
                }
                writes.extend(new);
                store.write(&writes).await?;
                on_sent(match answer {
                    Answer::Place(answer) => Sent::Decided(entry, answer),
                    Answer::Mark(_) | Answer::MarkMe(_) | Answer::Booking(_) => Sent::Noted(entry),
                });
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
                // Why it failed says nothing of whoever is signed in by now.
                if !still() {
                    return Ok(None);
                }
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

enum Answer {
    Place(Box<SignupAnswer>),
    Mark(Box<Listed>),
    MarkMe(Box<Attended>),
    Booking(Box<Booking>),
}

async fn send(client: &Client, entry: &Entry) -> Result<Answer, ApiError> {
    Ok(match entry.sending(clock::now()) {
        Sending::Place(call) => Answer::Place(Box::new(client.send(&call.by(&entry.owner)).await?)),
        Sending::Mark(call) => Answer::Mark(Box::new(client.send(&call.by(&entry.owner)).await?)),
        Sending::MarkMe(call) => Answer::MarkMe(Box::new(client.send(&call.by(&entry.owner)).await?)),
        Sending::Booking(call) => Answer::Booking(Box::new(client.send(&call.by(&entry.owner)).await?)),
    })
}

/// What the device keeps of an answer, in place of what it knew before.
async fn kept(store: &Store, entry: &Entry, answer: &Answer) -> Result<Option<Write>, StoreError> {
    let put = |key: String, bytes: Vec<u8>| Some(Write::Put(Room::Own, key, bytes));
    Ok(match answer {
        Answer::Place(answer) => put(records::SIGNUPS.to_owned(), records::encode(&merged(signups(store).await?, answer.signup.clone()))),
        Answer::Mark(listed) => {
            let Some((action, shift)) = entry.act.shift() else { return Ok(None) };
            let key = records::roll(action, shift);
            // A roll that is no longer there is fetched when it is opened again.
            own::<Saved<Roll>>(store, &key).await?.and_then(|mut saved| {
                let roll = &mut saved.value;
                match roll.people.iter_mut().find(|other| other.person == listed.person) {
                    Some(other) => *other = listed.as_ref().clone(),
                    None => roll.people.push(listed.as_ref().clone()),
                }
                put(key, records::encode(&saved))
            })
        }
        Answer::MarkMe(attended) => {
            // A record that is not here is fetched whole when it is opened.
            own::<Saved<Vec<Attended>>>(store, records::ATTENDANCE).await?.and_then(|mut saved| {
                let record = &mut saved.value;
                record.retain(|other| (&other.action, &other.shift) != (&attended.action, &attended.shift));
                record.push(attended.as_ref().clone());
                record.sort_by_key(|one| std::cmp::Reverse(one.starts));
                put(records::ATTENDANCE.to_owned(), records::encode(&saved))
            })
        }
        Answer::Booking(booking) => {
            // Also where none were known yet: what is decided must not vanish until the list has been fetched.
            let nothing = Saved { at: clock::now(), etag: None, value: Bookings { items: Vec::new() } };
            let mut saved = own::<Saved<Bookings>>(store, records::BOOKINGS).await?.unwrap_or(nothing);
            saved.value.items = bookings::merged(saved.value.items, booking.as_ref().clone());
            put(records::BOOKINGS.to_owned(), records::encode(&saved))
        }
    })
}

/// Something of the person's own, as it was last known.
pub async fn own<T: DeserializeOwned>(store: &Store, key: &str) -> Result<Option<T>, StoreError> {
    Ok(store.get(Room::Own, key).await?.and_then(|bytes| records::decode(&bytes)))
}

/// The person's signups as they were last known.
pub async fn signups(store: &Store) -> Result<Vec<Signup>, StoreError> {
    Ok(own(store, records::SIGNUPS).await?.unwrap_or_default())
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
