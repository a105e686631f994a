//! The settings of the centre: what becomes of what somebody types, what two have typed at once, what a change does to bookings, and when the doors are open.

mod support;

use meyirim::model::{
    Booking, Centre, Coordinates, Day, Instant, Lang, Texts, Zone,
    booking::{BookingState, Holder},
    bulletin_draft::Draft,
    bulletin_held::{Held, Version},
    centre::{ClosedDay, Open, Resource, ResourceKind},
    centre_change::{Stranded, stranded},
    centre_doors::Doors,
    centre_form::{Fault, hours_at, resource_at},
    clash::Span,
    draft_merge::{flat, merge, take_theirs},
    instant::{HOUR, MINUTE, add_days},
};
use proptest::prelude::*;
use support::{
    centre::{MONDAY, at, centre, time, zone},
    *,
};

fn some_texts() -> impl Strategy<Value = Texts> {
    let text = || proptest::option::of("[а-яёәіңғүұқөһ a-z,.0-9]{1,12}");
    (text(), text(), text()).prop_filter_map("nothing to read", |(kk, ru, en)| Texts::new(kk.as_deref(), ru.as_deref(), en.as_deref()))
}

fn some_resources() -> impl Strategy<Value = Vec<Resource>> {
    let one = (some_texts(), any::<bool>(), 1u16..=1000, proptest::collection::vec(some_texts(), 0..12));
    proptest::collection::vec(one, 0..13).prop_map(|all| {
        let resource = |(at, (name, room, capacity, equipment)): (usize, (Texts, bool, u16, Vec<Texts>))| {
            let kind = if room { ResourceKind::Room } else { ResourceKind::Seat };
            // Ids that sort otherwise than they stand.
            Resource { id: id(&format!("r{}", (at * 7) % 13)), kind, name, capacity, equipment }
        };
        all.into_iter().enumerate().map(resource).collect()
    })
}

/// Of each weekday, hours that do not overlap, in any order.
fn some_hours() -> impl Strategy<Value = Vec<Open>> {
    let day = proptest::collection::btree_set(0u16..=1440, 0..7).prop_map(|ends| ends.into_iter().collect::<Vec<_>>());
    proptest::collection::vec((day, any::<bool>()), 7).prop_map(|days| {
        let of = |(weekday, (ends, turned)): (usize, (Vec<u16>, bool))| {
            let mut all: Vec<Open> =
                ends.chunks_exact(2).map(|pair| Open { weekday: weekday as u8 + 1, from: pair[0], to: pair[1] }).collect();
            if turned {
                all.reverse();
            }
            all
        };
        days.into_iter().enumerate().flat_map(of).collect()
    })
}

prop_compose! {
    fn some_rules()(slot in 15u16..=240)(
        slot in Just(slot), days_ahead in 0u16..=365, a_day in slot..=1440, a_week in slot..=10080, release_after in 1u16..=240, check_in_before in 0u16..=240,
    ) -> meyirim::model::centre::Rules {
        meyirim::model::centre::Rules { slot, days_ahead, a_day, a_week, release_after, check_in_before }
    }
}

prop_compose! {
    fn some_centre()(
        names in (some_texts(), some_texts(), proptest::option::of(some_texts())),
        place in proptest::option::of((-90.0f64..=90.0, -180.0f64..=180.0, any::<bool>())),
        open in some_hours(),
        closed in proptest::collection::btree_map(0i64..800, proptest::option::of(some_texts()), 0..6),
        rules in some_rules(),
        resources in some_resources(),
        demo in any::<bool>(),
    ) -> Centre {
        let (name, about, address) = names;
        Centre {
            name, about, address, open, rules, resources, demo,
            coordinates: place.map(|(lat, lon, coarse)| Coordinates { lat, lon, coarse }),
            closed: closed.into_iter().map(|(days, why)| ClosedDay { day: add_days(MONDAY, days), why }).collect(),
        }
    }
}

