//! Acts that were refused for a reason that does not heal. The person decides: try again, take what is offered instead, or give it up.

use super::{
    entries::{Title, pressed, row_key},
    groups::Groups,
    run,
};
use crate::{
    api::{ApiError, ProblemKind},
    model::{ActionId, Instant, ShiftId},
    outbox::{Act, Entry, Standing},
    routes,
    state::{App, use_app},
    ui::{Dialog, Icon, each, strokes},
    web::page,
};
use leptos::prelude::*;

#[component]
pub fn Undecided(groups: Memo<Groups>) -> impl IntoView {
    let app = use_app();
    let some = Memo::new(move |_| groups.with(|groups| !groups.undecided.is_empty()));
    // The entry that is about to be given up.
    let target = RwSignal::new(None::<Entry>);
    let asking = RwSignal::new(false);
    let text = move || {
        let words = &app.t().outbox;
        target
            .with(|target| match target.as_ref().map(|entry| &entry.act) {
                None | Some(Act::Join { .. }) => words.discard_join,
                Some(Act::Leave { .. }) => words.discard_leave,
                Some(Act::Cover { .. }) => app.t().cover.discard,
                Some(Act::Mark { .. } | Act::MarkMe { .. }) => words.discard_mark,
                Some(Act::Centre(_)) => app.t().centre.discard,
            })
            .to_owned()
    };
    let discard = move |()| {
        let Some(entry) = target.get_untracked() else { return };
        run(app, async move {
            app.outbox.discard(app, &entry.key).await?;
            page::focus("main");
            Ok(())
        });
    };
    view! {
        <Show when=move || some.get()>
            <section class="stack" aria-labelledby="undecided">
                <h2 id="undecided">
                    {move || app.t().outbox.undecided} " " <span class="faint">{move || groups.with(|groups| groups.undecided.len())}</span>
                </h2>
                {each(
                    move || groups.with(|groups| groups.undecided.clone()),
                    row_key,
                    move |entry| view! { <WedgedEntry entry target asking /> }.into_any(),
                )}
            </section>
        </Show>
        <Dialog
            id="discard"
            open=asking
            title=app.word(|t| t.outbox.discard_title)
            text=Signal::derive(text)
            safe=app.word(|t| t.outbox.keep)
            act=app.word(|t| t.outbox.discard)
            on_act=discard
        />
    }
}

/// What an error means; of what was done at the wrong time, whether it was too early or too late, and when it would have been right.
fn told(app: App, entry: &Entry, error: &ApiError) -> String {
    let t = app.t();
    // Whatever is too early may be done from before the shift or its beginning on; what is too late, until some time after its end. The device's clock may be wrong.
    let shift_starts = |(action, shift): (&ActionId, &ShiftId)| app.actions.find(action)?.shift(shift).map(|shift| shift.starts);
    let starts = match &entry.act {
        Act::Centre(about) => Some(about.from),
        act => act.shift().and_then(shift_starts),
    };
    match error.moment() {
        Some(at) => {
            let early = starts.map_or(entry.made_at < at, |starts| at <= starts);
            (if early { t.outbox.too_early } else { t.outbox.too_late })(&t.dates.moment(at, app.now.get(), &app.zone()))
        }
        None => (t.centre.refused)(error).unwrap_or_else(|| (t.errors.api)(error)),
    }
}

fn why(entry: &Entry) -> Option<(ApiError, Instant)> {
    match &entry.standing {
        Standing::Wedged { why, at } => Some((why.clone(), *at)),
        _ => None,
    }
}

#[component]
fn WedgedEntry(entry: Entry, target: RwSignal<Option<Entry>>, asking: RwSignal<bool>) -> impl IntoView {
    let app = use_app();
    let id = format!("entry-{}", entry.key);
    let labelled_by = id.clone();
    let refusal = why(&entry);
    let times = {
        let (entry, at) = (entry.clone(), refusal.as_ref().map(|(_, at)| *at));
        move || {
            let t = app.t();
            let answered = at.map(|at| (t.outbox.answered)(&t.dates.moment(at, app.now.get(), &app.zone()))).unwrap_or_default();
            format!("{} {answered}", pressed(app, &entry))
        }
    };
    let about = entry.clone();
    let reason = refusal.clone().map(|(error, _)| {
        move || {
            let text = told(app, &about, &error);
            let (fact, rest) = text.split_once(". ").map_or((text.as_str(), ""), |(fact, rest)| (fact, rest));
            let dot = if rest.is_empty() { "" } else { "." };
            view! { <b>{format!("{fact}{dot}")}</b> " " {rest.to_owned()} }
        }
    });
    let give_up = entry.clone();
    let discard = move |_| {
        target.set(Some(give_up.clone()));
        asking.set(true);
    };
    view! {
        <article class="entry wedged" aria-labelledby=labelled_by>
            <header>
                <Icon name=strokes::ALERT />
                <div>
                    <Title id act=entry.act.clone() />
                    <p class="quiet small">{times}</p>
                </div>
            </header>
            <p>{reason}</p>
            <p class="actions">
                {refusal.map(|(error, _)| offers(app, &entry, &error))}
                <button class="button" type="button" on:click=discard>{move || app.t().outbox.discard}</button>
            </p>
        </article>
    }
}

/// What may help, by the reason: the waitlist, telling one's age, trying again. What is over for good is not offered again.
fn offers(app: App, entry: &Entry, error: &ApiError) -> impl IntoView + use<> {
    let kind = error.kind();
    let position = match error {
        ApiError::Problem { problem, .. } => problem.position,
        _ => None,
    };
    let wait_key = (kind == Some(ProblemKind::Full) && position.is_some()).then(|| entry.key.clone());
    let wait = wait_key.map(|key| {
        let press = move |_| {
            let key = key.clone();
            run(app, async move { app.outbox.accept_waitlist(app, &key).await });
            page::focus("main");
        };
        view! { <button class="button primary" type="button" on:click=press>{move || app.t().acts.join_waitlist}</button> }
    });
    let age = (kind == Some(ProblemKind::AgeUnknown)).then(|| {
        view! { <a class="button primary" href=routes::tell_age_then(routes::OUTBOX)>{move || app.t().outbox.tell_age}</a> }
    });
    // Another time is chosen where the hours are.
    let elsewhere = (kind == Some(ProblemKind::NoBooking))
        .then(|| view! { <a class="button primary" href=routes::CENTRE>{move || app.t().centre.other_times}</a> });
    let over = matches!(
        kind,
        Some(ProblemKind::Started | ProblemKind::Cancelled | ProblemKind::TooLate | ProblemKind::NotNow | ProblemKind::Sealed)
    );
    // The same code would be as wrong: another one is entered where the first was.
    let code = match &entry.act {
        Act::MarkMe { action, shift, .. } if kind == Some(ProblemKind::CodeWrong) => Some(routes::check_in(action, shift)),
        _ => None,
    };
    let over = over || code.is_some();
    let code = code.map(|href| view! { <a class="button primary" href=href>{move || app.t().outbox.enter_code}</a> });
    let key = entry.key.clone();
    let retry = move |_| {
        let key = key.clone();
        run(app, async move { app.outbox.retry(app, &key).await });
        page::focus("main");
    };
    let retry = (!over).then(|| view! { <button class="button" type="button" on:click=retry>{move || app.t().common.retry}</button> });
    view! { {wait} {age} {code} {elsewhere} {retry} }
}
