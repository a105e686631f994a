//! My actions: who I am, what I have joined and what waits, what is over; and the way out.

mod calendar;
mod leading;
mod leaving;
mod news;
mod plans;
mod profile;
mod who;

use crate::{
    routes,
    shell::{Page, Place},
    state::use_app,
    ui::{Empty, Icon, Skeleton, strokes},
};
use leptos::prelude::*;

#[component]
pub fn Me() -> impl IntoView {
    let app = use_app();
    let title = app.word(|t| t.me.title);
    // Before the device has been read nobody knows whether somebody is signed in.
    let signed_in = Memo::new(move |_| app.session.whose());
    view! {
        <Page title place=Place::Me class="me">
            <h1>{title}</h1>
            {move || match signed_in.get() {
                None => view! { <Skeleton label=app.word(|t| t.common.loading) /> }.into_any(),
                Some(Some(_)) => view! { <SignedIn /> }.into_any(),
                Some(None) => view! { <SignedOut /> }.into_any(),
            }}
        </Page>
    }
}

#[component]
fn SignedIn() -> impl IntoView {
    let app = use_app();
    view! {
        <div class="cols facts-first">
            <who::Who />
            <div class="stack-l">
                <Waiting />
                <Show when=move || app.can().account>
                    <news::News />
                    <leading::Mine />
                </Show>
                <plans::Plans />
                <Show when=move || app.can().account>
                    <calendar::MyCalendar />
                </Show>
            </div>
        </div>
    }
}

/// What of mine is not decided yet, with the way to it.
#[component]
fn Waiting() -> impl IntoView {
    let app = use_app();
    let counts = Memo::new(move |_| {
        let owner = app.session.owner();
        app.outbox.entries.with(|entries| {
            let own = entries.iter().filter(|entry| Some(&entry.owner) == owner.as_ref());
            own.fold((0, 0), |(wedged, unsent), entry| if entry.is_wedged() { (wedged + 1, unsent) } else { (wedged, unsent + 1) })
        })
    });
    move || {
        let (wedged, unsent) = counts.get();
        let words = &app.t().me;
        let line = match (wedged, unsent) {
            (0, 0) => return None,
            (0, unsent) => (words.unsent)(unsent),
            (wedged, 0) => (words.undecided)(wedged),
            (wedged, unsent) => format!("{} {}", (words.undecided)(wedged), (words.unsent)(unsent)),
        };
        let (tone, class, icon) =
            if wedged > 0 { ("danger", "banner", strokes::ALERT) } else { ("queued", "banner seam", strokes::HOURGLASS) };
        Some(view! {
            <div class=class data-tone=tone>
                <Icon name=icon />
                <p>{line} " " <a href=routes::OUTBOX>{words.to_outbox}</a></p>
            </div>
        })
    }
}

#[component]
fn SignedOut() -> impl IntoView {
    let app = use_app();
    let act = move || {
        view! {
            <p class="actions">
                <a class="button primary" href=routes::sign_in_then(routes::ME)>
                    <Icon name=strokes::LOG_IN />
                    {move || app.t().common.sign_in}
                </a>
                <a class="button" href=routes::ACTIONS>{move || app.t().me.to_actions}</a>
            </p>
        }
    };
    view! { <Empty icon=strokes::PERSON title=app.word(|t| t.me.signed_out_title) text=app.word(|t| t.me.signed_out_hint) act /> }
}
