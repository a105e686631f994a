//! The wall display: what is on today with the places that are left, how far a campaign has come, news, and the hub's figures, to be read from five metres. Nothing is pressed; the languages come in turn. It runs for
//! weeks: what it shows is a few lines that are replaced, and by night the page begins anew.
//!
//! There is room for so much and no more. Today's lines always stay; beside them a campaign and news come first, and the figures give way to them.

use super::{
    standing::{anew_by_night, stand_as},
    told::{Marathon, Told, campaigns, news},
};
use crate::{
    i18n::{
        dates::{clock as hour, hours},
        numbers,
    },
    model::{
        Action, ActionState, Indicator, Lang, Shift, Texts,
        kiosk::day::{is_off, is_on},
    },
    routes,
    state::{App, bulletin, use_app},
    ui::{Mark, Qr, each},
    web::{clock, kiosk, page},
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// How long one language stands, in milliseconds.
const TURN: u64 = 20_000;
/// Lines that a wall has room for.
const LINES: usize = 6;
const FIGURES: usize = 3;

type Line = (Arc<Action>, Shift);

/// What is on and to come today, the next first; what was called off stands there as such until it would have ended.
fn today(app: App) -> Vec<Line> {
    let (now, zone) = (app.now.get(), app.zone());
    let shifts = |action: &Arc<Action>| {
        let on = |shift: &&Shift| shift.ends > now && (is_on(action, shift, now, &zone) || is_off(action, shift, now, &zone));
        action.shifts.iter().filter(on).map(|shift| (action.clone(), shift.clone())).collect::<Vec<_>>()
    };
    let mut lines: Vec<Line> = app.actions.list.with(|list| list.iter().flat_map(|one| shifts(&one.action)).collect());
    lines.sort_by_key(|(_, shift)| (shift.starts, shift.id.clone()));
    lines.truncate(LINES);
    lines
}

/// Figures that are known, the first of the hub's own order, as many as there is room for.
fn figures(app: App, room: usize) -> Vec<Indicator> {
    app.directory.indicators.items.get().unwrap_or_default().iter().filter(|one| one.value.is_some()).take(room).cloned().collect()
}

#[component]
pub fn Wall() -> impl IntoView {
    let app = use_app();
    stand_as("wall");
    spawn_local(kiosk::guard());
    let own = app.settings.lang.get_untracked();
    on_cleanup(move || app.settings.lang.set(own));
    let gone = RwSignal::new(());
    spawn_local(async move {
        // Ends with the page, whose signals are then gone.
        loop {
            clock::sleep(TURN).await;
            if gone.try_get_untracked().is_none() {
                return;
            }
            app.settings.lang.update(|lang| *lang = Lang::ALL[(*lang as usize + 1) % Lang::ALL.len()]);
        }
    });
    anew_by_night(app, move || app.now.get(), || true, async || {});
    Effect::new(move |_| {
        page::set_root("lang", Some(app.lang().code()));
        page::set_title(app.t().kiosk_desk.wall);
    });
    let lines = Memo::new(move |_| today(app));
    let (campaigns, news) = (campaigns(app, bulletin::open_campaigns(app)), news(app, bulletin::open_news(app)));
    let room = Memo::new(move |_| match (campaigns.with(Vec::is_empty), news.with(Vec::is_empty)) {
        (true, true) => FIGURES,
        (false, false) => 0,
        _ => 1,
    });
    let figures = Memo::new(move |_| figures(app, room.get()));
    let name = move || app.show(&app.hub().name).text.to_owned();
    let old = move || {
        let saved = app.actions.saved_at.get().filter(|_| app.connection.is_offline())?;
        Some((app.t().kiosk_desk.wall_offline)(&hour(app.zone().local(saved))))
    };
    let key = |(action, shift): &Line| format!("{} {} {}", action.id, shift.id, action.rev);
    view! {
        <div class="wall">
            <header><Mark /> <b>{name}</b> <span class="num">{move || hour(app.zone().local(app.now.get()))}</span></header>
            <main id="main">
                <section aria-labelledby="wall-today">
                    <h1 id="wall-today">{move || app.t().kiosk_desk.wall_today}</h1>
                    <Show when=move || lines.with(Vec::is_empty)><p>{move || app.t().kiosk_desk.wall_none}</p></Show>
                    <ul role="list">{each(move || lines.get(), key, move |line| view! { <OneLine line /> }.into_any())}</ul>
                    <p class="quiet">{old}</p>
                </section>
                <aside>
                    {each(move || campaigns.get(), |one| (one.id.clone(), one.rev), |campaign| view! { <Marathon campaign /> }.into_any())}
                    <Show when=move || news.with(|news| !news.is_empty())><h2>{move || app.t().news.news}</h2></Show>
                    <ul class="wall-news" role="list">{each(move || news.get(), |one| (one.id.clone(), one.rev), |item| view! { <Told item /> }.into_any())}</ul>
                    <Show when=move || figures.with(|figures| !figures.is_empty())><h2>{move || app.t().kiosk_desk.wall_figures}</h2></Show>
                    <ul role="list">{each(move || figures.get(), |one| format!("{} {:?} {:?}", one.id, one.value, one.as_of), move |one| view! { <Figure one /> }.into_any())}</ul>
                    <div class="wall-join">
                        <Qr text=format!("{}{}", page::origin(), routes::ACTIONS) label=app.word(|t| t.kiosk_desk.wall_join) />
                        <p>{move || app.t().kiosk_desk.wall_join}</p>
                    </div>
                </aside>
            </main>
        </div>
    }
}

/// Where it is, and which part of the work.
pub fn beside(app: App, action: &Action, role: Option<&Texts>) -> String {
    let texts = [action.place.as_ref(), role].into_iter().flatten();
    texts.map(|text| app.show(text).text.to_owned()).collect::<Vec<_>>().join(" · ")
}

#[component]
fn OneLine(line: Line) -> impl IntoView {
    let app = use_app();
    let (action, shift) = line;
    let hours = hours(shift.starts, shift.ends, &app.zone());
    let left = u64::from(shift.seats.left());
    let off = action.state == ActionState::Cancelled;
    let places = move || match left {
        _ if off => app.t().acts.cancelled.to_owned(),
        0 => app.t().kiosk_desk.wall_full.to_owned(),
        left => (app.t().kiosk_desk.wall_free)(left),
    };
    let (place, role) = (action.clone(), shift.role);
    view! {
        <li data-full=(left == 0 || off).then_some("true") data-off=off.then_some("true")>
            <b class="num">{hours}</b>
            <span class="wall-title">{move || app.show(&action.title).text.to_owned()}</span>
            <span>{move || beside(app, &place, role.as_ref())}</span>
            <b class="num">{places}</b>
        </li>
    }
}

#[component]
fn Figure(one: Indicator) -> impl IntoView {
    let app = use_app();
    let (label, as_of) = (one.name.clone(), one.as_of);
    view! {
        <li>
            <b class="num">{move || one.value.map(|value| numbers::number(app.lang(), value))}</b>
            <span>{move || app.show(&label).text.to_owned()}</span>
            <small>{move || (app.t().kiosk_desk.as_of)(&app.t().dates.partial(as_of))}</small>
        </li>
    }
}
