//! Whoever has got a message opens its link here and stops them, without signing in. Nothing happens by opening it: programs that look at links for danger would stop messages that somebody wants.

use crate::{
    api::{ApiError, ProblemKind, messages},
    model::message::Wanted,
    routes,
    shell::{Page, Place, page::Languages},
    state::use_app,
    ui::{Empty, Icon, Skeleton, live, strokes},
    web::{clock, page},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_location;

#[component]
pub fn OptOut() -> impl IntoView {
    let app = use_app();
    let hash = use_location().hash;
    // `Some(true)`: they are stopped.
    let stopped = RwSignal::new(None::<bool>);
    let failure = RwSignal::new(None::<ApiError>);
    let busy = RwSignal::new(false);
    let ask = move |wanted: Wanted| {
        let secret = hash.with_untracked(|hash| routes::secret(hash).unwrap_or_default().to_owned());
        busy.set(true);
        spawn_local(async move {
            let answer = app.client().send(&messages::answer(&secret, wanted, &clock::unique())).await;
            if busy.try_set(false).is_some() {
                return;
            }
            failure.set(answer.as_ref().err().cloned());
            if let Ok(now) = answer {
                stopped.set(Some(now.stopped));
                if wanted != Wanted::Look {
                    page::focus_soon("opt-out");
                }
            }
        });
    };
    // Another link in the same tab is another address.
    Effect::new(move |_| {
        hash.track();
        if app.keeping.with(Option::is_some) {
            stopped.set(None);
            ask(Wanted::Look);
        }
    });
    let button = move |wanted: Wanted, words: Signal<String>| {
        view! { <button class="button primary" type="button" aria-busy=move || busy.get().then_some("true") on:click=move |_| ask(wanted)>{words}</button> }
    };
    let title = app.word(|t| t.opt_out.title);
    let trouble = move || {
        failure.get().map(|error| {
            let t = app.t();
            let text = if error.is_offline() { t.opt_out.needs_connection.to_owned() } else { (t.errors.api)(&error) };
            view! { <p class="why danger"><Icon name=strokes::ALERT class="icon icon-s" /> <span>{text}</span></p> }
        })
    };
    view! {
        <Page title place=Place::Other>
            // Whoever is sent here has never set a language in this hub.
            <div class="phone-only"><Languages /></div>
            <h1>{title}</h1>
            <div role="alert">{live(move || stopped.with(Option::is_some).then(trouble))}</div>
            {live(move || match (stopped.get(), failure.with(|failure| failure.as_ref().and_then(ApiError::kind))) {
                (Some(true), _) => view! {
                    <p id="opt-out" class="withicon" tabindex="-1"><Icon name=strokes::CHECK /> <strong>{move || app.t().opt_out.stopped}</strong></p>
                    <p class="quiet">{move || app.t().opt_out.stopped_hint}</p>
                    <p class="actions">{button(Wanted::Again, app.word(|t| t.opt_out.again))}</p>
                }
                .into_any(),
                (Some(false), _) => view! {
                    <p id="opt-out" tabindex="-1">{move || app.t().opt_out.gets}</p>
                    <p class="actions">{button(Wanted::Stop, app.word(|t| t.opt_out.stop))}</p>
                }
                .into_any(),
                (None, Some(ProblemKind::NotFound)) => view! { <Empty icon=strokes::LINK title=app.word(|t| t.opt_out.unknown) text=app.word(|t| t.opt_out.unknown_hint) /> }.into_any(),
                (None, _) if failure.with(Option::is_some) => view! {
                    {trouble}
                    <p class="actions">{button(Wanted::Look, app.word(|t| t.common.retry))}</p>
                }
                .into_any(),
                (None, _) => view! { <Skeleton label=app.word(|t| t.common.loading) /> }.into_any(),
            })}
        </Page>
    }
}
