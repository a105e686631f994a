//! Confirming hours. With a connection only: what is confirmed is worth something, and nobody shall take "queued" for it. What the marks come to can be confirmed for everybody at
//! once; another number wants a reason.

use super::noting::Seen;
use crate::{
    api::{ApiError, attendance},
    model::{
        MarkId,
        attendance::{Hours as State, What},
        roll::{Listed, NewMark, Roll},
    },
    pages::sign_in::said,
    state::{
        App,
        kept::{self, Kept},
        use_app,
    },
    store::{Room, records},
    ui::{Icon, TextField, each, strokes},
    web::clock,
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

#[component]
pub fn Hours(roll: Kept<Roll>, people: Memo<Vec<Seen>>) -> impl IntoView {
    let app = use_app();
    let begun = Memo::new(move |_| roll.value.with(|roll| roll.as_ref().is_some_and(|roll| roll.starts <= app.now.get())));
    // Those with something to say about: who came, or was already decided about.
    let those = Memo::new(move |_| {
        let concerns = |seen: &&Seen| seen.is_here() || seen.state.hours != State::Open;
        people.with(|people| people.iter().filter(concerns).cloned().collect::<Vec<_>>())
    });
    let key = |seen: &Seen| (seen.listed.person.to_string(), format!("{:?}", seen.state));
    view! {
        <Show when=move || begun.get() && those.with(|those| !those.is_empty())>
            <section class="stack" aria-labelledby="hours">
                <h2 id="hours">{move || app.t().check_in.hours}</h2>
                <p class="quiet">{move || app.t().check_in.confirm_hint}</p>
                <Show when=move || app.connection.is_offline()>
                    <p class="why"><Icon name=strokes::OFFLINE class="icon icon-s" /> {move || app.t().check_in.needs_connection}</p>
                </Show>
                <All roll those />
                <ul class="lined hours" role="list">
                    {each(move || those.get(), key, move |seen| view! { <One seen roll /> }.into_any())}
                </ul>
            </section>
        </Show>
    }
}

/// What the marks come to, where nobody disagrees and nothing has been decided.
fn clear(app: App, seen: &Seen) -> Option<u32> {
    let own = app.session.owner().as_ref() == Some(&seen.listed.person);
    (seen.state.hours == State::Open && seen.state.clashes.is_empty() && !seen.unsent() && !own).then_some(seen.state.counted)?
}

#[component]
fn All(roll: Kept<Roll>, those: Memo<Vec<Seen>>) -> impl IntoView {
    let app = use_app();
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<ApiError>));
    let count = Memo::new(move |_| those.with(|those| those.iter().filter(|seen| clear(app, seen).is_some()).count() as u64));
    let blocked = move || (app.connection.is_offline() || busy.get()).then_some("true");
    let go = move |_| {
        if app.connection.is_offline() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        let all: Vec<(Listed, u32)> = those.with_untracked(|those| {
            those.iter().filter_map(|seen| untrack(|| clear(app, seen)).map(|minutes| (seen.listed.clone(), minutes))).collect()
        });
        spawn_local(async move {
            let mut outcome = Ok(());
            for (listed, minutes) in all {
                outcome = confirm(app, roll, &listed, minutes, None).await;
                if outcome.is_err() {
                    break;
                }
            }
            busy.try_set(false);
            failed.try_set(outcome.err());
        });
    };
    view! {
        <p class="actions">
            <Show when=move || { count.get() > 0 } fallback=move || view! { <span class="quiet">{move || app.t().check_in.confirm_none}</span> }>
                <button class="button primary" type="button" aria-disabled=blocked aria-busy=move || busy.get().then_some("true") on:click=go>
                    {move || (app.t().check_in.confirm_all)(count.get())}
                </button>
            </Show>
        </p>
        <div role="alert">{move || failed.get().map(|error| view! { <p class="why danger">{said(app.t(), &error)}</p> })}</div>
    }
}

