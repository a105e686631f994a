//! What is wrong with the app as a whole: one banner at a time, the worst first.

use super::lazy::{Part, quietly};
use crate::{
    routes,
    state::{App, connection::Reach, use_app},
    store::Keeping,
    ui::{Banner, live, strokes},
    web::{chunk, events},
};
use leptos::prelude::*;
use std::sync::Arc;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    ProfileRefused,
    NotKept,
    StorageFailed,
    SessionEnded,
    Offline,
    ServerFailing,
    UpdateReady,
}

fn worst(app: App) -> Option<Trouble> {
    if app.backend.refused.with(Option::is_some) {
        Some(Trouble::ProfileRefused)
    } else if app.keeping.get() == Some(Keeping::Memory) {
        Some(Trouble::NotKept)
    } else if app.storage_failed.get() {
        Some(Trouble::StorageFailed)
    } else if app.session.ended.get() {
        Some(Trouble::SessionEnded)
    } else {
        match app.connection.reach.get() {
            Reach::Offline => Some(Trouble::Offline),
            Reach::Failing => Some(Trouble::ServerFailing),
            _ => app.update.ready.get().then_some(Trouble::UpdateReady),
        }
    }
}

#[cfg_attr(feature = "split", leptos::wasm_split::wasm_split(engine, fallible, wasm_split_path = ::leptos::wasm_split))]
fn view() -> Result<fn() -> AnyView, chunk::Missing> {
    Ok(|| view! { <Now /> }.into_any())
}

/// They come with the engine: before it runs nothing is known to be wrong.
pub fn banners() -> AnyView {
    quietly(|| Box::pin(async { chunk::call!(view()).await.map(|view| Arc::new(view) as Part) }))
}

#[component]
fn Now() -> impl IntoView {
    let app = use_app();
    let trouble = Memo::new(move |_| worst(app));
    live(move || {
        let said = &app.t().banners;
        let again = move || view! { <button class="button plain compact" type="button" on:click=move |_| app.refresh()>{move || app.t().common.refresh}</button> };
        let banner = |tone, icon, strong: &'static str, text: &'static str, act: ViewFn| {
            view! { <Banner tone icon strong=strong.to_owned() text=text.to_owned() act /> }.into_any()
        };
        trouble.get().map(|trouble| match trouble {
            Trouble::ProfileRefused => {
                let words = &app.t().backend;
                banner("danger", strokes::ALERT, words.refused, words.refused_hint, settings_link(app).into())
            }
            Trouble::NotKept => banner("danger", strokes::ALERT, said.not_kept, said.not_kept_hint, ViewFn::default()),
            Trouble::StorageFailed => banner("danger", strokes::ALERT, said.storage_failed, said.storage_failed_hint, ViewFn::default()),
            Trouble::SessionEnded => {
                banner("warning", strokes::LOCK, said.session_ended, said.session_ended_hint, sign_in_link(app).into())
            }
            // The network is there and the server is not: "no connection" would send people to look at their phone.
            Trouble::Offline if events::is_online() => {
                banner("warning", strokes::ALERT, said.server_failing, said.offline_hint, again.into())
            }
            Trouble::Offline => banner("warning", strokes::OFFLINE, said.offline, said.offline_hint, again.into()),
            Trouble::ServerFailing => banner("warning", strokes::ALERT, said.server_failing, said.offline_hint, again.into()),
            Trouble::UpdateReady => banner("info", strokes::REFRESH, said.update_ready, said.update_hint, update_button(app).into()),
        })
    })
}

fn settings_link(app: App) -> impl Fn() -> AnyView + Send + Sync + 'static {
    move || view! { <a class="button plain compact" href=routes::SETTINGS>{app.t().shell.settings}</a> }.into_any()
}

fn sign_in_link(app: App) -> impl Fn() -> AnyView + Send + Sync + 'static {
    move || view! { <a class="button plain compact" href=routes::SIGN_IN>{app.t().common.sign_in}</a> }.into_any()
}

fn update_button(app: App) -> impl Fn() -> AnyView + Send + Sync + 'static {
    move || {
        let accept = move |_| app.update.accept();
        view! { <button class="button plain compact" type="button" on:click=accept>{app.t().banners.update_now}</button> }.into_any()
    }
}
