//! The coworking centre: what it is and when it is open, my bookings, and booking by the hour. Shown from the device first; what is booked without a connection is kept, and said to be provisional until the backend has decided.

mod about;
mod choose;
pub mod here;
pub mod hours;
mod mine;
mod near;
pub mod staff;

use crate::{
    api::{ProblemKind, centre as api},
    model::can::Act,
    pages::parts::gate,
    routes,
    shell::{Page, Place, Said},
    state::{App, kept::Kept, use_app},
    store::{Room, records},
    ui::{Empty, Icon, Skeleton, live, strokes},
};
use here::Here;
use leptos::prelude::*;
use std::sync::Arc;

type Known = Arc<crate::model::Centre>;

#[component]
pub fn Centre() -> impl IntoView {
    let app = use_app();
    let title = app.word(|t| t.centre.title);
    view! {
        <Page title place=Place::Other class="centre">
            {live(move || match app.can().native {
                true => view! { <Opened /> }.into_any(),
                false => view! {
                    <h1>{title}</h1>
                    <Empty icon=strokes::CITY title=app.word(|t| t.centre.not_here[0]) text=app.word(|t| t.centre.not_here[1]) />
                }.into_any(),
            })}
        </Page>
    }
}

/// Why the centre cannot be shown: there is none, or nobody knows yet.
pub fn missing(app: App, kept: Kept<crate::model::Centre>) -> AnyView {
    let none = kept.failure.with(|failure| failure.as_ref().is_some_and(|why| why.kind() == Some(ProblemKind::NotFound)));
    let (title, text) =
        if none { (app.t().centre.none[0], app.t().centre.none[1]) } else { (app.t().centre.unknown[0], app.t().centre.unknown[1]) };
    view! { <Empty icon=strokes::CITY title=title.to_owned() text=text.to_owned() code=kept.code(app) /> }.into_any()
}

#[component]
fn Opened() -> impl IntoView {
    let app = use_app();
    let kept = Kept::open(app, Room::Cache, records::CENTRE.to_owned(), api::get);
    let signed_in = Memo::new(move |_| app.session.owner().is_some());
    // The same centre fetched again must not close what somebody has just opened.
    let known = Memo::new(move |_| kept.value.get());
    live(move || match known.get() {
        Some(centre) => {
            // Read, not only tracked: a memo that nobody has read yet counts as changed when it is first looked at, and the page would begin anew under whoever is choosing.
            let _ = signed_in.get();
            view! { <Hall centre /> }.into_any()
        }
        None if kept.asked.get() => view! { <h1>{move || app.t().centre.title}</h1> {missing(app, kept)} }.into_any(),
        None => view! { <Skeleton label=app.word(|t| t.common.loading) /> }.into_any(),
    })
}

#[component]
fn Hall(centre: Known) -> impl IntoView {
    let app = use_app();
    let name = centre.name.clone();
    let here = Here::open(app, centre);
    let runs = Memo::new(move |_| app.session.owner().is_some() && gate::may(app, Act::RunCentre).is_ok());
    view! {
        <div class="stack">
            <h1><Said texts=name /></h1>
            <about::About here />
        </div>
        <Show when=move || runs.get()>
            <p class="actions"><a class="button" href=routes::CENTRE_STAFF><Icon name=strokes::CALENDAR /> {move || app.t().centre.to_staff}</a></p>
        </Show>
        <mine::Mine here />
        <choose::Choose here />
        <about::Rules here />
    }
}
