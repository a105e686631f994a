//! Who on the association's list fits: the best with their reasons, how many do not and why; chosen, they are taken along to the list, where more can be done with them.
//!
//! Only for those who may see the list, and only once it is asked for: the list is opened, sealed and put away here as on its own page.

use super::desk::Desk;
use crate::{
    model::{
        AgeClass, Direction,
        can::{self, Act},
        fit::{Because, Fit, Found, Wanted, best},
        member::MemberId,
        roster::Row,
    },
    routes,
    state::{
        App,
        roster::{Roster, take_along},
        use_app,
    },
    ui::{Icon, Skeleton, TextField, each, strokes},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;
use std::{collections::BTreeSet, sync::Arc};

/// How many are shown.
const SHOWN: usize = 20;

#[component]
pub fn Fits(desk: Desk) -> impl IntoView {
    let app = use_app();
    let may = Memo::new(move |_| {
        app.session.person.with(|person| person.as_ref().is_some_and(|person| can::may(&person.roles, Act::SeeMembers).is_ok()))
    });
    let open = RwSignal::new(false);
    view! {
        <Show when=move || may.get()>
            <section class="stack" aria-labelledby="fits">
                <h2 id="fits">{move || app.t().manage_report.fits}</h2>
                <p class="quiet small">{move || app.t().manage_report.fits_hint}</p>
                <Show
                    when=move || open.get()
                    fallback=move || view! { <p class="actions"><button class="button" type="button" on:click=move |_| open.set(true)><Icon name=strokes::USERS /> {move || app.t().manage_report.fits}</button></p> }
                >
                    <Search desk />
                </Show>
            </section>
        </Show>
    }
}

fn words(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[component]
fn Search(desk: Desk) -> impl IntoView {
    let app = use_app();
    let roster = Roster::open(app);
    let (skills, languages) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let chosen = RwSignal::new(BTreeSet::<MemberId>::new());
    let wanted = Memo::new(move |_| {
        let (skills, languages) = (words(&skills.get()), words(&languages.get()));
        desk.form.with(|form| Wanted {
            direction: form.direction.unwrap_or(Direction::Other),
            district: Some(form.district.clone()).filter(|key| !key.is_empty()),
            youngest: form.youngest.unwrap_or(AgeClass::Under14),
            hazards: form.hazards.clone(),
            skills,
            languages,
        })
    });
    let found = Memo::new(move |_| wanted.with(|wanted| roster.rows.with(|rows| best(rows, wanted))));
    let body = move || {
        if roster.away.get() {
            let again = move |_| roster.open_again();
            return view! { <p>{app.t().roster.away_hint} " " <button class="button compact" type="button" on:click=again>{app.t().roster.open_again}</button></p> }.into_any();
        }
        if !roster.whole.get() {
            return view! { <Skeleton label=app.word(|t| t.common.loading) /> }.into_any();
        }
        view! { <Results found chosen /> }.into_any()
    };
    view! {
        <div class="dates">
            <TextField id="fit-skill" label=app.word(|t| t.manage_report.skill) hint=app.word(|t| t.manage_report.several) value=skills error=Signal::stored(None::<String>) />
            <TextField id="fit-language" label=app.word(|t| t.manage_report.language) hint=app.word(|t| t.manage_report.several) value=languages error=Signal::stored(None::<String>) />
        </div>
        {body}
    }
}

#[component]
fn Results(found: Memo<Found>, chosen: RwSignal<BTreeSet<MemberId>>) -> impl IntoView {
    let app = use_app();
    let counts = move || {
        found.with(|found| {
            let words = &app.t().manage_report;
            let fit = found.fits.len() as u64;
            let all = fit + found.unfit.values().sum::<usize>() as u64;
            let not: Vec<String> = found.unfit.iter().map(|(why, count)| (words.unfit)(*why, *count as u64)).collect();
            let not = if not.is_empty() { String::new() } else { format!(" ({})", not.join(", ")) };
            format!("{}{not}", (words.found)(fit, all))
        })
    };
    let none = Memo::new(move |_| found.with(|found| found.fits.is_empty()));
    let shown = move || found.with(|found| found.fits.iter().take(SHOWN).cloned().collect::<Vec<_>>());
    let choose_all = move |_| {
        let ids = found.with_untracked(|found| crate::model::fit::ids(found, SHOWN));
        chosen.update(|chosen| chosen.extend(ids));
    };
    let count = Memo::new(move |_| chosen.with(|chosen| chosen.len() as u64));
    let navigate = use_navigate();
    let go = move |_| {
        let ids = chosen.get_untracked();
        if ids.is_empty() {
            return;
        }
        take_along(app, ids);
        let navigate = navigate.clone();
        spawn_local(async move { navigate(routes::ROSTER, Default::default()) });
    };
    let off = move || (count.get() == 0).then_some("true");
    let key = |(row, fit): &(Arc<Row>, Fit)| format!("{:?} {:?}", row.version(), fit.because);
    view! {
        <p class="quiet" role="status">{counts}</p>
        <Show when=move || !none.get() fallback=move || view! { <p>{move || app.t().manage_report.nobody}</p> }>
            <ul class="lined" role="list">{each(shown, key, move |(row, fit)| view! { <One row fit chosen /> }.into_any())}</ul>
            <p class="actions">
                <button class="button" type="button" on:click=choose_all><Icon name=strokes::CHECK /> {move || app.t().manage_report.choose_all}</button>
                <button class="button primary" type="button" aria-disabled=off aria-describedby="take-why" on:click=go.clone()><Icon name=strokes::FORWARD /> {move || (app.t().manage_report.take_along)(count.get())}</button>
            </p>
            <p class="why" id="take-why">{move || off().map(|_| app.t().manage_report.choose_first)}</p>
        </Show>
    }
}

#[component]
fn One(row: Arc<Row>, fit: Fit, chosen: RwSignal<BTreeSet<MemberId>>) -> impl IntoView {
    let app = use_app();
    let id = StoredValue::new(row.member.id.clone());
    let name = StoredValue::new(row.member.name.clone());
    let named = move || name.get_value().unwrap_or_else(|| app.t().roster.somebody.to_owned());
    let is_chosen = move || chosen.with(|chosen| id.with_value(|id| chosen.contains(id)));
    let choose = move |event: leptos::ev::Event| {
        let wanted = event_target_checked(&event);
        chosen.update(|chosen| {
            if wanted {
                chosen.insert(id.get_value());
            } else {
                chosen.remove(&id.get_value());
            }
        });
    };
    let reasons = move || told(app, &fit);
    view! {
        <li>
            <label class="choice">
                <input class="box" type="checkbox" aria-label=move || (app.t().manage_report.choose)(&named()) prop:checked=is_chosen on:change=choose />
                <span>{named}</span>
                <small>{reasons}</small>
            </label>
        </li>
    }
}

/// Why this one, and what has to be asked before.
fn told(app: App, fit: &Fit) -> String {
    let words = &app.t().manage_report;
    let because = fit.because.iter().map(|because| match because {
        Because::Skill(skill) => (words.has_skill)(skill),
        Because::Language(language) => (words.speaks)(language),
        Because::Direction => words.same_direction.to_owned(),
        Because::District => words.same_district.to_owned(),
        Because::Active => words.active.to_owned(),
    });
    because.chain(fit.ask.iter().map(|ask| (words.ask)(*ask).to_owned())).collect::<Vec<_>>().join(", ")
}
