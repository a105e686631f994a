//! One action: from the listing's record at once, from its detail when that is there.
//!
//! `here` is what the parts share. Facts stand on the left of a desk and on top of a phone, what is to be done after them, and the one act of the
//! page in the dock at the bottom, in the same place whatever it is.

mod acts;
mod ages;
mod calendar;
mod consents;
mod cover;
mod dock;
mod facts;
mod guardian;
mod head;
mod here;
mod missing;
mod offer;
mod outcome;
mod parent;
mod places;
mod series;
mod share;
mod shifts;
mod texts;
mod ticket;

use crate::{
    api::ProblemKind,
    model::{self, ActionDetail, ActionId},
    routes,
    shell::{Back, Page, Place},
    state::{App, connection::Reach, details::Detail, use_app},
    web::clock,
};
use here::Here;
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// The page of whatever id stands in the URL. What cannot be an id leads nowhere.
#[component]
pub fn Action(id: String) -> impl IntoView {
    match ActionId::new(&id) {
        Ok(id) => view! { <OneAction id /> }.into_any(),
        Err(_) => view! { <crate::pages::not_found::NotFound /> }.into_any(),
    }
}

#[component]
fn OneAction(id: ActionId) -> impl IntoView {
    let app = use_app();
    let detail = Detail::open(app, id.clone());
    let record = {
        let id = id.clone();
        Memo::new(move |_| newer(app.actions.find(&id), detail.value.get()))
    };
    keep_true(app, &id, detail);
    let known = Memo::new(move |_| record.with(Option::is_some) && !is_gone(detail));
    let title = Signal::derive(move || {
        let known = known.get();
        let name = record.with(|record| record.as_ref().filter(|_| known).map(|record| app.show(&record.title).text.to_owned()));
        name.unwrap_or_else(|| app.t().action.title.to_owned())
    });
    let back = Back { href: routes::ACTIONS, label: Signal::derive(move || app.t().shell.actions.to_owned()) };
    let shared = id.clone();
    let tools = move || {
        let id = shared.clone();
        known.get().then(|| view! { <share::Share id title /> })
    };
    view! {
        <Page title place=Place::Actions class="detail" back tools=move || view! { {tools.clone()} }>
            {move || {
                let known = known.get();
                match record.get_untracked().filter(|_| known) {
                    Some(first) => view! { <Body here=Here::new(app, record, first, detail) /> }.into_any(),
                    None => view! { <missing::Missing id=id.clone() detail /> }.into_any(),
                }
            }}
        </Page>
    }
}

#[component]
fn Body(here: Here) -> impl IntoView {
    view! {
        <head::Head here />
        <ticket::Tickets here />
        <parent::Notice here />
        <div class="cols facts-first">
            <div class="stack-l">
                <facts::Facts here />
                <outcome::Outcome here />
                <places::Places here />
                <series::Series here />
            </div>
            <div class="stack-l">
                <texts::Texts here />
                <ages::Ages here />
                <texts::Source here />
            </div>
        </div>
        <dock::Dock here />
        <guardian::Guardian here />
    }
}

/// The listing and the detail both hold the record; live changes reach the listing first.
fn newer(listed: Option<Arc<model::Action>>, detail: Option<Arc<ActionDetail>>) -> Option<Arc<model::Action>> {
    match (listed, detail) {
        (Some(listed), Some(detail)) if detail.action.rev > listed.rev => Some(Arc::new(detail.action.clone())),
        (None, Some(detail)) => Some(Arc::new(detail.action.clone())),
        (listed, _) => listed,
    }
}

fn is_gone(detail: Detail) -> bool {
    detail.failure.with(|failure| failure.as_ref().is_some_and(|error| error.kind() == Some(ProblemKind::NotFound)))
}

/// Fetches the detail anew when the listing has a newer version or has lost it, and when the connection is back after a failure.
fn keep_true(app: App, id: &ActionId, detail: Detail) {
    let listed = {
        let id = id.clone();
        Memo::new(move |_| app.actions.find(&id).map(|action| action.rev))
    };
    let changed = id.clone();
    Effect::new(move |before: Option<Option<u64>>| {
        let rev = listed.get();
        if before.is_some_and(|before| before != rev) {
            let id = changed.clone();
            spawn_local(async move {
                // Every phone that has this page open hears of the same change: not all at once.
                clock::sleep(2_000 + (clock::chance() * 4_000.0) as u64).await;
                let Some(have) = detail.value.try_get_untracked() else { return };
                let behind = rev.is_none_or(|rev| have.is_some_and(|have| have.action.rev < rev));
                if behind && detail.loading.try_get_untracked() == Some(false) {
                    detail.fetch(app, &id).await;
                }
            });
        }
        rev
    });
    let again = id.clone();
    Effect::new(move |_| {
        let good = app.connection.reach.with(|reach| *reach == Reach::Good);
        let failed = detail.failure.with_untracked(|failure| failure.as_ref().is_some_and(|error| error.heals()));
        if good && failed && !detail.loading.get_untracked() {
            let id = again.clone();
            spawn_local(async move { detail.fetch(app, &id).await });
        }
    });
}
