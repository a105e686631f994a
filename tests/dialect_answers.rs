//! Answers of any backend that are not simply the records asked for: some of them unreadable, something else altogether, or an error in the server's own words.

mod support;

use meyirim::{
    api::{ApiError, Page, ProblemKind, Reply, Request, actions},
    model::{Action, ActionState},
};
use serde_json::{Value, json};
use support::{dialect::*, *};

fn read(profile: &Value, reply: Reply) -> Result<Page<Action>, ApiError> {
    let server = Server::new(move |_: &Request| Ok(reply.clone()));
    Ok(all_actions(&compile(profile), &server)?.remove(0))
}

fn list_of(more: Value, body: &Value) -> Page<Action> {
    read(&profile(more), json(200, &body.to_string())).unwrap_or_else(|error| panic!("{error}"))
}

// --- Records that cannot be read -------------------------------------------------------------------------------------------------------------

#[test]
fn a_word_that_is_not_known_is_named_and_costs_its_record() {
    let mut odd = event("odd");
    odd["status"] = json!("postponed");
    let page = list_of(json!({}), &json!([event("a"), odd, event("b")]));
    let ids: Vec<_> = page.items.iter().map(|action| action.id.as_str()).collect();
    assert_eq!((ids, page.bad.len()), (vec!["a", "b"], 1));
    assert_eq!(page.items[0].state, ActionState::Published);
    let error = page.bad[0].error.to_string();
    assert!(error.contains("items[1].state") && error.contains("postponed"), "{error}");
}

#[test]
fn each_bad_record_costs_itself() {
    let late = json!({ "id": "late", "status": "open", "name": "x", "starts": 5, "ends": "2026-12-05T08:00:00Z", "capacity": 1 });
    let page = list_of(json!({}), &json!([late, event("a"), 7, { "name": "no id" }, { "id": null }, event("b"), [], late, event("c")]));
    let ids: Vec<_> = page.items.iter().map(|action| action.id.as_str()).collect();
    assert_eq!(ids, ["a", "b", "c"]);
    let places: Vec<usize> = page.bad.iter().map(|bad| bad.index).collect();
    assert_eq!(places, [0, 2, 3, 4, 6, 7]);
    assert!(page.bad.iter().all(|bad| bad.error.to_string().contains("Test server, list of actions")), "{:?}", page.bad);
}

#[test]
fn ids_that_clash_cost_the_second() {
    let mut second = event("a");
    second["name"] = json!("Второй");
    let page = list_of(json!({}), &json!([event("a"), second, event(5), event("5")]));
    let ids: Vec<_> = page.items.iter().map(|action| action.id.as_str()).collect();
    assert_eq!(ids, ["a", "5"]);
    assert_eq!(page.items[0].title.get(meyirim::model::Lang::Ru), Some("Субботник"));
    let errors: Vec<String> = page.bad.iter().map(|bad| bad.error.to_string()).collect();
    assert!(errors[0].contains("$[1].id"), "{errors:?}");
    assert!(errors[0].contains("the same id as that of record 0, a") && errors[1].contains("record 2, 5"), "{errors:?}");
}

// --- What is no list -----------------------------------------------------------------------------------------------------------------------

#[test]
fn a_page_of_html_is_no_list() {
    for status in [200, 203] {
        let html = answer(status, &[("content-type", "text/html; charset=utf-8")], b"<!doctype html><title>Sign in</title>");
        match read(&profile(json!({})), html) {
            Err(error @ ApiError::NotJson { .. }) => {
                assert!(error.heals() && error.to_string().contains("Sign in"), "{error}");
            }
            other => panic!("{other:?}"),
        }
    }
    let empty = read(&profile(json!({})), answer(204, &[], b"")).expect_err("nothing");
    assert!(matches!(empty, ApiError::NotJson { status: 204, .. }), "{empty:?}");
    // Some servers say text/plain to JSON.
    let page = read(&profile(json!({})), answer(200, &[("content-type", "text/plain")], json!([event(1)]).to_string().as_bytes()));
    assert_eq!(page.map(|page| page.items.len()), Ok(1));
    let latin = read(&profile(json!({})), answer(200, &[("content-type", JSON)], b"[\"\xe9\"]")).expect_err("no UTF-8").to_string();
    assert!(latin.contains("UTF-8"), "{latin}");
}

#[test]
fn an_envelope_that_is_not_there() {
    let profile = profile(json!({ "answers": { "items": "data.rows" } }));
    let page = read(&profile, json(200, &json!([event(1)]).to_string())).expect("a bare array");
    assert_eq!(page.items.len(), 1);
    for (body, path) in [
        ("{\"rows\":[]}", "data.rows"),
        ("{\"data\":{\"rows\":{\"a\":1}}}", "data.rows"),
        ("{\"data\":{\"rows\":null}}", "data.rows"),
        ("{\"data\":[", "data.rows"),
        ("[{]", "data.rows"),
    ] {
        match read(&profile, json(200, body)) {
            Err(ApiError::Decode { path: at, message, .. }) => {
                assert_eq!(at, path, "{body}");
                assert!(message.starts_with("Test server, list of actions: "), "{message}");
            }
            other => panic!("{body}: {other:?}"),
        }
    }
}

#[test]
fn one_record_in_an_envelope() {
    let profile = profile(json!({ "answers": { "one": "data[0].attributes" } }));
    for body in [json!({ "data": [{ "attributes": event(1) }] }), event(1)] {
        let server = Server::new(move |_: &Request| Ok(json(200, &body.to_string())));
        let (one, _) = unchanged(send(&compile(&profile), &server, None, &actions::get(&id("1"), None)).expect("reads"));
        assert_eq!(one.action.id, id("1"));
    }
    let server = Server::new(|_: &Request| Ok(json(200, "[]")));
    let error = send(&compile(&profile), &server, None, &actions::get(&id("1"), None)).expect_err("none").to_string();
    assert!(error.contains("data[0].attributes") && error.contains("Test server, one action"), "{error}");
}

