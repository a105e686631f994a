//! What of the time that somebody was there counts as hours of volunteering. One function, used by the screen, the backend and the certificate, so that the sums are equal
//! everywhere.
//!
//! Time counts from the later of check-in and the start of the shift (who comes early is thanked, not paid) until check-out. Hours carry value: a student's social credit gives a
//! 20,000 tenge voucher for 20 hours and 50,000 for 50, and counts 70 hours a year at most (pspu.kz), so the year has a cap where the hub says so.

use super::{
    Instant, Zone,
    clash::Span,
    instant::{HOUR, MINUTE, add_days},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How an action counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HoursRule {
    /// Minutes: the sum is rounded to a multiple of this, halves up. 1 to 60.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 60))]
    pub round: u16,
    /// Minutes: no shift counts for more. `None`: for no more than its length and [`OVERRUN`], so that a check-out forgotten until the next morning makes nobody rich.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(maximum = 1440))]
    pub most: Option<u16>,
    /// Percent of its length for which time at night counts, from 22 to 6 o'clock of the hub: 100 as by day.
    #[cfg_attr(feature = "openapi", schema(maximum = 300))]
    pub night: u16,
}

impl Default for HoursRule {
    fn default() -> Self {
        Self { round: 15, most: None, night: 100 }
    }
}

impl HoursRule {
    /// Whether a rule that somebody wrote makes sense.
    pub fn is_sound(&self) -> bool {
        (1..=60).contains(&self.round) && self.most.is_none_or(|most| most <= 24 * 60) && self.night <= 300
    }
}

/// Milliseconds that a shift may run over its end and still count, where the action says nothing.
pub const OVERRUN: i64 = 2 * HOUR;
/// The night begins and ends at these hours of the hub's clock: those of Kazakhstan's Labour Code, Art. 76.
const NIGHT: (i8, i8) = (22, 6);

/// Minutes that count for being there from `from` until `to`.
pub fn counted(rule: HoursRule, shift: Span, from: Instant, to: Instant, zone: &Zone) -> u32 {
    let from = from.max(shift.starts);
    let there = (to.0 - from.0).max(0);
    let night = night_within(from, to, zone);
    let weighed = (there - night) + night * i64::from(rule.night) / 100;
    let longest = rule.most.map_or(shift.ends.0 - shift.starts.0 + OVERRUN, |most| i64::from(most) * MINUTE);
    let step = i64::from(rule.round.max(1)) * MINUTE;
    let rounded = (weighed + step / 2).div_euclid(step) * step;
    u32::try_from(rounded.min(longest.max(0)) / MINUTE).unwrap_or_default()
}

/// Milliseconds of the night between two moments.
fn night_within(from: Instant, to: Instant, zone: &Zone) -> i64 {
    if to <= from {
        return 0;
    }
    // From the evening before. A stay of more than a month is a mistake that the cap cuts off; it is not walked through.
    let (first, days) = (add_days(zone.day(from), -1), (to.0 - from.0) / (24 * HOUR) + 2);
    (0..=days.min(40))
        .map(|day| {
            let evening = add_days(first, day);
            let dusk = zone.instant(evening.at(NIGHT.0, 0, 0, 0));
            let dawn = zone.instant(add_days(evening, 1).at(NIGHT.1, 0, 0, 0));
            (to.0.min(dawn.0) - from.0.max(dusk.0)).max(0)
        })
        .sum()
}

/// A year of somebody's record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Year {
    pub minutes: u32,
    /// Of these, what counts under the hub's cap.
    pub credited: u32,
}

/// Minutes by the year in which their shifts began, by the hub's clock. `cap`: hours a year.
pub fn by_year(hours: impl IntoIterator<Item = (Instant, u32)>, cap: Option<u32>, zone: &Zone) -> BTreeMap<i16, Year> {
    let mut years = BTreeMap::<i16, Year>::new();
    for (starts, minutes) in hours {
        let year = years.entry(zone.day(starts).year()).or_default();
        year.minutes = year.minutes.saturating_add(minutes);
        year.credited = cap.map_or(year.minutes, |cap| year.minutes.min(cap.saturating_mul(60)));
    }
    years
}
