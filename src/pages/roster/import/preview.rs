//! What would change, row by row, before anything is written; and the button that writes it.

use super::{super::cell, Draft, columns::letters, vocabulary::values};
use crate::{
    model::{
        import::{Choice, Column, Planned, Verdict, plan::edits},
        member::{Field, MemberId, Wrong},
        table,
    },
    state::{App, use_app},
    ui::{Icon, Skeleton, each, strokes},
    web::save,
};
use leptos::prelude::*;
use std::sync::Arc;

/// Rows of a kind that are shown; of the rest, how many.
const SHOWN: usize = 100;

/// In the order of their words.
fn place(verdict: &Verdict) -> usize {
    match verdict {
        Verdict::New => 0,
        Verdict::Changed => 1,
        Verdict::Same => 2,
        Verdict::Doubtful(_) => 3,
        Verdict::Wrong(_) => 4,
    }
}

#[component]
pub fn Preview(draft: Draft) -> impl IntoView {
    let app = use_app();
    let there = Memo::new(move |_| draft.planned.with(Option::is_some));
    view! {
        <section class="stack" aria-labelledby="import-preview">
            <h2 id="import-preview">{move || app.t().roster_import.preview}</h2>
            <Show when=move || there.get() fallback=move || view! { <Show when=move || draft.has_name()><Skeleton label=app.word(|t| t.roster_import.planning) /></Show> }>
                <Told draft />
            </Show>
        </section>
    }
}

#[component]
fn Told(draft: Draft) -> impl IntoView {
    let app = use_app();
    let planned = Memo::new(move |_| draft.planned.get().unwrap_or_default());
    let counts = Memo::new(move |_| {
        let mut counts = [0_u64; 5];
        planned.with(|planned| planned.iter().for_each(|one| counts[place(&one.verdict)] += 1));
        counts
    });
    // The first kind of which there are any, until another is chosen.
    let picked = draft.picked;
    let shown = Memo::new(move |_| picked.get().or_else(|| counts.get().iter().position(|count| *count > 0)).unwrap_or_default());
    let kind = move |at: usize| {
        view! {
            <button class="segment" type="button" aria-pressed=move || (shown.get() == at).to_string() on:click=move |_| picked.set(Some(at))>
                <span>{move || app.t().roster_import.verdicts[at]}</span>
                <b class="num">{move || counts.get()[at]}</b>
            </button>
        }
    };
    let rows = move || {
        planned.with(|planned| planned.iter().filter(|one| place(&one.verdict) == shown.get()).take(SHOWN).cloned().collect::<Vec<_>>())
    };
    let more = move || Some(counts.get()[shown.get()].saturating_sub(SHOWN as u64)).filter(|more| *more > 0);
    let cells = Memo::new(move |_| planned.with(|planned| planned.iter().map(|one| one.left_out.len() as u64).sum::<u64>()));
    let to_correct = move || cells.get() > 0 || (shown.get() == 4 && counts.get()[4] > 0);
    view! {
        <div class="import-kinds" role="group" aria-labelledby="import-preview">{(0..5).map(kind).collect_view()}</div>
        <ul class="lined" role="list">
            {each(rows, |one| (one.row, place(&one.verdict), one.changes.len(), one.left_out.len()), move |one| view! { <OneRow draft one /> }.into_any())}
        </ul>
        {move || more().map(|more| view! { <p class="quiet">{(app.t().roster_import.more_rows)(more)}</p> })}
        <p role="status">{move || Some(cells.get()).filter(|cells| *cells > 0).map(app.t().roster_import.cells_left_out)}</p>
        <Show when=to_correct><WrongRows draft planned /></Show>
        <Go draft planned />
    }
}

