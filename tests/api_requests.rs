//! Every endpoint: what is asked, and how the answer in `tests/fixtures` is read. The backend's tests use the same fixtures, so the two
//! halves cannot drift apart unnoticed.

mod support;

use meyirim::{
    api::{self, ApiError, Fetched, Page, Reply, Request, actions, changes, indicators, live, organisations, session, signups},
    model::{
        ActionState, AgeClass, Contact, Cover, Cursor, Direction, Guardian, Hazard, Lang, OrganisationKind, PartialDate, Role, SignupState,
        session::PersonPatch, signup::JoinBody,
    },
};
use serde_json::{Value, json};
use support::{requests::*, *};

fn page<T>(fetched: Fetched<Page<T>>) -> Page<T> {
    match fetched {
        Fetched::New(page) => {
            assert!(page.bad.is_empty(), "{:?}", page.bad);
            page
        }
        Fetched::Unchanged => panic!("nothing new"),
    }
}

// --- Actions ---------------------------------------------------------------------------------------------------------------------------

#[test]
fn actions_list() {
    is_read(&actions::list(&actions::ListActions::default()).request, "GET /actions", None);
    let params = actions::ListActions {
        from: Some(at("2026-12-05T00:00:00+05:00")),
        until: Some(at("2026-12-06T00:00:00.5Z")),
        limit: Some(actions::FIRST_PAGE),
    };
    let call = actions::list(&params);
    is_read(&call.request, "GET /actions?from=2026-12-04T19%3A00%3A00Z&until=2026-12-06T00%3A00%3A00.5Z&limit=40", None);

    let page = page(call.read(&with_header(reply("actions"), "etag", "W/\"1044\"")).expect("reads"));
    assert_eq!(
        (page.total, page.changes, page.etag.as_deref()),
        (Some(143), Some(Cursor("eyJyZXYiOjEwNDR9".to_owned())), Some("W/\"1044\""))
    );
    let [badam, museum, flood] = page.items.as_slice() else { panic!("three actions") };
    assert_eq!(badam.title.show(Lang::Kk).text, "«Таза жаға»: Бадам өзені");
    assert_eq!((badam.starts(), badam.ends()), (at("2026-12-05T05:00:00Z"), at("2026-12-05T08:30:00Z")));
    assert_eq!((badam.seats().left(), badam.seats().waiting), (39, 2));
    assert!(badam.shifts[1].seats.is_full());
    assert!(museum.title.show(Lang::En).stand_in, "no English title yet");
    assert_eq!((museum.youngest, museum.waitlist), (AgeClass::From14To17, false));
    assert_eq!(flood.state, ActionState::Cancelled);
    assert_eq!(flood.hazards, [Hazard::EmergencyRelief, Hazard::HeavyOrHarmful]);
    assert_eq!((flood.place.as_ref(), flood.organiser.as_ref(), flood.demo), (None, None, false), "what is left out has its default");
    assert!(page.items.is_sorted_by(|a, b| a.order() <= b.order()));
}

#[test]
fn actions_get() {
    let id = id("badam-bank-2026-12-05");
    is_read(&actions::get(&id, None).request, "GET /actions/badam-bank-2026-12-05", None);
    let call = actions::get(&id, Some("\"1041\""));
    is_read(&call.request, "GET /actions/badam-bank-2026-12-05", Some("\"1041\""));
    let Fetched::New((detail, etag)) = call.read(&with_header(reply("action"), "etag", "\"1042\"")).expect("reads") else { panic!("new") };
    assert_eq!(etag.as_deref(), Some("\"1042\""));
    assert_eq!(detail.action.id, id);
    assert_eq!(detail.requirements.len(), 2);
    assert_eq!(detail.organisers[0].as_str(), "mrc-shymkent");
    assert!(detail.coordinates.is_some_and(|place| place.coarse && place.lat > 42.0));
    assert_eq!(detail.source.expect("a source").published, Some(PartialDate { year: 2025, month: None, day: None }));
    assert_eq!(call.read(&answer(304, &[("etag", "\"1041\"")], b"")), Ok(Fetched::Unchanged));
}

// --- Organisations and indicators --------------------------------------------------------------------------------------------------------

