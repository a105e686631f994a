//! The way to news and campaigns. Links alone: their lists are fetched by their own pages.

use crate::{
    routes,
    state::use_app,
    ui::{Icon, strokes},
};
use leptos::prelude::*;

#[component]
pub fn Told() -> impl IntoView {
    let app = use_app();
    let has = Memo::new(move |_| app.can().native);
    view! {
        <Show when=move || has.get()>
            <p class="actions">
                <a class="button" href=routes::CAMPAIGNS><Icon name=strokes::CHART /> {move || app.t().news.campaigns}</a>
                <a class="button" href=routes::NEWS><Icon name=strokes::BELL /> {move || app.t().news.news}</a>
            </p>
        </Show>
    }
}
