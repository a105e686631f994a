//! What is on: today, to join here; the rest of the week, to join on a phone of one's own.

use super::{
    stage::{Screen, Stage},
    wall::beside,
};
use crate::{
    i18n::called_off,
    model::{Action, ActionState, Shift, Texts, instant::DAY},
    routes,
    state::use_app,
    ui::{Empty, Qr, Skeleton, each, live, strokes},
    web::page,
};
use leptos::prelude::*;
use std::sync::Arc;

type Offer = (Arc<Action>, Shift);

/// Lines of the week that are shown before somebody asks for all of them: each has a code to draw.
const FIRST: usize = 12;

/// A shift of today: to join, or called off with why.
#[derive(Clone, PartialEq)]
struct Shown {
    offer: Offer,
    off: Option<Option<Texts>>,
}

/// By start, whether on or off: whoever comes for one that is off finds it where it was.
fn all(stage: Stage, offers: Vec<Offer>) -> Vec<Shown> {
    let off = stage.off().into_iter().map(|(action, shift, reason)| Shown { offer: (action, shift), off: Some(reason) });
    let mut all: Vec<Shown> = offers.into_iter().map(|offer| Shown { offer, off: None }).chain(off).collect();
    all.sort_by_key(|shown| (shown.offer.1.starts, shown.offer.1.id.clone()));
    all
}

/// Actions of the next seven days that have nothing left today, the next first.
fn later(stage: Stage, today: &[Offer]) -> Vec<Arc<Action>> {
    let (now, own) = (stage.kiosk.now.get(), stage.kiosk.own());
    let place = own.and_then(|own| own.organisation.clone());
    let within = |action: &Action| {
        action.state == ActionState::Published
            && (place.is_none() || action.organiser == place)
            && action.starts() > now
            && action.starts() < now.plus(7 * DAY)
            && !today.iter().any(|(other, _)| other.id == action.id)
    };
    stage.app.actions.list.with(|list| list.iter().map(|one| one.action.clone()).filter(|action| within(action)).collect())
}

#[component]
pub fn Actions(stage: Stage) -> impl IntoView {
    let app = use_app();
    let offers = Memo::new(move |_| stage.today());
    let week = Memo::new(move |_| offers.with(|offers| later(stage, offers)));
    let whole = RwSignal::new(false);
    let first = move || week.with(|week| week.iter().take(if whole.get() { usize::MAX } else { FIRST }).cloned().collect::<Vec<_>>());
    let many = move || week.with(Vec::len);
    let shown = Memo::new(move |_| all(stage, offers.get()));
    let key = |shown: &Shown| {
        let (action, shift) = &shown.offer;
        format!("{} {} {} {} {:?}", action.id, action.rev, shift.id, shift.seats.taken, shown.off)
    };
    let one = move |Shown { offer, off }| match off {
        None => view! { <Tile stage offer /> }.into_any(),
        Some(reason) => view! { <OffTile stage offer reason /> }.into_any(),
    };
    view! {
        <h1>{move || app.t().kiosk.today}</h1>
        <Show when=move || shown.with(|shown| !shown.is_empty()) fallback=move || view! { <Nothing stage /> }>
            <ul class="kiosk-tiles" role="list">{each(move || shown.get(), key, one)}</ul>
        </Show>
        <section aria-labelledby="week">
            <h2 id="week">{move || app.t().kiosk.this_week}</h2>
            <Show when=move || week.with(|week| !week.is_empty()) fallback=move || view! { <p class="quiet">{app.t().kiosk.nothing_week}</p> }>
                <p class="quiet">{move || app.t().kiosk.needs_account}</p>
                <ul class="kiosk-week" role="list">{each(first, |action| format!("{} {}", action.id, action.rev), move |action| view! { <Later stage action /> }.into_any())}</ul>
                <Show when=move || !whole.get() && (many() > FIRST)>
                    <p class="actions"><button class="button big" type="button" on:click=move |_| whole.set(true)>{move || (app.t().kiosk.all_week)(many() as u64)}</button></p>
                </Show>
            </Show>
        </section>
    }
}

