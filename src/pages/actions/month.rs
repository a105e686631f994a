//! A month of the calendar: what is on which day, and the chosen day's list beside or below it.

use super::finder::{Finder, Found};
use crate::{
    model::{
        Day,
        instant::{add_days, iso},
    },
    outbox::Mine,
    pages::parts::{ActionRow, action_row::mine_of},
    routes::query,
    state::{App, use_app},
    ui::{Icon, live, strokes},
};
use jiff::civil::Weekday;
use leptos::prelude::*;
use std::{collections::BTreeMap, sync::Arc};

#[component]
pub fn Month(finder: Finder) -> impl IntoView {
    let app = use_app();
    let today = Memo::new(move |_| app.zone().day(app.now.get()));
    let first = Memo::new(move |_| {
        let chosen = finder.asked.with(|asked| asked.filter.day);
        finder.asked.with(|asked| asked.month).or(chosen).unwrap_or_else(|| today.get()).first_of_month()
    });
    let by_day = Memo::new(move |_| Arc::new(group(app, &finder.found_any_day())));
    let chosen = Memo::new(move |_| finder.asked.with(|asked| asked.filter.day));
    let turn = move |months: i64| {
        // The day before the first, or the day after the last, lies in the month that is wanted.
        let first = first.get_untracked();
        let there = add_days(first, if months < 0 { -1 } else { i64::from(first.days_in_month()) });
        finder.set(query::MONTH, Some(&iso(there)[..7]));
    };
    view! {
        <div class="calendar">
            <div class="month-pane">
                <div class="month-head">
                    <h2 aria-live="polite">{move || app.t().dates.month(first.get())}</h2>
                    <button class="button plain square" type="button" on:click=move |_| turn(-1)>
                        <Icon name=strokes::BACK />
                        <span class="sr">{move || app.t().actions.previous_month}</span>
                    </button>
                    <button class="button compact" type="button" on:click=move |_| finder.set_many(&[(query::MONTH, None), (query::DAY, None)])>
                        {move || app.t().actions.this_month}
                    </button>
                    <button class="button plain square" type="button" on:click=move |_| turn(1)>
                        <Icon name=strokes::FORWARD />
                        <span class="sr">{move || app.t().actions.next_month}</span>
                    </button>
                </div>
                <table class="month">
                    <thead>
                        <tr>
                            {(0..7)
                                .map(|at| view! { <th scope="col"><abbr title=move || app.t().dates.weekdays[at]>{move || app.t().dates.weekdays_short[at]}</abbr></th> }.into_any())
                                .collect_view()}
                        </tr>
                    </thead>
                    <tbody>
                        {move || {
                            let (first, days) = (first.get(), by_day.get());
                            weeks(first).into_iter().map(|week| view! {
                                <tr>{week.into_iter().map(|day| view! { <Cell finder day first today chosen days=days.clone() /> }.into_any()).collect_view()}</tr>
                            }.into_any()).collect_view()
                        }}
                    </tbody>
                </table>
            </div>
            <ChosenDay chosen by_day />
        </div>
    }
}

type ByDay = BTreeMap<Day, Found>;

fn group(app: App, found: &Found) -> ByDay {
    let zone = app.zone();
    let mut days: BTreeMap<Day, Vec<_>> = BTreeMap::new();
    for listed in found.iter() {
        days.entry(zone.day(listed.action.starts())).or_default().push(listed.clone());
    }
    days.into_iter().map(|(day, listed)| (day, Arc::new(listed))).collect()
}

/// Whole weeks from Monday that cover a month.
fn weeks(first: Day) -> Vec<Vec<Day>> {
    let mut day = add_days(first, -i64::from(first.weekday().since(Weekday::Monday)));
    let last = first.last_of_month();
    let mut weeks = Vec::new();
    while day <= last {
        let mut week = Vec::with_capacity(7);
        for _ in 0..7 {
            week.push(day);
            let Ok(next) = day.tomorrow() else { return weeks };
            day = next;
        }
        weeks.push(week);
    }
    weeks
}

/// One day: its number, up to three directions, how many actions, and whether I am in one of them.
#[component]
fn Cell(finder: Finder, day: Day, first: Day, today: Memo<Day>, chosen: Memo<Option<Day>>, days: Arc<ByDay>) -> impl IntoView {
    let app = use_app();
    let on = days.get(&day).cloned().unwrap_or_default();
    let count = on.len() as u64;
    let mut directions: Vec<_> = on.iter().map(|listed| listed.action.direction).collect();
    directions.sort_unstable();
    directions.dedup();
    let standing = Memo::new(move |_| {
        let mine = |wanted: fn(&Mine) -> bool| on.iter().any(|listed| wanted(&mine_of(app, &listed.action)));
        (mine(Mine::has_place), mine(Mine::is_queued))
    });
    let class = move || {
        let (joined, waiting) = standing.get();
        let marks = [
            (day.month() != first.month(), "beyond"),
            (day < today.get(), "past"),
            (day == today.get(), "today"),
            (waiting, "waiting"),
            (joined && !waiting, "joined"),
        ];
        marks.into_iter().filter(|(set, _)| *set).map(|(_, class)| class).collect::<Vec<_>>().join(" ")
    };
    let name = move || {
        let t = app.t();
        let (joined, waiting) = standing.get();
        let mut parts = vec![t.dates.full_day(day, today.get().year()), (t.actions.day_count)(count)];
        parts.extend(joined.then(|| t.actions.day_joined.to_owned()));
        parts.extend(waiting.then(|| t.actions.day_waiting.to_owned()));
        parts.join(", ")
    };
    let dots = directions.into_iter().take(3).map(|direction| view! { <i data-dir=direction.key()></i> }.into_any()).collect_view();
    let number = view! { <time datetime=iso(day)>{day.day()}</time> };
    view! {
        <td class=class>
            {if count == 0 {
                view! { <span>{number}</span> }.into_any()
            } else {
                view! {
                    <button
                        type="button"
                        aria-label=name
                        aria-pressed=move || (chosen.get() == Some(day)).to_string()
                        on:click=move |_| finder.set(query::DAY, Some(&iso(day)))
                    >
                        {number}
                        <span class="dots" aria-hidden="true">{dots}</span>
                        <span class="count"><b>{count}</b></span>
                    </button>
                }
                .into_any()
            }}
        </td>
    }
}

#[component]
fn ChosenDay(chosen: Memo<Option<Day>>, by_day: Memo<Arc<ByDay>>) -> impl IntoView {
    let app = use_app();
    live(move || {
        let Some(day) = chosen.get() else {
            return view! { <p class="quiet">{app.t().actions.choose_day}</p> }.into_any();
        };
        let year = app.zone().day(app.now.get()).year();
        let rows = by_day.with(|days| days.get(&day).cloned());
        let list = match rows {
            Some(rows) => view! {
                <ul class="lined" role="list">
                    {rows.iter().map(|listed| view! { <ActionRow action=listed.action.clone() /> }.into_any()).collect_view()}
                </ul>
            }
            .into_any(),
            None => view! { <p class="quiet">{app.t().actions.nothing_that_day}</p> }.into_any(),
        };
        view! {
            <section class="day">
                <h2>{app.t().dates.full_day(day, year)}</h2>
                {list}
            </section>
        }
        .into_any()
    })
}
