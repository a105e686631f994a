//! The OpenAPI document against the client's own requests: every request that the client can build is described, with its method, path,
//! parameters, headers and body.

use crate::hub::{Hub, Place, id, shift};
use meyirim::{
    api::{
        Request, actions, attendance, campaigns, centre, changes, consents, indicators, kiosk, live, manage, messages, news, notices,
        organisations, rights, roster, session, signups,
    },
    model::{
        Contact, Cursor, Day, Instant, Lang, Repeat, Wishes,
        action_draft::{ActionDraft, PutDraft},
        attendance::What,
        audit::{self, Export, Taken},
        booking::NewBooking,
        booking_acts::{DeskBooking, DeskWhat, MoveBooking},
        booking_series::BookingSeries,
        can::Rights,
        certificate::Wanted,
        consent::{Answer, ConsentAnswer, Purpose},
        kiosk::{
            Beat, DevicePatch, NewDevice,
            day::{InOrOut, KioskMark, Seated, Sitter, Who},
        },
        message::{Channel, NewMessage, Wanted as WantedMessages, Written},
        notice::{PushDevice, PushKeys},
        people::Give,
        presence::Here,
        report::NewReport,
        roll::{NewMark, OwnMark, OwnWhat},
        series::Rhythm,
        session::PersonPatch,
        shift_message::NewShiftMessage,
        signup::JoinBody,
    },
};
use serde_json::Value;

