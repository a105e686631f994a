//! The dock: the one act of the page, and the fact that decides it. The button is one element whatever it does, so that the focus stays on it when Join
//! has become Leave.

use super::{acts, here::Here, offer::Offer};
use crate::{
    i18n::Catalogue,
    model::{Instant, Shift},
    outbox::Mine,
    shell::Said,
    state::App,
    ui::{Icon, strokes},
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

#[component]
pub fn Dock(here: Here) -> impl IntoView {
    let app = here.app;
    let offer = Memo::new(move |_| here.chosen_shift().map(|shift| Offer::of(here, &shift)));
    let note = Memo::new(move |_| offer.get().and_then(|offer| offer.note(here)));
    let with = move |value: fn(&Offer) -> bool| offer.with(|offer| offer.as_ref().is_some_and(value)).then_some("true");
    let described = move || note.with(Option::is_some).then_some("act-why");
    let label = move || offer.get().map(|offer| offer.label(app.t()));
    let class = move || offer.get().map_or("button big", |offer| offer.class());
    let busy = move || (here.busy.get() || !app.session.known.get()).then_some("true");
    let navigate = use_navigate();
    // A finger is quicker than the device, which has yet to say who is signed in: the press counts as soon as it has, if it still means joining.
    let early = RwSignal::new(false);
    let press = {
        let navigate = navigate.clone();
        move |_| match offer.get_untracked() {
            Some(_) if !app.session.known.get_untracked() => early.set(true),
            Some(offer) => acts::press(here, offer, &navigate),
            None => {}
        }
    };
    Effect::new(move |_| {
        if early.get() && app.session.known.get() {
            early.set(false);
            if let Some(offer @ (Offer::Join { .. } | Offer::SignIn | Offer::Age)) = offer.get_untracked() {
                acts::press(here, offer, &navigate);
            }
        }
    });
    let shown = Memo::new(move |_| !here.over.get());
    let dock = move || {
        view! {
            <div class="dock">
                <Trouble here />
                {move || note.get().map(|(icon, text)| view! {
                    <p class="why" id="act-why">
                        <Icon name=icon class="icon icon-s" />
                        {text}
                    </p>
                })}
                <div class="line">
                    <Fact here />
                    <button
                        id="act"
                        type="button"
                        class=class
                        aria-disabled=move || with(Offer::is_blocked)
                        aria-describedby=described
                        aria-busy=busy
                        on:click=press.clone()
                    >
                        {label}
                    </button>
                </div>
            </div>
        }
    };
    move || shown.get().then(|| dock.clone()())
}

/// The last act could not be written to the device.
#[component]
fn Trouble(here: Here) -> impl IntoView {
    let app = here.app;
    view! {
        <div role="alert">
            {move || here.failed.get().then(|| view! {
                <p class="why danger">
                    <Icon name=strokes::ALERT class="icon icon-s" />
                    {move || app.t().action.not_kept}
                </p>
            })}
        </div>
    }
}

/// What decides: how the person stands, else the places left; under it which shift is meant.
#[component]
fn Fact(here: Here) -> impl IntoView {
    let app = here.app;
    let several = move || here.action.with(|action| action.shifts.len() > 1);
    let fact = move || {
        here.chosen_shift().map(|shift| {
            let role = shift.role.clone().filter(|_| several());
            view! {
                {state(app, &here.mine(&shift.id), &shift, here.is_cancelled(), app.now.get())}
                <span class="quiet">
                    {role.map(|role| view! { <Said texts=role /> ", " })}
                    {short(here, app.t(), &shift)}
                </span>
            }
        })
    };
    view! { <p class="small">{fact}</p> }
}

fn state(app: App, mine: &Mine, shift: &Shift, cancelled: bool, now: Instant) -> impl IntoView + use<> {
    let t = app.t();
    let (class, text) = match mine {
        _ if cancelled => ("", t.acts.cancelled.to_owned()),
        Mine::Confirmed => ("left", app.confirmed().to_owned()),
        Mine::CannotCome => ("left-few", t.acts.cannot_come.to_owned()),
        Mine::Waitlisted { position } => ("", (t.acts.waitlisted)(*position)),
        Mine::Offered { .. } => ("left-few", t.acts.offered.to_owned()),
        Mine::Joining { .. } => ("", t.action.not_yet.to_owned()),
        Mine::Leaving => ("", t.acts.leaving.to_owned()),
        Mine::Undecided { .. } => ("left-few", t.acts.undecided.to_owned()),
        Mine::No => match shift.seats.left() {
            _ if shift.seats.most == 0 || shift.starts <= now => return None,
            0 => ("", t.acts.full.to_owned()),
            left @ 1..=3 => ("left-few", (t.acts.places_left)(left)),
            left => ("left", (t.acts.places_left)(left)),
        },
    };
    Some(view! {
        <b class=class>{text}</b>
        <br />
    })
}

/// жк, 29 қараша, 09:30
fn short(here: Here, t: &Catalogue, shift: &Shift) -> String {
    let zone = here.app.zone();
    let local = zone.local(shift.starts);
    let this_year = zone.day(here.app.now.get()).year();
    // The number stays with its month: the line is short.
    let day = format!("{}, {}", t.dates.weekday_short(local.date()), t.dates.day(local.date(), this_year).replace(' ', "\u{a0}"));
    if crate::i18n::dates::is_whole_days(shift.starts, shift.ends, &zone) {
        day
    } else {
        format!("{day}, {}", crate::i18n::dates::clock(local))
    }
}
