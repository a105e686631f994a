//! By which rules everybody gets their share; under them, what people will read.

use crate::{
    pages::manage::bulletin::{Sheet, fields::Line},
    state::use_app,
};
use leptos::prelude::*;

#[component]
pub fn Rules(sheet: Sheet) -> impl IntoView {
    let app = use_app();
    let read = Memo::new(move |_| sheet.draft.with(|draft| draft.rules()));
    let said = move || {
        read.get().map(|rules| {
            let lines = (app.t().centre.rules)(&rules).into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
            view! { <p class="quiet small">{app.t().manage_centre.people_read}</p> <ul class="quiet small">{lines}</ul> }
        })
    };
    view! {
        <section class="stack" aria-labelledby="rules">
            <h2 id="rules">{move || app.t().centre.rules_title}</h2>
            <div class="pairs">
                <Line sheet at="/rules/slot" hint=app.word(|t| t.manage_centre.slot_hint) input_mode="numeric" />
                <Line sheet at="/rules/days_ahead" hint=app.word(|t| t.manage_centre.ahead_hint) input_mode="numeric" />
            </div>
            <div class="pairs">
                <Line sheet at="/rules/a_day" input_mode="numeric" />
                <Line sheet at="/rules/a_week" input_mode="numeric" />
            </div>
            <div class="pairs">
                <Line sheet at="/rules/check_in_before" input_mode="numeric" />
                <Line sheet at="/rules/release_after" input_mode="numeric" />
            </div>
            <div>{said}</div>
        </section>
    }
}