/// Without an address for one record it is looked for in the list, page by page.
#[test]
fn one_record_found_in_the_list() {
    let mut profile = profile(json!({ "paging": { "offset": { "offset": "skip", "size": { "name": "n", "value": 1 } } } }));
    merge(&mut profile, json!({ "resources": { "actions": { "item": null } } }));
    let server = Server::new(|request: &Request| {
        let at: usize = parameter(&request.path, "skip").expect("an offset").parse().expect("a number");
        Ok(json(200, &json!([event(1), event(2), event(3)].get(at).map_or(json!([]), |one| json!([one]))).to_string()))
    });
    let dialect = compile(&profile);
    let (one, _) = unchanged(send(&dialect, &server, None, &actions::get(&id("2"), None)).expect("reads"));
    assert_eq!((one.action.id, server.asked.borrow().len()), (id("2"), 2));
    let error = send(&dialect, &server, None, &actions::get(&id("4"), None)).expect_err("none");
    assert_eq!(error.kind(), Some(ProblemKind::NotFound));
}

#[test]
fn a_backend_without_a_kind_has_none_of_it() {
    let server = Server::new(|_: &Request| panic!("nothing to ask"));
    let page = unchanged(send(&compile(&profile(json!({}))), &server, None, &meyirim::api::organisations::list(None)).expect("empty"));
    assert_eq!((page.items.len(), page.total), (0, Some(0)));
}

// --- Errors in the server's words ------------------------------------------------------------------------------------------------------------

fn failed(more: Value, reply: Reply) -> ApiError {
    read(&profile(more), reply).expect_err("an error")
}

#[test]
fn the_first_rule_that_fits_says_what_an_error_means() {
    let rules = json!({ "errors": [
        { "status": [400], "at": "data.seat.code", "is": "taken", "kind": "conflict", "message": "data.seat.text" },
        { "status": [400], "at": "data.seat", "kind": "invalid", "message": "nothing.here" },
        { "status": [400, 422], "kind": "malformed", "message": "message" },
        { "media_type": "text/html", "is": "duplicate", "kind": "full" },
        { "is": "come back later", "kind": "unavailable" },
        { "at": "errno", "is": "104", "kind": "sign-in" },
        { "status": [403], "kind": "not-found" },
    ] });
    let html = |status, body: &str| answer(status, &[("content-type", "text/html; charset=utf-8")], body.as_bytes());
    for (reply, kind, title, status) in [
        (json(400, r#"{"data":{"seat":{"code":"taken","text":"Орын жоқ"}}}"#), ProblemKind::Changed, "Орын жоқ", 412),
        (json(400, r#"{"data":{"seat":{"code":"odd"}}}"#), ProblemKind::Invalid, "invalid", 422),
        (json(400, r#"{"data":{},"message":"no"}"#), ProblemKind::Malformed, "no", 400),
        (json(422, r#"{"message":7}"#), ProblemKind::Malformed, "7", 400),
        (html(500, "Error: duplicate id"), ProblemKind::Full, "full", 409),
        (html(500, "please come back later"), ProblemKind::Unavailable, "unavailable", 500),
        (html(502, "come back later"), ProblemKind::Unavailable, "unavailable", 502),
        (json(418, r#"{"errno":104}"#), ProblemKind::SignIn, "sign-in", 401),
        (json(418, r#"{"errno":"104"}"#), ProblemKind::SignIn, "sign-in", 401),
        (json(403, "{}"), ProblemKind::NotFound, "not-found", 404),
        // By the status, where no rule fits.
        (json(401, "{}"), ProblemKind::SignIn, "", 401),
        (html(503, "<h1>down</h1>"), ProblemKind::Unavailable, "", 503),
        (html(404, "<h1>nothing</h1>"), ProblemKind::NotFound, "", 404),
    ] {
        let said = String::from_utf8_lossy(&reply.body).into_owned();
        match failed(rules.clone(), reply) {
            ApiError::Problem { problem, .. } => {
                assert_eq!((problem.kind(), problem.title.as_str(), problem.status), (kind, title, status), "{said}");
            }
            other => panic!("{said}: {other:?}"),
        }
    }
}

#[test]
fn how_long_to_wait() {
    let rules = json!({ "errors": [{ "status": [429], "kind": "too-many" }] });
    for (more, headers, wait) in [
        (json!({}), vec![("retry-after", "7")], Some(7)),
        (json!({}), vec![("retry-after", "7.2")], Some(8)),
        (json!({}), vec![("retry-after", "Sun, 22 Nov 2026 05:00:00 GMT")], None),
        (json!({}), vec![("backoff", "9")], None),
        (json!({ "slow_down": "backoff" }), vec![("backoff", "9")], Some(9)),
        (json!({ "slow_down": "Backoff" }), vec![("backoff", " 9 ")], Some(9)),
        (json!({ "slow_down": "RateLimit-Reset" }), vec![("ratelimit-reset", "3"), ("retry-after", "5")], Some(5)),
        (json!({ "slow_down": "RateLimit-Reset" }), vec![], None),
    ] {
        for with_rules in [false, true] {
            let mut more = more.clone();
            if with_rules {
                merge(&mut more, rules.clone());
            }
            for status in [429, 503] {
                let error = failed(more.clone(), answer(status, &headers, b"slow down"));
                assert_eq!((error.retry_after(), error.heals()), (wait, true), "{more} {status} {headers:?}");
            }
        }
    }
}
