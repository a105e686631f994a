//! The head: direction, title, what has to be known before all else.

use super::here::Here;
use crate::{
    shell::{Demo, Said, StandIn},
    ui::{Banner, Patch, live, strokes},
};
use leptos::prelude::*;

#[component]
pub fn Head(here: Here) -> impl IntoView {
    let app = here.app;
    let head = Memo::new(move |_| here.action.with(|action| (action.direction, action.title.clone(), action.demo)));
    view! {
        <Closed here />
        <div class="stack">
            {move || {
                let (direction, title, demo) = head.get();
                view! {
                    <p class="direction" data-dir=direction.key()>
                        <Patch key=direction.key() class="patch patch-s" />
                        {move || app.t().common.direction(direction)}
                    </p>
                    <h1>
                        <Said texts=title.clone() />
                    </h1>
                    <p class="marks">
                        <StandIn texts=title />
                        <Demo shown=demo />
                    </p>
                }
            }}
        </div>
    }
}

/// Called off or over. On paper a banner is left out, so the same is written there.
#[component]
fn Closed(here: Here) -> impl IntoView {
    let app = here.app;
    let state = Memo::new(move |_| (here.is_cancelled(), here.over.get(), had_place(here)));
    move || {
        let words = &app.t().action;
        let (cancelled, over, had_place) = state.get();
        let (tone, icon, strong, hint) = match (cancelled, over) {
            (true, _) => ("warning", strokes::ALERT, words.cancelled, words.cancelled_hint),
            (false, true) => ("info", strokes::INFO, words.over, words.over_hint),
            (false, false) => return None,
        };
        let text = if had_place { format!("{hint} {}", words.had_place) } else { hint.to_owned() };
        Some(view! {
            <Banner tone icon strong=strong.to_owned() text />
            {cancelled.then(|| view! { <Why here /> }.into_any())}
            <p class="paper">
                <strong>{strong}</strong>
            </p>
        })
    }
}

/// Why it was called off, where somebody has written it.
#[component]
fn Why(here: Here) -> impl IntoView {
    let app = here.app;
    let detail = here.detail.value;
    let reason = Memo::new(move |_| detail.with(|detail| detail.as_ref()?.called_off.as_ref()?.reason.clone()));
    live(move || {
        reason.get().map(|reason| {
            view! {
                <p>
                    <strong>{move || app.t().called_off.reason}</strong>
                    " "
                    <Said texts=reason.clone() />
                    " "
                    <StandIn texts=reason />
                </p>
            }
            .into_any()
        })
    })
}

fn had_place(here: Here) -> bool {
    here.action.get().shifts.iter().any(|shift| here.mine(&shift.id).has_place())
}
