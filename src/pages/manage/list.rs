//! What there is to do: drafts, what is to come, what waits for its report, what is past. From the device; each with what it lacks.

use super::{
    For,
    figures::Figures,
    kept::{OnDevice, on_device},
};
use crate::{
    api::manage,
    i18n::{Catalogue, dates::capital},
    model::{
        Action, ActionState, Instant, Lang,
        action_draft::{ActionDraft, DraftId, missing_in},
        fold::Query,
        instant::DAY,
    },
    routes,
    shell::{Said, StandIn},
    state::{App, kept::Kept, use_app},
    store::Room,
    ui::{Badge, Icon, TextField, each, strokes},
};
use leptos::{prelude::*, task::spawn_local};
use std::{collections::BTreeSet, sync::Arc};

/// Lines that are shown before all are wanted.
const FIRST: usize = 12;
/// What was over before is no longer pressed for its report; it can still be written from its own page.
const PRESSED_FOR: i64 = 60 * DAY;

#[component]
pub fn All(path: String) -> impl IntoView {
    let app = use_app();
    view! { <For title=app.word(|t| t.outcome.to_plan) path shown=|| view! { <Work /> }.into_any() /> }
}

#[component]
fn Work() -> impl IntoView {
    let app = use_app();
    let typed = RwSignal::new(String::new());
    let reported = Kept::open(app, Room::Own, "manage/reported".to_owned(), manage::reported);
    let known = Memo::new(move |_| reported.value.get().map(|all| all.items.iter().cloned().collect::<BTreeSet<_>>()));
    // Once a pass over the listing; what is asked of it differs.
    let found = Memo::new(move |_| {
        let query = Query::new(&typed.get());
        app.actions.list.with(|list| {
            let fits = |listed: &&Arc<crate::state::actions::Listed>| {
                query.as_ref().is_none_or(|query| query.finds(listed.key(|action| app.directory.organiser_key(action))))
            };
            list.iter().filter(fits).map(|listed| listed.action.clone()).collect::<Vec<_>>()
        })
    });
    let coming = Memo::new(move |_| {
        let now = app.now.get();
        found.with(|found| found.iter().filter(|action| action.ends() > now).cloned().collect::<Vec<_>>())
    });
    let to_close = Memo::new(move |_| {
        let (now, known) = (app.now.get(), known.get());
        let waits = |action: &&Arc<Action>| {
            let over = action.ends() <= now && action.ends() > now.plus(-PRESSED_FOR) && action.state == ActionState::Published;
            over && known.as_ref().is_some_and(|known| !known.contains(&action.id))
        };
        latest_first(found.with(|found| found.iter().filter(waits).cloned().collect()))
    });
    let past = Memo::new(move |_| {
        let now = app.now.get();
        let close: BTreeSet<_> = to_close.with(|all| all.iter().map(|action| action.id.clone()).collect());
        let over = |action: &&Arc<Action>| action.ends() <= now && !close.contains(&action.id);
        latest_first(found.with(|found| found.iter().filter(over).cloned().collect()))
    });
    // Of what was looked for there is none: nothing is said of all others.
    let none = move |words: fn(&Catalogue) -> &'static str| {
        Signal::derive(move || {
            if typed.with(|typed| typed.trim().is_empty()) { words(app.t()) } else { app.t().manage.none_found }.to_owned()
        })
    };
    view! {
        <p class="actions">
            <a class="button primary" href=routes::MANAGE_NEW><Icon name=strokes::PLUS /> {move || app.t().manage.new}</a>
            <a class="button" href=routes::CAMPAIGNS><Icon name=strokes::CHART /> {move || app.t().news.campaigns}</a>
            <a class="button" href=routes::NEWS><Icon name=strokes::BELL /> {move || app.t().news.news}</a>
            <a class="button" href=routes::MANAGE_CENTRE><Icon name=strokes::GEAR /> {move || app.t().manage_centre.title}</a>
            <a class="button" href=routes::KIOSK_DEVICES><Icon name=strokes::PHONE /> {move || app.t().kiosk_desk.kiosks}</a>
        </p>
        <Drafts />
        <TextField id="manage-search" label=app.word(|t| t.manage.search) value=typed error=Signal::stored(None::<String>) kind="search" />
        <Part id="to-close" title=app.word(|t| t.manage.to_close) none=none(|t| t.manage.to_close_none) all=to_close lacks_report=true />
        <Part id="coming" title=app.word(|t| t.manage.coming) none=none(|t| t.manage.coming_none) all=coming />
        <Part id="past" title=app.word(|t| t.manage.past) none=none(|t| t.manage.past_none) all=past />
        <Figures />
    }
}