#[component]
fn One(seen: Seen, roll: Kept<Roll>) -> impl IntoView {
    let app = use_app();
    let seen = StoredValue::new(seen);
    let state = seen.with_value(|seen| seen.state.clone());
    let counted = state.counted;
    let sealed = matches!(state.hours, State::Sealed { .. });
    let own = move || app.session.owner().is_some_and(|me| seen.with_value(|seen| seen.listed.person == me));
    let decided = move || {
        let t = app.t();
        match &state.hours {
            State::Open => None,
            State::Confirmed { minutes, .. } => Some((t.check_in.confirmed)(&(t.record.time)(*minutes))),
            State::Sealed { minutes } => Some((t.check_in.sealed)(&(t.record.time)(*minutes))),
            State::Disputed { reason, .. } => Some(format!("{}. {}", t.check_in.disputed, (t.check_in.reason_is)(reason))),
        }
    };
    let counts = move || counted.map(|minutes| (app.t().check_in.counted)(&(app.t().record.time)(minutes)));
    view! {
        <li class="row bare">
            <div>
                <h3>{move || seen.with_value(|seen| seen.name(app))}</h3>
                <p class="state"><span>{counts}</span> <b>{decided}</b></p>
                {move || match (sealed, own()) {
                    (true, _) => ().into_any(),
                    (false, true) => view! { <p class="quiet small">{app.t().check_in.not_own}</p> }.into_any(),
                    (false, false) => view! { <Decide seen roll counted /> }.into_any(),
                }}
            </div>
        </li>
    }
}

/// Minutes and a reason, opened when they are wanted.
#[component]
fn Decide(seen: StoredValue<Seen>, roll: Kept<Roll>, counted: Option<u32>) -> impl IntoView {
    let app = use_app();
    let minutes = RwSignal::new(counted.map(|minutes| minutes.to_string()).unwrap_or_default());
    let reason = RwSignal::new(String::new());
    let (wrong, missing) = (RwSignal::new(false), RwSignal::new(false));
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<ApiError>));
    let person = seen.with_value(|seen| seen.listed.person.to_string());
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let number = minutes.with_untracked(|text| text.trim().parse::<u32>().ok().filter(|minutes| *minutes <= 24 * 60));
        let why = reason.with_untracked(|text| text.trim().to_owned());
        wrong.set(number.is_none());
        missing.set(number.is_some() && number != counted && why.is_empty());
        let Some(number) = number else { return };
        if missing.get_untracked() || busy.get_untracked() || app.connection.is_offline() {
            return;
        }
        busy.set(true);
        let listed = seen.with_value(|seen| seen.listed.clone());
        spawn_local(async move {
            let outcome = confirm(app, roll, &listed, number, (!why.is_empty()).then_some(why)).await;
            busy.try_set(false);
            failed.try_set(outcome.err());
        });
    };
    let error = move |when: RwSignal<bool>, text: fn(&crate::i18n::check_in::Words) -> &'static str| {
        Signal::derive(move || when.get().then(|| text(&app.t().check_in).to_owned()))
    };
    view! {
        <details class="more">
            <summary>{move || app.t().check_in.confirm}</summary>
            <form class="stack" on:submit=go novalidate>
                <TextField id=format!("minutes-{person}") label=app.word(|t| t.check_in.minutes) value=minutes error=error(wrong, |words| words.minutes_wrong) input_mode="numeric" />
                <TextField id=format!("reason-{person}") label=app.word(|t| t.check_in.reason) value=reason error=error(missing, |words| words.reason_needed) />
                <p class="actions">
                    <button class="button primary compact" type="submit" aria-disabled=move || app.connection.is_offline().then_some("true") aria-busy=move || busy.get().then_some("true")>
                        {move || app.t().check_in.confirm}
                    </button>
                </p>
                <div role="alert">{move || failed.get().map(|error| view! { <p class="why danger">{said(app.t(), &error)}</p> })}</div>
            </form>
        </details>
    }
}

async fn confirm(app: App, roll: Kept<Roll>, of: &Listed, minutes: u32, reason: Option<String>) -> Result<(), ApiError> {
    let (Some(Some(known)), Ok(id)) = (roll.value.try_get_untracked(), MarkId::new(&clock::unique())) else { return Ok(()) };
    let now = clock::now();
    let mark = NewMark { id, person: of.person.clone(), what: What::Confirmed { minutes, reason }, at: now };
    let listed = app.client().send(&attendance::mark(&known.action, &known.shift, &mark, now, &clock::unique())).await?;
    // Of the roll as it is by now: others were confirmed meanwhile.
    let Some(Some(known)) = roll.value.try_get_untracked() else { return Ok(()) };
    let mut changed = known.as_ref().clone();
    if let Some(old) = changed.people.iter_mut().find(|other| other.person == listed.person) {
        *old = listed;
    }
    kept::keep(app, Room::Own, &records::roll(&changed.action, &changed.shift), &changed).await;
    roll.value.try_set(Some(Arc::new(changed)));
    Ok(())
}
