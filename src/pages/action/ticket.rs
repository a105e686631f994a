//! How the person stands with a shift, at the top of the page: sewn when it is decided, a seam while it waits.

use super::{acts, calendar::AddToCalendar, cover::Cover, here::Here, shifts};
use crate::{
    api::{ApiError, capabilities::Joins},
    model::{Guardian, Instant, ShiftId, Signup},
    outbox::{Entry, Mine, Standing},
    routes,
    shell::Said,
    state::App,
    ui::{Badge, Icon, Strokes, strokes},
};
use leptos::prelude::*;

/// One ticket a shift that the person has to do with. What is over or called off is told by the banner instead.
#[component]
pub fn Tickets(here: Here) -> impl IntoView {
    let app = here.app;
    let shifts =
        Memo::new(move |_| -> Vec<ShiftId> { here.action.with(|action| action.shifts.iter().map(|shift| shift.id.clone()).collect()) });
    // Decisions are told by a toast; that something waits or was refused is told here, once.
    let spoken = move || {
        let words = &app.t().acts;
        let said = shifts.get().iter().find_map(|id| match here.mine(id) {
            Mine::Joining { .. } => Some(words.joining),
            Mine::Leaving => Some(words.leaving),
            Mine::Undecided { .. } => Some(words.undecided),
            _ => None,
        });
        said.unwrap_or_default()
    };
    view! {
        <p class="sr" role="status">
            {spoken}
        </p>
        <For each=move || shifts.get() key=ShiftId::clone let:id>
            <Ticket here id />
        </For>
    }
}

#[component]
fn Ticket(here: Here, id: ShiftId) -> impl IntoView {
    let mine = {
        let id = id.clone();
        Memo::new(move |_| here.mine(&id))
    };
    let closed = Memo::new(move |_| here.over.get() || here.is_cancelled());
    // The place has gone while this page was looked at. Who gave it up themselves was leaving in between.
    let covered = Memo::new(move |before: Option<&(Mine, bool)>| {
        let now = mine.get();
        let covered = now == Mine::No && before.is_some_and(|(before, covered)| *covered || *before == Mine::CannotCome);
        (now, covered)
    });
    move || {
        // Read whatever it comes to, as it remembers how it was before.
        let (mine_now, covered) = covered.get();
        match mine_now {
            Mine::No if covered && !closed.get() => view! { <Covered here id=id.clone() /> }.into_any(),
            Mine::No => ().into_any(),
            Mine::Confirmed | Mine::CannotCome | Mine::Waitlisted { .. } | Mine::Offered { .. } if closed.get() => ().into_any(),
            Mine::Confirmed | Mine::CannotCome => view! { <Confirmed here id=id.clone() mine /> }.into_any(),
            Mine::Waitlisted { position } => view! { <Waitlisted here id=id.clone() position /> }.into_any(),
            Mine::Offered { until } => view! { <Offered here id=id.clone() until /> }.into_any(),
            Mine::Joining { or_wait } => view! { <Joining here id=id.clone() or_wait /> }.into_any(),
            Mine::Leaving => view! { <Leaving here id=id.clone() /> }.into_any(),
            Mine::Undecided { why } => view! { <Undecided here id=id.clone() why /> }.into_any(),
        }
    }
}

/// The frame of every ticket: its state as a heading, which shift it is about, and what follows.
#[component]
fn Frame(
    here: Here,
    id: ShiftId,
    class: &'static str,
    icon: Strokes,
    #[prop(into)] state: Signal<String>,
    children: Children,
) -> impl IntoView {
    let heading = format!("ticket-{id}");
    let labelled = heading.clone();
    view! {
        <section class=format!("ticket {class} stack") aria-labelledby=labelled>
            <h2 id=heading class="withicon">
                <Icon name=icon />
                {state}
            </h2>
            <WhichShift here id />
            {children()}
        </section>
    }
}

