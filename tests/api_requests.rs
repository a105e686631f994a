//! Every endpoint: what is asked, and how the answer in `tests/fixtures` is read. The backend's tests use the same fixtures, so the two
//! halves cannot drift apart unnoticed.

mod support;

use meyirim::{
    api::{
        self, ApiError, Fetched, Method, Page, Reply, Request, actions, attendance, changes, consents, indicators, live, notices,
        organisations, session, signups,
    },
    model::{
        ActionState, AgeClass, Contact, Cursor, Direction, Guardian, Hazard, HoursRule, Instant, Lang, NoticeKind, OrganisationKind,
        PartialDate, Role, SignupState,
        attendance::{How, What},
        certificate::{self, Wanted},
        consent::{Answer, ConsentAnswer, Purpose, Standing},
        notice::{Channel, PushDevice, PushKeys},
        pass,
        roll::{NewMark, OwnMark, OwnWhat},
        session::PersonPatch,
        signed::{self, take_apart},
        signup::JoinBody,
    },
};
use serde_json::{Value, json};
use support::*;

const KEY: &str = "1764000000000-4f7c";

fn headers(request: &Request) -> Vec<(&str, &str)> {
    let mut all: Vec<_> = request.headers.iter().map(|(name, value)| (name.as_ref(), value.as_str())).collect();
    all.sort_unstable();
    all
}

/// A read carries no body and no key; nothing but what it says about the version at hand.
fn is_read(request: &Request, expected: &str, etag: Option<&str>) {
    assert_eq!(line(request), expected);
    assert_eq!(request.method, Method::Get);
    assert_eq!(request.body, None);
    let mut wanted = vec![("accept", JSON)];
    wanted.extend(etag.map(|etag| ("if-none-match", etag)));
    assert_eq!(headers(request), wanted);
}

/// A write always carries its key, and says what its body is when it has one.
fn is_write(request: &Request, expected: &str, body: Option<Value>) {
    assert_eq!(line(request), expected);
    let mut wanted = vec![("accept", JSON), ("idempotency-key", KEY)];
    if body.is_some() {
        wanted.insert(1, ("content-type", JSON));
    }
    assert_eq!(headers(request), wanted);
    let sent: Option<Value> = request.body.as_deref().map(|text| serde_json::from_str(text).expect("JSON"));
    assert_eq!(sent, body);
}

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
        "calendar_address",
        "certificate",
        "certificates",
        "changes",
        "consent_answer",
        "consent_asked",
        "consent_look",
        "consents",
        "farewell",
        "hub",
        "indicators",
        "keys",
        "listed",
        "my_data",
        "news",
        "organisations",
        "pass",
        "person",
        "problems",
        "push_devices",
        "push_key",
        "roll",
        "session",
        "session_codes",
        "session_sign_in",
        "shifts_led",
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

// --- Attendance ------------------------------------------------------------------------------------------------------------------------

/// A write that also tells the clock of the device.
fn is_mark(request: &Request, expected: &str, body: Value) {
    assert_eq!(line(request), expected);
    assert_eq!(headers(request), [("accept", JSON), ("content-type", JSON), ("idempotency-key", KEY), ("sent-at", "2026-12-05T09:40:00Z")]);
    assert_eq!(serde_json::from_str::<Value>(request.body.as_deref().expect("a body")).expect("JSON"), body);
}

#[test]
fn attendance_of_a_shift() {
    let (action, shift) = (id("badam-bank"), id("s1"));
    is_read(&attendance::led().request, "GET /session/person/shifts", None);
    let led = attendance::led().read(&reply("shifts_led")).expect("reads");
    assert_eq!((led[0].action.as_str(), led[0].shift.id.as_str()), ("badam-bank", "s1"));
    let call = attendance::roll(&action, &shift);
    is_read(&call.request, "GET /actions/badam-bank/shifts/s1/roll", None);
    let roll = call.read(&reply("roll")).expect("reads");
    assert_eq!((roll.people.len(), roll.people[0].marks.len(), roll.people[1].expected), (2, 7, false));
    assert_eq!((roll.rule, roll.code_key.len()), (HoursRule::default(), 43));
    let new = NewMark { id: id("m1"), person: id("p1"), what: What::In { how: How::Pass }, at: at("2026-12-05T05:02:11.25Z") };
    let call = attendance::mark(&action, &shift, &new, at("2026-12-05T09:40:00Z"), KEY);
    let body = json!({ "id": "m1", "person": "p1", "what": { "in": { "how": "pass" } }, "at": "2026-12-05T05:02:11.25Z" });
    is_mark(&call.request, "POST /actions/badam-bank/shifts/s1/marks", body);
    assert_eq!(call.read(&Reply { status: 201, ..reply("listed") }).expect("reads").short_code, "048213");
}

