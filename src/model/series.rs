//! A series: an action that is held again and again. Each date is an action of its own, so that joining, attendance, hours, calendars and notices need not know of series; what the dates
//! share is the rule by which they repeat and the plan that they follow.
//!
//! Rejected: one action with a shift a date (it would stand in the listing once, at its first date, and be full, over or called off as a whole), and dates that only exist once somebody looks at
//! them (nobody could join one without a network). So a series has an end, and no more than [`MOST`] dates; it goes on by moving the end.
//!
//! The rule says what RFC 5545 says with FREQ, INTERVAL, BYDAY, BYMONTHDAY and UNTIL; a test holds it against a library that reads those.

use super::{
    ActionDetail, ActionId, Day, Id, Instant, Shift, Zone,
    instant::{add_days, day_number, day_of_number, days},
};
use serde::{Deserialize, Serialize};

pub type SeriesId = Id<Series>;

/// Dates of a series, at most: four years of every Saturday.
pub const MOST: usize = 210;

/// How long the id of a series may be: `-2026-11-28` follows in the ids of its dates.
pub const LONGEST_ID: usize = super::id::LONGEST - 11;

/// On which days. Weekdays are numbered as in ISO 8601: 1 is Monday, 7 is Sunday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rhythm {
    /// On these weekdays, each at most once.
    Weekly(Vec<u8>),
    /// On this day of the month, 1 to 31. A month without it is left out, as RFC 5545 has it.
    MonthlyOnDay(u8),
    /// On the `nth` such weekday of the month.
    MonthlyOnWeekday {
        /// 1 to 4; -1: the last.
        #[cfg_attr(feature = "openapi", schema(minimum = -1, maximum = 4))]
        nth: i8,
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 7))]
        weekday: u8,
    },
}

/// The rule of a series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Repeat {
    /// From this day on: `2026-11-28`. It need not be a date itself. Weeks and months are counted from the one it lies in.
    #[serde(with = "days")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub from: Day,
    /// The last day that can be a date.
    #[serde(with = "days")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub until: Day,
    /// Every so many weeks or months. 1 to 12.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 12))]
    pub every: u8,
    pub on: Rhythm,
}

/// Why a rule makes no series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoSeries {
    /// `every` is not within 1 to 12.
    Every,
    /// No such weekday, day of the month or number of one; or one twice.
    On,
    /// No date lies in between.
    NoDate,
    /// More than [`MOST`].
    TooMany,
}

impl Repeat {
    pub fn check(&self) -> Result<(), NoSeries> {
        if !(1..=12).contains(&self.every) {
            return Err(NoSeries::Every);
        }
        let sound = match &self.on {
            Rhythm::Weekly(weekdays) => {
                let once = |(at, day): (usize, &u8)| (1..=7).contains(day) && !weekdays[..at].contains(day);
                !weekdays.is_empty() && weekdays.iter().enumerate().all(once)
            }
            Rhythm::MonthlyOnDay(day) => (1..=31).contains(day),
            Rhythm::MonthlyOnWeekday { nth, weekday } => matches!(nth, -1 | 1..=4) && (1..=7).contains(weekday),
        };
        if !sound {
            return Err(NoSeries::On);
        }
        match self.days().len() {
            0 => Err(NoSeries::NoDate),
            many if many > MOST => Err(NoSeries::TooMany),
            _ => Ok(()),
        }
    }

