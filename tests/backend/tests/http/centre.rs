//! The coworking centre: booking, two at once, shares, release, check-in told late, the desk, series.

use crate::hub::{Hub, Place, id, key, kind};
use meyirim::{
    api::{ApiError, Fetched, ProblemKind, centre, rights, session},
    model::{
        Booking, Centre, Day, Instant, Role, Texts, Zone,
        audit::Wanted,
        booking::{BookingState, Holder, NewBooking, NoBooking},
        booking_acts::{DeskBooking, DeskWhat, MoveBooking},
        booking_series::BookingSeries,
        centre::{Open, Resource, ResourceKind, Rules},
        instant::{DAY, HOUR, MINUTE, add_days},
        series::{Repeat, Rhythm},
    },
};

crate::on_both!(
    booking_and_giving_up,
    two_at_once,
    many_at_once_in_any_order,
    each_refusal,
    nobody_came,
    a_check_in_that_is_told_late,
    a_check_in_by_a_wrong_clock,
    the_desk,
    a_series,
    who_may,
    what_is_taken_has_no_names,
    a_calendar_file,
    my_data_and_the_end_of_it,
    no_centre
);

fn texts(text: &str) -> Texts {
    Texts::new(Some(text), Some(text), Some(text)).expect("a text")
}

/// Open around the clock, so that a test runs at any hour.
pub fn settings() -> Centre {
    let one = |name: &str, kind| Resource { id: id(name), kind, name: texts(name), capacity: 1, equipment: Vec::new() };
    Centre {
        name: texts("Коворкинг"),
        about: texts("Орын"),
        address: Some(texts("Абай көшесі, 1")),
        coordinates: None,
        open: (1..=7).map(|weekday| Open { weekday, from: 0, to: 1440 }).collect(),
        closed: Vec::new(),
        rules: Rules { slot: 60, days_ahead: 14, a_day: 180, a_week: 480, release_after: 15, check_in_before: 15 },
        resources: vec![one("s1", ResourceKind::Seat), one("s2", ResourceKind::Seat), one("r1", ResourceKind::Room)],
        demo: false,
    }
}

pub async fn hub(place: &Place) -> (Hub, String) {
    let hub = Hub::on(place).await;
    let staff = hub.person("staff", None, &[Role::Coordinator]).await;
    hub.call(Some(&staff), centre::put(&settings(), None, 0, &key())).await.expect("a centre");
    (hub, staff)
}

/// The settings that there are, and what a change of them is based on.
pub async fn there(hub: &Hub) -> (Centre, String) {
    let Ok(Fetched::New((centre, Some(etag)))) = hub.call(None, centre::settings()).await else { panic!("settings") };
    (centre, etag)
}

pub async fn change(hub: &Hub, by: &str, to: &Centre, strands: usize) -> Result<(Centre, Option<String>), ApiError> {
    let (_, etag) = there(hub).await;
    hub.call(Some(by), centre::put(to, Some(&etag), strands, &key())).await
}

fn zone(hub: &Hub) -> Zone {
    hub.server.app.zone.clone()
}

/// Tomorrow at that hour.
fn tomorrow(hub: &Hub, hour: u16) -> Instant {
    let zone = zone(hub);
    zone.start_at(add_days(zone.day(hub.now()), 1), hour * 60)
}

pub fn new(hub: &Hub, resource: &str, hour: u16, hours: i64) -> NewBooking {
    let from = tomorrow(hub, hour);
    NewBooking { resource: id(resource), from, to: from.plus(hours * HOUR), made_at: hub.now() }
}

pub async fn book(hub: &Hub, token: &str, name: &str, new: &NewBooking) -> Result<Booking, ApiError> {
    hub.call(Some(token), centre::book(&id(name), new, &key())).await
}

pub fn why<T: std::fmt::Debug>(result: Result<T, ApiError>) -> NoBooking {
    match result {
        Err(ApiError::Problem { problem, .. }) if problem.kind() == ProblemKind::NoBooking => {
            NoBooking::from_code(problem.detail.as_deref().expect("why")).expect("a reason that is known")
        }
        other => panic!("not refused: {other:?}"),
    }
}

