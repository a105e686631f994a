//! What of the roster is being looked at: search, segments, order, columns. In no address: names and phones that somebody searched for would stay in the history of a shared computer.

use crate::{
    model::{
        member::{Field, MemberId},
        roster::{Besides, Column, Segment, sought},
        roster_index::{Found, Index},
        roster_order::{Order, Way, pressed},
    },
    state::{
        roster::{Roster, leave_view, left_view, taken_along},
        use_app,
    },
    web::{clock, local},
};
use leptos::{prelude::*, task::spawn_local};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// By what the list is cut into segments.
pub const PARTS: [Column; 12] = [
    Column::Field(Field::Standing),
    Column::Field(Field::AgeClass),
    Column::Field(Field::District),
    Column::Field(Field::Organisations),
    Column::Field(Field::Directions),
    Column::Field(Field::Groups),
    Column::Hours,
    Column::Seen,
    Column::Field(Field::Consent),
    Column::Field(Field::Skills),
    Column::Field(Field::Languages),
    Column::Field(Field::Tags),
];

/// What stands in the table unless somebody chooses otherwise. The name always does.
const USUAL: [Column; 7] = [
    Column::Field(Field::Phone),
    Column::Field(Field::District),
    Column::Field(Field::AgeClass),
    Column::Field(Field::Directions),
    Column::Field(Field::Groups),
    Column::Field(Field::Standing),
    Column::Hours,
];

/// Where the chosen columns are kept.
const COLUMNS: &str = "roster-columns";

/// How long the page may be busy with what nobody waits for, in milliseconds.
const BREATH: i64 = 12;
/// Members after whom it is looked at whether that was long enough.
const READY: usize = 64;

/// What the list is cut into by one column, with how many members.
pub type Part = (Column, Vec<(String, usize)>);

#[derive(Clone, Copy)]
pub struct Look {
    pub roster: Roster,
    pub typed: RwSignal<String>,
    pub wanted: RwSignal<BTreeMap<Column, String>>,
    pub order: RwSignal<Order>,
    pub columns: RwSignal<Vec<Column>>,
    /// The columns that stand in the table, the name first.
    pub shown: Memo<Arc<Vec<Column>>>,
    pub besides: Memo<Arc<Besides>>,
    pub index: Memo<Arc<Index>>,
    pub found: Memo<Found>,
    pub parts: RwSignal<Vec<Part>>,
    /// Those who were chosen for something to be done to them, also where the search no longer shows them.
    pub chosen: RwSignal<BTreeSet<MemberId>>,
}

impl Look {
    pub fn new(roster: Roster) -> Self {
        let typed = RwSignal::new(String::new());
        let app = use_app();
        let chosen = taken_along(app);
        let (wanted, order) = left_view(app).unwrap_or_else(|| (BTreeMap::new(), vec![(Column::Field(Field::Name), Way::Up)]));
        // Whoever was chosen elsewhere is to be seen here.
        let wanted = if chosen.is_some() { BTreeMap::new() } else { wanted };
        let (wanted, order) = (RwSignal::new(wanted), RwSignal::new(order));
        Effect::new(move |_| leave_view(app, (wanted.get(), order.get())));
        let today = Memo::new(move |_| app.zone().day(app.now.get()));
        let besides = Memo::new_with_compare(
            move |_| Arc::new(Besides { facts: roster.facts.get(), now: app.now.get_untracked(), today: today.get() }),
            |_, _| true,
        );
        // By name once, in any other order at a press, and searched at each keystroke. Whether it is the same is not looked at: a hundred thousand would be compared one by one.
        let named = Memo::new_with_compare(
            move |_| {
                let first = roster.first.with(|first| first.as_ref().map(|(rows, _)| rows.clone()));
                Arc::new(Index::new(&first.unwrap_or_else(|| roster.rows.get()), Arc::default()))
            },
            |_, _| true,
        );
        let index = Memo::new_with_compare(move |_| named.with(|named| Arc::new(named.with(besides.get()))), |_, _| true);
        let sorted = Memo::new_with_compare(move |_| index.with(|index| order.with(|order| index.sorted(order))), |_, _| true);
        let found = Memo::new_with_compare(
            move |_| {
                let segment = Segment { query: sought(&typed.get()), wanted: wanted.get() };
                let index = index.get();
                Found { places: sorted.with(|sorted| index.found(sorted, &segment)), index }
            },
            |_, _| true,
        );
        let columns = RwSignal::new(kept_columns());
        let stands = move |column: &Column| *column == Column::Field(Field::Name) || columns.with(|chosen| chosen.contains(column));
        let this = Self {
            roster,
            typed,
            wanted,
            order,
            columns,
            shown: Memo::new(move |_| Arc::new(Column::all().filter(stands).collect())),
            besides,
            index,
            found,
            parts: RwSignal::default(),
            chosen: RwSignal::new(chosen.unwrap_or_default()),
        };
        this.keep_counting();
        this
    }

