//! In which order the list stands: as in a dictionary of Kazakh, by up to three columns; those of whom nothing is known stand at the end whichever way it goes.
//!
//! Sorting a hundred thousand by letters takes longer than anybody likes to wait for a press on a column. So an order compares numbers: where somebody's name stands, and where what they have in a column
//! stands among all that anybody has there. Those are made once ([`super::roster_index`]), by letters only where there is little to compare or nothing else will do; a phone number is one number.
//! Rejected: a key of bytes a row for each order, which was the whole of the work again at each press; and giving each different text a number first in columns where everybody has another (phone, e-mail).

use super::{
    AgeClass,
    directory::alphabetical_onto,
    member::{Field, MemberId, Standing},
    roster::{Besides, Codes, Column, Row},
};
use std::sync::Arc;

/// By what the list is sorted: the first column counts, then the next.
pub type Order = Vec<(Column, Way)>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Up,
    Down,
}

pub(super) const NAME: Column = Column::Field(Field::Name);

/// Columns of an order that count.
pub(super) const COLUMNS: usize = 3;

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
pub(super) type Rank = u32;
pub(super) const UNKNOWN: Rank = Rank::MAX;

impl Row {
    /// Empty for those without a name.
    fn name_key(&self) -> &[u8] {
        self.name_key.get_or_init(|| self.member.name.as_deref().map(letters).unwrap_or_default())
    }
}

/// A text as bytes that compare as in the dictionary: a byte a letter, so that sixteen letters are compared at once.
fn letters(text: &str) -> Box<[u8]> {
    let mut key = Vec::with_capacity(text.len());
    alphabetical_onto(text, |letter| match letter {
        // Digits and Latin.
        0..0x7f => key.push(letter as u8),
        // The alphabet; see `alphabetical`.
        0x1_0000..0x1_0080 => key.push(0x80 | letter as u8),
        // Any other script, between them.
        _ => key.extend([0x7f, (letter >> 16) as u8, (letter >> 8) as u8, letter as u8]),
    });
    key.into_boxed_slice()
}

/// The first bytes of a key as one number: what compares first lies in the list that is sorted, instead of behind a pointer.
fn first(key: &[u8]) -> u128 {
    let mut first = [0; 16];
    let short = key.len().min(16);
    first[..short].copy_from_slice(&key[..short]);
    u128::from_be_bytes(first)
}

/// Sorts, and gives each its rank: the same for the same key.
fn ranked<K: Ord, T: Ord>(keyed: &mut [(K, T)]) -> Vec<Rank> {
    keyed.sort_unstable();
    let mut rank = 0;
    let mut next = |at: usize| {
        rank += Rank::from(at > 0 && keyed[at - 1].0 != keyed[at].0);
        rank
    };
    (0..keyed.len()).map(&mut next).collect()
}

/// Where each stands by what it has; at the end those that have nothing.
fn ranks_by<K: Ord>(keys: impl ExactSizeIterator<Item = Option<K>>) -> Vec<Rank> {
    let mut ranks = vec![UNKNOWN; keys.len()];
    let mut keyed: Vec<(K, usize)> = keys.enumerate().filter_map(|(at, key)| Some((key?, at))).collect();
    for (rank, (_, at)) in ranked(&mut keyed).into_iter().zip(&keyed) {
        ranks[*at] = rank;
    }
    ranks
}

/// The whole list by name, and the rank of each name.
pub(super) fn by_name(rows: &[Arc<Row>]) -> (Vec<Arc<Row>>, Vec<Rank>) {
    type Keyed<'a> = ((u128, &'a [u8]), (&'a MemberId, usize));
    let (mut named, mut nameless) = (Vec::<Keyed>::with_capacity(rows.len()), Vec::new());
    for (at, row) in rows.iter().enumerate() {
        match row.name_key() {
            [] => nameless.push((&row.member.id, at)),
            key => named.push(((first(key), key), (&row.member.id, at))),
        }
    }
    let mut ranks = ranked(&mut named);
    ranks.resize(rows.len(), UNKNOWN);
    nameless.sort_unstable();
    let sorted = named.iter().map(|(_, (_, at))| at).chain(nameless.iter().map(|(_, at)| at));
    (sorted.map(|at| rows[*at].clone()).collect(), ranks)
}

/// The first of the list by name: what its first screen shows.
pub fn first_by_name<'a>(rows: impl IntoIterator<Item = &'a Arc<Row>>, many: usize) -> Vec<Arc<Row>> {
    fn key(row: &Row) -> (bool, &[u8], &MemberId) {
        (row.name_key().is_empty(), row.name_key(), &row.member.id)
    }
    let mut rows: Vec<&Arc<Row>> = rows.into_iter().collect();
    if rows.len() > many {
        rows.select_nth_unstable_by(many, |row, other| key(row).cmp(&key(other)));
        rows.truncate(many);
    }
    rows.sort_unstable_by(|row, other| key(row).cmp(&key(other)));
    rows.into_iter().cloned().collect()
}

/// Where each stands by a column; `codes` of it, where they are needed.
pub(super) fn ranks<'a>(rows: &[Arc<Row>], column: Column, besides: &Besides, codes: impl Fn() -> &'a Codes) -> Vec<Rank> {
    let numbers = |number: &dyn Fn(&Row) -> Option<Rank>| rows.iter().map(|row| number(row).unwrap_or(UNKNOWN)).collect();
    let place = |at: Option<usize>| at.map(|at| at as Rank);
    match column {
        Column::Hours => numbers(&|row| besides.of(row).map(|fact| fact.minutes)),
        // Minutes since 1970.
        Column::Seen => numbers(&|row| besides.last_seen(row).and_then(|seen| Rank::try_from(seen.0 / 60_000).ok())),
        Column::Field(Field::Standing) => {
            numbers(&|row| row.member.standing.and_then(|standing| place(Standing::ALL.iter().position(|one| *one == standing))))
        }
        Column::Field(Field::AgeClass) => {
            numbers(&|row| row.member.age_class.and_then(|class| place(AgeClass::ALL.iter().position(|one| *one == class))))
        }
        // At most fifteen digits and a sign.
        Column::Field(Field::Phone) => {
            ranks_by(rows.iter().map(|row| row.member.phone.as_ref().map(|phone| first(phone.as_str().as_bytes()))))
        }
        Column::Field(field @ (Field::Since | Field::Consent)) => {
            ranks_by(rows.iter().map(|row| row.member.value(field).map(|date| first(date.as_bytes()))))
        }
        // Everybody has another.
        Column::Field(field @ (Field::Email | Field::Guardian | Field::Name)) => ranks_by(rows.iter().map(|row| {
            let key = letters(&row.member.value(field)?);
            Some((first(&key), key))
        })),
        // Each different thing is compared by letters once.
        Column::Field(_) => {
            let codes = codes();
            let things = ranks_by(codes.things.iter().map(|thing| (!thing.is_empty()).then(|| letters(&thing.join(" ")))));
            codes.codes.iter().map(|code| things[*code as usize]).collect()
        }
    }
}
