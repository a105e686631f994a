//! How often an action is to repeat, as it is being set.

use super::{Faults, Wrong, whole};
use crate::model::{
    Day,
    instant::{iso, parse_day},
    series::{NoSeries, Repeat, Rhythm},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Which kind of rhythm somebody is setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Beat {
    #[default]
    Weekly,
    MonthDay,
    MonthWeekday,
}

/// How often, where it is to be a series.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct RepeatDraft {
    pub beat: Beat,
    /// 1 is Monday.
    pub weekdays: BTreeSet<u8>,
    /// Of the month.
    pub day: String,
    #[cfg_attr(feature = "openapi", schema(minimum = -128, maximum = 127))]
    pub nth: i8,
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 255))]
    pub weekday: u8,
    pub every: String,
    pub from: String,
    pub until: String,
}

impl RepeatDraft {
    /// Weekly on the weekday of `day`; what the other rhythms would have is filled in as well.
    pub fn starting(day: Option<Day>) -> Self {
        let weekday = day.map_or(0, |day| u8::try_from(day.weekday().to_monday_one_offset()).unwrap_or_default());
        Self {
            beat: Beat::Weekly,
            weekdays: day.map(|_| weekday).into_iter().collect(),
            day: day.map(|day| day.day().to_string()).unwrap_or_default(),
            nth: day.map_or(1, |day| (day.day() - 1) / 7 + 1).min(4),
            weekday: weekday.max(1),
            every: "1".to_owned(),
            from: String::new(),
            until: String::new(),
        }
    }

    pub(super) fn of(repeat: &Repeat) -> Self {
        let mut draft = Self::starting(Some(repeat.from));
        (draft.every, draft.from, draft.until) = (repeat.every.to_string(), iso(repeat.from), iso(repeat.until));
        match &repeat.on {
            Rhythm::Weekly(weekdays) => draft.weekdays = weekdays.iter().copied().collect(),
            Rhythm::MonthlyOnDay(day) => (draft.beat, draft.day) = (Beat::MonthDay, day.to_string()),
            Rhythm::MonthlyOnWeekday { nth, weekday } => (draft.beat, draft.nth, draft.weekday) = (Beat::MonthWeekday, *nth, *weekday),
        }
        draft
    }

    /// The rule; without a beginning of its own it begins on the first day of what is planned.
    pub(super) fn rule(&self, first: Option<Day>) -> Result<Repeat, Faults> {
        let mut faults = Faults::new();
        let mut fault = |path: &str, wrong| faults.push((format!("repeat.{path}"), wrong));
        let every = whole(&self.every, 1, 12);
        if every.is_none() {
            fault("every", Wrong::NoNumber);
        }
        let day = if self.beat == Beat::MonthDay { whole(&self.day, 1, 31) } else { Some(1) };
        if day.is_none() {
            fault("day", Wrong::NoNumber);
        }
        let from = parse_day(&self.from).or(first.filter(|_| self.from.is_empty()));
        if from.is_none() {
            fault("from", Wrong::NoDay);
        }
        let until = parse_day(&self.until);
        if until.is_none() {
            fault("until", Wrong::NoDay);
        }
        let (Some(every), Some(day), Some(from), Some(until)) = (every, day, from, until) else { return Err(faults) };
        let small = |number: u32| u8::try_from(number).unwrap_or(u8::MAX);
        let on = match self.beat {
            Beat::Weekly => Rhythm::Weekly(self.weekdays.iter().copied().collect()),
            Beat::MonthDay => Rhythm::MonthlyOnDay(small(day)),
            Beat::MonthWeekday => Rhythm::MonthlyOnWeekday { nth: self.nth, weekday: self.weekday },
        };
        let repeat = Repeat { from, until, every: small(every), on };
        match repeat.check() {
            Ok(()) => Ok(repeat),
            Err(why) => {
                let path = match why {
                    NoSeries::Every => "every",
                    NoSeries::On => "on",
                    NoSeries::NoDate | NoSeries::TooMany => "until",
                };
                Err(vec![(format!("repeat.{path}"), Wrong::Rule(why))])
            }
        }
    }
}
