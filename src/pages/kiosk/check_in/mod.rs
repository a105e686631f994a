//! "I am here": by pass, by the last digits of a phone, or on one's own phone by the code that the device shows.

pub mod code;
pub mod digits;
pub mod pass;

use super::stage::{Screen, Stage};
use crate::{
    model::{
        ActionId, Id, ShiftId,
        attendance::{NotNow, presence_open},
        clash::Span,
        kiosk::{
            day::{Expected, InOrOut, KioskMark, Match, Seat, Who},
            log::Happened,
        },
    },
    state::{
        kiosk::{Entry, Sent},
        use_app,
    },
    ui::{
        Icon, each,
        strokes::{self, Strokes},
    },
    web::clock,
};
use leptos::{prelude::*, task::spawn_local};

#[component]
pub fn Ways(stage: Stage) -> impl IntoView {
    let app = use_app();
    type Label = fn(&crate::i18n::kiosk_check_in::Words) -> &'static str;
    let door = move |screen: Screen, icon: Strokes, label: Label, hint: Label| {
        view! {
            <button class="kiosk-door" type="button" on:click=move |_| stage.go(screen.clone())>
                <Icon name=icon />
                <b>{move || label(&app.t().kiosk_check_in)}</b>
                <span>{move || hint(&app.t().kiosk_check_in)}</span>
            </button>
        }
    };
    view! {
        <h1>{move || app.t().kiosk.check_in}</h1>
        <div class="kiosk-doors">
            {door(Screen::ByPass, strokes::QR, |t| t.by_pass, |t| t.by_pass_hint)}
            {door(Screen::ByDigits, strokes::PHONE, |t| t.by_digits, |t| t.by_digits_hint)}
            {door(Screen::ByCode, strokes::CLOCK, |t| t.by_code, |t| t.by_code_hint)}
        </div>
    }
}

