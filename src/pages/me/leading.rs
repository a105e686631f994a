//! My pass and my hours, and the shifts that I lead.

use crate::{
    api::attendance,
    model::roll::{Led, most_pressing_first},
    routes,
    shell::{
        Said,
        leads::{self, Link},
    },
    state::{
        kept::{self, Kept},
        use_app,
    },
    store::{Room, records},
    ui::{Icon, each, strokes},
};
use leptos::prelude::*;

/// How many are shown before asking for the rest.
const FEW: usize = 4;

#[component]
pub fn Mine() -> impl IntoView {
    let app = use_app();
    let leads = Memo::new(move |_| app.session.person.with(|person| person.as_ref().is_some_and(kept::leads)));
    view! {
        <p class="actions">
            <a class="button" href=routes::PASS><Icon name=strokes::QR /> {move || app.t().record.pass_open}</a>
            <a class="button" href=routes::RECORD><Icon name=strokes::CLOCK /> {move || app.t().record.open}</a>
            <a class="button" href=routes::CENTRE><Icon name=strokes::CITY /> {move || app.t().centre.title}</a>
            {leads::links(app, button)}
        </p>
        <Show when=move || leads.get()><Leading /></Show>
    }
}

fn button(Link { href, icon, label, .. }: Link) -> AnyView {
    let app = use_app();
    view! { <a class="button" href=href><Icon name=icon /> {move || label(app.t())}</a> }.into_any()
}

#[component]
fn Leading() -> impl IntoView {
    let app = use_app();
    let led = Kept::open(app, Room::Own, records::LED.to_owned(), attendance::led);
    let all = Memo::new(move |_| {
        let now = app.now.get();
        let mut all = led.value.get().map(|led| led.as_ref().clone()).unwrap_or_default();
        most_pressing_first(&mut all, now);
        all
    });
    let some = Memo::new(move |_| all.with(|all| !all.is_empty()));
    view! {
        <Show when=move || some.get()>
            <section class="stack" aria-labelledby="leading">
                <h2 id="leading">{move || app.t().check_in.lead_title}</h2>
                {list(move || all.with(|all| all.iter().take(FEW).cloned().collect()))}
                <Show when=move || { all.with(|all| all.len() > FEW) }>
                    <details class="more">
                        <summary>{move || (app.t().check_in.lead_more)(all.with(|all| all.len() - FEW) as u64)}</summary>
                        {list(move || all.with(|all| all.iter().skip(FEW).cloned().collect()))}
                    </details>
                </Show>
            </section>
        </Show>
    }
}

fn list(shifts: impl Fn() -> Vec<Led> + Send + Sync + 'static) -> AnyView {
    let key = |led: &Led| (led.action.to_string(), led.shift.id.to_string());
    view! { <ul class="lined" role="list">{each(shifts, key, |led| view! { <One led /> }.into_any())}</ul> }.into_any()
}

#[component]
fn One(led: Led) -> impl IntoView {
    let app = use_app();
    let (starts, ends, role) = (led.shift.starts, led.shift.ends, led.shift.role.clone());
    let when = move || {
        let zone = app.zone();
        app.t().dates.span(starts, ends, &zone, zone.day(app.now.get()).year())
    };
    view! {
        <li class="row bare">
            <div>
                <h3><a href=routes::check_in(&led.action, &led.shift.id)><Said texts=led.title.clone() /></a></h3>
                <p class="place">{role.map(|texts| view! { <Said texts /> ", " })} {when}</p>
            </div>
        </li>
    }
}
