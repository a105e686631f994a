//! The hours of a day as buttons: one, or several in a row. What is taken says so; what may not be booked says why. Without a connection the last known day is shown with its age, and what is booked from it is provisional.

use super::{
    choose::Wanted,
    here::{Here, busy, open_day},
};
use crate::{
    i18n::dates::clock as hour,
    model::{
        Day, ResourceId,
        booking::{Busy, NoBooking},
        clash::Span,
    },
    routes,
    state::kept::Kept,
    ui::{Badge, Empty, Icon, Skeleton, live, strokes},
    web::page,
};
use leptos::prelude::*;

/// Which pieces of the day are chosen: the first and the last.
pub type Chosen = Option<(usize, usize)>;

/// The choice after a piece was pressed: it grows and shrinks at its ends, and begins anew elsewhere.
pub fn pressed(chosen: Chosen, at: usize) -> Chosen {
    match chosen {
        Some((first, last)) if at + 1 == first => Some((at, last)),
        Some((first, last)) if at == last + 1 => Some((first, at)),
        Some((first, last)) if first == last && at == first => None,
        Some((first, last)) if at == first => Some((first + 1, last)),
        Some((first, last)) if at == last => Some((first, last - 1)),
        _ => Some((at, at)),
    }
}

#[component]
pub fn Hours(here: Here, wanted: Wanted, day: Day) -> impl IntoView {
    let app = here.app;
    let kept = open_day(app, day);
    let taken = Memo::new(move |_| busy(kept));
    let none = here.centre.with_value(|centre| centre.hours(day, &app.zone()).is_empty());
    if none {
        let why = here.centre.with_value(|centre| centre.closed_on(day).and_then(|closed| closed.why.clone()));
        let text = move || why.as_ref().map(|why| app.show(why).text.to_owned()).unwrap_or_default();
        return view! { <Empty icon=strokes::LOCK title=app.word(|t| t.centre.closed_day) text=Signal::derive(text) /> }.into_any();
    }
    live(move || {
        match taken.with(Option::is_some) {
        true => view! { <Known here wanted day taken kept /> }.into_any(),
        false if kept.asked.get() => view! {
            <Empty icon=strokes::OFFLINE title=app.word(|t| t.centre.day_unknown[0]) text=app.word(|t| t.centre.day_unknown[1]) code=kept.code(app) />
        }
        .into_any(),
        false => view! { <Skeleton label=app.word(|t| t.common.loading) /> }.into_any(),
    }
    })
}

fn find(here: Here, places: &[ResourceId], time: Span, taken: &[Busy]) -> Result<ResourceId, NoBooking> {
    let mine = here.times();
    here.ask(|desk| desk.first(places, time, taken, &mine))
}

#[component]
fn Known(
    here: Here,
    wanted: Wanted,
    day: Day,
    taken: Memo<Option<Vec<Busy>>>,
    kept: Kept<crate::model::booking::CentreDay>,
) -> impl IntoView {
    let app = here.app;
    let chosen = RwSignal::new(None);
    // Another place has other hours.
    Effect::new(move |_| {
        wanted.kind.track();
        wanted.place.track();
        chosen.set(None);
    });
    let pieces = StoredValue::new(here.centre.with_value(|centre| centre.hours(day, &app.zone())));
    let buttons = move || {
        let (count, places) = (pieces.with_value(Vec::len), wanted.places(here));
        (0..count)
            .map(|at| view! { <Piece here time=pieces.with_value(|pieces| pieces[at]) places=places.clone() taken at chosen /> })
            .collect_view()
    };
    let time = move || {
        chosen
            .get()
            .and_then(|(first, last)| pieces.with_value(|all| Some(Span { starts: all.get(first)?.starts, ends: all.get(last)?.ends })))
    };
    view! {
        <Age kept />
        <div class="centre-hours" role="group" aria-label=move || app.t().centre.hours_label>{buttons}</div>
        {live(move || match time() {
            Some(time) => view! { <Press here wanted time taken chosen /> }.into_any(),
            None => view! { <p class="quiet small">{move || app.t().centre.choose_hours}</p> }.into_any(),
        })}
    }
}

