//! What was written to those in a shift: how far each message has come, whom it did not reach and why, stopping it and trying again.

use super::devices::words;
use crate::{
    api::{ApiError, Call, messages},
    model::{
        message::{MessageId, MessageView},
        shift_message::{NotReached, ShiftMessage},
    },
    state::{App, use_app},
    ui::live,
    web::clock,
};
use leptos::{prelude::*, task::spawn_local};

#[component]
pub fn Written(
    all: Vec<ShiftMessage>,
    /// Something has changed.
    look: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    if all.is_empty() {
        return ().into_any();
    }
    view! {
        <h3>{move || app.t().shift_message.written}</h3>
        <ul class="lined" role="list">{all.into_iter().map(|one| view! { <li class="stack"><One one look /></li> }).collect_view()}</ul>
    }
    .into_any()
}

/// Who it was that it did not reach, each with why.
fn unreached(app: App, one: &ShiftMessage) -> String {
    let t = app.t();
    let why = |why: NotReached| match why {
        NotReached::Failed(failing) => Some((t.messages.failing)(failing)),
        skipped @ NotReached::Skipped(_) => (t.shift_message.not_reached)(skipped),
    };
    let person = |one: &crate::model::shift_message::Unreached| {
        let name = one.name.as_deref().unwrap_or(t.kiosk_desk.somebody);
        why(one.why).map_or_else(|| name.to_owned(), |why| format!("{name} ({why})"))
    };
    one.unreached.iter().map(person).collect::<Vec<_>>().join(", ")
}

#[component]
fn One(one: ShiftMessage, look: Callback<()>) -> impl IntoView {
    let app = use_app();
    let one = StoredValue::new(one);
    let view = move |read: fn(&MessageView) -> u64| one.with_value(|one| read(&one.message));
    let heading = move || one.with_value(|one| one.message.heading(app.t().lang));
    let facts = move || {
        one.with_value(|one| {
            let t = app.t();
            let (message, counts) = (&one.message, one.message.counts);
            let who = message.name.clone().unwrap_or_else(|| t.roster.somebody.to_owned());
            let standing = match counts.waiting {
                0 if message.stopped_at.is_some() => t.messages.stopped,
                0 => t.messages.done,
                _ => t.messages.on_way,
            };
            let by = (t.roster.by)(&t.dates.moment(message.at, app.now.get(), &app.zone()), &who);
            let itself = message.shift.as_ref().and_then(|of| of.about).map(|about| format!("{}. ", (t.called_off.by_itself)(about)));
            format!("{}{by}. {}. {standing}", itself.unwrap_or_default(), (t.messages.sent_of)(counts.sent, counts.wanted()))
        })
    };
    let missed = move || one.with_value(|one| (!one.unreached.is_empty()).then(|| unreached(app, one)));
    let (busy, trouble) = (RwSignal::new(false), RwSignal::new(None::<ApiError>));
    let act = move |call: fn(&MessageId, &str) -> Call<MessageView>| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        trouble.set(None);
        let id = one.with_value(|one| one.message.id.clone());
        spawn_local(async move {
            let answer = app.client().send(&call(&id, &clock::unique())).await;
            // Gone together with the day that was shown: then there is a newer one.
            busy.try_set(false);
            match answer {
                Ok(_) => drop(look.try_run(())),
                Err(error) => drop(trouble.try_set(Some(error))),
            }
        });
    };
    let button = move |text: String, call: fn(&MessageId, &str) -> Call<MessageView>| {
        view! { <button class="button compact" type="button" aria-busy=move || busy.get().then_some("true") on:click=move |_| act(call)>{text}</button> }
    };
    let (failed, waiting) = (view(|message| message.counts.failed), view(|message| message.counts.waiting));
    view! {
        <p>{move || { let (lang, text) = heading(); view! { <b lang=lang.code()>{text}</b> } }} " " <small>{facts}</small></p>
        {move || missed().map(|people| view! { <p class="small">{app.t().shift_message.unreached} " " {people}</p> })}
        <p class="actions" hidden=failed == 0 && waiting == 0>
            {(failed > 0).then(|| live(move || button((app.t().messages.try_again)(failed), messages::retry)))}
            {(waiting > 0).then(|| live(move || button(app.t().messages.stop.to_owned(), messages::cancel)))}
        </p>
        <div role="alert">{live(move || trouble.get().map(|error| view! { <p class="why danger">{words(app, &error)}</p> }))}</div>
    }
}
