//! Backend profiles: those that come with the app are good, and a mistake in one is refused with its place and with what was probably meant.

mod support;

use meyirim::api::{
    dialect::check::{self, Refused},
    translate::Translate,
};
use proptest::{
    prelude::*,
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use support::{dialect::*, *};

fn refusal(text: &str) -> Refused {
    match check::compile(text.as_bytes(), BASE) {
        Ok(_) => panic!("not refused: {text}"),
        Err(refused) => refused,
    }
}

/// The shipped profile of that name.
fn shipped(name: &str) -> Value {
    let path = root().join("public/profiles").join(name);
    serde_json::from_slice(&std::fs::read(path).expect("a profile")).expect("JSON")
}

#[test]
fn all_that_come_with_the_app_compile() {
    let mut names = Vec::new();
    for path in files("public/profiles").into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "json")) {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if name == "schema.json" {
            continue;
        }
        let text = std::fs::read(&path).expect("a file");
        let dialect = check::compile(&text, "/api").unwrap_or_else(|why| panic!("{name}: {why}"));
        assert!(!dialect.capabilities().backend.is_empty());
        assert_eq!(dialect.is_native(), name == "native.json");
        names.push(name);
    }
    for name in ["files.json", "json-server.json", "kinto.json", "native.json", "pocketbase.json"] {
        assert!(names.iter().any(|known| known == name), "{name} in {names:?}");
    }
}

/// A full profile to make mistakes in.
fn full() -> Value {
    profile(json!({
        "filter": { "suffix": { "eq": "", "gte": "_gte" } }, "sort": { "minus": "sort" }, "version": "etag",
        "paging": { "page": { "number": "page", "first": 1, "size": { "name": "n", "value": 100 } } },
        "resources": {
            "actions": { "names": { "ends": "ends", "updated": "changed" }, "detail": { "about": { "at": "text", "as": { "text": "kk" } } } },
            "signups": {
                "list": "/signups", "item": "/signups/{id}", "names": { "action": "event", "person": "who" },
                "fields": { "id": "id", "action": "event", "shift": { "const": "1" }, "standing": { "const": "confirmed" } },
            },
        },
        "changes": { "since": { "stamp": "changed", "overlap": 2, "deletions": { "tombstone": "deleted" } } },
        "joining": { "slots": { "seat": "seat", "claim": "post", "body": { "event": "{action}", "seat": "{seat}" }, "release": { "seat": null } } },
        "auth": { "basic": { "me": "/me", "person": { "id": "id", "contact": "mail" } } },
        "errors": [{ "status": [409], "kind": "conflict" }, { "status": [404], "kind": "not-found" }],
    }))
}

#[test]
fn the_full_profile_is_good() {
    compile(&full());
}

