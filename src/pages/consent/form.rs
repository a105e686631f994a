//! The answer: a name, a tick, and two buttons that say what they do. Refusing wants no name; a slip of the finger is asked about.

use super::{Link, Trouble, about::moment};
use crate::{
    api::{ApiError, ProblemKind},
    model::{
        consent::{Answer, ConsentView},
        person::{NoName, clean_name},
    },
    ui::{Choice, Dialog, FieldError, Icon, TextField, strokes},
    web::page,
};
use leptos::{ev::SubmitEvent, prelude::*};
use std::sync::Arc;

#[component]
pub fn Form(link: Link, view: Arc<ConsentView>) -> impl IntoView {
    let app = link.app;
    let (name, guardian) = (RwSignal::new(String::new()), RwSignal::new(false));
    let (fault, missing) = (RwSignal::new(None::<NoName>), RwSignal::new(false));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let checked = clean_name(&name.get_untracked());
        fault.set(checked.as_ref().err().copied());
        missing.set(!guardian.get_untracked());
        match checked {
            Err(_) => page::focus_soon("consent-name"),
            Ok(_) if !guardian.get_untracked() => page::focus_soon("consent-guardian"),
            Ok(name) => link.answer(Answer::Give { name, guardian: true }),
        }
    };
    let name_error = Signal::derive(move || {
        let words = &app.t().consent;
        fault.get().map(|fault| match fault {
            NoName::Empty => words.name_empty.to_owned(),
            NoName::TooLong => words.name_long.to_owned(),
        })
    });
    let guardian_error = Signal::derive(move || missing.get().then(|| app.t().consent.guardian_missing.to_owned()));
    let answer_by = view.consent.over();
    let busy = move || link.busy.get().then_some("true");
    let refusing = RwSignal::new(false);
    view! {
        <form class="sign-in stack-l" novalidate aria-describedby="consent-asks" on:submit=submit>
            <Trouble link />
            <TextField
                id="consent-name"
                label=app.word(|t| t.consent.name)
                hint=app.word(|t| t.consent.name_hint)
                value=name
                error=name_error
                autocomplete="name"
            />
            <div class="field">
                <div class="lined">
                    <Choice
                        id="consent-guardian"
                        name="guardian"
                        kind="checkbox"
                        chosen=guardian
                        on_choose=move |ticked| guardian.set(ticked)
                        label=app.word(|t| t.consent.guardian)
                    />
                </div>
                <FieldError id="consent-guardian-error" error=guardian_error />
            </div>
            <p class="quiet small">{move || app.t().consent.data}</p>
            <p class="actions">
                <button class="button primary" type="submit" aria-busy=busy>{move || app.t().consent.give}</button>
                <button class="button" type="button" aria-busy=busy on:click=move |_| refusing.set(true)>
                    {move || app.t().consent.refuse}
                </button>
            </p>
            <p class="quiet small">{move || (app.t().consent.answer_by)(&moment(app, answer_by))}</p>
            <Offline link />
        </form>
        <Dialog
            id="refuse"
            open=refusing
            title=app.word(|t| t.consent.refuse_title)
            text=app.word(|t| t.consent.refuse_text)
            safe=app.word(|t| t.consent.refuse_safe)
            act=app.word(|t| t.consent.refuse)
            on_act=move |()| link.answer(Answer::Refuse)
        />
    }
}

/// Not blocked: the browser's belief to have no network may be old, and pressing is how one finds out.
#[component]
pub fn Offline(link: Link) -> impl IntoView {
    let app = link.app;
    move || {
        let said = link.trouble.with(|error| {
            error.as_ref().is_some_and(ApiError::is_offline) || error.as_ref().and_then(ApiError::kind) == Some(ProblemKind::Unavailable)
        });
        (app.connection.is_offline() && !said).then(|| {
            view! {
                <p class="why">
                    <Icon name=strokes::OFFLINE class="icon icon-s" />
                    <span>{app.t().consent.needs_connection}</span>
                </p>
            }
        })
    }
}
