//! What has become of what was done here: on its way, done and still to be taken back, or left for somebody to decide because another has written something else meanwhile.

use super::{cell, refusal};
use crate::{
    model::batch::EditDone,
    outbox::batches::{Standing, WaitingBatch},
    pages::sign_in::said,
    state::{
        App,
        roster::{Last, Roster},
        use_app,
    },
    store::StoreError,
    ui::{Icon, each, strokes},
    web::page,
};
use leptos::{prelude::*, task::spawn_local};

/// Edits of one part that are told at once; the rest when it is wanted.
const TOLD: usize = 5;
/// Where it is said what was done last.
const LAST_ACT: &str = "last-act";

fn run(app: App, work: impl Future<Output = Result<(), StoreError>> + 'static) {
    spawn_local(async move {
        if work.await.is_err() {
            app.storage_failed.set(true);
        }
    });
}

#[component]
pub fn Acts(roster: Roster) -> impl IntoView {
    let open = move || roster.waiting.with(|waiting| waiting.iter().filter(|one| !one.is_undecided()).cloned().collect::<Vec<_>>());
    view! {
        <div id=LAST_ACT role="status" tabindex="-1">{move || roster.last.get().map(|last| view! { <LastAct roster last /> })}</div>
        {each(open, |one| (one.key.clone(), one.tries), move |one| view! { <Left roster one /> }.into_any())}
    }
}

#[component]
fn LastAct(roster: Roster, last: Last) -> impl IntoView {
    let app = use_app();
    let (kind, people, parts, undone, id) = (last.kind, last.people as u64, last.parts as u64, last.undone, last.batch);
    let left = Memo::new(move |_| {
        roster.waiting.with(|waiting| waiting.iter().filter(|one| one.is_undecided() && *one.batch() == id).count() as u64)
    });
    let text = move || {
        let words = &app.t().roster_acts;
        match undone {
            true if left.get() > 0 => words.taking_back.to_owned(),
            true => words.undone.to_owned(),
            false => (words.done)(kind, people),
        }
    };
    let on_way = move || {
        let words = &app.t().roster_acts;
        match left.get() {
            0 => None,
            _ if app.connection.is_offline() => Some(words.unsent.to_owned()),
            left if parts > 1 && !undone => Some((words.sending)(parts.saturating_sub(left), parts)),
            _ => Some(app.t().common.loading.to_owned()),
        }
    };
    let take_back = move |_| {
        run(app, roster.take_back());
        // The button is gone with it.
        page::focus(LAST_ACT);
    };
    let take_back = (!undone).then(|| {
        view! {
            <button class="button compact" type="button" on:click=take_back>
                <Icon name=strokes::UNDO />
                {move || app.t().roster_acts.take_back}
            </button>
        }
    });
    view! { <p class="last-act"><span>{text}</span> <span class="quiet small">{on_way}</span> {take_back}</p> }
}

/// What could not be done, with both sides and the choice.
#[component]
fn Left(roster: Roster, one: WaitingBatch) -> impl IntoView {
    let app = use_app();
    let key = StoredValue::new(one.key.clone());
    let give_up = move |_| run(app, async move { roster.leave_it(&key.get_value()).await });
    match one.standing {
        Standing::Partly { left } => {
            let clashes = left.iter().any(|edit| !edit.clashes.is_empty());
            let title = move || if clashes { app.t().roster_acts.clash } else { app.t().roster_acts.not_all };
            let insist = clashes.then(|| {
                let go = move |_| run(app, async move { roster.insist(&key.get_value()).await });
                view! { <button class="button" type="button" on:click=go>{move || app.t().roster_acts.insist}</button> }
            });
            let more = left.len().saturating_sub(TOLD) as u64;
            let mut lines = left.into_iter().map(|edit| view! { <Told roster edit /> });
            let first = lines.by_ref().take(TOLD).collect_view();
            let rest = lines.collect_view();
            view! {
                <section class="clash" aria-label=title>
                    <p class="why warning"><Icon name=strokes::ALERT class="icon icon-s" /> <b>{title}</b></p>
                    <ul role="list">{first}</ul>
                    {(more > 0).then(|| view! {
                        <details class="more">
                            <summary>{move || (app.t().roster_acts.more_clashes)(more)}</summary>
                            <ul role="list">{rest}</ul>
                        </details>
                    })}
                    <p class="actions">
                        <button class="button" type="button" on:click=give_up>
                            {move || if clashes { app.t().roster_acts.leave } else { app.t().roster_acts.understood }}
                        </button>
                        {insist}
                    </p>
                </section>
            }
            .into_any()
        }
        Standing::Refused { why } => {
            let again = move |_| run(app, async move { roster.try_again(&key.get_value()).await });
            view! {
                <section class="clash" aria-label=move || app.t().roster_acts.refused>
                    <p class="why danger"><Icon name=strokes::ALERT class="icon icon-s" /> <span>{move || app.t().roster_acts.refused} " " {move || refusal(app, &why).unwrap_or_else(|| said(app.t(), &why))}</span></p>
                    <p class="actions">
                        <button class="button" type="button" on:click=again>{move || app.t().roster_acts.try_again}</button>
                        <button class="button" type="button" on:click=give_up>{move || app.t().roster_acts.give_up}</button>
                    </p>
                </section>
            }
            .into_any()
        }
        Standing::Waiting { .. } | Standing::SignInNeeded => ().into_any(),
    }
}

#[component]
fn Told(roster: Roster, edit: EditDone) -> impl IntoView {
    let app = use_app();
    let id = edit.member.clone();
    let name = move || {
        let name = roster.rows.with(|rows| rows.iter().find(|row| row.member.id == id).and_then(|row| row.member.name.clone()));
        name.unwrap_or_else(|| app.t().roster.somebody.to_owned())
    };
    let lines = move || {
        let t = app.t();
        let clashes = edit.clashes.iter().map(|clash| {
            let words = |text: &Option<String>| cell::label(app, clash.field, text.as_deref().unwrap_or_default());
            (t.roster_acts.clash_line)(t.roster.field(clash.field), &words(&clash.wanted), &words(&clash.now))
        });
        let unfit = edit.unfit.iter().map(|unfit| (t.roster_acts.wrong)(unfit.why, t.errors.contact).to_owned());
        clashes.chain(unfit).map(|line| view! { <li>{line}</li> }).collect_view()
    };
    view! { <li><b>{name}</b> <ul class="small">{lines}</ul></li> }
}
