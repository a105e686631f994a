//! A module of plain JavaScript that one page needs, called by name. Its browser functions would otherwise be imports of the first load.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Fetches `public/{name}`, once.
pub async fn load(name: &str) -> Result<JsValue, JsValue> {
    let boot = Reflect::get(&js_sys::global(), &"meyirimBoot".into())?;
    awaited(call(&boot, "load", &format!("/{name}").into())?).await
}

pub fn call(object: &JsValue, name: &str, given: &JsValue) -> Result<JsValue, JsValue> {
    Reflect::get(object, &name.into())?.dyn_into::<Function>()?.call1(object, given)
}

pub async fn awaited(promise: JsValue) -> Result<JsValue, JsValue> {
    JsFuture::from(promise.dyn_into::<Promise>()?).await
}
