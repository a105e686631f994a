//! What of the roster is being looked at: search, segments, order, columns. In no address: names and phones that somebody searched for would stay in the history of a shared computer.

use crate::{
    model::{
        fold::Query,
        member::{Field, MemberId},
        roster::{Order, Segment, Way, counts, pressed, sort},
    },
    state::{
        roster::{Roster, Rows, taken_along},
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
pub const PARTS: [Field; 8] =
    [Field::Standing, Field::AgeClass, Field::District, Field::Directions, Field::Groups, Field::Skills, Field::Languages, Field::Tags];

/// What stands in the table unless somebody chooses otherwise. The name always does.
const USUAL: [Field; 6] = [Field::Phone, Field::District, Field::AgeClass, Field::Directions, Field::Groups, Field::Standing];

/// Where the chosen columns are kept.
const COLUMNS: &str = "roster-columns";

/// The values of one field with how many have them.
pub type Part = (Field, Vec<(String, usize)>);

#[derive(Clone, Copy)]
pub struct Look {
    pub roster: Roster,
    pub typed: RwSignal<String>,
    pub wanted: RwSignal<BTreeMap<Field, String>>,
    pub order: RwSignal<Order>,
    pub columns: RwSignal<Vec<Field>>,
    pub found: Memo<Rows>,
    pub parts: RwSignal<Vec<Part>>,
    /// Those who were chosen for something to be done to them, also where the search no longer shows them.
    pub chosen: RwSignal<BTreeSet<MemberId>>,
}

impl Look {
    pub fn new(roster: Roster) -> Self {
        let typed = RwSignal::new(String::new());
        let wanted = RwSignal::new(BTreeMap::new());
        let order = RwSignal::new(vec![(Field::Name, Way::Up)]);
        // Sorted once, and searched at each keystroke.
        let sorted = rows_memo(move || {
            let mut rows = roster.rows.get().as_ref().clone();
            order.with(|order| sort(&mut rows, order));
            rows
        });
        let found = rows_memo(move || {
            let segment = Segment { query: Query::new(&typed.get()), wanted: wanted.get() };
            sorted.with(|rows| rows.iter().filter(|row| segment.holds(row)).cloned().collect())
        });
        let this = Self {
            roster,
            typed,
            wanted,
            order,
            columns: RwSignal::new(kept_columns()),
            found,
            parts: RwSignal::default(),
            chosen: RwSignal::new(taken_along(use_app())),
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
                let mut parts = Vec::with_capacity(PARTS.len());
                for field in PARTS {
                    if turn.try_get_value() != Some(this) {
                        return;
                    }
                    parts.push((field, untrack(|| self.count(field))));
                    // What is typed meanwhile comes first.
                    clock::breathe().await;
                }
                self.parts.try_set(parts);
            });
        });
    }

    /// Among those who fit all else that is wanted.
    fn count(self, field: Field) -> Vec<(String, usize)> {
        let mut wanted = self.wanted.get();
        wanted.remove(&field);
        let segment = Segment { query: Query::new(&self.typed.get()), wanted };
        self.roster.rows.with(|rows| counts(rows.iter().filter(|row| segment.holds(row)).map(|row| &row.member), field))
    }

    /// Into a segment, or out of it.
    pub fn turn(self, field: Field, text: &str) {
        self.wanted.update(|wanted| {
            if wanted.get(&field).is_some_and(|wanted| wanted == text) {
                wanted.remove(&field);
            } else {
                wanted.insert(field, text.to_owned());
            }
        });
    }

    pub fn choose(self, id: &MemberId, wanted: bool) {
        self.chosen.update(|chosen| {
            if wanted {
                chosen.insert(id.clone());
            } else {
                chosen.remove(id);
            }
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

    pub fn sort_by(self, field: Field) {
        self.order.update(|order| *order = pressed(order, field));
    }

    /// The columns that stand in the table, the name first.
    pub fn shown(self) -> Vec<Field> {
        let chosen = self.columns.get();
        Field::ALL.into_iter().filter(|field| *field == Field::Name || chosen.contains(field)).collect()
    }

    pub fn choose_column(self, field: Field, wanted: bool) {
        self.columns.update(|columns| {
            columns.retain(|one| *one != field);
            if wanted {
                columns.push(field);
            }
        });
        if let Ok(text) = self.columns.with_untracked(serde_json::to_string) {
            local::set(COLUMNS, Some(&text));
        }
    }
}

/// What cannot be read (another version's) is as if nothing had been chosen.
fn kept_columns() -> Vec<Field> {
    local::get(COLUMNS).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_else(|| USUAL.to_vec())
}

/// Compared by where they lie: a hundred thousand rows are not compared one by one.
fn rows_memo(make: impl Fn() -> Vec<Arc<crate::model::roster::Row>> + Send + Sync + 'static) -> Memo<Rows> {
    Memo::new_with_compare(move |_| Arc::new(make()), |_, _| true)
}
