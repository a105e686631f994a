//! By which way a message goes, out of those by which the hub sends, and why it does not by others.

use super::writing::{WAYS, Writing};
use crate::{
    state::use_app,
    ui::{Choice, Icon, live, strokes},
};
use leptos::prelude::*;

#[component]
pub fn Ways(writing: Writing) -> impl IntoView {
    let app = use_app();
    // A list that is fetched again says the same again: what stands there, and where the keyboard is, must not be built anew.
    let all = Memo::new(move |_| {
        writing.offered.track();
        (0..WAYS.len()).filter(|at| writing.is_offered(*at)).collect::<Vec<_>>()
    });
    let choices = move || {
        let all = all.get();
        let one = |at: usize| {
            let label = Signal::derive(move || app.t().messages.ways[at].to_owned());
            view! { <Choice name="message-way" chosen=Signal::derive(move || writing.way.get() == at) on_choose=move |_| writing.way.set(at) label /> }
        };
        match all.is_empty() {
            true => view! { <p class="why danger"><Icon name=strokes::ALERT class="icon icon-s" /> <span>{move || app.t().messages.no_way}</span></p> }.into_any(),
            false => all.into_iter().map(one).collect_view().into_any(),
        }
    };
    let not = move || {
        writing
            .not_offered()
            .into_iter()
            .map(|(channel, why)| view! { <li>{(app.t().messages.not_offered)(channel, why)}</li> })
            .collect_view()
    };
    let printed = Memo::new(move |_| writing.is_printed());
    view! {
        <fieldset class="field">
            <legend>{move || app.t().messages.how}</legend>
            <div class="lined">{live(choices)}</div>
        </fieldset>
        <ul class="quiet small" hidden=move || writing.not_offered().is_empty()>{live(not)}</ul>
        <Show when=move || printed.get()>
            <p class="why warning"><Icon name=strokes::INFO class="icon icon-s" /> <span>{move || app.t().messages.printed}</span></p>
        </Show>
    }
}
