//! Signing out. Who has acts that are not sent yet is told what becomes of them, and decides.

use crate::{
    pages::sign_in::sign_out,
    state::use_app,
    ui::{Dialog, Icon, strokes},
};
use leptos::prelude::*;

#[component]
pub fn SignOut() -> impl IntoView {
    let app = use_app();
    let asking = RwSignal::new(false);
    let unsent = Memo::new(move |_| app.outbox.waiting(app).0 as u64);
    let press = move |_| {
        if unsent.get_untracked() > 0 {
            asking.set(true);
        } else {
            sign_out(app);
        }
    };
    view! {
        <button class="button plain" type="button" on:click=press>
            <Icon name=strokes::LOG_OUT />
            {move || app.t().me.sign_out}
        </button>
        <Dialog
            id="sign-out"
            open=asking
            title=Signal::derive(move || (app.t().me.leave_title)(unsent.get()))
            text=app.word(|t| t.me.leave_text)
            safe=app.word(|t| t.me.stay)
            act=app.word(|t| t.me.leave)
            on_act=move |()| sign_out(app)
        />
    }
}
