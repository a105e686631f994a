//! Every endpoint of kiosks: those of people, and those of the devices, which prove who they are by their own secret. As in `api_requests.rs`, which also knows all fixtures.

mod support;

use meyirim::{
    api::{Fetched, Request, kiosk},
    model::{
        AgeClass, Guardian,
        booking::NoBooking,
        booking_walk_in::KioskBooking,
        kiosk::{
            Beat, DevicePatch, DeviceState, NewDevice,
            day::{InOrOut, KioskMark, Match, Seated, Sitter, Who, typed},
            log::{Event, Happened},
            today::Refused,
            walk_in::WalkIn,
        },
        message::{Channel, NoWay, Skip},
        shift_message::{NewShiftMessage, NotReached},
    },
};
use serde_json::{Value, json};
use support::{requests::*, *};

const SECRET: &str = "the-secret-of-a-device";

/// Says who asks, and nothing else but what is wanted.
fn is_own(request: &Request, expected: &str, more: &[(&str, &str)]) {
    assert_eq!(line(request), expected);
    let own = format!("Kiosk {SECRET}");
    let mut wanted = vec![("accept", JSON), ("authorization", &*own)];
    wanted.extend(more);
    wanted.sort_unstable();
    assert_eq!(headers(request), wanted);
}

fn body(request: &Request) -> Value {
    serde_json::from_str(request.body.as_deref().expect("a body")).expect("JSON")
}

#[test]
fn pairing_and_looking_after() {
    let call = kiosk::ask_pairing(SECRET, KEY);
    is_write(&call.request, "POST /kiosks/pairings", Some(json!({ "secret": SECRET })));
    assert_eq!(call.read(&reply("kiosk_pairing")).expect("reads").code, "48271930");
    let new = NewDevice { code: "4827 1930".into(), name: "Зал".into(), organisation: None, pin: "204060".into() };
    let call = kiosk::pair(&new, KEY);
    let wanted = json!({ "code": "4827 1930", "name": "Зал", "organisation": null, "pin": "204060" });
    is_write(&call.request, "POST /kiosks", Some(wanted));
    let call = kiosk::list();
    is_read(&call.request, "GET /kiosks", None);
    let devices = call.read(&reply("kiosks")).expect("reads");
    assert_eq!((devices[0].state, devices[0].waiting, devices[1].state), (DeviceState::Active, 2, DeviceState::Wiping));
    assert!(devices[1].last_seen.is_none() && devices[1].organisation.is_none() && devices[1].storage_full);
    let call = kiosk::change(&id("k-door"), &DevicePatch { locked: Some(true), ..DevicePatch::default() }, KEY);
    let wanted = json!({ "name": null, "pin": null, "locked": true, "wipe": false });
    is_write(&call.request, "PATCH /kiosks/k-door", Some(wanted));
    let call = kiosk::remove(&id("k-door"), KEY);
    is_write(&call.request, "DELETE /kiosks/k-door", None);
    assert!(call.read(&answer(204, &[], b"")).is_ok());
    let call = kiosk::events(&id("k-door"));
    is_read(&call.request, "GET /kiosks/k-door/events", None);
    let events: Vec<_> = call.read(&reply("kiosk_events")).expect("reads").into_iter().map(|event| event.what).collect();
    assert_eq!(events, [Happened::PinDenied, Happened::Started, Happened::Other]);
}

#[test]
fn who_comes_today() {
    let call = kiosk::today();
    is_read(&call.request, "GET /kiosks/today", None);
    let today = call.read(&reply("kiosk_today")).expect("reads");
    assert_eq!((today.shifts[0].missing(today.shifts[0].starts), today.refused[0].why, today.devices.len()), (1, Refused::Full, 1));
    let people = &today.shifts[0].people;
    assert!(people[0].is_here() && !people[1].is_here() && people[1].walked_in.is_none());
    let child = people[0].walked_in.as_ref().expect("walked in");
    assert_eq!((child.age_class, child.parent.as_ref().map(|parent| parent.how)), (AgeClass::Under14, Some(Guardian::Present)));
    let written = &today.shifts[0].messages[0];
    assert_eq!(written.unreached[0].why, NotReached::Skipped(Skip::OptedOut));
    assert_eq!(written.message.shift.as_ref().map(|of| of.action.as_str()), Some("d7"));
    assert_eq!((today.offered[1].channel, today.offered[1].not), (Channel::Text, Some(NoWay::NotSet)));
}

#[test]
fn everybody_in_a_shift_is_written_to() {
    let wanted = json!({
        "id": "msg-02", "action": "d7", "shift": "1", "channels": ["text"], "made_at": "2026-12-05T03:10:00Z",
        "texts": { "kk": { "subject": "", "body": "Қолғап ала келіңіздер." } },
    });
    let new: NewShiftMessage = serde_json::from_value(wanted.clone()).expect("a message");
    assert_eq!(new.check(), Ok(()));
    let call = kiosk::write_to(&new, KEY);
    is_write(&call.request, "POST /kiosks/today/messages", Some(wanted));
    let view = serde_json::from_str::<Value>(&fixture("message")).expect("JSON")["message"].to_string();
    assert!(call.read(&json(200, &view)).expect("reads").shift.is_none());
    // A letter has a subject.
    let letter = NewShiftMessage { channels: vec![Channel::Email], ..new };
    assert_eq!(letter.check().map_err(|(pointer, _)| pointer), Err("/texts/kk/subject".to_owned()));
}

