//! The same person twice on the list: who is found, how sure that is, and that a merge loses nothing and is taken back without a trace.

mod support;

use meyirim::model::{
    Phone,
    batch::{BatchKind, BatchPart, Edit, carry_out, parts, take_back},
    duplicates::{Finder, Pair, Sign, Sureness, compare, merge, merge_all, merges_unseen, proposed, say_apart},
    member::{Field, MOST, Member, MemberId, Wrong},
    member_edit::Change,
    roster::Row,
};
use proptest::{collection::vec, prelude::*};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};
use support::{
    config, id,
    members::{member, somebody},
};

fn person(name: &str, called: &str, phone: Option<&str>) -> Member {
    Member { name: Some(called.to_owned()), phone: phone.map(|phone| Phone::parse(phone).unwrap()), ..Member::new(id(name)) }
}

fn found(members: &[Member]) -> Vec<Pair> {
    let mut finder = Finder::new(members.iter().map(|member| Arc::new(Row::new(member.clone()))).collect());
    // In steps as small as can be: how they are cut changes nothing.
    while finder.step(1) {}
    finder.pairs
}

fn told(members: &[Member]) -> Vec<(String, String, Sureness, Vec<Sign>)> {
    let told = |pair: Pair| (pair.one.to_string(), pair.other.to_string(), pair.sureness, pair.signs);
    found(members).into_iter().map(told).collect()
}

#[test]
fn who_is_found_and_why() {
    use Sign::*;
    use Sureness::*;
    let one = Some("+77010000001");
    let email = |member: Member, email: &str| Member { email: Some(email.to_owned()), ..member };
    type Found = Option<(Sureness, Vec<Sign>)>;
    let cases: [(Member, Member, Found); 14] = [
        // In another script, and with the words in another order.
        (person("a", "Айгүл Сәрсен", one), person("b", "Sarsen Aigul", one), Some((Certain, vec![Name, Phone]))),
        (
            email(person("a", "Айгүл Сәрсен", one), "a@b.kz"),
            email(person("b", "Айгүл Сәрсен", Some("+77019999999")), "a@b.kz"),
            Some((Certain, vec![Name, Email])),
        ),
        // One of them has somebody to answer for them: a mother's phone, and a child with her name.
        (
            Member { guardian: Some("анасы".to_owned()), ..person("a", "Айгүл Сәрсен", one) },
            person("b", "Айгүл Сәрсен", one),
            Some((Likely, vec![Name, Phone])),
        ),
        // One of the two has no phone.
        (person("a", "Айгүл Сәрсен", one), person("b", "Айгуль Сарсен", None), Some((Likely, vec![Name]))),
        (
            Member { district: Some("abay".to_owned()), ..person("a", "Айгүл Сәрсен", one) },
            Member { district: Some("turan".to_owned()), ..person("b", "Айгүл Сәрсен", None) },
            Some((Possible, vec![Name])),
        ),
        // A slip, or only a given name, with the same phone.
        (person("a", "Айгүл Сәрсен", one), person("b", "Айгүл Сәрсн", one), Some((Likely, vec![CloseName, Phone]))),
        (person("a", "Айгүл Сәрсен", one), person("b", "Айгүл", one), Some((Likely, vec![CloseName, Phone]))),
        // One digit typed otherwise.
        (person("a", "Айгүл Сәрсен", one), person("b", "Айгүл Сәрсен", Some("+77010000007")), Some((Likely, vec![Name, ClosePhone]))),
        // A namesake, or somebody with a new number.
        (person("a", "Айгүл Сәрсен", one), person("b", "Айгүл Сәрсен", Some("+77019998877")), Some((Possible, vec![Name]))),
        (person("a", "Айгүл Сәрсен", None), person("b", "Айгүл Сәрсн", None), Some((Possible, vec![CloseName]))),
        (person("a", "Айгүл Сәрсен", one), person("b", "Айгүл Сәрсн", Some("+77019998877")), None),
        // A family's phone.
        (person("a", "Айгүл Сәрсен", one), person("b", "Ерлан Сәрсен", one), None),
        (person("a", "Ан", None), person("b", "Ян", None), None),
        (person("a", "Айгүл Сәрсен", None), person("b", "Серік Абенов", None), None),
    ];
    for (a, b, wanted) in cases {
        let all = told(&[a.clone(), b.clone()]);
        let got = all.first().map(|(_, _, sureness, signs)| (*sureness, signs.clone()));
        assert_eq!((all.len(), &got), (usize::from(wanted.is_some()), &wanted), "{:?} {:?}", a.name, b.name);
        // Whoever comes first on the list.
        assert_eq!(told(&[b, a]).first().map(|(_, _, sureness, signs)| (*sureness, signs.clone())), wanted);
    }
}

