//! A field of the form: what stands in it comes from the form, what is typed goes there and to the device.

use super::{
    desk::{Desk, id_of},
    select,
};
use crate::{model::action_draft::ActionDraft, state::use_app, ui::FieldError};
use leptos::prelude::*;
use std::sync::Arc;

type Read = Arc<dyn Fn(&ActionDraft) -> String + Send + Sync>;
type Write = Arc<dyn Fn(&mut ActionDraft, String) + Send + Sync>;

/// Where a text of the form lies.
#[derive(Clone)]
pub struct Spot {
    pub path: String,
    get: Read,
    put: Write,
}

impl Spot {
    pub fn new(
        path: impl Into<String>,
        get: impl Fn(&ActionDraft) -> String + Send + Sync + 'static,
        put: impl Fn(&mut ActionDraft, String) + Send + Sync + 'static,
    ) -> Self {
        Self { path: path.into(), get: Arc::new(get), put: Arc::new(put) }
    }

    /// Of a shift; one that was taken out meanwhile has nothing.
    pub fn of_shift(
        shift: &str,
        name: &str,
        at: impl Fn(&mut crate::model::action_draft::ShiftDraft) -> &mut String + Send + Sync + Copy + 'static,
    ) -> Self {
        let (one, other) = (shift.to_owned(), shift.to_owned());
        Self::new(
            format!("shifts.{shift}.{name}"),
            move |form| form.shifts.get(&one).cloned().map(|mut shift| std::mem::take(at(&mut shift))).unwrap_or_default(),
            move |form, text| {
                if let Some(shift) = form.shifts.get_mut(&other) {
                    *at(shift) = text;
                }
            },
        )
    }

    pub fn signal(&self, desk: Desk) -> Memo<String> {
        let get = self.get.clone();
        Memo::new(move |_| desk.form.with(|form| get(form)))
    }

    pub fn set(&self, desk: Desk, text: String) {
        desk.edit(|form| (self.put)(form, text));
        desk.mend(&self.path);
    }
}

/// What is wrong with a field, in words.
pub fn error(desk: Desk, path: &str) -> Signal<Option<String>> {
    let (app, wrong) = (use_app(), desk.wrong(path.to_owned()));
    Signal::derive(move || wrong.get().map(|wrong| (app.t().manage_form.wrong)(wrong).to_owned()))
}

/// A line of text, a day, a time, a number.
#[component]
pub fn Line(
    desk: Desk,
    spot: Spot,
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] hint: Option<Signal<String>>,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] input_mode: Option<&'static str>,
) -> impl IntoView {
    let id = id_of(&spot.path);
    let value = spot.signal(desk);
    let error = error(desk, &spot.path);
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let (hinted, wrong) = (hint.is_some().then(|| hint_id.clone()), error_id.clone());
    let described = move || {
        let wrong = error.with(Option::is_some).then(|| wrong.clone());
        let ids: Vec<String> = hinted.iter().cloned().chain(wrong).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {hint.map(|hint| view! { <span class="hint" id=hint_id>{hint}</span> })}
            <input
                class="input"
                id=id
                type=kind
                inputmode=input_mode
                autocomplete="off"
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=described
                prop:value=move || value.get()
                on:input=move |event| spot.set(desk, event_target_value(&event))
            />
            <FieldError id=error_id error />
        </div>
    }
}

/// One of several, by keys; see [`select::Select`].
#[component]
pub fn Select(
    desk: Desk,
    spot: Spot,
    #[prop(into)] label: Signal<String>,
    options: impl Fn() -> Vec<(String, String)> + Send + Sync + 'static,
) -> impl IntoView {
    let (id, value, error) = (id_of(&spot.path), spot.signal(desk), error(desk, &spot.path));
    view! { <select::Select id label value error options on_choose=move |key| spot.set(desk, key) /> }
}
