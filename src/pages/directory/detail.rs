//! One organisation's page: which record the URL names, and what is said where there is none.

use super::{href, place, record::Whole};
use crate::{
    model::{Organisation as Record, OrganisationId, directory::Section},
    shell::{Back, Page, listing::Missing},
    state::{App, use_app},
};
use leptos::prelude::*;
use std::sync::Arc;

#[derive(Clone, PartialEq)]
enum Found {
    /// The list of organisations is not there yet.
    NotYet,
    /// It is there, and this is not in it.
    Nowhere,
    /// The same, but without a connection the list may be old.
    NotSaved,
    Here(Arc<Record>),
}

#[component]
pub fn Organisation(section: Section, id: String) -> impl IntoView {
    let app = use_app();
    let id = OrganisationId::new(&id).ok();
    let found = Memo::new(move |_| find(app, id.as_ref()));
    let list_name = move || super::title(&app.t().directory, section).to_owned();
    let title = Signal::derive(move || match found.get() {
        Found::Here(record) => app.show(&record.name).text.to_owned(),
        Found::NotYet => list_name(),
        Found::Nowhere => app.t().directory.not_found.to_owned(),
        Found::NotSaved => app.t().directory.not_saved.to_owned(),
    });
    let back = Back { href: href(section), label: Signal::derive(list_name) };
    let listing = app.directory.organisations;
    let body = move || match found.get() {
        Found::Here(record) => view! { <Whole record /> }.into_any(),
        Found::NotYet => view! { <h1>{title}</h1> <Missing failure=listing.failure /> }.into_any(),
        Found::Nowhere => view! { <NotHere section title hint=|app| app.t().directory.not_found_hint /> }.into_any(),
        Found::NotSaved => view! { <NotHere section title hint=|app| app.t().directory.not_saved_hint /> }.into_any(),
    };
    view! {
        <Page title place=place(section) class="detail" back>
            {body}
        </Page>
    }
}

/// `id`: `None` where the URL holds no id at all.
fn find(app: App, id: Option<&OrganisationId>) -> Found {
    let listing = app.directory.organisations;
    if listing.items.with(Option::is_none) {
        return Found::NotYet;
    }
    match id.and_then(|id| app.directory.find(id)) {
        Some(record) => Found::Here(Arc::new(record)),
        None if id.is_some()
            && (app.connection.is_offline()
                || listing.failure.with(|failure| failure.as_ref().is_some_and(|error| error.is_offline()))) =>
        {
            Found::NotSaved
        }
        None => Found::Nowhere,
    }
}

#[component]
fn NotHere(section: Section, title: Signal<String>, hint: fn(App) -> &'static str) -> impl IntoView {
    let app = use_app();
    view! {
        <h1>{title}</h1>
        <p class="quiet">{move || hint(app)}</p>
        <p class="actions">
            <a class="button primary" href=href(section)>
                {move || app.t().directory.to_list}
            </a>
        </p>
    }
}
