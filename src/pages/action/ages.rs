//! Who can take part: what the law says of each age, and what the organiser adds. The person's own class is marked.

use super::here::Here;
use crate::{
    i18n::Catalogue,
    model::{
        Action, AgeClass, Guardian, WebLink,
        age::{AgeBar, age_bar},
    },
    pages::parts::ExternalLink,
    ui::{Badge, Icon, strokes},
};
use leptos::prelude::*;

#[component]
pub fn Ages(here: Here) -> impl IntoView {
    let app = here.app;
    let rules = Memo::new(move |_| here.action.with(|action| (action.youngest, action.hazards.clone())));
    // In what is over or called off nobody takes part any more; nobody knows what held for old actions either.
    move || {
        here.is_open().then(|| {
            let _ = rules.get();
            let t = app.t();
            let own = app.session.person.with(|person| person.as_ref().and_then(|person| person.age_class));
            let action = here.action.get_untracked();
            let rows = [AgeClass::Adult, AgeClass::From14To17, AgeClass::Under14].map(|class| row(t, &action, class, own == Some(class)));
            view! {
                <section class="stack" aria-labelledby="who">
                    <h2 id="who">{t.action.who}</h2>
                    <ul class="ages">{rows.collect_view()}</ul>
                    <p class="faint xs">
                        {match WebLink::new(t.action.law_link) {
                            Ok(link) => view! { <ExternalLink link text=t.action.law /> }.into_any(),
                            Err(_) => t.action.law.into_any(),
                        }}
                    </p>
                </section>
            }
        })
    }
}

fn row(t: &'static Catalogue, action: &Action, class: AgeClass, own: bool) -> impl IntoView + use<> {
    let words = &t.action;
    let bar = age_bar(class, &action.hazards, action.youngest, Some(Guardian::Present));
    let (icon, text) = match (bar, class) {
        (Err(AgeBar::Hazard(hazard)), _) => (strokes::X, (words.kept_away)(t.common.hazard(hazard))),
        (Err(_), _) => (strokes::X, words.organiser_takes_older.to_owned()),
        (Ok(()), AgeClass::Adult) => (strokes::CHECK, words.freely.to_owned()),
        (Ok(()), AgeClass::From14To17) => (strokes::CHECK, words.if_no_harm.to_owned()),
        (Ok(()), AgeClass::Under14) => (strokes::INFO, words.with_parent.to_owned()),
    };
    view! {
        <li>
            <Icon name=icon />
            <p>
                <b>{crate::i18n::dates::capital(t.common.age(class))}</b>
                {own.then(|| view! { "\u{a0}" <Badge form="soft" tone="accent" text=words.you.to_owned() /> })}
                {format!("\u{a0}– {text}")}
            </p>
        </li>
    }
}
