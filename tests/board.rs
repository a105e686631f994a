//! The board of a shift: whatever is asked in whatever order, the promises of `model::board` hold.
//!
//! Two phones that were offline come back and their logs interleave in some order that nobody chose. Each property runs over all
//! of those that proptest thinks of, and shrinks a failure to the shortest one.

mod support;

use meyirim::model::board::{Ask, Board, Outcome};
use proptest::{collection::vec, prelude::*};
use std::collections::{BTreeSet, HashSet};

type Person = u8;
type Log = Vec<(Person, Ask)>;

fn any_ask() -> impl Strategy<Value = Ask> {
    prop_oneof![3 => any::<bool>().prop_map(|or_wait| Ask::Join { or_wait }), 2 => Just(Ask::Leave)]
}

/// Few persons, so that they meet often.
fn any_log(persons: std::ops::Range<Person>) -> impl Strategy<Value = Log> {
    vec((persons, any_ask()), 0..30)
}

/// Two logs as one, each in its own order. `turns` says which one speaks next while both have something to say.
fn interleave(left: &Log, right: &Log, turns: &[bool]) -> Log {
    let (mut left, mut right, mut turns) = (left.iter().peekable(), right.iter().peekable(), turns.iter().cycle());
    let mut all = Vec::new();
    while left.peek().is_some() || right.peek().is_some() {
        let from_left = match (left.peek(), right.peek()) {
            (Some(_), Some(_)) => *turns.next().unwrap_or(&true),
            (left, _) => left.is_some(),
        };
        all.extend(if from_left { left.next() } else { right.next() }.copied());
    }
    all
}

fn play(most: u32, log: &Log) -> Board<Person> {
    let mut board = Board::new(most, Vec::new(), Vec::new());
    for (person, ask) in log {
        board.decide(person, *ask);
    }
    board
}

fn holds(board: &Board<Person>, most: u32) {
    let (confirmed, waiting) = (board.confirmed(), board.waiting());
    assert!(confirmed.len() as u32 <= most, "{} confirmed on {most} places", confirmed.len());
    assert!(waiting.is_empty() || confirmed.len() as u32 == most, "somebody waits while a place is free: {board:?}");
    let persons: HashSet<_> = confirmed.iter().chain(waiting).collect();
    assert_eq!(persons.len(), confirmed.len() + waiting.len(), "somebody stands twice: {board:?}");
}

