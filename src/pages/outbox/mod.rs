//! (being written)

use crate::{
    shell::{Page, Place},
    state::use_app,
};
use leptos::prelude::*;

#[component]
pub fn Outbox() -> impl IntoView {
    let app = use_app();
    let title = Signal::derive(move || app.t().outbox.title.to_owned());
    view! {
        <Page title place=Place::Other>
            <h1>{title}</h1>
        </Page>
    }
}