fn any_pointer() -> impl Strategy<Value = String> {
    prop_oneof![
        "/(name|about|address)/(kk|ru|en)",
        "/coordinates/(lat|lon|coarse)",
        "/open/[0-8](/[0-2](/(from|to))?)?",
        "/closed/2026-1[0-3]-0[0-2](/why/(kk|ru|en))?",
        "/rules/(slot|days_ahead|a_day|a_week|release_after|check_in_before)",
        "/resources/(s1|new)/(at|kind|capacity|name/kk|equipment/[0-2](/(kk|en))?)",
    ]
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,12}",
        "[0-9]{1,6}",
        "[0-2][0-9]:[0-6][0-9]",
        "-?[0-9]{1,3}[.,][0-9]{1,4}",
        Just("seat".to_owned()),
        Just(String::new())
    ]
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn settings_survive_their_form(centre in some_centre()) {
        prop_assert_eq!(centre.check(), Ok(()));
        prop_assert_eq!(Draft::of_centre(&centre).centre(centre.demo), Ok(centre));
    }

    /// Whatever is typed makes settings that the backend takes, or is named at a place that the form has.
    #[test]
    fn whatever_is_typed_is_sound_or_named(typed in proptest::collection::vec((any_pointer(), any_text()), 0..12)) {
        let mut draft = Draft::of_centre(&centre());
        for (at, text) in &typed {
            draft.put(at, text);
        }
        match draft.centre(true) {
            Ok(made) => {
                prop_assert_eq!(made.check(), Ok(()));
                prop_assert_eq!(Draft::of_centre(&made).centre(true), Ok(made));
            }
            Err(faults) => {
                prop_assert!(!faults.is_empty());
                prop_assert!(faults.iter().all(|(at, _)| typed.iter().any(|(typed, _)| typed.starts_with(at.as_str()) || whole(typed) == whole(at) || at.starts_with("/rules/") || at.starts_with("/coordinates/"))), "{:?} of {:?}", faults, typed);
            }
        }
    }

    /// What each has changed alone is there, and nothing of either goes unasked.
    #[test]
    fn two_who_type_at_once(mine in proptest::collection::vec((any_pointer(), any_text()), 0..6), theirs in proptest::collection::vec((any_pointer(), any_text()), 0..6), takes in any::<bool>()) {
        let base = Draft::of_centre(&centre());
        let typed = |all: &[(String, String)]| {
            let mut draft = base.clone();
            all.iter().for_each(|(at, text)| draft.put(at, text));
            draft
        };
        let (mine, theirs) = (typed(&mine), typed(&theirs));
        let both = merge(&base, &mine, &theirs).expect("a form");
        let mut decided = both.value.clone();
        for clash in &both.clashes {
            prop_assert!(clash.mine != clash.theirs);
            if takes {
                decided = take_theirs(&decided, clash).expect("a form");
            }
        }
        prop_assert_eq!(merge(&base, &mine, &base).expect("a form").value, mine.clone());
        prop_assert_eq!(merge(&base, &base, &theirs).expect("a form").value, theirs.clone());
        if both.clashes.is_empty() {
            prop_assert_eq!(merge(&base, &theirs, &mine).expect("a form").value, both.value);
        }
    }

    /// A time in the opening hours is open, and what the doors say holds until then.
    #[test]
    fn the_doors_say_what_the_hours_say(open in some_hours(), closed in proptest::collection::vec(0i64..10, 0..4), minutes in 0i64..14 * 1440) {
        let zone = zone();
        let closed = closed.into_iter().map(|days| ClosedDay { day: add_days(MONDAY, days), why: None }).collect();
        let centre = Centre { open, closed, ..centre() };
        let now = zone.start_of(MONDAY).plus(minutes * MINUTE);
        let is_open = |at: Instant| centre.is_open_for(Span { starts: at, ends: at.plus(1) }, &zone);
        match centre.doors(now, &zone) {
            Doors::Open { until } => prop_assert!(is_open(now) && is_open(until.plus(-1)) && !is_open(until) || until > now.plus(7 * 24 * HOUR)),
            Doors::Closed { since, next } => {
                prop_assert!(!is_open(now));
                prop_assert!(since.is_none_or(|since| since <= now && zone.day(since.plus(-1)) == zone.day(now) && is_open(since.plus(-1)) && !is_open(since)));
                match next {
                    Some(next) => prop_assert!(next > now && is_open(next) && !is_open(next.plus(-1))),
                    None => prop_assert!(centre.open.is_empty()),
                }
            }
        }
    }
}

fn whole(at: &str) -> String {
    at.split('/').take(3).collect::<Vec<_>>().join("/")
}

// --- The form ----------------------------------------------------------------------------------------------------------------------------

/// What is wrong once that is typed at a place.
fn fault(at: &str, text: &str) -> Vec<(String, Fault)> {
    let mut draft = Draft::of_centre(&centre());
    draft.put(at, text);
    draft.centre(false).err().unwrap_or_default()
}

