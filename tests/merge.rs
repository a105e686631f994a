//! Two who change the same thing from the same beginning: nothing of either is lost silently.

mod support;

use meyirim::model::{
    action_draft::{ActionDraft, ShiftDraft, Typed},
    merge::{merge, take_theirs, typed_since},
};
use proptest::prelude::*;
use serde_json::json;

fn draft() -> ActionDraft {
    let mut draft = ActionDraft::blank();
    draft.title.kk = "Ақ".to_owned();
    draft.requirements = vec![Typed { ru: "Перчатки".to_owned(), ..Typed::default() }];
    draft
}

fn changed(change: impl FnOnce(&mut ActionDraft)) -> ActionDraft {
    let mut draft = draft();
    change(&mut draft);
    draft
}

#[test]
fn each_keeps_what_only_one_has_changed() {
    let mine = changed(|draft| (draft.title.ru, draft.waitlist) = ("Белый".to_owned(), false));
    let theirs = changed(|draft| (draft.title.en, draft.requirements[0].en) = ("White".to_owned(), "Gloves".to_owned()));
    let merged = merge(&draft(), &mine, &theirs).expect("a form");
    assert!(merged.clashes.is_empty() && merged.took);
    let both = changed(|draft| {
        (draft.title.ru, draft.waitlist) = ("Белый".to_owned(), false);
        (draft.title.en, draft.requirements[0].en) = ("White".to_owned(), "Gloves".to_owned());
    });
    assert_eq!(merged.value, both);
}

#[test]
fn where_both_changed_the_same_both_are_shown() {
    let mine = changed(|draft| draft.title.kk = "Менікі".to_owned());
    let theirs = changed(|draft| draft.title.kk = "Оныкі".to_owned());
    let merged = merge(&draft(), &mine, &theirs).expect("a form");
    assert_eq!((merged.value.title.kk.as_str(), merged.took), ("Менікі", false));
    let [clash] = &merged.clashes[..] else { panic!("one clash") };
    assert_eq!(
        (clash.path.join("."), clash.mine.clone(), clash.theirs.clone()),
        ("title.kk".to_owned(), Some(json!("Менікі")), Some(json!("Оныкі")))
    );
    assert_eq!(take_theirs(&merged.value, clash).expect("fits"), theirs);
}

#[test]
fn shifts_are_the_same_by_their_id() {
    let mine = changed(|draft| drop(draft.shifts.insert("2".to_owned(), ShiftDraft { most: "5".to_owned(), ..ShiftDraft::default() })));
    let theirs = changed(|draft| draft.shifts.values_mut().for_each(|shift| shift.from = "09:00".to_owned()));
    let merged = merge(&draft(), &mine, &theirs).expect("a form");
    assert!(merged.clashes.is_empty());
    assert_eq!((merged.value.shifts["1"].from.as_str(), merged.value.shifts["2"].most.as_str()), ("09:00", "5"));
    // One takes it out, the other changes it: that is for somebody to decide.
    let mine = changed(|draft| draft.shifts.clear());
    let merged = merge(&draft(), &mine, &theirs).expect("a form");
    assert_eq!(
        merged.clashes.iter().map(|clash| (clash.path.join("."), clash.mine.is_some())).collect::<Vec<_>>(),
        [("shifts.1".to_owned(), false)]
    );
    assert_eq!(take_theirs(&merged.value, &merged.clashes[0]).expect("fits"), theirs);
}

#[test]
fn lines_of_another_number_are_one_thing() {
    let mine = changed(|draft| draft.requirements.clear());
    let theirs = changed(|draft| draft.requirements[0].en = "Gloves".to_owned());
    let merged = merge(&draft(), &mine, &theirs).expect("a form");
    assert_eq!(merged.clashes.iter().map(|clash| clash.path.join(".")).collect::<Vec<_>>(), ["requirements"]);
    assert_eq!(take_theirs(&merged.value, &merged.clashes[0]).expect("fits"), theirs);
}

