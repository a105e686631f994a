//! What is new on any backend: whatever changes, also while it is being read, the app ends up with what the server has.

mod support;

use meyirim::{
    api::{
        Fetched, Request, actions,
        actions::ListActions,
        changes::{self, Changes},
        dialect::Dialect,
        page, signups,
    },
    model::{ActionId, Cursor, Lang},
};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::{cell::RefCell, collections::BTreeMap};
use support::{dialect::*, *};

/// How a server tells what is gone.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Gone {
    Tombstones,
    Ids,
    Sweep,
}

/// How it is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Asked {
    Filter,
    Parameter,
    /// It cannot say what is new.
    Never,
}

fn profile_of(asked: Asked, gone: Gone) -> Value {
    let deletions = match gone {
        Gone::Tombstones => json!({ "tombstone": "deleted" }),
        Gone::Ids => json!({ "ids": { "name": "fields", "value": "id" } }),
        Gone::Sweep => json!("sweep"),
    };
    let changes = match asked {
        Asked::Filter => json!({ "since": { "stamp": "changed", "deletions": deletions } }),
        Asked::Parameter => json!({ "since": { "stamp": "changed", "parameter": "_since", "deletions": deletions } }),
        Asked::Never => json!("sweep"),
    };
    let mut shifts = profile(json!({}))["resources"]["actions"]["fields"]["shifts"].clone();
    for end in ["starts", "ends"] {
        shifts[0][end] = json!({ "const": "2026-12-05T05:00:00Z" });
    }
    profile(json!({
        "times": "epoch_ms", "changes": changes, "filter": { "suffix": { "eq": "", "gte": "_gte" } }, "sort": { "minus": "_sort" },
        "paging": { "keyset": { "after": "after", "field": "id", "size": { "name": "n", "value": 3 } } },
        "resources": { "actions": {
            "names": { "updated": "changed" }, "sort": "id", "fields": { "shifts": shifts, "rev": { "at": "changed", "as": "stamp" } },
        } },
    }))
}

/// An event as it stands on the server.
#[derive(Debug, Clone)]
struct Row {
    stamp: i64,
    name: String,
    deleted: bool,
}

/// What happens on the server before each of the requests, and how its clock goes on.
#[derive(Debug, Clone)]
enum Edit {
    Write(u8),
    Delete(u8),
    Tick,
}

struct Hub {
    tombstones: bool,
    rows: RefCell<BTreeMap<u8, Row>>,
    clock: RefCell<i64>,
    edits: RefCell<Vec<Vec<Edit>>>,
}

const START: i64 = 1_795_323_600_000;

impl Hub {
    fn new(tombstones: bool) -> Self {
        Self { tombstones, rows: RefCell::default(), clock: RefCell::new(START), edits: RefCell::default() }
    }

    fn edit(&self, edit: &Edit) {
        let stamp = *self.clock.borrow();
        let mut rows = self.rows.borrow_mut();
        let count = rows.values().map(|row| row.name.len()).sum::<usize>();
        match edit {
            Edit::Tick => *self.clock.borrow_mut() += 1000,
            Edit::Write(id) => drop(rows.insert(*id, Row { stamp, name: format!("{stamp} {count}"), deleted: false })),
            Edit::Delete(id) => {
                if let Some(row) = rows.get_mut(id) {
                    *row = Row { stamp, name: String::new(), deleted: true };
                }
            }
        }
    }

    fn answer(&self, request: &Request) -> Value {
        let edits = self.edits.borrow_mut().pop().unwrap_or_default();
        edits.iter().for_each(|edit| self.edit(edit));
        let asked = |name: &str| parameter(&request.path, name);
        let number = |name: &str| asked(name).map(|text| text.parse::<i64>().unwrap_or_else(|_| panic!("{}", request.path)));
        let since = number("changed_gte").or(number("_since"));
        let after = asked("after").map_or(0, |key| key.parse::<u8>().expect("a key") + 1);
        let rows = self.rows.borrow();
        let wanted = rows
            .range(after..)
            .filter(|(_, row)| since.is_none_or(|since| row.stamp >= since) && (!row.deleted || self.tombstones && since.is_some()));
        let page = wanted.take(3).map(|(id, row)| {
            if row.deleted {
                return json!({ "id": id, "changed": row.stamp, "deleted": true });
            }
            let mut event = event(*id);
            merge(&mut event, json!({ "changed": row.stamp, "name": row.name }));
            if asked("fields").as_deref() == Some("id") { json!({ "id": id }) } else { event }
        });
        page.collect()
    }