#[test]
fn each_fault_stands_at_its_field() {
    let wrong = |at: &str, text: &str, fault_: Fault| assert_eq!(fault(at, text), [(at.to_owned(), fault_)], "{at} {text:?}");
    assert_eq!(fault("/rules/slot", "60"), []);
    wrong("/rules/a_day", "", Fault::NoNumber);
    wrong("/rules/a_day", "four", Fault::NoNumber);
    wrong("/rules/a_day", "30", Fault::Range { least: 60, most: 1440 });
    wrong("/rules/a_week", "99999999", Fault::Range { least: 60, most: 10080 });
    wrong("/rules/release_after", "0", Fault::Range { least: 1, most: 240 });
    wrong(&hours_at(1, 0, "from"), "9", Fault::NoTime);
    wrong(&hours_at(1, 0, "to"), "08:00", Fault::EndsFirst);
    // It runs into the hours after the break, which stand second.
    assert_eq!(fault(&hours_at(1, 0, "to"), "15:00"), [(hours_at(1, 1, "from"), Fault::Overlap)]);
    assert_eq!(fault(&hours_at(6, 0, "to"), "00:00"), [], "midnight is the end of the day");
    let seat = id("s1");
    wrong(&resource_at(&seat, "capacity"), "0", Fault::Range { least: 1, most: 1000 });
    wrong(&resource_at(&seat, "kind"), "sofa", Fault::NotChosen);
    assert_eq!(fault("/coordinates/lat", "42,3"), [("/coordinates/lon".to_owned(), Fault::Half)]);
    assert_eq!(fault("/coordinates/lon", "200").first(), Some(&("/coordinates/lon".to_owned(), Fault::NoDegrees)));
    let mut nameless = Draft::of_centre(&centre());
    for lang in Lang::ALL {
        nameless.put(&format!("/name/{}", lang.code()), "");
        nameless.put(&resource_at(&seat, &format!("name/{}", lang.code())), " ");
    }
    assert_eq!(nameless.centre(false), Err(vec![("/name".to_owned(), Fault::Missing), (resource_at(&seat, "name"), Fault::Missing)]));
}

#[test]
fn what_is_added_is_asked_for_and_what_is_taken_out_is_gone() {
    let mut draft = Draft::of_centre(&centre());
    let number = draft.add_hours(7);
    assert_eq!(draft.centre(false), Err(vec![(hours_at(7, number, "from"), Fault::NoTime), (hours_at(7, number, "to"), Fault::NoTime)]));
    draft.take_out("/open/7/0");
    draft.take_out("/open/1/0");
    draft.close_on(MONDAY);
    draft.take_out("/closed/2026-12-16");
    draft.take_out("/resources/s1");
    let room = id("r2");
    draft.add_place(&room, ResourceKind::Room);
    draft.put(&resource_at(&room, "name/kk"), "Зал");
    draft.put(&resource_at(&room, "capacity"), "12");
    let line = draft.add_equipment(&room);
    draft.put(&resource_at(&room, &format!("equipment/{line}/ru")), "экран");
    let empty = draft.add_equipment(&room);
    assert_eq!((line, empty, draft.hours_of(1)), (0, 1, vec![1]));
    let made = draft.centre(false).expect("sound");
    assert_eq!(made.open.len(), centre().open.len() - 1);
    assert_eq!(made.closed, [ClosedDay { day: MONDAY, why: None }]);
    assert_eq!(made.resources.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["s2", "s3", "r1", "r2"]);
    assert_eq!((made.resources[3].capacity, made.resources[3].equipment.len()), (12, 1), "an empty line is none");
}

// --- Two at once -------------------------------------------------------------------------------------------------------------------------

fn version(draft: &Draft, etag: &str) -> Version {
    Version { draft: draft.clone(), etag: Some(etag.to_owned()), demo: true, published: None }
}

fn held(mine: &Draft, base: &Draft) -> Held {
    Held { mine: mine.clone(), base: version(base, "1"), ..Held::default() }
}

