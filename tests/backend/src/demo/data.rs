//! The shapes of `demo/*.json` where they are not the wire types themselves. The files are part of the program, so what is wrong with
//! one of them is a mistake of ours, found by the tests: reading panics.

use super::DemoAccount;
use meyirim::model::{
    AgeClass, Campaign, Centre, Coordinates, Direction, Hazard, Indicator, Lang, NewsItem, Organisation, OrganisationId, PartialDate,
    Source, Texts,
};
use serde::{Deserialize, de::DeserializeOwned};
use std::collections::BTreeMap;

/// A text that is still to be filled in: `{place}` becomes the name of the place. All three languages are there.
#[derive(Debug, Clone, Deserialize)]
pub struct Words {
    pub kk: String,
    pub ru: String,
    pub en: String,
}

impl Words {
    /// Without one language where `lacking` names it: an organiser who has not translated yet.
    pub fn fill(&self, place: &Words, lacking: Option<Lang>) -> Texts {
        let one = |lang: Lang, words: &str, place: &str| (lacking != Some(lang)).then(|| words.replace("{place}", place));
        let (kk, ru, en) = (one(Lang::Kk, &self.kk, &place.kk), one(Lang::Ru, &self.ru, &place.ru), one(Lang::En, &self.en, &place.en));
        Texts::new(kk.as_deref(), ru.as_deref(), en.as_deref()).expect("demo data: a text in three languages is not empty")
    }

    pub fn texts(&self) -> Texts {
        self.fill(self, None)
    }
}

/// A real action that is over. Only those that a source dates to the day, see [`super::real::past`].
#[derive(Debug, Deserialize)]
pub struct Past {
    pub id: String,
    pub title: Texts,
    pub direction: Direction,
    pub date: PartialDate,
    pub district: Option<String>,
    pub place: Option<Texts>,
    #[serde(default)]
    pub organisers: Vec<OrganisationId>,
    pub about: Texts,
    pub source: Source,
}

/// Where made-up actions happen: public places that sources name, and made-up houses of made-up organisations.
#[derive(Debug, Deserialize)]
pub struct Place {
    pub tags: Vec<String>,
    pub name: Words,
    /// Only where a source says so.
    pub district: Option<String>,
    pub coordinates: Option<Coordinates>,
    pub organiser: Option<OrganisationId>,
}

/// A kind of action that happens again and again.
#[derive(Debug, Deserialize)]
pub struct Pattern {
    pub id: String,
    pub direction: Direction,
    /// `None`: whoever runs the place.
    pub organiser: Option<OrganisationId>,
    /// Tags of the places where it may be.
    pub places: Vec<String>,
    /// Whether a house number makes the place exact.
    #[serde(default)]
    pub numbered: bool,
    /// 1 is Monday.
    pub days: Vec<i8>,
    /// 1 is January; none given: all year.
    #[serde(default)]
    pub months: Vec<i8>,
    /// `HH:MM` on the hub's clock.
    pub starts: Vec<String>,
    pub weight: usize,
    #[serde(default = "anyone")]
    pub youngest: AgeClass,
    #[serde(default)]
    pub hazards: Vec<Hazard>,
    #[serde(default = "yes")]
    pub waitlist: bool,
    /// How long before the start a place can still be given up.
    pub withdraw_hours: Option<i64>,
    pub titles: Vec<Words>,
    pub about: Words,
    pub meeting: String,
    pub requirements: Vec<String>,
    pub shifts: Vec<PatternShift>,
}

#[derive(Debug, Deserialize)]
pub struct PatternShift {
    pub role: Option<String>,
    /// Minutes from the action's start.
    pub after: i64,
    pub minutes: i64,
    /// From and to.
    pub needed: (u32, u32),
    pub most: (u32, u32),
}

fn anyone() -> AgeClass {
    AgeClass::Under14
}

fn yes() -> bool {
    true
}

/// What patterns share, by key.
#[derive(Debug, Deserialize)]
pub struct Shared {
    pub roles: BTreeMap<String, Words>,
    pub requirements: BTreeMap<String, Words>,
    pub meetings: BTreeMap<String, Words>,
}

/// A public holiday of every year.
#[derive(Debug, Deserialize)]
pub struct Holiday {
    pub month: i8,
    pub day: i8,
    pub name: Texts,
}

/// Given names and surnames of one of the city's peoples. Any combination is as good as another; none is meant.
#[derive(Debug, Deserialize)]
pub struct Names {
    pub female: Vec<String>,
    pub male: Vec<String>,
    /// The form for men.
    pub surnames: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub struct AllNames {
    pub kazakh: Names,
    pub russian: Names,
    pub uzbek: Names,
}

fn read<T: DeserializeOwned>(file: &str, text: &str) -> T {
    serde_json::from_str(text).unwrap_or_else(|why| panic!("demo/{file}: {why}"))
}

macro_rules! files {
    ($($name:ident: $type:ty = $file:literal;)*) => {$(
        pub fn $name() -> $type {
            read($file, include_str!(concat!("../../demo/", $file)))
        }
    )*};
}

files! {
    organisations: Vec<Organisation> = "organisations.json";
    made_up_organisations: Vec<Organisation> = "made-up-organisations.json";
    past: Vec<Past> = "past.json";
    indicators: Vec<Indicator> = "indicators.json";
    campaigns: Vec<Campaign> = "campaigns.json";
    made_up_campaigns: Vec<Campaign> = "made-up-campaigns.json";
    made_up_news: Vec<NewsItem> = "made-up-news.json";
    places: Vec<Place> = "places.json";
    patterns: Vec<Pattern> = "patterns.json";
    shared: Shared = "texts.json";
    names: AllNames = "names.json";
    accounts: Vec<DemoAccount> = "accounts.json";
    centre: Centre = "centre.json";
    holidays: Vec<Holiday> = "holidays.json";
}