    /// The dates, ascending; no more than one over [`MOST`], whatever the rule says.
    pub fn days(&self) -> Vec<Day> {
        let every = i64::from(self.every.max(1));
        let mut days = Vec::new();
        let within = |day: &Day| (self.from..=self.until).contains(day);
        match &self.on {
            Rhythm::Weekly(weekdays) => {
                let mut weekdays: Vec<i64> = weekdays.iter().map(|day| i64::from(*day) - 1).collect();
                weekdays.sort_unstable();
                let monday = day_number(self.from) - i64::from(self.from.weekday().to_monday_zero_offset());
                // In a week of a sound rule lies at least one date, but for the first and the last.
                let weeks =
                    (0..=MOST as i64 + 1).map(|week| monday + 7 * every * week).take_while(|monday| *monday <= day_number(self.until));
                days.extend(weeks.flat_map(|monday| weekdays.iter().map(move |day| day_of_number(monday + day))).filter(within));
            }
            Rhythm::MonthlyOnDay(day) => days.extend(self.months().filter_map(|(year, month)| of_month(year, month, *day)).filter(within)),
            Rhythm::MonthlyOnWeekday { nth, weekday } => {
                days.extend(self.months().filter_map(|(year, month)| of_weekday(year, month, *nth, *weekday)).filter(within));
            }
        }
        days.truncate(MOST + 1);
        days
    }

    /// The months of the rule, up to that of its last day; bounded, so that no rule that somebody sends takes long.
    fn months(&self) -> impl Iterator<Item = (i16, i8)> {
        let number = |day: Day| i64::from(day.year()) * 12 + i64::from(day.month()) - 1;
        let last = number(self.until);
        let months = (number(self.from)..=last).step_by(usize::from(self.every.max(1))).take(10 * MOST);
        months.filter_map(|month| Some((i16::try_from(month.div_euclid(12)).ok()?, i8::try_from(month.rem_euclid(12) + 1).ok()?)))
    }
}

fn of_month(year: i16, month: i8, day: u8) -> Option<Day> {
    Day::new(year, month, i8::try_from(day).ok()?).ok()
}

fn of_weekday(year: i16, month: i8, nth: i8, weekday: u8) -> Option<Day> {
    let first = Day::new(year, month, 1).ok()?;
    let ahead = (i64::from(weekday) - 1 - i64::from(first.weekday().to_monday_zero_offset())).rem_euclid(7);
    let mut all = (0..5).map(|week| add_days(first, ahead + 7 * week)).filter(|day| day.month() == month);
    if nth < 0 { all.next_back() } else { all.nth(usize::try_from(nth - 1).ok()?) }
}

/// What the detail of a date says of its series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Occurrence {
    /// The day on which the rule has it, also when it is held on another.
    #[serde(with = "days")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub day: Day,
    pub repeat: Repeat,
    /// Somebody changed this date on its own: it no longer follows the plan of the series.
    pub apart: bool,
}

/// `POST /admin/series`, `PUT /admin/series/{id}`: what all dates share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SeriesPlan {
    #[cfg_attr(feature = "openapi", schema(value_type = String, min_length = 1, max_length = 53, pattern = "^[A-Za-z0-9_.~-]+$"))]
    pub id: SeriesId,
    pub repeat: Repeat,
    /// As it would be on the day of its first shift, by the hub's clock; each date has the same hours on its own day. Its id, state and counts mean nothing.
    pub plan: ActionDetail,
}

/// A series with its dates, ascending.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Series {
    pub id: SeriesId,
    pub repeat: Repeat,
    pub plan: ActionDetail,
    pub dates: Vec<SeriesDate>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SeriesDate {
    #[serde(with = "days")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub day: Day,
    pub action: ActionId,
    #[serde(flatten)]
    pub held: Held,
}

/// How a date stands to its series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Held {
    /// Called off.
    pub skipped: bool,
    /// Changed on its own.
    pub apart: bool,
}

/// `PUT /admin/series/{id}/dates/{day}`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DateChange {
    /// Whether it is called off; left out: as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skipped: Option<bool>,
    /// What was changed of this date alone is undone: it follows the plan again.
    #[serde(default)]
    pub follow: bool,
}

/// A date that there is, when the rule or the plan changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    pub day: Day,
    pub held: Held,
    /// It has begun: nothing of it changes any more.
    pub begun: bool,
    /// Somebody has a place, waits for one, leads a shift, or was noted as there.
    pub people: bool,
}

