//! The coworking centre: when it is open, which seats and rooms it has, and by which rules they are booked. Hours are those of the clock on its wall, so that they stay what they are when clocks are
//! put forward or back; what a day comes to in moments is [`Centre::hours`].

use super::{
    Coordinates, Day, Id, Texts, Zone,
    clash::Span,
    instant::{MINUTE, days},
};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

pub type ResourceId = Id<Resource>;

/// Minutes of a day.
pub(super) const WHOLE_DAY: u16 = 24 * 60;
/// Seats and rooms of one centre, at most.
pub const MOST_RESOURCES: usize = 200;
/// People at one seat or in one room.
pub const PEOPLE: RangeInclusive<u16> = 1..=1000;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Centre {
    pub name: Texts,
    /// What it is, and for whom.
    pub about: Texts,
    #[serde(default)]
    pub address: Option<Texts>,
    #[serde(default)]
    pub coordinates: Option<Coordinates>,
    /// When it is open. A weekday may have several, with a break between them; one that has none is closed.
    pub open: Vec<Open>,
    /// Days on which it is closed all the same.
    #[serde(default)]
    pub closed: Vec<ClosedDay>,
    pub rules: Rules,
    /// In the order in which they are shown.
    pub resources: Vec<Resource>,
    /// Made up for the demo.
    #[serde(default)]
    pub demo: bool,
}

/// Hours of one weekday, in minutes after midnight by the clock on the wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Open {
    /// As in ISO 8601: 1 is Monday, 7 is Sunday.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 7))]
    pub weekday: u8,
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 1439))]
    pub from: u16,
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1440))]
    pub to: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClosedDay {
    #[serde(with = "days")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub day: Day,
    #[serde(default)]
    pub why: Option<Texts>,
}

/// By what everybody gets their share. Of the hub's own choosing; those of the demo are what comparable centres have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rules {
    /// What is booked is a row of these, in minutes: 60.
    #[cfg_attr(feature = "openapi", schema(minimum = 15, maximum = 240))]
    pub slot: u16,
    /// How many days ahead of today one may book; 0: today only.
    #[cfg_attr(feature = "openapi", schema(maximum = 365))]
    pub days_ahead: u16,
    /// Minutes a person may have on one day.
    #[cfg_attr(feature = "openapi", schema(minimum = 15, maximum = 1440))]
    pub a_day: u16,
    /// Minutes a person may have in one week, from Monday on.
    #[cfg_attr(feature = "openapi", schema(minimum = 15, maximum = 10080))]
    pub a_week: u16,
    /// So many minutes after its beginning a booking to which nobody has come is free again.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 240))]
    pub release_after: u16,
    /// So many minutes before its beginning one may check in.
    #[cfg_attr(feature = "openapi", schema(maximum = 240))]
    pub check_in_before: u16,
}

/// What each may be; the schema above says the same.
impl Rules {
    pub const SLOT: RangeInclusive<u16> = 15..=240;
    pub const DAYS_AHEAD: RangeInclusive<u16> = 0..=365;
    pub const RELEASE_AFTER: RangeInclusive<u16> = 1..=240;
    pub const CHECK_IN_BEFORE: RangeInclusive<u16> = 0..=240;

    /// Whoever may have less than one piece may have nothing.
    pub fn a_day(slot: u16) -> RangeInclusive<u16> {
        slot..=WHOLE_DAY
    }

    pub fn a_week(slot: u16) -> RangeInclusive<u16> {
        slot..=7 * WHOLE_DAY
    }
}

/// Something that is booked as a whole: a seat, or a room with all its chairs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Resource {
    pub id: ResourceId,
    pub kind: ResourceKind,
    pub name: Texts,
    /// People.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1000))]
    pub capacity: u16,
    #[serde(default)]
    pub equipment: Vec<Texts>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ResourceKind {
    Seat,
    Room,
}

impl ResourceKind {
    pub const ALL: [Self; 2] = [Self::Seat, Self::Room];

