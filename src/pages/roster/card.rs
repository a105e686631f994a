//! One member: everything that is known of them, and what has been changed when, by whom and why.

use super::{
    cell,
    form::{Form, Sheet},
    keeps, may,
    messages::Wants,
    notes::{New, Notes, Unsaid},
    refusal,
    taking_part::TakingPart,
};
use crate::{
    api::{ApiError, roster},
    model::{
        batch::{BatchId, BatchKind, MemberChange},
        can::Act,
        member::{Field, MemberId},
        roster::Row,
    },
    outbox::batches::{WaitingBatch, What},
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
    // It has been changed here.
    let saved = RwSignal::new(false);
    // What stands in the form, as long as it is there.
    let sheet = StoredValue::new(None::<Sheet>);
    let unsaid = Unsaid::new();
    begin_anew(open, changing, unsaid);
    be_at(roster, open);
    follow(roster, open, changing, sheet, unsaid);
    let known_one = known_one(open, changing);
    shown_while(dialog, Signal::derive(move || open.with(Option::is_some)));
    // What is written is not thrown away by a key or a press beside: it is saved, or given up by its button.
    let close = move || match sheet.get_value() {
        Some(sheet) if sheet.is_touched() => sheet.say_unsaved(app),
        _ if unsaid.is_there() => {
            changing.set(false);
            unsaid.say_unsaved(app);
        }
        _ => open.set(None),
    };
    // A second Esc closes it whatever the page says to the first: then it is opened again.
    let closed = move || {
        let unsaved = sheet.get_value().is_some_and(|sheet| sheet.is_touched()) || unsaid.is_there();
        match dialog.get_untracked().filter(|_| unsaved && open.with_untracked(Option::is_some)) {
            Some(dialog) if dialog.show_modal().is_ok() => close(),
            _ => open.set(None),
        }
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
                    saved.set(true);
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
            <div class="sheet-body stack">
                {move || open.get().map(|row| view! { <AlsoHere roster id=row.member.id.clone() /> })}
                <SavedHere open changing saved />
                {body}
                {move || known_one.get().filter(|_| keeps(app)).map(|id| view! { <New roster id unsaid /> })}
                {move || known_one.with(Option::is_some).then(|| open.get()).flatten().map(|row| view! { <Besides roster row /> })}
            </div>
        </dialog>
    }
}

/// What has become of the last change: the list behind the card says so too, and nobody sees it there.
#[component]
fn SavedHere(open: RwSignal<Option<Arc<Row>>>, changing: RwSignal<bool>, saved: RwSignal<bool>) -> impl IntoView {
    let app = use_app();
    Effect::new(move |before: Option<Option<MemberId>>| {
        let shown = open.with(|row| row.as_ref().map(|row| row.member.id.clone()));
        if changing.get() || before.is_some_and(|before| before != shown) {
            saved.set(false);
        }
        shown
    });
    // Sent, too: until then the card says that it is kept here.
    let is_saved = move || saved.get() && open.with(|row| row.as_ref().is_some_and(|row| row.waiting == 0));
    let said = move || view! { <p class="why"><Icon name=strokes::CIRCLE_CHECK class="icon icon-s" /> {app.t().manage.saved}</p> };
    view! { <div role="status">{move || is_saved().then(said)}</div> }
}

/// Of another member, or of the same one changed, the card begins with what is known.
fn begin_anew(open: RwSignal<Option<Arc<Row>>>, changing: RwSignal<bool>, unsaid: Unsaid) {
    Effect::new(move |before: Option<Option<MemberId>>| {
        let shown = open.with(|row| row.as_ref().map(|row| row.member.id.clone()));
        // Only where it is: the card would be built, and its history fetched, twice.
        if changing.get_untracked() {
            changing.set(false);
        }
        // A note about one is none about another.
        if before.is_some_and(|before| before != shown) {
            unsaid.forget();
        }
        shown
    });
}

/// The others see whose card is open here, as this one sees theirs.
fn be_at(roster: Roster, open: RwSignal<Option<Arc<Row>>>) {
    Effect::new(move |_| {
        roster.at_member.set(open.with(|row| row.as_ref().filter(|row| row.member.rev > 0).map(|row| row.member.id.clone())))
    });
    on_cleanup(move || {
        roster.at_member.try_set(None);
    });
}

