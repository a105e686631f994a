//! One line to type, with our own keyboard below it: a name, a phone.

use super::keyboard::{Keyboard, Keys};
use crate::{
    model::{Phone, contact::ContactError, person},
    state::{App, use_app},
    ui::TextField,
};
use leptos::prelude::*;

/// The way on for whoever cannot fill it in: the words of a button.
#[derive(Clone, Copy)]
pub struct Without {
    pub label: Signal<String>,
    pub go: Callback<()>,
}

#[component]
pub fn Line(
    value: RwSignal<String>,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] hint: Signal<String>,
    error: RwSignal<Option<String>>,
    keys: Keys,
    on_next: Callback<()>,
    #[prop(optional)] without: Option<Without>,
) -> impl IntoView {
    let app = use_app();
    let most = if keys == Keys::Phone { 16 } else { person::LONGEST_NAME };
    let none = without.map(|without| {
        let go = move |_| {
            value.set(String::new());
            without.go.run(());
        };
        view! { <button class="button big" type="button" on:click=go>{without.label}</button> }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        // An empty line is passed by the button that says so.
        if without.is_some() && value.with_untracked(|text| text.trim().is_empty()) {
            return error.set(Some((app.t_untracked().errors.contact)(ContactError::TooShort).to_owned()));
        }
        on_next.run(());
    };
    view! {
        <h1>{label}</h1>
        <form class="kiosk-form" novalidate on:submit=submit>
            <TextField id="kiosk-line" label hint value error input_mode="none" />
            <p class="actions">
                <button class="button primary big" type="submit">{move || app.t().kiosk.next}</button>
                {none}
            </p>
            <Keyboard value keys most />
        </form>
    }
}

/// A name as it is typed, else what is wrong with it.
pub fn name_error(app: App, text: RwSignal<String>) -> Option<String> {
    let words = &app.t_untracked().kiosk;
    text.with_untracked(|text| person::clean_name(text)).err().map(|why| {
        match why {
            person::NoName::Empty => words.name_empty,
            person::NoName::TooLong => words.name_long,
        }
        .to_owned()
    })
}

/// A phone as it is typed; `Ok(None)`: nothing was.
pub fn phone(app: App, text: RwSignal<String>) -> Result<Option<Phone>, String> {
    text.with_untracked(|text| {
        if text.trim().is_empty() {
            return Ok(None);
        }
        Phone::parse(text).map(Some).map_err(|why| (app.t_untracked().errors.contact)(why).to_owned())
    })
}
