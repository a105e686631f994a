//! Repeating: the rule against a library that reads RFC 5545, what a change does to the dates, and the hours by the hub's clock.

mod support;

use jiff::civil::date;
use meyirim::{
    i18n::catalogue,
    model::{
        Day, Instant, Lang, Zone,
        action::{ActionDetail, ActionState},
        instant::{HOUR, add_days, iso},
        series::{self, Held, Known, MOST, NoSeries, Repeat, Rhythm, SeriesPlan, Step, alike, shifts_on, steps},
    },
};
use proptest::prelude::*;
use std::collections::BTreeMap;
use support::{any_day, any_detail, any_repeat, at, id};

fn weekly(from: Day, until: Day, every: u8, weekdays: &[u8]) -> Repeat {
    Repeat { from, until, every, on: Rhythm::Weekly(weekdays.to_vec()) }
}

fn dates(repeat: &Repeat) -> Vec<String> {
    repeat.days().into_iter().map(iso).collect()
}

#[test]
fn every_other_saturday_and_sunday() {
    // From a Sunday: its Saturday was the day before; the week after that is left out.
    let repeat = weekly(date(2026, 11, 29), date(2026, 12, 31), 2, &[7, 6]);
    assert_eq!(dates(&repeat), ["2026-11-29", "2026-12-12", "2026-12-13", "2026-12-26", "2026-12-27"]);
}

#[test]
fn by_the_month() {
    let on = |on| Repeat { from: date(2027, 1, 1), until: date(2027, 5, 31), every: 1, on };
    assert_eq!(dates(&on(Rhythm::MonthlyOnDay(31))), ["2027-01-31", "2027-03-31", "2027-05-31"]);
    let first_saturday = Rhythm::MonthlyOnWeekday { nth: 1, weekday: 6 };
    assert_eq!(dates(&on(first_saturday)), ["2027-01-02", "2027-02-06", "2027-03-06", "2027-04-03", "2027-05-01"]);
    let last_sunday = Rhythm::MonthlyOnWeekday { nth: -1, weekday: 7 };
    assert_eq!(dates(&on(last_sunday)), ["2027-01-31", "2027-02-28", "2027-03-28", "2027-04-25", "2027-05-30"]);
}

#[test]
fn what_is_no_rule() {
    let (from, until) = (date(2026, 12, 1), date(2026, 12, 31));
    let no = |repeat: Repeat| repeat.check().expect_err("no rule");
    assert_eq!(no(weekly(from, until, 0, &[1])), NoSeries::Every);
    assert_eq!(no(weekly(from, until, 13, &[1])), NoSeries::Every);
    for weekdays in [&[][..], &[0], &[8], &[3, 3]] {
        assert_eq!(no(weekly(from, until, 1, weekdays)), NoSeries::On);
    }
    assert_eq!(no(weekly(until, from, 1, &[1])), NoSeries::NoDate);
    assert_eq!(no(weekly(from, from, 1, &[1])), NoSeries::NoDate, "the first is a Tuesday");
    assert_eq!(no(weekly(from, date(9999, 12, 31), 1, &[1])), NoSeries::TooMany);
    // Nothing here takes long: no week of it has a date, up to the last year there is.
    assert_eq!(no(weekly(from, date(9999, 12, 31), 1, &[])), NoSeries::On);
    assert_eq!(weekly(from, date(9999, 12, 31), 1, &[]).days(), []);
    let monthly = |on| Repeat { from, until: date(9999, 12, 31), every: 12, on };
    assert_eq!(no(monthly(Rhythm::MonthlyOnDay(0))), NoSeries::On);
    assert_eq!(no(monthly(Rhythm::MonthlyOnDay(32))), NoSeries::On);
    for (nth, weekday) in [(0, 1), (5, 1), (-2, 1), (1, 0), (1, 8), (i8::MIN, u8::MAX)] {
        assert_eq!(no(monthly(Rhythm::MonthlyOnWeekday { nth, weekday })), NoSeries::On);
    }
}

/// The same rule as RFC 5545 writes it.
fn written(repeat: &Repeat) -> String {
    let name = |weekday: u8| ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][usize::from(weekday) - 1];
    let compact = |day: Day| iso(day).replace('-', "");
    let by = match &repeat.on {
        Rhythm::Weekly(weekdays) => format!("FREQ=WEEKLY;BYDAY={}", weekdays.iter().map(|day| name(*day)).collect::<Vec<_>>().join(",")),
        Rhythm::MonthlyOnDay(day) => format!("FREQ=MONTHLY;BYMONTHDAY={day}"),
        Rhythm::MonthlyOnWeekday { nth, weekday } => format!("FREQ=MONTHLY;BYDAY={nth}{}", name(*weekday)),
    };
    let (from, until, every) = (compact(repeat.from), compact(repeat.until), repeat.every);
    format!("DTSTART:{from}T000000Z\nRRULE:{by};INTERVAL={every};WKST=MO;UNTIL={until}T000000Z")
}

