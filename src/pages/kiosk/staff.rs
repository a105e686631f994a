//! For whoever looks after the device: a PIN, and behind it what it does and how it is.

use super::{
    keyboard::{Keyboard, Keys},
    stage::{Screen, Stage},
};
use crate::{
    model::kiosk::pin::DIGITS,
    routes,
    state::use_app,
    ui::TextField,
    web::{clock, page},
};
use leptos::{prelude::*, task::spawn_local};

#[component]
pub fn Pin(stage: Stage) -> impl IntoView {
    let app = use_app();
    let (text, wrong, busy) = (RwSignal::new(String::new()), RwSignal::new(false), RwSignal::new(false));
    let now = RwSignal::new(clock::now());
    spawn_local(async move {
        while now.try_set(clock::now()).is_none() {
            // The clock was set back: what is left of the pause begins from here, once.
            if let Some(tries) = stage.kiosk.tries.try_get_untracked()
                && tries.seen(clock::now()) != tries
            {
                stage.kiosk.set_tries(tries.seen(clock::now())).await;
            }
            clock::sleep(1000).await;
        }
    });
    let until = Memo::new(move |_| stage.kiosk.tries.get().until(now.get()));
    let error = Signal::derive(move || {
        let words = &app.t().kiosk;
        match until.get() {
            Some(until) => {
                let seconds = (until.0 - now.get().0).max(0) / 1000;
                Some((words.pin_wait)(&format!("{}:{:02}", seconds / 60, seconds % 60)))
            }
            None => wrong.get().then(|| words.pin_wrong.to_owned()),
        }
    });
    // Tried as soon as it is whole: there is nothing else to say.
    Effect::new(move |_| {
        let pin = text.get();
        if pin.len() < DIGITS || busy.get_untracked() {
            return;
        }
        // Not now: that stands beside the field, and the field is free again.
        if until.get_untracked().is_some() {
            return text.set(String::new());
        }
        busy.set(true);
        spawn_local(async move {
            let opens = stage.kiosk.try_pin(&pin).await;
            text.try_set(String::new());
            busy.try_set(false);
            wrong.try_set(!opens);
            if opens {
                stage.go(Screen::Menu);
            }
        });
    });
    view! {
        <h1>{move || app.t().kiosk.pin}</h1>
        <div class="kiosk-form">
            <TextField id="pin" label=app.word(|t| t.kiosk.pin) value=text error input_mode="none" autocomplete="one-time-code" class="input big-code masked" />
            <Keyboard value=text keys=Keys::Digits most=DIGITS />
        </div>
    }
}

#[component]
pub fn Menu(stage: Stage) -> impl IntoView {
    let app = use_app();
    let (sure, busy) = (RwSignal::new(false), RwSignal::new(false));
    let own = move || stage.kiosk.own();
    let heard =
        move || stage.kiosk.heard_at.get().map(|at| (app.t().kiosk.last_heard)(&app.t().dates.moment(at, app.now.get(), &app.zone())));
    let wipe = move |_| {
        // A third tap finds it under way.
        if sure.get_untracked() && !busy.get_untracked() {
            busy.set(true);
            spawn_local(async move {
                stage.kiosk.wipe().await;
                stage.start_over();
            });
        }
        sure.set(true);
    };
    view! {
        <h1>{move || app.t().kiosk.menu}</h1>
        <p><b>{move || own().map(|own| own.name.clone())}</b></p>
        <ul class="lined" role="list">
            <li>{move || (app.t().kiosk.waiting)(stage.kiosk.waiting.get() as u64)}</li>
            <li>{heard}</li>
            <li>{move || app.t().settings.version} " " {env!("CARGO_PKG_VERSION")}</li>
        </ul>
        <div class="kiosk-menu">
            <button class="button big" type="button" on:click=|_| page::reload()>{move || app.t().kiosk.restart}</button>
            <a class="button big" href=routes::HOME>{move || app.t().kiosk.leave}</a>
            <p class="quiet">{move || app.t().kiosk.leave_hint}</p>
            <button class="button big danger" type="button" on:click=wipe>
                {move || if sure.get() { app.t().kiosk.wipe_sure } else { app.t().kiosk.wipe }}
            </button>
            <p class="quiet">{move || app.t().kiosk.wipe_hint}</p>
        </div>
    }
}
