//! The sums: all of it, by year with the cap where the hub has one, by direction as bars. Only what is confirmed; what waits is told beside it, never added.

use super::Worked;
use crate::{
    model::{Direction, hours::by_year},
    state::use_app,
    ui::Patch,
};
use leptos::prelude::*;
use std::collections::BTreeMap;

#[component]
pub fn Totals(all: Memo<Vec<Worked>>) -> impl IntoView {
    let app = use_app();
    let total = Memo::new(move |_| all.with(|all| all.iter().map(Worked::minutes).sum::<u32>()));
    let count = Memo::new(move |_| all.with(|all| all.iter().filter(|one| one.minutes() > 0).count() as u64));
    let waits = Memo::new(move |_| all.with(|all| all.iter().filter(|one| one.waits()).count() as u64));
    view! {
        <section class="stack" aria-labelledby="total">
            <h2 id="total">{move || app.t().record.total}</h2>
            <p class="total"><b>{move || (app.t().record.time)(total.get())}</b> " " <span class="quiet">{move || (app.t().record.shifts)(count.get())}</span></p>
            {move || (waits.get() > 0).then(|| view! { <p class="quiet">{(app.t().record.waits)(waits.get())}</p> })}
            <Years all />
            <Directions all />
        </section>
    }
}

#[component]
fn Years(all: Memo<Vec<Worked>>) -> impl IntoView {
    let app = use_app();
    let years = Memo::new(move |_| {
        let cap = app.hub().hours_cap;
        all.with(|all| {
            by_year(all.iter().map(|one| (one.shift.starts, one.minutes())).filter(|(_, minutes)| *minutes > 0), cap, &app.zone())
        })
    });
    let row = move |(number, year): (i16, crate::model::hours::Year)| {
        let credited = move || {
            let words = &app.t().record;
            app.hub().hours_cap.map(|cap| (words.credited)(&(words.time)(year.credited), cap))
        };
        view! {
            <div>
                <dt>{move || (app.t().record.year)(number)}</dt>
                <dd>{move || (app.t().record.time)(year.minutes)}</dd>
                {move || credited().map(|text| view! { <dd class="quiet">{text}</dd> })}
            </div>
        }
    };
    view! { <dl class="kv lined">{move || years.get().into_iter().rev().map(row).collect_view()}</dl> }
}

#[component]
fn Directions(all: Memo<Vec<Worked>>) -> impl IntoView {
    let app = use_app();
    let sums = Memo::new(move |_| {
        let mut sums = BTreeMap::<&'static str, (Direction, u32)>::new();
        all.with(|all| {
            for one in all.iter().filter(|one| one.minutes() > 0) {
                sums.entry(one.shift.direction.key()).or_insert((one.shift.direction, 0)).1 += one.minutes();
            }
        });
        let mut sums: Vec<_> = sums.into_values().collect();
        sums.sort_by_key(|(_, minutes)| std::cmp::Reverse(*minutes));
        sums
    });
    let most = move || sums.with(|sums| sums.first().map_or(1, |(_, minutes)| *minutes));
    let bar = move |(direction, minutes): (Direction, u32)| {
        view! {
            <li data-dir=direction.key()>
                <Patch key=direction.key() class="patch patch-s" />
                <span>{move || app.t().common.direction(direction)}</span>
                <b>{move || (app.t().record.time)(minutes)}</b>
                <progress class="progress" max=most() value=minutes aria-hidden="true"></progress>
            </li>
        }
    };
    view! {
        <h3>{move || app.t().record.by_direction}</h3>
        <ul class="bars" role="list">{move || sums.get().into_iter().map(bar).collect_view()}</ul>
    }
}
