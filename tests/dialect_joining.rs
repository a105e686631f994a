//! Places of a shift, taken and given back in each of the ways that servers offer, against a server kept in the test: never more people than places, each once, whatever gets
//! lost on the way.

mod support;

use meyirim::{
    api::{
        ApiError, Call, ProblemKind,
        dialect::Dialect,
        signups,
        translate::{Translate, World},
    },
    model::{
        Person,
        signup::{JoinBody, SignupAnswer},
    },
};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, Waker},
};
use support::{dialect::*, store::Store, *};

#[derive(Debug, Clone, Copy, PartialEq)]
enum Way {
    SlotsByPost,
    /// A row is kept when its place is given up.
    SlotsReleased,
    SlotsByPut,
    Floor,
    CompareEtag,
    CompareField,
    /// The same, where only whole records can be written.
    CompareWhole,
    Guarded,
    /// The server decides, in one call.
    Call,
    Plain,
}

const WAYS: [Way; 10] = [
    Way::SlotsByPost,
    Way::SlotsReleased,
    Way::SlotsByPut,
    Way::Floor,
    Way::CompareEtag,
    Way::CompareField,
    Way::CompareWhole,
    Way::Guarded,
    Way::Call,
    Way::Plain,
];

impl Way {
    /// Never more people than places.
    fn counts(self) -> bool {
        self != Self::Plain
    }

    /// No place is left empty by a line that breaks.
    fn is_exact(self) -> bool {
        matches!(self, Self::SlotsByPost | Self::SlotsReleased | Self::SlotsByPut | Self::Guarded | Self::Call)
    }

    fn dialect(self) -> Dialect {
        let mut body = json!({
            "event": "{action}", "who": "{person}", "name": "{name}", "state": "confirmed", "made": "{made_at}", "key": "{key}",
        });
        if matches!(self, Self::SlotsByPost | Self::SlotsReleased | Self::SlotsByPut) {
            body["seat"] = json!("{seat}");
        }
        let joining = match self {
            Self::SlotsByPost => json!({ "slots": { "seat": "seat", "claim": "post", "body": body } }),
            Self::SlotsReleased => {
                let release = json!({ "state": "withdrawn", "seat": null });
                json!({ "slots": { "seat": "seat", "claim": "post", "body": body, "release": release } })
            }
            Self::SlotsByPut => json!({ "slots": { "seat": "seat", "claim": "put", "body": body } }),
            Self::Floor => json!({ "floor": { "take": { "free-": 1 }, "give": { "free+": 1 }, "body": body } }),
            Self::CompareEtag | Self::CompareField | Self::CompareWhole => json!({ "compare": { "taken": "taken", "body": body } }),
            Self::Guarded => json!({ "guarded": { "body": body } }),
            Self::Call => json!({ "call": {
                "join": { "path": "/calls/{action}?seat={seat}", "body": body },
                "leave": { "path": "/calls/{action}", "method": "delete", "body": { "who": "{person}" } },
            } }),
            Self::Plain => json!({ "none": { "body": body } }),
        };
        let version = match self {
            Self::CompareEtag | Self::CompareWhole => json!("etag"),
            Self::CompareField => json!({ "field": "version" }),
            _ => json!("none"),
        };
        let mut profile = profile(json!({
            "filter": { "suffix": { "eq": "" } }, "joining": joining, "version": version,
            "resources": { "signups": {
                "list": "/signups", "item": "/signups/{id}", "names": { "action": "event", "person": "who" },
                "fields": {
                    "id": "id", "action": "event", "shift": { "const": "1" }, "rev": "version",
                    "standing": { "at": "state", "or": "confirmed" }, "made_at": { "at": "made", "as": "time" },
                },
            } },
            "errors": [{ "status": [409, 412], "kind": "conflict" }, { "status": [422], "kind": "full" }, { "status": [400], "kind": "invalid" }],
        }));
        if self == Self::CompareWhole {
            profile["writes"] = json!({ "update": "replace" });
        }
        compile(&profile)
    }

    fn store(self, places: u32) -> Store {
        let unique = match self {
            Self::SlotsByPost | Self::SlotsReleased => vec![vec!["event", "seat"], vec!["event", "who"]],
            Self::SlotsByPut => Vec::new(),
            _ => vec![vec!["event", "who"]],
        };
        let store =
            Store { unique, guarded: matches!(self, Self::Guarded | Self::Call), whole: self == Self::CompareWhole, ..Store::default() };
        let mut event = event("e 1/Ә");
        merge(&mut event, json!({ "capacity": places, "free": places, "taken": 0, "owner": { "kept": [1, "as it is"] } }));
        store.put("events", event);
        store
    }
}

