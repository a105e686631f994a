//! Changing the list of members: what two leaders do apart comes together, and what was done can be taken back.

mod support;

use meyirim::model::{
    batch::{Edit, take_back},
    member::{Field, LONGEST, MOST, Member, Wrong},
    member_edit::{Change, Outcome},
};
use proptest::{collection::btree_set, collection::vec, option::of, prelude::*};
use std::collections::BTreeSet;
use support::members::{member, text};

fn blank() -> Member {
    Member::new("m-1".parse().unwrap())
}

fn value(field: Field, from: Option<&str>, to: Option<&str>) -> Change {
    Change::Value { field, from: from.map(str::to_owned), to: to.map(str::to_owned) }
}

fn edit(changes: Vec<Change>) -> Edit {
    Edit::new("m-1".parse().unwrap(), changes)
}

/// What somebody who sees `member` may want of the fields in `fields`.
fn wish(member: Member, fields: Vec<Field>) -> impl Strategy<Value = Edit> {
    let change = move |field: Field| {
        let member = member.clone();
        let there: Vec<_> = member.entries(field).into_iter().collect();
        (of(text(field)), btree_set(text(field), 0..4), vec(any::<bool>(), there.len()))
            .prop_map(move |(to, add, gone)| {
                let remove = there.iter().zip(gone).filter(|(_, gone)| *gone).map(|(entry, _)| entry.clone()).collect();
                match field.is_set() {
                    true => Change::Entries { field, add, remove },
                    false => {
                        Change::Value { field, from: member.value(field), to: to.or(member.name.clone().filter(|_| field == Field::Name)) }
                    }
                }
            })
            .boxed()
    };
    fields.into_iter().map(change).collect::<Vec<_>>().prop_map(edit)
}

