//! What is looked for, kept in the URL, so that a link and the back button find the same list.
//!
//! What is typed shows at once and goes into the URL a moment after the last letter: Safari refuses more than a hundred changes of the
//! address in half a minute, and the router does not survive the refusal.

use super::href;
use crate::{
    model::{
        OrganisationKind,
        directory::{Section, Wanted},
        fold::Query,
    },
    routes::{self, query},
    state::{App, use_app},
    web::clock,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
    params::ParamsMap,
};

/// After the last letter, in milliseconds.
const PAUSE: u64 = 400;

/// The URL, read.
#[derive(Clone, PartialEq, Default)]
pub struct Asked {
    text: String,
    pub kind: Option<OrganisationKind>,
    pub district: Option<String>,
    /// A filter is there that names nothing we know; it is left out and that is said.
    pub unclear: bool,
}

impl Asked {
    fn read(map: &ParamsMap, app: App, section: Section) -> Self {
        let (kind, district) = (map.get_str(query::KIND), map.get_str(query::DISTRICT));
        let known_kind = kind.and_then(OrganisationKind::from_key).filter(|kind| Section::of(*kind) == section);
        let known_district = district.filter(|key| app.hub().district(key).is_some()).map(str::to_owned);
        Self {
            text: map.get_str(query::SEARCH).unwrap_or_default().to_owned(),
            unclear: (kind.is_some() && known_kind.is_none()) || (district.is_some() && known_district.is_none()),
            kind: known_kind,
            district: known_district,
        }
    }

    fn url(&self, section: Section) -> String {
        let kind = self.kind.map(OrganisationKind::key);
        routes::with(
            href(section),
            &[
                (query::SEARCH, &self.text),
                (query::KIND, kind.unwrap_or_default()),
                (query::DISTRICT, self.district.as_deref().unwrap_or_default()),
            ],
        )
    }
}

#[derive(Clone, Copy)]
pub struct Filters {
    /// As it stands in the field.
    pub typed: RwSignal<String>,
    pub asked: Memo<Asked>,
    section: Section,
    go: Callback<String>,
    /// The text that we put into the URL ourselves, to tell it from one that came by a link or the back button.
    written: StoredValue<String>,
    turn: StoredValue<u32>,
}

impl Filters {
    /// Of the page that is being made.
    pub fn of_url(section: Section) -> Self {
        let (app, map, navigate) = (use_app(), use_query_map(), use_navigate());
        let asked = Memo::new(move |_| map.with(|map| Asked::read(map, app, section)));
        let text = asked.with_untracked(|asked| asked.text.clone());
        let options = || NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        let this = Self {
            typed: RwSignal::new(text.clone()),
            asked,
            section,
            go: Callback::new(move |url: String| navigate(&url, options())),
            written: StoredValue::new(text),
            turn: StoredValue::new(0),
        };
        Effect::new(move |_| {
            let text = this.asked.with(|asked| asked.text.clone());
            if this.written.with_value(|written| *written != text) {
                this.written.set_value(text.clone());
                this.typed.set(text);
            }
        });
        this
    }

    pub fn wanted(&self) -> Wanted {
        let query = self.typed.with(|typed| Query::new(typed));
        self.asked.with(|asked| Wanted { kind: asked.kind, district: asked.district.clone(), query })
    }

    pub fn is_any(&self) -> bool {
        self.typed.with(|typed| !typed.trim().is_empty()) || self.asked.with(|asked| asked.kind.is_some() || asked.district.is_some())
    }

    pub fn type_in(&self, text: String) {
        self.typed.set(text);
        let (this, turn) = (*self, self.turn.get_value().wrapping_add(1));
        self.turn.set_value(turn);
        spawn_local(async move {
            clock::sleep(PAUSE).await;
            // A later letter has its own alarm; and when the page is gone, nobody wants to be called back to it.
            if this.turn.try_get_value() == Some(turn) {
                this.change(|_| {});
            }
        });
    }

    pub fn set_kind(&self, kind: Option<OrganisationKind>) {
        self.change(|asked| asked.kind = kind);
    }

    pub fn set_district(&self, district: Option<String>) {
        self.change(|asked| asked.district = district);
    }

    pub fn clear(&self) {
        self.typed.set(String::new());
        self.change(|asked| *asked = Asked::default());
    }

    fn change(&self, change: impl FnOnce(&mut Asked)) {
        let mut asked = self.asked.get_untracked();
        change(&mut asked);
        asked.text = self.typed.with_untracked(|typed| typed.trim().to_owned());
        self.written.set_value(asked.text.clone());
        self.go.run(asked.url(self.section));
    }
}
