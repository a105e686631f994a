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
    api::rights,
    model::{
        OrganisationId, Texts,
        can::{self, Act, Rights},
    },
    pages::parts::gate,
    routes,
    shell::Said,
    state::{App, use_app},
    ui::{Empty, Icon, strokes},
};
use leptos::{prelude::*, task::spawn_local};

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

/// What the backend says of whoever is here, once it has.
#[derive(Clone, Copy)]
struct Known(RwSignal<Option<Rights>>);

/// Asks for which organisations somebody publishes, where their roles alone do not tell. For the page and all that is on it.
fn learn_rights() {
    let (app, known) = (use_app(), RwSignal::new(None));
    provide_context(Known(known));
    let asks = Memo::new(move |_| {
        let roles = app.session.person.with(|person| person.as_ref().map(|person| person.roles.clone())).unwrap_or_default();
        let unsure = publishes(app) && !can::publishes_of(&roles, None, None);
        (unsure && !app.connection.is_offline()).then(|| app.session.owner()).flatten()
    });
    Effect::new(move |_| {
        let Some(owner) = asks.get() else { return };
        spawn_local(async move {
            let answer = app.client().read(&rights::mine()).await;
            if let Ok(rights) = answer
                && app.session.owner_untracked().as_ref() == Some(&owner)
            {
                known.try_set(Some(rights));
            }
        });
    });
}

/// Whether whoever is here may publish anything, as far as their roles tell.
fn publishes(app: App) -> bool {
    app.can().native && app.session.owner().is_some() && gate::may(app, Act::Publish).is_ok()
}

/// The way to a form, for those who may save there.
#[component]
fn ToForm(
    #[prop(into)] href: String,
    #[prop(into)] label: Signal<String>,
    /// Which of several, for those who only hear it.
    #[prop(optional)]
    about: Option<Texts>,
    /// Whose record it is; not said of a new one.
    #[prop(optional)]
    of: Option<Option<OrganisationId>>,
) -> impl IntoView {
    let (app, known) = (use_app(), use_context::<Known>());
    let icon = if of.is_none() { strokes::PLUS } else { strokes::SLIDERS };
    let shown = Memo::new(move |_| {
        let fits = of.as_ref().is_none_or(|of| {
            let rights = known.and_then(|known| known.0.get());
            app.session
                .person
                .with(|person| can::publishes_of(person.as_ref().map_or(&[], |person| &person.roles), rights.as_ref(), of.as_ref()))
        });
        publishes(app) && fits
    });
    let (href, about) = (StoredValue::new(href), StoredValue::new(about));
    view! {
        <Show when=move || shown.get()>
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
