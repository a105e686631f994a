//! What the browser says of its storage: how much is used, how much there may be, and whether it may be cleared when space is short.
//!
//! `navigator.storage` is missing on pages that are not secure and in old browsers; everything here is then `None`, and the screen says that the
//! browser does not tell.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// In bytes, by the browser's rough count over everything of this site.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    pub used: f64,
    pub quota: f64,
}

pub async fn estimate() -> Option<Estimate> {
    let answer = ask("estimate").await?;
    let number = |name: &str| Reflect::get(&answer, &name.into()).ok()?.as_f64();
    Some(Estimate { used: number("usage")?, quota: number("quota")? })
}

/// Whether the browser has promised not to clear this site's data by itself.
pub async fn is_persisted() -> Option<bool> {
    ask("persisted").await?.as_bool()
}

/// Asks for that promise. Some browsers ask the person, others decide by themselves.
pub async fn persist() -> Option<bool> {
    ask("persist").await?.as_bool()
}

async fn ask(name: &str) -> Option<JsValue> {
    let navigator = web_sys::window()?.navigator();
    let storage = Reflect::get(&navigator, &"storage".into()).ok().filter(JsValue::is_object)?;
    let function: Function = Reflect::get(&storage, &name.into()).ok()?.dyn_into().ok()?;
    let promise: Promise = function.call0(&storage).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}
