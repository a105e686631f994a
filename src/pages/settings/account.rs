//! What the server keeps about me: to take along, and to delete for good. Both need a connection, and a backend that knows how.

use crate::{
    api::{ApiError, ProblemKind, session},
    model::mine::Farewell,
    pages::{parts::device, sign_in::said},
    state::{App, use_app},
    ui::{Dialog, Icon, strokes},
    web::{clock, save},
};
use leptos::{prelude::*, task::spawn_local};

#[component]
pub fn Account() -> impl IntoView {
    let app = use_app();
    let (busy, asking) = (RwSignal::new(false), RwSignal::new(false));
    // The answer to a try was lost: it may have happened.
    let unsure = RwSignal::new(false);
    let offline = Memo::new(move |_| app.connection.is_offline());
    let blocked = move || (offline.get() || busy.get()).then_some("true");
    let download = move |_| {
        if !offline.get_untracked() && !busy.get_untracked() {
            busy.set(true);
            spawn_local(async move {
                let kept = take_along(app).await;
                busy.try_set(false);
                if kept.is_none() {
                    app.toasts.tell(app.t_untracked().mine.download_failed);
                }
            });
        }
    };
    let ask = move |_| {
        if !offline.get_untracked() && !busy.get_untracked() {
            asking.set(true);
        }
    };
    view! {
        <p class="quiet">{move || app.t().mine.hint}</p>
        <p class="actions">
            <button class="button" type="button" aria-disabled=blocked on:click=download>
                <Icon name=strokes::DOWNLOAD />
                {move || app.t().mine.download}
            </button>
            <button class="button danger" type="button" aria-disabled=blocked on:click=ask>
                <Icon name=strokes::TRASH />
                {move || app.t().mine.delete}
            </button>
        </p>
        <Show when=move || offline.get()>
            <p class="why">
                <Icon name=strokes::OFFLINE class="icon icon-s" />
                {move || app.t().mine.needs_connection}
            </p>
        </Show>
        <Dialog
            id="delete"
            open=asking
            title=app.word(|t| t.mine.delete_title)
            text=app.word(|t| t.mine.delete_text)
            safe=app.word(|t| t.mine.delete_safe)
            act=app.word(|t| t.mine.delete_act)
            on_act=move |()| delete(app, busy, unsure)
        />
    }
}

/// As a file of JSON; `None`: it could not be had, or not be saved.
async fn take_along(app: App) -> Option<()> {
    let data = app.client().send(&session::my_data()).await.ok()?;
    let text = serde_json::to_string_pretty(&data).ok()?;
    save::file("meyirim-my-data.json", "application/json", &text.into()).ok()
}

/// Nobody would be left who could give roles.
fn is_last(error: &ApiError) -> bool {
    let ApiError::Problem { problem, .. } = error else { return false };
    problem.kind() == ProblemKind::Forbidden && problem.detail.as_deref() == Some("last-administrator")
}

fn delete(app: App, busy: RwSignal<bool>, unsure: RwSignal<bool>) {
    let Some(owner) = app.session.owner_untracked() else { return };
    busy.set(true);
    spawn_local(async move {
        let outcome = app.client().send(&session::delete_me(&clock::unique())).await;
        busy.try_set(false);
        let words = &app.t_untracked().mine;
        let nobody = |error: &ApiError| error.kind() == Some(ProblemKind::SignIn);
        let outcome = match outcome {
            // Nobody is signed in any more, nor somebody else by now: what was not heard of has happened.
            Err(error) if nobody(&error) && unsure.try_get_untracked() == Some(true) => match app.client().read(&session::who_am_i()).await
            {
                Err(why) if nobody(&why) => Ok(Farewell { given_up: 0, counted: 0 }),
                _ => Err(error),
            },
            other => other,
        };
        match outcome {
            Ok(Farewell { given_up, counted }) => {
                // What was to be sent has nobody any more who wants it.
                if app.outbox.remove_all_of(app, owner).await.is_err() {
                    app.storage_failed.set(true);
                }
                spawn_local(device::end());
                app.session.left(app).await;
                app.toasts.tell((words.deleted)(u64::from(given_up), u64::from(counted)));
            }
            Err(error) => {
                // A session that has ended deletes nothing.
                if nobody(&error) {
                    app.session.doubt(app);
                }
                unsure.try_set(error.heals());
                app.toasts.tell(match () {
                    () if error.heals() => words.delete_unsure.to_owned(),
                    () if is_last(&error) => words.delete_last.to_owned(),
                    () => said(app.t_untracked(), &error),
                });
            }
        }
    });
}
