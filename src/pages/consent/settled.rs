//! After the answer, or when it is too late for one: how it stands, and the way to take a consent back.

use super::{
    Link, Trouble,
    about::{Purposes, moment},
    form::Offline,
};
use crate::{
    model::consent::{Answer, ConsentState, ConsentView, Standing},
    ui::{Dialog, Icon, Strokes, strokes},
};
use leptos::prelude::*;
use std::sync::Arc;

#[component]
pub fn Settled(link: Link, view: Arc<ConsentView>, standing: Standing) -> impl IntoView {
    let app = link.app;
    let told = move || -> (Strokes, &'static str, &'static str, &'static str) {
        let words = &app.t().consent;
        match standing {
            Standing::Given | Standing::Waiting => (strokes::CHECK, "joined deep on-deep", words.given, words.keep_link),
            Standing::Withdrawn => (strokes::UNDO, "offer", words.withdrawn, words.withdrawn_hint),
            Standing::Refused => (strokes::X, "offer", words.refused, words.refused_hint),
            Standing::Expired => (strokes::CLOCK, "offer", words.expired, words.expired_hint),
            Standing::Ended => (strokes::CLOCK, "offer", words.ended, words.ended_hint),
        }
    };
    let of = view.clone();
    let details = move || {
        let words = &app.t().consent;
        let ConsentState::Given { at } = of.consent.state else { return None };
        let who = of.consent.guardian.clone().unwrap_or_default();
        Some(view! { <p>{(words.given_by)(&who, &moment(app, at))} " " {(words.until)(&moment(app, of.consent.until))}</p> })
    };
    view! {
        // The focus comes here once an answer has been taken.
        <section class=move || format!("ticket {} stack", told().1) aria-labelledby="consent-state">
            <h2 id="consent-state" class="withicon" tabindex="-1">
                {move || view! { <Icon name=told().0 /> }}
                {move || told().2}
            </h2>
            {details}
            <p>{move || told().3}</p>
        </section>
        <Purposes view />
        {(standing == Standing::Given).then(|| view! { <Withdraw link /> })}
    }
}

#[component]
fn Withdraw(link: Link) -> impl IntoView {
    let app = link.app;
    let asking = RwSignal::new(false);
    view! {
        <Trouble link />
        <p class="actions">
            <button class="button danger" type="button" aria-busy=move || link.busy.get().then_some("true") on:click=move |_| asking.set(true)>
                <Icon name=strokes::UNDO />
                {move || app.t().consent.withdraw}
            </button>
        </p>
        <Offline link />
        <Dialog
            id="withdraw"
            open=asking
            title=app.word(|t| t.consent.withdraw_title)
            text=app.word(|t| t.consent.withdraw_text)
            safe=app.word(|t| t.consent.withdraw_safe)
            act=app.word(|t| t.consent.withdraw_act)
            on_act=move |()| link.answer(Answer::Withdraw)
        />
    }
}
