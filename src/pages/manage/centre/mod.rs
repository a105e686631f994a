//! The settings of the coworking centre: what is asked of them, and how they are saved without a booking being lost unseen. What is typed, kept on the device and brought together with what others have typed is a [`Sheet`], as of
//! everything that is published.

mod closed;
mod hours;
mod left;
mod parts;
mod places;
mod rules;
mod save;
mod told;

use crate::{
    pages::manage::bulletin::{
        Sheet,
        fields::{Line, Texts, Tick},
    },
    state::use_app,
};
use leptos::prelude::*;
pub use save::Act;
pub use told::{place, value};

#[component]
pub fn Form(sheet: Sheet) -> impl IntoView {
    view! {
        <left::Left sheet />
        <About sheet />
        <hours::Hours sheet />
        <closed::ClosedDays sheet />
        <rules::Rules sheet />
        <places::Places sheet />
    }
}

#[component]
fn About(sheet: Sheet) -> impl IntoView {
    let app = use_app();
    view! {
        <section class="stack" aria-labelledby="texts">
            <h2 id="texts">{move || app.t().manage_news.texts}</h2>
            <Texts sheet at="/name" />
            <Texts sheet at="/about" rows="4" />
            <Texts sheet at="/address" />
            <div class="pairs">
                <Line sheet at="/coordinates/lat" hint=app.word(|t| t.manage_centre.degrees_hint[0]) input_mode="decimal" />
                <Line sheet at="/coordinates/lon" hint=app.word(|t| t.manage_centre.degrees_hint[1]) input_mode="decimal" />
            </div>
            <Tick sheet at="/coordinates/coarse" label=app.word(|t| t.manage_centre.coarse) />
        </section>
    }
}
