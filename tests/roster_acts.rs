//! Changing the list from a device: a form says exactly what was changed in it, what is wanted of many is done to those who need it, and what waits is shown as it will be, sent in order and taken back
//! without a trace where nobody has heard of it.

mod support;

use meyirim::{
    api::{ApiError, Problem},
    model::{
        Instant,
        batch::{BatchDone, BatchKind, BatchPart, Clash, Edit, EditDone, UndoBatch},
        member::{Field, LONGEST, MOST, Wrong},
        member_draft::{Draft, Wish},
        member_edit::Change,
    },
    outbox::{
        batches::{self, Standing, WaitingBatch, What},
        policy::Next,
    },
};
use proptest::{collection::vec, prelude::*};
use std::collections::BTreeSet;
use support::{
    config, id,
    members::{member, somebody},
};

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_form_says_what_was_changed_and_nothing_else(before in member(), after in member()) {
        prop_assert_eq!(Draft::of(&before).changes(&before), Ok(Vec::new()));
        let changes = Draft::of(&after).changes(&before).unwrap();
        let differs = |field: Field| before.value(field) != after.value(field) || before.entries(field) != after.entries(field);
        prop_assert!(changes.iter().all(|change| differs(change.field())));
        let mut changed = before.clone();
        let edit = Edit::new(before.id.clone(), changes);
        if !edit.changes.is_empty() {
            prop_assert!(edit.apply(&mut changed).unwrap().clashes.is_empty());
        }
        prop_assert_eq!(changed, after);
    }

    /// Everybody is as wanted afterwards, whoever was so already is not touched, and taken back all are as before.
    #[test]
    fn what_is_wanted_of_many_is_done_to_those_who_need_it(people in vec(member(), 1..8), field in prop::sample::select(Field::ALL.to_vec()), seed in any::<prop::sample::Index>()) {
        prop_assume!(field != Field::Name);
        let there: Vec<String> = people.iter().flat_map(|one| one.entries(field).into_iter().chain(one.value(field))).collect();
        let wanted = if there.is_empty() { return Ok(()) } else { there[seed.index(there.len())].clone() };
        let wishes = match field.is_set() {
            true => vec![Wish::Add { field, entry: wanted.clone() }, Wish::Remove { field, entry: wanted.clone() }],
            false => vec![Wish::Set { field, to: Some(wanted.clone()) }, Wish::Set { field, to: None }],
        };
        for wish in wishes {
            for before in &people {
                let mut after = before.clone();
                let Some(edit) = wish.edit(before) else { continue };
                let edited = edit.apply(&mut after).unwrap();
                prop_assert!(!edited.done.is_empty() && wish.edit(&after).is_none());
                edited.undo(before.id.clone()).apply(&mut after).unwrap();
                prop_assert_eq!(&after, before);
            }
        }
    }
}

#[test]
fn what_is_wrong_in_a_form_is_told_of_each_field_and_nothing_is_sent() {
    let before = somebody("m-1");
    let mut draft = Draft::of(&before);
    draft.values.insert(Field::Name, " \u{200b} ".to_owned());
    draft.values.insert(Field::Since, "22.13.2026".to_owned());
    draft.values.insert(Field::District, "ә".repeat(LONGEST + 1));
    draft.entries.insert(Field::Tags, (0..=MOST).map(|at| format!("t{at}")).collect());
    let faults = draft.changes(&before).unwrap_err();
    let told: Vec<_> = faults.into_iter().collect();
    assert_eq!(
        told,
        [(Field::Name, Wrong::Nameless), (Field::District, Wrong::TooLong), (Field::Since, Wrong::NoDate), (Field::Tags, Wrong::TooMany)]
    );
}

fn tag(member: &str, tag: &str) -> Edit {
    let add = BTreeSet::from([tag.to_owned()]);
    Edit::new(id(member), vec![Change::Entries { field: Field::Tags, add, remove: BTreeSet::new() }])
}

fn part(key: &str, batch: &str, edits: Vec<Edit>) -> WaitingBatch {
    let part = BatchPart { id: id(batch), kind: BatchKind::Bulk, why: None, made_at: Instant(0), edits };
    WaitingBatch::new(key.to_owned(), id("me"), What::Part(part), Instant(0))
}