/// Today's plan was put to an hour that has gone by: today's date stays where it is, and none is added.
#[test]
fn nothing_is_moved_into_the_past() {
    let (today, tomorrow) = (date(2026, 12, 5), date(2026, 12, 6));
    let repeat = weekly(today, tomorrow, 1, &[6, 7]);
    let still = Known { day: today, held: Held::default(), begun: false, people: true };
    let to_come = |day| day > today;
    assert_eq!(steps(&[still], Some(&repeat), &repeat, to_come), [(today, Step::Stay), (tomorrow, Step::Add)]);
    assert_eq!(steps(&[], None, &repeat, to_come), [(tomorrow, Step::Add)]);
}

/// What one keeps in mind of a date.
type Book = BTreeMap<Day, (Held, bool)>;

fn any_book() -> impl Strategy<Value = Book> {
    prop::collection::btree_map(any_day(), (any::<(bool, bool)>(), any::<bool>()), 0..12)
        .prop_map(|book| book.into_iter().map(|(day, ((skipped, apart), people))| (day, (Held { skipped, apart }, people))).collect())
}

fn known(book: &Book, today: Day) -> Vec<Known> {
    book.iter().map(|(day, (held, people))| Known { day: *day, held: *held, begun: *day < today, people: *people }).collect()
}

fn carry_out(book: &mut Book, steps: &[(Day, Step)]) {
    for (day, step) in steps {
        match step {
            Step::Add => assert!(book.insert(*day, (Held::default(), false)).is_none(), "{day} is there already"),
            Step::Remove => assert!(!book.remove(day).expect("there").1, "{day}: people count on it"),
            Step::CallOff => book.get_mut(day).expect("there").0.skipped = true,
            Step::Follow | Step::Stay => assert!(book.contains_key(day)),
        }
    }
}

/// A clock that goes forward and back, as Berlin's in 2026 and 2027.
fn berlin() -> Zone {
    let changes = [(at("2026-10-25T01:00:00Z"), 3600), (at("2027-03-28T01:00:00Z"), 7200), (at("2027-10-31T01:00:00Z"), 3600)];
    Zone::with_changes("Europe/Berlin", 7200, &changes)
}

proptest! {
    #[test]
    fn the_rule_is_that_of_rfc_5545(repeat in any_repeat()) {
        let read: rrule::RRuleSet = written(&repeat).parse().expect("a rule");
        let theirs: Vec<String> = read.all(u16::try_from(MOST + 1).expect("few")).dates.iter().map(|at| at.format("%Y-%m-%d").to_string()).collect();
        prop_assert_eq!(dates(&repeat), theirs, "{}", written(&repeat));
    }

    #[test]
    fn every_rule_is_said(repeat in any_repeat()) {
        for lang in Lang::ALL {
            let said = (catalogue(lang).series.rule)(&repeat);
            prop_assert!(said.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit()) && !said.contains("  "), "{said}");
        }
    }

    #[test]
    fn whatever_somebody_sends_ends(from in any_day(), length in -9_000_000..9_000_000_i64, every: u8, nth: i8, weekday: u8, which in 0..3) {
        let on = match which {
            0 => Rhythm::Weekly(vec![weekday; usize::from(every)]),
            1 => Rhythm::MonthlyOnDay(weekday),
            _ => Rhythm::MonthlyOnWeekday { nth, weekday },
        };
        let repeat = Repeat { from, until: add_days(from, length), every, on };
        prop_assert!(repeat.days().len() <= MOST + 1);
        prop_assert!(repeat.check().is_err() || repeat.days().is_sorted_by(|a, b| a < b));
    }

    /// What has begun stays; what people count on is never removed; what was skipped stays skipped, and what was held although the rule had dropped it is held; then the dates to come are
    /// those of the rule.
    #[test]
    fn a_new_rule_leaves_what_people_count_on(book in any_book(), old in any_repeat(), repeat in any_repeat(), today in any_day()) {
        let before = book.clone();
        let mut book = book;
        let steps = steps(&known(&book, today), Some(&old), &repeat, |day| day >= today);
        carry_out(&mut book, &steps);
        for (day, (held, people)) in &before {
            if *day < today {
                prop_assert_eq!(book.get(day), Some(&(*held, *people)));
            } else {
                prop_assert!(!people || book.contains_key(day));
                prop_assert!(!held.skipped || book[day].0.skipped);
            }
        }
        let on = |book: &Book| book.iter().filter(|(day, (held, _))| **day >= today && !held.skipped).map(|(day, _)| *day).collect::<Vec<_>>();
        let skipped = |day: &Day| before.get(day).is_some_and(|(held, _)| held.skipped);
        let (had, has) = (old.days(), repeat.days());
        let extra = before.keys().filter(|day| !had.contains(day) && !has.contains(day)).copied();
        let mut wanted: Vec<Day> = has.iter().copied().chain(extra).filter(|day| *day >= today && !skipped(day)).collect();
        wanted.sort_unstable();
        prop_assert_eq!(on(&book), wanted);
        // Once more changes nothing.
        let again = series::steps(&known(&book, today), Some(&repeat), &repeat, |day| day >= today);
        prop_assert!(again.iter().all(|(_, step)| matches!(step, Step::Follow | Step::Stay)), "{again:?}");
    }

    /// The same hours by the clock on the wall, whatever the zone does; its own day is the plan itself.
    #[test]
    fn the_hours_are_those_of_the_wall(day in 0..500_i64, hour in 4..20_i64, length in 1..30_i64, before in 0..40_i64) {
        let zone = berlin();
        let starts = zone.instant(date(2026, 10, 20).at(0, 0, 0, 0)).plus(hour * HOUR);
        let mut plan = plan(starts, starts.plus(length * HOUR));
        plan.action.shifts[0].withdraw_until = Some(starts.plus(-before * HOUR));
        let on = add_days(date(2026, 10, 20), day);
        let moved = &shifts_on(&plan, on, &zone)[0];
        let wall = |at: Instant| zone.local(at).time();
        prop_assert_eq!(zone.day(moved.starts), on);
        prop_assert_eq!(wall(moved.starts), wall(starts));
        let days = |from: Instant, to: Instant| zone.day_number(to) - zone.day_number(from);
        let (was, is) = (&plan.action.shifts[0], moved);
        prop_assert_eq!(days(is.starts, is.ends), days(was.starts, was.ends));
        prop_assert_eq!(&shifts_on(&plan, date(2026, 10, 20), &zone), &plan.action.shifts);
    }

    #[test]
    fn a_date_is_like_its_plan(detail in any_detail()) {
        let zone = Zone::fixed("Asia/Almaty", 5 * 3600);
        let day = zone.day(detail.action.starts());
        let repeat = weekly(day, day, 1, &[1, 2, 3, 4, 5, 6, 7]);
        let plan = SeriesPlan { id: id("saturdays"), repeat, plan: detail };
        let first = series::date(&plan, day, &zone).expect("a date");
        let mut same = plan.plan.clone();
        same.action.id = first.action.id.clone();
        same.action.series = first.action.series.clone();
        prop_assert!(alike(&first, &same));
        prop_assert_eq!(first.action.id.as_str(), format!("saturdays-{}", iso(day)));
        prop_assert_eq!(first.action.state, ActionState::Published);
        same.about = None;
        prop_assert_eq!(alike(&first, &same), plan.plan.about.is_none());
    }
}

