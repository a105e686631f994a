//! The outbox's worker on a real store: what it leaves behind when the backend cannot be reached, and what two tabs see.

use meyirim::{
    api::{
        ApiError,
        transport::{Client, Host},
    },
    model::{Id, Instant, Person, PersonId},
    outbox::{Act, Entry, Standing, entry},
    store::{Room, Store, Write},
    sync::sender,
    web::{clock, locks},
};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen_test::wasm_bindgen_test;

fn id<T>(text: &str) -> Id<T> {
    Id::new(text).expect("is an id")
}

fn owner() -> PersonId {
    id("p1")
}

fn join(action: &str, at: i64) -> Entry {
    let act = Act::Join { action: id(action), shift: id("1"), or_wait: true, guardian: None };
    Entry::new(entry::key(Instant(at), "k"), owner(), act, Instant(at))
}

/// An app that does not care.
struct Deaf;

impl Host for Deaf {
    fn heard(&self, _: Option<&ApiError>) {}
    fn person(&self) -> (bool, Option<Person>) {
        (true, None)
    }
    fn keep(&self, _: Option<&str>) {}
}

/// Nobody listens on the discard port, and browsers refuse it besides.
fn nowhere() -> Client {
    Client::new("http://127.0.0.1:9/api/v1", false, Deaf)
}

async fn emptied() -> Store {
    let store = Store::open().await;
    store.write(&Room::ALL.map(Write::Clear)).await.expect("clears");
    store
}

#[wasm_bindgen_test]
async fn what_cannot_be_sent_waits_with_its_tries_counted_and_nothing_is_lost() {
    let store = emptied().await;
    sender::put(&store, &join("a1", 1_000)).await.expect("is kept");
    sender::put(&store, &join("a2", 2_000)).await.expect("is kept");
    let before = clock::now();
    let next = sender::run(&store, &nowhere(), &owner(), || true, |_| {}).await.expect("runs");
    let (entries, unreadable) = sender::entries(&store).await.expect("reads");
    assert_eq!((entries.len(), unreadable), (2, 0));
    assert_eq!(entries[0].tries, 1, "a try is counted");
    assert_eq!(entries[0].made_at, Instant(1_000), "the time it was made stays");
    assert!(matches!(entries[0].standing, Standing::Waiting { not_before } if not_before > before && Some(not_before) == next));
    assert_eq!(entries[1].tries, 0, "one line that is down is enough to know");
}

#[wasm_bindgen_test]
async fn another_persons_acts_are_not_sent() {
    let store = emptied().await;
    sender::put(&store, &join("a1", 1_000)).await.expect("is kept");
    let next = sender::run(&store, &nowhere(), &id("somebody-else"), || true, |_| {}).await.expect("runs");
    assert_eq!(next, None);
    assert_eq!(sender::entries(&store).await.expect("reads").0[0].tries, 0);
    // Nor their own once they are signed out, which may happen between one and the next.
    let next = sender::run(&store, &nowhere(), &owner(), || false, |_| {}).await.expect("runs");
    assert_eq!(next, None);
    assert_eq!(sender::entries(&store).await.expect("reads").0[0].tries, 0);
}

#[wasm_bindgen_test]
async fn a_row_of_a_later_version_is_counted_and_kept() {
    let store = emptied().await;
    store.write(&[Write::Put(Room::Outbox, "0-future".to_owned(), br#"{"version":99,"something":"new"}"#.to_vec())]).await.expect("writes");
    sender::put(&store, &join("a1", 1_000)).await.expect("is kept");
    let (entries, unreadable) = sender::entries(&store).await.expect("reads");
    assert_eq!((entries.len(), unreadable), (1, 1));
    sender::run(&store, &nowhere(), &owner(), || true, |_| {}).await.expect("runs");
    assert!(store.get(Room::Outbox, "0-future").await.expect("reads").is_some());
}

#[wasm_bindgen_test]
async fn the_lock_lets_one_work_at_a_time() {
    let log = Rc::new(RefCell::new(Vec::new()));
    let work = |name: &'static str| {
        let log = log.clone();
        locks::with_lock("test-lock", async move {
            log.borrow_mut().push(format!("{name} begins"));
            clock::sleep(20).await;
            log.borrow_mut().push(format!("{name} ends"));
        })
    };
    futures::join!(work("first"), work("second"));
    assert_eq!(*log.borrow(), ["first begins", "first ends", "second begins", "second ends"]);
}
