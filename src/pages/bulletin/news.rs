//! News, the newest first: whole texts, since they are short. What has run out stands below, folded.

use super::{Nothing, Sections, ToForm, Whose, learn_rights};
use crate::{
    model::{NewsItem, news::newest_first},
    pages::parts::SourceLink,
    routes,
    shell::{
        Demo, Page, Place, Said, StandIn,
        listing::{Missing, Stale},
    },
    state::{bulletin, use_app},
    ui::each,
};
use leptos::prelude::*;

#[component]
pub fn All() -> impl IntoView {
    let app = use_app();
    let board = bulletin::open_news(app);
    learn_rights();
    let title = app.word(|t| t.news.news);
    let none = Memo::new(move |_| board.items.with(|items| items.as_ref().map(|items| items.is_empty())));
    let body = move || match none.get() {
        None => view! { <Missing failure=board.failure /> }.into_any(),
        Some(true) => view! { <Nothing campaigns=false /> }.into_any(),
        Some(false) => view! {
            <Stale saved_at=board.saved_at failure=board.failure bad=board.bad />
            <Items board current=true />
            <Earlier board />
        }
        .into_any(),
    };
    view! {
        <Page title place=Place::City class="bulletin">
            <div class="stack">
                <h1>{title}</h1>
                <p class="quiet">{move || app.t().news.news_lead}</p>
                <Sections current=routes::NEWS />
                <ToForm href=routes::MANAGE_NEWS_NEW label=app.word(|t| t.news.new_item) />
            </div>
            {body}
        </Page>
    }
}

fn listed(board: bulletin::Board<NewsItem>, current: bool) -> Memo<Vec<NewsItem>> {
    let app = use_app();
    Memo::new(move |_| {
        let (now, items) = (app.now.get(), board.items.get().unwrap_or_default());
        newest_first(&items).into_iter().filter(|one| one.is_current(now) == current).cloned().collect()
    })
}

#[component]
fn Items(board: bulletin::Board<NewsItem>, current: bool) -> impl IntoView {
    let all = listed(board, current);
    view! {
        <ul class="bulletin-news" role="list">
            {each(move || all.get(), |one| (one.id.clone(), one.rev), |item| view! { <Item item /> }.into_any())}
        </ul>
    }
}

#[component]
fn Earlier(board: bulletin::Board<NewsItem>) -> impl IntoView {
    let app = use_app();
    let all = listed(board, false);
    let some = Memo::new(move |_| all.with(|all| !all.is_empty()));
    view! {
        <Show when=move || some.get()>
            <details class="more">
                <summary>{move || app.t().news.earlier}</summary>
                <Items board current=false />
            </details>
        </Show>
    }
}

#[component]
fn Item(item: NewsItem) -> impl IntoView {
    let app = use_app();
    let NewsItem { id, title, text, published, source, organisation, demo, .. } = item;
    let day = move || {
        let (zone, t) = (app.zone(), app.t());
        t.dates.day(zone.day(published), zone.day(app.now.get()).year())
    };
    let (flagged, about, whose) = (title.clone(), title.clone(), organisation.clone());
    view! {
        <li class="card stack tight">
            <p class="quiet small">
                <time datetime=published.to_string()>{day}</time>
                {organisation.map(|id| view! { " · " <Whose id /> })}
            </p>
            <h2><Said texts=title /></h2>
            <p class="prose"><Said texts=text /></p>
            {source.map(|source| view! { <p class="faint small"><SourceLink source /></p> })}
            <p class="marks">
                <StandIn texts=flagged />
                <Demo shown=demo />
            </p>
            <ToForm href=routes::manage_news(&id) label=app.word(|t| t.news.edit) about of=whose />
        </li>
    }
}
