//! Bookings of the centre, rule by rule: reasons, free times, release, shares, the desk, series, settings.

mod support;

use meyirim::model::{
    Lang,
    booking::{Booking, BookingState, Busy, Desk, Holder, NoBooking, come_until, released, released_at, week},
    booking_acts::{DeskBooking, DeskWhat, MoveBooking, NoAct, cancel, hold, move_to, release},
    booking_series::{BookingSeries, fill},
    booking_walk_in::{MOST_WAITING, Wrong, book_at_kiosk},
    centre::{Centre, minutes},
    clash::Span,
    instant::{HOUR, MINUTE, add_days, day_number},
    person::NoName,
    series::{Repeat, Rhythm},
};
use meyirim::{
    api::{ApiError, Problem, ProblemKind},
    i18n::catalogue,
};
use std::collections::BTreeSet;
use support::{
    centre::{MONDAY, at, at_kiosk, book_own, booker, centre, come, new, time, whose, zone},
    id,
};

#[test]
fn each_reason_and_its_words_on_the_wire() {
    let (centre, zone) = (centre(), zone());
    let now = at(&zone, MONDAY, 10).plus(20 * MINUTE);
    let desk = Desk { centre: &centre, zone: &zone, now };
    let may = |place: &str, time: Span, busy: &[Busy], mine: &[Span]| desk.may_book(&id(place), time, busy, mine);
    let today = |from, to| time(&zone, MONDAY, from, to);
    let later = |days, from, to| time(&zone, add_days(MONDAY, days), from, to);
    let busy = [Busy { resource: id("s1"), from: at(&zone, MONDAY, 11), to: at(&zone, MONDAY, 12) }];
    let table = [
        (may("s1", today(10, 11), &busy, &[]), Ok(())), // begun, and most of it is left
        (may("s1", today(12, 13), &busy, &[]), Ok(())),
        (may("s9", today(12, 13), &busy, &[]), Err(NoBooking::NoSuchPlace)),
        (may("s1", today(9, 10), &busy, &[]), Err(NoBooking::Past)),
        (may("s1", today(9, 11), &busy, &[]), Err(NoBooking::Past)),
        (may("s1", today(11, 12), &busy, &[]), Err(NoBooking::Taken)),
        (may("s2", today(11, 12), &busy, &[]), Ok(())),
        (may("s1", today(10, 13), &busy, &[]), Err(NoBooking::Taken)),
        (may("s1", today(12, 15), &busy, &[]), Err(NoBooking::Closed)), // over the break
        (may("s1", today(20, 21), &busy, &[]), Err(NoBooking::Closed)),
        (may("s1", today(7, 8), &busy, &[]), Err(NoBooking::Closed)),
        (may("s1", later(6, 12, 13), &busy, &[]), Err(NoBooking::Closed)), // Sunday
        (may("s1", later(9, 12, 13), &busy, &[]), Err(NoBooking::Closed)), // the 16th
        (may("s1", Span { starts: now, ends: now.plus(HOUR) }, &busy, &[]), Err(NoBooking::NotOnTheHour)),
        (may("s1", today(13, 12), &busy, &[]), Err(NoBooking::NotOnTheHour)),
        (may("s1", today(12, 12), &busy, &[]), Err(NoBooking::NotOnTheHour)),
        (may("s1", later(14, 12, 13), &busy, &[]), Ok(())),
        (may("s1", later(15, 12, 13), &busy, &[]), Err(NoBooking::TooFarAhead { days: 14 })),
        (may("s2", today(12, 13), &busy, &[today(12, 13)]), Err(NoBooking::Own)),
        (may("s1", today(11, 12), &busy, &[today(11, 12)]), Err(NoBooking::Own)), // it is mine that is taken
        (may("s2", today(14, 16), &busy, &[today(10, 12)]), Ok(())),
        (may("s2", today(14, 17), &busy, &[today(10, 12)]), Err(NoBooking::DayLimit { minutes: 240 })),
        (may("s2", later(4, 9, 12), &busy, &[today(9, 13), later(1, 9, 13)]), Err(NoBooking::WeekLimit { minutes: 600 })),
        (may("s2", later(7, 9, 12), &busy, &[today(9, 13), later(1, 9, 13)]), Ok(())), // the next week
    ];
    for (number, (got, want)) in table.into_iter().enumerate() {
        assert_eq!(got, want, "line {number}");
        if let Err(why) = got {
            assert_eq!(NoBooking::from_code(&why.code()), Some(why));
        }
    }
    for wrong in ["", "taken 5", "day-limit", "day-limit x", "day-limit -1", "other"] {
        assert_eq!(NoBooking::from_code(wrong), None, "{wrong}");
    }
    assert_eq!(week(day_number(MONDAY)), week(day_number(add_days(MONDAY, 6))));
    assert_eq!(week(day_number(MONDAY)) + 1, week(day_number(add_days(MONDAY, 7))));
}

