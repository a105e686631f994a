//! Who may take part: age, clash, rest, and the order in which reasons are told.
//!
//! Law 42-VI, Article 12, is written here a second time, as a table of what the law says and not as code that resembles the code under
//! test. Every combination is tried.

mod support;

use meyirim::model::{
    Action, ActionId, ActionState, AgeClass, Guardian, Hazard, Instant, Seats, Shift,
    age::{AgeBar, age_bar},
    board::{Ask, Board, Outcome},
    clash::{Span, clash},
    eligibility::{NoJoin, NoLeave, may_join, may_leave, open, suits},
    instant::{DAY, HOUR, MINUTE},
    rest,
};
use proptest::prelude::*;
use support::*;

const HAZARDS: [Hazard; 3] = [Hazard::EmergencyRelief, Hazard::HeavyOrHarmful, Hazard::ConvictSupport];
const GUARDIANS: [Option<Guardian>; 3] = [None, Some(Guardian::WrittenConsent), Some(Guardian::Present)];

/// Article 12: (class, does work that the law names, a parent consents or is there) -> may take part.
const LAW: [(AgeClass, bool, bool, bool); 12] = [
    (AgeClass::Adult, false, false, true),
    (AgeClass::Adult, false, true, true),
    (AgeClass::Adult, true, false, true),
    (AgeClass::Adult, true, true, true),
    (AgeClass::From14To17, false, false, true),
    (AgeClass::From14To17, false, true, true),
    (AgeClass::From14To17, true, false, false),
    (AgeClass::From14To17, true, true, false),
    (AgeClass::Under14, false, false, false),
    (AgeClass::Under14, false, true, true),
    (AgeClass::Under14, true, false, false),
    (AgeClass::Under14, true, true, false),
];

fn subsets() -> impl Iterator<Item = Vec<Hazard>> {
    (0..8).map(|mask| HAZARDS.into_iter().enumerate().filter(|(bit, _)| mask & (1 << bit) != 0).map(|(_, hazard)| hazard).collect())
}

fn old_enough(class: AgeClass, youngest: AgeClass) -> bool {
    let years = |class| match class {
        AgeClass::Under14 => 0,
        AgeClass::From14To17 => 14,
        AgeClass::Adult => 18,
    };
    years(class) >= years(youngest)
}

#[test]
fn the_law_on_every_combination() {
    let mut tried = 0;
    for (class, named_work, parent, allowed) in LAW {
        for hazards in subsets().filter(|hazards| hazards.is_empty() != named_work) {
            for guardian in GUARDIANS.into_iter().filter(|guardian| guardian.is_some() == parent) {
                for youngest in AgeClass::ALL {
                    let verdict = age_bar(class, &hazards, youngest, guardian);
                    let expected = allowed && old_enough(class, youngest);
                    assert_eq!(verdict.is_ok(), expected, "{class:?} {hazards:?} {youngest:?} {guardian:?}: {verdict:?}");
                    tried += 1;
                }
            }
        }
    }
    assert_eq!(tried, 3 * 8 * 3 * 3, "the table leaves something out");
}

#[test]
fn the_reason_that_nobody_can_change_is_told_first() {
    // A parent's consent would help against the third only; asking for it in vain would be mocking.
    let both = [Hazard::HeavyOrHarmful, Hazard::EmergencyRelief];
    assert_eq!(age_bar(AgeClass::Under14, &both, AgeClass::Adult, None), Err(AgeBar::Hazard(Hazard::HeavyOrHarmful)));
    assert_eq!(age_bar(AgeClass::Under14, &[], AgeClass::From14To17, None), Err(AgeBar::YoungerThan(AgeClass::From14To17)));
    assert_eq!(age_bar(AgeClass::Under14, &[], AgeClass::Under14, None), Err(AgeBar::GuardianNeeded));
}

fn span(starts: i64, ends: i64) -> Span {
    Span { starts: Instant(starts), ends: Instant(ends) }
}

