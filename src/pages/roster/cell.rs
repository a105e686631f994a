//! The values of members' fields in words.

use crate::{
    model::{
        AgeClass, Direction, PartialDate, Phone,
        member::{Field, Member, Standing},
        member_edit::Change,
    },
    state::App,
};

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
        Field::Since => text.parse::<PartialDate>().ok().map(|since| t.dates.partial(since)),
        Field::Phone => Phone::parse(text).ok().map(|phone| phone.spaced()),
        _ => None,
    };
    known.unwrap_or_else(|| text.to_owned())
}

/// What stands in a cell; empty where nothing is known.
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