    fn there(&self) -> BTreeMap<String, String> {
        let rows = self.rows.borrow();
        rows.iter().filter(|(_, row)| !row.deleted).map(|(id, row)| (id.to_string(), row.name.clone())).collect()
    }
}

/// The app's side: the listing as it keeps it.
#[derive(Default)]
struct Kept {
    actions: BTreeMap<ActionId, String>,
    cursor: Option<Cursor>,
}

impl Kept {
    fn first(dialect: &Dialect, hub: &Hub) -> Self {
        let server = Server::new(|request: &Request| Ok(json(200, &hub.answer(request).to_string())));
        let pages = all_actions(dialect, &server).expect("the list");
        let mut kept = Self { cursor: pages[0].changes.clone(), ..Self::default() };
        assert!(pages[1..].iter().all(|page| page.changes.is_none()));
        for action in pages.into_iter().flat_map(|page| page.items) {
            kept.actions.insert(action.id, action.title.get(Lang::Ru).unwrap_or_default().to_owned());
        }
        kept
    }

    fn look(&mut self, dialect: &Dialect, hub: &Hub) {
        let server = Server::new(|request: &Request| Ok(json(200, &hub.answer(request).to_string())));
        let Changes { set, bad } = send(dialect, &server, None, &changes::since(self.cursor.as_ref().expect("a cursor"))).expect("changes");
        assert_eq!(bad, []);
        let changed = set.actions;
        for action in &changed.changed {
            self.actions.insert(action.id.clone(), action.title.get(Lang::Ru).unwrap_or_default().to_owned());
        }
        for id in changed.with_the_missing_removed(self.actions.keys()).removed {
            self.actions.remove(&id);
        }
        self.cursor = Some(set.cursor);
    }

    fn there(&self) -> BTreeMap<String, String> {
        self.actions.iter().map(|(id, name)| (id.to_string(), name.clone())).collect()
    }
}

fn edits() -> impl Strategy<Value = Vec<Vec<Edit>>> {
    let edit = prop_oneof![4 => (0_u8..12).prop_map(Edit::Write), 1 => (0_u8..12).prop_map(Edit::Delete), 2 => Just(Edit::Tick)];
    prop::collection::vec(prop::collection::vec(edit, 0..4), 0..40)
}

proptest! {
    #![proptest_config(config())]

    /// Between any two requests anything may change, several times within one stamp; once it is quiet, one more look shows all of it.
    #[test]
    fn nothing_that_changes_is_missed(
        asked in prop::sample::select(vec![Asked::Filter, Asked::Parameter, Asked::Never]),
        gone in prop::sample::select(vec![Gone::Tombstones, Gone::Ids, Gone::Sweep]),
        there in 0_u8..12, edits in edits(),
    ) {
        let hub = Hub::new(gone == Gone::Tombstones);
        (0..there).for_each(|id| hub.edit(&Edit::Write(id)));
        *hub.edits.borrow_mut() = edits;
        let dialect = compile(&profile_of(asked, gone));
        let mut kept = Kept::first(&dialect, &hub);
        for _ in 0..4 {
            kept.look(&dialect, &hub);
        }
        hub.edits.borrow_mut().clear();
        kept.look(&dialect, &hub);
        prop_assert_eq!(kept.there(), hub.there());
        // And a look that finds nothing new changes nothing.
        kept.look(&dialect, &hub);
        prop_assert_eq!(kept.there(), hub.there());
    }
}

// --- One by one ------------------------------------------------------------------------------------------------------------------------------

fn look(profile: &Value, cursor: &str, answer: impl Fn(&str) -> Value) -> (Changes, Vec<String>) {
    let server = Server::new(|request: &Request| Ok(json(200, &answer(&request.path).to_string())));
    let changes = send(&compile(profile), &server, None, &changes::since(&Cursor(cursor.to_owned()))).expect("changes");
    (changes, server.lines())
}

fn stamped(id: u8, stamp: i64) -> Value {
    let mut event = event(id);
    event["changed"] = json!(stamp);
    event
}

