//! One message: what was written, how far it has come, who got it and who did not and why; stopping it, and trying again what failed.

use super::{
    super::{Away, sends},
    list::{Failed, to_shift},
    people::{Line, People, SHOWN},
    watched::{Watched, pace},
};
use crate::{
    api::{ApiError, Call, ProblemKind, messages},
    model::{
        Lang,
        can::Act,
        member::MemberId,
        message::{MessageDetail, MessageId, MessageView, Recipient, Skip, State},
    },
    pages::{parts::gate, sign_in::said},
    state::{App, roster::Roster, use_app},
    ui::{Dialog, Empty, Icon, Skeleton, live, strokes},
    web::clock,
};
use leptos::{prelude::*, task::spawn_local};
use std::{collections::HashMap, sync::Arc};

/// The groups: the states of which something was to be sent, then those who get nothing, by why.
const STATES: [State; 4] = [State::Waiting, State::Sent, State::Failed, State::Withdrawn];

#[component]
pub fn One(id: String) -> impl IntoView {
    let app = use_app();
    match MessageId::new(&id) {
        Ok(id) => view! { <Known id /> }.into_any(),
        Err(_) => view! { <Unknown app /> }.into_any(),
    }
}

#[component]
fn Unknown(app: App) -> impl IntoView {
    view! { <Empty icon=strokes::MAIL title=app.word(|t| t.messages.unknown) text=app.word(|t| t.messages.unknown_hint) /> }
}

type Watch = Watched<MessageDetail>;

#[component]
fn Known(id: MessageId) -> impl IntoView {
    let app = use_app();
    // For the names.
    let roster = Roster::open(app);
    let of = id.clone();
    let watched: Watch = Watched::new(app, move || messages::get(&of), |detail| pace(detail.message.counts.waiting, detail.people.len()));
    // What is there stays, whatever comes of looking again.
    let there = Memo::new(move |_| watched.value.with(Option::is_some));
    let unknown =
        Memo::new(move |_| watched.failure.with(|failure| failure.as_ref().and_then(ApiError::kind)) == Some(ProblemKind::NotFound));
    let failed = Memo::new(move |_| watched.failure.with(Option::is_some));
    let shown = move || match (there.get(), unknown.get(), failed.get()) {
        (true, ..) => view! {
            <Told watched />
            <Acts watched />
            <Groups watched roster />
            <Written watched />
        }
        .into_any(),
        (_, true, _) => view! { <Unknown app /> }.into_any(),
        (_, _, true) => ().into_any(),
        (_, _, false) => view! { <Skeleton label=app.word(|t| t.common.loading) /> }.into_any(),
    };
    let trouble = move || watched.failure.get().filter(|_| !unknown.get()).map(|error| view! { <Failed error /> });
    let work = move || {
        view! {
            <div role="alert">{live(trouble)}</div>
            {live(shown)}
        }
    };
    view! { <Show when=move || !roster.away.get() fallback=move || view! { <Away roster /> }>{work}</Show> }
}

fn with<T>(watched: Watch, read: impl FnOnce(&MessageView) -> T) -> Option<T> {
    watched.value.with(|detail| detail.as_ref().map(|detail| read(&detail.message)))
}

#[component]
fn Told(watched: Watch) -> impl IntoView {
    let app = use_app();
    let heading =
        move || with(watched, |message| message.heading(app.t().lang)).map(|(lang, text)| view! { <span lang=lang.code()>{text}</span> });
    let facts = move || {
        with(watched, |message| {
            let t = app.t();
            let who = message.name.clone().unwrap_or_else(|| t.roster.somebody.to_owned());
            (t.roster.by)(&t.dates.moment(message.at, app.now.get(), &app.zone()), &who)
        })
    };
    let counts = Memo::new(move |_| with(watched, |message| message.counts).unwrap_or_default());
    let standing = move || {
        let words = &app.t().messages;
        let stopped = with(watched, |message| message.stopped_at.is_some()).unwrap_or_default();
        match counts.get().waiting {
            0 if stopped => words.stopped,
            0 => words.done,
            _ => words.on_way,
        }
    };
    view! {
        <h2>{heading}</h2>
        <p class="quiet small">{facts}</p>
        {move || with(watched, |message| message.shift.clone()).flatten().map(|shift| view! { <p>{to_shift(app, &shift)}</p> })}
        {move || with(watched, |message| message.why.clone()).flatten().map(|why| view! { <p>{why}</p> })}
        <p role="status">{move || { let counts = counts.get(); format!("{}. {}", (app.t().messages.sent_of)(counts.sent, counts.wanted()), standing()) }}</p>
        <progress
            class="message-progress"
            aria-label=move || app.t().messages.on_way
            hidden=move || counts.get().waiting == 0
            max=move || counts.get().wanted().to_string()
            prop:value=move || (counts.get().wanted() - counts.get().waiting) as f64
        ></progress>
    }
}

