//! "I am here": by pass, by the last digits of a phone, or on one's own phone by the code that the device shows.

pub mod code;
pub mod digits;
pub mod pass;
mod sitting;

use super::stage::{Screen, Stage};
use crate::{
    api::ProblemKind,
    i18n::called_off,
    model::{
        ActionId, Id, ShiftId,
        attendance::{NotNow, presence_open},
        clash::Span,
        kiosk::{
            day::{Expected, InOrOut, KioskMark, Match, Off, Seat, Sitting, Who},
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
    Found(Found),
    Sending,
    Told(Noted, Sent),
    /// Nobody, two people, or no pass: what is said.
    Not(fn(&crate::i18n::kiosk_check_in::Words) -> &'static str),
}

impl Progress {
    /// A second tap comes too late.
    fn is_done(&self) -> bool {
        matches!(self, Self::Sending | Self::Told(..))
    }
}

/// What was noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noted {
    In,
    Out,
    /// At a seat or in a room of the centre.
    Seated,
}

/// In which shifts somebody is expected today, and which seats they have.
#[derive(Clone)]
pub struct Found {
    pub shifts: Vec<Expected>,
    pub sittings: Vec<Sitting>,
    /// The pass that proves it.
    pub token: Option<String>,
}

/// `sittings`: `None`: of two people.
pub fn found(stage: Stage, found: Match<'_>, sittings: Option<Vec<Sitting>>, token: Option<String>) -> Progress {
    let now = stage.kiosk.moment();
    let sittings = sittings.map(|all| all.into_iter().filter(|one| one.to > now).collect::<Vec<_>>());
    if sittings.as_ref().is_some_and(|sittings| !found.goes_with(sittings)) {
        return Progress::Not(|t| t.unclear);
    }
    let shifts = match (found, &sittings) {
        (Match::One(one), _) => vec![one.clone()],
        (Match::Several(all), _) => all.into_iter().cloned().collect(),
        (Match::Nobody, Some(sittings)) if !sittings.is_empty() => Vec::new(),
        (Match::Unclear, _) | (Match::Nobody, None) => return Progress::Not(|t| t.unclear),
        (Match::Nobody, Some(_)) => {
            stage.kiosk.note(Happened::NotFound);
            return Progress::Not(|t| t.nobody);
        }
    };
    Progress::Found(Found { shifts, sittings: sittings.unwrap_or_default(), token })
}

/// Notes that somebody came or went. `seat`: theirs on the day's list.
pub fn note(
    stage: Stage,
    progress: RwSignal<Progress>,
    (action, shift): (ActionId, ShiftId),
    (who, seat): (Who, Option<Id<Seat>>),
    what: InOrOut,
) {
    if progress.with_untracked(Progress::is_done) {
        return;
    }
    let Ok(id) = clock::unique().parse() else { return };
    let mark = KioskMark { id, action, shift, who, what, at: clock::now() };
    progress.set(Progress::Sending);
    spawn_local(async move {
        let sent = stage.kiosk.enter(Entry::Mark(mark)).await;
        stage.kiosk.note_sent(Happened::CheckedIn, &sent);
        if let (Some(seat), Sent::Done | Sent::Kept) = (seat, &sent) {
            stage.kiosk.seat_noted(&seat, what).await;
        }
        progress.try_set(Progress::Told(if what == InOrOut::In { Noted::In } else { Noted::Out }, sent));
    });
}

/// The shifts in which somebody was found: come, or gone. And the seats that they have.
#[component]
pub fn Shifts(stage: Stage, progress: RwSignal<Progress>, found: Found) -> impl IntoView {
    let app = use_app();
    let Found { shifts, sittings, token } = found;
    let (some_shifts, some_sittings) = (!shifts.is_empty(), !sittings.is_empty());
    let one = move |one: Expected| view! { <OneShift stage progress one token=token.clone() /> }.into_any();
    let shifts = StoredValue::new(shifts);
    view! {
        {some_shifts.then(|| view! {
            <h1>{move || app.t().kiosk_check_in.which}</h1>
            <ul class="kiosk-tiles" role="list">{each(move || shifts.get_value(), |one| one.seat.to_string(), one)}</ul>
        })}
        {some_sittings.then(|| view! { <sitting::Sittings stage progress sittings first=!some_shifts /> })}
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
    // Nobody is noted as come to what was called off; who has come before can still leave.
    let of = (one.action.clone(), one.shift.clone());
    let off = Memo::new(move |_| {
        let off = stage.kiosk.day.with(|day| day.as_ref()?.off_of(&of.0, &of.1).cloned());
        off.filter(|_| what == InOrOut::In)
    });
    let why_off = move |off: Off| {
        let why = off.reason.as_ref().map(|reason| called_off::because(reason, app.lang()));
        view! { <span><b>{app.t().acts.cancelled}</b> " " {why}</span> }
    };
    let not_now = move |why: NotNow| {
        move || match why {
            NotNow::TooEarly(from) => (app.t().kiosk_check_in.too_early)(&app.t().dates.moment(from, stage.kiosk.now.get(), &app.zone())),
            NotNow::TooLate(_) => app.t().kiosk.over.to_owned(),
        }
    };
    let who = token.map_or_else(|| Who::Seat { seat: one.seat.clone() }, |token| Who::Pass { token });
    let press = Callback::new(move |()| {
        note(stage, progress, (one.action.clone(), one.shift.clone()), (who.clone(), Some(one.seat.clone())), what);
    });
    view! {
        <li class="kiosk-tile">
            <b class="num">{hours}</b>
            <span class="kiosk-title">{title}</span>
            {move || match (off.get(), closed) {
                (Some(off), _) => why_off(off).into_any(),
                (None, Some(why)) => view! { <span>{not_now(why)}</span> }.into_any(),
                (None, None) => view! { <button class="button primary big" type="button" on:click=move |_| press.run(())>{label}</button> }.into_any(),
            }}
        </li>
    }
}

/// What came of it.
#[component]
pub fn Told(stage: Stage, what: Noted, sent: Sent) -> impl IntoView {
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
            // The place itself may not be granted yet: it could have been booked here a minute ago, without a network.
            Sent::Kept if what == Noted::Seated => words.kept,
            _ => match what {
                Noted::In => app.t().kiosk_check_in.came,
                Noted::Out => app.t().kiosk_check_in.went,
                Noted::Seated => app.t().kiosk_centre.seated,
            },
        })
    };
    let text = move || {
        let t = app.t();
        sent.with_value(|sent| match sent {
            Sent::Refused(error) if what == Noted::Seated => match error.kind() {
                Some(ProblemKind::NotNow) => t.kiosk_centre.too_late.to_owned(),
                _ => (t.centre.refused)(error).unwrap_or_else(|| (t.errors.api)(error)),
            },
            Sent::Refused(error) => (t.errors.api)(error),
            Sent::NotKept(_) => t.kiosk.not_kept_hint.to_owned(),
            Sent::Kept if what == Noted::Seated => t.kiosk_centre.kept_hint.to_owned(),
            Sent::Kept if app.connection.is_offline() => t.kiosk.offline.to_owned(),
            Sent::Kept => t.kiosk.kept_here.to_owned(),
            Sent::Done => match what {
                Noted::In => t.kiosk_check_in.came_hint.to_owned(),
                Noted::Out => String::new(),
                Noted::Seated => t.kiosk_centre.seated_hint.to_owned(),
            },
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
