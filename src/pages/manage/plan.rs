//! The plan of a series: what all its dates to come share, and the rule by which they repeat.

use super::{
    For,
    acts::{Act, Standing, State},
    desk::Desk,
    form::Form,
    kept::{Base, What},
};
use crate::{
    api::series,
    model::{Action, ActionState, SeriesId, action_draft::ActionDraft, series::SeriesPlan},
    routes,
    state::use_app,
    ui::{Badge, each},
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

#[component]
pub fn Plan(path: String, id: SeriesId) -> impl IntoView {
    let app = use_app();
    let id = StoredValue::new(id);
    view! { <For title=app.word(|t| t.manage.series_title) path shown=move || view! { <One id=id.get_value() /> }.into_any() /> }
}

#[component]
fn One(id: SeriesId) -> impl IntoView {
    let app = use_app();
    let desk = Desk::open(app, What::Plan(id.clone()));
    let own = StoredValue::new(id);
    let shown = move || {
        view! {
            <p class="quiet">{move || app.t().manage.series_hint}</p>
            <Dates id=own.get_value() />
            <Form desk repeats=true always=true />
            <section class="card stack" aria-labelledby="save">
                <h2 id="save">{move || app.t().manage.save}</h2>
                <State desk />
                <Act desk label=app.word(|t| t.manage.save) on_act=move |()| spawn_local(save(desk)) />
            </section>
        }
        .into_any()
    };
    view! { <Standing desk shown /> }
}

/// The dates to come, each with a page of its own: changed there, it no longer follows the plan.
#[component]
fn Dates(id: SeriesId) -> impl IntoView {
    let app = use_app();
    let dates = Memo::new(move |_| {
        let now = app.now.get();
        app.actions.list.with(|list| {
            let own = list.iter().map(|listed| &listed.action).filter(|action| action.series.as_ref() == Some(&id) && action.ends() > now);
            own.cloned().collect::<Vec<_>>()
        })
    });
    let date = move |action: Arc<Action>| {
        let (starts, ends) = (action.starts(), action.ends());
        let when = move || {
            let zone = app.zone();
            app.t().dates.span(starts, ends, &zone, zone.day(app.now.get()).year())
        };
        let off = (action.state == ActionState::Cancelled)
            .then(|| view! { <Badge form="line" tone="danger" text=app.word(|t| t.acts.cancelled) /> });
        view! { <li><a href=routes::manage(&action.id)>{when}</a> {off}</li> }.into_any()
    };
    view! {
        <details class="more">
            <summary>{move || (app.t().manage.series_dates)(dates.with(Vec::len) as u64)}</summary>
            <ul class="lined occasions" role="list">{each(move || dates.get(), |action| (action.id.clone(), action.rev), date)}</ul>
        </details>
    }
}

async fn save(desk: Desk) {
    let (app, What::Plan(id)) = (desk.app, desk.what.get_value()) else { return };
    let (form, base) = (desk.form.get_untracked(), desk.base.get_untracked());
    let (Some(before), Some(etag)) = (&base.detail, &base.etag) else { return };
    let mut faults = Vec::new();
    let plan = form.detail(&before.action.id, Some(before), &app.zone(), None).map_err(|wrong| faults.extend(wrong)).ok();
    let rule = form.rule().map_err(|wrong| faults.extend(wrong)).ok().flatten();
    let (Some(plan), Some(repeat)) = (plan, rule) else { return desk.blame(faults) };
    desk.faults.set(Vec::new());
    desk.busy.set(true);
    let plan = SeriesPlan { id, repeat, plan };
    let key = desk.key_for(&format!("{etag} {plan:?}"));
    let answer = app.client().send(&series::change(&plan, etag, &key)).await;
    desk.heard(answer.as_ref().err());
    if desk.busy.try_set(false).is_some() {
        return;
    }
    match answer {
        Ok(series) => {
            let sent = form;
            let form = ActionDraft::of_series(&series.repeat, &series.plan, &app.zone());
            desk.settled(&sent, Base { form, rev: 0, etag: None, detail: Some(series.plan) });
            app.toasts.tell(app.t_untracked().manage.saved);
            // For its new ETag.
            desk.look_again().await;
        }
        Err(error) => {
            desk.refused(error).await;
        }
    }
}
