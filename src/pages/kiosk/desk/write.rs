//! Writing to everybody who has a place in a shift. It stands in place of the day while it is written, so that nothing that happens meanwhile, which builds the day anew, takes a letter of it away.

use crate::{
    api::{ApiError, ProblemKind, kiosk},
    i18n::{dates::hours, message_out::Why},
    model::{
        Lang,
        kiosk::today::TodayShift,
        message::{Channel, MessageId, Offered, clean},
        shift_message::NewShiftMessage,
    },
    pages::{
        roster::writing::{Texts, Ways, Writing},
        sign_in::said,
    },
    state::{App, use_app},
    ui::{Dialog, Icon, live, strokes},
    web::{clock, page},
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

#[component]
pub fn Write(
    shift: Arc<TodayShift>,
    offered: Signal<Option<Arc<Vec<Offered>>>>,
    /// With whether it was sent.
    on_end: Callback<bool>,
) -> impl IntoView {
    let app = use_app();
    let writing = Writing::new(offered, Why::InShift);
    writing.settle_way();
    // The button that was pressed is gone with the day.
    page::focus_soon("write");
    let tried = RwSignal::new(false);
    let places = shift.people.iter().filter(|one| one.expected).count() as u64;
    let somebody = shift.people.iter().find_map(|one| one.name.clone().filter(|_| one.expected));
    let sample = Callback::new(move |(_, _): (Lang, Channel)| somebody.clone());
    let title = shift.title.clone();
    let when = hours(shift.starts, shift.ends, &app.zone());
    view! {
        <section class="stack" aria-labelledby="write">
            <h2 id="write" tabindex="-1">{move || app.t().shift_message.title}</h2>
            <p><b class="num">{when}</b> " " {move || app.show(&title).text.to_owned()}</p>
            <p>{move || (app.t().shift_message.to)(places)} " " {move || app.t().shift_message.lead}</p>
            <Ways writing />
            <Texts writing tried sample link=Signal::stored(None::<String>) />
            <Sending shift writing tried places on_end />
        </section>
    }
}

/// The message as it is sent; one that is tried again after an answer that was lost is the same.
fn message(shift: &TodayShift, writing: Writing, id: MessageId) -> NewShiftMessage {
    untrack(|| NewShiftMessage {
        id,
        action: shift.action.clone(),
        shift: shift.shift.clone(),
        texts: clean(&writing.texts()),
        channels: writing.channels().to_vec(),
        made_at: clock::now(),
    })
}

fn failed(app: App, error: &ApiError) -> String {
    let words = &app.t().shift_message;
    match error.kind() {
        // It may have been heard all the same; pressed again, it is the same message.
        _ if matches!(error, ApiError::TimedOut) => words.no_answer.to_owned(),
        _ if error.is_offline() => words.needs_connection.to_owned(),
        Some(ProblemKind::NotFound) => words.gone.to_owned(),
        _ => said(app.t(), error),
    }
}

#[component]
fn Sending(shift: Arc<TodayShift>, writing: Writing, tried: RwSignal<bool>, places: u64, on_end: Callback<bool>) -> impl IntoView {
    let app = use_app();
    let (busy, asking, trouble) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(None::<ApiError>));
    // Kept with what was sent under it: other words are another message.
    let kept = StoredValue::new(None::<NewShiftMessage>);
    let send = move |()| {
        let id = clock::unique().parse().ok();
        let Some(new) = id.map(|id| message(&shift, writing, id)).filter(|_| !busy.get_untracked()) else { return };
        let same = kept.get_value().filter(|before| (&before.texts, &before.channels) == (&new.texts, &new.channels));
        let new = same.unwrap_or(new);
        kept.set_value(Some(new.clone()));
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            let answer = app.client().send(&kiosk::write_to(&new, new.id.as_str())).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(_) => on_end.run(true),
                Err(error) => trouble.set(Some(error)),
            }
        });
    };
    let blocked = move || places == 0 || app.connection.is_offline() || writing.has_no_way();
    let press = move |_| {
        tried.set(true);
        let first = app.hub().languages.first().copied().unwrap_or(Lang::Kk);
        match writing.first_fault(first) {
            Some(field) => page::focus(&field),
            None if untrack(blocked) => {}
            None => asking.set(true),
        }
    };
    let why_not = move || {
        let t = app.t();
        match () {
            () if places == 0 => Some(t.shift_message.nobody),
            () if writing.has_no_way() => Some(t.messages.no_way),
            () if app.connection.is_offline() => Some(t.shift_message.needs_connection),
            () if tried.get() && writing.there.with(Vec::is_empty) => Some(t.messages.nothing_written),
            () if tried.get() && !writing.faults().is_empty() => Some(t.roster_acts.fix_first),
            () => None,
        }
    };
    let why = move |tone: &'static str, text: String| view! { <p class=format!("why {tone}")><Icon name=strokes::ALERT class="icon icon-s" /> <span>{text}</span></p> };
    view! {
        <div role="status">{live(move || why_not().map(|text| why("warning", text.to_owned())))}</div>
        <div role="alert">{live(move || trouble.get().map(|error| why("danger", failed(app, &error))))}</div>
        <p class="actions">
            <button
                class="button primary"
                type="button"
                aria-disabled=move || blocked().then_some("true")
                aria-busy=move || busy.get().then_some("true")
                on:click=press
            >
                <Icon name=strokes::SEND />
                {move || app.t().shift_message.send}
            </button>
            <button class="button" type="button" disabled=move || busy.get() on:click=move |_| on_end.run(false)>{move || app.t().common.cancel}</button>
        </p>
        <Dialog
            id="send-to-shift"
            open=asking
            title=Signal::derive(move || (app.t().shift_message.send_title)(places))
            text=app.word(|t| t.shift_message.send_text)
            safe=app.word(|t| t.common.cancel)
            act=app.word(|t| t.shift_message.send)
            on_act=send
        />
    }
}