/// Who is shown and not being changed.
fn known_one(open: RwSignal<Option<Arc<Row>>>, changing: RwSignal<bool>) -> Memo<Option<MemberId>> {
    Memo::new(move |_| {
        let shown = open.with(|row| row.as_ref().filter(|row| !row.member.is_blank()).map(|row| row.member.id.clone()));
        shown.filter(|_| !changing.get())
    })
}

/// What is shown is of now: after an act of one's own, or of others. Whoever is gone from the list stays as long as a note about them is being written.
fn follow(roster: Roster, open: RwSignal<Option<Arc<Row>>>, changing: RwSignal<bool>, sheet: StoredValue<Option<Sheet>>, unsaid: Unsaid) {
    Effect::new(move |_| {
        let rows = roster.rows.get();
        let shown = open.get_untracked().filter(|_| !changing.get_untracked() && sheet.with_value(Option::is_none));
        // Who is being written down is on no list yet.
        let Some(row) = shown.filter(|row| row.member.rev > 0 || row.waiting > 0) else { return };
        let now = rows.iter().find(|now| now.member.id == row.member.id).cloned();
        if now.as_ref() != Some(&row) && (now.is_some() || untrack(|| !unsaid.is_there())) {
            open.set(now);
        }
    });
}

/// Who else has this card open: before the first letter, not after a clash.
#[component]
fn AlsoHere(roster: Roster, id: MemberId) -> impl IntoView {
    let app = use_app();
    let names = Memo::new(move |_| {
        let words = &app.t().roster_besides;
        let names = roster.others_at(&id).into_iter().map(|one| one.name.unwrap_or_else(|| words.somebody_else.to_owned()));
        names.collect::<Vec<_>>().join(", ")
    });
    view! {
        <div role="status">
            {move || Some(names.get()).filter(|names| !names.is_empty()).map(|names| view! { <p class="why"><Icon name=strokes::USERS class="icon icon-s" /> <span>{(app.t().roster_besides.changing_member)(&names)}</span></p> })}
        </div>
    }
}

