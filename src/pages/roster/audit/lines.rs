//! An entry of the audit in words: who, when, what, about whom.

use super::{super::cell, Draft};
use crate::{
    model::{
        Role,
        audit::{Line, What},
        can::Rights,
        member::Field,
    },
    state::App,
};
use leptos::prelude::*;
use serde_json::Value;

fn roles(app: App, keys: &str) -> String {
    let names = keys.split(',').filter_map(Role::from_key).filter(|role| *role != Role::Volunteer);
    names.map(|role| (app.t().rights.role)(role)).collect::<Vec<_>>().join(", ")
}

fn who(app: App, line: &Line) -> String {
    match &line.name {
        Some(name) => name.clone(),
        None if line.entry.person == "hub" => app.t().audit.hub.to_owned(),
        None => app.t().audit.unnamed.to_owned(),
    }
}

fn act(app: App, line: &Line) -> String {
    let words = &app.t().audit;
    What::from_key(&line.entry.act)
        .map_or_else(|| format!("{} ({})", words.unknown_act, line.entry.act), |what| (words.act)(what).to_owned())
}

/// The member it is about, by the name on this device's list; `None`: it is about nobody on a list.
fn whom(draft: Draft, line: &Line) -> Option<String> {
    let subject = &line.entry.subject;
    let named =
        || draft.roster.rows.with(|rows| rows.iter().find(|row| row.member.id.as_str() == subject).and_then(|row| row.member.name.clone()));
    match What::from_key(&line.entry.act)? {
        What::MemberViewed | What::OptOutNoted => Some(named().unwrap_or_else(|| draft.app.t().audit.not_listed.to_owned())),
        What::MembersChanged | What::BatchUndone => named(),
        // Of other things only the id is known here.
        What::RolesChanged | What::AttendanceNoted | What::LeadersNamed | What::RollFetched => Some(subject.clone()),
        What::CentreViewed | What::CentreBooked | What::BookingChanged => Some(subject.clone()),
        _ => None,
    }
}

/// What else there is to say, in pieces.
fn details(app: App, line: &Line) -> Vec<String> {
    let Ok(Value::Object(all)) = serde_json::from_str::<Value>(&line.entry.details) else { return Vec::new() };
    let (t, words) = (app.t(), &app.t().audit);
    let number = |name: &str| all.get(name).and_then(Value::as_u64);
    let fields = |name: &str| all.get(name).and_then(|fields| serde_json::from_value::<Vec<Field>>(fields.clone()).ok());
    let mut said = Vec::new();
    if let Some(kind) = all.get("kind").and_then(Value::as_str)
        && let Some(at) = ["edit", "bulk", "import", "merge", "undo"].iter().position(|key| *key == kind)
    {
        said.push(t.roster.kinds[at].to_owned());
    }
    said.extend(["members", "people", "found"].into_iter().find_map(number).map(words.people_many));
    if let (Some(changed), Some(edits)) = (number("changed"), number("edits")) {
        said.push((words.changed_of)(changed, edits));
    }
    if let Some(fields) = fields("fields").filter(|fields| !fields.is_empty()) {
        // Whom somebody took for two people is no field that anybody fills in.
        let names = fields.iter().filter(|field| **field != Field::Apart).map(|field| t.roster.field(*field));
        said.push(names.collect::<Vec<_>>().join(", "));
    }
    match all.get("what").and_then(Value::as_str) {
        Some("audit") => said.extend(number("count").map(words.entries)),
        Some(what) => {
            said.push(
                match what {
                    "workbook" => "XLSX",
                    "csv" => "CSV",
                    _ => "",
                }
                .to_owned(),
            );
            said.extend(number("count").map(words.people_many));
            said.extend(all.get("columns").and_then(Value::as_array).map(|columns| (words.columns)(columns.len() as u64)));
        }
        None => {}
    }
    let rights = |name: &str| all.get(name).and_then(|rights| serde_json::from_value::<Rights>(rights.clone()).ok());
    if let (Some(before), Some(after)) = (rights("before"), rights("after")) {
        let names = |one: &Rights, other: &Rights| {
            let roles = one.roles.difference(&other.roles).map(|role| (t.rights.role)(*role).to_owned());
            let organisations =
                one.organisations.difference(&other.organisations).map(|id| cell::label(app, Field::Organisations, id.as_str()));
            roles.chain(organisations).collect::<Vec<_>>().join(", ")
        };
        let (given, taken) = (names(&after, &before), names(&before, &after));
        said.extend((!given.is_empty()).then(|| (words.given)(&given)));
        said.extend((!taken.is_empty()).then(|| (words.taken)(&taken)));
    }
    said.retain(|text| !text.is_empty());
    said
}

#[component]
pub fn One(draft: Draft, line: Line) -> impl IntoView {
    let app = draft.app;
    let line = StoredValue::new(line);
    let head = move || {
        line.with_value(|line| {
            let roles = roles(app, &line.entry.roles);
            let who = who(app, line);
            if roles.is_empty() { who } else { format!("{who} ({roles})") }
        })
    };
    let when = move || app.t().dates.moment(line.with_value(|line| line.entry.at), app.now.get(), &app.zone());
    let what = move || line.with_value(|line| act(app, line));
    let more = move || line.with_value(|line| whom(draft, line).into_iter().chain(details(app, line)).collect::<Vec<_>>().join(" · "));
    view! {
        <li class="row bare">
            <div>
                <p><b>{what}</b> " " <span>{more}</span></p>
                <p class="quiet small">{head} ", " {when} " · №" {line.with_value(|line| line.entry.seq)}</p>
            </div>
        </li>
    }
}

/// The lines for a file, the heads first, the latest next.
pub fn table(draft: Draft, lines: &[Line]) -> Vec<Vec<String>> {
    let app = draft.app;
    let heads = app.t().audit.heads.iter().map(|head| (*head).to_owned()).collect();
    let row = |line: &Line| {
        let entry = &line.entry;
        vec![
            entry.seq.to_string(),
            entry.at.to_string(),
            entry.person.clone(),
            who(app, line),
            entry.roles.clone(),
            act(app, line),
            entry.subject.clone(),
            whom(draft, line).unwrap_or_default(),
            entry.details.clone(),
            entry.prev.clone(),
            entry.hash.clone(),
        ]
    };
    [heads].into_iter().chain(lines.iter().map(row)).collect()
}
