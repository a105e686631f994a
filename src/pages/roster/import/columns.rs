//! What each column is taken for, to be corrected by hand, with what stands in it; where the people begin; and what counts where sheet and list differ.

use super::Draft;
use crate::{
    model::import::{Column, Rule},
    state::use_app,
    ui::{Choice, each},
};
use leptos::prelude::*;

/// Cells of a column that are shown.
const SAMPLES: usize = 3;

/// A, B, ... Z, AA, as spreadsheets name them.
pub fn letters(at: usize) -> String {
    let mut at = at + 1;
    let mut name = Vec::new();
    while at > 0 {
        name.push(char::from(b'A' + ((at - 1) % 26) as u8));
        at = (at - 1) / 26;
    }
    name.iter().rev().collect()
}

#[component]
pub fn Columns(draft: Draft) -> impl IntoView {
    let app = use_app();
    let sheets = move || draft.book.with(|book| book.as_ref().map_or(0, |book| book.sheets.len()));
    let sheet_names = move || {
        draft
            .book
            .with(|book| book.iter().flat_map(|book| book.sheets.iter().map(|sheet| sheet.name.clone())).enumerate().collect::<Vec<_>>())
    };
    let left_out =
        move || draft.with_sheet(|sheet| sheet.left_out as u64).filter(|left| *left > 0).map(|left| (app.t().roster_import.left_out)(left));
    let wide = Memo::new(move |_| draft.columns.with(Vec::len));
    let nameless = Memo::new(move |_| !draft.has_name());
    // What is no number changes nothing, and the field says again what counts.
    let begin = move |event| {
        if let Ok(row) = event_target_value(&event).parse::<usize>() {
            draft.heads.set(row.saturating_sub(1));
        }
    };
    let rule = move |rule: Rule, word: fn(&crate::i18n::roster_import::Words) -> &'static str| {
        let label = Signal::derive(move || word(&app.t().roster_import).to_owned());
        view! { <Choice name="import-rule" chosen=Signal::derive(move || draft.rule.get() == rule) on_choose=move |_| draft.rule.set(rule) label /> }
    };
    view! {
        <section class="stack" aria-labelledby="import-columns">
            <h2 id="import-columns">{move || app.t().roster_import.columns}</h2>
            <p class="quiet">{move || app.t().roster_import.columns_hint}</p>
            <Show when=move || { sheets() > 1 }>
                <div class="field">
                    <label for="import-sheet">{move || app.t().roster_import.sheet}</label>
                    <select id="import-sheet" class="input" on:change=move |event| draft.show(event_target_value(&event).parse().unwrap_or_default())>
                        {move || sheet_names().into_iter().map(|(at, name)| view! { <option value=at.to_string() selected=move || draft.at.get() == at>{name}</option> }).collect_view()}
                    </select>
                </div>
            </Show>
            {move || left_out().map(|text| view! { <p class="why warning">{text}</p> })}
            <div class="field">
                <label for="import-heads">{move || app.t().roster_import.heads}</label>
                <input
                    id="import-heads"
                    class="input short"
                    type="number"
                    min="1"
                    prop:value=move || (draft.heads.get() + 1).to_string()
                    on:change=begin
                />
            </div>
            <div class="import-columns">
                {each(move || (0..wide.get()).collect(), |at| *at, move |at| view! { <OneColumn draft at /> }.into_any())}
            </div>
            <Show when=move || nameless.get()><p class="why warning" role="status">{move || app.t().roster_import.nameless}</p></Show>
            <fieldset class="field">
                <legend>{move || app.t().roster_import.rule}</legend>
                {rule(Rule::Overwrite, |words| words.overwrite)}
                {rule(Rule::Fill, |words| words.fill)}
            </fieldset>
            <div class="field">
                <Choice
                    name="import-tolerant"
                    kind="checkbox"
                    chosen=draft.tolerant
                    on_choose=move |wanted| draft.tolerant.set(wanted)
                    label=app.word(|t| t.roster_import.tolerant)
                    small=app.word(|t| t.roster_import.tolerant_hint)
                />
            </div>
            <p class="quiet small">{move || app.t().roster_import.never_empties}</p>
        </section>
    }
}

#[component]
fn OneColumn(draft: Draft, at: usize) -> impl IntoView {
    let app = use_app();
    let id = format!("import-column-{at}");
    let cell = move |row: &Vec<String>| row.get(at).cloned().unwrap_or_default();
    let head = move || {
        let heads = draft.heads.get();
        draft.with_sheet(|sheet| sheet.rows.iter().take(heads).map(cell).rfind(|text| !text.is_empty())).flatten().unwrap_or_default()
    };
    let samples = move || {
        let heads = draft.heads.get();
        let some = |sheet: &crate::model::import::book::Sheet| {
            sheet.rows.iter().skip(heads).map(cell).filter(|text| !text.is_empty()).take(SAMPLES).collect::<Vec<_>>().join(", ")
        };
        draft.with_sheet(some).unwrap_or_default()
    };
    let option = move |(place, column): (usize, Column)| {
        let words = move || app.t().roster_import.of(column, |field| app.t().roster.field(field));
        view! { <option value=place.to_string() selected=move || draft.columns.with(|columns| columns.get(at) == Some(&column))>{words}</option> }
    };
    let choose = move |event| {
        let chosen = event_target_value(&event).parse().ok().and_then(|place| Column::all().nth(place)).unwrap_or(Column::None);
        draft.columns.update(|columns| {
            // What is in two columns would be written over: the one that was chosen last counts.
            for column in columns.iter_mut().filter(|column| **column == chosen) {
                *column = Column::None;
            }
            if let Some(column) = columns.get_mut(at) {
                *column = chosen;
            }
        });
    };
    view! {
        <div class="import-column">
            <label for=id.clone()><b>{move || (app.t().roster_import.column)(&letters(at))}</b> " " {head}</label>
            <select id=id class="input" on:change=choose>{Column::all().enumerate().map(option).collect_view()}</select>
            <span class="quiet small">{samples}</span>
        </div>
    }
}