async fn busy(hub: &Hub, day: Day) -> usize {
    hub.call(None, centre::day(day)).await.expect("a day").busy.len()
}

pub fn to_moment(hub: &Hub, at: Instant) {
    hub.server.app.clock.put_forward(at.0 - hub.now().0);
}

async fn booking_and_giving_up(place: Place) {
    let (hub, _) = hub(&place).await;
    let me = hub.adult("aigul").await;
    let wanted = new(&hub, "s1", 10, 2);
    let day = zone(&hub).day(wanted.from);
    let (same, before) = (key(), hub.db().head().await.expect("a number"));
    let booked = hub.call(Some(&me), centre::book(&id("b1"), &wanted, &same)).await.expect("booked");
    assert_eq!((booked.state, booked.rev, booked.from, booked.to), (BookingState::Booked, 1, wanted.from, wanted.to));
    // The same key, and the same booking under another: a phone that lost its answer, and one that lost its memory.
    assert_eq!(hub.call(Some(&me), centre::book(&id("b1"), &wanted, &same)).await.expect("repeated"), booked);
    assert_eq!(book(&hub, &me, "b1", &wanted).await.expect("the same"), booked);
    assert_eq!(busy(&hub, day).await, 1);
    assert!(hub.db().head().await.expect("a number") > before, "whoever looks hears that something has changed");
    assert_eq!(hub.call(Some(&me), centre::mine()).await.expect("mine").items, [booked]);
    // An id that is somebody's is nobody else's.
    let other = hub.adult("marat").await;
    assert_eq!(kind(book(&hub, &other, "b1", &wanted).await), ProblemKind::Invalid);
    assert_eq!(kind(hub.call(Some(&other), centre::cancel(&id("b1"), &key())).await), ProblemKind::NotFound);
    assert_eq!(why(book(&hub, &other, "b2", &wanted).await), NoBooking::Taken);
    let given_up = hub.call(Some(&me), centre::cancel(&id("b1"), &key())).await.expect("given up");
    assert_eq!((given_up.state, given_up.rev), (BookingState::Cancelled, 2));
    assert_eq!(hub.call(Some(&me), centre::cancel(&id("b1"), &key())).await.expect("twice is once"), given_up);
    assert_eq!(busy(&hub, day).await, 0);
    book(&hub, &other, "b2", &wanted).await.expect("free again");
    assert_eq!(kind(hub.call(None, centre::mine()).await), ProblemKind::SignIn);
}

async fn two_at_once(place: Place) {
    let (hub, _) = hub(&place).await;
    let people = hub.people(8).await;
    let wanted = new(&hub, "r1", 12, 1);
    let tries = people.iter().enumerate().map(|(number, token)| {
        let (hub, wanted) = (&hub, &wanted);
        async move { book(hub, token, &format!("b{number}"), wanted).await }
    });
    let outcomes = futures_util::future::join_all(tries).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    for refused in outcomes.into_iter().filter(Result::is_err) {
        assert_eq!(why(refused), NoBooking::Taken);
    }
    assert_eq!(busy(&hub, zone(&hub).day(wanted.from)).await, 1);
}

