//! Bookings that repeat: a class every Tuesday, a room that is closed for cleaning. A date that cannot be had is left out and named with its reason, and nothing that somebody else has is touched; what is to be left out is seen before
//! anything is booked.

use super::{
    Day, Instant, Zone,
    booking::{Booking, BookingId, BookingSeriesId, Desk, NoBooking},
    booking_acts::{DeskBooking, DeskWhat, hold},
    centre::ResourceId,
    instant::{days, iso},
    series::{NoSeries, Repeat},
};
use serde::{Deserialize, Serialize};

/// How long the id of a series may be: `-2026-11-28` follows in the ids of its bookings.
pub const LONGEST_ID: usize = super::id::LONGEST - 11;

/// `PUT /centre/series/{id}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BookingSeries {
    pub resource: ResourceId,
    pub repeat: Repeat,
    /// Minutes after midnight by the clock on the wall.
    #[cfg_attr(feature = "openapi", schema(maximum = 1439))]
    pub from: u16,
    #[cfg_attr(feature = "openapi", schema(maximum = 1440))]
    pub to: u16,
    pub what: DeskWhat,
    pub made_at: Instant,
    /// Only to see what would come of it: nothing is booked.
    #[serde(default)]
    pub preview: bool,
}

/// What came of it, or would.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SeriesBooked {
    pub booked: Vec<Booking>,
    pub skipped: Vec<Skipped>,
}

/// A date that cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Skipped {
    #[serde(with = "days")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub day: Day,
    /// See [`NoBooking::code`].
    pub why: String,
}

impl Skipped {
    pub fn reason(&self) -> Option<NoBooking> {
        NoBooking::from_code(&self.why)
    }
}

impl BookingSeries {
    pub fn check(&self) -> Result<(), NoSeries> {
        self.repeat.check()
    }

    /// The times that it wants, ascending.
    pub fn times(&self, zone: &Zone) -> Vec<(Day, Instant, Instant)> {
        self.repeat.days().into_iter().map(|day| (day, zone.start_at(day, self.from), zone.start_at(day, self.to))).collect()
    }
}

/// The bookings that can be made, and the dates that cannot with why. `all`: every booking from the first date to the last. Its own bookings from an earlier try are left as they are.
pub fn fill(desk: &Desk, all: &[Booking], id: &BookingSeriesId, series: &BookingSeries) -> SeriesBooked {
    let mut done = SeriesBooked { booked: Vec::new(), skipped: Vec::new() };
    for (day, from, to) in series.times(desk.zone) {
        let Ok(one) = BookingId::new(&format!("{id}-{}", iso(day))) else { continue };
        if all.iter().any(|other| other.id == one) {
            continue;
        }
        let new = DeskBooking { resource: series.resource.clone(), from, to, what: series.what.clone(), made_at: series.made_at };
        match hold(desk, all, &one, &new) {
            Ok(booking) => done.booked.push(Booking { series: Some(id.clone()), ..booking }),
            Err(why) => done.skipped.push(Skipped { day, why: why.code().into_owned() }),
        }
    }
    done
}
