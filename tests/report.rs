//! What came of an action: when it can be reported, what it wants, and what reports add up to. And who on the list fits.

mod support;

use meyirim::model::{
    ActionState, AgeClass, Direction, Hazard,
    fit::{Ask, Because, Unfit, Wanted, best, fit},
    instant::HOUR,
    member::{Member, Standing},
    report::{
        Closing, Counted, Figure, FigureDraft, LONGEST_WHY, MOST_FIGURES, NewReport, NoReport, Noted, Report, ReportDraft, Sum, Unready,
        Written, may_report, years,
    },
    roster::Row,
};
use proptest::prelude::*;
use std::sync::Arc;
use support::*;

fn report(came: u32) -> NewReport {
    NewReport { came, why: None, done: None, figures: Vec::new() }
}

#[test]
fn a_report_waits_for_the_end() {
    let mut action = plain_action();
    let ends = action.ends();
    assert_eq!(may_report(&action, ends.plus(-1)), Err(NoReport::NotOver(ends)));
    assert_eq!(may_report(&action, ends), Ok(()));
    action.state = ActionState::Cancelled;
    assert_eq!(may_report(&action, ends), Err(NoReport::Cancelled));
}

#[test]
fn two_numbers_want_a_reason() {
    let (action, noted) = (plain_action(), Noted { came: Some(7), ..Noted::default() });
    let now = action.ends().plus(HOUR);
    let check = |report: NewReport, noted: &Noted| report.check(&action, noted, now);
    assert_eq!(check(report(7), &noted), Ok(()));
    assert_eq!(check(report(9), &noted), Err(NoReport::WhyNeeded));
    assert_eq!(check(NewReport { why: Some(" ".to_owned()), ..report(9) }, &noted), Err(NoReport::WhyNeeded));
    assert_eq!(check(NewReport { why: Some("two came late".to_owned()), ..report(9) }, &noted), Ok(()));
    assert_eq!(check(NewReport { why: Some("x".repeat(LONGEST_WHY + 1)), ..report(9) }, &noted), Err(NoReport::WhyTooLong));
    assert_eq!(check(report(9), &Noted::default()), Ok(()), "nobody noted anything: there is nothing to differ from");
    assert_eq!(check(report(100_001), &Noted::default()), Err(NoReport::TooManyPeople));
    let figure = || Figure { what: action.title.clone(), count: 1 };
    let many = NewReport { figures: std::iter::repeat_with(figure).take(MOST_FIGURES + 1).collect(), ..report(1) };
    assert_eq!(check(many, &Noted::default()), Err(NoReport::TooManyFigures));
}

#[test]
fn no_report_is_not_zero() {
    let one = |year, direction, came, minutes| Counted { year, direction, came, minutes };
    let all = years(&[
        one(2026, Direction::Bilim, 5, Some(300)),
        one(2026, Direction::Bilim, 2, Some(89)),
        one(2026, Direction::Umit, 0, None),
        one(2025, Direction::Bilim, 9, Some(60)),
    ]);
    assert_eq!(all.iter().map(|year| year.year).collect::<Vec<_>>(), [2025, 2026]);
    let this = &all[1];
    assert_eq!((this.all, this.all.hours()), (Sum { held: 3, came: 7, minutes: Some(389) }, Some(6)));
    let of = |direction| this.directions.iter().find(|(one, _)| *one == direction).and_then(|(_, sum)| *sum);
    assert_eq!(of(Direction::Bilim), Some(Sum { held: 2, came: 7, minutes: Some(389) }));
    assert_eq!(of(Direction::Umit), Some(Sum { held: 1, came: 0, minutes: None }), "reported, and nobody came; of hours nobody knows");
    assert_eq!(of(Direction::Saulyq), None);
    assert!(years(&[]).is_empty());
}

proptest! {
    #![proptest_config(support::config())]

    /// The directions of a year add up to the year, and the years to all.
    #[test]
    fn parts_add_up(reports in prop::collection::vec((2024_i16..2027, prop::sample::select(&Direction::ALL[..]), 0_u32..500, prop::option::of(0_u32..5000)), 0..30)) {
        let reports: Vec<Counted> = reports.into_iter().map(|(year, direction, came, minutes)| Counted { year, direction, came, minutes }).collect();
        let all = years(&reports);
        prop_assert_eq!(all.iter().map(|year| year.all.held).sum::<u64>(), reports.len() as u64);
        for year in all {
            let parts = || year.directions.iter().filter_map(|(_, sum)| *sum);
            prop_assert_eq!(parts().map(|sum| sum.came).sum::<u64>(), year.all.came);
            let minutes: Vec<u64> = parts().filter_map(|sum| sum.minutes).collect();
            prop_assert_eq!((!minutes.is_empty()).then(|| minutes.iter().sum::<u64>()), year.all.minutes);
        }
    }
}

fn member(name: &str) -> Member {
    let mut member = Member::new(id(name));
    (member.name, member.email) = (Some(name.to_owned()), Some(format!("{name}@example.kz")));
    (member.standing, member.age_class) = (Some(Standing::Active), Some(AgeClass::Adult));
    member
}

fn wanted() -> Wanted {
    Wanted {
        direction: Direction::Bilim,
        district: Some("abay".to_owned()),
        youngest: AgeClass::From14To17,
        hazards: Vec::new(),
        skills: Vec::new(),
        languages: Vec::new(),
    }
}

