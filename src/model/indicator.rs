//! A counted figure with its definition and its date. Values that count different things are never added.

use super::{Id, PartialDate, Source, Texts};
use serde::{Deserialize, Serialize};

pub type IndicatorId = Id<Indicator>;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Indicator {
    pub id: IndicatorId,
    pub rev: u64,
    pub name: Texts,
    /// `None`: there is no figure, which is not the same as zero.
    pub value: Option<f64>,
    /// The source says "about".
    #[serde(default)]
    pub about: bool,
    #[serde(default)]
    pub unit: Option<Texts>,
    /// What is counted, and what is not.
    #[serde(default)]
    pub definition: Option<Texts>,
    pub as_of: PartialDate,
    #[serde(default)]
    pub source: Option<Source>,
    /// Place on the hub's front page; `None`: not there.
    #[serde(default)]
    pub front: Option<u8>,
    #[serde(default)]
    pub demo: bool,
}