#[test]
fn organisations_list() {
    is_read(&organisations::list(None).request, "GET /organisations?limit=500", None);
    let call = organisations::list(Some("\"o-40\""));
    is_read(&call.request, "GET /organisations?limit=500", Some("\"o-40\""));
    let page = page(call.read(&reply("organisations")).expect("reads"));
    let [fund, shop, centre] = page.items.as_slice() else { panic!("three organisations") };
    assert_eq!((fund.kind, shop.kind, centre.kind), (OrganisationKind::Fund, OrganisationKind::SocialShop, OrganisationKind::Centre));
    assert_eq!(fund.source.as_ref().map(|source| source.url.host()), Some("shymkent.city"));
    assert_eq!(shop.directions, [Direction::Qamqor, Direction::Sabaqtastyq]);
    assert_eq!((shop.needs.len(), shop.gave[0].value, shop.gave[0].about), (2, 4000, true));
    assert!(shop.does.as_ref().expect("a text").show(Lang::En).stand_in);
    assert!(centre.needs.is_empty() && centre.as_of.is_none(), "only what has to be there is there");
    assert_eq!(call.read(&answer(304, &[], b"")), Ok(Fetched::Unchanged));
}

#[test]
fn indicators_list() {
    let call = indicators::list(None);
    is_read(&call.request, "GET /indicators?limit=500", None);
    is_read(&indicators::list(Some("\"7\"")).request, "GET /indicators?limit=500", Some("\"7\""));
    let page = page(call.read(&reply("indicators")).expect("reads"));
    let [helped, share, umit] = page.items.as_slice() else { panic!("three indicators") };
    assert_eq!((helped.value, helped.front, helped.as_of.to_string().as_str()), (Some(3564.0), Some(1), "2021-06"));
    assert_eq!(share.value, Some(96.6));
    assert_eq!(umit.value, None, "no figure is not zero");
}

// --- Signups ---------------------------------------------------------------------------------------------------------------------------

#[test]
fn signups_list() {
    let call = signups::list();
    is_read(&call.request, "GET /signups?limit=500", None);
    let page = page(call.read(&reply("signups")).expect("reads"));
    let standings: Vec<_> = page.items.iter().map(|signup| (signup.standing, signup.is_live())).collect();
    assert_eq!(
        standings,
        [(SignupState::Confirmed, true), (SignupState::Waitlisted { position: 2 }, true), (SignupState::Withdrawn, false)]
    );
    assert_eq!(page.items[0].guardian, Some(Guardian::Present));
    assert!(page.items.iter().all(|signup| signup.made_at <= signup.decided_at), "origin time is kept apart");
}

#[test]
fn signups_join() {
    let body = JoinBody { or_wait: true, guardian: Some(Guardian::WrittenConsent), made_at: at("2026-11-22T05:41:07.120Z") };
    let call = signups::join(&id("badam-bank-2026-12-05"), &id("s2"), &body, KEY);
    is_write(
        &call.request,
        "POST /actions/badam-bank-2026-12-05/shifts/s2/signup",
        Some(json!({ "or_wait": true, "guardian": "written_consent", "made_at": "2026-11-22T05:41:07.12Z" })),
    );
    let answer = call.read(&Reply { status: 201, ..reply("signup_join") }).expect("reads");
    assert_eq!(answer.signup.standing, SignupState::Waitlisted { position: 3 });
    assert_eq!(answer.action.shift(&answer.signup.shift).expect("the shift").seats.waiting, 3);
}

#[test]
fn signups_leave() {
    let call = signups::leave(&id("badam-bank-2026-12-05"), &id("s1"), KEY);
    is_write(&call.request, "DELETE /actions/badam-bank-2026-12-05/shifts/s1/signup", None);
    let answer = call.read(&reply("signup_leave")).expect("reads");
    assert_eq!((answer.signup.standing, answer.action.shifts[0].seats.taken), (SignupState::Withdrawn, 40));
}

#[test]
fn signups_cover() {
    let (action, shift) = (id("badam-bank-2026-12-05"), id("s1"));
    is_write(&signups::find_cover(&action, &shift, KEY).request, "POST /actions/badam-bank-2026-12-05/shifts/s1/cover", None);
    let call = signups::cancel_cover(&action, &shift, KEY);
    is_write(&call.request, "DELETE /actions/badam-bank-2026-12-05/shifts/s1/cover", None);
    let answer = call.read(&reply("signup_cover")).expect("reads");
    assert_eq!((answer.signup.standing, answer.signup.cover), (SignupState::Confirmed, Some(Cover::Open)));
}

// --- Changes and the live stream ---------------------------------------------------------------------------------------------------------

