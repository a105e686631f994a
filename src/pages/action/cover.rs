//! "I can't come": looks for somebody to stand in. Through the outbox like all that is done on this page; the place stays the person's until somebody has taken it.

use super::{acts, here::Here};
use crate::{
    model::{Cover as Standing, CoverRule, ShiftId, Signup, eligibility::may_leave},
    outbox::Act,
};
use leptos::prelude::*;

/// How it stands, with what waits on this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Now {
    Comes,
    Told(Standing),
    /// Waits to be sent: `true`, that somebody is looked for.
    Queued(bool),
}

#[component]
pub fn Cover(here: Here, id: ShiftId) -> impl IntoView {
    let app = here.app;
    let (shift, mine) = (id.clone(), StoredValue::new(id.clone()));
    let this = id.clone();
    let now = Memo::new(move |_| {
        let queued = super::ticket::entry(here, &shift).and_then(|entry| match entry.act {
            Act::Cover { wanted, .. } => Some(wanted),
            _ => None,
        });
        let told = super::ticket::signup(here, &shift).and_then(|Signup { cover, .. }| cover);
        queued.map_or_else(|| told.map_or(Now::Comes, Now::Told), Now::Queued)
    });
    let begun = Memo::new(move |_| here.shift(&id).is_none_or(|shift| shift.starts <= app.now.get()));
    let text = move || {
        let words = &app.t().cover;
        match now.get() {
            Now::Comes => words.ask_hint,
            Now::Told(Standing::Asked) => words.asked,
            Now::Told(Standing::Open) => words.open,
            Now::Queued(true) => words.queued,
            Now::Queued(false) => words.come_queued,
        }
    };
    let leader = move || {
        let agrees = here.detail.value.with(|detail| detail.as_ref().is_some_and(|detail| detail.cover == CoverRule::LeaderAgrees));
        (agrees && now.get() == Now::Comes).then(|| app.t().cover.leader_hint)
    };
    // The difference to what the dock does, as long as it can be done.
    let leaves = Memo::new(move |_| here.shift(&this).is_some_and(|shift| may_leave(&shift, true, app.now.get()).is_ok()));
    let instead = move || (now.get() == Now::Comes && leaves.get()).then(|| (app.t().cover.or_leave)(app.t().acts.leave));
    let wanted = move || matches!(now.get(), Now::Comes | Now::Queued(false));
    let label = move || if wanted() { app.t().cover.ask } else { app.t().cover.come };
    let press = move |_| acts::cover(here, mine.get_value(), untrack(wanted));
    view! {
        <Show when=move || app.can().account && !begun.get()>
            <p class="small" role="status">{text} " " {leader} " " {instead}</p>
            <p class="actions">
                <button class="button" type="button" aria-busy=move || here.busy.get().then_some("true") on:click=press>{label}</button>
            </p>
        </Show>
    }
}