/// Two devices without a network and a phone: whatever comes first, and however it is mixed, hours that overlap are had once.
async fn many_at_once_in_any_order(place: Place) {
    let (hub, staff) = hub(&place).await;
    let people = hub.people(6).await;
    let mut tries = Vec::new();
    for (number, token) in people.iter().enumerate() {
        for step in 0..3_u16 {
            let hour = 9 + (number as u16 * 5 + step * 3) % 6;
            let wanted = new(&hub, if (number + usize::from(step)).is_multiple_of(2) { "s1" } else { "s2" }, hour, 2);
            let hub = &hub;
            tries.push(async move { book(hub, token, &format!("b{number}-{step}"), &wanted).await.is_ok() });
        }
    }
    let booked = futures_util::future::join_all(tries).await.into_iter().filter(|done| *done).count();
    let day = zone(&hub).day(tomorrow(&hub, 9));
    let all = hub.call(Some(&staff), centre::bookings(day)).await.expect("the day").items;
    assert_eq!(all.len(), booked);
    for (at, a) in all.iter().enumerate() {
        assert!(all[at + 1..].iter().all(|b| a.resource != b.resource || !a.time().overlaps(b.time())), "{all:?}");
        assert!(all[at + 1..].iter().all(|b| a.person() != b.person() || !a.time().overlaps(b.time())), "{all:?}");
    }
}

async fn each_refusal(place: Place) {
    let (hub, staff) = hub(&place).await;
    let me = hub.adult("aigul").await;
    let off = |wanted: &NewBooking, by: i64| NewBooking { from: wanted.from.plus(by), to: wanted.to.plus(by), ..wanted.clone() };
    let one = new(&hub, "s1", 10, 1);
    for (wanted, reason) in [
        (new(&hub, "s9", 10, 1), NoBooking::NoSuchPlace),
        (off(&one, 5 * MINUTE), NoBooking::NotOnTheHour),
        (off(&one, -3 * DAY), NoBooking::Past),
        (off(&one, 20 * DAY), NoBooking::TooFarAhead { days: 14 }),
        (new(&hub, "s1", 8, 4), NoBooking::DayLimit { minutes: 180 }),
    ] {
        assert_eq!(why(book(&hub, &me, &key(), &wanted).await), reason);
    }
    book(&hub, &me, "b1", &one).await.expect("booked");
    assert_eq!(why(book(&hub, &me, "b2", &new(&hub, "s2", 10, 1)).await), NoBooking::Own);
    // A refusal stays one for its key, and another key asks anew.
    let (again, wanted, other) = (key(), new(&hub, "s1", 10, 1), hub.adult("marat").await);
    let ask = || hub.call(Some(&other), centre::book(&id("b3"), &wanted, &again));
    assert_eq!(why(ask().await), NoBooking::Taken);
    hub.call(Some(&me), centre::cancel(&id("b1"), &key())).await.expect("given up");
    assert_eq!(why(ask().await), NoBooking::Taken);
    book(&hub, &other, "b3", &wanted).await.expect("booked");
    let mut closed = settings();
    closed.closed = vec![meyirim::model::centre::ClosedDay { day: zone(&hub).day(one.from), why: None }];
    change(&hub, &staff, &closed, 1).await.expect("changed");
    assert_eq!(why(book(&hub, &me, "b4", &one).await), NoBooking::Closed);
    let mut wrong = settings();
    wrong.rules.slot = 0;
    assert_eq!(kind(hub.call(Some(&staff), centre::put(&wrong, None, 0, &key())).await), ProblemKind::Invalid);
    // What is no day, and what is none of ours.
    for path in ["/centre/days/tomorrow", "/centre/days/2026-13-01", "/centre/days/-001-01-01"] {
        assert_eq!(hub.get(path).send().await.expect("an answer").status(), 404, "{path}");
    }
}

