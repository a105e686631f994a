//! Content that somebody typed: in the reader's language where there is one, else flagged.

use crate::{
    model::Texts,
    state::use_app,
    ui::{Icon, live, strokes},
};
use leptos::prelude::*;

/// A text in the reader's language, or its stand-in with the language it is in, so that a screen reader speaks it rightly.
#[component]
pub fn Said(texts: Texts) -> impl IntoView {
    let app = use_app();
    live(move || {
        let shown = app.show(&texts);
        let lang = shown.stand_in.then_some(shown.lang.code());
        view! { <span lang=lang>{shown.text.to_owned()}</span> }
    })
}

/// The flag of a missing translation; nothing where there is one.
#[component]
pub fn StandIn(texts: Texts) -> impl IntoView {
    let app = use_app();
    live(move || {
        let shown = app.show(&texts);
        shown.stand_in.then(|| {
            let words = app.t().common.stand_in(shown.lang);
            view! {
                <span class="tag">
                    <Icon name=strokes::GLOBE class="icon icon-s" />
                    {words}
                </span>
            }
            .into_any()
        })
    })
}

/// The mark of a thing that is made up for the demo.
#[component]
pub fn Demo(shown: bool) -> impl IntoView {
    let app = use_app();
    shown.then(|| view! { <span class="demo">{move || app.t().common.demo}</span> }.into_any())
}