fn latest_first(mut all: Vec<Arc<Action>>) -> Vec<Arc<Action>> {
    all.sort_by_key(|action| std::cmp::Reverse(action.ends()));
    all
}

/// A draft from wherever it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    id: DraftId,
    title: ActionDraft,
    at: Instant,
    by: Option<String>,
    /// Nobody else has it yet, or not as it is here.
    only_here: bool,
}

#[component]
fn Drafts() -> impl IntoView {
    let app = use_app();
    let kept = Kept::open(app, Room::Own, "manage/drafts".to_owned(), manage::drafts);
    let here = RwSignal::new(Vec::<(DraftId, OnDevice)>::new());
    Effect::new(move |_| {
        if app.keeping.get().is_some() {
            spawn_local(async move { drop(here.try_set(on_device(app).await)) });
        }
    });
    let lines = Memo::new(move |_| {
        let kept = kept.value.get().map(|kept| kept.items.clone()).unwrap_or_default();
        let mut lines: Vec<Line> = kept
            .into_iter()
            .map(|one| Line { id: one.id, title: one.form, at: one.changed_at, by: one.by_name, only_here: false })
            .collect();
        here.with(|here| {
            for (id, row) in here {
                let touched = row.base.rev == 0 || row.form != row.base.form;
                let known = lines.iter_mut().find(|line| line.id == *id);
                // What lies here untouched, and the others no longer have, was published or thrown away by one of them.
                if !touched || (row.form == ActionDraft::blank() && known.is_none()) {
                    continue;
                }
                let line = Line { id: id.clone(), title: row.form.clone(), at: row.at, by: None, only_here: true };
                match known {
                    Some(known) => *known = line,
                    None => lines.push(line),
                }
            }
        });
        lines.sort_by_key(|line| std::cmp::Reverse(line.at));
        lines
    });
    let none = Memo::new(move |_| lines.with(Vec::is_empty));
    let failed = move || {
        let failed = kept.failure.with(Option::is_some) && !app.connection.is_offline();
        failed.then(|| view! { <p class="why warning"><Icon name=strokes::ALERT class="icon icon-s" /> <span>{app.t().manage.drafts_failed}</span></p> })
    };
    view! {
        <section class="stack" aria-labelledby="drafts">
            <h2 id="drafts">{move || app.t().manage.drafts}</h2>
            {failed}
            <Show when=move || !none.get() fallback=move || view! { <p class="quiet">{move || app.t().manage.drafts_none}</p> }>
                <ul class="lined" role="list">{each(move || lines.get(), |line| format!("{line:?}"), move |line| view! { <OneDraft line /> }.into_any())}</ul>
            </Show>
        </section>
    }
}

