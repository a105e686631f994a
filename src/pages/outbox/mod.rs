//! The outbox: what needs a decision first, then what waits, for what, and since when; then what was decided in this visit. Nothing here looks done
//! that is not.

mod decided;
mod entries;
mod groups;
mod hand_over;
mod undecided;

use crate::{
    routes,
    shell::{Page, Place},
    state::{App, use_app},
    store::StoreError,
    ui::{Empty, Icon, Skeleton, each, live, strokes},
};
use entries::Waiting;
use groups::Groups;
use hand_over::HandOver;
use leptos::{prelude::*, task::spawn_local};
use undecided::Undecided;

#[component]
pub fn Outbox() -> impl IntoView {
    let app = use_app();
    let title = app.word(|t| t.outbox.title);
    let groups = Memo::new(move |_| groups::sort(app));
    view! {
        <Page title place=Place::Outbox class="outbox">
            <div class="stack">
                <h1>{title}</h1>
                <p class="quiet">{move || app.t().outbox.lead}</p>
            </div>
            <Show when=move || app.session.known.get() fallback=move || view! { <Skeleton label=app.word(|t| t.common.loading) /> }>
                <Undecided groups />
                {live(move || if hand_over::is_the_way(app) {
                    view! { <HandOver groups /> }.into_any()
                } else {
                    view! { <Waiting groups /> }.into_any()
                })}
                <SignInNeeded groups />
                <Sealed groups />
                <Others groups />
                <Nothing groups />
                <decided::Decided />
                <Explain />
            </Show>
        </Page>
    }
}

/// Does something with the outbox. If the device could not keep it, the frame says so.
fn run(app: App, work: impl Future<Output = Result<(), StoreError>> + 'static) {
    spawn_local(async move {
        if work.await.is_err() {
            app.storage_failed.set(true);
        }
    });
}

#[component]
fn SignInNeeded(groups: Memo<Groups>) -> impl IntoView {
    let app = use_app();
    let some = Memo::new(move |_| groups.with(|groups| !groups.sign_in_needed.is_empty()));
    let count = move || groups.with(|groups| groups.sign_in_needed.len());
    view! {
        <Show when=move || some.get()>
            <section class="stack" aria-labelledby="sign-in-needed">
                <h2 id="sign-in-needed">{move || app.t().outbox.sign_in_needed} " " <span class="faint">{count}</span></h2>
                <p class="quiet">{move || app.t().outbox.sign_in_hint}</p>
                {each(
                    move || groups.with(|groups| groups.sign_in_needed.clone()),
                    entries::row_key,
                    move |entry| view! { <entries::WaitingEntry entry /> }.into_any(),
                )}
                <p class="actions"><SignInLink /></p>
            </section>
        </Show>
    }
}

#[component]
fn SignInLink() -> impl IntoView {
    let app = use_app();
    view! {
        <a class="button primary" href=routes::sign_in_then(routes::OUTBOX)>
            <Icon name=strokes::LOG_IN />
            {move || app.t().common.sign_in}
        </a>
    }
}

/// They are looked at, and sent, on the page of the list alone: it has the key.
#[component]
fn Sealed(groups: Memo<Groups>) -> impl IntoView {
    let app = use_app();
    let count = Memo::new(move |_| groups.with(|groups| groups.sealed as u64));
    view! {
        <Show when=move || { count.get() > 0 }>
            <p class="why">
                <Icon name=strokes::USERS class="icon icon-s" />
                <span>{move || (app.t().outbox.sealed)(count.get())}</span>
            </p>
            <p class="actions"><a class="button" href=routes::ROSTER>{move || app.t().me.roster}</a></p>
        </Show>
    }
}

/// What is on this device and not this person's: a number, no names. And rows that nobody can read, which are kept.
#[component]
fn Others(groups: Memo<Groups>) -> impl IntoView {
    let app = use_app();
    let counts = Memo::new(move |_| groups.with(|groups| (groups.others as u64, groups.unreadable as u64)));
    move || {
        let (others, unreadable) = counts.get();
        let words = &app.t().outbox;
        let nobody = app.session.person.with(Option::is_none);
        let others = (others > 0).then(|| {
            view! {
                <p class="why">
                    <Icon name=strokes::LOCK class="icon icon-s" />
                    <span>{if nobody { (words.of_nobody)(others) } else { (words.others)(others) }}</span>
                </p>
                {nobody.then(|| view! { <p class="actions"><SignInLink /></p> })}
            }
        });
        let unreadable = (unreadable > 0).then(|| {
            view! {
                <p class="why">
                    <Icon name=strokes::ALERT class="icon icon-s" />
                    <span>{(words.unreadable)(unreadable)}</span>
                </p>
            }
        });
        view! { {others} {unreadable} }
    }
}

#[component]
fn Nothing(groups: Memo<Groups>) -> impl IntoView {
    let app = use_app();
    let empty = Memo::new(move |_| groups.with(Groups::is_empty));
    let act = move || view! { <a class="button" href=routes::ACTIONS>{move || app.t().me.to_actions}</a> };
    view! {
        <Show when=move || empty.get()>
            <Empty icon=strokes::INBOX title=app.word(|t| t.outbox.empty) text=app.word(|t| t.outbox.empty_hint) act />
        </Show>
    }
}

#[component]
fn Explain() -> impl IntoView {
    let app = use_app();
    let line = move |at: usize| view! { <li><span>{move || app.t().outbox.explain[at]}</span></li> };
    view! {
        <section class="stack explain" aria-labelledby="explain">
            <h2 id="explain">{move || app.t().outbox.explain_title}</h2>
            <ol class="steps">{line(0)} {line(1)} {line(2)}</ol>
        </section>
    }
}
