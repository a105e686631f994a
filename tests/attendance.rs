//! Attendance: a log of marks comes to the same whatever order they arrive in, however often; hours sum up the same everywhere; what is decided stays.

mod support;

use meyirim::model::{
    HoursRule, Instant, Mark, Zone,
    attendance::{Attendance, Hours, How, NoMark, NotNow, SEALED_AFTER, What, Why, clock_off, fold, may_mark, roll_open},
    clash::Span,
    hours::{by_year, counted},
    instant::{DAY, HOUR, MINUTE},
    roll::{Led, most_pressing_first},
};
use proptest::prelude::*;
use support::*;

fn zone() -> Zone {
    Zone::fixed("Asia/Almaty", 5 * 3600)
}

/// 10:00 to 13:00 in Shymkent.
fn shift() -> Span {
    Span { starts: at("2026-12-05T05:00:00Z"), ends: at("2026-12-05T08:00:00Z") }
}

fn mark(name: &str, what: What, time: &str) -> Mark {
    Mark {
        id: id(name),
        person: id("p1"),
        what,
        at: at(time),
        by: id("leader"),
        by_name: None,
        heard_at: Some(at(time).plus(1000)),
        clock_off: 0,
    }
}

fn came(name: &str, time: &str) -> Mark {
    mark(name, What::In { how: How::Roll }, time)
}

fn went(name: &str, time: &str) -> Mark {
    mark(name, What::Out { how: How::Pass }, time)
}

fn confirmed(name: &str, minutes: u32, time: &str) -> Mark {
    mark(name, What::Confirmed { minutes, reason: None }, time)
}

fn state(marks: &[Mark], now: &str) -> Attendance {
    fold(marks, shift(), HoursRule::default(), at(now), &zone())
}

const AFTER: &str = "2026-12-05T09:00:00Z";

#[test]
fn in_and_out_come_to_hours() {
    let marks = [came("a", "2026-12-05T04:50:00Z"), went("b", "2026-12-05T07:35:00Z")];
    let state = state(&marks, AFTER);
    assert_eq!((state.checked_in, state.checked_out), (Some(at("2026-12-05T04:50:00Z")), Some(at("2026-12-05T07:35:00Z"))));
    // From the start of the shift, to the nearest quarter of an hour.
    assert_eq!(state.counted, Some(2 * 60 + 30));
    assert!(state.clashes.is_empty() && state.hours == Hours::Open);
}

#[test]
fn without_a_check_out_time_counts_to_the_end_once_it_is_over() {
    let marks = [came("a", "2026-12-05T05:30:00Z")];
    assert_eq!(state(&marks, "2026-12-05T07:00:00Z").counted, None);
    assert_eq!(state(&marks, AFTER).counted, Some(150));
}

#[test]
fn two_scans_are_one_attendance_and_two_times_are_a_clash() {
    let marks = [came("a", "2026-12-05T05:00:00Z"), came("b", "2026-12-05T05:09:00Z")];
    assert!(state(&marks, AFTER).clashes.is_empty());
    let marks = [
        came("a", "2026-12-05T05:00:00Z"),
        came("b", "2026-12-05T05:11:00Z"),
        went("c", "2026-12-05T04:00:00Z"),
        mark("d", What::Absent, "2026-12-05T05:20:00Z"),
    ];
    let found = state(&marks, AFTER);
    let kinds: Vec<Why> = found.clashes.iter().map(|clash| clash.why).collect();
    assert_eq!(kinds, [Why::TwoIns, Why::OutBeforeIn, Why::AbsentAndIn]);
    assert_eq!((found.clashes[0].one.as_str(), found.clashes[0].other.as_str()), ("a", "b"), "both sides");
    assert!(!found.absent && found.checked_in == Some(at("2026-12-05T05:00:00Z")));
}

#[test]
fn a_slip_of_the_finger_counts_for_nothing() {
    let marks = [came("a", "2026-12-05T05:00:00Z"), mark("u", What::Undone { mark: id("a") }, "2026-12-05T05:01:00Z")];
    assert_eq!(state(&marks, AFTER), Attendance::default());
}

