//! Again and again: on which weekdays and until when, and before anything is booked which dates it would be and which are left out, with why.

use super::{Desk, fresh::Typed};
use crate::{
    api::centre as api,
    model::{
        Instant, Repeat, ResourceId, Zone,
        booking::BookingSeriesId,
        booking_series::{BookingSeries, SeriesBooked},
        clash::Span,
        instant::{add_days, iso, parse_day},
        series::Rhythm,
    },
    ui::{Choice, TextField},
    web::{clock, page},
};
use leptos::prelude::*;
use std::{collections::BTreeSet, sync::Arc};

/// Weeks that are filled in to begin with.
const WEEKS: i64 = 4;

/// What is typed of the rule, and what would come of it.
#[derive(Clone, Copy)]
struct Rule {
    weekdays: RwSignal<BTreeSet<u8>>,
    last: RwSignal<String>,
    foreseen: RwSignal<Option<Arc<(BookingSeriesId, BookingSeries, SeriesBooked)>>>,
}

/// Minutes after midnight on the wall.
fn minute(zone: &Zone, at: Instant) -> u16 {
    let local = zone.local(at);
    u16::try_from(i32::from(local.hour()) * 60 + i32::from(local.minute())).unwrap_or_default()
}

fn wanted(desk: Desk, rule: Rule, typed: Typed, place: &ResourceId, time: Span) -> Result<BookingSeries, &'static str> {
    let what = typed.what()?;
    let zone = desk.app.zone();
    let from = zone.day(time.starts);
    let until = parse_day(&rule.last.get_untracked()).filter(|last| *last >= from).ok_or("series-last")?;
    let weekdays: Vec<u8> = rule.weekdays.get_untracked().into_iter().collect();
    let repeat = Repeat { from, until, every: 1, on: Rhythm::Weekly(weekdays) };
    repeat.check().map_err(|_| "series-last")?;
    let ends = typed.ends().ok_or("until")?;
    // Midnight is the end of this day, not the beginning of the next.
    let to = Some(minute(&zone, ends)).filter(|to| *to > 0).unwrap_or(24 * 60);
    Ok(BookingSeries { resource: place.clone(), repeat, from: minute(&zone, time.starts), to, what, made_at: clock::now(), preview: true })
}

#[component]
pub fn Repeats(desk: Desk, place: ResourceId, time: Span, typed: Typed) -> impl IntoView {
    let app = desk.app;
    let day = app.zone().day(time.starts);
    let own = u8::try_from(day.weekday().to_monday_one_offset()).unwrap_or(1);
    let rule = Rule {
        weekdays: RwSignal::new([own].into()),
        last: RwSignal::new(iso(add_days(day, 7 * (WEEKS - 1)))),
        foreseen: RwSignal::new(None),
    };
    // What was foreseen is no longer what is wanted.
    Effect::new(move |_| {
        rule.weekdays.track();
        rule.last.track();
        typed.until.track();
        typed.block.track();
        typed.name.track();
        rule.foreseen.set(None);
    });
    let wrong = RwSignal::new(false);
    let error = Signal::derive(move || wrong.get().then(|| app.t().centre_desk.no_series.to_owned()));
    let look = move |_| {
        let series = match wanted(desk, rule, typed, &place, time) {
            Ok(series) => series,
            Err(field) => {
                wrong.set(field == "series-last");
                return page::focus(field);
            }
        };
        wrong.set(false);
        let Ok(id) = BookingSeriesId::new(&clock::unique()) else { return };
        let call = api::series(&id, &series, &clock::unique());
        desk.send(
            call,
            |t, done: &SeriesBooked| (t.centre_desk.would)(done.booked.len() as u64, done.skipped.len() as u64),
            move |done| {
                rule.foreseen.set(Some(Arc::new((id, series, done.clone()))));
            },
        );
    };
    let weekday = move |at: usize| {
        let number = u8::try_from(at + 1).unwrap_or_default();
        let chosen = Signal::derive(move || rule.weekdays.with(|all| all.contains(&number)));
        let choose = move |on: bool| {
            rule.weekdays.update(|all| {
                if on {
                    all.insert(number);
                } else {
                    all.remove(&number);
                }
            });
        };
        let label = Signal::derive(move || app.t().dates.weekdays.get(at).copied().unwrap_or_default().to_owned());
        view! { <Choice name="series-weekdays" kind="checkbox" chosen on_choose=choose label /> }
    };
    view! {
        <fieldset class="field">
            <legend>{move || app.t().centre_desk.weekdays}</legend>
            <div class="lined">{(0..7).map(weekday).collect_view()}</div>
        </fieldset>
        <TextField id="series-last" label=app.word(|t| t.centre_desk.last_day) value=rule.last error kind="date" />
        <p class="actions">
            <button class="button" type="button" aria-busy=move || desk.sending.get().then_some("true") on:click=look>{move || app.t().centre_desk.look_first}</button>
        </p>
        {move || rule.foreseen.get().map(|foreseen| view! { <Foreseen desk foreseen /> })}
    }
}

#[component]
fn Foreseen(desk: Desk, foreseen: Arc<(BookingSeriesId, BookingSeries, SeriesBooked)>) -> impl IntoView {
    let app = desk.app;
    let done = foreseen.2.clone();
    let count = done.booked.len() as u64;
    let booked: Vec<_> = done.booked.iter().map(|one| app.zone().day(one.from)).collect();
    let year = move || app.zone().day(app.now.get()).year();
    let days = move || booked.iter().map(|day| app.t().dates.day(*day, year())).collect::<Vec<_>>().join(", ");
    let skipped = move || {
        let t = app.t();
        let line = |one: &crate::model::booking_series::Skipped| {
            let why = one.reason().map(|why| (t.centre.short)(why)).unwrap_or_default();
            view! { <li>{format!("{}: {why}", t.dates.full_day(one.day, year()))}</li> }
        };
        done.skipped.iter().map(line).collect_view()
    };
    let some_skipped = !foreseen.2.skipped.is_empty();
    let go = move |_| {
        let (id, series, _) = foreseen.as_ref();
        let series = BookingSeries { preview: false, made_at: clock::now(), ..series.clone() };
        let call = api::series(id, &series, &clock::unique());
        desk.send(call, |t, done| (t.centre_desk.done_series)(done.booked.len() as u64, done.skipped.len() as u64), move |_| desk.close());
    };
    view! {
        <div class="stack">
            <p><b>{move || (app.t().centre_desk.would_be)(count)}</b> " " {days}</p>
            {some_skipped.then(|| view! {
                <p>{move || app.t().centre_desk.left_out}</p>
                <ul>{skipped}</ul>
            })}
            <p class="actions">
                <button class="button primary" type="button" aria-disabled=(count == 0).then_some("true") aria-busy=move || desk.sending.get().then_some("true") on:click=move |event| { if count > 0 { go(event) } }>
                    {move || (app.t().centre_desk.book_all)(count)}
                </button>
            </p>
        </div>
    }
}
