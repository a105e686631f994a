//! Reading and writing spreadsheets in workers: `public/sheets.js`, called by name, as the camera is.

use super::module::{awaited, call, load};
use js_sys::Reflect;
use wasm_bindgen::JsValue;
use web_sys::Element;

const MODULE: &str = "sheets.js";

/// A file and what the reader says of it, as JSON. `Ok(None)`: no file was chosen. `Err`: it could not be read at all.
pub async fn chosen(input: &Element) -> Result<Option<(String, String)>, JsValue> {
    let module = load(MODULE).await?;
    let file = call(&module, "chosen", input)?;
    if file.is_null() {
        return Ok(None);
    }
    let name = Reflect::get(&file, &"name".into())?.as_string().unwrap_or_default();
    Ok(Some((name, read(&module, &file).await?)))
}

/// The same of cells that were pasted.
pub async fn pasted(text: &str) -> Result<String, JsValue> {
    let module = load(MODULE).await?;
    let file = call(&module, "pasted", &text.into())?;
    read(&module, &file).await
}

/// The bytes of a workbook, from what is to stand in it (a [`crate::model::table::Book`] as JSON).
pub async fn write(book: &str) -> Result<JsValue, JsValue> {
    let module = load(MODULE).await?;
    awaited(call(&module, "write", &book.into())?).await
}

/// Has the programs that read and write kept on this device, for a leader who will be offline. Whether it worked is seen when they are wanted.
pub async fn keep() {
    if let Ok(module) = load(MODULE).await
        && let Ok(kept) = call(&module, "keep", &JsValue::UNDEFINED)
    {
        let _ = awaited(kept).await;
    }
}

async fn read(module: &JsValue, file: &JsValue) -> Result<String, JsValue> {
    awaited(call(module, "read", file)?).await?.as_string().ok_or(JsValue::NULL)
}
