//! Confirming hours. With a connection only: what is confirmed is worth something, and nobody shall take "queued" for it. What the marks come to can be confirmed for everybody at
//! once; another number wants a reason.

use super::{noting::Seen, stand_in::put};
use crate::{
    api::{ApiError, attendance},
    model::{
        MarkId,
        attendance::{Hours as State, What},
        roll::{Listed, NewMark, Roll},
    },
    pages::sign_in::said,
    state::{App, kept::Kept, use_app},
    ui::{Icon, TextField, each, strokes},
    web::clock,
};
use leptos::{html::Details, prelude::*, task::spawn_local};

#[component]
pub fn Hours(roll: Kept<Roll>, people: Memo<Vec<Seen>>) -> impl IntoView {
    let app = use_app();
    let begun = Memo::new(move |_| roll.value.with(|roll| roll.as_ref().is_some_and(|roll| roll.starts <= app.now.get())));
    // Those with something to say about: who came, or was already decided about.
    let those = Memo::new(move |_| {
        let concerns = |seen: &&Seen| seen.is_here() || seen.state.hours != State::Open;
        people.with(|people| people.iter().filter(concerns).cloned().collect::<Vec<_>>())
    });
    // A row stays while what it says changes: a number may be half typed when others' marks come in.
    let row = move |first: Seen| {
        let seen = Memo::new(move |last: Option<&Seen>| {
            let known = last.unwrap_or(&first);
            those.with(|those| those.iter().find(|seen| seen.listed.person == known.listed.person).unwrap_or(known).clone())
        });
        view! { <One seen roll /> }.into_any()
    };
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
                    {each(move || those.get(), |seen: &Seen| seen.listed.person.to_string(), row)}
                </ul>
            </section>
        </Show>
    }
}

/// What the marks come to, where nobody disagrees and nothing has been decided.
fn clear(app: App, seen: &Seen) -> Option<u32> {
    let own = app.session.owner().as_ref() == Some(&seen.listed.person);
    let decides = !own && !seen.listed.deleted;
    (decides && seen.state.hours == State::Open && seen.state.clashes.is_empty() && !seen.unsent()).then_some(seen.state.counted)?
}

#[component]
fn All(roll: Kept<Roll>, those: Memo<Vec<Seen>>) -> impl IntoView {
    let app = use_app();
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<ApiError>));
    let unheard = Unheard::new(None);
    let count = Memo::new(move |_| those.with(|those| those.iter().filter(|seen| clear(app, seen).is_some()).count() as u64));
    // Where people disagree, or something is missing, each is decided by itself.
    let some = Memo::new(move |_| {
        let open = |seen: &Seen| !seen.listed.deleted && matches!(seen.state.hours, State::Open | State::Disputed { .. });
        those.with(|those| those.iter().any(|seen| open(seen) && app.session.owner().as_ref() != Some(&seen.listed.person)))
    });
    let none = move || if some.get() { app.t().check_in.confirm_each } else { app.t().check_in.confirm_none };
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
                outcome = confirm(app, roll, unheard, &listed, minutes, None).await;
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
            <Show when=move || { count.get() > 0 } fallback=move || view! { <span class="quiet">{none}</span> }>
                <button class="button primary" type="button" aria-disabled=blocked aria-busy=move || busy.get().then_some("true") on:click=go>
                    {move || (app.t().check_in.confirm_all)(count.get())}
                </button>
            </Show>
        </p>
        <div role="alert">{move || failed.get().map(|error| view! { <p class="why danger">{said(app.t(), &error)}</p> })}</div>
    }
}

