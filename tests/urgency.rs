//! Who is needed most.

mod support;

use meyirim::model::{
    Action, ActionState, Instant, Seats, Shift, Zone,
    clash::Span,
    instant::{DAY, HOUR, MINUTE},
    urgency::{is_on, most_needed, urgency, week},
};
use proptest::prelude::*;
use support::*;

/// Sunday noon in Shymkent.
const NOW: &str = "2026-11-22T07:00:00Z";

fn span() -> Span {
    week(at(NOW), &Zone::fixed("Asia/Almaty", 5 * 3600))
}

fn shift(name: &str, hours_from_now: i64, needed: u32, most: u32, taken: u32) -> Shift {
    let starts = at(NOW).plus(hours_from_now * HOUR);
    Shift {
        id: id(name),
        role: None,
        starts,
        ends: starts.plus(3 * HOUR),
        seats: Seats { needed, most, taken, waiting: 0 },
        withdraw_until: None,
    }
}

fn action(name: &str, shifts: Vec<Shift>) -> Action {
    Action { id: id(name), shifts, ..plain_action() }
}

fn order(actions: &[Action]) -> Vec<String> {
    most_needed(actions.iter(), |action| action, span(), 10).into_iter().map(|action| action.id.to_string()).collect()
}

#[test]
fn a_week_ends_with_a_day_of_the_hub() {
    assert_eq!(span(), Span { starts: at(NOW), ends: at("2026-11-28T19:00:00Z") }, "seven days of Shymkent, the 22nd to the 28th");
    // At 23:30 in Shymkent the 22nd is still today there, though the UTC day is the same for both.
    let late = week(at("2026-11-22T19:30:00Z"), &Zone::fixed("Asia/Almaty", 5 * 3600));
    assert_eq!(late.ends, at("2026-11-29T19:00:00Z"), "half past midnight: it is the 23rd");
}

#[test]
fn the_greater_lack_comes_first_and_then_the_sooner() {
    let all = [
        action("nobody-lacks", vec![shift("a", 1, 5, 20, 5)]),
        action("few-lack", vec![shift("a", 2, 20, 20, 16)]),
        action("all-lack-later", vec![shift("a", 120, 50, 60, 2)]),
        action("all-lack-tomorrow", vec![shift("a", 24, 50, 60, 5)]),
        action("half-lack", vec![shift("a", 3, 10, 12, 5)]),
    ];
    assert_eq!(order(&all), ["all-lack-tomorrow", "all-lack-later", "half-lack", "few-lack", "nobody-lacks"]);
}

#[test]
fn what_nobody_can_join_is_not_asked_for() {
    let mut cancelled = action("cancelled", vec![shift("a", 24, 10, 10, 0)]);
    cancelled.state = ActionState::Cancelled;
    let all = [
        cancelled,
        action("full", vec![shift("a", 24, 10, 10, 10)]),
        action("begun", vec![shift("a", -1, 10, 10, 0)]),
        action("next-month", vec![shift("a", 24 * 30, 10, 10, 0)]),
        action("first-moment-after", vec![Shift { starts: span().ends, ends: span().ends.plus(HOUR), ..shift("a", 0, 10, 10, 0) }]),
        action(
            "last-moment-in",
            vec![Shift { starts: span().ends.plus(-MINUTE), ends: span().ends.plus(HOUR), ..shift("a", 0, 10, 10, 0) }],
        ),
    ];
    assert_eq!(order(&all), ["last-moment-in"]);
}

#[test]
fn a_full_or_begun_shift_does_not_hide_an_empty_one() {
    // Together 10 of 10 needed people are there; the afternoon still lacks all of its five.
    let split = action("split", vec![shift("morning", 20, 5, 10, 10), shift("afternoon", 24, 5, 10, 0)]);
    let begun = action("begun", vec![shift("now", -1, 5, 10, 0), shift("later", 2, 4, 10, 3)]);
    assert_eq!(order(&[begun, split]), ["split", "begun"]);
}

#[test]
fn nothing_needed_is_nothing_missing() {
    let all = [action("open-to-all", vec![shift("a", 1, 0, 100, 0)]), action("one-lacks", vec![shift("a", 100, 30, 30, 29)])];
    assert_eq!(order(&all), ["one-lacks", "open-to-all"]);
}

#[test]
fn what_is_on_is_counted_full_or_not() {
    let on = |action: &Action| is_on(action, span());
    assert!(on(&action("full", vec![shift("a", 24, 10, 10, 10)])));
    assert!(on(&action("begun", vec![shift("a", -1, 10, 10, 0)])), "still going on");
    assert!(!on(&action("over", vec![shift("a", -3, 10, 10, 0)])));
    assert!(!on(&action("later", vec![shift("a", 24 * 8, 10, 10, 0)])));
    assert!(!on(&Action { state: ActionState::Cancelled, ..action("off", vec![shift("a", 24, 10, 10, 0)]) }));
}

proptest! {
    #![proptest_config(config())]

    /// Whatever numbers a backend sends: no panic, everything shown can be joined, and the order does not depend on the order given.
    #[test]
    fn any_seats(seats in proptest::collection::vec((any::<u32>(), any::<u32>(), any::<u32>(), -DAY..8 * DAY), 1..12)) {
        let all: Vec<Action> = seats.iter().enumerate().map(|(at_place, (needed, most, taken, from_now))| {
            let starts = at(NOW).plus(*from_now);
            action(&format!("a{at_place}"), vec![Shift {
                seats: Seats { needed: *needed, most: *most, taken: *taken, waiting: 0 }, starts, ends: Instant(starts.0 + HOUR), ..shift("s", 0, 0, 0, 0)
            }])
        }).collect();
        let mut reversed = all.clone();
        reversed.reverse();
        prop_assert_eq!(order(&all), order(&reversed));
        for action in most_needed(all.iter(), |action| action, span(), 12) {
            prop_assert!(urgency(action, span()).is_some() && !action.seats().is_full() && action.starts() > at(NOW));
        }
    }
}
