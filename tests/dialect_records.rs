//! Records of any backend in the form of ours: each way of reading a field, what is missing, what cannot be read, and what an answer that is no record means.

mod support;

use meyirim::{
    api::{
        Page, ProblemKind, Request, actions,
        dialect::{names, times::Times},
        indicators, organisations,
    },
    model::{Action, Direction, Indicator, Instant, Lang, Organisation, Texts, action::ActionDetail},
};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::{dialect::*, *};

/// A profile with these fields of actions in place of those it has.
fn with(more: Value, fields: &Value) -> Value {
    let mut profile = profile(more);
    for (name, spec) in fields.as_object().expect("fields") {
        profile["resources"]["actions"]["fields"][name] = spec.clone();
    }
    profile
}

/// A list of actions from this body.
fn list_of(profile: &Value, body: &Value) -> Page<Action> {
    let reply = json(200, &body.to_string());
    let server = Server::new(move |_: &Request| Ok(reply.clone()));
    let mut pages = all_actions(&compile(profile), &server).unwrap_or_else(|error| panic!("{error}"));
    pages.remove(0)
}

/// One action, made by these fields of a profile from an event with these changes.
fn action(fields: Value, change: Value) -> Result<Action, String> {
    let mut event = event("e1");
    merge(&mut event, change);
    let mut page = list_of(&with(json!({}), &fields), &json!([event]));
    match page.bad.pop() {
        None => Ok(page.items.remove(0)),
        Some(bad) => Err(bad.error.to_string()),
    }
}

fn good(more: Value, change: Value) -> Action {
    action(more, change).unwrap_or_else(|error| panic!("{error}"))
}

fn russian(text: &str) -> Option<Texts> {
    Texts::new(None, Some(text), None)
}

// --- Where values come from ------------------------------------------------------------------------------------------------------------------

#[test]
fn renamed_nested_and_counted_from_the_front() {
    let read = good(
        json!({ "title": "info.names[1]", "district": "where.part", "organiser": "by[0].id", "rev": "v" }),
        json!({ "info": { "names": ["no", { "kk": "Сенбілік", "en": "Clean-up" }] }, "where": { "part": "abay" }, "by": [{ "id": 7 }], "v": 12 }),
    );
    assert_eq!(Some(read.title), Texts::new(Some("Сенбілік"), None, Some("Clean-up")));
    assert_eq!((read.district.as_deref(), read.organiser, read.rev), (Some("abay"), Some(id("7")), 12));
}

#[test]
fn a_place_may_be_wanted_whole_and_in_part() {
    let read = good(
        json!({ "title": "names", "place": { "at": "names.ru", "as": { "text": "ru" } }, "district": "names.deep[0].key" }),
        json!({ "names": { "ru": "Парк", "deep": [{ "key": "turan" }] } }),
    );
    assert_eq!((Some(read.title), read.place, read.district.as_deref()), (russian("Парк"), russian("Парк"), Some("turan")));
}

#[test]
fn constants_words_and_stand_ins() {
    let words = json!({ "direction": { "at": "kind", "or": "other", "map": { "eco": "taza_alem", "true": "qamqor", "7": "bilim" } } });
    for (kind, direction) in [
        (json!("eco"), Direction::TazaAlem),
        (json!(true), Direction::Qamqor),
        (json!(7), Direction::Bilim),
        (json!("7"), Direction::Bilim),
        (json!(""), Direction::Other),
        (Value::Null, Direction::Other),
    ] {
        assert_eq!(good(words.clone(), json!({ "kind": kind })).direction, direction, "{kind}");
    }
    assert_eq!(good(json!({ "district": { "const": "abay" } }), json!({ "district": "turan" })).district.as_deref(), Some("abay"));
    assert!(good(json!({ "demo": { "const": true } }), json!({})).demo);
}

