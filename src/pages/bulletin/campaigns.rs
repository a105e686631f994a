//! All campaigns: those that run first, each with how far it has come.

use super::{
    Nothing, Sections, ToForm,
    progress::{Progress, period},
};
use crate::{
    model::{
        Campaign,
        campaign::{Standing, in_order},
    },
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
    let board = bulletin::open_campaigns(app);
    let title = app.word(|t| t.news.campaigns);
    let none = Memo::new(move |_| board.items.with(|items| items.as_ref().map(|items| items.is_empty())));
    let body = move || match none.get() {
        None => view! { <Missing failure=board.failure /> }.into_any(),
        Some(true) => view! { <Nothing campaigns=true /> }.into_any(),
        Some(false) => view! {
            <Stale saved_at=board.saved_at failure=board.failure bad=board.bad />
            <Part board standing=Standing::Running />
            <Part board standing=Standing::Coming />
            <Part board standing=Standing::Over />
        }
        .into_any(),
    };
    view! {
        <Page title place=Place::City class="bulletin">
            <div class="stack">
                <h1>{title}</h1>
                <p class="quiet">{move || app.t().news.campaigns_lead}</p>
                <Sections current=routes::CAMPAIGNS />
                <ToForm href=routes::MANAGE_CAMPAIGN_NEW label=app.word(|t| t.news.new_campaign) />
            </div>
            {body}
        </Page>
    }
}

#[component]
fn Part(board: bulletin::Board<Campaign>, standing: Standing) -> impl IntoView {
    let app = use_app();
    let all = Memo::new(move |_| {
        let today = app.zone().day(app.now.get());
        let items = board.items.get().unwrap_or_default();
        in_order(&items, today).into_iter().filter(|one| one.stands(today) == standing).cloned().collect::<Vec<_>>()
    });
    let some = Memo::new(move |_| all.with(|all| !all.is_empty()));
    let title = move || match standing {
        Standing::Running => app.t().news.running,
        Standing::Coming => app.t().news.coming,
        Standing::Over => app.t().news.over,
    };
    let id = match standing {
        Standing::Running => "running",
        Standing::Coming => "coming",
        Standing::Over => "over",
    };
    view! {
        <Show when=move || some.get()>
            <section class="stack" aria-labelledby=id>
                <h2 id=id>{title}</h2>
                <ul class="bulletin-cards" role="list">{each(move || all.get(), |one| (one.id.clone(), one.rev), |campaign| view! { <Card campaign /> }.into_any())}</ul>
            </section>
        </Show>
    }
}

#[component]
fn Card(campaign: Campaign) -> impl IntoView {
    let app = use_app();
    let Campaign { id, kind, title, begins, ends, demo, .. } = campaign.clone();
    let about = move || {
        let period = period(app, begins, ends);
        let kind = (app.t().news.kind)(kind);
        if period.is_empty() { kind.to_owned() } else { format!("{kind} · {period}") }
    };
    view! {
        <li class="card stack tight">
            <p class="quiet small">{about}</p>
            <h3><a href=routes::campaign(&id)><Said texts=title.clone() /></a></h3>
            <Progress of=campaign />
            <p class="marks">
                <StandIn texts=title />
                <Demo shown=demo />
            </p>
        </li>
    }
}
