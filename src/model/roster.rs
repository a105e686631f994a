//! Looking at the association's list: what a search finds, which part of the list is meant, and in which order it stands. What costs time at 100,000 members is made once a member.

use super::{
    directory::alphabetical,
    fold::{Key, Query, fold_onto},
    member::{Field, Member, MemberId, Standing},
};
use crate::model::AgeClass;
use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

/// A member with the search key, folded when first needed.
#[derive(Debug)]
pub struct Row {
    pub member: Member,
    /// So many edits in it wait to be sent.
    pub waiting: usize,
    key: OnceLock<Key>,
}

/// The same version of the same member.
impl PartialEq for Row {
    fn eq(&self, other: &Self) -> bool {
        self.version() == other.version()
    }
}

impl Row {
    pub fn new(member: Member) -> Self {
        Self::foreseen(member, 0)
    }

    /// As the member will be when so many edits have been sent.
    pub fn foreseen(member: Member, waiting: usize) -> Self {
        Self { member, waiting, key: OnceLock::new() }
    }

    /// Changes whenever what is shown of the member does.
    pub fn version(&self) -> (&MemberId, u64, usize) {
        (&self.member.id, self.member.rev, self.waiting)
    }

    /// Name, phone in the spellings that people type, e-mail, guardian, groups, tags and skills, folded.
    pub fn key(&self) -> &Key {
        self.key.get_or_init(|| {
            let member = &self.member;
            let mut key = String::new();
            for text in [&member.name, &member.email, &member.guardian].into_iter().flatten() {
                fold_onto(text, &mut key);
            }
            if let Some(phone) = &member.phone {
                // +7 701 123 45 67, 8 701 ..., and both without spaces, with and without the first digit.
                let digits = phone.as_str().trim_start_matches('+');
                let rest = digits.get(1..).unwrap_or_default();
                for text in [phone.spaced().as_str(), digits, rest, &format!("8{rest}"), "8"] {
                    fold_onto(text, &mut key);
                }
            }
            for text in [&member.groups, &member.tags, &member.skills].into_iter().flatten() {
                fold_onto(text, &mut key);
            }
            Key::new(key)
        })
    }
}

/// A part of the list: whatever is set must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Segment {
    pub query: Option<Query>,
    /// By field, the canonical text that the field must have, of a set one of its entries. An empty text: nothing is known.
    pub wanted: BTreeMap<Field, String>,
}

impl Segment {
    pub fn holds(&self, row: &Row) -> bool {
        self.wanted.iter().all(|(field, text)| has(&row.member, *field, text))
            && self.query.as_ref().is_none_or(|query| query.finds(row.key()))
    }

    pub fn is_everybody(&self) -> bool {
        *self == Self::default()
    }
}

fn has(member: &Member, field: Field, text: &str) -> bool {
    if field.is_set() {
        let entries = member.entries(field);
        return if text.is_empty() { entries.is_empty() } else { entries.contains(text) };
    }
    member.value(field).as_deref().unwrap_or_default() == text
}

/// What members have in a field, each with how many of them; an empty text for those who have nothing. The most frequent first.
pub fn counts<'a>(members: impl IntoIterator<Item = &'a Member>, field: Field) -> Vec<(String, usize)> {
    let mut counts = BTreeMap::<String, usize>::new();
    for member in members {
        let texts = if field.is_set() { member.entries(field).into_iter().collect() } else { Vec::from_iter(member.value(field)) };
        if texts.is_empty() {
            *counts.entry(String::new()).or_default() += 1;
        }
        for text in texts {
            *counts.entry(text).or_default() += 1;
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|(a, many), (b, more)| {
        (a.is_empty(), more).cmp(&(b.is_empty(), many)).then_with(|| alphabetical(a).cmp(&alphabetical(b)))
    });
    counts
}

/// By what the list is sorted: the first column counts, then the next.
pub type Order = Vec<(Field, Way)>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Up,
    Down,
}

/// What a press on the head of a column makes of the order: this column first, upwards; the other way if it was first; what was first before comes next.
pub fn pressed(order: &Order, field: Field) -> Order {
    let way = match order.first() {
        Some((first, Way::Up)) if *first == field => Way::Down,
        _ => Way::Up,
    };
    let rest = order.iter().filter(|(other, _)| *other != field).take(2).copied();
    [(field, way)].into_iter().chain(rest).collect()
}

/// Sorts as in a dictionary of Kazakh; those of whom nothing is known stand at the end whichever way it goes. Who is equal in all of it stands by name.
pub fn sort(rows: &mut [Arc<Row>], order: &Order) {
    let mut order = order.clone();
    if !order.iter().any(|(field, _)| *field == Field::Name) {
        order.push((Field::Name, Way::Up));
    }
    let mut keyed: Vec<(Vec<u8>, usize)> = rows.iter().enumerate().map(|(at, row)| (key(&row.member, &order), at)).collect();
    keyed.sort_unstable_by(|(a, at), (b, other)| a.cmp(b).then_with(|| rows[*at].member.id.cmp(&rows[*other].member.id)));
    let sorted: Vec<Arc<Row>> = keyed.iter().map(|(_, at)| rows[*at].clone()).collect();
    rows.clone_from_slice(&sorted);
}

/// All columns of the order in bytes that compare as the members do: keys that are compared part by part took over three times as long at 100,000 members. Of each column one byte that puts those of
/// whom nothing is known last, then each letter in three bytes and a nought, so that what is shorter comes first; upside down where the way is down.
fn key(member: &Member, order: &Order) -> Vec<u8> {
    let mut key = Vec::with_capacity(64);
    for (field, way) in order {
        let Some(place) = place(member, *field) else {
            key.push(u8::MAX);
            continue;
        };
        key.push(0);
        let turned = if *way == Way::Down { u8::MAX } else { 0 };
        for letter in place.into_iter().chain([0]) {
            key.extend(letter.to_be_bytes()[1..].iter().map(|byte| byte ^ turned));
        }
    }
    key
}

/// Where somebody stands by one column; `None`: nothing is known.
type Place = Option<Vec<u32>>;

fn place(member: &Member, field: Field) -> Place {
    match field {
        Field::Standing => {
            member.standing.map(|standing| vec![Standing::ALL.iter().position(|one| *one == standing).unwrap_or_default() as u32])
        }
        Field::AgeClass => {
            member.age_class.map(|class| vec![AgeClass::ALL.iter().position(|one| *one == class).unwrap_or_default() as u32])
        }
        Field::Name => member.name.as_deref().map(alphabetical),
        Field::Phone | Field::Since => member.value(field).map(|text| text.bytes().map(u32::from).collect()),
        _ if field.is_set() => {
            let entries: Vec<String> = member.entries(field).into_iter().collect();
            (!entries.is_empty()).then(|| alphabetical(&entries.join(" ")))
        }
        _ => member.value(field).map(|text| alphabetical(&text)),
    }
}