#[component]
fn OneRow(draft: Draft, one: Planned) -> impl IntoView {
    let app = use_app();
    let (row, name) = (one.row, one.name.clone());
    let unmixed = one.unmixed.then(|| view! { <span class="quiet small">{move || app.t().roster_import.unmixed}</span> });
    let decided = draft.choices.with_untracked(|choices| choices.contains_key(&row)).then(|| {
        view! { <button class="button plain compact" type="button" on:click=move |_| decide(draft, row, None)>{move || app.t().roster_import.again}</button> }
    });
    let left_out = one.left_out.into_iter().map(|(at, why)| {
        view! { <p class="quiet small">{move || (app.t().roster_import.cell_left_out)(&fault(app, draft, row, at, why))}</p> }
    });
    let left_out = left_out.collect_view();
    let rest = match one.verdict {
        Verdict::New | Verdict::Changed => {
            let changes = StoredValue::new(one.changes);
            let lines = move || {
                changes.with_value(|changes| {
                    changes.iter().flat_map(|change| cell::told(app, change)).map(|line| view! { <li>{line}</li> }).collect_view()
                })
            };
            view! { <ul class="small">{lines}</ul> }.into_any()
        }
        Verdict::Same => ().into_any(),
        Verdict::Doubtful(ids) => view! { <Who draft row ids /> }.into_any(),
        Verdict::Wrong(faults) => {
            let lines = faults
                .into_iter()
                .map(move |(at, why)| move || fault(app, draft, row, at, why))
                .map(|line| view! { <li>{line}</li> })
                .collect_view();
            view! { <ul class="small">{lines}</ul> }.into_any()
        }
    };
    view! {
        <li class="row bare">
            <div>
                <p><span class="quiet small num">{move || (app.t().roster_import.row)(row + 1)}</span> " " <b>{name}</b> " " {unmixed} {decided}</p>
                {rest}
                {left_out}
            </div>
        </li>
    }
}

/// Which cell is wrong, what it says, and why.
fn fault(app: App, draft: Draft, row: usize, at: usize, why: Wrong) -> String {
    let t = app.t();
    let text = draft.with_sheet(|sheet| sheet.rows.get(row).and_then(|cells| cells.get(at)).cloned()).flatten().unwrap_or_default();
    let column = (t.roster_import.column)(&letters(at));
    let of = draft.columns.with(|columns| columns.get(at).copied()).unwrap_or(Column::None);
    let known = values(app, of);
    let why = match why {
        Wrong::Unknown if !known.is_empty() => (t.roster_import.one_of)(&known.join(", ")),
        Wrong::NoDate if of == Column::Field(Field::AgeClass) => t.roster_import.no_age.to_owned(),
        why => (t.roster_acts.wrong)(why, t.errors.contact).to_owned(),
    };
    if text.trim().is_empty() { format!("{column}: {why}") } else { format!("{column}: «{text}». {why}") }
}

/// Somebody has to say who a doubtful row is about.
#[component]
fn Who(draft: Draft, row: usize, ids: Vec<MemberId>) -> impl IntoView {
    let app = use_app();
    let id = format!("who-{row}");
    let candidates = StoredValue::new(ids);
    // Nothing, somebody new, then the candidates in their order.
    let choose = move |event| match event_target_value(&event).parse::<usize>().unwrap_or_default() {
        0 => decide(draft, row, None),
        1 => decide(draft, row, Some(Choice::New)),
        at => decide(draft, row, candidates.with_value(|ids| ids.get(at - 2).cloned()).map(Choice::Is)),
    };
    let candidate = move |(at, id): (usize, MemberId)| {
        let words = move || {
            let member = draft.roster.rows.with(|rows| rows.iter().find(|row| row.member.id == id).map(|row| row.member.clone()));
            member.map_or_else(
                || further_up(app, draft, &id),
                |member| format!("{} {}", member.name.unwrap_or_default(), member.phone.map(|phone| phone.spaced()).unwrap_or_default()),
            )
        };
        view! { <option value=(at + 2).to_string()>{words}</option> }
    };
    view! {
        <div class="field">
            <label for=id.clone()>{move || app.t().roster_import.who}</label>
            <select id=id class="input" on:change=choose>
                <option value="0">{move || app.t().roster_import.leave_out}</option>
                <option value="1">{move || app.t().roster_import.somebody_new}</option>
                {candidates.get_value().into_iter().enumerate().map(candidate).collect_view()}
            </select>
        </div>
    }
}