#[test]
fn attendance_of_mine() {
    let own = OwnMark { id: id("m1"), what: OwnWhat::Disputed { reason: "Я был с 10:00".to_owned() }, at: at("2026-12-06T06:00:00Z") };
    let call = attendance::mark_me(&id("badam-bank"), &id("s1"), &own, at("2026-12-05T09:40:00Z"), KEY);
    let body = json!({ "id": "m1", "what": { "disputed": { "reason": "Я был с 10:00" } }, "at": "2026-12-06T06:00:00Z" });
    is_mark(&call.request, "POST /actions/badam-bank/shifts/s1/marks/mine", body);
    let attended = call.read(&Reply { status: 201, ..reply("attended") }).expect("reads");
    assert_eq!(attended.marks[1].clock_off, -420_000);
    is_read(&attendance::mine().request, "GET /session/person/attendance", None);
    assert_eq!(attendance::mine().read(&reply("attendance")).expect("reads").len(), 2);
}

#[test]
fn passes_and_certificates() {
    is_read(&attendance::pass().request, "GET /session/person/pass", None);
    let mine = attendance::pass().read(&reply("pass")).expect("reads");
    let claims: pass::Claims = take_apart(&mine.token).expect("a token").says().expect("claims");
    assert_eq!((claims.sub.as_str(), Instant(claims.exp * 1000)), ("demo-volunteer", mine.expires_at));
    is_write(&attendance::end_passes(KEY).request, "DELETE /session/person/pass", None);
    attendance::end_passes(KEY).read(&Reply { status: 204, body: Vec::new(), ..reply("pass") }).expect("ended");
    is_read(&attendance::certificates().request, "GET /session/person/certificates", None);
    let all = attendance::certificates().read(&reply("certificates")).expect("reads");
    assert_eq!((all[0].revoked_at.is_none(), all[1].revoked_at.is_some()), (true, true));
    let wanted = Wanted { action: None, from: Some(at("2026-01-01T00:00:00+05:00")), until: None };
    let call = attendance::issue(&wanted, KEY);
    is_write(
        &call.request,
        "POST /session/person/certificates",
        Some(json!({ "action": null, "from": "2025-12-31T19:00:00Z", "until": null })),
    );
    let issued = call.read(&Reply { status: 201, ..reply("certificate") }).expect("reads");
    let claims: certificate::Claims = take_apart(&issued.token).expect("a token").says().expect("claims");
    assert_eq!((claims.minutes, claims.name.as_str()), (1830, "Айгерім Демоева"));
    is_write(&attendance::revoke("a/b", KEY).request, "DELETE /session/person/certificates/a%2Fb", None);
    is_read(&attendance::keys().request, "GET /keys", None);
    let keys = attendance::keys().read(&reply("keys")).expect("reads");
    assert_eq!(keys.key("k7Qm2xZa").and_then(|key| key.point()).map(|point| (point.len(), point[0])), Some((65, 4)));
    let now = keys.as_of;
    assert_eq!(
        (keys.standing("old", None, now), keys.standing("new", Some(now.0 / 1000), now)),
        (signed::Standing::Revoked, signed::Standing::RunOut(now))
    );
    assert_eq!(keys.standing("new", None, now), signed::Standing::Good);
}

