//! Sealing what is kept of other people: AES-GCM with 256 bits by the browser's own cryptography, under a key that no script can read out. Nothing of it in our bundle.

use super::verify::{Unable, named, subtle};
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::CryptoKey;

/// Bytes of the number used once that stands before what is sealed.
const NONCE: usize = 12;

#[derive(Clone)]
pub struct Seal(CryptoKey);

impl Seal {
    /// A new key.
    pub async fn make() -> Result<Self, Unable> {
        let algorithm = named(&[("name", "AES-GCM")]);
        Reflect::set(&algorithm, &"length".into(), &256.into())?;
        let usages = Array::of2(&"encrypt".into(), &"decrypt".into());
        Ok(Self(JsFuture::from(subtle()?.generate_key_with_object(&algorithm, false, &usages)?).await?.dyn_into()?))
    }

    /// A key that was kept as it is: browsers keep keys without showing them.
    pub fn kept(value: JsValue) -> Option<Self> {
        value.dyn_into().ok().map(Self)
    }

    pub fn to_keep(&self) -> JsValue {
        self.0.clone().into()
    }

    /// `name` belongs to it: sealed under one name, it cannot be opened under another.
    pub async fn close(&self, name: &str, plain: &[u8]) -> Result<Vec<u8>, Unable> {
        let mut nonce = [0_u8; NONCE];
        web_sys::window().ok_or(Unable)?.crypto()?.get_random_values_with_u8_array(&mut nonce)?;
        let closing = subtle()?.encrypt_with_object_and_js_u8_array(&parameters(&nonce, name)?, &self.0, &Uint8Array::from(plain))?;
        let closed = Uint8Array::new(&JsFuture::from(closing).await?);
        Ok([nonce.as_slice(), &closed.to_vec()].concat())
    }

    pub async fn open(&self, name: &str, closed: &[u8]) -> Result<Vec<u8>, Unable> {
        let (nonce, rest) = closed.split_at_checked(NONCE).ok_or(Unable)?;
        let opening = subtle()?.decrypt_with_object_and_js_u8_array(&parameters(nonce, name)?, &self.0, &Uint8Array::from(rest))?;
        Ok(Uint8Array::new(&JsFuture::from(opening).await?).to_vec())
    }
}

fn parameters(nonce: &[u8], name: &str) -> Result<Object, Unable> {
    let parameters = named(&[("name", "AES-GCM")]);
    Reflect::set(&parameters, &"iv".into(), &Uint8Array::from(nonce))?;
    Reflect::set(&parameters, &"additionalData".into(), &Uint8Array::from(name.as_bytes()))?;
    Ok(parameters)
}