    /// How many each segment would show, a moment after the last change: at every keystroke it would be felt.
    fn keep_counting(self) {
        let turn = StoredValue::new(0_u64);
        Effect::new(move |_| {
            self.found.track();
            let this = turn
                .try_update_value(|turn| {
                    *turn += 1;
                    *turn
                })
                .unwrap_or_default();
            spawn_local(async move {
                clock::sleep(120).await;
                // What is typed meanwhile comes first.
                let over = move || turn.try_get_value() != Some(this);
                // Of the first rows alone the numbers would not be so; it is counted when all are there.
                if self.roster.first.try_with_untracked(Option::is_none) != Some(true) {
                    return;
                }
                let Some(index) = self.index.try_get_untracked() else { return };
                // What is searched in is made ready before anybody types, as long as nobody does.
                let mut begun = clock::now();
                for rows in index.rows().chunks(READY) {
                    for row in rows {
                        row.key();
                    }
                    if clock::now().0 - begun.0 > BREATH {
                        clock::breathe().await;
                        begun = clock::now();
                    }
                    if over() {
                        return;
                    }
                }
                index.marks();
                let (wanted, query) = untrack(|| (self.wanted.get(), sought(&self.typed.get())));
                let found = index.of(&Segment { query, ..Segment::default() });
                let mut parts = Vec::with_capacity(PARTS.len());
                for column in PARTS {
                    if over() {
                        return;
                    }
                    parts.push((column, index.counts(&found, &wanted, column)));
                    clock::breathe().await;
                }
                self.parts.try_set(parts);
                // A press on the head of a column finds it ready.
                for column in self.shown.try_get_untracked().iter().flat_map(|shown| shown.iter()) {
                    clock::breathe().await;
                    if over() {
                        return;
                    }
                    index.make_sortable(*column);
                }
            });
        });
    }

    /// Into a segment, or out of it.
    pub fn turn(self, column: Column, text: &str) {
        self.wanted.update(|wanted| {
            if wanted.get(&column).is_some_and(|wanted| wanted == text) {
                wanted.remove(&column);
            } else {
                wanted.insert(column, text.to_owned());
            }
        });
    }

    /// Those found in these places, the last one included.
    /// Everybody, in the order of the table.
    pub fn everybody(self) -> Found {
        self.index.with(|index| Found { places: self.order.with(|order| index.sorted(order)), index: index.clone() })
    }

    pub fn choose_range(self, first: usize, last: usize, wanted: bool) {
        self.found.with_untracked(|found| {
            self.chosen.update(|chosen| {
                for row in found.iter().take(last.saturating_add(1)).skip(first) {
                    if wanted {
                        chosen.insert(row.member.id.clone());
                    } else {
                        chosen.remove(&row.member.id);
                    }
                }
            });
        });
    }

    /// Everybody who is found, besides those who were chosen before; once more: none of them.
    pub fn choose_found(self) {
        let all = self.all_found_are_chosen();
        self.found.with_untracked(|found| {
            self.chosen.update(|chosen| {
                for row in found.iter() {
                    if all {
                        chosen.remove(&row.member.id);
                    } else {
                        chosen.insert(row.member.id.clone());
                    }
                }
            });
        });
    }

    pub fn all_found_are_chosen(self) -> bool {
        self.chosen.with(|chosen| !chosen.is_empty() && self.found.with(|found| found.iter().all(|row| chosen.contains(&row.member.id))))
    }

    pub fn show_all(self) {
        self.typed.set(String::new());
        self.wanted.set(BTreeMap::new());
    }

    pub fn sort_by(self, column: Column) {
        self.order.update(|order| *order = pressed(order, column));
    }

    pub fn choose_column(self, column: Column, wanted: bool) {
        self.columns.update(|columns| {
            columns.retain(|one| *one != column);
            if wanted {
                columns.push(column);
            }
        });
        if let Ok(text) = self.columns.with_untracked(serde_json::to_string) {
            local::set(COLUMNS, Some(&text));
        }
    }
}

/// What cannot be read (another version's) is as if nothing had been chosen.
fn kept_columns() -> Vec<Column> {
    local::get(COLUMNS).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_else(|| USUAL.to_vec())
}
