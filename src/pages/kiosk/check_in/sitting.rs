//! The seats and rooms of the centre that somebody has today: to say that they have come to one.

use super::{Noted, Progress};
use crate::{
    i18n::dates::{clock as hour, hours},
    model::{
        Centre, Id,
        kiosk::day::{Seat, Sitter, Sitting},
    },
    pages::kiosk::stage::Stage,
    state::{kept, use_app},
    store::{Room, records},
    ui::each,
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

#[component]
pub fn Sittings(
    stage: Stage,
    progress: RwSignal<Progress>,
    sittings: Vec<Sitting>,
    /// Nothing stands above it.
    first: bool,
) -> impl IntoView {
    let app = use_app();
    // Only for the names of seats, which nobody has to wait for.
    let centre = RwSignal::new(None::<Arc<Centre>>);
    spawn_local(async move {
        if let Some(saved) = kept::read::<Centre>(app, Room::Cache, records::CENTRE).await {
            centre.try_set(Some(Arc::new(saved.value)));
        }
    });
    let sittings = StoredValue::new(sittings);
    let title = move || app.t().kiosk_centre.your_bookings;
    let one = move |one: Sitting| view! { <One stage progress one centre /> }.into_any();
    view! {
        {if first { view! { <h1>{title}</h1> }.into_any() } else { view! { <h2>{title}</h2> }.into_any() }}
        <ul class="kiosk-tiles" role="list">{each(move || sittings.get_value(), |one| one.seat.to_string(), one)}</ul>
    }
}

#[component]
fn One(stage: Stage, progress: RwSignal<Progress>, one: Sitting, centre: RwSignal<Option<Arc<Centre>>>) -> impl IntoView {
    let app = use_app();
    let time = hours(one.from, one.to, &app.zone());
    let resource = one.resource.clone();
    let name = move || {
        let known = centre.with(|centre| centre.as_ref()?.resource(&resource).map(|one| one.name.clone()));
        known.map_or_else(|| resource.to_string(), |texts| app.show(&texts).text.to_owned())
    };
    let now = stage.kiosk.moment();
    let (here, from, until) = (one.here, one.open_from, one.open_until);
    let said = move || match () {
        () if here => Some(app.t().kiosk_centre.seated.to_owned()),
        () if now < from => Some((app.t().kiosk_check_in.too_early)(&hour(app.zone().local(from)))),
        () if now >= until => Some(app.t().kiosk_centre.too_late.to_owned()),
        () => None,
    };
    let open = untrack(said).is_none();
    let seat = one.seat.clone();
    let press = move |_| sit(stage, progress, seat.clone());
    view! {
        <li class="kiosk-tile">
            <b class="num">{time}</b>
            <span class="kiosk-title">{name}</span>
            {if open {
                view! { <button class="button primary big" type="button" on:click=press>{move || app.t().kiosk_check_in.come}</button> }.into_any()
            } else {
                view! { <span>{said}</span> }.into_any()
            }}
        </li>
    }
}

fn sit(stage: Stage, progress: RwSignal<Progress>, seat: Id<Seat>) {
    if progress.with_untracked(Progress::is_done) {
        return;
    }
    progress.set(Progress::Sending);
    spawn_local(async move {
        let sent = stage.kiosk.sit(Sitter::Seat { seat }).await;
        progress.try_set(sent.map_or(Progress::Asking, |sent| Progress::Told(Noted::Seated, sent)));
    });
}
