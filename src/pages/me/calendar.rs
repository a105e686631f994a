//! My actions for the calendar of my phone, which reads them by itself. The address is a secret, told once: who wants to see it again makes a new one.

use crate::{
    api::{ApiError, session},
    pages::sign_in::said,
    state::{App, use_app},
    ui::{Dialog, Icon, strokes},
    web::{clock, page, save},
};
use leptos::{prelude::*, task::spawn_local};

#[component]
pub fn MyCalendar() -> impl IntoView {
    let app = use_app();
    let address = RwSignal::new(None::<String>);
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<ApiError>));
    // Asks before an address that is in use somewhere is ended.
    let asking = RwSignal::new(false);
    let make = move |sure: bool| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let outcome = make(app, sure).await;
            busy.try_set(false);
            failed.try_set(outcome.as_ref().err().cloned());
            match outcome {
                Ok(Some(made)) => {
                    address.try_set(Some(made));
                    page::focus_soon("calendar-address");
                }
                Ok(None) => {
                    asking.try_set(true);
                }
                Err(_) => {}
            }
        });
    };
    let label = move || if address.with(Option::is_some) { app.t().mine.calendar_again } else { app.t().mine.calendar_make };
    view! {
        <section class="stack" aria-labelledby="calendar">
            <h2 id="calendar">{move || app.t().mine.calendar}</h2>
            <p class="quiet">{move || app.t().mine.calendar_hint}</p>
            {move || address.get().map(|address| view! { <Address address /> })}
            <p class="actions">
                <button class="button" type="button" aria-busy=move || busy.get().then_some("true") on:click=move |_| make(false)>
                    <Icon name=strokes::CALENDAR_PLUS />
                    {label}
                </button>
            </p>
            <Dialog
                id="replace-calendar"
                open=asking
                title=app.word(|t| t.mine.calendar_replace)
                text=app.word(|t| t.mine.calendar_replace_text)
                safe=app.word(|t| t.mine.calendar_keep)
                act=app.word(|t| t.mine.calendar_again)
                on_act=move |()| make(true)
            />
            <div role="alert">
                {move || failed.get().map(|error| view! { <p class="why danger">{said(app.t(), &error)}</p> })}
            </div>
        </section>
    }
}

/// A new address; `None` if there is one already and it is not sure that it shall end. The backend knows only whether there is one: it keeps no address, so none can be shown again.
async fn make(app: App, sure: bool) -> Result<Option<String>, ApiError> {
    if !sure && app.client().send(&session::my_data()).await?.calendar {
        return Ok(None);
    }
    let made = app.client().send(&session::calendar_address(&clock::unique())).await?;
    Ok(Some(format!("{}{}", page::origin(), made.path)))
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
