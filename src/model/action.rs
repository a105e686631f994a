//! An action: one event that people take part in. The list record carries what a listing shows and what the rules need; the detail
//! carries texts and is fetched when somebody opens the action.

use super::{
    AgeClass, CoverRule, Direction, Hazard, HoursRule, Id, Instant, Occurrence, OrganisationId, Seats, SeriesId, Shift, ShiftId, Source,
    Texts, called_off::CalledOff, report::Report,
};
use serde::{Deserialize, Serialize};

pub type ActionId = Id<Action>;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ActionState {
    /// Open for joining until it starts.
    Published,
    /// Called off; stays visible so that nobody comes in vain.
    Cancelled,
}

/// The list record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Action {
    pub id: ActionId,
    /// Grows with every change of the record, over the whole backend; the later of two versions has the larger one.
    pub rev: u64,
    pub state: ActionState,
    pub title: Texts,
    pub direction: Direction,
    /// Key of a district of the hub (see hub.json); `None` where no source says.
    #[serde(default)]
    pub district: Option<String>,
    /// Short name of the place.
    #[serde(default)]
    pub place: Option<Texts>,
    #[serde(default)]
    pub organiser: Option<OrganisationId>,
    /// At least one, ascending by start.
    #[serde(deserialize_with = "some_shifts")]
    #[cfg_attr(feature = "openapi", schema(min_items = 1))]
    pub shifts: Vec<Shift>,
    /// The organiser's own limit; never below the law's.
    pub youngest: AgeClass,
    #[serde(default)]
    pub hazards: Vec<Hazard>,
    /// Whether a full shift keeps a waitlist.
    pub waitlist: bool,
    /// Made up for the demo city.
    #[serde(default)]
    pub demo: bool,
    /// It is one date of this series. The other dates are the actions that name the same one.
    #[serde(default)]
    pub series: Option<SeriesId>,
}

fn some_shifts<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<Shift>, D::Error> {
    let shifts = Vec::<Shift>::deserialize(deserializer)?;
    if shifts.is_empty() {
        return Err(serde::de::Error::custom("an action needs at least one shift"));
    }
    // Not in the reference backend (feature `openapi`): it reads what somebody typed and names the very field; here the record is one of many, and costs itself.
    if cfg!(not(feature = "openapi")) && shifts.iter().any(|shift| shift.ends < shift.starts) {
        return Err(serde::de::Error::custom("a shift ends before it starts"));
    }
    Ok(shifts)
}

impl Action {
    pub fn starts(&self) -> Instant {
        self.shifts.iter().map(|shift| shift.starts).min().unwrap_or_default()
    }

    pub fn ends(&self) -> Instant {
        self.shifts.iter().map(|shift| shift.ends).max().unwrap_or_default()
    }

    /// Over all shifts.
    pub fn seats(&self) -> Seats {
        Seats::sum(self.shifts.iter().map(|shift| shift.seats))
    }

    pub fn shift(&self, id: &ShiftId) -> Option<&Shift> {
        self.shifts.iter().find(|shift| shift.id == *id)
    }

    /// The order of every listing: by start, then by id. Cursor pages rely on it.
    pub fn order(&self) -> (Instant, &ActionId) {
        (self.starts(), &self.id)
    }
}

/// What only the action's own page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActionDetail {
    /// The list record as of the same moment.
    pub action: Action,
    /// What will be done.
    #[serde(default)]
    pub about: Option<Texts>,
    /// What to bring, wear or know, a line each.
    #[serde(default)]
    pub requirements: Vec<Texts>,
    /// Where exactly people meet.
    #[serde(default)]
    pub meeting: Option<Texts>,
    #[serde(default)]
    pub address: Option<Texts>,
    /// Only where a source states them. No pin that we do not know.
    #[serde(default)]
    pub coordinates: Option<Coordinates>,
    /// All organisers, the first of them is the action's.
    #[serde(default)]
    pub organisers: Vec<OrganisationId>,
    #[serde(default)]
    pub source: Option<Source>,
    /// Counts changes that people with the action in their calendar must hear of (RFC 5545 SEQUENCE).
    #[serde(default)]
    pub sequence: u32,
    /// How hours are counted.
    #[serde(default)]
    pub hours: HoursRule,
    #[serde(default)]
    pub cover: CoverRule,
    /// Where it is one date of a series.
    #[serde(default)]
    pub series: Option<Occurrence>,
    /// What came of it, once it is over and somebody has written it down.
    #[serde(default)]
    pub report: Option<Report>,
    /// Only where it was called off; why is for whoever calls it off to write. Where it is left out of a change, it stays as it was.
    #[serde(default)]
    pub called_off: Option<CalledOff>,
}

impl ActionDetail {
    /// `None`: it was not called off.
    pub fn off(&self) -> Option<CalledOff> {
        (self.action.state == ActionState::Cancelled).then(|| self.called_off.clone().unwrap_or_default())
    }
}

/// Degrees, WGS 84.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Coordinates {
    pub lat: f64,
    pub lon: f64,
    /// The source gives them only roughly (about a kilometre).
    #[serde(default)]
    pub coarse: bool,
}
impl Coordinates {
    /// North or south of the equator.
    pub const MOST_LAT: f64 = 90.0;
    /// East or west of Greenwich.
    pub const MOST_LON: f64 = 180.0;

    pub fn are_on_earth(&self) -> bool {
        self.lat.abs() <= Self::MOST_LAT && self.lon.abs() <= Self::MOST_LON
    }
}
impl Eq for Coordinates {}
