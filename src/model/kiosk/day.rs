//! What a kiosk knows of today: which shifts are on at its place, whom to expect, and which seats of the coworking centre are somebody's, without knowing who they are.
//!
//! Whoever has a place is there as an opaque seat with two hashes: one that a pass leads to, one that the last digits of a phone with the first letter of a name lead to. Both are salted anew each day and
//! for each device, so what was copied off one yesterday fits nothing today. The second has few things to try (a quarter of a million): it is stretched, and what it leads to is a seat, not a name. That is
//! what a stolen device tells at most: that somebody with such digits has a place.

use super::{
    super::{
        Action, ActionDetail, ActionId, ActionState, BookingId, Id, Instant, OrganisationId, PersonId, Phone, ResourceId, Shift, ShiftId,
        Texts, Zone, attendance::MarkId, fold::fold, hex::hex, instant::HOUR,
    },
    pin::stretched,
    walk_in::WalkInId,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// How many of a phone's last digits are asked for.
pub const LAST: usize = 4;
/// How often the hash of digits is hashed again. A device makes one at a time; the backend one for each of a day's people.
pub const ROUNDS: u32 = 2_000;

/// How long a shift that began before today is still shown after its end, in milliseconds: people leave a night shift late, and want to be noted as gone.
pub const LATE: i64 = 2 * HOUR;

/// Whether a shift is one of today's, called off or not: it begins today, or began before and runs, or ended not long ago.
pub fn is_of_today(shift: &Shift, now: Instant, zone: &Zone) -> bool {
    let (begins, today) = (zone.day(shift.starts), zone.day(now));
    begins == today || (begins < today && now < shift.ends.plus(LATE))
}

/// Whether it is on: one of today's that was not called off.
pub fn is_on(action: &Action, shift: &Shift, now: Instant, zone: &Zone) -> bool {
    action.state == ActionState::Published && is_of_today(shift, now, zone)
}

/// Whether a kiosk or a wall still has to say that it is off: until it would have ended, whoever comes for it finds it there.
pub fn is_off(action: &Action, shift: &Shift, now: Instant, zone: &Zone) -> bool {
    action.state == ActionState::Cancelled && now < shift.ends && is_of_today(shift, now, zone)
}

/// Whether an action is one of those that a device takes people for, or that somebody answers for.
pub fn is_at(detail: &ActionDetail, organisation: &OrganisationId) -> bool {
    detail.action.organiser.as_ref() == Some(organisation) || detail.organisers.contains(organisation)
}

/// A place that somebody has in a shift, under a name that says nothing.
#[derive(Debug)]
pub struct Seat;

/// `GET /kiosks/me/day`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KioskDay {
    pub as_of: Instant,
    /// The end of the day at the hub: then it is of no use any more, and forgotten.
    pub until: Instant,
    pub open: Vec<Open>,
    /// Shifts of today at the device's place that were called off and would not be over yet.
    #[serde(default)]
    pub off: Vec<Off>,
    pub salt: String,
    pub rounds: u32,
    pub expected: Vec<Expected>,
    /// Seats and rooms of the coworking centre that somebody has today.
    #[serde(default)]
    pub sittings: Vec<Sitting>,
}

/// A shift of today at the device's place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Open {
    pub action: ActionId,
    pub shift: ShiftId,
    /// Makes the shift's rotating code, which the device shows; see [`super::super::rotating`].
    pub code_key: String,
}

/// A shift of today that was called off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Off {
    pub action: ActionId,
    pub shift: ShiftId,
    /// Why, where somebody has written it.
    #[serde(default)]
    pub reason: Option<Texts>,
}

/// Somebody with a place in a shift that is on or called off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Expected {
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub seat: Id<Seat>,
    pub action: ActionId,
    pub shift: ShiftId,
    /// [`pass_hash`] of the person.
    pub pass: String,
    /// [`digits_hash`]; `None`: no phone or no name is known.
    #[serde(default)]
    pub digits: Option<String>,
    /// Is noted as come, and not gone.
    pub here: bool,
    /// Is noted as gone.
    pub left: bool,
}

/// A seat or a room that somebody has booked for today and can be reached under: by their pass, or by digits and a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sitting {
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub seat: Id<Seat>,
    pub resource: ResourceId,
    pub from: Instant,
    pub to: Instant,
    /// [`pass_hash`]; `None`: they have no account.
    #[serde(default)]
    pub pass: Option<String>,
    /// [`digits_hash`]
    #[serde(default)]
    pub digits: Option<String>,
    /// From when until when one can come to it, as things stand.
    pub open_from: Instant,
    pub open_until: Instant,
    /// Has come.
    pub here: bool,
}

/// What a person's pass leads to, in lower-case hex.
pub fn pass_hash(person: &PersonId, salt: &str) -> String {
    hex(&Sha256::new().chain_update(salt).chain_update([0]).chain_update(person.as_str()).finalize())
}

/// What somebody typed, as it is hashed: the last digits of a phone and the first letter of a name, in any of the spellings that the search knows. `None`: it is not that.
pub fn typed(last: &str, letter: &str) -> Option<String> {
    let digits: String = last.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let letter = fold(letter).chars().next()?;
    (digits.len() == LAST && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| format!("{digits}{letter}"))
}

