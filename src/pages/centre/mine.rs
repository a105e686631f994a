//! My bookings: what is decided is solid, what waits has the seam, what was refused says why and what else there is.

use super::{here::Here, near::Near};
use crate::{
    model::{
        Booking,
        booking::{BookingState, come_until},
        booking_acts::{OwnAct, check_in_from},
        booking_calendar::{self, Origin},
    },
    outbox::bookings::{OwnBooking, Refused},
    routes,
    ui::{Badge, Icon, each, strokes},
    web::{clock, page, save},
};
use leptos::{prelude::*, task::spawn_local};

#[component]
pub fn Mine(here: Here) -> impl IntoView {
    let app = here.app;
    let shown = Memo::new(move |_| {
        let (now, today) = (app.now.get(), here.today());
        here.own.with(|own| {
            let matters = |one: &&OwnBooking| {
                let cancelled = one.booking.state == BookingState::Cancelled;
                let soon = one.booking.to > now || app.zone().day(one.booking.from) == today && !cancelled;
                one.waits.is_some() || one.refused.is_some() || soon && !cancelled
            };
            own.iter().filter(matters).cloned().collect::<Vec<_>>()
        })
    });
    let some = Memo::new(move |_| app.session.owner().is_some());
    let none = Memo::new(move |_| shown.with(Vec::is_empty));
    let key = |one: &OwnBooking| format!("{one:?}");
    view! {
        <Show when=move || some.get()>
            <section class="stack" aria-labelledby="mine">
                <h2 id="mine" tabindex="-1">{move || app.t().centre.mine_title}</h2>
                <Show when=move || none.get()><p class="quiet">{move || app.t().centre.none_mine}</p></Show>
                <ul class="lined" role="list">{each(move || shown.get(), key, move |one| view! { <One here one /> }.into_any())}</ul>
            </section>
        </Show>
    }
}

#[component]
fn One(here: Here, one: OwnBooking) -> impl IntoView {
    let app = here.app;
    let (place, from, to) = (one.booking.resource.clone(), one.booking.from, one.booking.to);
    let when = move || {
        let zone = app.zone();
        app.t().dates.span(from, to, &zone, zone.day(app.now.get()).year())
    };
    let class = if one.waits.is_some() { "row bare waiting" } else { "row bare" };
    let refused = one.refused.clone();
    view! {
        <li class=class>
            <div class="stack">
                <h3>{move || here.named(&place)}</h3>
                <p class="place">{when}</p>
                <Standing here one=one.clone() />
                {match refused {
                    Some(refused) => view! { <Refusal here booking=one.booking.clone() refused /> }.into_any(),
                    None => view! { <Acts here one /> }.into_any(),
                }}
            </div>
        </li>
    }
}

#[component]
fn Standing(here: Here, one: OwnBooking) -> impl IntoView {
    let app = here.app;
    let booking = StoredValue::new(one.booking.clone());
    let stands = move || here.ask(|desk| booking.with_value(|booking| booking.stands(&desk.centre.rules, desk.now)));
    let word = move |pick: fn(&crate::i18n::Catalogue) -> &'static str| app.word(pick);
    let hint = move || {
        let (from, until) =
            here.ask(|desk| booking.with_value(|one| (check_in_from(one, desk), come_until(one.time(), one.since, &desk.centre.rules))));
        let time = |at| crate::i18n::dates::clock(app.zone().local(at));
        (stands() == BookingState::Booked).then(|| (app.t().centre.come_between)(&time(from), &time(until)))
    };
    let badge = match (&one.refused, one.waits) {
        (Some(_), _) => view! { <Badge form="line" tone="danger" icon=strokes::ALERT text=word(|t| t.centre.refused_state) /> }.into_any(),
        (None, Some(OwnAct::Book)) => view! {
            <Badge form="seam" tone="queued" icon=strokes::HOURGLASS text=word(|t| t.centre.provisional) />
            <span class="quiet">{move || app.t().centre.provisional_hint}</span>
        }
        .into_any(),
        (None, Some(what)) => {
            let text = Signal::derive(move || (app.t().centre.waits)(what).to_owned());
            view! { <Badge form="seam" tone="queued" icon=strokes::HOURGLASS text /> }.into_any()
        }
        (None, None) => view! {
            {move || {
                let state = stands();
                let (form, tone, icon) = match state {
                    BookingState::CheckedIn => ("solid", "positive", strokes::CHECK),
                    BookingState::Booked | BookingState::Blocked => ("solid", "positive", strokes::CHECK),
                    BookingState::Released | BookingState::Cancelled => ("line", "neutral", strokes::X),
                };
                view! { <Badge form tone icon text=Signal::derive(move || (app.t().centre.state)(state).to_owned()) /> }
            }}
            <span class="quiet">{hint}</span>
        }
        .into_any(),
    };
    view! { <p class="state">{badge}</p> }
}

