//! Writing to everybody who has a place in a shift. It stands in place of the day while it is written, so that nothing that happens meanwhile, which builds the day anew, takes a letter of it away; and lies sealed on the device until it is sent.

use super::draft::Draft;
use crate::{
    api::{ApiError, ProblemKind, kiosk},
    i18n::{dates::hours, message_out::Why},
    model::{
        Lang,
        kiosk::today::TodayShift,
        message::{Channel, Offered},
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
    let draft = Draft::new(app, shift.clone(), writing);
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
            <p class="quiet small">{move || if draft.unkept.get() { app.t().action.not_kept } else { app.t().messages.kept }}</p>
            <Show when=move || draft.old.get()>
                <p class="why"><Icon name=strokes::INFO class="icon icon-s" /> <span>{move || app.t().messages.old_draft}</span></p>
            </Show>
            <Ways writing />
            <Texts writing tried sample link=Signal::stored(None::<String>) />
            <Sending draft tried places on_end />
        </section>
    }
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
fn Sending(draft: Draft, tried: RwSignal<bool>, places: u64, on_end: Callback<bool>) -> impl IntoView {
    let app = use_app();
    let writing = draft.writing;
    let (busy, asking, trouble) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(None::<ApiError>));
    let send = move |()| {
        let Some(id) = clock::unique().parse().ok().filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            let new = draft.to_send(id).await;
            let answer = app.client().send(&kiosk::write_to(&new, new.id.as_str())).await;
            if answer.is_ok() {
                draft.forget().await;
            }
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
        <div class="actions">
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
            <Leaving draft busy on_end />
        </div>
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

/// Back to the day with what is written kept, or without it.
#[component]
fn Leaving(draft: Draft, busy: RwSignal<bool>, on_end: Callback<bool>) -> impl IntoView {
    let app = use_app();
    let throwing = RwSignal::new(false);
    let throw_away = move |()| {
        spawn_local(async move {
            draft.forget().await;
            on_end.try_run(false);
        });
    };
    let back = move |_| {
        spawn_local(async move {
            draft.keep_now().await;
            on_end.try_run(false);
        });
    };
    let none = move || draft.writing.there.with(Vec::is_empty);
    view! {
        <button class="button" type="button" disabled=move || busy.get() on:click=back>{move || app.t().shift_message.back}</button>
        <button class="button plain" type="button" hidden=none disabled=move || busy.get() on:click=move |_| throwing.set(true)>
            <Icon name=strokes::TRASH />
            {move || app.t().messages.throw_away}
        </button>
        <Dialog
            id="throw-away"
            open=throwing
            title=app.word(|t| t.messages.throw_away_title)
            text=app.word(|t| t.messages.throw_away_text)
            safe=app.word(|t| t.common.cancel)
            act=app.word(|t| t.messages.throw_away)
            on_act=throw_away
        />
    }
}
