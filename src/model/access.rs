//! Roles. What each may do is decided by the backend; later issues add the rules here so that screens can say why not.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Volunteer,
    ShiftLeader,
    Coordinator,
    AssociationLeader,
    /// Reads everything, changes nothing.
    Auditor,
    Administrator,
    /// One that this version does not know. It allows nothing here, and costs nobody the rest of their session.
    #[serde(other)]
    Other,
}

/// Who plans: makes actions and series, changes them and calls them off.
pub const PLANNERS: [Role; 2] = [Role::Coordinator, Role::Administrator];

/// Who keeps the association's list of members. Coordinators will see their own organisation's part of it once members belong to organisations.
pub const ROSTER_KEEPERS: [Role; 2] = [Role::AssociationLeader, Role::Administrator];

/// Who may look at it.
pub const ROSTER_READERS: [Role; 3] = [Role::AssociationLeader, Role::Administrator, Role::Auditor];