#[component]
fn OneDraft(line: Line) -> impl IntoView {
    let app = use_app();
    let Line { id, title: form, at, by, only_here } = line;
    let title = form.title.texts();
    let name = match title.clone() {
        Some(texts) => view! { <Said texts /> }.into_any(),
        None => view! { <span class="quiet">{move || app.t().manage.untitled}</span> }.into_any(),
    };
    let lacking = form.untranslated(&app.hub().languages).iter().map(|(_, all)| all.len() as u64).sum::<u64>();
    let changed = move || {
        let t = app.t();
        let time = t.dates.moment(at, app.now.get(), &app.zone());
        by.as_ref().map_or_else(|| time.clone(), |who| (t.manage.changed_by)(&time, who))
    };
    view! {
        <li class="row bare">
            <div>
                <h3><a href=routes::manage_draft(&id)>{name}</a></h3>
                <p class="place">{changed}</p>
                <p class="state">
                    {only_here.then(|| view! { <Badge form="seam" tone="queued" icon=strokes::HOURGLASS text=app.word(|t| t.manage.only_here) /> })}
                    <Lacking count=lacking />
                    {title.map(|texts| view! { <StandIn texts /> })}
                </p>
            </div>
        </li>
    }
}

/// How many translations are missing.
#[component]
fn Lacking(count: u64) -> impl IntoView {
    let app = use_app();
    (count > 0).then(|| view! { <span class="tag"><Icon name=strokes::GLOBE class="icon icon-s" /> {move || (app.t().manage.untranslated)(count)}</span> })
}

#[component]
fn Part(
    id: &'static str,
    title: Signal<String>,
    none: Signal<String>,
    all: Memo<Vec<Arc<Action>>>,
    /// They wait for their report.
    #[prop(optional)]
    lacks_report: bool,
) -> impl IntoView {
    let app = use_app();
    let whole = RwSignal::new(false);
    let count = Memo::new(move |_| all.with(Vec::len));
    let shown = move || all.with(|all| all.iter().take(if whole.get() { usize::MAX } else { FIRST }).cloned().collect::<Vec<_>>());
    let more = move || {
        let many = count.get();
        (many > FIRST && !whole.get()).then(|| {
            view! { <p class="actions"><button class="button" type="button" on:click=move |_| whole.set(true)>{move || (app.t().manage.show_all)(many as u64)}</button></p> }
        })
    };
    view! {
        <section class="stack" aria-labelledby=id>
            <h2 id=id>{title}</h2>
            <Show when=move || count.get() != 0 fallback=move || view! { <p class="quiet">{none}</p> }>
                <ul class="lined" role="list">{each(shown, |action| (action.id.clone(), action.rev), move |action| view! { <One action lacks_report /> }.into_any())}</ul>
            </Show>
            {more}
        </section>
    }
}

#[component]
fn One(action: Arc<Action>, lacks_report: bool) -> impl IntoView {
    let app = use_app();
    let (starts, ends) = (action.starts(), action.ends());
    let when = move || {
        let zone = app.zone();
        app.t().dates.span(starts, ends, &zone, zone.day(app.now.get()).year())
    };
    let lacking = missing_in(&action, &languages(app)) as u64;
    let (shown, href) = (action.clone(), if lacks_report { routes::manage_report(&action.id) } else { routes::manage(&action.id) });
    let state = move || {
        let (t, seats) = (app.t(), shown.seats());
        if shown.state == ActionState::Cancelled {
            return view! { <Badge form="line" tone="danger" text=t.acts.cancelled /> }.into_any();
        }
        if ends <= app.now.get() {
            let missing =
                lacks_report.then(|| view! { <Badge form="soft" tone="warning" icon=strokes::CHART text=t.manage.report_missing /> });
            return missing.into_any();
        }
        let missing = shown.shifts.iter().map(|shift| shift.seats.missing()).fold(0, u32::saturating_add);
        let few = (missing > 0).then(|| view! { <span class="left-few">{capital(&(t.acts.people_missing)(missing))}</span> });
        let left = match seats.left() {
            0 => t.acts.full.to_owned(),
            left => (t.acts.places_left)(left),
        };
        view! { {few} <span class="faint">{left}</span> }.into_any()
    };
    view! {
        <li class="row bare">
            <div>
                <h3><a href=href><Said texts=action.title.clone() /></a></h3>
                <p class="place">{when}</p>
                <p class="state">{state} <Lacking count=lacking /></p>
            </div>
        </li>
    }
}

fn languages(app: App) -> Vec<Lang> {
    app.hub().languages.clone()
}
