//! What waits to be sent, with the seam round it: when the button was pressed, what happens by itself, and how to take it back.

use super::{
    groups::{self, Groups, Undo},
    hand_over, run,
};
use crate::{
    model::{ActionId, attendance::What, roll::OwnWhat},
    outbox::{
        Act, Entry,
        policy::{Enqueue, Next},
    },
    routes,
    shell::Said,
    state::{App, use_app},
    ui::{Icon, each, strokes},
    web::page,
};
use leptos::prelude::*;

/// A row is another one when its entry has changed.
pub fn row_key(entry: &Entry) -> String {
    format!("{} {} {:?}", entry.key, entry.tries, entry.standing)
}

#[component]
pub fn Waiting(groups: Memo<Groups>) -> impl IntoView {
    let app = use_app();
    let some = Memo::new(move |_| groups.with(|groups| !groups.waiting.is_empty()));
    let title = move || {
        let words = &app.t().outbox;
        if app.connection.is_offline() { words.waiting_offline } else { words.waiting }
    };
    let sending = move || app.outbox.sending.get().then_some("true");
    let send = move |_| run(app, async move { app.outbox.hurry(app).await });
    view! {
        <Show when=move || some.get()>
            <section class="stack" aria-labelledby="waiting">
                <h2 id="waiting">{title} " " <span class="faint">{move || groups.with(|groups| groups.waiting.len())}</span></h2>
                {each(move || groups.with(|groups| groups.waiting.clone()), row_key, move |entry| view! { <WaitingEntry entry /> }.into_any())}
                <p class="why" role="status">
                    <Icon name=strokes::REFRESH class="icon icon-s" />
                    <span>{move || next_try(app)}</span>
                </p>
                <p class="actions">
                    <button class="button" type="button" aria-busy=sending on:click=send>
                        <Icon name=strokes::SEND />
                        {move || app.t().outbox.send_now}
                    </button>
                </p>
            </section>
        </Show>
    }
}

/// When the next try is.
fn next_try(app: App) -> String {
    let t = app.t();
    if app.outbox.sending.get() {
        return t.outbox.sending.to_owned();
    }
    match groups::next(app) {
        Next::WaitUntil(when) => (t.outbox.next_at)(&t.dates.moment(when, app.now.get(), &app.zone())),
        _ => t.outbox.next_now.to_owned(),
    }
}

#[component]
pub fn WaitingEntry(entry: Entry) -> impl IntoView {
    let app = use_app();
    let id = format!("entry-{}", entry.key);
    let labelled_by = id.clone();
    let (key, behind_key) = (entry.key.clone(), entry.key.clone());
    let sending = Memo::new(move |_| groups::is_sending(app, &key));
    let behind = Memo::new(move |_| groups::is_behind(app, &behind_key));
    let tries = u64::from(entry.tries);
    let act = entry.act.clone();
    let text = move || {
        let words = &app.t().outbox;
        if hand_over::is_the_way(app) {
            return app.t().backend.hand_over.to_owned();
        }
        let mut text = match act {
            Act::Join { or_wait: true, .. } => words.join_or_wait,
            Act::Join { .. } => words.join_waits,
            Act::Leave { .. } => words.leave_waits,
            Act::Cover { .. } => app.t().cover.waits,
            Act::Mark { .. } | Act::MarkMe { .. } => words.mark_waits,
            Act::Centre(ref act) => (app.t().centre.waits)(act.what),
        }
        .to_owned();
        if behind.get() {
            text = format!("{text} {}", words.behind);
        }
        if tries > 0 {
            text = format!("{text} {}", (words.tries)(tries));
        }
        text
    };
    view! {
        <article
            class=move || if sending.get() { "entry seam sending" } else { "entry seam" }
            aria-busy=move || sending.get().then_some("true")
            aria-labelledby=labelled_by
        >
            <header>
                <Icon name=strokes::HOURGLASS />
                <div>
                    <Title id act=entry.act.clone() />
                    <p class="quiet small">{let entry = entry.clone(); move || pressed(app, &entry)}</p>
                </div>
            </header>
            <p>{text}</p>
            <TakeBack entry />
        </article>
    }
}

/// When the button was pressed, which stays so however late it is sent.
pub fn pressed(app: App, entry: &Entry) -> String {
    let t = app.t();
    (t.outbox.pressed)(&t.dates.moment(entry.made_at, app.now.get(), &app.zone()))
}

