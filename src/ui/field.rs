//! Fields of forms: a line of text, a choice. A label always, a hint where it helps, an error that says what to do and is read together with the
//! field.

use super::{Icon, live, strokes};
use leptos::prelude::*;

#[component]
pub fn TextField(
    #[prop(into)] id: String,
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] hint: Option<Signal<String>>,
    value: RwSignal<String>,
    /// What is wrong with it and what to do.
    #[prop(into)]
    error: Signal<Option<String>>,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] input_mode: Option<&'static str>,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(default = "input")] class: &'static str,
) -> impl IntoView {
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let hinted = hint.is_some().then(|| hint_id.clone());
    let wrong = error_id.clone();
    let described = move || {
        let wrong = error.with(Option::is_some).then(|| wrong.clone());
        let ids: Vec<String> = hinted.iter().cloned().chain(wrong).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {hint.map(|hint| view! { <span class="hint" id=hint_id>{hint}</span> }.into_any())}
            <input
                class=class
                id=id.clone()
                name=id
                type=kind
                inputmode=input_mode
                autocomplete=autocomplete
                spellcheck="false"
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=described
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
            <FieldError id=error_id error />
        </div>
    }
}

/// The line under a field that says what is wrong; nothing when all is well.
#[component]
pub fn FieldError(#[prop(into)] id: String, #[prop(into)] error: Signal<Option<String>>) -> impl IntoView {
    live(move || {
        error.get().map(|text| {
            view! {
                <span class="error" id=id.clone()>
                    <Icon name=strokes::ALERT class="icon icon-s" />
                    <span>{text}</span>
                </span>
            }
            .into_any()
        })
    })
}

/// One of several (radio) or yes and no (checkbox).
#[component]
pub fn Choice(
    #[prop(optional)] id: Option<&'static str>,
    /// The same for all choices of a group.
    name: &'static str,
    #[prop(default = "radio")] kind: &'static str,
    #[prop(into)] chosen: Signal<bool>,
    #[prop(into)] on_choose: Callback<bool>,
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] small: Option<Signal<String>>,
    /// Of the label, where it is not the page's.
    #[prop(optional)]
    lang: Option<&'static str>,
) -> impl IntoView {
    view! {
        <label class="choice">
            <input class="box" id=id type=kind name=name prop:checked=move || chosen.get() on:change=move |event| on_choose.run(event_target_checked(&event)) />
            <span lang=lang>{label}</span>
            {small.map(|small| view! { <small>{small}</small> }.into_any())}
        </label>
    }
}

/// A few short words in a row, one of them pressed.
#[component]
pub fn Segmented<T>(
    /// Id of the element that names the group.
    labelled_by: &'static str,
    #[prop(into)] chosen: Signal<T>,
    #[prop(into)] on_choose: Callback<T>,
    options: Vec<(T, Signal<String>)>,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let buttons = options.into_iter().map(move |(value, label)| {
        view! {
            <button type="button" aria-pressed=move || (chosen.get() == value).to_string() on:click=move |_| on_choose.run(value)>{label}</button>
        }.into_any()
    });
    view! { <div class="segmented" role="group" aria-labelledby=labelled_by>{buttons.collect_view()}</div> }
}