#[component]
fn Acts(here: Here, one: OwnBooking) -> impl IntoView {
    let app = here.app;
    let waits = one.waits;
    let booking = StoredValue::new(one.booking);
    let stands = Memo::new(move |_| here.ask(|desk| booking.with_value(|one| one.stands(&desk.centre.rules, desk.now))));
    // What the backend will say; whoever has it in mind to come early sees from when on above.
    let can_come = Memo::new(move |_| {
        let open = here.ask(|desk| booking.with_value(|one| check_in_from(one, desk) <= desk.now));
        open && stands.get() == BookingState::Booked && waits.is_none()
    });
    let over = move || booking.with_value(|one| one.to <= app.now.get());
    let lives = move || matches!(stands.get(), BookingState::Booked | BookingState::CheckedIn) && !over();
    let named = move |act: &str| booking.with_value(|one| format!("{act}: {}, {}", here.named(&one.resource), here.time(one.time())));
    let press = move |what| {
        booking.with_value(|one| here.of(one, what));
        page::focus_soon("mine");
    };
    view! {
        <p class="actions">
            <Show when=move || can_come.get()>
                <button class="button primary" type="button" aria-label=move || named(app.t().centre.check_in) on:click=move |_| press(OwnAct::Here)>
                    <Icon name=strokes::CHECK /> {move || app.t().centre.check_in}
                </button>
            </Show>
            <Show when=move || lives() && waits != Some(OwnAct::GiveUp)>
                <button class="button" type="button" aria-label=move || named(app.t().centre.give_up) on:click=move |_| press(OwnAct::GiveUp)>
                    {move || app.t().centre.give_up}
                </button>
            </Show>
            <Show when=move || lives() && waits.is_none()><Calendar here booking /></Show>
        </p>
    }
}

#[component]
fn Calendar(here: Here, booking: StoredValue<Booking>) -> impl IntoView {
    let app = here.app;
    let failed = RwSignal::new(false);
    let save = move |_| {
        let origin = page::origin();
        let host = origin.split_once("://").map_or(origin.as_str(), |(_, host)| host);
        let url = format!("{origin}{}", routes::CENTRE);
        let lang = app.settings.lang.get_untracked();
        let text = booking.with_value(|one| {
            here.centre.with_value(|centre| booking_calendar::file(one, centre, Origin { host, url: &url }, clock::now(), lang))
        });
        let name = booking.with_value(|one| format!("{}.ics", one.id));
        failed.set(text.is_none_or(|text| save::file(&name, "text/calendar;charset=utf-8", &text.into()).is_err()));
    };
    view! {
        <button class="button" type="button" on:click=save><Icon name=strokes::CALENDAR_PLUS /> {move || app.t().centre.add_to_calendar}</button>
        {move || failed.get().then(|| view! { <span role="alert">{app.t().centre.calendar_failed}</span> })}
    }
}

/// Why it was refused, what else there is, and giving it up.
#[component]
fn Refusal(here: Here, booking: Booking, refused: Refused) -> impl IntoView {
    let app = here.app;
    let error = refused.why.clone();
    let why = move || (app.t().centre.refused)(&error).unwrap_or_else(|| (app.t().errors.api)(&error));
    let key = StoredValue::new(refused.key);
    let drop_it = move || {
        let key = key.get_value();
        spawn_local(async move {
            if app.outbox.discard(app, &key).await.is_err() {
                app.storage_failed.set(true);
            }
        });
        page::focus_soon("mine");
    };
    let books = refused.what == OwnAct::Book;
    view! {
        <p class="why" role="alert"><Icon name=strokes::ALERT class="icon icon-s" /> <span>{why}</span></p>
        {books.then(|| view! { <Near here booking on_take=Callback::new(move |()| drop_it()) /> })}
        <p class="actions">
            <button class="button" type="button" on:click=move |_| drop_it()>{move || app.t().centre.dismiss}</button>
        </p>
    }
}
