//! The listing of actions: search and filters, the list by day or the month. All of its state is in the URL, so that a link shows what its sender saw.

mod filters;
mod finder;
mod later;
mod month;
mod results;
mod rows;
mod sheet;
mod window;

use crate::{
    shell::{
        Page, Place,
        listing::{Missing, Stale},
    },
    state::use_app,
    ui::{Banner, strokes},
};
use finder::Finder;
use leptos::prelude::*;

#[component]
pub fn Actions() -> impl IntoView {
    let app = use_app();
    let finder = Finder::from_url(app);
    let title = Signal::derive(move || app.t().actions.title.to_owned());
    let listing = app.actions;
    // Memos: what is shown must not be made anew because a filter changed or the rest of the list came.
    let known = Memo::new(move |_| app.has_listing());
    let month = Memo::new(move |_| finder.asked.with(|asked| asked.month_view));
    view! {
        <Page title place=Place::Actions>
            <h1>{title}</h1>
            <Stale saved_at=listing.saved_at failure=listing.failure bad=listing.bad />
            {move || {
                finder.asked.with(|asked| asked.unclear).then(|| view! { <Banner tone="warning" icon=strokes::INFO strong=String::new() text=app.t().actions.unclear_link.to_owned() /> }.into_any())
            }}
            <div class="finder-room">{later::filters(finder)}</div>
            {move || match (known.get(), month.get()) {
                (false, _) => view! { <Missing failure=listing.failure /> }.into_any(),
                (true, true) => later::month(finder),
                (true, false) => view! { <results::Results finder /> }.into_any(),
            }}
        </Page>
    }
}