async fn nobody_came(place: Place) {
    let (hub, staff) = hub(&place).await;
    let (me, other) = (hub.adult("aigul").await, hub.adult("marat").await);
    let wanted = new(&hub, "s1", 10, 2);
    let day = zone(&hub).day(wanted.from);
    book(&hub, &me, "b1", &wanted).await.expect("booked");
    to_moment(&hub, wanted.from.plus(14 * MINUTE));
    assert_eq!(why(book(&hub, &other, "b2", &wanted).await), NoBooking::Taken);
    hub.server.app.clock.put_forward(MINUTE);
    // By rule, before anybody has written it down.
    assert_eq!(busy(&hub, day).await, 0);
    assert_eq!(hub.call(Some(&me), centre::mine()).await.expect("mine").items[0].state, BookingState::Released);
    let booked = book(&hub, &other, "b2", &wanted).await.expect("free again");
    assert!(booked.since >= wanted.from);
    // And then it is written down, of that one alone.
    meyirim_backend::app::release_bookings(&hub.server.app).await.expect("written down");
    let states: Vec<(String, i64)> =
        sqlx::query_as("SELECT state, rev FROM bookings ORDER BY id").fetch_all(&hub.db().pool).await.expect("rows");
    assert_eq!(states, [("released".to_owned(), 2), ("booked".to_owned(), 1)]);
    let here = hub.call(Some(&other), centre::check_in(&id("b2"), hub.now(), hub.now(), &key())).await.expect("here");
    assert_eq!(here.state, BookingState::CheckedIn);
    hub.server.app.clock.put_forward(HOUR);
    meyirim_backend::app::release_bookings(&hub.server.app).await.expect("nothing to do");
    assert_eq!(busy(&hub, day).await, 1);
    // Long over: forgotten.
    hub.server.app.clock.put_forward(91 * DAY);
    meyirim_backend::app::purge(&hub.server.app).await.expect("purged");
    let left: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM bookings").fetch_one(&hub.db().pool).await.expect("a number");
    assert_eq!(left, 0);
    drop(staff);
}

async fn a_check_in_that_is_told_late(place: Place) {
    let (hub, staff) = hub(&place).await;
    let (me, other) = (hub.adult("aigul").await, hub.adult("marat").await);
    let (first, second) = (new(&hub, "s1", 10, 1), new(&hub, "s1", 11, 1));
    book(&hub, &me, "b1", &first).await.expect("booked");
    book(&hub, &me, "b2", &second).await.expect("booked");
    let early = hub.call(Some(&me), centre::check_in(&id("b1"), hub.now(), hub.now(), &key())).await;
    assert_eq!(early.as_ref().err().and_then(ApiError::moment), Some(first.from.plus(-15 * MINUTE)));
    to_moment(&hub, first.from.plus(40 * MINUTE));
    let pressed = first.from.plus(5 * MINUTE);
    let here = hub.call(Some(&me), centre::check_in(&id("b1"), pressed, hub.now(), &key())).await.expect("in time, told late");
    assert_eq!(here.state, BookingState::CheckedIn);
    to_moment(&hub, second.from.plus(30 * MINUTE));
    book(&hub, &other, "b3", &second).await.expect("free again");
    let pressed = second.from.plus(5 * MINUTE);
    assert_eq!(why(hub.call(Some(&me), centre::check_in(&id("b2"), pressed, hub.now(), &key())).await), NoBooking::Gone);
    // At the desk they see who is there.
    to_moment(&hub, second.from.plus(50 * MINUTE));
    assert!(hub.call(Some(&other), centre::check_in(&id("b3"), hub.now(), hub.now(), &key())).await.is_err());
    let here = hub.call(Some(&staff), centre::check_in(&id("b3"), hub.now(), hub.now(), &key())).await.expect("here");
    assert_eq!(here.state, BookingState::CheckedIn);
}

