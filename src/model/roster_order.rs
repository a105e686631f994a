//! In which order the list stands: as in a dictionary of Kazakh, by up to three columns; those of whom nothing is known stand at the end whichever way it goes.
//!
//! Sorting a hundred thousand by letters takes longer than anybody likes to wait for a press on a column. So it is done once, by name, which everything else falls back on; any other order compares
//! numbers: where somebody's name stands, and where what they have in a column stands among all that anybody has there, of which there is mostly little (districts, groups) to compare by letters.
//! Rejected: a key of bytes a row for each order. It was the whole of the work again at each press (at 3,000 members 0.12 s on a slowed-down processor, against 0.07 s).

use super::{
    AgeClass,
    directory::alphabetical,
    member::{Field, MemberId, Standing},
    roster::{Besides, Column, Row},
};
use std::{collections::HashMap, sync::Arc};

/// By what the list is sorted: the first column counts, then the next.
pub type Order = Vec<(Column, Way)>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Up,
    Down,
}

const NAME: Column = Column::Field(Field::Name);

/// Columns of an order that count.
const COLUMNS: usize = 3;

/// What a press on the head of a column makes of the order: this column first, upwards; the other way if it was first; what was first before comes next.
pub fn pressed(order: &Order, column: Column) -> Order {
    let way = match order.first() {
        Some((first, Way::Up)) if *first == column => Way::Down,
        _ => Way::Up,
    };
    let rest = order.iter().filter(|(other, _)| *other != column).take(COLUMNS - 1).copied();
    [(column, way)].into_iter().chain(rest).collect()
}

/// A place among others. The last one: nothing is known.
type Rank = u32;
const UNKNOWN: Rank = Rank::MAX;

impl Row {
    /// The name as bytes that compare as in the dictionary: a byte a letter, so that eight letters are compared at once. Empty for those without one.
    fn name_key(&self) -> &[u8] {
        self.name_key.get_or_init(|| {
            let letters = self.member.name.as_deref().map(alphabetical).unwrap_or_default();
            let mut key = Vec::with_capacity(letters.len());
            for letter in letters {
                match letter {
                    // Digits and Latin.
                    0..0x7f => key.push(letter as u8),
                    // The alphabet; see `alphabetical`.
                    0x1_0000..0x1_0080 => key.push(0x80 | letter as u8),
                    // Any other script, between them.
                    _ => key.extend([0x7f, (letter >> 16) as u8, (letter >> 8) as u8, letter as u8]),
                }
            }
            key.into_boxed_slice()
        })
    }
}

/// The whole list by name, with the place of each name.
#[derive(Debug, Clone, Default)]
pub struct ByName {
    rows: Vec<Arc<Row>>,
    /// The same for the same name.
    ranks: Vec<Rank>,
}

pub fn by_name(rows: &[Arc<Row>]) -> ByName {
    // What compares first lies in the list that is sorted, instead of behind a pointer.
    type Sorted<'a> = (bool, u64, &'a [u8], &'a MemberId, usize);
    let mut sorted: Vec<Sorted> = rows
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let key = row.name_key();
            let mut first = [0; 8];
            let short = key.len().min(8);
            first[..short].copy_from_slice(&key[..short]);
            (key.is_empty(), u64::from_be_bytes(first), key, &row.member.id, at)
        })
        .collect();
    sorted.sort_unstable();
    let mut ranks = Vec::with_capacity(rows.len());
    let mut rank = 0;
    for (at, (nameless, _, key, ..)) in sorted.iter().enumerate() {
        if at > 0 && sorted[at - 1].2 != *key {
            rank += 1;
        }
        ranks.push(if *nameless { UNKNOWN } else { rank });
    }
    ByName { rows: sorted.iter().map(|(.., at)| rows[*at].clone()).collect(), ranks }
}

impl ByName {
    /// The list in any order. Who is equal in all columns stands by name.
    pub fn sorted(&self, order: &Order, besides: &Besides) -> Vec<Arc<Row>> {
        if order.is_empty() || order[..] == [(NAME, Way::Up)] {
            return self.rows.clone();
        }
        let mut keyed: Vec<([Rank; COLUMNS], u32)> = (0..self.rows.len()).map(|at| ([0; COLUMNS], at as u32)).collect();
        for (place, (column, way)) in order.iter().take(COLUMNS).enumerate() {
            let ranks = if *column == NAME { self.ranks.clone() } else { ranks(&self.rows, *column, besides) };
            for ((key, _), rank) in keyed.iter_mut().zip(ranks) {
                key[place] = if *way == Way::Down && rank != UNKNOWN { UNKNOWN - 1 - rank } else { rank };
            }
        }
        keyed.sort_unstable();
        keyed.iter().map(|(_, at)| self.rows[*at as usize].clone()).collect()
    }
}

/// Where each stands by a column.
fn ranks(rows: &[Arc<Row>], column: Column, besides: &Besides) -> Vec<Rank> {
    let one = |row: &Arc<Row>| match column {
        Column::Hours => besides.of(row).map(|fact| fact.minutes),
        // Minutes since 1970.
        Column::Seen => besides.last_seen(row).and_then(|seen| Rank::try_from(seen.0 / 60_000).ok()),
        Column::Field(Field::Standing) => {
            row.member.standing.and_then(|standing| Standing::ALL.iter().position(|one| *one == standing)).map(|at| at as Rank)
        }
        Column::Field(Field::AgeClass) => {
            row.member.age_class.and_then(|class| AgeClass::ALL.iter().position(|one| *one == class)).map(|at| at as Rank)
        }
        Column::Field(_) => None,
    };
    match column {
        Column::Field(field) if !matches!(field, Field::Standing | Field::AgeClass) => texts_ranks(rows, field),
        _ => rows.iter().map(|row| one(row).unwrap_or(UNKNOWN)).collect(),
    }
}

/// Each text that anybody has is compared by letters once.
fn texts_ranks(rows: &[Arc<Row>], field: Field) -> Vec<Rank> {
    let mut numbers = HashMap::<String, usize>::new();
    let numbered: Vec<Option<usize>> = rows
        .iter()
        .map(|row| {
            let text = if field.is_set() {
                let entries: Vec<String> = row.member.entries(field).into_iter().collect();
                (!entries.is_empty()).then(|| entries.join(" "))
            } else {
                row.member.value(field)
            };
            let next = numbers.len();
            text.map(|text| *numbers.entry(text).or_insert(next))
        })
        .collect();
    let by_bytes = matches!(field, Field::Phone | Field::Since | Field::Consent);
    let key = |text: &String| if by_bytes { text.bytes().map(u32::from).collect() } else { alphabetical(text) };
    let mut keyed: Vec<(Vec<u32>, usize)> = numbers.iter().map(|(text, number)| (key(text), *number)).collect();
    keyed.sort_unstable();
    let mut ranks = vec![0; keyed.len()];
    let mut rank = 0;
    for (at, (key, number)) in keyed.iter().enumerate() {
        if at > 0 && keyed[at - 1].0 != *key {
            rank += 1;
        }
        ranks[*number] = rank;
    }
    numbered.into_iter().map(|number| number.map_or(UNKNOWN, |number| ranks[number])).collect()
}