/// Each reason is told in three languages, each in other words, and on an hour in a few of them.
#[test]
fn reasons_in_words() {
    let reasons = [
        NoBooking::NoSuchPlace,
        NoBooking::Closed,
        NoBooking::NotOnTheHour,
        NoBooking::Past,
        NoBooking::TooFarAhead { days: 14 },
        NoBooking::TooFarAhead { days: 0 },
        NoBooking::Own,
        NoBooking::Taken,
        NoBooking::DayLimit { minutes: 240 },
        NoBooking::WeekLimit { minutes: 630 },
        NoBooking::Gone,
        NoBooking::AskStaff,
    ];
    let told: BTreeSet<String> =
        Lang::ALL.into_iter().flat_map(|lang| reasons.map(|why| (catalogue(lang).centre.no_booking)(&why))).collect();
    assert_eq!(told.len(), 3 * reasons.len());
    for lang in Lang::ALL {
        let words = &catalogue(lang).centre;
        assert!(reasons.iter().all(|why| (1..=20).contains(&(words.short)(*why).chars().count())));
        assert_eq!((words.rules)(&centre().rules).len(), 4);
        for why in reasons {
            let problem = Problem { detail: Some(why.code().into_owned()), ..Problem::new(ProblemKind::NoBooking, "x") };
            let error = ApiError::Problem { problem: problem.into(), retry_after: None };
            assert_eq!((words.refused)(&error), Some((words.no_booking)(&why)));
        }
        assert_eq!((words.refused)(&ApiError::Unreachable), None);
    }
    assert_eq!((catalogue(Lang::En).centre.no_booking)(&NoBooking::WeekLimit { minutes: 630 }), "No more than 10 h 30 min a week.");
}

#[test]
fn free_times_and_what_is_near() {
    let (centre, zone) = (centre(), zone());
    let desk = Desk { centre: &centre, zone: &zone, now: at(&zone, MONDAY, 10).plus(20 * MINUTE) };
    let busy: Vec<Busy> =
        ["s1", "s2"].map(|seat| Busy { resource: id(seat), from: at(&zone, MONDAY, 11), to: at(&zone, MONDAY, 13) }).into();
    let hours: Vec<i8> = desk.free_times(&id("s1"), MONDAY, &busy).into_iter().map(|time| zone.local(time.starts).hour()).collect();
    assert_eq!(hours, [10, 14, 15, 16, 17, 18, 19]);
    let near = desk.near(&id("s1"), time(&zone, MONDAY, 11, 13), &busy, &[], 4);
    let told: Vec<(String, i8)> = near.iter().map(|(place, time)| (place.to_string(), zone.local(time.starts).hour())).collect();
    // The other seat that is free, then the same one as near as may be, for as long; never over the break.
    assert_eq!(told, [("s3".to_owned(), 11), ("s1".to_owned(), 14), ("s1".to_owned(), 15), ("s1".to_owned(), 16)]);
    assert!(near.iter().all(|(_, time)| minutes(*time) == 120));
}