#[component]
fn Confirmed(here: Here, id: ShiftId, mine: Memo<Mine>) -> impl IntoView {
    let app = here.app;
    let state = Signal::derive(move || if mine.get() == Mine::CannotCome { app.t().acts.cannot_come } else { app.confirmed() }.to_owned());
    // Not sewn: nobody counts on it who sees it at a glance.
    let (class, icon) = match mine.get_untracked() {
        Mine::CannotCome => ("offer", strokes::CLOCK),
        _ => ("joined deep on-deep", strokes::CHECK),
    };
    let (ticket, place, button) = (id.clone(), id.clone(), Signal::stored(Some(id.clone())));
    let lines = move || {
        let words = &app.t().action;
        let signup = signup(here, &ticket);
        let decided = signup.as_ref().map(|signup| (words.decided_at)(&moment(here, signup.decided_at)));
        let last = here.shift(&ticket).map(|shift| shift.last_withdrawal()).filter(|last| app.now.get() <= *last);
        let last = last.map(|last| (words.leave_until)(&moment(here, last)));
        let guardian = signup.and_then(|signup| signup.guardian).map(|guardian| match guardian {
            Guardian::WrittenConsent if app.can().account => app.t().guardian.agreed_here,
            Guardian::WrittenConsent => words.bring_consent,
            Guardian::Present => words.come_together,
        });
        view! {
            {(app.can().joins == Joins::NoPromise).then(|| view! { <p>{app.t().backend.signed_up_hint}</p> })}
            {guardian.map(|text| view! { <p>{text}</p> })}
            <p class="quiet">{[decided, last].into_iter().flatten().collect::<Vec<_>>().join(" ")}</p>
        }
    };
    view! {
        <Frame here id class icon state>
            {lines}
            <p class="actions">
                <AddToCalendar here shift=button />
            </p>
            <Cover here id=place />
        </Frame>
    }
}

/// The place of somebody who could not come is gone: another stands in, enough people come without, or a consent has ended. This device cannot tell which; the news can.
#[component]
fn Covered(here: Here, id: ShiftId) -> impl IntoView {
    let app = here.app;
    let state = Signal::derive(move || app.t().cover.covered.to_owned());
    view! {
        <Frame here id class="offer" icon=strokes::CHECK state>
            <p role="status">{move || app.t().cover.covered_hint}</p>
        </Frame>
    }
}

/// Taking it is the dock's button; here it says until when, and lets go.
#[component]
fn Offered(here: Here, id: ShiftId, until: Instant) -> impl IntoView {
    let app = here.app;
    let state = Signal::derive(move || app.t().acts.offered.to_owned());
    let over = move || until <= app.now.get();
    let text = move || {
        let words = &app.t().action;
        if over() { words.offer_over.to_owned() } else { (words.offer_until)(&moment(here, until)) }
    };
    let shift = id.clone();
    view! {
        <Frame here id class="offer" icon=strokes::CLOCK state>
            <p class="small">{text}</p>
            <p class="actions">
                <button class="button" type="button" on:click=move |_| acts::leave(here, shift.clone())>{move || app.t().action.let_go}</button>
            </p>
        </Frame>
    }
}

#[component]
fn Waitlisted(here: Here, id: ShiftId, position: u32) -> impl IntoView {
    let app = here.app;
    let state = Signal::derive(move || (app.t().acts.waitlisted)(position));
    view! {
        <Frame here id class="offer" icon=strokes::LIST state>
            <p class="small">{move || app.t().action.waitlist_hint}</p>
        </Frame>
    }
}

