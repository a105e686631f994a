//! What the volunteer department has on its screen: today's shifts with who is coming, who has come and who has gone, whom a kiosk had to turn away and why, and the kiosks themselves.
//!
//! Unlike a kiosk it knows names, and phones of those who walked in: it is for those who answer for the shifts ([`super::super::can::Act::SeeToday`]), and each look at it is told in the audit.

use super::{
    super::{
        ActionId, AgeClass, Cover, Instant, OrganisationId, PersonId, Phone, ResourceId, Role, Seats, ShiftId, Texts,
        booking::NoBooking,
        called_off::CalledOff,
        can::{Reach, Rights},
        directory::alphabetical,
        instant::MINUTE,
        message::Offered,
        shift_message::ShiftMessage,
    },
    Device, DeviceId,
    walk_in::{NoWalkIn, Parent, WalkInId},
};
use serde::{Deserialize, Serialize};

/// `GET /kiosks/today`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Today {
    /// By the backend's clock.
    pub as_of: Instant,
    /// By start.
    pub shifts: Vec<TodayShift>,
    /// Whom a kiosk could not take today, the latest first.
    pub refused: Vec<TurnedAway>,
    /// Who could not have a seat or a room that they wanted at a kiosk today, the latest first.
    #[serde(default)]
    pub refused_bookings: Vec<NoSeat>,
    /// Of the same place, by name.
    pub devices: Vec<Device>,
    /// By which ways the hub sends messages, and why not by others.
    #[serde(default)]
    pub offered: Vec<Offered>,
}

/// A shift of today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TodayShift {
    pub action: ActionId,
    pub shift: ShiftId,
    pub title: Texts,
    #[serde(default)]
    pub role: Option<Texts>,
    #[serde(default)]
    pub place: Option<Texts>,
    #[serde(default)]
    pub organiser: Option<OrganisationId>,
    pub starts: Instant,
    pub ends: Instant,
    pub seats: Seats,
    /// It was called off.
    #[serde(default)]
    pub called_off: Option<CalledOff>,
    /// Those with a place, and whoever else was noted. By name.
    pub people: Vec<Coming>,
    /// What was written to them, the latest first.
    #[serde(default)]
    pub messages: Vec<ShiftMessage>,
}

/// Somebody in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Coming {
    pub person: PersonId,
    #[serde(default)]
    pub name: Option<String>,
    /// Has a place. Otherwise they came all the same.
    pub expected: bool,
    #[serde(default)]
    pub came: Option<Instant>,
    #[serde(default)]
    pub went: Option<Instant>,
    /// Noted as not there.
    pub absent: bool,
    /// Looks for a stand-in.
    #[serde(default)]
    pub cover: Option<Cover>,
    /// Joined at a kiosk, without an account.
    #[serde(default)]
    pub walked_in: Option<WalkedIn>,
    /// The shift was called off, and nothing tells them: they have no account, and no text message has reached them or is on its way.
    #[serde(default)]
    pub unheard: bool,
}

impl Coming {
    /// Has come, and not gone.
    pub fn is_here(&self) -> bool {
        self.came.is_some() && self.went.is_none()
    }

    /// Is counted on: has a place, and nobody has noted that they did not come, nor do they look for somebody else. `late`: so late that only who has come is.
    fn counts(&self, late: bool) -> bool {
        self.came.is_some() || (self.expected && !late && !self.absent && self.cover != Some(Cover::Open))
    }

    /// By name, in the alphabet; those without one last.
    pub fn order(&self) -> (bool, Vec<u32>, PersonId) {
        (self.name.is_none(), alphabetical(self.name.as_deref().unwrap_or_default()), self.person.clone())
    }
}

/// How long after the beginning somebody who has a place is waited for, in milliseconds.
pub const WAITED_FOR: i64 = 30 * MINUTE;

