//! Every page lies in a chunk of wasm of its own, or in one with pages that are opened together: a first visit brings the frame, what the page needs, and no
//! more. `boot.js` fetches the chunks of the page that is asked for beside the main part.
//!
//! A chunk that cannot be had (a first visit that loses its connection) is a designed state with a way on, not a dead click.
//!
//! A split function gives function pointers instead of views: views are made where the reactive owner is, not in the future that loads.

use super::{
    action, actions, bulletin, centre, check_in, consent, directory, home, kiosk, manage, me, not_found::NotFound, opt_out, outbox, record,
    roster, settings, sign_in, verify,
};
use crate::{
    model::directory::Section,
    routes::{Further, Inner, Listed, Route},
    shell::{
        Page, Place,
        lazy::{Loading, Part, lazily},
    },
    state::use_app,
    web::chunk::{self, Missing},
};
use leptos::prelude::*;
use std::sync::Arc;

type View = fn(Route) -> AnyView;

#[cfg_attr(feature = "split", leptos::wasm_split::wasm_split(home, fallible, wasm_split_path = ::leptos::wasm_split))]
fn home_page() -> Result<View, Missing> {
    Ok(|_| view! { <home::Home /> }.into_any())
}

#[cfg_attr(feature = "split", leptos::wasm_split::wasm_split(actions, fallible, wasm_split_path = ::leptos::wasm_split))]
fn actions_page() -> Result<View, Missing> {
    Ok(|_| view! { <actions::Actions /> }.into_any())
}

#[cfg_attr(feature = "split", leptos::wasm_split::wasm_split(action, fallible, wasm_split_path = ::leptos::wasm_split))]
fn action_page() -> Result<View, Missing> {
    Ok(|route| match route {
        Route::Action(id) => view! { <action::Action id /> }.into_any(),
        _ => view! { <NotFound /> }.into_any(),
    })
}

#[cfg_attr(feature = "split", leptos::wasm_split::wasm_split(more, fallible, wasm_split_path = ::leptos::wasm_split))]
fn more_page() -> Result<View, Missing> {
    Ok(|route| {
        let Route::Further(path) = route else { return view! { <NotFound /> }.into_any() };
        match Further::of(&path) {
            Further::Shops => view! { <directory::Shops /> }.into_any(),
            Further::Funds => view! { <directory::Funds /> }.into_any(),
            Further::Shop(id) => view! { <directory::Organisation section=Section::Shops id /> }.into_any(),
            Further::Fund(id) => view! { <directory::Organisation section=Section::Funds id /> }.into_any(),
            Further::Me => view! { <me::Me /> }.into_any(),
            Further::Outbox => view! { <outbox::Outbox /> }.into_any(),
            Further::Settings => view! { <settings::Settings /> }.into_any(),
            Further::SignIn => view! { <sign_in::SignIn /> }.into_any(),
            Further::Pass => view! { <record::pass::Pass /> }.into_any(),
            Further::Record => view! { <record::Record /> }.into_any(),
            Further::Certificate(id) => view! { <record::certificate::Certificate id /> }.into_any(),
            Further::Verify => view! { <verify::Verify /> }.into_any(),
            Further::CheckIn(id) => view! { <check_in::CheckIn id /> }.into_any(),
            Further::Consent => view! { <consent::Consent /> }.into_any(),
            Further::Centre => view! { <centre::Centre /> }.into_any(),
            Further::CentreStaff => view! { <centre::staff::Staff /> }.into_any(),
            Further::Campaigns => view! { <bulletin::Campaigns /> }.into_any(),
            Further::Campaign(id) => view! { <bulletin::Campaign id /> }.into_any(),
            Further::News => view! { <bulletin::News /> }.into_any(),
            Further::OptOut => view! { <opt_out::OptOut /> }.into_any(),
            Further::Nowhere => view! { <NotFound /> }.into_any(),
        }
    })
}

/// The pages of those who lead, and of kiosks: about the association's list, and where actions are planned. One chunk: a split of its own for the latter cut all other pages into twice as many pieces, which cost every first
/// visit 2 kB.
#[cfg_attr(feature = "split", leptos::wasm_split::wasm_split(roster, fallible, wasm_split_path = ::leptos::wasm_split))]
fn roster_page() -> Result<View, Missing> {
    Ok(|route| {
        let Route::Inner(path) = route else { return view! { <NotFound /> }.into_any() };
        let listed = match Inner::of(&path) {
            Inner::List(listed) => listed,
            Inner::Manage(page) => return view! { <manage::Manage path page /> }.into_any(),
            Inner::Kiosk(stand) => return view! { <kiosk::AtKiosk stand /> }.into_any(),
        };
        match listed {
            Listed::All => view! { <roster::Roster /> }.into_any(),
            Listed::Import => view! { <roster::Import /> }.into_any(),
            Listed::Duplicates => view! { <roster::Duplicates /> }.into_any(),
            Listed::Audit => view! { <roster::Audit /> }.into_any(),
            Listed::People => view! { <roster::People /> }.into_any(),
            Listed::Messages => view! { <roster::Messages /> }.into_any(),
            Listed::NewMessage => view! { <roster::NewMessage /> }.into_any(),
            Listed::Message(id) => view! { <roster::Message id /> }.into_any(),
            Listed::Nowhere => view! { <NotFound /> }.into_any(),
        }
    })
}

/// The page of a route, from its chunk.
pub fn page(route: Route) -> AnyView {
    if let Route::Inner(_) = route {
        // It shows nothing of the listing, and needs the engine as soon as it is there itself: both come side by side.
        use_app().page_came.set(true);
    }
    let chunk: fn() -> Loading<View> = match route {
        Route::Home => || Box::pin(chunk::call!(home_page())),
        Route::Actions => || Box::pin(chunk::call!(actions_page())),
        Route::Action(_) => || Box::pin(chunk::call!(action_page())),
        Route::Inner(_) => || Box::pin(chunk::call!(roster_page())),
        Route::Further(_) => || Box::pin(chunk::call!(more_page())),
    };
    let route = StoredValue::new(route);
    let load =
        move || -> Loading<Part> { Box::pin(async move { chunk().await.map(|view| Arc::new(move || view(route.get_value())) as Part) }) };
    lazily(load, |waiting| view! { <Frame>{waiting}</Frame> }.into_any())
}

#[component]
fn Frame(children: Children) -> impl IntoView {
    let app = use_app();
    view! { <Page title=Signal::derive(move || app.t().common.loading.to_owned()) place=Place::Other stand_in=true>{children()}</Page> }
}
