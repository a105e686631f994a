//! An action as it is written: what makes one and what does not, that nothing is lost on the way through the form, which translations are missing, and copies on other days.

mod support;

use meyirim::model::{
    ActionState, AgeClass, CoverRule, Direction, HoursRule, Instant, Lang, SeriesId, Zone,
    action::ActionDetail,
    action_draft::{ActionDraft, Beat, Faults, RepeatDraft, ShiftDraft, Typed, Wrong, missing_in, weeks_ahead},
    instant::{DAY, HOUR, MINUTE, iso},
    series::{NoSeries, Rhythm, shifts_on},
    texts::plain,
};
use proptest::prelude::*;
use support::*;

/// Five hours east, as Shymkent is.
fn zone() -> Zone {
    Zone::fixed("Asia/Almaty", 5 * 3600)
}

fn typed(kk: &str, ru: &str) -> Typed {
    Typed { kk: kk.to_owned(), ru: ru.to_owned(), en: String::new() }
}

fn shift(day: &str, from: &str, to: &str) -> ShiftDraft {
    let [day, from, to] = [day, from, to].map(str::to_owned);
    ShiftDraft { day, from, to, needed: "2".to_owned(), most: "8".to_owned(), ..ShiftDraft::default() }
}

/// A draft that makes an action.
fn whole() -> ActionDraft {
    let mut draft = ActionDraft::blank();
    draft.title = typed("Сенбілік", "Субботник");
    draft.direction = Some(Direction::TazaAlem);
    draft.youngest = Some(AgeClass::From14To17);
    draft.shifts = [("1".to_owned(), shift("2026-12-05", "10:00", "13:00"))].into();
    draft
}

fn made(draft: &ActionDraft) -> Result<ActionDetail, Faults> {
    draft.detail(&id("new"), None, &zone(), Some(at("2026-12-01T00:00:00Z")))
}

fn faults(change: impl FnOnce(&mut ActionDraft)) -> Vec<(String, Wrong)> {
    let mut draft = whole();
    change(&mut draft);
    made(&draft).expect_err("not an action")
}

fn fault(path: &str, wrong: Wrong) -> Vec<(String, Wrong)> {
    vec![(path.to_owned(), wrong)]
}

#[test]
fn what_is_written_becomes_an_action() {
    let detail = made(&whole()).expect("an action");
    let action = &detail.action;
    assert_eq!((action.id.as_str(), action.state, action.rev), ("new", ActionState::Published, 0));
    assert_eq!((action.starts(), action.ends()), (at("2026-12-05T05:00:00Z"), at("2026-12-05T08:00:00Z")), "by the hub's clock");
    assert_eq!((action.seats().needed, action.seats().most, action.seats().taken), (2, 8, 0));
    assert_eq!((detail.hours, detail.cover, action.waitlist), (HoursRule::default(), CoverRule::Free, true));
    assert_eq!((&action.place, &detail.about, &action.organiser), (&None, &None, &None), "what is not said is not there");
}

#[test]
fn a_blank_one_says_all_that_is_missing() {
    let all = made(&ActionDraft::blank()).expect_err("nothing");
    let paths: Vec<&str> = all.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(
        paths,
        ["title", "direction", "youngest", "shifts.1.day", "shifts.1.from", "shifts.1.to", "shifts.1.most", "shifts.1.needed"]
    );
}

