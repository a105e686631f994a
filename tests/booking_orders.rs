//! Bookings of the centre in any order of anything, by phones, kiosks and the desk: no place is held twice, nobody has more than their share, what a screen foresees is what is decided; hours are those of the wall's clock.

mod support;

use meyirim::model::{
    Instant, Zone,
    booking::{Booker, Booking, Desk, NewBooking, free},
    booking_acts::{DeskBooking, DeskWhat, MoveBooking, cancel, hold, move_to, release},
    booking_walk_in::book_at_kiosk,
    centre::{Centre, Open, ResourceId, minutes},
    clash::Span,
    instant::{DAY, HOUR, MINUTE, add_days},
};
use proptest::prelude::*;
use support::{
    centre::{MONDAY, at, at_kiosk, book_own, booker, centre, come, new, time, whose, zone},
    id,
};

/// What reaches the backend, from whichever device, however late.
#[derive(Debug, Clone)]
enum Try {
    Book {
        who: usize,
        place: usize,
        day: i64,
        from: u16,
        hours: u16,
    },
    /// The same people at a kiosk, which may have been without a network, for today or what it took for today.
    Kiosk {
        who: usize,
        place: usize,
        day: i64,
        from: u16,
        hours: u16,
    },
    Cancel {
        which: usize,
    },
    /// Pressed so many minutes before it is heard of.
    Here {
        which: usize,
        ago: i64,
    },
    Desk {
        place: usize,
        day: i64,
        from: u16,
        hours: u16,
        block: bool,
    },
    Move {
        which: usize,
        place: usize,
        from: u16,
        hours: u16,
    },
    Release {
        which: usize,
    },
    /// Minutes pass.
    Wait {
        minutes: i64,
    },
}

fn tries() -> impl Strategy<Value = Try> {
    let (place, day, from, hours) = (0..4_usize, 0..3_i64, 8..20_u16, 1..5_u16);
    prop_oneof![
        6 => (0..3_usize, place.clone(), day.clone(), from.clone(), hours.clone()).prop_map(|(who, place, day, from, hours)| Try::Book { who, place, day, from, hours }),
        4 => (0..3_usize, place.clone(), 0..2_i64, from.clone(), hours.clone()).prop_map(|(who, place, day, from, hours)| Try::Kiosk { who, place, day, from, hours }),
        1 => (0..40_usize).prop_map(|which| Try::Cancel { which }),
        2 => (0..40_usize, 0..90_i64).prop_map(|(which, ago)| Try::Here { which, ago }),
        2 => (place.clone(), day, from.clone(), hours.clone(), any::<bool>()).prop_map(|(place, day, from, hours, block)| Try::Desk { place, day, from, hours, block }),
        1 => (0..40_usize, place, from, hours).prop_map(|(which, place, from, hours)| Try::Move { which, place, from, hours }),
        1 => (0..40_usize).prop_map(|which| Try::Release { which }),
        2 => (1..200_i64).prop_map(|minutes| Try::Wait { minutes }),
    ]
}

/// The backend, as far as bookings go: one after another, on all that it knows.
struct Backend {
    centre: Centre,
    zone: Zone,
    now: Instant,
    all: Vec<Booking>,
    made: usize,
}

impl Backend {
    fn hear(&mut self, one: &Try) {
        let desk = Desk { centre: &self.centre, zone: &self.zone, now: self.now };
        let place = |at: usize| -> ResourceId { self.centre.resources[at].id.clone() };
        let on = |day: i64, from: u16, hours: u16| time(&self.zone, add_days(MONDAY, day), from, from + hours);
        let which = |at: usize| (!self.all.is_empty()).then(|| self.all[at % self.all.len()].clone());
        let name = format!("b{}", self.made);
        let outcome = match one {
            Try::Wait { minutes } => return self.now = self.now.plus(minutes * MINUTE),
            Try::Book { who, place: at, day, from, hours } => {
                let Span { starts, ends } = on(*day, *from, *hours);
                let new = NewBooking { resource: place(*at), from: starts, to: ends, made_at: self.now };
                book_own(&desk, &self.all, &name, *who, &new).ok()
            }
            Try::Kiosk { who, place: at, day, from, hours } => {
                let new = at_kiosk(&name, *who, place(*at).as_str(), on(*day, *from, *hours));
                book_at_kiosk(&desk, &self.all, &booker(*who), &new, 0).ok()
            }
            Try::Desk { place: at, day, from, hours, block } => {
                let Span { starts, ends } = on(*day, *from, *hours);
                let what =
                    if *block { DeskWhat::Block { why: None } } else { DeskWhat::WalkIn { name: "A".into(), phone: None, here: true } };
                hold(&desk, &self.all, &id(&name), &DeskBooking { resource: place(*at), from: starts, to: ends, what, made_at: self.now })
                    .ok()
            }
            Try::Cancel { which: at } => which(*at).and_then(|booking| cancel(&desk, &booking).ok()),
            Try::Here { which: at, ago } => {
                which(*at).and_then(|booking| come(&desk, &self.all, &booking, self.now.plus(-ago * MINUTE), false).ok())
            }
            Try::Release { which: at } => which(*at).and_then(|booking| release(&desk, &booking).ok()),
            Try::Move { which: at, place: to, from, hours } => which(*at).and_then(|booking| {
                let day = self.zone.day(booking.from);
                let Span { starts, ends } = time(&self.zone, day, *from, from + hours);
                move_to(
                    &desk,
                    &self.all,
                    &booking,
                    &whose(&booking),
                    &MoveBooking { resource: place(*to), from: starts, to: ends, rev: booking.rev },
                )
                .ok()
            }),
        };
        if let Some(booking) = outcome {
            self.made += 1;
            self.all.retain(|other| other.id != booking.id);
            self.all.push(booking);
        }
    }

