//! Views that come in a chunk of wasm: a page, or what a first list does not need.

use crate::{
    state::{connection::Reach, use_app},
    ui::{Empty, Skeleton, live, strokes},
    web::{chunk::Missing, page},
};
use leptos::{prelude::*, task::spawn_local};
use std::{future::Future, pin::Pin, sync::Arc};

/// A chunk on its way, and what it gives.
pub type Loading<T> = Pin<Box<dyn Future<Output = Result<T, Missing>>>>;

/// What makes a view out of a chunk that has come.
pub type Part = Arc<dyn Fn() -> AnyView + Send + Sync>;

/// What a chunk gives, once it is there; before, an empty place; if it cannot be had, why and a way on. `around` puts a frame around what stands in.
pub fn lazily(load: impl Fn() -> Loading<Part> + Send + Sync + 'static, around: fn(AnyView) -> AnyView) -> AnyView {
    lazily_dyn(Arc::new(load), around)
}

fn lazily_dyn(load: Arc<dyn Fn() -> Loading<Part> + Send + Sync>, around: fn(AnyView) -> AnyView) -> AnyView {
    let app = use_app();
    let part = RwSignal::new(None);
    let load = StoredValue::new(load);
    let fetch = move || {
        part.set(None);
        let loading = load.with_value(|load| load());
        spawn_local(async move {
            part.try_set(Some(loading.await));
            app.page_came.set(true);
        });
    };
    fetch();
    live(move || match part.get() {
        Some(Ok(part)) => part(),
        None => around(view! { <Skeleton label=Signal::derive(move || app.t().common.loading.to_owned()) /> }.into_any()),
        Some(Err(Missing)) => {
            // With a backend that answers, the app itself has been replaced by a newer one on the server, and only the new one knows the names of its parts.
            let again = move |_| {
                if app.connection.reach.with_untracked(|reach| *reach == Reach::Good) { page::reload() } else { fetch() }
            };
            let retry =
                move || view! { <button class="button primary" type="button" on:click=again>{app.t().common.retry}</button> }.into_any();
            let words = &app.t().shell;
            around(
                view! {
                    <div role="alert">
                        <Empty icon=strokes::OFFLINE title=words.page_missing.to_owned() text=words.page_missing_hint.to_owned() act=retry />
                    </div>
                }
                .into_any(),
            )
        }
    })
}

/// The same for what may come a little later, after the page that is waited for; without anything in its place before, or when it does not come.
pub fn quietly(load: impl Fn() -> Loading<Part> + 'static) -> AnyView {
    quietly_dyn(Box::new(load))
}

fn quietly_dyn(load: Box<dyn Fn() -> Loading<Part>>) -> AnyView {
    let app = use_app();
    let part = RwSignal::new(None);
    Effect::new(move |_| {
        // Once more when the engine has come after all: these parts come from where it comes from.
        app.keeping.track();
        if app.page_came.get() && part.with_untracked(Option::is_none) {
            let loading = load();
            spawn_local(async move {
                if let Ok(come) = loading.await {
                    part.try_maybe_update(|part: &mut Option<Part>| (part.replace(come).is_none(), ()));
                }
            });
        }
    });
    live(move || part.get().map(|part: Part| part()))
}
