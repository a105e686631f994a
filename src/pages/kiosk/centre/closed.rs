//! Nothing is left of today: since when the centre is closed, and from when it opens next, so that nobody has to ask the door.

use super::OtherDays;
use crate::{
    i18n::dates::clock as hour,
    model::{Centre, Instant, centre_doors::Doors},
    pages::kiosk::stage::Stage,
    state::use_app,
    ui::{Empty, strokes},
};
use leptos::prelude::*;
use std::sync::Arc;

/// How its doors are at this minute, by the backend's clock.
pub fn doors(stage: Stage, centre: StoredValue<Arc<Centre>>) -> Memo<(Doors, Instant)> {
    Memo::new(move |_| {
        let (zone, now) = (stage.app.zone(), stage.kiosk.now.get());
        centre.with_value(|centre| (centre.doors(now, &zone), now))
    })
}

#[component]
pub fn Closed(doors: Memo<(Doors, Instant)>) -> impl IntoView {
    let app = use_app();
    let title = Signal::derive(move || {
        let words = &app.t().kiosk_centre;
        match doors.get().0 {
            Doors::Closed { since: Some(since), .. } => (words.closed_since)(&hour(app.zone().local(since))),
            Doors::Closed { since: None, .. } => words.closed.to_owned(),
            // Open for less than can be booked.
            Doors::Open { .. } => words.none_left.to_owned(),
        }
    });
    let text = Signal::derive(move || {
        let (Doors::Closed { next: Some(next), .. }, now) = doors.get() else { return String::new() };
        let (t, zone) = (app.t(), app.zone());
        let (day, today) = (zone.day(next), zone.day(now));
        let date = format!("{}, {}", t.dates.weekday_or_near(day, today), t.dates.day(day, today.year()));
        (t.kiosk_centre.opens)(&date, &hour(zone.local(next)))
    });
    view! {
        <h1>{move || app.t().centre.title}</h1>
        <Empty icon=strokes::LOCK title text />
        <OtherDays />
    }
}
