//! An action that repeats: how often, and its other dates, each a page of its own. Those who plan can skip this date, hold it after all, or undo what was changed of it alone.

use super::{here::Here, ticket::state_badge};
use crate::{
    api::{ApiError, series as asked},
    model::{
        Action, ActionState, Day, Occurrence, SeriesId,
        can::{self, Act},
        instant::iso,
        series::DateChange,
    },
    pages::{parts::action_row::mine_of, sign_in::said},
    routes,
    ui::{Badge, each, live},
    web::clock,
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// So many dates are shown until all are wanted.
const FIRST: usize = 6;

#[component]
pub fn Series(here: Here) -> impl IntoView {
    let app = here.app;
    let series = Memo::new(move |_| here.action.with(|action| action.series.clone()));
    let date = Memo::new(move |_| here.detail.value.with(|detail| detail.as_ref().and_then(|detail| detail.series.clone())));
    let rule = move || {
        let (t, zone) = (app.t(), app.zone());
        date.get().map(|Occurrence { repeat, .. }| {
            let last = repeat.days().last().copied().unwrap_or(repeat.until);
            let last = t.dates.day(last, zone.day(app.now.get()).year());
            view! { <p>{(t.series.until)(&(t.series.rule)(&repeat), &last)}</p> }
        })
    };
    let apart = move || {
        let apart = date.with(|date| date.as_ref().is_some_and(|date| date.apart)) && !here.is_cancelled();
        apart.then(|| view! { <p class="quiet small">{app.t().series.apart}</p> })
    };
    live(move || match series.get() {
        None => ().into_any(),
        Some(id) => view! {
            <section class="stack" aria-labelledby="series">
                <h2 id="series">{move || app.t().series.title}</h2>
                {rule}
                {apart}
                <Dates here id=id.clone() />
                <Plan here id=id.clone() date />
            </section>
        }
        .into_any(),
    })
}

/// The dates to come, from the listing on this device, and the one that the page shows.
#[component]
fn Dates(here: Here, id: SeriesId) -> impl IntoView {
    let app = here.app;
    let all = Memo::new(move |_| {
        let (now, here) = (app.now.get(), here.action.with(|action| action.id.clone()));
        app.actions.list.with(|list| {
            let of_series = list.iter().map(|listed| &listed.action).filter(|action| action.series.as_ref() == Some(&id));
            of_series.filter(|action| action.ends() > now || action.id == here).cloned().collect::<Vec<_>>()
        })
    });
    let whole = RwSignal::new(false);
    let shown = move || {
        let (many, this) = (if whole.get() { usize::MAX } else { FIRST }, here.action.with(|action| action.id.clone()));
        let wanted = |(at, action): &(usize, &Arc<Action>)| *at < many || action.id == this;
        all.with(|all| all.iter().enumerate().filter(wanted).map(|(_, action)| action.clone()).collect::<Vec<_>>())
    };
    let more = move || {
        let count = all.with(Vec::len);
        (count > FIRST && !whole.get()).then(|| {
            view! { <p class="actions"><button class="button" type="button" on:click=move |_| whole.set(true)>{move || (app.t().series.show_all)(count as u64)}</button></p> }
        })
    };
    view! {
        <ul class="lined occasions" hidden=move || all.with(Vec::is_empty) role="list" aria-label=move || app.t().series.dates>
            {each(shown, |action| (action.id.clone(), action.rev), move |action| view! { <Date here action /> }.into_any())}
        </ul>
        {more}
    }
}

#[component]
fn Date(here: Here, action: Arc<Action>) -> impl IntoView {
    let app = here.app;
    let this = here.id() == action.id;
    let (starts, ends, seats) = (action.starts(), action.ends(), action.seats());
    let when = move || {
        let zone = app.zone();
        app.t().dates.span(starts, ends, &zone, zone.day(app.now.get()).year())
    };
    let off = action.state == ActionState::Cancelled;
    let shown = action.clone();
    let state = move || {
        let t = app.t();
        if let Some(badge) = state_badge(app, &mine_of(app, &shown)).filter(|_| !off) {
            return badge;
        }
        match seats.left() {
            _ if off => view! { <Badge form="line" tone="danger" text=t.acts.cancelled /> }.into_any(),
            _ if seats.most == 0 || starts <= app.now.get() => ().into_any(),
            0 => view! { <span class="quiet">{t.acts.full}</span> }.into_any(),
            left => view! { <span class="quiet">{(t.acts.places_left)(left)}</span> }.into_any(),
        }
    };
    let name = if this {
        view! { <span aria-current="page">{when} " · " <b>{move || app.t().series.this_one}</b></span> }.into_any()
    } else {
        view! { <a href=routes::action(&action.id)>{when}</a> }.into_any()
    };
    view! { <li class:closed=off>{name} {state}</li> }
}

/// What whoever plans may do with this date. With a connection only: people are told at once.
#[component]
fn Plan(here: Here, id: SeriesId, date: Memo<Option<Occurrence>>) -> impl IntoView {
    let app = here.app;
    let may = Memo::new(move |_| {
        let plans = app.session.person.with(|person| person.as_ref().is_some_and(|person| can::may(&person.roles, Act::Plan).is_ok()));
        plans && app.can().account && here.action.with(|action| action.starts()) > app.now.get()
    });
    let changes = move || {
        let Some(Occurrence { day, apart, .. }) = date.get().filter(|_| may.get()) else { return Vec::new() };
        let skip = (day, DateChange { skipped: Some(!here.is_cancelled()), follow: false });
        let follow = (day, DateChange { skipped: None, follow: true });
        [Some(skip), apart.then_some(follow)].into_iter().flatten().collect()
    };
    // Each by what it does: one that is open stays open while others join, and never turns into its opposite under a finger.
    let key = |(day, change): &(Day, DateChange)| (iso(*day), change.skipped, change.follow);
    view! {
        <div class="actions screen-only">
            {each(changes, key, move |(day, change)| view! { <Change here id=id.clone() day change /> }.into_any())}
        </div>
    }
}

/// A button that says what will happen before it does it.
#[component]
fn Change(here: Here, id: SeriesId, day: Day, change: DateChange) -> impl IntoView {
    let app = here.app;
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<ApiError>));
    // One for this change, so that one whose answer was lost can be repeated.
    let (id, key) = (StoredValue::new(id), StoredValue::new(clock::unique()));
    let blocked = move || (busy.get() || app.connection.is_offline()).then_some("true");
    let words = move || {
        let words = &app.t().series;
        match change.skipped {
            Some(true) => (words.skip, words.skip_hint, words.skip_done),
            Some(false) => (words.hold, words.hold_hint, words.hold_done),
            None => (words.follow, words.follow_hint, words.follow_done),
        }
    };
    let go = move |_| {
        if untrack(blocked).is_some() {
            return;
        }
        busy.set(true);
        let (action, id) = (here.id(), id.get_value());
        spawn_local(async move {
            let outcome = app.client().send(&asked::change_date(&id, day, change, &key.get_value())).await;
            busy.try_set(false);
            match outcome {
                // Again, for the listing and the copy on this device as well.
                Ok(_) => {
                    app.toasts.tell(untrack(words).2);
                    here.detail.fetch(app, &action).await;
                }
                Err(error) => drop(failed.try_set(Some(error))),
            }
        });
    };
    view! {
        <details class="change">
            <summary>{move || words().0}</summary>
            <div class="stack">
                <p class="small">{move || words().1}</p>
                {(change.skipped == Some(true)).then(|| view! { <p class="small"><a href=routes::manage(&here.id())>{move || app.t().series.with_reason}</a></p> })}
                <Show when=move || app.connection.is_offline()>
                    <p class="why">{move || app.t().series.needs_connection}</p>
                </Show>
                <p class="actions">
                    <button class="button" type="button" aria-disabled=blocked aria-busy=move || busy.get().then_some("true") on:click=go>
                        {move || words().0}
                    </button>
                </p>
                <div role="alert">{move || failed.get().map(|error| view! { <p class="why danger">{said(app.t(), &error)}</p> })}</div>
            </div>
        </details>
    }
}