/// The id of theirs is not safe in an address; this is ours.
const ACTION: &str = "e~201~2f~d3~98";

fn person(number: usize) -> Person {
    Person { id: id(&format!("p~20{number}")), name: Some("Әсел \"{seat}\"".to_owned()), ..person_of(None) }
}

fn join_call(number: usize) -> Call<SignupAnswer> {
    let body = JoinBody { or_wait: false, guardian: None, made_at: at("2026-11-22T04:59:00Z") };
    signups::join(&id(ACTION), &id("1"), &body, &format!("key-{number}"))
}

fn join(dialect: &Dialect, store: &Store, number: usize) -> Result<SignupAnswer, ApiError> {
    send(dialect, store, Some(&person(number)), &join_call(number))
}

fn leave(dialect: &Dialect, store: &Store, number: usize) -> Result<SignupAnswer, ApiError> {
    send(dialect, store, Some(&person(number)), &signups::leave(&id(ACTION), &id("1"), "leave"))
}

/// Who is in, as the server has it; a place twice would be seen here.
fn inside(store: &Store) -> Vec<String> {
    let live: Vec<Value> = store.all("signups").into_iter().filter(|row| row["state"] != "withdrawn").collect();
    let mut seats: Vec<u64> = live.iter().filter_map(|row| row["seat"].as_u64()).collect();
    let count = seats.len();
    seats.sort_unstable();
    seats.dedup();
    assert_eq!(seats.len(), count, "{live:#?}");
    let mut people: Vec<String> = live.iter().map(|row| row["who"].as_str().expect("somebody").to_owned()).collect();
    people.sort();
    people
}

#[test]
fn one_joins_and_leaves() {
    for way in WAYS {
        let (dialect, store) = (way.dialect(), way.store(2));
        let joined = join(&dialect, &store, 0).unwrap_or_else(|error| panic!("{way:?}: {error}\n{:#?}", store.lines.borrow()));
        assert!(joined.signup.is_live() && joined.signup.action == id(ACTION) && joined.action.id == id(ACTION), "{way:?}");
        assert_eq!(joined.signup.made_at, at("2026-11-22T04:59:00Z"), "{way:?}");
        assert_eq!(inside(&store), ["p 0"], "{way:?}");
        let row = &store.all("signups")[0];
        assert_eq!((&row["event"], &row["name"], &row["key"]), (&json!("e 1/Ә"), &json!("Әсел \"{seat}\""), &json!("key-0")), "{way:?}");
        let again = join(&dialect, &store, 0).unwrap_or_else(|error| panic!("{way:?}: {error}"));
        assert_eq!((again.signup.id, inside(&store).len()), (joined.signup.id, 1), "{way:?}");
        let left = leave(&dialect, &store, 0).unwrap_or_else(|error| panic!("{way:?}: {error}"));
        assert!(!left.signup.is_live() && inside(&store).is_empty(), "{way:?}");
        let twice = leave(&dialect, &store, 0).expect_err("left before");
        assert_eq!(twice.kind(), Some(ProblemKind::NotJoined), "{way:?}");
    }
}

#[test]
fn leaving_gives_the_place_back() {
    for way in WAYS.into_iter().filter(|way| way.counts()) {
        let (dialect, store) = (way.dialect(), way.store(1));
        for round in 0..3 {
            let kind = |number| join(&dialect, &store, number).map(drop).map_err(|error| error.kind());
            assert_eq!(kind(0), Ok(()), "{way:?}, round {round}");
            assert_eq!(kind(1), Err(Some(ProblemKind::Full)), "{way:?}, round {round}");
            assert_eq!(leave(&dialect, &store, 0).map(drop), Ok(()), "{way:?}");
            assert_eq!(kind(1), Ok(()), "{way:?}, round {round}");
            assert_eq!(leave(&dialect, &store, 1).map(drop), Ok(()), "{way:?}");
        }
        let event = store.get("events", "e 1/Ә");
        assert_eq!((&event["free"], &event["taken"]), (&json!(1), &json!(0)), "{way:?}");
    }
}

