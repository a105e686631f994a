//! What is asked of a campaign and of a news item; what is asked of the centre is in a room of its own. A campaign that there is already begins with its progress: that is what is changed most.

use super::{
    exchange::What,
    fields::{Line, Select, Texts, Tick},
    sheet::Sheet,
};
use crate::{
    model::{Direction, campaign::CampaignKind},
    pages::manage::centre,
    state::{App, use_app},
};
use leptos::prelude::*;

#[component]
pub fn Form(sheet: Sheet) -> impl IntoView {
    match sheet.what {
        What::Campaign if untrack(|| sheet.is_new()) => {
            view! { <About sheet /> <Progress sheet /> <Facts sheet /> <Source sheet /> }.into_any()
        }
        What::Campaign => view! { <Progress sheet /> <About sheet /> <Facts sheet /> <Source sheet /> }.into_any(),
        What::News => view! { <Item sheet /> <Source sheet /> }.into_any(),
        What::Centre => view! { <centre::Form sheet /> }.into_any(),
    }
}

#[component]
fn About(sheet: Sheet) -> impl IntoView {
    let app = use_app();
    view! {
        <section class="stack" aria-labelledby="texts">
            <h2 id="texts">{move || app.t().manage_news.texts}</h2>
            <Texts sheet at="/title" />
            <Texts sheet at="/summary" rows="4" />
        </section>
    }
}

#[component]
fn Progress(sheet: Sheet) -> impl IntoView {
    let app = use_app();
    view! {
        <section class="stack" aria-labelledby="progress">
            <h2 id="progress">{move || app.t().news.progress}</h2>
            <p class="quiet small">{move || app.t().manage_news.progress_hint}</p>
            <div class="dates">
                <Line sheet at="/achieved/value" input_mode="numeric" />
                <Line sheet at="/achieved/as_of" hint=app.word(|t| t.manage_news.date_hint) />
                <Line sheet at="/target" input_mode="numeric" />
            </div>
            <Tick sheet at="/achieved/about" label=app.word(|t| t.manage_news.about) />
            <Texts sheet at="/unit" hint=app.word(|t| t.manage_news.unit_hint) />
            <Texts sheet at="/definition" hint=app.word(|t| t.manage_news.definition_hint) rows="2" />
        </section>
    }
}

pub fn kinds(app: App) -> Vec<(String, String)> {
    let t = app.t();
    CampaignKind::ALL.map(|kind| (kind.key().to_owned(), (t.news.kind)(kind).to_owned())).into()
}

pub fn directions(app: App) -> Vec<(String, String)> {
    let t = app.t();
    let none = (String::new(), t.manage_news.no_direction.to_owned());
    [none].into_iter().chain(Direction::ALL.map(|one| (one.key().to_owned(), t.common.direction(one).to_owned()))).collect()
}

/// Those for which one publishes; who publishes for all may do so for the hub itself.
pub fn organisations(sheet: Sheet) -> Vec<(String, String)> {
    let (app, own) = (sheet.app, sheet.own());
    let mut all: Vec<(String, String)> = app.directory.organisations.items.with(|items| {
        let fits = items.iter().flat_map(|items| items.iter()).filter(|one| own.as_ref().is_none_or(|own| own.contains(&one.id)));
        fits.map(|one| (one.id.to_string(), app.show(&one.name).text.to_owned())).collect()
    });
    all.sort_by(|one, other| one.1.cmp(&other.1));
    match own.map(|own| own.len()) {
        None => all.insert(0, (String::new(), app.t().manage_news.hub.to_owned())),
        Some(1) => {}
        Some(_) => all.insert(0, (String::new(), app.t().manage_form.choose.to_owned())),
    }
    all
}

#[component]
fn Facts(sheet: Sheet) -> impl IntoView {
    let app = use_app();
    view! {
        <section class="stack" aria-labelledby="facts">
            <h2 id="facts">{move || app.t().manage_news.facts}</h2>
            <div class="dates">
                <Select sheet at="/kind" options=move || kinds(app) />
                <Select sheet at="/direction" options=move || directions(app) />
                <Select sheet at="/organiser" options=move || organisations(sheet) />
            </div>
            <div class="dates">
                <Line sheet at="/begins" hint=app.word(|t| t.manage_news.date_hint) />
                <Line sheet at="/ends" hint=app.word(|t| t.manage_news.date_hint) />
            </div>
            <Tick sheet at="/wall" label=app.word(|t| t.manage_news.wall) small=app.word(|t| t.manage_news.wall_hint) />
        </section>
    }
}

#[component]
fn Item(sheet: Sheet) -> impl IntoView {
    let app = use_app();
    view! {
        <section class="stack" aria-labelledby="texts">
            <h2 id="texts">{move || app.t().manage_news.texts}</h2>
            <Texts sheet at="/title" />
            <Texts sheet at="/text" rows="6" />
            <div class="dates">
                <Select sheet at="/organisation" options=move || organisations(sheet) />
                <Line sheet at="/until" kind="date" hint=app.word(|t| t.manage_news.until_hint) />
            </div>
        </section>
    }
}

#[component]
fn Source(sheet: Sheet) -> impl IntoView {
    let app = use_app();
    view! {
        <section class="stack" aria-labelledby="source">
            <h2 id="source">{move || app.t().common.source}</h2>
            <p class="quiet small">{move || app.t().manage_news.source_hint}</p>
            <div class="dates">
                <Line sheet at="/source/publisher" />
                <Line sheet at="/source/url" input_mode="url" />
                <Line sheet at="/source/published" hint=app.word(|t| t.manage_news.date_hint) />
            </div>
        </section>
    }
}
