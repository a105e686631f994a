//! Reading a spreadsheet in a worker: `public/sheets.js`, called by name, as the camera is.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

async fn module() -> Result<JsValue, JsValue> {
    let boot = Reflect::get(&js_sys::global(), &"meyirimBoot".into())?;
    awaited(call(&boot, "load", &"/sheets.js".into())?).await
}

fn call(object: &JsValue, name: &str, given: &JsValue) -> Result<JsValue, JsValue> {
    Reflect::get(object, &name.into())?.dyn_into::<Function>()?.call1(object, given)
}

async fn awaited(promise: JsValue) -> Result<JsValue, JsValue> {
    JsFuture::from(promise.dyn_into::<Promise>()?).await
}

/// A file and what the reader says of it, as JSON. `Ok(None)`: no file was chosen. `Err`: it could not be read at all.
pub async fn chosen(input: &Element) -> Result<Option<(String, String)>, JsValue> {
    let module = module().await?;
    let file = call(&module, "chosen", input)?;
    if file.is_null() {
        return Ok(None);
    }
    let name = Reflect::get(&file, &"name".into())?.as_string().unwrap_or_default();
    Ok(Some((name, read(&module, &file).await?)))
}

/// The same of cells that were pasted.
pub async fn pasted(text: &str) -> Result<String, JsValue> {
    let module = module().await?;
    let file = call(&module, "pasted", &text.into())?;
    read(&module, &file).await
}

async fn read(module: &JsValue, file: &JsValue) -> Result<String, JsValue> {
    awaited(call(module, "read", file)?).await?.as_string().ok_or(JsValue::NULL)
}
