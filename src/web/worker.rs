//! The service worker: registered once the app stands, updated by consent.
//!
//! A new version waits until the person agrees: a page that reloads by itself in the middle of a form loses what was typed.

use super::{events, page};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState};

/// A new version of the app that is ready and waits.
#[derive(Clone, Copy)]
pub struct Update {
    pub ready: RwSignal<bool>,
    waiting: StoredValue<Option<SendWrapper<ServiceWorker>>>,
}

impl Default for Update {
    fn default() -> Self {
        Self { ready: RwSignal::new(false), waiting: StoredValue::new(None) }
    }
}

impl Update {
    /// Registers `/sw.js` and watches for new versions. Does nothing where service workers are not to be had (plain http, private mode).
    pub fn watch(self) {
        let Some(container) = container() else { return };
        spawn_local(async move {
            let Ok(registration) = JsFuture::from(register(&container)).await else { return };
            let registration: ServiceWorkerRegistration = registration.into();
            // Only a page that already has a worker can have an *update* waiting; the first install takes over quietly.
            if container.controller().is_some() {
                self.offer(registration.waiting());
            }
            // The browser looks for one by itself: it may be coming already.
            self.follow(&container, registration.installing());
            let found = registration.clone();
            events::listen(&registration, "updatefound", move |_| self.follow(&container, found.installing()));
            // A page that stays open for days (a kiosk, a desk) asks now and then.
            loop {
                super::clock::sleep(3_600_000).await;
                if let Ok(check) = registration.update() {
                    let _ = JsFuture::from(check).await;
                }
            }
        });
    }

    /// Offers a version once it is installed.
    fn follow(self, container: &ServiceWorkerContainer, worker: Option<ServiceWorker>) {
        let Some(worker) = worker else { return };
        let (installing, container) = (worker.clone(), container.clone());
        events::listen(&worker, "statechange", move |_| {
            if installing.state() == ServiceWorkerState::Installed && container.controller().is_some() {
                self.offer(Some(installing.clone()));
            }
        });
    }

    fn offer(&self, worker: Option<ServiceWorker>) {
        if let Some(worker) = worker {
            self.waiting.set_value(Some(SendWrapper::new(worker)));
            self.ready.set(true);
        }
    }

    /// The person agreed: the waiting worker takes over, and the page comes back as the new version. Where only new settings of the hub wait, there is nobody to tell.
    pub fn accept(&self) {
        let waiting = self.waiting.try_update_value(Option::take).flatten();
        let (Some(container), Some(worker)) = (container(), waiting) else { return page::reload() };
        events::listen(&container, "controllerchange", |_| page::reload());
        let message = js_sys::Object::new();
        let _ = js_sys::Reflect::set(&message, &"type".into(), &"skip-waiting".into());
        let _ = worker.post_message(&JsValue::from(message));
    }
}

fn container() -> Option<ServiceWorkerContainer> {
    let navigator = web_sys::window()?.navigator();
    let there = js_sys::Reflect::has(&navigator, &"serviceWorker".into()).unwrap_or(false);
    there.then(|| navigator.service_worker())
}

/// Past the HTTP cache, so that an update is found as soon as it is there.
fn register(container: &ServiceWorkerContainer) -> js_sys::Promise {
    let options = web_sys::RegistrationOptions::new();
    options.set_update_via_cache(web_sys::ServiceWorkerUpdateViaCache::None);
    container.register_with_options("/sw.js", &options)
}
