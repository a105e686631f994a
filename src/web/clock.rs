//! The device's clock, chance, unique keys, and waiting.

use crate::model::Instant;
use gloo_timers::future::TimeoutFuture;

pub fn now() -> Instant {
    Instant(js_sys::Date::now() as i64)
}

/// 0 to 1.
pub fn chance() -> f64 {
    js_sys::Math::random()
}

/// 128 random bits in hexadecimal. `crypto.randomUUID` needs a secure page, `getRandomValues` does not, and a hub on a plain
/// `http://` address in a local network should still work.
pub fn unique() -> String {
    let mut bytes = [0_u8; 16];
    if let Some(crypto) = web_sys::window().and_then(|window| window.crypto().ok()) {
        // Fails only for arrays over 64 KiB.
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub async fn sleep(milliseconds: u64) {
    TimeoutFuture::new(u32::try_from(milliseconds).unwrap_or(u32::MAX).min(i32::MAX as u32)).await;
}

/// Lets the browser paint and answer taps before going on.
pub async fn breathe() {
    TimeoutFuture::new(0).await;
}