proptest! {
    #![proptest_config(support::config())]

    #[test]
    fn overlapping_is_mutual(a in 0..50_i64, b in 1..20_i64, c in 0..50_i64, d in 1..20_i64) {
        let (one, other) = (span(a, a + b), span(c, c + d));
        prop_assert_eq!(one.overlaps(other), other.overlaps(one));
        let shared = (a..a + b).any(|moment| (c..c + d).contains(&moment));
        prop_assert_eq!(one.overlaps(other), shared);
        prop_assert!(one.overlaps(one));
    }

    #[test]
    fn touching_is_no_clash(starts in -1000..1000_i64, first in 1..1000_i64, second in 1..1000_i64) {
        let (early, late) = (span(starts, starts + first), span(starts + first, starts + first + second));
        prop_assert!(!early.overlaps(late) && !late.overlaps(early));
        prop_assert!(early.overlaps(span(starts + first - 1, starts + first + second)));
    }

    #[test]
    fn the_first_that_clashes_is_named(wanted in (0..50_i64, 1..20_i64), mine in prop::collection::vec((0..50_i64, 1..20_i64), 0..6)) {
        let wanted = span(wanted.0, wanted.0 + wanted.1);
        let mine: Vec<_> = mine.into_iter().map(|(from, length)| span(from, from + length)).enumerate().map(|(at, span)| (span, at)).collect();
        let expected = mine.iter().filter(|(span, _)| span.overlaps(wanted)).map(|(_, at)| *at).min();
        prop_assert_eq!(clash(wanted, mine), expected);
    }
}

/// The rule once more, hour by hour: so many hours of shifts in every window of 24 that begins on the hour, or as many as one of them has by itself.
fn too_full(class: AgeClass, wanted: (i64, i64), mine: &[(i64, i64)]) -> bool {
    let near = |&(from, length): &(i64, i64)| length <= 12 && from - (wanted.0 + wanted.1) < 24 && wanted.0 - (from + length) < 24;
    let counted: Vec<_> = mine.iter().copied().filter(near).chain([wanted]).collect();
    let most = counted.iter().map(|(_, length)| *length).max().unwrap_or(0).max(if class == AgeClass::Adult { 12 } else { 5 });
    let hours = |window: i64| {
        counted.iter().flat_map(|(from, length)| *from..from + length).filter(|hour| (window..window + 24).contains(hour)).count()
    };
    let there = |window: i64| wanted.0 <= window + 24 && window <= wanted.0 + wanted.1;
    wanted.1 <= 12 && (-30..130).any(|window| there(window) && hours(window) as i64 > most)
}

fn any_hours() -> impl Strategy<Value = (i64, i64)> {
    (0..96_i64, 0..15_i64)
}

proptest! {
    #![proptest_config(support::config())]

    #[test]
    fn rest_is_what_the_hours_say(class in any_age(), wanted in any_hours(), mine in prop::collection::vec(any_hours(), 0..6)) {
        let in_hours = |(from, length): (i64, i64)| span(from * HOUR, (from + length) * HOUR);
        let spans: Vec<_> = mine.iter().enumerate().map(|(at, hours)| (in_hours(*hours), at)).collect();
        let with = rest::too_much(class, in_hours(wanted), spans.clone());
        prop_assert_eq!(with.is_some(), too_full(class, wanted, &mine));
        if let Some(with) = with {
            // What is named takes part in it: less than a day lies between.
            let (near, far) = (spans[with].0, in_hours(wanted));
            prop_assert!(near.ends.plus(DAY) > far.starts && far.ends.plus(DAY) > near.starts);
            // Whoever is younger is kept back as well.
            prop_assert!(rest::too_much(AgeClass::Under14, far, spans).is_some());
        }
    }

    #[test]
    fn one_shift_alone_is_its_organisers_to_answer_for(class in any_age(), from in 0..50_i64, length in 0..40_i64, later in 24..50_i64) {
        let wanted = span(from * HOUR, (from + length) * HOUR);
        prop_assert_eq!(rest::too_much(class, wanted, Vec::<(Span, ())>::new()), None);
        // A day and more between them: neither tires for the other.
        let far = span((from + length + later) * HOUR, (from + length + later + 4) * HOUR);
        prop_assert_eq!(rest::too_much(class, wanted, [(far, ())]), None);
    }
}

