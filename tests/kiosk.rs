//! Kiosks: whom digits and passes lead to, walking in, and places that two devices without a network have promised.

mod support;

use meyirim::model::{
    ActionState, AgeClass, Contact, Cover, Guardian, Hazard, Instant, Lang, Phone, Role, Seats, Zone,
    age::AgeBar,
    board::{Ask, Board, Outcome, offer_until},
    called_off::CalledOff,
    can::{Reach, Rights},
    instant::{HOUR, MINUTE},
    kiosk::{
        Device, DeviceState, FORGOTTEN, QUIET,
        day::{Expected, KioskDay, LATE, Match, Sitting, digits_hash, is_of_today, is_off, is_on, known, pass_hash, typed},
        log::{Event, Happened, MOST, add},
        plain_code, spaced_code,
        today::{Coming, Refused, TodayShift, WAITED_FOR, reach},
        walk_in::{NoWalkIn, Parent, WalkIn, Wrong, may_walk_in},
    },
    person::NoName,
};
use proptest::{collection::vec, prelude::*};
use support::{at, id, plain_action};

const SALT: &str = "of this day";
const ROUNDS: u32 = 3;

fn expected(seat: &str, shift: &str, digits: Option<&str>) -> Expected {
    Expected {
        seat: id(seat),
        action: id("a1"),
        shift: id(shift),
        pass: pass_hash(&id(&format!("person-{seat}")), SALT),
        digits: digits.map(|digits| digits_hash(digits, SALT, ROUNDS)),
        here: false,
        left: false,
    }
}

fn day(expected: Vec<Expected>) -> KioskDay {
    let as_of = at("2026-12-05T04:00:00Z");
    KioskDay {
        as_of,
        until: at("2026-12-05T19:00:00Z"),
        open: vec![],
        off: vec![],
        salt: SALT.to_owned(),
        rounds: ROUNDS,
        expected,
        sittings: vec![],
    }
}

#[test]
fn digits_and_a_letter_lead_to_a_seat_in_any_spelling() {
    let phone = Phone::parse("+7 701 123 45 67").expect("a phone");
    for name in ["Қымбат", "қымбат", "Кымбат", "Qymbat", "kymbat"] {
        assert_eq!(known(&phone, name).as_deref(), Some("4567k"), "{name}");
    }
    for (last, letter) in [("4567", "Қ"), ("45 67", "к"), ("45-67", "q"), ("4567", "Kymbat")] {
        assert_eq!(typed(last, letter).as_deref(), Some("4567k"), "{last} {letter}");
    }
    for (last, letter) in [("456", "к"), ("45678", "к"), ("456a", "к"), ("4567", ""), ("4567", "🙂"), ("", "")] {
        assert_eq!(typed(last, letter), None, "{last} {letter}");
    }
    assert_eq!(known(&phone, "🙂"), None, "a name without a letter");
}

#[test]
fn who_cannot_be_told_apart_is_nobody() {
    let day = day(vec![
        expected("one", "s1", Some("4567k")),
        expected("two", "s1", Some("4567k")),
        expected("three", "s1", Some("1111a")),
        expected("four", "s2", Some("1111a")),
        expected("five", "s2", None),
    ]);
    assert_eq!(day.by_digits("4567k"), Match::Unclear);
    assert!(matches!(day.by_digits("1111a"), Match::Several(both) if both.len() == 2), "which shift is meant has to be chosen");
    assert_eq!(day.by_digits("0000a"), Match::Nobody);
    assert!(matches!(day.by_pass(&id("person-five")), Match::One(one) if one.seat == id("five")));
    assert_eq!(day.by_pass(&id("person-six")), Match::Nobody);
    let tomorrow = KioskDay { salt: "of the next".to_owned(), ..day.clone() };
    assert_eq!(tomorrow.by_pass(&id("person-five")), Match::Nobody, "what was copied yesterday fits nothing today");
}

