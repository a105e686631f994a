//! Who may do what, and why not. The screen predicts with it, the backend decides with it, and both say the same reason.
//!
//! A role either reaches everybody on the list, or, of a coordinator, the members of the organisations they are bound to ([`Reach`]). An auditor changes nothing, whatever other role they hold:
//! who looks after the list must not be able to tidy up behind themselves. The audit is for auditors and administrators, not for leaders of the association: it tells of what they do, and the law
//! (94-V) wants a named circle of those who can look at it.

use super::{OrganisationId, Role, access};
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, collections::BTreeSet};

const PLANNERS: [Role; 2] = [Role::Coordinator, Role::Administrator];
const KEEPERS: [Role; 2] = [Role::AssociationLeader, Role::Administrator];
const READERS: [Role; 3] = [Role::AssociationLeader, Role::Administrator, Role::Auditor];
const WATCHERS: [Role; 2] = [Role::Auditor, Role::Administrator];
const ADMINISTRATORS: [Role; 1] = [Role::Administrator];

/// What somebody may do, as the backend knows it: their roles, and the organisations whose members they coordinate.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rights {
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<Role>))]
    pub roles: BTreeSet<Role>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub organisations: BTreeSet<OrganisationId>,
}

/// An act that not everybody may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// The list, and what was done to somebody on it.
    SeeMembers,
    ChangeMembers,
    ImportMembers,
    MergeMembers,
    /// Of a batch, one's own or another's.
    TakeBack,
    /// Into a file or on paper.
    ExportMembers,
    SeeMessages,
    SendMessages,
    SeeAudit,
    SeePeople,
    GiveRoles,
    /// Make, change and call off actions, series and shifts; name who leads a shift.
    Plan,
    /// The roll and the hours of any shift. Who is named as its leader leads the one shift.
    LeadShifts,
    /// Which kiosks there are and how they are.
    SeeKiosks,
    /// Pair, lock and wipe them.
    RunKiosks,
    /// Who is coming to today's shifts, and who has come: what the volunteer department has on its screen.
    SeeToday,
    /// Write to everybody who has a place in one of those shifts.
    WriteToShifts,
    /// The coworking centre: who has which seat and when; book for others, move, block.
    RunCentre,
    /// Campaigns and news. A coordinator who is bound to organisations publishes for these, one who is not for the hub.
    Publish,
}

impl Act {
    pub const ALL: [Self; 19] = [
        Self::SeeMembers,
        Self::ChangeMembers,
        Self::ImportMembers,
        Self::MergeMembers,
        Self::TakeBack,
        Self::ExportMembers,
        Self::SeeMessages,
        Self::SendMessages,
        Self::SeeAudit,
        Self::SeePeople,
        Self::GiveRoles,
        Self::Plan,
        Self::LeadShifts,
        Self::SeeKiosks,
        Self::RunKiosks,
        Self::SeeToday,
        Self::WriteToShifts,
        Self::RunCentre,
        Self::Publish,
    ];

    /// The roles that may do it to everybody.
    pub fn roles(self) -> &'static [Role] {
        match self {
            Self::SeeMembers | Self::ExportMembers | Self::SeeMessages => &READERS,
            Self::ChangeMembers | Self::ImportMembers | Self::MergeMembers | Self::TakeBack | Self::SendMessages => &KEEPERS,
            Self::SeeAudit => &WATCHERS,
            Self::SeePeople | Self::GiveRoles | Self::RunKiosks => &ADMINISTRATORS,
            Self::Plan | Self::LeadShifts | Self::SeeKiosks | Self::SeeToday | Self::WriteToShifts | Self::RunCentre | Self::Publish => {
                &PLANNERS
            }
        }
    }

    /// Whether a coordinator may do it to the members of their organisations.
    fn in_slice(self) -> bool {
        matches!(
            self,
            Self::SeeMembers | Self::ExportMembers | Self::ChangeMembers | Self::ImportMembers | Self::MergeMembers | Self::TakeBack
        )
    }

    pub fn changes(self) -> bool {
        !matches!(
            self,
            Self::SeeMembers
                | Self::ExportMembers
                | Self::SeeMessages
                | Self::SeeAudit
                | Self::SeePeople
                | Self::SeeKiosks
                | Self::SeeToday
        )
    }
}

/// Whom an act may reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach<'a> {
    Everybody,
    /// The members of one of these organisations.
    Slice(&'a BTreeSet<OrganisationId>),
}

impl Reach<'_> {
    /// Whether it reaches what one organisation, or none, has published.
    pub fn holds_of(&self, organisation: Option<&OrganisationId>) -> bool {
        match self {
            Self::Everybody => true,
            Self::Slice(own) => organisation.is_some_and(|one| own.contains(one)),
        }
    }

    /// Whether it reaches a member of these organisations.
    pub fn holds(&self, organisations: &BTreeSet<OrganisationId>) -> bool {
        match self {
            Self::Everybody => true,
            Self::Slice(own) => !own.is_disjoint(organisations),
        }
    }
}

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Denied {
    /// It needs one of these roles.
    Needs(Vec<Role>),
    /// Auditors change nothing.
    Auditor,
    /// A coordinator who is bound to no organisation yet.
    Unbound,
    /// Only what belongs to one's own organisations: their members, campaigns and news.
    OtherOrganisation,
    /// Somebody else leads the shift.
    NotYourShift,
    /// Nobody would be left who could give roles.
    LastAdministrator,
}

