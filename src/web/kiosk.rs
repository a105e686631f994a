//! What a kiosk needs of the browser: `public/kiosk.js`, called by name. What it cannot have (a whole screen, one that stays on) the device goes without.

use super::module::{call, load};
use wasm_bindgen::JsValue;

async fn run(name: &str) {
    if let Ok(module) = load("kiosk.js").await {
        drop(call(&module, name, &JsValue::NULL));
    }
}

/// Nothing leads out of the page any more, and the screen stays on.
pub async fn guard() {
    run("guard").await;
}

/// Inside a touch.
pub async fn fullscreen() {
    run("fullscreen").await;
}

pub async fn release() {
    run("release").await;
}
