//! A centre of tests, and times in it.

use super::id;
use meyirim::model::{
    Booking, Day, Instant, Lang, PersonId, Phone, Texts, Zone,
    booking::{Booker, Desk, Holder, NewBooking, NoBooking},
    booking_acts::{NoAct, book, check_in},
    booking_walk_in::KioskBooking,
    centre::{Centre, ClosedDay, Open, Resource, ResourceKind, Rules},
    clash::Span,
};

pub fn texts(text: &str) -> Texts {
    Texts::new(Some(text), Some(text), Some(text)).expect("a text")
}

/// Monday to Friday from 9 to 13 and from 14 to 20, on Saturday from 10 to 18; three seats and a room.
pub fn centre() -> Centre {
    let day = |weekday| [Open { weekday, from: 540, to: 780 }, Open { weekday, from: 840, to: 1200 }];
    let one = |name: &str, kind| Resource { id: id(name), kind, name: texts(name), capacity: 1, equipment: Vec::new() };
    Centre {
        name: texts("Centre"),
        about: texts("About"),
        address: None,
        coordinates: None,
        open: (1..=5).flat_map(day).chain([Open { weekday: 6, from: 600, to: 1080 }]).collect(),
        closed: vec![ClosedDay { day: Day::constant(2026, 12, 16), why: None }],
        rules: Rules { slot: 60, days_ahead: 14, a_day: 240, a_week: 600, release_after: 15, check_in_before: 15 },
        resources: vec![
            one("s1", ResourceKind::Seat),
            one("s2", ResourceKind::Seat),
            one("s3", ResourceKind::Seat),
            one("r1", ResourceKind::Room),
        ],
        demo: true,
    }
}

pub fn zone() -> Zone {
    Zone::fixed("Asia/Almaty", 5 * 3600)
}

/// Monday.
pub const MONDAY: Day = Day::constant(2026, 12, 7);

pub fn at(zone: &Zone, day: Day, hour: u16) -> Instant {
    zone.start_at(day, hour * 60)
}

pub fn time(zone: &Zone, day: Day, from: u16, to: u16) -> Span {
    Span { starts: at(zone, day, from), ends: at(zone, day, to) }
}

pub fn new(resource: &str, time: Span) -> NewBooking {
    NewBooking { resource: id(resource), from: time.starts, to: time.ends, made_at: Instant(0) }
}

pub fn person(number: usize) -> PersonId {
    id(&format!("p{number}"))
}

/// Their number, which their account has proved.
pub fn phone(number: usize) -> Phone {
    Phone::parse(&format!("+7701000000{number}")).expect("a phone")
}

/// Somebody with an account and a phone.
pub fn booker(number: usize) -> Booker {
    Booker { account: Some(person(number)), phone: Some(phone(number)) }
}

/// They book for themselves.
pub fn book_own(desk: &Desk, all: &[Booking], name: &str, who: usize, new: &NewBooking) -> Result<Booking, NoBooking> {
    book(desk, all, &id(name), &booker(who), Holder::Person { id: person(who), name: None }, new)
}

/// What they enter at a kiosk.
pub fn at_kiosk(name: &str, who: usize, resource: &str, time: Span) -> KioskBooking {
    let Span { starts: from, ends: to } = time;
    let phone = phone(who);
    KioskBooking {
        id: id(name),
        resource: id(resource),
        from,
        to,
        name: "Aigul".into(),
        phone,
        lang: Lang::Kk,
        agreed: true,
        made_at: from,
    }
}

/// Whose it is, as the backend finds out.
pub fn whose(booking: &Booking) -> Booker {
    (0..9).map(booker).find(|one| one.has(booking)).unwrap_or_default()
}

/// Somebody comes to it.
pub fn come(desk: &Desk, all: &[Booking], booking: &Booking, at: Instant, by_desk: bool) -> Result<Booking, NoAct> {
    check_in(desk, all, booking, &whose(booking), at, by_desk)
}