/// One takes a seat out, the other gives it a name: it is there whole, or not at all.
#[test]
fn a_seat_is_there_whole_or_not_at_all() {
    let base = Draft::of_centre(&centre());
    let (mut without, mut renamed) = (base.clone(), base.clone());
    without.take_out("/resources/s2");
    renamed.put("/resources/s2/name/ru", "У окна");
    for (mine, theirs) in [(&without, &renamed), (&renamed, &without)] {
        for takes in [false, true] {
            let mut held = held(mine, &base);
            held.meet(version(theirs, "2"));
            let [clash] = held.clashes.as_slice() else { panic!("{:?}", held.clashes) };
            assert_eq!(clash.path, ["/resources/s2"]);
            let whole = clash.mine.as_ref().or(clash.theirs.as_ref()).expect("one of them has it");
            assert_eq!(flat(whole).get("/resources/s2/name/ru"), "У окна");
            let clash = clash.clone();
            held.decide(&clash, takes);
            assert_eq!((&held.mine, held.base.etag.as_deref()), (if takes { theirs } else { mine }, Some("2")));
            held.mine.centre(true).expect("sound");
        }
    }
}

/// The hours of a weekday are one answer; another weekday is another.
#[test]
fn hours_of_a_weekday_are_one_answer() {
    let base = Draft::of_centre(&centre());
    let (mut mine, mut theirs) = (base.clone(), base.clone());
    mine.put(&hours_at(1, 0, "from"), "08:00");
    mine.put(&hours_at(6, 0, "to"), "20:00");
    theirs.put(&hours_at(1, 1, "to"), "22:00");
    theirs.put("/closed/2027-01-01", "yes");
    let mut held = held(&mine, &base);
    assert!(held.meet(version(&theirs, "2")));
    assert_eq!(held.clashes.iter().map(|clash| clash.path.as_slice()).collect::<Vec<_>>(), [["/open/1"]]);
    assert_eq!(held.mine.get("/closed/2027-01-01"), "yes");
    // Looked at once more, it is still open.
    assert!(held.meet(version(&theirs, "2")));
    let clash = held.clashes[0].clone();
    held.decide(&clash, true);
    assert_eq!((held.mine.get(&hours_at(1, 0, "from")), held.mine.get(&hours_at(1, 1, "to"))), ("09:00", "22:00"));
    assert_eq!((held.mine.get(&hours_at(6, 0, "to")), held.base.etag.as_deref()), ("20:00", Some("2")));
}

// --- What a change does to bookings ------------------------------------------------------------------------------------------------------

fn booking(name: &str, resource: &str, time: Span, state: BookingState) -> Booking {
    Booking {
        id: id(name),
        resource: id(resource),
        from: time.starts,
        to: time.ends,
        holder: Holder::WalkIn { name: "Aigul".into(), phone: None },
        state,
        rev: 1,
        since: Instant(0),
        made_at: Instant(0),
        series: None,
    }
}

#[test]
fn bookings_that_lose_their_hour_or_their_place() {
    let zone = zone();
    let now = at(&zone, MONDAY, 10);
    let on = |day: i64, from, to| time(&zone, add_days(MONDAY, day), from, to);
    let bookings = [
        booking("place", "s1", on(2, 9, 10), BookingState::Booked),
        booking("evening", "s2", on(1, 18, 20), BookingState::Booked),
        booking("fits", "s2", on(1, 9, 11), BookingState::Booked),
        booking("here", "s3", on(0, 9, 11), BookingState::CheckedIn),
        booking("over", "s1", on(0, 9, 10), BookingState::CheckedIn),
        booking("given-up", "s1", on(1, 9, 10), BookingState::Cancelled),
        booking("nobody-came", "s1", on(0, 9, 13), BookingState::Booked),
        booking("repair", "s1", on(1, 14, 20), BookingState::Blocked),
        booking("since-ever", "gone", on(3, 9, 10), BookingState::Booked),
    ];
    let mut after = centre();
    after.resources.retain(|one| one.id != id("s1"));
    for open in &mut after.open {
        open.to = open.to.min(19 * 60);
    }
    // The pieces of the day and the limits bind only what comes.
    (after.rules.slot, after.rules.a_day) = (45, 45);
    after.closed.push(ClosedDay { day: MONDAY, why: None });
    let told = stranded(&centre(), &after, &zone, now, &bookings);
    let ids: Vec<_> = told.items.iter().map(|one| (one.id.as_str(), one.why.as_str(), one.already)).collect();
    assert_eq!(
        ids,
        [("here", "closed", false), ("evening", "closed", false), ("place", "no-such-place", false), ("since-ever", "no-such-place", true)]
    );
    assert_eq!(told.fresh(), 3);
    assert_eq!(stranded(&centre(), &centre(), &zone, now, &bookings[..8]), Stranded { items: Vec::new() });
}

