//! The region of toasts. F6 leads to it; while one has the focus none goes away.

use super::lazy::{Part, quietly};
use crate::{
    state::{toasts::Toast, use_app},
    ui::each,
    web::{
        chunk::{self, Missing},
        events, page,
    },
};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

#[cfg_attr(feature = "split", leptos::wasm_split::wasm_split(engine, fallible, wasm_split_path = ::leptos::wasm_split))]
fn region() -> Result<fn() -> AnyView, Missing> {
    Ok(|| view! { <Region /> }.into_any())
}

/// Comes with the engine: before that runs nothing has happened that could be told.
pub fn toasts() -> AnyView {
    quietly(|| Box::pin(async { chunk::call!(region()).await.map(|region| Arc::new(region) as Part) }))
}

#[component]
fn Region() -> impl IntoView {
    let app = use_app();
    let toasts = app.toasts;
    events::on_window("keydown", move |event| {
        let f6 = event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == "F6");
        if f6 && toasts.all.with_untracked(|all| !all.is_empty()) {
            event.prevent_default();
            page::focus("toasts");
        }
    });
    // The button goes with its toast: the focus must not vanish with it, nor the other toasts stay for ever.
    let dismiss = move |number| {
        page::focus("main");
        toasts.drop(number);
        toasts.held.set(false);
    };
    view! {
        <div
            id="toasts"
            class="toasts"
            role="region"
            tabindex="-1"
            aria-label=move || app.t().shell.messages
            on:focusin=move |_| toasts.held.set(true)
            on:focusout=move |_| toasts.held.set(false)
        >
            {each(
                move || toasts.all.get(),
                |toast| toast.number,
                move |toast| view! { <One toast dismiss /> }.into_any(),
            )}
        </div>
    }
}

#[component]
fn One(toast: Toast, dismiss: impl Fn(u64) + Copy + Send + 'static) -> impl IntoView {
    let app = use_app();
    let number = toast.number;
    let undo = toast.undo.map(|undo| {
        let press = move |_| {
            undo();
            dismiss(number);
        };
        view! { <button class="button" type="button" on:click=press>{move || app.t().acts.undo}</button> }.into_any()
    });
    view! {
        <div class="toast" role="status">
            <span>{toast.text}</span>
            {undo}
        </div>
    }
}
