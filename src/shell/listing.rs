//! The states of a listing: loading, empty cache without connection, failed, stale, with records that could not be read. Old content stays under a
//! banner; a spinner never replaces it.

use super::lazy::{Part, quietly};
use crate::{
    api::ApiError,
    i18n::errors,
    model::Instant,
    state::{App, Failure, use_app},
    ui::{Banner, Empty, Skeleton, live, strokes},
    web::chunk,
};
use leptos::prelude::*;
use std::sync::Arc;

/// How old a listing may be before it is said, in milliseconds.
const FRESH: i64 = 15 * 60_000;

/// What stands in place of a listing that has nothing to show yet: a skeleton while it may still come, else why it did not.
#[component]
pub fn Missing(#[prop(into)] failure: Signal<Failure>) -> impl IntoView {
    let app = use_app();
    live(move || match failure.get() {
        None => view! { <Skeleton label=Signal::derive(move || app.t().common.loading.to_owned()) /> }.into_any(),
        Some(error) if error.is_offline() => {
            let words = &app.t().common;
            let act = again(app);
            view! { <Empty icon=strokes::OFFLINE title=words.nothing_saved.to_owned() text=words.nothing_saved_hint.to_owned() act /> }
                .into_any()
        }
        Some(error) => quietly(move || {
            let error = error.clone();
            Box::pin(async move { chunk::call!(parts()).await.map(|(failed, _)| Arc::new(move || failed(error.clone())) as Part) })
        }),
    })
}

fn again(app: App) -> ViewFn {
    let button = move || {
        view! { <button class="button primary" type="button" on:click=move |_| app.refresh()>{move || app.t().common.retry}</button> }
    };
    button.into()
}

/// What stands over a listing, and why it failed: it comes with the engine, before which nothing can have failed but the connection.
type Parts = (fn(Arc<ApiError>) -> AnyView, fn(Signal<Option<Instant>>, Signal<Failure>, Signal<usize>) -> AnyView);

#[cfg_attr(feature = "split", leptos::wasm_split::wasm_split(engine, fallible, wasm_split_path = ::leptos::wasm_split))]
fn parts() -> Result<Parts, chunk::Missing> {
    Ok((failed, notes))
}

fn failed(error: Arc<ApiError>) -> AnyView {
    let app = use_app();
    live(move || {
        let words = &app.t().common;
        let text = format!("{} {}", (app.t().errors.api)(&error), words.nothing_lost);
        let code = (words.error_code)(&errors::code(&error));
        view! { <Empty icon=strokes::ALERT title=words.list_failed.to_owned() text act=again(app) code=Signal::stored(code) /> }
    })
}

/// Over a listing that has something to show: how old it is when it could not be refreshed, and what could not be read.
#[component]
pub fn Stale(
    #[prop(into)] saved_at: Signal<Option<Instant>>,
    #[prop(into)] failure: Signal<Failure>,
    #[prop(into)] bad: Signal<usize>,
) -> impl IntoView {
    quietly(move || {
        Box::pin(async move { chunk::call!(parts()).await.map(|(_, notes)| Arc::new(move || notes(saved_at, failure, bad)) as Part) })
    })
}

fn notes(saved_at: Signal<Option<Instant>>, failure: Signal<Failure>, bad: Signal<usize>) -> AnyView {
    let app = use_app();
    let note = move || {
        let saved = saved_at.get()?;
        let failed = failure.get();
        let old = app.now.get().0 - saved.0 > FRESH;
        // Offline is said once, by the frame; here the age of what is shown.
        if failed.is_none() && !(old && app.connection.is_offline()) {
            return None;
        }
        let t = app.t();
        let time = t.dates.moment(saved, app.now.get(), &app.zone());
        let strong = if failed.as_ref().is_some_and(|error| !error.is_offline()) { t.common.refresh_failed } else { "" };
        let text = (t.common.saved_list_shown)(&time);
        let code = failed.filter(|error| !error.is_offline()).map(|error| (t.errors.api)(&error)).unwrap_or_default();
        Some(view! { <Banner tone="warning" icon=strokes::CLOCK strong=strong.to_owned() text=format!("{text} {code}") /> }.into_any())
    };
    let unread = move || {
        let count = bad.get();
        (count > 0).then(|| {
            let text = (app.t().common.bad_records)(count as u64);
            view! { <Banner tone="warning" icon=strokes::ALERT strong=String::new() text=text /> }.into_any()
        })
    };
    view! { {note} {unread} }.into_any()
}
