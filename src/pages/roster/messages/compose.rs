//! Writing a message to those chosen on the list: by what way, in which languages, who would get it, and the button that sends it, which says to how many. Sending is nothing for later: who wants no messages is
//! known to the backend alone, and whoever presses it wants to know that it is under way.

use super::{
    super::Away,
    draft::Draft,
    one::names,
    people::{Line, People, SHOWN},
    texts::Texts,
    ways::Ways,
};
use crate::{
    api::{ApiError, ProblemKind, messages},
    i18n::message_out,
    model::{
        Lang,
        message::{Channel, Skip},
        message_plan::{Delivery, Fate},
        message_size,
    },
    pages::sign_in::said,
    routes,
    state::{roster::Roster, use_app},
    ui::{Banner, Choice, Dialog, Empty, Icon, Skeleton, TextField, live, strokes},
    web::page,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

#[component]
pub fn Compose() -> impl IntoView {
    let app = use_app();
    let roster = Roster::open(app);
    let draft = Draft::new(app, roster);
    let some = Memo::new(move |_| draft.audience.with(|audience| !audience.is_empty()));
    let to_list = move || view! { <a class="button primary" href=routes::ROSTER>{move || app.t().messages.to_list}</a> };
    let shown = move || {
        match (draft.begun.get(), some.get()) {
        (false, _) => view! { <Skeleton label=app.word(|t| t.common.loading) /> }.into_any(),
        (true, true) => view! { <Work draft /> }.into_any(),
        (true, false) => view! { <Empty icon=strokes::USERS title=app.word(|t| t.messages.nobody) text=app.word(|t| t.messages.nobody_hint) act=to_list /> }.into_any(),
    }
    };
    view! { <Show when=move || !roster.away.get() fallback=move || view! { <Away roster /> }>{live(shown)}</Show> }
}

#[component]
fn Work(draft: Draft) -> impl IntoView {
    let app = use_app();
    let tried = RwSignal::new(false);
    let sample = Callback::new(move |(lang, channel)| sample(draft, lang, channel));
    let link = Signal::derive(move || draft.terms.with(|terms| terms.as_ref().and_then(|terms| terms.link.clone())));
    let kept = move || if draft.unkept.get() { app.t().action.not_kept } else { app.t().messages.kept };
    view! {
        <p>{move || (app.t().messages.to)(draft.audience.with(|audience| audience.len() as u64))}</p>
        <p class="quiet small">{kept}</p>
        <Show when=move || draft.old.get()>
            <p class="why"><Icon name=strokes::INFO class="icon icon-s" /> <span>{move || app.t().messages.old_draft}</span></p>
        </Show>
        <Ways writing=draft.writing />
        <Texts writing=draft.writing tried sample link />
        <Choice name="stand-in" kind="checkbox" chosen=draft.stand_in on_choose=move |wanted| draft.stand_in.set(wanted) label=app.word(|t| t.messages.stand_in) />
        <TextField id="message-why" label=app.word(|t| t.messages.why) hint=app.word(|t| t.messages.why_hint) value=draft.why error=Signal::stored(None::<String>) />
        <Who draft />
        <Sending draft tried />
    }
}

/// The name of somebody who gets it in this language by this way, or of anybody who gets it.
fn sample(draft: Draft, lang: Lang, channel: Channel) -> Option<String> {
    let named = |like: &dyn Fn(&Delivery) -> bool| {
        draft.fates.with(|fates| {
            fates.as_ref()?.iter().find_map(|(_, fate)| match fate {
                Fate::Gets(delivery) if like(delivery) => delivery.name.clone(),
                _ => None,
            })
        })
    };
    named(&|delivery| delivery.lang == lang && delivery.channel == channel).or_else(|| named(&|_| true))
}

/// In the order of their words.
fn group(fate: &Fate) -> usize {
    match fate {
        Fate::Gets(delivery) => usize::from(delivery.channel == Channel::Text),
        Fate::Skipped(skip) => 2 + Skip::ALL.iter().position(|other| other == skip).unwrap_or_default(),
    }
}

fn counts(draft: Draft) -> [usize; 8] {
    let mut counts = [0; 8];
    draft.fates.with(|fates| fates.iter().for_each(|fates| fates.iter().for_each(|(_, fate)| counts[group(fate)] += 1)));
    counts
}

#[component]
fn Who(draft: Draft) -> impl IntoView {
    let app = use_app();
    let groups = Memo::new(move |_| counts(draft).into_iter().enumerate().filter(|(_, count)| *count > 0).collect::<Vec<_>>());
    let label = move |at: usize| app.t().messages.fates.get(at).copied().unwrap_or_default().to_owned();
    let names = names(draft.roster);
    let lines = move |at: usize| -> Vec<Line> {
        let t = app.t();
        draft.fates.with(|fates| {
            let all = fates.iter().flat_map(|fates| fates.iter()).filter(|(_, fate)| group(fate) == at);
            let line = |(id, fate): &(_, Fate)| {
                let name = names.with(|names| names.get(id).cloned()).unwrap_or_else(|| t.roster.somebody.to_owned());
                let note = match fate {
                    Fate::Gets(delivery) => format!("{}, {}", delivery.to.as_str(), delivery.lang.own_name()),
                    Fate::Skipped(_) => String::new(),
                };
                (name, note)
            };
            all.take(SHOWN).map(line).collect()
        })
    };
    let stand_ins = Memo::new(move |_| {
        let other = |(_, fate): &&(_, Fate)| matches!(fate, Fate::Gets(delivery) if delivery.stand_in);
        draft.fates.with(|fates| fates.as_ref().map_or(0, |fates| fates.iter().filter(other).count() as u64))
    });
    let written = Memo::new(move |_| draft.writing.there.with(|there| !there.is_empty()));
    let there = Memo::new(move |_| draft.fates.with(Option::is_some));
    let shown = move || {
        match (there.get(), written.get()) {
        (false, _) => view! { <p class="quiet">{move || app.t().messages.counted_later}</p> }.into_any(),
        (true, false) => view! { <p class="quiet">{move || app.t().messages.nothing_written}</p> }.into_any(),
        (true, true) => view! {
            <People labelled_by="message-who" groups label lines />
            <Show when=move || { stand_ins.get() > 0 }>
                <p class="why warning"><Icon name=strokes::LANGUAGES class="icon icon-s" /> <span>{move || (app.t().messages.stand_ins)(stand_ins.get())}</span></p>
            </Show>
        }
        .into_any(),
    }
    };
    view! {
        <section class="stack" aria-labelledby="message-who">
            <h2 id="message-who">{move || app.t().messages.who}</h2>
            {live(shown)}
        </section>
    }
}

/// Why it cannot be sent as it stands.
#[derive(Clone, Copy, PartialEq)]
enum NotYet {
    Unwritten,
    Faulty,
    TooMany,
    Nobody,
    Offline,
    /// The hub has been asked what it sends by, and has not answered yet.
    Asking,
}

fn not_yet(draft: Draft, gets: usize) -> Option<NotYet> {
    match () {
        () if draft.app.connection.is_offline() || draft.failure.with(Option::is_some) => Some(NotYet::Offline),
        () if draft.terms.with(Option::is_none) => Some(NotYet::Asking),
        () if draft.too_many() => Some(NotYet::TooMany),
        () if draft.writing.there.with(Vec::is_empty) => Some(NotYet::Unwritten),
        () if !draft.writing.faults().is_empty() => Some(NotYet::Faulty),
        () if gets == 0 => Some(NotYet::Nobody),
        () => None,
    }
}

/// What is to be mended in the text is told once somebody has tried.
fn said_why(draft: Draft, hurdle: NotYet, tried: bool) -> Option<String> {
    let t = draft.app.t();
    let words = &t.messages;
    Some(match hurdle {
        NotYet::Asking => return None,
        NotYet::Offline => match draft.failure.get() {
            Some(error) if !error.is_offline() => said(t, &error),
            _ => words.send_needs_connection.to_owned(),
        },
        NotYet::TooMany => words.too_many.to_owned(),
        NotYet::Nobody => words.nobody_gets.to_owned(),
        NotYet::Unwritten if tried => words.nothing_written.to_owned(),
        NotYet::Faulty if tried => t.roster_acts.fix_first.to_owned(),
        NotYet::Unwritten | NotYet::Faulty => return None,
    })
}

#[component]
fn Sending(draft: Draft, tried: RwSignal<bool>) -> impl IntoView {
    let app = use_app();
    let navigate = StoredValue::new_local(use_navigate());
    let (busy, asking, throwing) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let trouble = RwSignal::new(None::<ApiError>);
    let counted = Memo::new(move |_| counts(draft));
    let gets = move || counted.get()[0] + counted.get()[1];
    let hurdle = Memo::new(move |_| not_yet(draft, gets()));
    let leave = move |path: String| navigate.with_value(|go| go(&path, NavigateOptions::default()));
    let send = move |()| {
        let Some(message) = draft.to_send().filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            // Its id is its key as well: sent again after an answer that was lost, it is the same message.
            let answer = app.client().send(&messages::send(&message, message.id.as_str())).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(_) => {
                    draft.forget().await;
                    leave(routes::message(&message.id));
                }
                Err(error) => trouble.set(Some(error)),
            }
        });
    };
    let press = move |_| {
        tried.set(true);
        match hurdle.get_untracked() {
            Some(NotYet::Unwritten | NotYet::Faulty) => {
                let first = app.hub().languages.first().copied().unwrap_or(Lang::Kk);
                draft.writing.first_fault(first).iter().for_each(|field| page::focus(field));
            }
            Some(_) => {}
            None => asking.set(true),
        }
    };
    let throw_away = move |()| {
        spawn_local(async move {
            draft.forget().await;
            leave(routes::ROSTER.to_owned());
        });
    };
    let why_not = move || said_why(draft, hurdle.get()?, tried.get());
    let blocked = move || hurdle.get().is_some_and(|hurdle| !matches!(hurdle, NotYet::Unwritten | NotYet::Faulty)).then_some("true");
    view! {
        <div role="status">{live(move || why_not().map(|text| view! { <p class="why warning"><Icon name=strokes::ALERT class="icon icon-s" /> <span>{text}</span></p> }))}</div>
        <div role="alert">{live(move || trouble.get().map(|error| view! { <Trouble draft error /> }))}</div>
        <p class="actions">
            <button class="button primary" type="button" aria-disabled=blocked aria-busy=move || busy.get().then_some("true") on:click=press>
                <Icon name=strokes::SEND />
                {move || (app.t().messages.send)(gets() as u64)}
            </button>
            <button class="button" type="button" on:click=move |_| throwing.set(true)>{move || app.t().messages.throw_away}</button>
        </p>
        <Dialog
            id="send-message"
            open=asking
            title=Signal::derive(move || (app.t().messages.send_title)(gets() as u64))
            text=Signal::derive(move || if asking.get() { told(draft) } else { String::new() })
            safe=app.word(|t| t.common.cancel)
            act=app.word(|t| t.messages.send_act)
            on_act=send
        />
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

/// To how many by what, in how many text messages, and how many get nothing. Counted when it is asked for: each is as long as their name.
fn told(draft: Draft) -> String {
    let counts = counts(draft);
    let texts = draft.to_send().map(|message| message.texts).unwrap_or_default();
    let link = draft.terms.with(|terms| terms.as_ref().and_then(|terms| terms.link.clone())).unwrap_or_default();
    let parts = |fate: &Fate| match fate {
        Fate::Gets(delivery) if delivery.channel == Channel::Text => texts.get(&delivery.lang).map_or(0, |written| {
            message_size::of(&message_out::text_message(written, delivery.lang, delivery.name.as_deref(), &link)).segments
        }),
        _ => 0,
    };
    let parts: usize = draft.fates.with(|fates| fates.iter().flat_map(|fates| fates.iter()).map(|(_, fate)| parts(fate)).sum());
    let none: usize = counts[2..].iter().sum();
    (draft.app.t().messages.send_text)(counts[0] as u64, counts[1] as u64, parts as u64, none as u64)
}

/// Why it was not taken; or that it was, as it stood before.
#[component]
fn Trouble(draft: Draft, error: ApiError) -> impl IntoView {
    let app = use_app();
    if error.kind() == Some(ProblemKind::KeyReused) {
        let href = draft.id.get_value().map(|id| routes::message(&id)).unwrap_or_default();
        let see = move || view! { <a class="button compact" href=href.clone()>{move || app.t().messages.see}</a> };
        return view! { <Banner tone="warning" icon=strokes::INFO strong=app.word(|t| t.messages.taken_before) text=String::new() act=see /> }.into_any();
    }
    view! { <p class="why danger"><Icon name=strokes::ALERT class="icon icon-s" /> <span>{move || said(app.t(), &error)}</span></p> }
        .into_any()
}
