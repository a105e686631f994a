//! When it goes wrong: problem documents, bare statuses, answers that are no answers, and when to try again.

mod support;

use meyirim::{
    api::{
        ApiError, Fetched, Problem, ProblemKind, Reply,
        actions::{self, ListActions},
        changes,
        error::Start,
        hub, indicators, organisations,
        problem::FieldError,
        retry, session, signups,
    },
    model::{Cursor, Hazard},
};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::*;

const PROBLEM: &str = "application/problem+json";

fn failing(reply: &Reply) -> ApiError {
    session::who_am_i().read(reply).expect_err("an error")
}

fn problem(reply: &Reply) -> Problem {
    match failing(reply) {
        ApiError::Problem { problem, .. } => *problem,
        other => panic!("{other}"),
    }
}

// --- Problem documents -----------------------------------------------------------------------------------------------------------------------

#[test]
fn every_kind_of_problem() {
    let all: serde_json::Map<String, Value> = serde_json::from_str(&fixture("problems")).expect("JSON");
    assert_eq!(all.len(), ProblemKind::all().count(), "the fixture has one of each");
    for kind in ProblemKind::all() {
        let body = &all[kind.name()];
        let status = kind.status();
        assert_eq!(body["status"], status, "{kind:?}");
        let read = problem(&answer(status, &[("content-type", PROBLEM)], body.to_string().as_bytes()));
        assert_eq!((read.kind(), read.status, read.uri.as_str()), (kind, status, kind.uri().as_str()));
        assert_eq!(serde_json::to_value(&read).expect("writes"), *body, "written as it was read");
        assert_eq!(ProblemKind::from_uri(&format!("https://hub.example.kz/problems/{}", kind.name())), kind);
        assert_eq!(ProblemKind::from_uri(kind.name()), kind);
    }
    let of = |name: &str| problem(&answer(409, &[("content-type", PROBLEM)], all[name].to_string().as_bytes()));
    assert_eq!(of("full").position, Some(3));
    assert_eq!(of("clash").action.as_deref(), Some("shymqala-museum-night"));
    assert_eq!(of("age").hazard, Some(Hazard::EmergencyRelief));
    assert_eq!(of("invalid").errors, [FieldError { pointer: "/contact".to_owned(), detail: "the number is too short".to_owned() }]);
}

#[test]
fn names_and_statuses_are_one_to_one() {
    let names: std::collections::BTreeSet<_> = ProblemKind::all().map(ProblemKind::name).collect();
    assert_eq!(names.len(), ProblemKind::all().count());
    assert!(ProblemKind::all().all(|kind| (400..600).contains(&kind.status())));
    assert_eq!(
        (ProblemKind::Other.name(), ProblemKind::from_uri("about:blank"), ProblemKind::from_uri("")),
        ("other", ProblemKind::Other, ProblemKind::Other)
    );
}