#[test]
fn digits_lead_to_the_seats_of_one_person() {
    let (from, hash) = (at("2026-12-05T06:00:00Z"), digits_hash("4567k", SALT, ROUNDS));
    let one = |seat: &str, hours: i64, account: bool| Sitting {
        seat: id(seat),
        resource: id("s1"),
        from: from.plus(hours * HOUR),
        to: from.plus((hours + 2) * HOUR),
        pass: account.then(|| pass_hash(&id("person-one"), SALT)),
        digits: Some(hash.clone()),
        open_from: from,
        open_until: from,
        here: false,
    };
    let with = |sittings: Vec<Sitting>| KioskDay { sittings, ..day(vec![]) };
    let found = |day: &KioskDay| day.sittings_by_digits("4567k").map(|all| all.len());
    let hers = with(vec![one("a", 0, true), one("b", 2, false)]);
    assert_eq!(found(&hers), Some(2), "one after the other");
    assert_eq!(hers.sittings_by_pass(&id("person-one")).len(), 1);
    assert_eq!(hers.sittings_by_digits("0000k"), Some(vec![]));
    assert_eq!(found(&with(vec![one("a", 0, true), one("b", 1, true)])), None, "nobody sits at two places at once: these are two people");
}

proptest! {
    /// Digits and a letter fit two people now and then: what two passes lead to is never shown as one person's, whatever the hours are.
    #[test]
    fn two_passes_are_two_people(owners in vec(proptest::option::of(0..3u8), 1..5), shift in proptest::option::of(0..3u8)) {
        let (from, hash) = (at("2026-12-05T06:00:00Z"), digits_hash("4567k", SALT, ROUNDS));
        let pass = |owner: u8| pass_hash(&id(&format!("person-{owner}")), SALT);
        let sitting = |(hour, owner): (i64, &Option<u8>)| Sitting {
            seat: id(&format!("seat-{hour}")),
            resource: id("s1"),
            from: from.plus(hour * HOUR),
            to: from.plus((hour + 1) * HOUR),
            pass: owner.map(pass),
            digits: Some(hash.clone()),
            open_from: from,
            open_until: from,
            here: false,
        };
        let sittings = (0..).zip(&owners).map(sitting).collect();
        let shifts = shift.map(|owner| Expected { pass: pass(owner), ..expected("one", "s1", Some("4567k")) });
        let day = KioskDay { sittings, ..day(shifts.into_iter().collect()) };
        let known: std::collections::BTreeSet<u8> = owners.iter().flatten().copied().collect();
        let found = day.sittings_by_digits("4567k");
        prop_assert_eq!(found.is_some(), known.len() < 2);
        if let Some(found) = found {
            let theirs = shift.is_none_or(|owner| known.iter().all(|other| *other == owner));
            prop_assert_eq!(day.by_digits("4567k").goes_with(&found), theirs);
        }
    }
}

fn walk_in() -> WalkIn {
    WalkIn {
        id: id("w1"),
        action: id("a1"),
        shift: id("s1"),
        name: "Айгүл".to_owned(),
        phone: None,
        age_class: AgeClass::Adult,
        parent: None,
        lang: Lang::Kk,
        agreed: true,
        made_at: at("2026-12-05T04:00:00Z"),
    }
}

#[test]
fn what_was_entered_is_checked_field_by_field() {
    assert_eq!(walk_in().check(), Ok(()));
    assert_eq!(WalkIn { name: " \u{200b} ".to_owned(), ..walk_in() }.check(), Err(Wrong::Name(NoName::Empty)));
    assert_eq!(WalkIn { name: "ә".repeat(1000), ..walk_in() }.check(), Err(Wrong::Name(NoName::TooLong)));
    assert_eq!(WalkIn { agreed: false, ..walk_in() }.check(), Err(Wrong::NotAgreed));
    let child = WalkIn { age_class: AgeClass::Under14, ..walk_in() };
    assert_eq!(child.check(), Err(Wrong::NoParent));
    let parent = |name: &str| Some(Parent { how: Guardian::Present, name: name.to_owned(), phone: None });
    assert_eq!(WalkIn { parent: parent(""), ..child.clone() }.check(), Err(Wrong::ParentName(NoName::Empty)));
    assert_eq!(WalkIn { parent: parent("Гүлнар"), ..child }.check(), Ok(()));
}

