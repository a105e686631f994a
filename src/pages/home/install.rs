//! Putting the hub on the home screen, and what it does without a network. Whoever says "not now" is not asked again on this device.

use crate::{
    state::use_app,
    store::Keeping,
    ui::{Icon, Mark, live, strokes},
    web::{install::Installing, local, page},
};
use leptos::prelude::*;

const KEY: &str = "meyirim.install";
const NOT_NOW: &str = "not-now";

#[component]
pub fn Install() -> impl IntoView {
    let app = use_app();
    let dismissed = RwSignal::new(local::get(KEY).as_deref() == Some(NOT_NOW));
    let way = Memo::new(move |_| if dismissed.get() { Installing::Unknown } else { app.install.how.get() });
    let not_now = move |_| {
        local::set(KEY, Some(NOT_NOW));
        dismissed.set(true);
        // The button that had the focus is gone.
        page::focus("main");
    };
    let card = move |by_hand: bool| {
        view! {
            <section class="card install" aria-labelledby="install">
                <Mark />
                <div>
                    <h2 id="install">{move || app.t().home.install}</h2>
                    <p class="quiet small">{move || app.t().home.install_why}</p>
                </div>
                {by_hand.then(|| view! { <Steps /> }.into_any())}
                <p class="actions">
                    {(!by_hand).then(|| view! {
                        <button class="button" type="button" on:click=move |_| app.install.ask()>{move || app.t().home.install_now}</button>
                    }.into_any())}
                    <button class="button plain" type="button" on:click=not_now>{move || app.t().home.install_not_now}</button>
                </p>
            </section>
        }
    };
    live(move || match way.get() {
        Installing::Prompt => Some(card(false)),
        Installing::ByHandIos => Some(card(true)),
        Installing::Done | Installing::Unknown => None,
    })
}

/// That everything works without a network. Where nothing can be kept that would be false, and the frame says so instead.
#[component]
pub fn Offline() -> impl IntoView {
    let app = use_app();
    let keeps = move || app.keeping.get() != Some(Keeping::Memory);
    view! {
        <Show when=keeps>
            <p class="why">
                <Icon name=strokes::CIRCLE_CHECK class="icon icon-s" />
                {move || app.t().home.offline}
            </p>
        </Show>
    }
}

/// The way on an iPhone, where no page may ask.
#[component]
pub fn Steps() -> impl IntoView {
    let app = use_app();
    let step = move |at: usize| move || app.t().home.install_steps[at];
    view! {
        <ol class="steps">
            <li>
                <span>
                    {step(0)} " " <Icon name=strokes::SHARE_IOS />
                </span>
            </li>
            <li><span>{step(1)}</span></li>
            <li><span>{step(2)}</span></li>
        </ol>
    }
}
