//! The first step on backends that know passwords.

use super::{
    flow::Flow,
    steps::{Failed, Submit},
};
use crate::{state::use_app, ui::TextField};
use leptos::{ev::SubmitEvent, prelude::*};

#[component]
pub fn PasswordStep(flow: Flow) -> impl IntoView {
    let app = use_app();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        flow.log_in();
    };
    let login_error = Signal::derive(move || flow.fault_text(|fault| *fault == super::flow::Fault::LoginMissing));
    let password_error = Signal::derive(move || flow.fault_text(|fault| *fault != super::flow::Fault::LoginMissing));
    view! {
        <form class="sign-in stack-l" novalidate on:submit=submit>
            <Failed flow />
            <TextField id="login" label=app.word(|t| t.backend.login) value=flow.contact error=login_error input_mode="email" autocomplete="username" />
            <TextField
                id="password"
                label=app.word(|t| t.backend.password)
                value=flow.password
                error=password_error
                kind="password"
                autocomplete="current-password"
            />
            <p class="actions"><Submit flow label=app.word(|t| t.sign_in.sign_in) /></p>
        </form>
    }
}
