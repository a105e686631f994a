//! "Share": the system's sheet, else the clipboard, else the link to be copied by hand.

use crate::{
    model::ActionId,
    routes,
    state::use_app,
    ui::{Icon, strokes},
    web::{
        page,
        save::{self, Shared},
    },
};
use leptos::{html::Dialog, prelude::*, task::spawn_local};

/// The address of an action's page, for whoever gets it: without the reader's own settings.
pub fn address(id: &ActionId) -> String {
    format!("{}{}", page::origin(), routes::action(id))
}

#[component]
pub fn Share(id: ActionId, title: Signal<String>) -> impl IntoView {
    let app = use_app();
    let by_hand = NodeRef::<Dialog>::new();
    let url = address(&id);
    let shown = url.clone();
    let share = move |_| {
        let (title, url) = (title.get_untracked(), url.clone());
        spawn_local(async move {
            match save::share(&title, &url).await {
                Shared::Sheet | Shared::Declined => {}
                Shared::Copied => app.toasts.tell(app.t_untracked().action.share_copied),
                Shared::Failed => {
                    if let Some(dialog) = by_hand.try_get_untracked().flatten() {
                        // Throws only if it is open already.
                        let _ = dialog.show_modal();
                    }
                }
            }
        });
    };
    view! {
        <button class="button plain square" type="button" on:click=share>
            <Icon name=strokes::SHARE />
            <span class="sr">{move || app.t().action.share}</span>
        </button>
        <dialog class="dialog" node_ref=by_hand aria-labelledby="by-hand">
            <h2 id="by-hand">{move || app.t().action.share_by_hand}</h2>
            <p id="by-hand-hint">{move || app.t().action.share_by_hand_hint}</p>
            <input class="input" readonly=true aria-labelledby="by-hand" aria-describedby="by-hand-hint" value=shown />
            <form class="actions" method="dialog">
                <button class="button" type="submit">
                    {move || app.t().common.close}
                </button>
            </form>
        </dialog>
    }
}
