//! What a member has done: hours, when they last came, places to come, a parent's consent, roles; and shift by shift, fetched when it is asked for.

use super::cell;
use crate::{
    api::{ApiError, roster},
    i18n::Catalogue,
    model::{attendance::Hours, member::MemberId, participation::Participation, roll::Attended, roster::Row},
    pages::sign_in::said,
    routes,
    shell::Said,
    state::{App, roster::Roster, use_app},
    ui::{Icon, strokes},
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

#[component]
pub fn TakingPart(roster: Roster, row: Arc<Row>) -> impl IntoView {
    let app = use_app();
    let id = row.member.id.clone();
    let of = id.clone();
    let fact = Memo::new(move |_| roster.facts.with(|facts| facts.get(&of).cloned()));
    let lines = move || match fact.get() {
        Some(fact) => {
            let lines = lines(app, &fact).into_iter().map(|text| view! { <li>{text}</li> }).collect_view();
            view! { <ul>{lines}</ul> <Shifts id=id.clone() /> }.into_any()
        }
        None => view! { <p class="quiet">{app.t().roster_besides.no_account}</p> }.into_any(),
    };
    view! {
        <section class="stack" aria-labelledby="member-part">
            <h3 id="member-part">{move || app.t().roster_besides.taking_part}</h3>
            {lines}
        </section>
    }
}

fn lines(app: App, fact: &Participation) -> Vec<String> {
    let words = &app.t().roster_besides;
    let confirmed = match fact.minutes {
        0 => words.nothing_confirmed.to_owned(),
        minutes => (words.confirmed)(&(words.time)(minutes), fact.times.into()),
    };
    let seen = fact.last_seen.map_or_else(|| words.never_came.to_owned(), |seen| (words.last_came)(&cell::day(app, seen)));
    let coming = (fact.coming > 0).then(|| (words.coming)(fact.coming.into()));
    let parent = fact.parent_until.map(|until| (words.parent)(&cell::day(app, until)));
    let roles = (!fact.roles.is_empty())
        .then(|| (words.roles)(&fact.roles.iter().map(|role| (app.t().rights.role)(*role)).collect::<Vec<_>>().join(", ")));
    [Some(confirmed), Some(seen), coming, parent, roles].into_iter().flatten().collect()
}

/// Fetched when they are looked at, and kept nowhere, as the history.
#[component]
fn Shifts(id: MemberId) -> impl IntoView {
    let app = use_app();
    let shifts = RwSignal::new(None::<Result<Vec<Attended>, ApiError>>);
    let asked = StoredValue::new(false);
    let fetch = move || {
        if asked.get_value() && !shifts.with_untracked(|shifts| matches!(shifts, Some(Err(_)))) {
            return;
        }
        asked.set_value(true);
        let id = id.clone();
        spawn_local(async move {
            let answer = app.client().read(&roster::attendance(&id)).await;
            shifts.try_set(Some(answer));
        });
    };
    let body = move || match shifts.get() {
        None => view! { <p class="quiet">{app.t().common.loading}</p> }.into_any(),
        Some(Err(error)) if error.is_offline() => {
            view! { <p class="why"><Icon name=strokes::OFFLINE class="icon icon-s" /> {app.t().roster_besides.shifts_need_connection}</p> }
                .into_any()
        }
        Some(Err(error)) => view! { <p class="why danger">{said(app.t(), &error)}</p> }.into_any(),
        Some(Ok(shifts)) if shifts.is_empty() => view! { <p class="quiet">{app.t().roster_besides.no_shifts}</p> }.into_any(),
        Some(Ok(shifts)) => {
            view! { <ol class="trail" role="list">{shifts.into_iter().map(|shift| view! { <Shift shift /> }).collect_view()}</ol> }
                .into_any()
        }
    };
    view! {
        <details class="more" on:toggle=move |_| fetch()>
            <summary>{move || app.t().roster_besides.shifts}</summary>
            {body}
        </details>
    }
}

#[component]
fn Shift(shift: Attended) -> impl IntoView {
    let app = use_app();
    let state = shift.state(app.now.get_untracked(), &app.zone());
    let (starts, ends) = (shift.starts, shift.ends);
    let when = move || {
        let zone = app.zone();
        app.t().dates.span(starts, ends, &zone, zone.day(app.now.get()).year())
    };
    let came = move || came(app.t(), &state.hours, state.absent);
    view! {
        <li>
            <p><a href=routes::action(&shift.action)><Said texts=shift.title.clone() /></a></p>
            <p class="quiet small">{when} " · " {came}</p>
        </li>
    }
}

fn came(t: &Catalogue, hours: &Hours, absent: bool) -> String {
    let words = &t.roster_besides;
    match hours {
        Hours::Confirmed { minutes, .. } | Hours::Sealed { minutes } => (words.time)(*minutes),
        Hours::Open if absent => words.absent.to_owned(),
        Hours::Open | Hours::Disputed { .. } => words.unconfirmed.to_owned(),
    }
}
