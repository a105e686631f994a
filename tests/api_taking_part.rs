//! Every endpoint of taking part: attendance, passes and certificates, notices, a parent's consent. As in `api_requests.rs`, which also knows all fixtures.

mod support;

use meyirim::{
    api::{Fetched, Reply, Request, attendance, consents, notices, series},
    model::{
        HoursRule, Instant, NoticeKind, Repeat,
        attendance::{How, What},
        certificate::{self, Wanted},
        consent::{Answer, ConsentAnswer, Purpose, Standing},
        instant::parse_day,
        notice::{Channel, PushDevice, PushKeys},
        pass,
        roll::{NewMark, OwnMark, OwnWhat},
        series::{DateChange, Held, SeriesPlan},
        signed::{self, take_apart},
    },
};
use serde_json::{Value, json};
use support::{requests::*, *};

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
fn standing_in() {
    let call = attendance::answer_cover(&id("badam-bank"), &id("s1"), &id("p1"), true, KEY);
    is_write(&call.request, "POST /actions/badam-bank/shifts/s1/cover/p1", Some(json!({ "agreed": true })));
    assert_eq!(call.read(&reply("listed")).expect("reads").cover, None);
}

// --- Series ----------------------------------------------------------------------------------------------------------------------------

#[test]
fn series_for_those_who_plan() {
    let call = series::get(&id("saturdays"));
    is_read(&call.request, "GET /admin/series/saturdays", None);
    let Fetched::New((read, etag)) = call.read(&with_header(reply("series"), "etag", "\"7\"")).expect("reads") else { panic!("new") };
    assert_eq!((read.repeat.days().len(), read.dates.len(), etag.as_deref()), (4, 4, Some("\"7\"")));
    assert_eq!((read.dates[1].held, read.dates[2].held), (Held { skipped: true, apart: false }, Held { skipped: false, apart: true }));
    let plan = SeriesPlan { id: read.id, repeat: read.repeat, plan: read.plan };
    let body = serde_json::to_value(&plan).expect("JSON");
    assert_eq!(body["repeat"], json!({ "from": "2026-12-05", "until": "2026-12-31", "every": 1, "on": { "weekly": [6] } }));
    let call = series::create(&plan, KEY);
    is_write(&call.request, "POST /admin/series", Some(body.clone()));
    assert_eq!(call.read(&Reply { status: 201, ..reply("series") }).expect("reads").dates[0].action.as_str(), "saturdays-2026-12-05");
    let call = series::change(&plan, "\"7\"", KEY);
    assert_eq!(call.request.header_value("if-match"), Some("\"7\""));
    assert_eq!(line(&call.request), "PUT /admin/series/saturdays");
    assert_eq!(call.request.body.as_deref().map(serde_json::from_str::<Value>).expect("a body").expect("JSON"), body);
    let change = DateChange { skipped: Some(true), follow: false };
    let call = series::change_date(&id("saturdays"), parse_day("2026-12-12").expect("a day"), change, KEY);
    is_write(&call.request, "PUT /admin/series/saturdays/dates/2026-12-12", Some(json!({ "skipped": true, "follow": false })));
    assert_eq!(call.read(&reply("action")).expect("reads").series, None);
}

#[test]
fn rules_that_cannot_be_read() {
    for (rule, wrong) in [
        (json!({ "from": "2026-12-05", "until": "2026-13-01", "every": 1, "on": { "weekly": [6] } }), "2026-11-22"),
        (json!({ "from": "05.12.2026", "until": "2026-12-31", "every": 1, "on": { "weekly": [6] } }), "2026-11-22"),
        (json!({ "from": "2026-12-05", "until": "2026-12-31", "every": 1, "on": { "daily": 1 } }), "daily"),
        (json!({ "from": "2026-12-05", "until": "2026-12-31", "every": 300, "on": { "weekly": [6] } }), "300"),
        (json!({ "from": "2026-12-05", "until": "2026-12-31", "on": { "weekly": [6] } }), "every"),
    ] {
        let error = serde_json::from_value::<Repeat>(rule.clone()).expect_err("no rule").to_string();
        assert!(error.contains(wrong), "{rule}: {error}");
    }
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
    let all = json!({ "offer": true, "day_before": true, "two_hours": true, "changed": true, "cancelled": true, "stand_in": true, "covered": true });
    let mut letters = all.clone();
    letters["two_hours"] = json!(false);
    is_write(&call.request, "PUT /session/person/wishes", Some(json!({ "email": letters, "push": all })));
    // Of before there were stand-ins: who has said nothing of them hears of them.
    let of_before = r#"{ "offer": false, "day_before": false, "two_hours": false, "changed": false, "cancelled": false }"#;
    let wanted: meyirim::model::notice::Wanted = serde_json::from_str(of_before).expect("reads");
    assert_eq!((wanted.offer, wanted.stand_in, wanted.covered), (false, true, true));
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