#[component]
fn Joining(here: Here, id: ShiftId, or_wait: bool) -> impl IntoView {
    let app = here.app;
    let handed = move || app.can().joins == Joins::HandOver;
    let state = Signal::derive(move || if handed() { app.t().backend.hand_title } else { app.t().acts.joining }.to_owned());
    let waiting = id.clone();
    let text = move || {
        if handed() {
            return app.t().backend.join_hand_over.to_owned();
        }
        let words = &app.t().action;
        let entry = entry(here, &waiting);
        let kept = entry.as_ref().map(|entry| (words.kept_at)(&moment(here, entry.made_at)));
        let when = match entry.map(|entry| entry.standing) {
            Some(Standing::SignInNeeded) => words.sent_when_signed_in,
            _ if app.connection.is_offline() => words.sent_when_online,
            _ => words.answer_awaited,
        };
        let line = or_wait.then_some(words.or_wait);
        [kept.as_deref(), Some(when), line].into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    view! {
        <Frame here id class="waiting" icon=strokes::HOURGLASS state>
            <p>{text}</p>
            <ToOutbox here />
        </Frame>
    }
}

#[component]
fn Leaving(here: Here, id: ShiftId) -> impl IntoView {
    let app = here.app;
    let state = Signal::derive(move || app.t().acts.leaving.to_owned());
    view! {
        <Frame here id class="waiting" icon=strokes::HOURGLASS state>
            <p>{move || app.t().action.leaving_hint}</p>
            <ToOutbox here />
        </Frame>
    }
}

#[component]
fn Undecided(here: Here, id: ShiftId, why: ApiError) -> impl IntoView {
    let app = here.app;
    let state = Signal::derive(move || app.t().acts.undecided.to_owned());
    view! {
        <Frame here id class="refused" icon=strokes::ALERT state>
            <p>{move || (app.t().errors.api)(&why)}</p>
            <ToOutbox here />
        </Frame>
    }
}

#[component]
fn ToOutbox(here: Here) -> impl IntoView {
    view! {
        <p class="actions">
            <a class="button compact" href=routes::OUTBOX>
                {move || here.app.t().shell.outbox}
            </a>
        </p>
    }
}

/// Which shift a ticket is about, where there are several.
#[component]
fn WhichShift(here: Here, id: ShiftId) -> impl IntoView {
    let app = here.app;
    let shift = Memo::new(move |_| here.shift(&id).filter(|_| here.action.with(|action| action.shifts.len() > 1)));
    move || {
        shift.get().map(|shift| {
            let when = shifts::when(here, app.t(), &shift);
            view! {
                <p>
                    {shift.role.map(|role| view! { <b><Said texts=role /></b> ", " })}
                    {when}
                </p>
            }
        })
    }
}

/// How the person stands, as a badge in a list.
pub fn state_badge(app: App, mine: &Mine) -> Option<AnyView> {
    let badge = |form: &'static str, tone: &'static str, icon: Strokes, text: &str| {
        let text = text.to_owned();
        Some(view! { <Badge form tone icon text /> }.into_any())
    };
    let words = &app.t().acts;
    match mine {
        Mine::No => None,
        Mine::Confirmed => badge("solid", "positive", strokes::CHECK, app.confirmed()),
        Mine::CannotCome => badge("soft", "warning", strokes::CLOCK, words.cannot_come),
        Mine::Offered { .. } => badge("soft", "info", strokes::CLOCK, words.offered),
        Mine::Waitlisted { position } => badge("soft", "info", strokes::LIST, &(words.waitlisted)(*position)),
        Mine::Joining { .. } => badge("bare", "queued", strokes::HOURGLASS, words.joining),
        Mine::Leaving => badge("bare", "queued", strokes::HOURGLASS, words.leaving),
        Mine::Undecided { .. } => badge("soft", "danger", strokes::ALERT, words.undecided),
    }
}

pub fn moment(here: Here, at: Instant) -> String {
    here.app.t().dates.moment(at, here.app.now.get(), &here.app.zone())
}

pub fn signup(here: Here, shift: &ShiftId) -> Option<Signup> {
    let id = here.id();
    here.app.session.signups.with(|all| all.iter().find(|signup| signup.action == id && signup.shift == *shift).cloned())
}

/// The last thing that waits about this shift.
pub fn entry(here: Here, shift: &ShiftId) -> Option<Entry> {
    let (id, owner) = (here.id(), here.app.session.owner()?);
    here.app
        .outbox
        .entries
        .with(|all| all.iter().rev().find(|entry| entry.owner == owner && entry.act.place() == Some((&id, shift))).cloned())
}
