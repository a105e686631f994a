//! One kiosk: how it is, what happened on it, and what can be done to it.

use super::{
    devices::{List, words},
    pair::is_name,
};
use crate::{
    api::kiosk,
    model::kiosk::{Device, DevicePatch, DeviceState, log::Event, pin::is_pin},
    state::{App, use_app},
    ui::{Badge, Dialog, TextField, strokes},
    web::clock,
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// Sends a change; what came of it is said by `told`.
fn change(list: List, device: &Device, patch: DevicePatch, told: RwSignal<Option<String>>) {
    let (app, id) = (list.app, device.id.clone());
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
    let heard = match seen {
        None => words.never_seen.to_owned(),
        Some(seen) if device.is_quiet(now) => (words.quiet)(&seen),
        Some(seen) => (words.seen)(&seen),
    };
    let minutes = device.clock_off.unsigned_abs().div_ceil(60_000);
    let some = |is: bool, text: String| is.then_some(text);
    [
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
pub fn Card(list: List, device: Device, runs: Memo<bool>) -> impl IntoView {
    let app = use_app();
    let told = RwSignal::new(None::<String>);
    let kept = StoredValue::new(device.clone());
    let place = move || {
        kept.with_value(|device| match &device.organisation {
            Some(id) => app.directory.find(id).map(|one| app.show(&one.name).text.to_owned()).unwrap_or_else(|| id.to_string()),
            None => app.t().kiosk_desk.whole_hub.to_owned(),
        })
    };
    let state = device.state;
    let tone = match state {
        DeviceState::Active => "positive",
        DeviceState::Locked => "warning",
        DeviceState::Wiping => "danger",
    };
    view! {
        <li class="card stack">
            <div class="kiosk-device">
                <h2>{device.name.clone()}</h2>
                <Badge form="soft" tone icon=strokes::INFO text=Signal::derive(move || app.t().kiosk.state(state).to_owned()) />
            </div>
            <p>{place}</p>
            <ul class="lined" role="list">{move || kept.with_value(|device| lines(app, device)).into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            <Events device=kept />
            <Show when=move || runs.get() && state != DeviceState::Wiping><Change list device=kept told /></Show>
            <p role="status">{move || told.get()}</p>
        </li>
    }
}

#[component]
fn Change(list: List, device: StoredValue<Device>, told: RwSignal<Option<String>>) -> impl IntoView {
    let app = use_app();
    let before = device.get_value();
    let (name, pin) = (RwSignal::new(before.name.clone()), RwSignal::new(String::new()));
    let (name_error, pin_error) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let sure = RwSignal::new(false);
    let locked = before.state == DeviceState::Locked;
    let id = StoredValue::new(before.id.to_string());
    let send = move |patch: DevicePatch| device.with_value(|device| change(list, device, patch, told));
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
    let lock = move |_| send(DevicePatch { locked: Some(!locked), ..DevicePatch::default() });
    view! {
        <details class="more">
            <summary>{move || app.t().kiosk_desk.change}</summary>
            <form class="stack" novalidate on:submit=save>
                <TextField id=format!("name-{}", id.get_value()) label=app.word(|t| t.kiosk_desk.name) value=name error=name_error />
                <TextField id=format!("pin-{}", id.get_value()) label=app.word(|t| t.kiosk_desk.new_pin) hint=app.word(|t| t.kiosk_desk.pin_hint) value=pin error=pin_error input_mode="numeric" />
                <p class="actions">
                    <button class="button primary" type="submit">{move || app.t().kiosk_desk.save}</button>
                    <button class="button" type="button" on:click=lock>{move || if locked { app.t().kiosk_desk.unlock } else { app.t().kiosk_desk.lock }}</button>
                    <button class="button danger" type="button" on:click=move |_| sure.set(true)>{move || app.t().kiosk_desk.wipe}</button>
                </p>
            </form>
        </details>
        <Dialog
            id="kiosk-wipe"
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
fn Events(device: StoredValue<Device>) -> impl IntoView {
    let app = use_app();
    let events = RwSignal::new(None::<Arc<Vec<Event>>>);
    let failed = RwSignal::new(None::<String>);
    let look = move |_| {
        if events.with_untracked(Option::is_some) {
            return;
        }
        let id = device.with_value(|device| device.id.clone());
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
