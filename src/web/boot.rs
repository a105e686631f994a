//! What `boot.js` started before the wasm was there: the hub's settings, the first chunk of the cache, and the first page from the network.
//! Whichever of the data comes first paints.

use js_sys::{Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// An answer that `boot.js` has fetched.
pub struct Early {
    pub status: u16,
    pub content_type: String,
    pub link: Option<String>,
    pub etag: Option<String>,
    pub body: Vec<u8>,
}

fn promise(name: &str) -> Option<Promise> {
    let boot = Reflect::get(&js_sys::global(), &"meyirimBoot".into()).ok()?;
    Reflect::get(&boot, &name.into()).ok()?.dyn_into().ok()
}

async fn early(name: &str) -> Option<Early> {
    let answer = JsFuture::from(promise(name)?).await.ok()?;
    let text = |key: &str| Reflect::get(&answer, &key.into()).ok().and_then(|value| value.as_string());
    Some(Early {
        status: Reflect::get(&answer, &"status".into()).ok()?.as_f64()? as u16,
        content_type: text("contentType").unwrap_or_default(),
        link: text("link"),
        etag: text("etag"),
        body: bytes(&Reflect::get(&answer, &"body".into()).ok()?)?,
    })
}

fn bytes(value: &JsValue) -> Option<Vec<u8>> {
    value.is_object().then(|| Uint8Array::new(value).to_vec())
}

/// `/hub.json`; `None` if it could not be had.
pub async fn hub() -> Option<Early> {
    early("hub").await
}

/// Fetches the style of later pages, if that has not been done.
pub fn style() {
    let boot = Reflect::get(&js_sys::global(), &"meyirimBoot".into());
    if let Some(style) = boot.and_then(|boot| Reflect::get(&boot, &"style".into())).ok().and_then(|style| style.dyn_into::<Function>().ok())
    {
        // Without it those pages are plain, and work.
        let _ = style.call0(&JsValue::NULL);
    }
}

/// The first page of the listing of actions, if nothing was cached.
pub async fn first_page() -> Option<Early> {
    early("firstPage").await
}

/// The first chunk of the cached listing, as it was stored.
pub async fn first_chunk() -> Option<Vec<u8>> {
    bytes(&JsFuture::from(promise("firstChunk")?).await.ok()?)
}