#[test]
fn two_of_one_name_are_told_apart_by_what_else_they_told() {
    let phone = |text: &str| Phone::parse(text).ok();
    let same = |one: &WalkIn, other: &WalkIn| {
        assert_eq!(one.is_same_person(other), other.is_same_person(one));
        one.is_same_person(other)
    };
    let plain = walk_in();
    let loud = WalkIn { name: "АЙГҮЛ".to_owned(), ..walk_in() };
    assert!(same(&plain, &loud), "neither has a phone, and nothing else differs");
    assert!(!same(&plain, &WalkIn { name: "Марат".to_owned(), ..walk_in() }));
    let with = |text: &str| WalkIn { phone: phone(text), ..loud.clone() };
    assert!(same(&with("+77011234567"), &WalkIn { phone: phone("+77011234567"), ..walk_in() }));
    assert!(same(&with("+77011234567"), &WalkIn { age_class: AgeClass::From14To17, ..with("+77011234567") }), "the phone tells enough");
    assert!(!same(&with("+77011234567"), &with("+77017654321")));
    assert!(!same(&with("+77011234567"), &plain), "one of them has told no phone");
    assert!(!same(&plain, &WalkIn { age_class: AgeClass::From14To17, ..walk_in() }));
    let child = |name: &str, told: Option<Phone>| {
        let parent = Parent { how: Guardian::Present, name: name.to_owned(), phone: told };
        WalkIn { age_class: AgeClass::Under14, parent: Some(parent), ..walk_in() }
    };
    assert!(same(&child("Гүлнар", None), &child("ГУЛНАР", None)));
    assert!(!same(&child("Гүлнар", None), &child("Сәуле", None)), "two children of one name");
    assert!(!same(&child("Гүлнар", None), &child("Гүлнар", phone("+77011234567"))));
    assert!(!same(&child("Гүлнар", None), &WalkIn { parent: None, ..child("Гүлнар", None) }));
}

#[test]
fn walking_in_is_for_today_and_as_the_law_says() {
    let zone = Zone::fixed("Asia/Almaty", 5 * 3600);
    let action = plain_action();
    let shift = action.shifts[0].clone();
    let ask = |action: &_, shift: &_, class, guardian, already, now| may_walk_in(action, shift, class, guardian, already, now, &zone);
    let plain = |now| ask(&action, &shift, AgeClass::Adult, None, false, now);
    let before = shift.starts.plus(-HOUR);
    assert_eq!(plain(before), Ok(()));
    assert_eq!(plain(shift.starts.plus(10 * MINUTE)), Ok(()), "people come late");
    assert_eq!(plain(shift.ends), Err(NoWalkIn::Over));
    assert_eq!(plain(shift.starts.plus(-24 * HOUR)), Err(NoWalkIn::NotToday));
    assert_eq!(ask(&action, &shift, AgeClass::Adult, None, true, before), Err(NoWalkIn::Already));
    let called_off = meyirim::model::Action { state: ActionState::Cancelled, ..action.clone() };
    assert_eq!(ask(&called_off, &shift, AgeClass::Adult, None, false, before), Err(NoWalkIn::Cancelled));
    let hard = meyirim::model::Action { hazards: vec![Hazard::EmergencyRelief], ..action.clone() };
    assert!(matches!(ask(&hard, &shift, AgeClass::From14To17, None, false, before), Err(NoWalkIn::Age(AgeBar::Hazard(_)))));
    let open = meyirim::model::Action { youngest: AgeClass::Under14, ..action.clone() };
    assert_eq!(ask(&open, &shift, AgeClass::Under14, None, false, before), Err(NoWalkIn::Age(AgeBar::GuardianNeeded)));
    assert_eq!(ask(&open, &shift, AgeClass::Under14, Some(Guardian::Present), false, before), Ok(()));
    let full = meyirim::model::Shift { seats: Seats { taken: shift.seats.most, ..shift.seats }, ..shift.clone() };
    assert_eq!(ask(&action, &full, AgeClass::Adult, None, false, before), Err(NoWalkIn::Full));
}

