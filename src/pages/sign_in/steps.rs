//! The forms of the three steps. One form a step, one primary button a form.

use super::flow::{Fault, Flow};
use crate::{
    api::{ApiError, ProblemKind},
    i18n::{Catalogue, dates::capital},
    model::AgeClass,
    state::use_app,
    ui::{Banner, Choice, FieldError, Icon, TextField, strokes},
};
use leptos::{ev::SubmitEvent, prelude::*};

type Label = fn(&Catalogue) -> &'static str;

/// Where to send a code; or, where nobody signs in (`introduces`), who one is.
#[component]
pub fn ContactStep(flow: Flow, introduces: bool) -> impl IntoView {
    let app = use_app();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if introduces { flow.introduce() } else { flow.ask_code() }
    };
    let (hint, go_on): (Label, Label) = if introduces {
        (|t| t.backend.introduce_hint, |t| t.backend.introduce)
    } else {
        (|t| t.sign_in.contact_hint, |t| t.sign_in.get_code)
    };
    let error = Signal::derive(move || flow.fault_text(|_| true));
    view! {
        <form class="sign-in stack-l" novalidate on:submit=submit>
            <Failed flow />
            <TextField
                id="contact"
                label=app.word(|t| t.sign_in.contact)
                hint=app.word(hint)
                value=flow.contact
                error
                input_mode="email"
                autocomplete="username"
            />
            <p class="actions"><Submit flow label=app.word(go_on) /></p>
            {(!introduces).then(|| view! { <NeedsConnection /> })}
        </form>
    }
}

/// Not blocked: the browser's belief to have no network may be old, and pressing is how one finds out.
#[component]
pub(super) fn NeedsConnection() -> impl IntoView {
    let app = use_app();
    move || {
        app.connection.is_offline().then(|| {
            view! {
                <p class="why" id="needs-connection">
                    <Icon name=strokes::OFFLINE class="icon icon-s" />
                    <span>{app.t().sign_in.needs_connection}</span>
                </p>
            }
        })
    }
}

#[component]
pub fn CodeStep(flow: Flow) -> impl IntoView {
    let app = use_app();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        flow.sign_in();
    };
    let error = Signal::derive(move || flow.fault_text(|_| true));
    let hint = Signal::derive(move || {
        let t = app.t();
        flow.sent
            .with(|sent| {
                sent.as_ref().map(|sent| (t.sign_in.code_hint)(&sent.to, &t.dates.moment(sent.expires_at, app.now.get(), &app.zone())))
            })
            .unwrap_or_default()
    });
    view! {
        <form class="sign-in stack-l" novalidate on:submit=submit>
            <Failed flow />
            <TextField
                id="code"
                label=app.word(|t| t.sign_in.code)
                hint
                value=flow.code
                error
                input_mode="numeric"
                autocomplete="one-time-code"
                class="input code"
            />
            <DemoCode flow />
            <p class="actions"><Submit flow label=app.word(|t| t.sign_in.sign_in) /></p>
            <Again flow />
        </form>
    }
}

/// The code itself, on a backend that has nobody to send a message to.
#[component]
fn DemoCode(flow: Flow) -> impl IntoView {
    let app = use_app();
    let code = move || flow.sent.with(|sent| sent.as_ref().and_then(|sent| sent.demo_code.clone()));
    move || {
        code().map(|code| {
            let filled = code.clone();
            let put = move |_| {
                flow.code.set(filled.clone());
                crate::web::page::focus("code");
            };
            view! {
                <p class="demo-code">
                    <span class="demo">{move || app.t().common.demo}</span>
                    <span>{move || app.t().sign_in.demo_code} " " <b class="num">{code}</b></span>
                    <button class="button compact" type="button" on:click=put>{move || app.t().sign_in.put_in}</button>
                </p>
            }
        })
    }
}

