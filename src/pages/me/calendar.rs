//! My actions for the calendar of my phone, which reads them by itself. The address is a secret, told once: who wants to see it again makes a new one.

use crate::{
    api::{ApiError, session},
    pages::sign_in::said,
    state::use_app,
    ui::{Icon, strokes},
    web::{clock, page, save},
};
use leptos::{prelude::*, task::spawn_local};

#[component]
pub fn MyCalendar() -> impl IntoView {
    let app = use_app();
    let address = RwSignal::new(None::<String>);
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<ApiError>));
    let make = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let outcome = app.client().send(&session::calendar_address(&clock::unique())).await;
            busy.try_set(false);
            failed.try_set(outcome.as_ref().err().cloned());
            if let Ok(made) = outcome {
                address.try_set(Some(format!("{}{}", page::origin(), made.path)));
                page::focus_soon("calendar-address");
            }
        });
    };
    view! {
        <section class="stack" aria-labelledby="calendar">
            <h2 id="calendar">{move || app.t().mine.calendar}</h2>
            <p class="quiet">{move || app.t().mine.calendar_hint}</p>
            {move || address.get().map(|address| view! { <Address address /> })}
            <p class="actions">
                <button class="button" type="button" aria-busy=move || busy.get().then_some("true") on:click=make>
                    <Icon name=strokes::CALENDAR_PLUS />
                    {move || app.t().mine.calendar_make}
                </button>
            </p>
            <div role="alert">
                {move || failed.get().map(|error| view! { <p class="why danger">{said(app.t(), &error)}</p> })}
            </div>
        </section>
    }
}

#[component]
fn Address(address: String) -> impl IntoView {
    let app = use_app();
    // Calendar programs are opened by this name of the same address.
    let opens = address.split_once("://").map_or_else(|| address.clone(), |(_, rest)| format!("webcal://{rest}"));
    let copied = address.clone();
    let copy = move |_| {
        let text = copied.clone();
        spawn_local(async move {
            let words = &app.t_untracked().mine;
            let done = save::copy(&text).await;
            app.toasts.tell(if done { words.copied } else { words.copy_by_hand });
        });
    };
    view! {
        <div class="field">
            <label for="calendar-address">{move || app.t().mine.calendar_address}</label>
            <span class="hint" id="calendar-secret">{move || app.t().mine.calendar_secret}</span>
            <input class="input" id="calendar-address" type="text" readonly value=address aria-describedby="calendar-secret" />
        </div>
        <p class="actions">
            <button class="button primary" type="button" on:click=copy>{move || app.t().mine.copy}</button>
            <a class="button" href=opens rel="external">{move || app.t().mine.calendar_open}</a>
        </p>
    }
}