#[test]
fn a_booking_to_which_nobody_comes_is_free_again() {
    let (centre, zone) = (centre(), zone());
    let desk = |hour, minute: i64| Desk { centre: &centre, zone: &zone, now: at(&zone, MONDAY, hour).plus(minute * MINUTE) };
    let ten = new("s1", time(&zone, MONDAY, 10, 12));
    let booking = book_own(&desk(9, 0), &[], "b1", 1, &ten).expect("booked");
    assert_eq!(released_at(&booking, &centre.rules), at(&zone, MONDAY, 10).plus(15 * MINUTE));
    let all = [booking.clone()];
    let other = |desk: &Desk, all: &[Booking]| book_own(desk, all, "b2", 2, &ten);
    assert_eq!(other(&desk(10, 14), &all), Err(NoBooking::Taken));
    let second = other(&desk(10, 15), &all).expect("free again");
    assert!(released(&booking, &centre.rules, desk(10, 15).now));
    // Who books an hour that has begun has as long to come as anybody.
    assert!(!released(&second, &centre.rules, desk(10, 29).now) && released(&second, &centre.rules, desk(10, 30).now));
    // A device without a network tells late of who came in time: yes as long as nobody else has it.
    let pressed = at(&zone, MONDAY, 10).plus(10 * MINUTE);
    assert_eq!(come(&desk(10, 50), &all, &booking, pressed, false).expect("in time").state, BookingState::CheckedIn);
    assert_eq!(come(&desk(10, 20), &[booking.clone(), second.clone()], &booking, pressed, false), Err(NoAct::No(NoBooking::Gone)));
    assert_eq!(come(&desk(10, 50), &all, &booking, desk(10, 16).now, false), Err(NoAct::TooLate(released_at(&booking, &centre.rules))));
    assert_eq!(come(&desk(9, 44), &all, &booking, desk(9, 44).now, false), Err(NoAct::TooEarly(desk(9, 45).now)));
    assert!(come(&desk(9, 45), &all, &booking, desk(9, 45).now, false).is_ok());
    // A clock that is ahead does not help.
    assert!(come(&desk(9, 40), &all, &booking, desk(9, 50).now, false).is_err());
    // At the desk they see who is there.
    assert!(come(&desk(11, 30), &all, &booking, desk(11, 30).now, true).is_ok());
    assert!(come(&desk(12, 0), &all, &booking, desk(12, 0).now, true).is_err());
    let here = come(&desk(9, 50), &all, &booking, desk(9, 50).now, false).expect("here");
    assert!(here.holds(&centre.rules, desk(11, 59).now), "who came stays");
    assert_eq!(cancel(&desk(10, 20), &booking), Err(NoAct::No(NoBooking::Gone)));
    assert_eq!(cancel(&desk(11, 0), &here).expect("left").state, BookingState::Cancelled);
    assert_eq!(release(&desk(9, 30), &booking), Err(NoAct::TooEarly(at(&zone, MONDAY, 10))));
    assert_eq!(release(&desk(10, 5), &booking).expect("free").state, BookingState::Released);
}

/// Who books the last minutes of an hour is not told to come when it is over.
#[test]
fn nobody_is_asked_to_come_after_the_end() {
    let (centre, zone) = (centre(), zone());
    let ten = time(&zone, MONDAY, 10, 11);
    let until = |minutes: i64| come_until(ten, ten.starts.plus(minutes * MINUTE), &centre.rules);
    assert_eq!(until(-60), ten.starts.plus(15 * MINUTE));
    assert_eq!(until(20), ten.starts.plus(35 * MINUTE));
    assert_eq!(until(55), ten.ends);
}

#[test]
fn a_late_check_in_gives_nobody_more_than_their_share() {
    let (centre, zone) = (centre(), zone());
    let early = Desk { centre: &centre, zone: &zone, now: at(&zone, MONDAY, 8) };
    let morning = book_own(&early, &[], "b1", 1, &new("s1", time(&zone, MONDAY, 9, 13))).expect("booked");
    let desk = Desk { centre: &centre, zone: &zone, now: at(&zone, MONDAY, 10) };
    let later =
        book_own(&desk, std::slice::from_ref(&morning), "b2", 1, &new("s1", time(&zone, MONDAY, 14, 18))).expect("the first is released");
    let pressed = at(&zone, MONDAY, 9).plus(5 * MINUTE);
    assert_eq!(come(&desk, &[morning.clone(), later], &morning, pressed, false), Err(NoAct::No(NoBooking::Gone)));
    assert!(come(&desk, std::slice::from_ref(&morning), &morning, pressed, false).is_ok());
}