#[test]
fn each_field_says_what_is_wrong() {
    assert_eq!(faults(|draft| draft.title = typed(" ", "\u{200b}")), fault("title", Wrong::Missing));
    assert_eq!(faults(|draft| draft.title.ru = "я".repeat(301)), fault("title", Wrong::TooLong));
    assert_eq!(faults(|draft| draft.about.kk = "я".repeat(6001)), fault("about", Wrong::TooLong));
    assert_eq!(faults(|draft| draft.requirements = vec![typed("а", ""); 31]), fault("requirements", Wrong::TooMany));
    assert_eq!(faults(|draft| draft.direction = None), fault("direction", Wrong::Missing));
    assert_eq!(faults(|draft| draft.organiser = "no id".to_owned()), fault("organiser", Wrong::Missing));
    assert_eq!(faults(|draft| draft.count_round = "0".to_owned()), fault("count_round", Wrong::NoNumber));
    assert_eq!(faults(|draft| draft.count_most = "a".to_owned()), fault("count_most", Wrong::NoNumber));
    assert_eq!(faults(|draft| draft.count_night = "301".to_owned()), fault("count_night", Wrong::NoNumber));
    assert_eq!(faults(|draft| draft.shifts.clear()), fault("shifts", Wrong::Missing));
    let of_shift = |change: fn(&mut ShiftDraft)| faults(|draft| draft.shifts.values_mut().for_each(change));
    assert_eq!(of_shift(|shift| shift.day = "2026-02-30".to_owned()), fault("shifts.1.day", Wrong::NoDay));
    assert_eq!(of_shift(|shift| shift.from = "25:00".to_owned()), fault("shifts.1.from", Wrong::NoTime));
    assert_eq!(of_shift(|shift| shift.to = "1000".to_owned()), fault("shifts.1.to", Wrong::NoTime));
    assert_eq!(of_shift(|shift| shift.needed = "9".to_owned()), fault("shifts.1.needed", Wrong::NeededOverMost));
    assert_eq!(of_shift(|shift| shift.most = "-1".to_owned()), fault("shifts.1.most", Wrong::NoNumber));
    assert_eq!(of_shift(|shift| shift.most = "0".to_owned()), fault("shifts.1.most", Wrong::NoNumber));
    assert_eq!(of_shift(|shift| shift.day = "2026-11-30".to_owned()), fault("shifts.1.day", Wrong::Past));
    assert_eq!(of_shift(|shift| shift.last_day = "2026-12-04".to_owned()), fault("shifts.1.last_day", Wrong::EndsFirst));
    assert_eq!(of_shift(|shift| shift.last_day = "x".to_owned()), fault("shifts.1.last_day", Wrong::NoDay));
}

#[test]
fn a_shift_over_midnight_ends_on_the_next_day() {
    let mut draft = whole();
    draft.shifts = [("1".to_owned(), shift("2026-12-05", "22:00", "02:30"))].into();
    let detail = made(&draft).expect("an action");
    assert_eq!(detail.action.ends(), at("2026-12-05T21:30:00Z"));
    assert_eq!(ActionDraft::of(&detail, &zone()).shifts["1"].last_day, "", "and needs no day of its own for it");
    draft.shifts.values_mut().for_each(|shift| (shift.to, shift.last_day) = ("12:00".to_owned(), "2026-12-07".to_owned()));
    assert_eq!(made(&draft).expect("an action").action.ends(), at("2026-12-07T07:00:00Z"));
}

#[test]
fn what_the_form_does_not_show_stays() {
    let before = whole_detail();
    let mut draft = ActionDraft::of(&before, &zone());
    draft.about = typed("Жаңа", "");
    let after = draft.detail(&before.action.id, Some(&before), &zone(), None).expect("an action");
    assert_eq!((&after.source, &after.organisers, after.sequence), (&before.source, &before.organisers, before.sequence));
    assert_eq!(
        (after.action.rev, after.action.state, &after.action.series),
        (before.action.rev, before.action.state, &before.action.series)
    );
    assert_eq!(after.action.seats().taken, 3, "counts are not typed");
    assert!(after.coordinates.is_some());
    // The point on the map belongs to the place: a translation that is added moves nothing, another place does.
    draft.place.en = "A bridge".to_owned();
    assert!(draft.detail(&before.action.id, Some(&before), &zone(), None).expect("an action").coordinates.is_some());
    draft.place.ru = "Другой мост".to_owned();
    assert_eq!(draft.detail(&before.action.id, Some(&before), &zone(), None).expect("an action").coordinates, None);
    // Another organiser stands first, the others stay.
    draft.organiser = "o9".to_owned();
    let organisers = draft.detail(&before.action.id, Some(&before), &zone(), None).expect("an action").organisers;
    assert_eq!(organisers.iter().map(|one| one.as_str()).collect::<Vec<_>>(), ["o9", "o2"]);
}

