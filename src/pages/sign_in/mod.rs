//! Signing in: an address, a one-time code, and for somebody new a name and an age class. Then on to where they were going.

mod elsewhere;
mod flow;
mod password;
mod steps;

pub use elsewhere::sign_out_everywhere;
pub use steps::{AgeChoice, said};

use crate::{
    api::capabilities::SignsIn,
    model::Person,
    shell::{Page, Place},
    state::{App, use_app},
    ui::{Icon, strokes},
};
use elsewhere::{ElsewhereStep, Returning};
use flow::{Flow, Step};
use leptos::{prelude::*, task::spawn_local};
use password::PasswordStep;
use steps::{AboutStep, CodeStep, ContactStep};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Already,
    Step(Step),
}

#[component]
pub fn SignIn() -> impl IntoView {
    let app = use_app();
    let flow = Flow::new(app);
    // Who has begun to type is not interrupted when the device turns out to know somebody.
    let shown = Memo::new(move |_| {
        let someone = app.session.person.with(Option::is_some) && !app.session.ended.get();
        match flow.step.get() {
            Step::Contact if someone && flow.contact.with_untracked(String::is_empty) && flow.fault.with(Option::is_none) => Shown::Already,
            step => Shown::Step(step),
        }
    });
    // The session has ended: most likely the same person comes back.
    Effect::new(move |_| {
        let known = app.session.person.with(|person| person.as_ref().map(|person| person.contact.as_str().to_owned()));
        if let Some(contact) = known.filter(|_| app.session.ended.get() && flow.contact.with_untracked(String::is_empty)) {
            flow.contact.set(contact);
        }
    });
    let title = Signal::derive(move || {
        let words = &app.t().sign_in;
        if shown.get() == Shown::Step(Step::About) { words.about } else { words.title }.to_owned()
    });
    flow.watch_for_return();
    let lead = move || {
        let words = &app.t().sign_in;
        let text = match shown.get() {
            Shown::Step(Step::About) => words.about_lead,
            Shown::Step(Step::Contact) => match app.can().signs_in {
                SignsIn::Code => words.lead,
                SignsIn::Password => app.t().backend.password_lead,
                SignsIn::Introduce => app.t().backend.introduce_lead,
                SignsIn::Elsewhere => return (app.t().backend.elsewhere_lead)(&app.can().identity),
            },
            _ => "",
        };
        text.to_owned()
    };
    view! {
        <Page title place=Place::Me>
            <div class="stack">
                <h1>{title}</h1>
                <p class="quiet" hidden=move || lead().is_empty()>{lead}</p>
            </div>
            {move || match shown.get() {
                Shown::Already => view! { <Already flow /> }.into_any(),
                Shown::Step(Step::Contact) => match app.can().signs_in {
                    SignsIn::Code => view! { <ContactStep flow introduces=false /> }.into_any(),
                    SignsIn::Introduce => view! { <ContactStep flow introduces=true /> }.into_any(),
                    SignsIn::Elsewhere => view! { <ElsewhereStep flow /> }.into_any(),
                    SignsIn::Password => view! { <PasswordStep flow /> }.into_any(),
                },
                Shown::Step(Step::Returning) => view! { <Returning /> }.into_any(),
                Shown::Step(Step::Code) => view! { <CodeStep flow /> }.into_any(),
                Shown::Step(Step::About) => view! { <AboutStep flow /> }.into_any(),
            }}
        </Page>
    }
}

/// The name, or enough of the address to recognise one's own.
pub fn known_as(person: &Person) -> String {
    person.name.clone().unwrap_or_else(|| person.contact.masked())
}

#[component]
fn Already(flow: Flow) -> impl IntoView {
    let app = use_app();
    let who = move || app.session.person.with(|person| person.as_ref().map(known_as)).unwrap_or_default();
    view! {
        <section class="stack">
            <p><strong>{move || (app.t().sign_in.already)(&who())}</strong></p>
            <p class="quiet">{move || app.t().sign_in.already_hint}</p>
            <p class="actions">
                <button class="button primary" type="button" on:click=move |_| flow.finish()>{move || app.t().sign_in.go_on}</button>
                <button class="button" type="button" on:click=move |_| sign_out(app)>
                    <Icon name=strokes::LOG_OUT />
                    {move || app.t().sign_in.sign_out}
                </button>
            </p>
        </section>
    }
}

/// Signs out, and says how it went: at once on this device, on the server as soon as it can be told.
pub fn sign_out(app: App) {
    spawn_local(async move {
        let told = sign_out_everywhere(app).await;
        let words = &app.t_untracked().me;
        app.toasts.tell(if told.is_ok() { words.signed_out } else { words.signed_out_here });
    });
}
