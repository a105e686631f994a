//! The camera that reads codes: `public/camera.js`, called by name.

use super::module::{awaited, call, load};
use js_sys::Reflect;
use wasm_bindgen::JsValue;
use web_sys::Element;

/// Why there is no picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoCamera {
    /// The person, or the browser's settings, said no.
    Refused,
    /// The device has none.
    None,
    /// Another program has it.
    Busy,
    /// The page is not secure, the browser is too old, or the decoder could not be had.
    Unsupported,
}

impl From<JsValue> for NoCamera {
    fn from(error: JsValue) -> Self {
        let message = Reflect::get(&error, &"message".into()).ok().and_then(|message| message.as_string());
        match message.as_deref() {
            Some("refused") => Self::Refused,
            Some("none") => Self::None,
            Some("busy") => Self::Busy,
            _ => Self::Unsupported,
        }
    }
}

/// An open camera.
#[derive(Clone)]
pub struct Camera(JsValue);

impl Camera {
    /// Opens the camera into a `<video>`; the browser asks the person first.
    pub async fn open(video: &Element) -> Result<Self, NoCamera> {
        let module = load("camera.js").await?;
        Ok(Self(awaited(call(&module, "open", video)?).await?))
    }

    /// The text of the next code that comes before it; `None` once it is closed.
    pub async fn next(&self) -> Result<Option<String>, NoCamera> {
        let read = awaited(call(&self.0, "next", &JsValue::NULL)?).await?;
        Ok(read.as_string())
    }

    /// Lets go of the camera, and ends whoever waits for the next code.
    pub fn close(&self) {
        // It has no way to fail that anybody could do something about.
        let _ = call(&self.0, "close", &JsValue::NULL);
    }
}
