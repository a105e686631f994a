//! Looking at the association's list: what a search looks at, and which part of the list is meant. In which order it stands is in [`super::roster_order`], who is found in [`super::roster_index`].

use super::{
    Day, Instant, PartialDate,
    directory::alphabetical,
    fold::{Key, Query, fold_onto},
    member::{Field, Member, MemberId},
    participation::{ConsentClass, Facts, HoursClass, Participation, SeenClass},
};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, HashMap},
    sync::OnceLock,
};

/// A member with what is searched and sorted by, made when first needed.
#[derive(Debug)]
pub struct Row {
    pub member: Member,
    /// So many edits in it wait to be sent.
    pub waiting: usize,
    key: OnceLock<Key>,
    pub(super) name_key: OnceLock<Box<[u8]>>,
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
        Self { member, waiting, key: OnceLock::new(), name_key: OnceLock::new() }
    }

    /// Changes whenever what is shown of the member does.
    pub fn version(&self) -> (&MemberId, u64, usize) {
        (&self.member.id, self.member.rev, self.waiting)
    }

    /// Name, phone in the spellings that people type, e-mail, guardian, groups, tags, skills and notes, folded.
    pub fn key(&self) -> &Key {
        self.key.get_or_init(|| {
            let member = &self.member;
            let mut key = String::new();
            for text in [&member.name, &member.email, &member.guardian].into_iter().flatten() {
                fold_onto(text, &mut key);
            }
            if let Some(phone) = &member.phone {
                // +7 701 123 45 67, 8 701 ..., and both without spaces, with and without the first digit. Digits and spaces are folded already.
                let digits = phone.as_str().trim_start_matches('+');
                let (spaced, rest) = (phone.spaced(), digits.get(1..).unwrap_or_default());
                // By its last four or seven as well, which people remember.
                let last = |many: usize| digits.len().checked_sub(many).and_then(|from| digits.get(from..)).unwrap_or_default();
                for part in [" ", spaced.trim_start_matches('+'), " ", digits, " ", rest, " 8", rest, " ", last(7), " ", last(4), " "] {
                    key.push_str(part);
                }
            }
            for text in [&member.groups, &member.tags, &member.skills, &member.notes].into_iter().flatten() {
                fold_onto(text, &mut key);
            }
            Key::new(key)
        })
    }
}

/// What is looked for on the list. Where nothing but a number is typed its digits are one word, however they are parted: those of a phone in another order are another phone.
pub fn sought(text: &str) -> Option<Query> {
    let is_number = text.contains(|c: char| c.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_digit() || " +-()\u{a0}".contains(c));
    if !is_number {
        return Query::new(text);
    }
    Query::new(&text.chars().filter(char::is_ascii_digit).collect::<String>())
}

/// By what the list is shown, sorted and cut: a field of its members, or what the hub knows of them besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// Confirmed.
    Hours,
    /// When they last came.
    Seen,
    /// As a field is called, so that what was kept before there was anything else is still read.
    #[serde(untagged)]
    Field(Field),
}

impl Column {
    /// In the order in which they stand in the table.
    pub fn all() -> impl Iterator<Item = Self> {
        Field::ALL.into_iter().map(Self::Field).chain([Self::Hours, Self::Seen])
    }
}

/// What has to be known besides the members to look at them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Besides {
    pub facts: Facts,
    pub now: Instant,
    /// Of the hub's zone.
    pub today: Day,
}

impl Besides {
    pub fn of(&self, row: &Row) -> Option<&Participation> {
        self.facts.get(&row.member.id)
    }

    pub(super) fn last_seen(&self, row: &Row) -> Option<Instant> {
        self.of(row).and_then(|fact| fact.last_seen)
    }

    /// Until when a member's consent holds, as the end of a step.
    pub fn consent(&self, until: Option<PartialDate>) -> ConsentClass {
        ConsentClass::of(until, self.today)
    }

    /// What the list is cut into by a column: the entries of a set, a value, or the step that a number or a date lies in. Empty where nothing is known.
    fn steps(&self, row: &Row, column: Column) -> Vec<String> {
        match column {
            // Of whom there is no account nothing is known, which is not the same as never.
            Column::Hours => self.of(row).map(|fact| HoursClass::of(fact.minutes).key().to_owned()).into_iter().collect(),
            Column::Seen => self.of(row).map(|fact| SeenClass::of(fact.last_seen, self.now).key().to_owned()).into_iter().collect(),
            Column::Field(Field::Consent) => vec![self.consent(row.member.consent).key().to_owned()],
            Column::Field(field) if field.is_set() => row.member.entries(field).into_iter().collect(),
            Column::Field(field) => Vec::from_iter(row.member.value(field)),
        }
    }
}

