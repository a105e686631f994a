//! "I am here": by the code that the shift shows at this moment. Kept on the device at once, with the moment; the backend compares when it hears of it.

use crate::{
    api::{ProblemKind, attendance},
    i18n::dates::clock as hour,
    model::{
        ActionId, ShiftId,
        attendance::{Attendance, NotNow, presence_open},
        clash::Span,
        roll::{Attended, OwnWhat},
    },
    pages::parts::{ActionRow, own_mark},
    state::{App, kept::Kept, use_app},
    store::{Room, records},
    ui::{Badge, Icon, TextField, strokes},
};
use leptos::prelude::*;

#[component]
pub fn Own(
    action: ActionId,
    shift: ShiftId,
    code: String,
    /// The page's title says what it is.
    titled: bool,
) -> impl IntoView {
    let app = use_app();
    let record = Kept::open(app, Room::Own, records::ATTENDANCE.to_owned(), attendance::mine);
    let text = RwSignal::new(code);
    let wrong = RwSignal::new(false);
    let (about, at) = (action.clone(), shift.clone());
    let state = Memo::new(move |_| record.value.with(|record| known(app, record.as_deref()?, &about, &at)));
    let (about, at) = (action.clone(), shift.clone());
    let waits = Memo::new(move |_| own_mark::waits(app, (&about, &at), |what| !matches!(what, OwnWhat::Disputed { .. })));
    let here = Memo::new(move |_| state.with(|state| state.as_ref().is_some_and(|state| state.checked_in.is_some())) || waits.get());
    let of = StoredValue::new((action.clone(), shift));
    let press = move |out: bool| {
        let code: String = text.with_untracked(|text| text.chars().filter(|c| !c.is_whitespace()).collect());
        wrong.set(code.len() != 6 || !code.bytes().all(|c| c.is_ascii_digit()));
        if !wrong.get_untracked() {
            own_mark::note(app, of.get_value(), if out { OwnWhat::Out { code } } else { OwnWhat::In { code } });
            text.set(String::new());
        }
    };
    // As far as this device knows: who has joined on another phone is not kept from trying.
    let stranger = Memo::new(move |_| of.with_value(|(action, shift)| !app.outbox.mine(app, action, shift).is_in()));
    let listed =
        move || app.actions.find(&action).map(|action| view! { <ul class="lined" role="list"><ActionRow action with_day=true /></ul> });
    let refusal = Memo::new(move |_| of.with_value(|(action, shift)| own_mark::refusal(app, (action, shift), here.get())));
    let error = Signal::derive(move || {
        let t = app.t();
        match refusal.get() {
            _ if wrong.get() => Some(t.check_in.own_code_wrong.to_owned()),
            // While another one is being typed, the old one is no longer what is wrong.
            _ if waits.get() || text.with(|text| !text.is_empty()) => None,
            Some(why) if why.kind() == Some(ProblemKind::CodeWrong) => Some(t.check_in.own_code_refused.to_owned()),
            why => why.map(|why| (t.errors.api)(&why)),
        }
    });
    let closed = Memo::new(move |_| of.with_value(|of| presence_open(span(app, record, of)?, app.now.get()).err()));
    view! {
        {listed}
        <section class="stack" aria-label=move || app.t().check_in.own_title>
            {(!titled).then(|| view! { <h2>{move || app.t().check_in.own_title}</h2> })}
            <p class="quiet">{move || app.t().check_in.own_hint}</p>
            <Standing state waits />
            <Show when=move || stranger.get() && closed.get().is_none()>
                <p class="why"><Icon name=strokes::INFO class="icon icon-s" /> <span>{move || app.t().check_in.no_place}</span></p>
            </Show>
            <Show when=move || closed.get().is_none() fallback=move || closed.get().map(|why| view! { <Closed why /> })>
                <form class="stack" novalidate on:submit=move |event| { event.prevent_default(); press(here.get_untracked()); }>
                    <TextField id="shift-code" label=app.word(|t| t.check_in.own_code) value=text error input_mode="numeric" autocomplete="one-time-code" class="input big-code" />
                    <p class="actions">
                        <button class="button primary big" type="submit">
                            {move || if here.get() { app.t().check_in.own_out } else { app.t().check_in.own_in }}
                        </button>
                    </p>
                </form>
            </Show>
        </section>
    }
}

/// When the shift is, as far as this device knows.
fn span(app: App, record: Kept<Vec<Attended>>, (action, shift): &(ActionId, ShiftId)) -> Option<Span> {
    let listed =
        app.actions.find(action).and_then(|action| action.shift(shift).map(|shift| Span { starts: shift.starts, ends: shift.ends }));
    listed.or_else(|| {
        record.value.with(|record| record.as_ref()?.iter().find(|one| (&one.action, &one.shift) == (action, shift)).map(Attended::span))
    })
}

/// No code would be taken now: since or until when.
#[component]
fn Closed(why: NotNow) -> impl IntoView {
    let app = use_app();
    let text = move || {
        let (t, now) = (app.t(), app.now.get());
        let time = |at| t.dates.moment(at, now, &app.zone());
        match why {
            NotNow::TooEarly(from) => (t.check_in.own_from)(&time(from)),
            NotNow::TooLate(until) => (t.check_in.own_until)(&time(until)),
        }
    };
    view! { <p class="why" role="status"><Icon name=strokes::CLOCK class="icon icon-s" /> <span>{text}</span></p> }
}

fn known(app: App, record: &[Attended], action: &ActionId, shift: &ShiftId) -> Option<Attendance> {
    let this = record.iter().find(|one| (&one.action, &one.shift) == (action, shift))?;
    Some(this.state(app.now.get(), &app.zone()))
}

#[component]
fn Standing(state: Memo<Option<Attendance>>, waits: Memo<bool>) -> impl IntoView {
    let app = use_app();
    let time = move |at| hour(app.zone().local(at));
    view! {
        <p class="state" role="status">
            {move || waits.get().then(|| view! { <Badge form="seam" tone="queued" icon=strokes::HOURGLASS text=app.word(|t| t.check_in.own_saved) /> })}
            {move || state.get().and_then(|state| state.checked_in.map(|came| (came, state.checked_out))).map(|(came, left)| {
                let text = move || {
                    let words = &app.t().check_in;
                    let came = (words.own_here)(&time(came));
                    left.map_or(came.clone(), |left| format!("{came}, {}", (words.left_at)(&time(left))))
                };
                view! { <Badge form="solid" tone="positive" icon=strokes::CHECK text=Signal::derive(text) /> }
            })}
        </p>
    }
}
