//! A shift of an action: a role, a time, and places.

use super::{Id, Instant, Texts};
use serde::{Deserialize, Serialize};

/// Unique within its action only.
pub type ShiftId = Id<Shift>;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Shift {
    pub id: ShiftId,
    /// `None`: there is one kind of volunteer, and nothing to choose.
    #[serde(default)]
    pub role: Option<Texts>,
    pub starts: Instant,
    pub ends: Instant,
    pub seats: Seats,
    /// Last moment at which a volunteer may give the place up; `None`: until the shift starts.
    #[serde(default)]
    pub withdraw_until: Option<Instant>,
}

impl Shift {
    /// The last moment at which a place may be given up.
    pub fn last_withdrawal(&self) -> Instant {
        self.withdraw_until.unwrap_or(self.starts).min(self.starts)
    }
}

/// Places, in persons. `taken` never exceeds `most`; [`super::board`] sees to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Seats {
    /// With fewer people the work cannot be done.
    pub needed: u32,
    /// With more people there is nothing left to do.
    pub most: u32,
    /// Confirmed.
    pub taken: u32,
    /// On the waitlist.
    pub waiting: u32,
}

impl Seats {
    pub fn left(&self) -> u32 {
        self.most.saturating_sub(self.taken)
    }

    pub fn is_full(&self) -> bool {
        self.left() == 0
    }

    /// How many people are still missing before the work can be done.
    pub fn missing(&self) -> u32 {
        self.needed.saturating_sub(self.taken)
    }

    pub fn sum(all: impl Iterator<Item = Self>) -> Self {
        all.fold(Self::default(), |a, b| Self {
            needed: a.needed.saturating_add(b.needed),
            most: a.most.saturating_add(b.most),
            taken: a.taken.saturating_add(b.taken),
            waiting: a.waiting.saturating_add(b.waiting),
        })
    }
}
