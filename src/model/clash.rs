//! Two shifts clash when their times overlap. Touching is no clash: one may end as the other begins.

use super::Instant;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub starts: Instant,
    pub ends: Instant,
}

impl Span {
    pub fn overlaps(self, other: Self) -> bool {
        self.starts < other.ends && other.starts < self.ends
    }
}

/// The first of `mine` that overlaps `wanted`, and what goes with it.
pub fn clash<T>(wanted: Span, mine: impl IntoIterator<Item = (Span, T)>) -> Option<T> {
    mine.into_iter().find(|(span, _)| wanted.overlaps(*span)).map(|(_, with)| with)
}
