//! The list to take along: those chosen, else those found, with the columns that stand in the table. It can be brought in again.

use super::{cell, look::Look};
use crate::{
    model::{member::Field, roster::Row, table},
    state::{App, use_app},
    ui::{Icon, strokes},
    web::save,
};
use leptos::prelude::*;
use std::sync::Arc;

#[component]
pub fn Export(look: Look) -> impl IntoView {
    let app = use_app();
    let chosen = Memo::new(move |_| look.chosen.with(|chosen| chosen.len() as u64));
    let go = move |_| {
        if save::file("meyirim-roster.csv", "text/csv;charset=utf-8", &untrack(|| sheet(app, look))).is_err() {
            app.toasts.tell(app.t_untracked().record.file_failed);
        }
    };
    let label = move || {
        let words = &app.t().roster_import;
        if chosen.get() > 0 { (words.export_chosen)(chosen.get()) } else { words.export.to_owned() }
    };
    view! { <button class="button" type="button" on:click=go><Icon name=strokes::DOWNLOAD /> {label}</button> }
}

fn sheet(app: App, look: Look) -> String {
    let (t, columns, chosen) = (app.t(), look.shown(), look.chosen.get());
    let heads = columns.iter().map(|field| t.roster.field(*field).to_owned()).collect();
    let line = |row: &Arc<Row>| columns.iter().map(|field| text(app, row, *field)).collect::<Vec<_>>();
    let lines: Vec<_> = match chosen.is_empty() {
        true => look.found.with(|found| found.iter().map(line).collect()),
        false => look.roster.rows.with(|rows| rows.iter().filter(|row| chosen.contains(&row.member.id)).map(line).collect()),
    };
    table::csv([heads].into_iter().chain(lines))
}

/// As in the table, but for dates: in words they could be sorted by no spreadsheet.
fn text(app: App, row: &Row, field: Field) -> String {
    match field {
        Field::Since => row.member.value(field).unwrap_or_default(),
        _ => cell::text(app, &row.member, field),
    }
}
