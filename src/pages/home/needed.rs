//! Who is needed most in the next seven days, by the rule of `model::urgency`.

use crate::{
    model::{Action, urgency},
    pages::parts::ActionRow,
    routes,
    shell::listing::{Missing, Stale},
    state::{App, actions::Progress, use_app},
    ui::{Empty, each, strokes},
};
use leptos::prelude::*;
use std::sync::Arc;

const MOST: usize = 6;

#[component]
pub fn Needed() -> impl IntoView {
    let app = use_app();
    let list = app.actions;
    let rows = Memo::new(move |_| rows(app));
    // `For` below keeps a row as long as its record is the same; without the memo a minute that changes nothing would make the list anew.
    let standing = Memo::new(move |_| (list.progress.get(), rows.with(Vec::is_empty)));
    let body = move || match standing.get() {
        (Progress::Whole, true) => view! { <NobodyNeeded /> }.into_any(),
        // The first screens may have nothing of this week while the rest is on its way.
        (_, true) => view! { <Missing failure=list.failure /> }.into_any(),
        (_, false) => view! {
            <p class="quiet small">{move || app.t().home.needed_order}</p>
            <ul class="lined" role="list">
                {each(
                    move || rows.get(),
                    |action| (action.id.clone(), action.rev),
                    move |action| view! { <ActionRow action with_day=true with_missing=true /> }.into_any(),
                )}
            </ul>
        }
        .into_any(),
    };
    view! {
        <section class="stack" aria-labelledby="needed">
            <div class="head">
                <h2 id="needed">{move || app.t().home.needed}</h2>
                <a href=routes::ACTIONS>{move || app.t().home.all_actions}</a>
            </div>
            <Show when=move || app.has_listing()>
                <Stale saved_at=list.saved_at failure=list.failure bad=list.bad />
            </Show>
            {body}
        </section>
    }
}

fn rows(app: App) -> Vec<Arc<Action>> {
    let week = urgency::week(app.now.get(), &app.zone());
    app.actions.list.with(|list| {
        let most = urgency::most_needed(list.iter(), |listed| &listed.action, week, MOST);
        most.into_iter().map(|listed| listed.action.clone()).collect()
    })
}

#[component]
fn NobodyNeeded() -> impl IntoView {
    let app = use_app();
    let title = Signal::derive(move || app.t().home.nothing_needed.to_owned());
    let text = Signal::derive(move || app.t().home.nothing_needed_hint.to_owned());
    let act = move || view! { <a class="button" href=routes::ACTIONS>{move || app.t().home.all_actions}</a> };
    view! { <Empty icon=strokes::CALENDAR title text act /> }
}
