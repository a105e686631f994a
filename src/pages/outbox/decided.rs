//! What the backend has decided since the app was opened: solid, because it is.

use super::entries::Named;
use crate::{
    model::SignupState,
    outbox::Act,
    state::{App, outbox, use_app},
    ui::{Icon, each, strokes},
};
use leptos::prelude::*;

#[component]
pub fn Decided() -> impl IntoView {
    let app = use_app();
    let mine = Memo::new(move |_| {
        let owner = app.session.owner();
        app.outbox.decided.with(|decided| decided.iter().filter(|one| Some(&one.owner) == owner.as_ref()).cloned().collect::<Vec<_>>())
    });
    let some = Memo::new(move |_| mine.with(|mine| !mine.is_empty()));
    let key = |one: &outbox::Decided| (one.at.0, one.act.place_key());
    view! {
        <Show when=move || some.get()>
            <section class="stack" aria-labelledby="decided">
                <h2 id="decided">{move || app.t().outbox.decided}</h2>
                <ul class="lined decided" role="list">
                    {each(move || mine.get(), key, move |one| view! { <Row one /> }.into_any())}
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn Row(one: outbox::Decided) -> impl IntoView {
    let app = use_app();
    let (icon, class) = match one.standing {
        SignupState::Confirmed => (strokes::CHECK, "icon"),
        SignupState::Waitlisted { .. } => (strokes::LIST, "icon off"),
        SignupState::Offered { .. } => (strokes::CLOCK, "icon off"),
        SignupState::Withdrawn | SignupState::Lapsed => (strokes::CHECK, "icon off"),
    };
    let joins = matches!(one.act, Act::Join { .. });
    let action = one.act.shift().map(|(action, _)| action.clone());
    let prefix = move || if joins { app.t().outbox.join } else { app.t().outbox.leave };
    view! {
        <li>
            <Icon name=icon class />
            <p>
                <b>{prefix} " " {action.map(|action| view! { <Named action /> })}</b>
                <br />
                <span class="quiet small">{move || outcome(app, &one)}</span>
            </p>
        </li>
    }
}

fn outcome(app: App, one: &outbox::Decided) -> String {
    let t = app.t();
    let text = match one.standing {
        SignupState::Confirmed => app.confirmed().to_owned(),
        SignupState::Waitlisted { position } => (t.acts.waitlisted)(position),
        SignupState::Offered { .. } => t.acts.offered.to_owned(),
        SignupState::Withdrawn | SignupState::Lapsed => t.acts.left.to_owned(),
    };
    format!("{text}, {}", t.dates.moment(one.at, app.now.get(), &app.zone()))
}
