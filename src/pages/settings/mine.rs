//! What is mine: on this device, and on the server. "Remove from this device" signs out and takes everything of the person off it, what is not sent
//! included, after saying what would be lost. Acts of somebody else on a shared device are not touched.

use super::account::Account;
use crate::{
    pages::sign_in::sign_out_everywhere,
    state::{App, use_app},
    ui::{Dialog, Icon, strokes},
};
use leptos::{prelude::*, task::spawn_local};

#[component]
pub fn MyData() -> impl IntoView {
    let app = use_app();
    let whose = Memo::new(move |_| app.session.owner());
    view! {
        <section class="stack">
            <h2>{move || app.t().settings.mine}</h2>
            <p class="quiet">{move || if whose.with(Option::is_some) { app.t().settings.mine_hint } else { app.t().settings.mine_nobody }}</p>
            // Made anew for another person: what one was asked is not answered by the other.
            {move || whose.get().map(|_| view! {
                <Remove />
                <Show when=move || app.can().account>
                    <Account />
                </Show>
            })}
        </section>
    }
}

#[component]
fn Remove() -> impl IntoView {
    let app = use_app();
    let asking = RwSignal::new(false);
    let unsent = Memo::new(move |_| app.outbox.waiting(app).0 as u64);
    let text = move || {
        let words = &app.t().settings;
        match unsent.get() {
            0 => words.remove_text.to_owned(),
            n => format!("{} {}", (words.remove_unsent)(n), words.remove_text),
        }
    };
    let act = move || {
        let words = &app.t().settings;
        match unsent.get() {
            0 => words.remove_act.to_owned(),
            n => (words.remove_act_unsent)(n),
        }
    };
    view! {
        <p class="actions">
            <button class="button danger" type="button" on:click=move |_| asking.set(true)>
                <Icon name=strokes::TRASH />
                {move || app.t().settings.remove}
            </button>
        </p>
        <Dialog
            id="remove"
            open=asking
            title=app.word(|t| t.settings.remove_title)
            text=Signal::derive(text)
            safe=app.word(|t| t.settings.remove_safe)
            act=Signal::derive(act)
            on_act=move |()| remove(app)
        />
    }
}

fn remove(app: App) {
    let Some(owner) = app.session.owner_untracked() else { return };
    spawn_local(async move {
        let words = &app.t_untracked().settings;
        if app.outbox.remove_all_of(app, owner).await.is_err() {
            return app.toasts.tell(words.remove_failed);
        }
        let told = sign_out_everywhere(app).await;
        app.toasts.tell(if told.is_ok() { words.removed } else { words.removed_here });
    });
}
