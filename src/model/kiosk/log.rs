//! What happens on a kiosk, without anybody in it: for whoever looks after it from afar.

use super::super::Instant;
use serde::{Deserialize, Serialize};

/// Events that a device keeps until they are told, and tells at once: the oldest go first, as only the latest help.
pub const MOST: usize = 200;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Event {
    /// By the device's clock.
    pub at: Instant,
    pub what: Happened,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Happened {
    /// After a power cut, an update, or a nightly wipe.
    Started,
    /// Somebody left in the middle, and the screen went back to its start.
    LeftAlone,
    WalkIn,
    CheckedIn,
    /// A pass or digits that nobody was found by.
    NotFound,
    PinRight,
    PinDenied,
    CameraRefused,
    CameraMissing,
    StorageFull,
    /// The clock is off by more than [`super::super::attendance::CLOCK_OFF`].
    ClockOff,
    NightlyWipe,
    /// A seat or a room.
    Booked,
    /// One that this version does not know.
    #[serde(other)]
    Other,
}

impl Happened {
    pub const ALL: [Self; 13] = [
        Self::Started,
        Self::LeftAlone,
        Self::WalkIn,
        Self::CheckedIn,
        Self::NotFound,
        Self::PinRight,
        Self::PinDenied,
        Self::CameraRefused,
        Self::CameraMissing,
        Self::StorageFull,
        Self::ClockOff,
        Self::NightlyWipe,
        Self::Booked,
    ];
}

/// Adds an event to those that are not told yet.
pub fn add(events: &mut Vec<Event>, event: Event) {
    events.push(event);
    if events.len() > MOST {
        events.drain(..events.len() - MOST);
    }
}