#[test]
fn a_father_and_a_son_are_two() {
    let (father, son) = (person("a", "Ахмет Ахметов", Some("+77010000001")), person("b", "Ахмет Ахметов", Some("+77010000001")));
    let aged = |member: Member, key: &str| {
        let change = Change::Value { field: Field::AgeClass, from: None, to: Some(key.to_owned()) };
        let mut aged = member;
        Edit::new(aged.id.clone(), vec![change]).apply(&mut aged).unwrap();
        aged
    };
    assert_eq!(told(&[aged(father.clone(), "18_plus"), aged(son.clone(), "under_14")])[0].2, Sureness::Possible);
    assert_eq!(told(&[aged(father, "18_plus"), son])[0].2, Sureness::Certain);
}

#[test]
fn who_knows_more_stays_and_a_crowd_says_nothing() {
    let full = Member { email: Some("a@b.kz".to_owned()), ..person("z", "Айгүл Сәрсен", Some("+77010000001")) };
    let bare = person("a", "Айгүл Сәрсен", Some("+77010000001"));
    let all = told(&[bare.clone(), full]);
    assert_eq!((all[0].0.as_str(), all[0].1.as_str()), ("z", "a"));
    // Thirty people who were all given the school's phone and "Оқушы" for a name.
    let crowd: Vec<Member> = (0..30).map(|n| person(&format!("p{n}"), "Оқушы", Some("+77010000001"))).collect();
    assert_eq!(found(&crowd), []);
}

#[test]
fn what_is_proposed() {
    let since = |member: Member, since: &str| Member { since: Some(since.parse().unwrap()), ..member };
    let (a, b) = (person("a", "Айгүл Сәрсен", None), person("b", "Айгүл Сәрсен", Some("+77010000001")));
    assert_eq!(proposed(&a, &b), BTreeSet::from([Field::Phone]));
    assert_eq!(proposed(&b, &a), BTreeSet::new());
    // The earlier date, and of two that may be the same the more exact one.
    assert!(proposed(&since(a.clone(), "2024-09"), &since(a.clone(), "2023")).contains(&Field::Since));
    assert!(proposed(&since(a.clone(), "2024"), &since(a.clone(), "2024-09-01")).contains(&Field::Since));
    assert!(!proposed(&since(a.clone(), "2024-09-01"), &since(a.clone(), "2024")).contains(&Field::Since));
    assert!(!proposed(&since(a.clone(), "2023"), &since(a.clone(), "2024-09")).contains(&Field::Since));
    let consent = |until: &str| Member { consent: Some(until.parse().unwrap()), ..a.clone() };
    assert!(proposed(&consent("2026-08-31"), &consent("2027-08-31")).contains(&Field::Consent));
    assert!(!proposed(&consent("2027-08-31"), &consent("2026-08-31")).contains(&Field::Consent));
}

#[test]
fn a_set_that_would_be_too_large() {
    let tags = |name: &str, from: usize| Member { tags: (from..from + 30).map(|n| format!("t{n}")).collect(), ..somebody(name) };
    assert_eq!(merge(&tags("a", 0), &tags("b", 30), &BTreeSet::new()), Err(Field::Tags));
    assert!(merge(&tags("a", 0), &tags("b", MOST - 30), &BTreeSet::new()).is_ok());
}

