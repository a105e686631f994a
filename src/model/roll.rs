//! What goes over the wire of attendance: the roll of a shift for whoever leads it, and everybody's own record. What the marks in them come to is [`super::attendance::fold`].

use super::{
    ActionId, Cover, Direction, Instant, PersonId, Shift, ShiftId, Texts, Zone,
    attendance::{Attendance, Mark, MarkId, What, fold},
    clash::Span,
    directory::alphabetical,
    hours::HoursRule,
};
use serde::{Deserialize, Serialize};

/// `GET /actions/{action}/shifts/{shift}/roll`: what a shift leader takes along. The names of other people are in it: it is kept with the leader's own things and goes at sign-out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Roll {
    pub action: ActionId,
    pub shift: ShiftId,
    pub title: Texts,
    #[serde(default)]
    pub role: Option<Texts>,
    pub starts: Instant,
    pub ends: Instant,
    pub rule: HoursRule,
    /// By the backend's clock.
    pub as_of: Instant,
    /// Those with a place, and whoever else was noted. By name.
    pub people: Vec<Listed>,
    /// Makes the shift's rotating code; see [`super::rotating`].
    pub code_key: String,
}

impl Roll {
    pub fn span(&self) -> Span {
        Span { starts: self.starts, ends: self.ends }
    }
}

/// One person on a roll.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Listed {
    pub person: PersonId,
    #[serde(default)]
    pub name: Option<String>,
    /// Has a confirmed place. Otherwise they came all the same.
    pub expected: bool,
    /// Had a place, and has deleted the account since: nobody can be noted under it any more.
    #[serde(default)]
    pub deleted: bool,
    /// Stands on the person's pass, for where no camera works. Six digits.
    pub short_code: String,
    pub marks: Vec<Mark>,
    /// Looks for a stand-in; may be waiting for the leader's yes.
    #[serde(default)]
    pub cover: Option<Cover>,
}

impl Listed {
    /// By name, in the alphabet; those without one after them, the deleted last.
    pub fn order(&self) -> (bool, bool, Vec<u32>, PersonId) {
        (self.deleted, self.name.is_none(), alphabetical(self.name.as_deref().unwrap_or_default()), self.person.clone())
    }
}

/// `POST /actions/{action}/shifts/{shift}/marks`, by whoever leads the shift. The header `Sent-At` tells the device's clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewMark {
    pub id: MarkId,
    pub person: PersonId,
    pub what: What,
    pub at: Instant,
}

/// `POST /actions/{action}/shifts/{shift}/marks/mine`, by the volunteer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnMark {
    pub id: MarkId,
    pub what: OwnWhat,
    pub at: Instant,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OwnWhat {
    /// With the shift's code as it was at that moment.
    In {
        code: String,
    },
    Out {
        code: String,
    },
    Disputed {
        reason: String,
    },
}

/// One shift in a person's own record: `GET /session/person/attendance`, the latest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attended {
    pub action: ActionId,
    pub shift: ShiftId,
    pub title: Texts,
    #[serde(default)]
    pub role: Option<Texts>,
    pub direction: Direction,
    pub starts: Instant,
    pub ends: Instant,
    pub rule: HoursRule,
    pub marks: Vec<Mark>,
}

impl Attended {
    pub fn span(&self) -> Span {
        Span { starts: self.starts, ends: self.ends }
    }

    pub fn state(&self, now: Instant, zone: &Zone) -> Attendance {
        fold(&self.marks, self.span(), self.rule, now, zone)
    }
}

/// A shift that somebody leads: `GET /session/person/shifts`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Led {
    pub action: ActionId,
    pub title: Texts,
    pub shift: Shift,
}

/// What wants the leader first: what runs, what comes, and what is over and may still want its hours; of each the nearest in time.
pub fn most_pressing_first(led: &mut [Led], now: Instant) {
    led.sort_by_key(|Led { shift, .. }| {
        // The second is `false`, so first, only for what runs.
        (shift.ends <= now, shift.starts > now, (shift.starts.0 - now.0).abs())
    });
}

/// `PUT /admin/actions/{action}/shifts/{shift}/leaders`, and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Leaders {
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>, max_items = 50))]
    pub leaders: Vec<PersonId>,
}
