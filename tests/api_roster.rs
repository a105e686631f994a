//! Every endpoint of the association's list. As in `api_requests.rs`, which also knows all fixtures.

mod support;

use meyirim::{
    api::{Fetched, roster},
    model::{
        Cursor,
        batch::{BatchKind, BatchPart, UndoBatch},
        member::{Field, Standing},
        member_edit::Change,
        presence::Here,
    },
};
use serde_json::json;
use support::{requests::*, *};

#[test]
fn the_list_and_its_changes() {
    let call = roster::list(None);
    is_read(&call.request, "GET /roster?limit=1000", None);
    let Fetched::New(page) = call.read(&reply("roster")).expect("reads") else { panic!("new") };
    assert_eq!((page.items[0].standing, page.items[0].since.map(|since| since.year)), (Some(Standing::Active), Some(2024)));
    assert_eq!(page.items[1].value(Field::Phone), None);
    assert_eq!(page.changes, Some(Cursor("demo.41".to_owned())));

    let call = roster::since(&Cursor("demo.41".to_owned()));
    is_read(&call.request, "GET /roster/changes?since=demo.41", None);
    let changes = call.read(&reply("roster_changes")).expect("reads");
    assert_eq!((changes.set.members.changed.len(), changes.set.members.removed), (1, vec![id("m0001")]));
    assert!(changes.bad.is_empty());
}

/// One member that cannot be read is told, and costs nobody the others.
#[test]
fn a_record_that_cannot_be_read() {
    let broken = fixture("roster").replace("\"+77000000001\"", "\"call me\"");
    let Fetched::New(page) = roster::list(None).read(&support::json(200, &broken)).expect("reads") else { panic!("new") };
    assert_eq!((page.items.len(), page.bad.len()), (1, 1));
}

#[test]
fn batches() {
    let part: BatchPart = serde_json::from_str(&fixture("batch_part")).expect("a part");
    assert_eq!((part.kind, part.check()), (BatchKind::Edit, Ok(())));
    let call = roster::send(&part, KEY);
    is_write(&call.request, "POST /roster/batches", Some(serde_json::from_str(&fixture("batch_part")).expect("JSON")));
    let done = call.read(&reply("batch_done")).expect("reads");
    assert_eq!((done.results[0].done.len(), done.results[0].clashes[0].field), (1, Field::Name));

    let undo = UndoBatch { id: id("b-02"), why: None, made_at: at("2026-11-23T05:10:00Z") };
    let call = roster::undo(&part.id, &undo, KEY);
    is_write(
        &call.request,
        "POST /roster/batches/b-01/undo",
        Some(json!({ "id": "b-02", "why": null, "made_at": "2026-11-23T05:10:00Z" })),
    );
    assert_eq!(call.read(&reply("batch_done")).expect("reads"), done);
}

#[test]
fn the_history_of_a_member() {
    let call = roster::history(&id("m0001"));
    is_read(&call.request, "GET /roster/m0001/history", None);
    let history = call.read(&reply("member_history")).expect("reads");
    assert!(matches!(&history[0].changes[0], Change::Value { field: Field::Phone, from: None, .. }));
}

#[test]
fn what_is_known_besides_and_who_else_is_here() {
    let call = roster::participation(Some("W/\"p\""));
    is_read(&call.request, "GET /roster/participation", Some("W/\"p\""));
    let Fetched::New((known, etag)) = call.read(&with_header(reply("participation"), "etag", "W/\"q\"")).expect("reads") else {
        panic!("new")
    };
    assert_eq!((known[0].minutes, known[0].last_seen, etag.as_deref()), (390, Some(at("2026-11-22T05:00:00Z")), Some("W/\"q\"")));
    assert!(known[1].parent_until.is_some());
    let call = roster::attendance(&id("m0001"));
    is_read(&call.request, "GET /roster/m0001/attendance", None);
    assert_eq!(
        call.read(&reply("attendance")).expect("reads").len(),
        serde_json::from_str::<Vec<serde_json::Value>>(&fixture("attendance")).expect("JSON").len()
    );
    let call = roster::presence(&Here { tab: id("t"), member: Some(id("m0001")), gone: false }, KEY);
    is_write(&call.request, "PUT /roster/presence", Some(json!({ "tab": "t", "member": "m0001", "gone": false })));
    let others = call.read(&reply("presence")).expect("reads").others;
    assert_eq!((others.len(), others[0].member.clone()), (2, Some(id("m0001"))));
}