#[test]
fn a_device_says_who_it_is() {
    let now = at("2026-12-05T05:00:00Z");
    let events = vec![Event { at: now, what: Happened::WalkIn }];
    let call = kiosk::beat(SECRET, &Beat { version: "0.1.0".into(), waiting: 1, sent_at: now, storage_full: false, events });
    is_own(&call.request, "PUT /kiosks/me", &[("content-type", JSON)]);
    assert_eq!(body(&call.request)["events"], json!([{ "at": now, "what": "walk_in" }]));
    let own = call.read(&reply("kiosk_own")).expect("reads");
    assert!(own.state == DeviceState::Locked && own.pin.opens("204060") && !own.pin.opens("204061"));
    let call = kiosk::day(SECRET, Some("W/\"1\""));
    is_own(&call.request, "GET /kiosks/me/day", &[("if-none-match", "W/\"1\"")]);
    let Fetched::New((day, _)) = call.read(&reply("kiosk_day")).expect("reads") else { panic!() };
    assert!(day.off_of(&id("d8"), &id("1")).is_some_and(|off| off.reason.is_some()) && day.off_of(&id("d7"), &id("1")).is_none());
    // As another program computed them.
    assert!(matches!(day.by_pass(&id("p-1")), Match::One(one) if one.here && one.seat == id("s-1")));
    let typed = typed("4567", "Ә").expect("typed");
    assert!(matches!(day.by_digits(&typed), Match::One(one) if one.seat == id("s-1")));
    let booked = day.sittings_by_digits(&typed).expect("of one person");
    assert_eq!((booked.len(), booked[0].seat.as_str(), day.sittings_by_pass(&id("p-1")) == booked), (1, "b-1", true));
}

#[test]
fn what_people_did_at_it() {
    let now = at("2026-12-05T05:00:00Z");
    let wanted: Value = serde_json::from_str(&fixture("kiosk_walk_in")).expect("JSON");
    let walk_in: WalkIn = serde_json::from_value(wanted.clone()).expect("a walk-in");
    assert_eq!(walk_in.check(), Ok(()));
    let call = kiosk::walk_in(SECRET, &walk_in, now);
    let sent = [("content-type", JSON), ("idempotency-key", "w-1"), ("sent-at", "2026-12-05T05:00:00Z")];
    is_own(&call.request, "POST /kiosks/me/walk-ins", &sent);
    assert_eq!(body(&call.request), wanted);
    for (who, spelt) in [
        (Who::Pass { token: "t".into() }, json!({ "pass": { "token": "t" } })),
        (Who::Seat { seat: id("s-1") }, json!({ "seat": { "seat": "s-1" } })),
        (Who::WalkIn { walk_in: id("w-1") }, json!({ "walk_in": { "walk_in": "w-1" } })),
    ] {
        let mark = KioskMark { id: id("w-1"), action: id("d7"), shift: id("1"), who, what: InOrOut::Out, at: now };
        let call = kiosk::mark(SECRET, &mark, now);
        is_own(&call.request, "POST /kiosks/me/marks", &sent);
        assert_eq!((body(&call.request)["who"].clone(), body(&call.request)["what"].clone()), (spelt, json!("out")));
        assert!(call.read(&answer(204, &[], b"")).is_ok());
        assert!(call.read(&answer(200, &[("content-type", "text/html")], b"<html>")).is_err(), "a captive portal decides nothing");
    }
}

#[test]
fn a_seat_for_today() {
    let now = at("2026-12-05T05:00:00Z");
    let wanted: Value = serde_json::from_str(&fixture("kiosk_booking")).expect("JSON");
    let new: KioskBooking = serde_json::from_value(wanted.clone()).expect("a booking");
    assert_eq!(new.clean().as_ref(), Ok(&new));
    let call = kiosk::book(SECRET, &new, now);
    let sent = [("content-type", JSON), ("idempotency-key", "kb-1"), ("sent-at", "2026-12-05T05:00:00Z")];
    is_own(&call.request, "POST /kiosks/me/bookings", &sent);
    assert_eq!(body(&call.request), wanted);
    assert!(call.read(&answer(204, &[], b"")).is_ok());
    assert!(call.read(&answer(200, &[("content-type", "text/html")], b"<html>")).is_err(), "a captive portal grants nothing");
    for (who, spelt) in [
        (Sitter::Booking { booking: id("kb-1") }, json!({ "booking": { "booking": "kb-1" } })),
        (Sitter::Seat { seat: id("b-1") }, json!({ "seat": { "seat": "b-1" } })),
    ] {
        let call = kiosk::seated(SECRET, &Seated { id: id("kb-1"), who, at: now }, now);
        is_own(&call.request, "POST /kiosks/me/seated", &sent);
        assert_eq!(body(&call.request), json!({ "id": "kb-1", "who": spelt, "at": now }));
        assert!(call.read(&answer(204, &[], b"")).is_ok());
    }
    let today = kiosk::today().read(&reply("kiosk_today")).expect("reads");
    let refused = &today.refused_bookings[0];
    assert_eq!((refused.name.as_str(), refused.reason()), ("Болат", Some(NoBooking::Taken)));
}