/// A phone that is two hours behind or ahead, and says so.
async fn a_check_in_by_a_wrong_clock(place: Place) {
    let (hub, _) = hub(&place).await;
    let (me, other) = (hub.adult("aigul").await, hub.adult("marat").await);
    let wanted = new(&hub, "s1", 10, 1);
    book(&hub, &me, "b1", &wanted).await.expect("booked");
    book(&hub, &other, "b2", &NewBooking { resource: id("s2"), ..wanted.clone() }).await.expect("booked");
    to_moment(&hub, wanted.from.plus(-30 * MINUTE));
    let ask = |token: &str, name: &str, pressed: Instant, off: i64| {
        let call = centre::check_in(&id(name), pressed.plus(off), hub.now().plus(off), &key());
        let (hub, token) = (&hub, token.to_owned());
        async move { hub.call(Some(&token), call).await }
    };
    let early = ask(&me, "b1", hub.now(), 2 * HOUR).await;
    assert_eq!(early.err().as_ref().and_then(ApiError::moment), Some(wanted.from.plus(-15 * MINUTE)), "ahead opens nothing sooner");
    to_moment(&hub, wanted.from.plus(40 * MINUTE));
    let late = ask(&me, "b1", hub.now(), -HOUR / 2).await;
    assert_eq!(late.err().as_ref().and_then(ApiError::moment), Some(wanted.from.plus(15 * MINUTE)), "behind keeps nothing open");
    let pressed = wanted.from.plus(5 * MINUTE);
    for (token, name, off) in [(&me, "b1", -2 * HOUR), (&other, "b2", 2 * HOUR)] {
        assert_eq!(ask(token, name, pressed, off).await.expect("in time").state, BookingState::CheckedIn, "{name}");
    }
    let request = hub.ask("POST", "/centre/bookings/b1/check-in").bearer_auth(&me).header("idempotency-key", key());
    let body = meyirim::model::booking_acts::CheckIn { at: pressed };
    assert_eq!(request.header("sent-at", "noon").json(&body).send().await.expect("an answer").status(), 400);
}

async fn the_desk(place: Place) {
    let (hub, staff) = hub(&place).await;
    let me = hub.adult("aigul").await;
    let at = |resource: &str, hour, what| {
        let NewBooking { resource, from, to, made_at } = new(&hub, resource, hour, 1);
        DeskBooking { resource, from, to, what, made_at }
    };
    let walk_in = |name: &str| DeskWhat::WalkIn { name: name.into(), phone: None, here: true };
    let held = hub.call(Some(&staff), centre::hold(&id("w1"), &at("s1", 10, walk_in("  Айгүл  ")), &key())).await.expect("held");
    assert_eq!((held.holder, held.state), (Holder::WalkIn { name: "Айгүл".into(), phone: None }, BookingState::Booked));
    assert_eq!(kind(hub.call(Some(&staff), centre::hold(&id("w2"), &at("s2", 10, walk_in(" ")), &key())).await), ProblemKind::Invalid);
    let block = DeskWhat::Block { why: Some("Жөндеу".into()) };
    hub.call(Some(&staff), centre::hold(&id("x1"), &at("r1", 10, block.clone()), &key())).await.expect("blocked");
    assert_eq!(why(hub.call(Some(&staff), centre::hold(&id("x2"), &at("s1", 10, block), &key())).await), NoBooking::Taken);
    assert_eq!(why(book(&hub, &me, "b0", &new(&hub, "r1", 10, 1)).await), NoBooking::Taken);
    book(&hub, &me, "b1", &new(&hub, "s2", 10, 1)).await.expect("booked");
    // Moved, unless somebody was faster.
    let to = |resource: &str, hour, rev| {
        let NewBooking { resource, from, to, .. } = new(&hub, resource, hour, 1);
        MoveBooking { resource, from, to, rev }
    };
    let go = |to: MoveBooking| hub.call(Some(&staff), centre::move_to(&id("b1"), &to, &key()));
    assert_eq!(why(go(to("s1", 10, 1)).await), NoBooking::Taken);
    assert_eq!(kind(go(to("s1", 11, 4)).await), ProblemKind::Changed);
    let moved = go(to("s1", 11, 1)).await.expect("moved");
    assert_eq!((moved.rev, moved.resource.as_str()), (2, "s1"));
    assert_eq!(hub.call(Some(&me), centre::mine()).await.expect("mine").items[0].resource.as_str(), "s1");
    let day = zone(&hub).day(moved.from);
    let all = hub.call(Some(&staff), centre::bookings(day)).await.expect("the day").items;
    let own = all.iter().find(|one| one.id == id("b1")).expect("there");
    assert_eq!(own.holder, Holder::Person { id: id("aigul"), name: Some("aigul".into()) });
    // Too early to say that nobody came.
    assert_eq!(kind(hub.call(Some(&staff), centre::release(&id("b1"), &key())).await), ProblemKind::NotNow);
    to_moment(&hub, moved.from.plus(MINUTE));
    assert_eq!(hub.call(Some(&staff), centre::release(&id("b1"), &key())).await.expect("free").state, BookingState::Released);
    // What was done to people stands in the audit, without names.
    let admin = hub.person("admin", None, &[Role::Administrator]).await;
    let lines = hub.call(Some(&admin), rights::audit(&Wanted::default(), None)).await.expect("the audit").items;
    let acts: Vec<&str> =
        lines.iter().rev().map(|line| line.entry.act.as_str()).filter(|act| act.contains("centre") || act.contains("booking")).collect();
    assert_eq!(acts, ["centre_booked", "centre_booked", "centre_booked", "booking_changed", "centre_viewed", "booking_changed"]);
    assert!(lines.iter().all(|line| !line.entry.details.contains("Айгүл")));
}

