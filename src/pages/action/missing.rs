//! In place of an action that cannot be shown: it may still come, it is not there, it is not on this device, or it could not be had.

use super::is_gone;
use crate::{
    i18n::errors,
    model::ActionId,
    routes,
    state::{App, details::Detail, use_app},
    ui::{Empty, Skeleton, strokes},
};
use leptos::{prelude::*, task::spawn_local};

#[component]
pub fn Missing(id: ActionId, detail: Detail) -> impl IntoView {
    let app = use_app();
    move || {
        let (words, common) = (&app.t().action, &app.t().common);
        if is_gone(detail) {
            return view! { <Gone /> }.into_any();
        }
        let Some(error) = detail.failure.get() else {
            let label = Signal::derive(move || app.t().common.loading.to_owned());
            return view! {
                <h1>{words.title}</h1>
                <Skeleton label />
            }
            .into_any();
        };
        let act = retry(app, id.clone(), detail);
        let offline = error.is_offline();
        let (icon, title) = if offline { (strokes::OFFLINE, words.not_saved) } else { (strokes::ALERT, words.failed) };
        let text = if offline { words.not_saved_hint.to_owned() } else { (app.t().errors.api)(&error) };
        let code = Signal::stored((common.error_code)(&errors::code(&error)));
        view! {
            <h1>{words.title}</h1>
            <Empty icon title=title.to_owned() text act code />
        }
        .into_any()
    }
}

#[component]
fn Gone() -> impl IntoView {
    let app = use_app();
    view! {
        <h1>{move || app.t().action.gone}</h1>
        <p class="quiet">{move || app.t().action.gone_hint}</p>
        <p class="actions">
            <a class="button primary" href=routes::ACTIONS>
                {move || app.t().action.to_list}
            </a>
        </p>
    }
}

/// Tries again, the whole app with it: what holds this page back holds back the others too.
pub fn retry(app: App, id: ActionId, detail: Detail) -> ViewFn {
    let again = move |_| {
        let id = id.clone();
        spawn_local(async move { detail.fetch(app, &id).await });
        app.refresh();
    };
    let button = move || {
        let busy = move || detail.loading.get().then_some("true");
        view! {
            <button class="button primary" type="button" aria-busy=busy on:click=again.clone()>
                {move || app.t().common.retry}
            </button>
        }
    };
    button.into()
}
