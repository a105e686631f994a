//! The association's list of members, for those who keep it or look after it. In a chunk of its own: a volunteer's first visit brings nothing of it.

mod acts;
mod bulk;
mod card;
mod cell;
mod entries;
mod export;
mod form;
mod import;
mod list;
mod look;
mod messages;
mod parts;
mod same;
mod saved;
mod table;
mod values;

use crate::{
    model::access::{ROSTER_KEEPERS, ROSTER_READERS},
    routes,
    shell::{Page, Place},
    state::{self, App, use_app},
    ui::{Empty, Icon, Skeleton, strokes},
};
use leptos::prelude::*;

/// Who stands before the page, as far as this device knows. The backend decides by itself.
#[derive(Clone, Copy, PartialEq)]
enum Visitor {
    Unknown,
    Nobody,
    /// Signed in, and no leader.
    Other,
    Reader,
    /// This backend keeps no list.
    Elsewhere,
}

fn visitor(app: App) -> Visitor {
    if !app.can().account {
        return Visitor::Elsewhere;
    }
    if !app.session.known.get() {
        return Visitor::Unknown;
    }
    app.session.person.with(|person| match person {
        None => Visitor::Nobody,
        Some(person) if person.roles.iter().any(|role| ROSTER_READERS.contains(role)) => Visitor::Reader,
        Some(_) => Visitor::Other,
    })
}

/// Whether this person may change the list, as far as this device knows.
fn keeps(app: App) -> bool {
    app.session.person.with(|person| person.as_ref().is_some_and(|person| person.roles.iter().any(|role| ROSTER_KEEPERS.contains(role))))
}

#[component]
pub fn Roster() -> impl IntoView {
    let app = use_app();
    view! { <For title=app.word(|t| t.roster.title) path=routes::ROSTER shown=|| view! { <list::List /> }.into_any() /> }
}

#[component]
pub fn Import() -> impl IntoView {
    let app = use_app();
    let shown = move || if keeps(app) { view! { <import::Work /> }.into_any() } else { view! { <Denied /> }.into_any() };
    view! { <For title=app.word(|t| t.roster_import.title) path=routes::ROSTER_IMPORT shown /> }
}

#[component]
pub fn Duplicates() -> impl IntoView {
    let app = use_app();
    let shown = move || if keeps(app) { view! { <same::Work /> }.into_any() } else { view! { <Denied /> }.into_any() };
    view! { <For title=app.word(|t| t.roster_same.title) path=routes::ROSTER_DUPLICATES shown /> }
}

#[component]
pub fn Messages() -> impl IntoView {
    let app = use_app();
    view! { <For title=app.word(|t| t.messages.title) path=routes::ROSTER_MESSAGES shown=|| view! { <messages::List /> }.into_any() /> }
}

#[component]
pub fn NewMessage() -> impl IntoView {
    let app = use_app();
    let shown = move || if keeps(app) { view! { <messages::Compose /> }.into_any() } else { view! { <messages::ReadOnly /> }.into_any() };
    view! { <For title=app.word(|t| t.messages.new) path=routes::ROSTER_NEW_MESSAGE shown /> }
}

#[component]
pub fn Message(
    /// As it stands in the address, which may be nonsense.
    id: String,
) -> impl IntoView {
    let app = use_app();
    let shown = move || view! { <messages::One id=id.clone() /> }.into_any();
    view! { <For title=app.word(|t| t.messages.title) path=routes::ROSTER_MESSAGES back=routes::ROSTER_MESSAGES shown /> }
}

/// A page for those who may see the list.
#[component]
fn For(
    #[prop(into)] title: Signal<String>,
    /// Its address, or where one begins anew after signing in.
    path: &'static str,
    /// Where it leads back to: the list, or what was sent to people on it. The list itself leads nowhere.
    #[prop(default = routes::ROSTER)]
    back: &'static str,
    shown: impl Fn() -> AnyView + Send + Sync + 'static,
) -> impl IntoView {
    let app = use_app();
    let who = Memo::new(move |_| visitor(app));
    let to = move || if back == routes::ROSTER { app.t().roster.title } else { app.t().messages.title };
    let sign_in = move || view! { <a class="button primary" href=routes::sign_in_then(path)>{move || app.t().common.sign_in}</a> };
    view! {
        <Page title place=Place::Other class="roster">
            {(path != routes::ROSTER).then(|| view! { <p><a class="withicon" href=back><Icon name=strokes::BACK class="icon icon-s" /> {to}</a></p> })}
            <h1>{title}</h1>
            {move || match who.get() {
                Visitor::Unknown => view! { <Skeleton label=app.word(|t| t.common.loading) /> }.into_any(),
                Visitor::Nobody => view! { <Empty icon=strokes::PERSON title=app.word(|t| t.roster.sign_in) text=app.word(|t| t.roster.sign_in_hint) act=sign_in /> }.into_any(),
                Visitor::Elsewhere => view! { <Empty icon=strokes::USERS title=app.word(|t| t.roster.not_here) text=app.word(|t| t.roster.not_here_hint) /> }.into_any(),
                Visitor::Other => view! { <Denied /> }.into_any(),
                Visitor::Reader => shown(),
            }}
        </Page>
    }
}

/// Nobody was there for too long.
#[component]
fn Away(roster: state::roster::Roster) -> impl IntoView {
    let app = use_app();
    let again = move || view! { <button class="button primary" type="button" on:click=move |_| roster.open_again()>{move || app.t().roster.open_again}</button> };
    view! { <Empty icon=strokes::CLOCK title=app.word(|t| t.roster.away) text=app.word(|t| t.roster.away_hint) act=again /> }
}

#[component]
fn Denied() -> impl IntoView {
    let app = use_app();
    view! { <Empty icon=strokes::USERS title=app.word(|t| t.roster.denied) text=app.word(|t| t.roster.denied_hint) /> }
}
