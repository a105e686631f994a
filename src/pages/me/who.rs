//! Who is signed in, as far as the hub knows: name, address, age class; changed at the place.

use super::{leaving::SignOut, profile::Profile};
use crate::{
    model::Person,
    routes,
    state::{App, use_app},
    ui::{Icon, strokes},
    web::page,
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

#[component]
pub fn Who() -> impl IntoView {
    let app = use_app();
    // Somebody was sent here to tell their age: the form stands open, and saving leads back to where they wanted to join.
    let asked = use_query_map().with_untracked(|query| query.get(routes::query::NEXT));
    let next = StoredValue::new(asked.as_deref().and_then(routes::safe_next).map(str::to_owned));
    let navigate = StoredValue::new_local(use_navigate());
    let editing = RwSignal::new(next.with_value(Option::is_some));
    let close = move || {
        editing.set(false);
        let told = app.session.person.with_untracked(|person| person.as_ref().is_some_and(|person| person.age_class.is_some()));
        match next.get_value().filter(|_| told) {
            Some(next) => navigate.with_value(|go| go(&next, NavigateOptions { replace: true, ..NavigateOptions::default() })),
            None => page::focus_soon("edit-me"),
        }
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