#[test]
fn who_does_not_come_into_question() {
    let unfit = |change: fn(&mut Member)| {
        let mut member = member("ann");
        change(&mut member);
        fit(&wanted(), &member).err()
    };
    assert_eq!(unfit(|_| ()), None);
    assert_eq!(unfit(|member| member.standing = Some(Standing::Left)), Some(Unfit::Left));
    assert_eq!(unfit(|member| member.standing = Some(Standing::Paused)), Some(Unfit::Paused));
    assert_eq!(unfit(|member| member.age_class = Some(AgeClass::Under14)), Some(Unfit::TooYoung));
    assert_eq!(unfit(|member| member.email = None), Some(Unfit::NoWay));
    let young = Member { age_class: Some(AgeClass::From14To17), ..member("ben") };
    assert_eq!(fit(&wanted(), &young).map(|fit| fit.ask), Ok(Vec::new()));
    assert_eq!(fit(&Wanted { hazards: vec![Hazard::HeavyOrHarmful], ..wanted() }, &young), Err(Unfit::TooYoung), "the law");
    let child = Member { age_class: Some(AgeClass::Under14), ..member("cem") };
    assert_eq!(fit(&Wanted { youngest: AgeClass::Under14, ..wanted() }, &child).map(|fit| fit.ask), Ok(vec![Ask::Parent]));
    let unknown = Member { age_class: None, ..member("dan") };
    assert_eq!(fit(&wanted(), &unknown).map(|fit| fit.ask), Ok(vec![Ask::AgeUnknown]));
    let skilled = Wanted { skills: vec!["First aid".to_owned()], languages: vec!["қазақша".to_owned()], ..wanted() };
    assert_eq!(fit(&skilled, &member("eve")), Err(Unfit::Skill));
    let mut helper = member("fay");
    helper.skills.insert("FIRST AID".to_owned());
    assert_eq!(fit(&skilled, &helper), Err(Unfit::Language));
    // Spelled on another keyboard it is the same language.
    helper.languages.insert("казакша".to_owned());
    let because = fit(&skilled, &helper).expect("fits").because;
    assert_eq!(because, [Because::Skill("FIRST AID".to_owned()), Because::Language("казакша".to_owned()), Because::Active]);
}

#[test]
fn the_best_come_first() {
    let mut all = vec![member("a"), member("b"), member("c"), member("d")];
    all[1].directions.insert(Direction::Bilim);
    all[2].district = Some("abay".to_owned());
    all[3].standing = Some(Standing::Left);
    let rows: Vec<Arc<Row>> = all.into_iter().map(|member| Arc::new(Row::new(member))).collect();
    let found = best(&rows, &wanted());
    assert_eq!(meyirim::model::fit::ids(&found, 2), [id("b"), id("c")]);
    assert_eq!((found.fits.len(), found.unfit.get(&Unfit::Left)), (3, Some(&1)));
    assert_eq!(found.fits[0].1.because, [Because::Direction, Because::Active]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..support::config() })]

    /// Nobody is left out silently, and nobody comes before somebody who fits better.
    #[test]
    fn everybody_is_accounted_for(all in prop::collection::vec(members::member(), 0..30)) {
        let rows: Vec<Arc<Row>> = all.into_iter().map(|member| Arc::new(Row::new(member))).collect();
        let found = best(&rows, &wanted());
        prop_assert_eq!(found.fits.len() + found.unfit.values().sum::<usize>(), rows.len());
        prop_assert!(found.fits.windows(2).all(|pair| pair[0].1.score >= pair[1].1.score));
    }
}

#[test]
fn a_report_is_written_bit_by_bit() {
    let closing = Closing { noted: Noted { came: Some(7), ..Noted::default() }, report: None, why: None };
    let mut draft = ReportDraft::of(&closing);
    assert_eq!((draft.came.as_str(), draft.report().map(|report| report.came)), ("7", Ok(7)), "begins with what was noted");
    draft.figures = vec![FigureDraft::default(), FigureDraft { count: "40".to_owned(), ..FigureDraft::default() }];
    assert_eq!(draft.report(), Err(vec![("figures.1.what".to_owned(), Unready::NoWhat)]), "an empty line is none");
    draft.figures[1].what.kk = "Қап".to_owned();
    (draft.came, draft.figures[1].count) = ("+7".to_owned(), "many".to_owned());
    let both = vec![("came".to_owned(), Unready::NoNumber), ("figures.1.count".to_owned(), Unready::NoNumber)];
    assert_eq!(draft.report(), Err(both));
    (draft.came, draft.figures[1].count) = ("9".to_owned(), "40".to_owned());
    (draft.why, draft.done.kk) = (" кеш келді ".to_owned(), "Тазаладық".to_owned());
    let new = draft.report().expect("a report");
    assert_eq!((new.why.as_deref(), new.figures.len()), (Some("кеш келді"), 1));
    // Corrected later, it begins with what was reported.
    let report = Report { came: new.came, minutes: 0, done: new.done.clone(), figures: new.figures.clone(), at: plain_action().ends() };
    let again = ReportDraft::of(&Closing { report: Some(report), why: new.why.clone(), ..closing });
    assert_eq!(again.report(), Ok(new));
}

#[test]
fn what_somebody_else_has_reported_is_not_overwritten_unseen() {
    let report = |came| Some(Report { came, minutes: 0, done: None, figures: Vec::new(), at: plain_action().ends() });
    let closing = |report| Closing { noted: Noted::default(), report, why: None };
    let draft = |came: &str| ReportDraft { came: came.to_owned(), ..ReportDraft::default() };
    let written = |came, of| Written { draft: draft(came), of };
    assert!(!written("3", None).misses(&closing(None)), "nobody else has");
    assert!(written("3", None).misses(&closing(report(4))));
    assert!(!written("3", report(4)).misses(&closing(report(4))), "it was seen, and is corrected");
    assert!(written("3", report(4)).misses(&closing(report(5))), "it was corrected by somebody else too");
    assert!(!written("3", None).misses(&closing(report(3))), "it is this one, whose answer was lost");
}
