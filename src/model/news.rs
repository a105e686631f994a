//! News: short texts of the hub and of its partners, by date. One that has run out is no longer told on the wall, and still found among earlier ones.

use super::{
    Id, Instant, OrganisationId, Source, Texts,
    bulletin::{Fault, Faults, LONGEST_TEXT, LONGEST_TITLE, check_source, check_texts},
    instant::MINUTE,
};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

pub type NewsId = Id<NewsItem>;

/// How far a device's clock may be ahead before what it calls now is the future.
const AHEAD: i64 = 10 * MINUTE;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewsItem {
    pub id: NewsId,
    pub rev: u64,
    pub title: Texts,
    pub text: Texts,
    pub published: Instant,
    /// From when on it is no longer news; `None`: as long as nothing newer takes its place.
    #[serde(default)]
    pub until: Option<Instant>,
    /// Where more of it stands.
    #[serde(default)]
    pub source: Option<Source>,
    /// Whose news it is; `None`: the hub's own.
    #[serde(default)]
    pub organisation: Option<OrganisationId>,
    #[serde(default)]
    pub demo: bool,
}

impl NewsItem {
    pub fn is_current(&self, now: Instant) -> bool {
        self.until.is_none_or(|until| now < until)
    }

    /// What keeps it from being published; empty: nothing. There is no news of tomorrow: whatever is saved is read by everybody at once.
    pub fn check(&self, now: Instant) -> Faults {
        let mut faults = Faults::new();
        check_texts("/title", Some(&self.title), LONGEST_TITLE, &mut faults);
        check_texts("/text", Some(&self.text), LONGEST_TEXT, &mut faults);
        if self.published > now.plus(AHEAD) {
            faults.push(("/published".to_owned(), Fault::Future));
        }
        if self.until.is_some_and(|until| until <= self.published) {
            faults.push(("/until".to_owned(), Fault::EndsFirst));
        }
        check_source(self.source.as_ref(), &mut faults);
        faults
    }
}

/// As they are listed.
pub fn newest_first(items: &[NewsItem]) -> Vec<&NewsItem> {
    let mut all: Vec<&NewsItem> = items.iter().collect();
    all.sort_by_key(|one| (Reverse(one.published), &one.id));
    all
}

/// Those that are still news, the newest first, at most so many.
pub fn current(items: &[NewsItem], now: Instant, most: usize) -> Vec<&NewsItem> {
    newest_first(items).into_iter().filter(|one| one.is_current(now)).take(most).collect()
}