#[component]
fn Known(roster: Roster, row: Arc<Row>, changing: RwSignal<bool>) -> impl IntoView {
    let app = use_app();
    let (shown, noted) = (row.clone(), row.clone());
    let field = move |field: Field| {
        let row = shown.clone();
        let said = move || match cell::text(app, &row.member, field) {
            text if text.is_empty() => app.t().roster.not_given.to_owned(),
            // With whether it is in force.
            text if field == Field::Consent => format!("{text} ({})", cell::consent(app, &row.member)),
            text => text,
        };
        // To be called or written to, from the phone or the desk that shows it.
        let href = match field {
            Field::Phone => shown.member.phone.as_ref().map(|phone| format!("tel:{}", phone.as_str())),
            Field::Email => shown.member.email.as_ref().map(|email| format!("mailto:{email}")),
            _ => None,
        };
        let said = match href {
            Some(href) => view! { <a href=href>{said}</a> }.into_any(),
            None => said.into_any(),
        };
        view! {
            <div>
                <dt>{move || app.t().roster.field(field)}</dt>
                <dd>{said}</dd>
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
        <dl class="kv">{Field::ALL.into_iter().filter(|field| !matches!(field, Field::Name | Field::Notes)).map(field).collect_view()}</dl>
        {change}
        <Notes roster row=noted />
    }
}

/// What the hub knows of them besides the list.
#[component]
fn Besides(roster: Roster, row: Arc<Row>) -> impl IntoView {
    let app = use_app();
    let id = row.member.id.clone();
    // By the backend.
    let known = row.member.rev > 0;
    view! {
        <TakingPart roster row />
        {(known && may(app, Act::SeeMessages).is_ok()).then(|| view! { <Wants id=id.clone() /> })}
        <History roster id />
    }
}

/// Fetched when it is looked at, and kept nowhere: who looks through it does so with a connection.
#[component]
fn History(roster: Roster, id: MemberId) -> impl IntoView {
    let app = use_app();
    // The batch that is about to be taken back, and how many members it concerns.
    let (target, asking) = (RwSignal::new(None::<(BatchId, u64)>), RwSignal::new(false));
    let take_back = move |()| {
        let Some((batch, _)) = target.get_untracked() else { return };
        spawn_local(async move {
            if roster.take_back_batch(batch).await.is_err() {
                app.storage_failed.set(true);
            }
        });
    };
    let concerned = Memo::new(move |_| target.with(|target| target.as_ref().map(|(_, people)| *people)).unwrap_or_default());
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
        Some(Err(error)) => view! { <p class="why danger">{refusal(app, &error).unwrap_or_else(|| said(app.t(), &error))}</p> }.into_any(),
        Some(Ok(lines)) if lines.is_empty() => view! { <p class="quiet">{app.t().roster.no_history}</p> }.into_any(),
        Some(Ok(lines)) => {
            view! { <ol class="trail" role="list">{lines.into_iter().map(|line| view! { <Line roster line target asking /> }).collect_view()}</ol> }.into_any()
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
            title=app.word(|t| t.roster_acts.take_back_title)
            text=Signal::derive(move || (app.t().roster_acts.take_back_text)(concerned.get()))
            safe=app.word(|t| t.common.cancel)
            act=app.word(|t| t.roster_acts.take_back)
            on_act=take_back
        />
    }
}

#[component]
fn Line(roster: Roster, line: MemberChange, target: RwSignal<Option<(BatchId, u64)>>, asking: RwSignal<bool>) -> impl IntoView {
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
    let undone = line.undone.then(|| view! { <span class="tag">{move || app.t().roster.kinds[4]}</span> });
    // What was done to another record before it was merged into this one is taken back there.
    let of_other = line.merged.is_some() && line.kind != BatchKind::Merge;
    let merged = line.merged.map(|_| view! { <span class="tag">{move || app.t().roster_same.of_other}</span> });
    let back = (keeps(app) && line.kind != BatchKind::Undo && !of_other && !line.undone)
        .then(|| view! { <TakeBack roster batch=line.batch people=line.people target asking /> });
    let changes = StoredValue::new(line.changes);
    let what = move || {
        changes.with_value(|changes| {
            changes.iter().flat_map(|change| cell::told(app, change)).map(|text| view! { <li>{text}</li> }).collect_view()
        })
    };
    view! {
        <li>
            <p><b>{move || app.t().roster.kinds[kind]}</b> " " <span class="quiet small">{head}</span> " " {merged} " " {undone}</p>
            {line.why.map(|why| view! { <p class="small">{why}</p> })}
            <ul class="small">{what}</ul>
            {back}
        </li>
    }
}

/// The button under a line of the history, or that it has been pressed.
#[component]
fn TakeBack(
    roster: Roster,
    batch: BatchId,
    people: u64,
    target: RwSignal<Option<(BatchId, u64)>>,
    asking: RwSignal<bool>,
) -> impl IntoView {
    let app = use_app();
    let on_way = {
        let batch = batch.clone();
        let undoes =
            move |one: &WaitingBatch| one.is_undecided() && matches!(&one.what, What::Undo { batch: other, .. } if *other == batch);
        Memo::new(move |_| roster.waiting.with(|waiting| waiting.iter().any(&undoes)))
    };
    let words = move || {
        let words = &app.t().roster_acts;
        if app.connection.is_offline() { words.unsent } else { words.taking_back }
    };
    let press = move |_| {
        target.set(Some((batch.clone(), people)));
        asking.set(true);
    };
    view! {
        <div role="status">
            {move || on_way.get().then(|| view! { <p class="why small"><Icon name=strokes::HOURGLASS class="icon icon-s" /> <span>{words}</span></p> })}
        </div>
        <p class="actions" hidden=move || on_way.get()>
            <button class="button plain compact" type="button" on:click=press>
                <Icon name=strokes::UNDO class="icon icon-s" />
                {move || app.t().roster_acts.take_back_act}
            </button>
        </p>
    }
}