/// As after an answer that got lost: the app sends the same act again.
#[test]
fn a_lost_answer_at_any_place_makes_one_signup() {
    for way in WAYS {
        for lose in [true, false] {
            for position in 0.. {
                let (dialect, store) = (way.dialect(), way.store(1));
                if lose {
                    store.lose.set(Some(position))
                } else {
                    store.block.set(Some(position))
                }
                let first = join(&dialect, &store, 0);
                if store.asked.get() <= position {
                    assert!(first.is_ok() && position > 3, "{way:?}");
                    break;
                }
                assert_eq!(first.expect_err("lost"), ApiError::Unreachable, "{way:?}, {position}");
                let second = join(&dialect, &store, 0);
                let event = store.get("events", "e 1/Ә");
                if way.is_exact() || !way.counts() {
                    assert!(second.is_ok(), "{way:?}, {position}: {second:?}");
                    assert_eq!(inside(&store), ["p 0"], "{way:?}, {position}");
                } else {
                    // A place may stay empty, but nobody gets one that is not there.
                    assert!(inside(&store).len() <= 1, "{way:?}, {position}");
                    assert_eq!(second.is_ok(), inside(&store).len() == 1, "{way:?}, {position}: {second:?}");
                    assert!(event["free"].as_i64() >= Some(0) && event["taken"].as_i64() <= Some(1), "{way:?}, {position}: {event}");
                }
                let other = join(&dialect, &store, 1);
                assert_eq!(other.is_ok(), !way.counts(), "{way:?}, {position}: {other:?}");
            }
        }
    }
}

#[test]
fn a_lost_answer_to_leaving_leaves() {
    for way in WAYS {
        for position in 0.. {
            let (dialect, store) = (way.dialect(), way.store(1));
            join(&dialect, &store, 0).unwrap_or_else(|error| panic!("{way:?}: {error}"));
            let before = store.asked.get();
            store.lose.set(Some(before + position));
            let first = leave(&dialect, &store, 0);
            if store.asked.get() <= before + position {
                assert!(first.is_ok() && position > 1, "{way:?}");
                break;
            }
            let second = leave(&dialect, &store, 0).map_err(|error| error.kind());
            assert!(matches!(second, Ok(_) | Err(Some(ProblemKind::NotJoined))), "{way:?}, {position}: {second:?}");
            assert_eq!(inside(&store), [""; 0], "{way:?}, {position}");
            let event = store.get("events", "e 1/Ә");
            assert!(event["free"].as_i64() <= Some(1) && event["taken"].as_i64() >= Some(0), "{way:?}, {position}: {event}");
            if way.is_exact() {
                assert_eq!(join(&dialect, &store, 1).map(drop), Ok(()), "{way:?}, {position}");
            }
        }
    }
}

// --- Many at once --------------------------------------------------------------------------------------------------------------------------

type Joining<'a> = Pin<Box<dyn Future<Output = Result<SignupAnswer, ApiError>> + 'a>>;

fn taking_part<'a>(dialect: &'a Dialect, person: &'a Person, call: &'a Call<SignupAnswer>, store: &'a Store) -> Joining<'a> {
    Box::pin(async move {
        let reply = dialect.answer(&call.request, World { ask: store, now: now(), person: Some(person), known: true }).await?;
        call.read(&reply)
    })
}

