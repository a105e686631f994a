//! What can stand in a field: a closed list of choices, or what others have there already.

use super::cell;
use crate::{
    model::{
        AgeClass, Direction,
        member::{Field, Standing},
        roster::usual,
    },
    state::{App, roster::Roster, use_app},
};
use leptos::prelude::*;

/// Texts that an input suggests, at most.
const SUGGESTED: usize = 200;

/// Canonical text and words of each choice; `None`: anything can be written.
pub fn choices(app: App, roster: Roster, field: Field) -> Option<Vec<(String, String)>> {
    let keys: Vec<String> = match field {
        Field::Standing => Standing::ALL.map(|one| one.key().to_owned()).into(),
        Field::AgeClass => AgeClass::ALL.map(|one| one.key().to_owned()).into(),
        Field::Directions => Direction::ALL.map(|one| one.key().to_owned()).into(),
        Field::District => app.hub().districts.iter().map(|district| district.key.clone()).collect(),
        // A coordinator gives and takes their own; what a member has besides stays shown.
        Field::Organisations => match roster.own_part() {
            Some(own) => own.iter().map(ToString::to_string).collect(),
            None => app.directory.organisations.items.get()?.iter().map(|one| one.id.to_string()).collect(),
        },
        _ => return None,
    };
    Some(keys.into_iter().map(|key| (key.clone(), cell::label(app, field, &key))).collect())
}

/// What members have in the field, the most frequent first, for an input to suggest: so that a group is not written in two ways.
#[component]
pub fn Usual(id: String, roster: Roster, field: Field) -> impl IntoView {
    let texts: Vec<_> = roster.rows.with_untracked(|rows| usual(rows.iter().map(AsRef::as_ref), field).take(SUGGESTED).collect());
    view! { <datalist id=id>{texts.into_iter().map(|text| view! { <option value=text></option> }).collect_view()}</datalist> }
}

/// A select of the choices, with an empty one for "not given".
#[component]
pub fn Select(id: String, roster: Roster, #[prop(into)] label: Signal<String>, field: Field, value: RwSignal<String>) -> impl IntoView {
    let app = use_app();
    let options = move || {
        let empty = (String::new(), app.t().roster.not_given.to_owned());
        let mut all = choices(app, roster, field).unwrap_or_default();
        // What somebody wrote before it was a choice stays as it is.
        let now = value.get_untracked();
        if !now.is_empty() && all.iter().all(|(key, _)| *key != now) {
            all.push((now.clone(), now));
        }
        let options = [empty].into_iter().chain(all);
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