fn any_draft() -> impl Strategy<Value = ActionDraft> {
    let word = prop::sample::select(vec!["", "а", "ә"]).prop_map(str::to_owned);
    let shift = (word.clone(), word.clone()).prop_map(|(day, most)| ShiftDraft { day, most, ..ShiftDraft::default() });
    let shifts = prop::collection::btree_map(prop::sample::select(vec!["1", "2", "3"]).prop_map(str::to_owned), shift, 0..3);
    let lines = prop::collection::vec(word.clone().prop_map(|kk| Typed { kk, ..Typed::default() }), 0..3);
    (word.clone(), word, any::<bool>(), shifts, lines).prop_map(|(kk, ru, waitlist, shifts, requirements)| {
        let title = Typed { kk, ru, en: String::new() };
        ActionDraft { title, waitlist, shifts, requirements, ..ActionDraft::default() }
    })
}

proptest! {
    #![proptest_config(support::config())]

    #[test]
    fn alone_nothing_is_merged(base in any_draft(), other in any_draft()) {
        for (mine, theirs) in [(&base, &other), (&other, &base), (&other, &other)] {
            let merged = merge(&base, mine, theirs).expect("a form");
            prop_assert!(merged.clashes.is_empty());
            prop_assert_eq!(&merged.value, &other);
        }
    }

    /// Whoever merges, the other's side is all that differs, and taking it everywhere gives what the other would have got.
    #[test]
    fn both_sides_see_the_same(base in any_draft(), mine in any_draft(), theirs in any_draft()) {
        let here = merge(&base, &mine, &theirs).expect("a form");
        let there = merge(&base, &theirs, &mine).expect("a form");
        let paths = |clashes: &[meyirim::model::merge::Clash]| clashes.iter().map(|clash| clash.path.clone()).collect::<Vec<_>>();
        prop_assert_eq!(paths(&here.clashes), paths(&there.clashes));
        let mut value = here.value;
        for clash in &here.clashes {
            value = take_theirs(&value, clash).expect("fits");
        }
        prop_assert_eq!(value, there.value);
    }
}

#[test]
fn what_is_not_decided_is_asked_again_and_what_is_decided_is_not() {
    let mine = changed(|draft| (draft.title.kk, draft.place.kk) = ("Менікі".to_owned(), "Бақ".to_owned()));
    let theirs =
        changed(|draft| (draft.title.kk, draft.place.kk, draft.about.ru) = ("Оныкі".to_owned(), "Көпір".to_owned(), "О".to_owned()));
    let first = merge(&draft(), &mine, &theirs).expect("a form");
    assert_eq!(first.clashes.len(), 2);
    // The tab is closed, or they go on: the same beginning, with what is in the form now.
    let again = merge(&draft(), &first.value, &theirs).expect("a form");
    assert_eq!((&again.value, &again.clashes, again.took), (&first.value, &first.clashes, false));
    // Mine was chosen once: what it is based on has theirs in that field now.
    let base = take_theirs(&draft(), &first.clashes[0]).expect("fits");
    let rest = merge(&base, &first.value, &theirs).expect("a form");
    assert_eq!((rest.value, &rest.clashes[..]), (first.value, &first.clashes[1..]));
}

#[test]
fn what_is_typed_while_it_is_being_saved_stays() {
    let sent = changed(|draft| draft.title.ru = "Белый ".to_owned());
    let answer = changed(|draft| draft.title.ru = "Белый".to_owned());
    assert_eq!(typed_since(&sent, &sent, &answer), answer, "nothing was");
    let mut now = sent.clone();
    now.title.en = "White".to_owned();
    assert_eq!(
        typed_since(&sent, &now, &answer),
        changed(|draft| (draft.title.ru, draft.title.en) = ("Белый".to_owned(), "White".to_owned()))
    );
    now.title.ru = "Белый снег".to_owned();
    assert_eq!(typed_since(&sent, &now, &answer).title.ru, "Белый снег");
}