async fn a_series(place: Place) {
    let (hub, staff) = hub(&place).await;
    let me = hub.adult("aigul").await;
    let zone = zone(&hub);
    let from = add_days(zone.day(hub.now()), 1);
    book(&hub, &me, "b1", &new(&hub, "r1", 10, 1)).await.expect("booked");
    let repeat = Repeat { from, until: add_days(from, 6), every: 1, on: Rhythm::Weekly((1..=7).collect()) };
    let what = DeskWhat::WalkIn { name: "Курс".into(), phone: None, here: false };
    let mut series = BookingSeries { resource: id("r1"), repeat, from: 600, to: 720, what, made_at: hub.now(), preview: true };
    let ask = |series: &BookingSeries| hub.call(Some(&staff), centre::series(&id("course"), series, &key()));
    let foreseen = ask(&series).await.expect("foreseen");
    assert_eq!((foreseen.booked.len(), foreseen.skipped.len(), foreseen.skipped[0].reason()), (6, 1, Some(NoBooking::Taken)));
    assert_eq!(busy(&hub, add_days(from, 1)).await, 0, "nothing is booked yet");
    series.preview = false;
    let done = ask(&series).await.expect("booked");
    assert_eq!((done.booked.len(), done.skipped), (6, foreseen.skipped));
    assert_eq!(busy(&hub, add_days(from, 1)).await, 1);
    assert_eq!(ask(&series).await.expect("once more").booked, []);
    let gone = hub.call(Some(&staff), centre::cancel_series(&id("course"), &key())).await.expect("given up").items;
    assert_eq!(gone.len(), 6);
    assert_eq!(busy(&hub, add_days(from, 1)).await, 0);
    assert_eq!(kind(hub.call(Some(&staff), centre::cancel_series(&id("other"), &key())).await), ProblemKind::NotFound);
    series.repeat.every = 0;
    assert_eq!(kind(ask(&series).await), ProblemKind::Invalid);
}

async fn who_may(place: Place) {
    let (hub, _) = hub(&place).await;
    let me = hub.adult("aigul").await;
    let auditor = hub.person("auditor", None, &[Role::Auditor]).await;
    let wanted = new(&hub, "s1", 10, 1);
    let day = zone(&hub).day(wanted.from);
    book(&hub, &me, "b1", &wanted).await.expect("booked");
    let held =
        DeskBooking { resource: id("s1"), from: wanted.from, to: wanted.to, what: DeskWhat::Block { why: None }, made_at: hub.now() };
    let moved = MoveBooking { resource: id("s2"), from: wanted.from, to: wanted.to, rev: 1 };
    for token in [&me, &auditor] {
        assert_eq!(kind(hub.call(Some(token), centre::bookings(day)).await), ProblemKind::Forbidden);
        assert_eq!(kind(hub.call(Some(token), centre::hold(&id("x"), &held, &key())).await), ProblemKind::Forbidden);
        assert_eq!(kind(hub.call(Some(token), centre::move_to(&id("b1"), &moved, &key())).await), ProblemKind::Forbidden);
        assert_eq!(kind(hub.call(Some(token), centre::release(&id("b1"), &key())).await), ProblemKind::Forbidden);
        assert_eq!(kind(hub.call(Some(token), centre::put(&settings(), None, 0, &key())).await), ProblemKind::Forbidden);
        assert_eq!(kind(hub.call(Some(token), centre::check(&settings(), &key())).await), ProblemKind::Forbidden);
        assert_eq!(kind(hub.call(Some(token), centre::cancel_series(&id("s"), &key())).await), ProblemKind::Forbidden);
    }
    assert_eq!(kind(hub.call(Some(&auditor), centre::cancel(&id("b1"), &key())).await), ProblemKind::NotFound);
    assert_eq!(kind(book_signed_out(&hub, &wanted).await), ProblemKind::SignIn);
}

