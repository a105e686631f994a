//! The record to take along: a table for spreadsheets, everything with its trail as JSON, or on paper.

use super::Worked;
use crate::{
    i18n::dates::clock as hour,
    model::{attendance::Hours, instant::iso, table},
    state::{App, use_app},
    ui::{Icon, strokes},
    web::{page, save},
};
use leptos::prelude::*;

#[component]
pub fn Export(all: Memo<Vec<Worked>>) -> impl IntoView {
    let app = use_app();
    let save = move |name: &str, kind: &str, text: Option<String>| {
        if text.is_none_or(|text| save::file(name, kind, &text.into()).is_err()) {
            app.toasts.tell(app.t_untracked().record.file_failed);
        }
    };
    let csv = move |_| save("meyirim-hours.csv", "text/csv;charset=utf-8", Some(untrack(|| lines(app, &all.get()))));
    let json = move |_| {
        let record: Vec<_> = all.with_untracked(|all| all.iter().map(|one| one.shift.clone()).collect());
        save("meyirim-hours.json", "application/json", serde_json::to_string_pretty(&record).ok());
    };
    view! {
        <p class="actions">
            <button class="button" type="button" on:click=csv><Icon name=strokes::DOWNLOAD /> {move || app.t().record.csv}</button>
            <button class="button" type="button" on:click=json><Icon name=strokes::DOWNLOAD /> {move || app.t().record.json}</button>
            <button class="button" type="button" on:click=|_| page::print()>{move || app.t().record.print}</button>
        </p>
    }
}

fn lines(app: App, all: &[Worked]) -> String {
    let t = app.t();
    let (zone, words) = (app.zone(), &t.record);
    let line = |Worked { shift, state }: &Worked| {
        let time = |at: Option<crate::model::Instant>| at.map(|at| hour(zone.local(at))).unwrap_or_default();
        let standing = match &state.hours {
            Hours::Open if state.absent => words.absent.to_owned(),
            Hours::Open => words.open_hours.to_owned(),
            Hours::Confirmed { minutes, .. } => (words.confirmed)(&(words.time)(*minutes)),
            Hours::Disputed { .. } => words.disputed.to_owned(),
            Hours::Sealed { minutes } => (words.sealed)(&(words.time)(*minutes)),
        };
        vec![
            iso(zone.day(shift.starts)),
            app.show(&shift.title).text.to_owned(),
            shift.role.as_ref().map(|role| app.show(role).text.to_owned()).unwrap_or_default(),
            t.common.direction(shift.direction).to_owned(),
            time(state.checked_in),
            time(state.checked_out),
            // Empty where nothing is confirmed: a nought would be a sum.
            match state.hours {
                Hours::Open | Hours::Disputed { .. } => String::new(),
                Hours::Confirmed { minutes, .. } | Hours::Sealed { minutes } => minutes.to_string(),
            },
            standing,
        ]
    };
    table::csv(app.lang(), [words.columns.map(str::to_owned).into()].into_iter().chain(all.iter().map(line)))
}
