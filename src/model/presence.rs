//! Who has the association's list open: shown to the others, so that two do not correct the same card unknown to each other. It locks nothing; what both change is merged field by field
//! ([`super::member_edit`]).

use super::{Id, instant::MINUTE, member::MemberId};
use serde::{Deserialize, Serialize};

/// An open page, named by its device.
#[derive(Debug)]
pub struct Tab;

/// How often a page says that it is there, in milliseconds.
pub const EVERY: u64 = 20_000;
/// For how long that counts, in milliseconds: twice missed is gone.
pub const FRESH: i64 = MINUTE;

/// `PUT /roster/presence`: I am here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Here {
    #[cfg_attr(feature = "openapi", schema(value_type = String, min_length = 1, max_length = 64))]
    pub tab: Id<Tab>,
    /// Whose card is open.
    #[serde(default)]
    pub member: Option<MemberId>,
    /// No longer.
    #[serde(default)]
    pub gone: bool,
}

/// Its answer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Others {
    pub others: Vec<Present>,
}

/// Somebody else, in one open page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Present {
    /// `None` where they never said.
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub member: Option<MemberId>,
}