/// What is no token of ours is not looked at any further.
#[test]
fn tokens_are_taken_apart_with_care() {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let signature = URL_SAFE_NO_PAD.encode([7; 64]);
    let token = |header: &str| format!("{}.{}.{signature}", part(header), part("{}"));
    assert!(take_apart(&token(r#"{"alg":"ES256","kid":"k"}"#)).is_ok());
    for wrong in [
        r#"{"alg":"none","kid":"k"}"#,
        r#"{"alg":"HS256","kid":"k"}"#,
        r#"{"alg":"ES256"}"#,
        r#"{"alg":"ES256","kid":"k","crit":["b64"]}"#,
        "[]",
        "",
    ] {
        assert!(take_apart(&token(wrong)).is_err(), "{wrong}");
    }
    for wrong in ["", ".", "..", "a.b.c", "https://hub.example.kz/verify", &"x".repeat(20_000)] {
        assert!(take_apart(wrong).is_err(), "{wrong:.40}");
    }
    let short = format!("{}.{}.{}", part(r#"{"alg":"ES256","kid":"k"}"#), part("{}"), URL_SAFE_NO_PAD.encode([7; 63]));
    assert!(take_apart(&short).is_err());
}

// --- Notices -----------------------------------------------------------------------------------------------------------------------------

#[test]
fn notices_wishes() {
    let call = notices::wishes();
    is_read(&call.request, "GET /session/person/wishes", None);
    let wishes = call.read(&reply("wishes")).expect("reads");
    assert_eq!((wishes.email.changed, wishes.push.changed), (false, true));
    let changed = wishes.with(NoticeKind::Changed, Channel::Email, true);
    let call = notices::change_wishes(&changed, KEY);
    let all = json!({ "offer": true, "day_before": true, "two_hours": true, "changed": true, "cancelled": true });
    let mut letters = all.clone();
    letters["two_hours"] = json!(false);
    is_write(&call.request, "PUT /session/person/wishes", Some(json!({ "email": letters, "push": all })));
}

#[test]
fn notices_news() {
    let call = notices::news();
    is_read(&call.request, "GET /session/person/notices", None);
    let news = call.read(&reply("news")).expect("reads").items;
    let kinds: Vec<_> = news.iter().map(|notice| notice.kind).collect();
    assert_eq!(kinds, [NoticeKind::Offer, NoticeKind::Cancelled]);
    assert!(news[0].until.is_some() && news[1].until.is_none() && news[1].starts.is_none(), "the shift was taken out");
}

#[test]
fn notices_push() {
    let call = notices::push_key();
    is_read(&call.request, "GET /push/key", None);
    assert_eq!(call.read(&reply("push_key")).expect("reads").key.len(), 87);
    let device =
        PushDevice { endpoint: "https://push.example.org/1".to_owned(), keys: PushKeys { p256dh: "BA".to_owned(), auth: "AA".to_owned() } };
    let body = json!({ "endpoint": "https://push.example.org/1", "keys": { "p256dh": "BA", "auth": "AA" } });
    let call = notices::turn_on(&device, KEY);
    is_write(&call.request, "PUT /session/person/push", Some(body.clone()));
    assert_eq!(call.read(&reply("push_devices")).expect("reads").devices, 2);
    let call = notices::turn_off(&device, KEY);
    is_write(&call.request, "DELETE /session/person/push", Some(body));
    assert_eq!(call.read(&reply("push_devices")).expect("reads").devices, 2);
}

// --- A parent's consent ------------------------------------------------------------------------------------------------------------------

#[test]
fn consents_of_mine() {
    let call = consents::mine();
    is_read(&call.request, "GET /session/person/consents", None);
    let mine = call.read(&reply("consents")).expect("reads").consents;
    let now = at("2026-11-24T00:00:00Z");
    let standings: Vec<_> = mine.iter().map(|consent| consent.standing(now)).collect();
    assert_eq!(standings, [Standing::Waiting, Standing::Given, Standing::Refused]);
    assert_eq!((&mine[0].purpose, &mine[1].purpose), (&Purpose::Everything, &Purpose::Action(id("badam-bank-2026-12-05"))));
}

#[test]
fn consent_asked() {
    let call = consents::ask(&Purpose::Action(id("badam-bank-2026-12-05")), KEY);
    is_write(&call.request, "POST /session/person/consents", Some(json!({ "purpose": { "action": "badam-bank-2026-12-05" } })));
    is_write(&consents::ask(&Purpose::Everything, KEY).request, "POST /session/person/consents", Some(json!({ "purpose": "everything" })));
    let asked = call.read(&Reply { status: 201, ..reply("consent_asked") }).expect("reads");
    assert_eq!((asked.secret.as_str(), asked.consent.guardian), ("wXq3-7Yb", None));
}

#[test]
fn consent_looked_at() {
    let call = consents::look("wXq3-7Yb", KEY);
    is_write(&call.request, "POST /consents/look", Some(json!({ "secret": "wXq3-7Yb" })));
    let view = call.read(&reply("consent_look")).expect("reads");
    assert_eq!(view.child.as_deref(), Some("Әлинұр"));
    assert_eq!(view.action.map(|action| action.id), Some(id("badam-bank-2026-12-05")));
}

#[test]
fn consent_answered() {
    let secret = || "wXq3-7Yb".to_owned();
    let give = Answer::Give { name: "Гүлнар Серікова".to_owned(), guardian: true };
    let call = consents::answer(&ConsentAnswer { secret: secret(), answer: give }, KEY);
    let body = json!({ "secret": "wXq3-7Yb", "answer": { "give": { "name": "Гүлнар Серікова", "guardian": true } } });
    is_write(&call.request, "POST /consents/answer", Some(body));
    for (answer, spelt) in [(Answer::Refuse, "refuse"), (Answer::Withdraw, "withdraw")] {
        let call = consents::answer(&ConsentAnswer { secret: secret(), answer }, KEY);
        is_write(&call.request, "POST /consents/answer", Some(json!({ "secret": "wXq3-7Yb", "answer": spelt })));
    }
    let view = call.read(&reply("consent_answer")).expect("reads");
    assert_eq!((view.consent.standing(at("2026-11-24T00:00:00Z")), view.child, view.action), (Standing::Withdrawn, None, None));
}
