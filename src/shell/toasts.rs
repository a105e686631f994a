//! The region of toasts. F6 leads to it; while one has the focus none goes away.

use crate::{state::use_app, web::events, web::page};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

#[component]
pub fn Toasts() -> impl IntoView {
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
            <For each=move || toasts.all.get() key=|toast| toast.number let:toast>
                <div class="toast" role="status">
                    <span>{toast.text.clone()}</span>
                    {toast.undo.clone().map(|undo| {
                        let number = toast.number;
                        view! {
                            <button class="button" type="button" on:click=move |_| { undo(); dismiss(number); }>
                                {move || app.t().acts.undo}
                            </button>
                        }
                    })}
                </div>
            </For>
        </div>
    }
}
