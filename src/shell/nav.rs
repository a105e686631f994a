//! The navigation: four places at the thumb on a phone, a side bar on a desk.

use super::{
    lazy::{Part, quietly},
    leads::Leads,
    page::{Brand, Place},
};
use crate::{
    i18n::Catalogue,
    model::Role,
    routes,
    state::use_app,
    ui::{Icon, Strokes, live, strokes},
    web::chunk,
};
use leptos::prelude::*;
use std::sync::Arc;

type Label = fn(&Catalogue) -> &'static str;

#[component]
pub fn Nav(place: Place) -> impl IntoView {
    let app = use_app();
    let tab = move |at: Place, href: &'static str, icon: Strokes, label: Label| {
        let current = (place == at).then_some("page");
        view! {
            <a href=href aria-current=current>
                <Icon name=icon />
                <span>{move || label(app.t())}</span>
            </a>
        }
    };
    // Shops and funds are two pages of the place "City".
    let city = matches!(place, Place::City | Place::Shops | Place::Funds).then_some("page");
    let leads = Memo::new(move |_| {
        app.session.person.with(|person| person.iter().any(|one| one.roles.iter().any(|role| *role != Role::Volunteer)))
    });
    let waiting = move || app.outbox.waiting(app).0;
    view! {
        <nav class="nav" aria-label=move || app.t().shell.nav>
            <Brand class="brand" />
            <div class="tabs">
                {tab(Place::Home, routes::HOME, strokes::HOME, |t| t.shell.home)}
                {tab(Place::Actions, routes::ACTIONS, strokes::CALENDAR, |t| t.shell.actions)}
                <a href=routes::SHOPS aria-current=city>
                    <Icon name=strokes::CITY />
                    <span>{move || app.t().shell.city}</span>
                </a>
                {tab(Place::Me, routes::ME, strokes::PERSON, |t| t.shell.me)}
            </div>
            <div class="more">
                <h2>{move || app.t().shell.public}</h2>
                {tab(Place::Shops, routes::SHOPS, strokes::STORE, |t| t.shell.shops)}
                {tab(Place::Funds, routes::FUNDS, strokes::HAND_COINS, |t| t.shell.funds)}
            </div>
            <div class="more">
                <h2>{move || app.t().shell.mine}</h2>
                <a href=routes::OUTBOX aria-current=(place == Place::Outbox).then_some("page")>
                    <Icon name=strokes::INBOX />
                    <span>{move || app.t().shell.outbox}</span>
                    {move || (waiting() > 0).then(|| view! { <span class="count badge seam" data-tone="queued">{waiting()}</span> }.into_any())}
                </a>
                {live(move || leads.get().then(|| quietly(|| Box::pin(async { chunk::call!(lead_links()).await.map(|view| Arc::new(view) as Part) }))))}
            </div>
            <div class="foot">{tab(Place::Settings, routes::SETTINGS, strokes::GEAR, |t| t.shell.settings)}</div>
        </nav>
    }
}

/// In the chunk of the page "Me", which has the same links: who leads nothing need not have it for a first list.
#[cfg_attr(feature = "split", leptos::wasm_split::wasm_split(more, fallible, wasm_split_path = ::leptos::wasm_split))]
fn lead_links() -> Result<fn() -> AnyView, chunk::Missing> {
    Ok(|| view! { <Leads /> }.into_any())
}
