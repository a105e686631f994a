//! A counted figure: never without what it counts and when it was true.

use super::SourceLink;
use crate::{
    i18n::{dates::capital, numbers},
    model::{Indicator, PartialDate, Source, Texts, organisation::Gift},
    shell::{Demo, Said, StandIn},
    state::use_app,
};
use leptos::prelude::*;

/// What the hub's figures and an organisation's gifts have in common.
#[derive(Clone)]
pub struct Counted {
    name: Texts,
    value: Option<f64>,
    about: bool,
    unit: Option<Texts>,
    definition: Option<Texts>,
    as_of: PartialDate,
    source: Option<Source>,
    demo: bool,
}

impl From<Indicator> for Counted {
    fn from(of: Indicator) -> Self {
        let Indicator { name, value, about, unit, definition, as_of, source, demo, .. } = of;
        Self { name, value, about, unit, definition, as_of, source, demo }
    }
}

impl From<Gift> for Counted {
    fn from(of: Gift) -> Self {
        let Gift { what, value, about, unit, as_of, source } = of;
        Self { name: what, value: Some(value as f64), about, unit: Some(unit), definition: None, as_of, source, demo: false }
    }
}

/// An entry of `ul.figures`, under an h2.
#[component]
pub fn Figure(#[prop(into)] of: Counted) -> impl IntoView {
    let app = use_app();
    let Counted { name, value, about, unit, definition, as_of, source, demo } = of;
    let flagged = definition.clone().unwrap_or_else(|| name.clone());
    let value = move || match value {
        Some(value) => view! {
            <p class="value">
                {about.then(|| view! { <span class="quiet">{app.t().common.about} " "</span> }.into_any())}
                <b>{numbers::number(app.lang(), value)}</b>
                {unit.clone().map(|unit| view! { " " <span class="quiet"><Said texts=unit /></span> }.into_any())}
            </p>
        }
        .into_any(),
        None => view! { <p class="nodata">{app.t().common.no_data}</p> }.into_any(),
    };
    view! {
        <li class="figure">
            <h3 class="label">
                <Said texts=name />
            </h3>
            {value}
            {definition.map(|definition| view! { <p class="definition"><Said texts=definition /></p> }.into_any())}
            <p class="asof">
                <time datetime=as_of.to_string()>{move || capital(&(app.t().common.as_of)(&app.t().dates.partial(as_of)))}</time>
                {source.map(|source| view! { " · " <SourceLink source /> }.into_any())}
            </p>
            <p class="marks">
                <StandIn texts=flagged />
                <Demo shown=demo />
            </p>
        </li>
    }
}