/// By the phone: at a kiosk, and under an account that has proved it.
#[test]
fn somebody_at_a_kiosk_has_a_share_and_one_place_at_a_time() {
    let (centre, zone) = (centre(), zone());
    let desk = Desk { centre: &centre, zone: &zone, now: at(&zone, MONDAY, 10).plus(20 * MINUTE) };
    let today = |from, to| time(&zone, MONDAY, from, to);
    let first = book_at_kiosk(&desk, &[], &booker(1), &at_kiosk("k1", 1, "s1", today(10, 12)), 0).expect("the hour that runs");
    assert_eq!((first.state, first.person(), first.since), (BookingState::Booked, None, desk.now));
    assert_eq!(released_at(&first, &centre.rules), desk.now.plus(15 * MINUTE));
    let all = [first.clone()];
    let ask =
        |place: &str, from, to, who| book_at_kiosk(&desk, &all, &booker(who), &at_kiosk("k2", who, place, today(from, to)), 9).map(drop);
    assert_eq!(ask("s1", 11, 12, 2), Err(NoBooking::Taken));
    assert_eq!(ask("s2", 11, 12, 2), Ok(()));
    assert_eq!(ask("s2", 11, 12, 1), Err(NoBooking::Own));
    assert_eq!(ask("s2", 14, 17, 1), Err(NoBooking::DayLimit { minutes: 240 }));
    assert_eq!(ask("s2", 14, 16, 1), Ok(()));
    // The same person on their phone, and the other way round.
    assert_eq!(book_own(&desk, &all, "b1", 1, &new("s2", today(11, 12))), Err(NoBooking::Own));
    assert_eq!(book_own(&desk, &all, "b1", 1, &new("s2", today(14, 17))), Err(NoBooking::DayLimit { minutes: 240 }));
    let at_home = [book_own(&desk, &[], "b1", 1, &new("s1", today(15, 18))).expect("booked")];
    let other = |place: &str, from, to| book_at_kiosk(&desk, &at_home, &booker(1), &at_kiosk("k2", 1, place, today(from, to)), 0).map(drop);
    assert_eq!(other("s2", 17, 18), Err(NoBooking::Own));
    assert_eq!(other("s2", 10, 12), Err(NoBooking::DayLimit { minutes: 240 }));
    // Today only, whatever the centre allows on a phone.
    let tomorrow = at_kiosk("k3", 2, "s1", time(&zone, add_days(MONDAY, 1), 10, 11));
    assert_eq!(book_at_kiosk(&desk, &all, &booker(2), &tomorrow, 0), Err(NoBooking::TooFarAhead { days: 0 }));
    // Invented numbers do not fill the house; a better reason comes first.
    let full =
        |place: &str, who| book_at_kiosk(&desk, &all, &booker(who), &at_kiosk("k2", who, place, today(11, 12)), MOST_WAITING).map(drop);
    assert_eq!((full("s2", 2), full("s1", 2)), (Err(NoBooking::AskStaff), Err(NoBooking::Taken)));
    // As it is kept.
    let typed = |name: &str, agreed| meyirim::model::booking_walk_in::KioskBooking { name: name.into(), agreed, ..tomorrow.clone() };
    assert_eq!(typed(" Айгүл \n С ", true).clean().expect("a name").name, "Айгүл С");
    assert_eq!(typed(" \u{200b} ", true).clean(), Err(Wrong::Name(NoName::Empty)));
    assert_eq!(typed(&"ә".repeat(1000), true).clean(), Err(Wrong::Name(NoName::TooLong)));
    assert_eq!(typed("Айгүл", false).clean(), Err(Wrong::NotAgreed));
}

#[test]
fn the_first_place_that_does_or_the_better_reason() {
    let (centre, zone) = (centre(), zone());
    let desk = Desk { centre: &centre, zone: &zone, now: at(&zone, MONDAY, 9) };
    let ten = time(&zone, MONDAY, 10, 12);
    let taken = ["s1", "s2"].map(|seat| Busy { resource: id(seat), from: ten.starts, to: ten.ends });
    let seats = ["s1", "s2", "s3"].map(id);
    assert_eq!(desk.first(&seats, ten, &taken, &[]), Ok(id("s3")));
    assert_eq!(desk.first(&seats[..2], ten, &taken, &[]), Err(NoBooking::Taken));
    assert_eq!(desk.first(&seats, ten, &taken, &[time(&zone, MONDAY, 14, 17)]), Err(NoBooking::DayLimit { minutes: 240 }));
    assert_eq!(desk.first(&[], ten, &taken, &[]), Err(NoBooking::NoSuchPlace));
}

