//! The store over IndexedDB, and what it promises: all writes or none, prefixes in order, memory where there is no disk.

use meyirim::store::{Keeping, Room, Store, Write};
use wasm_bindgen_test::wasm_bindgen_test;

fn put(room: Room, key: &str, bytes: &[u8]) -> Write {
    Write::Put(room, key.to_owned(), bytes.to_vec())
}

async fn emptied() -> Store {
    let store = Store::open().await;
    assert_eq!(store.keeping(), Keeping::Disk);
    store.write(&Room::ALL.map(Write::Clear)).await.expect("clears");
    store
}

#[wasm_bindgen_test]
async fn what_is_written_is_read_back_also_by_another_connection() {
    let store = emptied().await;
    store.write(&[put(Room::Cache, "a", &[1, 2, 3]), put(Room::Outbox, "a", &[4])]).await.expect("writes");
    let other = Store::open().await;
    assert_eq!(other.get(Room::Cache, "a").await.expect("reads"), Some(vec![1, 2, 3]));
    assert_eq!(other.get(Room::Outbox, "a").await.expect("reads"), Some(vec![4]));
    assert_eq!(other.get(Room::Own, "a").await.expect("reads"), None);
}

#[wasm_bindgen_test]
async fn a_prefix_gives_its_rows_in_order_and_no_others() {
    let store = emptied().await;
    let rows = ["actions/00010", "actions/00002", "actionsx", "b", "actions/00001"];
    store.write(&rows.map(|key| put(Room::Cache, key, key.as_bytes()))).await.expect("writes");
    let keys: Vec<String> = store.all(Room::Cache, "actions/").await.expect("reads").into_iter().map(|(key, _)| key).collect();
    assert_eq!(keys, ["actions/00001", "actions/00002", "actions/00010"]);
    assert_eq!(store.all(Room::Cache, "").await.expect("reads").len(), 5);
}

#[wasm_bindgen_test]
async fn clearing_one_room_leaves_the_others() {
    let store = emptied().await;
    store.write(&[put(Room::Cache, "a", &[1]), put(Room::Outbox, "b", &[2]), put(Room::Own, "c", &[3])]).await.expect("writes");
    store.write(&[Write::Clear(Room::Cache), Write::Delete(Room::Own, "c".to_owned())]).await.expect("clears");
    let sizes = store.sizes().await.expect("counts");
    assert_eq!(sizes, [(Room::Cache, 0, 0), (Room::Outbox, 1, 1), (Room::Own, 0, 0)]);
}

#[wasm_bindgen_test]
async fn a_newer_version_of_the_schema_is_not_blocked_and_the_old_store_comes_back() {
    let store = emptied().await;
    store.write(&[put(Room::Outbox, "kept", &[7])]).await.expect("writes");
    // What a later version of the app does in another tab: our connection has to get out of its way.
    let raised = indexed_db_futures::database::Database::open("meyirim").with_version(99_u32).await.expect("is not blocked");
    raised.close();
    // Our version is lower than what is on disk now: the store says that it cannot, and loses nothing.
    assert!(store.get(Room::Outbox, "kept").await.is_err());
    let later = indexed_db_futures::database::Database::open("meyirim").await.expect("opens");
    later.delete().expect("deletes").await.expect("is deleted");
}

#[wasm_bindgen_test]
async fn memory_keeps_the_same_promises() {
    let store = Store::default();
    assert_eq!(store.keeping(), Keeping::Memory);
    store.write(&[put(Room::Cache, "x/2", &[2]), put(Room::Cache, "x/1", &[1]), put(Room::Own, "x/3", &[3])]).await.expect("writes");
    let keys: Vec<String> = store.all(Room::Cache, "x/").await.expect("reads").into_iter().map(|(key, _)| key).collect();
    assert_eq!(keys, ["x/1", "x/2"]);
    store.write(&[Write::Clear(Room::Cache)]).await.expect("clears");
    assert_eq!(store.sizes().await.expect("counts")[0], (Room::Cache, 0, 0));
}