#[test]
fn it_is_asked_from_the_latest_stamp_on_less_the_overlap() {
    let mut profile = profile_of(Asked::Filter, Gone::Tombstones);
    let (changes, lines) = look(&profile, "actions=1795323600500", |_| json!([stamped(1, START + 700), stamped(2, START + 600)]));
    assert_eq!(lines, ["GET /events?changed_gte=1795323600500&_sort=id&n=3"]);
    assert_eq!((changes.set.cursor.0.as_str(), changes.set.actions.all), ("actions=1795323600700", None));
    // Nothing new: the place stays.
    let (changes, _) = look(&profile, "actions=1795323600500", |_| json!([]));
    assert_eq!(changes.set.cursor.0, "actions=1795323600500");
    profile["changes"]["since"]["overlap"] = json!(2);
    let (changes, lines) = look(&profile, "actions=1795323600500", |_| json!([stamped(1, START - 1400)]));
    assert!(lines[0].contains("changed_gte=1795323598500"), "{lines:?}");
    assert_eq!(changes.set.cursor.0, "actions=1795323600500", "it never goes back");
    // In the form of the server, and as a parameter of its own.
    merge(&mut profile, json!({ "times": "rfc3339", "changes": { "since": { "parameter": "since" } } }));
    let (_, lines) = look(&profile, "actions=1795323600500", |_| json!([]));
    assert_eq!(lines, ["GET /events?_sort=id&since=2026-11-22T04%3A59%3A58.500Z&n=3"]);
}

#[test]
fn without_a_place_everything_is_fetched() {
    for cursor in ["none", "", "actions=soon", "of another server"] {
        let (changes, lines) = look(&profile_of(Asked::Filter, Gone::Ids), cursor, |_| json!([stamped(1, START)]));
        assert_eq!(lines, ["GET /events?_sort=id&n=3"], "{cursor}");
        assert_eq!((changes.set.actions.all, changes.set.cursor.0.as_str()), (Some(vec![id("1")]), "actions=1795323600000"));
    }
}

#[test]
fn tombstones_and_ids() {
    let tombstone = |path: &str| {
        assert!(path.contains("changed_gte"));
        json!([{ "id": "a b", "changed": START + 5, "deleted": true }, stamped(2, START + 1)])
    };
    let (changes, _) = look(&profile_of(Asked::Filter, Gone::Tombstones), "actions=1", tombstone);
    assert_eq!((changes.set.actions.removed, changes.set.actions.changed.len(), changes.bad), (vec![id("a~20b")], 1, Vec::new()));
    assert_eq!(changes.set.cursor.0, "actions=1795323600005");
    let (changes, lines) = look(&profile_of(Asked::Filter, Gone::Ids), "actions=1", |path| {
        if path.contains("fields=id") { json!([{ "id": 1 }, { "id": "a b" }]) } else { json!([stamped(1, START)]) }
    });
    assert_eq!(changes.set.actions.all, Some(vec![id("1"), id("a~20b")]));
    assert_eq!(lines, ["GET /events?changed_gte=1&_sort=id&n=3", "GET /events?_sort=id&fields=id&n=3"]);
}

/// A record that cannot be read is bad news about itself, and none about its being there.
#[test]
fn a_record_that_cannot_be_read_is_not_gone() {
    for asked in [Asked::Filter, Asked::Never] {
        let (changes, _) = look(&profile_of(asked, Gone::Sweep), "actions=1", |_| {
            let mut odd = stamped(2, START);
            odd["changed"] = json!("soon");
            let mut unknown = stamped(3, START);
            unknown["status"] = json!("postponed");
            json!([odd, unknown])
        });
        assert_eq!(changes.set.actions.all, Some(vec![id("2"), id("3")]), "{asked:?}");
        assert_eq!((changes.set.actions.changed.len(), changes.bad.len()), (0, 2), "{asked:?}");
        let error = changes.bad.iter().map(|bad| bad.error.to_string()).find(|error| error.contains("soon")).expect("the odd one");
        assert!(error.contains("Test server, changes: actions: "), "{error}");
    }
}

#[test]
fn the_cursor_of_a_list_goes_through_the_address_and_back() {
    let mut profile = profile_of(Asked::Filter, Gone::Tombstones);
    profile["resources"]["organisations"] = json!({
        "list": "/partners", "names": { "updated": "changed" }, "fields": { "id": "id", "kind": { "const": "fund" }, "name": { "const": { "kk": "Қор" } } },
    });
    let dialect = compile(&profile);
    let server = Server::new(|request: &Request| {
        let stamp = if request.path.starts_with("/partners") { START + 9 } else { START };
        Ok(json(200, &json!([stamped(1, stamp)]).to_string()))
    });
    let list = actions::list(&ListActions::default());
    let Fetched::New(first) = send(&dialect, &server, None, &list).expect("the list") else { panic!("304") };
    let cursor = first.changes.expect("a cursor");
    let set = send(&dialect, &server, None, &changes::since(&cursor)).expect("changes").set;
    // Each list has its own clock from here on; the signups of nobody keep theirs.
    assert_eq!(set.cursor.0, "actions=1795323600000&organisations=1795323600009&indicators=1795323600000&signups=1795323600000");
    let set = send(&dialect, &server, None, &changes::since(&set.cursor)).expect("changes").set;
    assert_eq!(
        server.lines()[1..],
        [
            "GET /events?changed_gte=1795323600000&_sort=id&n=3",
            "GET /partners?changed_gte=1795323600000&n=3",
            "GET /events?changed_gte=1795323600000&_sort=id&n=3",
            "GET /partners?changed_gte=1795323600009&n=3",
        ]
    );
    assert_eq!(set.organisations.changed.len(), 1);
    // A further page of the list is no place to go on from.
    let further = page::follow(&format!("{BASE}/actions?continue=7"), BASE, &list.request).expect("a request").read_page();
    let Fetched::New(further) = send::<Fetched<page::Page<meyirim::model::Action>>>(&dialect, &server, None, &further).expect("a page")
    else {
        panic!("304")
    };
    assert_eq!(further.changes, None);
}