/// A part of the list: whatever is set must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Segment {
    pub query: Option<Query>,
    /// By column, the canonical text that it must have, of a set one of its entries, else the step it lies in. An empty text: nothing is known.
    pub wanted: BTreeMap<Column, String>,
}

impl Segment {
    pub fn is_everybody(&self) -> bool {
        *self == Self::default()
    }
}

/// What everybody has in a column: each different thing once, and its number for each. Of most columns there is little; comparing numbers costs nothing.
#[derive(Debug, Default)]
pub(super) struct Codes {
    /// Each as [`Besides::steps`].
    pub(super) things: Vec<Vec<String>>,
    /// Of each row, in the order in which they came.
    pub(super) codes: Vec<u32>,
    /// How many rows have each thing.
    many: Vec<usize>,
}

impl Codes {
    pub(super) fn of<'a>(rows: impl IntoIterator<Item = &'a Row>, column: Column, besides: &Besides) -> Self {
        let mut numbers = HashMap::<Vec<String>, u32>::new();
        let codes = rows.into_iter().map(|row| {
            let next = numbers.len() as u32;
            *numbers.entry(besides.steps(row, column)).or_insert(next)
        });
        let codes: Vec<u32> = codes.collect();
        let mut things = vec![Vec::new(); numbers.len()];
        for (thing, number) in numbers {
            things[number as usize] = thing;
        }
        let mut many = vec![0; things.len()];
        for code in &codes {
            many[*code as usize] += 1;
        }
        Self { things, codes, many }
    }

    /// Which of the things have a text. An empty one: nothing is known.
    pub(super) fn having(&self, text: &str) -> Vec<bool> {
        self.things.iter().map(|thing| if text.is_empty() { thing.is_empty() } else { thing.iter().any(|one| one == text) }).collect()
    }

    /// How often each text occurs among those of whom `many` says how often each thing does: an empty text for those of whom nothing is known. What is most frequent in the whole list first, so that
    /// nothing changes places while somebody searches; steps in their order.
    pub(super) fn counted(&self, many: &[usize], column: Column) -> Vec<(String, usize)> {
        let mut counts = BTreeMap::<&str, (usize, usize)>::new();
        for (thing, (many, all)) in self.things.iter().zip(many.iter().zip(&self.many)) {
            let texts = thing.iter().map(String::as_str).chain(thing.is_empty().then_some(""));
            for text in texts {
                let (some, whole) = counts.entry(text).or_default();
                *some += many;
                *whole += all;
            }
        }
        let mut counts: Vec<_> = counts.into_iter().filter(|(_, (some, _))| *some > 0).collect();
        match steps(column) {
            Some(steps) => counts.sort_by_key(|(text, _)| steps.iter().position(|step| step == text).unwrap_or(usize::MAX)),
            None => counts.sort_by(|(a, (_, many)), (b, (_, more))| {
                (a.is_empty(), more).cmp(&(b.is_empty(), many)).then_with(|| alphabetical(a).cmp(&alphabetical(b)))
            }),
        }
        counts.into_iter().map(|(text, (some, _))| (text.to_owned(), some)).collect()
    }
}

/// What the list is cut into by a column, each with how many members; an empty text for those of whom nothing is known. The most frequent first; steps in their order.
pub fn counts<'a>(rows: impl IntoIterator<Item = &'a Row>, column: Column, besides: &Besides) -> Vec<(String, usize)> {
    let codes = Codes::of(rows, column, besides);
    codes.counted(&codes.many, column)
}

/// The steps of a column that has some, in their order.
pub fn steps(column: Column) -> Option<Vec<&'static str>> {
    match column {
        Column::Hours => Some(HoursClass::ALL.map(HoursClass::key).into()),
        Column::Seen => Some(SeenClass::ALL.map(SeenClass::key).into()),
        Column::Field(Field::Consent) => Some(ConsentClass::ALL.map(ConsentClass::key).into()),
        Column::Field(_) => None,
    }
}

/// What members have in a field, the most frequent first.
pub fn usual<'a>(rows: impl IntoIterator<Item = &'a Row>, field: Field) -> impl Iterator<Item = String> {
    counts(rows, Column::Field(field), &Besides::default()).into_iter().map(|(text, _)| text).filter(|text| !text.is_empty())
}