async fn book_signed_out(hub: &Hub, wanted: &NewBooking) -> Result<Booking, ApiError> {
    hub.call(None, centre::book(&id("b9"), wanted, &key())).await
}

async fn what_is_taken_has_no_names(place: Place) {
    let (hub, _) = hub(&place).await;
    let me = hub.adult("aigul").await;
    let wanted = new(&hub, "s1", 10, 1);
    let day = zone(&hub).day(wanted.from);
    book(&hub, &me, "b1", &wanted).await.expect("booked");
    let Ok(Fetched::New((known, etag))) = hub.call(None, centre::day_unless(day, None)).await else { panic!("a day") };
    assert_eq!((known.day, known.busy.len()), (day, 1));
    let text = serde_json::to_string(&known).expect("JSON");
    assert!(!text.contains("aigul") && !text.contains("b1"), "{text}");
    assert_eq!(hub.call(None, centre::day_unless(day, etag.as_deref())).await, Ok(Fetched::Unchanged));
    hub.call(Some(&me), centre::cancel(&id("b1"), &key())).await.expect("given up");
    assert!(matches!(hub.call(None, centre::day_unless(day, etag.as_deref())).await, Ok(Fetched::New(_))));
}

async fn a_calendar_file(place: Place) {
    let (hub, _) = hub(&place).await;
    let (me, other) = (hub.adult("aigul").await, hub.adult("marat").await);
    book(&hub, &me, "b1", &new(&hub, "s1", 10, 2)).await.expect("booked");
    let read = |token: String| hub.get(&centre::calendar_path(&id("b1"), meyirim::model::Lang::Ru)).bearer_auth(token).send();
    let answer = read(me).await.expect("an answer");
    assert_eq!(answer.headers()["content-type"], "text/calendar; charset=utf-8");
    let text = answer.text().await.expect("a text");
    for line in ["UID:centre.b1@", "STATUS:CONFIRMED", "SUMMARY:Коворкинг: s1", "LOCATION:Абай көшесі\\, 1", "DTSTART:"]
    {
        assert!(text.contains(line), "{line}: {text}");
    }
    assert_eq!(read(other).await.expect("an answer").status(), 404);
}

async fn my_data_and_the_end_of_it(place: Place) {
    let (hub, _) = hub(&place).await;
    let me = hub.adult("aigul").await;
    let wanted = new(&hub, "s1", 10, 1);
    book(&hub, &me, "b1", &wanted).await.expect("booked");
    assert_eq!(hub.call(Some(&me), session::my_data()).await.expect("my data").bookings.len(), 1);
    hub.call(Some(&me), session::delete_me(&key())).await.expect("gone");
    assert_eq!(busy(&hub, zone(&hub).day(wanted.from)).await, 0);
}

async fn no_centre(place: Place) {
    let hub = Hub::on(&place).await;
    let me = hub.adult("aigul").await;
    assert_eq!(kind(hub.call(None, centre::get()).await), ProblemKind::NotFound);
    assert_eq!(kind(book(&hub, &me, "b1", &new(&hub, "s1", 10, 1)).await), ProblemKind::NotFound);
    meyirim_backend::app::release_bookings(&hub.server.app).await.expect("nothing to do");
}
