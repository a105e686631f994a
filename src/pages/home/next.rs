//! The next action that the person has a place in, waits for, or has asked for: the one thing to take away from this page.

use crate::{
    i18n::dates,
    model::{Action, Shift},
    outbox::Mine,
    pages::parts::action_row::State,
    routes,
    shell::{Demo, Said, StandIn},
    state::{App, use_app},
    ui::{Icon, live, strokes},
};
use leptos::prelude::*;
use std::{collections::BTreeSet, sync::Arc};

#[derive(Clone, PartialEq)]
struct Chosen {
    action: Arc<Action>,
    shift: Shift,
    mine: Mine,
}

#[component]
pub fn Next() -> impl IntoView {
    let app = use_app();
    let chosen = Memo::new(move |_| choose(app));
    live(move || chosen.get().map(|chosen| view! { <Ticket chosen /> }.into_any()))
}

/// The earliest shift of mine that is not over.
fn choose(app: App) -> Option<Chosen> {
    app.session.owner()?;
    let mut records = BTreeSet::new();
    app.session.signups.with(|signups| records.extend(signups.iter().map(|signup| (signup.action.clone(), signup.shift.clone()))));
    app.outbox.entries.with(|entries| {
        let own = entries.iter().filter_map(|entry| entry.act.place());
        records.extend(own.map(|(action, shift)| (action.clone(), shift.clone())));
    });
    let now = app.now.get();
    let coming = records.into_iter().filter_map(|(action, shift)| {
        let mine = app.outbox.mine(app, &action, &shift);
        let action = app.actions.find(&action).filter(|_| mine.is_in())?;
        let shift = action.shift(&shift).filter(|shift| shift.ends > now)?.clone();
        Some(Chosen { action, shift, mine })
    });
    coming.min_by_key(|chosen| chosen.shift.starts)
}

#[component]
fn Ticket(chosen: Chosen) -> impl IntoView {
    let app = use_app();
    let Chosen { action, shift, mine } = chosen;
    let zone = app.zone();
    let day = zone.local(shift.starts).date();
    let starts = shift.starts.to_string();
    let when = move || {
        let this_year = zone.day(app.now.get()).year();
        app.t().dates.span(shift.starts, shift.ends, &zone, this_year)
    };
    let class = if mine.is_queued() { "card ticket next waiting" } else { "card ticket next" };
    let (title, place, href) = (action.title.clone(), action.place.clone(), routes::action(&action.id));
    view! {
        <article class=class aria-labelledby="next">
            <p class="cal" aria-hidden="true">
                <b>{day.day()}</b>
                {move || app.t().dates.month_short(day)}
                <small>{move || app.t().dates.weekday_short(day)}</small>
            </p>
            <div class="stack tight">
                <p class="quiet">{move || app.t().home.next}</p>
                <h2 id="next">
                    <a href=href><Said texts=title.clone() /></a>
                </h2>
                <p class="quiet">
                    <time datetime=starts>{move || dates::capital(&when())}</time>
                    {place.map(|place| view! { <br /> <Said texts=place /> }.into_any())}
                </p>
                {shift.role.clone().map(|role| view! { <p><Said texts=role /></p> }.into_any())}
                <p class="marks">
                    <State action=action.clone() mine=Signal::stored(mine) />
                    <StandIn texts=title />
                    <Demo shown=action.demo />
                </p>
            </div>
            <p class="actions">
                <a class="button compact" href=routes::ME>
                    <Icon name=strokes::CALENDAR class="icon icon-s" />
                    {move || app.t().home.my_actions}
                </a>
            </p>
        </article>
    }
}
