//! Home: what the city needs today. One thing to take away (my next action), then who is needed most, then the directions and the figures.

mod below;
mod directions;
mod figures;
pub mod install;
mod needed;
mod next;
mod told;

use crate::{
    model::urgency,
    shell::{Page, Place, banners::banners},
    state::{App, actions::Progress, use_app},
    ui::{Frieze, live},
};
use leptos::prelude::*;

#[component]
pub fn Home() -> impl IntoView {
    let app = use_app();
    let title = Signal::derive(move || app.t().home.title.to_owned());
    view! {
        <Page title place=Place::Home class="home">
            <div class="hello deep on-deep">
                <h1>{title}</h1>
                <p class="quiet">{move || today(app)} <WeekCount /></p>
            </div>
            <Frieze class="frieze hello-edge" />
            {banners()}
            <next::Next />
            <div class="cols lead">
                <needed::Needed />
                <div class="stack-l">{below::beside()}</div>
            </div>
            {below::below()}
        </Page>
    }
}

/// Жексенбі, 22 қараша: the day in the hub's zone.
fn today(app: App) -> String {
    let day = app.zone().day(app.now.get());
    app.t().dates.full_day(day, day.year())
}

/// How much is on in the next seven days. Nothing is said before the listing is whole: half a count would be a wrong one.
#[component]
fn WeekCount() -> impl IntoView {
    let app = use_app();
    let count = Memo::new(move |_| {
        let week = urgency::week(app.now.get(), &app.zone());
        let whole = app.actions.progress.get() == Progress::Whole;
        whole.then(|| app.actions.list.with(|list| list.iter().filter(|listed| urgency::is_on(&listed.action, week)).count() as u64))
    });
    live(move || {
        let words = &app.t().home;
        let text = count.get().map(|count| if count == 0 { words.this_week_none.to_owned() } else { (words.this_week)(count) });
        // The line keeps its height while the count is on its way.
        view! { <br /> {text.unwrap_or_else(|| "\u{a0}".to_owned())} }
    })
}
