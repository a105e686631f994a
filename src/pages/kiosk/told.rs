//! What the wall tells besides today: how far a campaign has come, and what is new.

use crate::{
    i18n::dates::capital,
    model::{Campaign, NewsItem, campaign::on_wall, news::current},
    pages::parts::campaign_figure,
    shell::{Said, StandIn},
    state::{App, bulletin::Board, use_app},
};
use leptos::prelude::*;

/// What there is room for.
const CAMPAIGNS: usize = 1;
const NEWS: usize = 3;

pub fn campaigns(app: App, board: Board<Campaign>) -> Memo<Vec<Campaign>> {
    Memo::new(move |_| {
        let today = app.zone().day(app.now.get());
        on_wall(&board.items.get().unwrap_or_default(), today, CAMPAIGNS).into_iter().cloned().collect()
    })
}

pub fn news(app: App, board: Board<NewsItem>) -> Memo<Vec<NewsItem>> {
    Memo::new(move |_| {
        let now = app.now.get();
        current(&board.items.get().unwrap_or_default(), now, NEWS).into_iter().cloned().collect()
    })
}

#[component]
pub fn Marathon(campaign: Campaign) -> impl IntoView {
    let app = use_app();
    let (share, achieved, title) = (campaign.share(), campaign.achieved, campaign.title.clone());
    let named = title.clone();
    let bar = share.map(|share| {
        let label = move || app.show(&named).text.to_owned();
        view! { <progress class="progress" max="100" value=share.to_string() aria-label=label></progress> }
    });
    let figure = move || match achieved {
        Some(_) => campaign_figure(app, &campaign).unwrap_or_default(),
        None => app.t().news.no_figure.to_owned(),
    };
    let as_of = move || achieved.map(|one| capital(&(app.t().kiosk_desk.as_of)(&app.t().dates.partial(one.as_of))));
    view! {
        <section class="wall-campaign">
            <h2><Said texts=title.clone() /></h2>
            <p><b class="num">{figure}</b></p>
            {bar}
            <small>{as_of} " " <StandIn texts=title /></small>
        </section>
    }
}

#[component]
pub fn Told(item: NewsItem) -> impl IntoView {
    let app = use_app();
    let NewsItem { title, published, .. } = item;
    let day = move || app.t().dates.day(app.zone().day(published), app.zone().day(app.now.get()).year());
    view! {
        <li>
            <span><Said texts=title.clone() /></span>
            <small>{day} " " <StandIn texts=title /></small>
        </li>
    }
}
