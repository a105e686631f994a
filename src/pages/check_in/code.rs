//! The rotating code on the leader's screen, as digits and as a picture that any phone's camera opens in the app.

use super::noting::closed_text;
use crate::{
    model::{attendance::NotNow, roll::Roll},
    pages::parts::rotating::RotatingCode,
    state::use_app,
};
use leptos::prelude::*;
use std::sync::Arc;

#[component]
pub fn Code(
    roll: Arc<Roll>,
    /// Why no code is taken at this moment.
    closed: Memo<Option<NotNow>>,
) -> impl IntoView {
    let app = use_app();
    let (action, shift, key) = (roll.action.clone(), roll.shift.clone(), roll.code_key.clone());
    let not_now = move || closed.get().map(|why| closed_text(app, why));
    view! {
        <section class="stack code-wall" aria-labelledby="code">
            <h2 id="code">{move || app.t().check_in.code_title}</h2>
            <Show when=move || closed.with(Option::is_none) fallback=move || view! { <p class="quiet">{not_now}</p> }>
                <p class="quiet">{move || app.t().check_in.code_hint}</p>
                <RotatingCode action=action.clone() shift=shift.clone() key=key.clone() />
            </Show>
        </section>
    }
}
