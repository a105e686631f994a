//! One member: everything that is known of them, and what has been changed when, by whom and why.

use super::{
    cell,
    form::{Form, Sheet},
    keeps,
};
use crate::{
    api::{ApiError, roster},
    model::{
        batch::{BatchId, BatchKind, MemberChange},
        member::{Field, MemberId},
        roster::Row,
    },
    pages::sign_in::said,
    state::{roster::Roster, use_app},
    ui::{Dialog, Icon, shown_while, strokes},
    web::page,
};
use leptos::{html, prelude::*, task::spawn_local};
use std::sync::Arc;

#[component]
pub fn Card(roster: Roster, open: RwSignal<Option<Arc<Row>>>) -> impl IntoView {
    let app = use_app();
    let dialog = NodeRef::<html::Dialog>::new();
    // The member is being changed.
    let changing = RwSignal::new(false);
    // What stands in the form, as long as it is there.
    let sheet = StoredValue::new(None::<Sheet>);
    Effect::new(move |_| {
        open.track();
        changing.set(false);
    });
    shown_while(dialog, Signal::derive(move || open.with(Option::is_some)));
    // What is written is not thrown away by a key or a press beside: it is saved, or given up by its button.
    let close = move || match sheet.get_value() {
        Some(sheet) if sheet.is_touched() => sheet.say_unsaved(app),
        _ => open.set(None),
    };
    // A second Esc closes it whatever the page says to the first: then it is opened again.
    let closed = move || match (sheet.get_value().filter(|sheet| sheet.is_touched()), dialog.get_untracked()) {
        (Some(sheet), Some(dialog)) if dialog.show_modal().is_ok() => sheet.say_unsaved(app),
        _ => open.set(None),
    };
    let title = move || {
        let name = open.with(|row| row.as_ref().and_then(|row| row.member.name.clone()));
        name.unwrap_or_else(|| app.t().roster_acts.add_person.to_owned())
    };
    let body = move || {
        let row = open.get()?;
        // Somebody new is written down at once.
        let new = row.member.is_blank();
        Some(match new || changing.get() {
            true => {
                let id = row.member.id.clone();
                let done = Callback::new(move |()| {
                    changing.set(false);
                    page::focus_soon("member-change");
                    open.set(roster.rows.with_untracked(|rows| rows.iter().find(|row| row.member.id == id).cloned()));
                });
                let cancel = Callback::new(move |()| {
                    if new {
                        return open.set(None);
                    }
                    changing.set(false);
                    page::focus_soon("member-change");
                });
                view! { <Form roster row held=sheet on_done=done on_cancel=cancel /> }.into_any()
            }
            false => view! { <Known roster row changing /> }.into_any(),
        })
    };
    view! {
        <dialog
            class="sheet member"
            node_ref=dialog
            aria-labelledby="member-name"
            on:cancel=move |event: leptos::ev::Event| if event.target() == event.current_target() { event.prevent_default(); close() }
            on:close=move |_| closed()
        >
            <header class="sheet-head">
                <h2 id="member-name">{title}</h2>
                <button class="button plain square" type="button" on:click=move |_| close()>
                    <Icon name=strokes::X />
                    <span class="sr">{move || app.t().common.close}</span>
                </button>
            </header>
            <div class="sheet-body stack">{body}</div>
        </dialog>
    }
}

#[component]
fn Known(roster: Roster, row: Arc<Row>, changing: RwSignal<bool>) -> impl IntoView {
    let app = use_app();
    let id = row.member.id.clone();
    let shown = row.clone();
    let field = move |field: Field| {
        let row = shown.clone();
        view! {
            <div>
                <dt>{move || app.t().roster.field(field)}</dt>
                <dd>{move || { let text = cell::text(app, &row.member, field); if text.is_empty() { app.t().roster.not_given.to_owned() } else { text } }}</dd>
            </div>
        }
    };
    let waits = (row.waiting > 0)
        .then(|| view! { <p class="why"><Icon name=strokes::HOURGLASS class="icon icon-s" /> {move || app.t().roster_acts.unsent}</p> });
    let change = keeps(app).then(|| {
        view! {
            <p class="actions">
                <button id="member-change" class="button" type="button" on:click=move |_| changing.set(true)>{move || app.t().roster_acts.change}</button>
            </p>
        }
    });
    view! {
        {waits}
        <dl class="kv">{Field::ALL.into_iter().filter(|field| *field != Field::Name).map(field).collect_view()}</dl>
        {change}
        <History roster id />
    }
}