#[test]
fn a_wrong_clock_is_told_and_put_right() {
    let sent = at("2026-12-05T05:00:00Z");
    assert_eq!(
        (clock_off(sent, sent.plus(MINUTE)), clock_off(sent, sent.plus(7 * MINUTE)), clock_off(sent, sent.plus(-7 * MINUTE))),
        (0, 7 * MINUTE, -7 * MINUTE)
    );
    let behind = Mark { clock_off: 30 * MINUTE, ..came("a", "2026-12-05T05:00:00Z") };
    assert_eq!(state(&[behind], AFTER).checked_in, Some(at("2026-12-05T05:30:00Z")));
}

#[test]
fn what_is_confirmed_stays_and_is_sealed_after_a_fortnight() {
    let mut marks = vec![came("a", "2026-12-05T05:00:00Z"), confirmed("c", 180, AFTER)];
    let until = at(AFTER).plus(1000 + SEALED_AFTER);
    assert_eq!(state(&marks, AFTER).hours, Hours::Confirmed { minutes: 180, until_sealed: until });
    // From a phone that was offline: shown beside, changes nothing.
    marks.push(Mark { heard_at: Some(at(AFTER).plus(HOUR)), ..went("b", "2026-12-05T06:00:00Z") });
    let late = state(&marks, AFTER);
    assert_eq!((late.hours.minutes(), late.clashes[0].why), (180, Why::AfterConfirmed));
    let dispute = |when: Instant| Mark { heard_at: Some(when), ..mark("d", What::Disputed { reason: "was there longer".into() }, AFTER) };
    marks.push(dispute(until.plus(-1)));
    let disputed = fold(&marks, shift(), HoursRule::default(), until.plus(DAY), &zone());
    assert_eq!((disputed.hours.minutes(), disputed.hours), (0, Hours::Disputed { minutes: 180, reason: "was there longer".into() }));
    marks.pop();
    marks.push(dispute(until));
    let sealed = fold(&marks, shift(), HoursRule::default(), until.plus(DAY), &zone());
    assert_eq!(sealed.hours, Hours::Sealed { minutes: 180 }, "too late to dispute");
}

#[test]
fn every_no_has_its_reason() {
    let (none, span) = (Attendance::default(), shift());
    let now = at("2026-12-05T05:00:00Z");
    let came = What::In { how: How::Roll };
    assert_eq!(may_mark(&came, false, &none, span, span.starts.plus(-2 * HOUR), now), Ok(()));
    let early = NoMark::NotNow(NotNow::TooEarly(span.starts));
    assert_eq!(may_mark(&What::Absent, false, &none, span, span.starts.plus(-1), now), Err(early));
    assert_eq!(may_mark(&What::Absent, false, &none, span, span.starts, now), Ok(()));
    assert_eq!(
        may_mark(&came, false, &none, span, span.starts.plus(-2 * HOUR - 1), now),
        Err(NoMark::NotNow(NotNow::TooEarly(span.starts.plus(-2 * HOUR))))
    );
    assert_eq!(
        may_mark(&came, false, &none, span, span.ends.plus(12 * HOUR + 1), now),
        Err(NoMark::NotNow(NotNow::TooLate(span.ends.plus(12 * HOUR))))
    );
    assert_eq!(roll_open(span, span.starts.plus(-DAY - 1)), Err(NotNow::TooEarly(span.starts.plus(-DAY))));
    let state = Attendance { counted: Some(180), ..Attendance::default() };
    let confirm = |minutes, reason: Option<&str>| {
        may_mark(&What::Confirmed { minutes, reason: reason.map(str::to_owned) }, false, &state, span, now, now)
    };
    assert_eq!(
        (confirm(180, None), confirm(120, Some(" ")), confirm(120, Some("left early"))),
        (Ok(()), Err(NoMark::ReasonNeeded), Ok(()))
    );
    assert_eq!(may_mark(&What::Confirmed { minutes: 180, reason: None }, true, &state, span, now, now), Err(NoMark::OwnHours));
    let dispute = |hours, reason: &str| {
        may_mark(&What::Disputed { reason: reason.into() }, true, &Attendance { hours, ..Attendance::default() }, span, now, now)
    };
    assert_eq!(dispute(Hours::Open, "why"), Err(NoMark::Nothing));
    assert_eq!(dispute(Hours::Sealed { minutes: 1 }, "why"), Err(NoMark::Sealed));
    let open = Hours::Confirmed { minutes: 1, until_sealed: now };
    assert_eq!((dispute(open.clone(), ""), dispute(open, "why")), (Err(NoMark::ReasonNeeded), Ok(())));
}

