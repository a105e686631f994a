//! A draft: written by whoever plans, seen by them alone, until it is published as an action or as a series.

use super::{
    For,
    acts::{Act, Standing, State},
    desk::Desk,
    fits::Fits,
    form::Form,
    kept::{Base, What, new_id, put_new, put_row},
};
use crate::{
    api::{ApiError, ProblemKind, manage, series},
    model::{
        ActionId, SeriesId,
        action_draft::{ActionDraft, DraftId},
        merge::typed_since,
        series::SeriesPlan,
    },
    routes,
    state::{App, use_app},
    ui::{Dialog, Icon, Skeleton, strokes},
    web::clock,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::sync::Arc;

/// Begins a draft, and goes on to its page: there a reload finds it again.
#[component]
pub fn New(path: String) -> impl IntoView {
    let app = use_app();
    view! { <For title=app.word(|t| t.manage.new) path shown=|| view! { <Begin /> }.into_any() /> }
}

#[component]
fn Begin() -> impl IntoView {
    let app = use_app();
    let go = begin_with(app, true);
    let begun = StoredValue::new(false);
    Effect::new(move |_| {
        if app.keeping.get().is_some() && !begun.get_value() {
            begun.set_value(true);
            go(ActionDraft::blank());
        }
    });
    view! { <Skeleton label=app.word(|t| t.common.loading) /> }
}

/// A new draft from a form, and on to its page. `replace`: in place of this page in the history.
pub fn begin_with(app: App, replace: bool) -> impl Fn(ActionDraft) + Clone + Send + Sync {
    let navigate = use_navigate();
    move |form| {
        let Some(id) = new_id() else { return };
        let navigate = navigate.clone();
        spawn_local(async move {
            if put_new(app, &id, form).await {
                navigate(&routes::manage_draft(&id), NavigateOptions { replace, ..NavigateOptions::default() });
            } else {
                app.storage_failed.set(true);
            }
        });
    }
}

#[component]
pub fn Draft(path: String, id: DraftId) -> impl IntoView {
    let app = use_app();
    let id = StoredValue::new(id);
    let shown = move || view! { <One id=id.get_value() /> }.into_any();
    view! { <For title=app.word(|t| t.manage.new) path shown /> }
}

#[component]
fn One(id: DraftId) -> impl IntoView {
    let app = use_app();
    let desk = Desk::open(app, What::Draft(id));
    let shown = move || {
        view! {
            <Form desk repeats=true />
            <Publish desk />
            <Fits desk />
        }
        .into_any()
    };
    view! { <Standing desk shown /> }
}

#[component]
fn Publish(desk: Desk) -> impl IntoView {
    let app = use_app();
    let asking = RwSignal::new(false);
    let dates = Memo::new(move |_| desk.form.with(|form| form.rule().ok().flatten()).map(|rule| rule.days().len() as u64));
    let label = Signal::derive(move || {
        let words = &app.t().manage;
        dates.get().map_or_else(|| words.publish.to_owned(), words.publish_series)
    });
    let navigate = use_navigate();
    let leave = Arc::new(move |to: &str| navigate(to, NavigateOptions { replace: true, ..NavigateOptions::default() }));
    let go = leave.clone();
    let publish = move |()| {
        let go = go.clone();
        spawn_local(async move {
            if let Some(to) = publish(desk).await {
                go(&to);
            }
        });
    };
    let throw = move |()| {
        let leave = leave.clone();
        spawn_local(async move {
            if throw_away(desk).await {
                leave(routes::MANAGE);
            }
        });
    };
    view! {
        <section class="card stack" aria-labelledby="publish">
            <h2 id="publish">{move || app.t().manage.publish}</h2>
            <p class="quiet">{move || app.t().manage.publish_hint}</p>
            <State desk />
            <Act desk label on_act=publish />
            <p class="actions">
                <button class="button plain" type="button" on:click=move |_| asking.set(true)><Icon name=strokes::TRASH /> {move || app.t().manage.throw_away}</button>
            </p>
        </section>
        <Dialog
            id="throw-away"
            open=asking
            title=app.word(|t| t.manage.throw_away_title)
            text=app.word(|t| t.manage.throw_away_text)
            safe=app.word(|t| t.common.cancel)
            act=app.word(|t| t.manage.throw_away)
            on_act=throw
        />
    }
}

/// Where to go once it is published; `None`: it is not, and why is said.
async fn publish(desk: Desk) -> Option<String> {
    let (app, What::Draft(id)) = (desk.app, desk.what.get_value()) else { return None };
    let (form, now) = (desk.form.get_untracked(), clock::now());
    // Of this version and no other: what somebody else has gone on writing is seen first.
    let rev = desk.base.with_untracked(|base| base.rev);
    let action = ActionId::new(id.as_str()).ok()?;
    let mut faults = Vec::new();
    let detail = form.detail(&action, None, &app.zone(), Some(now)).map_err(|wrong| faults.extend(wrong)).ok();
    let rule = form.rule().map_err(|wrong| faults.extend(wrong)).ok();
    let (Some(detail), Some(rule)) = (detail, rule) else {
        desk.blame(faults);
        return None;
    };
    desk.faults.set(Vec::new());
    desk.busy.set(true);
    let outcome = match rule {
        Some(repeat) => {
            let plan = SeriesPlan { id: SeriesId::new(id.as_str()).ok()?, repeat, plan: detail };
            let key = desk.key_for(&format!("{rev} {plan:?}"));
            app.client().send(&series::publish(&plan, rev, &key)).await.map(|series| {
                let form = ActionDraft::of_series(&series.repeat, &series.plan, &app.zone());
                (routes::manage_series(&series.id), What::Plan(series.id), Base { form, rev: 0, etag: None, detail: Some(series.plan) })
            })
        }
        None => {
            let key = desk.key_for(&format!("{rev} {detail:?}"));
            match app.client().send(&manage::publish(&detail, rev, &key)).await {
                Ok((detail, etag)) => {
                    let (to, what) = (routes::manage(&detail.action.id), What::Action(detail.action.id.clone()));
                    app.actions.learn(app, detail.action.clone()).await;
                    Ok((to, what, Base { form: ActionDraft::of(&detail, &app.zone()), rev: 0, etag, detail: Some(detail) }))
                }
                Err(error) => Err(error),
            }
        }
    };
    desk.heard(outcome.as_ref().err());
    desk.busy.try_set(false);
    match outcome {
        Ok((to, what, base)) => {
            // What was typed while it was under way goes on as a change of what is published.
            if let Some(typed) = desk.form.try_get_untracked().filter(|typed| *typed != form) {
                let typed = typed_since(&form, &typed, &base.form);
                if !put_row(app, &what, typed, base).await {
                    app.storage_failed.set(true);
                    return None;
                }
            }
            desk.close().await;
            app.toasts.tell(app.t_untracked().manage.published);
            Some(to)
        }
        Err(error) => {
            desk.refused(error).await;
            None
        }
    }
}

/// Whether it is gone here and with the others.
async fn throw_away(desk: Desk) -> bool {
    let (app, What::Draft(id)) = (desk.app, desk.what.get_value()) else { return false };
    // What is on its way to the others is heard of first: else it would come there after it was thrown away here.
    while desk.busy.try_get_untracked() == Some(true) {
        clock::sleep(100).await;
    }
    desk.busy.try_set(true);
    let outcome = drop_for_all(desk, &id).await;
    desk.busy.try_set(false);
    match outcome {
        Ok(()) => {
            desk.close().await;
            app.toasts.tell(app.t_untracked().manage.thrown_away);
            true
        }
        // Somebody has gone on with it meanwhile: what they wrote is looked at first.
        Err(error) => {
            desk.refused(error).await;
            false
        }
    }
}

async fn drop_for_all(desk: Desk, id: &DraftId) -> Result<(), ApiError> {
    let client = desk.app.client();
    let (base, form) = (desk.base.get_untracked(), desk.form.get_untracked());
    let rev = match base.rev {
        0 if form == ActionDraft::blank() && !desk.is_undecided() => return Ok(()),
        // As far as this page knows the others have none. One whose answer was lost is there all the same.
        0 => match client.read(&manage::draft(id)).await {
            Ok(kept) if kept.form == form => kept.rev,
            Ok(_) => 0,
            Err(error) if error.kind() == Some(ProblemKind::NotFound) => return Ok(()),
            Err(error) => return Err(error),
        },
        rev => rev,
    };
    let answer = client.send(&manage::drop_draft(id, rev, &desk.key_for(&format!("drop {rev}")))).await;
    desk.heard(answer.as_ref().err());
    answer.or_else(|error| if error.kind() == Some(ProblemKind::NotFound) { Ok(()) } else { Err(error) })
}
