//! What has been done in a year, for the register of volunteer activity.

mod support;

use meyirim::model::{
    Action, ActionState, Instant,
    activity::projects,
    instant::{DAY, HOUR, Zone},
};
use proptest::{collection::vec, prelude::*};
use support::{at, config, id, plain_action};

const NOW: &str = "2026-11-24T10:00:00Z";

/// One shift of four hours with some places taken.
fn held(name: &str, start: Instant, series: Option<&str>, taken: u32) -> Action {
    let mut one = Action { id: id(name), ..plain_action() };
    one.shifts.truncate(1);
    one.shifts[0].starts = start;
    one.shifts[0].ends = start.plus(4 * HOUR);
    one.shifts[0].seats.taken = taken;
    Action { series: series.map(id), state: ActionState::Published, ..one }
}

#[test]
fn of_this_year_by_the_hubs_clock() {
    let zone = Zone::fixed("Asia/Almaty", 5 * 3600);
    let last_year = held("a", at("2025-12-31T18:59:00Z"), None, 3);
    let new_year = held("b", at("2025-12-31T19:00:00Z"), None, 5);
    let to_come = held("c", at("2026-11-24T10:01:00Z"), None, 7);
    let off = Action { state: ActionState::Cancelled, ..held("d", at("2026-03-01T05:00:00Z"), None, 9) };
    let all = [last_year, new_year, to_come, off];
    let found = projects(&all, &zone, at(NOW));
    let told: Vec<_> = found.iter().map(|one| (one.action.id.as_str(), one.first.to_string(), one.dates, one.taken)).collect();
    assert_eq!(told, [("b", "2026-01-01".to_owned(), 1, 5)]);
}

#[test]
fn a_series_is_one_project() {
    let zone = Zone::fixed("Asia/Almaty", 5 * 3600);
    let dates: Vec<Action> =
        [2, 0, 1].iter().map(|week| held(&format!("d{week}"), at("2026-05-02T05:00:00Z").plus(week * 7 * DAY), Some("sat"), 10)).collect();
    let found = projects(&dates, &zone, at(NOW));
    assert_eq!(found.len(), 1);
    let one = &found[0];
    // The latest says what it is.
    assert_eq!((one.action.id.as_str(), one.dates, one.taken), ("d2", 3, 30));
    assert_eq!((one.first.to_string(), one.last.to_string()), ("2026-05-02".to_owned(), "2026-05-16".to_owned()));
}

proptest! {
    #![proptest_config(config())]

    /// Whatever order they come in: every place is counted once.
    #[test]
    fn nothing_is_counted_twice(all in vec((-400_i64..40, 0_u32..50, prop::option::of(0_u8..3)), 0..20)) {
        let zone = Zone::fixed("Asia/Almaty", 5 * 3600);
        let held: Vec<Action> = all.iter().enumerate().map(|(at_, (day, taken, series))| {
            held(&format!("a{at_}"), at(NOW).plus(day * DAY), series.map(|n| format!("s{n}")).as_deref(), *taken)
        }).collect();
        let mut turned = held.clone();
        turned.reverse();
        let sum = |projects: &[meyirim::model::activity::Project]| (projects.iter().map(|one| one.dates).sum::<usize>(), projects.iter().map(|one| one.taken).sum::<u64>());
        let (one, other) = (projects(&held, &zone, at(NOW)), projects(&turned, &zone, at(NOW)));
        prop_assert_eq!(&one, &other);
        let wanted: Vec<&Action> = held.iter().filter(|action| action.starts() <= at(NOW) && zone.day(action.starts()).year() == 2026).collect();
        prop_assert_eq!(sum(&one), (wanted.len(), wanted.iter().map(|action| u64::from(action.seats().taken)).sum()));
        prop_assert!(one.is_sorted_by_key(|project| project.first));
    }
}
