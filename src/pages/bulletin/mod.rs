//! Campaigns and news: what the city has set out to do together and how far it has come, and what the hub and its partners have to tell. For everybody, from the device first; whoever publishes finds the
//! way to the forms here (`pages/manage/bulletin`).

mod campaign;
mod campaigns;
mod news;
mod progress;

pub use campaign::One as Campaign;
pub use campaigns::All as Campaigns;
pub use news::All as News;

use crate::{
    model::{OrganisationId, Texts, can::Act},
    pages::parts::gate,
    routes,
    shell::Said,
    state::use_app,
    ui::{Empty, Icon, strokes},
};
use leptos::prelude::*;

/// News | Campaigns, as links.
#[component]
fn Sections(current: &'static str) -> impl IntoView {
    let app = use_app();
    let link = move |href: &'static str, campaigns: bool| {
        let name = move || if campaigns { app.t().news.campaigns } else { app.t().news.news };
        view! { <a href=href aria-current=(href == current).then_some("true")>{name}</a> }
    };
    view! {
        <div class="segmented" role="group" aria-label=move || format!("{}, {}", app.t().news.news, app.t().news.campaigns)>
            {link(routes::NEWS, false)}
            {link(routes::CAMPAIGNS, true)}
        </div>
    }
}

/// Whether whoever is here may publish, as far as their roles tell.
fn publishes() -> Memo<bool> {
    let app = use_app();
    Memo::new(move |_| app.can().native && app.session.owner().is_some() && gate::may(app, Act::Publish).is_ok())
}

/// The way to a form, for those who publish.
#[component]
fn ToForm(
    #[prop(into)] href: String,
    #[prop(into)] label: Signal<String>,
    /// Which of several, for those who only hear it.
    #[prop(optional)]
    about: Option<Texts>,
    #[prop(optional)] new: bool,
) -> impl IntoView {
    let publishes = publishes();
    let (href, about) = (StoredValue::new(href), StoredValue::new(about));
    let icon = if new { strokes::PLUS } else { strokes::SLIDERS };
    view! {
        <Show when=move || publishes.get()>
            <p class="actions"><a class="button" href=href.get_value()><Icon name=icon /> {label} {about.get_value().map(|texts| view! { <span class="sr">": " <Said texts /></span> })}</a></p>
        </Show>
    }
}

/// Nothing to list: there is none, or this backend has no such thing.
#[component]
fn Nothing(campaigns: bool) -> impl IntoView {
    let app = use_app();
    let words = move || {
        let words = &app.t().news;
        match (app.can().native, campaigns) {
            (false, _) => words.not_here,
            (true, true) => words.no_campaigns,
            (true, false) => words.no_news,
        }
    };
    view! { <Empty icon=strokes::INBOX title=Signal::derive(move || words()[0].to_owned()) text=Signal::derive(move || words()[1].to_owned()) /> }
}

/// Whose it is, with the way to their page. Nothing as long as the organisation is not known here.
#[component]
fn Whose(id: OrganisationId) -> impl IntoView {
    let app = use_app();
    let known = Memo::new(move |_| app.directory.find(&id).map(|one| (one.kind, one.id, one.name)));
    move || known.get().map(|(kind, id, name)| view! { <a href=routes::organisation(kind, &id)><Said texts=name /></a> })
}