#[test]
fn who_leads_sees_first_what_runs_then_what_comes_then_what_is_over() {
    let led = |name: &str, starts: &str, ends: &str| {
        let mut action = plain_action();
        action.shifts.truncate(1);
        let mut shift = action.shifts.remove(0);
        (shift.id, shift.starts, shift.ends) = (id(name), at(starts), at(ends));
        Led { action: action.id, title: action.title, shift }
    };
    let mut all = [
        led("just-over", "2026-12-05T02:00:00Z", "2026-12-05T07:00:00Z"),
        led("next-week", "2026-12-12T05:00:00Z", "2026-12-12T08:00:00Z"),
        led("soon", "2026-12-05T07:40:00Z", "2026-12-05T08:00:00Z"),
        led("long-over", "2026-12-01T05:00:00Z", "2026-12-01T08:00:00Z"),
        // Begun long ago, farther from now than what comes soon.
        led("runs", "2026-12-05T00:00:00Z", "2026-12-05T12:00:00Z"),
    ];
    most_pressing_first(&mut all, at("2026-12-05T07:30:00Z"));
    let order: Vec<_> = all.iter().map(|led| led.shift.id.as_str()).collect();
    assert_eq!(order, ["runs", "soon", "next-week", "just-over", "long-over"]);
}

#[test]
fn hours_are_rounded_capped_and_weighed_at_night() {
    let span = |from: &str, to: &str| Span { starts: at(from), ends: at(to) };
    let count = |rule, span: Span, to: &str| counted(rule, span, span.starts, at(to), &zone());
    let usual = HoursRule::default();
    assert_eq!(count(usual, shift(), "2026-12-05T07:07:00Z"), 120, "down");
    assert_eq!(count(usual, shift(), "2026-12-05T07:07:30Z"), 135, "half is up");
    assert_eq!(count(usual, shift(), "2026-12-06T05:00:00Z"), 300, "forgotten until the next morning: the shift and two hours");
    assert_eq!(count(HoursRule { most: Some(100), ..usual }, shift(), "2026-12-05T08:00:00Z"), 100, "the cap wins over the rounding");
    assert_eq!(count(usual, shift(), "2026-12-05T04:00:00Z"), 0);
    // 20:00 to 02:00 in Shymkent, four hours of it at night.
    let night = span("2026-12-05T15:00:00Z", "2026-12-05T21:00:00Z");
    assert_eq!(count(HoursRule { night: 150, ..usual }, night, "2026-12-05T21:00:00Z"), 8 * 60);
    assert_eq!(count(HoursRule { night: 0, ..usual }, night, "2026-12-05T21:00:00Z"), 2 * 60);
    assert!(!HoursRule { round: 0, ..usual }.is_sound() && usual.is_sound());
}

#[test]
fn a_year_has_its_cap_and_begins_on_the_hubs_clock() {
    let hours = [(at("2026-12-31T18:59:00Z"), 60 * 60), (at("2026-12-31T19:00:00Z"), 60), (at("2026-05-01T00:00:00Z"), 20 * 60)];
    let years = by_year(hours, Some(70), &zone());
    assert_eq!((years[&2026].minutes, years[&2026].credited), (80 * 60, 70 * 60));
    assert_eq!((years[&2027].minutes, years[&2027].credited), (60, 60));
    assert_eq!(by_year(hours, None, &zone())[&2026].credited, 80 * 60);
}