#[test]
fn the_nearest_of_what_is_too_much_is_named() {
    let wanted = span(24 * HOUR, 27 * HOUR);
    let mine = [
        (span(20 * HOUR, 22 * HOUR), "near"),
        (span(10 * HOUR, 12 * HOUR), "far"),
        (span(28 * HOUR + DAY, 30 * HOUR + DAY), "another day"),
    ];
    assert_eq!(rest::too_much(AgeClass::From14To17, wanted, mine), Some("near"));
    assert_eq!(rest::too_much(AgeClass::Adult, wanted, mine), None);
    // Six today and six tomorrow are what two organisers have planned; six and one are too much.
    let long = span(24 * HOUR, 30 * HOUR);
    assert_eq!(rest::too_much(AgeClass::From14To17, long, [(span(0, 6 * HOUR), "yesterday")]), None);
    assert_eq!(rest::too_much(AgeClass::From14To17, long, [(span(31 * HOUR, 32 * HOUR), "later")]), Some("later"));
    // Five hours and no minute more.
    assert_eq!(rest::too_much(AgeClass::From14To17, wanted, [mine[0]]), None);
    assert_eq!(rest::too_much(AgeClass::From14To17, span(24 * HOUR, 27 * HOUR + MINUTE), [mine[0]]), Some("near"));
}

const START: &str = "2026-12-05T05:00:00Z";

fn join(action: &Action, class: Option<AgeClass>, mine: &[(Span, ActionId)], now: Instant) -> Result<(), NoJoin> {
    may_join(action, &action.shifts[0], Some(&person_of(class)), None, mine.to_vec(), now)
}

/// Everything is wrong at once; setting right what is told brings out the next reason, down to none.
#[test]
fn reasons_come_in_their_order() {
    let now = at(START);
    let mut action = plain_action();
    let mine = [(Span { starts: at(START), ends: at(START).plus(HOUR) }, id("tea-for-workers"))];
    action.state = ActionState::Cancelled;
    action.hazards = vec![Hazard::EmergencyRelief];
    action.youngest = AgeClass::Adult;
    action.waitlist = false;
    action.shifts[0].seats = Seats { needed: 1, most: 1, taken: 1, waiting: 0 };
    assert_eq!(may_join(&action, &action.shifts[0], None, None, mine.to_vec(), now), Err(NoJoin::Cancelled));
    action.state = ActionState::Published;
    assert_eq!(may_join(&action, &action.shifts[0], None, None, mine.to_vec(), now), Err(NoJoin::Started));
    let now = now.plus(-1);
    assert_eq!(may_join(&action, &action.shifts[0], None, None, mine.to_vec(), now), Err(NoJoin::SignIn));
    assert_eq!(join(&action, None, &mine, now), Err(NoJoin::AgeUnknown));
    assert_eq!(join(&action, Some(AgeClass::From14To17), &mine, now), Err(NoJoin::Age(AgeBar::Hazard(Hazard::EmergencyRelief))));
    action.hazards.clear();
    assert_eq!(join(&action, Some(AgeClass::From14To17), &mine, now), Err(NoJoin::Age(AgeBar::YoungerThan(AgeClass::Adult))));
    assert_eq!(join(&action, Some(AgeClass::Adult), &mine, now), Err(NoJoin::Clash(id("tea-for-workers"))));
    let mine = [(Span { starts: at(START).plus(-11 * HOUR), ends: at(START).plus(-HOUR) }, id("tea-for-workers"))];
    assert_eq!(join(&action, Some(AgeClass::Adult), &mine, now), Err(NoJoin::Rest { with: id("tea-for-workers"), hours: 12 }));
    assert_eq!(join(&action, Some(AgeClass::Adult), &[], now), Err(NoJoin::Full));
    action.waitlist = true;
    assert_eq!(join(&action, Some(AgeClass::Adult), &[], now), Ok(()));
}

#[test]
fn a_shift_that_begins_now_has_begun() {
    let action = plain_action();
    assert_eq!(open(&action, &action.shifts[0], at(START).plus(-1)), Ok(()));
    assert_eq!(open(&action, &action.shifts[0], at(START)), Err(NoJoin::Started));
}