fn requests() -> Vec<Request> {
    let contact = Contact::parse("+77010000001").unwrap();
    let every = actions::ListActions { from: Some(Instant(0)), until: Some(Instant(1)), limit: Some(5) };
    let device = PushDevice { endpoint: "https://push.example.org/1".into(), keys: PushKeys { p256dh: "B".into(), auth: "A".into() } };
    let join = JoinBody { or_wait: true, guardian: None, made_at: Instant(0) };
    let mark = NewMark { id: id("m"), person: id("p"), what: What::Absent, at: Instant(0) };
    let own = OwnMark { id: id("m"), what: OwnWhat::In { code: "000000".into() }, at: Instant(0) };
    let message = NewMessage {
        id: id("msg"),
        texts: [(Lang::Kk, Written::default())].into(),
        channels: vec![Channel::Email],
        stand_in: true,
        audience: vec![id("m")],
        why: None,
        made_at: Instant(0),
    };
    let shift_message = NewShiftMessage {
        id: id("msg"),
        action: id("a"),
        shift: shift(),
        texts: message.texts.clone(),
        channels: vec![Channel::Text],
        made_at: Instant(0),
    };
    let draft = PutDraft { rev: 0, form: ActionDraft::blank() };
    let report = NewReport { came: 1, why: None, done: None, figures: Vec::new() };
    let give = Give { before: Rights::default(), rights: Rights::default() };
    let export = Export { what: Taken::Csv, count: 1, columns: Vec::new(), made_at: Instant(0) };
    let device_new = NewDevice { code: "1".into(), name: "n".into(), organisation: Some(id("o")), pin: "204060".into() };
    let beat = Beat { version: "1".into(), waiting: 0, sent_at: Instant(0), storage_full: false, events: Vec::new() };
    let walk_in = crate::kiosk::walk_in("w", "a", "Айгүл", Instant(0));
    let seat = Who::Seat { seat: id("s") };
    let kiosk_mark = KioskMark { id: id("m"), action: id("a"), shift: shift(), who: seat, what: InOrOut::In, at: Instant(0) };
    let kiosk_booking = crate::kiosk_bookings::wanted("b", "r", "+77010000001", Instant(0), Instant(1));
    let seated = Seated { id: id("m"), who: Sitter::Seat { seat: id("s") }, at: Instant(0) };
    let text = || Some("t".to_owned());
    let wanted = audit::Wanted {
        person: Some(id("p")),
        act: Some(audit::What::Exported),
        subject: text(),
        from: Some(Instant(0)),
        to: Some(Instant(1)),
        text: text(),
    };
    let block = || DeskWhat::Block { why: None };
    let booking = NewBooking { resource: id("r"), from: Instant(0), to: Instant(1), made_at: Instant(0) };
    let moved = MoveBooking { resource: id("r"), from: Instant(0), to: Instant(1), rev: 1 };
    let held = DeskBooking { resource: id("r"), from: Instant(0), to: Instant(1), what: block(), made_at: Instant(0) };
    let day = Day::constant(2026, 11, 28);
    let repeat = Repeat { from: day, until: day, every: 1, on: Rhythm::Weekly(vec![6]) };
    let repeated = BookingSeries { resource: id("r"), repeat, from: 0, to: 60, what: block(), made_at: Instant(0), preview: true };
    vec![
        rights::mine().request,
        rights::look("Айгүл", "k").request,
        rights::give(&id("p"), &give, "k").request,
        rights::audit(&wanted, Some(&Cursor("c".into()))).request,
        rights::head().request,
        rights::chain(1).request,
        rights::tell_export(&export, "k").request,
        actions::list(&every).request,
        actions::get(&id("a"), Some("\"e\"")).request,
        changes::since(&Cursor("c".into())).request,
        Request::get(live::path(&Cursor("c".into()))),
        organisations::list(Some("\"e\"")).request,
        indicators::list(Some("\"e\"")).request,
        campaigns::list(Some("\"e\"")).request,
        campaigns::get(&id("c")).request,
        campaigns::put(&crate::bulletin::campaign("c"), Some("\"e\""), "k").request,
        campaigns::remove(&id("c"), "\"e\"", "k").request,
        news::list(Some("\"e\"")).request,
        news::get(&id("n")).request,
        news::put(&crate::bulletin::item("n", Instant(0)), Some("\"e\""), "k").request,
        news::remove(&id("n"), "\"e\"", "k").request,
        signups::list().request,
        signups::join(&id("a"), &shift(), &join, "k").request,
        signups::leave(&id("a"), &shift(), "k").request,
        session::send_code(&contact, Lang::Kk, "k").request,
        session::sign_in(&contact, "000000", "k").request,
        session::who_am_i().request,
        session::sign_out("k").request,
        session::change_me(&PersonPatch::default(), "k").request,
        session::my_data().request,
        session::calendar_address("k").request,
        session::delete_me("k").request,
        attendance::led().request,
        attendance::roll(&id("a"), &shift()).request,
        attendance::mark(&id("a"), &shift(), &mark, Instant(0), "k").request,
        attendance::mark_me(&id("a"), &shift(), &own, Instant(0), "k").request,
        attendance::mine().request,
        attendance::pass().request,
        attendance::end_passes("k").request,
        attendance::certificates().request,
        attendance::issue(&Wanted { action: None, from: None, until: None }, "k").request,
        attendance::revoke("c", "k").request,
        attendance::keys().request,
        manage::drafts().request,
        manage::draft(&id("d")).request,
        manage::put_draft(&id("d"), &draft, "k").request,
        manage::drop_draft(&id("d"), 1, "k").request,
        manage::remove(&id("a"), "\"e\"", "k").request,
        manage::closing(&id("a")).request,
        manage::report(&id("a"), &report, "\"e\"", "k").request,
        manage::reported().request,
        notices::wishes().request,
        notices::change_wishes(&Wishes::default(), "k").request,
        notices::news().request,
        notices::push_key().request,
        notices::turn_on(&device, "k").request,
        notices::turn_off(&device, "k").request,
        consents::mine().request,
        consents::ask(&Purpose::Everything, "k").request,
        consents::look("s", "k").request,
        roster::list(Some("\"e\"")).request,
        roster::since(&Cursor("c".into())).request,
        roster::history(&id("m")).request,
        roster::attendance(&id("m")).request,
        roster::participation(Some("\"e\"")).request,
        roster::presence(&Here { tab: id("t"), member: Some(id("m")), gone: false }, "k").request,
        messages::list().request,
        messages::terms().request,
        messages::get(&id("msg")).request,
        messages::send(&message, "k").request,
        messages::cancel(&id("msg"), "k").request,
        messages::retry(&id("msg"), "k").request,
        messages::opt_out(&id("m")).request,
        messages::set_opt_out(&id("m"), true, "k").request,
        messages::answer("s", WantedMessages::Look, "k").request,
        kiosk::ask_pairing("s", "k").request,
        kiosk::pair(&device_new, "k").request,
        kiosk::list().request,
        kiosk::change(&id("d"), &DevicePatch::default(), "k").request,
        kiosk::remove(&id("d"), "k").request,
        kiosk::events(&id("d")).request,
        kiosk::today().request,
        kiosk::write_to(&shift_message, "k").request,
        kiosk::beat("s", &beat).request,
        kiosk::day("s", Some("\"e\"")).request,
        kiosk::walk_in("s", &walk_in, Instant(0)).request,
        kiosk::mark("s", &kiosk_mark, Instant(0)).request,
        kiosk::book("s", &kiosk_booking, Instant(0)).request,
        kiosk::seated("s", &seated, Instant(0)).request,
        centre::get().request,
        centre::settings().request,
        centre::put(&crate::centre::settings(), Some("\"e\""), 1, "k").request,
        centre::check(&crate::centre::settings(), "k").request,
        centre::day(Day::constant(2026, 11, 28)).request,
        centre::day_unless(Day::constant(2026, 11, 28), Some("\"e\"")).request,
        centre::bookings(Day::constant(2026, 11, 28)).request,
        centre::mine().request,
        centre::book(&id("b"), &booking, "k").request,
        centre::cancel(&id("b"), "k").request,
        centre::check_in(&id("b"), Instant(0), Instant(0), "k").request,
        centre::release(&id("b"), "k").request,
        centre::move_to(&id("b"), &moved, "k").request,
        Request::get(centre::calendar_path(&id("b"), Lang::Kk)),
        centre::hold(&id("b"), &held, "k").request,
        centre::series(&id("s"), &repeated, "k").request,
        centre::cancel_series(&id("s"), "k").request,
        consents::answer(&ConsentAnswer { secret: "s".to_owned(), answer: Answer::Refuse }, "k").request,
    ]
}

