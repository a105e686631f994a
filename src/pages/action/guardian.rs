//! Under 14: how a parent takes part. The law wants a written consent or the parent there, so joining asks for it each time.

use super::{acts, here::Here};
use crate::{
    model,
    ui::{Icon, strokes},
};
use leptos::prelude::*;
use web_sys::SubmitEvent;

#[component]
pub fn Guardian(here: Here) -> impl IntoView {
    let app = here.app;
    let how = RwSignal::new(None::<model::Guardian>);
    let close = move || {
        if let Some(dialog) = here.asking.get_untracked() {
            dialog.close();
        }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (Some(guardian), Some(shift)) = (how.get_untracked(), untrack(|| here.chosen_shift())) else { return };
        close();
        let waitlist = here.action.with_untracked(|action| action.waitlist);
        let or_wait = waitlist && (shift.seats.is_full() || untrack(|| app.connection.is_offline()));
        acts::join(here, shift.id, or_wait, Some(guardian));
    };
    view! {
        <dialog class="sheet" node_ref=here.asking aria-labelledby="guardian">
            <form on:submit=submit>
                <header class="sheet-head">
                    <h2 id="guardian">{move || app.t().action.guardian}</h2>
                    <button class="button plain square" type="button" on:click=move |_| close()>
                        <Icon name=strokes::X />
                        <span class="sr">{move || app.t().common.close}</span>
                    </button>
                </header>
                <div class="sheet-body">
                    <p>{move || app.t().action.guardian_law}</p>
                    <Ways here how />
                </div>
                <footer class="sheet-foot">
                    <button class="button" type="button" on:click=move |_| close()>
                        {move || app.t().common.cancel}
                    </button>
                    <button class="button primary" type="submit">
                        {move || app.t().acts.join}
                    </button>
                </footer>
            </form>
        </dialog>
    }
}

#[component]
fn Ways(here: Here, how: RwSignal<Option<model::Guardian>>) -> impl IntoView {
    let app = here.app;
    let way = move |guardian: model::Guardian| {
        let words = move || {
            let t = &app.t().action;
            match guardian {
                model::Guardian::WrittenConsent => (t.consent, t.consent_hint),
                model::Guardian::Present => (t.present, t.present_hint),
            }
        };
        view! {
            <label class="choice">
                <input class="box" type="radio" name="guardian" required on:change=move |_| how.set(Some(guardian)) />
                <span>{move || words().0}</span>
                <small>{move || words().1}</small>
            </label>
        }
    };
    view! {
        <fieldset class="field">
            <legend>{move || app.t().action.guardian_how}</legend>
            <div class="lined">{way(model::Guardian::WrittenConsent)} {way(model::Guardian::Present)}</div>
        </fieldset>
    }
}