#[test]
fn signups_are_the_persons_own() {
    let mut profile = profile_of(Asked::Filter, Gone::Sweep);
    profile["resources"]["signups"] = json!({
        "list": "/signups", "names": { "person": "who", "updated": "changed" },
        "fields": { "id": "id", "action": "event", "shift": { "const": "1" }, "standing": { "const": "confirmed" } },
    });
    profile["paging"] = json!("none");
    let mut person = person_of(None);
    person.id = id("p~20me");
    for filter in [profile["filter"].clone(), json!("none")] {
        profile["filter"] = filter.clone();
        // It filters, or it does not: the same comes out.
        let server = Server::new(|request: &Request| {
            let all = [("s1", "p me"), ("s2", "p you"), ("s3", "p me")];
            let who = parameter(&request.path, "who");
            let rows = all.iter().filter(|(_, owner)| who.as_ref().is_none_or(|who| who == owner));
            let rows: Vec<Value> = rows.map(|(id, owner)| json!({ "id": id, "event": "e1", "who": owner, "changed": START })).collect();
            Ok(json(200, &if request.path.starts_with("/signups") { json!(rows) } else { json!([]) }.to_string()))
        });
        let dialect = compile(&profile);
        for cursor in ["none", "signups=1"] {
            let set = send(&dialect, &server, Some(&person), &changes::since(&Cursor(cursor.to_owned()))).expect("changes").set;
            let changed: Vec<&str> = set.signups.changed.iter().map(|signup| signup.id.as_str()).collect();
            assert_eq!((changed, set.signups.all), (vec!["s1", "s3"], Some(vec![id("s1"), id("s3")])), "{filter} {cursor}");
        }
        let page = unchanged(send(&dialect, &server, Some(&person), &signups::list()).expect("signups"));
        assert_eq!(page.items.len(), 2, "{filter}");
        let before = server.asked.borrow().len();
        let set = send(&dialect, &server, None, &changes::since(&Cursor("none".to_owned()))).expect("changes").set;
        assert!(set.signups.changed.is_empty() && set.signups.all.is_none());
        assert!(server.lines()[before..].iter().all(|line| !line.contains("/signups")), "nobody has none");
    }
}

/// A tombstone says no longer whose it was, so no filter by a person finds it.
#[test]
fn a_signup_given_up_elsewhere_is_gone_here() {
    let mut profile = profile_of(Asked::Parameter, Gone::Tombstones);
    profile["resources"]["signups"] = json!({
        "list": "/signups", "names": { "person": "who" },
        "fields": { "id": "id", "action": "event", "shift": { "const": "1" }, "standing": { "const": "confirmed" } },
    });
    profile["paging"] = json!("none");
    let server = Server::new(|request: &Request| {
        let rows = [
            json!({ "id": "s1", "event": "e1", "who": "p1", "changed": START }),
            json!({ "id": "s2", "changed": START + 9, "deleted": true }),
        ];
        let asked = parameters(&request.path);
        let is = |row: &&Value, name: &str, value: &str| row[name].as_str() == Some(value);
        let since = asked.iter().any(|(name, _)| name == "_since");
        let fits = |row: &&Value| {
            (since || row["deleted"].is_null()) && asked.iter().filter(|(name, _)| name == "who").all(|(name, value)| is(row, name, value))
        };
        let rows: Vec<&Value> = rows.iter().filter(fits).collect();
        Ok(json(200, &if request.path.starts_with("/signups") { json!(rows) } else { json!([]) }.to_string()))
    });
    let cursor = Cursor(format!("actions={START}&signups={START}"));
    let set = send(&compile(&profile), &server, Some(&person_of(None)), &changes::since(&cursor)).expect("changes").set;
    let known = ["s1", "s2"].map(id);
    assert_eq!(set.signups.with_the_missing_removed(known.iter()).removed, [id("s2")]);
    assert!(set.actions.all.is_none(), "only where it is needed");
}
