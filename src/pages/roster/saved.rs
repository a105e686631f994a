//! Segments that somebody wants again: kept on this device by a name, without what was typed into the search. That may be a name or a phone, and would lie open on a shared computer.

use super::look::Look;
use crate::{
    model::roster::{Column, Segment},
    state::use_app,
    ui::{Icon, TextField, each, strokes},
    web::{local, page},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where they are kept.
const SAVED: &str = "roster-segments";
/// Longest name, in characters.
const LONGEST: usize = 60;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Saved {
    name: String,
    wanted: BTreeMap<Column, String>,
}

/// What cannot be read (another version's) is as if nothing had been kept.
fn kept() -> Vec<Saved> {
    local::get(SAVED).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

fn keep(all: &[Saved]) {
    if let Ok(text) = serde_json::to_string(all) {
        local::set(SAVED, (!all.is_empty()).then_some(text.as_str()));
    }
}

#[component]
pub fn SavedSegments(look: Look) -> impl IntoView {
    let app = use_app();
    let all = RwSignal::new(kept());
    // Two tabs, or a second visit: what another has kept meanwhile is not lost.
    let change = move |change: &dyn Fn(&mut Vec<Saved>)| {
        let mut now = kept();
        change(&mut now);
        keep(&now);
        all.set(now);
    };
    let forget = Callback::new(move |name: String| {
        change(&|all| all.retain(|one| one.name != name));
        page::focus("segments-all");
    });
    let save = Callback::new(move |name: String| {
        let wanted = look.wanted.get_untracked();
        change(&|all| {
            all.retain(|one| one.name != name);
            all.push(Saved { name: name.clone(), wanted: wanted.clone() });
            all.sort_by(|one, other| one.name.cmp(&other.name));
        });
    });
    let some = Memo::new(move |_| all.with(|all| !all.is_empty()));
    // Worth a name: something is wanted, and not kept yet.
    let new =
        Memo::new(move |_| look.wanted.with(|wanted| !wanted.is_empty() && all.with(|all| all.iter().all(|one| one.wanted != *wanted))));
    view! {
        <Show when=move || some.get()>
            <section class="segment-part" aria-labelledby="segments-saved">
                <h2 id="segments-saved">{move || app.t().roster.saved}</h2>
                <ul role="list">{each(move || all.get(), |one| format!("{one:?}"), move |one| view! { <One look one forget /> }.into_any())}</ul>
            </section>
        </Show>
        <Show when=move || new.get()><Keep save /></Show>
    }
}

#[component]
fn One(look: Look, one: Saved, forget: Callback<String>) -> impl IntoView {
    let app = use_app();
    let (name, named, gone) = (one.name.clone(), one.name.clone(), one.name);
    let (wanted, segment) = (one.wanted.clone(), Segment { query: None, wanted: one.wanted });
    let chosen = {
        let wanted = wanted.clone();
        Memo::new(move |_| look.wanted.with(|now| *now == wanted))
    };
    // Of the first rows alone it would be a number that is not so.
    let count = Memo::new(move |_| look.roster.first.with(Option::is_none).then(|| look.index.with(|index| index.of(&segment).len())));
    let turn = move |_| look.wanted.set(if chosen.get_untracked() { BTreeMap::new() } else { wanted.clone() });
    view! {
        <li class="segment-saved">
            <button class="segment" type="button" aria-pressed=move || chosen.get().to_string() on:click=turn>
                <span>{name}</span>
                <b class="num">{count}</b>
            </button>
            <button class="button plain square" type="button" on:click=move |_| forget.run(gone.clone())>
                <Icon name=strokes::X class="icon icon-s" />
                <span class="sr">{move || (app.t().roster.forget)(&named)}</span>
            </button>
        </li>
    }
}

/// Gives what is being looked at a name. The same name again is the segment under it from then on.
#[component]
fn Keep(save: Callback<String>) -> impl IntoView {
    let app = use_app();
    let (name, wrong) = (RwSignal::new(String::new()), RwSignal::new(false));
    let error = Signal::derive(move || wrong.get().then(|| app.t().roster.name_segment.to_owned()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = name.with_untracked(|name| name.split_whitespace().collect::<Vec<_>>().join(" "));
        wrong.set(text.is_empty() || text.chars().count() > LONGEST);
        if wrong.get_untracked() {
            return page::focus("segment-name");
        }
        save.run(text);
        page::focus("segments-all");
    };
    view! {
        <details class="more">
            <summary>{move || app.t().roster.keep_segment}</summary>
            <form class="stack" novalidate on:submit=submit>
                <TextField id="segment-name" label=app.word(|t| t.roster.segment_name) hint=app.word(|t| t.roster.segment_hint) value=name error />
                <p class="actions"><button class="button" type="submit">{move || app.t().roster.keep}</button></p>
            </form>
        </details>
    }
}
