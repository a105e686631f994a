//! What a change of the centre's settings does to bookings that are there. It takes nothing from anybody: a booking keeps its time and its place until somebody who runs the centre moves it or gives it up, since
//! only they can tell people. But whoever changes the hours is told before which bookings lose theirs, and the backend takes no change that leaves more of them behind than they have said that they know of.

use super::{
    Instant, Zone,
    booking::{Booking, BookingId, BookingState, NoBooking},
    centre::{Centre, ResourceId},
};
use serde::{Deserialize, Serialize};

/// `POST /centre/check`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Stranded {
    /// By time.
    pub items: Vec<StrandedBooking>,
}

impl Stranded {
    /// How many have their hour and their place as things stand, and would not after the change.
    pub fn fresh(&self) -> usize {
        self.items.iter().filter(|one| !one.already).count()
    }
}

/// A booking to come that has no seat or room, or no opening hours, by some settings. Without a name: who it is stands in the day's timetable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StrandedBooking {
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: BookingId,
    pub resource: ResourceId,
    pub from: Instant,
    pub to: Instant,
    /// `no-such-place` or `closed`, as a refusal has them.
    pub why: String,
    /// It is so by the settings of now as well.
    pub already: bool,
}

/// As a 412 `changed` carries it in `detail`: that many bookings the change would leave behind, more than were known of.
pub fn strands_code(count: usize) -> String {
    format!("strands {count}")
}

/// `None`: it is something else that has changed.
pub fn strands_of(detail: &str) -> Option<usize> {
    detail.strip_prefix("strands ")?.parse().ok()
}

/// Why a booking that is there cannot be kept by these settings. Limits and the pieces of the day bind only what is booked from now on.
pub fn astray(centre: &Centre, zone: &Zone, booking: &Booking) -> Option<NoBooking> {
    match () {
        () if centre.resource(&booking.resource).is_none() => Some(NoBooking::NoSuchPlace),
        () if !centre.is_open_for(booking.time(), zone) => Some(NoBooking::Closed),
        () => None,
    }
}

/// What of these bookings, which are not over and hold their place, is astray by the settings `after`. What is blocked for nobody loses nothing.
pub fn stranded(before: &Centre, after: &Centre, zone: &Zone, now: Instant, bookings: &[Booking]) -> Stranded {
    let kept = |one: &&Booking| {
        let state = one.stands(&before.rules, now);
        one.to > now && matches!(state, BookingState::Booked | BookingState::CheckedIn)
    };
    let item = |one: &Booking| {
        let why = astray(after, zone, one)?;
        let already = astray(before, zone, one).is_some();
        let (id, resource) = (one.id.clone(), one.resource.clone());
        Some(StrandedBooking { id, resource, from: one.from, to: one.to, why: why.code().into_owned(), already })
    };
    let mut items: Vec<_> = bookings.iter().filter(kept).filter_map(item).collect();
    items.sort_by(|one, other| (one.from, &one.id).cmp(&(other.from, &other.id)));
    Stranded { items }
}
