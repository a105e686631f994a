//! Whether the centre's doors are open, by the clock on its wall: until when, or since when not and from when again. For whoever stands before it after closing time.

use super::{
    Day, Instant, Zone,
    centre::{Centre, Open},
    clash::Span,
    instant::day_of_number,
};

/// How far ahead the next opening is looked for, in days: a centre that is closed for longer than a year opens when its settings say so.
const LOOKED_AHEAD: i64 = 366;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doors {
    /// Hours that follow each other without a break are one time, also over midnight.
    Open { until: Instant },
    Closed {
        /// When it closed today; `None`: it has not been open today.
        since: Option<Instant>,
        /// `None`: not within a year.
        next: Option<Instant>,
    },
}

impl Doors {
    /// Closed, and not to open today any more.
    pub fn is_over(self, now: Instant, zone: &Zone) -> bool {
        matches!(self, Self::Closed { next, .. } if next.is_none_or(|next| zone.day_number(next) > zone.day_number(now)))
    }
}

impl Centre {
    /// The times of a day at which it is open, ascending; of such as a change of clocks leaves out there is none.
    pub fn open_times(&self, day: Day, zone: &Zone) -> Vec<Span> {
        let time = |open: Open| Span { starts: zone.start_at(day, open.from), ends: zone.start_at(day, open.to) };
        self.open_on(day).into_iter().map(time).filter(|time| time.starts < time.ends).collect()
    }

    pub fn doors(&self, now: Instant, zone: &Zone) -> Doors {
        let today = zone.day_number(now);
        let times = |day: i64| self.open_times(day_of_number(day), zone);
        if let Some(open) = times(today).into_iter().find(|time| time.starts <= now && now < time.ends) {
            let mut until = open.ends;
            // Tomorrow's may begin where today's end.
            for time in (today..=today + 7).flat_map(times) {
                if time.starts <= until && until < time.ends {
                    until = time.ends;
                }
            }
            return Doors::Open { until };
        }
        let since = times(today).into_iter().map(|time| time.ends).filter(|end| *end <= now).max();
        let next =
            (0..=LOOKED_AHEAD).find_map(|after| times(today + after).into_iter().map(|time| time.starts).find(|starts| *starts > now));
        Doors::Closed { since, next }
    }

    /// Whether it is open for the whole of a time. The pieces of the day do not matter: a booking that was made by other ones has its hours all the same.
    pub fn is_open_for(&self, time: Span, zone: &Zone) -> bool {
        let (first, last) = (zone.day(time.starts), zone.day(time.ends));
        let days = [first, last].into_iter().take(if first == last { 1 } else { 2 });
        let mut open_until = time.starts;
        for open in days.flat_map(|day| self.open_times(day, zone)) {
            if open.starts <= open_until && open_until < open.ends {
                open_until = open.ends;
            }
        }
        time.starts < time.ends && time.ends <= open_until
    }
}
