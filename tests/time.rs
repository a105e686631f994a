//! Moments, days and the hub's zone.
//!
//! The zone arithmetic is ours (offsets come in as a table), so it is held against jiff's own, which knows the rules of a zone from a
//! POSIX string and shares no code with it.

mod support;

use jiff::{
    Timestamp,
    civil::{Date, DateTime, date},
    tz::{AmbiguousOffset, TimeZone},
};
use meyirim::model::{
    Instant, Zone,
    instant::{DAY, HOUR, MINUTE, add_days, day_number, day_of_number, iso, parse_day},
};
use proptest::prelude::*;
use std::sync::LazyLock;
use support::{any_instant, at};

/// Kazakhstan as the browser tells it: +6 until 1 March 2024, then +5.
fn almaty() -> Zone {
    Zone::with_changes("Asia/Almaty", 6 * 3600, &[(at("2024-02-29T18:00:00Z"), 5 * 3600)])
}

#[test]
fn shymkent_before_and_after_the_change() {
    let zone = almaty();
    let local = |text: &str| zone.local(at(text)).to_string();
    assert_eq!(local("2024-02-29T17:59:59Z"), "2024-02-29T23:59:59");
    assert_eq!(local("2024-02-29T18:00:00Z"), "2024-02-29T23:00:00");
    assert_eq!(local("2024-02-29T19:00:00Z"), "2024-03-01T00:00:00");
    assert_eq!(local("2021-06-14T04:00:00Z"), "2021-06-14T10:00:00");
    assert_eq!(local("2026-12-05T05:00:00Z"), "2026-12-05T10:00:00");
    // The hour from 23 to 24 came twice; the first one counts. The day after began once.
    assert_eq!(zone.instant(date(2024, 2, 29).at(23, 30, 0, 0)), at("2024-02-29T17:30:00Z"));
    assert_eq!(zone.start_of(date(2024, 2, 29)), at("2024-02-28T18:00:00Z"));
    assert_eq!(zone.start_of(date(2024, 3, 1)), at("2024-02-29T19:00:00Z"));
    assert_eq!(zone.start_of(date(2024, 3, 2)), at("2024-03-01T19:00:00Z"));
    assert_eq!(zone.start_of(date(2024, 3, 1)).0 - zone.start_of(date(2024, 2, 29)).0, 25 * HOUR);
}

/// The moments at which the zone's offset changes within some years, found by asking for every half hour.
fn changes(zone: &TimeZone) -> (i32, Vec<(Instant, i32)>) {
    let offset = |at: i64| zone.to_offset(Timestamp::from_millisecond(at).expect("in range")).seconds();
    let (from, until) = (at("2025-12-01T00:00:00Z").0, at("2027-02-01T00:00:00Z").0);
    let found = (from / (30 * MINUTE)..until / (30 * MINUTE)).map(|half| half * 30 * MINUTE).filter(|at| offset(*at) != offset(at - 1));
    (offset(from), found.map(|at| (Instant(at), offset(at))).collect())
}

