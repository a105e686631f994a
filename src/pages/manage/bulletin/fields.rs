//! The fields of such a form. What stands in a field comes from the draft, by the pointer of its place, and what is typed goes there.

use super::{
    exchange::Wrong,
    sheet::{Sheet, id_of},
};
use crate::{
    i18n::manage_form,
    model::{Lang, bulletin_draft::YES},
    pages::manage::{select, texts::Missing},
    state::{App, use_app},
    ui::{Choice, FieldError},
};
use leptos::prelude::*;

/// What the field at a pointer is called.
pub fn label(app: App, at: &str) -> &'static str {
    let t = app.t();
    (t.manage_news.label)(at).or_else(|| (t.manage_centre.label)(at)).unwrap_or_default()
}

fn named(at: &str) -> Signal<String> {
    let (app, at) = (use_app(), at.to_owned());
    Signal::derive(move || label(app, &at).to_owned())
}

/// What is wrong at a place, in words.
pub fn error(sheet: Sheet, at: &str) -> Signal<Option<String>> {
    let (app, fault) = (use_app(), sheet.fault(at));
    Signal::derive(move || {
        let t = app.t();
        fault.get().map(|fault| match fault {
            Wrong::Bulletin(fault) => (t.manage_news.fault)(fault),
            Wrong::Centre(fault) => (t.manage_centre.fault)(fault),
        })
    })
}

fn value(sheet: Sheet, at: String) -> Memo<String> {
    Memo::new(move |_| sheet.draft.with(|draft| draft.get(&at).to_owned()))
}

/// A line of text, a date, a number.
#[component]
pub fn Line(
    sheet: Sheet,
    #[prop(into)] at: String,
    #[prop(optional, into)] hint: Option<Signal<String>>,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] input_mode: Option<&'static str>,
) -> impl IntoView {
    let (id, label) = (id_of(&at), named(&at));
    let (value, error) = (value(sheet, at.clone()), error(sheet, &at));
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
                on:input=move |event| sheet.edit(&at, &event_target_value(&event))
            />
            <FieldError id=error_id error />
        </div>
    }
}

/// One of several, by keys; see [`select::Select`].
#[component]
pub fn Select(
    sheet: Sheet,
    #[prop(into)] at: String,
    options: impl Fn() -> Vec<(String, String)> + Send + Sync + 'static,
) -> impl IntoView {
    let (id, value, error) = (id_of(&at), value(sheet, at.clone()), error(sheet, &at));
    view! { <select::Select id label=named(&at) value error options on_choose=move |key| sheet.edit(&at, &key) /> }
}

#[component]
pub fn Tick(
    sheet: Sheet,
    at: &'static str,
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] small: Option<Signal<String>>,
) -> impl IntoView {
    let chosen = Signal::derive(move || sheet.draft.with(|draft| draft.is_ticked(at)));
    let choose = move |yes: bool| sheet.edit(at, if yes { YES } else { "" });
    view! {
        <div class="lined">
            {match small {
                Some(small) => view! { <Choice name=at kind="checkbox" chosen on_choose=choose label small /> }.into_any(),
                None => view! { <Choice name=at kind="checkbox" chosen on_choose=choose label /> }.into_any(),
            }}
        </div>
    }
}

/// A text in all of the hub's languages, side by side where there is room.
#[component]
pub fn Texts(
    sheet: Sheet,
    #[prop(into)] at: String,
    #[prop(optional, into)] hint: Option<Signal<String>>,
    /// Several lines.
    #[prop(optional)]
    rows: Option<&'static str>,
) -> impl IntoView {
    let app = use_app();
    let (error, label) = (error(sheet, &at), named(&at));
    let error_id = format!("{}-error", id_of(&at));
    let at = StoredValue::new(at);
    let typed = Memo::new(move |_| sheet.draft.with(|draft| at.with_value(|at| draft.typed(at))));
    let wrong = StoredValue::new(error_id.clone());
    let input = move |lang: Lang| {
        let place = StoredValue::new(at.with_value(|at| format!("{at}/{}", lang.code())));
        let id = place.with_value(|place| id_of(place));
        let value = move || typed.with(|typed| typed.get(lang).to_owned());
        let invalid = move || error.with(Option::is_some).then_some("true");
        let described = move || error.with(Option::is_some).then(|| wrong.get_value());
        let on_input = move |event: leptos::ev::Event| place.with_value(|place| sheet.edit(place, &event_target_value(&event)));
        let field = match rows {
            Some(rows) => view! { <textarea class="input" id=id.clone() lang=lang.code() rows=rows aria-invalid=invalid aria-describedby=described prop:value=value on:input=on_input></textarea> }.into_any(),
            None => view! { <input class="input" id=id.clone() lang=lang.code() autocomplete="off" aria-invalid=invalid aria-describedby=described prop:value=value on:input=on_input /> }.into_any(),
        };
        view! { <div class="field"><label for=id lang=lang.code()>{manage_form::Words::language(lang)}</label> {field}</div> }
    };
    let inputs = app.hub().languages.iter().copied().map(input).collect_view();
    view! {
        <fieldset class="field texts">
            <legend>{label}</legend>
            <Missing typed />
            {hint.map(|hint| view! { <span class="hint">{hint}</span> })}
            <div class="languages">{inputs}</div>
            <FieldError id=error_id error />
        </fieldset>
    }
}
