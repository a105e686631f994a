//! The actions that I am in: what is to come by day, what is over, and what the listing no longer knows.

use crate::{
    i18n::dates::capital,
    model::{Action, ActionId, ActionState, Day, Instant, Signup, Texts},
    outbox::Entry,
    pages::parts::ActionRow,
    routes,
    shell::{Said, StandIn},
    state::{App, actions::Progress, details::Detail, use_app},
    ui::{Badge, Empty, Skeleton, live, strokes},
};
use leptos::prelude::*;
use std::{collections::BTreeMap, sync::Arc};

/// How many earlier ones are shown before asking for the rest.
const FEW: usize = 5;

/// My actions, sorted into what the page shows.
#[derive(Clone, Default, PartialEq)]
struct Sorted {
    days: BTreeMap<Day, Vec<Arc<Action>>>,
    /// The latest first.
    past: Vec<Arc<Action>>,
    unlisted: Vec<Unlisted>,
}

/// All that is known of an action that the listing does not have.
#[derive(Clone, PartialEq)]
struct Unlisted {
    id: ActionId,
    /// `None`: the act has not been decided.
    decided_at: Option<Instant>,
}

impl Sorted {
    fn is_empty(&self) -> bool {
        self.days.is_empty() && self.past.is_empty() && self.unlisted.is_empty()
    }
}

fn sort(app: App) -> Sorted {
    let mut known: BTreeMap<ActionId, Option<Instant>> = BTreeMap::new();
    let owner = app.session.owner();
    app.session.signups.with(|signups| {
        known.extend(
            signups.iter().filter(|signup| signup.is_live()).map(|signup: &Signup| (signup.action.clone(), Some(signup.decided_at))),
        );
    });
    app.outbox.entries.with(|entries| {
        for entry in entries.iter().filter(|entry: &&Entry| Some(&entry.owner) == owner.as_ref()) {
            if let Some((action, _)) = entry.act.place() {
                known.entry(action.clone()).or_default();
            }
        }
    });
    let (now, zone) = (app.now.get(), app.zone());
    let mut plans = Sorted::default();
    app.actions.list.with(|list| {
        for listed in list.iter().filter(|listed| known.contains_key(&listed.action.id)) {
            let action = listed.action.clone();
            if action.ends() <= now {
                plans.past.push(action);
                continue;
            }
            plans.days.entry(zone.day(action.starts())).or_default().push(action);
        }
    });
    for actions in plans.days.values_mut() {
        actions.sort_by_key(|action| action.starts());
    }
    plans.past.sort_by_key(|action| std::cmp::Reverse(action.starts()));
    for action in plans.days.values().flatten().chain(&plans.past) {
        known.remove(&action.id);
    }
    plans.unlisted = known.into_iter().map(|(id, decided_at)| Unlisted { id, decided_at }).collect();
    plans
}

#[component]
pub fn Plans() -> impl IntoView {
    let app = use_app();
    let plans = Memo::new(move |_| sort(app));
    let empty = Memo::new(move |_| plans.with(Sorted::is_empty));
    let act = move || {
        view! { <a class="button primary" href=routes::ACTIONS>{move || app.t().me.to_actions}</a> }
    };
    move || {
        if empty.get() {
            view! { <Empty icon=strokes::CALENDAR title=app.word(|t| t.me.empty) text=app.word(|t| t.me.empty_hint) act /> }.into_any()
        } else {
            view! {
                <Coming plans />
                <Unknown plans />
                <Past plans />
            }
            .into_any()
        }
    }
}

