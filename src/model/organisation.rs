//! Who helps: funds, legal entities, social shops, volunteer organisations, centres, and the institutions they work with.
//! A city has some hundred of them, so the list record is the whole record.

use super::{Direction, Id, PartialDate, Source, Texts, WebLink};
use serde::{Deserialize, Serialize};

pub type OrganisationId = Id<Organisation>;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrganisationKind {
    Fund,
    LegalEntity,
    SocialShop,
    VolunteerOrganisation,
    Centre,
    /// A museum, a school, a state body: takes part, is not a charity.
    Institution,
}

impl OrganisationKind {
    /// In the order in which they are listed.
    pub const ALL: [Self; 6] =
        [Self::Fund, Self::LegalEntity, Self::SocialShop, Self::VolunteerOrganisation, Self::Centre, Self::Institution];

    pub fn key(self) -> &'static str {
        match self {
            Self::Fund => "fund",
            Self::LegalEntity => "legal_entity",
            Self::SocialShop => "social_shop",
            Self::VolunteerOrganisation => "volunteer_organisation",
            Self::Centre => "centre",
            Self::Institution => "institution",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Organisation {
    pub id: OrganisationId,
    pub rev: u64,
    pub kind: OrganisationKind,
    pub name: Texts,
    #[serde(default)]
    pub directions: Vec<Direction>,
    #[serde(default)]
    pub district: Option<String>,
    #[serde(default)]
    pub address: Option<Texts>,
    /// What it does, in a sentence or two.
    #[serde(default)]
    pub does: Option<Texts>,
    /// Opening hours, in words, as the source gives them.
    #[serde(default)]
    pub hours: Option<Texts>,
    /// E.164.
    #[serde(default)]
    pub phone: Option<String>,
    #[serde(default)]
    pub website: Option<WebLink>,
    /// What it needs now.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// What it gave.
    #[serde(default)]
    pub gave: Vec<Gift>,
    /// How up to date all this is.
    #[serde(default)]
    pub as_of: Option<PartialDate>,
    #[serde(default)]
    pub source: Option<Source>,
    #[serde(default)]
    pub demo: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Need {
    pub what: Texts,
    /// How many or how much, with the unit in words.
    #[serde(default)]
    pub amount: Option<Texts>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Gift {
    pub what: Texts,
    pub value: i64,
    /// The source says "about".
    #[serde(default)]
    pub about: bool,
    pub unit: Texts,
    pub as_of: PartialDate,
    #[serde(default)]
    pub source: Option<Source>,
}