#[test]
fn empty_texts_and_null_are_missing() {
    for missing in [json!(""), Value::Null] {
        let mut event = event("e1");
        event["gone"] = missing.clone();
        let fields = json!({
            "district": "gone", "place": { "at": "gone", "as": { "text": "kk" } }, "organiser": "gone", "demo": { "at": "gone", "or": true },
            "title": { "texts": { "kk": "gone", "ru": "name", "en": "never" } },
        });
        let page = list_of(&with(json!({}), &fields), &json!([event]));
        assert_eq!(page.bad, []);
        let read = &page.items[0];
        assert_eq!((&read.district, &read.place, &read.organiser, read.demo), (&None, &None, &None, true), "{missing}");
        assert_eq!(Some(&read.title), russian("Субботник").as_ref());
    }
    // A title that nobody can read is no title.
    let error = action(json!({ "title": { "texts": { "kk": "a", "en": "b" } } }), json!({ "a": "", "b": null })).expect_err("no title");
    assert!(error.contains("items[0].title"), "{error}");
}

#[test]
fn texts_in_languages() {
    let texts = json!({ "title": { "texts": { "kk": "t_kk", "ru": "t_ru", "en": "t_en" } } });
    let read = good(texts, json!({ "t_kk": "Көмек \"керек\"", "t_en": "Help\n" }));
    assert_eq!((read.title.get(Lang::Kk), read.title.get(Lang::Ru)), (Some("Көмек \"керек\""), None));
    for (lang, code) in [(Lang::Kk, "kk"), (Lang::Ru, "ru"), (Lang::En, "en")] {
        let read = good(json!({ "title": { "at": "name", "as": { "text": code } } }), json!({ "name": "Қ/\\u" }));
        assert_eq!(read.title.get(lang), Some("Қ/\\u"), "{code}");
        assert_eq!(read.title.each().count(), 1);
    }
}

fn seats(more: Value, change: Value) -> Result<[u32; 4], String> {
    let mut shift = profile(json!({}))["resources"]["actions"]["fields"]["shifts"][0].clone();
    merge(&mut shift, json!({ "seats": { "fields": more } }));
    let seats = action(json!({ "shifts": [shift] }), change)?.shifts[0].seats;
    Ok([seats.needed, seats.most, seats.taken, seats.waiting])
}

#[test]
fn numbers() {
    let as_number = |at: &str| json!({ "at": at, "as": "number" });
    let less = json!({ "taken": { "at": null, "or": null, "less": ["capacity", "free"] } });
    for (more, change, found) in [
        (json!({ "needed": { "const": null, "at": "least", "as": "number" } }), json!({ "least": "12" }), [12, 20, 0, 0]),
        (json!({ "most": as_number("n") }), json!({ "n": 8.0 }), [1, 8, 0, 0]),
        (json!({ "most": { "at": "n", "strip": "max ", "as": "number" } }), json!({ "n": "max 9" }), [1, 9, 0, 0]),
        (less.clone(), json!({ "free": 6 }), [1, 20, 14, 0]),
        (less.clone(), json!({ "free": "6" }), [1, 20, 14, 0]),
        (less.clone(), json!({ "free": 26 }), [1, 20, 0, 0]), // more free than there are: nobody is in
        (json!({ "waiting": { "const": 3 } }), json!({}), [1, 20, 0, 3]),
    ] {
        assert_eq!(seats(more.clone(), change.clone()), Ok(found), "{more} {change}");
    }
    for (more, change) in [
        (json!({ "most": as_number("n") }), json!({ "n": "many" })),
        (json!({ "most": as_number("n") }), json!({ "n": "NaN" })),
        (less, json!({ "free": [1] })),
    ] {
        let error = seats(more, change).expect_err("no number");
        assert!(error.contains("shifts.seats.") && error.contains("no number"), "{error}");
    }
}

