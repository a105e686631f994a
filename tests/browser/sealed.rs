//! What is sealed on a device that several people use: unsent acts outlive whoever signs in or out, and are nobody else's.

use meyirim::{
    model::{
        Instant, Lang, PersonId,
        batch::{BatchKind, BatchPart, Edit},
        member::Field,
        member_edit::Change,
        message::{Channel, Written},
        shift_message::ShiftDraft,
    },
    outbox::batches::{WaitingBatch, What},
    store::{Room, Store, Write, records, sealed, sealed::Sealed},
};
use wasm_bindgen_test::wasm_bindgen_test;

fn person(id: &str) -> PersonId {
    id.parse().expect("an id")
}

fn act(owner: &str, key: &str) -> WaitingBatch {
    let name = Change::Value { field: Field::Name, from: None, to: Some("Айгүл".to_owned()) };
    let edits = vec![Edit::new("m-1".parse().expect("an id"), vec![name])];
    let part = BatchPart { id: "b-1".parse().expect("an id"), kind: BatchKind::Edit, why: None, made_at: Instant(0), edits };
    WaitingBatch::new(key.to_owned(), person(owner), What::Part(part), Instant(0))
}

async fn emptied() -> Store {
    let store = Store::open().await;
    store.write(&Room::ALL.map(Write::Clear)).await.expect("clears");
    store
}

async fn held(store: &Store, owner: &str) -> Vec<String> {
    let sealed = Sealed::open(store, person(owner)).await.expect("opens");
    let (batches, unread) = sealed.batches().await.expect("reads");
    assert_eq!(unread, 0, "nothing of anybody else is even tried");
    assert_eq!(sealed::waiting(store, &person(owner)).await.expect("counts"), batches.len());
    batches.into_iter().map(|one| one.key).collect()
}

#[wasm_bindgen_test]
async fn unsent_acts_outlive_whoever_comes_next() {
    let store = emptied().await;
    let one = Sealed::open(&store, person("one")).await.expect("opens");
    assert!(one.put_batches(&[act("one", "k-1"), act("one", "k-2")], || true).await.expect("kept"));
    assert!(one.put(&[(records::roster(0), vec![1])], || true).await.expect("kept"));
    store.write(&[Write::Put(Room::Own, records::PERSON.to_owned(), vec![1])]).await.expect("written");

    // Somebody else signs in on this device.
    sealed::clear(&store).await.expect("clears");
    assert_eq!(store.get(Room::Own, records::PERSON).await.expect("reads"), None);
    assert_eq!(store.all(Room::Own, records::ROSTER).await.expect("reads").len(), 0);
    assert_eq!(held(&store, "other").await, [""; 0]);
    let other = Sealed::open(&store, person("other")).await.expect("opens");
    other.put_batches(&[act("other", "k-3")], || true).await.expect("kept");
    // They cannot take away what is not theirs, even by its key.
    other.remove_batches(&["k-1".to_owned()]).await.expect("removes");
    sealed::wipe(&store).await.expect("wipes");
    sealed::clear(&store).await.expect("clears");

    // Back again: all of it is there, and opens.
    assert_eq!(held(&store, "one").await, ["k-1", "k-2"]);
    sealed::remove_all_of(&store, &person("one")).await.expect("removes");
    assert_eq!((held(&store, "one").await, held(&store, "other").await), (vec![], vec!["k-3".to_owned()]));
}

/// A message to a shift that somebody has begun: theirs alone, sealed, and there again when they are back.
#[wasm_bindgen_test]
async fn what_is_written_to_a_shift_is_its_writers() {
    let store = emptied().await;
    let written = Written { subject: String::new(), body: "Bring raincoats.".to_owned() };
    let draft = |shift: &str| ShiftDraft {
        action: "clean".parse().expect("an id"),
        shift: shift.parse().expect("an id"),
        ends: Instant(1),
        texts: [(Lang::En, written.clone())].into(),
        channels: vec![Channel::Text],
        tried: None,
    };
    let one = Sealed::open(&store, person("one")).await.expect("opens");
    for shift in ["a", "b"] {
        assert!(one.put_shift_draft(&draft(shift), || true).await.expect("kept"));
    }
    assert!(!one.put_shift_draft(&draft("c"), || false).await.expect("not kept"), "somebody has signed out meanwhile");
    for key in store.keys(Room::Own).await.expect("keys").into_iter().filter(|key| key.contains("one")) {
        let row = store.get(Room::Own, &key).await.expect("reads").expect("a row");
        assert!(!String::from_utf8_lossy(&row).contains("raincoats"), "{key}");
    }
    sealed::clear(&store).await.expect("clears");
    let other = Sealed::open(&store, person("other")).await.expect("opens");
    assert_eq!(other.shift_drafts().await.expect("reads"), []);
    let again = Sealed::open(&store, person("one")).await.expect("opens");
    assert_eq!(again.shift_drafts().await.expect("reads"), [draft("a"), draft("b")]);
    let a = draft("a");
    again.remove_shift_draft(&a.action, &a.shift).await.expect("removes");
    assert_eq!(again.shift_drafts().await.expect("reads"), [draft("b")]);
    sealed::remove_all_of(&store, &person("one")).await.expect("removes");
    assert_eq!(again.shift_drafts().await.expect("reads"), []);
}

#[wasm_bindgen_test]
async fn nothing_is_left_where_nothing_waits() {
    let store = emptied().await;
    let one = Sealed::open(&store, person("one")).await.expect("opens");
    one.put_batches(&[act("one", "k-1")], || true).await.expect("kept");
    one.put(&[(records::roster(0), vec![1])], || true).await.expect("kept");
    one.remove_batches(&["k-1".to_owned()]).await.expect("removes");
    sealed::clear(&store).await.expect("clears");
    // The key is gone too.
    assert_eq!(store.keys(Room::Own).await.expect("reads"), Vec::<String>::new());
}

#[wasm_bindgen_test]
async fn a_row_of_an_earlier_version_finds_its_owner() {
    let store = emptied().await;
    let one = Sealed::open(&store, person("one")).await.expect("opens");
    let row = serde_json::to_vec(&act("one", "k-1")).expect("JSON");
    one.put(&[(format!("{}k-1", records::ROSTER_ACTS), row)], || true).await.expect("kept");
    // Whoever opens the page first.
    assert_eq!(held(&store, "other").await, [""; 0]);
    assert_eq!(held(&store, "one").await, ["k-1"]);
    assert_eq!(store.all(Room::Own, records::ROSTER_ACTS).await.expect("reads").len(), 1);
}
