//! What was sent: the latest first, each with how far it has come.

use super::{
    super::sends,
    watched::{Watched, pace},
};
use crate::{
    api::{ApiError, messages},
    model::{
        message::{MessageList, MessageView, State},
        shift_message::OfShift,
    },
    pages::sign_in::said,
    routes,
    state::{App, roster::kept_draft, use_app},
    ui::{Empty, Icon, Skeleton, each, live, strokes},
};
use leptos::{prelude::*, task::spawn_local};

#[component]
pub fn List() -> impl IntoView {
    let app = use_app();
    let waits = |list: &MessageList| pace(list.items.iter().map(|one| one.counts.waiting).sum(), list.items.len());
    let list = Watched::new(app, messages::list, waits);
    let there = Memo::new(move |_| list.value.with(|value| value.as_ref().map(|list| !list.items.is_empty())));
    let to_list = move || view! { <a class="button" href=routes::ROSTER>{move || app.t().messages.to_list}</a> };
    let items = move || list.value.get().map(|list| list.items.clone()).unwrap_or_default();
    let more = move || list.value.with(|value| value.as_ref().is_some_and(|list| list.more));
    view! {
        {move || sends(app).then(|| view! { <Unfinished /> })}
        {move || (!sends(app)).then(|| view! { <p class="quiet">{app.t().messages.read_only}</p> })}
        <div role="alert">{live(move || list.failure.get().map(|error| view! { <Failed error /> }))}</div>
        {live(move || match there.get() {
            Some(true) => view! {
                <ul class="lined" role="list">{each(items, |one| (one.id.clone(), format!("{:?}{:?}", one.counts, one.stopped_at)), move |one| view! { <Item one /> }.into_any())}</ul>
                <Show when=more><p class="quiet small">{move || app.t().messages.more}</p></Show>
            }
            .into_any(),
            Some(false) => view! { <Empty icon=strokes::MAIL title=app.word(|t| t.messages.none) text=app.word(|t| t.messages.none_hint) act=to_list /> }.into_any(),
            None if list.failure.with(Option::is_some) => ().into_any(),
            None => view! { <Skeleton label=app.word(|t| t.common.loading) /> }.into_any(),
        })}
    }
}

/// The way back to a message that was begun and not sent: from the list, those chosen there would take the place of those it is for.
#[component]
fn Unfinished() -> impl IntoView {
    let app = use_app();
    let many = RwSignal::new(0);
    spawn_local(async move {
        let draft = kept_draft(app).await;
        many.try_set(draft.map_or(0, |draft| draft.audience.len() as u64));
    });
    let there = Memo::new(move |_| many.get() > 0);
    view! {
        <Show when=move || there.get()>
            <div class="why">
                <Icon name=strokes::MAIL class="icon icon-s" />
                <span>{move || (app.t().messages.unfinished)(many.get())} " " <a href=routes::ROSTER_NEW_MESSAGE>{move || app.t().messages.go_on}</a></span>
            </div>
        </Show>
    }
}

/// Why there is nothing newer to see.
#[component]
pub fn Failed(error: ApiError) -> impl IntoView {
    let app = use_app();
    if error.is_offline() {
        return view! { <p class="why"><Icon name=strokes::OFFLINE class="icon icon-s" /> <span>{move || app.t().messages.needs_connection}</span></p> }
            .into_any();
    }
    view! { <p class="why danger"><Icon name=strokes::ALERT class="icon icon-s" /> <span>{move || said(app.t(), &error)}</span></p> }
        .into_any()
}

#[component]
fn Item(one: MessageView) -> impl IntoView {
    let app = use_app();
    let href = routes::message(&one.id);
    let (why, shift) = (one.why.clone(), one.shift.clone());
    let one = StoredValue::new(one);
    let heading = move || {
        let (lang, text) = one.with_value(|one| one.heading(app.t().lang));
        view! { <span lang=lang.code()>{text}</span> }
    };
    let facts = move || {
        let t = app.t();
        one.with_value(|one| {
            let who = one.name.clone().unwrap_or_else(|| t.roster.somebody.to_owned());
            (t.roster.by)(&t.dates.moment(one.at, app.now.get(), &app.zone()), &who)
        })
    };
    let counts = move || one.with_value(|one| told(app, one));
    view! {
        <li class="row bare">
            <div>
                <h2 class="h3"><a href=href>{heading}</a></h2>
                <p class="quiet small">{facts}</p>
                {shift.map(|shift| view! { <p class="small">{move || to_shift(app, &shift)}</p> })}
                {why.map(|why| view! { <p class="small">{why}</p> })}
                <p class="small">{counts}</p>
            </div>
        </li>
    }
}

/// To whom it went, where not to members.
pub fn to_shift(app: App, shift: &OfShift) -> String {
    let title = shift.title.as_ref().map(|title| app.show(title).text.to_owned());
    [Some(app.t().shift_message.to_shift.to_owned()), title].into_iter().flatten().collect::<Vec<_>>().join(": ")
}

/// "Sent: 12 of 20; failed: 2; stopped: 6"
fn told(app: App, one: &MessageView) -> String {
    let words = &app.t().messages;
    let mut parts = vec![(words.sent_of)(one.counts.sent, one.counts.wanted())];
    for (state, word) in State::ALL.into_iter().zip(words.states) {
        let count = one.counts.of(state);
        if state != State::Sent && count > 0 {
            parts.push(format!("{word}: {count}"));
        }
    }
    parts.join("; ")
}
