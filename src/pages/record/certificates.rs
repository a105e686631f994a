//! Certificates: asking for one, and those there are. Issuing needs a connection; showing them does not.

use super::Worked;
use crate::{
    api::{ApiError, attendance},
    model::{
        ActionId, Day, Texts,
        certificate::{Certificate, Wanted},
    },
    pages::sign_in::said,
    routes,
    shell::Said,
    state::{
        App,
        kept::{self, Kept},
        use_app,
    },
    store::{Room, records},
    ui::{Badge, Icon, each, strokes},
    web::clock,
};
use leptos::{prelude::*, task::spawn_local};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

#[component]
pub fn Certificates(all: Memo<Vec<Worked>>) -> impl IntoView {
    let app = use_app();
    let kept = Kept::open(app, Room::Own, records::CERTIFICATES.to_owned(), attendance::certificates);
    let nameless = Memo::new(move |_| app.session.person.with(|person| person.as_ref().is_none_or(|person| person.name.is_none())));
    let some = Memo::new(move |_| all.with(|all| all.iter().any(|one| one.minutes() > 0)));
    view! {
        <p class="quiet">{move || app.t().record.certificates_hint}</p>
        <Show when=move || nameless.get()>
            <p class="why"><Icon name=strokes::ALERT class="icon icon-s" /> <a href=routes::ME>{move || app.t().record.certify_name}</a></p>
        </Show>
        <Show when=move || some.get() && !nameless.get()><Ask all kept /></Show>
        <ul class="lined" role="list">
            {each(
                move || kept.value.get().map(|all| all.as_ref().clone()).unwrap_or_default(),
                |one: &Certificate| (one.id.clone(), one.revoked_at.map(|at| at.0)),
                |certificate| view! { <One certificate /> }.into_any(),
            )}
        </ul>
    }
}

#[component]
fn Ask(all: Memo<Vec<Worked>>, kept: Kept<Vec<Certificate>>) -> impl IntoView {
    let app = use_app();
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<ApiError>));
    let years = Memo::new(move |_| {
        let zone = app.zone();
        all.with(|all| all.iter().filter(|one| one.minutes() > 0).map(|one| zone.day(one.shift.starts).year()).collect::<BTreeSet<i16>>())
    });
    // What was asked last and under which key: after a lost answer the same is asked again, and not issued twice.
    let last = StoredValue::new(None::<(Wanted, String)>);
    let ask = move |wanted: Wanted| {
        if busy.get_untracked() || app.connection.is_offline() {
            return;
        }
        busy.set(true);
        let key = last.get_value().filter(|(asked, _)| *asked == wanted).map_or_else(clock::unique, |(_, key)| key);
        last.set_value(Some((wanted.clone(), key.clone())));
        spawn_local(async move {
            let outcome = app.client().send(&attendance::issue(&wanted, &key)).await;
            busy.try_set(false);
            if !matches!(&outcome, Err(error) if error.heals()) {
                last.try_set_value(None);
            }
            failed.try_set(outcome.as_ref().err().cloned());
            if let Ok(new) = outcome {
                let before = kept.value.try_get_untracked().flatten().map(|all| all.as_ref().clone()).unwrap_or_default();
                let all: Vec<Certificate> = [new].into_iter().chain(before).collect();
                kept::keep(app, Room::Own, records::CERTIFICATES, &all).await;
                kept.value.try_set(Some(Arc::new(all)));
                app.toasts.tell(app.t_untracked().record.certified);
            }
        });
    };
    let actions = Memo::new(move |_| {
        let confirmed = all.with(|all| {
            all.iter().filter(|one| one.minutes() > 0).map(|one| (one.shift.action.clone(), one.shift.title.clone())).collect::<Vec<_>>()
        });
        confirmed.into_iter().collect::<BTreeMap<_, _>>()
    });
    let blocked = move || (app.connection.is_offline() || busy.get()).then_some("true");
    let year = move |year: i16| {
        let wanted = move || of_year(app, year);
        view! {
            <button class="button" type="button" aria-disabled=blocked on:click=move |_| ask(wanted())>{move || (app.t().record.certify_year)(year)}</button>
        }
    };
    let one = move |(action, title): (ActionId, Texts)| {
        let wanted = move || Wanted { action: Some(action.clone()), from: None, until: None };
        view! { <button class="button" type="button" aria-disabled=blocked on:click=move |_| ask(wanted())><Said texts=title /></button> }
    };
    view! {
        <p class="actions">
            <button class="button" type="button" aria-disabled=blocked on:click=move |_| ask(Wanted { action: None, from: None, until: None })>
                {move || app.t().record.certify_all}
            </button>
            {move || years.get().into_iter().rev().map(year).collect_view()}
        </p>
        <details class="more">
            <summary>{move || app.t().record.certify_this}</summary>
            <p class="actions">{move || actions.get().into_iter().map(one).collect_view()}</p>
        </details>
        <Show when=move || app.connection.is_offline()>
            <p class="why"><Icon name=strokes::OFFLINE class="icon icon-s" /> {move || app.t().record.needs_connection}</p>
        </Show>
        <div role="alert">{move || failed.get().map(|error| view! { <p class="why danger">{said(app.t(), &error)}</p> })}</div>
    }
}

/// From the first moment of the year to its last, by the hub's clock.
fn of_year(app: App, year: i16) -> Wanted {
    let zone = app.zone();
    let first = |year: i16| Day::new(year, 1, 1).ok().map(|day| zone.start_of(day));
    let last = first(year.saturating_add(1)).map(|next| next.plus(-1));
    Wanted { action: None, from: first(year), until: last }
}

#[component]
fn One(certificate: Certificate) -> impl IntoView {
    let app = use_app();
    let (issued, revoked) = (certificate.issued_at, certificate.revoked_at);
    let day = move |at| {
        let zone = app.zone();
        app.t().dates.day(zone.day(at), zone.day(app.now.get()).year())
    };
    let claims = super::certificate::claims(&certificate);
    let text = move || {
        let words = &app.t().record;
        claims.as_ref().map(|claims| {
            let what = claims.action.clone().unwrap_or_else(|| span(app, &claims.from, &claims.until));
            format!("{what}: {}", (words.time)(claims.minutes))
        })
    };
    let badge = revoked.map(|at| {
        let text = Signal::derive(move || (app.t().record.revoked)(&day(at)));
        view! { <Badge form="line" tone="danger" icon=strokes::X text /> }
    });
    view! {
        <li class="row bare">
            <div>
                <h3><a href=routes::certificate(&certificate.id)>{text}</a></h3>
                <p class="state"><span class="quiet">{move || (app.t().record.issued)(&day(issued))}</span> {badge}</p>
            </div>
        </li>
    }
}

/// "1 қаңтар – 15 желтоқсан 2026"; one day where both are the same.
pub fn span(app: App, from: &str, until: &str) -> String {
    let day = |text: &str| crate::model::instant::parse_day(text).map(|day| app.t().dates.day(day, i16::MIN));
    match (day(from), day(until)) {
        (Some(from), Some(until)) if from != until => format!("{from} – {until}"),
        (Some(from), _) => from,
        _ => format!("{from} – {until}"),
    }
}
