//! One campaign: what it is for, how far it has come, what that counts, as of when and by whose word.

use super::{
    ToForm, Whose, learn_rights,
    progress::{Progress, period},
};
use crate::{
    model::{Campaign, CampaignId},
    pages::parts::SourceLink,
    routes,
    shell::{
        Back, Demo, Page, Place, Said, StandIn,
        listing::{Missing, Stale},
    },
    state::{App, bulletin, use_app},
    ui::{Empty, strokes},
};
use leptos::prelude::*;

/// `id` as it stands in the URL, which may be nonsense.
#[component]
pub fn One(id: String) -> impl IntoView {
    let app = use_app();
    let board = bulletin::open_campaigns(app);
    learn_rights();
    let id = CampaignId::new(&id).ok();
    // `None`: nobody can say yet, since the list is not there, or is an old one without it and could not be renewed.
    let found = Memo::new(move |_| {
        let known = board.items.with(|items| items.as_ref().map(|items| items.iter().find(|one| Some(&one.id) == id.as_ref()).cloned()));
        let failed = board.failure.with(|failure| failure.as_ref().is_some_and(|error| !error.is_offline()));
        known.filter(|found| found.is_some() || (board.asked.get() && !failed))
    });
    let title = Signal::derive(move || match found.get() {
        Some(Some(campaign)) => app.show(&campaign.title).text.to_owned(),
        Some(None) => app.t().news.not_found.to_owned(),
        None => app.t().news.campaigns.to_owned(),
    });
    let body = move || match found.get() {
        None => view! { <h1>{title}</h1> <Missing failure=board.failure /> }.into_any(),
        Some(None) => view! { <NotHere offline=app.connection.is_offline() /> }.into_any(),
        Some(Some(campaign)) => view! {
            <Whole campaign />
            <Stale saved_at=board.saved_at failure=board.failure bad=Signal::stored(0) />
        }
        .into_any(),
    };
    let back = Back { href: routes::CAMPAIGNS, label: app.word(|t| t.news.campaigns) };
    view! { <Page title place=Place::City class="detail bulletin" back>{body}</Page> }
}

/// A list that could not be renewed may just be old.
#[component]
fn NotHere(offline: bool) -> impl IntoView {
    let app = use_app();
    let hint = Signal::derive(move || if offline { app.t().news.not_saved_hint } else { app.t().news.not_found_hint }.to_owned());
    let act = move || view! { <a class="button" href=routes::CAMPAIGNS>{move || app.t().news.to_list}</a> };
    view! {
        <h1>{move || app.t().news.not_found}</h1>
        <Empty icon=strokes::SEARCH title=app.word(|t| t.news.not_found) text=hint act />
    }
}

#[component]
fn Whole(campaign: Campaign) -> impl IntoView {
    let app = use_app();
    let Campaign { id, kind, title, summary, definition, source, organiser, demo, .. } = campaign.clone();
    let flagged = title.clone();
    let facts = campaign.clone();
    view! {
        <div class="stack">
            <p class="quiet small">{move || (app.t().news.kind)(kind)}</p>
            <h1><Said texts=title /></h1>
            <p class="prose"><Said texts=summary /></p>
            <p class="marks">
                <StandIn texts=flagged />
                <Demo shown=demo />
            </p>
        </div>
        <section class="card stack tight" aria-labelledby="progress">
            <h2 id="progress">{move || app.t().news.progress}</h2>
            <Progress of=campaign />
            {definition.map(|definition| view! { <p class="definition"><Said texts=definition /></p> })}
            {source.map(|source| view! { <p class="faint small"><SourceLink source /></p> })}
            <ToForm href=routes::manage_campaign(&id) label=app.word(|t| t.news.update) of=organiser />
        </section>
        <Facts of=facts />
    }
}

#[component]
fn Facts(of: Campaign) -> impl IntoView {
    let app = use_app();
    let Campaign { direction, begins, ends, organiser, .. } = of;
    let line = |label: fn(App) -> &'static str, value: AnyView| {
        let app = use_app();
        view! { <div><dt>{move || label(app)}</dt><dd>{value}</dd></div> }
    };
    let when =
        (begins.is_some() || ends.is_some()).then(|| line(|app| app.t().manage_news.when, (move || period(app, begins, ends)).into_any()));
    let direction = direction.map(|one| line(|app| app.t().news.direction, (move || app.t().common.direction(one)).into_any()));
    let organiser = organiser.map(|id| line(|app| app.t().news.organiser, view! { <Whose id /> }.into_any()));
    let some = when.is_some() || direction.is_some() || organiser.is_some();
    some.then(|| view! { <dl class="kv lined">{when} {direction} {organiser}</dl> })
}
