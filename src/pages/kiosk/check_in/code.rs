//! On one's own phone: the device shows the rotating code of a shift, and who reads it off the screen was there. Works with neither of the two online.

use super::super::stage::Stage;
use crate::{
    model::{Action, Shift, attendance::presence_open, clash::Span, kiosk::day::Open},
    pages::parts::rotating::RotatingCode,
    state::use_app,
    ui::{Empty, each, strokes},
};
use leptos::prelude::*;
use std::sync::Arc;

type Shown = (Arc<Action>, Shift, String);

/// The shifts for which a code is taken now.
fn open(stage: Stage) -> Vec<Shown> {
    let now = stage.kiosk.now.get();
    let shift = |one: &Open| {
        let action = stage.app.actions.find(&one.action)?;
        let shift = action.shift(&one.shift)?.clone();
        presence_open(Span { starts: shift.starts, ends: shift.ends }, now).ok()?;
        Some((action, shift, one.code_key.clone()))
    };
    stage.kiosk.day.with(|day| day.as_ref().map(|day| day.open.iter().filter_map(shift).collect()).unwrap_or_default())
}

#[component]
pub fn ByCode(stage: Stage) -> impl IntoView {
    let app = use_app();
    let shifts = Memo::new(move |_| open(stage));
    let chosen = RwSignal::new(None::<Shown>);
    let shown =
        Memo::new(move |_| chosen.get().or_else(|| shifts.with(|shifts| if let [only] = &shifts[..] { Some(only.clone()) } else { None })));
    let tile = move |one: Shown| {
        let (action, hours) = (one.0.clone(), stage.hours(&one.1));
        view! {
            <li>
                <button class="kiosk-tile" type="button" on:click=move |_| chosen.set(Some(one.clone()))>
                    <b class="num">{hours}</b>
                    <span class="kiosk-title">{move || app.show(&action.title).text.to_owned()}</span>
                </button>
            </li>
        }
        .into_any()
    };
    move || {
        match shown.get() {
        Some((action, shift, key)) => {
            let title = action.clone();
            view! {
                <h1>{move || app.show(&title.title).text.to_owned()}</h1>
                <p>{move || app.t().kiosk_check_in.scan_with_phone}</p>
                <RotatingCode action=action.id.clone() shift=shift.id key off=stage.kiosk.clock_off />
            }
            .into_any()
        }
        None if shifts.with(Vec::is_empty) => {
            view! { <Empty icon=strokes::CALENDAR title=app.word(|t| t.kiosk_check_in.no_shift) text=app.word(|t| t.kiosk_check_in.no_shift_hint) /> }
                .into_any()
        }
        None => view! {
            <h1>{move || app.t().kiosk_check_in.which}</h1>
            <ul class="kiosk-tiles" role="list">{each(move || shifts.get(), |one| format!("{} {}", one.0.id, one.1.id), tile)}</ul>
        }
        .into_any(),
    }
    }
}