    /// As it is spelled on the wire.
    pub fn key(self) -> &'static str {
        match self {
            Self::Seat => "seat",
            Self::Room => "room",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// What is wrong with the settings of a centre, by the JSON pointer of the field.
pub type NoCentre = (&'static str, &'static str);

impl Centre {
    pub fn check(&self) -> Result<(), NoCentre> {
        let rules = &self.rules;
        let sound = Rules::SLOT.contains(&rules.slot)
            && Rules::DAYS_AHEAD.contains(&rules.days_ahead)
            && Rules::a_day(rules.slot).contains(&rules.a_day)
            && Rules::a_week(rules.slot).contains(&rules.a_week)
            && Rules::RELEASE_AFTER.contains(&rules.release_after)
            && Rules::CHECK_IN_BEFORE.contains(&rules.check_in_before);
        let hours = |open: &Open| (1..=7).contains(&open.weekday) && open.from < open.to && open.to <= WHOLE_DAY;
        let apart = |(at, open): (usize, &Open)| {
            !self.open[..at].iter().any(|other| other.weekday == open.weekday && open.from < other.to && other.from < open.to)
        };
        let once =
            |(at, one): (usize, &Resource)| PEOPLE.contains(&one.capacity) && !self.resources[..at].iter().any(|other| other.id == one.id);
        match () {
            () if !self.coordinates.as_ref().is_none_or(Coordinates::are_on_earth) => Err(("/coordinates", "are out of range")),
            () if !sound => Err(("/rules", "is out of range")),
            () if !self.open.iter().all(hours) => Err(("/open", "has hours that are none")),
            () if !self.open.iter().enumerate().all(apart) => Err(("/open", "has hours that overlap")),
            () if self.resources.len() > MOST_RESOURCES => Err(("/resources", "are too many")),
            () if !self.resources.iter().enumerate().all(once) => {
                Err(("/resources", "have one twice, or one for nobody or for too many people"))
            }
            () => Ok(()),
        }
    }

    pub fn resource(&self, id: &ResourceId) -> Option<&Resource> {
        self.resources.iter().find(|resource| resource.id == *id)
    }

    pub fn closed_on(&self, day: Day) -> Option<&ClosedDay> {
        self.closed.iter().find(|closed| closed.day == day)
    }

    /// The opening hours of a day, ascending; none when it is closed.
    pub fn open_on(&self, day: Day) -> Vec<Open> {
        let weekday = u8::try_from(day.weekday().to_monday_one_offset()).unwrap_or_default();
        let open = self.open.iter().filter(|open| open.weekday == weekday && self.closed_on(day).is_none());
        let mut open: Vec<Open> = open.copied().collect();
        open.sort_by_key(|open| open.from);
        open
    }

    /// The pieces of a day that can be booked, ascending. What is left over before closing is none. An hour that a change of clocks leaves out is not there; one that it repeats is one piece of two hours.
    pub fn hours(&self, day: Day, zone: &Zone) -> Vec<Span> {
        let slot = self.rules.slot.max(1);
        let at = |minute: u16| zone.start_at(day, minute);
        let pieces = self.open_on(day).into_iter().flat_map(move |open| {
            let count = (open.to.saturating_sub(open.from)) / slot;
            (0..count).map(move |number| (open.from + number * slot, open.from + (number + 1) * slot))
        });
        pieces.map(|(from, to)| Span { starts: at(from), ends: at(to) }).filter(|piece| piece.starts < piece.ends).collect()
    }

    /// The pieces that make up a time without a gap; `None`: it is not made of pieces of one day.
    pub fn pieces(&self, time: Span, zone: &Zone) -> Option<Vec<Span>> {
        let hours = self.hours(zone.day(time.starts), zone);
        let first = hours.iter().position(|piece| piece.starts == time.starts)?;
        let mut taken = Vec::new();
        for piece in &hours[first..] {
            if taken.last().is_some_and(|last: &Span| last.ends != piece.starts) {
                return None;
            }
            taken.push(*piece);
            if piece.ends >= time.ends {
                return (piece.ends == time.ends).then_some(taken);
            }
        }
        None
    }
}

/// How long, in whole minutes.
pub fn minutes(time: Span) -> i64 {
    (time.ends.0 - time.starts.0).max(0) / MINUTE
}
