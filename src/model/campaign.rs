//! Campaigns: what a city sets out to do together, how far it has come, and who says so. A goal and a figure count the same thing, in the campaign's one unit, so that nothing else is ever divided
//! by it; and a campaign that nobody has counted has no figure, which is not zero.

use super::{
    Day, Direction, Id, OrganisationId, PartialDate, Source, Texts,
    bulletin::{Fault, Faults, LONGEST_LINE, LONGEST_SUMMARY, LONGEST_TITLE, check_source, check_texts},
};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

pub type CampaignId = Id<Campaign>;

/// More than this nobody counts, also not in tenge.
pub const MOST_COUNTED: u64 = 1_000_000_000_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CampaignKind {
    /// Many deeds towards one number.
    Marathon,
    /// Money or things are gathered.
    Collection,
    /// Things are handed out.
    Distribution,
    /// Homes for people.
    Housing,
    /// None of those, and one that this version does not know.
    #[serde(other)]
    Other,
}

impl CampaignKind {
    pub const ALL: [Self; 5] = [Self::Marathon, Self::Collection, Self::Distribution, Self::Housing, Self::Other];

    pub fn key(self) -> &'static str {
        match self {
            Self::Marathon => "marathon",
            Self::Collection => "collection",
            Self::Distribution => "distribution",
            Self::Housing => "housing",
            Self::Other => "other",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Campaign {
    pub id: CampaignId,
    pub rev: u64,
    pub kind: CampaignKind,
    pub title: Texts,
    pub summary: Texts,
    #[serde(default)]
    pub direction: Option<Direction>,
    /// What `target` and `achieved` count: "good deeds".
    #[serde(default)]
    pub unit: Option<Texts>,
    /// What is counted, and what is not.
    #[serde(default)]
    pub definition: Option<Texts>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_000_000_000_000_u64))]
    pub target: Option<u64>,
    /// `None`: nobody has counted, which is not the same as zero.
    #[serde(default)]
    pub achieved: Option<Achieved>,
    #[serde(default)]
    pub begins: Option<PartialDate>,
    #[serde(default)]
    pub ends: Option<PartialDate>,
    #[serde(default)]
    pub organiser: Option<OrganisationId>,
    #[serde(default)]
    pub source: Option<Source>,
    /// Shown on the wall while it runs.
    #[serde(default)]
    pub wall: bool,
    #[serde(default)]
    pub demo: bool,
}

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Achieved {
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 1_000_000_000_000_u64))]
    pub value: u64,
    /// The source says "about".
    #[serde(default)]
    pub about: bool,
    pub as_of: PartialDate,
}

/// Where a campaign is on a day. In the order in which they are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Also one of which no end is known.
    Running,
    Coming,
    Over,
}

impl Campaign {
    /// Done of the target, in whole per cent, rounded down: 100 is said only of a target that was reached. `None` where there is no target, no figure, or nobody knows of what.
    pub fn share(&self) -> Option<u8> {
        let (target, achieved) = (self.target.filter(|target| *target > 0)?, self.achieved?);
        self.unit.as_ref()?;
        let share = u128::from(achieved.value) * 100 / u128::from(target);
        Some(u8::try_from(share.min(100)).unwrap_or(100))
    }

    /// A date known by its month or its year counts with all of its days.
    pub fn stands(&self, today: Day) -> Standing {
        if self.ends.is_some_and(|ends| ends.last_day() < today) {
            Standing::Over
        } else if self.begins.is_some_and(|begins| begins.first_day() > today) {
            Standing::Coming
        } else {
            Standing::Running
        }
    }

    /// What keeps it from being published; empty: nothing.
    pub fn check(&self, today: Day) -> Faults {
        let mut faults = Faults::new();
        let mut fault = |pointer: &str, fault| faults.push((pointer.to_owned(), fault));
        match self.target {
            Some(0) => fault("/target", Fault::Zero),
            Some(target) if target > MOST_COUNTED => fault("/target", Fault::NoNumber),
            _ => {}
        }
        if let Some(achieved) = self.achieved {
            if achieved.value > MOST_COUNTED {
                fault("/achieved/value", Fault::NoNumber);
            }
            if achieved.as_of.first_day() > today {
                fault("/achieved/as_of", Fault::Future);
            }
        }
        if self.unit.is_none() && (self.target.is_some() || self.achieved.is_some()) {
            fault("/unit", Fault::NoUnit);
        }
        if let (Some(begins), Some(ends)) = (self.begins, self.ends)
            && ends.last_day() < begins.first_day()
        {
            fault("/ends", Fault::EndsFirst);
        }
        check_texts("/title", Some(&self.title), LONGEST_TITLE, &mut faults);
        check_texts("/summary", Some(&self.summary), LONGEST_SUMMARY, &mut faults);
        check_texts("/unit", self.unit.as_ref(), LONGEST_LINE, &mut faults);
        check_texts("/definition", self.definition.as_ref(), LONGEST_SUMMARY, &mut faults);
        check_source(self.source.as_ref(), &mut faults);
        faults
    }
}

/// As they are listed: what runs, what is to come, what is over; within these the latest beginning first.
pub fn in_order(campaigns: &[Campaign], today: Day) -> Vec<&Campaign> {
    let mut all: Vec<&Campaign> = campaigns.iter().collect();
    all.sort_by(|a, b| order(a, today).cmp(&order(b, today)));
    all
}

fn order(campaign: &Campaign, today: Day) -> (Standing, Reverse<Option<Day>>, &CampaignId) {
    let when = campaign.begins.or(campaign.ends).map(PartialDate::first_day);
    (campaign.stands(today), Reverse(when), &campaign.id)
}

/// Those that the wall shows, at most so many.
pub fn on_wall(campaigns: &[Campaign], today: Day, most: usize) -> Vec<&Campaign> {
    let running = |one: &&Campaign| one.wall && one.stands(today) == Standing::Running;
    in_order(campaigns, today).into_iter().filter(running).take(most).collect()
}