/// Hours that follow each other without a break are one time; a break is none.
#[test]
fn a_booking_over_hours_that_follow_each_other() {
    let zone = zone();
    let mut one = centre();
    one.open =
        vec![Open { weekday: 1, from: 840, to: 1440 }, Open { weekday: 1, from: 540, to: 780 }, Open { weekday: 1, from: 780, to: 840 }];
    assert!(one.is_open_for(time(&zone, MONDAY, 9, 24), &zone));
    one.open.pop();
    assert!(!one.is_open_for(time(&zone, MONDAY, 9, 24), &zone));
    assert!(one.is_open_for(time(&zone, MONDAY, 14, 24), &zone));
    assert!(!one.is_open_for(time(&zone, MONDAY, 8, 10), &zone));
}

// --- The doors ---------------------------------------------------------------------------------------------------------------------------

#[test]
fn since_when_it_is_closed_and_when_it_opens() {
    let (zone, centre) = (zone(), centre());
    let on = |day: i64, hour: u16| at(&zone, add_days(MONDAY, day), hour);
    let closed = |since, next| Doors::Closed { since, next: Some(next) };
    let doors = |now: Instant| centre.doors(now, &zone);
    assert_eq!(doors(on(0, 8)), closed(None, on(0, 9)), "not yet");
    assert_eq!(doors(on(0, 9)), Doors::Open { until: on(0, 13) });
    assert_eq!(doors(on(0, 13)), closed(Some(on(0, 13)), on(0, 14)), "a break");
    assert!(!doors(on(0, 13)).is_over(on(0, 13), &zone));
    assert_eq!(doors(on(0, 20)), closed(Some(on(0, 20)), on(1, 9)));
    assert!(doors(on(0, 20)).is_over(on(0, 20), &zone));
    assert_eq!(doors(on(1, 0)), closed(None, on(1, 9)), "a new day");
    assert_eq!(doors(on(4, 23)), closed(Some(on(4, 20)), on(5, 10)), "Saturday has hours of its own");
    assert_eq!(doors(on(5, 18)), closed(Some(on(5, 18)), on(7, 9)), "over Sunday");
    assert_eq!(doors(on(6, 12)), closed(None, on(7, 9)), "on Sunday");
    // Wednesday the 16th is closed.
    assert_eq!(doors(on(8, 21)), closed(Some(on(8, 20)), on(10, 9)));
    assert_eq!(doors(on(9, 12)), closed(None, on(10, 9)));
    let never = Centre { open: Vec::new(), ..centre.clone() };
    assert_eq!(never.doors(on(0, 9), &zone), Doors::Closed { since: None, next: None });
    assert!(never.doors(on(0, 9), &zone).is_over(on(0, 9), &zone));
}

#[test]
fn around_the_clock_and_over_midnight() {
    let zone = zone();
    let on = |day: i64, hour: u16| at(&zone, add_days(MONDAY, day), hour);
    let night = Centre { open: vec![Open { weekday: 1, from: 1200, to: 1440 }, Open { weekday: 2, from: 0, to: 120 }], ..centre() };
    assert_eq!(night.doors(on(0, 23), &zone), Doors::Open { until: on(1, 2) });
    assert_eq!(night.doors(on(1, 3), &zone), Doors::Closed { since: Some(on(1, 2)), next: Some(on(7, 20)) });
    let always = Centre { open: (1..=7).map(|weekday| Open { weekday, from: 0, to: 1440 }).collect(), closed: Vec::new(), ..centre() };
    assert!(matches!(always.doors(on(0, 23), &zone), Doors::Open { until } if until > on(6, 0)));
    // Clocks are put forward an hour at two in the night: what the hours leave out is not there.
    let forward = zone.start_at(MONDAY, 120);
    let summer = Zone::with_changes("Test", 5 * 3600, &[(forward, 6 * 3600)]);
    let early = Centre { open: vec![Open { weekday: 1, from: 120, to: 180 }], closed: Vec::new(), ..centre() };
    assert!(early.open_times(MONDAY, &summer).is_empty());
    let day: Day = MONDAY;
    assert_eq!(
        early.doors(summer.start_of(day), &summer),
        Doors::Closed { since: None, next: Some(summer.start_at(add_days(day, 7), 120)) }
    );
}
