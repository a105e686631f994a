//! The list as lines of texts, the heads first. It can be brought in again.

use super::{super::cell, Draft};
use crate::{
    model::{member::Field, roster::Row},
    state::App,
};
use leptos::prelude::*;
use std::sync::Arc;

pub fn columns(draft: Draft) -> Vec<Field> {
    if draft.all.get() { Field::ALL.to_vec() } else { draft.look.shown() }
}

pub fn of(draft: Draft, rows: &[Arc<Row>]) -> Vec<Vec<String>> {
    let (t, columns) = (draft.app.t(), columns(draft));
    let heads = columns.iter().map(|field| t.roster.field(*field).to_owned()).collect();
    let line = |row: &Arc<Row>| columns.iter().map(|field| text(draft.app, row, *field)).collect();
    [heads].into_iter().chain(rows.iter().map(line)).collect()
}

/// As in the table, but for dates: in words they could be sorted by no spreadsheet.
fn text(app: App, row: &Row, field: Field) -> String {
    match field {
        Field::Since => row.member.value(field).unwrap_or_default(),
        _ => cell::text(app, &row.member, field),
    }
}
