//! The values of members' fields in words.

use crate::{
    model::{
        AgeClass, Direction, Instant, PartialDate, Phone,
        member::{Field, Member, Standing},
        member_edit::Change,
        participation::ConsentClass,
        roster::{Besides, Column, Row, steps},
    },
    state::App,
};
use leptos::prelude::*;

/// A canonical text as people read it.
pub fn label(app: App, field: Field, text: &str) -> String {
    let t = app.t();
    let known = match field {
        _ if text.is_empty() => return t.roster.not_given.to_owned(),
        Field::Standing => Standing::ALL.into_iter().find(|one| one.key() == text).map(|one| t.roster.standing(one).to_owned()),
        Field::AgeClass => AgeClass::ALL.into_iter().find(|one| one.key() == text).map(|one| t.common.age(one).to_owned()),
        Field::Directions => Direction::from_key(text).map(|one| t.common.direction(one).to_owned()),
        Field::District => app.hub().district(text).map(|district| app.show(&district.name).text.to_owned()),
        Field::Organisations => text.parse().ok().and_then(|id| app.directory.find(&id)).map(|one| app.show(&one.name).text.to_owned()),
        Field::Since | Field::Consent => text.parse::<PartialDate>().ok().map(|since| t.dates.partial(since)),
        Field::Phone => Phone::parse(text).ok().map(|phone| phone.spaced()),
        _ => None,
    };
    known.unwrap_or_else(|| text.to_owned())
}

/// What stands over a column.
pub fn head(app: App, column: Column) -> &'static str {
    match column {
        Column::Field(field) => app.t().roster.field(field),
        Column::Hours => app.t().roster_besides.hours,
        Column::Seen => app.t().roster_besides.seen,
    }
}

/// What the list is cut into by a column ([`crate::model::roster::counts`]), in words.
pub fn step(app: App, column: Column, text: &str) -> String {
    let words = &app.t().roster_besides;
    let at = steps(column).and_then(|steps| steps.iter().position(|step| *step == text));
    let known = at.and_then(|at| match column {
        Column::Hours => words.hours_steps.get(at),
        Column::Seen => words.seen_steps.get(at),
        Column::Field(_) => words.consent_steps.get(at),
    });
    match (known, column) {
        _ if text.is_empty() => app.t().roster.not_given.to_owned(),
        (Some(known), _) => (*known).to_owned(),
        (None, Column::Field(field)) => label(app, field, text),
        (None, _) => text.to_owned(),
    }
}

/// What stands in a cell of a column.
pub fn of(app: App, row: &Row, column: Column, besides: &Besides) -> String {
    let fact = || besides.of(row);
    match column {
        Column::Field(field) => text(app, &row.member, field),
        Column::Hours => fact().filter(|fact| fact.minutes > 0).map(|fact| (app.t().roster_besides.time)(fact.minutes)).unwrap_or_default(),
        Column::Seen => fact().and_then(|fact| fact.last_seen).map(|seen| day(app, seen)).unwrap_or_default(),
    }
}

/// Whether a member's consent is in force.
pub fn consent(app: App, member: &Member) -> String {
    let class = ConsentClass::of(member.consent, app.zone().day(app.now.get()));
    step(app, Column::Field(Field::Consent), class.key())
}

/// The day of a moment, with its year if it is not this one.
pub fn day(app: App, at: Instant) -> String {
    let zone = app.zone();
    app.t().dates.day(zone.day(at), zone.day(app.now.get()).year())
}

/// What stands in a field's cell; empty where nothing is known.
pub fn text(app: App, member: &Member, field: Field) -> String {
    if field.is_set() {
        return member.entries(field).iter().map(|entry| label(app, field, entry)).collect::<Vec<_>>().join(", ");
    }
    member.value(field).map(|text| label(app, field, &text)).unwrap_or_default()
}

/// A change in words, a line each, with what stood there before.
pub fn told(app: App, change: &Change) -> Vec<String> {
    let t = app.t();
    let field = change.field();
    let (name, words) = (t.roster.field(field), |text: &String| label(app, field, text));
    match change {
        Change::Entries { field: Field::Apart, add, .. } => vec![t.roster.apart[usize::from(add.is_empty())].to_owned()],
        Change::Value { from: Some(from), to: Some(to), .. } => vec![format!("{name}: {} → {}", words(from), words(to))],
        Change::Value { to: Some(to), .. } => vec![format!("{name}: {}", words(to))],
        Change::Value { to: None, .. } => vec![(t.roster.emptied)(name)],
        Change::Entries { add, remove, .. } => {
            let added = add.iter().map(|entry| format!("{name}, {}", (t.roster.added)(&words(entry))));
            added.chain(remove.iter().map(|entry| format!("{name}, {}", (t.roster.removed)(&words(entry))))).collect()
        }
    }
}
