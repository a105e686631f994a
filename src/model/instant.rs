//! Moments, days and the hub's zone.
//!
//! On the wire a moment is RFC 3339 in UTC; in the cache it is a number of milliseconds, because 20,000 of them are read at start.
//! Screens show the hub's zone, whatever the phone's clock says; its offsets come in as a table (the browser's `Intl` knows the zone
//! data base, we do not carry it), so everything here stays pure.

use super::parsed::parsed;
use jiff::{Timestamp, civil, tz::Offset};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, str::FromStr};

/// A moment: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Instant(pub i64);

/// A day of the calendar in some zone.
pub type Day = civil::Date;

pub const MINUTE: i64 = 60_000;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

impl Instant {
    pub fn plus(self, milliseconds: i64) -> Self {
        Self(self.0.saturating_add(milliseconds))
    }

    fn timestamp(self) -> Timestamp {
        Timestamp::from_millisecond(self.0).unwrap_or(if self.0 < 0 { Timestamp::MIN } else { Timestamp::MAX })
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.timestamp().fmt(f)
    }
}
impl FromStr for Instant {
    type Err = jiff::Error;
    fn from_str(text: &str) -> Result<Self, jiff::Error> {
        text.parse::<Timestamp>().map(|at| Self(at.as_millisecond()))
    }
}
impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() { serializer.collect_str(self) } else { serializer.serialize_i64(self.0) }
    }
}
impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() { parsed(deserializer, str::parse) } else { i64::deserialize(deserializer).map(Self) }
    }
}

/// The hub's zone: its IANA name and the offsets in force, each from a moment on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    pub name: String,
    /// (from, seconds east of UTC), ascending by moment; the first also holds for all time before it.
    offsets: Vec<(Instant, i32)>,
}

impl Zone {
    pub fn fixed(name: &str, seconds_east: i32) -> Self {
        Self { name: name.to_owned(), offsets: vec![(Instant(i64::MIN), seconds_east)] }
    }

    /// A zone with changes. `first` holds until the first change.
    pub fn with_changes(name: &str, first: i32, changes: &[(Instant, i32)]) -> Self {
        let mut zone = Self::fixed(name, first);
        zone.offsets.extend_from_slice(changes);
        zone.offsets.sort();
        zone
    }

    /// Seconds east of UTC at that moment.
    pub fn offset_at(&self, at: Instant) -> i32 {
        let after = self.offsets.partition_point(|(from, _)| *from <= at);
        self.offsets[after.saturating_sub(1)].1
    }

    /// What the clock on the wall of the hub shows.
    pub fn local(&self, at: Instant) -> civil::DateTime {
        let offset = Offset::from_seconds(self.offset_at(at)).unwrap_or(Offset::UTC);
        offset.to_datetime(at.timestamp())
    }

    /// Days since 1970-01-01 on the hub's wall: for grouping many, where making a calendar date of each would be slow.
    pub fn day_number(&self, at: Instant) -> i64 {
        (at.0 + i64::from(self.offset_at(at)) * 1000).div_euclid(DAY)
    }

    pub fn day(&self, at: Instant) -> Day {
        self.local(at).date()
    }

    /// The moment at which the hub's clock shows `local`. In the hour that a clock change repeats, the first; in the hour that it
    /// leaves out, the moment just as long after the change.
    pub fn instant(&self, local: civil::DateTime) -> Instant {
        let edge = if local.year() < 0 { Timestamp::MIN } else { Timestamp::MAX };
        let as_utc = Instant(Offset::UTC.to_timestamp(local).unwrap_or(edge).as_millisecond());
        let at = |offset: i32| as_utc.plus(-i64::from(offset) * 1000);
        // By the offset of the day before, which also is the answer in an hour left out: there it points just as long after the change.
        let early = at(self.offset_at(as_utc.plus(-DAY)));
        let late = at(self.offset_at(early));
        if self.local(late) == local { late } else { early }
    }

    /// The first moment of a day.
    pub fn start_of(&self, day: Day) -> Instant {
        self.instant(day.at(0, 0, 0, 0))
    }
}
