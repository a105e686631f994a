//! Which pages travel with the first load and which come when they are opened.
//!
//! Home and the listing of actions are what somebody sees first; all other pages lie in chunks of wasm of their own, split off after compiling (feature `split`,
//! set by the release build; see scripts/post-build.mjs). The service worker keeps the chunks too, so offline nothing changes. A chunk that cannot be had
//! (a first visit that loses its connection) is a designed state with a way on, not a dead click.
//!
//! A split function gives function pointers instead of views: views are made where the reactive owner is, not in the future that loads.

use super::{action, directory, me, outbox, settings, sign_in};
use crate::{
    shell::{Page, Place},
    state::use_app,
    ui::{Empty, Skeleton},
};
use leptos::{prelude::*, task::spawn_local};
use std::{future::Future, pin::Pin};

type View = fn() -> AnyView;

/// The chunk could not be fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing;

#[cfg(feature = "split")]
impl From<leptos::wasm_split::SplitLoaderError> for Missing {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

type Loading = Pin<Box<dyn Future<Output = Result<View, Missing>>>>;

#[cfg_attr(feature = "split", leptos::wasm_split::wasm_split(action, fallible, wasm_split_path = ::leptos::wasm_split))]
fn action_page() -> Result<View, Missing> {
    Ok(|| view! { <action::Action /> }.into_any())
}

#[derive(Debug, Clone, Copy)]
enum City {
    Shops,
    Funds,
    Organisation,
}

#[cfg_attr(feature = "split", leptos::wasm_split::wasm_split(city, fallible, wasm_split_path = ::leptos::wasm_split))]
fn city_page(which: City) -> Result<View, Missing> {
    Ok(match which {
        City::Shops => || view! { <directory::Shops /> }.into_any(),
        City::Funds => || view! { <directory::Funds /> }.into_any(),
        City::Organisation => || view! { <directory::Organisation /> }.into_any(),
    })
}

#[derive(Debug, Clone, Copy)]
enum Own {
    Me,
    Outbox,
    Settings,
    SignIn,
}

#[cfg_attr(feature = "split", leptos::wasm_split::wasm_split(own, fallible, wasm_split_path = ::leptos::wasm_split))]
fn own_page(which: Own) -> Result<View, Missing> {
    Ok(match which {
        Own::Me => || view! { <me::Me /> }.into_any(),
        Own::Outbox => || view! { <outbox::Outbox /> }.into_any(),
        Own::Settings => || view! { <settings::Settings /> }.into_any(),
        Own::SignIn => || view! { <sign_in::SignIn /> }.into_any(),
    })
}

/// Without `split` the functions are plain ones; with it they are asynchronous.
macro_rules! loading {
    ($call:expr) => {
        Box::pin(async move {
            #[cfg(feature = "split")]
            return $call.await;
            #[cfg(not(feature = "split"))]
            $call
        })
    };
}

#[component]
pub fn Action() -> impl IntoView {
    lazily(|| loading!(action_page()))
}
#[component]
pub fn Shops() -> impl IntoView {
    lazily(|| loading!(city_page(City::Shops)))
}
#[component]
pub fn Funds() -> impl IntoView {
    lazily(|| loading!(city_page(City::Funds)))
}
#[component]
pub fn Organisation() -> impl IntoView {
    lazily(|| loading!(city_page(City::Organisation)))
}
#[component]
pub fn Me() -> impl IntoView {
    lazily(|| loading!(own_page(Own::Me)))
}
#[component]
pub fn Outbox() -> impl IntoView {
    lazily(|| loading!(own_page(Own::Outbox)))
}
#[component]
pub fn Settings() -> impl IntoView {
    lazily(|| loading!(own_page(Own::Settings)))
}
#[component]
pub fn SignIn() -> impl IntoView {
    lazily(|| loading!(own_page(Own::SignIn)))
}

/// The page once its chunk is there; before, an empty frame; if it cannot be had, why and a way on.
fn lazily(load: fn() -> Loading) -> AnyView {
    let page = RwSignal::new(None);
    let fetch = move || {
        page.set(None);
        spawn_local(async move {
            let loaded = load().await;
            page.try_set(Some(loaded));
        });
    };
    fetch();
    let app = use_app();
    let shown = move || match page.get() {
        Some(Ok(view)) => view(),
        None => view! { <Frame><Skeleton label=Signal::derive(move || app.t().common.loading.to_owned()) /></Frame> }.into_any(),
        Some(Err(Missing)) => {
            let retry =
                move || view! { <button class="button primary" type="button" on:click=move |_| fetch()>{app.t().common.retry}</button> };
            let words = &app.t().shell;
            view! { <Frame><Empty icon="offline" title=words.page_missing.to_owned() text=words.page_missing_hint.to_owned() act=retry /></Frame> }.into_any()
        }
    };
    shown.into_any()
}

#[component]
fn Frame(children: Children) -> impl IntoView {
    let app = use_app();
    view! { <Page title=Signal::derive(move || app.t().common.loading.to_owned()) place=Place::Other stand_in=true>{children()}</Page> }
}
