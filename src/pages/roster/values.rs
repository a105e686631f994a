//! What can stand in a field: a closed list of choices, or what others have there already.

use super::cell;
use crate::{
    model::{
        AgeClass, Direction,
        member::{Field, Standing},
        roster::counts,
    },
    state::{App, roster::Roster, use_app},
};
use leptos::prelude::*;

/// Canonical text and words of each choice; `None`: anything can be written.
pub fn choices(app: App, field: Field) -> Option<Vec<(String, String)>> {
    let keys: Vec<String> = match field {
        Field::Standing => Standing::ALL.map(|one| one.key().to_owned()).into(),
        Field::AgeClass => AgeClass::ALL.map(|one| one.key().to_owned()).into(),
        Field::Directions => Direction::ALL.map(|one| one.key().to_owned()).into(),
        Field::District => app.hub().districts.iter().map(|district| district.key.clone()).collect(),
        _ => return None,
    };
    Some(keys.into_iter().map(|key| (key.clone(), cell::label(app, field, &key))).collect())
}

/// What members have in the field, the most frequent first: so that a group is not written in two ways.
pub fn usual(roster: Roster, field: Field) -> Vec<String> {
    let counts = roster.rows.with_untracked(|rows| counts(rows.iter().map(|row| &row.member), field));
    counts.into_iter().map(|(text, _)| text).filter(|text| !text.is_empty()).take(200).collect()
}

/// A select of the choices, with an empty one for "not given".
#[component]
pub fn Select(
    id: String,
    #[prop(into)] label: Signal<String>,
    field: Field,
    value: RwSignal<String>,
    #[prop(default = true)] can_be_empty: bool,
) -> impl IntoView {
    let app = use_app();
    let options = move || {
        let empty = can_be_empty.then(|| (String::new(), app.t().roster.not_given.to_owned()));
        let mut all = choices(app, field).unwrap_or_default();
        // What somebody wrote before it was a choice stays as it is.
        let now = value.get_untracked();
        if !now.is_empty() && all.iter().all(|(key, _)| *key != now) {
            all.push((now.clone(), now));
        }
        let options = empty.into_iter().chain(all);
        options
            .map(|(key, words)| view! { <option value=key.clone() selected=move || value.with(|now| *now == key)>{words}</option> })
            .collect_view()
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select id=id class="input" prop:value=move || value.get() on:change=move |event| value.set(event_target_value(&event))>{options}</select>
        </div>
    }
}
