//! What else could be had instead of a time that somebody else has: another seat at that time, another time near it.

use super::here::{Here, busy, open_day};
use crate::{
    model::{Booking, ResourceId, clash::Span},
    ui::each,
};
use leptos::prelude::*;

/// As many as fit beside each other on a phone in two lines.
const MOST: usize = 4;

#[component]
pub fn Near(
    here: Here,
    booking: Booking,
    /// One of them was taken: what was refused goes.
    #[prop(into)]
    on_take: Callback<()>,
) -> impl IntoView {
    let app = here.app;
    let kept = open_day(app, app.zone().day(booking.from));
    let (place, time) = (booking.resource.clone(), booking.time());
    let near = Memo::new(move |_| {
        let (taken, mine) = (busy(kept).unwrap_or_default(), here.times());
        here.ask(|desk| desk.near(&place, time, &taken, &mine, MOST))
    });
    let some = Memo::new(move |_| kept.value.with(Option::is_some) && near.with(|near| !near.is_empty()));
    let key = |(place, time): &(ResourceId, Span)| format!("{place} {}", time.starts.0);
    let one = move |(place, time): (ResourceId, Span)| {
        let named = place.clone();
        let text = move || format!("{}, {}", here.named(&named), here.time(time));
        let take = move |_| {
            here.book(place.clone(), time);
            on_take.run(());
        };
        view! { <button class="button compact" type="button" on:click=take>{text}</button> }.into_any()
    };
    view! {
        <Show when=move || some.get()>
            <p class="quiet small">{move || app.t().centre.near_title}</p>
            <p class="actions">{each(move || near.get(), key, one)}</p>
        </Show>
    }
}
