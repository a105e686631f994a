//! What was found, as a list by day, or why there is nothing.

use super::{finder::Finder, rows::Rows};
use crate::{
    state::{actions::Progress, use_app},
    ui::{Empty, Skeleton, live, strokes},
};
use leptos::prelude::*;

#[component]
pub fn Results(finder: Finder) -> impl IntoView {
    let app = use_app();
    let none = Memo::new(move |_| finder.found.with(|found| found.is_empty()));
    // While the rest is on its way "nothing found" would be a guess.
    let whole = Memo::new(move |_| app.actions.progress.get() == Progress::Whole);
    live(move || match (none.get(), whole.get()) {
        (false, _) => view! { <Rows found=finder.found /> }.into_any(),
        (true, false) => view! { <Skeleton label=Signal::derive(move || app.t().actions.more_loading.to_owned()) /> }.into_any(),
        (true, true) => view! { <Nothing finder /> }.into_any(),
    })
}

/// Says what was looked for and offers the way out.
#[component]
pub fn Nothing(finder: Finder) -> impl IntoView {
    let app = use_app();
    live(move || {
        let words = &app.t().actions;
        let filter = finder.asked.get().filter;
        let typed = finder.typed.get();
        let count = filter.active() + usize::from(!typed.trim().is_empty());
        let filters = filter.active();
        let only_direction = filter.direction.filter(|_| count == 1);
        let (title, text) = match (only_direction, typed.trim()) {
            (Some(direction), _) => ((words.no_direction)(app.t().common.direction(direction)), words.no_direction_hint),
            (None, "") if count == 0 => (words.nothing_on.to_owned(), words.nothing_hint),
            (None, "") => (words.not_found_filters.to_owned(), words.not_found_hint),
            (None, typed) if filter.active() == 0 => ((words.not_found)(typed), words.not_found_word),
            (None, typed) => ((words.not_found)(typed), words.not_found_hint),
        };
        let clear = move || {
            (count > 0).then(|| {
                view! {
                    <button class="button" type="button" on:click=move |_| finder.clear()>
                        {if filters == 0 { app.t().actions.clear_search.to_owned() } else { (app.t().actions.clear_count)(count as u64) }}
                    </button>
                }
                .into_any()
            })
        };
        view! { <Empty icon=strokes::SEARCH title=title text=text.to_owned() act=clear /> }
    })
}
