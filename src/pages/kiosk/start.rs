//! What everybody sees first: to join, to say that one is here, to the coworking centre.

use super::stage::{Screen, Stage};
use crate::{
    state::use_app,
    ui::{Icon, strokes},
};
use leptos::prelude::*;

#[component]
pub fn Start(stage: Stage) -> impl IntoView {
    let app = use_app();
    view! {
        <h1 class="sr">{move || app.t().kiosk.title}</h1>
        <div class="kiosk-doors">
            <button class="kiosk-door" type="button" on:click=move |_| stage.go(Screen::Actions)>
                <Icon name=strokes::HEART />
                <b>{move || app.t().kiosk.join}</b>
                <span>{move || app.t().kiosk.join_hint}</span>
            </button>
            <button class="kiosk-door" type="button" on:click=move |_| stage.go(Screen::CheckIn)>
                <Icon name=strokes::CIRCLE_CHECK />
                <b>{move || app.t().kiosk.check_in}</b>
                <span>{move || app.t().kiosk.check_in_hint}</span>
            </button>
            <button class="kiosk-door" type="button" on:click=move |_| stage.go(Screen::Centre)>
                <Icon name=strokes::CITY />
                <b>{move || app.t().centre.title}</b>
                <span>{move || app.t().kiosk.centre_hint}</span>
            </button>
        </div>
    }
}
