//! Joining at a kiosk without an account: for today, where a place is free, one shift an action.
//!
//! A walk-in is decided like any joining, by the same board of the shift, but takes no place on the waitlist: who stands there wants to know now. Without a network it is provisional, and says so; two kiosks
//! that were both offline may promise the same last place, and whoever the backend hears second is refused then, with their name on the staff's screen, who can talk to them. What was entered
//! is sealed on the device until the backend has it, decided either way, and then leaves it.

use super::super::{
    Action, ActionId, ActionState, Guardian, Id, Instant, Lang, Phone, Shift, ShiftId, Zone,
    age::{AgeBar, AgeClass, age_bar},
    fold::fold,
    person::{NoName, clean_name},
};
use super::day::is_on;
use serde::{Deserialize, Serialize};

pub type WalkInId = Id<WalkIn>;

/// Body of `POST /kiosks/me/walk-ins`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WalkIn {
    /// Made by the device, at random: heard twice it is one.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: WalkInId,
    pub action: ActionId,
    pub shift: ShiftId,
    pub name: String,
    /// `None`: has none.
    #[serde(default)]
    pub phone: Option<Phone>,
    pub age_class: AgeClass,
    /// Of somebody under 14.
    #[serde(default)]
    pub parent: Option<Parent>,
    /// In which they read what they agreed to.
    pub lang: Lang,
    /// They agreed that this is kept and shown to the organiser (law 94-V): must be true.
    pub agreed: bool,
    /// By the device's clock.
    pub made_at: Instant,
}

/// Who answers for somebody under 14, as law 42-VI, Article 12, wants it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Parent {
    pub how: Guardian,
    pub name: String,
    #[serde(default)]
    pub phone: Option<Phone>,
}

/// Why what was entered cannot be taken, with the field it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    Name(NoName),
    ParentName(NoName),
    /// Under 14, and nobody is named who answers for them.
    NoParent,
    NotAgreed,
}

impl WalkIn {
    /// What can be told without knowing the action.
    pub fn check(&self) -> Result<(), Wrong> {
        clean_name(&self.name).map_err(Wrong::Name)?;
        if self.age_class == AgeClass::Under14 {
            let parent = self.parent.as_ref().ok_or(Wrong::NoParent)?;
            clean_name(&parent.name).map_err(Wrong::ParentName)?;
        }
        if self.agreed { Ok(()) } else { Err(Wrong::NotAgreed) }
    }

    /// The same person, as far as that can be told: by name and phone; where neither has a phone, by what else was told. Two who share a name are common, and who is turned away for another's name loses more
    /// than is lost by a place that one person took twice.
    pub fn is_same_person(&self, other: &Self) -> bool {
        fold(&self.name) == fold(&other.name)
            && match (&self.phone, &other.phone) {
                (Some(one), Some(other)) => one == other,
                (None, None) => self.age_class == other.age_class && Parent::agree(self.parent.as_ref(), other.parent.as_ref()),
                _ => false,
            }
    }
}

impl Parent {
    /// Whether these are one person, or there is none on either side. How they answer may change from one time to the next.
    fn agree(one: Option<&Self>, other: Option<&Self>) -> bool {
        match (one, other) {
            (Some(one), Some(other)) => fold(&one.name) == fold(&other.name) && one.phone == other.phone,
            (one, other) => one.is_none() && other.is_none(),
        }
    }
}

/// Why nobody can walk into a shift. The first that applies is the one to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoWalkIn {
    Cancelled,
    /// It is not today: an account is needed.
    NotToday,
    Over,
    Age(AgeBar),
    /// Has a shift of this action already.
    Already,
    Full,
}

/// Whether somebody may walk into a shift. `already`: they have another one of this action. A shift that runs can still be joined: people come late.
pub fn may_walk_in(
    action: &Action,
    shift: &Shift,
    class: AgeClass,
    guardian: Option<Guardian>,
    already: bool,
    now: Instant,
    zone: &Zone,
) -> Result<(), NoWalkIn> {
    if action.state == ActionState::Cancelled {
        return Err(NoWalkIn::Cancelled);
    }
    if shift.ends <= now {
        return Err(NoWalkIn::Over);
    }
    if !is_on(action, shift, now, zone) {
        return Err(NoWalkIn::NotToday);
    }
    age_bar(class, &action.hazards, action.youngest, guardian).map_err(NoWalkIn::Age)?;
    match () {
        () if already => Err(NoWalkIn::Already),
        () if shift.seats.is_full() => Err(NoWalkIn::Full),
        () => Ok(()),
    }
}
