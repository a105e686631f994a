//! The outbox: nothing that somebody did is lost, sent out of order, sent as somebody else, or shown as done before it is.
//!
//! The last test plays it against a backend that decides by the board of `model`, over a line that drops requests and answers.

mod support;

use meyirim::{
    api::{ApiError, Problem, ProblemKind},
    model::{
        Cover, Instant, PersonId, Signup, SignupState,
        attendance::{How, What},
        board::{Ask, Board, Outcome},
        roll::{Listed, NewMark, OwnMark, OwnWhat},
        signup::brought_together,
    },
    outbox::{
        Act, Entry, Mine, Sending, Standing, entry, marks, mine,
        policy::{self, Enqueue, Next},
    },
};
use proptest::prelude::*;
use std::collections::HashMap;
use support::*;

fn join(shift: &str) -> Act {
    Act::Join { action: id("a1"), shift: id(shift), or_wait: true, guardian: None }
}

fn cover(wanted: bool) -> Act {
    Act::Cover { action: id("a1"), shift: id("s1"), wanted }
}

fn leave(shift: &str) -> Act {
    Act::Leave { action: id("a1"), shift: id(shift) }
}

fn mark(name: &str, person: &str, what: What) -> Act {
    let mark = NewMark { id: id(name), person: id(person), what, at: Instant(7) };
    Act::Mark { action: id("a1"), shift: id("s1"), name: None, mark }
}

fn my_mark(name: &str, what: OwnWhat) -> Act {
    Act::MarkMe { action: id("a1"), shift: id("s1"), mark: OwnMark { id: id(name), what, at: Instant(7) } }
}

fn own(name: &str, code: &str) -> Act {
    my_mark(name, OwnWhat::In { code: code.into() })
}

fn came() -> What {
    What::In { how: How::Roll }
}

/// What was noted is a log: nothing in it takes the place of another, one person's marks keep their order, and nobody waits for somebody else's.
#[test]
fn what_was_noted_is_added_and_never_merged() {
    let first = entry(1, "me", mark("m1", "p1", came()));
    for act in [mark("m2", "p1", came()), mark("m3", "p1", What::Undone { mark: id("m1") }), mark("m4", "p2", came())] {
        assert_eq!(policy::enqueue(std::slice::from_ref(&first), &me(), &act), Enqueue::Add);
    }
    let mut entries = vec![first.clone(), entry(2, "me", mark("m2", "p1", came())), entry(3, "me", mark("m4", "p2", came()))];
    entries[0].standing = Standing::Waiting { not_before: Instant(50) };
    assert_eq!(policy::next(&entries, Some(&me()), Instant(10)), Next::Send(2));
    // One that was refused is decided: it holds up nothing.
    entries[0] = wedged(first.clone());
    assert_eq!(policy::next(&entries, Some(&me()), Instant(10)), Next::Send(1));
    assert_eq!(
        policy::next(&[wedged(entry(1, "me", join("s1"))), entry(2, "me", own("o1", "1"))], Some(&me()), Instant(10)),
        Next::Send(1)
    );
    // It says nothing of a place.
    assert_eq!(mine(&[], &[first], Some(&me()), &id("a1"), &id("s1")), Mine::No);
}

/// A wrong code is not in the way of the right one: what was refused is replaced, what still waits is not touched, and leaving is another matter.
#[test]
fn a_code_typed_again_takes_the_place_of_the_refused_one() {
    let wrong = entry(1, "me", own("o1", "111111"));
    let again = own("o2", "222222");
    assert_eq!(policy::enqueue(&[wedged(wrong.clone())], &me(), &again), Enqueue::Replaces(vec![wrong.key.clone()]));
    // Two wrong ones, typed without a network.
    let other = Entry { key: "0000000000009-other".to_owned(), ..wrong.clone() };
    let both = vec![wrong.key.clone(), other.key.clone()];
    assert_eq!(policy::enqueue(&[wedged(wrong.clone()), wedged(other)], &me(), &again), Enqueue::Replaces(both));
    assert_eq!(policy::enqueue(std::slice::from_ref(&wrong), &me(), &again), Enqueue::Add);
    assert_eq!(policy::enqueue(&[wedged(entry(1, "other", own("o1", "111111")))], &me(), &again), Enqueue::Add);
    let out = |code: &str| my_mark("o3", OwnWhat::Out { code: code.into() });
    assert_eq!(policy::enqueue(&[wedged(wrong.clone())], &me(), &out("222222")), Enqueue::Add);
    assert_eq!(policy::next(&[wedged(wrong), entry(2, "me", out("222222"))], Some(&me()), Instant(10)), Next::Send(1));
    let dispute = || my_mark("o4", OwnWhat::Disputed { reason: "x".into() });
    assert_eq!(policy::enqueue(&[wedged(entry(1, "me", dispute()))], &me(), &dispute()), Enqueue::Add);
}

