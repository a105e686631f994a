//! Web Push in this browser: whether it can, whether the person has allowed it, and turning it on and off. What a push service is told, and what arrives, is the
//! backend's and the service worker's.
//!
//! By names (`Reflect`), not by web-sys: each function of it is one more import of the main part of the wasm, which every first visit loads, for what one page needs.

use super::clock;
use futures::future::{Either, select};
use js_sys::{Function, Object, Promise, Reflect};
use std::{future::Future, pin::pin};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

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

/// What an object has under a name; `None`: nothing, or it throws.
fn member(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok().filter(|value| !value.is_null() && !value.is_undefined())
}

/// What a method gives, waited for; `None`: nothing, or it failed.
async fn call(object: &JsValue, name: &str, argument: &JsValue) -> Option<JsValue> {
    let method: Function = member(object, name)?.dyn_into().ok()?;
    // A value that is no promise is as good as one that is kept.
    let promise = Promise::resolve(&method.call1(object, argument).ok()?);
    JsFuture::from(promise).await.ok().filter(|value| !value.is_null() && !value.is_undefined())
}

fn window() -> Option<JsValue> {
    web_sys::window().map(JsValue::from)
}

/// The browser's `Notification`, where Web Push is to be had at all.
fn notification() -> Option<JsValue> {
    let window = window()?;
    member(&window, "PushManager")?;
    member(&member(&window, "navigator")?, "serviceWorker")?;
    member(&window, "Notification")
}

pub fn permission() -> Permission {
    let Some(notification) = notification() else { return Permission::Unsupported };
    match member(&notification, "permission").and_then(|word| word.as_string()).as_deref() {
        Some("granted") => Permission::Granted,
        Some("denied") => Permission::Blocked,
        _ => Permission::Unasked,
    }
}

/// Asks the person. To be called in the very press of a button, before anything is waited for: some browsers ask only then.
pub async fn ask() -> Permission {
    if let Some(notification) = notification() {
        // The answer is read below; a browser that does not ask at all has not changed it.
        call(&notification, "requestPermission", &JsValue::UNDEFINED).await;
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
async fn manager() -> Option<JsValue> {
    notification()?;
    let container = member(&member(&window()?, "navigator")?, "serviceWorker")?;
    let ready: Promise = member(&container, "ready")?.dyn_into().ok()?;
    member(&JsFuture::from(ready).await.ok()?, "pushManager")
}

async fn current() -> Option<JsValue> {
    call(&manager().await?, "getSubscription", &JsValue::UNDEFINED).await
}

/// As the backend wants it, `{"endpoint": ..., "keys": ...}`.
async fn json(subscription: &JsValue) -> Option<String> {
    call(&member(&window()?, "JSON")?, "stringify", subscription).await?.as_string()
}

/// What this browser has subscribed to, as JSON.
pub async fn subscription() -> Option<String> {
    patiently(async { json(&current().await?).await }).await
}

/// Subscribes with the hub's key (base64url); the subscription as JSON.
pub async fn subscribe(key: &str) -> Option<String> {
    patiently(async {
        let options = Object::new();
        Reflect::set(&options, &"userVisibleOnly".into(), &JsValue::TRUE).ok()?;
        Reflect::set(&options, &"applicationServerKey".into(), &key.into()).ok()?;
        let manager = manager().await?;
        let mut made = call(&manager, "subscribe", &options).await;
        if made.is_none() {
            // One with another key may be in the way: the hub has a new data base.
            end().await;
            made = call(&manager, "subscribe", &options).await;
        }
        json(&made?).await
    })
    .await
}

async fn end() -> Option<JsValue> {
    call(&current().await?, "unsubscribe", &JsValue::UNDEFINED).await
}

/// Best effort: where it fails, the push service learns from the backend.
pub async fn unsubscribe() {
    patiently(end()).await;
}
