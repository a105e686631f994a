//! A date as well as it is known: a year, a month or a day. Sources often say "June 2021" and no more; showing a day would be invented.

use super::{Day, parsed::parsed};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, str::FromStr};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartialDate {
    pub year: i16,
    /// 1 to 12.
    pub month: Option<i8>,
    /// 1 to 31; only with a month.
    pub day: Option<i8>,
}

impl PartialDate {
    /// A date that is known to the day.
    pub fn of(day: Day) -> Self {
        Self { year: day.year(), month: Some(day.month()), day: Some(day.day()) }
    }

    /// The first of the days that it may mean.
    pub fn first_day(self) -> Day {
        Day::new(self.year, self.month.unwrap_or(1), self.day.filter(|_| self.month.is_some()).unwrap_or(1)).unwrap_or_default()
    }

    /// The last of the days that it may mean.
    pub fn last_day(self) -> Day {
        // Both are dates: whoever made this has been asked for some.
        let first = Day::new(self.year, self.month.unwrap_or(12), 1).unwrap_or_default();
        self.day.and_then(|day| Day::new(self.year, self.month?, day).ok()).unwrap_or(first.last_of_month())
    }
}

impl PartialDate {
    /// As people write it: 2024, 2024-09, 2024-09-01, 01.09.2024, 1/9/2024, 09.2024: day before month, as everybody here does.
    pub fn written(text: &str) -> Option<Self> {
        if let Ok(date) = text.parse() {
            return Some(date);
        }
        let parts: Vec<&str> = text.split(['.', '/', '-']).collect();
        if parts.iter().any(|part| part.is_empty() || part.len() > 4 || !part.bytes().all(|byte| byte.is_ascii_digit())) {
            return None;
        }
        match parts[..] {
            [day, month, year] if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}").parse().ok(),
            [month, year] if year.len() == 4 => format!("{year}-{month:0>2}").parse().ok(),
            _ => None,
        }
    }
}

impl FromStr for PartialDate {
    type Err = &'static str;
    /// `2021`, `2021-06` or `2021-06-14`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WANT: &str = "a date is written 2021, 2021-06 or 2021-06-14";
        // Rust's own number parsing would take "+202" for a year.
        if !text.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
            return Err(WANT);
        }
        let mut parts = text.split('-');
        let year: i16 = parts.next().filter(|part| part.len() == 4).and_then(|part| part.parse().ok()).ok_or(WANT)?;
        let two = |part: Option<&str>| match part {
            None => Ok(None),
            Some(part) if part.len() == 2 => part.parse::<i8>().map(Some).map_err(|_| WANT),
            Some(_) => Err(WANT),
        };
        let (month, day) = (two(parts.next())?, two(parts.next())?);
        let real = jiff::civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).is_ok();
        if real && parts.next().is_none() { Ok(Self { year, month, day }) } else { Err(WANT) }
    }
}
impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(f, "-{part:02}")?;
        }
        Ok(())
    }
}
impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        parsed(deserializer, str::parse)
    }
}
