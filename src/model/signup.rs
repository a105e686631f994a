//! A signup: one person's claim on one shift, and how it stands.

use super::{Action, ActionId, Guardian, Id, Instant, ShiftId};
use serde::{Deserialize, Serialize};

pub type SignupId = Id<Signup>;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SignupState {
    /// The place is this person's.
    Confirmed,
    /// `position` 1 is next.
    Waitlisted { position: u32 },
    /// Given up by the person.
    Withdrawn,
    /// A place has come free and is this person's to take, until then by the backend's clock. Joining takes it, leaving lets it go.
    Offered { until: Instant },
    /// It was offered, and not taken in time.
    Lapsed,
}

/// Somebody with a confirmed place cannot come, and looks for a stand-in. The place is theirs until somebody has taken it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Cover {
    /// The leader of the shift has to agree first.
    Asked,
    /// Whoever joins next stands in.
    Open,
}

/// Who decides that somebody may be stood in for. Who stands in is decided like any joining.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CoverRule {
    /// The person alone.
    #[default]
    Free,
    /// The leader of the shift has to agree.
    LeaderAgrees,
}

/// Body of `POST /actions/{action}/shifts/{shift}/cover/{person}`, by whoever leads the shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CoverAnswer {
    pub agreed: bool,
}

/// A list of signups that has just come, with what was decided while it was on its way: whatever is newer than the list, and whatever has been learned since it was asked for (`before`) and is
/// not in it. What is missing in the list and has not changed since is gone.
pub fn brought_together(listed: Vec<Signup>, before: &[Signup], known: &[Signup]) -> Vec<Signup> {
    let find = |all: &[Signup], id: &SignupId| all.iter().find(|one| one.id == *id).cloned();
    let newer = |listed: Signup| find(known, &listed.id).filter(|known| known.rev > listed.rev).unwrap_or(listed);
    let mut all: Vec<Signup> = listed.into_iter().map(newer).collect();
    for one in known {
        let learned = find(before, &one.id).is_none_or(|before| before.rev != one.rev);
        if learned && find(&all, &one.id).is_none() {
            all.push(one.clone());
        }
    }
    all
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Signup {
    pub id: SignupId,
    pub rev: u64,
    pub action: ActionId,
    pub shift: ShiftId,
    pub standing: SignupState,
    /// When the person pressed the button, by their device's clock; kept apart from when the backend heard of it.
    pub made_at: Instant,
    /// When the backend decided.
    pub decided_at: Instant,
    #[serde(default)]
    pub guardian: Option<Guardian>,
    /// Only of a confirmed place.
    #[serde(default)]
    pub cover: Option<Cover>,
}

impl Signup {
    /// Holds a place, an offer or a place in the line.
    pub fn is_live(&self) -> bool {
        !matches!(self.standing, SignupState::Withdrawn | SignupState::Lapsed)
    }
}

/// Body of `POST /actions/{action}/shifts/{shift}/signup`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JoinBody {
    /// When no place is left: `true` takes a place on the waitlist, `false` is refused with `full`.
    pub or_wait: bool,
    #[serde(default)]
    pub guardian: Option<Guardian>,
    pub made_at: Instant,
}

/// Answer to joining and leaving: the signup as decided, and the action with its new counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignupAnswer {
    pub signup: Signup,
    pub action: Action,
}