proptest! {
    #![proptest_config(support::config())]

    #[test]
    fn never_too_many_nobody_twice_nobody_waits_for_a_free_place(
        most in 0..6_u32, left in any_log(0..8), right in any_log(0..8), turns in vec(any::<bool>(), 1..60),
    ) {
        let mut board = Board::new(most, Vec::new(), Vec::new());
        for (person, ask) in interleave(&left, &right, &turns) {
            board.decide(&person, ask);
            holds(&board, most);
        }
    }

    #[test]
    fn an_answer_says_how_one_stands(most in 0..4_u32, log in any_log(0..8)) {
        let mut board = Board::new(most, Vec::new(), Vec::new());
        for (person, ask) in log {
            let before = board.clone();
            match board.decide(&person, ask) {
                Outcome::Confirmed => prop_assert!(board.confirmed().contains(&person)),
                Outcome::Waitlisted { position } => {
                    prop_assert_eq!(board.position(&person), Some(position));
                    prop_assert_eq!(board.waiting()[position as usize - 1], person);
                }
                Outcome::Full { position } => {
                    prop_assert_eq!(&board, &before, "a refusal changes nothing");
                    prop_assert_eq!(ask, Ask::Join { or_wait: false });
                    prop_assert_eq!(position as usize, board.waiting().len() + 1);
                    prop_assert_eq!(board.confirmed().len() as u32, most, "refused although a place is free");
                }
                Outcome::Left { promoted } => {
                    prop_assert!(!board.confirmed().contains(&person) && !board.waiting().contains(&person));
                    prop_assert_eq!(promoted, before.waiting().first().copied().filter(|_| before.confirmed().contains(&person)));
                }
                Outcome::NotIn => {
                    prop_assert_eq!(&board, &before);
                    prop_assert!(!before.confirmed().contains(&person) && !before.waiting().contains(&person));
                }
            }
        }
    }

    /// Who stands before whom in the line never turns round, and a place once confirmed is only lost by leaving.
    #[test]
    fn the_line_keeps_its_order_and_a_place_is_kept(most in 0..4_u32, log in any_log(0..8)) {
        let mut board = Board::new(most, Vec::new(), Vec::new());
        for (person, ask) in log {
            let before = board.clone();
            board.decide(&person, ask);
            let still: Vec<_> = before.waiting().iter().filter(|other| board.waiting().contains(other)).collect();
            let now: Vec<_> = board.waiting().iter().filter(|other| before.waiting().contains(other)).collect();
            prop_assert_eq!(still, now);
            for other in before.confirmed() {
                prop_assert!(board.confirmed().contains(other) || (*other == person && ask == Ask::Leave));
            }
        }
    }

    /// A phone that did not hear the answer asks again at once: nothing changes, and joining answers the same.
    #[test]
    fn asking_again_changes_nothing(most in 0..4_u32, log in any_log(0..8), person in 0..8_u8, ask in any_ask()) {
        let mut board = play(most, &log);
        let first = board.decide(&person, ask);
        let after = board.clone();
        let second = board.decide(&person, ask);
        prop_assert_eq!(&board, &after);
        match ask {
            Ask::Join { .. } => prop_assert_eq!(first, second),
            Ask::Leave => prop_assert_eq!(second, Outcome::NotIn),
        }
    }

    /// A bad line on which every ask arrives once or several times over.
    #[test]
    fn a_stuttering_log_ends_like_a_clear_one(most in 0..4_u32, log in vec((0..8_u8, any_ask(), 1..4_usize), 0..40)) {
        let clear: Log = log.iter().map(|(person, ask, _)| (*person, *ask)).collect();
        let stuttered: Log = log.iter().flat_map(|(person, ask, times)| std::iter::repeat_n((*person, *ask), *times)).collect();
        prop_assert_eq!(play(most, &stuttered), play(most, &clear));
    }

    /// Of people who only join, it does not matter in which order they are heard for how many get a place.
    #[test]
    fn orders_of_merging_agree_on_how_many_of_those_who_join(
        most in 0..6_u32, left in vec((0..8_u8, any::<bool>()), 0..12), right in vec((0..8_u8, any::<bool>()), 0..12),
        one in vec(any::<bool>(), 1..24), other in vec(any::<bool>(), 1..24),
    ) {
        let joins = |log: Vec<(Person, bool)>| -> Log { log.into_iter().map(|(person, or_wait)| (person, Ask::Join { or_wait })).collect() };
        let (left, right) = (joins(left), joins(right));
        let persons: HashSet<_> = left.iter().chain(&right).map(|(person, _)| *person).collect();
        let boards = [play(most, &interleave(&left, &right, &one)), play(most, &interleave(&left, &right, &other))];
        for board in boards {
            prop_assert_eq!(board.confirmed().len(), persons.len().min(most as usize));
        }
    }

    /// With leaving, for people who take the waitlist and speak through one phone each: the same people are in, and as many have a
    /// place. (Somebody who refused to wait may be turned away in one order and not in the other. That is what refusing means.)
    #[test]
    fn orders_of_merging_agree_on_who_is_in(
        most in 0..6_u32, left in any_log(0..6), right in any_log(6..12),
        one in vec(any::<bool>(), 1..60), other in vec(any::<bool>(), 1..60),
    ) {
        let waits = |log: Log| -> Log {
            log.into_iter().map(|(person, ask)| (person, if ask == Ask::Leave { ask } else { Ask::Join { or_wait: true } })).collect()
        };
        let (left, right) = (waits(left), waits(right));
        let [a, b] = [play(most, &interleave(&left, &right, &one)), play(most, &interleave(&left, &right, &other))];
        let who = |board: &Board<Person>| board.confirmed().iter().chain(board.waiting()).copied().collect::<BTreeSet<_>>();
        prop_assert_eq!(who(&a), who(&b));
        prop_assert_eq!(a.confirmed().len(), b.confirmed().len());
    }

    /// The organiser changes the number of places: nobody loses one, and the line moves up.
    #[test]
    fn a_changed_number_of_places(most in 0..6_u32, then in 0..12_u32, log in any_log(0..12), rest in any_log(0..12)) {
        let before = play(most, &log);
        let mut board = Board::new(then, before.confirmed().to_vec(), before.waiting().to_vec());
        let promoted = board.fill();
        prop_assert!(before.waiting().starts_with(&promoted));
        prop_assert!(before.confirmed().iter().all(|person| board.confirmed().contains(person)));
        prop_assert!(board.fill().is_empty(), "filling twice fills nothing more");
        let at_most = then.max(before.confirmed().len() as u32);
        for (person, ask) in rest {
            board.decide(&person, ask);
            prop_assert!(board.confirmed().len() as u32 <= at_most);
            prop_assert!(board.waiting().is_empty() || board.confirmed().len() as u32 >= then);
        }
    }
}

#[test]
fn no_places_at_all() {
    let mut board = Board::new(0, vec![], vec![]);
    assert_eq!(board.decide(&1, Ask::Join { or_wait: false }), Outcome::Full { position: 1 });
    assert_eq!(board.decide(&1, Ask::Join { or_wait: true }), Outcome::Waitlisted { position: 1 });
    assert_eq!(board.decide(&2, Ask::Join { or_wait: true }), Outcome::Waitlisted { position: 2 });
    assert_eq!(board.decide(&1, Ask::Leave), Outcome::Left { promoted: None });
    assert_eq!(board.position(&2), Some(1));
}

#[test]
fn a_place_given_up_goes_to_the_head_of_the_line() {
    let mut board = Board::new(1, vec!['a'], vec!['b', 'c']);
    assert_eq!(board.decide(&'a', Ask::Leave), Outcome::Left { promoted: Some('b') });
    assert_eq!((board.confirmed(), board.waiting()), (&['b'][..], &['c'][..]));
}

#[test]
fn a_shrunk_shift_gives_no_place_before_it_is_below_its_number() {
    let mut board = Board::new(1, vec!['a', 'b'], vec!['c']);
    assert_eq!(board.decide(&'a', Ask::Leave), Outcome::Left { promoted: None });
    assert_eq!(board.decide(&'b', Ask::Leave), Outcome::Left { promoted: Some('c') });
}

#[test]
fn nobody_overtakes_the_line_of_a_shift_that_has_grown() {
    let mut board = Board::new(2, vec!['a'], vec!['b', 'c']);
    assert_eq!(board.decide(&'d', Ask::Join { or_wait: true }), Outcome::Waitlisted { position: 3 }, "not filled yet, but not hers");
    assert_eq!(board.fill(), ['b']);
    assert_eq!((board.confirmed(), board.waiting()), (&['a', 'b'][..], &['c', 'd'][..]));
}
