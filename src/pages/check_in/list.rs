//! The roll call: everybody with one button for what comes next, and a field that finds a name or the six digits of a pass.

use super::{
    noting::{Seen, note},
    person::Person,
};
use crate::{
    model::{
        attendance::{How, What},
        fold,
        roll::Roll,
    },
    state::use_app,
    ui::{Empty, TextField, each, strokes},
};
use leptos::prelude::*;
use std::sync::Arc;

#[component]
pub fn List(
    roll: Arc<Roll>,
    people: Memo<Vec<Seen>>,
    /// Whether people can be noted as come or gone at this moment.
    open: Memo<bool>,
    on_scan: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let text = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        let wanted = text.get();
        people.with(|people| people.iter().filter(|seen| fits(seen, &wanted)).cloned().collect::<Vec<_>>())
    });
    let none = Memo::new(move |_| found.with(Vec::is_empty));
    let empty = Memo::new(move |_| people.with(Vec::is_empty));
    let by_code = Memo::new(move |_| text.with(|text| is_code(text)));
    // A log only grows: how long it is and whether all of it was sent say whether it has changed.
    let key = |seen: &Seen| {
        (
            seen.listed.person.to_string(),
            seen.marks.len(),
            seen.unsent(),
            format!("{:?}{:?}{}", seen.state, seen.listed.cover, seen.listed.deleted),
        )
    };
    let title =
        Signal::derive(move || if empty.get() { app.t().check_in.nobody_expected } else { app.t().check_in.nobody_found }.to_owned());
    let scan = move || {
        open.get().then(|| {
            view! { <button class="button" type="button" on:click=move |_| on_scan.run(())>{move || app.t().check_in.scan}</button> }
        })
    };
    view! {
        <section class="stack" aria-labelledby="roll">
            <h2 class="sr" id="roll">{move || app.t().check_in.list}</h2>
            <Show when=move || !empty.get()>
                <TextField
                    id="find"
                    label=app.word(|t| t.check_in.find)
                    hint=app.word(|t| t.check_in.find_hint)
                    value=text
                    error=Signal::stored(None::<String>)
                    kind="search"
                />
            </Show>
            <Show
                when=move || none.get()
                fallback=move || {
                    let roll = roll.clone();
                    let row = move |seen: Seen| {
                        let how = if by_code.get_untracked() { How::ShortCode } else { How::Roll };
                        view! { <Person seen roll=roll.clone() how open /> }.into_any()
                    };
                    view! { <ul class="lined roll" role="list">{each(move || found.get(), key, row)}</ul> }
                }
            >
                <Empty icon=strokes::USERS title text=app.word(|t| t.check_in.walk_in) act=scan />
            </Show>
        </section>
    }
}

fn is_code(text: &str) -> bool {
    let digits = text.chars().filter(|c| !c.is_whitespace());
    digits.clone().count() == 6 && digits.clone().all(|c| c.is_ascii_digit())
}

/// By the folded name, as the search of the listing does, or by the digits of the pass.
fn fits(seen: &Seen, wanted: &str) -> bool {
    let digits: String = wanted.chars().filter(|c| !c.is_whitespace()).collect();
    if is_code(wanted) {
        return seen.listed.short_code == digits;
    }
    let name = fold::fold(seen.listed.name.as_deref().unwrap_or_default());
    fold::Query::new(wanted).is_none_or(|query| query.matches(&name))
}

/// The next thing to note of somebody who came, or has come already.
pub fn next(seen: &Seen, how: How) -> Option<What> {
    if seen.listed.deleted {
        return None;
    }
    match (seen.state.checked_in, seen.state.checked_out) {
        (None, _) => Some(What::In { how }),
        (Some(_), None) => Some(What::Out { how }),
        (Some(_), Some(_)) => None,
    }
}

pub fn press(app: crate::state::App, roll: &Arc<Roll>, seen: &Seen, how: How) {
    if let Some(what) = next(seen, how) {
        note(app, roll, &seen.listed, what);
    }
}