#[test]
fn three_records_of_one_person_become_one() {
    let members = [
        person("a", "Айгүл Сәрсен", Some("+77010000001")),
        Member { email: Some("a@b.kz".to_owned()), ..person("b", "Aigul Sarsen", Some("+77010000001")) },
        Member { district: Some("abay".to_owned()), ..person("c", "Сәрсен Айгүл", Some("+77010000001")) },
        person("d", "Серік Абенов", Some("+77010000002")),
    ];
    let rows: HashMap<MemberId, Arc<Row>> = members.iter().map(|member| (member.id.clone(), Arc::new(Row::new(member.clone())))).collect();
    let pairs = found(&members);
    assert_eq!(pairs.len(), 3);
    let edits = merge_all(&pairs, &rows);
    let after = carried_out(&members, &edits).0;
    let left: Vec<&Member> = after.iter().filter(|member| !member.is_blank()).collect();
    assert_eq!(left.len(), 2);
    let one = left.iter().find(|member| member.id != id("d")).unwrap();
    assert_eq!((one.email.as_deref(), one.district.as_deref()), (Some("a@b.kz"), Some("abay")));
    // Each once in a part, as the backend wants it; and where each has gone.
    let part = BatchPart { id: "b1".parse().unwrap(), kind: BatchKind::Merge, why: None, made_at: meyirim::model::Instant(0), edits };
    assert_eq!(part.check(), Ok(()));
    assert_eq!(part.edits.iter().filter(|edit| edit.into.as_ref() == Some(&one.id)).count(), 2);
    let other = BatchPart { kind: BatchKind::Bulk, ..part };
    assert!(other.check().is_err_and(|(pointer, _)| pointer.ends_with("/into")));
}

/// The members after the edits, and what takes them back.
fn carried_out(members: &[Member], edits: &[Edit]) -> (Vec<Member>, Vec<Edit>) {
    let mut after: BTreeMap<MemberId, Member> = members.iter().map(|member| (member.id.clone(), member.clone())).collect();
    let mut undo = Vec::new();
    for edit in edits {
        let done = edit.apply(after.get_mut(&edit.member).unwrap()).unwrap();
        assert!(done.clashes.is_empty());
        undo.push(done.undo(edit.member.clone()));
    }
    (after.into_values().collect(), undo)
}

