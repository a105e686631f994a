//! The board of a shift: whatever is asked in whatever order, the promises of `model::board` hold.
//!
//! Two phones that were offline come back and their logs interleave in some order that nobody chose. Each property runs over all
//! of those that proptest thinks of, and shrinks a failure to the shortest one.

mod support;

use meyirim::model::{
    Instant,
    board::{Ask, Board, Outcome, Place, offer_until},
    instant::{DAY, HOUR, MINUTE},
};
use proptest::{collection::vec, prelude::*};
use std::collections::{BTreeSet, HashSet};

type Person = u8;
/// An ask, and how many minutes pass before it.
type Log = Vec<(Person, Ask, u8)>;

/// Offers hold for an hour, and the shift is far away.
const HOLDS: i64 = HOUR;

fn any_ask() -> impl Strategy<Value = Ask> {
    prop_oneof![
        6 => any::<bool>().prop_map(|or_wait| Ask::Join { or_wait }),
        4 => Just(Ask::Leave),
        2 => Just(Ask::FindCover),
        1 => Just(Ask::CancelCover),
    ]
}

/// Few persons, so that they meet often; sometimes long enough between two asks for an offer to run out.
fn any_log(persons: std::ops::Range<Person>) -> impl Strategy<Value = Log> {
    vec((persons, any_ask(), prop_oneof![4 => 0..5_u8, 1 => 50..130_u8]), 0..30)
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

/// A board and the clock of whoever keeps it.
#[derive(Debug, Clone, PartialEq)]
struct Kept {
    board: Board<Person>,
    now: Instant,
}

impl Kept {
    fn new(most: u32) -> Self {
        Self { board: Board::new(most, vec![], vec![], vec![]), now: Instant(0) }
    }

    fn hear(&mut self, (person, ask, minutes): (Person, Ask, u8)) -> Outcome {
        self.now = self.now.plus(i64::from(minutes) * MINUTE);
        self.board.decide(&person, ask, self.now, self.now.plus(HOLDS))
    }
}

fn play(most: u32, log: &Log) -> Kept {
    let mut kept = Kept::new(most);
    for one in log {
        kept.hear(*one);
    }
    kept
}

fn people(board: &Board<Person>) -> Vec<Person> {
    board.all().into_iter().map(|(person, _)| person).collect()
}

fn holds(Kept { board, now }: &Kept, most: u32) {
    assert!(board.held() <= most, "{} held of {most} places", board.held());
    assert!(board.waiting().is_empty() || board.held() == most, "somebody waits while a place is free: {board:?}");
    assert!(board.offered().iter().all(|(_, until)| until > now), "an offer has run out and is still there: {board:?}");
    let all = people(board);
    assert_eq!(all.iter().collect::<HashSet<_>>().len(), all.len(), "somebody stands twice: {board:?}");
    assert!(board.confirmed().len() <= most as usize, "more are counted on than are needed: {board:?}");
    assert!(board.covers().iter().all(|person| board.place(person) == Place::Confirmed), "stood in for without a place: {board:?}");
}

proptest! {
    #![proptest_config(support::config())]

    #[test]
    fn never_too_many_nobody_twice_nobody_waits_for_a_free_place(
        most in 0..6_u32, left in any_log(0..8), right in any_log(0..8), turns in vec(any::<bool>(), 1..60),
    ) {
        let mut kept = Kept::new(most);
        for one in interleave(&left, &right, &turns) {
            kept.hear(one);
            holds(&kept, most);
        }
    }

    #[test]
    fn an_answer_says_how_one_stands(most in 0..4_u32, log in any_log(0..8)) {
        let mut kept = Kept::new(most);
        for one in log {
            let (person, ask, minutes) = one;
            let mut before = kept.clone();
            before.board.settle(kept.now.plus(i64::from(minutes) * MINUTE), kept.now.plus(i64::from(minutes) * MINUTE + HOLDS));
            let outcome = kept.hear(one);
            match outcome {
                Outcome::Confirmed if ask == Ask::FindCover => prop_assert!(kept.board.covers().contains(&person)),
                Outcome::Confirmed if ask == Ask::CancelCover => prop_assert!(!kept.board.covers().contains(&person)),
                Outcome::BeingTaken => {
                    prop_assert_eq!((&kept.board, ask), (&before.board, Ask::CancelCover));
                    prop_assert!(kept.board.covers().contains(&person) && !kept.board.offered().is_empty());
                }
                Outcome::Confirmed => prop_assert_eq!(kept.board.place(&person), Place::Confirmed),
                Outcome::Waitlisted { position } => prop_assert_eq!(kept.board.place(&person), Place::Waiting(position)),
                Outcome::Full { position } => {
                    prop_assert_eq!(&kept.board, &before.board, "a refusal changes nothing");
                    prop_assert_eq!(ask, Ask::Join { or_wait: false });
                    prop_assert_eq!(position as usize, kept.board.waiting().len() + 1);
                    prop_assert_eq!(kept.board.held(), most, "refused although a place is free");
                }
                Outcome::Left => {
                    prop_assert_eq!(kept.board.place(&person), Place::None);
                    prop_assert_ne!(before.board.place(&person), Place::None);
                }
                Outcome::NotIn => {
                    prop_assert_eq!(&kept.board, &before.board);
                    let place = before.board.place(&person);
                    prop_assert!(place == Place::None || (place != Place::Confirmed && matches!(ask, Ask::FindCover | Ask::CancelCover)));
                }
            }
        }
    }

    /// Who stands before whom in the line never turns round, nobody is jumped, and a place once confirmed is only lost by leaving.
    #[test]
    fn the_line_keeps_its_order_and_a_place_is_kept(most in 0..4_u32, log in any_log(0..8)) {
        let mut kept = Kept::new(most);
        for one in log {
            let (person, ask, _) = one;
            let before = kept.board.clone();
            kept.hear(one);
            let board = &kept.board;
            let still: Vec<_> = before.waiting().iter().filter(|other| board.waiting().contains(other)).collect();
            let now: Vec<_> = board.waiting().iter().filter(|other| before.waiting().contains(other)).collect();
            prop_assert_eq!(still, now);
            for other in before.confirmed() {
                // Or is stood in for: whoever asked first, by whoever has got a place just now.
                let stood_in = before.covers().first() == Some(other) && board.place(&person) == Place::Confirmed && before.place(&person) != Place::Confirmed;
                prop_assert!(board.confirmed().contains(other) || (*other == person && ask == Ask::Leave) || stood_in);
            }
            // Offers go to the head of the line: whoever still waits stood behind everybody who got one (or who left by themselves).
            let last = before.waiting().iter().position(|other| board.waiting().contains(other)).unwrap_or(before.waiting().len());
            let offered = |other: &Person| board.offered().iter().any(|(offered, _)| offered == other);
            prop_assert!(before.waiting()[last..].iter().all(|other| !offered(other)), "{:?} then {:?}", before, board);
        }
    }

    /// A phone that did not hear the answer asks again at once: nothing changes, and joining answers the same.
    #[test]
    fn asking_again_changes_nothing(most in 0..4_u32, log in any_log(0..8), person in 0..8_u8, ask in any_ask()) {
        let mut kept = play(most, &log);
        let first = kept.hear((person, ask, 0));
        let after = kept.clone();
        let second = kept.hear((person, ask, 0));
        prop_assert_eq!(&kept, &after);
        match ask {
            Ask::Leave => prop_assert_eq!(second, Outcome::NotIn),
            _ => prop_assert_eq!(first, second),
        }
    }

    /// Of people who only join, it does not matter in which order they are heard for how many get a place.
    #[test]
    fn orders_of_merging_agree_on_how_many_of_those_who_join(
        most in 0..6_u32, left in vec((0..8_u8, any::<bool>()), 0..12), right in vec((0..8_u8, any::<bool>()), 0..12),
        one in vec(any::<bool>(), 1..24), other in vec(any::<bool>(), 1..24),
    ) {
        let joins = |log: Vec<(Person, bool)>| -> Log { log.into_iter().map(|(person, or_wait)| (person, Ask::Join { or_wait }, 0)).collect() };
        let (left, right) = (joins(left), joins(right));
        let persons: HashSet<_> = left.iter().chain(&right).map(|(person, ..)| *person).collect();
        let boards = [play(most, &interleave(&left, &right, &one)), play(most, &interleave(&left, &right, &other))];
        for kept in boards {
            prop_assert_eq!(kept.board.confirmed().len(), persons.len().min(most as usize));
        }
    }

    /// With leaving, for people who take the waitlist and speak through one phone each: the same people are in, and as many places are held. (Somebody who refused to wait
    /// may be turned away in one order and not in the other. That is what refusing means.)
    #[test]
    fn orders_of_merging_agree_on_who_is_in(
        most in 0..6_u32, left in any_log(0..6), right in any_log(6..12),
        one in vec(any::<bool>(), 1..60), other in vec(any::<bool>(), 1..60),
    ) {
        let waits = |log: Log| -> Log {
            log.into_iter().map(|(person, ask, _)| (person, if ask == Ask::Leave { ask } else { WAIT }, 0)).collect()
        };
        let (left, right) = (waits(left), waits(right));
        let [a, b] = [play(most, &interleave(&left, &right, &one)), play(most, &interleave(&left, &right, &other))];
        let who = |kept: &Kept| people(&kept.board).into_iter().collect::<BTreeSet<_>>();
        prop_assert_eq!(who(&a), who(&b));
        prop_assert_eq!(a.board.held(), b.board.held());
    }

    /// The organiser changes the number of places: nobody loses one, nor an offer, and the line moves up.
    #[test]
    fn a_changed_number_of_places(most in 0..6_u32, then in 0..12_u32, log in any_log(0..12), rest in any_log(0..12)) {
        let Kept { board: before, now } = play(most, &log);
        let mut board = Board::new(then, before.confirmed().to_vec(), before.offered().to_vec(), before.waiting().to_vec())
            .with_covers(before.covers().to_vec());
        board.settle(now, now.plus(HOLDS));
        let called: Vec<_> = board.offered().iter().skip(before.offered().len()).map(|(person, _)| *person).collect();
        prop_assert!(before.waiting().starts_with(&called));
        prop_assert!(before.confirmed().iter().all(|person| board.confirmed().contains(person) || before.covers().contains(person)));
        let settled = board.clone();
        board.settle(now, now.plus(HOLDS));
        prop_assert_eq!(&board, &settled, "settling twice changes nothing more");
        let at_most = then.max(before.held());
        let mut kept = Kept { board, now };
        for one in rest {
            kept.hear(one);
            prop_assert!(kept.board.held() <= at_most);
            prop_assert!(kept.board.waiting().is_empty() || kept.board.held() >= then);
        }
    }

    /// Long enough for three more to be asked, never shorter than a phone lies in a bag, never beyond the start.
    #[test]
    fn how_long_an_offer_holds(now in 0..1000 * DAY, left in -DAY..30 * DAY) {
        let (now, starts) = (Instant(now), Instant(now + left));
        let until = offer_until(now, starts);
        prop_assert!(until >= now && until.0 <= now.0 + DAY);
        prop_assert!(until <= starts || until == now);
        prop_assert!(left < 15 * MINUTE || until.0 >= now.0 + 15 * MINUTE);
        prop_assert!(left < HOUR || until.0 - now.0 <= left / 4);
    }
}

const START: Instant = Instant(0);

fn ask<P: PartialEq + Clone>(board: &mut Board<P>, person: P, ask: Ask, minutes: i64) -> Outcome {
    let now = START.plus(minutes * MINUTE);
    board.decide(&person, ask, now, now.plus(HOLDS))
}

const JOIN: Ask = Ask::Join { or_wait: false };
const WAIT: Ask = Ask::Join { or_wait: true };

#[test]
fn no_places_at_all() {
    let mut board = Board::new(0, vec![], vec![], vec![]);
    assert_eq!(ask(&mut board, 1, JOIN, 0), Outcome::Full { position: 1 });
    assert_eq!(ask(&mut board, 1, WAIT, 0), Outcome::Waitlisted { position: 1 });
    assert_eq!(ask(&mut board, 2, WAIT, 0), Outcome::Waitlisted { position: 2 });
    assert_eq!(ask(&mut board, 1, Ask::Leave, 0), Outcome::Left);
    assert_eq!(board.place(&2), Place::Waiting(1));
}

#[test]
fn a_place_given_up_is_offered_to_the_head_of_the_line_who_takes_it() {
    let mut board = Board::new(1, vec!['a'], vec![], vec!['b', 'c']);
    assert_eq!(ask(&mut board, 'a', Ask::Leave, 0), Outcome::Left);
    assert_eq!((board.place(&'b'), board.place(&'c')), (Place::Offered(START.plus(HOLDS)), Place::Waiting(1)));
    // Held for them: nobody else can have it, however quick.
    assert_eq!(ask(&mut board, 'd', JOIN, 1), Outcome::Full { position: 2 });
    assert_eq!(ask(&mut board, 'b', JOIN, 59), Outcome::Confirmed);
    assert_eq!((board.place(&'b'), board.place(&'c')), (Place::Confirmed, Place::Waiting(1)));
}

#[test]
fn who_lets_go_or_is_late_makes_room_for_the_next() {
    let mut board = Board::new(1, vec!['a'], vec![], vec!['b', 'c', 'd']);
    ask(&mut board, 'a', Ask::Leave, 0);
    assert_eq!(ask(&mut board, 'b', Ask::Leave, 10), Outcome::Left);
    assert_eq!(board.place(&'c'), Place::Offered(START.plus(10 * MINUTE + HOLDS)));
    // A minute too late: the place is the next one's, and whoever was late may stand at the end of the line.
    assert_eq!(ask(&mut board, 'c', JOIN, 71), Outcome::Full { position: 1 });
    assert_eq!(board.place(&'d'), Place::Offered(START.plus(71 * MINUTE + HOLDS)));
    assert_eq!(ask(&mut board, 'c', WAIT, 72), Outcome::Waitlisted { position: 1 });
    assert_eq!(ask(&mut board, 'd', JOIN, 73), Outcome::Confirmed);
}

#[test]
fn nothing_is_offered_once_the_shift_has_begun() {
    let mut board = Board::new(1, vec!['a'], vec![], vec!['b']);
    let now = START.plus(HOUR);
    board.decide(&'a', Ask::Leave, now, offer_until(now, START));
    assert_eq!((board.held(), board.place(&'b')), (0, Place::Waiting(1)));
}

#[test]
fn a_shrunk_shift_gives_no_place_before_it_is_below_its_number() {
    let mut board = Board::new(1, vec!['a', 'b'], vec![], vec!['c']);
    assert_eq!(ask(&mut board, 'a', Ask::Leave, 0), Outcome::Left);
    assert_eq!(board.place(&'c'), Place::Waiting(1));
    assert_eq!(ask(&mut board, 'b', Ask::Leave, 0), Outcome::Left);
    assert_eq!(board.place(&'c'), Place::Offered(START.plus(HOLDS)));
}

#[test]
fn nobody_overtakes_the_line_of_a_shift_that_has_grown() {
    let mut board = Board::new(2, vec!['a'], vec![], vec!['b', 'c']);
    assert_eq!(ask(&mut board, 'd', WAIT, 0), Outcome::Waitlisted { position: 2 }, "the first of the line has been called");
    assert_eq!((board.place(&'b'), board.waiting()), (Place::Offered(START.plus(HOLDS)), &['c', 'd'][..]));
}

#[test]
fn whoever_joins_stands_in_for_whoever_asked_first() {
    let mut board = Board::new(2, vec!['a', 'b'], vec![], vec![]);
    assert_eq!(ask(&mut board, 'b', Ask::FindCover, 0), Outcome::Confirmed);
    assert_eq!(ask(&mut board, 'a', Ask::FindCover, 1), Outcome::Confirmed);
    assert_eq!((board.held(), board.confirmed()), (0, &['a', 'b'][..]), "both places count as free, and both people are counted on");
    assert_eq!(ask(&mut board, 'c', JOIN, 2), Outcome::Confirmed);
    assert_eq!((board.held(), board.confirmed(), board.covers()), (1, &['a', 'c'][..], &['a'][..]));
    assert_eq!(ask(&mut board, 'a', Ask::CancelCover, 3), Outcome::Confirmed);
    assert_eq!(ask(&mut board, 'd', JOIN, 4), Outcome::Full { position: 1 });
}

#[test]
fn those_who_wait_are_asked_before_anybody_else() {
    let mut board = Board::new(1, vec!['a'], vec![], vec!['b']);
    ask(&mut board, 'a', Ask::FindCover, 0);
    assert_eq!((board.place(&'a'), board.place(&'b')), (Place::Confirmed, Place::Offered(START.plus(HOLDS))));
    assert_eq!(ask(&mut board, 'c', JOIN, 1), Outcome::Full { position: 1 });
    assert_eq!(ask(&mut board, 'a', Ask::CancelCover, 1), Outcome::BeingTaken);
    // Nobody takes it in time: it is as if nothing had been asked, and anybody may.
    assert_eq!(ask(&mut board, 'a', Ask::CancelCover, 61), Outcome::Confirmed);
    assert_eq!((board.held(), board.place(&'b')), (1, Place::None));
}

#[test]
fn an_organiser_who_needs_fewer_people_lets_those_go_who_cannot_come() {
    let mut board = Board::new(1, vec!['a', 'b'], vec![], vec![]).with_covers(vec!['b']);
    board.settle(START, START.plus(HOLDS));
    assert_eq!((board.confirmed(), board.held()), (&['a'][..], 1));
}
