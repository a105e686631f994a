//! One member: everything that is known of them, and what has been changed when, by whom and why.

use super::cell;
use crate::{
    api::{ApiError, roster},
    model::{
        batch::{BatchKind, MemberChange},
        member::{Field, MemberId},
        member_edit::Change,
        roster::Row,
    },
    pages::sign_in::said,
    state::{App, use_app},
    ui::{Icon, strokes},
};
use leptos::{html, prelude::*, task::spawn_local};
use std::sync::Arc;

#[component]
pub fn Card(open: RwSignal<Option<Arc<Row>>>) -> impl IntoView {
    let app = use_app();
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match (open.with(Option::is_some), dialog.open()) {
            // Refused only where another dialog has made the page inert.
            (true, false) if dialog.show_modal().is_err() => dialog.show(),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    view! {
        <dialog class="sheet member" node_ref=dialog aria-labelledby="member-name" on:close=move |_| open.set(None)>
            <header class="sheet-head">
                <h2 id="member-name">{move || open.with(|row| row.as_ref().and_then(|row| row.member.name.clone()))}</h2>
                <button class="button plain square" type="button" on:click=move |_| open.set(None)>
                    <Icon name=strokes::X />
                    <span class="sr">{move || app.t().common.close}</span>
                </button>
            </header>
            <div class="sheet-body stack">{move || open.get().map(|row| view! { <Known row /> })}</div>
        </dialog>
    }
}

#[component]
fn Known(row: Arc<Row>) -> impl IntoView {
    let app = use_app();
    let id = row.member.id.clone();
    let field = move |field: Field| {
        let row = row.clone();
        view! {
            <div>
                <dt>{move || app.t().roster.field(field)}</dt>
                <dd>{move || { let text = cell::text(app, &row.member, field); if text.is_empty() { app.t().roster.not_given.to_owned() } else { text } }}</dd>
            </div>
        }
    };
    view! {
        <dl class="kv">{Field::ALL.into_iter().filter(|field| *field != Field::Name).map(field).collect_view()}</dl>
        <History id />
    }
}

/// Fetched when it is looked at, and kept nowhere: who looks through it does so with a connection.
#[component]
fn History(id: MemberId) -> impl IntoView {
    let app = use_app();
    let history = RwSignal::new(None::<Result<Vec<MemberChange>, ApiError>>);
    spawn_local(async move {
        let answer = app.client().read(&roster::history(&id)).await;
        history.try_set(Some(answer));
    });
    let lines = move || match history.get() {
        None => view! { <p class="quiet">{app.t().common.loading}</p> }.into_any(),
        Some(Err(error)) if error.is_offline() => {
            view! { <p class="why"><Icon name=strokes::OFFLINE class="icon icon-s" /> {app.t().roster.history_needs_connection}</p> }
                .into_any()
        }
        Some(Err(error)) => view! { <p class="why danger">{said(app.t(), &error)}</p> }.into_any(),
        Some(Ok(lines)) if lines.is_empty() => view! { <p class="quiet">{app.t().roster.no_history}</p> }.into_any(),
        Some(Ok(lines)) => {
            view! { <ol class="trail" role="list">{lines.into_iter().map(|line| view! { <Line line /> }).collect_view()}</ol> }.into_any()
        }
    };
    view! {
        <section class="stack" aria-labelledby="member-history">
            <h3 id="member-history">{move || app.t().roster.history}</h3>
            {lines}
        </section>
    }
}

#[component]
fn Line(line: MemberChange) -> impl IntoView {
    let app = use_app();
    let kind = match line.kind {
        BatchKind::Edit => 0,
        BatchKind::Bulk => 1,
        BatchKind::Import => 2,
        BatchKind::Merge => 3,
        BatchKind::Undo => 4,
    };
    let (at, name) = (line.at, line.name);
    let head = move || {
        let t = app.t();
        let who = name.clone().unwrap_or_else(|| t.roster.somebody.to_owned());
        (t.roster.by)(&t.dates.moment(at, app.now.get(), &app.zone()), &who)
    };
    let changes = StoredValue::new(line.changes);
    let what = move || {
        changes
            .with_value(|changes| changes.iter().flat_map(|change| told(app, change)).map(|text| view! { <li>{text}</li> }).collect_view())
    };
    view! {
        <li>
            <p><b>{move || app.t().roster.kinds[kind]}</b> " " <span class="quiet small">{head}</span></p>
            {line.why.map(|why| view! { <p class="small">{why}</p> })}
            <ul class="small">{what}</ul>
        </li>
    }
}

/// A change in words, a line each.
fn told(app: App, change: &Change) -> Vec<String> {
    let t = app.t();
    match change {
        Change::Value { field, to, .. } => {
            let name = t.roster.field(*field);
            vec![to.as_ref().map_or_else(|| (t.roster.emptied)(name), |to| (t.roster.became)(name, &cell::label(app, *field, to)))]
        }
        Change::Entries { field, add, remove } => {
            let line = |entry: &String, word: fn(&str) -> String| {
                format!("{}, {}", t.roster.field(*field), word(&cell::label(app, *field, entry)))
            };
            let added = add.iter().map(|entry| line(entry, t.roster.added));
            added.chain(remove.iter().map(|entry| line(entry, t.roster.removed))).collect()
        }
    }
}