/// Name, rule. East and west of Greenwich, gaps at night and at midnight, a shift of half an hour, and no change at all.
const ZONES: [(&str, &str); 6] = [
    ("Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3"),
    ("America/New_York", "EST5EDT,M3.2.0,M11.1.0"),
    ("America/Havana", "CST5CDT,M3.2.0/0,M11.1.0/1"),  // 00:00 to 00:59 is left out
    ("Africa/Cairo", "EET-2EEST,M4.5.5/0,M10.5.4/24"), // the same east of Greenwich
    ("Australia/Lord_Howe", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"),
    ("Asia/Almaty", "<+05>-5"),
];

/// Ours and jiff's of each.
static BOTH: LazyLock<Vec<(Zone, TimeZone)>> = LazyLock::new(|| {
    let both = |(name, rule): (&str, &str)| {
        let oracle = TimeZone::posix(rule).expect(rule);
        let (first, found) = changes(&oracle);
        (Zone::with_changes(name, first, &found), oracle)
    };
    ZONES.into_iter().map(both).collect()
});

fn oracle_instant(zone: &TimeZone, local: DateTime) -> Instant {
    Instant(zone.to_ambiguous_timestamp(local).compatible().expect("in range").as_millisecond())
}

#[test]
fn gaps_and_repeated_hours_are_as_jiff_has_them() {
    for ((name, rule), (zone, oracle)) in ZONES.into_iter().zip(BOTH.iter()) {
        let (mut gaps, mut folds) = (0, 0);
        for day in date(2026, 1, 1).series(jiff::ToSpan::days(1)).take(366) {
            for quarter in 0..96_i8 {
                let local = day.at(quarter / 4, quarter % 4 * 15, 0, 0);
                assert_eq!(zone.instant(local), oracle_instant(oracle, local), "{name} {local}");
                match oracle.to_ambiguous_timestamp(local).offset() {
                    AmbiguousOffset::Unambiguous { .. } => assert_eq!(zone.local(zone.instant(local)), local, "{name}"),
                    AmbiguousOffset::Gap { .. } => gaps += 1,
                    AmbiguousOffset::Fold { .. } => folds += 1,
                }
            }
            let start = zone.start_of(day);
            assert_eq!(zone.day(start), day, "{name}");
            assert_eq!(zone.day(start.plus(-1)), day.yesterday().expect("in range"), "{name}: the first moment of {day}");
        }
        assert_eq!((gaps > 0, folds > 0), (rule.contains(','), rule.contains(',')), "{name} was not tried where it is hard");
    }
}

proptest! {
    #![proptest_config(support::config())]

    #[test]
    fn the_clock_on_the_wall_is_as_jiff_has_it(which in 0..ZONES.len(), minute in 29_453_760..30_020_000_i64, millis in 0..60_000_i64) {
        let (zone, oracle) = &BOTH[which];
        let at = Instant(minute * MINUTE + millis);
        let wall = oracle.to_datetime(Timestamp::from_millisecond(at.0).expect("in range"));
        prop_assert_eq!(zone.local(at), wall);
        prop_assert_eq!(zone.day(at), wall.date());
        // There and back, but for the second pass of a repeated hour.
        let back = zone.instant(wall);
        prop_assert!(back == at || zone.local(back) == wall && back < at, "{at} {back}");
    }

    #[test]
    fn a_moment_survives_writing(at in any_instant()) {
        prop_assert_eq!(at.to_string().parse::<Instant>().expect("reads"), at);
        let json = serde_json::to_string(&at).expect("writes");
        prop_assert!(json.ends_with("Z\""), "{json}");
        prop_assert_eq!(serde_json::from_str::<Instant>(&json).expect("reads"), at);
        let bytes = postcard::to_allocvec(&at).expect("writes");
        prop_assert!(bytes.len() <= 9);
        prop_assert_eq!(postcard::from_bytes::<Instant>(&bytes).expect("reads"), at);
    }

    #[test]
    fn moments_sort_as_time_passes(at in any_instant(), later in 1..DAY) {
        prop_assert!(at.plus(later) > at);
        prop_assert_eq!(at.plus(later).plus(-later), at);
    }

    #[test]
    fn no_moment_and_no_day_breaks_the_arithmetic(at in any::<i64>(), by in any::<i64>(), east in any::<i32>(), days in -3_000_000..3_000_000_i32) {
        let zone = Zone::with_changes("Nowhere", east, &[(Instant(by), east.wrapping_add(3600)), (Instant(at), 0)]);
        let _ = (Instant(at).to_string(), Instant(at).plus(by), zone.local(Instant(at)), zone.day(Instant(by)));
        let day = date(2000, 1, 1).saturating_add(jiff::Span::new().days(days));
        let _ = zone.start_of(day);
    }

    #[test]
    fn no_text_breaks_a_moment(text in "\\PC{0,40}") {
        let _ = text.parse::<Instant>();
    }
}

#[test]
fn days_at_the_ends_of_the_calendar_stay_there() {
    for zone in [Zone::fixed("UTC", 0), almaty(), Zone::fixed("West", -8 * 3600)] {
        assert!(zone.start_of(Date::MAX) > at("9999-12-29T00:00:00Z"), "{zone:?}");
        assert!(zone.start_of(Date::MIN) < Instant(-377_642_000_000_000), "{zone:?}");
    }
}

#[test]
fn moments_on_the_wire() {
    for (text, moment) in [
        ("2026-12-05T05:00:00Z", "2026-12-05T05:00:00Z"),
        ("2026-12-05T10:00:00+05:00", "2026-12-05T05:00:00Z"),
        ("2026-12-05T05:00:00.250Z", "2026-12-05T05:00:00.25Z"),
        ("2026-12-05T05:00:00.123456789Z", "2026-12-05T05:00:00.123Z"),
        ("2026-12-05t05:00:00z", "2026-12-05T05:00:00Z"),
        ("1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"),
    ] {
        assert_eq!(at(text).to_string(), moment, "{text}");
    }
    // A time without its zone would be somebody's guess.
    for text in ["", "2026-12-05", "2026-12-05T05:00:00", "2026-13-05T05:00:00Z", "2026-12-05T25:00:00Z", "1796446800000", "now"] {
        assert!(text.parse::<Instant>().is_err(), "{text:?}");
    }
}

proptest! {
    /// Our own reading and writing of a moment against jiff's.
    #[test]
    fn a_moment_is_written_and_read_as_jiff_does(at in any_instant(), fraction in 0..10u32, east in -18*60..18*60i32) {
        let theirs = Timestamp::from_millisecond(at.0).expect("in range");
        prop_assert_eq!(at.to_string().parse::<Timestamp>().expect("ours is RFC 3339"), theirs);
        prop_assert_eq!(theirs.to_string().parse::<Instant>().expect("theirs too"), at);
        let elsewhere = theirs.display_with_offset(jiff::tz::Offset::from_seconds(east * 60).expect("in range")).to_string();
        prop_assert_eq!(elsewhere.parse::<Instant>().expect("with an offset"), at);
        let digits = "123456789";
        let finer = format!("2026-11-22T09:30:00.{}Z", &digits[..fraction.clamp(1, 9) as usize]);
        prop_assert_eq!(finer.parse::<Instant>().expect("any precision").0, finer.parse::<Timestamp>().expect("likewise").as_millisecond());
    }

    #[test]
    fn days_count_as_jiff_counts_them(number in -700_000..2_900_000i64, more in -400..400i64) {
        let day = day_of_number(number);
        prop_assert_eq!(day_number(day), number);
        prop_assert_eq!(iso(day), day.to_string());
        prop_assert_eq!(parse_day(&iso(day)), (day.year() >= 0).then_some(day));
        prop_assert_eq!(add_days(day, more), day.saturating_add(jiff::Span::new().days(more)));
    }

    /// Nothing that is sent to us makes it fall over, and what it takes jiff takes.
    #[test]
    fn nonsense_is_no_moment(text in "[0-9TtZz:+. -]{0,30}|\\PC{0,30}") {
        if text.parse::<Instant>().is_ok() {
            prop_assert!(text.parse::<Timestamp>().is_ok(), "{text}");
        }
    }
}

#[test]
fn what_is_no_moment() {
    for text in [
        "",
        "2026-11-22",
        "2026-11-22T09:30Z",
        "2026-11-22T24:00:00Z",
        "2026-02-30T00:00:00Z",
        "2026-11-22T09:30:00",
        "2026-11-22T09:30:00.Z",
        "2026-11-22T09:30:00+5",
        "2026-11-22T09:30:00+05:60",
        "2026-11-22T09.30.00Z",
        "+2026-1-22T09:30:00Z",
    ] {
        assert!(text.parse::<Instant>().is_err(), "{text}");
    }
}