/// Everybody joins; who goes next is drawn. The outcomes, in the order of people.
fn crowd(way: Way, store: &Store, people: &[usize], order: &[u8]) -> Vec<Result<SignupAnswer, ApiError>> {
    let ready: Vec<_> = people.iter().map(|number| (way.dialect(), person(*number), join_call(*number))).collect();
    let mut running: Vec<(usize, Joining<'_>)> =
        ready.iter().map(|(dialect, person, call)| taking_part(dialect, person, call, store)).enumerate().collect();
    let mut outcomes: Vec<Option<Result<SignupAnswer, ApiError>>> = people.iter().map(|_| None).collect();
    let mut context = Context::from_waker(Waker::noop());
    let mut draw = order.iter().cycle().zip(0_usize..).map(|(byte, turn)| usize::from(*byte) + turn / order.len());
    while !running.is_empty() {
        let at = draw.next().unwrap_or_default() % running.len();
        if let Poll::Ready(outcome) = running[at].1.as_mut().poll(&mut context) {
            let (number, _) = running.swap_remove(at);
            outcomes[number] = Some(outcome);
        }
        assert!(store.asked.get() < 100_000, "it never ends");
    }
    outcomes.into_iter().flatten().collect()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn many_at_once_never_get_more_places_than_there_are(
        way in prop::sample::select(&WAYS[..]), people in 1_usize..9, places in 0_u32..6, order in prop::collection::vec(any::<u8>(), 1..120),
    ) {
        let store = way.store(places);
        let numbers: Vec<usize> = (0..people).collect();
        let outcomes = crowd(way, &store, &numbers, &order);
        let told: Vec<String> = (0..people).filter(|number| outcomes[*number].is_ok()).map(|number| format!("p {number}")).collect();
        // Whoever is told to have a place has it, and nobody else.
        prop_assert_eq!(&told, &inside(&store));
        let places = places as usize;
        if way.counts() {
            // Nobody's line broke: then every way fills all places.
            prop_assert_eq!(told.len(), people.min(places), "{:?}: {:?}", way, store.lines.borrow());
            for outcome in outcomes.iter().filter_map(|outcome| outcome.as_ref().err()) {
                prop_assert_eq!(outcome.kind(), Some(ProblemKind::Full));
            }
        } else {
            prop_assert_eq!(told.len(), people);
        }
    }

    /// Two tabs, or a tab and the outbox: the same person twice at once.
    #[test]
    fn the_same_person_twice_at_once_is_in_once(
        way in prop::sample::select(&WAYS[..]), places in 1_u32..4, order in prop::collection::vec(any::<u8>(), 1..60),
    ) {
        let store = way.store(places);
        let outcomes = crowd(way, &store, &[0, 0], &order);
        prop_assert_eq!(inside(&store), ["p 0"]);
        prop_assert!(outcomes.iter().any(Result::is_ok), "{:?}", outcomes);
        let event = store.get("events", "e 1/Ә");
        if matches!(way, Way::Floor) {
            prop_assert_eq!(&event["free"], &json!(places - 1));
        }
        if matches!(way, Way::CompareEtag | Way::CompareField | Way::CompareWhole) {
            prop_assert_eq!(&event["taken"], &json!(1));
        }
    }
}

// --- What is checked here, because a plain server would not ------------------------------------------------------------------------------------

/// Whoever is told that a place was given up does not come; a server that refused it still counts on them.
#[test]
fn a_leave_that_the_server_refuses_is_no_leave() {
    let profile = |reply: u16| {
        let store = Way::Call.store(3);
        let dialect = Way::Call.dialect();
        join(&dialect, &store, 1).expect("in");
        let server = Server::new(move |request: &meyirim::api::Request| {
            if request.method == meyirim::api::Method::Delete {
                assert_eq!(request.header_value("idempotency-key"), None);
                return Ok(support::json(reply, "{}"));
            }
            block_on(meyirim::api::translate::Ask::ask(&store, request))
        });
        send(&dialect, &server, Some(&person(1)), &signups::leave(&id(ACTION), &id("1"), "leave"))
    };
    assert!(profile(204).is_ok());
    assert_eq!(profile(409).expect_err("refused").kind(), Some(ProblemKind::Changed));
}

#[test]
fn what_takes_nobody_takes_nobody() {
    for way in WAYS {
        for (change, kind) in
            [(json!({ "status": "off" }), ProblemKind::Cancelled), (json!({ "starts": "2026-11-22T05:00:00Z" }), ProblemKind::Started)]
        {
            let store = way.store(5);
            let mut event = store.get("events", "e 1/Ә");
            merge(&mut event, change);
            store.put("events", event);
            let error = join(&way.dialect(), &store, 0).expect_err("refused");
            assert_eq!((error.kind(), store.all("signups").len()), (Some(kind), 0), "{way:?}");
        }
        let store = way.store(5);
        let dialect = way.dialect();
        let nobody = send(&dialect, &store, None, &join_call(0)).expect_err("nobody");
        assert_eq!((nobody.kind(), store.asked.get()), (Some(ProblemKind::SignIn), 0));
        let body = JoinBody { or_wait: false, guardian: None, made_at: now() };
        let shift = signups::join(&id(ACTION), &id("2"), &body, "k");
        let error = send(&dialect, &store, Some(&person(0)), &shift).expect_err("no such shift");
        assert_eq!((error.kind(), store.all("signups").len()), (Some(ProblemKind::NotFound), 0), "{way:?}");
    }
}

#[test]
fn what_is_handed_over_is_not_sent() {
    let store = Store::default();
    let error = send(&compile(&profile(json!({}))), &store, Some(&person(0)), &join_call(0)).expect_err("handed over");
    assert_eq!((error.kind(), store.asked.get()), (Some(ProblemKind::Forbidden), 0));
}

/// Whole-record replacement: what the profile does not know stays, and somebody else's write in between is not lost.
#[test]
fn a_replaced_record_keeps_what_is_not_known() {
    let way = Way::CompareWhole;
    let (dialect, store) = (way.dialect(), way.store(3));
    join(&dialect, &store, 0).expect("joins");
    let write = store.lines.borrow().iter().position(|line| line.starts_with("PUT /events")).expect("a write");
    let store = way.store(3);
    *store.before.borrow_mut() = Some((
        write,
        Box::new(|store| {
            let mut event = store.get("events", "e 1/Ә");
            merge(&mut event, json!({ "version": 7, "name": "Уборка", "taken": 2 }));
            store.put("events", event);
        }),
    ));
    join(&dialect, &store, 0).expect("joins at the second try");
    let event = store.get("events", "e 1/Ә");
    assert_eq!((&event["taken"], &event["name"], &event["version"]), (&json!(3), &json!("Уборка"), &json!(8)));
    assert_eq!(event["owner"], json!({ "kept": [1, "as it is"] }));
    assert_eq!(store.lines.borrow().iter().filter(|line| line.starts_with("PUT /events")).count(), 2);
    let kind = join(&dialect, &store, 1).expect_err("full").kind();
    assert_eq!(kind, Some(ProblemKind::Full));
}

/// A shift has an id of theirs as well: it goes back to them as it was, and is found again.
#[test]
fn a_shift_is_sent_by_its_own_id() {
    let mut shift = profile(json!({}))["resources"]["actions"]["fields"]["shifts"][0].clone();
    shift["id"] = json!("no");
    for no in [json!("таң 1"), json!(7)] {
        let profile = profile(json!({
            "joining": { "none": { "body": { "event": "{action}", "who": "{person}", "part": "{shift}", "made": "{now}" } } },
            "resources": {
                "actions": { "fields": { "shifts": { "each": "parts", "fields": shift } } },
                "signups": {
                    "list": "/signups", "item": "/signups/{id}", "names": { "person": "who" },
                    "fields": { "id": "id", "action": "event", "shift": "part", "standing": { "const": "confirmed" } },
                },
            },
        }));
        let store = Store::default();
        let mut event = event("e1");
        event["parts"] = json!([event, event]);
        event["parts"][0]["no"] = json!("кеш");
        event["parts"][1]["no"] = no.clone();
        store.put("events", event);
        let dialect = compile(&profile);
        let page = all_actions(&dialect, &store).expect("the list").remove(0);
        assert_eq!(page.bad, []);
        let shift = page.items[0].shifts[1].id.clone();
        let body = JoinBody { or_wait: false, guardian: None, made_at: now() };
        let call = signups::join(&id("e1"), &shift, &body, "k");
        for _ in 0..2 {
            let joined = send(&dialect, &store, Some(&person(0)), &call).unwrap_or_else(|error| panic!("{no}: {error}"));
            assert_eq!(joined.signup.shift, shift);
        }
        let rows = store.all("signups");
        assert_eq!((rows.len(), rows[0]["part"].to_string().trim_matches('"')), (1, no.to_string().trim_matches('"')), "{rows:?}");
    }
}

/// A server that answers a write with nothing, which the profile may not have said.
#[test]
fn a_silent_write_is_a_write() {
    for way in WAYS {
        let (dialect, mut store) = (way.dialect(), way.store(1));
        store.silent = true;
        assert_eq!(join(&dialect, &store, 0).map(drop), Ok(()), "{way:?}");
        assert_eq!(leave(&dialect, &store, 0).map(drop), Ok(()), "{way:?}");
        assert_eq!(join(&dialect, &store, 1).map(drop), Ok(()), "{way:?}");
    }
}

/// Servers differ in whether they can filter; a signup of somebody else is never taken for one's own.
#[test]
fn without_a_filter_others_are_not_me() {
    for way in WAYS {
        let (dialect, store) = (way.dialect(), way.store(2));
        join(&dialect, &store, 0).unwrap_or_else(|error| panic!("{way:?}: {error}"));
        // The same server, read by a profile that does not know how it filters.
        let server = Server::new(|request: &meyirim::api::Request| {
            let mut request = request.clone();
            request.path.truncate(request.path.find('?').unwrap_or(request.path.len()));
            block_on(meyirim::api::translate::Ask::ask(&store, &request))
        });
        let joined = send(&dialect, &server, Some(&person(1)), &join_call(1)).unwrap_or_else(|error| panic!("{way:?}: {error}"));
        assert!(joined.signup.is_live());
        assert_eq!(inside(&store), ["p 0", "p 1"], "{way:?}");
    }
}