#[component]
fn Acts(watched: Watch) -> impl IntoView {
    let app = use_app();
    let (busy, trouble, asking) = (RwSignal::new(false), RwSignal::new(None::<ApiError>), RwSignal::new(false));
    let counts = Memo::new(move |_| with(watched, |message| message.counts).unwrap_or_default());
    let act = move |call: fn(&MessageId, &str) -> Call<MessageView>| {
        let Some(id) = untrack(|| with(watched, |message| message.id.clone())) else { return };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            let answer = app.client().send(&call(&id, &clock::unique())).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(_) => watched.look(),
                Err(error) => trouble.set(Some(error)),
            }
        });
    };
    let stop = move || {
        view! { <button class="button" type="button" aria-busy=move || busy.get().then_some("true") on:click=move |_| asking.set(true)><Icon name=strokes::X /> {move || app.t().messages.stop}</button> }
    };
    let again = move || {
        view! {
            <button class="button" type="button" aria-busy=move || busy.get().then_some("true") on:click=move |_| act(messages::retry)>
                <Icon name=strokes::REFRESH />
                {move || (app.t().messages.try_again)(counts.get().failed)}
            </button>
        }
    };
    // Of one to a shift: those who answer for shifts.
    let may = Memo::new(move |_| match with(watched, |message| message.shift.is_some()) {
        Some(true) => gate::may(app, Act::WriteToShifts).is_ok(),
        _ => sends(app),
    });
    view! {
        <p class="actions" hidden=move || !may.get() || (counts.get().waiting == 0 && counts.get().failed == 0)>
            <Show when=move || { counts.get().waiting > 0 }>{stop}</Show>
            <Show when=move || { counts.get().failed > 0 }>{again}</Show>
        </p>
        <div role="alert">{live(move || trouble.get().map(|error| view! { <p class="why danger">{said(app.t(), &error)}</p> }))}</div>
        <Dialog
            id="stop-message"
            open=asking
            title=app.word(|t| t.messages.stop_title)
            text=Signal::derive(move || (app.t().messages.stop_text)(counts.get().waiting))
            safe=app.word(|t| t.common.cancel)
            act=app.word(|t| t.messages.stop)
            on_act=move |()| act(messages::cancel)
        />
    }
}

fn group(one: &Recipient) -> usize {
    match one.skipped {
        Some(skip) => STATES.len() + Skip::ALL.iter().position(|other| *other == skip).unwrap_or_default(),
        None => STATES.iter().position(|state| *state == one.state).unwrap_or_default(),
    }
}

#[component]
fn Groups(watched: Watch, roster: Roster) -> impl IntoView {
    let app = use_app();
    let groups = Memo::new(move |_| {
        let mut counts = [0; STATES.len() + Skip::ALL.len()];
        watched.value.with(|detail| detail.iter().for_each(|detail| detail.people.iter().for_each(|one| counts[group(one)] += 1)));
        counts.into_iter().enumerate().filter(|(_, count)| *count > 0).collect::<Vec<_>>()
    });
    let label = move |at: usize| {
        let words = &app.t().messages;
        match STATES.get(at) {
            Some(state) => words.states[State::ALL.iter().position(|other| other == state).unwrap_or_default()].to_owned(),
            None => words.fates.get(2 + at - STATES.len()).copied().unwrap_or_default().to_owned(),
        }
    };
    let names = names(roster);
    let lines = move |at: usize| -> Vec<Line> {
        let t = app.t();
        let line = |one: &Recipient| {
            let name = one
                .name
                .clone()
                .or_else(|| names.with(|names| names.get(&one.member).cloned()))
                .unwrap_or_else(|| t.roster.somebody.to_owned());
            (name, note(app, one))
        };
        watched.value.with(|detail| {
            let people = detail.iter().flat_map(|detail| detail.people.iter());
            people.filter(|one| group(one) == at).take(SHOWN).map(line).collect()
        })
    };
    view! {
        <section class="stack" aria-labelledby="message-people">
            <h2 id="message-people">{move || app.t().messages.people}</h2>
            <People labelled_by="message-people" groups label lines />
        </section>
    }
}

/// By id, as the list stands.
pub fn names(roster: Roster) -> Memo<Arc<HashMap<MemberId, String>>> {
    Memo::new_with_compare(
        move |_| {
            let named = |row: &Arc<crate::model::roster::Row>| Some((row.member.id.clone(), row.member.name.clone()?));
            Arc::new(roster.rows.with(|rows| rows.iter().filter_map(named).collect()))
        },
        |_, _| true,
    )
}

fn note(app: App, one: &Recipient) -> String {
    let t = app.t();
    let failing = one.failing.map(|failing| match &one.detail {
        Some(detail) => format!("{} ({detail})", (t.messages.failing)(failing)),
        None => (t.messages.failing)(failing).to_owned(),
    });
    let at = one.at.filter(|_| one.state == State::Sent).map(|at| t.dates.moment(at, app.now.get(), &app.zone()));
    let lang = one.lang.map(|lang| lang.own_name().to_owned());
    [failing, at, lang].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[component]
fn Written(watched: Watch) -> impl IntoView {
    let app = use_app();
    let texts = Memo::new(move |_| with(watched, |message| message.texts.clone()).unwrap_or_default());
    let one = move |lang: Lang| {
        texts.with(|texts| texts.get(&lang).cloned()).map(|written| {
            view! {
                <article class="message-text stack" lang=lang.code()>
                    <h3>{lang.own_name()}</h3>
                    {(!written.subject.is_empty()).then(|| view! { <p><b>{written.subject}</b></p> })}
                    <p class="message-body">{written.body}</p>
                </article>
            }
        })
    };
    view! {
        <section class="stack" aria-labelledby="message-written">
            <h2 id="message-written">{move || app.t().messages.written}</h2>
            <div class="message-langs">{move || Lang::ALL.map(one).into_iter().flatten().collect_view()}</div>
        </section>
    }
}