fn whole_detail() -> ActionDetail {
    serde_json::from_value(serde_json::json!({
        "action": {
            "id": "a1", "rev": 7, "state": "published", "title": { "ru": "Мост" }, "direction": "taza_alem", "place": { "ru": "Мост" }, "organiser": "o1",
            "shifts": [{ "id": "s", "starts": "2026-12-05T05:00:00Z", "ends": "2026-12-05T08:00:00Z", "seats": { "needed": 2, "most": 8, "taken": 3, "waiting": 1 } }],
            "youngest": "14_17", "waitlist": true, "series": "w",
        },
        "coordinates": { "lat": 42.3, "lon": 69.6 }, "organisers": ["o1", "o2"], "sequence": 4,
        "source": { "publisher": "P", "url": "https://p.kz", "published": "2025-05" },
    }))
    .expect("a detail")
}

#[test]
fn what_is_not_translated_is_counted() {
    let mut draft = whole();
    draft.shifts.values_mut().for_each(|shift| shift.role = typed("", "Помощник"));
    draft.requirements = vec![typed("Қолғап", "Перчатки"), Typed::default()];
    let missing = draft.untranslated(&Lang::ALL);
    assert_eq!(
        missing,
        [
            ("title".to_owned(), vec![Lang::En]),
            ("requirements.0".to_owned(), vec![Lang::En]),
            ("shifts.1.role".to_owned(), vec![Lang::Kk, Lang::En])
        ]
    );
    assert!(draft.untranslated(&[Lang::Ru]).is_empty(), "a hub of one language lacks none");
    assert_eq!(missing_in(&made(&draft).expect("an action").action, &Lang::ALL), 3);
}

#[test]
fn a_copy_is_a_new_action_on_other_days() {
    let before = whole_detail();
    let copy = ActionDraft::of(&before, &zone()).copied(14);
    assert_eq!(copy.ordered(), ["1"]);
    let after = copy.detail(&id("a2"), None, &zone(), None).expect("an action");
    assert_eq!((after.action.id.as_str(), after.action.rev, after.action.series.clone()), ("a2", 0, None::<SeriesId>));
    assert_eq!((after.action.seats().taken, after.action.starts()), (0, before.action.starts().plus(14 * DAY)));
    assert_eq!((&after.action.title, after.source), (&before.action.title, None));
    let now = at("2026-12-20T00:00:00Z");
    assert_eq!(weeks_ahead(before.action.starts(), now, &zone()), 21);
    assert_eq!(weeks_ahead(now.plus(HOUR), now, &zone()), 7, "never on the same day");
    assert_eq!(weeks_ahead(now.plus(9 * DAY), now, &zone()), 7, "what is still to come is copied to a week later");
}

#[test]
fn a_rule_is_read_or_says_why_not() {
    let mut draft = whole();
    assert_eq!(draft.rule(), Ok(None));
    draft.repeat = Some(RepeatDraft { until: "2026-12-31".to_owned(), ..RepeatDraft::starting(draft.first_day()) });
    let rule = draft.rule().expect("a rule").expect("a series");
    assert_eq!((rule.on.clone(), rule.days().len(), iso(rule.from)), (Rhythm::Weekly(vec![6]), 4, "2026-12-05".to_owned()));
    let wrong = |change: fn(&mut RepeatDraft)| {
        let mut draft = draft.clone();
        draft.repeat.as_mut().into_iter().for_each(change);
        draft.rule().expect_err("no rule")
    };
    assert_eq!(wrong(|rule| rule.every = "13".to_owned()), fault("repeat.every", Wrong::NoNumber));
    assert_eq!(wrong(|rule| rule.until = String::new()), fault("repeat.until", Wrong::NoDay));
    assert_eq!(wrong(|rule| rule.until = "2026-12-01".to_owned()), fault("repeat.until", Wrong::Rule(NoSeries::NoDate)));
    assert_eq!(wrong(|rule| rule.weekdays.clear()), fault("repeat.on", Wrong::Rule(NoSeries::On)));
    assert_eq!(wrong(|rule| (rule.beat, rule.day) = (Beat::MonthDay, "32".to_owned())), fault("repeat.day", Wrong::NoNumber));
    assert_eq!(wrong(|rule| (rule.beat, rule.nth) = (Beat::MonthWeekday, 9)), fault("repeat.on", Wrong::Rule(NoSeries::On)));
}

