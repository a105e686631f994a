//! Segments with how many people each has, as the search goes; and which columns the table has.

use super::{
    cell,
    look::{Look, Part},
    saved::SavedSegments,
};
use crate::{
    model::member::Field,
    state::use_app,
    ui::{Choice, each},
};
use leptos::prelude::*;

/// Values of one field that are shown before the rest is asked for.
const FEW: usize = 8;

/// From how many pixels on there is room for two columns; as in style/pages/roster.css.
const WIDE: f64 = 960.0;

#[component]
pub fn Parts(look: Look) -> impl IntoView {
    let app = use_app();
    let everybody = Memo::new(move |_| look.wanted.with(|wanted| wanted.is_empty()));
    // Beside the table on a desk; on a phone it would stand in its way.
    let wide =
        web_sys::window().and_then(|window| window.inner_width().ok()).and_then(|width| width.as_f64()).is_none_or(|width| width >= WIDE);
    // What nobody has cuts nothing.
    let parts = move || {
        let some = |(_, values): &Part| values.iter().any(|(text, _)| !text.is_empty());
        look.parts.get().into_iter().filter(some).collect::<Vec<_>>()
    };
    let leave = move |_| look.wanted.update(|wanted| wanted.clear());
    view! {
        <details class="segments" open=wide>
            <summary>{move || app.t().roster.parts}</summary>
            <div class="stack">
                <button id="segments-all" class="segment" type="button" aria-pressed=move || everybody.get().to_string() on:click=leave>
                    <span>{move || app.t().roster.everybody}</span>
                    <b class="num">{move || look.roster.rows.with(|rows| rows.len())}</b>
                </button>
                <SavedSegments look />
                {each(parts, |(field, values)| format!("{field:?}{values:?}"), move |part| view! { <OnePart look part /> }.into_any())}
            </div>
        </details>
    }
}

#[component]
fn OnePart(look: Look, part: Part) -> impl IntoView {
    let app = use_app();
    let (field, values) = part;
    let heading = format!("part-{field:?}");
    let labelled = heading.clone();
    let mut few: Vec<_> = values.into_iter().map(|(text, count)| view! { <Value look field text count /> }.into_any()).collect();
    let more = few.split_off(few.len().min(FEW));
    let more = (!more.is_empty())
        .then(|| view! { <details class="more"><summary>{move || app.t().roster.more}</summary> <ul role="list">{more}</ul></details> });
    view! {
        <section class="segment-part" aria-labelledby=labelled>
            <h2 id=heading>{move || app.t().roster.field(field)}</h2>
            <ul role="list">{few}</ul>
            {more}
        </section>
    }
}

#[component]
fn Value(look: Look, field: Field, text: String, count: usize) -> impl IntoView {
    let app = use_app();
    let (shown, pressed) = (text.clone(), text.clone());
    let is_on = move || look.wanted.with(|wanted| wanted.get(&field) == Some(&pressed)).to_string();
    view! {
        <li>
            <button class="segment" type="button" aria-pressed=is_on on:click=move |_| look.turn(field, &text)>
                <span>{move || cell::label(app, field, &shown)}</span>
                <b class="num">{count}</b>
            </button>
        </li>
    }
}

/// Which columns stand beside the name.
#[component]
pub fn Columns(look: Look) -> impl IntoView {
    let app = use_app();
    let column = move |field: Field| {
        let chosen = Signal::derive(move || look.columns.with(|columns| columns.contains(&field)));
        let label = Signal::derive(move || app.t().roster.field(field).to_owned());
        view! { <Choice name="columns" kind="checkbox" chosen on_choose=move |wanted| look.choose_column(field, wanted) label /> }
    };
    view! {
        <details class="more columns">
            <summary>{move || app.t().roster.columns}</summary>
            <div class="lined">{Field::ALL.into_iter().filter(|field| *field != Field::Name).map(column).collect_view()}</div>
        </details>
    }
}