#[test]
fn the_roll_is_overlaid_with_what_waits() {
    let listed = Listed {
        person: id("p1"),
        name: None,
        expected: true,
        deleted: false,
        short_code: "000000".into(),
        marks: Vec::new(),
        cover: None,
    };
    let entries = vec![
        entry(1, "me", mark("m1", "p1", came())),
        entry(2, "me", mark("m2", "p2", came())),
        entry(3, "other", mark("m3", "p1", came())),
        wedged(entry(4, "me", mark("m4", "p1", What::Absent))),
    ];
    let seen = marks(&listed, &entries, &me(), &id("a1"), &id("s1"));
    assert_eq!(seen.iter().map(|mark| (mark.id.as_str(), mark.heard_at)).collect::<Vec<_>>(), [("m1", None)]);
    assert!(marks(&listed, &entries, &me(), &id("a1"), &id("s2")).is_empty());
}

/// A repeat is the same request: only the header tells when it is sent.
#[test]
fn a_mark_is_sent_with_the_time_of_sending_beside_it() {
    let entry = entry(1, "me", mark("m1", "p1", came()));
    let request = |now| match entry.sending(Instant(now)) {
        Sending::Mark(call) => call.request,
        _ => panic!("a mark"),
    };
    let (first, second) = (request(60_000), request(120_000));
    assert_eq!((&first.path, &first.body), (&second.path, &second.body));
    assert_eq!(
        (first.header_value("sent-at"), second.header_value("sent-at")),
        (Some("1970-01-01T00:01:00Z"), Some("1970-01-01T00:02:00Z"))
    );
}

fn entry(number: i64, owner: &str, act: Act) -> Entry {
    Entry::new(entry::key(Instant(number), "x"), id(owner), act, Instant(number))
}

fn refused(kind: ProblemKind) -> ApiError {
    ApiError::Problem { problem: Problem::new(kind, "x").into(), retry_after: None }
}

fn wedged(mut entry: Entry) -> Entry {
    entry.standing = Standing::Wedged { why: refused(ProblemKind::Full), at: Instant(0) };
    entry
}

fn me() -> PersonId {
    id("me")
}

#[test]
fn entries_of_one_record_keep_their_order() {
    let mut entries = vec![entry(1, "me", join("s1")), entry(2, "me", leave("s1")), entry(3, "me", join("s2"))];
    assert_eq!(policy::next(&entries, Some(&me()), Instant(10)), Next::Send(0));
    // The first waits: what is behind it stays behind it, other records go on.
    entries[0].standing = Standing::Waiting { not_before: Instant(50) };
    assert_eq!(policy::next(&entries, Some(&me()), Instant(10)), Next::Send(2));
    entries.remove(2);
    assert_eq!(policy::next(&entries, Some(&me()), Instant(10)), Next::WaitUntil(Instant(50)));
    entries[0] = wedged(entries[0].clone());
    assert_eq!(policy::next(&entries, Some(&me()), Instant(99)), Next::Idle, "leaving waits until joining is decided");
}

#[test]
fn nothing_is_sent_as_somebody_else() {
    let entries = vec![entry(1, "her", join("s1")), entry(2, "me", join("s1"))];
    assert_eq!(policy::next(&entries, Some(&me()), Instant(10)), Next::Send(1), "her entry does not hold mine up");
    assert_eq!(policy::next(&entries, None, Instant(10)), Next::Idle);
    assert_eq!(policy::next(&[], Some(&me()), Instant(10)), Next::Idle);
}

#[test]
fn a_failure_waits_or_wedges_and_never_removes() {
    let entry = Entry { tries: 3, ..entry(1, "me", join("s1")) };
    let now = Instant(1_000_000);
    for kind in ProblemKind::all() {
        let standing = policy::after_failure(&entry, refused(kind), now, 0.0);
        match kind {
            ProblemKind::SignIn => assert_eq!(standing, Standing::SignInNeeded),
            ProblemKind::TooMany | ProblemKind::Unavailable => assert_eq!(standing, Standing::Waiting { not_before: now.plus(4_000) }),
            _ => assert_eq!(standing, Standing::Wedged { why: refused(kind), at: now }, "{kind:?}"),
        }
    }
    for error in [ApiError::Unreachable, ApiError::TimedOut, ApiError::Cancelled] {
        assert!(matches!(policy::after_failure(&entry, error, now, 1.0), Standing::Waiting { not_before } if not_before > now));
    }
    let slow = ApiError::Problem { problem: Problem::new(ProblemKind::TooMany, "x").into(), retry_after: Some(60) };
    assert_eq!(policy::after_failure(&entry, slow, now, 0.0), Standing::Waiting { not_before: now.plus(60_000) });
}