#[component]
fn One(seen: Memo<Seen>, roll: Kept<Roll>) -> impl IntoView {
    let app = use_app();
    let fixed = move || seen.with(|seen| seen.listed.deleted || matches!(seen.state.hours, State::Sealed { .. }));
    let own = move || app.session.owner().is_some_and(|me| seen.with(|seen| seen.listed.person == me));
    let may = Memo::new(move |_| (fixed(), own()));
    let decided = move || {
        let t = app.t();
        seen.with(|seen| match &seen.state.hours {
            State::Open => None,
            State::Confirmed { minutes, .. } => Some((t.check_in.confirmed)(&(t.record.time)(*minutes))),
            State::Sealed { minutes } => Some((t.check_in.sealed)(&(t.record.time)(*minutes))),
            State::Disputed { reason, .. } => Some(format!("{}. {}", t.check_in.disputed, (t.check_in.reason_is)(reason))),
        })
    };
    let counts = move || seen.with(|seen| seen.state.counted).map(|minutes| (app.t().check_in.counted)(&(app.t().record.time)(minutes)));
    view! {
        <li class="row bare">
            <div>
                <h3>{move || seen.with(|seen| seen.name(app))}</h3>
                <p class="state"><span>{counts}</span> <b>{decided}</b></p>
                {move || match may.get() {
                    (true, _) => ().into_any(),
                    (false, true) => view! { <p class="quiet small">{app.t().check_in.not_own}</p> }.into_any(),
                    (false, false) => view! { <Decide seen roll /> }.into_any(),
                }}
            </div>
        </li>
    }
}

/// Minutes and a reason, opened when they are wanted.
#[component]
fn Decide(seen: Memo<Seen>, roll: Kept<Roll>) -> impl IntoView {
    let app = use_app();
    let counted = Memo::new(move |_| seen.with(|seen| seen.state.counted));
    let said_by = |counted: Option<u32>| counted.map(|minutes| minutes.to_string()).unwrap_or_default();
    let minutes = RwSignal::new(String::new());
    // What the marks come to, unless another number was typed.
    Effect::new(move |before: Option<Option<u32>>| {
        let now = counted.get();
        if minutes.with_untracked(|text| *text == said_by(before.flatten())) {
            minutes.set(said_by(now));
        }
        now
    });
    let reason = RwSignal::new(String::new());
    let (wrong, missing) = (RwSignal::new(false), RwSignal::new(false));
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<ApiError>));
    let (unheard, form) = (Unheard::new(None), NodeRef::<Details>::new());
    let person = seen.with_untracked(|seen| seen.listed.person.to_string());
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let number = minutes.with_untracked(|text| text.trim().parse::<u32>().ok().filter(|minutes| *minutes <= 24 * 60));
        let why = reason.with_untracked(|text| text.trim().to_owned());
        wrong.set(number.is_none());
        missing.set(number.is_some() && number != counted.get_untracked() && why.is_empty());
        let Some(number) = number else { return };
        if missing.get_untracked() || busy.get_untracked() || app.connection.is_offline() {
            return;
        }
        busy.set(true);
        let listed = seen.with_untracked(|seen| seen.listed.clone());
        spawn_local(async move {
            let outcome = confirm(app, roll, unheard, &listed, number, (!why.is_empty()).then_some(why)).await;
            busy.try_set(false);
            // Done: away with the form. Another decision begins anew.
            if outcome.is_ok()
                && let Some(Some(form)) = form.try_get_untracked()
            {
                let _ = form.remove_attribute("open");
                reason.try_set(String::new());
            }
            failed.try_set(outcome.err());
        });
    };
    let error = move |when: RwSignal<bool>, text: fn(&crate::i18n::check_in::Words) -> &'static str| {
        Signal::derive(move || when.get().then(|| text(&app.t().check_in).to_owned()))
    };
    view! {
        <details class="more" node_ref=form>
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

/// The confirmation whose answer was lost, if any was: pressed again, the same one is sent, under the same key and not beside it.
type Unheard = StoredValue<Option<(NewMark, String)>>;

async fn confirm(app: App, roll: Kept<Roll>, unheard: Unheard, of: &Listed, minutes: u32, reason: Option<String>) -> Result<(), ApiError> {
    let (Some(Some(known)), Ok(id)) = (roll.value.try_get_untracked(), MarkId::new(&clock::unique())) else { return Ok(()) };
    let new = NewMark { id, person: of.person.clone(), what: What::Confirmed { minutes, reason }, at: clock::now() };
    let same = |(mark, _): &(NewMark, String)| (&mark.person, &mark.what) == (&new.person, &new.what);
    let (mark, key) = unheard.try_get_value().flatten().filter(same).unwrap_or_else(|| (new, clock::unique()));
    let outcome = app.client().send(&attendance::mark(&known.action, &known.shift, &mark, clock::now(), &key)).await;
    unheard.try_set_value(outcome.as_ref().err().filter(|error| error.heals()).map(|_| (mark, key)));
    put(app, roll, outcome?).await;
    Ok(())
}