/// What becomes of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// New.
    Add,
    /// Takes over the plan.
    Follow,
    /// Stays as it is, under the new rule.
    Stay,
    /// No longer a date, but people count on it: they are told, and it stays visible.
    CallOff,
    /// No longer a date, and nobody minds.
    Remove,
}

/// What a new rule or plan does to the dates, ascending; `before` is the rule until now, and `to_come` says whether the plan's hours on a day still lie ahead. What has begun stays out of it, and
/// nothing is moved into the past. So do dates stay that somebody has decided about on their own: one that was skipped stays skipped, and one that the rule had dropped already and that is held
/// after all is still held.
pub fn steps(known: &[Known], before: Option<&Repeat>, repeat: &Repeat, to_come: impl Fn(Day) -> bool) -> Vec<(Day, Step)> {
    let (had, wanted) = (before.map(Repeat::days).unwrap_or_default(), repeat.days());
    let mut steps: Vec<(Day, Step)> = known
        .iter()
        .filter(|date| !date.begun)
        .map(|date| {
            let step = match (wanted.contains(&date.day), date.held) {
                (true, Held { skipped: false, apart: false }) if to_come(date.day) => Step::Follow,
                (true, _) => Step::Stay,
                (false, held) if held.skipped || !had.contains(&date.day) => Step::Stay,
                (false, _) if date.people => Step::CallOff,
                (false, _) => Step::Remove,
            };
            (date.day, step)
        })
        .collect();
    let new = wanted.into_iter().filter(|day| to_come(*day) && !known.iter().any(|date| date.day == *day));
    steps.extend(new.map(|day| (day, Step::Add)));
    steps.sort_by_key(|(day, _)| *day);
    steps
}

/// The shifts of the plan on another day: the same hours by the hub's clock, also where it was put forward or back in between.
pub fn shifts_on(plan: &ActionDetail, day: Day, zone: &Zone) -> Vec<Shift> {
    let moved = day_number(day) - zone.day_number(plan.action.starts());
    let on = |at: Instant| {
        let local = zone.local(at);
        zone.instant(add_days(local.date(), moved).to_datetime(local.time()))
    };
    let shifts = plan.action.shifts.iter();
    shifts
        .map(|shift| Shift {
            starts: on(shift.starts),
            ends: on(shift.ends),
            withdraw_until: shift.withdraw_until.map(on),
            ..shift.clone()
        })
        .collect()
}

/// The date as the plan has it: a new action, published.
pub fn date(series: &SeriesPlan, day: Day, zone: &Zone) -> Option<ActionDetail> {
    let mut detail = series.plan.clone();
    detail.action.id = ActionId::new(&format!("{}-{}", series.id, super::instant::iso(day))).ok()?;
    detail.action.state = super::ActionState::Published;
    detail.action.shifts = shifts_on(&series.plan, day, zone);
    for shift in &mut detail.action.shifts {
        (shift.seats.taken, shift.seats.waiting) = (0, 0);
    }
    detail.action.series = Some(series.id.clone());
    detail.series = Some(Occurrence { day, repeat: series.repeat.clone(), apart: false });
    (detail.sequence, detail.report, detail.called_off) = (0, None, None);
    Some(detail)
}

/// Whether the two say the same to people: all but counts, versions, state, and how they stand to the series.
pub fn alike(a: &ActionDetail, b: &ActionDetail) -> bool {
    let bare = |detail: &ActionDetail| {
        let mut detail = detail.clone();
        (detail.action.rev, detail.sequence, detail.series, detail.report, detail.called_off) = (0, 0, None, None, None);
        detail.action.state = super::ActionState::Published;
        for shift in &mut detail.action.shifts {
            (shift.seats.taken, shift.seats.waiting) = (0, 0);
        }
        detail
    };
    bare(a) == bare(b)
}