proptest! {
    #![proptest_config(config())]

    /// Whatever is chosen: one of the two stays and knows all that was not chosen against, and taken back both are as before.
    #[test]
    fn merged_and_taken_back(one in member(), other in member(), theirs in vec(prop::sample::select(Field::ALL.to_vec()), 0..6)) {
        let other = Member { id: id("m-2"), ..other };
        let theirs: BTreeSet<Field> = theirs.into_iter().collect();
        let before = [one.clone(), other.clone()];
        let edits = merge(&one, &other, &theirs).unwrap();
        let (after, undo) = carried_out(&before, &edits);
        prop_assert!(after[1].is_blank());
        for field in Field::ALL {
            let all: BTreeSet<String> = one.entries(field).union(&other.entries(field)).cloned().collect();
            prop_assert_eq!(after[0].entries(field), all);
            let (mine, other) = (one.value(field), other.value(field));
            let wanted = if theirs.contains(&field) { other.or(mine) } else { mine };
            prop_assert_eq!(after[0].value(field), wanted);
        }
        let mut back = after;
        for edit in undo.iter().rev() {
            let member = back.iter_mut().find(|member| member.id == edit.member).unwrap();
            prop_assert!(take_back(edit, member).unwrap().clashes.is_empty());
        }
        prop_assert_eq!(&back[..], &before[..]);
    }

    /// Nobody is paired with themselves, no two twice. All that can be merged unseen merges in one go: nothing is lost, nobody is left who could be merged so, and taken back all is as before.
    #[test]
    fn merged_all_at_once(all in vec(one_of_few(), 0..12)) {
        let all: Vec<Member> = all.into_iter().enumerate().map(|(at, one)| Member { id: id(&format!("m-{at:02}")), ..one }).collect();
        let pairs = found(&all);
        let mut seen = BTreeSet::new();
        for pair in &pairs {
            prop_assert!(pair.one != pair.other);
            let (a, b) = (pair.one.clone().min(pair.other.clone()), pair.one.clone().max(pair.other.clone()));
            prop_assert!(seen.insert((a, b)));
        }
        prop_assert!(pairs.is_sorted_by_key(|pair| pair.sureness));
        let edits = merge_all(&pairs, &rows(&all));
        let (after, undo) = carried_out(&all, &edits);
        let left: Vec<Member> = after.iter().filter(|one| !one.is_blank()).cloned().collect();
        for pair in found(&left) {
            let [one, other] = [&pair.one, &pair.other].map(|id| left.iter().find(|member| member.id == *id).unwrap());
            prop_assert!(!merges_unseen(one, other), "{:?} {:?}", one, other);
        }
        // Whatever anybody had, somebody of that name still has.
        for one in &all {
            let holds = |other: &&Member| Field::ALL.iter().filter(|field| !matches!(field, Field::Name | Field::Since)).all(|field| {
                one.entries(*field).is_subset(&other.entries(*field)) && one.value(*field).is_none_or(|value| other.value(*field) == Some(value))
            });
            prop_assert!(left.iter().any(|other| holds(&other)), "{one:?}");
        }
        let mut back: Vec<Member> = after;
        for edit in undo.iter().rev() {
            let member = back.iter_mut().find(|member| member.id == edit.member).unwrap();
            prop_assert!(take_back(edit, member).unwrap().clashes.is_empty());
        }
        prop_assert_eq!(back, all);
    }

    /// Whatever has become of the records meanwhile: a merge is made whole, or nothing of it.
    #[test]
    fn no_merge_by_halves(one in member(), other in member(), now in vec(member(), 2), changed in vec(any::<bool>(), 2)) {
        let then = [one, Member { id: id("m-2"), ..other }];
        let edits = merge(&then[0], &then[1], &proposed(&then[0], &then[1])).unwrap();
        let now: Vec<Member> = then.iter().zip(now).zip(changed).map(|((then, now), changed)| if changed { Member { id: then.id.clone(), ..now } } else { then.clone() }).collect();
        let mut members: HashMap<MemberId, Member> = now.iter().map(|member| (member.id.clone(), member.clone())).collect();
        let done = carry_out(&edits, &mut members, Edit::apply);
        let after: Vec<Member> = now.iter().map(|member| members[&member.id].clone()).collect();
        if done.iter().all(|one| one.unfit.is_none()) {
            prop_assert!(after[1].is_blank());
            for field in Field::ALL {
                prop_assert!(now[1].entries(field).is_subset(&after[0].entries(field)));
                prop_assert!(now[1].value(field).is_none() || after[0].value(field).is_some());
            }
        } else {
            prop_assert!(done.iter().all(|one| one.done.is_empty() && one.unfit.is_some_and(|unfit| unfit.why == Wrong::Changed)));
            prop_assert_eq!(after, now);
        }
    }
}

fn rows(all: &[Member]) -> HashMap<MemberId, Arc<Row>> {
    all.iter().map(|one| (one.id.clone(), Arc::new(Row::new(one.clone())))).collect()
}

/// Few names, phones and addresses, so that the same come together in every way.
fn one_of_few() -> impl Strategy<Value = Member> {
    let phone = prop::sample::select(vec![None, Some("+77010000001"), Some("+77010000002")]);
    let email = prop::sample::select(vec![None, Some("a@b.kz"), Some("c@d.kz")]);
    let name = prop::sample::select(vec!["Айгүл Сәрсен", "Sarsen Aigul", "Серік Абенов"]);
    let district = prop::sample::select(vec![None, Some("abay"), Some("turan")]);
    (name, phone, email, district, prop::collection::btree_set("[а-в]", 0..3)).prop_map(|(name, phone, email, district, tags)| Member {
        email: email.map(str::to_owned),
        district: district.map(str::to_owned),
        tags,
        ..person("m", name, phone)
    })
}

