//! Checking a signature by the browser's own cryptography: ECDSA over P-256 with SHA-256. Some milliseconds even on an old phone, and nothing of it in our bundle.

use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

/// The browser cannot do it: the page is not secure (plain `http://`), or the key is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unable;

impl From<JsValue> for Unable {
    fn from(_: JsValue) -> Self {
        Self
    }
}

pub(super) fn named(pairs: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (name, value) in pairs {
        // Fails only for objects that are frozen.
        let _ = Reflect::set(&object, &(*name).into(), &(*value).into());
    }
    object
}

pub(super) fn subtle() -> Result<SubtleCrypto, Unable> {
    let crypto = web_sys::window().and_then(|window| window.crypto().ok()).ok_or(Unable)?;
    // Missing on pages that are not secure.
    if Reflect::get(&crypto, &"subtle".into())?.is_object() { Ok(crypto.subtle()) } else { Err(Unable) }
}

/// Whether `signature` (r and s, 32 bytes each) is that of `input` by the key at `point` (4, x, y).
pub async fn is_signed(point: &[u8], input: &[u8], signature: &[u8]) -> Result<bool, Unable> {
    let subtle = subtle()?;
    let usages = Array::of1(&"verify".into());
    let algorithm = named(&[("name", "ECDSA"), ("namedCurve", "P-256")]);
    let key = subtle.import_key_with_object("raw", &Uint8Array::from(point), &algorithm, false, &usages)?;
    let key: CryptoKey = JsFuture::from(key).await?.dyn_into()?;
    let algorithm = named(&[("name", "ECDSA"), ("hash", "SHA-256")]);
    let checked = subtle.verify_with_object_and_js_u8_array_and_js_u8_array(
        &algorithm,
        &key,
        &Uint8Array::from(signature),
        &Uint8Array::from(input),
    )?;
    Ok(JsFuture::from(checked).await?.is_truthy())
}
