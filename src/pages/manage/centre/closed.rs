//! The days on which it is closed all the same. What is over is kept, and out of the way.

use super::parts::{Folded, focus_soon};
use crate::{
    i18n::dates::capital,
    model::{
        Day,
        centre_form::closed_at,
        instant::{iso, parse_day},
    },
    pages::manage::{
        bulletin::{Sheet, fields::Texts, id_of},
        texts::Missing,
    },
    state::use_app,
    ui::{Icon, TextField, each, strokes},
    web::page,
};
use leptos::prelude::*;

#[component]
pub fn ClosedDays(sheet: Sheet) -> impl IntoView {
    let app = use_app();
    let today = Memo::new(move |_| app.zone().day(app.now.get()));
    let days = move |over: bool| {
        Memo::new(move |_| {
            sheet.draft.with(|draft| draft.closed_days().into_iter().filter(|day| (*day < today.get()) == over).collect::<Vec<_>>())
        })
    };
    let (coming, over) = (days(false), days(true));
    let none = move || coming.with(Vec::is_empty).then(|| view! { <p class="quiet">{app.t().manage_centre.no_closed}</p> });
    let past = Memo::new(move |_| over.with(Vec::len));
    let (typed, error, added) = (RwSignal::new(String::new()), RwSignal::new(false), RwSignal::new(None::<Day>));
    let one = move |day: Day| view! { <OneDay sheet day added=added.get_untracked() == Some(day) /> }.into_any();
    let add = move |_| {
        let day = parse_day(typed.with_untracked(|typed| typed.trim().to_owned()).as_str());
        error.set(day.is_none());
        let Some(day) = day else { return page::focus("closed-new") };
        added.set(Some(day));
        sheet.change(&closed_at(day), |draft| draft.close_on(day));
        typed.set(String::new());
        let first = app.hub().languages.first().map(|lang| format!("{}/why/{}", closed_at(day), lang.code()));
        if let Some(first) = first {
            focus_soon(id_of(&first));
        }
    };
    let wrong = Signal::derive(move || error.get().then(|| app.t().manage_centre.no_day.to_owned()));
    view! {
        <section class="stack" aria-labelledby="closed">
            <h2 id="closed">{move || app.t().manage_centre.closed_days}</h2>
            {none}
            <div>{each(move || coming.get(), |day| iso(*day), one)}</div>
            <Show when=move || past.get() != 0>
                <details class="more">
                    <summary>{move || (app.t().manage_centre.past_days)(past.get() as u64)}</summary>
                    <div>{each(move || over.get(), |day| iso(*day), one)}</div>
                </details>
            </Show>
            <div class="in-row">
                <TextField id="closed-new" label=app.word(|t| t.manage_centre.new_day) value=typed error=wrong kind="date" />
                <button class="button" type="button" on:click=add><Icon name=strokes::PLUS /> {move || app.t().manage_centre.add_day}</button>
            </div>
        </section>
    }
}

#[component]
fn OneDay(sheet: Sheet, day: Day, added: bool) -> impl IntoView {
    let app = use_app();
    let (at, why) = (closed_at(day), format!("{}/why", closed_at(day)));
    let date = move || {
        let dates = &app.t().dates;
        format!("{}, {}", dates.day(day, app.zone().day(app.now.get()).year()), dates.weekday(day))
    };
    let typed = {
        let why = why.clone();
        Memo::new(move |_| sheet.draft.with(|draft| draft.typed(&why)))
    };
    let reason = move || typed.with(|typed| typed.texts()).map(|texts| capital(app.show(&texts).text));
    let name = move || view! { <b>{date}</b> " " <span class="quiet">{reason}</span> " " <Missing typed /> }.into_any();
    let gone = at.clone();
    let remove = move |_| {
        sheet.change(&gone, |draft| draft.take_out(&gone));
        focus_soon("closed-new".to_owned());
    };
    view! {
        <Folded sheet at open=added name>
            <Texts sheet at=why />
            <p class="actions"><button class="button compact" type="button" on:click=remove><Icon name=strokes::X class="icon icon-s" /> {move || app.t().manage_centre.remove_day}</button></p>
        </Folded>
    }
}
