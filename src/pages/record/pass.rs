//! My pass: large, on white, without a network. Who has it in hand needs nothing else to be checked in.

use super::SignIn;
use crate::{
    api::{ApiError, attendance},
    model::pass::Pass as Mine,
    pages::sign_in::said,
    routes,
    shell::{Back, Page, Place},
    state::{kept::Kept, use_app},
    store::{Room, records},
    ui::{Dialog, Empty, Icon, Qr, Skeleton, strokes},
    web::clock,
};
use leptos::{prelude::*, task::spawn_local};

#[component]
pub fn Pass() -> impl IntoView {
    let app = use_app();
    let title = app.word(|t| t.record.pass);
    let back = Back { href: routes::ME, label: app.word(|t| t.me.title) };
    let signed_in = Memo::new(move |_| app.session.whose());
    view! {
        <Page title place=Place::Me class="pass" back>
            <h1>{title}</h1>
            {move || match signed_in.get() {
                None => view! { <Skeleton label=app.word(|t| t.common.loading) /> }.into_any(),
                Some(None) => view! { <SignIn next=routes::PASS hint=app.word(|t| t.record.pass_hint) /> }.into_any(),
                Some(Some(_)) => view! { <Shown /> }.into_any(),
            }}
        </Page>
    }
}

#[component]
fn Shown() -> impl IntoView {
    let app = use_app();
    let kept = Kept::open(app, Room::Own, records::PASS.to_owned(), attendance::pass);
    let some = Memo::new(move |_| kept.value.with(Option::is_some));
    let shown = move || match kept.value.get() {
        Some(pass) => view! { <Card pass=pass.as_ref().clone() /> }.into_any(),
        None if kept.asked.get() => {
            view! { <Empty icon=strokes::QR title=app.word(|t| t.record.pass_none) text=app.word(|t| t.record.pass_none_hint) /> }
                .into_any()
        }
        None => view! { <Skeleton label=app.word(|t| t.common.loading) /> }.into_any(),
    };
    // Ending stands beside the card and not in it: each time a pass is fetched it is a new one, and a question that stands open must outlast that.
    view! {
        {shown}
        <Show when=move || some.get()>
            <p class="quiet">{move || app.t().record.pass_hint}</p>
            <End kept />
        </Show>
    }
}

#[component]
fn Card(pass: Mine) -> impl IntoView {
    let app = use_app();
    let name = move || app.session.person.with(|person| person.as_ref().and_then(|person| person.name.clone()));
    let expires = pass.expires_at;
    let over = Memo::new(move |_| expires <= app.now.get());
    let until = move || {
        let zone = app.zone();
        let t = app.t();
        if over.get() {
            t.record.pass_run_out.to_owned()
        } else {
            (t.record.pass_until)(&t.dates.day(zone.day(expires), zone.day(app.now.get()).year()))
        }
    };
    let code = pass.short_code;
    let spaced = if code.len() == 6 { format!("{} {}", &code[..3], &code[3..]) } else { code };
    view! {
        <section class="card pass-card" aria-labelledby="holder">
            <h2 id="holder">{name}</h2>
            <Qr text=pass.token label=app.word(|t| t.record.pass_picture) />
            <p class=move || if over.get() { "why danger" } else { "quiet" }>{until}</p>
            <p class="quiet small">{move || app.t().record.short_code}</p>
            <p class="big-code">{spaced}</p>
        </section>
    }
}

#[component]
fn End(kept: Kept<Mine>) -> impl IntoView {
    let app = use_app();
    let (asking, failed) = (RwSignal::new(false), RwSignal::new(None::<ApiError>));
    let end = move |()| {
        spawn_local(async move {
            let outcome = app.client().send(&attendance::end_passes(&clock::unique())).await;
            if outcome.is_ok() {
                kept.fetch(app, &attendance::pass()).await;
                app.toasts.tell(app.t_untracked().record.pass_ended);
            }
            failed.try_set(outcome.err());
        });
    };
    view! {
        <p class="actions">
            <button class="button danger compact" type="button" aria-disabled=move || app.connection.is_offline().then_some("true")
                on:click=move |_| if !app.connection.is_offline() { asking.set(true) }>
                <Icon name=strokes::X class="icon icon-s" />
                {move || app.t().record.pass_end}
            </button>
        </p>
        <div role="alert">{move || failed.get().map(|error| view! { <p class="why danger">{said(app.t(), &error)}</p> })}</div>
        <Dialog
            id="end-pass"
            open=asking
            title=app.word(|t| t.record.pass_end_title)
            text=app.word(|t| t.record.pass_end_text)
            safe=app.word(|t| t.record.pass_end_safe)
            act=app.word(|t| t.record.pass_end)
            on_act=end
        />
    }
}
