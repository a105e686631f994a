//! The kiosks of the hub, how they are, and what can be done to them from afar. Only with a connection: what is said here has to be true.

use super::{card::Card, pair::Pair};
use crate::{
    api::{ApiError, kiosk},
    model::{
        can::Act,
        kiosk::{Device, DeviceId},
    },
    pages::{parts::gate::may, sign_in::said},
    state::{App, Failure, use_app},
    ui::{Empty, Icon, Skeleton, each, strokes},
    web::{clock, events},
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// How often it is looked again, in milliseconds.
const AGAIN: u64 = 15_000;

/// What went wrong, in words.
pub fn words(app: App, error: &ApiError) -> String {
    if error.is_offline() { app.t().kiosk_desk.needs_connection.to_owned() } else { said(app.t(), error) }
}

#[derive(Clone, Copy)]
pub struct List {
    pub app: App,
    /// `None`: nothing has come yet.
    pub devices: RwSignal<Option<Arc<Vec<Device>>>>,
    pub failure: RwSignal<Failure>,
}

impl List {
    fn open(app: App) -> Self {
        let this = Self { app, devices: RwSignal::new(None), failure: RwSignal::new(None) };
        spawn_local(async move {
            // Ends with the page, whose signals are then gone.
            while this.devices.try_get_untracked().is_some() {
                // What nobody looks at is not asked for.
                if events::is_visible() {
                    this.look().await;
                }
                clock::sleep(AGAIN).await;
            }
        });
        this
    }

    pub async fn look(self) {
        match self.app.client().read(&kiosk::list()).await {
            Ok(devices) => {
                self.devices.try_set(Some(Arc::new(devices)));
                self.failure.try_set(None);
            }
            Err(error) => drop(self.failure.try_set(Some(Arc::new(error)))),
        }
    }

    /// As it was last heard. `None`: it is no device any more.
    pub fn find(self, id: &DeviceId) -> Option<Device> {
        self.devices.with(|devices| devices.iter().flat_map(|all| all.iter()).find(|one| one.id == *id).cloned())
    }

    /// It is none any more.
    pub fn leave(self, id: &DeviceId) {
        self.devices.try_update(|devices| {
            let left = devices.iter().flat_map(|all| all.iter()).filter(|one| one.id != *id).cloned().collect();
            *devices = Some(Arc::new(left));
        });
    }

    /// As the backend answered.
    pub fn take(self, device: Device) {
        self.devices.update(|devices| {
            let all = devices.get_or_insert_default();
            let mut new: Vec<Device> = all.iter().filter(|one| one.id != device.id).cloned().collect();
            new.push(device);
            *all = Arc::new(new);
        });
    }
}

#[component]
pub fn Work() -> impl IntoView {
    let app = use_app();
    let list = List::open(app);
    let runs = Memo::new(move |_| may(app, Act::RunKiosks).is_ok());
    // Looked at by itself: a list that has changed is not a new list, and what stands in its cards stays.
    let none = Memo::new(move |_| list.devices.with(|devices| devices.as_ref().map(|devices| devices.is_empty())));
    let failed = move || {
        list.failure.get().map(|error| view! { <p class="why warning" role="status"><Icon name=strokes::OFFLINE class="icon icon-s" /> <span>{words(app, &error)}</span></p> })
    };
    let all = move || {
        let mut all = list.devices.get().map(|devices| devices.to_vec()).unwrap_or_default();
        all.sort_by(|one, other| (&one.name, &one.id).cmp(&(&other.name, &other.id)));
        all
    };
    // A card stays as long as its device does: what somebody types in it is not thrown away when the device is heard.
    let ids = move || all().into_iter().map(|device| device.id).collect::<Vec<_>>();
    view! {
        <p class="quiet">{move || app.t().kiosk_desk.kiosks_lead}</p>
        {failed}
        <Show when=move || runs.get()><Pair list /></Show>
        {move || match none.get() {
            None if list.failure.with(Option::is_some) => ().into_any(),
            None => view! { <Skeleton label=app.word(|t| t.common.loading) /> }.into_any(),
            Some(true) => view! { <Empty icon=strokes::INFO title=app.word(|t| t.kiosk_desk.none) text=app.word(|t| t.kiosk_desk.none_hint) /> }.into_any(),
            Some(false) => view! { <ul class="kiosk-devices" role="list">{each(ids, |id| id.to_string(), move |id| view! { <Card list id runs /> }.into_any())}</ul> }.into_any(),
        }}
        <p><a class="withicon" href=crate::routes::KIOSK_WALL><Icon name=strokes::EXTERNAL class="icon icon-s" /> {move || app.t().kiosk_desk.wall}</a></p>
    }
}