/// A share is not cut to a whole number on its way.
#[test]
fn a_figure_keeps_its_fraction() {
    for (value, found) in [(json!("97.5"), Some(97.5)), (json!("12"), Some(12.0)), (json!(0.25), Some(0.25)), (Value::Null, None)] {
        let profile = profile(json!({ "resources": { "indicators": {
            "list": "/figures",
            "fields": {
                "id": "id", "name": { "at": "name", "as": { "text": "kk" } }, "as_of": { "at": "day", "as": "day" },
                "value": { "at": "n", "as": "number" },
            },
        } } }));
        let body = json!([{ "id": 1, "name": "Үлес", "n": value, "day": "2026-11-22T05:00:00Z" }]).to_string();
        let server = Server::new(move |_: &Request| Ok(json(200, &body)));
        let page: Page<Indicator> = unchanged(send(&compile(&profile), &server, None, &indicators::list(None)).expect("reads"));
        assert_eq!((page.items[0].value, &page.bad), (found, &Vec::new()));
        assert_eq!(page.items[0].as_of.to_string(), "2026-11-22");
    }
}

#[test]
fn a_list_of_parts() {
    let each = json!({ "shifts": { "each": "slots", "fields": {
        "id": "no", "starts": { "at": "from", "as": "time" }, "ends": { "at": "to", "as": "time" },
        "seats": { "fields": { "needed": { "const": 1 }, "most": "most", "taken": { "const": 0 }, "waiting": { "const": 0 } } },
    } } });
    let slot = |no: Value, from: &str| json!({ "no": no, "from": from, "to": "2026-12-05T08:00:00Z", "most": 3 });
    let read = good(each.clone(), json!({ "slots": [slot(json!(1), "2026-12-05T05:00:00Z"), slot(json!("a b"), "2026-12-05T06:00:00Z")] }));
    let ids: Vec<_> = read.shifts.iter().map(|shift| shift.id.as_str()).collect();
    assert_eq!(ids, ["1", "a~20b"]);
    let error =
        action(each.clone(), json!({ "slots": [slot(json!(1), "2026-12-05T05:00:00Z"), slot(json!(2), "soon")] })).expect_err("a time");
    assert!(error.contains("$[0].shifts[1].starts") && error.contains("soon"), "{error}");
    let error = action(each, json!({ "slots": [] })).expect_err("no shifts");
    assert!(error.contains("at least one shift"), "{error}");
}

#[test]
fn a_prefix_is_stripped() {
    let strip = json!({ "district": { "at": "where", "strip": "district:" }, "organiser": { "at": "by", "strip": "/partners/" } });
    let read = good(strip.clone(), json!({ "where": "district:abay", "by": "/partners/7 a" }));
    assert_eq!((read.district.as_deref(), read.organiser), (Some("abay"), Some(id("7~20a"))));
    let read = good(strip, json!({ "where": "turan", "by": 7 }));
    assert_eq!((read.district.as_deref(), read.organiser), (Some("turan"), Some(id("7"))));
}

/// Where records do not say how many are in, the rows are counted, over all pages.
#[test]
fn places_taken_are_counted() {
    let more = json!({
        "paging": { "page": { "number": "p", "size": { "name": "n", "value": 2 } } },
        "resources": { "actions": { "counted": { "list": "/rows", "action": "of" } } },
    });
    let mut profile = profile(more);
    profile["resources"]["actions"]["fields"]["shifts"][0]["seats"]["fields"]["taken"] = json!({ "counted": true });
    let server = Server::new(|request: &Request| {
        let page = parameter(&request.path, "p");
        let body = match (request.path.split('?').next(), page.as_deref()) {
            (Some("/events"), Some("1")) => json!([event(1), event(2)]),
            (Some("/rows"), Some("1")) => json!([{ "of": 1 }, { "of": 1 }]),
            (Some("/rows"), Some("2")) => json!([{ "of": "1" }, { "of": 9 }]),
            (Some("/events/1"), _) => event(1),
            _ => json!([]),
        };
        Ok(json(200, &body.to_string()))
    });
    let dialect = compile(&profile);
    let pages = all_actions(&dialect, &server).expect("reads");
    let taken: Vec<u32> = pages.iter().flat_map(|page| &page.items).map(|action| action.shifts[0].seats.taken).collect();
    assert_eq!(taken, [3, 0]);
    let (one, _) = unchanged(send(&dialect, &server, None, &actions::get(&id("1"), None)).expect("reads"));
    assert_eq!(one.action.shifts[0].seats.taken, 3);
}