impl TodayShift {
    /// How many people are still missing before the work can be done: by who is counted on now, not by who has a place on paper. Once the roll is being taken, whoever has not come [`WAITED_FOR`] after
    /// the beginning is not; where nobody is noted at all, nothing is known of who is there. Nobody is missing where it was called off.
    pub fn missing(&self, now: Instant) -> u32 {
        if self.called_off.is_some() {
            return 0;
        }
        let late = self.is_rolled() && self.starts.plus(WAITED_FOR) <= now;
        let counted = self.people.iter().filter(|one| one.counts(late)).count();
        self.seats.needed.saturating_sub(u32::try_from(counted).unwrap_or(u32::MAX))
    }

    /// Somebody has noted who came, or who did not.
    fn is_rolled(&self) -> bool {
        self.people.iter().any(|one| one.came.is_some() || one.absent)
    }

    /// It has begun some time ago, people are expected, and nobody has noted who came: whether they are enough is not known.
    pub fn is_unnoted(&self, now: Instant) -> bool {
        self.called_off.is_none() && self.starts.plus(WAITED_FOR) <= now && self.people.iter().any(|one| one.expected) && !self.is_rolled()
    }
}

/// What a kiosk was told of somebody, besides the name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WalkedIn {
    pub id: WalkInId,
    #[serde(default)]
    pub phone: Option<Phone>,
    pub age_class: AgeClass,
    /// Who answers for a child.
    #[serde(default)]
    pub parent: Option<Parent>,
    /// At which kiosk.
    pub device: DeviceId,
    /// A wrong clock put right.
    pub at: Instant,
}

/// Somebody whom a kiosk could not take: whom to talk to. Kept for the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TurnedAway {
    pub name: String,
    pub walked_in: WalkedIn,
    pub action: ActionId,
    pub shift: ShiftId,
    /// Of the action; `None`: it is no more.
    #[serde(default)]
    pub title: Option<Texts>,
    pub why: Refused,
}

/// Somebody who could not have a seat or a room. Kept for the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoSeat {
    pub name: String,
    pub phone: Phone,
    pub resource: ResourceId,
    /// Its name; `None`: it is no more.
    #[serde(default)]
    pub place: Option<Texts>,
    pub from: Instant,
    pub to: Instant,
    /// At which kiosk.
    pub device: DeviceId,
    /// When they stood there, a wrong clock put right.
    pub at: Instant,
    /// See [`NoBooking::code`].
    pub why: String,
}

impl NoSeat {
    /// `None`: one that this version does not know.
    pub fn reason(&self) -> Option<NoBooking> {
        NoBooking::from_code(&self.why)
    }
}

/// Why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Refused {
    /// The action or its shift is no more, or is not at this kiosk's place.
    NotHere,
    Cancelled,
    NotToday,
    Over,
    /// The law or the organiser takes older people only.
    Age,
    /// Nobody is named who answers for a child.
    Guardian,
    /// Has a shift of the action already.
    Already,
    Full,
    /// A reason that this version does not know.
    #[serde(other)]
    Other,
}

impl From<NoWalkIn> for Refused {
    fn from(why: NoWalkIn) -> Self {
        use super::super::age::AgeBar;
        match why {
            NoWalkIn::Cancelled => Self::Cancelled,
            NoWalkIn::NotToday => Self::NotToday,
            NoWalkIn::Over => Self::Over,
            NoWalkIn::Age(AgeBar::GuardianNeeded) => Self::Guardian,
            NoWalkIn::Age(_) => Self::Age,
            NoWalkIn::Already => Self::Already,
            NoWalkIn::Full => Self::Full,
        }
    }
}

/// Whose shifts somebody sees here: a coordinator those of their organisations, whoever else may see it all of them; so also a coordinator who is bound to none.
pub fn reach(rights: &Rights) -> Reach<'_> {
    if rights.roles.contains(&Role::Administrator) || rights.organisations.is_empty() {
        Reach::Everybody
    } else {
        Reach::Slice(&rights.organisations)
    }
}
