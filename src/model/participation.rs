//! What the hub knows of a member besides what the list says: hours that were confirmed, when they last came, what they have a place in, and what they are in the hub. It belongs to an account, and
//! the list has none: the two are brought together by a contact, and a name that agrees where it could be somebody else's. Derived each time, never written into the member: nobody types hours.

use super::{
    Day, Instant, PartialDate, Role,
    fold::fold,
    instant::{DAY, HOUR, MINUTE, day_number},
    member::MemberId,
};
use serde::{Deserialize, Serialize};
use std::{collections::HashMap, sync::Arc};

/// `GET /roster/participation`: one for each member who has an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Participation {
    pub member: MemberId,
    /// Confirmed, over all time.
    pub minutes: u32,
    /// Shifts that they came to.
    pub times: u32,
    /// The start of the last of them.
    #[serde(default)]
    pub last_seen: Option<Instant>,
    /// Shifts to come in which they have a place.
    pub coming: u32,
    /// Until when a parent's consent holds that was given in the app; `None`: there is none.
    #[serde(default)]
    pub parent_until: Option<Instant>,
    /// What they are in the hub, besides volunteers.
    pub roles: Vec<Role>,
}

/// All that is known, by member.
pub type Facts = Arc<HashMap<MemberId, Participation>>;

/// Whose account it is, of those on the list who have its contact. A phone is often a parent's, and the account may be too: where the account has a name, it must agree. Several whom it could be are
/// nobody: hours under a wrong name are worse than none.
pub fn whose<'a>(account: Option<&str>, members: &'a [(MemberId, Option<String>)]) -> Option<&'a MemberId> {
    let agrees = |(_, name): &&(MemberId, Option<String>)| match (account, name) {
        (Some(account), Some(name)) => names_agree(account, name),
        _ => true,
    };
    let mut fitting = members.iter().filter(agrees);
    match (fitting.next(), fitting.next()) {
        (Some((member, _)), None) => Some(member),
        _ => None,
    }
}

/// One has the words of the other, in any script and order: in the app people often give their first name only.
fn names_agree(one: &str, other: &str) -> bool {
    let (one, other) = (fold(one), fold(other));
    let words = |text: &str| text.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let (one, other) = (words(&one), words(&other));
    let (fewer, more) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    !fewer.is_empty() && fewer.iter().all(|word| more.contains(word))
}

/// How many hours somebody has, in steps that matter: social student credit begins at 20 and is more at 50 (pspu.kz).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HoursClass {
    None,
    Under20,
    From20,
    From50,
}

impl HoursClass {
    pub const ALL: [Self; 4] = [Self::None, Self::Under20, Self::From20, Self::From50];

    pub fn of(minutes: u32) -> Self {
        const AN_HOUR: u32 = (HOUR / MINUTE) as u32;
        match minutes / AN_HOUR {
            0 if minutes == 0 => Self::None,
            0..20 => Self::Under20,
            20..50 => Self::From20,
            _ => Self::From50,
        }
    }

    pub fn key(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Under20 => "under_20",
            Self::From20 => "from_20",
            Self::From50 => "from_50",
        }
    }
}

/// How long it is since somebody came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SeenClass {
    Month,
    Quarter,
    Year,
    Longer,
    Never,
}

impl SeenClass {
    pub const ALL: [Self; 5] = [Self::Month, Self::Quarter, Self::Year, Self::Longer, Self::Never];

    pub fn of(last_seen: Option<Instant>, now: Instant) -> Self {
        match last_seen.map(|seen| now.0.saturating_sub(seen.0)) {
            None => Self::Never,
            Some(past) if past <= 30 * DAY => Self::Month,
            Some(past) if past <= 91 * DAY => Self::Quarter,
            Some(past) if past <= 365 * DAY => Self::Year,
            Some(_) => Self::Longer,
        }
    }

    pub fn key(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::Longer => "longer",
            Self::Never => "never",
        }
    }
}

/// How a member's written consent stands ([`super::member::Member::consent`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConsentClass {
    InForce,
    /// Within [`SOON`].
    EndsSoon,
    Ended,
    None,
}

/// When it is time to ask for another, in days before the end.
pub const SOON: i64 = 30;

impl ConsentClass {
    pub const ALL: [Self; 4] = [Self::InForce, Self::EndsSoon, Self::Ended, Self::None];

    /// A year or a month holds until its last day.
    pub fn of(until: Option<PartialDate>, today: Day) -> Self {
        let Some(until) = until else { return Self::None };
        match day_number(until.last_day()) - day_number(today) {
            ..0 => Self::Ended,
            0..SOON => Self::EndsSoon,
            _ => Self::InForce,
        }
    }

    pub fn key(self) -> &'static str {
        match self {
            Self::InForce => "in_force",
            Self::EndsSoon => "ends_soon",
            Self::Ended => "ended",
            Self::None => "none",
        }
    }
}