/// Fetched when it is looked at, and kept nowhere: who looks through it does so with a connection.
#[component]
fn History(roster: Roster, id: MemberId) -> impl IntoView {
    let app = use_app();
    // The batch that is about to be taken back.
    let (target, asking) = (RwSignal::new(None::<BatchId>), RwSignal::new(false));
    let take_back = move |()| {
        let Some(batch) = target.get_untracked() else { return };
        spawn_local(async move {
            match roster.take_back_batch(batch).await {
                Ok(()) => app.toasts.tell(app.t_untracked().roster_acts.undone),
                Err(_) => app.storage_failed.set(true),
            }
        });
    };
    let history = RwSignal::new(None::<Result<Vec<MemberChange>, ApiError>>);
    spawn_local(async move {
        let answer = app.client().read(&roster::history(&id)).await;
        history.try_set(Some(answer));
    });
    let lines = move || {
        match history.get() {
        None => view! { <p class="quiet">{app.t().common.loading}</p> }.into_any(),
        Some(Err(error)) if error.is_offline() => {
            view! { <p class="why"><Icon name=strokes::OFFLINE class="icon icon-s" /> {app.t().roster.history_needs_connection}</p> }
                .into_any()
        }
        Some(Err(error)) => view! { <p class="why danger">{said(app.t(), &error)}</p> }.into_any(),
        Some(Ok(lines)) if lines.is_empty() => view! { <p class="quiet">{app.t().roster.no_history}</p> }.into_any(),
        Some(Ok(lines)) => {
            view! { <ol class="trail" role="list">{lines.into_iter().map(|line| view! { <Line line target asking /> }).collect_view()}</ol> }.into_any()
        }
    }
    };
    view! {
        <section class="stack" aria-labelledby="member-history">
            <h3 id="member-history">{move || app.t().roster.history}</h3>
            {lines}
        </section>
        <Dialog
            id="undo-batch"
            open=asking
            title=app.word(|t| t.roster_same.take_back_title)
            text=app.word(|t| t.roster_same.take_back_text)
            safe=app.word(|t| t.common.cancel)
            act=app.word(|t| t.roster_acts.take_back)
            on_act=take_back
        />
    }
}

#[component]
fn Line(line: MemberChange, target: RwSignal<Option<BatchId>>, asking: RwSignal<bool>) -> impl IntoView {
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
    let merged = line.merged.map(|_| view! { <span class="tag">{move || app.t().roster_same.of_other}</span> });
    let back = (keeps(app) && line.kind != BatchKind::Undo).then(|| {
        let batch = line.batch;
        let press = move |_| {
            target.set(Some(batch.clone()));
            asking.set(true);
        };
        view! { <p class="actions"><button class="button plain compact" type="button" on:click=press><Icon name=strokes::UNDO class="icon icon-s" /> {move || app.t().roster_same.take_back}</button></p> }
    });
    let changes = StoredValue::new(line.changes);
    let what = move || {
        changes.with_value(|changes| {
            changes.iter().flat_map(|change| cell::told(app, change)).map(|text| view! { <li>{text}</li> }).collect_view()
        })
    };
    view! {
        <li>
            <p><b>{move || app.t().roster.kinds[kind]}</b> " " <span class="quiet small">{head}</span> {merged}</p>
            {line.why.map(|why| view! { <p class="small">{why}</p> })}
            <ul class="small">{what}</ul>
            {back}
        </li>
    }
}