#[test]
fn a_second_act_undoes_or_repeats_the_first() {
    let waiting = entry(1, "me", join("s1"));
    let sent = Entry { tries: 1, ..waiting.clone() };
    let ask = |there: &Entry, act: Act| policy::enqueue(std::slice::from_ref(there), &me(), &act);
    assert_eq!(policy::enqueue(&[], &me(), &join("s1")), Enqueue::Add);
    assert_eq!(ask(&waiting, join("s1")), Enqueue::Already);
    assert_eq!(ask(&waiting, leave("s1")), Enqueue::TakesBack(waiting.key.clone()));
    assert_eq!(ask(&sent, leave("s1")), Enqueue::Add, "the backend may have heard of it");
    assert_eq!(ask(&waiting, leave("s2")), Enqueue::Add);
    assert_eq!(policy::enqueue(&[waiting], &id("her"), &leave("s1")), Enqueue::Add, "what I queued is not hers to take back");
    // A stand-in is looked for, or not: that is no leaving, and leaving is no coming after all.
    let looking = entry(1, "me", cover(true));
    assert_eq!(ask(&looking, cover(true)), Enqueue::Already);
    assert_eq!(ask(&looking, cover(false)), Enqueue::TakesBack(looking.key.clone()));
    assert_eq!(ask(&Entry { tries: 1, ..looking.clone() }, cover(false)), Enqueue::Add);
    assert_eq!(ask(&looking, leave("s1")), Enqueue::Add);
    assert_eq!(ask(&entry(1, "me", leave("s1")), cover(true)), Enqueue::Add);
}

#[test]
fn the_screen_overlays_and_never_invents() {
    let signup = |standing| Signup {
        id: id("u1"),
        rev: 1,
        action: id("a1"),
        shift: id("s1"),
        standing,
        made_at: Instant(0),
        decided_at: Instant(0),
        guardian: None,
        cover: None,
    };
    let show = |signups: &[Signup], entries: &[Entry]| mine(signups, entries, Some(&me()), &id("a1"), &id("s1"));
    let confirmed = [signup(SignupState::Confirmed)];
    assert_eq!(show(&[], &[]), Mine::No);
    assert_eq!(show(&confirmed, &[]), Mine::Confirmed);
    assert_eq!(show(&[signup(SignupState::Waitlisted { position: 2 })], &[]), Mine::Waitlisted { position: 2 });
    assert_eq!(show(&[signup(SignupState::Withdrawn)], &[]), Mine::No);
    assert_eq!(show(&[], &[entry(1, "me", join("s1"))]), Mine::Joining { or_wait: true });
    assert_eq!(show(&confirmed, &[entry(1, "me", leave("s1"))]), Mine::Leaving);
    assert_eq!(show(&[], &[entry(1, "me", join("s1")), entry(2, "me", leave("s1"))]), Mine::Leaving, "the last act counts");
    assert_eq!(show(&[], &[wedged(entry(1, "me", join("s1")))]), Mine::Undecided { why: refused(ProblemKind::Full) });
    assert_eq!(show(&confirmed, &[entry(1, "her", leave("s1")), entry(2, "me", leave("s2"))]), Mine::Confirmed);
    assert_eq!(mine(&confirmed, &[], None, &id("a1"), &id("s1")), Mine::No, "nobody is signed in");
    assert_eq!(show(&confirmed, &[entry(1, "me", cover(true))]), Mine::Confirmed, "whoever looks for a stand-in has the place");
    let told = [Signup { cover: Some(Cover::Open), ..signup(SignupState::Confirmed) }];
    assert_eq!(show(&told, &[]), Mine::CannotCome, "what the backend has heard is shown");
    assert!(Mine::CannotCome.has_place() && Mine::CannotCome.is_in());
    for state in [Mine::Joining { or_wait: false }, Mine::Leaving] {
        assert!(state.is_queued(), "queued never looks like done");
    }
    assert!(!Mine::Confirmed.is_queued() && Mine::Confirmed.is_in() && !Mine::Leaving.is_in());
}

#[test]
fn hurrying_makes_what_waits_due_and_nothing_else() {
    let mut entries = vec![entry(1, "me", join("s1")), wedged(entry(2, "me", join("s2")))];
    entries[0].standing = Standing::Waiting { not_before: Instant(500) };
    let before = entries[1].clone();
    assert!(policy::hurry(&mut entries, Instant(10)));
    assert_eq!(entries[0].standing, Standing::Waiting { not_before: Instant(10) });
    assert_eq!(entries[1], before);
    assert!(!policy::hurry(&mut entries, Instant(10)), "nothing left to hurry");
}

#[test]
fn keys_sort_by_time() {
    let keys: Vec<_> = [-5, 0, 1, 999, 1_764_000_000_000, 9_999_999_999_999].map(|at| entry::key(Instant(at), "z")).into();
    assert!(keys.is_sorted(), "{keys:?}");
}