// --- Times ---------------------------------------------------------------------------------------------------------------------------------

fn times(form: &str, starts: &Value) -> Result<Instant, String> {
    // The end is a constant, which is ours and not theirs.
    let mut shift = profile(json!({}))["resources"]["actions"]["fields"]["shifts"][0].clone();
    shift["ends"] = json!({ "const": "2030-01-01T00:00:00Z" });
    let profile = with(json!({ "times": form }), &json!({ "shifts": [shift] }));
    let mut event = event("e1");
    event["starts"] = starts.clone();
    let page = list_of(&profile, &json!([event]));
    match page.bad.first() {
        None => Ok(page.items[0].shifts[0].starts),
        Some(bad) => Err(bad.error.to_string()),
    }
}

#[test]
fn moments_in_all_forms() {
    let whole = at("2026-11-22T05:00:00Z");
    for (form, text, found) in [
        ("rfc3339", json!("2026-11-22T05:00:00Z"), whole),
        ("rfc3339", json!("2026-11-22T10:00:00+05:00"), whole),
        ("rfc3339", json!("2026-11-21T23:30:00.123456-05:30"), whole.plus(123)),
        ("rfc3339", json!("2026-11-22T05:00:00.1Z"), whole.plus(100)),
        ("space", json!("2026-11-22 05:00:00.123Z"), whole.plus(123)),
        ("space", json!("2026-11-22 10:00:00+05:00"), whole),
        ("rfc1123", json!("Sun, 22 Nov 2026 05:00:00 GMT"), whole),
        ("rfc1123", json!("Mon, 22 Nov 2026 05:00:00 GMT"), whole), // the weekday is not trusted
        ("epoch_ms", json!(whole.0), whole),
        ("epoch_ms", json!(whole.0.to_string()), whole),
        ("epoch_ms", json!(whole.0 as f64), whole),
        ("epoch_s", json!(whole.0 / 1000), whole),
        ("iso_object", json!({ "__type": "Date", "iso": "2026-11-22T05:00:00.123Z" }), whole.plus(123)),
    ] {
        assert_eq!(times(form, &text), Ok(found), "{form} {text}");
    }
}

#[test]
fn a_moment_that_cannot_be_read_is_named_with_profile_operation_and_path() {
    for (form, text) in [
        ("rfc3339", json!("22.11.2026")),
        ("rfc3339", json!(1_795_323_600)),
        ("space", json!("2026-11-22 05:00")),
        ("rfc1123", json!("Sun, 22 Nov 2026 05:00:00 +0500")),
        ("epoch_ms", json!("soon")),
        ("epoch_s", json!(i64::MAX)),
        ("iso_object", json!("2026-11-22T05:00:00Z")),
    ] {
        let error = times(form, &text).expect_err("unreadable");
        for part in ["Test server", "list of actions", "$[0].shifts.starts", "`starts`", text.as_str().unwrap_or("")] {
            assert!(error.contains(part), "{part:?} of {form}: {error}");
        }
    }
    let mut event = event("e1");
    event["starts"] = json!("soon");
    let server = Server::new(move |_: &Request| Ok(json(200, &event.to_string())));
    let error = send(&compile(&profile(json!({}))), &server, None, &actions::get(&id("e1"), None)).expect_err("unreadable").to_string();
    for part in ["Test server, one action", "shifts.starts", "`starts`: \"soon\""] {
        assert!(error.contains(part), "{part}: {error}");
    }
}