/// A change to the full profile; the place that is named; words of the message; what was meant.
type Mistake = (Value, &'static str, &'static str, Option<&'static str>);

#[test]
fn mistakes_are_refused_with_their_place_and_what_was_meant() {
    let fields = |fields: Value| json!({ "resources": { "actions": { "fields": fields } } });
    let actions = |more: Value| json!({ "resources": { "actions": more } });
    let joining = |body: Value| json!({ "joining": { "slots": { "body": body } } });
    let mistakes: Vec<Mistake> = vec![
        // Members that are not known.
        (json!({ "pagging": "none" }), "pagging", "unknown field", Some("paging")),
        (json!({ "answers": { "itms": "data" } }), "answers.itms", "unknown field", Some("items")),
        (actions(json!({ "lst": "/x" })), "resources.actions.lst", "unknown field", Some("list")),
        (json!({ "resources": { "action": null, "indicator": {} } }), "resources.indicator", "unknown field", Some("indicators")),
        (fields(json!({ "title": { "form": "ru" } })), "resources.actions.fields.title.form", "unknown field", Some("or")),
        (fields(json!({ "title": { "maps": {} } })), "resources.actions.fields.title.maps", "unknown field", Some("map")),
        (json!({ "paging": { "page": { "frist": 0 } } }), "paging.page.frist", "unknown field", Some("first")),
        (json!({ "joining": { "slots": { "seats": 1 } } }), "joining.slots.seats", "unknown field", Some("seat")),
        (json!({ "qqqqqqqq": 1 }), "qqqqqqqq", "unknown field", None),
        // Strategies.
        (json!({ "paging": "pages" }), "paging", "unknown variant", Some("page")),
        (json!({ "joining": { "slots": null, "slot": {} } }), "joining.slot", "unknown variant", Some("slots")),
        (json!({ "times": "rfc_3339" }), "times", "unknown variant", Some("rfc3339")),
        (json!({ "version": "e_tag" }), "version", "unknown variant", Some("etag")),
        (json!({ "sort": { "minus": null, "colons": "s" } }), "sort.colons", "unknown variant", Some("colon")),
        (json!({ "filter": { "suffix": { "gte": null, "ge": "_ge" } } }), "filter.suffix.ge", "unknown variant", Some("gt")),
        (json!({ "writes": { "update": "patsh" } }), "writes.update", "unknown variant", Some("patch")),
        (json!({ "joining": { "slots": { "claim": "posts" } } }), "joining.slots.claim", "unknown variant", Some("post")),
        (
            fields(json!({ "title": { "as": { "text": null, "texts": "ru" } } })),
            "resources.actions.fields.title.as.texts",
            "unknown variant",
            Some("text"),
        ),
        (fields(json!({ "title": { "as": { "text": "rus" } } })), "resources.actions.fields.title.as.text", "unknown variant", Some("ru")),
        // Fields of ours.
        (fields(json!({ "organizer": "by" })), "resources.actions.fields.organizer", "no field of actions", Some("organiser")),
        (fields(json!({ "zzzzzz": "by" })), "resources.actions.fields.zzzzzz", "no field of actions", None),
        (actions(json!({ "detail": { "abot": "x" } })), "resources.actions.detail.abot", "no field of a detail", Some("about")),
        (fields(json!({ "title": null })), "resources.actions.fields", "`title` is missing", None),
        (fields(json!({ "id": null })), "resources.actions.fields", "`id` is missing", None),
        (
            json!({ "resources": { "signups": { "detail": { "about": "x" } } } }),
            "resources.signups.detail",
            "only an action has a detail",
            None,
        ),
        (actions(json!({ "names": { "end": "finish" } })), "resources.actions.names.end", "nothing is asked for", Some("ends")),
        (
            json!({ "resources": { "signups": { "names": { "persn": "who" } } } }),
            "resources.signups.names.persn",
            "nothing",
            Some("person"),
        ),
        (fields(json!({ "id": { "at": "id", "strip": "x:" } })), "resources.actions.fields.id", "leads back", None),
        (fields(json!({ "id": { "const": "1" } })), "resources.actions.fields.id", "leads back", None),
        // Kinds of problems.
        (json!({ "errors": [{ "kind": "full" }, { "kind": "confict" }] }), "errors[1].kind", "no kind of problem", Some("conflict")),
        (json!({ "errors": [{ "kind": "not found" }] }), "errors[0].kind", "no kind of problem", Some("not-found")),
        (json!({ "errors": [{ "status": [404] }] }), "errors[0]", "missing field `kind`", None),
        // Names in bodies.
        (joining(json!({ "x": "{acton}" })), "joining.slots.body", "`{acton}`", None),
        (joining(json!({ "x": { "deep": ["a {person} {place}"] } })), "joining.slots.body", "`{place}`", None),
        (json!({ "joining": { "slots": { "release": { "x": "{}" } } } }), "joining.slots.release", "`{}`", None),
        // Paths.
        (actions(json!({ "list": "events" })), "resources.actions.list", "begins with `/`", None),
        (actions(json!({ "item": "/events" })), "resources.actions.item", "`{id}`", None),
        (actions(json!({ "write": "{id}" })), "resources.actions.write", "begins with `/`", None),
        (json!({ "answers": { "items": "data..rows" } }), "answers.items", "a path is like", None),
        (json!({ "answers": { "items": "data[x]" } }), "answers.items", "a path is like", None),
        (fields(json!({ "organiser": "" })), "resources.actions.fields.organiser", "a path is like", None),
        (json!({ "base": "server.example" }), "base", "a path or an http(s) address", None),
        (json!({ "base": "ftp://server.example" }), "base", "a path or an http(s) address", None),
        // Sources of a field.
        (fields(json!({ "title": { "const": 1 } })), "resources.actions.fields.title", "exactly one of", None),
        (fields(json!({ "district": { "or": "abay" } })), "resources.actions.fields.district", "exactly one of", None),
        (fields(json!({ "district": { "const": "a", "or": "b" } })), "resources.actions.fields.district", "belong to `at`", None),
        (fields(json!({ "district": { "at": "a", "as": "day", "map": {} } })), "resources.actions.fields.district", "exclude", None),
        (fields(json!({ "shifts": [{}, {}] })), "resources.actions.fields.shifts", "exactly one part", None),
        (fields(json!({ "shifts": { "each": "slots" } })), "resources.actions.fields.shifts", "`each` needs `fields`", None),
        // Types.
        (json!({ "name": 5 }), "name", "invalid type", None),
        (json!({ "name": null }), ".", "missing field `name`", None),
        (json!({ "poll": "10" }), "poll", "invalid type", None),
        (json!({ "paging": { "page": { "size": { "value": -1 } } } }), "paging.page.size.value", "invalid value", None),
        (json!({ "errors": [{ "status": 404, "kind": "full" }] }), "errors[0].status", "invalid type", None),
        (fields(json!({ "title": 5 })), "resources.actions.fields.title", "a path, a list of one, or an object", None),
        (json!({ "resources": 5 }), "resources", "invalid type", None),
        // What belongs together.
        (json!({ "resources": { "actions": null } }), "resources.actions", "at least its actions", None),
        (json!({ "resources": { "signups": null } }), "resources.signups", "where signups are", None),
        (actions(json!({ "names": { "updated": null } })), "resources.actions.names", "`updated` is missing", None),
        (
            json!({ "version": "none", "joining": { "slots": null, "compare": { "taken": "taken", "body": {} } } }),
            "version",
            "compare",
            None,
        ),
        (
            json!({ "joining": { "slots": null, "call": { "join": { "path": "https://x.example/join" } } } }),
            "joining.call.join.path",
            "begins with",
            None,
        ),
        (
            json!({ "joining": { "slots": null, "call": { "join": { "path": "/join/{acton}" } } } }),
            "joining.call.join.path",
            "`{acton}`",
            None,
        ),
        (
            json!({ "joining": null, "resources": { "actions": { "counted": { "list": "/places", "action": "event" },
                "fields": { "shifts": { "each": "parts", "fields": { "id": "id" } } } } } }),
            "resources.actions.counted",
            "one shift",
            None,
        ),
        (
            json!({ "resources": { "actions": { "fields": { "shifts": { "each": "parts", "fields": { "id": "id" } } } } } }),
            "joining.slots",
            "one shift",
            None,
        ),
        (json!({ "joining": { "slots": { "claim": "put" } } }), "joining.slots.release", "put", None),
        (
            json!({ "auth": { "basic": { "person": { "id": { "at": "id", "const": 1 } } } } }),
            "auth.basic.person.id",
            "exactly one of",
            None,
        ),
    ];
    let mut wrong = Vec::new();
    for (change, path, message, meant) in mistakes {
        let mut profile = full();
        merge(&mut profile, change.clone());
        let refused = refusal(&profile.to_string());
        let said = refused.to_string();
        let suggests = meant.is_none_or(|meant| said.ends_with(&format!("(did you mean `{meant}`?)")));
        if refused.path != path || !refused.message.contains(message) || refused.suggestion.as_deref() != meant || !suggests {
            wrong.push(format!("{change} should be refused at {path} ({message}, {meant:?}): {said}"));
        }
        assert!(said.starts_with(&format!("at {}: ", refused.path)) && !refused.message.contains(" at line "), "{said}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_no_json_is_refused() {
    for text in ["", "{", "<!doctype html>", "[]", "null", "{\"name\":\"x\",}", "{\"name\": \"x\"} {}", "\u{feff}{}"] {
        let refused = refusal(text);
        assert!(!refused.path.is_empty() && !refused.message.is_empty() && refused.suggestion.is_none(), "{text}: {refused}");
    }
    assert!(check::compile(b"{\"name\":\"\xff\"}", BASE).is_err());
}

proptest! {
    #![proptest_config(config())]

    /// Cut anywhere, or with one letter changed: refused or not, but nothing falls over.
    #[test]
    fn a_damaged_profile_is_no_catastrophe(cut in any::<prop::sample::Index>(), letter in any::<u8>(), ends in any::<bool>()) {
        let mut text = shipped("pocketbase.json").to_string().into_bytes();
        let at = cut.index(text.len());
        if ends { text.truncate(at) } else { text[at] = letter }
        if let Err(refused) = check::compile(&text, BASE) {
            prop_assert!(!refused.to_string().is_empty());
        } else {
            prop_assert!(!ends);
        }
    }
}

// --- Our own fields ------------------------------------------------------------------------------------------------------------------------

/// The members of a record that has all that it can have: of several made-up ones together.
fn members<T: Serialize>(records: impl Strategy<Value = T>) -> BTreeSet<String> {
    let mut runner = TestRunner::deterministic();
    let mut found = BTreeSet::new();
    for _ in 0..50 {
        let record = records.new_tree(&mut runner).expect("a record").current();
        found.extend(json!(record).as_object().expect("an object").keys().cloned());
    }
    found
}

/// Whether a profile may name a field there.
fn may_have(kind: &str, part: &str, name: &str) -> bool {
    let mut profile = full();
    for (kind, list) in [("organisations", "/o"), ("indicators", "/i")] {
        let mut fields = json!({ "id": "id", "name": "name" });
        merge(&mut fields, if kind == "organisations" { json!({ "kind": "kind" }) } else { json!({ "value": "v", "as_of": "d" }) });
        profile["resources"][kind] = json!({ "list": list, "fields": fields });
    }
    if profile["resources"][kind][part][name].is_null() {
        profile["resources"][kind][part][name] = json!("somewhere");
    }
    match check::compile(profile.to_string().as_bytes(), BASE) {
        Ok(_) => true,
        Err(refused) => {
            assert_eq!(refused.path, format!("resources.{kind}.{part}.{name}"), "{refused}");
            false
        }
    }
}

/// A field that is added to a record of ours, and forgotten in the lists of what a profile may name, fails here.
#[test]
fn every_field_of_ours_can_be_named_and_no_other() {
    let actions = members(any_action());
    let detail = members(any_detail());
    let (organisations, indicators, mut signups) = (members(any_organisation()), members(any_indicator()), members(any_signup()));
    assert!(detail.is_superset(&actions) || detail.contains("action"), "{detail:?}");
    // How hours are counted belongs to attendance, a report is written with its figures, a stand-in is found by whoever knows all people, and why something is called off goes to all who joined: all by backends that speak our own contract only.
    assert!(signups.remove("cover"));
    let further: BTreeSet<String> = detail
        .iter()
        .filter(|name| !["action", "hours", "cover", "report", "called_off"].contains(&name.as_str()) && !actions.contains(*name))
        .cloned()
        .collect();
    let all: BTreeSet<&String> = [&actions, &further, &organisations, &indicators, &signups].into_iter().flatten().collect();
    for (kind, part, own) in [
        ("actions", "fields", &actions),
        ("actions", "detail", &further),
        ("organisations", "fields", &organisations),
        ("indicators", "fields", &indicators),
        ("signups", "fields", &signups),
    ] {
        assert!(own.len() > 5, "{kind} {part}: {own:?}");
        for name in &all {
            assert_eq!(may_have(kind, part, name), own.contains(*name), "{kind}.{part}.{name}");
        }
    }
}

/// A record translated from itself is itself: what a profile need not name has its value from the profile or from the record's own type.
#[test]
fn what_is_left_out_has_a_value() {
    let needed = json!({
        "organisations": [{ "id": "o1", "kind": "fund", "name": { "kk": "Қор" } }],
        "indicators": [{ "id": "i1", "name": { "kk": "Саны" }, "value": 5, "as_of": "2026" }],
        "signups": [{ "id": "s1", "action": "a1", "shift": "1", "standing": "confirmed" }],
    });
    let mut bare = profile(json!({}));
    for (kind, records) in needed.as_object().expect("kinds") {
        let fields: serde_json::Map<String, Value> =
            records[0].as_object().expect("a record").keys().map(|name| (name.clone(), json!(name))).collect();
        bare["resources"][kind] = json!({ "list": format!("/{kind}"), "fields": fields });
    }
    let server = Server::new(move |request: &meyirim::api::Request| {
        let kind = request.path.trim_start_matches('/');
        let body = needed.get(kind).cloned().unwrap_or_else(|| json!([event(1)]));
        Ok(json(200, &body.to_string()))
    });
    let dialect = compile(&bare);
    let person = person_of(None);
    let pages = all_actions(&dialect, &server).expect("actions");
    assert_eq!((pages[0].items.len(), &pages[0].bad), (1, &Vec::new()));
    let page = unchanged(send(&dialect, &server, None, &meyirim::api::organisations::list(None)).expect("organisations"));
    assert_eq!((page.items.len(), page.bad), (1, Vec::new()));
    let page = unchanged(send(&dialect, &server, None, &meyirim::api::indicators::list(None)).expect("indicators"));
    assert_eq!((page.items.len(), page.bad), (1, Vec::new()));
    let page = unchanged(send(&dialect, &server, Some(&person), &meyirim::api::signups::list()).expect("signups"));
    assert_eq!((page.items.len(), page.bad), (1, Vec::new()));
}
