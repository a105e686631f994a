//! The association's list of members, for those who keep it or look after it. In a chunk of its own: a volunteer's first visit brings nothing of it.

mod acts;
mod audit;
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
mod notes;
mod parts;
mod people;
mod same;
mod saved;
mod table;
mod taking_part;
mod values;

use crate::{
    api::{ApiError, ProblemKind},
    i18n::Catalogue,
    model::can::{Act, Denied as Why},
    pages::parts::gate::{Gate, Words, is_shut, may},
    routes,
    state::{self, App, use_app},
    ui::{Empty, strokes},
};
use leptos::{prelude::*, task::spawn_local};

/// What is typed of a message, also of one that does not go to members.
pub mod writing {
    pub use super::messages::{Texts, USUAL, WAYS, Ways, Writing};
}

/// Whether this person may change the list, or their organisation's part of it, as far as this device knows.
fn keeps(app: App) -> bool {
    may(app, Act::ChangeMembers).is_ok()
}

/// Whether this person may write to members. Not all who keep a part of the list may.
fn sends(app: App) -> bool {
    may(app, Act::SendMessages).is_ok()
}

/// Why the backend has refused, in words; `None`: it has not.
fn refusal(app: App, error: &ApiError) -> Option<String> {
    let ApiError::Problem { problem, .. } = error else { return None };
    if error.kind() != Some(ProblemKind::Forbidden) {
        return None;
    }
    let words = &app.t().rights;
    let why = problem.detail.as_deref().and_then(Why::from_code);
    Some(why.map_or_else(|| words.denied_somehow.to_owned(), |why| (words.denied)(&why)))
}

#[component]
pub fn Roster() -> impl IntoView {
    let app = use_app();
    view! { <For title=app.word(|t| t.roster.title) path=routes::ROSTER act=Act::SeeMembers shown=|| view! { <list::List /> }.into_any() /> }
}

#[component]
pub fn Import() -> impl IntoView {
    let app = use_app();
    view! { <For title=app.word(|t| t.roster_import.title) path=routes::ROSTER_IMPORT act=Act::ImportMembers shown=|| view! { <import::Work /> }.into_any() /> }
}

#[component]
pub fn Duplicates() -> impl IntoView {
    let app = use_app();
    view! { <For title=app.word(|t| t.roster_same.title) path=routes::ROSTER_DUPLICATES act=Act::MergeMembers shown=|| view! { <same::Work /> }.into_any() /> }
}

#[component]
pub fn Audit() -> impl IntoView {
    let app = use_app();
    view! { <For title=app.word(|t| t.audit.title) path=routes::ROSTER_AUDIT act=Act::SeeAudit shown=|| view! { <audit::Work /> }.into_any() /> }
}

#[component]
pub fn People() -> impl IntoView {
    let app = use_app();
    view! { <For title=app.word(|t| t.rights.people) path=routes::ROSTER_PEOPLE act=Act::GiveRoles shown=|| view! { <people::Work /> }.into_any() /> }
}

#[component]
pub fn Messages() -> impl IntoView {
    let app = use_app();
    view! { <For title=app.word(|t| t.messages.title) path=routes::ROSTER_MESSAGES act=Act::SeeMessages shown=|| view! { <messages::List /> }.into_any() /> }
}

#[component]
pub fn NewMessage() -> impl IntoView {
    let app = use_app();
    view! { <For title=app.word(|t| t.messages.new) path=routes::ROSTER_NEW_MESSAGE act=Act::SendMessages shown=|| view! { <messages::Compose /> }.into_any() /> }
}

#[component]
pub fn Message(
    /// As it stands in the address, which may be nonsense.
    id: String,
) -> impl IntoView {
    let app = use_app();
    let shown = move || view! { <messages::One id=id.clone() /> }.into_any();
    view! { <For title=app.word(|t| t.messages.title) path=routes::ROSTER_MESSAGES act=Act::SeeMessages back=routes::ROSTER_MESSAGES shown /> }
}

/// A page for those who may do an act.
#[component]
fn For(
    #[prop(into)] title: Signal<String>,
    /// Its address, or where one begins anew after signing in.
    path: &'static str,
    act: Act,
    /// Where it leads back to: the list, or what was sent to people on it. The list itself leads nowhere.
    #[prop(default = routes::ROSTER)]
    back: &'static str,
    shown: impl Fn() -> AnyView + Send + Sync + 'static,
) -> impl IntoView {
    let app = use_app();
    // Whose right to the list is gone keeps nothing of it on this device.
    Effect::new(move |_| {
        if is_shut(app, act) && may(app, Act::SeeMembers).is_err() && app.keeping.with(Option::is_some) {
            spawn_local(state::roster::put_away_for_good(app));
        }
    });
    let label: fn(&Catalogue) -> &'static str = if back == routes::ROSTER { |t| t.roster.title } else { |t| t.messages.title };
    let words =
        |t: &Catalogue| Words { sign_in: [t.roster.sign_in, t.roster.sign_in_hint], not_here: [t.roster.not_here, t.roster.not_here_hint] };
    view! { <Gate title class="roster" act path back=(path != routes::ROSTER).then_some((back, label)) words shown /> }
}

/// Nobody was there for too long.
#[component]
fn Away(roster: state::roster::Roster) -> impl IntoView {
    let app = use_app();
    let again = move || view! { <button class="button primary" type="button" on:click=move |_| roster.open_again()>{move || app.t().roster.open_again}</button> };
    view! { <Empty icon=strokes::CLOCK title=app.word(|t| t.roster.away) text=app.word(|t| t.roster.away_hint) act=again /> }
}
