//! The directions, each with the number of its coming actions. A direction without any says so in words: a figure 0 would look like a result.

use crate::{
    model::{ActionState, Direction},
    routes::{self, query},
    state::{App, actions::Progress, use_app},
    ui::Patch,
};
use leptos::prelude::*;

#[component]
pub fn Directions() -> impl IntoView {
    let app = use_app();
    let counts = Memo::new(move |_| counts(app));
    view! {
        <section class="stack" aria-labelledby="directions">
            <h2 id="directions">{move || app.t().home.directions}</h2>
            <ul class="dirs" role="list">
                {Direction::ALL
                    .into_iter()
                    .enumerate()
                    .map(|(at, direction)| {
                        let count = Signal::derive(move || counts.with(|counts| counts.map(|counts| counts[at])));
                        view! { <Tile direction count /> }.into_any()
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn Tile(direction: Direction, count: Signal<Option<u64>>) -> impl IntoView {
    let app = use_app();
    let said = move || {
        let words = &app.t().home;
        match count.get() {
            // Not known yet; the line keeps its height.
            None => "\u{a0}".to_owned(),
            Some(0) => words.direction_none.to_owned(),
            Some(count) => (words.direction_count)(count),
        }
    };
    view! {
        <li>
            <a href=routes::actions_with(query::DIRECTION, direction.key()) data-dir=direction.key()>
                <Patch key=direction.key() />
                <span>
                    <b>{move || app.t().common.direction(direction)}</b>
                    " "
                    <small>{said}</small>
                </span>
            </a>
        </li>
    }
}

/// Of what is to come, in the order of [`Direction::ALL`]; `None` before the listing is whole.
fn counts(app: App) -> Option<[u64; Direction::ALL.len()]> {
    if app.actions.progress.get() != Progress::Whole {
        return None;
    }
    let now = app.now.get();
    let mut counts = [0; Direction::ALL.len()];
    app.actions.list.with(|list| {
        let coming =
            list.iter().map(|listed| &listed.action).filter(|action| action.state == ActionState::Published && action.ends() > now);
        for action in coming {
            // Directions are declared in the order of `ALL`.
            counts[action.direction as usize] += 1;
        }
    });
    Some(counts)
}