#[test]
fn a_night_belongs_to_both_its_days() {
    let zone = Zone::fixed("Asia/Almaty", 5 * 3600);
    let action = plain_action();
    let midnight = zone.start_of(zone.day(action.shifts[0].starts));
    let night = meyirim::model::Shift { starts: midnight.plus(-2 * HOUR), ends: midnight.plus(6 * HOUR), ..action.shifts[0].clone() };
    let on = |now| is_on(&action, &night, now, &zone);
    assert!(!on(midnight.plus(-25 * HOUR)), "not the day before");
    assert!(on(midnight.plus(-20 * HOUR)) && on(midnight) && on(midnight.plus(6 * HOUR)), "before it, in it, at its end");
    assert!(on(night.ends.plus(LATE - 1)) && !on(night.ends.plus(LATE)), "who leaves late is still noted");
    assert!(is_on(&action, &action.shifts[0], action.shifts[0].ends.plus(LATE), &zone), "one of the day stays until its end");
    let called_off = meyirim::model::Action { state: ActionState::Cancelled, ..action.clone() };
    assert!(!is_on(&called_off, &night, midnight, &zone));
    let off = |now| is_off(&called_off, &night, now, &zone);
    assert!(
        is_of_today(&night, midnight, &zone) && off(midnight.plus(-20 * HOUR)) && off(midnight),
        "it is said to be off as long as it would be on"
    );
    assert!(!off(night.ends) && !off(midnight.plus(-25 * HOUR)) && !is_off(&action, &night, midnight, &zone));
}

#[test]
fn who_is_missing_is_counted_by_who_can_be_counted_on() {
    let action = plain_action();
    let one = |name: &str| Coming {
        person: id(name),
        name: Some(name.to_owned()),
        expected: true,
        came: None,
        went: None,
        absent: false,
        cover: None,
        walked_in: None,
        unheard: false,
    };
    let came = Some(at("2026-12-05T04:00:00Z"));
    let mut shift = TodayShift {
        action: id("a1"),
        shift: id("s1"),
        title: action.title.clone(),
        role: None,
        place: None,
        organiser: None,
        starts: action.shifts[0].starts,
        ends: action.shifts[0].ends,
        seats: Seats { needed: 5, most: 9, taken: 4, waiting: 0 },
        called_off: None,
        people: vec![
            one("coming"),
            Coming { absent: true, ..one("absent") },
            Coming { cover: Some(Cover::Open), ..one("elsewhere") },
            Coming { cover: Some(Cover::Asked), ..one("asks") },
            Coming { expected: false, came, ..one("unexpected") },
        ],
        messages: Vec::new(),
    };
    let (early, late) = (shift.starts.plus(WAITED_FOR - 1), shift.starts.plus(WAITED_FOR));
    assert_eq!(shift.missing(early), 2);
    assert_eq!(shift.missing(late), 4, "only one has come, and the roll is being taken");
    let unnoted = TodayShift { people: vec![one("coming"), one("another")], ..shift.clone() };
    assert_eq!(unnoted.missing(late), 3, "nobody has noted anybody: who is there is not known");
    assert!(unnoted.is_unnoted(late) && !unnoted.is_unnoted(early) && !shift.is_unnoted(late));
    assert!(!TodayShift { people: Vec::new(), ..unnoted.clone() }.is_unnoted(late), "nobody is expected");
    assert!(!TodayShift { called_off: Some(CalledOff::default()), ..unnoted }.is_unnoted(late));
    assert!(shift.people[4].is_here() && !Coming { went: came, ..shift.people[4].clone() }.is_here());
    let off = TodayShift { called_off: Some(CalledOff::default()), ..shift.clone() };
    assert_eq!(off.missing(late), 0, "nobody is missing where nothing takes place");
    shift.seats.needed = 1;
    assert_eq!(shift.missing(late), 0);
}

#[test]
fn a_coordinator_answers_for_their_own() {
    let rights = |roles: &[Role], own: &[&str]| Rights {
        roles: roles.iter().copied().collect(),
        organisations: own.iter().map(|own| id(own)).collect(),
    };
    assert!(matches!(reach(&rights(&[Role::Coordinator], &["eco"])), Reach::Slice(own) if own.len() == 1));
    assert_eq!(reach(&rights(&[Role::Coordinator], &[])), Reach::Everybody);
    assert_eq!(reach(&rights(&[Role::Coordinator, Role::Administrator], &["eco"])), Reach::Everybody);
}

