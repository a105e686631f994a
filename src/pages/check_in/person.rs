//! One person on the roll: how they stand, what does not agree, and what can be noted of them. What only this device knows has the seam.

use super::{
    list::{next, press},
    noting::{Seen, note, take_back},
};
use crate::{
    i18n::dates::clock,
    model::{
        Cover, MarkId,
        attendance::{Clash, How, What, Why},
        roll::Roll,
    },
    pages::parts::Trail,
    state::{App, use_app},
    ui::{Badge, Icon, strokes},
};
use leptos::prelude::*;
use std::sync::Arc;

#[component]
pub fn Person(
    seen: Seen,
    roll: Arc<Roll>,
    how: How,
    /// Whether people can be noted as come or gone at this moment.
    open: Memo<bool>,
) -> impl IntoView {
    let app = use_app();
    let seen = StoredValue::new(seen);
    let roll = StoredValue::new(roll);
    let name = move || seen.with_value(|seen| seen.name(app));
    let unsent = seen.with_value(Seen::unsent);
    let class = if unsent { "row bare waiting" } else { "row bare" };
    let step = seen.with_value(|seen| next(seen, how));
    let leaving = matches!(step, Some(What::Out { .. }));
    let label = move || if leaving { app.t().check_in.check_out } else { app.t().check_in.check_in };
    let button = move || {
        (step.is_some() && open.get()).then(|| {
            let go = move |_| roll.with_value(|roll| seen.with_value(|seen| press(app, roll, seen, how)));
            let class = if leaving { "button compact" } else { "button primary compact" };
            view! {
                <button class=class type="button" aria-label=move || format!("{}: {}", label(), name()) on:click=go>
                    <Icon name=strokes::CHECK class="icon icon-s" />
                    {label}
                </button>
            }
        })
    };
    let unexpected =
        seen.with_value(|seen| !seen.listed.expected).then(|| view! { <span class="tag">{move || app.t().check_in.unexpected}</span> });
    let looks = seen
        .with_value(|seen| seen.listed.cover == Some(Cover::Open))
        .then(|| view! { <span class="tag">{move || app.t().cover.looks}</span> });
    view! {
        <li class=class>
            <div>
                <h3>{name}</h3>
                <p class="state"><Standing seen /> {unexpected} {looks}</p>
                {clashes(app, seen, roll)}
                <Absent seen roll open />
                <History seen roll />
            </div>
            {button}
        </li>
    }
}

#[component]
fn Standing(seen: StoredValue<Seen>) -> impl IntoView {
    let app = use_app();
    let (state, unsent, off) = seen
        .with_value(|seen| (seen.state.clone(), seen.unsent(), seen.marks.iter().map(|mark| mark.clock_off).max_by_key(|off| off.abs())));
    let deleted = seen.with_value(|seen| seen.listed.deleted);
    let (form, tone) = if unsent { ("seam", "queued") } else { ("solid", "positive") };
    let time = move |at| clock(app.zone().local(at));
    let badges = match (state.checked_in, state.checked_out, state.absent) {
        (Some(came), left, _) => {
            let text =
                move || left.map_or_else(|| (app.t().check_in.came_at)(&time(came)), |left| format!("{} – {}", time(came), time(left)));
            view! { <Badge form tone icon=strokes::CHECK text=Signal::derive(text) /> }.into_any()
        }
        (None, _, true) => {
            let (form, tone) = if unsent { ("seam", "queued") } else { ("line", "neutral") };
            view! { <Badge form tone icon=strokes::X text=app.word(|t| t.check_in.did_not_come) /> }.into_any()
        }
        (None, ..) if deleted => ().into_any(),
        (None, ..) => view! { <span class="quiet">{move || app.t().check_in.not_yet}</span> }.into_any(),
    };
    let off = off.filter(|off| *off != 0).map(|off| {
        let minutes = (off.unsigned_abs() + 30_000) / 60_000;
        let text = move || {
            let words = &app.t().check_in;
            if off > 0 { (words.clock_behind)(minutes) } else { (words.clock_ahead)(minutes) }
        };
        view! { <Badge form="soft" tone="warning" icon=strokes::CLOCK text=Signal::derive(text) /> }
    });
    let waits = unsent.then(|| view! { <span class="quiet">{move || app.t().check_in.unsent}</span> });
    view! { {badges} {off} {waits} }
}

