//! Which record is written, how it is had from the backend, and how it goes there.

use super::sheet::Sheet;
use crate::{
    api::{ApiError, Fetched, campaigns, centre, news},
    model::{
        Campaign, CampaignId, Centre, NewsId, NewsItem,
        bulletin::{self, Faults, check_whose},
        bulletin_draft::Draft,
        bulletin_held::Version,
        centre_form,
    },
    web::clock,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Campaign,
    News,
    /// The settings of the coworking centre.
    Centre,
}

/// Which record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Of {
    Campaign(CampaignId),
    News(NewsId),
    Centre,
}

impl Of {
    pub fn what(&self) -> What {
        match self {
            Self::Campaign(_) => What::Campaign,
            Self::News(_) => What::News,
            Self::Centre => What::Centre,
        }
    }
}

pub enum Record {
    Campaign(Box<Campaign>),
    News(Box<NewsItem>),
    Centre(Box<Centre>),
}

/// What is wrong with a field of one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    Bulletin(bulletin::Fault),
    Centre(centre_form::Fault),
}

impl Sheet {
    /// `None`: the page is gone.
    pub(super) async fn fetch(self) -> Option<Result<Version, ApiError>> {
        let client = self.app.client();
        Some(match self.of.try_get_value()? {
            Of::Campaign(id) => fresh(client.read(&campaigns::get(&id)).await).map(|(one, etag)| of_campaign(&one, etag)),
            Of::News(id) => fresh(client.read(&news::get(&id)).await).map(|(one, etag)| self.of_news(&one, etag)),
            Of::Centre => fresh(client.read(&centre::settings()).await).map(|(one, etag)| of_centre(&one, etag)),
        })
    }

    fn of_news(self, item: &NewsItem, etag: Option<String>) -> Version {
        Version { draft: Draft::of_news(item, &self.app.zone()), etag, demo: item.demo, published: Some(item.published) }
    }

    /// What is typed as a record, or what is wrong with it.
    pub(in crate::pages::manage) fn record(self, draft: &Draft) -> Result<Record, Vec<(String, Wrong)>> {
        let (now, zone) = (clock::now(), self.app.zone());
        let (demo, published) = self.base.with_untracked(|base| (base.demo, base.published.unwrap_or(now)));
        let record = match self.of.get_value() {
            Of::Campaign(id) => draft.campaign(id, demo, zone.day(now)).map(|one| Record::Campaign(Box::new(one))),
            Of::News(id) => draft.news(id, demo, published, now, &zone).map(|one| Record::News(Box::new(one))),
            Of::Centre => {
                let wrong = |faults: centre_form::Faults| faults.into_iter().map(|(at, fault)| (at, Wrong::Centre(fault))).collect();
                return draft.centre(demo).map(|one| Record::Centre(Box::new(one))).map_err(wrong);
            }
        };
        let mut foreign = Faults::new();
        check_whose(self.whose(), draft.get(self.whose()), untrack(|| self.own()).as_deref(), &mut foreign);
        let wrong = |faults: Faults| faults.into_iter().map(|(at, fault)| (at, Wrong::Bulletin(fault))).collect();
        match record {
            Ok(record) if foreign.is_empty() => Ok(record),
            Ok(_) => Err(wrong(foreign)),
            Err(faults) => Err(wrong(faults.into_iter().chain(foreign).collect())),
        }
    }

    pub(super) async fn send(self, record: &Record, etag: Option<&str>, key: &str) -> Result<Version, ApiError> {
        let client = self.app.client();
        match record {
            Record::Campaign(one) => client.send(&campaigns::put(one, etag, key)).await.map(|(one, etag)| of_campaign(&one, etag)),
            Record::News(one) => client.send(&news::put(one, etag, key)).await.map(|(one, etag)| self.of_news(&one, etag)),
            Record::Centre(one) => {
                let strands = self.strands.get_value();
                client.send(&centre::put(one, etag, strands, key)).await.map(|(one, etag)| of_centre(&one, etag))
            }
        }
    }
}

fn of_campaign(campaign: &Campaign, etag: Option<String>) -> Version {
    Version { draft: Draft::of_campaign(campaign), etag, demo: campaign.demo, published: None }
}

fn of_centre(centre: &Centre, etag: Option<String>) -> Version {
    Version { draft: Draft::of_centre(centre), etag, demo: centre.demo, published: None }
}

/// Nobody asked whether it is still the same, so "as it was" answers nothing.
fn fresh<T>(answer: Result<Fetched<T>, ApiError>) -> Result<T, ApiError> {
    match answer? {
        Fetched::New(record) => Ok(record),
        Fetched::Unchanged => Err(ApiError::Unexpected { status: 304 }),
    }
}
