//! What is being looked for: read from the URL, written back to it.
//!
//! What is typed is applied at once and written to the URL a moment later, so that a keystroke costs a search and not a navigation.

use crate::{
    model::{
        Day, Direction,
        filter::{Circumstances, Filter},
        fold::Query,
        instant::parse_day,
    },
    routes::{self, query},
    state::{App, actions::Listed},
    web::clock,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
    params::ParamsMap,
};
use std::sync::Arc;

pub type Found = Arc<Vec<Arc<Listed>>>;

/// What the URL asks for, other than the search.
#[derive(Clone, PartialEq)]
pub struct Asked {
    pub filter: Filter,
    /// Something in the URL could not be understood.
    pub unclear: bool,
    pub month_view: bool,
    /// The first day of the month that the calendar shows.
    pub month: Option<Day>,
}

#[derive(Clone, Copy)]
pub struct Finder {
    pub typed: RwSignal<String>,
    pub asked: Memo<Asked>,
    /// What matches.
    pub found: Memo<Found>,
    app: App,
    params: Memo<ParamsMap>,
    turn: StoredValue<u64>,
}

impl Finder {
    pub fn from_url(app: App) -> Self {
        let params = use_query_map();
        let typed = RwSignal::new(params.with_untracked(|params| params.get(query::SEARCH).unwrap_or_default()));
        // Back and forward change the URL without typing.
        Effect::new(move |_| {
            let asked = params.with(|params| params.get(query::SEARCH).unwrap_or_default());
            if typed.with_untracked(|typed| typed.trim() != asked) {
                typed.set(asked);
            }
        });
        let asked = Memo::new(move |_| params.with(|params| read(app, params)));
        let found = Memo::new(move |_| asked.with(|asked| find(app, &asked.filter, &typed.get())));
        Self { typed, asked, found, app, params, turn: StoredValue::new(0) }
    }

    /// Everything that matches, whatever the day: for the calendar.
    pub fn found_any_day(&self) -> Found {
        let filter = Filter { day: None, ..self.asked.get().filter };
        let (typed, now) = (self.typed.get(), self.app.now.get());
        let mut found = find_all(self.app, &Filter { past: true, ..filter.clone() }, &typed, now);
        found.extend(find_all(self.app, &Filter { past: false, ..filter }, &typed, now));
        Arc::new(found)
    }

    /// The person typed.
    pub fn type_in(&self, text: String) {
        self.typed.set(text);
        let this = *self;
        let navigate = use_navigate_here();
        let turn = self
            .turn
            .try_update_value(|turn| {
                *turn += 1;
                *turn
            })
            .unwrap_or_default();
        spawn_local(async move {
            clock::sleep(400).await;
            // The page may be gone, or more may have been typed.
            if this.turn.try_get_value() == Some(turn) {
                let text = this.typed.get_untracked();
                this.go(&navigate, &[(query::SEARCH, Some(text.trim()).filter(|text| !text.is_empty()))]);
            }
        });
    }

    /// The address of this listing with some parameters changed; `None` takes one away.
    pub fn url_with(&self, changes: &[(&str, Option<&str>)]) -> String {
        let mut params = self.params.get_untracked();
        let typed = self.typed.get_untracked();
        params.remove(query::LANG);
        params.remove(query::SEARCH);
        if !typed.trim().is_empty() {
            params.insert(query::SEARCH, typed.trim().to_owned());
        }
        for (name, value) in changes {
            params.remove(name);
            if let Some(value) = value {
                params.insert((*name).to_owned(), (*value).to_owned());
            }
        }
        format!("{}{}", routes::ACTIONS, params.to_query_string())
    }

    /// Sets one filter, or takes it away.
    pub fn set(&self, name: &'static str, value: Option<&str>) {
        self.go(&use_navigate_here(), &[(name, value)]);
    }

    pub fn set_many(&self, changes: &[(&str, Option<&str>)]) {
        self.go(&use_navigate_here(), changes);
    }

    pub fn clear(&self) {
        self.typed.set(String::new());
        let all = [query::SEARCH, query::DIRECTION, query::DISTRICT, query::DAY, query::FREE, query::SUITS];
        self.set_many(&all.map(|name| (name, None)));
    }

    fn go(&self, navigate: &impl Fn(&str), changes: &[(&str, Option<&str>)]) {
        navigate(&self.url_with(changes));
    }
}

/// Navigates without a new entry in the history and without scrolling: changing a filter is not leaving the page.
fn use_navigate_here() -> impl Fn(&str) {
    let navigate = use_navigate();
    move |url| navigate(url, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() })
}

/// What is not understood is left out and told, never guessed.
fn read(app: App, params: &ParamsMap) -> Asked {
    let mut unclear = false;
    let mut flag = |name| match params.get(name).as_deref() {
        None | Some("") => false,
        Some("1") => true,
        Some(_) => {
            unclear = true;
            false
        }
    };
    let (free, suits, past) = (flag(query::FREE), flag(query::SUITS), flag(query::PAST));
    let mut parse = |name, known: &dyn Fn(&str) -> bool| {
        let value = params.get(name).filter(|value| !value.is_empty())?;
        let known = known(&value);
        unclear |= !known;
        known.then_some(value)
    };
    let direction = parse(query::DIRECTION, &|key| Direction::from_key(key).is_some());
    let district = parse(query::DISTRICT, &|key| app.hub().district(key).is_some());
    let day = parse(query::DAY, &|day| parse_day(day).is_some());
    let filter = Filter {
        query: None,
        direction: direction.as_deref().and_then(Direction::from_key),
        district,
        day: day.as_deref().and_then(parse_day),
        free,
        suits,
        past,
    };
    Asked {
        filter,
        unclear,
        month_view: params.get(query::VIEW).as_deref() == Some("month"),
        month: params.get(query::MONTH).and_then(|month| parse_day(&format!("{month}-01"))),
    }
}

fn find(app: App, filter: &Filter, typed: &str) -> Found {
    let now = app.now.get();
    let mut found = find_all(app, filter, typed, now);
    if filter.past && filter.day.is_none() {
        found.reverse();
    }
    Arc::new(found)
}

fn find_all(app: App, filter: &Filter, typed: &str, now: crate::model::Instant) -> Vec<Arc<Listed>> {
    let filter = Filter { query: Query::new(typed), ..filter.clone() };
    let zone = app.zone();
    let class = app.session.person.with(|person| person.as_ref().and_then(|person| person.age_class));
    let list = app.actions.list.get();
    let mut found = Vec::new();
    for listed in list.iter() {
        let key = || listed.key(|action| app.directory.organiser_key(action));
        if filter.shows(&listed.action, key, Circumstances { now, zone: &zone, class }) {
            found.push(listed.clone());
        }
    }
    found
}
