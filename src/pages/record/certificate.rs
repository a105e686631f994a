//! One certificate, made for paper as much as for a screen, with the code by which anyone checks it.

use super::certificates::span;
use crate::{
    api::{ApiError, attendance},
    model::{
        certificate::{self, Certificate as Issued},
        signed,
    },
    pages::sign_in::said,
    routes,
    shell::{Back, Page, Place},
    state::{App, kept::Kept, use_app},
    store::{Room, records},
    ui::{Dialog, Empty, Icon, Qr, Skeleton, strokes},
    web::{clock, page, save},
};
use leptos::{prelude::*, task::spawn_local};

/// What a certificate says. Its signature is checked where it is checked; here it is one's own.
pub fn claims(certificate: &Issued) -> Option<certificate::Claims> {
    signed::take_apart(&certificate.token).ok()?.says().ok()
}

#[component]
pub fn Certificate(id: String) -> impl IntoView {
    let app = use_app();
    let title = app.word(|t| t.record.certificate);
    let back = Back { href: routes::RECORD, label: app.word(|t| t.record.title) };
    let kept = Kept::open(app, Room::Own, records::CERTIFICATES.to_owned(), attendance::certificates);
    let this = Memo::new(move |_| kept.value.with(|all| all.as_ref()?.iter().find(|one| one.id == id).cloned()));
    view! {
        <Page title place=Place::Me class="certificate" back>
            {move || match this.get() {
                Some(certificate) => view! { <Sheet certificate kept /> }.into_any(),
                None if kept.asked.get() => {
                    view! { <h1>{title}</h1> <Empty icon=strokes::CIRCLE_CHECK title=app.word(|t| t.record.certificate_missing) text=app.word(|t| t.common.nothing_saved_hint) /> }.into_any()
                }
                None => view! { <h1>{title}</h1> <Skeleton label=app.word(|t| t.common.loading) /> }.into_any(),
            }}
        </Page>
    }
}

#[component]
fn Sheet(certificate: Issued, kept: Kept<Vec<Issued>>) -> impl IntoView {
    let app = use_app();
    let claims = StoredValue::new(claims(&certificate));
    let link = StoredValue::new(format!("{}{}", page::origin(), routes::verify(&certificate.token)));
    let said = move |pick: fn(App, &certificate::Claims) -> String| {
        move || claims.with_value(|claims| claims.as_ref().map(|claims| pick(app, claims)))
    };
    let issued = certificate.issued_at;
    let date = move || {
        let zone = app.zone();
        (app.t().record.issued)(&app.t().dates.day(zone.day(issued), i16::MIN))
    };
    let revoked = certificate.revoked_at.map(|at| {
        let text = move || (app.t().record.revoked)(&app.t().dates.day(app.zone().day(at), i16::MIN));
        view! { <p class="banner" data-tone="danger"><Icon name=strokes::ALERT /> <span><b>{text}</b> " " {move || app.t().record.revoked_hint}</span></p> }
    });
    view! {
        {revoked}
        <article class="card sheet-paper">
            <p class="issuer">{said(|_, claims| claims.iss.clone())}</p>
            <h1>{move || app.t().record.certificate}</h1>
            <p>{move || app.t().record.certifies}</p>
            <p class="holder">{said(|_, claims| claims.name.clone())}</p>
            <p class="done">{said(|app, claims| (app.t().record.has_done)(&(app.t().record.time)(claims.minutes)))}</p>
            <p>{said(|app, claims| claims.action.as_ref().map(|action| (app.t().record.in_action)(action)).unwrap_or_default())}</p>
            <p>{said(|app, claims| format!("{}, {}", span(app, &claims.from, &claims.until), (app.t().record.in_shifts)(claims.shifts.into())))}</p>
            <Qr text=link.get_value() label=app.word(|t| t.record.certificate_picture) sturdy=true />
            <p class="small">{move || app.t().record.check_by}</p>
            <p class="faint xs">{date} " · " {certificate.id.clone()}</p>
        </article>
        <Acts certificate link kept />
    }
}

#[component]
fn Acts(certificate: Issued, link: StoredValue<String>, kept: Kept<Vec<Issued>>) -> impl IntoView {
    let app = use_app();
    let (asking, failed) = (RwSignal::new(false), RwSignal::new(None::<ApiError>));
    let live = certificate.revoked_at.is_none();
    let (id, credential) = (certificate.id.clone(), certificate.credential.clone());
    let download = move |_| {
        if save::file("meyirim-badge.jwt", "application/jwt", &credential.as_str().into()).is_err() {
            app.toasts.tell(app.t_untracked().record.file_failed);
        }
    };
    let revoke = move |()| {
        let id = id.clone();
        spawn_local(async move {
            let outcome = app.client().send(&attendance::revoke(&id, &clock::unique())).await;
            if outcome.is_ok() {
                app.toasts.tell(app.t_untracked().record.revoke_done);
                kept.fetch(app, &attendance::certificates()).await;
            }
            failed.try_set(outcome.err());
        });
    };
    view! {
        <p class="actions">
            <button class="button primary" type="button" on:click=|_| page::print()>{move || app.t().record.print}</button>
            <a class="button" href=link.get_value()>{move || app.t().record.verify_link}</a>
            <button class="button" type="button" on:click=download><Icon name=strokes::DOWNLOAD /> {move || app.t().record.credential}</button>
            {live.then(|| view! { <button class="button danger" type="button" on:click=move |_| asking.set(true)>{move || app.t().record.revoke}</button> })}
        </p>
        <div role="alert">{move || failed.get().map(|error| view! { <p class="why danger">{said(app.t(), &error)}</p> })}</div>
        <Dialog
            id="revoke"
            open=asking
            title=app.word(|t| t.record.revoke_title)
            text=app.word(|t| t.record.revoke_text)
            safe=app.word(|t| t.record.revoke_safe)
            act=app.word(|t| t.record.revoke)
            on_act=revoke
        />
    }
}