#[component]
fn Coming(plans: Memo<Sorted>) -> impl IntoView {
    let app = use_app();
    let none = Memo::new(move |_| plans.with(|plans| plans.days.is_empty() && plans.unlisted.is_empty()));
    let heading = move |day: Day| {
        let t = app.t();
        let today = app.zone().day(app.now.get());
        view! {
            <span>{capital(t.dates.weekday_or_near(day, today))}</span>
            " "
            {t.dates.day(day, today.year())}
        }
    };
    let days = move || {
        let days = plans.with(|plans| plans.days.clone());
        days.into_iter()
            .map(|(day, actions)| {
                view! {
                    <section class="day">
                        <h2>{move || heading(day)}</h2>
                        <ul class="lined" role="list">{actions.into_iter().map(|action| view! { <ActionRow action=action.clone() /> <Why action /> }).collect_view()}</ul>
                    </section>
                }
            })
            .collect_view()
    };
    let nothing = move || {
        none.get().then(|| {
            view! {
                <p class="quiet">{move || app.t().me.none_coming}</p>
                <p class="actions"><a class="button" href=routes::ACTIONS>{move || app.t().me.to_actions}</a></p>
            }
        })
    };
    view! {
        {days}
        {nothing}
    }
}

/// Why one of mine was called off, where somebody has written it. The listing does not know: its detail does.
#[component]
fn Why(action: Arc<Action>) -> impl IntoView {
    let app = use_app();
    (action.state == ActionState::Cancelled).then(|| {
        let detail = Detail::open(app, action.id.clone());
        let reason = Memo::new(move |_| detail.value.with(|detail| detail.as_ref()?.called_off.as_ref()?.reason.clone()));
        let said = move |texts: Texts| view! { <li class="row bare"><p class="small">{move || app.t().called_off.reason} " " <Said texts=texts.clone() /> " " <StandIn texts /></p></li> };
        live(move || reason.get().map(|texts| said(texts).into_any()))
    })
}

/// Actions that the listing does not have: while it is still loading they may yet come.
#[component]
fn Unknown(plans: Memo<Sorted>) -> impl IntoView {
    let app = use_app();
    let unlisted = Memo::new(move |_| plans.with(|plans| plans.unlisted.clone()));
    let still_loading = Memo::new(move |_| app.actions.progress.get() != Progress::Whole && app.actions.failure.with(Option::is_none));
    let row = move |unlisted: Unlisted| {
        let when = move || {
            let t = app.t();
            unlisted.decided_at.map(|at| (t.me.decided_at)(&t.dates.moment(at, app.now.get(), &app.zone())))
        };
        let class = if unlisted.decided_at.is_some() { "row bare closed" } else { "row bare waiting" };
        let waiting = unlisted.decided_at.is_none().then(|| {
            view! { <Badge form="bare" tone="queued" icon=strokes::HOURGLASS text=app.word(|t| t.acts.joining) /> }
        });
        view! {
            <li class=class>
                <div>
                    <h3>{move || app.t().me.not_listed}</h3>
                    <p class="state">{waiting} <span class="quiet">{when}</span></p>
                </div>
            </li>
        }
    };
    move || {
        let rows = unlisted.get();
        if rows.is_empty() {
            ().into_any()
        } else if still_loading.get() {
            view! { <Skeleton label=app.word(|t| t.me.loading) /> }.into_any()
        } else {
            view! { <ul class="lined" role="list">{rows.into_iter().map(row).collect_view()}</ul> }.into_any()
        }
    }
}

#[component]
fn Past(plans: Memo<Sorted>) -> impl IntoView {
    let app = use_app();
    let all = RwSignal::new(false);
    let past = Memo::new(move |_| plans.with(|plans| plans.past.clone()));
    let shown = move || {
        let count = if all.get() { usize::MAX } else { FEW };
        past.get().into_iter().take(count).map(|action| view! { <ActionRow action with_day=true /> }).collect_view()
    };
    let hidden = move || if all.get() { 0 } else { past.with(Vec::len).saturating_sub(FEW) as u64 };
    let more = move || {
        let hidden = hidden();
        (hidden > 0).then(|| {
            view! {
                <p class="actions">
                    <button class="button" type="button" on:click=move |_| all.set(true)>{move || (app.t().me.show_past)(hidden)}</button>
                </p>
            }
        })
    };
    move || {
        past.with(|past| !past.is_empty()).then(|| {
            view! {
                <section class="stack" aria-labelledby="past">
                    <h2 id="past">{move || app.t().me.past}</h2>
                    <ul class="lined" role="list">{shown}</ul>
                    {more}
                </section>
            }
        })
    }
}