fn two_wishes(apart: bool) -> impl Strategy<Value = (Member, Edit, Edit)> {
    (member(), vec(0..3_u8, Field::ALL.len())).prop_flat_map(move |(member, whose)| {
        let fields = |one: u8| {
            let his = |owner: u8| owner == one || (!apart && owner == 2);
            Field::ALL.into_iter().zip(&whose).filter(|(_, owner)| his(**owner)).map(|(field, _)| field).collect::<Vec<_>>()
        };
        (Just(member.clone()), wish(member.clone(), fields(0)), wish(member, fields(1)))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Two leaders who change different fields of the same member, in whatever order that arrives.
    #[test]
    fn edits_of_different_fields_come_together((member, one, other) in two_wishes(true)) {
        let (mut a, mut b) = (member.clone(), member);
        for edit in [&one, &other] { prop_assert!(edit.apply(&mut a).unwrap().clashes.is_empty()); }
        for edit in [&other, &one] { prop_assert!(edit.apply(&mut b).unwrap().clashes.is_empty()); }
        prop_assert_eq!(a, b);
    }

    /// What clashes is told, with what stands there now, and nothing else is lost by it.
    #[test]
    fn nobody_overwrites_unseen((member, one, other) in two_wishes(false)) {
        let mut merged = member.clone();
        one.apply(&mut merged).unwrap();
        let before = merged.clone();
        let edited = other.apply(&mut merged).unwrap();
        for change in &other.changes {
            let field = change.field();
            if let Change::Value { from, to, .. } = change {
                let clash = edited.clashes.iter().find(|clash| clash.field == field);
                prop_assert_eq!(clash.is_some(), before.value(field) != *from && before.value(field) != *to);
                prop_assert_eq!(merged.value(field), if clash.is_some() { before.value(field) } else { to.clone() });
            }
        }
    }

    #[test]
    fn the_same_edit_again_changes_nothing((member, one, _) in two_wishes(true)) {
        let mut once = member;
        one.apply(&mut once).unwrap();
        let mut twice = once.clone();
        let again = one.apply(&mut twice).unwrap();
        prop_assert!(again.done.is_empty() && again.clashes.is_empty());
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn what_was_done_can_be_taken_back((member, one, _) in two_wishes(true)) {
        let mut after = member.clone();
        let edited = one.apply(&mut after).unwrap();
        take_back(&edited.undo(member.id.clone()), &mut after).unwrap();
        prop_assert_eq!(after, member);
    }

    /// Also of one who was not on the list before.
    #[test]
    fn who_was_brought_by_a_batch_goes_with_it(member in member()) {
        let mut made = blank();
        let all = Field::ALL.map(|field| match field.is_set() {
            true => Change::Entries { field, add: member.entries(field), remove: BTreeSet::new() },
            false => Change::Value { field, from: None, to: member.value(field) },
        });
        let edited = edit(all.to_vec()).apply(&mut made).unwrap();
        prop_assert_eq!(&made, &member);
        take_back(&edited.undo(member.id.clone()), &mut made).unwrap();
        prop_assert!(made.is_blank());
    }

    /// Taking back keeps what others have changed since.
    #[test]
    fn later_edits_stay((member, one, other) in two_wishes(true)) {
        let mut expected = member.clone();
        other.apply(&mut expected).unwrap();
        let mut after = member.clone();
        let edited = one.apply(&mut after).unwrap();
        other.apply(&mut after).unwrap();
        take_back(&edited.undo(member.id.clone()), &mut after).unwrap();
        prop_assert_eq!(after, expected);
    }
}

#[test]
fn every_field_is_kept_in_one_spelling() {
    for (field, typed, kept) in [
        (Field::Name, "  Айгүл \u{200b} Сәрсен\t", "Айгүл Сәрсен"),
        (Field::Phone, "8 (701) 000-00-01", "+77010000001"),
        (Field::Email, "Aigul@Example.KZ", "aigul@example.kz"),
        (Field::Since, "2024-09", "2024-09"),
        (Field::Tags, " жаңа ", "жаңа"),
    ] {
        assert_eq!(field.canonical(typed), Ok(Some(kept.to_owned())), "{typed}");
        // What is kept is kept as it is.
        assert_eq!(field.canonical(kept), Ok(Some(kept.to_owned())));
    }
    assert_eq!(Field::Guardian.canonical(" \u{feff} "), Ok(None));
    assert_eq!(Field::Standing.canonical("Active"), Err(Wrong::Unknown));
    for (typed, kept) in [("22.11.2026", "2026-11-22"), ("1.9.2026", "2026-09-01"), ("09.2026", "2026-09"), ("2026", "2026")] {
        assert_eq!(Field::Since.canonical(typed), Ok(Some(kept.to_owned())), "{typed}");
    }
    for typed in ["31.11.2026", "22.13.2026", "22.11.26", "1.2.3.2026", "22.2026.11", ".2026", "сәуір 2026"] {
        assert_eq!(Field::Since.canonical(typed), Err(Wrong::NoDate), "{typed}");
    }
    assert_eq!(Field::Name.canonical(&"ә".repeat(LONGEST + 1)), Err(Wrong::TooLong));
    assert!(matches!(Field::Phone.canonical("7.01E+10"), Err(Wrong::Contact(_))));
    assert!(matches!(Field::Email.canonical("+77010000001"), Err(Wrong::Contact(_))));
}

#[test]
fn a_member_has_a_name() {
    let mut member = blank();
    let nameless = edit(vec![value(Field::District, None, Some("abai"))]);
    assert_eq!(nameless.apply(&mut member).unwrap_err().why, Wrong::Nameless);
    assert_eq!(member, blank());
    edit(vec![value(Field::Name, None, Some("Айгүл"))]).apply(&mut member).unwrap();
    nameless.apply(&mut member).unwrap();
    let unnamed = edit(vec![value(Field::Name, Some("Айгүл"), None)]);
    assert_eq!(unnamed.apply(&mut member).unwrap_err().why, Wrong::Nameless);
}

/// Of whom more is known than the batch brought.
#[test]
fn who_was_edited_since_stays_and_keeps_the_name() {
    let mut member = blank();
    let brought = edit(vec![value(Field::Name, None, Some("Айгүл")), value(Field::Phone, None, Some("+77010000001"))]);
    let edited = brought.apply(&mut member).unwrap();
    edit(vec![value(Field::District, None, Some("abai"))]).apply(&mut member).unwrap();
    let taken = take_back(&edited.undo(member.id.clone()), &mut member).unwrap();
    assert_eq!((member.name.as_deref(), &member.phone, member.district.as_deref()), (Some("Айгүл"), &None, Some("abai")));
    assert_eq!(taken.clashes.len(), 1);
}

#[test]
fn a_set_has_an_end() {
    let mut member = blank();
    let many = |count: usize| (0..count).map(|number| format!("t{number}")).collect::<BTreeSet<_>>();
    let tags = |count| Change::Entries { field: Field::Tags, add: many(count), remove: BTreeSet::new() };
    assert_eq!(tags(MOST + 1).apply(&mut member), Outcome::Wrong(Wrong::TooMany));
    assert!(matches!(tags(MOST).apply(&mut member), Outcome::Done(_)));
    // A change of another kind of field than it says.
    assert!(matches!(value(Field::Tags, None, Some("x")).apply(&mut member), Outcome::Wrong(_)));
}
