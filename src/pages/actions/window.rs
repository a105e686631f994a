//! Which rows of a long list stand in the document: those in sight and a screen and a half around them. Pure: heights and scroll positions come in as
//! numbers of CSS pixels.
//!
//! Rows differ in height (a Kazakh title may take three lines), so heights are estimated until a row has been measured. The room of the rest is kept by
//! padding; the browser's own scroll bar and anchors keep working.

use std::collections::HashMap;

/// Height of the heading over the rows of a day.
pub const HEADING: f64 = 45.0;
/// Space after a day.
pub const GAP: f64 = 16.0;

/// Rows of one day: `rows` counts through the whole list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayRows {
    /// As `Zone::day_number`.
    pub day: i64,
    pub first: usize,
    pub end: usize,
}

/// Where every row stands.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    pub days: Vec<DayRows>,
    /// Top of every row, from the top of the list.
    tops: Vec<f64>,
    pub total: f64,
}

impl Layout {
    /// `day` and `height` by row.
    pub fn new(rows: usize, day: impl Fn(usize) -> i64, height: impl Fn(usize) -> f64) -> Self {
        let mut layout = Self { days: Vec::new(), tops: Vec::with_capacity(rows), total: 0.0 };
        for row in 0..rows {
            let this = day(row);
            match layout.days.last_mut() {
                Some(last) if last.day == this => last.end = row + 1,
                last => {
                    if last.is_some() {
                        layout.total += GAP;
                    }
                    layout.total += HEADING;
                    layout.days.push(DayRows { day: this, first: row, end: row + 1 });
                }
            }
            layout.tops.push(layout.total);
            layout.total += height(row);
        }
        layout.total += if rows > 0 { GAP } else { 0.0 };
        layout
    }

    pub fn top(&self, row: usize) -> f64 {
        self.tops.get(row).copied().unwrap_or(self.total)
    }

    /// Where the last row of a day that ends before row `end` ends.
    pub fn bottom(&self, end: usize) -> f64 {
        if end >= self.tops.len() { self.total - GAP } else { self.tops[end] - HEADING - GAP }
    }

    /// The rows between two heights of the list.
    pub fn between(&self, from: f64, to: f64) -> (usize, usize) {
        let first = self.tops.partition_point(|top| *top <= from).saturating_sub(1);
        let end = self.tops.partition_point(|top| *top < to);
        (first, end.max(first))
    }

    /// Where a day begins, with its heading.
    pub fn day_top(&self, day: &DayRows) -> f64 {
        self.top(day.first) - HEADING
    }
}

/// What has been measured, by a key of the row.
#[derive(Debug, Clone)]
pub struct Heights {
    known: HashMap<u64, f64>,
    sum: f64,
}

impl Default for Heights {
    fn default() -> Self {
        Self { known: HashMap::new(), sum: 0.0 }
    }
}

/// A row of two lines of title, before any has been measured.
const GUESS: f64 = 134.0;

impl Heights {
    /// `true` if this is news.
    pub fn learn(&mut self, key: u64, height: f64) -> bool {
        let old = self.known.insert(key, height);
        self.sum += height - old.unwrap_or_default();
        old.is_none_or(|old| (old - height).abs() >= 1.0)
    }

    pub fn get(&self, key: u64) -> f64 {
        self.known.get(&key).copied().unwrap_or_else(|| if self.known.is_empty() { GUESS } else { self.sum / self.known.len() as f64 })
    }

    pub fn forget(&mut self) {
        *self = Self::default();
    }
}
