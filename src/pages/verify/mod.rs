//! Checking what this hub has signed, by anyone and without a network: the token comes in the address after `#`, which no server sees, or is pasted. What is said is only what is
//! known: who signed, what it says, whether it was revoked as far as this device has heard, and how old that knowledge is.

pub mod check;

use crate::{
    api::attendance,
    model::{certificate::Claims, instant::parse_day, signed::Keys, signed::Standing},
    shell::{Page, Place},
    state::{App, kept::Kept, use_app},
    store::{Room, records},
    ui::{Badge, Empty, Skeleton, Strokes, TextField, strokes},
    web::{events::listen_here, page},
};
use check::{Found, Verdict, check};
use leptos::{prelude::*, task::spawn_local};

#[component]
pub fn Verify() -> impl IntoView {
    let app = use_app();
    let title = app.word(|t| t.verify.title);
    let keys = Kept::open(app, Room::Cache, records::KEYS.to_owned(), attendance::keys);
    let given = RwSignal::new(page::fragment());
    // Another link opened in the same tab changes nothing but what follows the `#`.
    if let Some(window) = web_sys::window() {
        listen_here(&window, "hashchange", move |_| given.set(page::fragment()));
    }
    let verdict = RwSignal::new(None::<Verdict>);
    // Again when newer keys have come: a revocation may be among them.
    Effect::new(move |_| {
        let (token, known, asked) = (given.get(), keys.value.get(), keys.asked.get());
        if token.is_empty() || (known.is_none() && !asked) {
            verdict.set(None);
            return;
        }
        spawn_local(async move {
            let found = check(&token, known.as_deref()).await;
            // Of two that were looked at, the later one.
            if given.try_get_untracked().as_ref() == Some(&token) {
                verdict.try_set(Some(found));
            }
        });
    });
    view! {
        <Page title place=Place::Other class="verify">
            <h1>{title}</h1>
            {move || match (given.with(String::is_empty), verdict.get()) {
                (true, _) => view! { <Ask given /> }.into_any(),
                (false, None) => view! { <Skeleton label=app.word(|t| t.common.loading) /> }.into_any(),
                (false, Some(verdict)) => view! { <Answer verdict keys given /> }.into_any(),
            }}
            <section class="stack">
                <h2>{move || app.t().verify.how}</h2>
                <p class="quiet">{move || app.t().verify.how_text}</p>
            </section>
        </Page>
    }
}

#[component]
fn Ask(given: RwSignal<String>) -> impl IntoView {
    let app = use_app();
    let (text, wrong) = (RwSignal::new(String::new()), RwSignal::new(false));
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        // The link whole, or what follows its `#`.
        let token = text.with_untracked(|text| text.rsplit('#').next().unwrap_or_default().trim().to_owned());
        wrong.set(token.is_empty());
        if !token.is_empty() {
            given.set(token);
        }
    };
    let error = Signal::derive(move || wrong.get().then(|| app.t().verify.empty.to_owned()));
    view! {
        <p class="quiet">{move || app.t().verify.hint}</p>
        <form class="stack" novalidate on:submit=go>
            <TextField id="token" label=app.word(|t| t.verify.field) hint=app.word(|t| t.verify.field_hint) value=text error />
            <p class="actions"><button class="button primary" type="submit">{move || app.t().verify.check}</button></p>
        </form>
    }
}

#[component]
fn Answer(verdict: Verdict, keys: Kept<Keys>, given: RwSignal<String>) -> impl IntoView {
    let app = use_app();
    let no = move |icon: Strokes, title: Signal<String>, text: Signal<String>| view! { <Empty icon title text /> }.into_any();
    let shown = match verdict {
        Verdict::Unreadable => no(strokes::X, app.word(|t| t.verify.unreadable), app.word(|t| t.verify.unreadable_hint)),
        Verdict::NoKeys => no(strokes::OFFLINE, app.word(|t| t.verify.no_keys), app.word(|t| t.verify.no_keys_hint)),
        Verdict::OtherKey => no(strokes::ALERT, app.word(|t| t.verify.other_key), app.word(|t| t.verify.other_key_hint)),
        Verdict::Unable => no(strokes::ALERT, app.word(|t| t.verify.unable), app.word(|t| t.verify.unable_hint)),
        Verdict::Forged => no(strokes::ALERT, app.word(|t| t.verify.forged), app.word(|t| t.verify.forged_hint)),
        Verdict::Signed(found, standing) => view! { <Signed found standing keys /> }.into_any(),
    };
    view! {
        <div role="status">{shown}</div>
        <p class="actions"><button class="button" type="button" on:click=move |_| { page::forget_fragment(); given.set(String::new()); }>{move || app.t().verify.another}</button></p>
    }
}

#[component]
fn Signed(found: Found, standing: Standing, keys: Kept<Keys>) -> impl IntoView {
    let app = use_app();
    let (form, tone, icon, text) = match standing {
        Standing::Good => ("solid", "positive", strokes::SHIELD_CHECK, app.word(|t| t.verify.good)),
        Standing::Revoked => ("solid", "danger", strokes::X, app.word(|t| t.verify.revoked)),
        Standing::RunOut(_) => ("line", "warning", strokes::CLOCK, app.word(|t| t.verify.run_out)),
    };
    let fresh = move || {
        let t = app.t();
        let told = keys.value.with(|keys| keys.as_ref().map(|keys| keys.as_of));
        told.map(|at| (t.verify.known_since)(&t.dates.moment(at, app.now.get(), &app.zone())))
    };
    let says = match found {
        Found::Certificate(claims) => view! { <Says claims /> }.into_any(),
        Found::Pass(_) => view! { <p>{move || app.t().verify.is_pass}</p> }.into_any(),
    };
    view! {
        <section class="card stack verdict">
            <p><Badge form tone icon text /></p>
            {says}
            <p class="small">{fresh}</p>
            <p class="faint small">{move || app.t().verify.known_hint}</p>
        </section>
    }
}

#[component]
fn Says(claims: Claims) -> impl IntoView {
    let app = use_app();
    let line = move |label: Signal<String>, text: Signal<String>| view! { <div><dt>{label}</dt><dd>{text}</dd></div> };
    let (minutes, iat) = (claims.minutes, claims.iat);
    let (from, until) = (claims.from, claims.until);
    let period = Signal::derive(move || format!("{} – {}", day(app, &from), day(app, &until)));
    let issued = Signal::derive(move || app.t().dates.day(app.zone().day(crate::model::Instant(iat.saturating_mul(1000))), i16::MIN));
    view! {
        <dl class="kv">
            {line(app.word(|t| t.verify.name), Signal::stored(claims.name))}
            {line(app.word(|t| t.verify.hours), Signal::derive(move || (app.t().record.time)(minutes)))}
            {line(app.word(|t| t.verify.shifts), Signal::stored(claims.shifts.to_string()))}
            {claims.action.map(|action| line(app.word(|t| t.verify.action), Signal::stored(action)))}
            {line(app.word(|t| t.verify.period), period)}
            {line(app.word(|t| t.verify.issuer), Signal::stored(claims.iss))}
            {line(app.word(|t| t.verify.issued), issued)}
        </dl>
    }
}

fn day(app: App, text: &str) -> String {
    parse_day(text).map_or_else(|| text.to_owned(), |day| app.t().dates.day(day, i16::MIN))
}