#[test]
fn moving_blocking_and_walking_in() {
    let (centre, zone) = (centre(), zone());
    let desk = Desk { centre: &centre, zone: &zone, now: at(&zone, MONDAY, 10).plus(20 * MINUTE) };
    let at_desk = |place: &str, from, to, what: DeskWhat| {
        let Span { starts, ends } = time(&zone, MONDAY, from, to);
        DeskBooking { resource: id(place), from: starts, to: ends, what, made_at: desk.now }
    };
    let walk_in = |here| DeskWhat::WalkIn { name: "Айгүл".into(), phone: None, here };
    let now = hold(&desk, &[], &id("w1"), &at_desk("s1", 10, 11, walk_in(true))).expect("here");
    assert_eq!((now.state, now.person()), (BookingState::CheckedIn, None));
    assert_eq!(
        hold(&desk, &[], &id("w2"), &at_desk("s1", 15, 16, walk_in(true))).expect("later").state,
        BookingState::Booked,
        "nobody is here for later"
    );
    let block = hold(&desk, &[], &id("x1"), &at_desk("s2", 9, 13, DeskWhat::Block { why: Some("Жөндеу".into()) }));
    assert_eq!(block, Err(NoBooking::Past));
    let block = hold(&desk, &[], &id("x1"), &at_desk("s2", 10, 13, DeskWhat::Block { why: Some("Жөндеу".into()) })).expect("blocked");
    assert_eq!((block.state, &block.holder), (BookingState::Blocked, &Holder::Nobody { why: Some("Жөндеу".into()) }));
    let all = [now.clone(), block.clone()];
    assert_eq!(book_own(&desk, &all, "b1", 1, &new("s2", time(&zone, MONDAY, 11, 12))), Err(NoBooking::Taken));
    let to = |place: &str, from, to, rev| {
        let Span { starts, ends } = time(&zone, MONDAY, from, to);
        MoveBooking { resource: id(place), from: starts, to: ends, rev }
    };
    assert_eq!(move_to(&desk, &all, &now, &whose(&now), &to("s2", 10, 11, 1)), Err(NoAct::No(NoBooking::Taken)));
    assert_eq!(move_to(&desk, &all, &now, &whose(&now), &to("s3", 10, 11, 7)), Err(NoAct::Changed));
    let moved = move_to(&desk, &all, &now, &whose(&now), &to("s3", 10, 12, 1)).expect("moved");
    assert_eq!((moved.rev, moved.state, moved.since), (2, BookingState::CheckedIn, desk.now));
    assert_eq!(move_to(&desk, &all, &now, &whose(&now), &to("s1", 15, 16, 1)).expect("moved").state, BookingState::Booked);
    // Over itself.
    assert!(move_to(&desk, &all, &now, &whose(&now), &to("s1", 10, 12, 1)).is_ok());
    assert_eq!(
        DeskWhat::WalkIn { name: "  Айгүл \n С ".into(), phone: None, here: false }.clean(),
        Ok(DeskWhat::WalkIn { name: "Айгүл С".into(), phone: None, here: false })
    );
    assert!(DeskWhat::WalkIn { name: " ".into(), phone: None, here: false }.clean().is_err());
}

#[test]
fn a_series_leaves_out_what_clashes_and_says_why() {
    let (centre, zone) = (centre(), zone());
    let desk = Desk { centre: &centre, zone: &zone, now: at(&zone, MONDAY, 8) };
    let tuesday = add_days(MONDAY, 1);
    let taken = book_own(&desk, &[], "b1", 1, &new("r1", time(&zone, tuesday, 15, 17))).expect("booked");
    let repeat = Repeat { from: MONDAY, until: add_days(MONDAY, 13), every: 1, on: Rhythm::Weekly(vec![2, 3, 7]) };
    let what = DeskWhat::WalkIn { name: "Курс".into(), phone: None, here: false };
    let series = BookingSeries { resource: id("r1"), repeat, from: 16 * 60, to: 18 * 60, what, made_at: desk.now, preview: true };
    let done = fill(&desk, std::slice::from_ref(&taken), &id("english"), &series);
    let days: Vec<&str> = done.booked.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(days, ["english-2026-12-09", "english-2026-12-15"]);
    assert!(done.booked.iter().all(|one| one.series == Some(id("english"))));
    let skipped: Vec<(i8, Option<NoBooking>)> = done.skipped.iter().map(|one| (one.day.day(), one.reason())).collect();
    let closed = Some(NoBooking::Closed);
    assert_eq!(skipped, [(8, Some(NoBooking::Taken)), (13, closed), (16, closed), (20, closed)]);
    // Once more: what is there is left as it is, what was given up of it too.
    let mut all = done.booked;
    all[0].state = BookingState::Cancelled;
    all.push(taken);
    assert!(fill(&desk, &all, &id("english"), &series).booked.is_empty());
}

#[test]
fn settings_that_make_no_centre() {
    let with = |change: fn(&mut Centre)| {
        let mut centre = centre();
        change(&mut centre);
        centre.check().map_err(|(place, _)| place)
    };
    assert_eq!(with(|_| {}), Ok(()));
    assert_eq!(with(|centre| centre.rules.slot = 0), Err("/rules"));
    assert_eq!(with(|centre| centre.rules.a_day = 30), Err("/rules"));
    assert_eq!(with(|centre| centre.open[0].weekday = 8), Err("/open"));
    assert_eq!(with(|centre| centre.open[0].to = 1441), Err("/open"));
    assert_eq!(with(|centre| centre.open[1].from = 700), Err("/open"));
    assert_eq!(with(|centre| centre.resources[1].id = id("s1")), Err("/resources"));
    assert_eq!(with(|centre| centre.resources[0].capacity = 0), Err("/resources"));
}
