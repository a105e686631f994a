//! What a screen shows: the cache overlaid with the outbox.
//!
//! A pure function on purpose: an optimistic state is never written into the cache, so that no refresh can undo it or make it look done.

use super::{Act, Entry};
use crate::{
    api::ApiError,
    model::{ActionId, Instant, Mark, PersonId, ShiftId, Signup, SignupState, roll::Listed},
};

/// How one person stands with one shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mine {
    /// Nothing.
    No,
    Confirmed,
    /// Has a place and has said that they cannot come: the place is theirs until somebody stands in.
    CannotCome,
    Waitlisted {
        position: u32,
    },
    /// A place is this person's to take, until then by the backend's clock.
    Offered {
        until: Instant,
    },
    /// Joining waits to be sent or decided.
    Joining {
        or_wait: bool,
    },
    /// Leaving waits to be sent or decided.
    Leaving,
    /// An act of theirs was refused; the outbox has the choice.
    Undecided {
        why: ApiError,
    },
}

impl Mine {
    /// Something is on its way.
    pub fn is_queued(&self) -> bool {
        matches!(self, Self::Joining { .. } | Self::Leaving)
    }

    pub fn has_place(&self) -> bool {
        matches!(self, Self::Confirmed | Self::CannotCome)
    }

    /// Has a place or an offer, waits for one, or has asked for one.
    pub fn is_in(&self) -> bool {
        self.has_place() || matches!(self, Self::Offered { .. } | Self::Waitlisted { .. } | Self::Joining { .. })
    }
}

pub fn mine(signups: &[Signup], entries: &[Entry], owner: Option<&PersonId>, action: &ActionId, shift: &ShiftId) -> Mine {
    let Some(owner) = owner else { return Mine::No };
    let mut own = entries.iter().filter(|entry| entry.owner == *owner && entry.act.place() == Some((action, shift)));
    match own.next_back() {
        Some(Entry { standing: super::Standing::Wedged { why, .. }, .. }) => return Mine::Undecided { why: why.clone() },
        Some(Entry { act: Act::Join { or_wait, .. }, .. }) => return Mine::Joining { or_wait: *or_wait },
        Some(Entry { act: Act::Leave { .. }, .. }) => return Mine::Leaving,
        Some(_) | None => {}
    }
    let Some(signup) = signups.iter().find(|signup| signup.action == *action && signup.shift == *shift) else { return Mine::No };
    match signup.standing {
        SignupState::Confirmed if signup.cover.is_some() => Mine::CannotCome,
        SignupState::Confirmed => Mine::Confirmed,
        SignupState::Waitlisted { position } => Mine::Waitlisted { position },
        SignupState::Offered { until } => Mine::Offered { until },
        SignupState::Withdrawn | SignupState::Lapsed => Mine::No,
    }
}

/// What is noted of somebody in a shift: what the backend knows, and what waits on this device.
pub fn marks(listed: &Listed, entries: &[Entry], owner: &PersonId, action: &ActionId, shift: &ShiftId) -> Vec<Mark> {
    let waiting = entries.iter().filter(|entry| entry.owner == *owner && !entry.is_wedged()).filter_map(|entry| match &entry.act {
        Act::Mark { action: its, shift: its_shift, mark, .. } if its == action && its_shift == shift && mark.person == listed.person => {
            Some(Mark {
                id: mark.id.clone(),
                person: mark.person.clone(),
                what: mark.what.clone(),
                at: mark.at,
                by: owner.clone(),
                by_name: None,
                heard_at: None,
                clock_off: 0,
            })
        }
        _ => None,
    });
    listed.marks.iter().cloned().chain(waiting).collect()
}