/// Nothing is on, or nobody knows yet what is: a device that was just started has not heard.
#[component]
fn Nothing(stage: Stage) -> impl IntoView {
    let app = use_app();
    let known = Memo::new(move |_| stage.kiosk.day.with(Option::is_some));
    live(move || {
        match known.get() {
        true => view! { <Empty icon=strokes::CALENDAR title=app.word(|t| t.kiosk.nothing_today) text=app.word(|t| t.kiosk.nothing_today_hint) /> }.into_any(),
        false if app.connection.is_offline() => view! { <Empty icon=strokes::OFFLINE title=app.word(|t| t.kiosk.today_unknown[0]) text=app.word(|t| t.kiosk.today_unknown[1]) /> }.into_any(),
        false => view! { <Skeleton label=app.word(|t| t.common.loading) /> }.into_any(),
    }
    })
}

#[component]
fn Tile(stage: Stage, offer: Offer) -> impl IntoView {
    let app = use_app();
    let (action, shift) = offer;
    let full = shift.seats.is_full();
    let (id, at) = (action.id.clone(), shift.id.clone());
    let places = move || if full { app.t().kiosk.full.to_owned() } else { (app.t().kiosk.places)(u64::from(shift.seats.left())) };
    let (hours, starts) = (stage.hours(&shift), shift.starts);
    // One of last night stands first, and its hours read like those of the night to come.
    let has_begun = Memo::new(move |_| starts <= stage.kiosk.now.get());
    let on = move || has_begun.get().then(|| view! { <b>{app.t().kiosk.on_now}</b> });
    let (title, place, role) = (action.clone(), action, shift.role);
    view! {
        <li>
            <button class="kiosk-tile" type="button" disabled=full on:click=move |_| stage.go(Screen::Join(id.clone(), at.clone()))>
                <b class="num">{hours}</b>
                <span class="kiosk-title">{move || app.show(&title.title).text.to_owned()}</span>
                <span>{move || beside(app, &place, role.as_ref())} " " {on}</span>
                <span class="num">{places}</span>
            </button>
        </li>
    }
}

/// One that was called off: there to be read, not to be joined.
#[component]
fn OffTile(stage: Stage, offer: Offer, reason: Option<Texts>) -> impl IntoView {
    let app = use_app();
    let (action, shift) = offer;
    let hours = stage.hours(&shift);
    let why = move || reason.as_ref().map(|reason| called_off::because(reason, app.lang()));
    view! {
        <li class="kiosk-tile kiosk-off">
            <s class="num">{hours}</s>
            <span class="kiosk-title">{move || app.show(&action.title).text.to_owned()}</span>
            <b>{move || app.t().acts.cancelled}</b>
            <span>{why}</span>
        </li>
    }
}

#[component]
fn Later(stage: Stage, action: Arc<Action>) -> impl IntoView {
    let app = use_app();
    let starts = action.starts();
    // By the backend's clock, as far as it was heard: on a device whose own is a day off, "tomorrow" would be another day.
    let when = move || app.t().dates.moment(starts, stage.kiosk.now.get(), &app.zone());
    let by = {
        let organiser = action.organiser.clone();
        move || {
            let one = app.directory.find(organiser.as_ref()?)?;
            Some(app.show(&one.name).text.to_owned())
        }
    };
    let address = format!("{}{}", page::origin(), routes::action(&action.id));
    let (title, label) = (action.clone(), action);
    view! {
        <li>
            <div>
                <b>{move || app.show(&title.title).text.to_owned()}</b>
                <span>{when}</span>
                <span class="quiet">{by}</span>
            </div>
            <Qr text=address label=Signal::derive(move || app.show(&label.title).text.to_owned()) />
        </li>
    }
}
