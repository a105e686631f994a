//! Roles. What each may do, and why not, is in [`super::can`].

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

impl Role {
    /// Those that can be given.
    pub const ALL: [Self; 6] =
        [Self::Volunteer, Self::ShiftLeader, Self::Coordinator, Self::AssociationLeader, Self::Auditor, Self::Administrator];

    /// As it is spelled on the wire.
    pub fn key(self) -> &'static str {
        match self {
            Self::Volunteer => "volunteer",
            Self::ShiftLeader => "shift_leader",
            Self::Coordinator => "coordinator",
            Self::AssociationLeader => "association_leader",
            Self::Auditor => "auditor",
            Self::Administrator => "administrator",
            Self::Other => "other",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }
}
