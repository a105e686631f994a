//! Who asks, for what, and until when: all that a parent has to know before answering, and a link to the rest.

use crate::{
    i18n::dates,
    model::{
        Action, ActionState, Instant, WebLink,
        consent::{ConsentView, Purpose},
    },
    pages::parts::ExternalLink,
    routes,
    shell::{Said, StandIn},
    state::{App, use_app},
    ui::{Banner, Icon, Patch, strokes},
};
use leptos::prelude::*;
use std::sync::Arc;

#[component]
pub fn About(view: Arc<ConsentView>) -> impl IntoView {
    let app = use_app();
    let child = view.child.clone();
    let asks = move || {
        let words = &app.t().consent;
        child.as_deref().map_or_else(|| words.asks_unnamed.to_owned(), |child| (words.asks)(child))
    };
    view! {
        <p id="consent-asks"><strong>{asks}</strong></p>
        <Purposes view=view.clone() />
        <p>{move || (app.t().consent.until)(&moment(app, view.consent.until))}</p>
        <p class="quiet small">
            {move || app.t().consent.law}
            " "
            {move || match WebLink::new(app.t().action.law_link) {
                Ok(link) => view! { <ExternalLink link text=app.t().action.law /> }.into_any(),
                Err(_) => app.t().action.law.into_any(),
            }}
        </p>
    }
}

/// The action, or all of them.
#[component]
pub fn Purposes(view: Arc<ConsentView>) -> impl IntoView {
    let app = use_app();
    match (&view.consent.purpose, view.action.clone()) {
        (Purpose::Everything, _) => view! {
            <dl class="facts">
                <div>
                    <Icon name=strokes::CALENDAR />
                    <dt>{move || app.t().consent.for_all}</dt>
                    <dd>{move || app.t().consent.for_all_hint}</dd>
                </div>
            </dl>
        }
        .into_any(),
        (Purpose::Action(_), Some(action)) => view! { <OneAction action /> }.into_any(),
        (Purpose::Action(_), None) => view! { <p class="quiet">{move || app.t().consent.removed}</p> }.into_any(),
    }
}

#[component]
fn OneAction(action: Action) -> impl IntoView {
    let app = use_app();
    let zone = app.zone();
    let (starts, ends, direction) = (action.starts(), action.ends(), action.direction);
    let hub = app.hub();
    let district = action.district.as_deref().and_then(|key| hub.district(key)).map(|district| district.name.clone());
    let place = action.place.clone().or(district);
    let title = action.title.clone();
    let when = move || app.t().dates.span(starts, ends, &zone, zone.day(app.now.get()).year());
    view! {
        {(action.state == ActionState::Cancelled).then(|| view! {
            <Banner tone="warning" icon=strokes::ALERT strong=app.word(|t| t.consent.cancelled) text=String::new() />
        })}
        <section class="stack" aria-labelledby="consent-action">
            <p class="direction" data-dir=direction.key()>
                <Patch key=direction.key() class="patch patch-s" />
                {move || app.t().common.direction(direction)}
            </p>
            <h2 id="consent-action">
                <a href=routes::action(&action.id)><Said texts=title.clone() /></a>
                " "
                <StandIn texts=title />
            </h2>
            <dl class="facts">
                <div>
                    <Icon name=strokes::CALENDAR />
                    <dt><time datetime=starts.to_string()>{when}</time></dt>
                </div>
                {place.map(|place| view! {
                    <div>
                        <Icon name=strokes::PIN />
                        <dt><Said texts=place.clone() /> " " <StandIn texts=place /></dt>
                    </div>
                })}
            </dl>
            <p class="quiet">{move || app.t().consent.for_one}</p>
        </section>
    }
}

/// A moment as the hub's clock shows it, always with its day: what is agreed to here is read again on other days.
pub fn moment(app: App, at: Instant) -> String {
    let zone = app.zone();
    let local = zone.local(at);
    format!("{}, {}", app.t().dates.day(local.date(), zone.day(app.now.get()).year()), dates::clock(local))
}