/// The same of what is known of somebody.
pub fn known(phone: &Phone, name: &str) -> Option<String> {
    let digits = phone.as_str();
    typed(digits.get(digits.len().checked_sub(LAST)?..)?, name)
}

/// `typed`: see there.
pub fn digits_hash(typed: &str, salt: &str, rounds: u32) -> String {
    stretched(typed, salt, rounds)
}

/// Whom what was typed leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match<'a> {
    Nobody,
    One(&'a Expected),
    /// The same person, or two who cannot be told apart here, in several shifts: which one is meant has to be chosen.
    Several(Vec<&'a Expected>),
    /// Two in one shift. Nobody is noted: it could be the other one.
    Unclear,
}

impl Match<'_> {
    /// Whether these seats may be of whom it leads to: not where a pass tells that they are somebody else's.
    pub fn goes_with(&self, sittings: &[Sitting]) -> bool {
        let same = |one: &Expected| sittings.iter().all(|other| other.pass.as_ref().is_none_or(|pass| *pass == one.pass));
        match self {
            Self::One(one) => same(one),
            Self::Several(all) => all.iter().all(|one| same(one)),
            Self::Nobody | Self::Unclear => true,
        }
    }
}

impl KioskDay {
    /// If this shift was called off.
    pub fn off_of(&self, action: &ActionId, shift: &ShiftId) -> Option<&Off> {
        self.off.iter().find(|off| (&off.action, &off.shift) == (action, shift))
    }

    pub fn by_pass(&self, person: &PersonId) -> Match<'_> {
        let hash = pass_hash(person, &self.salt);
        self.matching(|one| one.pass == hash)
    }

    pub fn by_digits(&self, typed: &str) -> Match<'_> {
        let hash = digits_hash(typed, &self.salt, self.rounds);
        self.matching(|one| one.digits.as_deref() == Some(&*hash))
    }

    /// The seats and rooms that a pass leads to.
    pub fn sittings_by_pass(&self, person: &PersonId) -> Vec<Sitting> {
        let hash = pass_hash(person, &self.salt);
        self.sittings.iter().filter(|one| one.pass.as_deref() == Some(&*hash)).cloned().collect()
    }

    /// The seats and rooms that what was typed leads to. `None`: of two people, as nobody has two at one time, or two passes.
    pub fn sittings_by_digits(&self, typed: &str) -> Option<Vec<Sitting>> {
        let hash = digits_hash(typed, &self.salt, self.rounds);
        let found: Vec<Sitting> = self.sittings.iter().filter(|one| one.digits.as_deref() == Some(&*hash)).cloned().collect();
        let overlaps = |(at, one): (usize, &Sitting)| found[..at].iter().any(|other| one.from < other.to && other.from < one.to);
        let mut passes = found.iter().filter_map(|one| one.pass.as_deref());
        let first = passes.next();
        let others = passes.any(|pass| Some(pass) != first);
        (!others && !found.iter().enumerate().any(overlaps)).then_some(found)
    }

    fn matching(&self, fits: impl Fn(&Expected) -> bool) -> Match<'_> {
        let found: Vec<&Expected> = self.expected.iter().filter(|one| fits(one)).collect();
        let shares = |one: &Expected| found.iter().filter(|other| (&other.action, &other.shift) == (&one.action, &one.shift)).count() > 1;
        match found[..] {
            [] => Match::Nobody,
            [one] => Match::One(one),
            _ if found.iter().any(|one| shares(one)) => Match::Unclear,
            _ => Match::Several(found),
        }
    }
}

/// Body of `POST /kiosks/me/marks`: somebody came or went. The header `Sent-At` tells the device's clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KioskMark {
    /// Made by the device, at random: heard twice it is one.
    pub id: MarkId,
    pub action: ActionId,
    pub shift: ShiftId,
    pub who: Who,
    pub what: InOrOut,
    pub at: Instant,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// The token of a pass; the backend checks it again.
    Pass { token: String },
    /// A seat of the day's list.
    Seat {
        #[cfg_attr(feature = "openapi", schema(value_type = String))]
        seat: Id<Seat>,
    },
    /// Who walked in at this very device: they have no seat on its list yet, and without a phone none that digits lead to.
    WalkIn {
        #[cfg_attr(feature = "openapi", schema(value_type = String))]
        walk_in: WalkInId,
    },
}

/// Body of `POST /kiosks/me/seated`: somebody has come to the seat or the room that they have booked. The header `Sent-At` tells the device's clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Seated {
    /// Made by the device, at random: heard twice it is one.
    pub id: MarkId,
    pub who: Sitter,
    pub at: Instant,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sitter {
    /// Who has just booked it at this device.
    Booking {
        #[cfg_attr(feature = "openapi", schema(value_type = String))]
        booking: BookingId,
    },
    /// One of the day's list.
    Seat {
        #[cfg_attr(feature = "openapi", schema(value_type = String))]
        seat: Id<Seat>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum InOrOut {
    In,
    Out,
}
