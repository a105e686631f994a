//! Segments with how many people each has, as the search goes; and which columns the table has.

use super::{
    cell,
    look::{Look, Part},
    saved::SavedSegments,
};
use crate::{
    model::{member::Field, roster::Column},
    state::use_app,
    ui::{Choice, each},
};
use leptos::prelude::*;

/// Values of one field that are shown before the rest is asked for.
const FEW: usize = 8;

/// Of a column's heading among the segments.
fn id_of(column: Column) -> String {
    format!("part-{column:?}").replace(['(', ')'], "-")
}

/// From how many pixels on there is room for two columns; as in style/pages/roster.css.
const WIDE: f64 = 960.0;

#[component]
pub fn Parts(look: Look) -> impl IntoView {
    let app = use_app();
    let everybody = Memo::new(move |_| look.wanted.with(|wanted| wanted.is_empty()) && look.typed.with(|typed| typed.trim().is_empty()));
    // Beside the table on a desk; on a phone it would stand in its way.
    let wide =
        web_sys::window().and_then(|window| window.inner_width().ok()).and_then(|width| width.as_f64()).is_none_or(|width| width >= WIDE);
    // What nobody has cuts nothing.
    let parts = move || {
        let some = |(_, values): &Part| values.iter().any(|(text, _)| !text.is_empty());
        look.parts.get().into_iter().filter(some).collect::<Vec<_>>()
    };
    view! {
        <details class="segments" open=wide>
            <summary>{move || app.t().roster.parts}</summary>
            <div class="stack">
                <button id="segments-all" class="segment" type="button" aria-pressed=move || everybody.get().to_string() on:click=move |_| look.show_all()>
                    <span>{move || app.t().roster.everybody}</span>
                    <b class="num">{move || look.roster.first.with(|first| first.as_ref().map(|(_, all)| *all)).unwrap_or_else(|| look.roster.rows.with(|rows| rows.len()))}</b>
                </button>
                <SavedSegments look />
                {each(parts, |(column, values)| format!("{}{values:?}", id_of(*column)), move |part| view! { <OnePart look part /> }.into_any())}
            </div>
        </details>
    }
}

#[component]
fn OnePart(look: Look, part: Part) -> impl IntoView {
    let app = use_app();
    let (column, values) = part;
    let heading = id_of(column);
    let labelled = heading.clone();
    let mut few: Vec<_> = values.into_iter().map(|(text, count)| view! { <Value look column text count /> }.into_any()).collect();
    let more = few.split_off(few.len().min(FEW));
    let more = (!more.is_empty())
        .then(|| view! { <details class="more"><summary>{move || app.t().roster.more}</summary> <ul role="list">{more}</ul></details> });
    view! {
        <section class="segment-part" aria-labelledby=labelled>
            <h2 id=heading>{move || cell::head(app, column)}</h2>
            <ul role="list">{few}</ul>
            {more}
        </section>
    }
}

#[component]
fn Value(look: Look, column: Column, text: String, count: usize) -> impl IntoView {
    let app = use_app();
    let (shown, pressed) = (text.clone(), text.clone());
    let is_on = move || look.wanted.with(|wanted| wanted.get(&column) == Some(&pressed)).to_string();
    view! {
        <li>
            <button class="segment" type="button" aria-pressed=is_on on:click=move |_| look.turn(column, &text)>
                <span>{move || cell::step(app, column, &shown)}</span>
                <b class="num">{count}</b>
            </button>
        </li>
    }
}

/// Which columns stand beside the name.
#[component]
pub fn Columns(look: Look) -> impl IntoView {
    let app = use_app();
    let column = move |column: Column| {
        let chosen = Signal::derive(move || look.columns.with(|columns| columns.contains(&column)));
        let label = Signal::derive(move || cell::head(app, column).to_owned());
        view! { <Choice name="columns" kind="checkbox" chosen on_choose=move |wanted| look.choose_column(column, wanted) label /> }
    };
    view! {
        <details class="more columns">
            <summary>{move || app.t().roster.columns}</summary>
            <div class="lined">{Column::all().filter(|one| *one != Column::Field(Field::Name)).map(column).collect_view()}</div>
        </details>
    }
}
