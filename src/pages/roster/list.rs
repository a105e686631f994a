//! The list as it stands: search, segments, the table; and what is shown instead where there is nothing to show.

use super::{
    Away,
    acts::Acts,
    bulk::Bulk,
    card::Card,
    cell,
    export::Export,
    keeps,
    look::Look,
    may,
    parts::{Columns, Parts},
    refusal,
    table::Table,
};
use crate::{
    api::{ApiError, ProblemKind},
    i18n::Catalogue,
    model::{
        can::Act,
        member::{Field, Member},
        presence::Present,
        roster::Row,
    },
    pages::parts::gate::Denied,
    routes,
    state::{
        roster::{Roster, new_member},
        use_app,
    },
    ui::{
        Empty, Icon, Skeleton, TextField,
        strokes::{self, Strokes},
    },
    web::{clock, sheets},
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// What the page is about at this moment.
#[derive(Clone, Copy, PartialEq)]
enum Stands {
    Loading,
    There,
    Empty,
    /// The backend says no, whatever this device thought.
    Denied,
    /// Nothing here, and nothing to be had.
    Missing,
    Away,
}

fn stands(roster: Roster) -> Stands {
    let denied = roster.failure.with(|failure| failure.as_deref().and_then(ApiError::kind) == Some(ProblemKind::Forbidden));
    let none = roster.rows.with(|rows| rows.is_empty()) && roster.first.with(Option::is_none);
    match (roster.away.get(), denied, none, roster.whole.get()) {
        (true, ..) => Stands::Away,
        (_, true, ..) => Stands::Denied,
        (_, _, false, _) => Stands::There,
        (_, _, true, false) => Stands::Loading,
        (_, _, true, true) if roster.failure.with(Option::is_some) => Stands::Missing,
        (_, _, true, true) => Stands::Empty,
    }
}

/// Has what reads and writes spreadsheets kept on the device, a moment after the list is there: a leader takes a list along where no network is.
fn keep_sheets(roster: Roster) {
    let there = Memo::new(move |_| roster.saved_at.with(Option::is_some));
    Effect::new(move |_| {
        if there.get() {
            spawn_local(async {
                clock::sleep(5000).await;
                sheets::keep().await;
            });
        }
    });
}

#[component]
pub fn List() -> impl IntoView {
    let app = use_app();
    let roster = Roster::open(app);
    roster.be_here();
    let stands = Memo::new(move |_| stands(roster));
    keep_sheets(roster);
    move || {
        match stands.get() {
        Stands::Loading => view! { <Skeleton label=app.word(|t| t.common.loading) /> }.into_any(),
        Stands::There => view! { <There roster /> }.into_any(),
        Stands::Empty => view! { <Nobody roster /> }.into_any(),
        Stands::Denied => view! { <Denied why=Signal::derive(move || roster.failure.get().as_deref().and_then(|error| refusal(app, error))) /> }.into_any(),
        Stands::Missing => view! { <Empty icon=strokes::OFFLINE title=app.word(|t| t.common.nothing_saved) text=app.word(|t| t.common.nothing_saved_hint) /> }.into_any(),
        Stands::Away => view! { <Away roster /> }.into_any(),
    }
    }
}

#[component]
fn There(roster: Roster) -> impl IntoView {
    let app = use_app();
    let look = Look::new(roster);
    let open = RwSignal::new(None::<Arc<Row>>);
    let count = move || {
        let found = look.found.with(|found| found.len());
        match roster.first.with(|first| first.as_ref().map(|(_, all)| *all)) {
            // How many a search finds is known when all of it is there.
            Some(all) => (app.t().roster.found_of)(all as u64, all as u64),
            None => (app.t().roster.found_of)(found as u64, roster.rows.with(|rows| rows.len()) as u64),
        }
    };
    let none = Memo::new(move |_| look.found.with(|found| found.is_empty()));
    let can = Memo::new(move |_| keeps(app));
    let all =
        move || view! { <button class="button" type="button" on:click=move |_| look.show_all()>{move || app.t().roster.show_all}</button> };
    view! {
        <Told roster />
        <OwnPart roster />
        <Acts roster />
        <div class="roster-split">
            <Parts look />
            <div class="stack">
                <div class="roster-tools">
                    <TextField
                        id="roster-search"
                        label=app.word(|t| t.roster.search)
                        hint=app.word(|t| t.roster.search_hint)
                        value=look.typed
                        error=Signal::stored(None::<String>)
                        kind="search"
                    />
                    <p class="quiet small" role="status">{count}</p>
                    <Columns look />
                </div>
                <div class="stack" inert=move || roster.first.with(Option::is_some)><Ways look open /></div>
                <Show when=move || can.get()><Bulk look /></Show>
                <Show when=move || none.get() fallback=move || view! { <Table look open /> }>
                    <Empty icon=strokes::SEARCH title=app.word(|t| t.roster.none_found) text=app.word(|t| t.roster.none_found_hint) act=all />
                </Show>
            </div>
        </div>
        <Card roster open />
    }
}

/// An empty list, with the ways to fill it.
#[component]
fn Nobody(roster: Roster) -> impl IntoView {
    let app = use_app();
    let open = RwSignal::new(None::<Arc<Row>>);
    let can = Memo::new(move |_| keeps(app));
    let add = move || can.get().then(|| view! { <Add open /> });
    view! {
        <Told roster />
        <OwnPart roster />
        <Acts roster />
        <Empty icon=strokes::USERS title=app.word(|t| t.roster.empty) text=app.word(|t| t.roster.empty_hint) act=add />
        <Card roster open />
    }
}

/// One by one, or many from a spreadsheet.
#[component]
fn Add(open: RwSignal<Option<Arc<Row>>>) -> impl IntoView {
    let app = use_app();
    view! {
        <AddOne open />
        <a class="button" href=routes::ROSTER_IMPORT><Icon name=strokes::UPLOAD /> {move || app.t().roster_import.title}</a>
    }
}

#[component]
fn AddOne(open: RwSignal<Option<Arc<Row>>>) -> impl IntoView {
    let app = use_app();
    let add = move |_| open.set(new_member().map(|id| Arc::new(Row::new(Member::new(id)))));
    view! { <button class="button" type="button" on:click=add><Icon name=strokes::PLUS /> {move || app.t().roster_acts.add_person}</button> }
}

/// A coordinator is told whose part of the list it is.
#[component]
fn OwnPart(roster: Roster) -> impl IntoView {
    let app = use_app();
    let text = move || {
        let own = roster.own_part()?;
        let names = own.iter().map(|id| cell::label(app, Field::Organisations, id.as_str())).collect::<Vec<_>>().join(", ");
        Some((app.t().rights.slice)(&names))
    };
    move || text().map(|text| view! { <p class="why"><Icon name=strokes::USERS class="icon icon-s" /> <span>{text}</span></p> })
}

/// What is done with the list as a whole, and the pages about it; to each, what is their work.
#[component]
fn Ways(look: Look, open: RwSignal<Option<Arc<Row>>>) -> impl IntoView {
    let app = use_app();
    let way = move |act: Act, path: &'static str, icon: Strokes, label: fn(&Catalogue) -> &'static str| {
        let fits = Memo::new(move |_| may(app, act).is_ok());
        view! { <Show when=move || fits.get()><a class="button" href=path><Icon name=icon /> {move || label(app.t())}</a></Show> }
    };
    let can = Memo::new(move |_| keeps(app));
    view! {
        <div class="roster-ways">
            <Show when=move || can.get() fallback=move || view! { <p class="quiet small">{move || app.t().roster_acts.read_only}</p> }><AddOne open /></Show>
            {way(Act::ImportMembers, routes::ROSTER_IMPORT, strokes::UPLOAD, |t| t.roster_import.title)}
            {way(Act::MergeMembers, routes::ROSTER_DUPLICATES, strokes::MERGE, |t| t.roster_same.title)}
            {way(Act::SeeMessages, routes::ROSTER_MESSAGES, strokes::MAIL, |t| t.messages.title)}
            <Export look />
            {way(Act::SeeAudit, routes::ROSTER_AUDIT, strokes::CLOCK, |t| t.audit.title)}
            {way(Act::GiveRoles, routes::ROSTER_PEOPLE, strokes::PERSON, |t| t.rights.people)}
        </div>
    }
}

/// How old it is where it cannot be refreshed, and what could not be read.
#[component]
fn Told(roster: Roster) -> impl IntoView {
    let app = use_app();
    let as_of = move || {
        let t = app.t();
        let stale = app.connection.is_offline() || roster.failure.with(Option::is_some);
        roster.saved_at.get().filter(|_| stale).map(|at| (t.roster.as_of)(&t.dates.moment(at, app.now.get(), &app.zone())))
    };
    let others = move || {
        let words = &app.t().roster_besides;
        let name = |one: Present| {
            let who = one.name.unwrap_or_else(|| words.somebody_else.to_owned());
            let member =
                one.member.and_then(|id| roster.rows.with(|rows| rows.iter().find(|row| row.member.id == id)?.member.name.clone()));
            member.map_or(who.clone(), |member| (words.at_member)(&who, &member))
        };
        let names: Vec<String> = roster.others.get().into_iter().map(name).collect();
        (!names.is_empty()).then(|| (words.also_here)(&names.join(", ")))
    };
    let bad = move || Some(roster.bad.get()).filter(|bad| *bad > 0).map(|bad| (app.t().roster.unread)(bad as u64));
    view! {
        {move || as_of().map(|text| view! { <p class="why"><Icon name=strokes::OFFLINE class="icon icon-s" /> <span>{text}</span></p> })}
        <div role="status">{move || others().map(|text| view! { <p class="why"><Icon name=strokes::USERS class="icon icon-s" /> <span>{text}</span></p> })}</div>
        {move || bad().map(|text| view! { <p class="why warning"><Icon name=strokes::ALERT class="icon icon-s" /> <span>{text}</span></p> })}
    }
}