/// A detail as somebody may have written it: minutes, sound rules, places for somebody.
fn writable() -> impl Strategy<Value = ActionDetail> {
    (any_detail(), 1_u32..9, 0_i64..40_000, 1_i64..3_000).prop_map(|(mut detail, most, at, length)| {
        let mut shifts = std::mem::take(&mut detail.action.shifts);
        shifts.dedup_by(|one, other| one.id == other.id);
        shifts.truncate(1);
        for shift in &mut shifts {
            shift.starts = Instant(1_780_000_020_000 / MINUTE * MINUTE + at * MINUTE);
            shift.ends = shift.starts.plus(length * MINUTE);
            shift.seats.most = most;
            shift.seats.needed %= most + 1;
            shift.withdraw_until = shift.withdraw_until.map(|_| shift.starts.plus(-i64::from(most) * 20 * MINUTE));
        }
        detail.action.shifts = shifts;
        detail.organisers = detail.action.organiser.clone().into_iter().collect();
        detail
    })
}

proptest! {
    #![proptest_config(support::config())]

    /// What is put into the form and taken out again is the same action.
    #[test]
    fn the_form_loses_nothing(detail in writable(), east in -12_i32..13) {
        let zone = Zone::fixed("Somewhere", east * 3600);
        let draft = ActionDraft::of(&detail, &zone);
        prop_assert_eq!(draft.detail(&detail.action.id, Some(&detail), &zone, None), Ok(detail));
    }

    /// A draft is kept as JSON, also one that makes no sense.
    #[test]
    fn what_was_typed_comes_back(kk in ".{0,20}", day in ".{0,12}", most in ".{0,5}") {
        let mut draft = ActionDraft::blank();
        draft.title.kk = kk;
        draft.shifts.values_mut().for_each(|shift| (shift.day, shift.most) = (day.clone(), most.clone()));
        let kept: ActionDraft = serde_json::from_str(&serde_json::to_string(&draft).expect("writes")).expect("reads");
        prop_assert_eq!(&kept, &draft);
        // And is refused, not a crash.
        drop(made(&draft));
        drop(draft.copied(7));
    }

    /// Moved there and back again it is as before.
    #[test]
    fn days_move_there_and_back(detail in writable(), days in -400_i64..400) {
        let draft = ActionDraft::of(&detail, &zone());
        let mut moved = draft.clone();
        moved.move_days(days);
        prop_assert!(moved != draft || days == 0);
        moved.move_days(-days);
        prop_assert_eq!(moved, draft);
    }

    /// The dates of a series that is made of a draft have its hours.
    #[test]
    fn its_hours_are_those_of_each_date(detail in writable(), weeks in 1_i64..20) {
        let zone = zone();
        let mut moved = ActionDraft::of(&detail, &zone);
        moved.move_days(weeks * 7);
        let moved = moved.detail(&detail.action.id, Some(&detail), &zone, None).expect("an action");
        let day = zone.day(detail.action.starts().plus(weeks * 7 * DAY));
        let spans = |shifts: &[meyirim::model::Shift]| shifts.iter().map(|shift| (shift.starts, shift.ends)).collect::<Vec<_>>();
        prop_assert_eq!(spans(&shifts_on(&detail, day, &zone)), spans(&moved.action.shifts));
    }

    /// Nothing that cannot be seen gets into an action.
    #[test]
    fn texts_are_plain(text in ".{1,40}") {
        let mut draft = whole();
        draft.place.kk = text.clone();
        if let Ok(detail) = made(&draft) {
            let place = detail.action.place.and_then(|place| place.get(Lang::Kk).map(str::to_owned));
            prop_assert_eq!(place.as_deref().unwrap_or_default(), if place.is_some() { plain(&text) } else { "".into() });
        }
    }
}

#[test]
fn an_end_that_is_not_after_the_beginning_is_told_to_be_of_the_next_day() {
    let over_night = |from: &str, to: &str| shift("2026-12-05", from, to).is_over_night();
    assert!(over_night("22:00", "06:00") && over_night("12:00", "10:00") && over_night("09:00", "09:00"));
    assert!(!over_night("09:00", "12:00") && !over_night("09:00", "") && !over_night("", "06:00") && !over_night("9", "8"));
    // Somebody has said when it ends.
    assert!(!ShiftDraft { last_day: "2026-12-07".to_owned(), ..shift("2026-12-05", "22:00", "06:00") }.is_over_night());
}
