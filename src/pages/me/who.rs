//! Who is signed in, as far as the hub knows: name, address, age class; changed at the place.

use super::{leaving::SignOut, profile::Profile};
use crate::{
    model::Person,
    state::{App, use_app},
    ui::{Icon, strokes},
    web::page,
};
use leptos::prelude::*;

#[component]
pub fn Who() -> impl IntoView {
    let app = use_app();
    let editing = RwSignal::new(false);
    let close = move || {
        editing.set(false);
        page::focus_soon("edit-me");
    };
    let edit = move |_| {
        editing.set(true);
        page::focus_soon("name");
    };
    view! {
        <section class="stack" aria-labelledby="who">
            <div class="who">
                <span class="org-mark"><Icon name=strokes::PERSON class="icon icon-l" /></span>
                <div>
                    <h2 id="who">{move || with_person(app, |person| person.name.clone()).unwrap_or_else(|| app.t().me.no_name.to_owned())}</h2>
                    <p class="quiet small">{move || with_person(app, |person| Some(person.contact.masked()))}</p>
                    <p class="quiet small">{move || age_line(app)}</p>
                </div>
                <div class="actions" hidden=move || editing.get()>
                    <button class="button" id="edit-me" type="button" on:click=edit>{move || app.t().me.edit}</button>
                    <SignOut />
                </div>
            </div>
            <Show when=move || editing.get()>
                <Profile on_close=close />
            </Show>
        </section>
    }
}

fn with_person<T>(app: App, read: impl FnOnce(&Person) -> Option<T>) -> Option<T> {
    app.session.person.with(|person| person.as_ref().and_then(read))
}

fn age_line(app: App) -> String {
    let t = app.t();
    with_person(app, |person| person.age_class).map_or_else(|| t.me.no_age.to_owned(), |class| (t.me.age_class)(t.common.age(class)))
}
