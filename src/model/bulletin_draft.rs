//! A record as it is being typed: a text for each place of it, under the JSON pointer of that place. So one form serves a campaign, a news item and the centre ([`super::centre_form`]), a fault stands where it belongs, and what two
//! have typed at once is brought together place by place ([`super::draft_merge`]).

use super::{
    Campaign, CampaignId, Direction, Instant, Lang, NewsId, NewsItem, OrganisationId, PartialDate, Source, Texts, WebLink, Zone,
    action_draft::Typed,
    bulletin::{Fault, Faults},
    campaign::{Achieved, CampaignKind},
    instant::{add_days, iso, parse_day},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, str::FromStr};

/// What stands for "yes" at a place that is ticked or not.
pub const YES: &str = "yes";

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Draft(pub(super) BTreeMap<String, String>);

impl Draft {
    /// Empty where nothing was typed.
    pub fn get(&self, at: &str) -> &str {
        self.0.get(at).map_or("", String::as_str)
    }

    pub fn put(&mut self, at: &str, text: &str) {
        if text.is_empty() {
            self.0.remove(at);
        } else {
            self.0.insert(at.to_owned(), text.to_owned());
        }
    }

    pub fn is_ticked(&self, at: &str) -> bool {
        self.get(at) == YES
    }

    /// The languages of a text, whose pointers are below its own.
    pub fn typed(&self, at: &str) -> Typed {
        let mut typed = Typed::default();
        for lang in Lang::ALL {
            *typed.at(lang) = self.get(&format!("{at}/{}", lang.code())).to_owned();
        }
        typed
    }

    pub(super) fn put_texts(&mut self, at: &str, texts: Option<&Texts>) {
        for lang in Lang::ALL {
            self.put(&format!("{at}/{}", lang.code()), texts.and_then(|texts| texts.get(lang)).unwrap_or_default());
        }
    }

    fn put_source(&mut self, source: Option<&Source>) {
        if let Some(source) = source {
            self.put("/source/publisher", &source.publisher);
            self.put("/source/url", source.url.as_str());
            self.put("/source/published", &source.published.map(|date| date.to_string()).unwrap_or_default());
        }
    }

    pub fn of_campaign(campaign: &Campaign) -> Self {
        let mut draft = Self::default();
        let date = |date: Option<PartialDate>| date.map(|date| date.to_string()).unwrap_or_default();
        let ticked = |yes: bool| if yes { YES } else { "" };
        draft.put_texts("/title", Some(&campaign.title));
        draft.put_texts("/summary", Some(&campaign.summary));
        draft.put("/kind", campaign.kind.key());
        draft.put("/direction", campaign.direction.map(Direction::key).unwrap_or_default());
        draft.put("/organiser", campaign.organiser.as_ref().map(OrganisationId::as_str).unwrap_or_default());
        draft.put("/target", &campaign.target.map(|target| target.to_string()).unwrap_or_default());
        draft.put_texts("/unit", campaign.unit.as_ref());
        draft.put_texts("/definition", campaign.definition.as_ref());
        if let Some(Achieved { value, about, as_of }) = campaign.achieved {
            draft.put("/achieved/value", &value.to_string());
            draft.put("/achieved/about", ticked(about));
            draft.put("/achieved/as_of", &as_of.to_string());
        }
        draft.put("/begins", &date(campaign.begins));
        draft.put("/ends", &date(campaign.ends));
        draft.put("/wall", ticked(campaign.wall));
        draft.put_source(campaign.source.as_ref());
        draft
    }

    pub fn of_news(item: &NewsItem, zone: &Zone) -> Self {
        let mut draft = Self::default();
        draft.put_texts("/title", Some(&item.title));
        draft.put_texts("/text", Some(&item.text));
        draft.put("/organisation", item.organisation.as_ref().map(OrganisationId::as_str).unwrap_or_default());
        draft.put("/until", &item.until.map(|until| iso(zone.day(until.plus(-1)))).unwrap_or_default());
        draft.put_source(item.source.as_ref());
        draft
    }

