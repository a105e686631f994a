//! What is said below the form: where what was typed is, what went wrong, and the act itself, blocked with its reason.

use super::desk::{Desk, Stands};
use crate::{
    api::{ApiError, ProblemKind},
    pages::sign_in::said,
    state::{App, use_app},
    ui::{Empty, Icon, Skeleton, strokes},
};
use leptos::prelude::*;
use std::sync::Arc;

/// Why the act cannot be done now; `None`: it can.
pub fn blocked(app: App, desk: Desk) -> Option<&'static str> {
    let words = &app.t().manage;
    if app.connection.is_offline() {
        Some(words.needs_connection)
    } else if desk.clashes.with(|all| !all.is_empty()) {
        Some(words.decide_first)
    } else {
        None
    }
}

/// Where what was typed is, and what stands in the way.
#[component]
pub fn State(desk: Desk) -> impl IntoView {
    let app = use_app();
    let state = move || {
        let words = &app.t().manage;
        let saved = !desk.is_touched() && desk.base.with(|base| base.rev > 0);
        let text = match (desk.is_draft(), desk.is_touched()) {
            _ if desk.busy.get() => words.saving,
            (true, _) if saved => words.saved_for_all,
            (false, false) => words.unchanged,
            _ if desk.kept.get() => words.kept_here,
            _ => words.saving,
        };
        view! { <span>{text}</span> }
    };
    let faults = move || {
        let count = desk.faults.with(Vec::len);
        (count > 0).then(|| view! { <p class="why danger"><Icon name=strokes::ALERT class="icon icon-s" /> <span>{(app.t().manage.fix_first)(count as u64)}</span></p> })
    };
    let failure = move || {
        desk.failure.get().map(
            |error| view! { <p class="why danger"><Icon name=strokes::ALERT class="icon icon-s" /> <span>{told(app, &error)}</span></p> },
        )
    };
    view! {
        <p class="quiet small" role="status">{state}</p>
        <div role="alert" class="stack">{faults} {failure}</div>
    }
}

/// What went wrong, with what the backend says of the field where it names one.
pub fn told(app: App, error: &ApiError) -> String {
    let text = said(app.t(), error);
    match error {
        ApiError::Problem { problem, .. } if problem.kind() == ProblemKind::Invalid => {
            let fields: Vec<String> = problem.errors.iter().map(|field| format!("{} {}", field.pointer, field.detail)).collect();
            format!("{text} ({})", fields.join("; "))
        }
        _ => text,
    }
}

/// The button of the page, with the reason beside it where it is blocked.
#[component]
pub fn Act(
    desk: Desk,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] on_act: Callback<()>,
    /// There is nothing to be done, which is said beside it.
    #[prop(optional)]
    idle: Signal<bool>,
) -> impl IntoView {
    let app = use_app();
    let why = Signal::derive(move || blocked(app, desk));
    let off = move || (why.get().is_some() || desk.busy.get() || idle.get()).then_some("true");
    let go = move |_| {
        if untrack(off).is_none() {
            on_act.run(());
        }
    };
    view! {
        <p class="actions">
            <button class="button" class:primary=move || !idle.get() type="button" aria-disabled=off aria-busy=move || desk.busy.get().then_some("true") aria-describedby="act-why" on:click=go>{label}</button>
        </p>
        <p class="why" id="act-why">{move || why.get()}</p>
    }
}

/// What stands in place of the form while there is none.
#[component]
pub fn Standing(desk: Desk, shown: impl Fn() -> AnyView + Send + Sync + 'static) -> impl IntoView {
    let app = use_app();
    let stands = Memo::new(move |_| desk.stands.get());
    let shown = Arc::new(shown);
    move || match stands.get() {
        Stands::Loading => view! { <Skeleton label=app.word(|t| t.common.loading) /> }.into_any(),
        Stands::There => shown(),
        Stands::Missing => {
            let code = Signal::derive(move || desk.failure.get().map(|error| said(app.t(), &error)).unwrap_or_default());
            view! { <Empty icon=strokes::OFFLINE title=app.word(|t| t.manage.loading_failed) text=app.word(|t| t.manage.loading_failed_hint) code /> }.into_any()
        }
        Stands::Gone => {
            view! { <Empty icon=strokes::SEARCH title=app.word(|t| t.manage.gone) text=app.word(|t| t.manage.gone_hint) /> }.into_any()
        }
    }
}
