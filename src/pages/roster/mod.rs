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
    model::can::{self, Act, Denied as Why},
    routes,
    shell::{Page, Place},
    state::{self, App, use_app},
    ui::{Empty, Icon, Skeleton, strokes},
};
use leptos::{prelude::*, task::spawn_local};

/// Who stands before the page, as far as this device knows. The backend decides by itself.
#[derive(Clone, Copy, PartialEq)]
enum Visitor {
    Unknown,
    Nobody,
    /// Signed in, and may not do this.
    Other,
    Fit,
    /// This backend keeps no list.
    Elsewhere,
}

fn visitor(app: App, act: Act) -> Visitor {
    if !app.can().account {
        return Visitor::Elsewhere;
    }
    if !app.session.known.get() {
        return Visitor::Unknown;
    }
    match app.session.person.with(Option::is_some) {
        false => Visitor::Nobody,
        true if may(app, act).is_ok() => Visitor::Fit,
        true => Visitor::Other,
    }
}

/// Whether this person may do it, as far as their roles tell; else why not.
fn may(app: App, act: Act) -> Result<(), Why> {
    app.session.person.with(|person| can::may(person.as_ref().map_or(&[], |person| &person.roles), act))
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
    let who = Memo::new(move |_| visitor(app, act));
    let to = move || if back == routes::ROSTER { app.t().roster.title } else { app.t().messages.title };
    // Whose right to the list is gone keeps nothing of it on this device.
    Effect::new(move |_| {
        if who.get() == Visitor::Other && may(app, Act::SeeMembers).is_err() && app.keeping.with(Option::is_some) {
            spawn_local(state::roster::put_away_for_good(app));
        }
    });
    let sign_in = move || view! { <a class="button primary" href=routes::sign_in_then(path)>{move || app.t().common.sign_in}</a> };
    view! {
        <Page title place=Place::Other class="roster">
            {(path != routes::ROSTER).then(|| view! { <p><a class="withicon" href=back><Icon name=strokes::BACK class="icon icon-s" /> {to}</a></p> })}
            <h1>{title}</h1>
            {move || match who.get() {
                Visitor::Unknown => view! { <Skeleton label=app.word(|t| t.common.loading) /> }.into_any(),
                Visitor::Nobody => view! { <Empty icon=strokes::PERSON title=app.word(|t| t.roster.sign_in) text=app.word(|t| t.roster.sign_in_hint) act=sign_in /> }.into_any(),
                Visitor::Elsewhere => view! { <Empty icon=strokes::USERS title=app.word(|t| t.roster.not_here) text=app.word(|t| t.roster.not_here_hint) /> }.into_any(),
                Visitor::Other => view! { <Denied why=Signal::derive(move || may(app, act).err().map(|why| (app.t().rights.denied)(&why))) /> }.into_any(),
                Visitor::Fit => shown(),
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
fn Denied(#[prop(into)] why: Signal<Option<String>>) -> impl IntoView {
    let app = use_app();
    let text = Signal::derive(move || why.get().unwrap_or_else(|| app.t().rights.denied_somehow.to_owned()));
    view! { <Empty icon=strokes::USERS title=app.word(|t| t.rights.denied_title) text /> }
}
