//! This hub's backend: what it can do and what it cannot, for whoever runs the hub and whoever wonders why a button says less here than elsewhere.

use crate::{
    api::{
        ApiError,
        capabilities::{Joins, SignsIn},
    },
    i18n::Catalogue,
    state::{App, use_app},
    ui::{Banner, live, strokes},
};
use leptos::prelude::*;

#[component]
pub fn Backend() -> impl IntoView {
    let app = use_app();
    view! {
        <section class="stack" aria-labelledby="backend">
            <h2 id="backend">{move || app.t().backend.title}</h2>
            <p class="quiet small">{move || app.t().backend.lead}</p>
            {live(move || match app.backend.refused.get() {
                // What a backend can do that cannot be asked is not known: nothing is pretended.
                Some(why) => view! { <Banner tone="danger" icon=strokes::ALERT strong=app.t().backend.refused.to_owned() text=place(&why) /> }.into_any(),
                None => view! { <Abilities /> }.into_any(),
            })}
        </section>
    }
}

/// Where the profile is wrong, and why.
fn place(why: &ApiError) -> String {
    match why {
        ApiError::Decode { path, message, .. } => format!("{path}: {message}"),
        other => other.to_string(),
    }
}

#[component]
fn Abilities() -> impl IntoView {
    let app = use_app();
    // Sentences stand below their name, single words beside it.
    let line = move |class: &'static str, label: fn(&Catalogue) -> &'static str, value: fn(App) -> String| {
        view! {
            <div>
                <dt>{move || label(app.t())}</dt>
                <dd class=class>{move || value(app)}</dd>
            </div>
        }
        .into_any()
    };
    view! {
        <dl class="lined kv">
            {line("", |t| t.backend.kind, |app| app.can().backend)}
            {line("quiet", |t| t.backend.joins, joins)}
            {line("quiet", |t| t.backend.changes, changes)}
            {line("quiet", |t| t.backend.signs_in, signs_in)}
            {line("", |t| t.backend.waitlist, |app| yes(app, app.can().waitlist))}
            {line("", |t| t.backend.organisations, |app| yes(app, app.can().organisations))}
            {line("", |t| t.centre.title, |app| yes(app, app.can().native))}
            {line("", |t| t.news.campaigns, |app| yes(app, app.can().native))}
            {line("", |t| t.news.news, |app| yes(app, app.can().native))}
            {line("", |t| t.backend.indicators, |app| yes(app, app.can().indicators))}
        </dl>
    }
}

fn yes(app: App, has: bool) -> String {
    let words = &app.t().backend;
    if has { words.has } else { words.lacks }.to_owned()
}

fn joins(app: App) -> String {
    let words = &app.t().backend;
    match app.can().joins {
        Joins::Safe => words.safe,
        Joins::MayLeaveEmpty => words.may_leave_empty,
        Joins::NoPromise => words.no_promise,
        Joins::HandOver => words.hand_over,
    }
    .to_owned()
}

fn changes(app: App) -> String {
    let (words, can) = (&app.t().backend, app.can());
    let when = match can.poll {
        _ if can.live => words.at_once.to_owned(),
        Some(seconds) => (words.looked)(u64::from(seconds)),
        None => words.when_asked.to_owned(),
    };
    if can.changes_only { when } else { format!("{when} {}", words.whole) }
}

fn signs_in(app: App) -> String {
    let words = &app.t().backend;
    match app.can().signs_in {
        SignsIn::Code => words.by_code,
        SignsIn::Password => words.by_password,
        SignsIn::Introduce => words.by_word,
        SignsIn::Elsewhere => return format!("{} (OpenID Connect)", app.can().identity),
    }
    .to_owned()
}
