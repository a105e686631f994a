//! The seven national directions of volunteering, "Birgemiz", in force since 2020, and one for what belongs to none of them.
//!
//! Sources spell them in many ways (Саулық, Saulyq, Saúlyq), so the key is ours and the label comes from the catalogue. A key that is
//! not known is a decode error, not `Other`: a silent default would count a new direction's actions where they do not belong.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Continuity: children in care.
    Sabaqtastyq,
    /// Health.
    Saulyq,
    /// Ecology.
    TazaAlem,
    /// Heritage.
    AsylMura,
    /// Care of the old.
    Qamqor,
    /// Education.
    Bilim,
    /// Search work.
    Umit,
    /// None of the seven.
    Other,
}

impl Direction {
    pub const ALL: [Self; 8] =
        [Self::Sabaqtastyq, Self::Saulyq, Self::TazaAlem, Self::AsylMura, Self::Qamqor, Self::Bilim, Self::Umit, Self::Other];

    pub fn key(self) -> &'static str {
        match self {
            Self::Sabaqtastyq => "sabaqtastyq",
            Self::Saulyq => "saulyq",
            Self::TazaAlem => "taza_alem",
            Self::AsylMura => "asyl_mura",
            Self::Qamqor => "qamqor",
            Self::Bilim => "bilim",
            Self::Umit => "umit",
            Self::Other => "other",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|direction| direction.key() == key)
    }
}
