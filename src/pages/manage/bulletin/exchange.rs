//! Which record is written, how it is had from the backend, and how it goes there.

use super::sheet::Sheet;
use crate::{
    api::{ApiError, Fetched, campaigns, news},
    model::{
        Campaign, CampaignId, NewsId, NewsItem,
        bulletin::{Faults, check_whose},
        bulletin_draft::Draft,
        bulletin_held::Version,
    },
    web::clock,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Campaign,
    News,
}

/// Which record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Of {
    Campaign(CampaignId),
    News(NewsId),
}

impl Of {
    pub fn what(&self) -> What {
        match self {
            Self::Campaign(_) => What::Campaign,
            Self::News(_) => What::News,
        }
    }
}

pub enum Record {
    Campaign(Box<Campaign>),
    News(Box<NewsItem>),
}

impl Sheet {
    /// `None`: the page is gone.
    pub(super) async fn fetch(self) -> Option<Result<Version, ApiError>> {
        let client = self.app.client();
        Some(match self.of.try_get_value()? {
            Of::Campaign(id) => fresh(client.read(&campaigns::get(&id)).await).map(|(one, etag)| of_campaign(&one, etag)),
            Of::News(id) => fresh(client.read(&news::get(&id)).await).map(|(one, etag)| self.of_news(&one, etag)),
        })
    }

    fn of_news(self, item: &NewsItem, etag: Option<String>) -> Version {
        Version { draft: Draft::of_news(item, &self.app.zone()), etag, demo: item.demo, published: Some(item.published) }
    }

    /// What is typed as a record, or what is wrong with it.
    pub(super) fn record(self, draft: &Draft) -> Result<Record, Faults> {
        let (now, zone) = (clock::now(), self.app.zone());
        let (demo, published) = self.base.with_untracked(|base| (base.demo, base.published.unwrap_or(now)));
        let record = match self.of.get_value() {
            Of::Campaign(id) => draft.campaign(id, demo, zone.day(now)).map(|one| Record::Campaign(Box::new(one))),
            Of::News(id) => draft.news(id, demo, published, now, &zone).map(|one| Record::News(Box::new(one))),
        };
        let mut foreign = Faults::new();
        check_whose(self.whose(), draft.get(self.whose()), untrack(|| self.own()).as_deref(), &mut foreign);
        match record {
            Ok(record) if foreign.is_empty() => Ok(record),
            Ok(_) => Err(foreign),
            Err(faults) => Err(faults.into_iter().chain(foreign).collect()),
        }
    }

    pub(super) async fn send(self, record: &Record, etag: Option<&str>, key: &str) -> Result<Version, ApiError> {
        let client = self.app.client();
        match record {
            Record::Campaign(one) => client.send(&campaigns::put(one, etag, key)).await.map(|(one, etag)| of_campaign(&one, etag)),
            Record::News(one) => client.send(&news::put(one, etag, key)).await.map(|(one, etag)| self.of_news(&one, etag)),
        }
    }
}

fn of_campaign(campaign: &Campaign, etag: Option<String>) -> Version {
    Version { draft: Draft::of_campaign(campaign), etag, demo: campaign.demo, published: None }
}

/// Nobody asked whether it is still the same, so "as it was" answers nothing.
fn fresh<T>(answer: Result<Fetched<T>, ApiError>) -> Result<T, ApiError> {
    match answer? {
        Fetched::New(record) => Ok(record),
        Fetched::Unchanged => Err(ApiError::Unexpected { status: 304 }),
    }
}
