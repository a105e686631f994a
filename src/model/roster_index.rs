//! The list as it is looked at while somebody types: by name, with what is searched, cut and sorted by laid out as numbers beside each other. At a hundred thousand members most of the time goes into
//! fetching each of them from memory; what is decided by the numbers alone needs none of them.
//!
//! Each column is laid out when it is first needed, and all of it anew when the list changes.

use super::{
    fold::{Marks, Query},
    member::Field,
    roster::{Besides, Codes, Column, Row, Segment},
    roster_order::{COLUMNS, NAME, Order, Rank, UNKNOWN, Way, by_name, ranks},
};
use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

/// Where a member stands in the list by name.
type Place = u32;

#[derive(Debug, Default)]
struct Laid {
    codes: OnceLock<Codes>,
    ranks: OnceLock<Vec<Rank>>,
}

#[derive(Debug)]
pub struct Index {
    /// By name.
    rows: Arc<[Arc<Row>]>,
    names: Arc<[Rank]>,
    besides: Arc<Besides>,
    marks: Arc<OnceLock<Vec<Marks>>>,
    /// One for each column.
    columns: BTreeMap<Column, Arc<Laid>>,
}

impl Index {
    pub fn new(rows: &[Arc<Row>], besides: Arc<Besides>) -> Self {
        let (rows, names) = by_name(rows);
        let columns = Column::all().map(|column| (column, Arc::default())).collect();
        Self { rows: rows.into(), names: names.into(), besides, marks: Arc::default(), columns }
    }

    /// The same list, with something else known besides: what does not depend on it stays laid out.
    pub fn with(&self, besides: Arc<Besides>) -> Self {
        let mut columns = self.columns.clone();
        for column in [Column::Hours, Column::Seen, Column::Field(Field::Consent)] {
            columns.insert(column, Arc::default());
        }
        Self { rows: self.rows.clone(), names: self.names.clone(), besides, marks: self.marks.clone(), columns }
    }

    pub fn rows(&self) -> &[Arc<Row>] {
        &self.rows
    }

    fn codes(&self, column: Column) -> &Codes {
        self.columns[&column].codes.get_or_init(|| Codes::of(self.rows.iter().map(Arc::as_ref), column, &self.besides))
    }

    fn ranks(&self, column: Column) -> &[Rank] {
        if column == NAME {
            return &self.names;
        }
        self.columns[&column].ranks.get_or_init(|| ranks(&self.rows, column, &self.besides, || self.codes(column)))
    }

    /// What a search looks at. Made ready before anybody types, where there is time for it.
    pub fn marks(&self) -> &[Marks] {
        self.marks.get_or_init(|| self.rows.iter().map(|row| row.key().marks()).collect())
    }

    /// Lays out what an order by the column needs, before anybody asks for it.
    pub fn make_sortable(&self, column: Column) {
        self.ranks(column);
    }

    /// Everybody in an order. Who is equal in all of its columns stands by name.
    pub fn sorted(&self, order: &Order) -> Arc<Vec<Place>> {
        let places = 0..self.rows.len() as Place;
        if order.is_empty() || order[..] == [(NAME, Way::Up)] {
            return Arc::new(places.collect());
        }
        let mut keyed: Vec<([Rank; COLUMNS], Place)> = places.map(|place| ([0; COLUMNS], place)).collect();
        for (nth, (column, way)) in order.iter().take(COLUMNS).enumerate() {
            for ((key, _), rank) in keyed.iter_mut().zip(self.ranks(*column)) {
                key[nth] = if *way == Way::Down && *rank != UNKNOWN { UNKNOWN - 1 - rank } else { *rank };
            }
        }
        keyed.sort_unstable();
        Arc::new(keyed.into_iter().map(|(_, place)| place).collect())
    }

    /// Those of a segment among `sorted`, in its order.
    pub fn found(&self, sorted: &Arc<Vec<Place>>, segment: &Segment) -> Arc<Vec<Place>> {
        if segment.is_everybody() {
            return sorted.clone();
        }
        let fits = self.fits(&segment.wanted);
        let fitting = sorted.iter().copied().filter(|place| fits(*place));
        Arc::new(match &segment.query {
            None => fitting.collect(),
            Some(query) => fitting.filter(self.finds(query)).collect(),
        })
    }

    /// Those of a segment, by name.
    pub fn of(&self, segment: &Segment) -> Arc<Vec<Place>> {
        self.found(&self.sorted(&Order::new()), segment)
    }

    fn finds(&self, query: &Query) -> impl Fn(&Place) -> bool {
        let marks = self.marks();
        // One letter is decided by the marks alone.
        let exact = query.is_decided_by_marks();
        move |place| {
            let place = *place as usize;
            query.may_find(&marks[place]) && (exact || query.finds(self.rows[place].key()))
        }
    }

    /// Whether all that is wanted of a member holds.
    fn fits(&self, wanted: &BTreeMap<Column, String>) -> impl Fn(Place) -> bool {
        let wanted: Vec<(&[u32], Vec<bool>)> = wanted
            .iter()
            .map(|(column, text)| {
                let codes = self.codes(*column);
                (&codes.codes[..], codes.having(text))
            })
            .collect();
        move |place| wanted.iter().all(|(codes, having)| having[codes[place as usize] as usize])
    }

    /// What those whom a query finds are cut into by a column, if they fit all that is wanted of the other columns; in the order of [`super::roster::counts`] of everybody.
    pub fn counts(&self, found: &[Place], wanted: &BTreeMap<Column, String>, column: Column) -> Vec<(String, usize)> {
        let mut others = wanted.clone();
        others.remove(&column);
        let (fits, codes) = (self.fits(&others), self.codes(column));
        let mut many = vec![0; codes.things.len()];
        for place in found.iter().filter(|place| fits(**place)) {
            many[codes.codes[*place as usize] as usize] += 1;
        }
        codes.counted(&many, column)
    }
}

/// Who is shown, in order.
#[derive(Debug, Clone)]
pub struct Found {
    pub index: Arc<Index>,
    pub places: Arc<Vec<Place>>,
}

impl Found {
    pub fn len(&self) -> usize {
        self.places.len()
    }

    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    pub fn get(&self, at: usize) -> Option<&Arc<Row>> {
        self.places.get(at).and_then(|place| self.index.rows.get(*place as usize))
    }

    pub fn iter(&self) -> impl Iterator<Item = &Arc<Row>> {
        (0..self.len()).filter_map(|at| self.get(at))
    }
}
