//! Web Locks: of all tabs of the hub, one at a time sends.

use js_sys::{Function, Object, Promise, Reflect};
use std::future::Future;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// Runs `work` while holding the lock `name`, waiting for other tabs first. In a browser without Web Locks (before Safari 15.4) it
/// runs at once: the idempotency keys keep two tabs from doing an act twice. Two sign-outs at once are then told as two.
pub async fn with_lock(name: &str, work: impl Future<Output = ()> + 'static) {
    let Some(request) = request_function() else { return work.await };
    let (locks, request) = request;
    let mut work = Some(work);
    let held = Closure::<dyn FnMut(JsValue) -> Promise>::new(move |_| {
        let work = work.take();
        future_to_promise(async move {
            if let Some(work) = work {
                work.await;
            }
            Ok(JsValue::UNDEFINED)
        })
    });
    if let Ok(done) = request.call2(&locks, &name.into(), held.as_ref())
        && let Ok(done) = done.dyn_into::<Promise>()
    {
        let _ = JsFuture::from(done).await;
    }
}

fn request_function() -> Option<(Object, Function)> {
    let navigator = web_sys::window()?.navigator();
    let locks: Object = Reflect::get(&navigator, &"locks".into()).ok()?.dyn_into().ok()?;
    let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    Some((locks, request))
}
