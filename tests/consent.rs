//! A parent's consent: what may become of it, how long it holds, and what it covers. Any row of answers at any times is tried.

mod support;

use meyirim::model::{
    Guardian, Instant,
    consent::{Answer, Consent, ConsentState, LINK_LIFE, LONGEST_TERM, Purpose, Standing, counted, covers, first_name, term},
    instant::{DAY, HOUR},
};
use proptest::prelude::*;
use support::*;

const NOW: &str = "2026-11-22T09:30:00Z";

fn asked(purpose: Purpose, until: Instant) -> Consent {
    let now = at(NOW);
    let state = ConsentState::Asked { until: now.plus(LINK_LIFE).min(until) };
    Consent { id: id("c1"), purpose, until, state, guardian: None, asked_at: now }
}

fn give() -> Answer {
    Answer::Give { name: "Гүлнар".to_owned(), guardian: true }
}

fn any_answer() -> impl Strategy<Value = Answer> {
    prop_oneof![Just(give()), Just(Answer::Refuse), Just(Answer::Withdraw)]
}

/// Milliseconds between two answers: mostly some hours, now and then months.
fn any_pause() -> impl Strategy<Value = i64> {
    prop_oneof![0..40 * HOUR, 0..200 * DAY]
}

proptest! {
    #![proptest_config(support::config())]

    /// Given at most once, only while the link was good, and never again after it was refused or taken back.
    #[test]
    fn it_goes_one_way(answers in prop::collection::vec((any_answer(), any_pause()), 0..12), length in 1..400_i64) {
        let until = at(NOW).plus(length * DAY);
        let mut consent = asked(Purpose::Everything, until);
        let mut now = at(NOW);
        let mut path = vec![consent.standing(now)];
        for (answer, pause) in answers {
            now = now.plus(pause);
            let before = consent.clone();
            let standing = consent.standing(now);
            let outcome = consent.answer(&answer, now);
            let after = consent.standing(now);
            match (&answer, standing) {
                (Answer::Give { .. }, Standing::Waiting) => prop_assert_eq!(after, Standing::Given),
                (Answer::Refuse, Standing::Waiting) => prop_assert_eq!(after, Standing::Refused),
                (Answer::Withdraw, Standing::Given) => prop_assert_eq!(after, Standing::Withdrawn),
                // A repeat, or too late: nothing changes, and too late is said.
                _ => {
                    prop_assert_eq!(&consent, &before);
                    let repeat = matches!((&answer, standing), (Answer::Give { .. }, Standing::Given) | (Answer::Refuse, Standing::Refused) | (Answer::Withdraw, Standing::Withdrawn));
                    prop_assert_eq!(outcome.is_ok(), repeat);
                }
            }
            if after == Standing::Given {
                let in_time = matches!(consent.state, ConsentState::Given { at: given } if given <= at(NOW).plus(LINK_LIFE));
                prop_assert!(in_time);
            }
            // A name is there if and only if somebody has given consent.
            prop_assert_eq!(consent.guardian.is_some(), matches!(after, Standing::Given | Standing::Ended | Standing::Withdrawn));
            path.push(after);
        }
        path.dedup();
        let given = path.iter().filter(|standing| **standing == Standing::Given).count();
        prop_assert!(given <= 1 && path.len() <= 3, "{:?}", path);
    }

    /// What covers a shift was given, is for that action, and lasts until the shift is over.
    #[test]
    fn what_covers_a_shift(action in any_action(), other in any_id(), days in -5..400_i64, later in 0..500_i64, everything in any::<bool>(), meant in any::<bool>()) {
        let until = at(NOW).plus(days * DAY);
        let purpose = match (everything, meant) {
            (true, _) => Purpose::Everything,
            (false, true) => Purpose::Action(action.id.clone()),
            (false, false) => Purpose::Action(id(&format!("x{other}"))),
        };
        let now = at(NOW).plus(later * DAY);
        let mut consent = asked(purpose.clone(), until);
        for shift in &action.shifts {
            prop_assert!(!consent.covers(&action.id, shift, now), "asked is not given");
        }
        let given = consent.answer(&give(), at(NOW)).is_ok();
        prop_assert_eq!(given, until > at(NOW));
        for shift in &action.shifts {
            let fits = matches!(&purpose, Purpose::Everything) || purpose == Purpose::Action(action.id.clone());
            let expected = given && fits && now < until && shift.ends <= until;
            prop_assert_eq!(consent.covers(&action.id, shift, now), expected);
            prop_assert_eq!(covers([&asked(Purpose::Everything, until), &consent], &action.id, shift, now), expected);
        }
        let _ = consent.answer(&Answer::Withdraw, now);
        prop_assert!(!action.shifts.iter().any(|shift| consent.covers(&action.id, shift, now)));
    }

    /// The term is the action's end, never past, never longer than a year; and what is over is so from the moment that the record says.
    #[test]
    fn terms(action in any_action(), ahead in -10..500_i64) {
        let now = action.ends().plus(-ahead * DAY);
        let expected = (ahead > 0 && ahead * DAY <= LONGEST_TERM).then_some(action.ends());
        prop_assert_eq!(term(Some(&action), now), expected);
        prop_assert_eq!(term(None, now), Some(now.plus(LONGEST_TERM)));
        if let Some(until) = expected {
            let mut consent = asked(Purpose::Action(action.id.clone()), until);
            (consent.asked_at, consent.state) = (now, ConsentState::Asked { until: now.plus(LINK_LIFE).min(until) });
            prop_assert_eq!(consent.standing(consent.over().plus(-1)), Standing::Waiting);
            prop_assert_eq!(consent.standing(consent.over()), Standing::Expired);
            consent.answer(&give(), now).expect("in time");
            prop_assert_eq!(consent.standing(consent.over().plus(-1)), Standing::Given);
            prop_assert_eq!(consent.standing(consent.over()), Standing::Ended);
            // Every shift of the action ends within it.
            prop_assert!(action.shifts.iter().all(|shift| consent.covers(&action.id, shift, now)));
        }
    }
}

#[test]
fn a_parent_who_comes_along_needs_no_record() {
    for covered in [true, false] {
        assert_eq!(counted(Some(Guardian::Present), covered), Some(Guardian::Present));
        assert_eq!(counted(Some(Guardian::WrittenConsent), covered), covered.then_some(Guardian::WrittenConsent));
        assert_eq!(counted(None, covered), None);
    }
}

#[test]
fn a_link_tells_the_first_name_only() {
    for (name, first) in [("Әлинұр Демоев", Some("Әлинұр")), ("  Дана ", Some("Дана")), ("", None), (" ", None)] {
        assert_eq!(first_name(name), first, "{name:?}");
    }
}