fn any_mark() -> impl Strategy<Value = Mark> {
    let what = prop_oneof![
        Just(What::In { how: How::Roll }),
        Just(What::Out { how: How::Pass }),
        Just(What::Absent),
        (0u8..12).prop_map(|n| What::Undone { mark: id(&format!("m{n}")) }),
        (0u32..400).prop_map(|minutes| What::Confirmed { minutes, reason: None }),
        Just(What::Disputed { reason: "no".into() }),
    ];
    (what, 0i64..40, prop::option::of(0i64..60), -2i64..3).prop_map(|(what, time, heard, off)| Mark {
        heard_at: heard.map(|days| shift().ends.plus(days * DAY)),
        clock_off: off * 3 * MINUTE,
        at: shift().starts.plus(time * 7 * MINUTE),
        ..mark("m", what, AFTER)
    })
}

fn any_log() -> impl Strategy<Value = Vec<Mark>> {
    prop::collection::vec(any_mark(), 0..12)
        .prop_map(|marks| marks.into_iter().enumerate().map(|(at, mark)| Mark { id: id(&format!("m{at}")), ..mark }).collect())
}

proptest! {
    #![proptest_config(support::config())]

    /// Whatever order several offline devices' marks arrive in, and however often.
    #[test]
    fn any_order_and_any_repeats_come_to_the_same(log in any_log(), order in any::<prop::sample::Index>(), seed in any::<u64>(), days in 0i64..80) {
        let now = shift().ends.plus(days * DAY);
        let wanted = fold(&log, shift(), HoursRule::default(), now, &zone());
        let mut mixed = log.clone();
        // The device's own copies of marks that the backend has heard.
        mixed.extend(log.iter().filter(|mark| mark.heard_at.is_some()).map(|mark| Mark { heard_at: None, by_name: None, ..mark.clone() }));
        let mut state = seed | 1;
        for at in (1..mixed.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            mixed.swap(at, (state >> 33) as usize % (at + 1));
        }
        if !mixed.is_empty() {
            mixed.push(mixed[order.index(mixed.len())].clone());
        }
        prop_assert_eq!(fold(&mixed, shift(), HoursRule::default(), now, &zone()), wanted);
    }

    /// Merging the logs of two devices in two steps is merging them at once.
    #[test]
    fn what_is_sealed_stays_sealed(log in any_log(), more in any_mark(), days in 0i64..80) {
        let now = shift().ends.plus(days * DAY);
        let before = fold(&log, shift(), HoursRule::default(), now, &zone());
        if let Hours::Sealed { minutes } = before.hours {
            let mut log = log;
            log.push(Mark { id: id("late"), heard_at: Some(now), ..more });
            prop_assert_eq!(fold(&log, shift(), HoursRule::default(), now, &zone()).hours, Hours::Sealed { minutes });
        }
    }

    /// Never more than was there, never more than the cap, and longer is never less.
    #[test]
    fn hours_are_never_made_up(from in 0i64..600, long in 0i64..2000, longer in 0i64..600, round in 1u16..=60, most in prop::option::of(0u16..1440), night in 0u16..=300) {
        let rule = HoursRule { round, most, night };
        let (start, end) = (shift().starts.plus(from * MINUTE), shift().starts.plus((from + long) * MINUTE));
        let minutes = counted(rule, shift(), start, end, &zone());
        let cap = most.map_or(5 * 60, u32::from);
        prop_assert!(minutes <= cap);
        prop_assert!(i64::from(minutes) <= long * i64::from(night.max(100)) / 100 + i64::from(round));
        prop_assert!(counted(rule, shift(), start, end.plus(longer * MINUTE), &zone()) >= minutes);
    }
}