/// Somebody new whom the same sheet names in another row.
fn further_up(app: App, draft: Draft, id: &MemberId) -> String {
    let words = &app.t().roster_import;
    let found = draft.planned.with(|planned| {
        let one = planned.as_ref()?.iter().find(|one| one.member.as_ref() == Some(id))?;
        Some(format!("{}: {}", (words.row)(one.row + 1), one.name))
    });
    found.unwrap_or_else(|| words.somebody_new.to_owned())
}

fn decide(draft: Draft, row: usize, choice: Option<Choice>) {
    draft.choices.update(|choices| {
        match choice {
            Some(choice) => choices.insert(row, choice),
            None => choices.remove(&row),
        };
    });
}

/// The rows in which something is wrong as a sheet of their own, with why: to be corrected and brought in.
#[component]
fn WrongRows(draft: Draft, planned: Memo<Arc<Vec<Planned>>>) -> impl IntoView {
    let app = use_app();
    let go = move |_| {
        let text = untrack(|| {
            let wide = draft.columns.with(Vec::len);
            let padded = |row: &Vec<String>| (0..wide).map(|at| row.get(at).cloned().unwrap_or_default()).collect::<Vec<_>>();
            let (heads, reason) = (draft.heads.get(), app.t().roster_import.reason.to_owned());
            let head = draft
                .with_sheet(|sheet| sheet.rows.get(heads.wrapping_sub(1)).map(padded))
                .flatten()
                .unwrap_or_else(|| vec![String::new(); wide]);
            let faults = |one: &Planned| match &one.verdict {
                Verdict::Wrong(faults) => (one.row, faults.clone()),
                _ => (one.row, one.left_out.clone()),
            };
            let wrong = planned.with(|planned| planned.iter().map(faults).filter(|(_, faults)| !faults.is_empty()).collect::<Vec<_>>());
            let lines = wrong.into_iter().filter_map(|(row, faults)| {
                let why = faults.iter().map(|(at, why)| fault(app, draft, row, *at, *why)).collect::<Vec<_>>().join("; ");
                let cells = draft.with_sheet(|sheet| sheet.rows.get(row).map(padded)).flatten()?;
                Some(cells.into_iter().chain([why]).collect::<Vec<_>>())
            });
            table::csv(app.lang(), [head.into_iter().chain([reason]).collect::<Vec<_>>()].into_iter().chain(lines))
        });
        if save::file("meyirim-rows.csv", "text/csv;charset=utf-8", &text.into()).is_err() {
            app.toasts.tell(app.t_untracked().record.file_failed);
        }
    };
    view! {
        <p class="actions"><button class="button" type="button" on:click=go><Icon name=strokes::DOWNLOAD /> {move || app.t().roster_import.download_wrong}</button></p>
    }
}

#[component]
fn Go(draft: Draft, planned: Memo<Arc<Vec<Planned>>>) -> impl IntoView {
    let app = use_app();
    let people = Memo::new(move |_| planned.with(|planned| edits(planned).len() as u64));
    // What is shown is of before the last decision.
    let stale = move || (draft.busy.get() || draft.comparing.get()).then_some("true");
    let go = move |_| {
        if !draft.comparing.get_untracked() {
            draft.bring_in(planned.with_untracked(|planned| edits(planned)));
        }
    };
    view! {
        <div role="alert">{move || draft.failed.get().then(|| view! { <p class="why danger">{move || app.t().action.not_kept}</p> })}</div>
        <Show when=move || { people.get() > 0 } fallback=move || view! { <p class="quiet">{move || app.t().roster_import.nothing}</p> }>
            <p class="actions">
                <button class="button primary" type="button" aria-disabled=stale aria-busy=stale on:click=go>
                    <Icon name=strokes::UPLOAD />
                    {move || (app.t().roster_import.go)(people.get())}
                </button>
            </p>
        </Show>
    }
}
