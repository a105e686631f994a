//! When: the hours of today that are not over, one or several in a row. What cannot be had says why.

use super::form::Form;
use crate::{
    i18n::dates::clock as hour,
    model::{ResourceId, booking::NoBooking, clash::Span},
    pages::centre::hours::pressed,
    state::use_app,
    ui::{Icon, each, strokes},
};
use leptos::prelude::*;

/// The place at which that time can be had, else why not. Nobody's share is known here: who it is, is asked next.
fn find(form: Form, places: &[ResourceId], time: Span) -> Result<ResourceId, NoBooking> {
    let taken = form.hall.busy();
    form.hall.ask(|desk| desk.first(places, time, &taken, &[]))
}

fn places(form: Form) -> Vec<ResourceId> {
    form.hall.places(form.kind.get(), form.place.get())
}

#[component]
pub fn When(form: Form) -> impl IntoView {
    let app = use_app();
    let hall = form.hall;
    let pieces = StoredValue::new(hall.pieces());
    let left = move || {
        let now = hall.stage.kiosk.now.get();
        pieces.with_value(|pieces| pieces.iter().copied().enumerate().filter(|(_, piece)| piece.ends > now).collect::<Vec<_>>())
    };
    let time = move || {
        let (first, last) = form.chosen.get()?;
        pieces.with_value(|all| Some(Span { starts: all.get(first)?.starts, ends: all.get(last)?.ends }))
    };
    let found = Memo::new(move |_| time().map(|time| (time, find(form, &places(form), time))));
    let said = move || match found.get() {
        Some((time, Ok(place))) => (app.t().centre.chosen)(&hall.named(&place), &hall.time(time)),
        Some((_, Err(why))) => (app.t().centre.no_booking)(&why),
        None => app.t().centre.choose_hours.to_owned(),
    };
    let good = Memo::new(move |_| found.with(|found| matches!(found, Some((_, Ok(_))))));
    let go = move |_| {
        if let Some((time, Ok(place))) = found.get_untracked() {
            form.want(place, time);
        }
    };
    let offline = move || app.connection.is_offline();
    view! {
        <h1>{move || app.t().kiosk_centre.when}</h1>
        <div class="kiosk-hours" role="group" aria-label=move || app.t().centre.hours_label>
            {each(left, |(at, _)| *at, move |(at, time)| view! { <Piece form at time /> }.into_any())}
        </div>
        <p class="kiosk-text" role="status">{said}</p>
        <Show when=offline><p class="why"><Icon name=strokes::HOURGLASS class="icon icon-s" /> <span>{move || app.t().kiosk_centre.maybe_taken}</span></p></Show>
        <p class="actions"><button class="button primary big" type="button" aria-disabled=move || (!good.get()).then_some("true") on:click=go>{move || app.t().kiosk.next}</button></p>
    }
}

#[component]
fn Piece(form: Form, at: usize, time: Span) -> impl IntoView {
    let app = use_app();
    let hall = form.hall;
    let off = Memo::new(move |_| find(form, &places(form), time).err());
    let is = move || form.chosen.get().is_some_and(|(first, last)| (first..=last).contains(&at));
    let short = move || off.get().map(|why| (app.t().centre.short)(why));
    let label = move || format!("{}: {}", hall.time(time), short().unwrap_or(app.t().centre.free));
    let press = move |_| {
        if off.get_untracked().is_none() {
            form.chosen.update(|chosen| *chosen = pressed(*chosen, at));
        }
    };
    view! {
        <button class="kiosk-hour" type="button" aria-pressed=move || is().to_string() aria-disabled=move || off.get().is_some().then_some("true") aria-label=label on:click=press>
            <b class="num">{move || hour(app.zone().local(time.starts))}</b>
            <small>{short}</small>
        </button>
    }
}