    /// The campaign that it makes; what only the backend says of it (`rev`) is 0.
    pub fn campaign(&self, id: CampaignId, demo: bool, today: super::Day) -> Result<Campaign, Faults> {
        let mut read = Reading::of(self);
        let title = read.texts("/title", Fault::Missing);
        let summary = read.texts("/summary", Fault::Missing);
        let value = read.number("/achieved/value");
        let as_of = read.date("/achieved/as_of");
        if value.is_some() && self.get("/achieved/as_of").trim().is_empty() {
            read.fault("/achieved/as_of", Fault::NoAsOf);
        }
        let target = read.number("/target");
        let (begins, ends) = (read.date("/begins"), read.date("/ends"));
        let source = read.source();
        let faults = read.faults;
        let (Some(title), Some(summary), true) = (title, summary, faults.is_empty()) else { return Err(faults) };
        let campaign = Campaign {
            id,
            rev: 0,
            kind: CampaignKind::from_key(self.get("/kind")).unwrap_or(CampaignKind::Other),
            title,
            summary,
            direction: Direction::from_key(self.get("/direction")),
            unit: self.typed("/unit").texts(),
            definition: self.typed("/definition").texts(),
            target,
            achieved: value.zip(as_of).map(|(value, as_of)| Achieved { value, about: self.is_ticked("/achieved/about"), as_of }),
            begins,
            ends,
            organiser: OrganisationId::new(self.get("/organiser")).ok(),
            source,
            wall: self.is_ticked("/wall"),
            demo,
        };
        let faults = campaign.check(today);
        if faults.is_empty() { Ok(campaign) } else { Err(faults) }
    }

    /// The news item that it makes. The last day on which it is news belongs to it.
    pub fn news(&self, id: NewsId, demo: bool, published: Instant, now: Instant, zone: &Zone) -> Result<NewsItem, Faults> {
        let mut read = Reading::of(self);
        let title = read.texts("/title", Fault::Missing);
        let text = read.texts("/text", Fault::Missing);
        let until = read.read("/until", Fault::NoDate, parse_day);
        let source = read.source();
        let faults = read.faults;
        let (Some(title), Some(text), true) = (title, text, faults.is_empty()) else { return Err(faults) };
        let item = NewsItem {
            id,
            rev: 0,
            title,
            text,
            published,
            until: until.map(|day| zone.start_of(add_days(day, 1))),
            source,
            organisation: OrganisationId::new(self.get("/organisation")).ok(),
            demo,
        };
        let faults = item.check(now);
        if faults.is_empty() { Ok(item) } else { Err(faults) }
    }
}

/// What was typed, read place by place; what cannot be read is written down, as each form names it.
pub(super) struct Reading<'a, F> {
    pub draft: &'a Draft,
    pub faults: Vec<(String, F)>,
}

impl<'a, F> Reading<'a, F> {
    pub fn of(draft: &'a Draft) -> Self {
        Self { draft, faults: Vec::new() }
    }

    pub fn fault(&mut self, at: &str, fault: F) {
        self.faults.push((at.to_owned(), fault));
    }

    /// `missing`: nothing is written in any language.
    pub fn texts(&mut self, at: &str, missing: F) -> Option<Texts> {
        let texts = self.draft.typed(at).texts();
        if texts.is_none() {
            self.fault(at, missing);
        }
        texts
    }

    /// `None` also where nothing was typed.
    pub fn read<T>(&mut self, at: &str, fault: F, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = Some(self.draft.get(at).trim()).filter(|text| !text.is_empty())?;
        let value = read(text);
        if value.is_none() {
            self.fault(at, fault);
        }
        value
    }
}

impl Reading<'_, Fault> {
    /// Digits, in groups or not: "4 000".
    fn number(&mut self, at: &str) -> Option<u64> {
        self.read(at, Fault::NoNumber, |text| {
            let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
        })
    }

    fn date(&mut self, at: &str) -> Option<PartialDate> {
        self.read(at, Fault::NoDate, |text| PartialDate::from_str(text).ok())
    }

    fn source(&mut self) -> Option<Source> {
        let publisher = self.draft.get("/source/publisher").trim();
        let published = self.date("/source/published");
        let url = self.read("/source/url", Fault::NoLink, |text| WebLink::new(text).ok());
        let no_url = self.draft.get("/source/url").trim().is_empty();
        if no_url && publisher.is_empty() {
            return None;
        }
        if no_url {
            self.fault("/source/url", Fault::NoLink);
        }
        if publisher.is_empty() {
            self.fault("/source/publisher", Fault::NoPublisher);
        }
        Some(Source { publisher: publisher.to_owned(), url: url?, published })
    }
}