#[test]
fn a_bare_status_still_says_something() {
    for (status, kind) in [
        (400, ProblemKind::Malformed),
        (401, ProblemKind::SignIn),
        (403, ProblemKind::Forbidden),
        (404, ProblemKind::NotFound),
        (409, ProblemKind::Other),
        (410, ProblemKind::NotFound),
        (412, ProblemKind::Changed),
        (413, ProblemKind::TooLarge),
        (418, ProblemKind::Other),
        (422, ProblemKind::Invalid),
        (429, ProblemKind::TooMany),
        (500, ProblemKind::Unavailable),
        (502, ProblemKind::Unavailable),
        (503, ProblemKind::Unavailable),
        (511, ProblemKind::Unavailable),
        (599, ProblemKind::Unavailable),
    ] {
        let replies = [
            answer(status, &[], b""),
            answer(status, &[("content-type", "text/html; charset=utf-8")], b"<h1>502 Bad Gateway</h1>"),
            answer(status, &[("content-type", JSON)], b"{}"),
            answer(status, &[("content-type", JSON)], b"{\"detail\""),
            answer(status, &[("content-type", JSON)], b"[]"),
            answer(status, &[("content-type", JSON)], b"\xff\xfe"),
            answer(status, &[("content-type", PROBLEM)], br#"{"type":"about:blank","title":"x"}"#),
            answer(status, &[("content-type", PROBLEM)], br#"{"type":"/problems/from-the-future","status":200}"#),
        ];
        for reply in replies {
            assert_eq!(failing(&reply).kind(), Some(kind), "{status} {:?}", String::from_utf8_lossy(&reply.body));
            assert_eq!(problem(&reply).status, status, "the status line counts");
        }
    }
    for status in [0, 100, 101, 199, 300, 301, 302, 307, 399, 600, 999] {
        assert_eq!(failing(&answer(status, &[], b"")), ApiError::Unexpected { status });
    }
}

/// A newer backend knows members and hazards that this app does not. The reason is what must arrive.
#[test]
fn a_member_that_cannot_be_read_does_not_cost_the_reason() {
    for body in [
        json!({ "type": "/problems/age", "hazard": "radiation" }),
        json!({ "type": "/problems/age", "status": "403" }),
        json!({ "type": "/problems/age", "status": 4_030_000_000_u64 }),
        json!({ "type": "/problems/age", "position": -1, "title": "Too young" }),
        json!({ "type": "/problems/age", "title": { "en": "Too young" } }),
        json!({ "type": "/problems/age", "errors": "none" }),
        json!({ "type": "/problems/age", "extra": [1, 2] }),
    ] {
        let read = problem(&answer(403, &[("content-type", PROBLEM)], body.to_string().as_bytes()));
        assert_eq!((read.kind(), read.status), (ProblemKind::Age, 403), "{body}");
    }
}

// --- Answers that are no answers ---------------------------------------------------------------------------------------------------------------

#[test]
fn a_page_instead_of_json() {
    for (content_type, named) in [
        (Some("text/html"), "text/html"),
        (Some("text/html; charset=utf-8"), "text/html; charset=utf-8"),
        (Some("text/plain"), "text/plain"),
        (Some("application/jsonp"), "application/jsonp"),
        (Some(""), ""),
        (None, "nothing"),
    ] {
        let headers: Vec<_> = content_type.map(|kind| ("content-type", kind)).into_iter().collect();
        let reply = answer(200, &headers, "<!DOCTYPE html>\n<title>Тегін Wi-Fi</title>".as_bytes());
        let expected = ApiError::NotJson {
            status: 200,
            content_type: named.to_owned(),
            start: Start("<!DOCTYPE html> <title>Тегін Wi-Fi</title>".to_owned()),
        };
        assert_eq!(failing(&reply), expected);
        assert_eq!(actions::list(&ListActions::default()).read(&reply), Err(expected.clone()));
        assert_eq!(changes::since(&Cursor("1".to_owned())).read(&reply), Err(expected));
    }
}

#[test]
fn media_types_that_are_json() {
    for kind in [
        "application/json",
        "application/json; charset=utf-8",
        "Application/JSON",
        " application/json ;q=1",
        "application/vnd.api+json",
        PROBLEM,
    ] {
        assert!(answer(200, &[("content-type", kind)], b"").is_json(), "{kind}");
    }
}

#[test]
fn broken_json_says_where() {
    for (body, path) in [
        (&b""[..], "."),
        (b"{", "."),                               // ends where a name would stand
        (b"{\"person\":{\"id\":\"p\",", "person"), // likewise
        (b"nonsense", "."),
        (b"\xef\xbb\xbf{}", "."),
        (b"{\"person\": {\"id\": \"\xff\"}}", "person.id"),
        (b"{} trailing", "."),
        (
            br#"{"person":{"id":"p","contact":"+77010000001","roles":["volunteer"],"lang":"de"},"expires_at":"2026-12-22T09:02:00Z"}"#,
            "person.lang",
        ),
        (br#"{"person":{"id":"p","contact":"12","roles":[],"lang":"kk"},"expires_at":"2026-12-22T09:02:00Z"}"#, "person.contact"),
        (br#"{"person":{"id":"p","contact":"+77010000001","roles":[7],"lang":"kk"},"expires_at":"x"}"#, "person.roles[0]"),
    ] {
        let error = failing(&answer(200, &[("content-type", JSON)], body));
        assert!(matches!(&error, ApiError::Decode { path: at, .. } if at == path), "{:?}: {error}", String::from_utf8_lossy(body));
    }
    let trailing = session::who_am_i().read(&json(200, &format!("{} [1]", fixture("session"))));
    assert!(matches!(trailing, Err(ApiError::Decode { .. })), "{trailing:?}");
    let deep = "[".repeat(100_000);
    assert!(matches!(failing(&json(200, &deep)), ApiError::Decode { .. }), "no stack is deep enough for this");
    assert!(actions::list(&ListActions::default()).read(&json(200, &format!("{{\"items\":[{deep}"))).is_err());
}

#[test]
fn an_empty_success_is_no_success() {
    for status in [200, 201, 204] {
        let error = signups::leave(&id("a"), &id("s"), "k").read(&answer(status, &[], b"")).expect_err("nothing was decided");
        assert!(matches!(error, ApiError::NotJson { .. }), "{error}");
    }
}

#[test]
fn the_start_of_a_body_is_short_and_harmless() {
    let long = "Ә".repeat(10_000);
    assert!(Start::of(long.as_bytes()).0.chars().count() <= 120);
    assert_eq!(Start::of(b"a\x1b[31m\r\n\0b").0, "a [31m   b");
    assert_eq!(Start::of(b"").0, "");
}

// --- What heals, and when to try again -----------------------------------------------------------------------------------------------------------

fn of_status(status: u16) -> ApiError {
    ApiError::from_reply(&answer(status, &[], b""))
}

fn slow_down(seconds: &str) -> ApiError {
    ApiError::from_reply(&answer(429, &[("retry-after", seconds)], b""))
}

#[test]
fn what_heals_by_itself() {
    let start = || Start(String::new());
    let table = [
        (ApiError::Unreachable, true, true),
        (ApiError::TimedOut, true, true),
        (ApiError::Cancelled, true, false),
        (ApiError::NotJson { status: 200, content_type: "text/html".to_owned(), start: start() }, true, false),
        (ApiError::TooLarge { bytes: 10_000_000 }, false, false),
        (ApiError::Decode { path: "items".to_owned(), message: "x".to_owned(), start: start() }, false, false),
        (ApiError::Unexpected { status: 302 }, false, false),
    ];
    for (error, heals, offline) in table {
        assert_eq!((error.heals(), error.is_offline()), (heals, offline), "{error}");
        assert_eq!((error.kind(), error.retry_after()), (None, None));
        assert!(!error.to_string().is_empty());
    }
    for status in 400..600 {
        let heals = status >= 500 || [408, 425, 429].contains(&status);
        assert_eq!(of_status(status).heals(), heals, "{status}");
        assert!(!of_status(status).is_offline());
    }
    for kind in ProblemKind::all() {
        let error = ApiError::Problem { problem: Problem::new(kind, "x").into(), retry_after: None };
        assert_eq!(error.heals(), matches!(kind, ProblemKind::TooMany | ProblemKind::Unavailable), "{kind:?}: the rest needs a person");
    }
}

#[test]
fn retry_after_is_read_in_seconds() {
    for (value, seconds) in [
        ("0", Some(0)),
        ("7", Some(7)),
        (" 120 ", Some(120)),
        ("4294967295", Some(u32::MAX)),
        ("99999999999", Some(u32::MAX)),
        ("-1", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
        ("Sun, 22 Nov 2026 10:00:00 GMT", None),
    ] {
        assert_eq!(slow_down(value).retry_after(), seconds, "{value:?}");
    }
    assert_eq!(of_status(503).retry_after(), None);
}

#[test]
fn a_read_is_tried_a_bounded_number_of_times() {
    for error in [ApiError::Unreachable, ApiError::TimedOut, of_status(500), of_status(503), of_status(429), slow_down("3")] {
        let tries = 1 + (1..100).take_while(|failures| retry::read_again(*failures, &error, 0.5).is_some()).count();
        assert_eq!(tries as u32, retry::TRIES, "{error}");
        assert_eq!(retry::read_again(u32::MAX, &error, 0.5), None);
    }
    for error in [ApiError::Cancelled, ApiError::TooLarge { bytes: 1 }, of_status(401), of_status(404), of_status(409), of_status(422)] {
        assert_eq!(retry::read_again(1, &error, 0.5), None, "{error}");
    }
    assert_eq!(retry::read_again(1, &slow_down("3"), 0.0), Some(3_000));
    assert_eq!(retry::read_again(1, &slow_down("60"), 0.0), None, "nobody waits a minute at a screen");
    assert_eq!(retry::wait(1, &slow_down("60"), 0.0), 60_000, "the outbox does");
}

proptest! {
    #![proptest_config(support::config())]

    #[test]
    fn waiting_grows_is_bounded_and_heeds_the_server(failures in 0..u32::MAX, asked in proptest::option::of(0..100_000_u32), chance in 0.0..=1.0_f64) {
        let error = asked.map_or(ApiError::Unreachable, |seconds| slow_down(&seconds.to_string()));
        // An hour is the longest that is believed.
        let asked = (u64::from(asked.unwrap_or(0)) * 1000).min(60 * 60_000);
        let wait = retry::wait(failures, &error, chance);
        prop_assert!(wait >= asked.max(500));
        prop_assert!(wait <= asked.max(5 * 60_000));
        prop_assert!(retry::wait(failures.saturating_add(1), &error, chance) >= wait);
        // The spread takes off at most half.
        let longest = retry::wait(failures, &error, 0.0);
        prop_assert!(wait <= longest && wait * 2 >= longest);
    }

    #[test]
    fn a_chance_that_is_none_still_waits(chance in prop::num::f64::ANY) {
        prop_assert!((500..=1000).contains(&retry::wait(1, &ApiError::Unreachable, chance)));
    }
}

// --- Byte soup ---------------------------------------------------------------------------------------------------------------------------------

/// Through every decoder there is.
fn drink(reply: &Reply) {
    let (action, shift) = (id("a"), id("s"));
    let contact = meyirim::model::Contact::parse("a@example.kz").expect("a contact");
    let body = meyirim::model::signup::JoinBody { or_wait: true, guardian: None, made_at: at("2026-12-05T05:00:00Z") };
    let said = [
        actions::list(&ListActions::default()).read(reply).err(),
        actions::get(&action, None).read(reply).err(),
        organisations::list(None).read(reply).err(),
        indicators::list(None).read(reply).err(),
        signups::list().read(reply).err(),
        signups::join(&action, &shift, &body, "k").read(reply).err(),
        signups::leave(&action, &shift, "k").read(reply).err(),
        changes::since(&Cursor(String::new())).read(reply).err(),
        changes::from_bytes(&reply.body).err(),
        session::send_code(&contact, meyirim::model::Lang::Kk, "k").read(reply).err(),
        session::sign_in(&contact, "1", "k").read(reply).err(),
        session::who_am_i().read(reply).err(),
        session::sign_out("k").read(reply).err(),
        session::change_me(&Default::default(), "k").read(reply).err(),
        hub::read(&reply.body).err(),
    ];
    for error in said.into_iter().flatten() {
        assert!(error.to_string().len() < 4_000, "{error}");
        let _ = (error.kind(), error.heals(), error.retry_after(), retry::read_again(1, &error, 0.5));
        // The outbox keeps the reason of a wedged entry as JSON.
        let kept = serde_json::to_string(&error).expect("writes");
        assert_eq!(serde_json::from_str::<ApiError>(&kept).expect("reads"), error);
    }
}

fn fixture_names() -> Vec<String> {
    files("tests/fixtures").iter().filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..support::config() })]

    #[test]
    fn no_bytes_break_a_decoder(status in prop_oneof![Just(200_u16), any::<u16>()], kind in "(application/json|text/html|\\PC{0,12})", body in prop::collection::vec(any::<u8>(), 0..200)) {
        drink(&answer(status, &[("content-type", &kind)], &body));
    }

    #[test]
    fn no_json_breaks_a_decoder(body in "[\\[\\]{}\":,0-9.eE+-]{0,60}|\\{\"items\":\\[[\\[\\]{}\":,0-9a-z]{0,40}\\]\\}") {
        drink(&json(200, &body));
    }

    /// Good answers, cut off or with some bytes changed: what a bad line or a bad disk makes of them.
    #[test]
    fn no_damage_breaks_a_decoder(
        which in any::<prop::sample::Index>(), cut in any::<prop::sample::Index>(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4), cuts in any::<bool>(),
    ) {
        let mut body = fixture(which.get::<String>(&fixture_names())).into_bytes();
        for (at, byte) in damage {
            let at = at.index(body.len());
            body[at] = byte;
        }
        if cuts {
            body.truncate(cut.index(body.len()));
        }
        drink(&answer(200, &[("content-type", JSON)], &body));
    }
}

#[test]
fn every_fixture_through_every_decoder() {
    for name in fixture_names() {
        drink(&reply(&name));
        drink(&Reply { status: 409, ..reply(&name) });
    }
    // A list that is another resource's: every record is bad, and said to be.
    let Ok(Fetched::New(page)) = actions::list(&ListActions::default()).read(&reply("signups")) else { panic!("a list") };
    assert_eq!((page.items.len(), page.bad.len()), (0, 3));
}
