//! A booking that somebody has: who, and what can be done with it.

use super::{Desk, pick::Pick, table::move_to};
use crate::{
    api::{Call, centre as api},
    i18n::Catalogue,
    model::{
        Booking, BookingId, Instant, ResourceId,
        booking::{BookingState, Holder, released_at},
        clash::Span,
    },
    ui::{Icon, live, strokes},
    web::clock,
};
use leptos::prelude::*;

#[component]
pub fn Booked(desk: Desk, id: BookingId) -> impl IntoView {
    let app = desk.app;
    let booking = Memo::new(move |_| desk.find(&id));
    live(move || match booking.get() {
        Some(booking) => view! { <One desk booking /> }.into_any(),
        // Moved to another day, or gone.
        None => view! { <p class="quiet">{move || app.t().centre_desk.elsewhere}</p> }.into_any(),
    })
}

#[component]
fn One(desk: Desk, booking: Booking) -> impl IntoView {
    let app = desk.app;
    let about = StoredValue::new(booking.clone());
    let who = move || about.with_value(|one| desk.who(&one.holder));
    let phone = match &booking.holder {
        Holder::WalkIn { phone: Some(phone), .. } => Some(phone.as_str().to_owned()),
        _ => None,
    };
    let state = move || {
        about.with_value(|one| {
            let t = app.t();
            let until = (one.state == BookingState::Booked).then(|| {
                let at = desk.ask(|rules| released_at(one, &rules.centre.rules));
                (t.centre_desk.frees_at)(&crate::i18n::dates::clock(app.zone().local(at)))
            });
            format!("{} {}", (t.centre.state)(one.state), until.unwrap_or_default())
        })
    };
    let holds = Memo::new(move |_| about.with_value(|one| desk.ask(|rules| one.holds(&rules.centre.rules, rules.now))));
    view! {
        <section class="stack centre-panel" aria-labelledby="chosen">
            <h3 id="chosen" tabindex="-1">{who}</h3>
            <dl class="kv lined">
                <div><dt>{move || app.t().centre_desk.place}</dt><dd>{move || about.with_value(|one| desk.named(&one.resource))}</dd></div>
                <div><dt>{move || app.t().centre_desk.time}</dt><dd>{move || about.with_value(|one| desk.time(one.time()))}</dd></div>
                {phone.map(|phone| view! { <div><dt>{move || app.t().centre_desk.phone}</dt><dd><a href=format!("tel:{phone}")>{phone.clone()}</a></dd></div> })}
                <div><dt>{move || app.t().centre_desk.state}</dt><dd>{state}</dd></div>
            </dl>
            <Acts desk about />
            <Show when=move || holds.get()><Move desk about /></Show>
        </section>
    }
}

#[component]
fn Acts(desk: Desk, about: StoredValue<Booking>) -> impl IntoView {
    let app = desk.app;
    let state = about.with_value(|one| one.state);
    let busy = move || desk.sending.get().then_some("true");
    let go = move |call: fn(&BookingId, Instant, &str) -> Call<Booking>, done: fn(&Catalogue) -> &'static str| {
        let call = about.with_value(|one| call(&one.id, clock::now(), &clock::unique()));
        desk.send(call, move |t, _| done(t).to_owned(), |_| {});
    };
    let here = matches!(state, BookingState::Booked | BookingState::Released);
    let held = matches!(state, BookingState::Booked | BookingState::CheckedIn | BookingState::Blocked);
    let begun = move || about.with_value(|one| one.from <= app.now.get());
    let series = about.with_value(|one| one.series.clone());
    view! {
        <p class="actions">
            {here.then(|| view! {
                <button class="button primary" type="button" aria-busy=busy on:click=move |_| go(|id, now, key| api::check_in(id, now, now, key), |t| t.centre_desk.done_here)>
                    <Icon name=strokes::CHECK /> {move || app.t().centre_desk.check_in}
                </button>
            })}
            <Show when=move || state == BookingState::Booked && begun()>
                <button class="button" type="button" aria-busy=busy on:click=move |_| go(|id, _, key| api::release(id, key), |t| t.centre_desk.done_released)>
                    {move || app.t().centre_desk.release}
                </button>
            </Show>
            {held.then(|| view! {
                <button class="button" type="button" aria-busy=busy on:click=move |_| go(|id, _, key| api::cancel(id, key), |t| t.centre_desk.done_cancelled)>
                    {move || if state == BookingState::Blocked { app.t().centre_desk.unblock } else { app.t().centre_desk.cancel }}
                </button>
            })}
            {series.map(|series| {
                let press = move |_| {
                    let call = api::cancel_series(&series, &clock::unique());
                    desk.send(call, |t, gone| (t.centre_desk.done_series_gone)(gone.items.len() as u64), move |_| desk.close());
                };
                view! { <button class="button danger" type="button" aria-busy=busy on:click=press>{move || app.t().centre_desk.cancel_series}</button> }
            })}
            <button class="button plain" type="button" on:click=move |_| desk.close()>{move || app.t().centre_desk.close}</button>
        </p>
    }
}

