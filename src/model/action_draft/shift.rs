//! A shift as it is typed.

use super::{MOST_PLACES, Typed, Wrong, whole};
use crate::model::{
    Day, Instant, Seats, Shift, ShiftId, Zone,
    instant::{MINUTE, add_days, iso, parse_day},
};
use jiff::civil::Time;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ShiftDraft {
    pub role: Typed,
    /// `2026-11-28`, `09:00`, by the hub's clock.
    pub day: String,
    pub from: String,
    /// Of the end, where it is not the day of the beginning; empty: that day, or the next where `to` is not after `from`.
    pub last_day: String,
    pub to: String,
    pub needed: String,
    pub most: String,
    /// Minutes before the beginning until which a place can be given up; 0: until it begins.
    pub withdraw: u32,
}

impl ShiftDraft {
    /// It ends on the day after its beginning, which nobody has said in so many words: at night that is meant, at noon it is mostly a slip.
    pub fn is_over_night(&self) -> bool {
        let times = (time(&self.from), time(&self.to));
        self.last_day.is_empty() && matches!(times, (Some(from), Some(to)) if to <= from)
    }

    pub(super) fn of(shift: &Shift, zone: &Zone) -> Self {
        let (from, to) = (zone.local(shift.starts), zone.local(shift.ends));
        let mut draft = Self {
            role: Typed::of(shift.role.as_ref()),
            day: iso(from.date()),
            from: clock(from.time()),
            last_day: String::new(),
            to: clock(to.time()),
            needed: shift.seats.needed.to_string(),
            most: shift.seats.most.to_string(),
            withdraw: shift.withdraw_until.map_or(0, |until| u32::try_from((shift.starts.0 - until.0) / MINUTE).unwrap_or_default()),
        };
        if draft.ends() != Some((to.date(), to.time())) {
            draft.last_day = iso(to.date());
        }
        draft
    }

    pub(super) fn order(&self) -> (String, String) {
        (self.day.clone(), self.from.clone())
    }

    /// Day and time of the end.
    fn ends(&self) -> Option<(Day, Time)> {
        let (day, from, to) = (parse_day(&self.day)?, time(&self.from)?, time(&self.to)?);
        match self.last_day.as_str() {
            "" => Some((if to > from { day } else { add_days(day, 1) }, to)),
            last => Some((parse_day(last)?, to)),
        }
    }

    pub(super) fn shift(
        &self,
        id: ShiftId,
        known: Option<&Shift>,
        zone: &Zone,
        now: Option<Instant>,
    ) -> Result<Shift, Vec<(&'static str, Wrong)>> {
        let mut faults = Vec::new();
        let (day, from, to) = (parse_day(&self.day), time(&self.from), time(&self.to));
        let last_day_read = self.last_day.is_empty() || parse_day(&self.last_day).is_some();
        let parts = [("day", day.is_none(), Wrong::NoDay), ("from", from.is_none(), Wrong::NoTime), ("to", to.is_none(), Wrong::NoTime)];
        faults.extend(parts.into_iter().filter(|(_, wrong, _)| *wrong).map(|(path, _, wrong)| (path, wrong)));
        if !last_day_read {
            faults.push(("last_day", Wrong::NoDay));
        }
        // What a source says of the past knows no places.
        let least = known.map_or(1, |known| known.seats.most.min(1));
        let most = whole(&self.most, least, MOST_PLACES);
        if most.is_none() {
            faults.push(("most", Wrong::NoNumber));
        }
        let needed = whole(&self.needed, 0, MOST_PLACES);
        match (needed, most) {
            (None, _) => faults.push(("needed", Wrong::NoNumber)),
            (Some(needed), Some(most)) if needed > most => faults.push(("needed", Wrong::NeededOverMost)),
            _ => {}
        }
        let (Some(day), Some(from), Some((last, to))) = (day, from, self.ends()) else { return Err(faults) };
        let (starts, ends) = (zone.instant(day.to_datetime(from)), zone.instant(last.to_datetime(to)));
        if ends <= starts {
            faults.push((if self.last_day.is_empty() { "to" } else { "last_day" }, Wrong::EndsFirst));
        }
        if now.is_some_and(|now| starts <= now) {
            faults.push(("day", Wrong::Past));
        }
        let (Some(needed), Some(most), true) = (needed, most, faults.is_empty()) else { return Err(faults) };
        let (taken, waiting) = known.map_or((0, 0), |known| (known.seats.taken, known.seats.waiting));
        let withdraw_until = (self.withdraw > 0).then(|| starts.plus(-i64::from(self.withdraw) * MINUTE));
        Ok(Shift { id, role: self.role.texts(), starts, ends, seats: Seats { needed, most, taken, waiting }, withdraw_until })
    }
}

/// `09:00`, also with seconds.
fn time(text: &str) -> Option<Time> {
    let mut parts = text.trim().split(':');
    let mut part = |needed: bool| match parts.next() {
        Some(text) if text.len() == 2 => whole(text, 0, 59).and_then(|number| i8::try_from(number).ok()),
        None if !needed => Some(0),
        _ => None,
    };
    let time = Time::new(part(true)?, part(true)?, part(false)?, 0).ok()?;
    parts.next().is_none().then_some(time)
}

fn clock(time: Time) -> String {
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    if second == 0 { format!("{hour:02}:{minute:02}") } else { format!("{hour:02}:{minute:02}:{second:02}") }
}