#[test]
fn a_place_is_given_up_until_the_last_moment_and_not_after() {
    let shift = |withdraw_until| Shift { withdraw_until, ..plain_action().shifts[0].clone() };
    let start = at(START);
    for (until, last) in [(None, start), (Some(start.plus(-DAY)), start.plus(-DAY)), (Some(start.plus(DAY)), start)] {
        assert_eq!(may_leave(&shift(until), true, last), Ok(()), "{until:?}");
        assert_eq!(may_leave(&shift(until), true, last.plus(1)), Err(NoLeave::TooLate(last)), "{until:?}");
        assert_eq!(may_leave(&shift(until), false, start), Ok(()), "the line is left until the start");
        assert_eq!(may_leave(&shift(until), false, start.plus(1)), Err(NoLeave::TooLate(start)), "{until:?}");
    }
}

#[test]
fn the_filter_wants_a_free_place_that_has_not_begun() {
    let now = at(START).plus(-HOUR);
    let mut action = plain_action();
    assert!(suits(&action, None, now));
    assert!(suits(&action, Some(AgeClass::Under14), now), "with a parent, who is asked for on the action's page");
    assert!(!suits(&action, None, at(START)));
    action.shifts[0].seats.taken = action.shifts[0].seats.most;
    assert!(!suits(&action, None, now), "the waitlist is no free place");
    let mut second = plain_action().shifts[0].clone();
    second.id = id("s2");
    action.shifts.push(second);
    assert!(suits(&action, None, now), "the second shift has places");
    action.youngest = AgeClass::From14To17;
    assert!(!suits(&action, Some(AgeClass::Under14), now));
    action.state = ActionState::Cancelled;
    assert!(!suits(&action, Some(AgeClass::Adult), now));
}

proptest! {
    #![proptest_config(support::config())]

    /// The app predicts with `may_join`, the backend decides with the board. On the same state they must not differ.
    #[test]
    fn what_is_predicted_is_what_the_board_decides(most in 0..5_u32, others in 0..9_u32, waitlist in any::<bool>()) {
        let now = at(START).plus(-MINUTE);
        let mut board = Board::new(most, Vec::new(), Vec::new(), Vec::new());
        for person in 0..others {
            board.decide(&person, Ask::Join { or_wait: waitlist }, now, now.plus(HOUR));
        }
        let (taken, waiting) = (board.confirmed().len() as u32, board.waiting().len() as u32);
        let mut action = plain_action();
        action.waitlist = waitlist;
        action.shifts[0].seats = Seats { needed: 0, most, taken, waiting };
        let predicted = join(&action, Some(AgeClass::Adult), &[], at(START).plus(-MINUTE));
        match board.decide(&999, Ask::Join { or_wait: waitlist }, now, now.plus(HOUR)) {
            Outcome::Confirmed => {
                prop_assert_eq!(predicted, Ok(()));
                prop_assert!(!action.shifts[0].seats.is_full());
            }
            Outcome::Waitlisted { position } => {
                prop_assert_eq!(predicted, Ok(()));
                prop_assert!(action.shifts[0].seats.is_full());
                prop_assert_eq!(position, waiting + 1);
            }
            Outcome::Full { .. } => prop_assert_eq!(predicted, Err(NoJoin::Full)),
            outcome => prop_assert!(false, "{outcome:?}"),
        }
    }

    #[test]
    fn places_add_up(shifts in prop::collection::vec(any_shift(), 1..4)) {
        let action = Action { shifts, ..plain_action() };
        let seats = action.seats();
        prop_assert!(action.shifts.iter().all(|shift| seats.most >= shift.seats.most && seats.taken >= shift.seats.taken));
        prop_assert!(action.starts() <= action.ends());
        prop_assert!(seats.left() <= seats.most && (seats.left() == 0) == seats.is_full());
        prop_assert!(action.shifts.iter().all(|shift| action.shift(&shift.id).is_some_and(|found| found.id == shift.id)));
        prop_assert!(action.shifts.iter().all(|shift| shift.last_withdrawal() <= shift.starts));
    }
}
