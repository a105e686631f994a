//! What this hub is: its name, version, server, zone, and when it last heard from the server. And which keys do what.

use crate::{
    i18n::Catalogue,
    state::{App, use_app},
    web::page,
};
use leptos::prelude::*;

#[component]
pub fn About() -> impl IntoView {
    let app = use_app();
    let hub = app.hub();
    let name = move || format!("{}, {}", app.show(&hub.name).text, app.show(&hub.city).text);
    let base = app.client().base().to_owned();
    // A path is on our own origin.
    let server = if base.starts_with('/') { format!("{}{base}", page::origin()) } else { base };
    let zone = app.zone().name.clone();
    let line = move |label: fn(&Catalogue) -> &'static str, value: AnyView| {
        view! {
            <div>
                <dt>{move || label(app.t())}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    view! {
        <section class="stack">
            <h2>{move || app.t().settings.about}</h2>
            <dl class="lined kv">
                {line(|t| t.settings.hub, name.into_any())}
                {line(|t| t.settings.refreshed, (move || refreshed(app)).into_any())}
                <div>
                    <dt>{move || app.t().settings.server}</dt>
                    <dd class="quiet">{server}</dd>
                </div>
                <div>
                    <dt>{move || app.t().settings.zone}</dt>
                    <dd>{zone}</dd>
                    <dd class="quiet">{move || app.t().settings.zone_hint}</dd>
                </div>
                {line(|t| t.settings.version, env!("CARGO_PKG_VERSION").into_any())}
            </dl>
        </section>
    }
}

fn refreshed(app: App) -> String {
    let t = app.t();
    app.actions.saved_at.get().map_or_else(|| t.settings.never.to_owned(), |at| t.dates.moment(at, app.now.get(), &app.zone()))
}

#[component]
pub fn Keyboard() -> impl IntoView {
    let app = use_app();
    let line = move |keys: &'static str, what: fn(&Catalogue) -> &'static str| {
        view! {
            <div>
                <dt>{move || what(app.t())}</dt>
                <dd><kbd>{keys}</kbd></dd>
            </div>
        }
    };
    view! {
        <section class="stack desk-only">
            <h2>{move || app.t().settings.keyboard}</h2>
            <dl class="lined kv">
                {line("Tab", |t| t.settings.key_tab)}
                {line("Enter", |t| t.settings.key_enter)}
                {line("F6", |t| t.settings.key_f6)}
                {line("Esc", |t| t.settings.key_esc)}
            </dl>
        </section>
    }
}
