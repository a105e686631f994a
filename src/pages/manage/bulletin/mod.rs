//! Where campaigns and news are written, by those who publish, and the settings of the centre by those who run it. Saving needs a connection: everybody is to hear of it at once, and it is said who was faster. Until then what was
//! typed stays on the device.

mod clash;
mod exchange;
pub mod fields;
mod form;
mod row;
mod sheet;

use crate::{
    i18n::Catalogue,
    model::can::{Act as Right, Denied as Why},
    pages::{
        manage::{acts::told, centre},
        parts::gate::{Back, Denied, Gate, Words},
    },
    routes,
    state::use_app,
    ui::{Dialog, Empty, Icon, Skeleton, strokes},
};
use exchange::What;
pub use exchange::{Of, Record};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use sheet::Stands;
pub use sheet::{Sheet, id_of, stranding};

/// The form of a record; `new`: there is no such record yet.
#[component]
pub fn Write(path: String, of: Of, #[prop(optional)] new: bool) -> impl IntoView {
    let app = use_app();
    let title: fn(&Catalogue) -> &'static str = match (of.what(), new) {
        (What::Centre, _) => |t| t.manage_centre.title,
        (What::Campaign, true) => |t| t.manage_news.new_campaign,
        (What::Campaign, false) => |t| t.manage_news.edit_campaign,
        (What::News, true) => |t| t.manage_news.new_item,
        (What::News, false) => |t| t.manage_news.edit_item,
    };
    let back: Back = match of.what() {
        What::Campaign => (routes::CAMPAIGNS, |t| t.manage_news.back_to_campaigns),
        What::News => (routes::NEWS, |t| t.manage_news.back_to_news),
        What::Centre => (routes::MANAGE, |t| t.outcome.to_plan),
    };
    let words: fn(&Catalogue) -> Words = match of.what() {
        What::Centre => |t| Words { sign_in: t.manage_centre.sign_in, not_here: t.centre.not_here },
        _ => |t| Words { sign_in: t.manage_news.sign_in, not_here: t.news.not_here },
    };
    let act = if of.what() == What::Centre { Right::RunCentre } else { Right::Publish };
    let of = StoredValue::new(of);
    let shown = move || view! { <Opened of=of.get_value() new /> }.into_any();
    view! { <Gate title=app.word(title) class="manage" act path back=Some(back) words shown /> }
}

#[component]
fn Opened(of: Of, new: bool) -> impl IntoView {
    let app = use_app();
    let sheet = Sheet::open(app, of, new);
    let stands = Memo::new(move |_| sheet.stands.get());
    let foreign = Memo::new(move |_| sheet.is_foreign());
    move || {
        match stands.get() {
        Stands::There if foreign.get() => {
            view! { <Denied why=Signal::derive(move || Some((app.t().rights.denied)(&Why::OtherOrganisation))) /> }.into_any()
        }
        Stands::There => view! { <Work sheet /> }.into_any(),
        Stands::Loading => view! { <Skeleton label=app.word(|t| t.common.loading) /> }.into_any(),
        Stands::Missing => {
            let code = Signal::derive(move || sheet.failure.get().map(|error| told(app, &error)).unwrap_or_default());
            view! { <Empty icon=strokes::OFFLINE title=app.word(|t| t.manage.loading_failed) text=app.word(|t| t.manage.loading_failed_hint) code /> }.into_any()
        }
        Stands::Gone => {
            view! { <Empty icon=strokes::SEARCH title=app.word(|t| t.manage_news.not_there[0]) text=app.word(|t| t.manage_news.not_there[1]) /> }.into_any()
        }
    }
    }
}

#[component]
fn Work(sheet: Sheet) -> impl IntoView {
    let app = use_app();
    let offline = move || {
        let text = app.connection.is_offline().then(|| app.t().manage_news.offline);
        text.map(|text| view! { <p class="why warning"><Icon name=strokes::OFFLINE class="icon icon-s" /> <span>{text}</span></p> })
    };
    view! {
        <div class="stack-l">
            <div role="status" class="stack">{offline}</div>
            <clash::Others sheet />
            <form::Form sheet />
            {match sheet.what {
                What::Centre => view! { <centre::Act sheet /> }.into_any(),
                _ => view! { <Act sheet /> }.into_any(),
            }}
        </div>
    }
}

