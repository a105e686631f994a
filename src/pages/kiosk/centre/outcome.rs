//! What came of a booking, in words that say what to do next: come until then, ask, or take what is free instead.

use super::{
    super::check_in::{Noted, Told as Here},
    form::{Form, Step},
};
use crate::{
    i18n::{centre_why::reason, dates::clock as hour},
    model::{
        BookingId, Instant, ResourceId,
        booking::{NoBooking, come_until},
        clash::Span,
        instant::MINUTE,
        kiosk::day::Sitter,
    },
    state::{kiosk::Sent, use_app},
    ui::{
        Icon, Skeleton, each,
        strokes::{self, Strokes},
    },
};
use leptos::{prelude::*, task::spawn_local};

/// As many as fit without scrolling.
const MOST: usize = 4;

#[derive(Clone)]
pub struct Told {
    pub sent: Sent,
    pub id: BookingId,
    pub place: ResourceId,
    pub time: Span,
}

/// From when until when they are expected.
fn window(form: Form, time: Span, now: Instant) -> (Instant, Instant) {
    let rules = form.hall.centre.with_value(|centre| centre.rules);
    (time.starts.plus(-i64::from(rules.check_in_before) * MINUTE), come_until(time, now, &rules))
}

/// Tone, picture, heading and what to do.
fn said(form: Form, told: &Told, now: Instant) -> (&'static str, Strokes, &'static str, String) {
    let app = form.hall.app;
    let (t, words) = (app.t(), &app.t().kiosk);
    match &told.sent {
        Sent::Done => {
            let (from, until) = window(form, told.time, now);
            let clock = |at: Instant| hour(app.zone().local(at));
            let text = format!(
                "{}, {}. {}",
                form.hall.named(&told.place),
                form.hall.time(told.time),
                (t.centre.come_between)(&clock(from.max(now)), &clock(until))
            );
            ("positive", strokes::CIRCLE_CHECK, words.done, text)
        }
        Sent::Kept => {
            let text = format!("{}, {}. {}", form.hall.named(&told.place), form.hall.time(told.time), t.kiosk_centre.kept_hint);
            ("queued", strokes::HOURGLASS, words.kept, text)
        }
        Sent::Refused(error) => {
            let text = (t.centre.refused)(error).unwrap_or_else(|| (t.errors.api)(error));
            ("danger", strokes::ALERT, t.kiosk_centre.refused, text)
        }
        Sent::NotKept(_) => ("danger", strokes::ALERT, words.not_kept, words.not_kept_hint.to_owned()),
    }
}

/// How far whoever has booked has come with saying that they are here.
#[derive(Clone)]
enum Sitting {
    No,
    Sending,
    Told(Sent),
}

#[component]
pub fn Outcome(form: Form, told: Told) -> impl IntoView {
    let app = use_app();
    let sitting = RwSignal::new(Sitting::No);
    let told = StoredValue::new(told);
    move || match sitting.get() {
        Sitting::No => view! { <Said form told sitting /> }.into_any(),
        Sitting::Sending => view! { <Skeleton label=app.word(|t| t.kiosk.wait) /> }.into_any(),
        Sitting::Told(sent) => view! { <Here stage=form.hall.stage what=Noted::Seated sent /> }.into_any(),
    }
}

/// Says that whoever has just booked is here.
fn sit(form: Form, booking: BookingId, sitting: RwSignal<Sitting>) {
    // A second tap comes too late.
    if !sitting.with_untracked(|sitting| matches!(sitting, Sitting::No)) {
        return;
    }
    sitting.set(Sitting::Sending);
    spawn_local(async move {
        let sent = form.hall.stage.kiosk.sit(Sitter::Booking { booking }).await;
        sitting.try_set(sent.map_or(Sitting::No, Sitting::Told));
    });
}

#[component]
fn Said(form: Form, told: StoredValue<Told>, sitting: RwSignal<Sitting>) -> impl IntoView {
    let app = use_app();
    let stage = form.hall.stage;
    let now = stage.kiosk.moment();
    let what = Memo::new(move |_| {
        let (tone, icon, title, text) = told.with_value(|told| said(form, told, now));
        (tone, icon, title.to_owned(), text)
    });
    // Who books the hour that runs mostly stands there to begin.
    let here = told.with_value(|told| {
        let open = window(form, told.time, now).0 <= now && now < told.time.ends;
        (open && matches!(told.sent, Sent::Done | Sent::Kept)).then(|| told.id.clone())
    });
    let here = here.map(|id| {
        view! { <button class="button primary big" type="button" on:click=move |_| sit(form, id.clone(), sitting)>{move || app.t().kiosk_check_in.come}</button> }
    });
    let refused = told.with_value(|told| matches!(told.sent, Sent::Refused(_)));
    view! {
        <div class="kiosk-told" role="status" data-tone=move || what.with(|what| what.0)>
            {move || view! { <Icon name=what.with(|what| what.1) /> }}
            <h1>{move || what.with(|what| what.2.clone())}</h1>
            <p>{move || what.with(|what| what.3.clone())}</p>
        </div>
        {refused.then(|| view! { <Instead form told /> })}
        <p class="actions">
            {here}
            {refused.then(|| view! { <button class="button big" type="button" on:click=move |_| form.go(Step::When)>{move || app.t().centre.other_times}</button> })}
            <button class="button big" type="button" on:click=move |_| stage.start_over()>{move || app.t().kiosk.start_over}</button>
        </p>
    }
}

/// What else is free, where that is what was wrong.
#[component]
fn Instead(form: Form, told: StoredValue<Told>) -> impl IntoView {
    let app = use_app();
    let hall = form.hall;
    let taken = told.with_value(|told| match &told.sent {
        Sent::Refused(error) => matches!(reason(error), Some(NoBooking::Taken | NoBooking::NoSuchPlace | NoBooking::Past)),
        _ => false,
    });
    let near = Memo::new(move |_| {
        if !taken {
            return Vec::new();
        }
        let busy = hall.busy();
        told.with_value(|told| hall.ask(|desk| desk.near(&told.place, told.time, &busy, &[], MOST)))
    });
    let key = |(place, time): &(ResourceId, Span)| format!("{place} {}", time.starts.0);
    let one = move |(place, time): (ResourceId, Span)| {
        let named = place.clone();
        let take = move |_| form.want(place.clone(), time);
        view! {
            <li>
                <button class="kiosk-tile" type="button" on:click=take>
                    <b class="num">{move || hall.time(time)}</b>
                    <span class="kiosk-title">{move || hall.named(&named)}</span>
                </button>
            </li>
        }
        .into_any()
    };
    view! {
        <Show when=move || near.with(|near| !near.is_empty())>
            <h2>{move || app.t().centre.near_title}</h2>
            <ul class="kiosk-tiles" role="list">{each(move || near.get(), key, one)}</ul>
        </Show>
    }
}
