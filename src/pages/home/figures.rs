//! The hub's figures, each with its definition, its date and its source. They count different things, so nothing here adds or compares them.

use crate::{
    model::Indicator,
    pages::parts::Figure,
    shell::listing::{Missing, Stale},
    state::{App, use_app},
};
use leptos::prelude::*;

#[component]
pub fn Figures() -> impl IntoView {
    let app = use_app();
    let listing = app.directory.indicators;
    let front = Memo::new(move |_| front(app));
    let body = move || match front.get() {
        None => view! { <Missing failure=listing.failure /> }.into_any(),
        Some(figures) if figures.is_empty() => view! { <p class="quiet">{move || app.t().home.no_figures}</p> }.into_any(),
        Some(figures) => view! {
            <p class="quiet small">{move || app.t().home.figures_note}</p>
            <Stale saved_at=Signal::stored(None) failure=Signal::stored(None) bad=listing.bad />
            <ul class="figures" role="list">
                {figures.into_iter().map(|indicator| view! { <Figure of=indicator /> }.into_any()).collect_view()}
            </ul>
        }
        .into_any(),
    };
    view! {
        <section class="stack" aria-labelledby="figures">
            <h2 id="figures">{move || app.t().home.figures}</h2>
            {body}
        </section>
    }
}

/// Those that the hub puts on its front page, in its order.
fn front(app: App) -> Option<Vec<Indicator>> {
    app.directory.indicators.items.with(|items| {
        let mut front: Vec<Indicator> = Vec::new();
        for indicator in items.as_ref()?.iter().filter(|indicator| indicator.front.is_some()) {
            let at = front.partition_point(|other| (other.front, &other.id) <= (indicator.front, &indicator.id));
            front.insert(at, indicator.clone());
        }
        Some(front)
    })
}