/// Over the line: the request gets lost, the answer gets lost after the backend decided, or all goes well.
#[derive(Debug, Clone, Copy)]
enum Line {
    RequestLost,
    AnswerLost,
    Good,
}

proptest! {
    #![proptest_config(support::config())]

    /// Somebody joins and leaves at will while the line comes and goes. In the end, with a good line, what they wanted last is what the
    /// backend has, each entry was decided exactly once, and no refusal went by in silence.
    #[test]
    fn what_was_wanted_last_is_what_is_so(
        wishes in prop::collection::vec((any::<bool>(), 0..2_usize), 1..10),
        line in prop::collection::vec(prop::sample::select(vec![Line::RequestLost, Line::AnswerLost, Line::Good]), 0..24),
    ) {
        let shifts = ["s1", "s2"];
        let mut boards = HashMap::from([("s1", Board::new(3, vec![], vec![], vec![])), ("s2", Board::new(0, vec![], vec![], vec![]))]);
        let mut answers: HashMap<String, Outcome> = HashMap::new();
        let (mut entries, mut now) = (Vec::<Entry>::new(), Instant(0));
        let mut line = line.into_iter();
        let mut wanted = HashMap::from([("s1", false), ("s2", false)]);

        let mut pump = |entries: &mut Vec<Entry>, now: &mut Instant, mut line: Box<dyn FnMut() -> Line + '_>, steps: usize| {
            for _ in 0..steps {
                *now = now.plus(1);
                let at = match policy::next(entries, Some(&me()), *now) {
                    Next::Send(at) => at,
                    Next::WaitUntil(later) => { *now = later; continue }
                    Next::Idle => break,
                };
                entries[at].tries += 1;
                let how = line();
                if !matches!(how, Line::RequestLost) {
                    let sent = entries[at].clone();
                    let shift = sent.act.shift().expect("a shift").1.as_str().to_owned();
                    let ask = if matches!(sent.act, Act::Join { .. }) { Ask::Join { or_wait: true } } else { Ask::Leave };
                    // A repeat of a key answers as the first time.
                    let board = boards.get_mut(shift.as_str()).expect("a shift");
                    answers.entry(sent.key.clone()).or_insert_with(|| board.decide(&me(), ask, Instant(0), Instant(1)));
                }
                if matches!(how, Line::Good) {
                    entries.remove(at);
                } else {
                    entries[at].standing = policy::after_failure(&entries[at], ApiError::Unreachable, *now, 0.5);
                }
            }
        };

        for (number, (wants, which)) in wishes.into_iter().enumerate() {
            let shift = shifts[which];
            let act = if wants { join(shift) } else { leave(shift) };
            // Leaving is offered only to those who are in.
            if wants == wanted[shift] { continue }
            wanted.insert(shift, wants);
            match policy::enqueue(&entries, &me(), &act) {
                Enqueue::Add => entries.push(entry(now.0 * 100 + number as i64, "me", act)),
                Enqueue::TakesBack(key) => entries.retain(|entry| entry.key != key),
                Enqueue::Already | Enqueue::Replaces(_) => prop_assert!(false, "not wanted before"),
            }
            let shown = mine(&[], &entries, Some(&me()), &id("a1"), &id(shift));
            prop_assert!(entries.is_empty() || shown.is_queued() || shown == Mine::No);
            pump(&mut entries, &mut now, Box::new(|| line.next().unwrap_or(Line::RequestLost)), 2);
        }
        pump(&mut entries, &mut now, Box::new(|| Line::Good), 1_000);
        prop_assert!(entries.is_empty(), "with a good line everything gets decided: {entries:?}");
        for (shift, wants) in wanted {
            let board = &boards[shift];
            prop_assert_eq!(board.confirmed().contains(&me()) || board.waiting().contains(&me()), wants, "{}", shift);
        }
    }
}

/// A list of signups that was on its way while something was decided.
#[test]
fn a_list_that_comes_late_undoes_nothing_that_was_decided_meanwhile() {
    let signup = |name: &str, rev: u64| Signup {
        id: id(name),
        rev,
        action: id(name),
        shift: id("s1"),
        standing: SignupState::Confirmed,
        made_at: Instant(0),
        decided_at: Instant(0),
        guardian: None,
        cover: None,
    };
    let before = [signup("gone", 1), signup("left", 1), signup("kept", 2)];
    let known = [signup("gone", 1), signup("left", 5), signup("kept", 2), signup("joined", 6)];
    let listed = vec![signup("left", 1), signup("kept", 3), signup("elsewhere", 4)];
    let all = brought_together(listed, &before, &known);
    let shown: Vec<_> = all.iter().map(|one| (one.id.as_str(), one.rev)).collect();
    assert_eq!(shown, [("left", 5), ("kept", 3), ("elsewhere", 4), ("joined", 6)]);
}
