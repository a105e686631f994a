//! Somebody else has reported on the same action meanwhile: what they said, and the choice. Until it is made nothing is published.

use super::report::Sheet;
use crate::{
    model::{
        action_draft::Typed,
        report::{FigureDraft, ReportDraft},
    },
    state::{App, use_app},
    ui::{Icon, strokes},
};
use leptos::prelude::*;

#[component]
pub fn Missed(sheet: Sheet) -> impl IntoView {
    let app = use_app();
    let said = move || {
        let theirs = sheet.closing.with(|closing| closing.as_ref().map(|closing| ReportDraft::of(closing)));
        let line = |(name, text): (String, String)| view! { <div><dt>{name}</dt><dd>{text}</dd></div> };
        theirs.map(|theirs| lines(app, theirs).into_iter().map(line).collect_view())
    };
    view! {
        <Show when=move || sheet.missed.get()>
            <section class="clash stack" role="alert" aria-labelledby="missed-title">
                <h2 id="missed-title">{move || app.t().manage_report.missed}</h2>
                <p>{move || app.t().manage.clash_hint}</p>
                <dl class="kv lined">{said}</dl>
                <p class="actions">
                    <button class="button compact" type="button" on:click=move |_| sheet.decide(false)><Icon name=strokes::CHECK class="icon icon-s" /> {move || app.t().manage.keep_mine}</button>
                    <button class="button compact" type="button" on:click=move |_| sheet.decide(true)><Icon name=strokes::DOWNLOAD class="icon icon-s" /> {move || app.t().manage.take_theirs}</button>
                </p>
            </section>
        </Show>
    }
}

/// What it says, name by name; nothing of what it leaves open.
fn lines(app: App, theirs: ReportDraft) -> Vec<(String, String)> {
    let words = &app.t().manage_report;
    let texts = |typed: &Typed| {
        let hub = app.hub();
        let texts = hub.languages.iter().map(|lang| typed.get(*lang).trim().to_owned());
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" / ")
    };
    let ReportDraft { came, why, done, figures } = theirs;
    let mut lines = vec![(words.came.to_owned(), came), (words.why.to_owned(), why), (words.done.to_owned(), texts(&done))];
    lines.extend(figures.into_iter().map(|FigureDraft { what, count }| (texts(&what), count)));
    lines.retain(|(_, text)| !text.is_empty());
    lines
}
