//! One organisation in full: what it does, how to reach it, what it needs, what it gave, what is coming.

use super::contacts::Contacts;
use crate::{
    model::{
        Action, ActionState, Direction, Organisation, OrganisationId, PartialDate, Source, Texts, organisation::Gift, organisation::Need,
    },
    pages::parts::{ActionRow, Figure, SourceLink},
    routes::{self, query},
    shell::{Demo, Said, StandIn, listing::Stale},
    state::{App, actions::Progress, use_app},
    ui::{Badge, Patch, each},
};
use leptos::prelude::*;
use std::sync::Arc;

/// At most so many of its coming actions; the rest is behind a link.
const MOST: usize = 6;

#[component]
pub fn Whole(record: Arc<Organisation>) -> impl IntoView {
    let app = use_app();
    let listing = app.directory.organisations;
    let Organisation { id, name, needs, gave, as_of, source, demo, .. } = record.as_ref().clone();
    view! {
        <Head of=record.clone() />
        <Stale saved_at=listing.saved_at failure=listing.failure bad=Signal::stored(0) />
        <div class="cols facts-first">
            <div class="stack-l">
                <Contacts of=record />
                <AsOf as_of source demo />
            </div>
            <div class="stack-l">
                <Needs needs />
                <Gave gave />
                <Coming id name />
            </div>
        </div>
    }
}

#[component]
fn Head(of: Arc<Organisation>) -> impl IntoView {
    let app = use_app();
    let Organisation { kind, name, directions, does, demo, .. } = of.as_ref().clone();
    let flagged = name.clone();
    view! {
        <div class="stack">
            <p class="quiet small">{move || app.t().common.kind(kind)}</p>
            <h1><Said texts=name /></h1>
            {does.map(|does| view! { <p class="prose"><Said texts=does /></p> })}
            <p class="marks">
                <StandIn texts=flagged />
                <Demo shown=demo />
            </p>
            {(!directions.is_empty()).then(|| view! {
                <ul class="worn" role="list" aria-label=move || app.t().directory.directions>
                    {directions.into_iter().map(|direction| view! { <Worn direction /> }).collect_view()}
                </ul>
            })}
        </div>
    }
}

/// A direction that it works in, with the way to that direction's actions.
#[component]
fn Worn(direction: Direction) -> impl IntoView {
    let app = use_app();
    view! {
        <li>
            <a class="direction" data-dir=direction.key() href=routes::actions_with(query::DIRECTION, direction.key())>
                <Patch key=direction.key() class="patch patch-s" />
                {move || app.t().common.direction(direction)}
            </a>
        </li>
    }
}

/// How up to date the page is, and by whom. A made-up record has neither, and its mark says so.
#[component]
fn AsOf(as_of: Option<PartialDate>, source: Option<Source>, demo: bool) -> impl IntoView {
    let app = use_app();
    let said = !demo || as_of.is_some() || source.is_some();
    said.then(|| {
        let date = move || {
            let t = app.t();
            match as_of {
                Some(date) => (t.directory.information)(&(t.common.as_of)(&t.dates.partial(date))),
                None => t.directory.undated.to_owned(),
            }
        };
        view! {
            <p class="faint small">
                {date}
                {source.map(|source| view! { " · " <SourceLink source /> })}
            </p>
        }
    })
}

#[component]
fn Needs(needs: Vec<Need>) -> impl IntoView {
    let app = use_app();
    let list = if needs.is_empty() {
        view! { <p class="quiet">{move || app.t().directory.no_needs}</p> }.into_any()
    } else {
        view! { <ul class="lined needs" role="list">{needs.into_iter().map(|need| view! { <NeedRow need /> }).collect_view()}</ul> }
            .into_any()
    };
    view! {
        <section class="stack" aria-labelledby="needs">
            <h2 id="needs">{move || app.t().directory.needs}</h2>
            {list}
        </section>
    }
}

#[component]
fn NeedRow(need: Need) -> impl IntoView {
    let app = use_app();
    let amount = need.amount.map(|amount| {
        let text = Signal::derive(move || app.show(&amount).text.to_owned());
        view! { <Badge form="soft" tone="neutral" text /> }
    });
    view! {
        <li>
            <b><Said texts=need.what /></b>
            {amount}
        </li>
    }
}

#[component]
fn Gave(gave: Vec<Gift>) -> impl IntoView {
    let app = use_app();
    let list = if gave.is_empty() {
        view! { <p class="nodata">{move || app.t().directory.no_gave}</p> }.into_any()
    } else {
        view! { <ul class="figures" role="list">{gave.into_iter().map(|gift| view! { <Figure of=gift /> }).collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="stack" aria-labelledby="gave">
            <h2 id="gave">{move || app.t().directory.gave}</h2>
            {list}
        </section>
    }
}

/// Its published actions that are not over.
fn coming(app: App, organiser: &OrganisationId) -> Vec<Arc<Action>> {
    let now = app.now.get();
    app.actions.list.with(|list| {
        let own = list.iter().map(|listed| &listed.action).filter(|action| action.organiser.as_ref() == Some(organiser));
        own.filter(|action| action.state == ActionState::Published && action.ends() > now).cloned().collect()
    })
}

#[component]
fn Coming(id: OrganisationId, name: Texts) -> impl IntoView {
    let app = use_app();
    let all = Memo::new(move |_| coming(app, &id));
    let none = Memo::new(move |_| all.with(Vec::is_empty));
    let more = move || {
        let href = routes::actions_with(query::SEARCH, app.show(&name).text);
        (all.with(Vec::len) > MOST).then(|| view! { <a href=href>{move || app.t().home.all_actions}</a> })
    };
    let body = move || match (none.get(), app.actions.progress.get()) {
        (true, Progress::Whole) => view! { <p class="quiet">{move || app.t().directory.no_coming}</p> }.into_any(),
        (true, _) => view! { <p class="quiet">{move || app.t().common.loading}</p> }.into_any(),
        (false, _) => view! {
            <ul class="lined" role="list">
                {each(
                    move || all.with(|all| all.iter().take(MOST).cloned().collect::<Vec<_>>()),
                    |action| (action.id.clone(), action.rev),
                    move |action| view! { <ActionRow action with_day=true /> }.into_any(),
                )}
            </ul>
        }
        .into_any(),
    };
    view! {
        <section class="stack" aria-labelledby="coming">
            <div class="head">
                <h2 id="coming">{move || app.t().directory.coming}</h2>
                {more}
            </div>
            {body}
        </section>
    }
}