fn undo(key: &str, batch: &str) -> WaitingBatch {
    let undo = UndoBatch { id: id("u"), why: None, made_at: Instant(0) };
    WaitingBatch::new(key.to_owned(), id("me"), What::Undo { batch: id(batch), undo }, Instant(0))
}

#[test]
fn what_waits_goes_out_in_order_and_what_was_refused_holds_nothing_up() {
    let mut waiting = vec![part("1", "b", vec![tag("m", "x")]), part("2", "b", vec![tag("n", "x")]), undo("3", "b")];
    let next = |waiting: &[WaitingBatch]| batches::next(waiting, Some(&id("me")), Instant(10));
    assert_eq!(next(&waiting), Next::Send(0));
    // The first could not be sent yet: the others wait for it, or what is taken back would come before what was done.
    waiting[0].standing = Standing::Waiting { not_before: Instant(50) };
    assert_eq!(next(&waiting), Next::WaitUntil(Instant(50)));
    waiting[0].standing = Standing::SignInNeeded;
    assert_eq!(next(&waiting), Next::Idle);
    let problem = Problem { status: 422, ..Problem::default() };
    let why = ApiError::Problem { problem: Box::new(problem), retry_after: None };
    waiting[0].standing = batches::after_failure(&waiting[0], why, Instant(10), 0.5);
    assert!(matches!(waiting[0].standing, Standing::Refused { .. }));
    assert_eq!(next(&waiting), Next::Send(1));
    assert!(matches!(batches::after_failure(&waiting[1], ApiError::Unreachable, Instant(10), 0.5), Standing::Waiting { .. }));
    // Somebody else's is not sent.
    assert_eq!(batches::next(&waiting, Some(&id("other")), Instant(10)), Next::Idle);
}

#[test]
fn of_what_nobody_has_heard_nothing_needs_to_be_undone() {
    let mut waiting = vec![part("1", "b", vec![tag("m", "x")]), part("2", "b", vec![tag("n", "x")]), part("3", "c", vec![tag("m", "y")])];
    assert_eq!(batches::unsent(&waiting, &id("b"), 2), Some(vec!["1".to_owned(), "2".to_owned()]));
    // One of its three parts has gone out already, or may have.
    assert_eq!(batches::unsent(&waiting, &id("b"), 3), None);
    waiting[1].tries = 1;
    assert_eq!(batches::unsent(&waiting, &id("b"), 2), None);
}

#[test]
fn members_are_shown_as_they_will_be() {
    let known = somebody("m");
    let mut waiting = vec![part("1", "b", vec![tag("m", "x"), tag("n", "x")]), part("2", "c", vec![tag("m", "y")])];
    let shown = |waiting: &[WaitingBatch]| {
        let edits = batches::by_member(waiting);
        batches::foresee(&known, edits.get(&known.id).map(Vec::as_slice).unwrap_or_default()).tags
    };
    assert_eq!(shown(&waiting), BTreeSet::from(["x".to_owned(), "y".to_owned()]));
    // What was decided is in the list, or will never be.
    let clash = Clash { field: Field::District, wanted: Some("abai".to_owned()), now: None };
    let left = EditDone { member: id("m"), rev: 2, done: Vec::new(), clashes: vec![clash], unfit: None };
    let done = EditDone { clashes: Vec::new(), ..left.clone() };
    assert_eq!(batches::after_answer(BatchDone { results: vec![done.clone()] }), None);
    let standing = batches::after_answer(BatchDone { results: vec![done, left.clone()] });
    assert_eq!(standing, Some(Standing::Partly { left: vec![left] }));
    waiting[0].standing = standing.unwrap();
    assert_eq!(shown(&waiting), BTreeSet::from(["y".to_owned()]));
}

/// It lies sealed on devices: a later version has to read it.
#[test]
fn what_waits_is_kept_in_this_form() {
    let kept = serde_json::to_string(&part("1", "b", vec![tag("m", "x")])).unwrap();
    assert_eq!(
        kept,
        r#"{"key":"1","owner":"me","what":{"part":{"id":"b","kind":"bulk","why":null,"made_at":"1970-01-01T00:00:00Z","edits":[{"member":"m","changes":[{"entries":{"field":"tags","add":["x"],"remove":[]}}]}]}},"tries":0,"standing":{"waiting":{"not_before":"1970-01-01T00:00:00Z"}}}"#
    );
}