fn matches(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len() && template.iter().zip(&path).all(|(a, b)| a == b || a.starts_with('{'))
}

#[tokio::test]
async fn the_client_asks_nothing_that_is_not_described() {
    let place = Place::sqlite();
    let hub = Hub::on(&place).await;
    let document: Value = hub.get("/openapi.json").send().await.unwrap().json().await.unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let paths = document["paths"].as_object().unwrap();
    for request in requests() {
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        let path = format!("/api/v1{path}");
        let mut fitting: Vec<_> = paths.iter().filter(|(template, _)| matches(template, &path)).collect();
        fitting.sort_by_key(|(template, _)| template.matches('{').count());
        let (_, item) = fitting.first().unwrap_or_else(|| panic!("{path} is not described"));
        let operation = &item[crate::hub::method(request.method)];
        assert!(operation.is_object(), "{} {path}", request.method.as_str());
        let described = |place: &str, name: &str| {
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            parameters.iter().any(|p| p["in"] == place && p["name"].as_str().is_some_and(|known| known.eq_ignore_ascii_case(name)))
        };
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, _) = pair.split_once('=').unwrap();
            assert!(described("query", name), "{path}: {name}");
        }
        let as_kiosk = operation["security"].as_array().is_some_and(|all| all.iter().any(|one| one["kiosk"].is_array()));
        assert_eq!(request.headers.iter().any(|(name, _)| name == "authorization"), as_kiosk, "{path}");
        // Described by its scheme.
        let known = |name: &str| matches!(name, "accept" | "content-type") || (as_kiosk && name == "authorization");
        for (name, _) in request.headers.iter().filter(|(name, _)| !known(name)) {
            assert!(described("header", name), "{path}: {name}");
        }
        assert_eq!(request.body.is_some(), operation["requestBody"].is_object(), "{path}");
        if let Some(body) = &request.body {
            check_body(&document, &operation["requestBody"]["content"]["application/json"]["schema"], body);
        }
    }
}

/// Every field that is sent stands in the schema.
fn check_body(document: &Value, schema: &Value, body: &str) {
    let name = schema["$ref"].as_str().expect("a named schema").rsplit('/').next().unwrap();
    let properties = document["components"]["schemas"][name]["properties"].as_object().unwrap_or_else(|| panic!("{name} is described"));
    let body: Value = serde_json::from_str(body).unwrap();
    for field in body.as_object().unwrap().keys() {
        assert!(properties.contains_key(field), "{name}: {field}");
    }
}

#[test]
fn the_document_is_whole() {
    let document = serde_json::to_value(meyirim_backend::openapi::document()).unwrap();
    let mut operations = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            operations += 1;
            let responses = operation["responses"].as_object().unwrap();
            for status in ["429", "500", "503"] {
                assert_eq!(
                    responses[status]["content"]["application/problem+json"]["schema"]["$ref"], "#/components/schemas/Problem",
                    "{method} {path} {status}"
                );
            }
            assert!(operation["summary"].is_string(), "{method} {path} says what it does");
            assert!(operation["operationId"].is_string());
        }
    }
    assert_eq!(operations, 121);
    // No reference leads nowhere.
    let text = document.to_string();
    for part in text.split("\"$ref\":\"#/components/schemas/").skip(1) {
        let name = part.split('"').next().unwrap();
        assert!(document["components"]["schemas"][name].is_object(), "{name}");
    }
}