/// Once the shift has begun: not there. Nobody is asked whether they are sure, as it is taken back as easily.
#[component]
fn Absent(seen: StoredValue<Seen>, roll: StoredValue<Arc<Roll>>, open: Memo<bool>) -> impl IntoView {
    let app = use_app();
    let nothing = seen.with_value(|seen| seen.last().is_none() && !seen.listed.deleted);
    let begun = Memo::new(move |_| roll.with_value(|roll| roll.starts) <= app.now.get());
    let press = move |_| roll.with_value(|roll| seen.with_value(|seen| note(app, roll, &seen.listed, What::Absent)));
    let label = move || format!("{}: {}", app.t().check_in.absent, seen.with_value(|seen| seen.name(app)));
    move || {
        (nothing && open.get() && begun.get()).then(|| {
            view! {
                <p class="actions">
                    <button class="button plain compact" type="button" aria-label=label on:click=press>{move || app.t().check_in.absent}</button>
                </p>
            }
        })
    }
}

/// What was noted of somebody, and the last of it taken back: a slip of the finger.
#[component]
fn History(seen: StoredValue<Seen>, roll: StoredValue<Arc<Roll>>) -> impl IntoView {
    let app = use_app();
    let last = seen.with_value(|seen| seen.last().map(|mark| (mark.id.clone(), mark.what == What::Absent)));
    let marks = seen.with_value(|seen| seen.marks.clone());
    let back = last.map(|(id, absent)| {
        let press = move |_| roll.with_value(|roll| seen.with_value(|seen| take_back(app, roll, &seen.listed, &id)));
        let label = move || if absent { app.t().check_in.not_absent } else { app.t().check_in.undo };
        view! {
            <p class="actions">
                <button class="button plain compact" type="button" on:click=press><Icon name=strokes::UNDO class="icon icon-s" /> {label}</button>
            </p>
        }
    });
    let title = if back.is_some() { app.word(|t| t.check_in.trail_undo) } else { app.word(|t| t.check_in.trail) };
    (!marks.is_empty()).then(|| {
        view! {
            <details class="more">
                <summary>{title}</summary>
                <Trail marks />
                {back}
            </details>
        }
    })
}

/// Each clash with both sides, and a way to take the wrong one back.
fn clashes(app: App, seen: StoredValue<Seen>, roll: StoredValue<Arc<Roll>>) -> Vec<AnyView> {
    let all = seen.with_value(|seen| seen.state.clashes.clone());
    all.into_iter().map(|clash| view! { <Disagreement clash seen roll app /> }.into_any()).collect()
}

#[component]
fn Disagreement(clash: Clash, seen: StoredValue<Seen>, roll: StoredValue<Arc<Roll>>, app: App) -> impl IntoView {
    let why = clash.why;
    let text = move || {
        let words = &app.t().check_in;
        match why {
            Why::TwoIns => words.two_ins,
            Why::TwoOuts => words.two_outs,
            Why::AbsentAndIn => words.absent_and_in,
            Why::OutBeforeIn => words.out_before_in,
            Why::AfterConfirmed => words.after_confirmed,
        }
    };
    let side = move |id: MarkId| {
        let mark = seen.with_value(|seen| seen.marks.iter().find(|mark| mark.id == id).cloned())?;
        let presence = matches!(mark.what, What::In { .. } | What::Out { .. } | What::Absent);
        let press = move |_| roll.with_value(|roll| seen.with_value(|seen| take_back(app, roll, &seen.listed, &id)));
        let button = presence
            .then(|| view! { <button class="button plain compact" type="button" on:click=press>{move || app.t().check_in.slip}</button> });
        Some(view! { <li><Trail marks=vec![mark] /> {button}</li> })
    };
    view! {
        <div class="clash" role="group" aria-label=move || app.t().check_in.clash>
            <p class="why warning"><Icon name=strokes::ALERT class="icon icon-s" /> <span><b>{move || app.t().check_in.clash}</b> " " {text}</span></p>
            <ul>{side(clash.one)} {side(clash.other)}</ul>
        </div>
    }
}
