//! People in groups: how many each has, and the names behind the one that is pressed.

use crate::{
    state::use_app,
    ui::{each, live},
};
use leptos::prelude::*;

/// Names of a group that are shown; of the rest, how many.
pub const SHOWN: usize = 100;

/// A name, and what is to be said of them.
pub type Line = (String, String);

#[component]
pub fn People(
    /// Id of the element that names the groups.
    labelled_by: &'static str,
    /// Numbers of the groups of which there are any, with how many are in each.
    #[prop(into)]
    groups: Signal<Vec<(usize, usize)>>,
    #[prop(into)] label: Callback<usize, String>,
    /// The first of a group.
    #[prop(into)]
    lines: Callback<usize, Vec<Line>>,
) -> impl IntoView {
    let app = use_app();
    let pressed = RwSignal::new(None::<usize>);
    // Nobody is left in it: nothing is shown.
    let shown = Memo::new(move |_| {
        let at = pressed.get()?;
        groups.with(|groups| groups.iter().find(|(group, _)| *group == at).copied())
    });
    let button = move |(group, count): (usize, usize)| {
        let turn = move |_| pressed.update(|pressed| *pressed = if *pressed == Some(group) { None } else { Some(group) });
        view! {
            <button class="segment" type="button" aria-pressed=move || (pressed.get() == Some(group)).to_string() on:click=turn>
                <span>{move || label.run(group)}</span>
                <b class="num">{count}</b>
            </button>
        }
        .into_any()
    };
    let names = move || {
        shown.get().map(|(group, count)| {
            let lines = lines
                .run(group)
                .into_iter()
                .map(|(name, note)| view! { <li><b>{name}</b> " " <span class="quiet small">{note}</span></li> });
            let more = count.saturating_sub(SHOWN) as u64;
            view! {
                <ul class="message-names" role="list" aria-label=move || label.run(group)>{lines.collect_view()}</ul>
                {(more > 0).then(|| view! { <p class="quiet">{move || (app.t().messages.more_people)(more)}</p> })}
            }
        })
    };
    view! {
        <div class="import-kinds" role="group" aria-labelledby=labelled_by>{each(move || groups.get(), |group| *group, button)}</div>
        {live(names)}
    }
}
