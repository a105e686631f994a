//! Age classes and what the law says of minors.
//!
//! Source: Law of Kazakhstan 42-VI "On volunteer activity", Article 12. From 18 freely. Under 18 only where health and studies do not
//! suffer, and never in emergency relief, heavy or harmful work, or help to people with a criminal record. Under 14 only with a
//! parent's written consent or with the parent there. Volunteers are young, so this is the normal case. A class is kept, never a
//! birth date: it is all that the rules need.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AgeClass {
    #[serde(rename = "under_14")]
    Under14,
    #[serde(rename = "14_17")]
    From14To17,
    #[serde(rename = "18_plus")]
    Adult,
}

impl AgeClass {
    pub const ALL: [Self; 3] = [Self::Under14, Self::From14To17, Self::Adult];

    pub fn key(self) -> &'static str {
        match self {
            Self::Under14 => "under_14",
            Self::From14To17 => "14_17",
            Self::Adult => "18_plus",
        }
    }
}

/// Kinds of work that the law keeps from everyone under 18.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Hazard {
    EmergencyRelief,
    HeavyOrHarmful,
    ConvictSupport,
}

/// How a parent takes part for somebody under 14.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Guardian {
    /// The parent consents in writing. Where the hub keeps consents, by a record that the parent confirms ([`super::consent`]); elsewhere on paper, which is handed
    /// to the organiser.
    WrittenConsent,
    /// The parent comes along.
    Present,
}

/// Why somebody of an age class may not take part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgeBar {
    /// The law keeps this kind of work from minors.
    Hazard(Hazard),
    /// The organiser takes people from this class on.
    YoungerThan(AgeClass),
    /// Under 14: a parent's written consent or presence is missing.
    GuardianNeeded,
}

/// May somebody of this class take part? `youngest` is the organiser's own limit and can only be stricter than the law.
pub fn age_bar(class: AgeClass, hazards: &[Hazard], youngest: AgeClass, guardian: Option<Guardian>) -> Result<(), AgeBar> {
    if class < AgeClass::Adult
        && let Some(hazard) = hazards.first()
    {
        return Err(AgeBar::Hazard(*hazard));
    }
    if class < youngest {
        return Err(AgeBar::YoungerThan(youngest));
    }
    if class == AgeClass::Under14 && guardian.is_none() {
        return Err(AgeBar::GuardianNeeded);
    }
    Ok(())
}