#[test]
fn stamps_grow_and_days_are_days() {
    for (form, stamp, rev, day) in [
        ("rfc3339", json!("2026-11-22T05:00:00.123Z"), 1_795_323_600_123, "2026-11-22"),
        ("space", json!("2026-11-22 05:00:00.123Z"), 1_795_323_600_123, "2026-11-22"),
        ("rfc1123", json!("Sun, 22 Nov 2026 05:00:00 GMT"), 1_795_323_600_000, "2026-11-22"),
        ("epoch_ms", json!(1_795_323_600_123_i64), 1_795_323_600_123, "2026-11-22"),
        ("epoch_s", json!(1_795_323_600), 1_795_323_600_000, "2026-11-22"),
        ("iso_object", json!({ "__type": "Date", "iso": "2026-11-22T05:00:00.123Z" }), 1_795_323_600_123, "2026-11-22"),
    ] {
        let profile = profile(json!({ "times": form, "resources": { "organisations": {
            "list": "/partners",
            "fields": {
                "id": "id", "kind": { "const": "fund" }, "name": { "const": { "kk": "Қор" } }, "rev": { "at": "at", "as": "stamp" },
                "as_of": { "at": "at", "as": "day" },
            },
        } } }));
        let body = json!([{ "id": 1, "at": stamp }]).to_string();
        let server = Server::new(move |_: &Request| Ok(json(200, &body)));
        let page: Page<Organisation> = unchanged(send(&compile(&profile), &server, None, &organisations::list(None)).expect("reads"));
        assert_eq!(page.bad, [], "{form}");
        assert_eq!((page.items[0].rev, page.items[0].as_of.map(|day| day.to_string())), (rev, Some(day.to_owned())), "{form}");
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_is_written_in_a_form_is_read_in_it(ms in 0_i64..250_000_000_000_000) {
        let moment = Instant(ms);
        for times in [Times::Rfc3339, Times::Space, Times::Rfc1123, Times::EpochMs, Times::EpochS, Times::IsoObject] {
            let kept = if times.is_coarse() { Instant(ms - ms % 1000) } else { moment };
            prop_assert_eq!(times.read(&times.json(moment)), Some(kept), "{:?}", times);
        }
    }

    #[test]
    fn any_id_of_theirs_is_one_of_ours_and_leads_back(theirs in "\\PC{1,10}|[./~%]{1,4}|[A-Za-z0-9_.~-]{1,12}", other in "\\PC{1,3}|[.~]{1,2}") {
        let ours = names::ours((&*theirs).into());
        prop_assert_eq!(names::theirs(&ours), Some(theirs.clone()));
        prop_assert!(ours.len() > 64 || meyirim::model::ActionId::new(&ours).is_ok(), "{}", ours);
        prop_assert_eq!(names::ours((&*other).into()) == ours, other == theirs);
    }

    /// In the list, in the address of the one record, and in its answer.
    #[test]
    fn a_record_is_asked_for_by_its_own_id(theirs in "[^\0]{1,8}") {
        prop_assume!(names::ours((&*theirs).into()).len() <= 64);
        let dialect = compile(&profile(json!({})));
        let record = event(theirs.as_str());
        let server = Server::new(|request: &Request| {
            let body = if request.path == "/events" { json!([record]) } else { record.clone() };
            Ok(json(200, &body.to_string()))
        });
        let pages = all_actions(&dialect, &server).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let ours = pages[0].items[0].id.clone();
        if matches!(theirs.as_str(), "." | "..") {
            // No address can hold these.
            let error = send(&dialect, &server, None, &actions::get(&ours, None)).expect_err("no address");
            prop_assert_eq!((error.kind(), server.asked.borrow().len()), (Some(ProblemKind::NotFound), 1));
            return Ok(());
        }
        let (one, _): (ActionDetail, _) = unchanged(send(&dialect, &server, None, &actions::get(&ours, None)).expect("reads"));
        prop_assert_eq!(one.action.id, ours);
        let path = server.asked.borrow()[1].path.clone();
        let segment = path.strip_prefix("/events/").expect("below the list");
        prop_assert!(!segment.contains('/') && !matches!(segment, "." | ".."), "{}", path);
        prop_assert_eq!(&parameters(&format!("?{segment}"))[0].0, &theirs);
    }
}
