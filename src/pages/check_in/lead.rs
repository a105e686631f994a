//! The roll as its leader sees it: which shift, how many are here, and three ways to note them.

use super::{
    code::Code,
    hours::Hours,
    list::List,
    noting::{Seen, closed_text, everybody},
    scan::Scan,
    stand_in::StandIns,
};
use crate::{
    model::{
        Instant,
        attendance::{NotNow, presence_open},
        roll::Roll,
    },
    shell::Said,
    state::{App, kept::Kept, use_app},
    ui::{Icon, Segmented, strokes},
};
use leptos::prelude::*;
use std::sync::Arc;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    List,
    Scan,
    Code,
}

#[component]
pub fn Lead(roll: Kept<Roll>) -> impl IntoView {
    let app = use_app();
    let known = Memo::new(move |_| roll.value.get().map(Known));
    let people = Memo::new(move |_| roll.value.get().map(|roll| everybody(app, &roll, app.now.get(), &app.zone())).unwrap_or_default());
    let way = RwSignal::new(Way::List);
    let closed = Memo::new(move |_| roll.value.with(|roll| presence_open(roll.as_ref()?.span(), app.now.get()).err()));
    let open = Memo::new(move |_| closed.get().is_none());
    let on_scan = Callback::new(move |()| way.set(Way::Scan));
    let ways = vec![
        (Way::List, app.word(|t| t.check_in.list)),
        (Way::Scan, app.word(|t| t.check_in.scan)),
        (Way::Code, app.word(|t| t.check_in.code)),
    ];
    view! {
        {move || known.get().map(|Known(roll)| view! { <Head roll people /> })}
        <Show when=move || app.connection.is_offline()>
            <p class="why"><Icon name=strokes::OFFLINE class="icon icon-s" /> <span>{move || saved(app, roll)}</span></p>
        </Show>
        {move || closed.get().map(|why| view! { <Closed why /> })}
        <StandIns roll people />
        <span class="sr" id="ways">{move || app.t().check_in.title}</span>
        <Segmented labelled_by="ways" chosen=way on_choose=move |chosen| way.set(chosen) options=ways />
        {move || known.get().map(|Known(known)| match way.get() {
            Way::List => view! { <List roll=known people open on_scan /> <Hours roll people /> }.into_any(),
            Way::Scan => view! { <Scan roll people closed /> }.into_any(),
            Way::Code => view! { <Code roll=known closed /> }.into_any(),
        })}
    }
}

/// Nobody can be noted now: since or until when.
#[component]
fn Closed(why: NotNow) -> impl IntoView {
    let app = use_app();
    let text = move || closed_text(app, why);
    view! { <p class="why" role="status"><Icon name=strokes::CLOCK class="icon icon-s" /> <span>{text}</span></p> }
}

/// The shift that the roll is of, whoever is on it: others' marks must not draw everything anew, and take away what is being typed.
#[derive(Clone)]
struct Known(Arc<Roll>);

impl PartialEq for Known {
    fn eq(&self, other: &Self) -> bool {
        let head = |roll: &Roll| Roll { people: Vec::new(), as_of: Instant(0), ..roll.clone() };
        head(&self.0) == head(&other.0)
    }
}

fn saved(app: App, roll: Kept<Roll>) -> String {
    let t = app.t();
    roll.saved_at.get().map(|at| (t.check_in.saved_roll)(&t.dates.moment(at, app.now.get(), &app.zone()))).unwrap_or_default()
}

#[component]
fn Head(roll: Arc<Roll>, people: Memo<Vec<Seen>>) -> impl IntoView {
    let app = use_app();
    let (starts, ends) = (roll.starts, roll.ends);
    let when = move || {
        let zone = app.zone();
        app.t().dates.span(starts, ends, &zone, zone.day(app.now.get()).year())
    };
    let count = move || {
        people.with(|people| {
            let here = people.iter().filter(|seen| seen.is_here()).count() as u64;
            let all = people.iter().filter(|seen| (seen.listed.expected && !seen.listed.deleted) || seen.is_here()).count() as u64;
            (app.t().check_in.here_of)(here, all)
        })
    };
    let role = roll.role.clone().map(|texts| view! { <p class="quiet"><Said texts /></p> });
    view! {
        <div class="stack tight">
            <p class="strong"><Said texts=roll.title.clone() /></p>
            {role}
            <p class="quiet">{when}</p>
            <p class="here-count" role="status">{count}</p>
        </div>
    }
}