#[test]
fn reasons_travel_and_nobody_signs_in_under_invalid() {
    for why in [
        NoWalkIn::Cancelled,
        NoWalkIn::NotToday,
        NoWalkIn::Over,
        NoWalkIn::Age(AgeBar::GuardianNeeded),
        NoWalkIn::Age(AgeBar::YoungerThan(AgeClass::Adult)),
        NoWalkIn::Already,
        NoWalkIn::Full,
    ] {
        let text = serde_json::to_string(&Refused::from(why)).expect("writes");
        assert_eq!(serde_json::from_str::<Refused>(&text).expect("reads"), why.into());
        assert_ne!(Refused::from(why), Refused::Other);
    }
    assert_eq!(serde_json::from_str::<Refused>("\"of_a_later_version\"").expect("reads"), Refused::Other);
    for (contact, nobodys) in [("x@walk-in.invalid", true), ("X@Walk-In.INVALID", true), ("x@invalid.kz", false), ("+77011234567", false)] {
        assert_eq!(Contact::parse(contact).expect("a contact").is_nobodys(), nobodys, "{contact}");
    }
}

#[test]
fn a_device_goes_quiet_and_its_log_forgets_the_oldest() {
    let now = at("2026-12-05T04:00:00Z");
    let device = |last_seen: Option<Instant>| Device {
        id: id("k1"),
        name: "By the door".to_owned(),
        organisation: None,
        state: DeviceState::Active,
        paired_at: now,
        last_seen,
        version: None,
        waiting: 0,
        clock_off: 0,
        storage_full: false,
    };
    assert!(
        device(None).is_quiet(now) && !device(Some(now.plus(-QUIET))).is_quiet(now) && device(Some(now.plus(-QUIET - 1))).is_quiet(now)
    );
    let wiping = Device { state: DeviceState::Wiping, ..device(Some(now)) };
    let long = now.plus(FORGOTTEN);
    assert_eq!((wiping.forgot_at(long.plus(-1)), wiping.forgot_at(long)), (None, Some(long)));
    assert_eq!(device(Some(now)).forgot_at(long), None, "only one that is to forget");
    assert_eq!(Device { last_seen: None, ..wiping }.forgot_at(long), Some(long), "never heard since it was paired");
    let mut events = Vec::new();
    for second in 0..=MOST as i64 {
        add(&mut events, Event { at: Instant(second), what: Happened::CheckedIn });
    }
    assert_eq!((events.len(), events[0].at), (MOST, Instant(1)));
    assert_eq!((spaced_code("48271930").as_str(), plain_code("4827-19 30").as_str()), ("4827 1930", "48271930"));
    for what in Happened::ALL {
        let text = serde_json::to_string(&what).expect("writes");
        assert_eq!(serde_json::from_str::<Happened>(&text).expect("reads"), what);
    }
    assert_eq!(serde_json::from_str::<Happened>("\"of_a_later_version\"").expect("reads"), Happened::Other);
}

proptest! {
    #![proptest_config(support::config())]

    /// Two kiosks without a network and a phone: each sends what it has in its own order, the backend hears them mixed in any way. No more people have a place than there are, everybody who was
    /// taken keeps it, and nobody who came by a kiosk waits in a line that they do not see.
    #[test]
    fn no_order_of_devices_overbooks(most in 1_u32..6, queues in vec(vec(0_u8..12, 0..6), 3), mix in vec(0_usize..3, 30)) {
        let mut board = Board::new(most, Vec::<u8>::new(), Vec::new(), Vec::new());
        let now = Instant(0);
        let mut queues: Vec<_> = queues.into_iter().map(Vec::into_iter).collect();
        let mut placed = Vec::new();
        for device in mix {
            let Some(person) = queues[device].next() else { continue };
            // Walk-ins have no account: nobody is both.
            let (person, by_phone) = (person + 12 * device as u8, device == 2);
            match board.decide(&person, Ask::Join { or_wait: by_phone }, now, offer_until(now, now.plus(HOUR))) {
                Outcome::Confirmed => placed.push(person),
                Outcome::Waitlisted { .. } => prop_assert!(by_phone),
                Outcome::Full { .. } => prop_assert!(!by_phone),
                other => prop_assert!(false, "{other:?}"),
            }
            prop_assert!(board.held() <= most);
        }
        placed.sort_unstable();
        placed.dedup();
        prop_assert_eq!(placed.len() as u32, board.held());
    }
}
