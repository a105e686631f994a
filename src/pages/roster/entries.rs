//! A field with several entries: directions to tick; groups, tags, skills and languages to take away one by one, and to add, with what others have there as suggestions.

use super::{
    cell,
    form::{Line, id_of},
    values::{Usual, choices},
};
use crate::{
    model::member::Field,
    state::{roster::Roster, use_app},
    ui::{Choice, FieldError, Icon, each, strokes},
};
use leptos::prelude::*;
use std::collections::BTreeSet;

#[component]
pub fn Entries(
    roster: Roster,
    line: Line,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let app = use_app();
    let within = match choices(app, roster, line.field) {
        // There are more organisations than anybody wants to tick through.
        Some(choices) if line.field == Field::Organisations => view! { <Picked line choices /> }.into_any(),
        Some(choices) => choices.into_iter().map(|(key, _)| view! { <Tick line key /> }.into_any()).collect_view().into_any(),
        None => view! { <Written roster line label error /> }.into_any(),
    };
    view! {
        <fieldset class="field entries">
            <legend>{label}</legend>
            {within}
        </fieldset>
    }
}

#[component]
fn Tick(line: Line, key: String) -> impl IntoView {
    let app = use_app();
    let (shown, kept) = (key.clone(), key.clone());
    let label = Signal::derive(move || cell::label(app, line.field, &shown));
    let chosen = Signal::derive(move || line.entries.with(|entries| entries.contains(&kept)));
    let choose = move |wanted: bool| {
        line.entries.update(|entries| {
            if wanted {
                entries.insert(key.clone());
            } else {
                entries.remove(&key);
            }
        });
    };
    view! { <Choice name="member-entries" kind="checkbox" chosen on_choose=choose label /> }
}

/// Entries out of a long list: what is there to take away, and a select of the others to add.
#[component]
fn Picked(line: Line, choices: Vec<(String, String)>) -> impl IntoView {
    let app = use_app();
    let id = id_of(line.field);
    let own: BTreeSet<String> = choices.iter().map(|(key, _)| key.clone()).collect();
    let remove = move |entry: String| {
        let (label, gone, mine) = (cell::label(app, line.field, &entry), entry.clone(), own.contains(&entry));
        let named = label.clone();
        let button = mine.then(|| {
            view! {
                <button type="button" class="button plain square" on:click=move |_| line.entries.update(|entries| { entries.remove(&gone); })>
                    <Icon name=strokes::X class="icon icon-s" />
                    <span class="sr">{move || (app.t().roster_acts.remove)(&named)}</span>
                </button>
            }
        });
        view! { <li class="chip"><span>{label}</span> {button}</li> }.into_any()
    };
    let options = move || {
        let there = line.entries.get();
        let others = choices.iter().filter(|(key, _)| !there.contains(key)).cloned().collect::<Vec<_>>();
        let empty = (String::new(), app.t().rights.choose.to_owned());
        [empty].into_iter().chain(others).map(|(key, words)| view! { <option value=key>{words}</option> }).collect_view()
    };
    let add = move |event: leptos::ev::Event| {
        let key = event_target_value(&event);
        if !key.is_empty() {
            line.entries.update(|entries| {
                entries.insert(key);
            });
        }
    };
    view! {
        <ul class="chips" role="list">{each(move || line.entries.get().into_iter().collect(), Clone::clone, remove)}</ul>
        <select id=id class="input" aria-label=move || app.t().rights.add_organisation prop:value="" on:change=add>{options}</select>
    }
}

#[component]
fn Written(roster: Roster, line: Line, #[prop(into)] label: Signal<String>, #[prop(into)] error: Signal<Option<String>>) -> impl IntoView {
    let app = use_app();
    let id = id_of(line.field);
    let (list, error_id) = (format!("{id}-list"), format!("{id}-error"));
    let add = move || {
        let text = line.text.get_untracked().trim().to_owned();
        if !text.is_empty() {
            line.entries.update(|entries| {
                entries.insert(text);
            });
            line.text.set(String::new());
        }
    };
    let remove = move |entry: String| {
        let (label, gone) = (entry.clone(), entry.clone());
        view! {
            <li class="chip">
                <span>{entry}</span>
                <button type="button" class="button plain square" on:click=move |_| line.entries.update(|entries| { entries.remove(&gone); })>
                    <Icon name=strokes::X class="icon icon-s" />
                    <span class="sr">{move || (app.t().roster_acts.remove)(&label)}</span>
                </button>
            </li>
        }
        .into_any()
    };
    view! {
        <ul class="chips" role="list">{each(move || line.entries.get().into_iter().collect(), Clone::clone, remove)}</ul>
        <div class="entry-line">
            <input
                id=id
                class="input"
                list=list.clone()
                autocomplete="off"
                aria-label=move || label.with(|label| (app.t().roster_acts.new_entry)(label))
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=error_id.clone()
                prop:value=move || line.text.get()
                on:input=move |event| line.text.set(event_target_value(&event))
                on:keydown=move |event| if event.key() == "Enter" && !line.text.with_untracked(|text| text.trim().is_empty()) {
                    event.prevent_default();
                    add();
                }
            />
            <button type="button" class="button" aria-label=move || label.with(|label| format!("{label}: {}", app.t().roster_acts.add)) on:click=move |_| add()>
                {move || app.t().roster_acts.add}
            </button>
        </div>
        <Usual id=list roster field=line.field />
        <FieldError id=error_id error />
    }
}
