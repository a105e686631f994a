//! A centre of tests, and times in it.

use super::id;
use meyirim::model::{
    Day, Instant, PersonId, Texts, Zone,
    booking::NewBooking,
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