/// The ways on when no code comes: another one after a pause, another address.
#[component]
fn Again(flow: Flow) -> impl IntoView {
    let app = use_app();
    let pause = Memo::new(move |_| flow.pause());
    let waits = Memo::new(move |_| pause.get() > 0);
    let again = move |_| {
        if !waits.get_untracked() {
            flow.ask_code();
        }
    };
    let why = move || {
        waits.get().then(|| {
            view! {
                <p class="why" id="again-why">
                    <Icon name=strokes::CLOCK class="icon icon-s" />
                    <span>{move || (app.t().sign_in.again_in)(pause.get())}</span>
                </p>
            }
        })
    };
    view! {
        <div class="stack">
            <p class="actions">
                <button
                    class="button"
                    type="button"
                    aria-disabled=move || waits.get().then_some("true")
                    aria-describedby=move || waits.get().then_some("again-why")
                    on:click=again
                >
                    {move || app.t().sign_in.send_again}
                </button>
                <button class="button plain" type="button" on:click=move |_| flow.other_contact()>{move || app.t().sign_in.other_contact}</button>
            </p>
            {why}
        </div>
    }
}

#[component]
pub fn AboutStep(flow: Flow) -> impl IntoView {
    let app = use_app();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        flow.save_about();
    };
    let name_error = Signal::derive(move || flow.fault_text(|fault| matches!(fault, Fault::NameLong | Fault::Server(_))));
    let age_error = Signal::derive(move || flow.fault_text(|fault| *fault == Fault::AgeMissing));
    view! {
        <form class="sign-in stack-l" novalidate on:submit=submit>
            <Failed flow />
            <TextField
                id="name"
                label=app.word(|t| t.sign_in.name)
                hint=app.word(|t| t.sign_in.name_hint)
                value=flow.name
                error=name_error
                autocomplete="name"
            />
            <AgeChoice chosen=flow.age error=age_error />
            <p class="quiet small">{move || app.t().sign_in.consent}</p>
            <p class="actions">
                <Submit flow label=app.word(|t| t.common.save) />
                <button class="button plain" type="button" on:click=move |_| flow.finish()>{move || app.t().sign_in.later}</button>
            </p>
        </form>
    }
}

/// The three classes, each with what the law says of it.
#[component]
pub fn AgeChoice(chosen: RwSignal<Option<AgeClass>>, #[prop(into)] error: Signal<Option<String>>) -> impl IntoView {
    let app = use_app();
    let choice = move |class: AgeClass, id: &'static str, law: Label| {
        view! {
            <Choice
                id
                name="age"
                chosen=Signal::derive(move || chosen.get() == Some(class))
                on_choose=move |_| chosen.set(Some(class))
                label=Signal::derive(move || capital(app.t().common.age(class)))
                small=app.word(law)
            />
        }
    };
    view! {
        <fieldset class="field" aria-describedby=move || if error.with(Option::is_some) { "age-hint age-error" } else { "age-hint" }>
            <legend>{move || app.t().sign_in.age}</legend>
            <span class="hint" id="age-hint">{move || format!("{} {}", app.t().sign_in.age_hint, app.t().sign_in.law)}</span>
            <div class="lined">
                {choice(AgeClass::Under14, "age-under_14", |t| t.sign_in.under_14)}
                {choice(AgeClass::From14To17, "age-14_17", |t| t.sign_in.from_14)}
                {choice(AgeClass::Adult, "age-18_plus", |t| t.sign_in.adult)}
            </div>
            <FieldError id="age-error" error />
        </fieldset>
    }
}

#[component]
pub(super) fn Submit(flow: Flow, label: Signal<String>) -> impl IntoView {
    view! {
        <button class="button primary" type="submit" aria-busy=move || flow.busy.get().then_some("true")>
            {label}
        </button>
    }
}

/// What an error means where the person, not the app, tries again.
pub fn said(t: &Catalogue, error: &ApiError) -> String {
    match error.kind() {
        Some(ProblemKind::Unavailable) => t.sign_in.fault.to_owned(),
        _ => (t.errors.api)(error),
    }
}

/// Why the last request failed, where no field is to blame.
#[component]
pub(super) fn Failed(flow: Flow) -> impl IntoView {
    let app = use_app();
    move || {
        flow.failure.get().map(|error| {
            let t = app.t();
            let mut text = t.common.nothing_lost.to_owned();
            if let Some(seconds) = error.retry_after() {
                text = format!("{} {text}", (t.sign_in.wait)(u64::from(seconds)));
            }
            let icon = if error.is_offline() { strokes::OFFLINE } else { strokes::ALERT };
            view! { <Banner tone="danger" icon strong=said(t, &error) text /> }
        })
    }
}