impl Denied {
    /// As a 403 carries it in `detail`: `auditor`, `unbound`, `other-organisation`, `not-your-shift`, `last-administrator`, or `needs` with the roles, as in `needs association_leader administrator`.
    pub fn code(&self) -> Cow<'static, str> {
        match self {
            Self::Needs(roles) => {
                let keys = roles.iter().map(|role| role.key());
                std::iter::once("needs").chain(keys).collect::<Vec<_>>().join(" ").into()
            }
            Self::Auditor => "auditor".into(),
            Self::Unbound => "unbound".into(),
            Self::OtherOrganisation => "other-organisation".into(),
            Self::NotYourShift => "not-your-shift".into(),
            Self::LastAdministrator => "last-administrator".into(),
        }
    }

    /// `None`: a reason that this version does not know.
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "auditor" => Some(Self::Auditor),
            "unbound" => Some(Self::Unbound),
            "other-organisation" => Some(Self::OtherOrganisation),
            "not-your-shift" => Some(Self::NotYourShift),
            "last-administrator" => Some(Self::LastAdministrator),
            _ => {
                let roles = code.strip_prefix("needs ")?.split(' ').map(access::Role::from_key);
                roles.collect::<Option<Vec<_>>>().map(Self::Needs)
            }
        }
    }
}

/// Whether somebody may do it, and to whom. Where only their role is known yet, not their organisations, see [`may`].
pub fn can(rights: &Rights, act: Act) -> Result<Reach<'_>, Denied> {
    let is = |role: &Role| rights.roles.contains(role);
    if act.changes() && is(&Role::Auditor) {
        return Err(Denied::Auditor);
    }
    if act == Act::Publish && !is(&Role::Administrator) && is(&Role::Coordinator) && !rights.organisations.is_empty() {
        return Ok(Reach::Slice(&rights.organisations));
    }
    if act.roles().iter().any(is) {
        return Ok(Reach::Everybody);
    }
    match act.in_slice() && is(&Role::Coordinator) {
        true if rights.organisations.is_empty() => Err(Denied::Unbound),
        true => Ok(Reach::Slice(&rights.organisations)),
        false => Err(Denied::Needs(act.roles().to_vec())),
    }
}

/// The same by roles alone: what a device can tell before it has asked for more. Never more is allowed than with any organisation.
pub fn may(roles: &[Role], act: Act) -> Result<(), Denied> {
    let rights = Rights { roles: roles.iter().copied().collect(), organisations: BTreeSet::new() };
    match can(&rights, act) {
        Err(Denied::Unbound) | Ok(_) => Ok(()),
        Err(why) => Err(why),
    }
}

/// Whether somebody may change what one organisation, or none, has published. By roles alone it is known of an administrator; of a coordinator only with their organisations, which is `None` as long as nobody has told.
pub fn publishes_of(roles: &[Role], rights: Option<&Rights>, organisation: Option<&OrganisationId>) -> bool {
    let by_role = Rights { roles: roles.iter().copied().collect(), organisations: BTreeSet::new() };
    let sure = by_role.roles.contains(&Role::Administrator);
    let known = rights.or_else(|| sure.then_some(&by_role));
    known.is_some_and(|rights| can(rights, Act::Publish).is_ok_and(|reach| reach.holds_of(organisation)))
}

/// Why these roles and organisations cannot be somebody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoRights {
    /// A role that nobody can be given.
    Unknown,
    /// An auditor who also keeps what is to be audited, or leads shifts.
    AuditorKeeps,
    /// Organisations without the role that they are for.
    NoCoordinator,
    /// More than [`MOST_ORGANISATIONS`].
    TooMany,
}

/// Organisations that one person coordinates, at most.
pub const MOST_ORGANISATIONS: usize = 20;

impl Rights {
    pub fn check(&self) -> Result<(), NoRights> {
        let is = |role: Role| self.roles.contains(&role);
        let keeps = [Role::ShiftLeader, Role::Coordinator, Role::AssociationLeader, Role::Administrator].into_iter().any(is);
        match () {
            () if is(Role::Other) => Err(NoRights::Unknown),
            () if is(Role::Auditor) && keeps => Err(NoRights::AuditorKeeps),
            () if !self.organisations.is_empty() && !is(Role::Coordinator) => Err(NoRights::NoCoordinator),
            () if self.organisations.len() > MOST_ORGANISATIONS => Err(NoRights::TooMany),
            () => Ok(()),
        }
    }
}
