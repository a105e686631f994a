//! The list as lines of texts, the heads first. It can be brought in again.

use super::{super::cell, Draft};
use crate::{
    model::{
        instant::iso,
        member::Field,
        roster::{Besides, Column, Row},
    },
    state::App,
};
use leptos::prelude::*;
use std::sync::Arc;

pub fn columns(draft: Draft) -> Vec<Column> {
    if draft.all.get() { Column::all().collect() } else { draft.look.shown.get().to_vec() }
}

pub fn of(draft: Draft, rows: &[Arc<Row>]) -> Vec<Vec<String>> {
    let (columns, besides) = (columns(draft), draft.look.besides.get());
    let heads = columns.iter().map(|column| cell::head(draft.app, *column).to_owned()).collect();
    let line = |row: &Arc<Row>| columns.iter().map(|column| text(draft.app, row, *column, &besides)).collect();
    [heads].into_iter().chain(rows.iter().map(line)).collect()
}

/// As in the table, but for dates: in words they could be sorted by no spreadsheet.
fn text(app: App, row: &Row, column: Column, besides: &Besides) -> String {
    match column {
        Column::Field(field @ (Field::Since | Field::Consent)) => row.member.value(field).unwrap_or_default(),
        Column::Field(Field::Notes) => row.member.notes.iter().cloned().collect::<Vec<_>>().join("\n"),
        Column::Seen => besides.of(row).and_then(|fact| fact.last_seen).map(|seen| iso(app.zone().day(seen))).unwrap_or_default(),
        _ => cell::of(app, row, column, besides),
    }
}
