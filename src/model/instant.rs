//! Moments, days and the hub's zone.
//!
//! On the wire a moment is RFC 3339 in UTC; in the cache it is a number of milliseconds, because 20,000 of them are read at start.
//! Screens show the hub's zone, whatever the phone's clock says; its offsets come in as a table (the browser's `Intl` knows the zone
//! data base, we do not carry it), so everything here stays pure.
//!
//! Calendar dates are jiff's. Its parser, printer, spans and error texts are left out on purpose: they were a tenth of the app's first load, for one form of
//! writing a moment that fits in a few lines here. A property test holds ours against jiff's.

use super::{PartialDate, parsed::parsed};
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

/// RFC 3339 in UTC, with as much of the milliseconds as there is.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = Offset::UTC.to_datetime(self.timestamp());
        write!(f, "{}T{:02}:{:02}:{:02}", iso(at.date()), at.hour(), at.minute(), at.second())?;
        match at.millisecond() {
            0 => f.write_str("Z"),
            fraction => write!(f, ".{}Z", format!("{fraction:03}").trim_end_matches('0')),
        }
    }
}
impl FromStr for Instant {
    type Err = &'static str;
    /// RFC 3339: a day, `T`, the time with seconds, `Z` or an offset. What is finer than a millisecond is cut off.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        read_rfc3339(text).ok_or("a moment is written 2026-11-22T09:30:00Z")
    }
}

fn read_rfc3339(text: &str) -> Option<Instant> {
    let (day, rest) = (parse_day(text.get(..10)?)?, text.get(10..)?);
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    let (hour, minute, second) = (two_digits(rest, 0)?, two_digits(rest, 3)?, two_digits(rest, 6)?);
    if rest.as_bytes()[2] != b':' || rest.as_bytes()[5] != b':' || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let (mut rest, mut millis) = (rest.get(8..)?, 0);
    if let Some(fraction) = rest.strip_prefix('.') {
        let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
        millis = fraction[..digits].bytes().chain(*b"00").take(3).fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));
        rest = (digits > 0).then(|| &fraction[digits..])?;
    }
    let east = match rest.as_bytes() {
        b"Z" | b"z" => 0,
        [sign @ (b'+' | b'-'), _, _, b':', _, _] => {
            let (hours, minutes) = (two_digits(rest, 1)?, two_digits(rest, 4)?);
            let east = i64::from(hours) * HOUR + i64::from(minutes) * MINUTE;
            (hours < 24 && minutes < 60).then_some(if *sign == b'-' { -east } else { east })?
        }
        _ => return None,
    };
    // A leap second is the second before it, as everywhere.
    let within = i64::from(hour) * HOUR + i64::from(minute) * MINUTE + i64::from(second.min(59)) * 1000 + millis;
    Some(Instant(day_number(day) * DAY + within - east))
}

fn two_digits(text: &str, at: usize) -> Option<u8> {
    let digits = text.get(at..at + 2)?;
    digits.bytes().all(|digit| digit.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// `2026-11-22`, and nothing else.
pub fn parse_day(text: &str) -> Option<Day> {
    let PartialDate { year, month, day } = text.parse().ok()?;
    Day::new(year, month?, day?).ok()
}

/// `2026-11-22`.
pub fn iso(day: Day) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

/// Days since 1970-01-01.
pub fn day_number(day: Day) -> i64 {
    // Refuses only what no offset could shift into its range: the edges of the year 9999, which are clamped.
    let edge = if day.year() < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Offset::UTC.to_timestamp(day.at(0, 0, 0, 0)).unwrap_or(edge).as_second().div_euclid(DAY / 1000)
}

/// The day of that number.
pub fn day_of_number(number: i64) -> Day {
    Offset::UTC.to_datetime(Instant(number.saturating_mul(DAY)).timestamp()).date()
}

/// So many days after (or before) a day.
pub fn add_days(day: Day, days: i64) -> Day {
    day_of_number(day_number(day) + days)
}

/// For `#[serde(with)]`: a day as `2026-11-22`.
pub mod days {
    use super::{Day, iso, parse_day, parsed};
    use serde::{Deserializer, Serializer};

    pub fn serialize<S: Serializer>(day: &Day, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&iso(*day))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        parsed(deserializer, |text| parse_day(text).ok_or("a day is written 2026-11-22"))
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

    /// A zone with changes, in any order. `first` holds until the first change.
    pub fn with_changes(name: &str, first: i32, changes: &[(Instant, i32)]) -> Self {
        let mut zone = Self::fixed(name, first);
        for change in changes {
            let at = zone.offsets.partition_point(|before| before <= change);
            zone.offsets.insert(at, *change);
        }
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

    /// The moment at which the clock on the wall shows so many minutes after midnight; from 1440 on the midnight at its end.
    pub fn start_at(&self, day: Day, minute: u16) -> Instant {
        match (i8::try_from(minute / 60), i8::try_from(minute % 60)) {
            (Ok(hour), Ok(minute)) if hour < 24 => self.instant(day.at(hour, minute, 0, 0)),
            _ => self.start_of(add_days(day, 1)),
        }
    }
}
