//! The hours of each weekday: one time, or several with breaks between them, or none.

use super::parts::focus_soon;
use crate::{
    i18n::dates::capital,
    model::centre_form::hours_at,
    pages::manage::bulletin::{Sheet, fields::Line, id_of},
    state::use_app,
    ui::{Icon, each, strokes},
};
use leptos::prelude::*;

#[component]
pub fn Hours(sheet: Sheet) -> impl IntoView {
    let app = use_app();
    view! {
        <section class="stack" aria-labelledby="hours">
            <h2 id="hours">{move || app.t().manage_centre.hours}</h2>
            <p class="quiet small">{move || app.t().manage_centre.hours_hint}</p>
            {(1..=7).map(|weekday| view! { <Weekday sheet weekday /> }).collect_view()}
        </section>
    }
}

#[component]
fn Weekday(sheet: Sheet, weekday: u8) -> impl IntoView {
    let app = use_app();
    let name = move || capital(app.t().dates.weekdays[usize::from(weekday) - 1]);
    let numbers = Memo::new(move |_| sheet.draft.with(|draft| draft.hours_of(weekday)));
    let add = move |_| {
        let mut number = 0;
        sheet.change(&format!("/open/{weekday}"), |draft| number = draft.add_hours(weekday));
        focus_soon(id_of(&hours_at(weekday, number, "from")));
    };
    let closed = move || numbers.with(Vec::is_empty).then(|| view! { <p class="quiet">{app.t().centre.closed}</p> });
    let time = move |number: usize| {
        let whole = format!("/open/{weekday}/{number}");
        let remove = move |_| sheet.change(&whole, |draft| draft.take_out(&whole));
        view! {
            <li class="in-row">
                <Line sheet at=hours_at(weekday, number, "from") kind="time" />
                <Line sheet at=hours_at(weekday, number, "to") kind="time" />
                <button class="button compact" type="button" on:click=remove><Icon name=strokes::X class="icon icon-s" /> {move || app.t().manage_centre.remove_hours}</button>
            </li>
        }
        .into_any()
    };
    view! {
        <fieldset class="texts weekday">
            <legend>{name}</legend>
            {closed}
            <ul class="stack" role="list">{each(move || numbers.get(), |number| *number, time)}</ul>
            <p class="actions">
                <button class="button compact" type="button" on:click=add>
                    <Icon name=strokes::PLUS class="icon icon-s" />
                    {move || if numbers.with(Vec::is_empty) { app.t().manage_centre.add_hours } else { app.t().manage_centre.add_more_hours }}
                </button>
            </p>
        </fieldset>
    }
}
