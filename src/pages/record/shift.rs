//! One shift of the record: what is counted, how it stands, the trail behind it, and a way to say that it is wrong.

use super::Worked;
use crate::{
    i18n::dates::clock as hour,
    model::{
        ActionId, ShiftId,
        attendance::{Attendance, Hours, LONGEST_REASON},
        roll::OwnWhat,
    },
    pages::parts::{Trail, own_mark},
    routes,
    shell::Said,
    state::use_app,
    ui::{Badge, TextField, strokes},
};
use leptos::prelude::*;

#[component]
pub fn Shift(worked: Worked) -> impl IntoView {
    let app = use_app();
    let Worked { shift, state } = worked;
    let (starts, ends) = (shift.starts, shift.ends);
    let when = move || {
        let zone = app.zone();
        app.t().dates.span(starts, ends, &zone, zone.day(app.now.get()).year())
    };
    let role = shift.role.clone().map(|texts| view! { <span>" · " <Said texts /></span> });
    let may_dispute = matches!(state.hours, Hours::Confirmed { .. }) || (state.absent && state.hours == Hours::Open);
    let (action, at) = (shift.action.clone(), shift.shift.clone());
    view! {
        <li class="row bare worked">
            <div>
                <h3><a href=routes::action(&shift.action)><Said texts=shift.title.clone() /></a></h3>
                <p class="place">{when} {role}</p>
                <Standing state />
                <details class="more">
                    <summary>{move || app.t().check_in.trail}</summary>
                    <Trail marks=shift.marks.clone() />
                </details>
                {may_dispute.then(|| view! { <Dispute action shift=at /> })}
            </div>
        </li>
    }
}

#[component]
fn Standing(state: Attendance) -> impl IntoView {
    let app = use_app();
    let time = move |at| hour(app.zone().local(at));
    let span = state.checked_in.map(|came| {
        let left = state.checked_out;
        move || left.map_or_else(|| (app.t().check_in.came_at)(&time(came)), |left| format!("{} – {}", time(came), time(left)))
    });
    let (absent, counted) = (state.absent, state.counted);
    let badge = match state.hours.clone() {
        Hours::Open if absent => {
            view! { <Badge form="line" tone="neutral" icon=strokes::X text=app.word(|t| t.record.absent) /> }.into_any()
        }
        Hours::Open => {
            view! { <Badge form="seam" tone="queued" icon=strokes::HOURGLASS text=app.word(|t| t.record.open_hours) /> }.into_any()
        }
        Hours::Confirmed { minutes, .. } => {
            let text = Signal::derive(move || (app.t().record.confirmed)(&(app.t().record.time)(minutes)));
            view! { <Badge form="solid" tone="positive" icon=strokes::CHECK text /> }.into_any()
        }
        Hours::Sealed { minutes } => {
            let text = Signal::derive(move || (app.t().record.sealed)(&(app.t().record.time)(minutes)));
            view! { <Badge form="solid" tone="positive" icon=strokes::SHIELD_CHECK text /> }.into_any()
        }
        Hours::Disputed { .. } => {
            view! { <Badge form="line" tone="warning" icon=strokes::ALERT text=app.word(|t| t.record.disputed) /> }.into_any()
        }
    };
    let more = move || {
        let t = app.t();
        match &state.hours {
            Hours::Open => counted.map(|minutes| (t.record.counted)(&(t.record.time)(minutes))),
            Hours::Confirmed { until_sealed, .. } => {
                let day = app.zone().day(*until_sealed);
                Some((t.record.confirmed_until)(&t.dates.day(day, app.zone().day(app.now.get()).year())))
            }
            Hours::Disputed { .. } => Some(t.record.disputed_hint.to_owned()),
            Hours::Sealed { .. } => None,
        }
    };
    view! { <p class="state">{badge} <span>{span}</span> <span class="quiet">{more}</span></p> }
}

/// Goes into the outbox like everything else that one does: it also works without a network.
#[component]
fn Dispute(action: ActionId, shift: ShiftId) -> impl IntoView {
    let app = use_app();
    let (text, empty) = (RwSignal::new(String::new()), RwSignal::new(false));
    let id = format!("dispute-{action}-{shift}");
    let of = StoredValue::new((action, shift));
    let waits = Memo::new(move |_| {
        of.with_value(|(action, shift)| own_mark::waits(app, (action, shift), |what| matches!(what, OwnWhat::Disputed { .. })))
    });
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let reason: String = text.with_untracked(|text| text.trim().chars().take(LONGEST_REASON).collect());
        empty.set(reason.is_empty());
        if !reason.is_empty() {
            own_mark::note(app, of.get_value(), OwnWhat::Disputed { reason });
        }
    };
    let error = Signal::derive(move || empty.get().then(|| app.t().record.dispute_empty.to_owned()));
    let form = move || {
        view! {
            <details class="more screen-only">
                <summary>{move || app.t().record.dispute}</summary>
                <form class="stack" novalidate on:submit=send>
                    <TextField id=id.clone() label=app.word(|t| t.record.dispute_reason) hint=app.word(|t| t.record.dispute_hint) value=text error />
                    <p class="actions"><button class="button compact" type="submit">{move || app.t().record.dispute_send}</button></p>
                </form>
            </details>
        }
    };
    move || {
        if waits.get() {
            view! { <Badge form="seam" tone="queued" icon=strokes::HOURGLASS text=app.word(|t| t.check_in.own_saved) /> }.into_any()
        } else {
            form().into_any()
        }
    }
}
