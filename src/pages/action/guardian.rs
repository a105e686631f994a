//! Under 14: how a parent takes part. The law wants a written consent or the parent there, so joining asks for it each time. Where the hub keeps consents, a written one
//! counts once the parent has confirmed it; until then the button asks for it instead of joining.

use super::{acts, consents::Word, here::Here, parent::Asking};
use crate::{
    model,
    ui::{Dialog, FieldError, Icon, strokes},
};
use leptos::prelude::*;
use web_sys::SubmitEvent;

/// What the dialog's button does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Does {
    Join,
    /// Nothing yet: whether a parent has agreed is on its way.
    Wait,
    Ask,
    /// Another link, in place of the one before.
    AskAgain,
}

fn does(here: Here) -> Does {
    match (here.consents.how.get(), here.consents.word(here)) {
        (Some(model::Guardian::WrittenConsent), Word::None) => Does::Ask,
        (Some(model::Guardian::WrittenConsent), Word::Other(..)) => Does::AskAgain,
        // Not to be known now: joining is queued, or refused with the reason.
        (Some(model::Guardian::WrittenConsent), Word::Unknown)
            if !here.app.connection.is_offline() && here.consents.failure.with(Option::is_none) =>
        {
            Does::Wait
        }
        _ => Does::Join,
    }
}

#[component]
pub fn Guardian(here: Here) -> impl IntoView {
    let app = here.app;
    let consents = here.consents;
    let does = Memo::new(move |_| does(here));
    // Join was pressed with neither way chosen.
    let missing = RwSignal::new(false);
    let close = move || {
        if let Some(dialog) = here.asking.get_untracked() {
            dialog.close();
        }
    };
    let replacing = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match does.get_untracked() {
            Does::Ask => return consents.ask(here),
            // The parent may have the one before in their hands.
            Does::AskAgain if untrack(|| consents.waits(here)) => return replacing.set(true),
            Does::AskAgain => return consents.ask(here),
            Does::Wait => return,
            Does::Join => {}
        }
        missing.set(consents.how.with_untracked(Option::is_none));
        let (Some(guardian), Some(shift)) = (consents.how.get_untracked(), untrack(|| here.chosen_shift())) else { return };
        close();
        let waitlist = here.action.with_untracked(|action| action.waitlist);
        let or_wait = waitlist && (shift.seats.is_full() || untrack(|| app.connection.is_offline()));
        acts::join(here, shift.id, or_wait, Some(guardian));
    };
    let label = move || match does.get() {
        Does::Join | Does::Wait => app.t().acts.join,
        Does::Ask => app.t().guardian.ask,
        Does::AskAgain => app.t().guardian.ask_again,
    };
    let blocked = Memo::new(move |_| matches!(does.get(), Does::Ask | Does::AskAgain) && app.connection.is_offline());
    let written = Memo::new(move |_| consents.how.get() == Some(model::Guardian::WrittenConsent) && consents.asks());
    view! {
        <dialog class="sheet" node_ref=here.asking aria-labelledby="guardian">
            <form on:submit=submit novalidate>
                <header class="sheet-head">
                    <h2 id="guardian">{move || app.t().action.guardian}</h2>
                    <button class="button plain square" type="button" on:click=move |_| close()>
                        <Icon name=strokes::X />
                        <span class="sr">{move || app.t().common.close}</span>
                    </button>
                </header>
                <div class="sheet-body">
                    <p>{move || app.t().action.guardian_law}</p>
                    <Ways here missing />
                    {move || written.get().then(|| view! { <Asking here /> })}
                </div>
                <footer class="sheet-foot">
                    <button class="button" type="button" on:click=move |_| close()>
                        {move || app.t().common.cancel}
                    </button>
                    // What it does is chosen above; once a link is there to be sent, another one is beside the point.
                    <button
                        class=move || if does.get() == Does::AskAgain { "button" } else { "button primary" }
                        type="submit"
                        aria-disabled=move || (blocked.get() || does.get() == Does::Wait).then_some("true")
                        aria-describedby=move || blocked.get().then_some("ask-why")
                        aria-busy=move || (consents.busy.get() || does.get() == Does::Wait).then_some("true")
                    >
                        {label}
                    </button>
                </footer>
            </form>
        </dialog>
        <Dialog
            id="replace-link"
            open=replacing
            title=app.word(|t| t.guardian.replace_title)
            text=app.word(|t| t.guardian.replace_text)
            safe=app.word(|t| t.guardian.replace_safe)
            act=app.word(|t| t.guardian.ask_again)
            on_act=move |()| consents.ask(here)
        />
    }
}

#[component]
fn Ways(here: Here, missing: RwSignal<bool>) -> impl IntoView {
    let app = here.app;
    let how = here.consents.how;
    let way = move |guardian: model::Guardian| {
        let words = move || {
            let t = &app.t().action;
            match guardian {
                model::Guardian::WrittenConsent if here.consents.asks() => (t.consent, app.t().guardian.by_link),
                model::Guardian::WrittenConsent => (t.consent, t.consent_hint),
                model::Guardian::Present => (t.present, t.present_hint),
            }
        };
        view! {
            <label class="choice">
                <input class="box" type="radio" name="guardian" aria-describedby="guardian-error" prop:checked=move || how.get() == Some(guardian) on:change=move |_| how.set(Some(guardian)) />
                <span>{move || words().0}</span>
                <small>{move || words().1}</small>
            </label>
        }
    };
    let error = Signal::derive(move || (missing.get() && how.with(Option::is_none)).then(|| app.t().action.guardian_choose.to_owned()));
    view! {
        <fieldset class="field">
            <legend>{move || app.t().action.guardian_how}</legend>
            <div class="lined">{way(model::Guardian::WrittenConsent)} {way(model::Guardian::Present)}</div>
            <FieldError id="guardian-error" error />
        </fieldset>
    }
}
