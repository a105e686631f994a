//! What is kept on this device, counted from what lies there, and what the browser promises about it.

use crate::{
    i18n::numbers,
    state::{App, use_app},
    store::{Keeping, Room},
    ui::{Icon, Skeleton, Strokes, strokes},
    web::storage::{self, Estimate},
};
use leptos::{prelude::*, task::spawn_local};

/// How many records and bytes a room holds.
type Size = (Room, usize, usize);

#[derive(Clone, Copy)]
struct Kept {
    app: App,
    /// `None` until it has been counted; `Err` if it could not be.
    sizes: RwSignal<Option<Result<Vec<Size>, ()>>>,
    estimate: RwSignal<Option<Estimate>>,
    /// `None`: the browser does not say.
    persisted: RwSignal<Option<bool>>,
}

impl Kept {
    fn new(app: App) -> Self {
        let this = Self { app, sizes: RwSignal::new(None), estimate: RwSignal::new(None), persisted: RwSignal::new(None) };
        // Again whenever something was written that the table counts.
        Effect::new(move |_| {
            app.session.person.track();
            app.outbox.entries.track();
            app.actions.saved_at.track();
            if app.keeping.get().is_some() {
                spawn_local(this.read());
            }
        });
        this
    }

    async fn read(self) {
        let sizes = self.app.store().sizes().await.map_err(|_| ());
        // The page may be gone.
        self.sizes.try_set(Some(sizes));
        self.estimate.try_set(storage::estimate().await);
        self.persisted.try_set(storage::is_persisted().await);
    }
}

#[component]
pub fn Storage() -> impl IntoView {
    let app = use_app();
    let kept = Kept::new(app);
    let table = move || match kept.sizes.get() {
        None => view! { <Skeleton label=app.word(|t| t.common.loading) /> }.into_any(),
        Some(Err(())) => view! { <p class="quiet">{app.t().settings.unread}</p> }.into_any(),
        Some(Ok(sizes)) => view! { <div class="lined">{rooms(app, &sizes)}</div> }.into_any(),
    };
    view! {
        <section class="stack">
            <h2>{move || app.t().settings.storage}</h2>
            {table}
            <Promises kept />
            <Clear />
        </section>
    }
}

fn rooms(app: App, sizes: &[Size]) -> impl IntoView + use<> {
    let t = app.t();
    let words = &t.settings;
    let size = |bytes: usize| numbers::size(t.lang, bytes as f64);
    let row = |&(room, rows, bytes): &Size| {
        let (name, hint) = match room {
            Room::Cache => (words.cache, words.cache_hint),
            Room::Outbox => (words.outbox, words.outbox_hint),
            Room::Own => (words.own, words.own_hint),
        };
        view! {
            <tr>
                <th scope="row">{name} <small>{hint}</small></th>
                <td class="n">{numbers::count(t.lang, rows as u64)}</td>
                <td class="n">{size(bytes)}</td>
            </tr>
        }
    };
    let (rows, bytes) = sizes.iter().fold((0, 0), |(rows, bytes), (_, more, size)| (rows + more, bytes + size));
    view! {
        <table class="storage">
            <caption class="sr">{words.storage}</caption>
            <thead>
                <tr>
                    <th scope="col">{words.what}</th>
                    <th scope="col" class="n">{words.rows}</th>
                    <th scope="col" class="n">{words.size}</th>
                </tr>
            </thead>
            <tbody>{sizes.iter().map(row).collect_view()}</tbody>
            <tfoot>
                <tr>
                    <th scope="row">{words.sum}</th>
                    <td class="n">{numbers::count(t.lang, rows as u64)}</td>
                    <td class="n">{size(bytes)}</td>
                </tr>
            </tfoot>
        </table>
    }
}

/// Disk or memory, how much the browser allows, and whether it may clear it; with a button to ask it not to.
#[component]
fn Promises(kept: Kept) -> impl IntoView {
    let app = use_app();
    let line = move |icon: Strokes, text: String| {
        view! {
            <p class="why">
                <Icon name=icon class="icon icon-s" />
                <span>{text}</span>
            </p>
        }
    };
    let keeping = move || {
        let words = &app.t().settings;
        app.keeping.get().map(|keeping| match keeping {
            Keeping::Disk => line(strokes::CIRCLE_CHECK, words.on_disk.to_owned()),
            Keeping::Memory => line(strokes::ALERT, words.in_memory.to_owned()),
        })
    };
    let estimate = move || {
        let t = app.t();
        let size = |bytes| numbers::size(t.lang, bytes);
        kept.estimate.get().map(|estimate| line(strokes::INFO, (t.settings.estimate)(&size(estimate.used), &size(estimate.quota))))
    };
    let on_disk = move || app.keeping.get() == Some(Keeping::Disk);
    let persisted = move || {
        let words = &app.t().settings;
        kept.persisted.get().filter(|_| on_disk()).map(|persisted| {
            if persisted {
                line(strokes::SHIELD_CHECK, words.persisted.to_owned())
            } else {
                line(strokes::INFO, words.not_persisted.to_owned())
            }
        })
    };
    let ask = move |_| {
        spawn_local(async move {
            let granted = storage::persist().await.unwrap_or(false);
            let words = &app.t_untracked().settings;
            app.toasts.tell(if granted { words.persist_granted } else { words.persist_denied });
            kept.persisted.try_set(Some(granted));
        });
    };
    let button = move || {
        (on_disk() && kept.persisted.get() == Some(false)).then(|| {
            view! {
                <p class="actions">
                    <button class="button" type="button" on:click=ask>
                        <Icon name=strokes::SHIELD_CHECK />
                        {move || app.t().settings.persist}
                    </button>
                </p>
            }
        })
    };
    view! { {keeping} {persisted} {button} {estimate} }
}

/// Drops what can be fetched again. Without a connection it would leave an empty hub, so then it is blocked, with the reason beside it.
#[component]
fn Clear() -> impl IntoView {
    let app = use_app();
    let busy = RwSignal::new(false);
    let blocked = Memo::new(move |_| app.connection.is_offline());
    let press = move |_| {
        if blocked.get_untracked() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            app.clear_cache().await;
            let failed = app.actions.failure.get_untracked();
            let t = app.t_untracked();
            app.toasts.tell(failed.map_or_else(|| t.settings.cleared.to_owned(), |error| (t.errors.api)(&error)));
            busy.try_set(false);
        });
    };
    view! {
        <p class="actions">
            <button
                class="button"
                type="button"
                aria-busy=move || busy.get().then_some("true")
                aria-disabled=move || blocked.get().then_some("true")
                aria-describedby="clear-why"
                on:click=press
            >
                <Icon name=strokes::REFRESH />
                {move || app.t().settings.clear}
            </button>
        </p>
        <p class="why" id="clear-why">
            <Icon name=strokes::INFO class="icon icon-s" />
            <span>{move || if blocked.get() { app.t().settings.clear_offline } else { app.t().settings.clear_hint }}</span>
        </p>
    }
}
