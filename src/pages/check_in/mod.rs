//! Checking in: for the leader of a shift its roll, with a scanner and the rotating code; for everybody else "I am here", by that code. All of it works without a network.

mod code;
mod hours;
mod lead;
mod list;
mod noting;
mod own;
mod person;
mod scan;
mod stand_in;

use crate::{
    api::{ApiError, ProblemKind, attendance},
    model::{ActionId, ShiftId},
    routes::{self, query},
    shell::{Back, Page, Place},
    state::{
        App,
        kept::{self, Kept},
        use_app,
    },
    store::{Room, records},
    ui::{Empty, Skeleton, strokes},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;

#[component]
pub fn CheckIn(id: String) -> impl IntoView {
    let app = use_app();
    let asked = use_query_map();
    let leads = leads(app);
    let title = Signal::derive(move || if leads.get() { app.t().check_in.title } else { app.t().check_in.own_title }.to_owned());
    let action = ActionId::new(&id).ok();
    let back = Back { href: routes::ME, label: app.word(|t| t.me.title) };
    let wanted = Memo::new(move |_| asked.with(|query| query.get(query::SHIFT).and_then(|shift| ShiftId::new(&shift).ok())));
    let known = action.clone();
    // Without a shift in the address: the one that is nearest.
    let shift = Memo::new(move |_| wanted.get().or_else(|| known.as_ref().and_then(|action| nearest(app, action))));
    let code = asked.with_untracked(|query| query.get(query::CODE).unwrap_or_default());
    let signed_in = Memo::new(move |_| app.session.whose());
    view! {
        <Page title place=Place::Me class="check-in" back>
            <h1>{title}</h1>
            {move || match (signed_in.get(), action.clone(), shift.get()) {
                (None, ..) => view! { <Skeleton label=app.word(|t| t.common.loading) /> }.into_any(),
                (Some(None), ..) => view! { <SignIn /> }.into_any(),
                (Some(Some(_)), Some(action), Some(shift)) => view! { <Shift action shift code=code.clone() /> }.into_any(),
                (Some(Some(_)), ..) => view! { <Empty icon=strokes::CALENDAR title=app.word(|t| t.me.not_listed) text=app.word(|t| t.check_in.no_roll_hint) /> }.into_any(),
            }}
        </Page>
    }
}

fn nearest(app: App, action: &ActionId) -> Option<ShiftId> {
    let action = app.actions.find(action)?;
    let now = app.now.get();
    action.shifts.iter().min_by_key(|shift| (shift.ends <= now, (shift.starts.0 - now.0).abs())).map(|shift| shift.id.clone())
}

#[component]
fn SignIn() -> impl IntoView {
    let app = use_app();
    let here = crate::web::page::path_and_query();
    let act = move || {
        view! { <a class="button primary" href=routes::sign_in_then(&here)>{move || app.t().common.sign_in}</a> }
    };
    view! { <Empty icon=strokes::PERSON title=app.word(|t| t.record.sign_in) text=app.word(|t| t.check_in.own_hint) act /> }
}

/// May lead shifts, as far as this device knows.
fn leads(app: App) -> Memo<bool> {
    Memo::new(move |_| app.session.person.with(|person| person.as_ref().is_some_and(kept::leads)))
}

/// One shift: its roll for whoever may lead it, as long as the backend does not say otherwise.
#[component]
fn Shift(action: ActionId, shift: ShiftId, code: String) -> impl IntoView {
    let app = use_app();
    let leads = leads(app);
    move || {
        let (action, shift, code) = (action.clone(), shift.clone(), code.clone());
        if leads.get() {
            view! { <Roll action shift code /> }.into_any()
        } else {
            view! { <own::Own action shift code titled=true /> }.into_any()
        }
    }
}

#[component]
fn Roll(action: ActionId, shift: ShiftId, code: String) -> impl IntoView {
    let app = use_app();
    let (of, at) = (action.clone(), shift.clone());
    let roll = Kept::open(app, Room::Own, records::roll(&action, &shift), move || attendance::roll(&of, &at));
    // Others note people too: every minute, as long as nothing of one's own is on its way.
    let (of, at) = (action.clone(), shift.clone());
    Effect::new(move |before: Option<()>| {
        app.now.track();
        if before.is_some() && !app.connection.is_offline() && app.outbox.entries.with_untracked(|entries| entries.is_empty()) {
            let call = attendance::roll(&of, &at);
            spawn_local(async move { roll.fetch(app, &call).await });
        }
    });
    let there = Memo::new(move |_| roll.value.with(Option::is_some));
    let refused = Memo::new(move |_| roll.failure.with(|failure| failure.as_deref().and_then(ApiError::kind)));
    move || {
        let (action, shift, code) = (action.clone(), shift.clone(), code.clone());
        match refused.get() {
            Some(ProblemKind::Forbidden) => view! { <NotMine action shift code /> }.into_any(),
            Some(ProblemKind::NotFound) => {
                view! { <Empty icon=strokes::LIST title=app.word(|t| t.check_in.no_shift) text=app.word(|t| t.check_in.no_shift_hint) /> }
                    .into_any()
            }
            _ if there.get() => view! { <lead::Lead roll /> }.into_any(),
            Some(ProblemKind::NotNow) => view! { <NotNow roll /> }.into_any(),
            _ if !roll.asked.get() => view! { <Skeleton label=app.word(|t| t.common.loading) /> }.into_any(),
            _ => view! { <NoRoll roll /> }.into_any(),
        }
    }
}

/// A shift that somebody else leads: I may still have a place in it, or hold the code that I scanned there.
#[component]
fn NotMine(action: ActionId, shift: ShiftId, code: String) -> impl IntoView {
    let app = use_app();
    let (of, at) = (action.clone(), shift.clone());
    let scanned = !code.is_empty();
    let joined = Memo::new(move |_| scanned || app.outbox.mine(app, &of, &at).is_in());
    move || match joined.get() {
        true => view! { <own::Own action=action.clone() shift=shift.clone() code=code.clone() titled=false /> }.into_any(),
        false => {
            let (title, text) = (app.word(|t| t.check_in.not_leader), app.word(|t| t.check_in.not_leader_hint));
            view! { <Empty icon=strokes::LIST title text /> }.into_any()
        }
    }
}

#[component]
fn NoRoll(roll: Kept<crate::model::roll::Roll>) -> impl IntoView {
    let app = use_app();
    view! { <Empty icon=strokes::LIST title=app.word(|t| t.check_in.no_roll) text=app.word(|t| t.check_in.no_roll_hint) code=roll.code(app) /> }
}

/// Too early or too late: since or until when.
#[component]
fn NotNow(roll: Kept<crate::model::roll::Roll>) -> impl IntoView {
    let app = use_app();
    let moment = move || roll.failure.with(|failure| failure.as_deref().and_then(ApiError::moment));
    let title = Signal::derive(move || {
        let t = app.t();
        let now = app.now.get();
        let told = moment().map(|at| (at > now, t.dates.moment(at, now, &app.zone())));
        match told {
            Some((true, time)) => (t.check_in.too_early)(&time),
            Some((false, time)) => (t.check_in.too_late)(&time),
            None => t.check_in.no_roll.to_owned(),
        }
    });
    view! { <Empty icon=strokes::CLOCK title text=app.word(|t| t.check_in.no_roll_hint) /> }
}
