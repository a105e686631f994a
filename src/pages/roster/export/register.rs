//! Numbers for the state's register of volunteer activity ([`crate::model::activity`]): how many people by what they do, how old they are and where they live, and what was done this year. No names.

use super::super::cell;
use crate::{
    model::{
        activity::{Project, projects},
        instant::iso,
        member::Field,
        roster::{Besides, Column, Row, counts},
        table::{Book, Cell, Sheet},
    },
    state::App,
};
use leptos::prelude::*;
use std::sync::Arc;

const BY: [Field; 4] = [Field::Standing, Field::Directions, Field::AgeClass, Field::District];

pub fn book(app: App, rows: &[Arc<Row>]) -> Book {
    Book { sheets: vec![people(app, rows), done(app)] }
}

fn people(app: App, rows: &[Arc<Row>]) -> Sheet {
    let (t, words) = (app.t(), &app.t().roster_export);
    let line = |by: &str, value: &str, count: usize| vec![Cell::from(by), Cell::from(value), Cell::Number(count as u64)];
    let mut lines = vec![
        vec![words.as_of.into(), iso(app.zone().day(app.now.get())).into()],
        vec![words.sign.into(), words.value.into(), words.count.into()],
        line(words.people, t.roster.everybody, rows.len()),
    ];
    for field in BY {
        for (text, count) in counts(rows.iter().map(Arc::as_ref), Column::Field(field), &Besides::default()) {
            lines.push(line(t.roster.field(field), &cell::label(app, field, &text), count));
        }
    }
    Sheet { name: words.people.to_owned(), heads: 2, rows: lines }
}

fn done(app: App) -> Sheet {
    let (t, words) = (app.t(), &app.t().roster_export);
    let heads = [
        words.project,
        t.roster.field(Field::Directions),
        words.place,
        words.first,
        words.last,
        words.dates,
        words.taken,
        words.description,
    ];
    let list = app.actions.list.get();
    let line = |project: Project| {
        let action = project.action;
        let place = action.place.as_ref().map(|place| app.show(place).text.to_owned());
        // Where the place is only known by its district, it is named like it.
        let district = action
            .district
            .as_deref()
            .map(|key| cell::label(app, Field::District, key))
            .filter(|district| place.as_ref() != Some(district));
        vec![
            app.show(&action.title).text.into(),
            t.common.direction(action.direction).into(),
            [district, place].into_iter().flatten().collect::<Vec<_>>().join(", ").into(),
            iso(project.first).into(),
            iso(project.last).into(),
            Cell::Number(project.dates as u64),
            Cell::Number(project.taken),
            Cell::from(""),
        ]
    };
    let lines = projects(list.iter().map(|one| one.action.as_ref()), &app.zone(), app.now.get()).into_iter().map(line);
    Sheet { name: words.projects.to_owned(), heads: 1, rows: [heads.map(Cell::from).to_vec()].into_iter().chain(lines).collect() }
}
