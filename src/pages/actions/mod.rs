//! The listing of actions: search and filters, the list by day or the month. All of its state is in the URL, so that a link shows what its sender saw.

mod filters;
mod finder;
mod month;
mod results;
mod rows;
mod window;

use crate::{
    shell::{
        Page, Place,
        listing::{Missing, Stale},
    },
    state::use_app,
    ui::Banner,
};
use finder::Finder;
use leptos::prelude::*;

#[component]
pub fn Actions() -> impl IntoView {
    let app = use_app();
    let finder = Finder::from_url(app);
    let title = Signal::derive(move || app.t().actions.title.to_owned());
    let listing = app.actions;
    view! {
        <Page title place=Place::Actions>
            <h1>{title}</h1>
            <Stale saved_at=listing.saved_at failure=listing.failure bad=listing.bad />
            {move || {
                finder.unclear.get().then(|| view! { <Banner tone="warning" icon="info" strong=String::new() text=app.t().actions.unclear_link.to_owned() /> })
            }}
            <filters::Filters finder />
            {move || match (app.has_listing(), finder.month_view.get()) {
                (false, _) => view! { <Missing failure=listing.failure /> }.into_any(),
                (true, true) => view! { <month::Month finder /> }.into_any(),
                (true, false) => view! { <results::Results finder /> }.into_any(),
            }}
        </Page>
    }
}