#[test]
fn changes_since() {
    let call = changes::since(&Cursor("eyJy+ZXYi/Oj=&?#қ".to_owned()));
    is_read(&call.request, "GET /changes?since=eyJy%2BZXYi%2FOj%3D%26%3F%23%D2%9B", None);
    let changes = call.read(&reply("changes")).expect("reads");
    assert!(changes.bad.is_empty());
    let set = changes.set;
    assert_eq!((set.cursor.0.as_str(), set.reset, set.more), ("eyJyZXYiOjEwNDd9", false, false));
    assert_eq!((set.actions.changed[0].rev, set.actions.removed[0].as_str()), (1047, "flood-point-2026"));
    assert_eq!(set.organisations.removed[0].as_str(), "demo-shop-turan");
    assert_eq!((set.indicators.changed.len(), set.signups.changed[0].standing), (1, SignupState::Confirmed));
}

/// A message of the live stream is a change set; most say one thing.
#[test]
fn live_messages() {
    assert_eq!(live::path(&Cursor("a b".to_owned())), "/live?since=a%20b");
    assert_eq!(changes::from_bytes(fixture("changes").as_bytes()).expect("reads").set.actions.changed.len(), 1);
    let least = changes::from_bytes(br#"{"cursor":"1"}"#).expect("reads").set;
    assert!(least.actions.is_empty() && least.organisations.is_empty() && least.indicators.is_empty() && least.signups.is_empty());
    let reset = changes::from_bytes(br#"{"cursor":"1","reset":true,"more":true,"actions":null,"signups":{}}"#).expect("reads").set;
    assert!(reset.reset && reset.more);
}

// --- Session ---------------------------------------------------------------------------------------------------------------------------

fn contact() -> Contact {
    Contact::parse("8 (701) 000-00-01").expect("a number")
}

#[test]
fn session_codes() {
    let call = session::send_code(&contact(), Lang::Kk, KEY);
    is_write(&call.request, "POST /session/codes", Some(json!({ "contact": "+77010000001", "lang": "kk" })));
    let sent = call.read(&reply("session_codes")).expect("reads");
    assert_eq!((sent.to, sent.demo_code), (contact().masked(), Some("402717".to_owned())));
}

#[test]
fn session_sign_in() {
    let call = session::sign_in(&contact(), "402717", KEY);
    is_write(&call.request, "POST /session", Some(json!({ "contact": "+77010000001", "code": "402717" })));
    let session = call.read(&Reply { status: 201, ..reply("session_sign_in") }).expect("reads");
    assert_eq!((session.person.age_class, session.person.roles.as_slice()), (Some(AgeClass::From14To17), &[Role::Volunteer][..]));
    assert_eq!(session.token.as_deref(), Some("demo.c2Vzc2lvbg"));
}

#[test]
fn session_who_am_i() {
    let call = session::who_am_i();
    is_read(&call.request, "GET /session", None);
    let session = call.read(&reply("session")).expect("reads");
    assert_eq!((session.person.contact, session.token), (contact(), None));
}

#[test]
fn session_sign_out() {
    let call = session::sign_out(KEY);
    is_write(&call.request, "DELETE /session", None);
    assert_eq!(call.read(&answer(204, &[], b"")), Ok(None));
    let portal = call.read(&answer(200, &[("content-type", "text/html")], b"<html>Wi-Fi"));
    assert!(matches!(portal, Err(ApiError::NotJson { .. })), "whoever believes it leaves a shared phone signed in");
}

#[test]
fn session_change_me() {
    let call = session::change_me(&PersonPatch::default(), KEY);
    is_write(&call.request, "PATCH /session/person", Some(json!({})));
    let patch = PersonPatch { name: Some("Айгерім".to_owned()), age_class: Some(AgeClass::Under14), lang: Some(Lang::Ru) };
    let call = session::change_me(&patch, KEY);
    is_write(&call.request, "PATCH /session/person", Some(json!({ "name": "Айгерім", "age_class": "under_14", "lang": "ru" })));
    let person = call.read(&reply("person")).expect("reads");
    assert_eq!((person.name, person.age_class, person.lang), (None, None, Lang::Ru));
}

// --- Settings ----------------------------------------------------------------------------------------------------------------------------

#[test]
fn hub_settings() {
    let hub = api::hub::read(&reply("hub").body).expect("reads");
    assert_eq!((hub.zone.as_str(), hub.languages.as_slice(), hub.api.as_str()), ("Asia/Almaty", &Lang::ALL[..], "/api/v1"));
    assert!(hub.district("al_farabi").is_some() && hub.district("atlantis").is_none());
    let shipped = std::fs::read(root().join("public/hub.json")).expect("the one that is shipped");
    assert_eq!(api::hub::read(&shipped).ok(), api::hub::quick(&shipped));
    assert!(api::hub::quick(&shipped).is_some());
    for (member, value) in [("languages", json!([])), ("api", json!("javascript:alert(1)")), ("zone", json!(null)), ("name", json!({}))] {
        let mut wrong: Value = serde_json::from_str(&fixture("hub")).expect("JSON");
        wrong[member] = value;
        let error = api::hub::read(wrong.to_string().as_bytes()).expect_err(member);
        assert!(matches!(&error, ApiError::Decode { path, .. } if path.starts_with(member)), "{error}");
        assert_eq!(api::hub::quick(wrong.to_string().as_bytes()), None, "{member}");
    }
}

// --- What all requests have in common ------------------------------------------------------------------------------------------------------

#[test]
fn every_fixture_is_read_here() {
    let known = [
        "action",
        "actions",
        "attendance",
        "attended",
        "batch_done",
        "batch_part",
        "booking",
        "bookings",
        "calendar_address",
        "campaign",
        "campaigns",
        "centre",
        "centre_check",
        "centre_day",
        "certificate",
        "certificates",
        "changes",
        "closing",
        "consent_answer",
        "consent_asked",
        "consent_look",
        "consents",
        "draft",
        "drafts",
        "farewell",
        "hearing",
        "hub",
        "indicators",
        "keys",
        "kiosk_booking",
        "kiosk_day",
        "kiosk_events",
        "kiosk_own",
        "kiosk_pairing",
        "kiosk_today",
        "kiosk_walk_in",
        "kiosks",
        "listed",
        "member_history",
        "message",
        "message_new",
        "message_terms",
        "messages",
        "my_data",
        "news",
        "news_item",
        "news_items",
        "opt_out",
        "organisations",
        "participation",
        "pass",
        "person",
        "presence",
        "problems",
        "push_devices",
        "push_key",
        "reported",
        "roll",
        "roster",
        "roster_changes",
        "series",
        "series_booked",
        "session",
        "session_codes",
        "session_sign_in",
        "shifts_led",
        "signup_cover",
        "signup_join",
        "signup_leave",
        "signups",
        "wishes",
    ];
    let there: Vec<_> = files("tests/fixtures").iter().filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
    assert_eq!(there, known);
}

#[test]
fn queries_are_encoded() {
    let request = Request::get("/x").query("a", "қ &=?#+%/").query_if("b", None::<u8>).query_if("c", Some(7));
    assert_eq!(request.path, "/x?a=%D2%9B%20%26%3D%3F%23%2B%25%2F&c=7");
    assert_eq!(Request::get("/x?a=1").query("b", 2).path, "/x?a=1&b=2");
    assert_eq!(api::request::segment("a/b?c#d%e ә-_.~"), "a%2Fb%3Fc%23d%25e%20%D3%99-_.~");
    assert_eq!(Request::get("/x").unless(Some("\"1\"")).header_value("if-none-match"), Some("\"1\""));
    assert_eq!(Request::get("/x").header_value("if-none-match"), None);
}

#[test]
fn patience_and_size_are_bounded() {
    let request = actions::list(&actions::ListActions::default()).request;
    assert!((1_000..=60_000).contains(&request.patience));
    assert!(request.largest_reply < 10 * 1024 * 1024, "an answer of 10 MB is refused");
}

#[test]
fn session_my_data() {
    let call = session::my_data();
    is_read(&call.request, "GET /session/person/data", None);
    let data = call.read(&reply("my_data")).expect("reads");
    assert_eq!((data.signups.len(), data.sessions.len(), data.calendar), (2, 1, true));
    assert_eq!((data.push.as_slice(), data.notices.len()), (&["push.example.org".to_owned()][..], 2));
    assert!(data.notices[0].told_at.is_some() && data.notices[1].told_at.is_none() && !data.wishes.email.changed);
    assert_eq!(data.consents[0].guardian.as_deref(), Some("Гүлнар Серікова"));
    assert!(data.signups[0].title.is_some() && data.signups[1].title.is_none(), "an action may have been removed");
}

#[test]
fn session_calendar_address() {
    let call = session::calendar_address(KEY);
    is_write(&call.request, "POST /session/person/calendar", None);
    assert_eq!(call.read(&Reply { status: 201, ..reply("calendar_address") }).expect("reads").path, "/api/v1/calendar/wXq3.ics");
}

#[test]
fn session_delete_me() {
    let call = session::delete_me(KEY);
    is_write(&call.request, "DELETE /session/person", None);
    let farewell = call.read(&reply("farewell")).expect("reads");
    assert_eq!((farewell.given_up, farewell.counted), (2, 5));
}
