//! Lists as they come: pages, links to the next, records that cannot be read among those that can.

mod support;

use meyirim::{
    api::{
        ApiError, Call, Fetched, Page, Reply, Request,
        actions::{self, ListActions},
        changes, organisations,
        page::follow,
    },
    model::{Action, Organisation},
};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::*;

fn list() -> Call<Fetched<Page<Action>>> {
    actions::list(&ListActions::default())
}

fn read(reply: &Reply) -> Result<Page<Action>, ApiError> {
    match list().read(reply)? {
        Fetched::New(page) => Ok(page),
        Fetched::Unchanged => panic!("304"),
    }
}

fn document() -> Value {
    serde_json::from_str(&fixture("actions")).expect("JSON")
}

/// The path of a decode error.
fn path_of(error: &ApiError) -> &str {
    match error {
        ApiError::Decode { path, .. } => path,
        other => panic!("{other}"),
    }
}

// --- The next page -------------------------------------------------------------------------------------------------------------------------

fn next(link: &str) -> Option<String> {
    read(&with_header(json(200, r#"{"items":[]}"#), "link", link)).expect("reads").next
}

#[test]
fn the_next_page_is_the_one_called_next() {
    for (header, target) in [
        ("</actions?cursor=2>; rel=\"next\"", Some("/actions?cursor=2")),
        ("</actions?cursor=2>; rel=next", Some("/actions?cursor=2")),
        ("</actions?cursor=2>;rel=\"next\"", Some("/actions?cursor=2")),
        ("  < /actions?cursor=2 > ; REL = \"NEXT\" ", Some("/actions?cursor=2")),
        ("</a>; rel=\"prev next\"", Some("/a")),
        ("</1>; rel=\"first\", </2>; rel=\"next\", </9>; rel=\"last\"", Some("/2")),
        ("</1>; rel=\"prev\",</2>; rel=\"next\",</9>; rel=\"last\"", Some("/2")),
        ("</1>; rel=\"prev\",   </2>; rel=\"next\"", Some("/2")),
        ("</1>; rel=\"prev\", </2>; rel=\"next\",</9>; rel=\"last\"", Some("/2")),
        ("</1>; title=\"a, b; rel=next\"; rel=\"prev\", </2>; title=\"c, <d>\"; rel=\"next\"", Some("/2")),
        ("</1>; title=\"a \\\", </0>; rel=next\"; rel=\"prev\", </2>; rel=\"next\"", Some("/2")),
        ("</a?ids=1,2;3&q=%22>; rel=\"next\"", Some("/a?ids=1,2;3&q=%22")),
        ("</a?q=\">; rel=\"next\"", Some("/a?q=\"")),
        ("</1>; rel=\"prev\"", None),
        ("</1>; rel=\"nextish\"", None),
        ("</1>; title=\"next\"", None),
        ("</1>", None),
        ("/1; rel=\"next\"", None),
        ("</1; rel=\"next\"", None),
        ("", None),
        (",,;;<>", None),
        ("\"", None),
    ] {
        assert_eq!(next(header).as_deref(), target, "{header}");
    }
    assert_eq!(read(&json(200, r#"{"items":[]}"#)).expect("reads").next, None);
}

#[test]
fn a_link_is_followed_below_our_own_base() {
    const BASE: &str = "/api/v1";
    let from = Request::get("/actions").query("limit", 40);
    for (link, base, path) in [
        ("/api/v1/actions?cursor=2", BASE, Some("/actions?cursor=2")),
        ("https://hub.example.kz/api/v1/actions?cursor=2", BASE, Some("/actions?cursor=2")),
        ("http://127.0.0.1:3000/api/v1/actions?cursor=2", BASE, Some("/actions?cursor=2")),
        ("https://evil.example/api/v1/actions?cursor=2", BASE, Some("/actions?cursor=2")), // asked of our own backend
        ("//hub.example.kz/api/v1/actions?cursor=2", BASE, Some("/actions?cursor=2")),
        ("/behind/a/proxy/api/v1/actions?cursor=2", BASE, Some("/actions?cursor=2")),
        ("/actions?cursor=2", BASE, Some("/actions?cursor=2")), // a proxy that takes the prefix off
        ("http://backend:3000/actions?cursor=2", BASE, Some("/actions?cursor=2")),
        ("?cursor=2&limit=40", BASE, Some("/actions?cursor=2&limit=40")),
        ("/api/v1/actions?back=/api/v1/other&url=https://a.kz//b", BASE, Some("/actions?back=/api/v1/other&url=https://a.kz//b")),
        ("/api/v1/actions?cursor=2#part", BASE, Some("/actions?cursor=2")),
        ("/api/v10/actions?cursor=2", BASE, Some("/api/v10/actions?cursor=2")), // another API: a 404 says so
        ("/api/v1/actions?cursor=2", "/api/v1/", Some("/actions?cursor=2")),
        ("/api/v1/actions?cursor=2", "https://hub.example.kz/api/v1", Some("/actions?cursor=2")),
        ("https://hub.example.kz/actions?cursor=2", "https://hub.example.kz", Some("/actions?cursor=2")),
        ("/actions?cursor=2", "", Some("/actions?cursor=2")),
        ("https://hub.example.kz", BASE, None),
        ("actions?cursor=2", BASE, None),
        ("javascript:alert(1)", BASE, None),
        ("", BASE, None),
    ] {
        let request = follow(link, base, &from);
        assert_eq!(request.as_ref().map(|request| request.path.as_str()), path, "{link} below {base}");
        assert!(request.is_none_or(|request| line(&request).starts_with("GET /") && request.body.is_none()));
    }
}

#[test]
fn what_a_page_says_besides_its_records() {
    for (body, total) in [
        (json!({ "items": [] }), None),
        (json!({ "items": [], "total": null }), None),
        (json!({ "items": [], "total": 0 }), Some(0)),
        (json!({ "items": [], "total": u64::MAX }), Some(u64::MAX)),
        (json!({ "items": [], "total": -1, "more": "ignored" }), None),
        (json!({ "items": [], "total": 1e300 }), None),
        (json!({ "items": [], "total": "12" }), None),
    ] {
        let page = read(&json(200, &body.to_string())).unwrap_or_else(|error| panic!("{body}: {error}"));
        assert_eq!((page.total, page.changes, page.etag), (total, None, None), "{body}");
    }
}

#[test]
fn have_it_already() {
    assert_eq!(list().read(&answer(304, &[("etag", "\"1\"")], b"")), Ok(Fetched::Unchanged));
    assert_eq!(list().read(&answer(304, &[("content-type", "text/html")], b"<html>")), Ok(Fetched::Unchanged));
}

// --- One bad record ------------------------------------------------------------------------------------------------------------------------

/// Ways in which a record can be bad: where, what stands there, and the path that the error names.
fn spoilt() -> Vec<(&'static str, Value, &'static str)> {
    vec![
        ("/direction", json!("sport"), "direction"),
        ("/state", json!("draft"), "state"),
        ("/youngest", json!("16_plus"), "youngest"),
        ("/hazards/0", json!("radiation"), "hazards[0]"),
        ("/title", json!({ "kk": null, "ru": " \u{200b}" }), "title"),
        ("/title", json!("Добро"), "title"),
        ("/title/kk", json!(7), "title.kk"),
        ("/id", json!("a/b"), "id"),
        ("/id", json!(17), "id"),
        ("/rev", json!(-1), "rev"),
        ("/rev", json!(1e20), "rev"),
        ("/rev", json!("1"), "rev"),
        ("/shifts", json!([]), "shifts"),
        ("/shifts/0/starts", json!("tomorrow"), "shifts[0].starts"),
        ("/shifts/0/ends", json!("2026-12-05T05:00:00"), "shifts[0].ends"),
        ("/shifts/0/seats/most", json!(4_294_967_296_u64), "shifts[0].seats.most"),
        ("/shifts/0/seats/taken", json!(1.5), "shifts[0].seats.taken"),
        ("/waitlist", json!("yes"), "waitlist"),
    ]
}

#[test]
fn a_bad_record_costs_itself_and_is_named() {
    for (pointer, value, path) in spoilt() {
        let mut body = document();
        // The record must have the place to spoil.
        body["items"][1]["hazards"] = json!(["emergency_relief"]);
        *body["items"][1].pointer_mut(pointer).expect(pointer) = value.clone();
        let page = read(&json(200, &body.to_string())).unwrap_or_else(|error| panic!("{pointer} {value}: the list is lost: {error}"));
        let good: Vec<_> = page.items.iter().map(|action| action.id.as_str()).collect();
        assert_eq!(good, ["badam-bank-2026-12-05", "flood-point-2026"], "{pointer} {value}");
        let [bad] = page.bad.as_slice() else { panic!("{pointer} {value}: {:?}", page.bad) };
        assert_eq!(bad.index, 1);
        assert_eq!(path_of(&bad.error), format!("items[1].{path}"), "{value}");
        assert_eq!((page.total, page.changes.is_some()), (Some(143), true), "what the page says besides stays");
    }
}

#[test]
fn missing_fields_and_records_that_are_none() {
    for field in ["id", "rev", "state", "title", "direction", "shifts", "youngest", "waitlist"] {
        let mut body = document();
        body["items"][2].as_object_mut().expect("a record").remove(field);
        let page = read(&json(200, &body.to_string())).expect("the list survives");
        assert_eq!((page.items.len(), page.bad.len(), page.bad[0].index), (2, 1, 2), "{field}");
        let said = page.bad[0].error.to_string();
        assert!(said.contains("items[2]") && said.contains(field), "{said}");
    }
    for none in [json!(null), json!(1), json!("x"), json!([]), json!({})] {
        let mut body = document();
        body["items"].as_array_mut().expect("a list").insert(0, none.clone());
        let page = read(&json(200, &body.to_string())).expect("the list survives");
        assert_eq!((page.items.len(), page.bad.len(), page.bad[0].index), (3, 1, 0), "{none}");
        assert!(path_of(&page.bad[0].error).starts_with("items[0]"), "{none}");
    }
    let body = json!({ "items": [null, 1, {}] });
    let page = read(&json(200, &body.to_string())).expect("even then it is a list");
    assert_eq!((page.items.len(), page.bad.iter().map(|bad| bad.index).collect::<Vec<_>>()), (0, vec![0, 1, 2]));
}

#[test]
fn a_dangerous_link_never_gets_in() {
    let mut body: Value = serde_json::from_str(&fixture("organisations")).expect("JSON");
    body["items"][1]["website"] = json!("javascript:alert(document.cookie)");
    let Fetched::New(page): Fetched<Page<Organisation>> =
        organisations::list(None).read(&json(200, &body.to_string())).expect("the list survives")
    else {
        panic!("new")
    };
    assert_eq!((page.items.len(), page.bad.len()), (2, 1));
    assert_eq!(path_of(&page.bad[0].error), "items[1].website");
}

#[test]
fn unknown_fields_of_a_newer_backend_do_no_harm() {
    let mut body = document();
    body["meta"] = json!({ "deep": [[[1]]] });
    body["items"][0]["photo"] = json!({ "url": "data:x" });
    body["items"][0]["shifts"][0]["leader"] = json!("p-1");
    let page = read(&json(200, &body.to_string())).expect("reads");
    assert_eq!((page.items.len(), page.bad.len()), (3, 0));
}

#[test]
fn a_list_that_is_none_is_told() {
    for (body, path) in [
        ("{}", "."),
        ("[]", "."),
        ("null", "."),
        (r#"{"items":null}"#, "items"),
        (r#"{"items":{}}"#, "items"),
        (r#"{"items":"x"}"#, "items"),
        (r#"{"items":[],"changes":7}"#, "changes"),
    ] {
        let error = read(&json(200, body)).expect_err(body);
        assert_eq!(path_of(&error), path, "{body}: {error}");
        assert!(!error.heals(), "the same answer would come again");
    }
}

#[test]
fn bad_records_among_changes_say_in_which_list() {
    let mut body: Value = serde_json::from_str(&fixture("changes")).expect("JSON");
    body["actions"]["changed"][0]["title"] = json!({});
    body["signups"]["changed"].as_array_mut().expect("a list").push(json!({ "id": "x" }));
    body["actions"]["removed"] = json!(["fine", "no/id", ""]);
    let read = changes::from_bytes(body.to_string().as_bytes()).expect("the rest is good");
    let paths: Vec<_> = read.bad.iter().map(|bad| path_of(&bad.error)).collect();
    assert_eq!(paths, ["actions.changed[0].title", "signups.changed[1]"]);
    assert_eq!((read.set.actions.changed.len(), read.set.indicators.changed.len(), read.set.signups.changed.len()), (0, 1, 1));
    assert_eq!(read.set.actions.removed.iter().map(|id| id.as_str()).collect::<Vec<_>>(), ["fine"]);
    for (body, path) in [
        ("{}", "."),
        (r#"{"cursor":null}"#, "cursor"),
        (r#"{"cursor":"1","actions":7}"#, "actions"),
        (r#"{"cursor":"1","signups":{"changed":7}}"#, "signups.changed"),
    ] {
        assert_eq!(path_of(&changes::from_bytes(body.as_bytes()).expect_err(body)), path, "{body}");
    }
}

proptest! {
    #![proptest_config(support::config())]

    #[test]
    fn no_link_header_breaks_anything(header in "[<>;,\"=\\\\ a-z/?#:әrelnext-]{0,60}", base in "[a-z/:]{0,12}", from in "/[a-z?=]{0,8}") {
        if let Some(link) = next(&header)
            && let Some(request) = follow(&link, &base, &Request::get(from))
        {
            prop_assert!(request.path.starts_with('/') || request.path.is_empty());
        }
    }

    /// Whatever is done to one record, the others arrive whole, in their order, and all are accounted for.
    #[test]
    fn one_record_never_costs_another(which in 0..3_usize, field in 0..11_usize, value in "[a-z0-9\"{}\\[\\],:. -]{0,12}") {
        let mut body = document();
        let record = body["items"][which].as_object_mut().expect("a record");
        let name = record.keys().nth(field % record.len()).expect("a field").clone();
        record.insert(name, serde_json::from_str(&value).unwrap_or(json!(value)));
        let page = read(&json(200, &body.to_string())).expect("the list survives");
        prop_assert_eq!(page.items.len() + page.bad.len(), 3);
        let untouched: Vec<_> = document()["items"].as_array().expect("a list").iter().enumerate()
            .filter(|(at, _)| *at != which).map(|(_, record)| record["id"].as_str().expect("an id").to_owned()).collect();
        prop_assert!(untouched.iter().all(|id| page.items.iter().any(|action| action.id.as_str() == id)));
    }

    #[test]
    fn a_record_survives_the_wire(action in any_action()) {
        let body = json!({ "items": [action] });
        prop_assert_eq!(read(&json(200, &body.to_string())).expect("reads").items, [action]);
    }
}

#[test]
fn the_quick_way_reads_what_is_well_and_leaves_the_rest() {
    let good = json(200, &document().to_string());
    assert_eq!(meyirim::api::page::quick::<Action>(&good), Some(read(&good).expect("reads").items));
    let mut bad = document();
    bad["items"][1]["title"] = json!(7);
    for body in
        [bad.to_string(), "[]".to_owned(), "{}".to_owned(), "<html>".to_owned(), String::new(), json!({ "items": null }).to_string()]
    {
        assert_eq!(meyirim::api::page::quick::<Action>(&json(200, &body)), None, "{body}");
    }
}
