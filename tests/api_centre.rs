//! Every endpoint of the centre. As in `api_requests.rs`, which also knows all fixtures.

mod support;

use meyirim::{
    api::{Fetched, centre},
    model::{
        Day, Instant, Lang, Repeat,
        booking::{BookingState, Holder, NewBooking},
        booking_acts::{DeskBooking, DeskWhat, MoveBooking},
        booking_series::BookingSeries,
        centre::{Centre, ResourceKind},
        centre_change::{strands_code, strands_of},
        instant::HOUR,
        series::Rhythm,
    },
};
use serde_json::json;
use support::{requests::*, *};

const DAY: Day = Day::constant(2026, 12, 7);

fn at(text: &str) -> Instant {
    text.parse().expect("a moment")
}

#[test]
fn the_centre_and_its_days() {
    let call = centre::get();
    is_read(&call.request, "GET /centre", None);
    let known = call.read(&reply("centre")).expect("reads");
    assert_eq!((known.resources.len(), known.resources[1].kind, known.open.len()), (2, ResourceKind::Room, 2));
    assert_eq!((known.closed[0].day, known.demo, known.resources[1].equipment.len()), (Day::constant(2026, 12, 16), false, 0));
    let call = centre::settings();
    is_read(&call.request, "GET /centre", None);
    let Ok(Fetched::New((same, Some(etag)))) = call.read(&with_header(reply("centre"), "etag", "\"c\"")) else { panic!("settings") };
    assert_eq!((&same, etag.as_str()), (&known, "\"c\""));
    let body = Some(serde_json::to_value(&known).expect("writes"));
    let call = centre::put(&known, None, 0, KEY);
    is_write(&call.request, "PUT /centre", body.clone());
    let call = centre::put(&known, Some(&etag), 3, KEY);
    assert_eq!((line(&call.request).as_str(), call.request.header_value("if-match")), ("PUT /centre?strands=3", Some("\"c\"")));
    assert_eq!(call.read(&with_header(reply("centre"), "etag", "\"d\"")), Ok((known.clone(), Some("\"d\"".to_owned()))));
    let call = centre::check(&known, KEY);
    is_write(&call.request, "POST /centre/check", body);
    let stranded = call.read(&reply("centre_check")).expect("reads");
    assert_eq!((stranded.items.len(), stranded.fresh(), stranded.items[0].why.as_str()), (2, 1, "closed"));
    assert_eq!((strands_of(&strands_code(3)), strands_of("taken")), (Some(3), None));
    let again: Centre = serde_json::from_value(serde_json::to_value(&known).expect("writes")).expect("reads");
    assert_eq!(again, known);

    let call = centre::day(DAY);
    is_read(&call.request, "GET /centre/days/2026-12-07", None);
    let day = call.read(&reply("centre_day")).expect("reads");
    assert_eq!((day.day, day.busy.len(), day.busy[0].from), (DAY, 2, at("2026-12-07T05:00:00Z")));
    let call = centre::day_unless(DAY, Some("\"e\""));
    assert_eq!(call.request.header_value("if-none-match"), Some("\"e\""));
    let Ok(Fetched::New((same, etag))) = call.read(&with_header(reply("centre_day"), "etag", "\"f\"")) else { panic!("a day") };
    assert_eq!((same, etag.as_deref()), (day, Some("\"f\"")));

    let call = centre::bookings(DAY);
    is_read(&call.request, "GET /centre/days/2026-12-07/bookings", None);
    let all = call.read(&reply("bookings")).expect("reads").items;
    assert_eq!(
        all.iter().map(|one| one.state).collect::<Vec<_>>(),
        [BookingState::CheckedIn, BookingState::Released, BookingState::Blocked]
    );
    assert!(matches!(&all[1].holder, Holder::WalkIn { name, phone: Some(_) } if name == "Марат"));
    assert_eq!(all[2].series, Some(id("cleaning")));
    let call = centre::mine();
    is_read(&call.request, "GET /me/bookings", None);
    assert_eq!(call.read(&reply("bookings")).expect("reads").items.len(), 3);
}

