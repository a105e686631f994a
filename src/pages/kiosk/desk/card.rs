//! One kiosk: how it is, what happened on it, and what can be done to it.

use super::{
    devices::{List, words},
    pair::is_name,
};
use crate::{
    api::kiosk,
    model::kiosk::{Device, DeviceId, DevicePatch, DeviceState, log::Event, pin::is_pin},
    state::{App, use_app},
    ui::{Badge, Dialog, TextField, strokes},
    web::clock,
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// Sends a change; what came of it is said by `told`.
fn change(list: List, id: DeviceId, patch: DevicePatch, told: RwSignal<Option<String>>) {
    let app = list.app;
    spawn_local(async move {
        match app.client().send(&kiosk::change(&id, &patch, &clock::unique())).await {
            Ok(device) => {
                told.try_set(Some(app.t_untracked().kiosk_desk.saved.to_owned()));
                list.take(device);
            }
            Err(error) => drop(told.try_set(Some(untrack(|| words(app, &error))))),
        }
    });
}

/// What there is to say of it, the worst first.
fn lines(app: App, device: &Device) -> Vec<String> {
    let (t, now) = (app.t(), app.now.get());
    let words = &t.kiosk_desk;
    let seen = device.last_seen.map(|seen| t.dates.moment(seen, now, &app.zone()));
    let forgot = device.forgot_at(now).map(|at| (words.forgot)(&t.dates.moment(at, now, &app.zone())));
    let heard = match seen {
        None => words.never_seen.to_owned(),
        Some(seen) if device.is_quiet(now) => (words.quiet)(&seen),
        Some(seen) => (words.seen)(&seen),
    };
    let minutes = device.clock_off.unsigned_abs().div_ceil(60_000);
    let some = |is: bool, text: String| is.then_some(text);
    [
        forgot,
        some(device.storage_full, words.storage_full.to_owned()),
        some(device.clock_off != 0, (words.clock)(minutes)),
        some(device.waiting > 0, (words.waiting)(u64::from(device.waiting))),
        Some(heard),
        device.version.as_deref().map(|version| (words.version)(version)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[component]
pub fn Card(list: List, id: DeviceId, runs: Memo<bool>) -> impl IntoView {
    let app = use_app();
    let told = RwSignal::new(None::<String>);
    let id = StoredValue::new(id);
    let device = Memo::new(move |_| id.with_value(|id| list.find(id)));
    let place = move || {
        device.get().map(|device| match &device.organisation {
            Some(id) => app.directory.find(id).map(|one| app.show(&one.name).text.to_owned()).unwrap_or_else(|| id.to_string()),
            None => app.t().kiosk_desk.whole_hub.to_owned(),
        })
    };
    let state = Memo::new(move |_| device.with(|device| device.as_ref().map(|device| device.state)));
    let badge = move || {
        let state = state.get()?;
        let tone = match state {
            DeviceState::Active => "positive",
            DeviceState::Locked => "warning",
            DeviceState::Wiping => "danger",
        };
        Some(view! { <Badge form="soft" tone icon=strokes::INFO text=Signal::derive(move || app.t().kiosk.state(state).to_owned()) /> })
    };
    let said = move || device.get().map(|device| lines(app, &device)).unwrap_or_default();
    view! {
        <li class="card stack">
            <div class="kiosk-device">
                <h2>{move || device.get().map(|device| device.name)}</h2>
                {badge}
            </div>
            <p>{place}</p>
            <ul class="lined" role="list">{move || said().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            <Events id />
            <Show when=move || runs.get() && state.get() != Some(DeviceState::Wiping)><Change list id state told /></Show>
            <Show when=move || runs.get() && device.get().is_some_and(|device| device.forgot_at(app.now.get()).is_some())><Remove list id told /></Show>
            <p role="status">{move || told.get()}</p>
        </li>
    }
}

/// Off the list, when it is never heard again.
#[component]
fn Remove(list: List, id: StoredValue<DeviceId>, told: RwSignal<Option<String>>) -> impl IntoView {
    let app = use_app();
    let remove = move |_| {
        let id = id.get_value();
        spawn_local(async move {
            match app.client().send(&kiosk::remove(&id, &clock::unique())).await {
                Ok(()) => list.leave(&id),
                Err(error) => drop(told.try_set(Some(untrack(|| words(app, &error))))),
            }
        });
    };
    view! { <p class="actions"><button class="button" type="button" on:click=remove>{move || app.t().kiosk_desk.remove}</button></p> }
}

#[component]
fn Change(list: List, id: StoredValue<DeviceId>, state: Memo<Option<DeviceState>>, told: RwSignal<Option<String>>) -> impl IntoView {
    let app = use_app();
    let before = untrack(|| id.with_value(|id| list.find(id))).map(|device| device.name).unwrap_or_default();
    let (name, pin) = (RwSignal::new(before), RwSignal::new(String::new()));
    let (name_error, pin_error) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let sure = RwSignal::new(false);
    let locked = Memo::new(move |_| state.get() == Some(DeviceState::Locked));
    let send = move |patch: DevicePatch| change(list, id.get_value(), patch, told);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let t = &app.t_untracked().kiosk_desk;
        let (name, pin) = (name.with_untracked(|name| name.trim().to_owned()), pin.get_untracked());
        name_error.set((!is_name(&name)).then(|| t.name_wrong.to_owned()));
        pin_error.set((!pin.is_empty() && !is_pin(&pin)).then(|| t.pin_wrong.to_owned()));
        if name_error.with_untracked(Option::is_none) && pin_error.with_untracked(Option::is_none) {
            send(DevicePatch { name: Some(name), pin: Some(pin).filter(|pin| !pin.is_empty()), ..DevicePatch::default() });
        }
    };
    let lock = move |_| send(DevicePatch { locked: Some(!locked.get_untracked()), ..DevicePatch::default() });
    view! {
        <details class="more">
            <summary>{move || app.t().kiosk_desk.change}</summary>
            <form class="stack" novalidate on:submit=save>
                <TextField id=format!("name-{}", id.get_value()) label=app.word(|t| t.kiosk_desk.name) value=name error=name_error />
                <TextField id=format!("pin-{}", id.get_value()) label=app.word(|t| t.kiosk_desk.new_pin) hint=app.word(|t| t.kiosk_desk.pin_hint) value=pin error=pin_error input_mode="numeric" />
                <p class="actions">
                    <button class="button primary" type="submit">{move || app.t().kiosk_desk.save}</button>
                    <button class="button" type="button" on:click=lock>{move || if locked.get() { app.t().kiosk_desk.unlock } else { app.t().kiosk_desk.lock }}</button>
                    <button class="button danger" type="button" on:click=move |_| sure.set(true)>{move || app.t().kiosk_desk.wipe}</button>
                </p>
            </form>
        </details>
        <Dialog
            id=format!("wipe-{}", id.get_value())
            open=sure
            title=app.word(|t| t.kiosk_desk.wipe_title)
            text=app.word(|t| t.kiosk_desk.wipe_text)
            safe=app.word(|t| t.kiosk_desk.wipe_safe)
            act=app.word(|t| t.kiosk_desk.wipe)
            on_act=move |()| send(DevicePatch { wipe: true, ..DevicePatch::default() })
        />
    }
}

/// What has happened on it, fetched when somebody wants to know.
#[component]
fn Events(id: StoredValue<DeviceId>) -> impl IntoView {
    let app = use_app();
    let events = RwSignal::new(None::<Arc<Vec<Event>>>);
    let failed = RwSignal::new(None::<String>);
    let look = move |_| {
        if events.with_untracked(Option::is_some) {
            return;
        }
        let id = id.get_value();
        spawn_local(async move {
            match app.client().read(&kiosk::events(&id)).await {
                Ok(all) => drop(events.try_set(Some(Arc::new(all)))),
                Err(error) => drop(failed.try_set(Some(untrack(|| words(app, &error))))),
            }
        });
    };
    let line = move |event: &Event| {
        let t = app.t();
        format!("{}: {}", t.dates.moment(event.at, app.now.get(), &app.zone()), t.kiosk_desk.event(event.what))
    };
    let shown = move || {
        let all = events.get()?;
        Some(if all.is_empty() {
            view! { <p class="quiet">{app.t().kiosk_desk.no_events}</p> }.into_any()
        } else {
            view! { <ul class="lined" role="list">{all.iter().map(|event| view! { <li>{line(event)}</li> }).collect_view()}</ul> }
                .into_any()
        })
    };
    view! {
        <details class="more" on:toggle=look>
            <summary>{move || app.t().kiosk_desk.events}</summary>
            {move || failed.get().map(|text| view! { <p class="why warning">{text}</p> })}
            {shown}
        </details>
    }
}
