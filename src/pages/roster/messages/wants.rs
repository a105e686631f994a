//! On a member's card: whether they get messages, and writing down that they want none. Asked for when it is looked at, and kept nowhere.

use super::super::sends;
use crate::{
    api::{ApiError, messages},
    model::{member::MemberId, message::OptOut},
    pages::sign_in::said,
    state::use_app,
    ui::{Icon, live, strokes},
    web::clock,
};
use leptos::{prelude::*, task::spawn_local};

#[component]
pub fn Wants(id: MemberId) -> impl IntoView {
    let app = use_app();
    let known = RwSignal::new(None::<Result<OptOut, ApiError>>);
    let (busy, trouble) = (RwSignal::new(false), RwSignal::new(None::<ApiError>));
    let id = StoredValue::new(id);
    spawn_local(async move {
        let answer = app.client().read(&messages::opt_out(&id.get_value())).await;
        known.try_set(Some(answer));
    });
    let set = move |stopped: bool| {
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            let answer = app.client().send(&messages::set_opt_out(&id.get_value(), stopped, &clock::unique())).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(now) => known.set(Some(Ok(now))),
                Err(error) => trouble.set(Some(error)),
            }
        });
    };
    let button = move |stopped: bool, words: Signal<String>| {
        view! {
            <button class="button compact" type="button" aria-busy=move || busy.get().then_some("true") on:click=move |_| set(stopped)>{words}</button>
        }
    };
    let shown = move || {
        match known.get() {
        None => view! { <p class="quiet">{app.t().common.loading}</p> }.into_any(),
        Some(Err(error)) if error.is_offline() => {
            view! { <p class="why"><Icon name=strokes::OFFLINE class="icon icon-s" /> {app.t().messages.gets_needs_connection}</p> }.into_any()
        }
        Some(Err(error)) => view! { <p class="why danger">{said(app.t(), &error)}</p> }.into_any(),
        Some(Ok(OptOut { stopped: false, .. })) => view! {
            <p role="status">{app.t().messages.gets}</p>
            {sends(app).then(|| view! {
                <p class="quiet small">{app.t().messages.stop_for_hint}</p>
                <p class="actions">{button(true, app.word(|t| t.messages.stop_for))}</p>
            })}
        }
        .into_any(),
        Some(Ok(OptOut { themselves: true, .. })) => {
            view! { <p class="why" role="status"><Icon name=strokes::LOCK class="icon icon-s" /> <span>{app.t().messages.wants_none_themselves}</span></p> }
                .into_any()
        }
        Some(Ok(_)) => view! {
            <p class="why" role="status"><Icon name=strokes::LOCK class="icon icon-s" /> <span>{app.t().messages.wants_none}</span></p>
            {sends(app).then(|| view! { <p class="actions">{button(false, app.word(|t| t.messages.again_for))}</p> })}
        }
        .into_any(),
    }
    };
    view! {
        <section class="stack" aria-labelledby="member-messages">
            <h3 id="member-messages">{move || app.t().messages.title}</h3>
            {live(shown)}
            <div role="alert">{move || trouble.get().map(|error| view! { <p class="why danger">{said(app.t(), &error)}</p> })}</div>
        </section>
    }
}