#[test]
fn what_is_done_with_a_booking() {
    let (from, to) = (at("2026-12-07T05:00:00Z"), at("2026-12-07T07:00:00Z"));
    let new = NewBooking { resource: id("seat-01"), from, to, made_at: at("2026-12-06T04:00:00Z") };
    let call = centre::book(&id("b1"), &new, KEY);
    let body =
        json!({ "resource": "seat-01", "from": "2026-12-07T05:00:00Z", "to": "2026-12-07T07:00:00Z", "made_at": "2026-12-06T04:00:00Z" });
    is_write(&call.request, "PUT /centre/bookings/b1", Some(body));
    let booked = call.read(&reply("booking")).expect("reads");
    assert_eq!((booked.state, booked.person(), booked.to.0 - booked.from.0), (BookingState::Booked, Some(&id("p-73")), 2 * HOUR));

    let call = centre::cancel(&id("b1"), KEY);
    is_write(&call.request, "POST /centre/bookings/b1/cancel", None);
    call.read(&reply("booking")).expect("reads");
    let call = centre::check_in(&id("b1"), from, from.plus(HOUR), KEY);
    assert_eq!(line(&call.request), "POST /centre/bookings/b1/check-in");
    let sent = [("accept", JSON), ("content-type", JSON), ("idempotency-key", KEY), ("sent-at", "2026-12-07T06:00:00Z")];
    assert_eq!(headers(&call.request), sent);
    assert_eq!(call.request.body.as_deref(), Some(r#"{"at":"2026-12-07T05:00:00Z"}"#));
    let call = centre::release(&id("b1"), KEY);
    is_write(&call.request, "POST /centre/bookings/b1/release", None);
    let call = centre::move_to(&id("b1"), &MoveBooking { resource: id("room-small"), from, to, rev: 3 }, KEY);
    let body = json!({ "resource": "room-small", "from": "2026-12-07T05:00:00Z", "to": "2026-12-07T07:00:00Z", "rev": 3 });
    is_write(&call.request, "POST /centre/bookings/b1/move", Some(body));
    assert_eq!(centre::calendar_path(&id("b1"), Lang::Ru), "/centre/bookings/b1/calendar?lang=ru");
}

#[test]
fn what_is_done_at_the_desk() {
    let (from, to) = (at("2026-12-07T05:00:00Z"), at("2026-12-07T07:00:00Z"));
    let what = DeskWhat::WalkIn { name: "Марат".into(), phone: None, here: true };
    let held = DeskBooking { resource: id("seat-01"), from, to, what: what.clone(), made_at: from };
    let call = centre::hold(&id("b2"), &held, KEY);
    is_write(&call.request, "PUT /centre/desk/b2", Some(serde_json::to_value(&held).expect("writes")));
    assert_eq!(
        serde_json::to_value(&held).expect("writes")["what"],
        json!({ "walk_in": { "name": "Марат", "phone": null, "here": true } })
    );
    assert_eq!(serde_json::from_value::<DeskWhat>(json!({ "block": {} })).expect("reads"), DeskWhat::Block { why: None });

    let repeat = Repeat { from: DAY, until: DAY, every: 1, on: Rhythm::Weekly(vec![1]) };
    let series = BookingSeries { resource: id("room-small"), repeat, from: 600, to: 720, what, made_at: from, preview: true };
    let call = centre::series(&id("course"), &series, KEY);
    is_write(&call.request, "PUT /centre/series/course", Some(serde_json::to_value(&series).expect("writes")));
    let done = call.read(&reply("series_booked")).expect("reads");
    assert_eq!((done.booked.len(), done.skipped.len()), (1, 2));
    assert!(done.skipped[0].reason().is_some() && done.skipped[1].reason().is_none(), "a reason of a later version");
    let call = centre::cancel_series(&id("course"), KEY);
    is_write(&call.request, "POST /centre/series/course/cancel", None);
}