/// How far somebody has come with saying that they are here.
#[derive(Clone)]
pub enum Progress {
    /// Nothing has been shown or typed.
    Asking,
    /// Found, in these shifts. With what proves it.
    Found(Vec<Expected>, Option<String>),
    Sending,
    Told(InOrOut, Sent),
    /// Nobody, two people, or no pass: what is said.
    Not(fn(&crate::i18n::kiosk_check_in::Words) -> &'static str),
}

pub fn found(stage: Stage, found: Match<'_>, token: Option<String>) -> Progress {
    let found = match found {
        Match::One(one) => vec![one.clone()],
        Match::Several(all) => all.into_iter().cloned().collect(),
        Match::Unclear => return Progress::Not(|t| t.unclear),
        Match::Nobody => {
            stage.kiosk.note(Happened::NotFound);
            return Progress::Not(|t| t.nobody);
        }
    };
    Progress::Found(found, token)
}

/// Notes that somebody came or went. `seat`: theirs on the day's list.
pub fn note(
    stage: Stage,
    progress: RwSignal<Progress>,
    (action, shift): (ActionId, ShiftId),
    (who, seat): (Who, Option<Id<Seat>>),
    what: InOrOut,
) {
    let Ok(id) = clock::unique().parse() else { return };
    let mark = KioskMark { id, action, shift, who, what, at: clock::now() };
    progress.set(Progress::Sending);
    spawn_local(async move {
        let sent = stage.kiosk.enter(Entry::Mark(mark)).await;
        stage.kiosk.note_sent(Happened::CheckedIn, &sent);
        if let (Some(seat), Sent::Done | Sent::Kept) = (seat, &sent) {
            stage.kiosk.seat_noted(&seat, what).await;
        }
        progress.try_set(Progress::Told(what, sent));
    });
}

/// The shifts in which somebody was found: come, or gone.
#[component]
pub fn Shifts(stage: Stage, progress: RwSignal<Progress>, found: Vec<Expected>, token: Option<String>) -> impl IntoView {
    let app = use_app();
    let one = move |one: Expected| view! { <OneShift stage progress one token=token.clone() /> }.into_any();
    let found = StoredValue::new(found);
    view! {
        <h1>{move || app.t().kiosk_check_in.which}</h1>
        <ul class="kiosk-tiles" role="list">{each(move || found.get_value(), |one| one.seat.to_string(), one)}</ul>
    }
}

#[component]
fn OneShift(stage: Stage, progress: RwSignal<Progress>, one: Expected, token: Option<String>) -> impl IntoView {
    let app = use_app();
    let action = app.actions.find(&one.action);
    let shift = action.as_ref().and_then(|action| action.shift(&one.shift).cloned());
    let hours = shift.as_ref().map(|shift| stage.hours(shift));
    let closed = shift.and_then(|shift| presence_open(Span { starts: shift.starts, ends: shift.ends }, stage.kiosk.moment()).err());
    let title = move || action.as_ref().map(|action| app.show(&action.title).text.to_owned());
    // Who has come leaves next.
    let what = if one.here { InOrOut::Out } else { InOrOut::In };
    let label = move || if what == InOrOut::Out { app.t().kiosk_check_in.go } else { app.t().kiosk_check_in.come };
    let not_now = move |why: NotNow| {
        move || match why {
            NotNow::TooEarly(from) => (app.t().kiosk_check_in.too_early)(&app.t().dates.moment(from, app.now.get(), &app.zone())),
            NotNow::TooLate(_) => app.t().kiosk.over.to_owned(),
        }
    };
    let who = token.map_or_else(|| Who::Seat { seat: one.seat.clone() }, |token| Who::Pass { token });
    let press = move |_| note(stage, progress, (one.action.clone(), one.shift.clone()), (who.clone(), Some(one.seat.clone())), what);
    view! {
        <li class="kiosk-tile">
            <b class="num">{hours}</b>
            <span class="kiosk-title">{title}</span>
            {match closed {
                Some(why) => view! { <span>{not_now(why)}</span> }.into_any(),
                None => view! { <button class="button primary big" type="button" on:click=press>{label}</button> }.into_any(),
            }}
        </li>
    }
}

/// What came of it.
#[component]
pub fn Told(stage: Stage, what: InOrOut, sent: Sent) -> impl IntoView {
    let app = use_app();
    let sent = StoredValue::new(sent);
    let (tone, icon) = sent.with_value(|sent| match sent {
        Sent::Done => ("positive", strokes::CIRCLE_CHECK),
        Sent::Kept => ("queued", strokes::HOURGLASS),
        Sent::Refused(_) | Sent::NotKept(_) => ("danger", strokes::ALERT),
    });
    let title = move || {
        let words = &app.t().kiosk;
        sent.with_value(|sent| match sent {
            Sent::Refused(_) | Sent::NotKept(_) => words.not_kept,
            _ if what == InOrOut::Out => app.t().kiosk_check_in.went,
            _ => app.t().kiosk_check_in.came,
        })
    };
    let text = move || {
        let t = app.t();
        sent.with_value(|sent| match sent {
            Sent::Refused(error) => (t.errors.api)(error),
            Sent::NotKept(_) => t.kiosk.not_kept_hint.to_owned(),
            Sent::Kept if app.connection.is_offline() => t.kiosk.offline.to_owned(),
            Sent::Kept => t.kiosk.kept_here.to_owned(),
            Sent::Done if what == InOrOut::Out => String::new(),
            Sent::Done => t.kiosk_check_in.came_hint.to_owned(),
        })
    };
    view! {
        <div class="kiosk-told" role="status" data-tone=tone>
            <Icon name=icon />
            <h1>{title}</h1>
            <p>{text}</p>
        </div>
        <p class="actions"><button class="button primary big" type="button" on:click=move |_| stage.start_over()>{move || app.t().kiosk.start_over}</button></p>
    }
}
