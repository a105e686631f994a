//! What of the audit is wanted: who, what, about whom, when. A member is looked for by name on this device's list, and asked for by id: no name stands in an address.

use super::Draft;
use crate::{
    model::{
        PersonId,
        audit::{Wanted, What},
        fold::Query,
        instant::{DAY, parse_day},
    },
    ui::TextField,
};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The one member who has such a name, or how many have.
fn member(draft: Draft, name: &str) -> Result<Option<String>, u64> {
    let Some(query) = Query::new(name) else { return Ok(None) };
    draft.roster.rows.with_untracked(|rows| {
        let found: Vec<_> = rows.iter().filter(|row| query.finds(row.key())).collect();
        let exact: Vec<_> = found.iter().filter(|row| row.member.name.as_deref() == Some(name.trim())).collect();
        match (found.as_slice(), exact.as_slice()) {
            ([one], _) => Ok(Some(one.member.id.to_string())),
            (_, [one]) => Ok(Some(one.member.id.to_string())),
            (found, _) => Err(found.len() as u64),
        }
    })
}

#[component]
pub fn Filters(draft: Draft) -> impl IntoView {
    let app = draft.app;
    let (person, act) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (whom, from, to, text) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let nobody = RwSignal::new(None::<u64>);
    // Whoever has been met in the audit so far.
    let people = RwSignal::new(BTreeMap::<String, String>::new());
    Effect::new(move |_| {
        draft.lines.with(|lines| {
            people.update(|people| {
                for line in lines.iter() {
                    if let Some(name) = &line.name {
                        people.insert(line.entry.person.clone(), name.clone());
                    }
                }
            });
        });
    });
    let search = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        nobody.set(None);
        let subject = match member(draft, &whom.get_untracked()) {
            Ok(subject) => subject,
            Err(many) => return nobody.set(Some(many)),
        };
        let zone = app.zone();
        let day = |text: RwSignal<String>| parse_day(&text.get_untracked()).map(|day| zone.start_of(day));
        let some = |text: RwSignal<String>| Some(text.get_untracked().trim().to_owned()).filter(|text| !text.is_empty());
        draft.wanted.set(Wanted {
            person: some(person).and_then(|id| PersonId::new(&id).ok()),
            act: What::from_key(&act.get_untracked()),
            subject,
            from: day(from),
            // The day that is named is wanted too.
            to: day(to).map(|start| start.plus(DAY)),
            text: some(text),
        });
        draft.search();
    };
    let all = move |_| {
        for field in [person, act, whom, from, to, text] {
            field.set(String::new());
        }
        nobody.set(None);
        draft.wanted.set(Wanted::default());
        draft.search();
    };
    let acts = move || {
        let words = &app.t().audit;
        What::ALL.map(|what| (what.key().to_owned(), (words.act)(what).to_owned())).into_iter().collect::<Vec<_>>()
    };
    let whom_error = Signal::derive(move || {
        let words = &app.t().audit;
        nobody.get().map(|many| if many == 0 { words.whom_nobody.to_owned() } else { (words.whom_many)(many) })
    });
    let fine = Signal::stored(None::<String>);
    view! {
        <details class="more">
            <summary>{move || app.t().audit.filters}</summary>
            <form class="stack" novalidate on:submit=search>
                <div class="import-columns">
                    <Pick id="audit-who" label=app.word(|t| t.audit.who) any=app.word(|t| t.audit.anybody) value=person options=Signal::derive(move || people.get().into_iter().collect()) />
                    <Pick id="audit-what" label=app.word(|t| t.audit.what) any=app.word(|t| t.audit.anything) value=act options=Signal::derive(acts) />
                    <TextField id="audit-whom" label=app.word(|t| t.audit.whom) hint=app.word(|t| t.audit.whom_hint) value=whom error=whom_error />
                    <TextField id="audit-text" label=app.word(|t| t.audit.text) hint=app.word(|t| t.audit.text_hint) value=text error=fine />
                    <TextField id="audit-from" label=app.word(|t| t.audit.from) value=from error=fine kind="date" />
                    <TextField id="audit-to" label=app.word(|t| t.audit.to) value=to error=fine kind="date" />
                </div>
                <p class="actions">
                    <button class="button primary" type="submit">{move || app.t().audit.search}</button>
                    <button class="button" type="button" on:click=all>{move || app.t().audit.all_again}</button>
                </p>
            </form>
        </details>
    }
}

#[component]
fn Pick(
    id: &'static str,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] any: Signal<String>,
    value: RwSignal<String>,
    #[prop(into)] options: Signal<Vec<(String, String)>>,
) -> impl IntoView {
    let options = move || {
        let all = [(String::new(), any.get())].into_iter().chain(options.get());
        all.map(|(key, words)| view! { <option value=key.clone() selected=move || value.with(|now| *now == key)>{words}</option> })
            .collect_view()
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select id=id class="input" on:change=move |event| value.set(event_target_value(&event))>{options}</select>
        </div>
    }
}