#[test]
fn said_in_three_languages() {
    let rule = |every, on| Repeat { from: date(2026, 12, 1), until: date(2027, 6, 1), every, on };
    let weekly = |every, days: &[u8]| rule(every, Rhythm::Weekly(days.to_vec()));
    let nth = |every, nth, weekday| rule(every, Rhythm::MonthlyOnWeekday { nth, weekday });
    for (rule, kk, ru, en) in [
        (weekly(1, &[6]), "Сенбі сайын", "По субботам", "Every Saturday"),
        (weekly(1, &[7, 1]), "Дүйсенбі және жексенбі сайын", "По понедельникам и воскресеньям", "Every Monday and Sunday"),
        (weekly(1, &[1, 2, 3, 4, 5, 6, 7]), "Күн сайын", "Каждый день", "Every day"),
        (
            weekly(2, &[1, 3, 5]),
            "2 аптада бір рет: дүйсенбі, сәрсенбі және жұма",
            "Раз в 2 недели: по понедельникам, средам и пятницам",
            "Every 2 weeks on Monday, Wednesday and Friday",
        ),
        (weekly(5, &[2]), "5 аптада бір рет: сейсенбі", "Раз в 5 недель: по вторникам", "Every 5 weeks on Tuesday"),
        (rule(1, Rhythm::MonthlyOnDay(21)), "Әр айдың 21-күні", "21-го числа каждого месяца", "On the 21st of every month"),
        (rule(3, Rhythm::MonthlyOnDay(12)), "3 айда бір рет: айдың 12-күні", "Раз в 3 месяца: 12-го числа", "Every 3 months on the 12th"),
        (nth(1, 1, 6), "Әр айдың бірінші сенбісінде", "В первую субботу каждого месяца", "On the first Saturday of every month"),
        (nth(1, 2, 2), "Әр айдың екінші сейсенбісінде", "Во второй вторник каждого месяца", "On the second Tuesday of every month"),
        (
            nth(6, -1, 7),
            "6 айда бір рет: айдың соңғы жексенбісінде",
            "Раз в 6 месяцев: в последнее воскресенье",
            "Every 6 months on the last Sunday of the month",
        ),
    ] {
        assert_eq!(rule.check(), Ok(()));
        let said = |lang| (catalogue(lang).series.rule)(&rule);
        assert_eq!((said(Lang::Kk).as_str(), said(Lang::Ru).as_str(), said(Lang::En).as_str()), (kk, ru, en));
    }
}

fn plan(starts: Instant, ends: Instant) -> ActionDetail {
    let mut action = support::plain_action();
    (action.shifts[0].starts, action.shifts[0].ends) = (starts, ends);
    action.shifts.truncate(1);
    serde_json::from_value(serde_json::json!({ "action": action })).expect("a detail")
}