/// How old what is shown is, once that matters.
#[component]
fn Age(kept: Kept<crate::model::booking::CentreDay>) -> impl IntoView {
    let app = crate::state::use_app();
    live(move || {
        let at = kept.saved_at.get()?;
        let old = app.connection.is_offline() || kept.failure.with(Option::is_some);
        old.then(|| {
            let t = app.t();
            let text = (t.centre.as_of)(&t.dates.moment(at, app.now.get(), &app.zone()));
            view! { <p class="why" role="status"><Icon name=strokes::OFFLINE class="icon icon-s" /> <span>{text}</span></p> }.into_any()
        })
    })
}

#[component]
fn Piece(
    here: Here,
    time: Span,
    places: Vec<ResourceId>,
    taken: Memo<Option<Vec<Busy>>>,
    at: usize,
    chosen: RwSignal<Chosen>,
) -> impl IntoView {
    let app = here.app;
    let found = Memo::new(move |_| taken.with(|taken| find(here, &places, time, taken.as_deref().unwrap_or_default())));
    let off = move || found.with(|found| found.as_ref().err().copied());
    let is = move || chosen.get().is_some_and(|(first, last)| (first..=last).contains(&at));
    let clock = move || hour(app.zone().local(time.starts));
    let short = move || off().map(|why| (app.t().centre.short)(why));
    let label = move || match off() {
        Some(why) => format!("{}: {}", here.time(time), (app.t().centre.short)(why)),
        None => format!("{}: {}", here.time(time), app.t().centre.free),
    };
    let press = move |_| {
        if off().is_none() {
            chosen.update(|chosen| *chosen = pressed(*chosen, at));
        }
    };
    view! {
        <button
            class="centre-hour"
            type="button"
            aria-pressed=move || is().to_string()
            aria-disabled=move || off().is_some().then_some("true")
            aria-label=label
            on:click=press
        >
            <b>{clock}</b>
            <small>{short}</small>
        </button>
    }
}

/// What was chosen, and the button; or why it cannot be.
#[component]
fn Press(here: Here, wanted: Wanted, time: Span, taken: Memo<Option<Vec<Busy>>>, chosen: RwSignal<Chosen>) -> impl IntoView {
    let app = here.app;
    let found = Memo::new(move |_| taken.with(|taken| find(here, &wanted.places(here), time, taken.as_deref().unwrap_or_default())));
    let signed_in = move || app.session.owner().is_some();
    let text = move || match found.get() {
        Ok(place) => (app.t().centre.chosen)(&here.named(&place), &here.time(time)),
        Err(why) => (app.t().centre.no_booking)(&why),
    };
    let book = move |_| {
        if let Ok(place) = found.get_untracked() {
            here.book(place, time);
            chosen.set(None);
            page::focus_soon("mine");
        }
    };
    view! {
        <div class="centre-chosen stack">
            <p role="status">{text}</p>
            <Show when=move || app.connection.is_offline() && found.with(Result::is_ok) && signed_in()>
                <p class="state"><Badge form="seam" tone="queued" icon=strokes::HOURGLASS text=app.word(|t| t.centre.provisional) /></p>
                <p class="quiet small">{move || app.t().centre.provisional_hint}</p>
            </Show>
            <Show when=move || found.with(Result::is_ok)>
                <p class="actions">
                    {move || if signed_in() {
                        view! { <button class="button primary big" type="button" on:click=book>{app.t().centre.book}</button> }.into_any()
                    } else {
                        view! { <a class="button primary big" href=routes::sign_in_then(routes::CENTRE)>{app.t().centre.sign_in_to_book}</a> }.into_any()
                    }}
                </p>
            </Show>
        </div>
    }
}
