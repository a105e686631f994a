//! Members of whom this and that is known.

use meyirim::model::{
    member::{Field, Member},
    member_edit::{Change, Outcome},
};
use proptest::{collection::btree_set, option, prelude::*};
use std::collections::BTreeSet;

pub fn somebody(id: &str) -> Member {
    Member { name: Some("Айгүл".to_owned()), ..Member::new(super::id(id)) }
}

/// A text that the field takes, as it is kept.
pub fn text(field: Field) -> BoxedStrategy<String> {
    match field {
        Field::Phone => "\\+7701[0-9]{7}".boxed(),
        Field::Email => "[a-z]{1,9}@[a-z]{1,9}\\.kz".boxed(),
        Field::Standing => prop::sample::select(vec!["candidate", "active", "paused", "left"]).prop_map(str::to_owned).boxed(),
        Field::AgeClass => prop::sample::select(vec!["under_14", "14_17", "18_plus"]).prop_map(str::to_owned).boxed(),
        Field::Since | Field::Consent => "202[0-6]-0[1-9](-1[0-9])?".boxed(),
        Field::Notes => "[А-Яа-яәғқңөұүһі]{1,12}[,;|.]? [а-я]{1,12}".boxed(),
        Field::Directions => prop::sample::select(vec!["bilim", "saulyq", "taza_alem", "umit"]).prop_map(str::to_owned).boxed(),
        Field::Organisations => prop::sample::select(vec!["demo-eco", "demo-med", "hareket"]).prop_map(str::to_owned).boxed(),
        _ => "[А-Яа-яәғқңөұүһі]{1,12}".boxed(),
    }
}

/// `m-1`, who always has a name.
pub fn member() -> impl Strategy<Value = Member> {
    let fields: Vec<_> = Field::ALL.into_iter().map(|field| (option::of(text(field)), btree_set(text(field), 0..4)).boxed()).collect();
    fields.prop_map(|texts| {
        let mut member = somebody("m-1");
        for (field, (value, entries)) in Field::ALL.into_iter().zip(texts) {
            let change = match field.is_set() {
                true => Change::Entries { field, add: entries, remove: BTreeSet::new() },
                false if value.is_none() => continue,
                false => Change::Value { field, from: member.value(field), to: value },
            };
            assert!(!matches!(change.apply(&mut member), Outcome::Wrong(_) | Outcome::Clash { .. }));
        }
        member
    })
}
