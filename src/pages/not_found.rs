//! A URL that leads nowhere.

use crate::{
    routes,
    shell::{Page, Place},
    state::use_app,
    ui::{Icon, strokes},
};
use leptos::prelude::*;

/// A URL that leads nowhere, or names a record that is not there.
#[component]
pub fn NotFound() -> impl IntoView {
    let app = use_app();
    let title = Signal::derive(move || app.t().shell.not_found.to_owned());
    view! {
        <Page title place=Place::Other>
            <h1>{title}</h1>
            <p class="quiet">{move || app.t().shell.not_found_hint}</p>
            <p class="actions">
                <a class="button primary" href=routes::HOME>
                    <Icon name=strokes::HOME />
                    {move || app.t().shell.to_home}
                </a>
            </p>
        </Page>
    }
}
