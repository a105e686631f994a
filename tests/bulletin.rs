//! Campaigns and news: what share is done, what runs, what is still news, what is wrong, and what becomes of what somebody types.

mod support;

use meyirim::{
    i18n::catalogue,
    model::{
        Campaign, Day, Lang, NewsItem, OrganisationId, PartialDate, Texts, Zone,
        bulletin::{Fault, LONGEST_LINE, LONGEST_TITLE, check_whose},
        bulletin_draft::{Draft, YES},
        bulletin_held::{Held, Version},
        campaign::{Achieved, MOST_COUNTED, Standing, in_order, on_wall},
        merge::{merge, take_theirs},
        news::{current, newest_first},
    },
};
use proptest::prelude::*;
use support::*;

fn zone() -> Zone {
    Zone::fixed("Asia/Almaty", 5 * 3600)
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn date(text: &str) -> PartialDate {
    text.parse().expect("a date")
}

const TODAY: &str = "2026-11-22";

fn campaign() -> Campaign {
    serde_json::from_str(&fixture("campaign")).expect("a campaign")
}

fn item() -> NewsItem {
    serde_json::from_str(&fixture("news_item")).expect("an item")
}

fn achieved(value: u64) -> Option<Achieved> {
    Some(Achieved { value, about: false, as_of: date("2026-11") })
}

fn any_date() -> impl Strategy<Value = PartialDate> {
    (1990i16..2060, proptest::option::of((1i8..=12, proptest::option::of(1i8..=28)))).prop_map(|(year, rest)| PartialDate {
        year,
        month: rest.map(|(month, _)| month),
        day: rest.and_then(|(_, day)| day),
    })
}

// --- The share ---------------------------------------------------------------------------------------------------------------------------

#[test]
fn what_nobody_knows_is_no_share() {
    let whole = campaign();
    assert_eq!(whole.share(), Some(63), "19 of 30, rounded down");
    assert_eq!(Campaign { achieved: None, ..whole.clone() }.share(), None, "unknown is not zero");
    assert_eq!(Campaign { achieved: achieved(0), ..whole.clone() }.share(), Some(0), "zero is not unknown");
    assert_eq!(Campaign { target: None, ..whole.clone() }.share(), None);
    assert_eq!(Campaign { target: Some(0), ..whole.clone() }.share(), None);
    assert_eq!(Campaign { unit: None, ..whole.clone() }.share(), None, "of nobody knows what");
    // The trap of the source: 3,564 of 3,690 is not 97 %.
    assert_eq!(Campaign { target: Some(3690), achieved: achieved(3564), ..whole }.share(), Some(96));
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_hundred_is_said_only_of_a_target_that_was_reached(target in 1u64..=u64::MAX, value in any::<u64>()) {
        let share = Campaign { target: Some(target), achieved: achieved(value), ..campaign() }.share().expect("a share");
        prop_assert!(share <= 100);
        prop_assert_eq!(share == 100, value >= target);
        let (target, value, share) = (u128::from(target), u128::from(value), u128::from(share));
        prop_assert!(share * target <= value * 100, "never more than was done");
        prop_assert!(share == 100 || (share + 1) * target > value * 100, "and never a whole per cent less");
    }

    // --- When ----------------------------------------------------------------------------------------------------------------------------

    #[test]
    fn a_campaign_comes_runs_and_is_over(begins in any_date(), ends in any_date(), days in proptest::collection::vec(any_date(), 1..12)) {
        prop_assume!(begins.first_day() <= ends.last_day());
        let one = Campaign { begins: Some(begins), ends: Some(ends), ..campaign() };
        prop_assert!(one.check(day("2070-01-01")).is_empty());
        let order = |stands| match stands { Standing::Coming => 0, Standing::Running => 1, Standing::Over => 2 };
        let mut days: Vec<Day> = days.into_iter().map(PartialDate::first_day).collect();
        days.sort();
        let stands: Vec<u8> = days.iter().map(|day| order(one.stands(*day))).collect();
        prop_assert!(stands.is_sorted(), "{stands:?}");
        for date in [begins, ends] {
            prop_assert!(date.first_day() <= date.last_day());
            prop_assert_eq!(one.stands(date.first_day().clamp(begins.first_day(), ends.last_day())), Standing::Running);
        }
        prop_assert_eq!(Campaign { begins: None, ends: None, ..one }.stands(days[0]), Standing::Running);
    }

    #[test]
    fn the_wall_shows_few_and_only_what_runs(ends in proptest::collection::vec((any_date(), any::<bool>()), 0..8), most in 0usize..4) {
        let one = |(at, (ends, wall)): (usize, (PartialDate, bool))| Campaign { id: id(&format!("c{at}")), begins: None, ends: Some(ends), wall, ..campaign() };
        let all: Vec<Campaign> = ends.into_iter().enumerate().map(one).collect();
        let today = day(TODAY);
        let shown = on_wall(&all, today, most);
        prop_assert!(shown.len() <= most);
        prop_assert!(shown.iter().all(|one| one.wall && one.stands(today) == Standing::Running));
        let running = all.iter().filter(|one| one.wall && one.stands(today) == Standing::Running).count();
        prop_assert_eq!(shown.len(), running.min(most));
        let order: Vec<Standing> = in_order(&all, today).iter().map(|one| one.stands(today)).collect();
        prop_assert!(order.is_sorted() && order.len() == all.len());
    }

    #[test]
    fn news_is_in_order_and_runs_out(times in proptest::collection::vec((-50i64..50, proptest::option::of(-50i64..50)), 0..10), most in 0usize..5) {
        let now = at("2026-11-22T05:00:00Z");
        let one = |(number, (published, until)): (usize, (i64, Option<i64>))| NewsItem {
            id: id(&format!("n{number}")), published: now.plus(published * 1000), until: until.map(|until| now.plus(until * 1000)), ..item()
        };
        let all: Vec<NewsItem> = times.into_iter().enumerate().map(one).collect();
        let listed = newest_first(&all);
        prop_assert!(listed.is_sorted_by_key(|one| (std::cmp::Reverse(one.published), one.id.to_string())));
        let shown = current(&all, now, most);
        prop_assert!(shown.len() <= most && shown.iter().all(|one| one.until.is_none_or(|until| until > now)));
        let whole = all.iter().filter(|one| one.is_current(now)).count();
        prop_assert_eq!(shown.len(), whole.min(most));
    }

    // --- What is typed ---------------------------------------------------------------------------------------------------------------------

    /// A form that is opened and saved changes nothing.
    #[test]
    fn a_record_survives_its_form(value in proptest::option::of((0..=MOST_COUNTED, any::<bool>())), target in proptest::option::of(1..=MOST_COUNTED), begins in proptest::option::of(any_date()), wall in any::<bool>()) {
        let achieved = value.map(|(value, about)| Achieved { value, about, as_of: date("2021-06") });
        let one = Campaign { achieved, target, begins, ends: None, wall, rev: 0, ..campaign() };
        prop_assert_eq!(Draft::of_campaign(&one).campaign(one.id.clone(), one.demo, day(TODAY)), Ok(one));
    }

    /// Whatever is typed, wherever: it is a sound record, or it is said what is wrong.
    #[test]
    fn whatever_is_typed_is_sound_or_named(typed in proptest::collection::vec((0usize..16, "\\PC{0,12}|[0-9]{1,14}|[0-9]{4}(-[0-9]{2}){0,2}"), 0..12)) {
        const PLACES: [&str; 16] = ["/title/kk", "/title/en", "/summary/ru", "/text/ru", "/kind", "/direction", "/organiser", "/target", "/unit/kk", "/achieved/value",
            "/achieved/as_of", "/begins", "/ends", "/until", "/source/url", "/source/publisher"];
        let mut draft = Draft::default();
        for (at, text) in typed {
            draft.put(PLACES[at], &text);
        }
        match draft.campaign(id("c"), false, day(TODAY)) {
            Ok(one) => prop_assert!(one.check(day(TODAY)).is_empty()),
            Err(faults) => prop_assert!(!faults.is_empty()),
        }
        let now = at("2026-11-22T05:00:00Z");
        match draft.news(id("n"), false, now, now, &zone()) {
            Ok(one) => prop_assert!(one.check(now).is_empty()),
            Err(faults) => prop_assert!(!faults.is_empty()),
        }
    }
}

/// What is wrong with a campaign in which this was typed.
fn faults(typed: &[(&str, &str)]) -> Vec<(String, Fault)> {
    let mut draft = Draft::of_campaign(&campaign());
    for (at, text) in typed {
        draft.put(at, text);
    }
    draft.campaign(id("c"), false, day(TODAY)).err().unwrap_or_default()
}

fn one(at: &str, fault: Fault) -> Vec<(String, Fault)> {
    vec![(at.to_owned(), fault)]
}

#[test]
fn each_fault_has_its_place_and_its_words() {
    let as_of = ("/achieved/as_of", TODAY);
    assert_eq!(faults(&[as_of]), []);
    assert_eq!(faults(&[as_of, ("/title/kk", ""), ("/title/ru", " "), ("/title/en", "")]), one("/title", Fault::Missing));
    assert_eq!(faults(&[as_of, ("/title/ru", &"д".repeat(151))]), one("/title/ru", Fault::TooLong(LONGEST_TITLE)));
    assert_eq!(faults(&[as_of, ("/unit/kk", &"т".repeat(61))]), one("/unit/kk", Fault::TooLong(LONGEST_LINE)));
    assert_eq!(faults(&[as_of, ("/unit/kk", ""), ("/unit/ru", ""), ("/unit/en", "")]), one("/unit", Fault::NoUnit));
    assert_eq!(faults(&[as_of, ("/achieved/value", "many")]), one("/achieved/value", Fault::NoNumber));
    assert_eq!(faults(&[as_of, ("/achieved/value", "-3")]), one("/achieved/value", Fault::NoNumber));
    assert_eq!(faults(&[as_of, ("/achieved/value", "1000000000001")]), one("/achieved/value", Fault::NoNumber));
    assert_eq!(faults(&[as_of, ("/achieved/value", "4 000")]), [], "digits in groups");
    assert_eq!(faults(&[("/achieved/as_of", "")]), one("/achieved/as_of", Fault::NoAsOf));
    assert_eq!(faults(&[("/achieved/as_of", "2026-11-23")]), one("/achieved/as_of", Fault::Future));
    assert_eq!(faults(&[("/achieved/as_of", "2026")]), [], "a year that has begun is not the future");
    assert_eq!(faults(&[("/achieved/as_of", "22.11.2026")]), one("/achieved/as_of", Fault::NoDate));
    assert_eq!(faults(&[as_of, ("/target", "0")]), one("/target", Fault::Zero));
    assert_eq!(faults(&[as_of, ("/ends", "2025-12")]), one("/ends", Fault::EndsFirst));
    assert_eq!(faults(&[as_of, ("/begins", "2026-02-30")]), one("/begins", Fault::NoDate));
    assert_eq!(faults(&[as_of, ("/source/url", "javascript:alert(1)"), ("/source/publisher", "X")]), one("/source/url", Fault::NoLink));
    assert_eq!(faults(&[as_of, ("/source/publisher", "X")]), one("/source/url", Fault::NoLink));
    assert_eq!(faults(&[as_of, ("/source/url", "https://example.kz")]), one("/source/publisher", Fault::NoPublisher));
    let all = [
        Fault::Missing,
        Fault::TooLong(5),
        Fault::NoNumber,
        Fault::Zero,
        Fault::NoUnit,
        Fault::NoDate,
        Fault::NoAsOf,
        Fault::EndsFirst,
        Fault::Future,
        Fault::NoLink,
        Fault::NoPublisher,
        Fault::NotYours,
    ];
    let said: std::collections::BTreeSet<String> =
        Lang::ALL.into_iter().flat_map(|lang| all.map(|fault| (catalogue(lang).manage_news.fault)(fault))).collect();
    assert_eq!(said.len(), 3 * all.len());
    assert_eq!(all.map(Fault::detail).into_iter().collect::<std::collections::BTreeSet<_>>().len(), all.len());
}

#[test]
fn no_figure_is_none_also_in_the_form() {
    let mut draft = Draft::of_campaign(&campaign());
    draft.put("/achieved/value", "");
    let one = draft.campaign(id("c"), false, day(TODAY)).expect("a campaign");
    assert_eq!((one.achieved, one.target), (None, Some(30)));
}

#[test]
fn the_last_day_of_a_news_item_belongs_to_it() {
    let (item, now) = (item(), at("2026-11-22T05:00:00Z"));
    let draft = Draft::of_news(&item, &zone());
    assert_eq!(draft.get("/until"), "2026-12-31");
    assert_eq!(draft.news(item.id.clone(), item.demo, item.published, now, &zone()), Ok(NewsItem { rev: 0, ..item.clone() }));
    let with = |at: &str, text: &str| {
        let mut draft = draft.clone();
        draft.put(at, text);
        draft.news(item.id.clone(), false, item.published, now, &zone()).err().unwrap_or_default()
    };
    assert_eq!(with("/until", "2026-11-01"), one("/until", Fault::EndsFirst));
    assert_eq!(with("/until", "2026-11"), one("/until", Fault::NoDate));
    assert_eq!(with("/text/ru", &"т".repeat(5_001)), one("/text/ru", Fault::TooLong(5_000)));
    let tomorrow = draft.news(item.id.clone(), false, now.plus(86_400_000), now, &zone());
    assert_eq!(tomorrow, Err(one("/published", Fault::Future)));
}

#[test]
fn two_who_type_at_once_are_brought_together_place_by_place() {
    let base = Draft::of_campaign(&campaign());
    let (mut mine, mut theirs) = (base.clone(), base.clone());
    mine.put("/achieved/value", "20");
    mine.put("/title/en", "Thirty good deeds");
    theirs.put("/achieved/value", "21");
    theirs.put("/wall", "");
    let merged = merge(&base, &mine, &theirs).expect("a draft");
    assert_eq!((merged.value.get("/achieved/value"), merged.value.get("/title/en")), ("20", "Thirty good deeds"));
    assert!(!merged.value.is_ticked("/wall") && base.get("/wall") == YES);
    let [clash] = merged.clashes.as_slice() else { panic!("one clash") };
    assert_eq!(clash.path, ["/achieved/value"]);
    assert_eq!(take_theirs(&merged.value, clash).expect("fits").get("/achieved/value"), "21");
}

/// A version of the backend, with this typed into it.
fn version(etag: &str, typed: &[(&str, &str)]) -> Version {
    let mut draft = Draft::of_campaign(&campaign());
    for (at, text) in typed {
        draft.put(at, text);
    }
    Version { draft, etag: Some(etag.to_owned()), ..Version::default() }
}

/// Based on the first version, with this typed since.
fn held(typed: &[(&str, &str)]) -> Held {
    Held { mine: version("", typed).draft, base: version("1", &[]), ..Held::default() }
}

const VALUE: &str = "/achieved/value";

#[test]
fn what_nobody_has_decided_stays_open_however_often_it_is_looked_again() {
    let mut held = held(&[(VALUE, "20"), ("/target", "40")]);
    let theirs = version("2", &[(VALUE, "21"), ("/target", "41"), ("/title/en", "Theirs")]);
    for _ in 0..3 {
        assert!(held.meet(theirs.clone()));
        assert_eq!(held.clashes.iter().map(|clash| clash.path[0].as_str()).collect::<Vec<_>>(), [VALUE, "/target"]);
        assert_eq!(held.base.etag.as_deref(), Some("1"), "it is refused as long as somebody has not chosen");
        assert_eq!((held.mine.get(VALUE), held.mine.get("/title/en")), ("20", "Theirs"));
    }
    let first = held.clashes[0].clone();
    held.decide(&first, false);
    // One is decided, and not asked again; the other is.
    held.meet(theirs.clone());
    assert_eq!(held.clashes.iter().map(|clash| clash.path[0].as_str()).collect::<Vec<_>>(), ["/target"]);
    assert_eq!(held.base.etag.as_deref(), Some("1"));
    // What they change once more where nobody typed here just comes in.
    held.meet(version("3", &[(VALUE, "21"), ("/target", "41"), ("/title/en", "Theirs again")]));
    assert_eq!((held.clashes.len(), held.mine.get("/title/en")), (1, "Theirs again"));
    let last = held.clashes[0].clone();
    held.decide(&last, true);
    assert_eq!((held.clashes.len(), held.base.etag.as_deref()), (0, Some("3")));
    assert_eq!((held.mine.get(VALUE), held.mine.get("/target"), held.base.draft.get(VALUE)), ("20", "41", "21"));
    held.meet(version("3", &[(VALUE, "21"), ("/target", "41"), ("/title/en", "Theirs again")]));
    assert_eq!((held.clashes.len(), held.mine.get(VALUE)), (0, "20"));
}

#[test]
fn what_was_typed_is_dropped_or_outlives_the_record() {
    let theirs = version("2", &[(VALUE, "21")]);
    let mut dropped = held(&[(VALUE, "20")]);
    dropped.meet(theirs.clone());
    let mut lost = dropped.clone();
    dropped.drop_changes();
    assert_eq!(dropped, Held { mine: theirs.draft.clone(), base: theirs, ..Held::default() });
    lost.lose();
    assert_eq!((lost.mine.get(VALUE), &lost.base, lost.clashes.len(), lost.undecided), ("20", &Version::default(), 0, None));
    let mut saved = held(&[(VALUE, "20")]);
    let sent = saved.mine.clone();
    saved.mine.put("/title/en", "Typed meanwhile");
    saved.settle(&sent, version("4", &[(VALUE, "20")]));
    assert_eq!((saved.mine.get("/title/en"), saved.base.etag.as_deref()), ("Typed meanwhile", Some("4")));
}

#[test]
fn whose_it_is_has_to_be_ones_own() {
    let own = ["eco", "med"].map(id);
    let faults = |whose: &str, own: Option<&[OrganisationId]>| {
        let mut faults = Vec::new();
        check_whose("/organiser", whose, own, &mut faults);
        faults
    };
    assert_eq!(faults("", Some(&own)), one("/organiser", Fault::NotYours));
    assert_eq!(faults("other", Some(&own)), one("/organiser", Fault::NotYours));
    assert_eq!((faults("med", Some(&own)), faults("", None)), (Vec::new(), Vec::new()));
}

#[test]
fn progress_is_told_in_three_languages() {
    let unit = Texts::new(Some("игі іс"), Some("добрых дел"), Some("good deeds")).expect("texts");
    let told = |lang| (catalogue(lang).news.of_target)("18", "30", unit.show(lang).text);
    assert_eq!(Lang::ALL.map(told), ["18 игі іс, мақсат – 30", "18 из 30 добрых дел", "18 of 30 good deeds"]);
}