/// What was typed and is not saved, what went wrong, and the acts.
#[component]
fn Act(sheet: Sheet) -> impl IntoView {
    let app = use_app();
    let (navigate, asking, dropping) = (use_navigate(), RwSignal::new(false), RwSignal::new(false));
    let why = move || match app.connection.is_offline() {
        true => Some(app.t().manage.needs_connection),
        false => sheet.clashes.with(|all| !all.is_empty()).then(|| app.t().manage.decide_first),
    };
    let off = move || (why().is_some() || sheet.busy.get()).then_some("true");
    let leave = StoredValue::new(move |to: String| navigate(&to, NavigateOptions { replace: true, ..NavigateOptions::default() }));
    let save = move |_| {
        if untrack(off).is_none() {
            spawn_local(async move {
                if sheet.save().await {
                    leave.with_value(|leave| leave(sheet.leads_to()));
                }
            });
        }
    };
    let delete = move |()| {
        if untrack(off).is_none() {
            spawn_local(async move {
                if sheet.delete().await {
                    leave.with_value(|leave| leave(sheet.list().to_owned()));
                }
            });
        }
    };
    let touched = Memo::new(move |_| sheet.is_touched());
    let label = move || if sheet.is_new() { app.t().manage_news.publish } else { app.t().manage_news.save };
    view! {
        <section class="stack">
            <State sheet />
            <p class="actions">
                <button class="button primary" type="button" aria-disabled=off aria-busy=move || sheet.busy.get().then_some("true") aria-describedby="act-why" on:click=save>{label}</button>
                <Show when=move || !sheet.is_new()>
                    <button class="button plain" type="button" aria-disabled=off on:click=move |_| if untrack(off).is_none() { asking.set(true) }><Icon name=strokes::TRASH /> {move || app.t().manage_news.delete}</button>
                </Show>
                <Show when=move || touched.get()>
                    <button class="button plain" type="button" on:click=move |_| if !sheet.busy.get_untracked() { dropping.set(true) }><Icon name=strokes::UNDO /> {move || app.t().manage.drop_changes}</button>
                </Show>
            </p>
            <p class="why" id="act-why">{why}</p>
        </section>
        <Dialog
            id="delete-it"
            open=asking
            title=app.word(if sheet.what == What::Campaign { |t| t.manage_news.delete_campaign } else { |t| t.manage_news.delete_item })
            text=app.word(|t| t.manage_news.delete_text)
            safe=app.word(|t| t.common.cancel)
            act=app.word(|t| t.manage_news.delete)
            on_act=delete
        />
        <Drop sheet open=dropping />
    }
}

/// What was typed and is not saved, and what went wrong.
#[component]
pub fn State(sheet: Sheet) -> impl IntoView {
    let app = use_app();
    let state = move || {
        let words = &app.t().manage_news;
        if sheet.is_touched() {
            if sheet.kept.get() { app.t().manage.kept_here } else { words.unsaved }
        } else if sheet.is_new() {
            ""
        } else {
            words.unchanged
        }
    };
    let faults = move || {
        let count = sheet.faults.with(Vec::len);
        (count > 0).then(|| view! { <p class="why danger"><Icon name=strokes::ALERT class="icon icon-s" /> <span>{(app.t().manage.fix_first)(count as u64)}</span></p> })
    };
    view! {
        <p class="quiet small" role="status">{state}</p>
        <div role="alert" class="stack">{faults} <Failed sheet /></div>
    }
}

/// Asks before what was typed is thrown away.
#[component]
pub fn Drop(sheet: Sheet, open: RwSignal<bool>) -> impl IntoView {
    let app = use_app();
    view! {
        <Dialog
            id="drop-changes"
            open
            title=app.word(|t| t.manage.drop_title)
            text=app.word(|t| t.manage.drop_text)
            safe=app.word(|t| t.common.cancel)
            act=app.word(|t| t.manage.drop_changes)
            on_act=move |()| sheet.drop_changes()
        />
    }
}

/// Why it was not saved; of a refusal, the reason that the backend gives.
#[component]
fn Failed(sheet: Sheet) -> impl IntoView {
    let app = use_app();
    move || {
        let error = sheet.failure.get()?;
        let text = denied(&error).map_or_else(|| told(app, &error), |why| (app.t().rights.denied)(&why));
        Some(view! { <p class="why danger"><Icon name=strokes::ALERT class="icon icon-s" /> <span>{text}</span></p> })
    }
}

fn denied(error: &crate::api::ApiError) -> Option<Why> {
    match error {
        crate::api::ApiError::Problem { problem, .. } => Why::from_code(problem.detail.as_deref()?),
        _ => None,
    }
}
