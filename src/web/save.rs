//! Handing a file to the person, sharing a link, copying a text.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Downloads `content`, a text or bytes, as a file.
pub fn file(name: &str, media_type: &str, content: &JsValue) -> Result<(), JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let document = window.document().ok_or(JsValue::NULL)?;
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(content), &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document.create_element("a")?.dyn_into()?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // Not at once: Safari reads the blob only after the click has been handled.
    gloo_timers::callback::Timeout::new(60_000, move || {
        let _ = Url::revoke_object_url(&url);
    })
    .forget();
    Ok(())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    /// The system's share sheet took it.
    Sheet,
    /// There is no share sheet; the link is on the clipboard.
    Copied,
    /// The person closed the sheet.
    Declined,
    /// Neither worked; show the link to be copied by hand.
    Failed,
}

/// Shares a page of the hub.
pub async fn share(title: &str, url: &str) -> Shared {
    let Some(window) = web_sys::window() else { return Shared::Failed };
    let navigator = window.navigator();
    if let Ok(share) = Reflect::get(&navigator, &"share".into())
        && let Some(share) = share.dyn_ref::<Function>()
    {
        let data = Object::new();
        let _ = Reflect::set(&data, &"title".into(), &title.into());
        let _ = Reflect::set(&data, &"url".into(), &url.into());
        if let Ok(done) = share.call1(&navigator, &data)
            && let Ok(done) = done.dyn_into::<Promise>()
        {
            match JsFuture::from(done).await {
                Ok(_) => return Shared::Sheet,
                Err(error) if Reflect::get(&error, &"name".into()).is_ok_and(|name| name == "AbortError") => return Shared::Declined,
                Err(_) => {}
            }
        }
    }
    if copy(url).await { Shared::Copied } else { Shared::Failed }
}

pub async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    // Missing on pages that are not secure.
    match Reflect::get(&window.navigator(), &"clipboard".into()) {
        Ok(clipboard) if clipboard.is_object() => JsFuture::from(window.navigator().clipboard().write_text(text)).await.is_ok(),
        _ => false,
    }
}