/// To another place or hour, without a mouse. Only hours at which it could be are offered.
#[component]
fn Move(desk: Desk, about: StoredValue<Booking>) -> impl IntoView {
    let app = desk.app;
    let place = RwSignal::new(about.with_value(|one| one.resource.to_string()));
    let start = RwSignal::new(about.with_value(|one| one.from.0.to_string()));
    let places = move || {
        desk.centre
            .with_value(|centre| centre.resources.iter().map(|one| (one.id.to_string(), app.show(&one.name).text.to_owned())).collect())
    };
    let length = about.with_value(|one| one.to.0 - one.from.0);
    let day = about.with_value(|one| app.zone().day(one.from));
    let times = Memo::new(move |_| {
        let Ok(place) = ResourceId::new(&place.get()) else { return Vec::new() };
        let busy = about.with_value(|one| desk.busy(Some(&one.id)));
        desk.ask(|rules| {
            let hours = rules.centre.hours(day, rules.zone);
            let wanted = hours.into_iter().map(|piece| Span { starts: piece.starts, ends: piece.starts.plus(length) });
            wanted.filter(|time| rules.fits(&place, *time, &busy).is_ok()).map(|time| time.starts.0).collect::<Vec<_>>()
        })
    });
    let options = move || {
        let all = times.get().into_iter().map(Instant);
        all.map(|from| (from.0.to_string(), desk.time(Span { starts: from, ends: from.plus(length) }))).collect::<Vec<_>>()
    };
    // What is chosen may not be had at the other place.
    let from = move || {
        start
            .get()
            .parse::<i64>()
            .ok()
            .filter(|at| times.with(|times| times.contains(at)))
            .or_else(|| times.with(|times| times.first().copied()))
    };
    Effect::new(move |_| {
        // It is read above: setting what it is already would ask again, without an end.
        if let Some(at) = from().map(|at| at.to_string()).filter(|at| start.with_untracked(|start| start != at)) {
            start.set(at);
        }
    });
    let none = move || times.with(Vec::is_empty);
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let (Ok(place), Some(at)) = (ResourceId::new(&place.get_untracked()), untrack(from)) {
            let time = Span { starts: Instant(at), ends: Instant(at).plus(length) };
            about.with_value(|one| move_to(desk, one, place, time));
        }
    };
    view! {
        <form class="stack" on:submit=go>
            <h4>{move || app.t().centre_desk.move_title}</h4>
            <div class="dates">
                <Pick id="move-place" label=app.word(|t| t.centre_desk.place) value=place options=places />
                <Pick id="move-time" label=app.word(|t| t.centre_desk.time) value=start options />
            </div>
            <Show when=none><p class="why">{move || app.t().centre_desk.no_time_there}</p></Show>
            <p class="actions"><button class="button" type="submit" aria-disabled=move || none().then_some("true")>{move || app.t().centre_desk.move_it}</button></p>
        </form>
    }
}
