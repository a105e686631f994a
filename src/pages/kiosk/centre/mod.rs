//! Booking a seat or a room at the kiosk, for today: what, when, by whom, and what came of it; one thing a screen. On a phone of one's own there is more: other days, a calendar, giving up.

mod closed;
mod form;
mod hall;
mod outcome;
mod what;
mod when;

use super::stage::Stage;
use crate::{
    api::centre as api,
    model::{Centre as Known, Day},
    pages::centre::{here::open_day, missing},
    routes,
    state::{kept::Kept, use_app},
    store::{Room, records},
    ui::{Empty, Qr, Skeleton, live, strokes},
    web::page,
};
use hall::Hall;
use leptos::prelude::*;
use std::sync::Arc;

#[component]
pub fn Centre(stage: Stage) -> impl IntoView {
    let app = use_app();
    let kept = Kept::open(app, Room::Cache, records::CENTRE.to_owned(), api::get);
    let known = Memo::new(move |_| kept.value.get());
    // By the backend's clock, as far as it was heard: nobody is to book for the wrong day.
    let today = Memo::new(move |_| app.zone().day(stage.kiosk.now.get()));
    live(move || match known.get() {
        Some(centre) => view! { <Today stage centre day=today.get() /> }.into_any(),
        None if kept.asked.get() => view! {
            <h1>{move || app.t().centre.title}</h1>
            {missing(app, kept)}
        }
        .into_any(),
        None => view! { <Waiting /> }.into_any(),
    })
}

/// Whatever is waited for, the screen says where one is.
#[component]
fn Waiting() -> impl IntoView {
    let app = use_app();
    view! {
        <h1>{move || app.t().centre.title}</h1>
        <Skeleton label=app.word(|t| t.common.loading) />
    }
}

/// The centre on one day.
#[component]
fn Today(stage: Stage, centre: Arc<Known>, day: Day) -> impl IntoView {
    let app = use_app();
    let kept = open_day(app, day);
    let hall = Hall::open(stage, centre, day, kept);
    let known = Memo::new(move |_| hall.taken.with(Option::is_some));
    // Looked at by itself: an hour that runs out under somebody's hands takes nothing away that they have typed.
    let doors = closed::doors(stage, hall.centre);
    let over = hall.pieces().is_empty() || untrack(|| hall.is_over(doors));
    let words = app.word(|t| t.centre.title);
    live(move || {
        match known.get() {
        _ if over => view! { <closed::Closed doors /> }.into_any(),
        true => view! { <form::Steps hall doors /> }.into_any(),
        false if kept.asked.get() => view! {
            <h1>{words}</h1>
            <Empty icon=strokes::OFFLINE title=app.word(|t| t.centre.day_unknown[0]) text=app.word(|t| t.centre.day_unknown[1]) code=kept.code(app) />
        }
        .into_any(),
        false => view! { <Waiting /> }.into_any(),
    }
    })
}

/// For another day: on one's own phone.
#[component]
fn OtherDays() -> impl IntoView {
    let app = use_app();
    view! {
        <div class="kiosk-aside">
            <Qr text=format!("{}{}", page::origin(), routes::CENTRE) label=app.word(|t| t.centre.title) />
            <p>{move || app.t().kiosk.needs_account}</p>
        </div>
    }
}