    fn holding(&self) -> Vec<&Booking> {
        self.all.iter().filter(|one| one.holds(&self.centre.rules, self.now)).collect()
    }
}

proptest! {
    #![proptest_config(support::config())]

    /// The heart of it.
    #[test]
    fn no_place_is_ever_held_twice(tries in proptest::collection::vec(tries(), 1..60), early in 0..26_i64) {
        let zone = zone();
        let mut backend = Backend { centre: centre(), now: at(&zone, MONDAY, 0).plus(early * HOUR), zone, all: Vec::new(), made: 0 };
        let mut moved = false;
        for one in &tries {
            backend.hear(one);
            moved |= matches!(one, Try::Move { .. });
            let holding = backend.holding();
            for (at, a) in holding.iter().enumerate() {
                for b in &holding[at + 1..] {
                    prop_assert!(a.resource != b.resource || !a.time().overlaps(b.time()), "{a:?} {b:?}");
                    // Whom the desk wrote down without a phone, or moved, it answers for.
                    let two_places = a.time().overlaps(b.time()) && whose(a) != Booker::default() && whose(a) == whose(b);
                    prop_assert!(!two_places || moved && (a.person().is_none() || b.person().is_none()), "{a:?} {b:?}");
                }
            }
            // What the desk moves may be longer than somebody's share; what people take themselves never is.
            for who in (0..3).filter(|_| !moved) {
                let times = booker(who).times(&backend.all, &backend.centre.rules, backend.now, None);
                for day in 0..3 {
                    let on: i64 = times.iter().filter(|time| backend.zone.day(time.starts) == add_days(MONDAY, day)).map(|time| minutes(*time)).sum();
                    prop_assert!(on <= 240);
                }
                prop_assert!(times.iter().map(|time| minutes(*time)).sum::<i64>() <= 600);
            }
        }
    }

    /// Two devices without a network and a phone, each with what it has last seen, in any order: what a screen foresees as free is free, or was taken since.
    #[test]
    fn what_is_foreseen_is_what_is_decided(tries in proptest::collection::vec(tries(), 1..30), place in 0..4_usize, from in 8..20_u16, hours in 1..5_u16) {
        let zone = zone();
        let mut backend = Backend { centre: centre(), now: at(&zone, MONDAY, 8), zone, all: Vec::new(), made: 0 };
        for one in &tries {
            backend.hear(one);
        }
        let desk = Desk { centre: &backend.centre, zone: &backend.zone, now: backend.now };
        let wanted = new(backend.centre.resources[place].id.as_str(), time(&backend.zone, MONDAY, from, from + hours));
        // A screen has only times, not whose they are, and what is its own.
        let busy = desk.busy(&backend.all);
        let own = booker(1).times(&backend.all, &backend.centre.rules, backend.now, None);
        let foreseen = desk.may_book(&wanted.resource, wanted.time(), &busy, &own);
        prop_assert_eq!(book_own(&desk, &backend.all, "new", 1, &wanted).map(drop), foreseen);
        let at_kiosk = at_kiosk("new", 1, wanted.resource.as_str(), wanted.time());
        let today = at_kiosk.from < at(&backend.zone, add_days(backend.zone.day(backend.now), 1), 0);
        prop_assert!(!today || book_at_kiosk(&desk, &backend.all, &booker(1), &at_kiosk, 0).map(drop) == foreseen);
        prop_assert!(foreseen.is_err() || free(&wanted.resource, wanted.time(), &busy));
        for (other, time) in desk.near(&wanted.resource, wanted.time(), &busy, &[], 6) {
            prop_assert!(desk.may_book(&other, time, &busy, &[]).is_ok());
        }
    }
}

/// Pieces of a day do not overlap, none is empty, and all lie in its opening hours, whatever the clocks do.
fn hours_hold(number: i64, change: Instant, forward: bool) {
    let day = meyirim::model::instant::day_of_number(number);
    let then = if forward { 6 * 3600 } else { 4 * 3600 };
    let zone = Zone::with_changes("Somewhere", 5 * 3600, &[(change, then)]);
    let mut centre = centre();
    centre.open = (1..=7).map(|weekday| Open { weekday, from: 0, to: 1440 }).collect();
    let hours = centre.hours(day, &zone);
    let case = format!("{day} {change} {forward}");
    assert!((23..=24).contains(&hours.len()), "{case}: {} pieces", hours.len());
    for pair in hours.windows(2) {
        assert!(pair[0].ends <= pair[1].starts, "{case}");
    }
    for piece in &hours {
        assert!(piece.starts < piece.ends, "{case}");
        assert_eq!(zone.local(piece.starts).minute(), 0, "{case}");
        assert_eq!(centre.pieces(*piece, &zone), Some(vec![*piece]), "{case} {piece:?}");
    }
}

/// Each hour at which clocks can change, on the day, the one before and the one after: by chance they are hit once in many runs.
#[test]
fn hours_are_those_on_the_wall() {
    for (change, forward) in (-48..=48).flat_map(|hour| [(hour, true), (hour, false)]) {
        hours_hold(21_000, Instant(21_000 * DAY + change * HOUR), forward);
    }
}
