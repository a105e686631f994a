//! Web Push in this browser: whether it can, whether the person has allowed it, and turning it on and off. What a push service is told, and what arrives, is the
//! backend's and the service worker's.

use super::clock;
use futures::future::{Either, select};
use js_sys::{JSON, Reflect};
use std::{future::Future, pin::pin};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Notification, NotificationPermission, PushManager, PushSubscription, PushSubscriptionOptionsInit, ServiceWorkerRegistration,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// This browser has no Web Push: an old one, a private window, or on an iPhone one that is not opened from the home screen.
    Unsupported,
    /// The person has forbidden it, and only they can allow it again, in the browser.
    Blocked,
    /// It has not been asked for.
    Unasked,
    Granted,
}

pub fn permission() -> Permission {
    let Some(window) = web_sys::window() else { return Permission::Unsupported };
    let has = |target: &JsValue, name: &str| Reflect::has(target, &name.into()).unwrap_or(false);
    let able = has(&window, "PushManager") && has(&window, "Notification") && has(&window.navigator(), "serviceWorker");
    if !able {
        return Permission::Unsupported;
    }
    match Notification::permission() {
        NotificationPermission::Granted => Permission::Granted,
        NotificationPermission::Denied => Permission::Blocked,
        _ => Permission::Unasked,
    }
}

/// Asks the person. To be called in the very press of a button, before anything is waited for: some browsers ask only then.
pub async fn ask() -> Permission {
    if permission() != Permission::Unsupported
        && let Ok(asked) = Notification::request_permission()
    {
        // The answer is read below; a browser that does not ask at all has not changed it.
        let _ = JsFuture::from(asked).await;
    }
    permission()
}

/// How long the browser, its worker or its push service may take. Some promises here never end where a part is missing.
const PATIENCE: u64 = 20_000;

async fn patiently<T>(work: impl Future<Output = Option<T>>) -> Option<T> {
    match select(pin!(work), pin!(clock::sleep(PATIENCE))).await {
        Either::Left((done, _)) => done,
        Either::Right(_) => None,
    }
}

/// Of the worker that would show a notice.
async fn manager() -> Option<PushManager> {
    let ready = web_sys::window()?.navigator().service_worker().ready().ok()?;
    let registration = JsFuture::from(ready).await.ok()?;
    registration.dyn_into::<ServiceWorkerRegistration>().ok()?.push_manager().ok()
}

async fn current() -> Option<PushSubscription> {
    if permission() == Permission::Unsupported {
        return None;
    }
    let found = JsFuture::from(manager().await?.get_subscription().ok()?).await.ok()?;
    found.dyn_into().ok()
}

/// As the backend wants it, `{"endpoint": ..., "keys": ...}`.
fn json(subscription: &PushSubscription) -> Option<String> {
    JSON::stringify(subscription).ok()?.as_string()
}

/// What this browser has subscribed to, as JSON.
pub async fn subscription() -> Option<String> {
    patiently(async { json(&current().await?) }).await
}

/// Subscribes with the hub's key (base64url); the subscription as JSON.
pub async fn subscribe(key: &str) -> Option<String> {
    patiently(subscribe_now(key)).await
}

async fn subscribe_now(key: &str) -> Option<String> {
    let manager = manager().await?;
    let options = PushSubscriptionOptionsInit::new();
    options.set_user_visible_only(true);
    options.set_application_server_key(&JsValue::from_str(key));
    let attempt = async || JsFuture::from(manager.subscribe_with_options(&options).ok()?).await.ok()?.dyn_into::<PushSubscription>().ok();
    if let Some(subscription) = attempt().await {
        return json(&subscription);
    }
    // One with another key is in the way: the hub has a new data base.
    unsubscribe().await;
    json(&attempt().await?)
}

/// Best effort: where it fails, the push service learns from the backend.
pub async fn unsubscribe() {
    patiently(async { JsFuture::from(current().await?.unsubscribe().ok()?).await.ok() }).await;
}
