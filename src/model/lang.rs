//! The three languages of the hub. Kazakh and Russian are equals; English is the third.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    Kk,
    Ru,
    En,
}

impl Lang {
    pub const ALL: [Self; 3] = [Self::Kk, Self::Ru, Self::En];

    /// The BCP 47 code, as in `<html lang>` and `?lang=`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Kk => "kk",
            Self::Ru => "ru",
            Self::En => "en",
        }
    }

    /// What its speakers call it.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Kk => "Қазақша",
            Self::Ru => "Русский",
            Self::En => "English",
        }
    }

    /// Reads a code or a longer tag (`ru-RU`); `None` for any other language.
    pub fn from_code(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|lang| primary.eq_ignore_ascii_case(lang.code()))
    }

    /// In which order the other languages stand in for this one. A Kazakh reader in Shymkent nearly always reads Russian and the
    /// other way round, so English comes last for both; for an English reader Russian is the likelier second language.
    pub fn stand_ins(self) -> [Self; 2] {
        match self {
            Self::Kk => [Self::Ru, Self::En],
            Self::Ru => [Self::Kk, Self::En],
            Self::En => [Self::Ru, Self::Kk],
        }
    }
}
