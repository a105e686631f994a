//! An action that everybody sees already: changed, copied, called off and held after all, deleted where nobody minds; and on to its report.

use super::{
    For,
    acts::{Act, Standing, State},
    call_off::CallOff,
    desk::Desk,
    draft::begin_with,
    fits::Fits,
    form::Form,
    kept::{Base, What},
};
use crate::{
    api::manage,
    model::{
        ActionDetail, ActionId, ActionState,
        action_draft::{ActionDraft, RepeatDraft, weeks_ahead},
    },
    routes,
    state::use_app,
    ui::{Badge, Dialog, Icon, strokes},
    web::page,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

#[component]
pub fn Edit(path: String, id: ActionId) -> impl IntoView {
    let app = use_app();
    let own = id.clone();
    let title = Signal::derive(move || {
        let Some(action) = app.actions.find(&own) else { return app.t().action.title.to_owned() };
        let title = app.show(&action.title).text.to_owned();
        // All dates of a series have one title.
        if action.series.is_none() {
            return title;
        }
        let zone = app.zone();
        format!("{title}, {}", app.t().dates.day(zone.day(action.starts()), zone.day(app.now.get()).year()))
    });
    let id = StoredValue::new(id);
    view! { <For title path shown=move || view! { <One id=id.get_value() /> }.into_any() /> }
}

#[component]
fn One(id: ActionId) -> impl IntoView {
    let app = use_app();
    let desk = Desk::open(app, What::Action(id.clone()));
    // Somebody else has changed it, which the listing hears of first.
    let rev = Memo::new(move |_| app.actions.find(&id).map(|action| action.rev));
    Effect::new(move |before: Option<Option<u64>>| {
        let rev = rev.get();
        let known = desk.base.with_untracked(|base| base.detail.as_ref().map(|detail| detail.action.rev));
        if before.is_some_and(|before| before != rev) && known.is_some_and(|known| rev.is_some_and(|rev| rev > known)) {
            spawn_local(desk.look_again());
        }
        rev
    });
    let shown = move || {
        view! {
            <Overview desk />
            <Form desk />
            <Save desk />
            <More desk />
            <Fits desk />
        }
        .into_any()
    };
    view! { <Standing desk shown /> }
}

pub fn detail(desk: Desk) -> Option<ActionDetail> {
    desk.base.with(|base| base.detail.clone())
}

/// People who have a place in what is still to come, or wait for one.
fn people(desk: Desk) -> u64 {
    let now = desk.app.now.get();
    detail(desk).map_or(0, |detail| {
        let to_come = detail.action.shifts.iter().filter(|shift| shift.ends > now);
        to_come.map(|shift| u64::from(shift.seats.taken) + u64::from(shift.seats.waiting)).sum()
    })
}

/// How it stands, and the ways on.
#[component]
fn Overview(desk: Desk) -> impl IntoView {
    let app = use_app();
    let state = move || {
        let detail = detail(desk)?;
        let t = app.t();
        let off = detail.action.state == ActionState::Cancelled;
        let over = detail.action.ends() <= app.now.get();
        let seats = detail.action.seats();
        let zone = app.zone();
        let when = t.dates.span(detail.action.starts(), detail.action.ends(), &zone, zone.day(app.now.get()).year());
        Some(view! {
            <p><strong>{when}</strong></p>
            <p class="marks">
                {off.then(|| view! { <Badge form="line" tone="danger" text=t.acts.cancelled /> })}
                {(over && !off).then(|| view! { <Badge form="line" tone="neutral" text=t.acts.over /> })}
                <span class="quiet">{(t.action.taken)(seats.taken, seats.most)}</span>
                {(seats.waiting > 0).then(|| view! { <span class="quiet">{(t.acts.waiting_people)(seats.waiting)}</span> })}
            </p>
        })
    };
    let links = move || {
        let detail = detail(desk)?;
        let t = app.t();
        let id = &detail.action.id;
        let over = detail.action.ends() <= app.now.get() && detail.action.state == ActionState::Published;
        let report = over.then(|| {
            let words = if detail.report.is_some() { t.manage_report.change } else { t.manage_report.write };
            view! { <a class="button primary" href=routes::manage_report(id)><Icon name=strokes::CHART /> {words}</a> }
        });
        let series = detail.action.series.as_ref().map(|series| {
            view! { <a class="button" href=routes::manage_series(series)><Icon name=strokes::CALENDAR /> {t.manage.to_series}</a> }
        });
        let alone = detail.action.series.is_some().then(|| view! { <p class="quiet small">{t.manage.date_alone}</p> });
        Some(view! {
            <p class="actions">
                {report}
                <a class="button" href=routes::action(id)><Icon name=strokes::FORWARD /> {t.manage.look}</a>
                {series}
                <button class="button plain" type="button" on:click=move |_| page::focus("more")><Icon name=strokes::LIST /> {t.manage.more}</button>
            </p>
            {alone}
        })
    };
    view! { <div class="stack">{state} {links}</div> }
}

#[component]
fn Save(desk: Desk) -> impl IntoView {
    let app = use_app();
    let asking = RwSignal::new(false);
    let save = move |()| spawn_local(save(desk));
    view! {
        <section class="card stack" aria-labelledby="save">
            <h2 id="save">{move || app.t().manage.save}</h2>
            <Show when=move || detail(desk).is_some_and(|detail| detail.off().is_none())>
                <p class="quiet">{move || (app.t().manage.save_hint)(people(desk))}</p>
            </Show>
            <State desk />
            <Act desk label=app.word(|t| t.manage.save) on_act=save idle=Signal::derive(move || !desk.is_touched()) />
            <Show when=move || desk.is_touched()>
                <p class="actions"><button class="button plain" type="button" on:click=move |_| asking.set(true)><Icon name=strokes::UNDO /> {move || app.t().manage.drop_changes}</button></p>
            </Show>
        </section>
        <Dialog
            id="drop-changes"
            open=asking
            title=app.word(|t| t.manage.drop_title)
            text=app.word(|t| t.manage.drop_text)
            safe=app.word(|t| t.common.cancel)
            act=app.word(|t| t.manage.drop_changes)
            on_act=move |()| desk.drop_changes()
        />
    }
}

async fn save(desk: Desk) {
    let app = desk.app;
    let (form, base) = (desk.form.get_untracked(), desk.base.get_untracked());
    let (Some(before), Some(etag)) = (&base.detail, &base.etag) else { return };
    let after = match form.detail(&before.action.id, Some(before), &app.zone(), None) {
        Ok(after) => after,
        Err(faults) => return desk.blame(faults),
    };
    desk.faults.set(Vec::new());
    if send(desk, &after, etag, Some(&form)).await {
        app.toasts.tell(app.t_untracked().manage.saved);
    }
}

/// Sends the action as it is to be. `typed`: with this form, which then is no change any more.
pub async fn send(desk: Desk, after: &ActionDetail, etag: &str, typed: Option<&ActionDraft>) -> bool {
    let app = desk.app;
    desk.busy.set(true);
    let key = desk.key_for(&format!("{etag} {after:?}"));
    let answer = app.client().send(&manage::change(after, etag, &key)).await;
    desk.heard(answer.as_ref().err());
    if desk.busy.try_set(false).is_some() {
        return answer.is_ok();
    }
    match answer {
        Ok((detail, etag)) => {
            app.actions.learn(app, detail.action.clone()).await;
            if let Some(sent) = typed {
                let form = ActionDraft::of(&detail, &app.zone());
                desk.settled(sent, Base { form, rev: 0, etag, detail: Some(detail) });
            } else {
                desk.based_on(detail, etag);
            }
            true
        }
        Err(error) => {
            desk.refused(error).await;
            false
        }
    }
}

#[component]
fn More(desk: Desk) -> impl IntoView {
    let app = use_app();
    let begin = begin_with(app, false);
    let copy = move |repeats: bool| {
        let Some(detail) = detail(desk) else { return };
        let zone = app.zone();
        let mut form = ActionDraft::of(&detail, &zone).copied(weeks_ahead(detail.action.starts(), app.now.get_untracked(), &zone));
        if repeats {
            form.repeat = Some(RepeatDraft::starting(form.first_day()));
        }
        app.toasts.tell(app.t_untracked().manage.copied);
        begin(form);
    };
    let again = copy.clone();
    view! {
        <section class="stack" aria-labelledby="more">
            <h2 id="more" tabindex="-1">{move || app.t().manage.more}</h2>
            <p class="quiet small">{move || app.t().manage.copy_hint}</p>
            <p class="actions">
                <button class="button" type="button" on:click=move |_| untrack(|| copy(false))><Icon name=strokes::COPY /> {move || app.t().manage.copy}</button>
                <button class="button" type="button" on:click=move |_| untrack(|| again(true))><Icon name=strokes::REFRESH /> {move || app.t().manage.make_series}</button>
            </p>
            <CallOff desk />
            <Delete desk />
        </section>
    }
}

#[component]
fn Delete(desk: Desk) -> impl IntoView {
    let app = use_app();
    let asking = RwSignal::new(false);
    let why_not = Memo::new(move |_| {
        let words = &app.t().manage;
        let detail = detail(desk)?;
        let seats = detail.action.seats();
        if detail.action.series.is_some() {
            Some(words.keep_series)
        } else if detail.action.starts() <= app.now.get() {
            Some(words.keep_past)
        } else {
            (seats.taken + seats.waiting > 0).then_some(words.keep_people)
        }
    });
    let navigate = use_navigate();
    let go = move |()| {
        let base = desk.base.get_untracked();
        let (Some(detail), Some(etag)) = (base.detail.clone(), base.etag.clone()) else { return };
        let navigate = navigate.clone();
        spawn_local(async move {
            desk.busy.set(true);
            let key = desk.key_for(&format!("delete {etag}"));
            let answer = app.client().send(&manage::remove(&detail.action.id, &etag, &key)).await;
            desk.heard(answer.as_ref().err());
            desk.busy.try_set(false);
            match answer {
                Ok(()) => {
                    desk.close().await;
                    app.toasts.tell(app.t_untracked().manage.deleted);
                    navigate(routes::MANAGE, NavigateOptions { replace: true, ..NavigateOptions::default() });
                }
                Err(error) => {
                    desk.refused(error).await;
                }
            }
        });
    };
    let blocked = move || (why_not.get().is_some() || app.connection.is_offline()).then_some("true");
    let reason = move || why_not.get().or_else(|| app.connection.is_offline().then(|| app.t().manage.needs_connection));
    let ask = move |_| {
        if untrack(blocked).is_none() {
            asking.set(true);
        }
    };
    view! {
        <p class="actions">
            <button class="button plain" type="button" aria-disabled=blocked aria-describedby="delete-why" on:click=ask><Icon name=strokes::TRASH /> {move || app.t().manage.delete}</button>
            <span class="why" id="delete-why">{reason}</span>
        </p>
        <Dialog
            id="delete"
            open=asking
            title=app.word(|t| t.manage.delete_title)
            text=app.word(|t| t.manage.delete_text)
            safe=app.word(|t| t.common.cancel)
            act=app.word(|t| t.manage.delete)
            on_act=go
        />
    }
}
