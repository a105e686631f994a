//! What the centre is, where, and when it is open; and by which rules hours are shared.

use super::here::Here;
use crate::{
    i18n::dates::capital,
    model::centre::{Centre, Open},
    shell::{Demo, Said},
    ui::{Icon, strokes},
};
use leptos::prelude::*;

#[component]
pub fn About(here: Here) -> impl IntoView {
    let app = here.app;
    let hub = app.hub();
    let (about, address, at, demo) =
        here.centre.with_value(|centre| (centre.about.clone(), centre.address.clone(), centre.coordinates, centre.demo));
    let today = move || {
        let day = here.today();
        let words = &app.t().centre;
        here.centre.with_value(|centre| match (centre.open_on(day), centre.closed_on(day)) {
            (open, _) if !open.is_empty() => (words.open_today)(&spans(&open)),
            (_, Some(closed)) if closed.why.is_some() => {
                let why = closed.why.as_ref().map(|why| app.show(why).text.to_owned()).unwrap_or_default();
                format!("{} {why}", words.closed_today)
            }
            _ => words.closed_today.to_owned(),
        })
    };
    view! {
        <p class="quiet"><Said texts=about /> " " <Demo shown=demo /></p>
        <p class="why"><Icon name=strokes::CLOCK class="icon icon-s" /> <span>{today}</span></p>
        {address.map(|address| {
            let link = {
                let (hub, address) = (hub.clone(), address.clone());
                move || hub.map_link(app.show(&address).text, at)
            };
            view! { <p class="why"><Icon name=strokes::PIN class="icon icon-s" /> <a href=link rel="external"><Said texts=address /></a></p> }
        })}
        <details class="more">
            <summary>{move || app.t().centre.hours_title}</summary>
            <dl class="kv lined">{(1..=7).map(|weekday| view! { <Weekday here weekday /> }).collect_view()}</dl>
        </details>
    }
}

#[component]
fn Weekday(here: Here, weekday: u8) -> impl IntoView {
    let app = here.app;
    let open = here.centre.with_value(|centre| of(centre, weekday));
    let name = move || capital(app.t().dates.weekdays[usize::from(weekday - 1)]);
    let hours = move || if open.is_empty() { app.t().centre.closed.to_owned() } else { spans(&open) };
    view! { <div><dt>{name}</dt><dd>{hours}</dd></div> }
}

fn of(centre: &Centre, weekday: u8) -> Vec<Open> {
    let mut open: Vec<Open> = centre.open.iter().filter(|open| open.weekday == weekday).copied().collect();
    open.sort_by_key(|open| open.from);
    open
}

/// 09:00–13:00, 14:00–20:00
fn spans(open: &[Open]) -> String {
    let time = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    open.iter().map(|open| format!("{}–\u{2060}{}", time(open.from), time(open.to))).collect::<Vec<_>>().join(", ")
}

#[component]
pub fn Rules(here: Here) -> impl IntoView {
    let app = here.app;
    let rules = here.centre.with_value(|centre| centre.rules);
    let lines = move || (app.t().centre.rules)(&rules).into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <section class="stack" aria-labelledby="rules">
            <h2 id="rules">{move || app.t().centre.rules_title}</h2>
            <ul class="quiet small">{lines}</ul>
        </section>
    }
}