/// What the act is about, with a link to the action as long as it is listed, and the shift's time.
#[component]
pub fn Title(#[prop(into)] id: String, act: Act) -> impl IntoView {
    let app = use_app();
    let Some((action, shift)) = act.shift() else { return view! { <Booked id act /> }.into_any() };
    let (action, shift) = (action.clone(), shift.clone());
    let prefix = move || prefix(app, &act);
    let about = action.clone();
    let when = move || {
        let (t, zone) = (app.t(), app.zone());
        let shift = app.actions.find(&about).and_then(|action| action.shift(&shift).cloned())?;
        Some(t.dates.span(shift.starts, shift.ends, &zone, zone.day(app.now.get()).year()))
    };
    view! {
        <h3 id=id>{prefix} " " <Named action /></h3>
        <p class="quiet small">{when}</p>
    }
    .into_any()
}

/// The same of a seat or a room.
#[component]
fn Booked(id: String, act: Act) -> impl IntoView {
    let app = use_app();
    let Act::Centre(about) = act.clone() else { return ().into_any() };
    let (place, from, to) = (about.place, about.from, about.to);
    let when = move || {
        let zone = app.zone();
        app.t().dates.span(from, to, &zone, zone.day(app.now.get()).year())
    };
    view! {
        <h3 id=id>{move || prefix(app, &act)} " " <a href=routes::CENTRE><Said texts=place /></a></h3>
        <p class="quiet small">{when}</p>
    }
    .into_any()
}

/// What was done, before the title of the action.
fn prefix(app: App, act: &Act) -> String {
    let words = &app.t().outbox;
    match act {
        Act::Join { .. } => words.join.to_owned(),
        Act::Leave { .. } => words.leave.to_owned(),
        Act::Cover { wanted: true, .. } => app.t().cover.act_ask.to_owned(),
        Act::Cover { wanted: false, .. } => app.t().cover.act_come.to_owned(),
        Act::Mark { name, mark, .. } => {
            let name = name.as_deref().unwrap_or(words.nameless);
            match mark.what {
                What::In { .. } => (words.mark_in)(name),
                What::Out { .. } => (words.mark_out)(name),
                What::Absent => (words.mark_absent)(name),
                _ => (words.mark_other)(name),
            }
        }
        Act::Centre(about) => (app.t().centre.act)(about.what).to_owned(),
        Act::MarkMe { mark, .. } => match mark.what {
            OwnWhat::In { .. } => words.own_in.to_owned(),
            OwnWhat::Out { .. } => words.own_out.to_owned(),
            OwnWhat::Disputed { .. } => words.own_dispute.to_owned(),
        },
    }
}

/// The action's title as a link; what can be said where the listing does not have it.
#[component]
pub fn Named(action: ActionId) -> impl IntoView {
    let app = use_app();
    let id = action.clone();
    let found = Memo::new(move |_| app.actions.find(&id).map(|action| action.title.clone()));
    move || match found.get() {
        Some(texts) => view! { <a href=routes::action(&action)><Said texts /></a> }.into_any(),
        None => view! { <span>{move || app.t().outbox.unlisted}</span> }.into_any(),
    }
}

#[component]
fn TakeBack(entry: Entry) -> impl IntoView {
    let app = use_app();
    let key = StoredValue::new(entry.key.clone());
    // It ends when a later act on the same shift is added.
    let undo = Memo::new(move |_| groups::undo(app, &entry));
    move || {
        undo.get().map(|undo| {
            let press = move |_| {
                let undo = undo.clone();
                let key = key.get_value();
                run(app, async move {
                    let done = match undo {
                        Undo::By(act) => app.outbox.add(app, act).await?,
                        Undo::Forget => app.outbox.discard(app, &key).await.map(|()| Enqueue::TakesBack(key))?,
                    };
                    let words = &app.t_untracked().outbox;
                    match done {
                        Enqueue::TakesBack(_) => app.toasts.tell(words.taken_back),
                        Enqueue::Add | Enqueue::Replaces(_) => app.toasts.tell(words.undo_sent),
                        Enqueue::Already => {}
                    }
                    // The button that had the focus is gone.
                    page::focus("main");
                    Ok(())
                });
            };
            view! {
                <p class="actions">
                    <button class="button plain compact" type="button" on:click=press>
                        <Icon name=strokes::UNDO class="icon icon-s" />
                        {move || app.t().outbox.take_back}
                    </button>
                </p>
            }
        })
    }
}