#[test]
fn whoever_hangs_together_goes_into_one() {
    // Pairs in an order in which two groups are begun before the third pair joins them.
    let members: Vec<Member> = ["a", "b", "c", "d"].map(|name| person(name, "Айгүл Сәрсен", Some("+77010000001"))).into();
    let pair = |one: &str, other: &str| Pair { one: id(one), other: id(other), sureness: Sureness::Certain, signs: Vec::new() };
    let edits = merge_all(&[pair("a", "b"), pair("c", "d"), pair("b", "c")], &rows(&members));
    assert_eq!(edits.iter().filter(|edit| edit.into == Some(id("a"))).count(), 3);
    assert_eq!(carried_out(&members, &edits).0.iter().filter(|member| !member.is_blank()).count(), 1);
}

#[test]
fn what_contradicts_is_not_merged_unseen() {
    let email = |member: Member| Member { email: Some("a@b.kz".to_owned()), ..member };
    let (a, b) = (email(person("a", "Айгүл Сәрсен", Some("+77010000001"))), email(person("b", "Айгүл Сәрсен", Some("+77019999999"))));
    assert_eq!(compare(&a, &b).unwrap().0, Sureness::Certain);
    assert!(!merges_unseen(&a, &b));
    assert_eq!(merge_all(&found(&[a.clone(), b.clone()]), &rows(&[a, b])), []);
}

/// Said once, it is so whichever record it is asked of, also for whom the other one has gone into; and it is no knowledge of anybody.
#[test]
fn two_people() {
    let members = ["a", "b", "c"].map(|name| person(name, "Айгүл Сәрсен", Some("+77010000001")));
    let (after, undo) = carried_out(&members, &say_apart(&members[0], &members[1]));
    assert!(after[0].apart.contains(&id("b")) && after[1].apart.contains(&id("a")));
    assert_eq!(compare(&after[0], &after[1]), None);
    assert_eq!(found(&after).len(), 2);
    // The third goes into the first, and is from then on another than the second.
    let merged = carried_out(&after, &merge(&after[2], &after[0], &BTreeSet::new()).unwrap()).0;
    assert_eq!(found(&merged.into_iter().filter(|member| !member.is_blank()).collect::<Vec<_>>()), []);
    assert_eq!(merge_all(&found(&after), &rows(&after)).iter().filter(|edit| edit.into.is_some()).count(), 1);
    let back = undo.iter().fold(after, |mut back, edit| {
        take_back(edit, back.iter_mut().find(|member| member.id == edit.member).unwrap()).unwrap();
        back
    });
    assert_eq!(back, members);
    let only = Member { name: None, phone: None, apart: BTreeSet::from([id("z")]), ..members[0].clone() };
    assert!(only.is_blank());
}

#[test]
fn what_belongs_together_comes_in_one_part() {
    let gone = |n: usize| Edit { into: Some(id(&format!("m-{}", n % 400))), ..Edit::new(id(&format!("g-{n}")), vec![named()]) };
    let edits: Vec<Edit> = (0..400).map(|n| Edit::new(id(&format!("m-{n}")), vec![named()])).chain((0..1000).map(gone)).collect();
    let parts = parts(edits.clone());
    assert_eq!(parts.iter().map(Vec::len).sum::<usize>(), edits.len());
    for part in &parts {
        assert!(part.len() <= meyirim::model::batch::MOST);
        assert!(part.iter().all(|edit| part.iter().any(|other| other.member == *edit.stays())));
    }
    assert!(parts.len() <= 4);
}

fn named() -> Change {
    Change::Value { field: Field::Name, from: None, to: Some("Айгүл".to_owned()) }
}
